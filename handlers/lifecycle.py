"""A campaign over time, in the chat: closed, opened again, archived."""

from collections.abc import Callable

from bot.usecases import campaign_list, closing
from handlers.chat import Command, Tap, Typed, Use

COMMANDS: tuple[Command, ...] = ()

TAPS: dict[str, Callable[[Tap], Use]] = {
    "campaigns": lambda _: campaign_list.listed,
    "campaigns_over": lambda _: campaign_list.listed_over,
    "close_campaign": lambda tap: (
        lambda tx, who, now: closing.close(tx, who, now, campaign_id=tap.subject(), sure=tap.subject(1) == 1)
    ),
    "reopen_campaign": lambda tap: (
        lambda tx, who, now: closing.ask_reopen(tx, who, now, campaign_id=tap.subject())
    ),
    "archive_campaign": lambda tap: (
        lambda tx, who, now: closing.archive(
            tx, who, now, campaign_id=tap.subject(), sure=tap.subject(1) == 1
        )
    ),
}

TYPED: dict[str, Callable[[Typed], Use]] = {
    "campaign_reopen": lambda typed: lambda tx, who, now: closing.typed_reopen(tx, who, now, text=typed.text),
}
