"""Tables of indicators: STT | chỉ tiêu | đơn vị tính | kế hoạch | đơn vị thực hiện."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bot.campaign.ceilings import is_ceiling
from bot.campaign.model import Measure, Target
from bot.directive.document import Table
from bot.directive.extraction import naming
from bot.directive.extraction.bullets import read_bullet
from bot.directive.extraction.columns import Head, head_of
from bot.directive.extraction.figures import Figure, figures, lowered
from bot.directive.extraction.kinds import direction_of, in_base, measure_of, pass_if
from bot.directive.extraction.units import UNIT, comparable, verbatim
from bot.directive.model import IndicatorDraft, Origin, Reason, Relation, Warned
from bot.language.folding import fold

_PART = re.compile(r"^\s*(?:[-+•–]\s*)?(?:trong đó|tr\.đó|trđ|trong đó:)\s*[:,]?\s*", re.IGNORECASE)
_DASH = re.compile(r"^\s*[-+•–]\s+")
_NUMBERED = re.compile(r"^\s*(?:[IVX]+|\d+(?:\.\d+)*|[a-zđA-Z])[.)]\s+")


_NAMED_UNIT = re.compile(r"\(([^()]+)\)\s*$")
""" "Thu ngân sách (tỷ đồng)"."""
_FIRST_TITLE = re.compile(r"s?tt|so tt|so thu tu")
_DITTO = re.compile(r"[\"“”″'`]+|-?\s*nt\s*-?|như trên", re.IGNORECASE)
_NUMBERS = re.compile(r"\(?(?:\d{1,2}|[a-c])\)?$")
_CAPTION = re.compile(r"(?:đơn vị(?: tính)?|đvt)\s*:\s*([^)\n;.|]+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRead:
    """`head` is kept for the rest of a table that the page broke off."""

    indicators: tuple[IndicatorDraft, ...] = ()
    warnings: tuple[Warned, ...] = ()
    head: Head | None = None


def read_table(
    table: Table, *, year: int | None = None, caption: str = "", before: Head | None = None
) -> TableRead:
    """The indicators of a table; empty when its head names no column of indicators and none of targets.

    `parent` counts within the table. Rows without a figure are the titles of the rows below them. `caption` is the
    text above it, which may name the measure unit of all; `before` the head of the table that this one may continue.
    """
    found_head = head_of(table, year)
    width = max(len(row) for row in table.rows)
    if found_head is None and (before is None or before.width != width):
        return TableRead()
    head, first = found_head or (before, 0)
    if head is None or "target" not in head.columns:
        return TableRead(warnings=tuple(unread_rows(table, first)), head=head)
    rows = _Rows(head=head, unit=_unit_of_all(table, first, caption))
    titles = table.rows[:first]
    for n, row in enumerate(table.rows[first:], start=first):
        # A page that begins says the head again; another head begins a table of its own.
        if row in titles:
            continue
        if _FIRST_TITLE.fullmatch(fold(row[0]).strip(" .")):
            rest = read_table(
                replace(table, line=table.line + n, rows=table.rows[n:]), year=year, caption=caption
            )
            return _with_rest(rows, rest, head)
        rows.read(row, table.line + n)
    return TableRead(indicators=tuple(rows.found), warnings=tuple(rows.warnings), head=head)


def _with_rest(rows: "_Rows", rest: TableRead, head: Head) -> TableRead:
    base = len(rows.found)
    more = (one if one.parent is None else replace(one, parent=one.parent + base) for one in rest.indicators)
    return TableRead(
        indicators=(*rows.found, *more),
        warnings=(*rows.warnings, *rest.warnings),
        head=rest.head or head,
    )


def unread_rows(table: Table, first: int = 0) -> Iterator[Warned]:
    """A warning for each row with figures, where the columns are not understood."""
    for n, row in enumerate(table.rows[first:], start=first):
        if any(figures(cell) for cell in row):
            yield Warned(line=table.line + n, text=_text(row), reason=Reason.NOT_UNDERSTOOD)


def _text(row: Sequence[str]) -> str:
    return " | ".join(cell for cell in row if cell)


def _unit_of_all(table: Table, first: int, caption: str) -> str:
    told = _CAPTION.search(caption) or _CAPTION.search(" | ".join(_text(row) for row in table.rows[:first]))
    return told[1].strip() if told else ""


@dataclass(slots=True, kw_only=True)
class _Rows:
    """The rows read so far: the title above the next one, its whole, the unit that a ditto mark repeats."""

    head: Head
    unit: str
    found: list[IndicatorDraft] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    section: str = ""
    title: str = ""
    whole: int | None = None
    last_unit: str = ""

    def read(self, row: Sequence[str], line: int) -> None:
        cells = {
            kind: " ".join(row[place].split()) if place < len(row) else ""
            for kind, place in self.head.columns.items()
        }
        if cells.get("field"):
            self.section, self.title = "", naming.tidied(_NUMBERED.sub("", cells["field"]))
        name, ordinal = cells.get("name", ""), cells.get("ordinal", "").strip(". ")
        if not name or _NUMBERS.match(fold(name)):
            return
        if not cells["target"]:
            self._title(row, cells, name, ordinal, line)
            return
        part = _PART.match(name)
        if "unit" in cells:
            cells["unit"] = self.last_unit if _DITTO.fullmatch(cells["unit"]) else cells["unit"]
            self.last_unit = cells["unit"]
        cells["unit"] = cells.get("unit") or self.unit
        draft = _row(cells, _DASH.sub("", _PART.sub("", name)), _text(row))
        if draft is None:
            self.warnings.append(Warned(line=line, text=_text(row), reason=Reason.NOT_UNDERSTOOD))
            return
        under = bool(part) or ordinal in ("-", "+") or (bool(_DASH.match(name)) and not ordinal)
        draft = replace(
            draft,
            line=line,
            section=self.section,
            section_title=self.title,
            ordinal=int(ordinal) if ordinal.isdecimal() else len(self.found) + 1,
            doubts=draft.doubts if self.head.sure else (*draft.doubts, Reason.COLUMN_UNSURE),
        )
        if under and self.whole is not None:
            draft = replace(draft, parent=self.whole, relation=Relation.PART_OF)
        else:
            self.whole = len(self.found)
        self.found.append(draft)
        if any(figures(row[place]) for place in self.head.places if place < len(row)):
            self.warnings.append(Warned(line=line, text=_text(row), reason=Reason.EXTRA_FIGURE))

    def _title(self, row: Sequence[str], cells: dict[str, str], name: str, ordinal: str, line: int) -> None:
        """A row without a target: the title of those below, unless it has a unit or figures elsewhere."""
        others = [
            cell
            for place, cell in enumerate(row)
            if place not in (self.head.columns.get("ordinal"), self.head.columns["name"])
        ]
        if any(figures(cell) for cell in others):
            self.warnings.append(Warned(line=line, text=_text(row), reason=Reason.NOT_UNDERSTOOD))
        elif not cells.get("unit") and not _PART.match(name):
            self.section, self.title = ordinal, naming.tidied(_NUMBERED.sub("", name))


def _row(cells: dict[str, str], name: str, text: str) -> IndicatorDraft | None:
    name = naming.tidied(_NUMBERED.sub("", name))
    target, unit = cells["target"], _small(cells.get("unit", "").strip(" .()"))
    if not unit and (named := _NAMED_UNIT.search(name)) and UNIT.fullmatch(named[1].lower()):
        name, unit = name[: named.start()].strip(), _small(named[1])
    if not re.search(r"\d", target):
        read = read_bullet(f"{name}: {target}")
        return (
            replace(read.indicators[0], name=name, text=text, origin=Origin.TABLE)
            if read.indicators
            else None
        )
    measured = _measured(target, unit)
    if not measured:
        return None
    own = measured[0].unit
    figure = replace(measured[0], unit=verbatim(unit if unit and not (own and measured[0].known) else own))
    before = lowered(name + " ") + lowered(target[: measured[0].start])
    direction = direction_of(before)
    measure = measure_of(figure, before, lowered(name), direction)
    norm = comparable(figure.unit, name)
    value = figure.value if figure.shift_to is None else figure.shift_to
    base_value, base_unit = in_base(value, norm)
    doubts = (*figure.doubts, Reason.EXTRA_FIGURE) if len(measured) > 1 else figure.doubts
    if not figure.unit:
        doubts = (*doubts, Reason.UNKNOWN_MEASURE_UNIT)
    if norm == "%" and measure is Measure.LEVEL and value > 100:
        doubts = (*doubts, Reason.SHARE_OVER_100)
    baseline = figure.value if figure.shift_to is not None else _baseline(cells.get("done", ""), unit)
    level = is_ceiling(
        name,
        measure=measure,
        comparator=figure.comparator,
        direction=direction,
        baseline=baseline,
        target_level=figure.shift_to,
    )
    return IndicatorDraft(
        section="",
        section_title="",
        ordinal=0,
        name=name,
        target=Target(
            comparator=figure.comparator,
            value=value,
            value_to=figure.value_to,
            measure_unit=figure.unit,
            direction=direction,
            ceiling=level,
        ),
        measure=measure,
        measure_unit=norm,
        text=text,
        line=0,
        origin=Origin.TABLE,
        note=cells.get("note", ""),
        owner=cells.get("owner", ""),
        denominator=figure.denominator,
        baseline=baseline,
        target_level=figure.shift_to,
        pass_if=None
        if measure is Measure.QUALITATIVE
        else pass_if(figure.comparator, value, figure.value_to, falls_to=level),
        base_value=base_value,
        base_unit=base_unit,
        doubts=doubts,
    )


def _small(unit: str) -> str:
    """ "Tỷ đồng" -> "tỷ đồng", as beside a figure; "USD" stays."""
    return unit if unit[:2].isupper() else unit[:1].lower() + unit[1:]


def _measured(target: str, unit: str) -> tuple[Figure, ...]:
    """The figures of a target's cell; where it holds none with a measure unit, read with that of its row."""
    alone = figures(target)
    if alone and alone[0].unit:
        return alone
    return figures(target if unit[:1].isdigit() else f"{target} {unit}".strip())


def _baseline(done: str, unit: str) -> Decimal | None:
    """Last year's figure of the row, where the cell holds nothing else."""
    told = _measured(done, unit)
    return told[0].value if len(told) == 1 and told[0].end - told[0].start >= len(done.strip()) - 1 else None
