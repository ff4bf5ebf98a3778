"""What leaders and admins pull: /tonghop with what shows its figures, and /chuabaocao."""

from collections.abc import Callable

from bot.usecases import evidence_lists, summaries
from handlers.chat import Command, Tap, Typed, Use

COMMANDS = (
    Command(name="tonghop", use=lambda _: summaries.summary),
    Command(name="chuabaocao", use=lambda _: summaries.unreported),
)


def _place(tap: Tap, place: int) -> int | None:
    """An optional number of a tap; 0 stands for none."""
    return tap.subjects[place] or None if place < len(tap.subjects) else None


TAPS: dict[str, Callable[[Tap], Use]] = {
    "summaries": lambda _: summaries.summary,
    "summary": lambda tap: (
        lambda tx, who, now: summaries.summary(
            tx, who, now, campaign_id=tap.subject(), n=_place(tap, 1), page=_place(tap, 2) or 0
        )
    ),
    "evidence_of": lambda tap: (
        lambda tx, who, now: evidence_lists.of_period(
            tx, who, now, campaign_id=tap.subject(), place=_place(tap, 1), page=_place(tap, 2) or 0
        )
    ),
    "evidence_for": lambda tap: (
        lambda tx, who, now: evidence_lists.of_indicator(
            tx,
            who,
            now,
            campaign_id=tap.subject(),
            place=_place(tap, 1),
            indicator_id=tap.subject(2),
            page=_place(tap, 3) or 0,
        )
    ),
    "unreported": lambda tap: (
        lambda tx, who, now: summaries.unreported(tx, who, now, campaign_id=tap.subject(), n=_place(tap, 1))
    ),
}
TYPED: dict[str, Callable[[Typed], Use]] = {}
