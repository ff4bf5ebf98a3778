"""The bot as a whole: built, started and stopped. What it answers with comes from `bot.parts`, behind the first poll."""

import asyncio
import contextlib
import gc
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder
from telegram.request import BaseRequest

from bot.clock import Clock, Drift, real_clock
from bot.config import Config
from bot.errors import OperatorError
from bot.store import inbox, pulse
from bot.store.engine import Store, Tx
from bot.store.inbox import Received
from bot.store.migrations import bring_up
from bot.transport.http import AiohttpRequest, proxy_of_environment
from bot.transport.intake import Intake, RawUpdate, parse
from bot.transport.ordering import PerChatOrder, order_of
from bot.transport.pacing import TwoLanes, lanes_of

if TYPE_CHECKING:
    from bot.parts import Parts
    from bot.texts import Texts
    from handlers.chat import Desk
    from scheduler.outbox import Sender
    from scheduler.ticks import Ticks

log = structlog.get_logger()

CONNECTIONS = 32
STOPS_WITHIN = 10.0
"""Seconds that an orderly stop gives to updates that are being handled."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0


class DonDoc:
    """The running bot: intake -> inbox -> handlers -> use cases -> store, and the scheduler beside them."""

    def __init__(
        self, config: Config, *, clock: Clock = real_clock, request: BaseRequest | None = None
    ) -> None:
        self.config = config
        self._clock = clock
        bring_up(config.database.url, clock())
        self.store = Store(config.database.url)
        if self.store.sqlite_is_old:
            log.warning("sqlite_below_3_51_3", advice="one process a file; back it up daily")
        self.application = build_application(config, request)
        self.bot = self.application.bot
        self.intake = Intake(self.bot, keep=self._keep, hand_over=self._hand_over, now=self.now)
        self.lanes = lanes_of(self.bot)
        self.lanes.on_pause = self._remember_pause
        self.lanes.on_dated = self._compare_clocks
        self._drift = Drift()
        self._parts: Parts | None = None
        self._polling: asyncio.Task[None] | None = None
        self._going_on: asyncio.Task[None] | None = None
        self._open = contextlib.AsyncExitStack()

    @property
    def parts(self) -> "Parts":
        """What handles updates and sends; it is imported and built when it is first needed."""
        if self._parts is None:
            from bot import parts

            self._parts = parts.built(
                self.config,
                self.store,
                self.application,
                now=self.now,
                username=self._username,
                beat=self._beat,
            )
        return self._parts

    @property
    def texts(self) -> "Texts":
        return self.parts.texts

    @property
    def desk(self) -> "Desk":
        return self.parts.desk

    @property
    def sender(self) -> "Sender":
        return self.parts.sender

    @property
    def ticks(self) -> "Ticks":
        return self.parts.ticks

    @property
    def zone(self) -> ZoneInfo:
        return self.config.time.zone

    def now(self) -> datetime:
        """The moment, in the zone of the offices: its date is their day."""
        return self._clock().astimezone(self.zone)

    def _username(self) -> str:
        return self.config.telegram.username or self.bot.username

    async def run(self) -> None:
        """Serve until cancelled. Errors: OperatorError when Telegram does not know the token."""
        await self.start()
        try:
            if self._polling is not None:
                await self._polling
        finally:
            await self.stop()

    async def start(self) -> None:
        """Go on where the last process stopped, then take updates in and send what waits.

        Telegram is asked for updates first: half of the start is the import of what answers them, and that
        goes on meanwhile beside the event loop.
        """
        await self._reach_telegram()
        await self._keep_to_pause()
        now = self.now()
        await self.store.write(lambda tx: pulse.start(tx, now))
        waiting = await self.store.read(inbox.waiting)
        unanswered = await self.store.read(inbox.unanswered)
        self._going_on = asyncio.create_task(self._go_on(waiting, unanswered))
        self._polling = asyncio.create_task(self.intake.run())
        await self._going_on
        await self._open.enter_async_context(self.parts.serving(self.config))
        self.sender.start()
        self.parts.deliveries.start()
        self.ticks.start()
        self.application.create_task(self.parts.list_commands())

    async def stop(self) -> None:
        """Take no more in, let what runs finish, mark what was answered, close the database last."""
        await self._open.aclose()
        for task in (self._polling, self._going_on):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        if self._parts is not None:
            self.ticks.stop()
            await self.sender.stop()
            await self.parts.deliveries.stop()
        if self.application.running:
            # A reply that is being tried again may take minutes; unanswered, it comes at the next start.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.application.stop(), STOPS_WITHIN)
        if self._parts is not None:
            await self.desk.settled()
        await self.application.shutdown()
        self.store.close()

    async def _reach_telegram(self) -> None:
        """Initialise the library; a network that is away is waited for, as the intake does.

        Errors: OperatorError when Telegram does not know the token.
        """
        pause = FIRST_PAUSE
        while True:
            try:
                await self.application.initialize()
            except InvalidToken as error:
                # The application as a whole was never initialised, so its own shutdown closes nothing.
                await self.bot.shutdown()
                raise OperatorError(
                    "Telegram does not know this bot token: check telegram.token and telegram.base_url."
                ) from error
            except TelegramError as error:
                log.warning("telegram_unreachable", error=error.message)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return

    async def _beat(self) -> None:
        now, sent, clock_off = self.now(), self.lanes.pace().sent_last_minute, self._drift.seconds
        polled_at, update_at = self.intake.last_success_at, self.intake.last_update_at

        def beat(tx: Tx) -> None:
            pulse.beat(
                tx,
                now,
                polled_at=polled_at,
                update_at=update_at,
                sent_last_minute=sent,
                clock_off=clock_off,
            )

        await self.store.write(beat)

    def _compare_clocks(self, dated: int, took: float) -> None:
        moment = datetime.fromtimestamp(dated, self.zone)
        self._drift.note(self.now(), dated=moment, took=timedelta(seconds=took))

    def _remember_pause(self, seconds: float) -> None:
        until = self.now() + timedelta(seconds=seconds)
        self.application.create_task(self.store.write(lambda tx: pulse.pause(tx, until)))

    async def _keep_to_pause(self) -> None:
        """The rest of a 429 that the last process met."""
        until = (await self.store.read(pulse.last)).paused_until
        if until is not None:
            self.lanes.pause((until - self.now()).total_seconds())

    async def _keep(self, updates: Sequence[RawUpdate]) -> list[RawUpdate]:
        if self.intake.last_success_at is None:
            # The first answer holds what was written while nobody listened.
            self.lanes.expect_crowd()
        now = self.now()
        received = [Received(update_id=one.update_id, chat_id=one.chat_id, body=one.body) for one in updates]
        fresh = await self.store.write(lambda tx: inbox.keep(tx, received, now))
        new = {one.update_id for one in fresh}
        return [one for one in updates if one.update_id in new]

    async def _hand_over(self, raw: RawUpdate) -> None:
        if self._going_on is not None:
            # What came before the stop is queued before anything new, so that each chat keeps its order.
            await asyncio.shield(self._going_on)
        await self._queue(raw)

    async def _queue(self, raw: RawUpdate) -> None:
        update = parse(raw, self.bot)
        if update is None:
            now = self.now()
            await self.store.write(lambda tx: inbox.failed(tx, raw.update_id, "unreadable", now))
        else:
            await self.application.update_queue.put(update)

    async def _go_on(self, waiting: Sequence[Received], unanswered: Mapping[int, Sequence[int]]) -> None:
        """Handle what a killed process had received; show each chat that it left unanswered its screen."""
        await asyncio.to_thread(import_module, "bot.parts")
        parts = self.parts
        calm_the_collector()
        if waiting or unanswered:
            self.lanes.expect_crowd()
        await self.application.start()
        for chat_id, update_ids in unanswered.items():
            shown = order_of(self.application).in_turn(chat_id, parts.show_again(chat_id, update_ids))
            self.application.create_task(shown)
        for one in waiting:
            await self._queue(RawUpdate(update_id=one.update_id, chat_id=one.chat_id, body=one.body))
        if waiting or unanswered:
            log.info("went_on", waiting=len(waiting), unanswered=len(unanswered))


def calm_the_collector() -> None:
    """Leave what the start made out of every later garbage collection: it stays for ever, and an update makes much.

    Measured by bench/update.py: a tenth to a fifth of the CPU of an update.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def build_application(config: Config, request: BaseRequest | None = None) -> Application:  # type: ignore[type-arg] # the six parameters say nothing here.
    telegram = config.telegram
    if telegram.token is None:
        raise OperatorError("There is no bot token: set telegram.token or DONDOC_TELEGRAM__TOKEN.")
    builder = (
        ApplicationBuilder()
        .token(telegram.token.get_secret_value())
        .base_url(telegram.base_url)
        .base_file_url(str(telegram.base_file_url))
        .updater(None)
        .job_queue(None)
        .rate_limiter(TwoLanes())
        .concurrent_updates(PerChatOrder())
    )
    if request is None and telegram.http == "aiohttp":
        proxy = telegram.proxy or proxy_of_environment(telegram.base_url)
        request = AiohttpRequest(connections=CONNECTIONS, proxy=proxy)
    if request is not None:
        # The intake polls through the same connections, so the library's second pool is never opened.
        return builder.request(request).get_updates_request(request).build()
    builder = builder.connection_pool_size(CONNECTIONS)
    if telegram.proxy is not None:
        builder = builder.proxy(telegram.proxy)
    return builder.build()
