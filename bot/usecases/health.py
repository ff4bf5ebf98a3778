"""`/trangthai`: how the bot does, what waits to be sent and until when, whom it cannot write to, what did not arrive."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from bot.errors import Refused
from bot.store import health, pulse, units
from bot.store.engine import Tx, disk_free
from bot.store.health import Queue, Silent, Undelivered
from bot.store.pulse import Pulse
from bot.store.units import Unit
from bot.texts import View
from bot.usecases import alarms
from bot.usecases.access import Action, Caller, at, require
from bot.usecases.alarms import Trouble
from bot.usecases.paging import paged

SHOWN = 8
SENT_PER_SECOND = 26
ALIVE_WITHIN = timedelta(minutes=2)
"""A bot that has not ticked for so long does not run: it ticks three times a minute."""
LOOKED_BACK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """The whole bot at a moment; `silent` and `undelivered` count the people and messages within a path only."""

    now: datetime
    alive: bool
    pulse: Pulse
    queues: tuple[Queue, ...]
    oldest: datetime | None
    tried: int
    updates_waiting: int
    done_at: datetime | None
    silent: int
    undelivered: int
    disk_free: int | None

    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Status(View):
    """How the bot does, for the admins of an office."""

    template: ClassVar[str] = "status"
    in_place: ClassVar[bool] = True
    unit: Unit
    health: Health
    paused: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SilentPeople(View):
    """Whom the bot cannot write to."""

    template: ClassVar[str] = "silent"
    in_place: ClassVar[bool] = True
    unit: Unit
    rows: tuple[Silent, ...]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class UndeliveredMessages(View):
    """What did not arrive in the last days, or may not have."""

    template: ClassVar[str] = "undelivered"
    in_place: ClassVar[bool] = True
    unit: Unit
    rows: tuple[Undelivered, ...]
    count: int
    days: int
    page: int
    pages: int


def of(tx: Tx, now: datetime, *, path: str = "/") -> Health:
    """How the bot does, from what it writes down: it need not be running where this is asked."""
    beat = pulse.last(tx)
    lives = max((at for at in (beat.started_at, beat.ticked_at) if at is not None), default=None)
    queues = health.queues(tx, now)
    waiting = sum(queue.waiting for queue in queues)
    resumes = max(now, beat.paused_until or now)
    return Health(
        now=now,
        alive=lives is not None and now - lives < ALIVE_WITHIN,
        pulse=beat,
        queues=queues,
        oldest=min((queue.oldest for queue in queues if queue.oldest is not None), default=None),
        tried=sum(queue.tried for queue in queues),
        updates_waiting=health.updates_waiting(tx, now),
        done_at=resumes + timedelta(seconds=-(-waiting // SENT_PER_SECOND)) if waiting else None,
        silent=health.count_silent(tx, path, now),
        undelivered=health.count_undelivered(tx, path, now - LOOKED_BACK),
        disk_free=disk_free(tx.engine.url.render_as_string(hide_password=False)),
        troubles=alarms.found(tx, now),
    )


def begin(tx: Tx, who: Caller, now: datetime) -> View:
    """`/trangthai`, for the office that is highest among those of the caller."""
    return status(tx, who, now, unit_id=at(who, Action.KEEP_PEOPLE).unit_id)


def status(tx: Tx, who: Caller, now: datetime, *, unit_id: int) -> View:
    unit = _office(tx, who, unit_id)
    found = of(tx, now, path=unit.path)
    paused_until = found.pulse.paused_until
    return Status(unit=unit, health=found, paused=paused_until is not None and paused_until > now)


def silent(tx: Tx, who: Caller, now: datetime, *, unit_id: int, page: int) -> View:
    unit = _office(tx, who, unit_id)
    count = health.count_silent(tx, unit.path, now)
    page, pages = paged(page, count, SHOWN)
    rows = health.silent(tx, unit.path, now, skip=page * SHOWN, most=SHOWN)
    return SilentPeople(unit=unit, rows=tuple(rows), count=count, page=page, pages=pages)


def undelivered(tx: Tx, who: Caller, now: datetime, *, unit_id: int, page: int) -> View:
    unit = _office(tx, who, unit_id)
    since = now - LOOKED_BACK
    count = health.count_undelivered(tx, unit.path, since)
    page, pages = paged(page, count, SHOWN)
    rows = health.undelivered(tx, unit.path, since, skip=page * SHOWN, most=SHOWN)
    return UndeliveredMessages(
        unit=unit, rows=tuple(rows), count=count, days=LOOKED_BACK.days, page=page, pages=pages
    )


def _office(tx: Tx, who: Caller, unit_id: int) -> Unit:
    unit = units.by_id(tx, unit_id)
    if unit is None:
        raise Refused("stale")
    require(who, Action.KEEP_PEOPLE, unit_id=unit.unit_id, path=unit.path)
    return unit
