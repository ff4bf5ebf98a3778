"""Units and clusters: the tree of who reports to whom."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from bot.campaign.model import Duty, Role
from bot.store import unit_names
from bot.store.engine import Tx
from bot.store.tables import clusters, roles, units

SLICE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """An organisation that reports; `path` holds the ids from the root down to itself, "/1/7/30/".

    `ended_on`: the first day on which it is not there any more, for it went up in its successor.
    """

    unit_id: int
    code: str
    name: str
    kind: str
    level: str
    parent_id: int | None
    cluster_id: int | None
    duty: Duty
    path: str
    ended_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Cluster:
    """Units that compete together."""

    cluster_id: int
    code: str
    name: str


_UNIT = select(units)
_CLUSTER = select(clusters)
_CHANGE = (
    update(units)
    .where(units.c.id == bindparam("unit_id"))
    .values(
        code=bindparam("code"),
        name=bindparam("name"),
        kind=bindparam("kind"),
        level=bindparam("level"),
        parent_id=bindparam("parent_id"),
        cluster_id=bindparam("cluster_id"),
        duty=bindparam("duty"),
        path=bindparam("path"),
        ended_on=bindparam("ended_on"),
    )
)


def by_code(tx: Tx, code: str) -> Unit | None:
    row = tx.execute(_UNIT.where(units.c.code == code)).first()
    return None if row is None else _unit(row)


def by_id(tx: Tx, unit_id: int) -> Unit | None:
    row = tx.execute(_UNIT.where(units.c.id == unit_id)).first()
    return None if row is None else _unit(row)


def every(tx: Tx) -> list[Unit]:
    return [_unit(row) for row in tx.execute(_UNIT)]


def below(tx: Tx, path: str) -> list[Unit]:
    """The unit in which the path ends and all below it that are there, by kind and name."""
    rows = tx.execute(
        _UNIT.where(units.c.path.startswith(path, autoescape=True), units.c.ended_on.is_(None)).order_by(
            units.c.kind, units.c.name, units.c.id
        )
    )
    return [_unit(row) for row in rows]


def right_below(tx: Tx, unit_id: int | None) -> list[Unit]:
    """The units that stand directly below one and are there."""
    rows = tx.execute(_UNIT.where(units.c.parent_id == unit_id, units.c.ended_on.is_(None)))
    return [_unit(row) for row in rows]


def hold(tx: Tx, unit_id: int | None) -> None:
    """Have whoever else is about to add or rename a unit below this one wait until this transaction is over."""
    # SQLite knows no such lock, and needs none: it has one writer.
    tx.execute(select(units.c.id).where(units.c.id == unit_id).with_for_update())


def kinds(tx: Tx, path: str) -> list[str]:
    """The kinds of unit that there are at and below a path."""
    rows = tx.execute(
        select(units.c.kind)
        .where(units.c.path.startswith(path, autoescape=True))
        .distinct()
        .order_by(units.c.kind)
    )
    return list(rows.scalars())


def clusters_below(tx: Tx, path: str) -> list[Cluster]:
    """The clusters that have a member at or below a path."""
    members = select(units.c.cluster_id).where(units.c.path.startswith(path, autoescape=True))
    rows = tx.execute(_CLUSTER.where(clusters.c.id.in_(members)).order_by(clusters.c.name, clusters.c.id))
    return [_cluster(row) for row in rows]


def every_cluster(tx: Tx) -> list[Cluster]:
    return [_cluster(row) for row in tx.execute(_CLUSTER)]


def add_cluster(tx: Tx, *, code: str, name: str) -> Cluster:
    key = tx.execute(insert(clusters).values(code=code, name=name)).inserted_primary_key
    return Cluster(cluster_id=int(key[0]) if key else 0, code=code, name=name)


def add(tx: Tx, codes: Collection[str]) -> dict[str, int]:
    """Make room for new units; returns their ids by code. `change` then says what they are."""
    if not codes:
        return {}
    bare = {"name": "", "kind": "", "level": "", "duty": Duty.REQUIRED.value, "path": ""}
    tx.execute(insert(units), [{"code": code, **bare} for code in codes])
    rows = tx.execute(select(units.c.code, units.c.id).where(units.c.path == ""))
    return {row.code: row.id for row in rows}


def change(tx: Tx, changed: Sequence[Unit]) -> None:
    """Write these units as they are now."""
    if changed:
        unit_names.changed(tx)
        tx.execute(_CHANGE, [{**asdict(unit), "duty": unit.duty.value} for unit in changed])


def is_signed_off(tx: Tx, unit_id: int) -> bool:
    """Whether the unit's head signs its reports."""
    return bool(tx.execute(select(units.c.signed_off).where(units.c.id == unit_id)).scalar())


def set_signed_off(tx: Tx, unit_id: int, *, signed_off: bool) -> None:
    tx.execute(update(units).where(units.c.id == unit_id).values(signed_off=signed_off))


def people_at(tx: Tx, unit_ids: Iterable[int]) -> list[int]:
    """The focal points of these units."""
    wanted = list(unit_ids)
    found: set[int] = set()
    for start in range(0, len(wanted), SLICE):
        found.update(
            tx.execute(
                select(roles.c.person_id).where(
                    roles.c.unit_id.in_(wanted[start : start + SLICE]),
                    roles.c.role == Role.FOCAL_POINT.value,
                    roles.c.until.is_(None),
                )
            ).scalars()
        )
    return sorted(found)


def _unit(row: Row[*tuple[Any, ...]]) -> Unit:
    return Unit(
        unit_id=row.id,
        code=row.code,
        name=row.name,
        kind=row.kind,
        level=row.level,
        parent_id=row.parent_id,
        cluster_id=row.cluster_id,
        duty=Duty(row.duty),
        path=row.path,
        ended_on=row.ended_on,
    )


def _cluster(row: Row[*tuple[Any, ...]]) -> Cluster:
    return Cluster(cluster_id=row.id, code=row.code, name=row.name)
