"""Whom messages go to: the people behind the units, and whether they can be written to."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, and_, bindparam, exists, func, or_, select

from bot.campaign.model import CampaignState, Role
from bot.store.engine import Tx
from bot.store.tables import campaign_units, campaigns, leaves, people, phases, roles, units
from bot.store.types import Instant


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """Whom a message goes to."""

    person_id: int
    name: str
    chat_id: int
    language: str
    unreachable: bool


def in_force(held: FromClause = roles) -> ColumnElement[bool]:
    """The condition under which a role is held at the bound moment `now`."""
    now = bindparam("now", type_=Instant)
    return and_(held.c.since <= now, or_(held.c.until.is_(None), held.c.until > now))


FOCAL_POINT_NOW = and_(roles.c.role == Role.FOCAL_POINT.value, in_force())
"""The condition under which a role makes its holder a focal point at the bound moment `now`."""


def _away(role_id: ColumnElement[int]) -> ColumnElement[bool]:
    now = bindparam("now", type_=Instant)
    return exists(
        select(leaves.c.id).where(leaves.c.role_id == role_id, leaves.c.since <= now, leaves.c.until > now)
    )


_main, _holder = roles.alias("main"), people.alias("holder")


def _main_is_there(held: FromClause) -> ColumnElement[bool]:
    return exists(
        select(_main.c.id)
        .join(_holder, _holder.c.id == _main.c.person_id)
        .where(
            _main.c.unit_id == held.c.unit_id,
            _main.c.role == held.c.role,
            _main.c.deputy.is_(False),
            in_force(_main),
            _holder.c.unreachable_since.is_(None),
            ~_away(_main.c.id),
        )
    )


def is_written_to(held: FromClause) -> ColumnElement[bool]:
    """The condition under which the holder of a role hears what concerns it: he is not on leave at `now`; of a deputy,
    that no main holder is there who can be written to."""
    return and_(~_away(held.c.id), or_(held.c.deputy.is_(False), ~_main_is_there(held)))


IS_WRITTEN_TO = is_written_to(roles)
WRITTEN_TO_NOW = and_(FOCAL_POINT_NOW, IS_WRITTEN_TO)
"""The condition under which a role makes its holder hear of the reports that are due."""


def reporting_units(tx: Tx, person_ids: Collection[int], now: datetime) -> list[tuple[int, int, datetime]]:
    """The units of whose reports these people hear, as (person id, unit id, since when)."""
    rows = tx.execute(
        select(roles.c.person_id, roles.c.unit_id, func.min(roles.c.since, type_=Instant).label("since"))
        .where(roles.c.person_id.in_(person_ids), WRITTEN_TO_NOW)
        .group_by(roles.c.person_id, roles.c.unit_id),
        {"now": now},
    )
    return [(row.person_id, row.unit_id, row.since) for row in rows]


@dataclass(frozen=True, kw_only=True, slots=True)
class Overseer:
    """Somebody who hears of late reports of others: of his unit's (`place`: its id), of his cluster's (the cluster's
    id), of those of all campaigns of his office (its id)."""

    person_id: int
    role: Role
    place: int
    since: datetime


ESCALATES = (Role.HEAD, Role.CLUSTER_LEAD, Role.ADMIN)


def overseers(tx: Tx, person_ids: Collection[int], now: datetime) -> list[Overseer]:
    """Over whom these people stand now, as those who are written to for it."""
    rows = tx.execute(
        select(roles.c.person_id, roles.c.role, roles.c.since, units.c.id, units.c.cluster_id)
        .join(units, units.c.id == roles.c.unit_id)
        .where(
            roles.c.person_id.in_(person_ids),
            roles.c.role.in_([role.value for role in ESCALATES]),
            in_force(),
            IS_WRITTEN_TO,
        ),
        {"now": now},
    )
    found = (
        (row, Role(row.role), row.cluster_id if row.role == Role.CLUSTER_LEAD.value else row.id)
        for row in rows
    )
    return [
        Overseer(person_id=row.person_id, role=role, place=place, since=row.since)
        for row, role, place in found
        if place is not None
    ]


_RECIPIENT = select(
    people.c.id, people.c.name, people.c.chat_id, people.c.language, people.c.unreachable_since
)


def of(tx: Tx, person_id: int) -> Recipient:
    return _recipient(tx.execute(_RECIPIENT.where(people.c.id == person_id)).one())


def listeners(tx: Tx, now: datetime, *, after: int, most: int) -> list[Recipient]:
    """The next people behind this person id who may have to hear of reports and can be written to."""
    hears = [Role.FOCAL_POINT.value, *(role.value for role in ESCALATES)]
    listens = exists(
        select(roles.c.id).where(
            roles.c.person_id == people.c.id, roles.c.role.in_(hears), in_force(), IS_WRITTEN_TO
        )
    )
    rows = tx.execute(
        _RECIPIENT.where(people.c.id > after, people.c.unreachable_since.is_(None), listens)
        .order_by(people.c.id)
        .limit(most),
        {"now": now},
    )
    return [_recipient(row) for row in rows]


def _recipient(row: Row[*tuple[Any, ...]]) -> Recipient:
    return Recipient(
        person_id=row.id,
        name=row.name,
        chat_id=row.chat_id,
        language=row.language,
        unreachable=row.unreachable_since is not None,
    )


def focal_points_in(tx: Tx, phase_id: int, now: datetime) -> dict[int, list[int]]:
    """Who hears of the reports of a phase's campaign and can be written to: unit id -> person ids."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = tx.execute(
        select(roles.c.unit_id, roles.c.person_id)
        .select_from(
            phases.join(campaign_units, campaign_units.c.campaign_id == phases.c.campaign_id)
            .join(roles, roles.c.unit_id == campaign_units.c.unit_id)
            .join(people, people.c.id == roles.c.person_id)
        )
        .where(phases.c.id == phase_id, WRITTEN_TO_NOW, people.c.unreachable_since.is_(None)),
        {"now": now},
    )
    for row in rows:
        found[row.unit_id].append(row.person_id)
    return found


def units_in(tx: Tx, person_id: int, campaign_id: int, now: datetime) -> list[str]:
    """The names of the units of whose reports in a campaign a person hears."""
    rows = tx.execute(
        select(units.c.name)
        .select_from(
            roles.join(units, units.c.id == roles.c.unit_id).join(
                campaign_units, campaign_units.c.unit_id == units.c.id
            )
        )
        .where(roles.c.person_id == person_id, campaign_units.c.campaign_id == campaign_id, WRITTEN_TO_NOW)
        .distinct()
        .order_by(units.c.name),
        {"now": now},
    )
    return list(rows.scalars())


def unit_codes(tx: Tx, unit_ids: Collection[int]) -> dict[int, str]:
    rows = tx.execute(select(units.c.id, units.c.code).where(units.c.id.in_(unit_ids)))
    return {row.id: row.code for row in rows}


def admin_at(tx: Tx, person_id: int, now: datetime) -> list[tuple[str, str]]:
    """Where a person is admin now, as (unit, path)."""
    rows = tx.execute(
        select(units.c.name, units.c.path)
        .join(roles, roles.c.unit_id == units.c.id)
        .where(
            roles.c.person_id == person_id,
            roles.c.role == Role.ADMIN.value,
            roles.c.since <= now,
            or_(roles.c.until.is_(None), roles.c.until > now),
        )
        .order_by(units.c.name)
    )
    return [(row.name, row.path) for row in rows]


def top_admins(tx: Tx, now: datetime) -> list[int]:
    """The admins above whom no other admin stands, who can be written to: what concerns the bot as a whole is theirs."""
    rows = tx.execute(
        select(roles.c.person_id, units.c.path)
        .join(units, units.c.id == roles.c.unit_id)
        .join(people, people.c.id == roles.c.person_id)
        .where(
            roles.c.role == Role.ADMIN.value, in_force(), IS_WRITTEN_TO, people.c.unreachable_since.is_(None)
        ),
        {"now": now},
    ).all()
    paths = {row.path for row in rows}

    def above(path: str) -> set[str]:
        return {path[: n + 1] for n, letter in enumerate(path[:-1]) if letter == "/"}

    return sorted({row.person_id for row in rows if not above(row.path) & paths})


def owners_of(tx: Tx, person_ids: Collection[int], now: datetime) -> list[tuple[int, str]]:
    """Whose running campaigns concern these people, as (person id, path of the office that launched one)."""
    owner = units.alias("owner")
    takes_part = exists(
        select(campaign_units.c.unit_id).where(
            campaign_units.c.campaign_id == campaigns.c.id, campaign_units.c.unit_id == roles.c.unit_id
        )
    )
    rows = tx.execute(
        select(roles.c.person_id, owner.c.path)
        .select_from(campaigns)
        .join(owner, owner.c.id == campaigns.c.owner_id)
        .join(roles, or_(roles.c.unit_id == campaigns.c.owner_id, takes_part))
        .where(
            roles.c.person_id.in_(person_ids),
            in_force(),
            campaigns.c.state == CampaignState.RUNNING.value,
        )
        .distinct(),
        {"now": now},
    )
    return [(row.person_id, row.path) for row in rows]
