"""Who has become unreachable since the admins of his office last heard, so that each is told of once."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select

from bot.campaign.model import Role
from bot.store import days
from bot.store.engine import AnyRow, Tx
from bot.store.health import Silent
from bot.store.message_tables import outbox
from bot.store.outbox import End
from bot.store.recipients import IS_WRITTEN_TO, in_force
from bot.store.tables import drafts, people, roles, units

TOLD_WITHIN = timedelta(days=30)
"""Whoever has been silent for longer is only listed in `/trangthai`."""

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
    .join(roles, roles.c.person_id == people.c.id)
    .join(units, units.c.id == roles.c.unit_id)
    .outerjoin(drafts, and_(drafts.c.person_id == people.c.id, drafts.c.version > 0))
    .where(in_force())
    .order_by(people.c.unreachable_since, people.c.id, units.c.name, roles.c.role)
)
_ADMINS = (
    select(roles.c.person_id, units.c.path)
    .join(units, units.c.id == roles.c.unit_id)
    .join(people, people.c.id == roles.c.person_id)
    .where(roles.c.role == Role.ADMIN.value, in_force(), IS_WRITTEN_TO, people.c.unreachable_since.is_(None))
)


def untold(tx: Tx, now: datetime, person_ids: Collection[int] | None = None) -> dict[int, tuple[Silent, ...]]:
    """What these admins have to hear, or all: the people of whom no digest of theirs has spoken yet.

    Of a unit the admins of the nearest office hear, on a day that it works.
    """
    held = {"now": now}
    if (
        person_ids is not None
        and not tx.execute(_ADMINS.where(roles.c.person_id.in_(person_ids)), held).first()
    ):
        return {}
    silent = tx.execute(_SILENT.where(people.c.unreachable_since > now - TOLD_WITHIN), held).all()
    if not silent:
        return {}
    calendars = days.calendars(tx)
    offices: dict[str, list[int]] = defaultdict(list)
    for admin_id, path in tx.execute(_ADMINS, held):
        offices[path].append(admin_id)
    found: dict[int, dict[int, list[AnyRow]]] = defaultdict(lambda: defaultdict(list))
    for row in silent:
        office = next((path for path in _upwards(row.path) if path in offices), None)
        if office is not None and calendars.of(office).is_working(now.date()):
            for admin_id in offices[office]:
                found[admin_id][row.id].append(row)
    wanted = found.keys() if person_ids is None else found.keys() & set(person_ids)
    last = _last_digests(tx, wanted)
    told = {
        admin_id: tuple(
            _silent(rows)
            for rows in found[admin_id].values()
            if admin_id not in last or rows[0].unreachable_since > last[admin_id]
        )
        for admin_id in wanted
    }
    return {admin_id: people for admin_id, people in told.items() if people}


def _upwards(path: str) -> Iterator[str]:
    """The path itself and those above it: "/1/7/", "/1/"."""
    while len(path) > 1:
        yield path
        path = path[: path.rindex("/", 0, -1) + 1]


def _last_digests(tx: Tx, person_ids: Collection[int]) -> dict[int, datetime]:
    """When the words of the last digest that arrived were found."""
    latest = func.max(outbox.c.sending_at, type_=outbox.c.sending_at.type).label("latest")
    rows = tx.execute(
        select(outbox.c.person_id, latest)
        .where(
            outbox.c.person_id.in_(person_ids),
            outbox.c.kind == "digest",
            outbox.c.outcome == End.SENT.value,
        )
        .group_by(outbox.c.person_id)
    )
    return {row.person_id: row.latest for row in rows}


def _silent(rows: list[AnyRow]) -> Silent:
    row = rows[0]
    return Silent(
        name=row.name,
        why=row.unreachable_why,
        since=row.unreachable_since,
        held=tuple((Role(one.role), one.unit) for one in rows),
        heard_at=row.heard_at,
    )
