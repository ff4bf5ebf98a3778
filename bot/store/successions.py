"""Which unit went up in which, or came out of which."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, insert, or_, select

from bot.campaign.successions import Following, UnitChange
from bot.store.engine import AnyRow, Tx
from bot.store.succession_tables import unit_changes
from bot.store.tables import people, units


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """One unit that went up in its successor, or one that came out of another, by their names."""

    change_id: int
    kind: UnitChange
    unit_id: int
    unit: str
    successor_id: int
    successor: str
    on: date
    decision: str
    figures: Following
    at: datetime
    person: str


_before, _after = units.alias("before_change"), units.alias("after_change")
_CHANGED = (
    select(
        unit_changes,
        _before.c.name.label("unit"),
        _after.c.name.label("successor"),
        people.c.name.label("person"),
    )
    .join(_before, _before.c.id == unit_changes.c.unit_id)
    .join(_after, _after.c.id == unit_changes.c.successor_id)
    .join(people, people.c.id == unit_changes.c.person_id)
    .order_by(unit_changes.c.id)
)


def add(
    tx: Tx,
    kind: UnitChange,
    *,
    unit_id: int,
    successor_id: int,
    on: date,
    decision: str,
    following: Following,
    person_id: int,
    now: datetime,
) -> int:
    key = tx.execute(
        insert(unit_changes).values(
            kind=kind.value,
            unit_id=unit_id,
            successor_id=successor_id,
            on=on,
            decision=decision,
            figures=following.value,
            person_id=person_id,
            at=now,
        )
    ).inserted_primary_key
    return int(key[0]) if key else 0


def of(tx: Tx, change_id: int) -> Changed | None:
    row = tx.execute(_CHANGED.where(unit_changes.c.id == change_id)).first()
    return None if row is None else _changed(row)


def of_unit(tx: Tx, unit_id: int) -> list[Changed]:
    """What a unit took part in, the oldest first."""
    mine = or_(unit_changes.c.unit_id == unit_id, unit_changes.c.successor_id == unit_id)
    return [_changed(row) for row in tx.execute(_CHANGED.where(mine))]


def gone_up_in(unit_ids: Collection[int]) -> Select[tuple[int]]:
    """The units that went up in one of these, at once or by way of others that are gone too."""
    merged = unit_changes.c.kind == UnitChange.MERGE.value
    went = (
        select(unit_changes.c.unit_id)
        .where(merged, unit_changes.c.successor_id.in_(unit_ids))
        .cte("went_up", recursive=True)
    )
    earlier = select(unit_changes.c.unit_id).where(merged, unit_changes.c.successor_id == went.c.unit_id)
    return select(went.union(earlier).c.unit_id)


def went_up_in(tx: Tx, unit_id: int, unit_ids: Collection[int]) -> bool:
    """Whether a unit is gone and went up in one of these."""
    found = tx.execute(select(units.c.id).where(units.c.id == unit_id, units.c.id.in_(gone_up_in(unit_ids))))
    return found.first() is not None


def together(tx: Tx, changed: Changed) -> list[Changed]:
    """All that was one change: the units that went up in the same one at the same moment."""
    same = (unit_changes.c.successor_id == changed.successor_id, unit_changes.c.at == changed.at)
    return [_changed(row) for row in tx.execute(_CHANGED.where(*same))]


def _changed(row: AnyRow) -> Changed:
    return Changed(
        change_id=row.id,
        kind=UnitChange(row.kind),
        unit_id=row.unit_id,
        unit=row.unit,
        successor_id=row.successor_id,
        successor=row.successor,
        on=row.on,
        decision=row.decision,
        figures=Following(row.figures),
        at=row.at,
        person=row.person,
    )
