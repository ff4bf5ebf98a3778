"""A unit is merged or split from its card, step by step: with which, into what, from when, by what paper, the figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Literal, TypeAlias

from bot.campaign.successions import Following, UnitChange
from bot.errors import Refused
from bot.language.dates import read_date
from bot.store import people, units
from bot.store.engine import Tx
from bot.store.units import Unit
from bot.texts import View
from bot.usecases import naming, succession_plans, successions, unit_cards
from bot.usecases.access import Action, Caller, reach, require
from bot.usecases.succession_plans import Change, Plan
from bot.usecases.unit_names import Answer, named

SCREEN = "unit_change"
MOST_UNITS = 12
LONGEST_DECISION = 120
KINDS = (UnitChange.MERGE, UnitChange.SPLIT)
Step: TypeAlias = Literal["kind", "units", "into", "on", "decision", "figures", "preview"]


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitChangeScreen(View):
    """What is known of the change, and what is asked next; at last what it comes to."""

    template: ClassVar[str] = "unit_change"
    in_place: ClassVar[bool] = True
    step: Step
    kind: UnitChange | None
    units: tuple[Unit, ...]
    name: str | None
    on: date | None
    decision: str | None
    choices: tuple[Following, ...]
    plan: Plan | None
    version: int


def begin(tx: Tx, who: Caller, now: datetime, *, unit_id: int) -> View:
    _kept(tx, who, unit_id)
    return _go(tx, who, now, {"units": [unit_id]})


def choose_kind(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    pending = _pending(who, "kind")
    if not 0 <= place < len(KINDS):
        raise Refused("stale")
    return _go(tx, who, now, {**pending, "kind": KINDS[place].value})


def add_unit(tx: Tx, who: Caller, now: datetime, *, unit_id: int) -> View:
    """One more of those that become one."""
    pending = _pending(who, "units")
    _kept(tx, who, unit_id)
    chosen = list(dict.fromkeys([*pending["units"], unit_id]))
    if len(chosen) > MOST_UNITS:
        raise Refused("units_too_many_at_once", most=MOST_UNITS)
    return _go(tx, who, now, {**pending, "units": chosen})


def enough(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Đủ rồi": no further unit."""
    return _go(tx, who, now, {**_pending(who, "units"), "ready": True})


def choose_successor(tx: Tx, who: Caller, now: datetime, *, unit_id: int) -> View:
    """One of the units goes on, the others go up in it."""
    pending = _pending(who, "into")
    if pending["kind"] != UnitChange.MERGE or unit_id not in pending["units"] or len(pending["units"]) < 2:
        raise Refused("stale")
    return _go(tx, who, now, {**pending, "into": unit_id})


def choose_figures(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    pending = _pending(who, "figures")
    offered = succession_plans.choices(tx, _change(pending))
    if not 0 <= place < len(offered):
        raise Refused("stale")
    return _go(tx, who, now, {**pending, "following": offered[place].value})


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """What is asked for: a unit, the new name, the day, the number of the paper."""
    pending = _pending(who)
    match _step(pending):
        case "units":
            among = {
                unit.unit_id: unit
                for path in reach(who, Action.KEEP_PEOPLE)
                for unit in units.below(tx, path)
            }
            answer = Answer(action="unit_change_with", version=who.draft.version)
            return add_unit(tx, who, now, unit_id=named(tx, text, among, answer).unit_id)
        case "into":
            return _go(tx, who, now, {**pending, "name": _new_name(tx, pending, text)})
        case "on":
            return _go(tx, who, now, {**pending, "on": _day(text, now).isoformat()})
        case "decision":
            number = " ".join(text.split())[:LONGEST_DECISION]
            return _go(tx, who, now, {**pending, "decision": number})
        case _:
            raise Refused("stale")


def make(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Thực hiện": all of it, in this transaction."""
    change = _change(_pending(who, "preview"))
    successor = successions.carry_out(tx, who, now, change)
    said: unit_cards.Said = "merged" if change.kind is UnitChange.MERGE else "split"
    return unit_cards.open_card(tx, who, now, unit_id=successor.unit_id, said=said)


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The open step; None where none is, or what was chosen is not the admin's any more."""
    if who.draft.screen != SCREEN or who.draft.pending is None:
        return None
    try:
        return _shown(tx, who, now, who.draft.pending, version=who.draft.version)
    except Refused:
        return None


# --- Steps -----------------------------------------------------------------------------------------------


def _step(pending: Mapping[str, Any]) -> Step:
    if "kind" not in pending:
        return "kind"
    if pending["kind"] == UnitChange.MERGE and not pending.get("ready"):
        return "units"
    if pending.get("into") is None and pending.get("name") is None:
        return "into"
    if "on" not in pending:
        return "on"
    if "decision" not in pending:
        return "decision"
    return "preview" if "following" in pending else "figures"


def _pending(who: Caller, step: Step | None = None) -> dict[str, Any]:
    """What is known so far; Refused where another step is open."""
    pending = who.draft.pending
    if who.draft.screen != SCREEN or pending is None or (step is not None and _step(pending) != step):
        raise Refused("stale")
    return pending


def _go(tx: Tx, who: Caller, now: datetime, pending: dict[str, Any]) -> View:
    if _step(pending) == "figures":
        offered = succession_plans.choices(tx, _change(pending))
        if len(offered) == 1:
            pending = {**pending, "following": offered[0].value}
    # What cannot be is said before anything is stored.
    view = _shown(tx, who, now, pending, version=who.draft.version + 1)
    people.move(tx, who.known, SCREEN, now=now, pending=pending)
    return view


def _shown(
    tx: Tx, who: Caller, now: datetime, pending: Mapping[str, Any], *, version: int
) -> UnitChangeScreen:
    step = _step(pending)
    plan = succession_plans.plan(tx, who, now, _change(pending)) if step == "preview" else None
    on = pending.get("on")
    return UnitChangeScreen(
        step=step,
        kind=UnitChange(pending["kind"]) if "kind" in pending else None,
        units=tuple(_kept(tx, who, unit_id) for unit_id in pending["units"]),
        name=pending.get("name") or _name_of(tx, pending.get("into")),
        on=None if on is None else date.fromisoformat(on),
        decision=pending.get("decision"),
        choices=succession_plans.choices(tx, _change(pending)) if step == "figures" else (),
        plan=plan,
        version=version,
    )


def _change(pending: Mapping[str, Any]) -> Change:
    return Change(
        kind=UnitChange(pending["kind"]),
        unit_ids=tuple(pending["units"]),
        into=pending.get("into"),
        name=pending.get("name"),
        on=date.fromisoformat(pending["on"]),
        decision=pending["decision"],
        following=Following(pending.get("following", Following.APART.value)),
    )


def _kept(tx: Tx, who: Caller, unit_id: int) -> Unit:
    unit = units.by_id(tx, unit_id)
    if unit is None or unit.ended_on is not None:
        raise Refused("gone")
    require(who, Action.KEEP_PEOPLE, unit_id=unit_id, path=unit.path)
    return unit


def _name_of(tx: Tx, unit_id: int | None) -> str | None:
    unit = None if unit_id is None else units.by_id(tx, unit_id)
    return None if unit is None else unit.name


def _new_name(tx: Tx, pending: Mapping[str, Any], text: str) -> str:
    """A name that no unit beside them has; one of the merged units may lend the new one its name."""
    name = naming.read_name(text).name
    first = units.by_id(tx, pending["units"][0])
    merged = pending["units"] if pending["kind"] == UnitChange.MERGE else ()
    for unit in units.every(tx):
        beside = first is not None and unit.parent_id == first.parent_id and unit.ended_on is None
        if beside and unit.unit_id not in merged and unit.name.casefold() == name.casefold():
            raise Refused("unit_name_taken", name=unit.name)
    return name


def _day(text: str, now: datetime) -> date:
    read = read_date(text, today=now, year=now.year, mode="past")
    if read.date is None or read.candidates:
        raise Refused("date_unread", typed=text[:80], year=now.year)
    if read.date > now.date():
        raise Refused("unit_change_early", on=read.date)
    return read.date
