"""Tables of indicators: STT | chỉ tiêu | đơn vị tính | kế hoạch | đơn vị thực hiện."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.campaign.model import Measure, Target
from bot.directive.document import Table
from bot.directive.extraction import naming
from bot.directive.extraction.bullets import read_bullet
from bot.directive.extraction.figures import figures, lowered
from bot.directive.extraction.kinds import direction_of, in_base, measure_of, pass_if
from bot.directive.extraction.units import comparable, verbatim
from bot.directive.model import IndicatorDraft, Origin, Reason, Relation, Warned
from bot.language.folding import fold

_COLUMNS = (
    ("ordinal", re.compile(r"^(?:stt|tt|so tt|so thu tu)$")),
    ("unit", re.compile(r"^(?:don vi tinh|dvt|dv tinh|don vi|\(?dvt\)?)$")),
    ("note", re.compile(r"ghi chu")),
    (
        "owner",
        re.compile(
            r"(?:don vi|co quan|bo phan|phong|nganh).*(?:thuc hien|chu tri|theo doi|phu trach|bao cao"
            r"|phoi hop)|chu tri|phu trach"
        ),
    ),
    ("done", re.compile(r"thuc hien|ket qua|uoc (?:dat|thuc)|so sanh|ty le dat|\bth\b|cung ky|nam truoc")),
    (
        "target",
        re.compile(
            r"ke hoach|chi tieu giao|chi tieu nam|giao|muc tieu|phan dau|nghi quyet|dang ky|\bkh\b"
            r"|^(?:nam )?20\d\d$|chi tieu 20|muc dat|gia tri"
        ),
    ),
    ("name", re.compile(r"chi tieu|noi dung|ten|tieu chi|linh vuc|hang muc|danh muc")),
)
_PART = re.compile(r"^\s*(?:[-+•–]\s*)?(?:trong đó|tr\.đó|trđ|trong đó:)\s*[:,]?\s*", re.IGNORECASE)
_DASH = re.compile(r"^\s*[-+•–]\s+")
_NUMBERED = re.compile(r"^\s*(?:[IVX]+|\d+(?:\.\d+)*|[a-zđA-Z])[.)]\s+")


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRead:
    indicators: tuple[IndicatorDraft, ...] = ()
    warnings: tuple[Warned, ...] = ()


def read_table(table: Table) -> TableRead:
    """The indicators of a table; empty when its head names no column of indicators and none of targets.

    `parent` counts within the table. Rows without a figure are the titles of the rows below them.
    """
    head = _head(table)
    if head is None:
        return TableRead()
    first, columns = head
    found: list[IndicatorDraft] = []
    warnings: list[Warned] = []
    section = title = ""
    whole: int | None = None
    for n, row in enumerate(table.rows[first:], start=first):
        cells = {
            kind: " ".join(row[place].split()) if place < len(row) else "" for kind, place in columns.items()
        }
        name, target = cells.get("name", ""), cells.get("target", "")
        if not name or fold(name) in ("(1)", "(2)", "a", "b", "1", "2"):
            continue
        line = table.line + n
        if not target:
            if not cells.get("unit") and not _PART.match(name):
                section, title = cells.get("ordinal", "").strip(". "), naming.tidied(_NUMBERED.sub("", name))
            continue
        part = _PART.match(name)
        draft = _row(cells, _DASH.sub("", _PART.sub("", name)), " | ".join(cell for cell in row if cell))
        if draft is None:
            warnings.append(
                Warned(line=line, text=" | ".join(cell for cell in row if cell), reason=Reason.NOT_UNDERSTOOD)
            )
            continue
        draft = replace(
            draft,
            line=line,
            section=section,
            section_title=title,
            ordinal=int(number)
            if (number := cells.get("ordinal", "").strip(". ")).isdigit()
            else len(found) + 1,
        )
        under = bool(part) or (bool(_DASH.match(name)) and not cells.get("ordinal"))
        if under and whole is not None:
            draft = replace(draft, parent=whole, relation=Relation.PART_OF)
        else:
            whole = len(found)
        found.append(draft)
    return TableRead(indicators=tuple(found), warnings=tuple(warnings))


def _head(table: Table) -> tuple[int, dict[str, int]] | None:
    """(the row below the head, kind of column -> its place)."""
    columns: dict[str, int] = {}
    for n, row in enumerate(table.rows[:4]):
        for place, cell in enumerate(row):
            title = fold(" ".join(cell.split())).strip(" .:")
            kind = next((kind for kind, pattern in _COLUMNS if title and pattern.search(title)), None)
            # Of several columns of targets the last counts: "kế hoạch 2025 | kế hoạch 2026".
            if kind and (kind not in columns or kind == "target"):
                columns[kind] = place
        if "name" in columns and "target" in columns:
            return n + 1, columns
    return None


def _row(cells: dict[str, str], name: str, text: str) -> IndicatorDraft | None:
    name = naming.tidied(_NUMBERED.sub("", name))
    target, unit = cells["target"], _small(cells.get("unit", "").strip(" .()"))
    if not re.search(r"\d", target):
        read = read_bullet(f"{name}: {target}")
        return (
            replace(read.indicators[0], name=name, text=text, origin=Origin.TABLE)
            if read.indicators
            else None
        )
    measured = figures(target if figures(target) and figures(target)[0].unit else f"{target} {unit}".strip())
    if not measured:
        return None
    figure = replace(measured[0], unit=verbatim(unit or measured[0].unit), known=True)
    before = lowered(name + " ") + lowered(target[: measured[0].start])
    direction = direction_of(before)
    measure = measure_of(figure, before, lowered(name), direction)
    norm = comparable(figure.unit, name)
    value = figure.value if figure.shift_to is None else figure.shift_to
    base_value, base_unit = in_base(value, norm)
    doubts = (*figure.doubts, Reason.EXTRA_FIGURE) if len(measured) > 1 else figure.doubts
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
        ),
        measure=measure,
        measure_unit=norm,
        text=text,
        line=0,
        origin=Origin.TABLE,
        note=cells.get("note", ""),
        owner=cells.get("owner", ""),
        denominator=figure.denominator,
        baseline=figure.value if figure.shift_to is not None else None,
        target_level=figure.shift_to,
        pass_if=None
        if measure is Measure.QUALITATIVE
        else pass_if(figure.comparator, value, falls_to=_falls(figure.shift_to, figure.value)),
        base_value=base_value,
        base_unit=base_unit,
        doubts=doubts,
    )


def _small(unit: str) -> str:
    """ "Tỷ đồng" -> "tỷ đồng", as beside a figure; "USD" stays."""
    return unit if unit[:2].isupper() else unit[:1].lower() + unit[1:]


def _falls(level: Decimal | None, start: Decimal) -> bool:
    return level is not None and level < start
