"""What the standing body does about late reports: /nhac."""

from collections.abc import Callable

from bot.usecases import waves
from handlers.chat import Command, Tap, Typed, Use

COMMANDS = (Command(name="nhac", use=lambda _: waves.preview),)


def _place(tap: Tap, place: int) -> int | None:
    """An optional number of a tap; 0 stands for none."""
    return tap.subjects[place] or None if place < len(tap.subjects) else None


TAPS: dict[str, Callable[[Tap], Use]] = {
    "nudge": lambda tap: (
        lambda tx, who, now: waves.preview(
            tx, who, now, campaign_id=tap.subject(), n=_place(tap, 1), page=_place(tap, 2) or 0
        )
    ),
    "nudge_send": lambda tap: (
        lambda tx, who, now: waves.send(
            tx,
            who,
            now,
            campaign_id=tap.subject(),
            n=tap.subject(1),
            group=tap.subject(2),
            stamp=tap.subject(3),
        )
    ),
}
TYPED: dict[str, Callable[[Typed], Use]] = {}
