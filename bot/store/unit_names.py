"""What units are called besides their names: aliases that an office uses, and former names with day and decision."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, insert, select, update

from bot.store.engine import AnyRow, Tx
from bot.store.name_tables import former_names, names_state, unit_aliases
from bot.store.tables import units


@dataclass(frozen=True, kw_only=True, slots=True)
class Alias:
    alias_id: int
    unit_id: int
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FormerName:
    """A name that counted until a day (not itself), where it is known; `decision` is the number of the paper."""

    former_id: int
    unit_id: int
    name: str
    until: date | None = None
    decision: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherNames:
    """All aliases and former names, by unit."""

    aliases: dict[int, list[str]]
    former: dict[int, list[str]]


def state(tx: Tx) -> tuple[int, int, int]:
    """What changes whenever a unit is added or anything is called otherwise."""
    changes = select(func.max(names_state.c.changes)).scalar_subquery()
    row = tx.execute(select(changes, func.count(units.c.id), func.max(units.c.id))).one()
    return row[0] or 0, row[1], row[2] or 0


def changed(tx: Tx) -> None:
    """Have every index of names made again; called in the transaction that changes one."""
    if tx.execute(update(names_state).values(changes=names_state.c.changes + 1)).rowcount == 0:
        tx.execute(insert(names_state).values(id=1, changes=1))


def every(tx: Tx) -> OtherNames:
    found = OtherNames(aliases=defaultdict(list), former=defaultdict(list))
    for row in tx.execute(select(unit_aliases).order_by(unit_aliases.c.id)):
        found.aliases[row.unit_id].append(row.name)
    for row in tx.execute(select(former_names).order_by(former_names.c.id)):
        found.former[row.unit_id].append(row.name)
    return found


def aliases_of(tx: Tx, unit_id: int) -> list[Alias]:
    rows = tx.execute(
        select(unit_aliases).where(unit_aliases.c.unit_id == unit_id).order_by(unit_aliases.c.id)
    )
    return [_alias(row) for row in rows]


def former_of(tx: Tx, unit_id: int) -> list[FormerName]:
    """The newest first; those of which the day is not known last."""
    rows = tx.execute(select(former_names).where(former_names.c.unit_id == unit_id))
    return sorted(map(_former, rows), key=lambda one: (one.until or date.min, one.former_id), reverse=True)


def former_called(tx: Tx, unit_id: int, name: str) -> FormerName | None:
    row = tx.execute(
        select(former_names).where(former_names.c.unit_id == unit_id, former_names.c.name == name)
    ).first()
    return None if row is None else _former(row)


def alias(tx: Tx, alias_id: int) -> Alias | None:
    row = tx.execute(select(unit_aliases).where(unit_aliases.c.id == alias_id)).first()
    return None if row is None else _alias(row)


def former(tx: Tx, former_id: int) -> FormerName | None:
    row = tx.execute(select(former_names).where(former_names.c.id == former_id)).first()
    return None if row is None else _former(row)


def add_aliases(tx: Tx, unit_id: int, names: Sequence[str]) -> list[int]:
    """Those that the unit does not have yet; returns their ids."""
    there = {one.name.casefold() for one in aliases_of(tx, unit_id)}
    new = [name for name in dict.fromkeys(names) if name.casefold() not in there]
    ids = []
    for name in new:
        key = tx.execute(insert(unit_aliases).values(unit_id=unit_id, name=name)).inserted_primary_key
        ids.append(int(key[0]) if key else 0)
    if ids:
        changed(tx)
    return ids


def add_former(
    tx: Tx,
    unit_id: int,
    name: str,
    *,
    until: date | None = None,
    decision: str | None = None,
    note: str | None = None,
) -> int:
    """The name with its day and decision; one that is there already learns what was not known of it. Returns its id."""
    said = {"until": until, "decision": decision, "note": note}
    there = former_called(tx, unit_id, name)
    if there is not None:
        more = {column: value for column, value in said.items() if value is not None}
        if more:
            tx.execute(update(former_names).where(former_names.c.id == there.former_id).values(more))
        return there.former_id
    key = tx.execute(insert(former_names).values(unit_id=unit_id, name=name, **said)).inserted_primary_key
    changed(tx)
    return int(key[0]) if key else 0


def drop_alias(tx: Tx, alias_id: int) -> None:
    tx.execute(delete(unit_aliases).where(unit_aliases.c.id == alias_id))
    changed(tx)


def drop_former(tx: Tx, former_id: int) -> None:
    tx.execute(delete(former_names).where(former_names.c.id == former_id))
    changed(tx)


def _alias(row: AnyRow) -> Alias:
    return Alias(alias_id=row.id, unit_id=row.unit_id, name=row.name)


def _former(row: AnyRow) -> FormerName:
    return FormerName(
        former_id=row.id,
        unit_id=row.unit_id,
        name=row.name,
        until=row.until,
        decision=row.decision,
        note=row.note,
    )
