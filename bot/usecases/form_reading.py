"""What a form that came back says: whose it is, whether its rows are still those handed out, which figures are new."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from bot.campaign import targets
from bot.campaign.model import Figure, FigureKind, Measure, Standing
from bot.errors import Refused
from bot.store import form_keys, reports
from bot.store.engine import Tx
from bot.store.reports import ReportHead
from bot.store.sheets import Line, Sheet
from bot.usecases.answering import Answer, chosen
from bot.usecases.bulk import answer_to
from bot.usecases.report_form import (
    HEAD_ROW,
    NOTE,
    STANDINGS,
    FilledForm,
    FilledRow,
    FormRow,
    Identity,
    digest,
    is_signed,
)
from bot.usecases.waiting import Changed, differs

SHOWN = 10
PAST_WRITTEN = 3
NIL, MISSING = "không phát sinh", "chưa có số liệu"
WHY = {
    "not_measured": "chưa đến kỳ đo",
    "other_office": "cơ quan khác theo dõi",
    "not_applicable": "không áp dụng với đơn vị",
}
"""The reasons that buttons offer, as they stand in a note."""
_CODES = {words: code for code, words in WHY.items()}
_STANDINGS = dict(zip((Standing.DONE, Standing.IN_PROGRESS, Standing.NOT_STARTED), STANDINGS, strict=True))
_WITH_REASON = re.compile(r"[^:(–-]*[:(–-]\s*(?P<reason>.*?)[\s)]*")
_LONGEST = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class RowProblem:
    """Why a row is none that was handed out: row_changed, row_added, row_twice, row_gone; `name` is its indicator's."""

    place: int
    reason: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftCell:
    """A cell whose figure was not taken: its row in the file, its indicator, what stands there and why not."""

    place: int
    indicator_id: int
    typed: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FormReading:
    """`notes`: how many notes stand beside figures that need none, and are not kept."""

    changed: tuple[Changed, ...]
    left: tuple[LeftCell, ...]
    unchanged: int
    notes: int

    def as_pending(self) -> dict[str, Any]:
        return {
            "changed": [one.as_pending() for one in self.changed],
            "left": [[one.place, one.indicator_id, one.typed, one.reason] for one in self.left],
            "unchanged": self.unchanged,
            "notes": self.notes,
        }

    @classmethod
    def of(cls, pending: dict[str, Any]) -> "FormReading":
        return cls(
            changed=tuple(map(Changed.of, pending["changed"])),
            left=tuple(
                LeftCell(place=place, indicator_id=indicator_id, typed=typed, reason=reason)
                for place, indicator_id, typed, reason in pending["left"]
            ),
            unchanged=pending["unchanged"],
            notes=pending["notes"],
        )


# --- The rows as they are handed out ---------------------------------------------------------------------


def rows_of(lines: Sheet) -> tuple[FormRow, ...]:
    """The indicators of a report with what stands there; the figures of earlier periods must be at hand."""
    return tuple(
        FormRow(
            locked=(*_identified_by(lines, line), _past(line)),
            key=str(line.indicator_id),
            value=value_words(line.figure),
            note=note_words(line),
            qualitative=line.measure is Measure.QUALITATIVE,
        )
        for line in lines
    )


def _identified_by(lines: Sheet, line: Line) -> tuple[str, ...]:
    """What makes a row this indicator's: once it is another one, older forms are refused."""
    unit = line.target.measure_unit
    goal = [targets.words(line.target, measure_unit=unit)]
    if line.own_target is not None and line.own_target != line.target.value:
        goal.append(" ".join(("của đơn vị:", targets.amount(line.own_target, unit))))
    return (str(lines.position(line)), *map(_one_line, (line.name, unit, "; ".join(filter(None, goal)))))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _past(line: Line) -> str:
    shown = (
        " ".join((targets.number(one.value), "".join(("(", one.due_on.strftime("%d/%m/%Y"), ")"))))
        for one in line.past[:PAST_WRITTEN]
    )
    return "; ".join(shown)


def value_words(figure: Figure | None) -> str:
    """A figure as the cell of a form holds it, and is read again from there."""
    match figure:
        case None:
            return ""
        case Figure(kind=FigureKind.NIL):
            return NIL
        case Figure(kind=FigureKind.MISSING):
            return MISSING
        case Figure(kind=FigureKind.STATE):
            return "" if figure.standing is None else _STANDINGS[figure.standing]
    if figure.value is None:
        return ""
    number = targets.number(figure.value)
    if figure.numerator is not None and figure.denominator is not None:
        number = "/".join(map(targets.number, (figure.numerator, figure.denominator)))
    return " ".join(("ước", number)) if figure.estimate else number


def note_words(line: Line) -> str:
    """What stands beside it: why there is none, or the sentence of a standing."""
    if line.figure is None:
        return ""
    if line.figure.kind is not FigureKind.MISSING:
        return _one_line(line.figure.sentence or "")
    return _one_line(WHY.get(line.reason or "", line.reason or ""))


# --- Whose it is, and whether it is still so -------------------------------------------------------------


def _identity_of(tx: Tx, filled: FilledForm) -> tuple[Identity, bytes]:
    """Whose form it is, with the key that signed it; Refused where it is not one that the bot handed out."""
    key = form_keys.key(tx)
    if key is None or not is_signed(key, filled.signed, filled.identity):
        raise Refused("form_forged")
    identity = Identity.read(filled.identity)
    if identity is None:
        raise Refused("form_old", names=[], more=0)
    return identity, key


def whose(tx: Tx, filled: FilledForm) -> tuple[ReportHead, Identity, bytes]:
    """The report that a form is of; Refused where the bot never handed it out."""
    identity, key = _identity_of(tx, filled)
    head = reports.head(tx, identity.report_id)
    if head is None or (head.period_id, head.unit_id) != (identity.period_id, identity.unit_id):
        raise Refused("form_forged")
    return head, identity, key


def check_rows(lines: Sheet, filled: FilledForm, identity: Identity, key: bytes) -> None:
    """Refused where a row was changed, added or taken out, and where the report asks other things by now."""
    problems = list(_problems(lines, filled, identity, key))
    if problems:
        raise Refused("form_changed", rows=problems[:SHOWN], more=max(0, len(problems) - SHOWN))
    by_key = {row.key: row for row in filled.rows}
    in_order: list[FilledRow] = sorted(filled.rows, key=lambda row: int(row.locked[0]))
    if digest(in_order) != identity.digest:
        raise Refused("form_forged")
    # Indicators that came or changed since, and such as are not asked any more.
    names = [
        line.name
        for line in lines
        if (row := by_key.pop(str(line.indicator_id), None)) is None
        or row.locked[:-1] != _identified_by(lines, line)
    ]
    names += [row.locked[1] for row in by_key.values()]
    if names:
        raise Refused("form_old", names=names[:SHOWN], more=max(0, len(names) - SHOWN))


def _problems(lines: Sheet, filled: FilledForm, identity: Identity, key: bytes) -> list[RowProblem]:
    found = []
    seen: set[str] = set()
    for row in filled.rows:
        line = lines.line(int(row.key)) if row.key.isdecimal() and len(row.key) < 19 else None
        name = row.locked[1] if line is None else line.name
        if not row.signed and not row.key:
            found.append(RowProblem(place=row.place, reason="row_added", name=name))
        elif not is_signed(key, row.signed, str(identity), *row.said):
            seen.add(row.key)
            found.append(RowProblem(place=row.place, reason="row_changed", name=name))
        elif row.key in seen:
            found.append(RowProblem(place=row.place, reason="row_twice", name=name))
        else:
            seen.add(row.key)
    gone = [line for line in lines if str(line.indicator_id) not in seen]
    if len(seen) < identity.count:
        found += [
            RowProblem(place=HEAD_ROW + lines.position(line), reason="row_gone", name=line.name)
            for line in gone
        ] or [RowProblem(place=HEAD_ROW + identity.count, reason="row_gone", name="")]
    return found


# --- What it says ----------------------------------------------------------------------------------------


def read_rows(
    lines: Sheet, rows: Sequence[FilledRow], chosen_values: Mapping[str, str] = MappingProxyType({})
) -> FormReading:
    """The figures of a form against the report; the figures of earlier periods must be at hand.

    The lines are brought to what the form says, so that a whole is compared with the parts beside it. `chosen_values`
    says by a row's key which of the values counts that a doubtful answer offers.
    """
    before = {line.indicator_id: line for line in lines}
    filled = [(before[int(row.key)], row) for row in rows]
    filled = [(line, row) for line, row in filled if (row.value, row.note) != row.before]
    for line, row in filled:
        answer = _answer(lines, line, row, chosen_values)
        figure = answer.figure
        if figure is None and answer.reason == "parts_not_total" and answer.value is not None:
            figure = Figure(kind=FigureKind.VALUE, value=answer.value)
        if figure is not None:
            lines.keep(replace(line, figure=figure))
    changed: list[Changed] = []
    left: list[LeftCell] = []
    notes = 0
    for line, row in filled:
        answer = _answer(lines, line, row, chosen_values)
        if answer.kind == "skip":
            continue
        if answer.figure is None:
            typed = (row.value or row.note)[:_LONGEST]
            left.append(
                LeftCell(place=row.place, indicator_id=line.indicator_id, typed=typed, reason=answer.reason)
            )
            continue
        in_words = answer.figure.kind in {FigureKind.MISSING, FigureKind.STATE}
        notes += not in_words and row.note not in {"", row.before[1]}
        # Why there is no figure, or why a doubtful one was asked about before it was chosen.
        reason = answer.reason or None
        if differs(line, answer.figure, reason):
            changed.append(
                Changed(
                    indicator_id=line.indicator_id,
                    version=line.version,
                    figure=answer.figure,
                    typed=row.value[:_LONGEST],
                    reason=reason,
                )
            )
    return FormReading(
        changed=tuple(changed),
        left=tuple(left),
        unchanged=len(rows) - len(changed) - len(left),
        notes=notes,
    )


def offered(answer: Answer) -> tuple[str, ...]:
    """The values among which somebody can choose whose answer was doubtful."""
    pending = answer.as_pending()
    return tuple(
        dict.fromkeys(value for value in (*pending["candidates"], pending["value"]) if value is not None)
    )


def _answer(lines: Sheet, line: Line, row: FilledRow, chosen_values: Mapping[str, str]) -> Answer:
    """A cell as an answer of the chat; of a figure that is missing or told in words the reason is the note."""
    if row.odd is not None:
        return Answer(kind="unread", reason=row.odd)
    if not row.value:
        return Answer(kind="unread", reason="cell_emptied" if row.before[0] else "note_alone")
    text = row.value
    if line.measure is Measure.QUALITATIVE and row.note:
        text = ": ".join((row.value, row.note))
    answer = answer_to(lines, line, text)
    choice = chosen_values.get(row.key)
    if answer.kind == "ask" and choice is not None and choice in offered(answer):
        return Answer(kind="figure", figure=chosen(answer.as_pending(), choice), reason=answer.reason)
    if answer.kind == "missing":
        found = _WITH_REASON.fullmatch(row.value)
        why = row.note or (found["reason"] if found else "")
        if not why:
            return answer
        reason = _CODES.get(why, why)[:_LONGEST]
        return Answer(kind="figure", figure=Figure(kind=FigureKind.MISSING), reason=reason)
    return answer


def place_of(row: int, *, note: bool) -> str:
    """The name of one of the two open cells of a row: "F7"."""
    return "".join((chr(ord("A") + NOTE - (not note)), str(row)))
