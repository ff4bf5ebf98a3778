"""The boards of groups: rewritten in the bulk lane as figures arrive, fastened once."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.store import boards as store_boards
from bot.store.engine import Store
from bot.texts import Texts
from bot.transport import sending
from bot.transport.sending import Delivered, Moved, Outgoing, RetryLater
from bot.usecases import boards
from bot.usecases.boards import ToShow

log = structlog.get_logger()


async def show(store: Store, bot: Bot, texts: Texts, now: Callable[[], datetime]) -> None:
    """Rewrite each board of which something is new, and fasten those that are not yet."""
    for one in await store.read(partial(boards.to_show, now=now())):
        message_id = one.board.message_id
        if one.screen is not None:
            reply = texts.render(one.screen)
            outgoing = Outgoing(chat_id=one.board.chat_id, html=reply.html, buttons=reply.rows)
            outcome = await sending.edit(bot, one.board.chat_id, message_id, outgoing, lane="bulk")
            if isinstance(outcome, RetryLater):
                log.info("board_is_shown_later", reason=outcome.reason)
                continue
            if isinstance(outcome, Moved):
                await store.write(
                    partial(store_boards.moved, board_id=one.board.board_id, chat_id=outcome.new_chat_id)
                )
                continue
            if not isinstance(outcome, Delivered):
                log.info("board_is_gone", board=one.board.board_id)
                await store.write(partial(store_boards.end, board_id=one.board.board_id, now=now()))
                continue
            message_id = outcome.message_ids[-1]
        await store.write(partial(boards.was_shown, one=one, message_id=message_id, now=now()))
        if one.board.pinned_at is None or message_id != one.board.message_id:
            await _fasten(store, bot, texts, one, message_id, now())


async def _fasten(store: Store, bot: Bot, texts: Texts, one: ToShow, message_id: int, now: datetime) -> None:
    """To the top of the group, without a sound; where the bot has no right to, the group is told so once."""
    is_refused = False
    try:
        await bot.pin_chat_message(one.board.chat_id, message_id, disable_notification=True)
    except (BadRequest, Forbidden) as error:
        log.info("board_not_pinned", reason=error.message)
        is_refused = True
    except TelegramError as error:
        log.info("board_is_pinned_later", reason=error.message)
        return
    await store.write(partial(store_boards.pinned, board_id=one.board.board_id, now=now))
    if is_refused:
        said = texts.render(boards.BoardNotPinned())
        await sending.deliver(bot, Outgoing(chat_id=one.board.chat_id, html=said.html), lane="bulk")
