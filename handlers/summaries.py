"""What leaders and admins pull: /tonghop with what shows its figures, and /chuabaocao."""

from collections.abc import Callable

from bot.usecases import evidence_lists, owing, summary_history, summary_screens
from handlers.chat import Command, Tap, Typed, Use

COMMANDS = (
    Command(name="tonghop", use=lambda _: summary_screens.summary),
    Command(name="chuabaocao", use=lambda _: owing.unreported),
)


def _place(tap: Tap, place: int) -> int | None:
    """An optional number of a tap; 0 stands for none."""
    return tap.subjects[place] or None if place < len(tap.subjects) else None


TAPS: dict[str, Callable[[Tap], Use]] = {
    "summaries": lambda _: summary_screens.summary,
    "summary": lambda tap: (
        lambda tx, who, now: summary_screens.summary(
            tx,
            who,
            now,
            campaign_id=tap.subject(),
            n=_place(tap, 1),
            page=_place(tap, 2) or 0,
            group=_place(tap, 3) or 0,
        )
    ),
    "summary_periods": lambda tap: (
        lambda tx, who, now: summary_screens.periods(tx, who, now, campaign_id=tap.subject())
    ),
    "summary_units": lambda tap: (
        lambda tx, who, now: summary_screens.units(
            tx,
            who,
            now,
            campaign_id=tap.subject(),
            n=_place(tap, 1),
            page=_place(tap, 2) or 0,
            cluster_id=_place(tap, 3) or 0,
        )
    ),
    "summary_unit": lambda tap: (
        lambda tx, who, now: summary_screens.unit(
            tx,
            who,
            now,
            campaign_id=tap.subject(),
            n=_place(tap, 1),
            unit_id=tap.subject(2),
            page=_place(tap, 3) or 0,
        )
    ),
    "summary_history": lambda tap: (
        lambda tx, who, now: summary_history.history(
            tx,
            who,
            now,
            campaign_id=tap.subject(),
            n=_place(tap, 1),
            unit_id=_place(tap, 2) or 0,
            page=_place(tap, 3) or 0,
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
        lambda tx, who, now: owing.unreported(tx, who, now, campaign_id=tap.subject(), n=_place(tap, 1))
    ),
}
TYPED: dict[str, Callable[[Typed], Use]] = {}
