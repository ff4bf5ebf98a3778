"""A reply on its way to a person: tried again while Telegram is away; what does not arrive is shown to the admins."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog
from telegram import Bot

from bot.errors import StoreUnavailable
from bot.store import outbox, people, pulse
from bot.store.engine import Store, Tx
from bot.store.outbox import End
from bot.transport import sending
from bot.transport.sending import Delivered, Moved, Outcome, Outgoing, Refused, RetryLater, Unreachable

log = structlog.get_logger()

TRIES = 8


async def send(
    bot: Bot, store: Store, now: Callable[[], datetime], outgoing: Outgoing, *, message_id: int | None
) -> int | None:
    """Send a message, or rewrite the one with this id; returns the message that then stands, 0 where it never will.

    None where Telegram or the network was away for too long: it is to be said again after the next start.
    """
    ended = _Ended(store, now)
    lost = moved = False
    for attempt in range(TRIES):
        match await _once(bot, outgoing, message_id):
            case Delivered(message_ids=arrived, unmarked=reason):
                if reason is not None:
                    await ended.unmarked(reason)
                return arrived[-1] if arrived else 0
            case RetryLater(after_seconds=seconds, certain=certain, reason=reason):
                if not certain and message_id is None:
                    # It may have arrived: a text is sent once more, a file not even that.
                    if lost or outgoing.attachment is not None:
                        await ended.note(outgoing.chat_id, End.UNKNOWN, reason)
                        return 0
                    lost = True
                await asyncio.sleep(max(seconds, min(2**attempt, 60)))
            case Unreachable() as gone:
                await ended.unreachable(outgoing.chat_id, gone)
                return 0
            case Moved(new_chat_id=new_id) if not moved:
                moved = True
                await ended.moved(outgoing.chat_id, new_id)
                outgoing = replace(outgoing, chat_id=new_id)
            case Moved():
                await ended.note(outgoing.chat_id, End.FAILED, "the chat moves without end")
                return 0
            case Refused(reason=reason):
                await ended.note(outgoing.chat_id, End.FAILED, reason)
                return 0
    log.error("reply_given_up", tries=TRIES)
    return None


async def _once(bot: Bot, outgoing: Outgoing, message_id: int | None) -> Outcome:
    if message_id is None:
        return await sending.deliver(bot, outgoing, lane="reply")
    return await sending.edit(bot, outgoing.chat_id, message_id, outgoing, lane="reply")


class _Ended:
    """Writes down what became of a reply; a database that is away is no reason to send it twice."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    async def note(self, chat_id: int, outcome: End, reason: str) -> None:
        log.error("reply_not_delivered", outcome=outcome.value, reason=reason)
        now = self._now()
        await self._write(lambda tx: outbox.note_reply(tx, chat_id, outcome, reason, now))

    async def unreachable(self, chat_id: int, gone: Unreachable) -> None:
        now = self._now()
        await self._write(lambda tx: people.mark_chat_unreachable(tx, chat_id, now, gone.why))

    async def unmarked(self, reason: str) -> None:
        now = self._now()
        await self._write(lambda tx: pulse.unmarked(tx, now, "reply", reason))

    async def moved(self, old_id: int, new_id: int) -> None:
        await self._write(lambda tx: people.chat_moved(tx, old_id, new_id))

    async def _write(self, act: Callable[[Tx], None]) -> None:
        try:
            await self._store.write(act)
        except StoreUnavailable as error:
            log.error("reply_not_noted", error=str(error))
