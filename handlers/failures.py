"""What a person hears when our program failed, and what becomes of his update."""

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.ext import ContextTypes

from bot.errors import StoreUnavailable
from bot.store import inbox, people
from bot.store.engine import Tx
from handlers.chat import Desk

log = structlog.get_logger()


def answer(desk: Desk) -> Callable[[object, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:
    """The error handler of the application: log the failure, set the update aside, tell the person."""

    async def failed(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        error = context.error
        log.error("update_failed", exc_info=error)
        if isinstance(update, Update):
            await set_aside(desk, context.bot, update, type(error).__name__)

    return failed


async def set_aside(desk: Desk, bot: Bot, update: Update, failure: str) -> None:
    """An update that fails once would fail for ever: it is kept aside, and the person is asked to go on otherwise."""
    now = desk.now()
    user = update.effective_user
    language = None if user is None else desk.texts.closest(user.language_code)

    def keep(tx: Tx) -> str | None:
        inbox.failed(tx, update.update_id, failure, now)
        return None if user is None else people.language_of(tx, user.id)

    try:
        language = await desk.store.write(keep) or language
    except StoreUnavailable as error:
        # It stays in the inbox and is tried once more at the next start.
        log.error("failure_not_kept", error=str(error))
    if update.effective_chat is not None:
        await desk.say(bot, update, desk.texts.refusal("failure", {}, language), in_place=False)
