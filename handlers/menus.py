"""Telegram's menu of commands: everybody's in the default language, and one for each who chose another."""

import re
from collections.abc import Iterable

import structlog
from telegram import Bot, BotCommandScopeChat
from telegram.error import TelegramError

from bot.campaign.model import Role
from bot.texts import Texts
from bot.transport.splitting import plain
from bot.usecases.enrolment import Help

log = structlog.get_logger()

_COMMAND = re.compile(r"^/(\w+) – (.+)$", re.MULTILINE)
"""A line of the help: the command and what it does."""


async def list_commands(bot: Bot, texts: Texts, others: Iterable[tuple[int, str]]) -> None:
    """Put the commands into everybody's menu, and into those of `others` (chat and language) in their own."""
    await _set(bot, texts, None, texts.default)
    for chat_id, language in others:
        await _set(bot, texts, chat_id, language)


async def list_commands_of(bot: Bot, texts: Texts, chat_id: int, language: str) -> None:
    """Put the commands into one person's menu; in the default language he goes back to everybody's."""
    if language != texts.default:
        await _set(bot, texts, chat_id, language)
        return
    try:
        await bot.delete_my_commands(BotCommandScopeChat(chat_id))
    except TelegramError as error:
        log.warning("commands_not_listed", error=error.message)


async def _set(bot: Bot, texts: Texts, chat_id: int | None, language: str) -> None:
    """A menu that fails is no reason to stop."""
    every = Help(roles=frozenset(Role), private=True)
    lines = _COMMAND.findall(plain(texts.render(every, language).html))
    try:
        await bot.set_my_commands(lines, None if chat_id is None else BotCommandScopeChat(chat_id))
    except TelegramError as error:
        log.warning("commands_not_listed", error=error.message)
