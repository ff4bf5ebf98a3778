"""/donvi: one unit, found by any of its names; what else it is called is added, taken away, and kept when it is renamed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal, TypeAlias

from bot.campaign.successions import UnitChange
from bot.errors import Refused
from bot.store import audit, people, successions, unit_names, units
from bot.store.engine import Tx
from bot.store.successions import Changed
from bot.store.unit_names import Alias, FormerName
from bot.store.units import Unit
from bot.texts import View
from bot.usecases import naming, planned_changes, renaming
from bot.usecases.access import Action, Caller, kept_unit, may, reach
from bot.usecases.planned_changes import Coming
from bot.usecases.unit_names import Answer, Renamed, UnitChoice, named, parent_of, renamed, told_apart

Asked: TypeAlias = Literal["alias", "former", "name"]
Said: TypeAlias = Literal[
    "alias_added",
    "alias_there",
    "alias_dropped",
    "former_added",
    "former_dropped",
    "renamed",
    "signed_off",
    "not_signed_off",
    "merged",
    "split",
    "planned",
]

ASKED: tuple[Asked, ...] = ("alias", "former", "name")
SEARCH, SCREEN = "unit_search", "unit_card"
BUTTONS = 8
"""Names that can be taken away by a button."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitSearch(View):
    """`/donvi`: which unit? `own` are those at which the admin holds his role."""

    template: ClassVar[str] = "unit_search"
    in_place: ClassVar[bool] = True
    own: tuple[UnitChoice, ...]
    coming: tuple[Coming, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitCard(View):
    """A unit and its names; `asked` is what the next message gives, `said` what was done just now."""

    template: ClassVar[str] = "unit_card"
    in_place: ClassVar[bool] = True
    unit: Unit
    parent: str | None
    cluster: str | None
    signed_off: bool
    aliases: tuple[Alias, ...]
    former: tuple[FormerName, ...]
    renamed: tuple[Renamed, ...]
    changes: tuple[Changed, ...]
    coming: tuple[Coming, ...]
    asked: Asked | None
    said: Said | None
    buttons: int = BUTTONS
    version: int


def begin(tx: Tx, who: Caller, now: datetime, *, text: str = "") -> View:
    """`/donvi`, with a name behind it or without."""
    reach(who, Action.KEEP_PEOPLE)
    if text.strip():
        return find(tx, who, now, text=text)
    people.move(tx, who.known, SEARCH, now=now)
    return _search(tx, who)


def find(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The card of the unit that is named, of those at and below the admin's own; several are buttons."""
    found = named(tx, text, _within_reach(tx, who), Answer(action="unit"))
    return _show(tx, who, now, kept_unit(tx, who, found.unit_id), former_id=found.former_id)


def open_card(tx: Tx, who: Caller, now: datetime, *, unit_id: int, said: Said | None = None) -> View:
    return _show(tx, who, now, kept_unit(tx, who, unit_id), said=said)


def ask(tx: Tx, who: Caller, now: datetime, *, unit_id: int, place: int) -> View:
    """Ask for an alias, a former name or a new name, by its place in ASKED."""
    if not 0 <= place < len(ASKED):
        raise Refused("stale")
    return _show(tx, who, now, kept_unit(tx, who, unit_id), asked=ASKED[place])


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """What was asked for; where nothing was, the name of another unit."""
    pending = who.draft.pending or {}
    asked: Asked | None = pending.get("asked")
    if asked is None:
        return find(tx, who, now, text=text)
    unit = kept_unit(tx, who, pending["unit"])
    match asked:
        case "alias":
            return _add_alias(tx, who, now, unit, text)
        case "former":
            return _add_former(tx, who, now, unit, text)
        case "name":
            return _rename(tx, who, now, unit, text)


def drop_alias(tx: Tx, who: Caller, now: datetime, *, alias_id: int) -> View:
    alias = unit_names.alias(tx, alias_id)
    if alias is None:
        raise Refused("stale")
    unit = kept_unit(tx, who, alias.unit_id)
    unit_names.drop_alias(tx, alias_id)
    _note(tx, who, now, unit, action="drop_alias", facts={"alias": alias_id})
    return _show(tx, who, now, unit, said="alias_dropped")


def drop_former(tx: Tx, who: Caller, now: datetime, *, former_id: int) -> View:
    former = unit_names.former(tx, former_id)
    if former is None:
        raise Refused("stale")
    unit = kept_unit(tx, who, former.unit_id)
    unit_names.drop_former(tx, former_id)
    _note(tx, who, now, unit, action="drop_former_name", facts={"former": former_id})
    return _show(tx, who, now, unit, said="former_dropped")


def current(tx: Tx, who: Caller, _: datetime) -> View | None:
    """The screen that is open; None where none is, or the unit is not the person's any more."""
    if who.draft.screen == SEARCH and who.holds(*Action.KEEP_PEOPLE.roles):
        return _search(tx, who)
    pending = who.draft.pending or {}
    unit = units.by_id(tx, pending.get("unit", 0)) if who.draft.screen == SCREEN else None
    if unit is None or not may(who, Action.KEEP_PEOPLE, unit_id=unit.unit_id, path=unit.path):
        return None
    return _card(tx, unit, pending, version=who.draft.version)


# --- What is written ---------------------------------------------------------------------------------------


def _add_alias(tx: Tx, who: Caller, now: datetime, unit: Unit, text: str) -> View:
    ids = unit_names.add_aliases(tx, unit.unit_id, [naming.read_name(text).name])
    if not ids:
        return _show(tx, who, now, unit, said="alias_there")
    _note(tx, who, now, unit, action="add_alias", facts={"alias": ids[0]})
    return _show(tx, who, now, unit, said="alias_added")


def _add_former(tx: Tx, who: Caller, now: datetime, unit: Unit, text: str) -> View:
    one = naming.read_name(text)
    former_id = unit_names.add_former(
        tx, unit.unit_id, one.name, until=one.since, decision=one.decision, note=one.note
    )
    _note(tx, who, now, unit, action="add_former_name", facts={"former": former_id})
    return _show(tx, who, now, unit, said="former_added")


def _rename(tx: Tx, who: Caller, now: datetime, unit: Unit, text: str) -> View:
    """The old name stays as a former one, from the day that was written, or today; one that is to come waits for it."""
    new = naming.read_name(text)
    since = new.since or now.date()
    if since > now.date():
        naming.require_free(tx, new.name, below=unit.parent_id, but=[unit.unit_id])
        wanted = {
            "kind": UnitChange.RENAME.value,
            "units": [unit.unit_id],
            "was": unit.name,
            "name": new.name,
            "on": since.isoformat(),
            "decision": new.decision or "",
        }
        planned_changes.keep(tx, who, now, wanted)
        return _show(tx, who, now, unit, said="planned")
    after = renaming.rename(tx, who, now, unit, name=new.name, since=since, decision=new.decision)
    return _show(tx, who, now, after, said="renamed")


def _note(
    tx: Tx, who: Caller, now: datetime, unit: Unit, *, action: str, facts: Mapping[str, object] | None
) -> None:
    audit.note(tx, action, "unit", unit.unit_id, person_id=who.known, now=now, facts=facts)


# --- What is shown -----------------------------------------------------------------------------------------


def _within_reach(tx: Tx, who: Caller) -> dict[int, Unit]:
    return {unit.unit_id: unit for path in reach(who, Action.KEEP_PEOPLE) for unit in units.below(tx, path)}


def _search(tx: Tx, who: Caller) -> UnitSearch:
    held = {held.unit_id for held in who.roles if held.role in Action.KEEP_PEOPLE.roles}
    own = [unit for unit in (units.by_id(tx, unit_id) for unit_id in sorted(held)) if unit is not None]
    return UnitSearch(own=told_apart(tx, own, {}), coming=planned_changes.every(tx, who))


def _show(
    tx: Tx,
    who: Caller,
    now: datetime,
    unit: Unit,
    *,
    asked: Asked | None = None,
    said: Said | None = None,
    former_id: int | None = None,
) -> UnitCard:
    pending = {"unit": unit.unit_id, "asked": asked, "said": said, "former": former_id}
    people.move(tx, who.known, SCREEN, now=now, pending=pending)
    return _card(tx, unit, pending, version=who.draft.version + 1)


def _card(tx: Tx, unit: Unit, pending: Mapping[str, Any], *, version: int) -> UnitCard:
    clusters = {cluster.cluster_id: cluster.name for cluster in units.every_cluster(tx)}
    return UnitCard(
        unit=unit,
        parent=parent_of(tx, unit),
        cluster=clusters.get(unit.cluster_id or 0),
        signed_off=units.is_signed_off(tx, unit.unit_id),
        aliases=tuple(unit_names.aliases_of(tx, unit.unit_id)),
        former=tuple(unit_names.former_of(tx, unit.unit_id)),
        renamed=renamed(tx, [pending.get("former")]),
        changes=tuple(successions.of_unit(tx, unit.unit_id)),
        coming=planned_changes.of_unit(tx, unit.unit_id),
        asked=pending.get("asked"),
        said=pending.get("said"),
        version=version,
    )
