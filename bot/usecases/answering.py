"""What an answer says of its indicator: a figure to keep, or what has to be asked first. Nothing is stored here."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from bot.campaign import progress
from bot.campaign.model import Figure, FigureKind, Measure, Standing
from bot.campaign.outliers import is_outlier
from bot.campaign.parts import contradict, make_up_the_whole
from bot.store.sheets import Line, Sheet


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """`figure` only where the kind is "figure"; `value` and `candidates` where it has to be asked which is meant."""

    kind: Literal["figure", "missing", "same", "skip", "ask", "unread"]
    figure: Figure | None = None
    value: Decimal | None = None
    candidates: tuple[Decimal, ...] = ()
    reason: str = ""
    estimate: bool = False
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    def as_pending(self) -> dict[str, Any]:
        """As an open screen keeps it until the person has chosen."""
        return {
            "value": None if self.value is None or self.value < 0 else format(self.value, "f"),
            "candidates": [format(candidate, "f") for candidate in self.candidates],
            "reason": self.reason,
            "estimate": self.estimate,
            "numerator": self.numerator and format(self.numerator, "f"),
            "denominator": self.denominator and format(self.denominator, "f"),
        }


def chosen(pending: dict[str, Any], value: str) -> Figure:
    """The figure of a doubtful answer, once the person has chosen among its values."""
    ratio = pending["reason"] == "ratio_as_share" or value == pending["numerator"]
    return figure_in(
        {**pending, "value": value} if ratio else {**pending, "value": value, "denominator": None}
    )


def figure_in(pending: dict[str, Any]) -> Figure:
    """A figure that an open screen keeps; of a doubtful answer the kind is a value."""
    numbers = {
        key: None if pending[key] is None else Decimal(pending[key])
        for key in ("value", "numerator", "denominator")
    }
    if numbers["denominator"] is None:
        numbers["numerator"] = None
    standing = pending.get("standing")
    return Figure(
        kind=FigureKind(pending.get("kind", FigureKind.VALUE)),
        value=numbers["value"],
        standing=None if standing is None else Standing(standing),
        estimate=pending["estimate"],
        numerator=numbers["numerator"],
        denominator=numbers["denominator"],
        sentence=pending.get("sentence"),
    )


def pending_of(figure: Figure) -> dict[str, Any]:
    """A figure as an open screen keeps it."""
    return {
        "kind": figure.kind.value,
        "standing": figure.standing and figure.standing.value,
        "estimate": figure.estimate,
        "sentence": figure.sentence,
        **{
            key: None if number is None else format(number, "f")
            for key, number in (
                ("value", figure.value),
                ("numerator", figure.numerator),
                ("denominator", figure.denominator),
            )
        },
    }


def read_answer(lines: Sheet, line: Line, text: str) -> Answer:
    """Read a text as the answer to a line of the report, against its measure unit, target, last figure and parts."""
    answer = _read(line, text)
    if answer.figure is None or answer.figure.value is None:
        return answer
    value = answer.figure.value
    past = [one.value for one in line.past]
    if is_outlier(value, past, running_total=line.running_total):
        return Answer(kind="ask", value=value, reason="unlike_history")
    family = [line, *lines.parts_of(line.indicator_id)]
    if len(family) == 1:
        whole = lines.line(line.whole)
        if whole is None:
            return answer
        family = [whole, *lines.parts_of(whole.indicator_id)]
    return _checked(line, family, answer, value)


def _checked(line: Line, family: Sequence[Line], answer: Answer, value: Decimal) -> Answer:
    """The same answer; a question where the whole and its parts, the new figure among them, cannot all be right."""
    unit = family[0].target.measure_unit
    same = [one for one in family if one.target.measure_unit == unit]
    whole, *parts = [
        value if one.indicator_id == line.indicator_id else progress.value_of(one.figure) for one in same
    ]
    targets = [one.target.value for one in same]
    complete = len(same) == len(family) and make_up_the_whole(targets[0], targets[1:])
    if line.target.measure_unit != unit or not contradict(whole, parts, complete=complete):
        return answer
    known = [part for part in parts if part is not None]
    offered = (sum(known, Decimal(0)),) if line.indicator_id == family[0].indicator_id else ()
    return Answer(kind="ask", value=value, candidates=offered, reason="parts_not_total")


def _read(line: Line, text: str) -> Answer:
    # Its vocabulary is built with the first figure, not with the start of the bot.
    from bot.language import numbers
    from bot.language.standings import LONGEST_SENTENCE, read_standing

    if line.measure is Measure.QUALITATIVE:
        stands = read_standing(text)
        if stands.standing is None:
            return Answer(kind="unread", reason="not_a_standing")
        if len(stands.sentence or "") > LONGEST_SENTENCE:
            return Answer(kind="unread", reason="sentence_too_long")
        figure = Figure(kind=FigureKind.STATE, standing=stands.standing, sentence=stands.sentence)
        return Answer(kind="figure", figure=figure)
    reading = numbers.as_figure(
        text,
        measure_unit=line.target.measure_unit,
        target=line.own_target or line.target.value,
        last=line.last,
        direction=line.target.direction,
        running_total=line.running_total,
        in_period=line.in_period,
        so_far=line.so_far,
    )
    match reading.kind:
        case "value" | "nil":
            figure = Figure(
                kind=FigureKind(reading.kind),
                value=reading.value,
                estimate=reading.quantity.estimate,
                numerator=None if reading.quantity.denominator is None else reading.value,
                denominator=reading.quantity.denominator,
            )
            return Answer(kind="figure", figure=figure)
        case "missing":
            return Answer(kind="missing", reason="missing_needs_reason")
        case "same":
            return Answer(kind="same")
        case "skip":
            return Answer(kind="skip")
        case "ask":
            return Answer(
                kind="ask",
                value=reading.value,
                candidates=reading.candidates,
                reason=reading.reason,
                estimate=reading.quantity.estimate,
                numerator=None if reading.quantity.denominator is None else reading.quantity.value,
                denominator=reading.quantity.denominator,
            )
        case _:
            return Answer(kind="unread", reason=reading.reason)
