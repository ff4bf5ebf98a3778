"""Send what waits in the outbox: replies first, then the oldest, five on their way at most, one for a person at a time."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from telegram import Bot

from bot.errors import OperatorError, StoreUnavailable
from bot.store import outbox, people, pulse, recipients
from bot.store.engine import Store, Tx
from bot.store.outbox import LANES, REPLIES, End, Waiting
from bot.store.recipients import Recipient
from bot.texts import Texts, View
from bot.transport import sending
from bot.transport.pacing import lanes_of
from bot.transport.sending import Delivered, Moved, Outgoing, Refused, RetryLater, Unreachable
from bot.usecases import nudging
from bot.usecases.hearing import Schedule
from scheduler.enclosing import Enclose, nothing
from scheduler.surprises import Parts

R = TypeVar("R")
log = structlog.get_logger()

IN_FLIGHT = 5
"""A crash can double no more than this."""
LOOKS_EVERY = 2.0
"""Seconds after which an idle sender looks whether something was put."""
STOPS_WITHIN = 10.0
"""Seconds that an orderly stop gives to what is on its way."""
LONGEST_PAUSE = timedelta(seconds=60)
QUICK_TRIES = 8
SLOW_PAUSE = timedelta(minutes=5)


def pause_after(attempts: int) -> timedelta:
    """How long a message waits that failed so often before: 1, 2, 4 ... 60 seconds, then 5 minutes each."""
    if attempts >= QUICK_TRIES:
        return SLOW_PAUSE
    return min(timedelta(seconds=2**attempts), LONGEST_PAUSE)


class Sender:
    """Drains the outbox while the bot runs."""

    def __init__(
        self,
        *,
        store: Store,
        bot: Bot,
        texts: Texts,
        now: Callable[[], datetime],
        schedule: Schedule,
        enclose: Enclose = nothing,
    ) -> None:
        """`enclose` makes the file that goes out with a message."""
        self._store = store
        self.bot = bot
        self.texts = texts
        self._now = now
        self._schedule = schedule
        self._enclose = enclose
        self._flying: dict[asyncio.Task[None], Waiting] = {}
        self._woken = asyncio.Event()
        self._one_drain = asyncio.Lock()
        self._lanes = lanes_of(bot)
        self._parts = Parts(store, now)
        self._stopping = False
        self._is_ours = False
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._running = asyncio.get_running_loop().create_task(self._run())
        self._running.add_done_callback(_tell_why)

    def wake(self) -> None:
        """Something was put: look now."""
        self._woken.set()

    async def stop(self) -> None:
        """Claim no more and let what is on its way arrive; the rest is sent again after the next start."""
        self._stopping = True
        self.wake()
        if self._running is None:
            return
        await asyncio.wait([self._running], timeout=STOPS_WITHIN)
        for task in (self._running, *self._flying):
            task.cancel()
        await asyncio.gather(self._running, *self._flying, return_exceptions=True)

    async def drain(self) -> None:
        """Send everything that is due and that Telegram takes now, until nothing is."""
        async with self._one_drain:
            while await self._claim() or self._flying:
                await self._land()

    async def _run(self) -> None:
        while not self._stopping:
            self._woken.clear()
            try:
                if self._is_ours or await self._take_over():
                    await self._parts.attempt("sending", self.drain(), None)
            except StoreUnavailable as error:
                log.warning("outbox_waits_for_the_database", error=str(error))
            try:
                await asyncio.wait_for(self._woken.wait(), LOOKS_EVERY)
            except TimeoutError:
                continue

    async def _take_over(self) -> bool:
        """One process a database sends. What is on its way when it begins is nobody's: a killed one left it."""
        if not await asyncio.to_thread(self._store.hold, "sending"):
            return False
        recovered = await self._store.write(outbox.recover)
        if recovered:
            log.warning("sending_again_after_a_crash", messages=recovered)
        self._is_ours = True
        return True

    async def _claim(self) -> bool:
        """Start sending what is due, as far as there is room; False where nothing was due."""
        room = IN_FLIGHT - len(self._flying)
        now = self._now()
        lanes = REPLIES if self._lanes.paused_seconds else LANES
        if (
            self._stopping
            or not room
            or not await self._store.read(lambda tx: outbox.due(tx, now, lanes=lanes))
        ):
            return False
        for waiting in await self._store.write(lambda tx: outbox.claim(tx, now, most=room, lanes=lanes)):
            task = asyncio.get_running_loop().create_task(self._send(waiting))
            self._flying[task] = waiting
        return True

    async def _land(self) -> None:
        """Wait until one of those on their way has ended, or until it is time to look for more."""
        if not self._flying:
            return
        landed, _ = await asyncio.wait(self._flying, timeout=LOOKS_EVERY, return_when=asyncio.FIRST_COMPLETED)
        for task in landed:
            waiting = self._flying.pop(task)
            if (error := task.exception()) is not None:
                await self._after_error(waiting, error)

    async def _send(self, waiting: Waiting) -> None:
        """Find the words from the state of this moment, send them, write down what became of them."""
        now = self._now()

        def ask(tx: Tx) -> tuple[Recipient, View | None]:
            recipient = recipients.of(tx, waiting.person_id)
            if recipient.unreachable:
                return recipient, None
            return recipient, nudging.message(tx, waiting, now, self._schedule)

        recipient, view = await self._store.read(ask)
        if view is None:
            end = End.UNREACHABLE if recipient.unreachable else End.EXPIRED
            await self._surely(lambda tx: outbox.end(tx, waiting.row_id, end, now))
            return
        said, attachment = await self._enclose(view, now)
        reply = self.texts.render(said, recipient.language)
        outgoing = Outgoing(
            chat_id=recipient.chat_id,
            html=reply.html,
            attachment=attachment,
            buttons=reply.rows,
        )
        outcome = await sending.deliver(self.bot, outgoing, lane=waiting.lane)
        if isinstance(outcome, Moved):
            new_id = outcome.new_chat_id
            await self._surely(lambda tx: people.chat_moved(tx, outgoing.chat_id, new_id))
            outcome = await sending.deliver(self.bot, replace(outgoing, chat_id=new_id), lane=waiting.lane)
        match outcome:
            case Delivered() as taken:
                await self._surely(lambda tx: self._sent(tx, waiting, view, taken))
            case RetryLater(flood=True, after_seconds=seconds, reason=reason):
                due_at = self._now() + timedelta(seconds=seconds)
                await self._again(waiting, due_at, reason, lost=False, counted=False)
            case RetryLater(after_seconds=seconds, certain=certain, reason=reason):
                await self._retry(waiting, timedelta(seconds=seconds), reason, certain=certain)
            case Unreachable() as gone:
                await self._surely(lambda tx: self._unreachable(tx, waiting, recipient, gone))
            case Refused(reason=reason):
                await self._failed(waiting, reason)
            case Moved():
                await self._failed(waiting, "the chat moves without end")

    def _sent(self, tx: Tx, waiting: Waiting, view: View, taken: Delivered) -> None:
        now = self._now()
        outbox.end(tx, waiting.row_id, End.SENT, now, message_id=taken.message_ids[-1], error=taken.unmarked)
        if taken.unmarked is not None:
            pulse.unmarked(tx, now, waiting.kind, taken.unmarked)
        nudging.heard(tx, view, now)

    def _unreachable(self, tx: Tx, waiting: Waiting, recipient: Recipient, gone: Unreachable) -> None:
        now = self._now()
        people.mark_chat_unreachable(tx, recipient.chat_id, now, gone.why)
        outbox.end(tx, waiting.row_id, End.UNREACHABLE, now, error=gone.reason)

    async def _retry(self, waiting: Waiting, after: timedelta, reason: str, *, certain: bool) -> None:
        """Try again later; but where the answer to two tries was lost, a third copy would do more harm."""
        now = self._now()
        if waiting.lost and not certain:
            await self._surely(lambda tx: outbox.end(tx, waiting.row_id, End.UNKNOWN, now, error=reason))
            return
        due_at = now + max(after, pause_after(waiting.attempts))
        await self._again(waiting, due_at, reason, lost=not certain, counted=True)

    async def _again(
        self, waiting: Waiting, due_at: datetime, reason: str, *, lost: bool, counted: bool
    ) -> None:
        await self._surely(
            lambda tx: outbox.again(tx, waiting, due_at=due_at, error=reason, lost=lost, counted=counted)
        )

    async def _failed(self, waiting: Waiting, reason: str) -> None:
        log.error("message_failed", kind=waiting.kind, row=waiting.row_id, reason=reason)
        await self._surely(lambda tx: outbox.end(tx, waiting.row_id, End.FAILED, self._now(), error=reason))

    async def _after_error(self, waiting: Waiting, error: BaseException) -> None:
        """Nothing was sent: the operator's mistakes are waited out, our own end the message."""
        if isinstance(error, OperatorError):
            log.error("message_waits", reason=str(error))
            await self._retry(waiting, LONGEST_PAUSE, type(error).__name__, certain=True)
        else:
            log.error("message_cannot_be_written", kind=waiting.kind, row=waiting.row_id, exc_info=error)
            await self._failed(waiting, type(error).__name__)

    async def _surely(self, act: Callable[[Tx], R]) -> R:
        """Write down, however long the database is away: what was sent and not marked is sent twice."""
        while True:
            try:
                return await self._store.write(act, ahead=True)
            except StoreUnavailable as error:
                log.warning("outbox_waits_for_the_database", error=str(error))
                await asyncio.sleep(LOOKS_EVERY)


def _tell_why(running: asyncio.Task[None]) -> None:
    """A sender that ends by a mistake of ours must not end in silence."""
    if not running.cancelled() and (error := running.exception()) is not None:
        log.critical("sender_ended", exc_info=error)
