"""The way from the chat to the page: /trang, a one-time link, signing out everywhere."""

from collections.abc import Callable

from bot.usecases import page_sessions
from handlers.chat import Command, Tap, Typed, Use

COMMANDS = (Command(name="trang", use=lambda _: page_sessions.offer),)

TAPS: dict[str, Callable[[Tap], Use]] = {
    "page_link": lambda _: page_sessions.make_link,
    "page_leave": lambda _: page_sessions.leave_all,
}

TYPED: dict[str, Callable[[Typed], Use]] = {}
