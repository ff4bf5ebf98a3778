"""Figures that wait: given anew and not kept yet, with what the same message said unclearly. Nothing is stored here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.campaign.model import Figure, FigureKind
from bot.store.sheets import Line, Sheet
from bot.usecases.answering import figure_in, pending_of
from bot.usecases.report_views import Left


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """A figure that is given anew; `version` is that of the one that stood there when it was read."""

    indicator_id: int
    version: int
    figure: Figure
    typed: str
    reason: str | None
    message_id: int | None = None

    def as_pending(self) -> list[Any]:
        """As an open screen keeps it: short, for there may be many."""
        kept = {key: value for key, value in pending_of(self.figure).items() if value is not None}
        return [self.indicator_id, self.version, self.typed, self.reason, kept, self.message_id]

    @classmethod
    def of(cls, pending: Sequence[Any]) -> "Changed":
        indicator_id, version, typed, reason, kept, *message = pending
        absent = dict.fromkeys(("value", "numerator", "denominator"))
        return cls(
            indicator_id=indicator_id,
            version=version,
            figure=figure_in({**absent, **kept}),
            typed=typed,
            reason=reason,
            message_id=message[0] if message else None,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """What waits for its reason, and what came with it: answers that were not clear, figures that stay as they are."""

    changed: tuple[Changed, ...] = ()
    left: tuple[Left, ...] = ()
    stays: tuple[Line, ...] = ()

    def as_pending(self) -> dict[str, Any]:
        return {
            "changed": [one.as_pending() for one in self.changed],
            "left": [
                [one.line and one.line.indicator_id, one.typed, one.answer, one.reason, one.message_id]
                for one in self.left
            ],
            "stays": [line.indicator_id for line in self.stays],
        }

    @classmethod
    def of(cls, lines: Sheet, pending: dict[str, Any]) -> "Waiting":
        left = []
        for indicator_id, typed, answer, reason, message_id in pending.get("left", ()):
            line = lines.line(indicator_id)
            left.append(left_of(lines, line, typed, answer, reason, message_id=message_id))
        return cls(
            changed=tuple(map(Changed.of, pending["changed"])),
            left=tuple(left),
            stays=tuple(line for key in pending.get("stays", ()) if (line := lines.line(key)) is not None),
        )


def left_of(
    lines: Sheet, line: Line | None, typed: str, answer: str, reason: str, *, message_id: int | None
) -> Left:
    position = 0 if line is None else lines.position(line)
    return Left(
        position=position, line=line, typed=typed, answer=answer, reason=reason, message_id=message_id
    )


def differs(line: Line, figure: Figure, reason: str | None) -> bool:
    """Whether this is another figure than the line's, or stands for no figure for another reason."""
    return line.figure != figure or (figure.kind is FigureKind.MISSING and line.reason != reason)
