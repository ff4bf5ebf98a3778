"""Which unit a person means by a name: the one door for every place where a name is typed.

The index over all units is made once for each state of their names, and kept by database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import Refused
from bot.language.names import NamedUnit, NameMatch, UnitNames
from bot.store import unit_names, units
from bot.store.engine import Tx
from bot.store.unit_names import FormerName
from bot.store.units import Unit

_KEPT: dict[str, tuple[tuple[int, int, int], UnitNames[int]]] = {}
"""By the database's address: the state of the names that an index was made of, and the index."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitChoice:
    """A unit on a button: `parent` where another one on offer has the same name, `former` where it was found by one."""

    unit_id: int
    name: str
    parent: str | None = None
    former: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """The unit that was meant, and the former name by which it was found."""

    unit_id: int
    former: FormerName | None = None

    @property
    def former_id(self) -> int | None:
        return None if self.former is None else self.former.former_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Renamed:
    """For the echo: what was typed is the former name of this unit."""

    former: FormerName
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The buttons under a question for one of several units: `action:first:unit:version`, `first` where there is one."""

    action: str
    first: int | None = None
    version: int | None = None


def index(tx: Tx) -> UnitNames[int]:
    """All units by all their names."""
    address, state = str(tx.engine.url), unit_names.state(tx)
    kept = _KEPT.get(address)
    if kept is None or kept[0] != state:
        # One database a process; the tests have many, and need none of them again.
        _KEPT.clear()
        kept = _KEPT[address] = (state, UnitNames(_every(tx)))
    return kept[1]


def _every(tx: Tx) -> list[NamedUnit[int]]:
    every, others = units.every(tx), unit_names.every(tx)
    names = {unit.unit_id: unit.name for unit in every}
    return [
        NamedUnit(
            key=unit.unit_id,
            name=unit.name,
            code=unit.code,
            kind=unit.kind,
            within=tuple(names[int(key)] for key in unit.path.strip("/").split("/")[:-1]),
            aliases=tuple(others.aliases.get(unit.unit_id, ())),
            former=tuple(others.former.get(unit.unit_id, ())),
        )
        for unit in every
        if unit.path and unit.ended_on is None
    ]


def named(tx: Tx, text: str, among: Mapping[int, object], answer: Answer) -> Named:
    """The unit that a person names, of those that may be meant here (by id).

    Refused: unit_ambiguous, with a button for each that may be meant, and unit_unknown.
    """
    found = index(tx).find(text, among=among)
    if found.sure:
        return meant(tx, found)
    if not found.keys:
        raise Refused("unit_unknown", typed=text[:80])
    raise Refused("unit_ambiguous", typed=text[:80], units=choices(tx, found), more=found.more, answer=answer)


def meant(tx: Tx, found: NameMatch[int]) -> Named:
    """The unit of an answer that is sure."""
    former = unit_names.former_called(tx, found.keys[0], found.by[0])
    return Named(unit_id=found.keys[0], former=former)


def renamed(tx: Tx, former_ids: Iterable[int | None]) -> tuple[Renamed, ...]:
    """The former names behind these ids with their units as they are called now."""
    known = (unit_names.former(tx, key) for key in former_ids if key is not None)
    found = ((former, units.by_id(tx, former.unit_id)) for former in known if former is not None)
    return tuple(Renamed(former=former, unit=unit.name) for former, unit in found if unit is not None)


def choices(tx: Tx, found: NameMatch[int]) -> tuple[UnitChoice, ...]:
    """The units on offer."""
    offered = [unit for unit in (units.by_id(tx, key) for key in found.keys) if unit is not None]
    return told_apart(tx, offered, dict(zip(found.keys, found.by, strict=True)))


def told_apart(tx: Tx, offered: Sequence[Unit], by: Mapping[int, str]) -> tuple[UnitChoice, ...]:
    """Units as buttons: those of one name with the unit above them, those found by a former name with that."""
    names = [unit.name.casefold() for unit in offered]
    return tuple(
        UnitChoice(
            unit_id=unit.unit_id,
            name=unit.name,
            parent=parent_of(tx, unit) if names.count(unit.name.casefold()) > 1 else None,
            former=_former(tx, unit, by.get(unit.unit_id)),
        )
        for unit in offered
    )


def _former(tx: Tx, unit: Unit, by: str | None) -> str | None:
    known = by is not None and by != unit.name and unit_names.former_called(tx, unit.unit_id, by) is not None
    return by if known else None


def parent_of(tx: Tx, unit: Unit) -> str | None:
    parent = None if unit.parent_id is None else units.by_id(tx, unit.parent_id)
    return None if parent is None else parent.name
