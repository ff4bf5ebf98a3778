"""What an answer says of its indicator: a figure to keep, or what has to be asked first. Nothing is stored here."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.campaign.model import SUMMED, Figure, FigureKind, Measure
from bot.store.sheets import Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """`figure` only where the kind is "figure"; `value` and `candidates` where it has to be asked which is meant."""

    kind: Literal["figure", "missing", "same", "skip", "ask", "unread"]
    figure: Figure | None = None
    value: Decimal | None = None
    candidates: tuple[Decimal, ...] = ()
    reason: str = ""


def read_answer(line: Line, text: str) -> Answer:
    """Read a text as the answer to a line of the report, against its measure unit, target and last figure."""
    # Its vocabulary is built with the first figure, not with the start of the bot.
    from bot.language import numbers

    if line.measure is Measure.QUALITATIVE:
        standing = numbers.as_standing(text)
        if standing is None:
            return Answer(kind="unread", reason="not_a_standing")
        return Answer(kind="figure", figure=Figure(kind=FigureKind.STATE, standing=standing))
    reading = numbers.as_figure(
        text,
        measure_unit=line.target.measure_unit,
        target=line.own_target or line.target.value,
        last=line.last,
        direction=line.target.direction,
        running_total=line.measure in SUMMED,
    )
    match reading.kind:
        case "value" | "nil":
            return Answer(kind="figure", figure=Figure(kind=FigureKind(reading.kind), value=reading.value))
        case "missing":
            return Answer(kind="missing", reason="missing_needs_reason")
        case "same":
            return Answer(kind="same")
        case "skip":
            return Answer(kind="skip")
        case "ask":
            return Answer(
                kind="ask", value=reading.value, candidates=reading.candidates, reason=reading.reason
            )
        case _:
            return Answer(kind="unread", reason=reading.reason)
