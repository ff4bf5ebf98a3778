"""How the bot does, for admins: /trangthai."""

from collections.abc import Callable

from bot.usecases import health
from handlers.chat import Command, Tap, Typed, Use

COMMANDS = (Command(name="trangthai", use=lambda _: health.begin),)

TAPS: dict[str, Callable[[Tap], Use]] = {
    "status": lambda tap: lambda tx, who, now: health.status(tx, who, now, unit_id=tap.subject()),
    "silent": lambda tap: (
        lambda tx, who, now: health.silent(tx, who, now, unit_id=tap.subject(), page=tap.subject(1))
    ),
    "undelivered": lambda tap: (
        lambda tx, who, now: health.undelivered(tx, who, now, unit_id=tap.subject(), page=tap.subject(1))
    ),
}
TYPED: dict[str, Callable[[Typed], Use]] = {}
