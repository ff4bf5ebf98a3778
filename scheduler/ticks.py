"""The only door to APScheduler, which only ticks: what is due is asked of the database, never of a job."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import StoreUnavailable
from bot.store import albums, audit, inbox
from bot.store.engine import Store
from bot.usecases import privacy
from bot.usecases.hearing import Schedule
from scheduler import boards, planner, progress
from scheduler.outbox import Sender
from scheduler.surprises import Parts
from scheduler.watching import Watch

log = structlog.get_logger()

PLAN_SECONDS = 20
SHOW_SECONDS = 3
SEAL_SECONDS = 60
FORGET_SECONDS = 3600


class Ticks:
    """The few jobs that tick while the bot runs; one that finds the database away leaves it to the next."""

    def __init__(
        self,
        *,
        store: Store,
        sender: Sender,
        now: Callable[[], datetime],
        schedule: Schedule,
        kept: timedelta = privacy.KEPT,
        drop_file: Callable[[str], None] = lambda _: None,
        beat: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`beat` writes down that a tick is over; `drop_file` takes a file off the disk, by its hash."""
        self._store = store
        self._sender = sender
        self._now = now
        self._schedule = schedule
        self._kept = kept
        self._drop_file = drop_file
        self._beat = beat
        self._watch = Watch(store, now, schedule.hours)
        self._parts = Parts(store, now)
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        # It tells of every single tick otherwise.
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        jobs = (
            (self.tick, PLAN_SECONDS),
            (self.show, SHOW_SECONDS),
            (self.seal, SEAL_SECONDS),
            (self.forget, FORGET_SECONDS),
        )
        for job, seconds in jobs:
            self._scheduler.add_job(
                _patiently, "interval", args=[job], seconds=seconds, next_run_time=datetime.now(UTC)
            )
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Plan the slot of this moment if it is not planned, change the units whose day it is, have what is new sent."""
        now = self._now()
        store, schedule = self._store, self._schedule
        planned = await self._parts.attempt("nudges", planner.plan(store, now, schedule), 0)
        planned += await self._parts.attempt("notices", planner.plan_notices(store, now, schedule), 0)
        planned += await self._parts.attempt(
            "commemorations", planner.plan_commemorations(store, now, schedule), 0
        )
        # Last, for nudges cannot wait and a change of units can; whom it touches is planned again.
        planned += await self._parts.attempt("planned changes", planner.change_units(store, now), 0)
        if planned:
            log.info("planned", messages=planned)
            self._sender.wake()
        if self._beat is not None:
            await self._parts.attempt("beat", self._beat(), None)
        if await self._parts.attempt("watch", self._watch.look(), False):
            self._sender.wake()

    async def show(self) -> None:
        """Rewrite the messages on which admins see how far their waves are, and the boards of groups."""
        store, sender = self._store, self._sender
        await self._parts.attempt("waves", progress.show(store, sender.bot, sender.texts, self._now), None)
        await self._parts.attempt("boards", boards.show(store, sender.bot, sender.texts, self._now), None)

    async def seal(self) -> None:
        """Seal what was written into the audit since the last time."""
        await self._parts.attempt("seals", self._seal(), None)

    async def _seal(self) -> None:
        sealed = audit.SLICE
        while sealed == audit.SLICE:
            sealed = await self._store.write(audit.seal)

    async def forget(self) -> None:
        """Delete updates that are answered and old, people without a role for long, what is personal in old campaigns."""
        write, now = self._store.write, self._now()
        await self._parts.attempt("old updates", write(lambda tx: inbox.forget(tx, now)), None)
        await self._parts.attempt("old albums", write(lambda tx: albums.forget(tx, now)), None)
        await self._parts.attempt("people without a role", self._forget_people(now), None)
        await self._parts.attempt("old campaigns", self._forget_campaigns(now), None)

    async def _forget_people(self, now: datetime) -> None:
        forgotten = privacy.AT_ONCE
        while forgotten == privacy.AT_ONCE:
            forgotten = await self._store.write(lambda tx: privacy.forget_people(tx, now, self._kept))

    async def _forget_campaigns(self, now: datetime) -> None:
        for name in await self._store.write(lambda tx: privacy.forget_campaigns(tx, now, self._kept)):
            self._drop_file(name)


async def _patiently(job: Callable[[], Awaitable[None]]) -> None:
    try:
        await job()
    except StoreUnavailable as error:
        log.warning("tick_left_out", error=str(error))
    except asyncio.CancelledError:
        # The bot stops. What the job had not done yet, the first tick of the next start does.
        log.info("tick_cut_short")
