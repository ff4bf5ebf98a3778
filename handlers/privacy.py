"""What is stored about a person, and its deletion: /dulieucuatoi, /xoadulieu."""

from collections.abc import Callable

from bot.usecases import privacy
from handlers.chat import Command, Tap, Typed, Use

COMMANDS = (
    Command(name="dulieucuatoi", use=lambda _: privacy.shown),
    Command(name="xoadulieu", use=lambda _: privacy.begin, writes=True),
)

TAPS: dict[str, Callable[[Tap], Use]] = {
    "erase": lambda _: privacy.erase,
    "erase_not": lambda _: privacy.keep,
}

TYPED: dict[str, Callable[[Typed], Use]] = {}
