"""What leaders and admins pull: /tonghop and /chuabaocao."""

from collections.abc import Callable

from bot.usecases import summaries
from handlers.chat import Command, Tap, Typed, Use

COMMANDS = (
    Command(name="tonghop", use=lambda _: summaries.summary),
    Command(name="chuabaocao", use=lambda _: summaries.unreported),
)


def _place(tap: Tap, place: int) -> int | None:
    """An optional number of a tap; 0 stands for none."""
    return tap.subjects[place] or None if place < len(tap.subjects) else None


TAPS: dict[str, Callable[[Tap], Use]] = {
    "summary": lambda tap: (
        lambda tx, who, now: summaries.summary(
            tx, who, now, campaign_id=tap.subject(), n=_place(tap, 1), page=_place(tap, 2) or 0
        )
    ),
    "unreported": lambda tap: (
        lambda tx, who, now: summaries.unreported(tx, who, now, campaign_id=tap.subject(), n=_place(tap, 1))
    ),
}
TYPED: dict[str, Callable[[Typed], Use]] = {}
