"""How sending stands: what waits in which lane, whom nobody can write to, and what did not arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from bot.campaign.model import Role
from bot.store.engine import AnyRow, Tx
from bot.store.message_tables import inbox, outbox
from bot.store.outbox import LANES, End, Lane
from bot.store.tables import drafts, people, roles, units

SOON = timedelta(seconds=10)
LEFT_OPEN = (End.FAILED.value, End.UNKNOWN.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    """What waits in a lane: how many, since when the oldest is due, and how many failed before."""

    lane: Lane
    waiting: int
    oldest: datetime | None
    tried: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Silent:
    """Somebody whom the bot cannot write to: why and since when, what he holds where, when he was last heard of."""

    name: str
    why: str | None
    since: datetime
    held: tuple[tuple[Role, str], ...]
    heard_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Undelivered:
    """A message that did not arrive, or of which nobody knows; `error` in Telegram's words."""

    person: str
    kind: str
    outcome: End
    error: str
    at: datetime


def queues(tx: Tx, now: datetime) -> tuple[Queue, ...]:
    """One a lane, in the order in which they are served."""
    rows = tx.execute(
        select(
            outbox.c.lane,
            func.count().label("waiting"),
            func.min(outbox.c.due_at, type_=outbox.c.due_at.type).label("oldest"),
            func.count().filter(outbox.c.attempts > 0).label("tried"),
        )
        .where(outbox.c.outcome.is_(None), outbox.c.expires_at > now)
        .group_by(outbox.c.lane)
    )
    found = {row.lane: row for row in rows}
    return tuple(
        Queue(lane=lane, waiting=row.waiting, oldest=row.oldest, tried=row.tried)
        if (row := found.get(lane)) is not None
        else Queue(lane=lane, waiting=0, oldest=None, tried=0)
        for lane in LANES
    )


def updates_waiting(tx: Tx, now: datetime) -> int:
    """Updates that wait longer than an update should, which is not at all."""
    waits = and_(inbox.c.done_at.is_(None), inbox.c.received_at < now - SOON)
    return int(tx.execute(select(func.count()).where(waits)).scalar_one())


_HELD = (
    select(roles.c.person_id, roles.c.role, units.c.name)
    .join(units, units.c.id == roles.c.unit_id)
    .order_by(units.c.name, roles.c.role)
)


def _in_force(path: str, now: datetime) -> ColumnElement[bool]:
    return and_(
        units.c.path.startswith(path, autoescape=True),
        roles.c.since <= now,
        or_(roles.c.until.is_(None), roles.c.until > now),
    )


def _silent(path: str, now: datetime) -> Select[tuple[int]]:
    holds = exists(
        select(roles.c.id)
        .join(units, units.c.id == roles.c.unit_id)
        .where(roles.c.person_id == people.c.id, _in_force(path, now))
    )
    return select(people.c.id).where(people.c.unreachable_since.is_not(None), holds)


def count_silent(tx: Tx, path: str, now: datetime) -> int:
    """How many people with a role at the unit in which the path ends, or below it, cannot be written to."""
    return int(tx.execute(select(func.count()).select_from(_silent(path, now).subquery())).scalar_one())


def silent(tx: Tx, path: str, now: datetime, *, skip: int, most: int) -> list[Silent]:
    """They by name, those with the longest silence first. The open screen moves with nearly all that somebody does."""
    rows = tx.execute(
        select(people.c.id, people.c.name, people.c.unreachable_since, people.c.unreachable_why, drafts.c.at)
        .outerjoin(drafts, and_(drafts.c.person_id == people.c.id, drafts.c.version > 0))
        .where(people.c.id.in_(_silent(path, now)))
        .order_by(people.c.unreachable_since, people.c.id)
        .offset(skip)
        .limit(most)
    ).all()
    held: dict[int, list[tuple[Role, str]]] = {row.id: [] for row in rows}
    for row in tx.execute(_HELD.where(roles.c.person_id.in_(held), _in_force(path, now))):
        held[row.person_id].append((Role(row.role), row.name))
    return [
        Silent(
            name=row.name,
            why=row.unreachable_why,
            since=row.unreachable_since,
            held=tuple(held[row.id]),
            heard_at=row.at,
        )
        for row in rows
    ]


def _undelivered(path: str, since: datetime) -> Select[tuple[int]]:
    # Whoever held a role within it when the message ended: what he misses elsewhere later is not for its admins.
    within = exists(
        select(roles.c.id)
        .join(units, units.c.id == roles.c.unit_id)
        .where(
            roles.c.person_id == outbox.c.person_id,
            units.c.path.startswith(path, autoescape=True),
            or_(roles.c.until.is_(None), roles.c.until > outbox.c.ended_at),
        )
    )
    return select(outbox.c.id).where(outbox.c.outcome.in_(LEFT_OPEN), outbox.c.ended_at >= since, within)


def count_undelivered(tx: Tx, path: str, since: datetime) -> int:
    """How many messages to people of these units failed since then, or may not have arrived."""
    return int(
        tx.execute(select(func.count()).select_from(_undelivered(path, since).subquery())).scalar_one()
    )


def undelivered(tx: Tx, path: str, since: datetime, *, skip: int, most: int) -> list[Undelivered]:
    """They, the newest first."""
    rows: Sequence[AnyRow] = tx.execute(
        select(outbox, people.c.name.label("person"))
        .join(people, people.c.id == outbox.c.person_id)
        .where(outbox.c.id.in_(_undelivered(path, since)))
        .order_by(outbox.c.ended_at.desc(), outbox.c.id.desc())
        .offset(skip)
        .limit(most)
    ).all()
    return [
        Undelivered(
            person=row.person,
            kind=row.kind,
            outcome=End(row.outcome),
            error=row.last_error or "",
            at=row.ended_at,
        )
        for row in rows
    ]
