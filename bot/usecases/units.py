"""The units of an office from a file: added, changed and moved by their codes; all of them, or none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from typing import ClassVar

from bot.errors import Refused
from bot.store import audit, people, units
from bot.store.engine import Tx
from bot.store.units import Cluster, Unit
from bot.texts import View
from bot.usecases import naming
from bot.usecases.access import Action, Caller, at, reach
from bot.usecases.unit_table import BadRow, UnitRow, UnitTable

SHOWN = 20
"""Bad rows named in one message."""
MOST_LEVELS = 12
EVERYWHERE = ("/",)


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitsImported(View):
    """What a list of units came to: how many are new, were changed, and stayed as they were; new other names."""

    template: ClassVar[str] = "units_imported"
    added: int
    changed: int
    same: int
    named: int


def import_units(tx: Tx, who: Caller | None, now: datetime, *, table: UnitTable) -> UnitsImported:
    """Add and change the units of a table by their codes; units that it does not name stay as they are.

    An admin reaches his own unit and those below it, the command line (who is None) all. Refused
    (units_bad) with every bad row by line and reason; then nothing is imported.
    """
    paths = EVERYWHERE if who is None else reach(who, Action.KEEP_PEOPLE)
    stored = {unit.code: unit for unit in units.every(tx)}
    parents = _parents(stored, table.rows, paths)
    bad = sorted(
        chain(table.bad, _misplaced(table, stored, parents, paths)),
        key=lambda wrong: (wrong.line, wrong.reason),
    )
    if bad:
        raise Refused("units_bad", bad=bad[:SHOWN], more=len(bad[SHOWN:]))
    new = [row.code for row in table.rows if row.code not in stored]
    ids = {code: unit.unit_id for code, unit in stored.items()} | units.add(tx, new)
    after = _placed(table.rows, stored, parents, ids, _clusters(tx, who, table.rows, paths))
    changed = [unit for unit in after if unit != stored.get(unit.code)]
    units.change(tx, changed)
    other_names = _keep_names(tx, now, table.rows, stored, ids)
    moved = [unit.unit_id for unit in changed if unit.code in stored]
    # Who answers for an indicator may hang on the kind and the cluster: what is due is looked up once more.
    people.reopen(tx, units.people_at(tx, moved))
    audit.note(
        tx,
        "import",
        "units",
        None,
        person_id=None if who is None else who.known,
        now=now,
        facts={"added": [ids[code] for code in new], "changed": moved, "named": other_names},
    )
    touched = {row.code for row in table.rows}
    edited = sum(unit.code in touched and unit.code in stored for unit in changed)
    return UnitsImported(
        added=len(new), changed=edited, same=len(touched) - len(new) - edited, named=other_names
    )


def _keep_names(
    tx: Tx, now: datetime, rows: Sequence[UnitRow], stored: Mapping[str, Unit], ids: Mapping[str, int]
) -> int:
    """The other names in the file, and the names that it changes; returns how many are new."""
    new = 0
    for row in rows:
        unit = stored.get(row.code)
        if unit is not None:
            new += naming.keep_former(tx, unit.unit_id, old=unit.name, new=row.name, since=now.date())
        if row.aliases or row.former:
            new += naming.add_written(tx, ids[row.code], aliases=row.aliases, former=row.former)
    return new


def _is_own(unit: Unit | None, paths: Sequence[str]) -> bool:
    """Whether this is the unit at which the admin has his role: where it stands is not for him to say."""
    return unit is not None and unit.path in paths


def _parents(
    stored: Mapping[str, Unit], rows: Sequence[UnitRow], paths: Sequence[str]
) -> dict[str, str | None]:
    """The parent of every unit as it will be, by codes; None for a root."""
    codes = {unit.unit_id: unit.code for unit in stored.values()}
    before = {code: codes.get(unit.parent_id or 0) for code, unit in stored.items()}
    wanted = {row.code: row.parent for row in rows if not _is_own(stored.get(row.code), paths)}
    return before | wanted


def _misplaced(
    table: UnitTable, stored: Mapping[str, Unit], parents: Mapping[str, str | None], paths: Sequence[str]
) -> Iterator[BadRow]:
    """The rows that have no place in the tree, or a place where this admin has no say."""
    prefixes = tuple(paths)
    for row in table.rows:
        unit = stored.get(row.code)
        own = _is_own(unit, paths)
        parent = stored.get(row.parent or "")
        if unit is not None and not unit.path.startswith(prefixes):
            yield BadRow(line=row.line, reason="outside", text=row.code)
        elif unit is not None and unit.ended_on is not None:
            yield BadRow(line=row.line, reason="ended", text=row.code)
        elif own and row.parent not in {None, parents[row.code]}:
            yield BadRow(line=row.line, reason="own_parent", text=row.code)
        elif own:
            continue
        elif row.parent is None and paths != EVERYWHERE:
            yield BadRow(line=row.line, reason="no_parent", text=row.code)
        elif row.parent is not None and not (
            parent.path.startswith(prefixes) if parent is not None else row.parent in table.codes
        ):
            yield BadRow(line=row.line, reason="parent", text=row.parent)
        elif (fault := _fault(row.code, parents)) is not None:
            yield BadRow(line=row.line, reason=fault, text=row.code)


def _fault(code: str, parents: Mapping[str, str | None]) -> str | None:
    """ "cycle" where the way up comes back to the unit itself, "too_deep" where it does not end in time."""
    above = parents[code]
    for _ in range(MOST_LEVELS):
        if above is None:
            return None
        if above == code:
            return "cycle"
        above = parents.get(above)
    return "too_deep"


def _placed(
    rows: Sequence[UnitRow],
    stored: Mapping[str, Unit],
    parents: Mapping[str, str | None],
    ids: Mapping[str, int],
    clusters: Mapping[str, int],
) -> list[Unit]:
    """Every unit as it will be, the moved ones with those below them; nothing here is in a cycle any more."""
    named = {row.code: row for row in rows}
    after = []
    for code, above in parents.items():
        row = named.get(code)
        wanted = row if row is not None else stored[code]
        after.append(
            Unit(
                unit_id=ids[code],
                code=code,
                name=wanted.name,
                kind=wanted.kind,
                level=wanted.level,
                parent_id=None if above is None else ids[above],
                cluster_id=stored[code].cluster_id if row is None else clusters.get(row.cluster or ""),
                duty=wanted.duty,
                path=_path(code, parents, ids),
                ended_on=None if code not in stored else stored[code].ended_on,
            )
        )
    return after


def _path(code: str, parents: Mapping[str, str | None], ids: Mapping[str, int]) -> str:
    way: list[str] = []
    above: str | None = code
    while above is not None:
        way.append(str(ids[above]))
        above = parents[above]
    return "/".join(("", *reversed(way), ""))


def _clusters(tx: Tx, who: Caller | None, rows: Sequence[UnitRow], paths: Sequence[str]) -> dict[str, int]:
    """The cluster that each name or code in the file means, made where there is none yet.

    An admin means the clusters of his own units: a neighbour's of the same name is another one.
    """
    every = units.every_cluster(tx)
    known: list[Cluster] = (
        every if who is None else [cluster for path in paths for cluster in units.clusters_below(tx, path)]
    )
    meant = {cluster.name: cluster.cluster_id for cluster in known} | {
        cluster.code: cluster.cluster_id for cluster in known
    }
    taken = {cluster.code for cluster in every}
    for name in {row.cluster: None for row in rows if row.cluster and row.cluster not in meant}:
        place = "" if who is None else str(at(who, Action.KEEP_PEOPLE).unit_id)
        added = units.add_cluster(tx, code=_free(name, place, taken), name=name)
        taken.add(added.code)
        meant[name] = added.cluster_id
    return meant


def _free(name: str, place: str, taken: set[str]) -> str:
    """The name itself as a code, or where another office has taken it, with a number behind it."""
    if name not in taken:
        return name
    tries = (" ".join((name[:40], place, *([str(n)] if n else []))) for n in count())
    return next(code for code in tries if code not in taken)
