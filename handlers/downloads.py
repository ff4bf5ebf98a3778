"""The summary as a file: which form, and have it built."""

from collections.abc import Callable

from bot import apart
from bot.usecases import downloads
from handlers.chat import Command, Tap, Typed, Use

COMMANDS: tuple[Command, ...] = ()
TYPED: dict[str, Callable[[Typed], Use]] = {}
TAPS: dict[str, Callable[[Tap], Use]] = {
    "downloads": lambda tap: (
        lambda tx, who, now: downloads.choose(tx, who, now, campaign_id=tap.subject(), n=tap.subject(1))
    ),
    "download": lambda tap: (
        lambda tx, who, now: downloads.ask(
            tx,
            who,
            now,
            campaign_id=tap.subject(),
            n=tap.subject(1),
            place=tap.subject(2),
            unit_id=tap.subject(3) if len(tap.subjects) > 3 else None,
            message_id=tap.message_id,
        )
    ),
}


async def get_ready() -> None:
    """Somebody looks at the forms: have a process ready that builds the one that he chooses."""
    await apart.get_ready(downloads.get_ready)
