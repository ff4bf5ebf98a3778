"""Who has become unreachable since the admins of his office last heard, so that each is told of once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, func, or_, select

from bot.campaign.model import Role
from bot.store import days
from bot.store.engine import AnyRow, Tx
from bot.store.health import Silent
from bot.store.message_tables import outbox
from bot.store.outbox import End
from bot.store.recipients import IS_WRITTEN_TO, in_force
from bot.store.tables import drafts, people, roles, units
from bot.store.types import Instant

TOLD_WITHIN = timedelta(days=30)
"""Whoever has been silent for longer is only listed in `/trangthai`."""

_HELD = people.join(roles, roles.c.person_id == people.c.id).join(units, units.c.id == roles.c.unit_id)
_FELL_SILENT = and_(people.c.unreachable_since > bindparam("silent_after", type_=Instant), in_force())
_SILENT = (
    select(
        people.c.id,
        people.c.name,
        people.c.unreachable_since,
        people.c.unreachable_why,
        roles.c.role,
        units.c.name.label("unit"),
        units.c.path,
        drafts.c.at.label("heard_at"),
    )
    .select_from(_HELD.outerjoin(drafts, and_(drafts.c.person_id == people.c.id, drafts.c.version > 0)))
    .where(_FELL_SILENT)
    .order_by(people.c.unreachable_since, people.c.id, units.c.name, roles.c.role)
)
_NEWEST = (
    select(
        units.c.path,
        func.max(people.c.unreachable_since, type_=people.c.unreachable_since.type).label("newest"),
    )
    .select_from(_HELD)
    .where(_FELL_SILENT)
    .group_by(units.c.path)
)
_ADMINS = (
    select(roles.c.person_id, units.c.path)
    .join(units, units.c.id == roles.c.unit_id)
    .join(people, people.c.id == roles.c.person_id)
    .where(roles.c.role == Role.ADMIN.value, in_force(), IS_WRITTEN_TO, people.c.unreachable_since.is_(None))
)


def hearers(tx: Tx, now: datetime) -> set[int]:
    """The admins who have to hear of somebody: it asks of each unit only who fell silent last, so it is cheap for all."""
    floor = now - TOLD_WITHIN
    silent = tx.execute(_NEWEST, {"now": now, "silent_after": floor}).all()
    if not silent:
        return set()
    offices = _offices(tx.execute(_ADMINS, {"now": now}))
    calendars = days.calendars(tx)
    newest: dict[str, datetime] = {}
    for row in silent:
        office = _nearest(row.path, offices)
        if office is not None:
            newest[office] = max(row.newest, newest.get(office, floor))
    awaited = {
        admin_id: moment
        for office, moment in newest.items()
        if calendars.of(office).is_working(now.date())
        for admin_id in offices[office]
    }
    last = _last_digests(tx, awaited, floor)
    return {admin_id for admin_id, moment in awaited.items() if moment > last.get(admin_id, floor)}


def untold(tx: Tx, now: datetime, person_ids: Collection[int]) -> dict[int, tuple[Silent, ...]]:
    """What these admins have to hear: the people of whom no digest of theirs has spoken yet.

    Of a unit the admins of the nearest office hear, on a day that it works.
    """
    asked = tx.execute(_ADMINS.where(roles.c.person_id.in_(person_ids)), {"now": now}).all()
    if not asked:
        return {}
    floor = now - TOLD_WITHIN
    last = _last_digests(tx, {row.person_id for row in asked}, floor)
    reach = or_(*(units.c.path.startswith(path, autoescape=True) for path in {row.path for row in asked}))
    since = min(last.get(row.person_id, floor) for row in asked)
    silent = tx.execute(_SILENT.where(reach), {"now": now, "silent_after": since}).all()
    if not silent:
        return {}
    above = {path for row in silent for path in _upwards(row.path)}
    offices = _offices(tx.execute(_ADMINS.where(units.c.path.in_(above)), {"now": now}))
    calendars, wanted = days.calendars(tx), set(person_ids)
    found: dict[int, dict[int, list[AnyRow]]] = defaultdict(lambda: defaultdict(list))
    for row in silent:
        office = _nearest(row.path, offices)
        if office is None or not calendars.of(office).is_working(now.date()):
            continue
        for admin_id in offices[office] & wanted:
            if row.unreachable_since > last.get(admin_id, floor):
                found[admin_id][row.id].append(row)
    return {admin_id: tuple(map(_silent, of_people.values())) for admin_id, of_people in found.items()}


def _offices(admins: Iterable[AnyRow]) -> dict[str, set[int]]:
    """The admins of each office, by its path."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in admins:
        found[row.path].add(row.person_id)
    return found


def _nearest(path: str, offices: Collection[str]) -> str | None:
    return next((office for office in _upwards(path) if office in offices), None)


def _upwards(path: str) -> Iterator[str]:
    """The path itself and those above it: "/1/7/", "/1/"."""
    while len(path) > 1:
        yield path
        path = path[: path.rindex("/", 0, -1) + 1]


def _last_digests(tx: Tx, person_ids: Collection[int], floor: datetime) -> dict[int, datetime]:
    """When the words of the last digest that arrived behind the floor were found."""
    # The outcome is no condition: nearly all have the same, and by its index all would be looked at.
    arrived = outbox.c.outcome == End.SENT.value
    latest = func.max(outbox.c.sending_at, type_=outbox.c.sending_at.type).filter(arrived).label("latest")
    rows = tx.execute(
        select(outbox.c.person_id, latest)
        .where(outbox.c.person_id.in_(person_ids), outbox.c.kind == "digest", outbox.c.sending_at > floor)
        .group_by(outbox.c.person_id)
    )
    return {row.person_id: row.latest for row in rows if row.latest is not None}


def _silent(rows: list[AnyRow]) -> Silent:
    row = rows[0]
    return Silent(
        name=row.name,
        why=row.unreachable_why,
        since=row.unreachable_since,
        held=tuple((Role(one.role), one.unit) for one in rows),
        heard_at=row.heard_at,
    )
