"""Changes of units that are to come: kept until their day, then carried out, or taken back before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from bot.store.engine import AnyRow, Tx
from bot.store.succession_tables import planned_changes
from bot.store.tables import people


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """What an admin put together step by step, for a day; `successor_id` once it was carried out."""

    planned_id: int
    wanted: Mapping[str, Any]
    on: date
    person_id: int
    person: str
    ended_at: datetime | None
    successor_id: int | None


_PLANNED = select(planned_changes, people.c.name.label("person")).join(
    people, people.c.id == planned_changes.c.person_id
)
_OPEN = planned_changes.c.ended_at.is_(None)


def add(tx: Tx, wanted: Mapping[str, Any], *, on: date, person_id: int, now: datetime) -> int:
    key = tx.execute(
        insert(planned_changes).values(wanted=dict(wanted), on=on, person_id=person_id, at=now)
    ).inserted_primary_key
    return int(key[0]) if key else 0


def of(tx: Tx, planned_id: int) -> Planned | None:
    row = tx.execute(_PLANNED.where(planned_changes.c.id == planned_id)).first()
    return None if row is None else _planned(row)


def waiting(tx: Tx) -> list[Planned]:
    """Those that are neither carried out nor taken back, the nearest day first."""
    rows = tx.execute(_PLANNED.where(_OPEN).order_by(planned_changes.c.on, planned_changes.c.id))
    return [_planned(row) for row in rows]


def due(tx: Tx, day: date) -> list[int]:
    """Those whose day has come."""
    rows = tx.execute(
        select(planned_changes.c.id)
        .where(_OPEN, planned_changes.c.on <= day)
        .order_by(planned_changes.c.on, planned_changes.c.id)
    )
    return list(rows.scalars())


def end(tx: Tx, planned_id: int, now: datetime, *, successor_id: int | None = None) -> bool:
    """It is carried out, or (without a successor) taken back; False where it had ended before."""
    ended = update(planned_changes).where(planned_changes.c.id == planned_id, _OPEN)
    return bool(tx.execute(ended.values(ended_at=now, successor_id=successor_id)).rowcount)


def _planned(row: AnyRow) -> Planned:
    return Planned(
        planned_id=row.id,
        wanted=row.wanted,
        on=row.on,
        person_id=row.person_id,
        person=row.person,
        ended_at=row.ended_at,
        successor_id=row.successor_id,
    )
