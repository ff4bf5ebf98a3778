"""Units and clusters: the tree of those who report."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from bot.campaign.model import Duty, Role
from bot.store import tables
from bot.store.engine import Tx
from bot.store.tables import roles, units


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """An organisation that reports; `path` holds the ids from the root down to itself, "/1/7/30/"."""

    unit_id: int
    code: str
    name: str
    kind: str
    level: str
    parent_id: int | None
    cluster_id: int | None
    duty: Duty
    path: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Cluster:
    """Units that compete together."""

    cluster_id: int
    code: str
    name: str


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
    )


def of(tx: Tx, unit_id: int) -> Unit | None:
    row = tx.execute(select(units).where(units.c.id == unit_id)).first()
    return None if row is None else _unit(row)


def by_code(tx: Tx, code: str) -> Unit | None:
    row = tx.execute(select(units).where(units.c.code == code)).first()
    return None if row is None else _unit(row)


def below(tx: Tx, path: str) -> list[Unit]:
    """The unit in which the path ends and all units below it, in order of kind and name; "/" has them all."""
    rows = tx.execute(
        select(units)
        .where(units.c.path.startswith(path, autoescape=True))
        .order_by(units.c.kind, units.c.name, units.c.id)
    )
    return [_unit(row) for row in rows]


def kinds(tx: Tx, path: str) -> list[str]:
    """The kinds of units at or below a path, each once."""
    found = select(units.c.kind).where(units.c.path.startswith(path, autoescape=True))
    return list(tx.execute(found.distinct().order_by(units.c.kind)).scalars())


def clusters(tx: Tx, path: str) -> list[Cluster]:
    """The clusters of units at or below a path, each once."""
    rows = tx.execute(
        select(tables.clusters)
        .where(
            tables.clusters.c.id.in_(
                select(units.c.cluster_id).where(units.c.path.startswith(path, autoescape=True))
            )
        )
        .order_by(tables.clusters.c.name, tables.clusters.c.id)
    )
    return [_cluster(row) for row in rows]


def every_cluster(tx: Tx) -> list[Cluster]:
    return [_cluster(row) for row in tx.execute(select(tables.clusters).order_by(tables.clusters.c.id))]


def _cluster(row: Row[*tuple[Any, ...]]) -> Cluster:
    return Cluster(cluster_id=row.id, code=row.code, name=row.name)


def add_clusters(tx: Tx, named: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Add clusters, each a code and a name; returns their ids by code."""
    rows = [{"code": code, "name": name} for code, name in named]
    if not rows:
        return {}
    tx.execute(insert(tables.clusters), rows)
    added = select(tables.clusters.c.code, tables.clusters.c.id).where(tables.clusters.c.code.in_([row["code"] for row in rows]))
    return {row.code: row.id for row in tx.execute(added)}


def add(tx: Tx, codes: Collection[str]) -> dict[str, int]:
    """Make room for new units; returns their ids by code. `save` must fill them in the same transaction."""
    if not codes:
        return {}
    blank = {"name": "", "kind": "", "level": "", "duty": Duty.REQUIRED.value, "path": ""}
    tx.execute(insert(units), [{"code": code, **blank} for code in codes])
    added = select(units.c.code, units.c.id).where(units.c.path == "")
    return {row.code: row.id for row in tx.execute(added)}


_SAVE = (
    update(units)
    .where(units.c.id == bindparam("key"))
    .values(
        name=bindparam("name"),
        kind=bindparam("kind"),
        level=bindparam("level"),
        parent_id=bindparam("parent_id"),
        cluster_id=bindparam("cluster_id"),
        duty=bindparam("duty"),
        path=bindparam("path"),
    )
)


def save(tx: Tx, changed: Iterable[Unit]) -> None:
    """Write these units over what is stored under their ids; a code never changes."""
    rows = [
        {
            "key": unit.unit_id,
            "name": unit.name,
            "kind": unit.kind,
            "level": unit.level,
            "parent_id": unit.parent_id,
            "cluster_id": unit.cluster_id,
            "duty": unit.duty.value,
            "path": unit.path,
        }
        for unit in changed
    ]
    if rows:
        tx.execute(_SAVE, rows)


def reporters(tx: Tx, unit_ids: Collection[int]) -> list[int]:
    """The person ids of the focal points of these units."""
    found = select(roles.c.person_id).where(
        roles.c.unit_id.in_(unit_ids), roles.c.role == Role.FOCAL_POINT.value, roles.c.until.is_(None)
    )
    return list(tx.execute(found.distinct()).scalars())
