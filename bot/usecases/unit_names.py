"""Which unit a person means by a name: the one door for every place where a name is typed.

The index over all units is made once and kept by database; when names change, it is renewed for the units concerned.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import Refused
from bot.language.names import NamedUnit, NameMatch, UnitNames
from bot.store import unit_names, units
from bot.store.engine import Tx
from bot.store.unit_names import Called, FormerName
from bot.store.units import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    """An index, what the units were called when it was made, and the state of the names then."""

    state: tuple[str, int, int]
    called: Mapping[int, Called]
    index: UnitNames[int]


_KEPT: dict[str, _Kept] = {}
"""By the database's address."""


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
    if kept is None or kept.state != state:
        called = unit_names.every(tx)
        if kept is None:
            # One database a process; the tests have many, and need none of them again.
            _KEPT.clear()
        kept = _KEPT[address] = _Kept(state=state, called=called, index=_indexed(called, kept))
    return kept.index


def _indexed(called: Mapping[int, Called], kept: _Kept | None) -> UnitNames[int]:
    """The index that is kept, renewed for the units that are called otherwise and for those below them."""
    if kept is None:
        return UnitNames(_unit(called, key) for key, unit in called.items() if not unit.ended)
    changed = {key for key, unit in called.items() if kept.called.get(key) != unit}
    renamed = {key for key in changed if key in kept.called and kept.called[key].name != called[key].name}
    if renamed:
        changed |= {key for key, unit in called.items() if not renamed.isdisjoint(_above(unit))}
    gone = [key for key in changed if called[key].ended] + [key for key in kept.called if key not in called]
    return kept.index.renewed([_unit(called, key) for key in sorted(changed) if not called[key].ended], gone)


def _above(unit: Called) -> list[int]:
    """The units in which it lies, the highest first."""
    return [int(key) for key in unit.path.strip("/").split("/")[:-1]]


def _unit(called: Mapping[int, Called], key: int) -> NamedUnit[int]:
    unit = called[key]
    return NamedUnit(
        key=key,
        name=unit.name,
        code=unit.code,
        kind=unit.kind,
        within=tuple(called[above].name for above in _above(unit)),
        aliases=unit.aliases,
        former=unit.former,
    )


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
