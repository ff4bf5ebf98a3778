"""What units are called besides their names: aliases that an office uses, and former names with day and decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Table, delete, func, insert, select, update

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


class Called(NamedTuple):
    """All that a unit is called, and its path; equal where nothing of it has changed."""

    name: str
    code: str
    kind: str
    path: str
    ended: bool
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


def state(tx: Tx) -> tuple[str, int, int]:
    """What changes whenever a unit is added or anything is called otherwise, and never is the same again."""
    token = select(func.max(names_state.c.token)).scalar_subquery()
    row = tx.execute(select(token, func.count(units.c.id), func.max(units.c.id))).one()
    return row[0] or "", row[1], row[2] or 0


def changed(tx: Tx) -> None:
    """Have every index of names look again; called in the transaction that changes one."""
    token = uuid4().hex
    new = {"changes": names_state.c.changes + 1, "token": token}
    if tx.execute(update(names_state).values(new)).rowcount == 0:
        tx.execute(insert(names_state).values(id=1, changes=1, token=token))


def every(tx: Tx) -> dict[int, Called]:
    """Every unit that stands somewhere, also one that has ended, in the order in which they came."""
    aliases, former = _by_unit(tx, unit_aliases), _by_unit(tx, former_names)
    columns = (units.c.id, units.c.name, units.c.code, units.c.kind, units.c.path, units.c.ended_on)
    return {
        row.id: Called(
            name=row.name,
            code=row.code,
            kind=row.kind,
            path=row.path,
            ended=row.ended_on is not None,
            aliases=aliases.get(row.id, ()),
            former=former.get(row.id, ()),
        )
        for row in tx.execute(select(*columns).where(units.c.path != "").order_by(units.c.id))
    }


def _by_unit(tx: Tx, table: Table) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for row in tx.execute(select(table.c.unit_id, table.c.name).order_by(table.c.id)):
        found[row.unit_id] = (*found.get(row.unit_id, ()), row.name)
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
