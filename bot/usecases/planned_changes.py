"""What an admin plans for units ahead: a merger, a split or a new name, kept until its day and then carried out.

It is kept as it was put together, not as what it comes to: what moves is found on the day. The tick asks for those
whose day has come, so an outage over the day loses none; carried out and ended is one transaction, so none is done twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Literal

from bot.campaign.successions import Following, UnitChange
from bot.errors import Refused
from bot.store import audit, invitations, outbox, planned_changes, units
from bot.store.engine import Tx
from bot.store.planned_changes import Planned
from bot.store.units import Unit
from bot.texts import View
from bot.usecases import naming, renaming, succession_plans, successions
from bot.usecases.access import Action, Caller, may, of_person
from bot.usecases.held_roles import HEARD_WITHIN

FURTHEST = 731
"""Days ahead: beyond two years a mistyped year is likelier than a plan."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Coming:
    """A planned change by the names of those whom it is about."""

    planned_id: int
    kind: UnitChange
    units: tuple[str, ...]
    into: bool
    successor: str
    on: date
    decision: str
    figures: Following
    person: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedChange(View):
    """A planned change; once its day has come and it could not be carried out, with the reason."""

    template: ClassVar[str] = "planned_change"
    in_place: ClassVar[bool] = True
    coming: Coming
    unit_id: int
    due: bool
    may_settle: bool
    asked: bool
    said: Literal["made", "dropped"] | None
    reason: str | None
    facts: Mapping[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedTold(View):
    """For whoever planned it: it was carried out on its day, or why it could not be."""

    template: ClassVar[str] = "planned_told"
    coming: Coming
    unit_id: int | None
    reason: str | None
    facts: Mapping[str, object]


# --- Planned, seen, taken back ---------------------------------------------------------------------------------


def keep(tx: Tx, who: Caller, now: datetime, wanted: Mapping[str, Any]) -> None:
    """Have it carried out on its day.

    Refused: unit_change_far; unit_change_planned where another one ends one of the units, or makes the same name.
    """
    on = date.fromisoformat(wanted["on"])
    if (on - now.date()).days > FURTHEST:
        raise Refused("unit_change_far", on=on)
    first = _unit(tx, wanted["units"][0])
    units.hold(tx, first.parent_id)
    for other in planned_changes.waiting(tx):
        if _clash(tx, wanted, other.wanted):
            raise Refused("unit_change_planned", on=other.on, names=_coming(tx, other).units)
    planned_id = planned_changes.add(tx, wanted, on=on, person_id=who.known, now=now)
    _note(tx, who, now, "plan_change", first, planned_id)


def _clash(tx: Tx, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if _ended(one) & set(other["units"]) or _ended(other) & set(one["units"]):
        return True
    names = [each.get("name") for each in (one, other)]
    parents = [_unit(tx, each["units"][0]).parent_id for each in (one, other)]
    return (
        None not in names
        and str(names[0]).casefold() == str(names[1]).casefold()
        and parents[0] == parents[1]
    )


def _ended(wanted: Mapping[str, Any]) -> set[int]:
    return set(wanted["units"]) - {wanted.get("into")} if wanted["kind"] == UnitChange.MERGE else set()


def every(tx: Tx, who: Caller) -> tuple[Coming, ...]:
    """What is planned for units that the caller keeps."""
    return tuple(
        _coming(tx, one) for one in planned_changes.waiting(tx) if _reaches(tx, who, one, every_unit=False)
    )


def of_unit(tx: Tx, unit_id: int) -> tuple[Coming, ...]:
    return tuple(_coming(tx, one) for one in planned_changes.waiting(tx) if unit_id in one.wanted["units"])


def show(tx: Tx, who: Caller, now: datetime, *, planned_id: int) -> View:
    return _shown(tx, who, now, _open(tx, who, planned_id, every_unit=False))


def drop(tx: Tx, who: Caller, now: datetime, *, planned_id: int, sure: bool) -> View:
    """Take it back, once that is asked: the units stay as they are."""
    planned = _open(tx, who, planned_id, every_unit=True)
    if not sure:
        return _shown(tx, who, now, planned, asked=True)
    view = _shown(tx, who, now, planned, said="dropped")
    planned_changes.end(tx, planned_id, now)
    _note(tx, who, now, "drop_planned_change", _unit(tx, planned.wanted["units"][0]), planned_id)
    return view


def make(tx: Tx, who: Caller, now: datetime, *, planned_id: int) -> View:
    """Carry it out by one's own right: where whoever planned it may not any more."""
    planned = _open(tx, who, planned_id, every_unit=True)
    if planned.on > now.date():
        raise Refused("stale")
    view = _shown(tx, who, now, planned, said="made")
    _do(tx, who, now, planned)
    return view


def _open(tx: Tx, who: Caller, planned_id: int, *, every_unit: bool) -> Planned:
    planned = planned_changes.of(tx, planned_id)
    if planned is None or planned.ended_at is not None:
        raise Refused("planned_ended")
    if not _reaches(tx, who, planned, every_unit=every_unit):
        raise Refused("not_allowed")
    return planned


def _reaches(tx: Tx, who: Caller, planned: Planned, *, every_unit: bool) -> bool:
    """Whether the caller keeps the people of every unit that it is about, or of one of them."""
    kept = (
        may(who, Action.KEEP_PEOPLE, unit_id=unit.unit_id, path=unit.path)
        for unit in (_unit(tx, unit_id) for unit_id in planned.wanted["units"])
    )
    return all(kept) if every_unit else any(kept)


# --- Carried out -----------------------------------------------------------------------------------------------


def carry_out(tx: Tx, now: datetime, planned_id: int) -> None:
    """What its day has come for, by the right of whoever planned it; nothing where it has ended meanwhile.

    Refused: why it cannot be done; then `hold`, in a transaction of its own.
    """
    planned = planned_changes.of(tx, planned_id)
    if planned is None or planned.ended_at is not None:
        return
    _do(tx, of_person(tx, planned.person_id, now), now, planned)
    _tell(tx, planned, [planned.person_id], "made", now)


def hold(tx: Tx, now: datetime, planned_id: int) -> int:
    """It could not be carried out: whoever planned it hears so once, or the admins who may still settle it.

    Returns how many are told now.
    """
    planned = planned_changes.of(tx, planned_id)
    if planned is None or planned.ended_at is not None:
        return 0
    hear = [planned.person_id]
    if not _reaches(tx, of_person(tx, planned.person_id, now), planned, every_unit=True):
        hear = invitations.nearest_admins(tx, _above(tx, planned), now)
    return _tell(tx, planned, hear, "held", now)


def _above(tx: Tx, planned: Planned) -> str:
    """The path of the nearest unit that stands above all that it is about: its admins may settle it."""
    paths = [_unit(tx, unit_id).path.strip("/").split("/")[:-1] for unit_id in planned.wanted["units"]]
    shared = [ids[0] for ids in zip(*paths, strict=False) if len(set(ids)) == 1]
    return "/".join(("", *shared, ""))


def _do(tx: Tx, who: Caller, now: datetime, planned: Planned) -> None:
    if planned.wanted["kind"] == UnitChange.RENAME:
        unit = succession_plans.kept(tx, who, planned.wanted["units"][0])
        name, decision = planned.wanted["name"], planned.wanted["decision"] or None
        successor = renaming.rename(tx, who, now, unit, name=name, since=planned.on, decision=decision)
    else:
        successor = successions.carry_out(tx, who, now, succession_plans.change_of(tx, planned.wanted, now))
    planned_changes.end(tx, planned.planned_id, now, successor_id=successor.unit_id)


def _tell(tx: Tx, planned: Planned, hear: list[int], what: str, now: datetime) -> int:
    return outbox.put_each(
        tx,
        {one: ":".join(("planned", str(planned.planned_id), what, str(one))) for one in hear},
        kind="planned_change",
        subject_id=planned.planned_id,
        lane="reply",
        due_at=now,
        expires_at=now + HEARD_WITHIN,
    )


def told(tx: Tx, planned_id: int, person_id: int, now: datetime) -> PlannedTold | None:
    """None where it was taken back meanwhile, or is about to be carried out after all."""
    planned = planned_changes.of(tx, planned_id)
    if planned is None or (planned.ended_at is not None and planned.successor_id is None):
        return None
    refused = (
        None if planned.ended_at is not None else _refusal(tx, of_person(tx, person_id, now), now, planned)
    )
    if planned.ended_at is None and refused is None:
        return None
    return PlannedTold(
        coming=_coming(tx, planned),
        unit_id=planned.successor_id,
        reason=None if refused is None else refused.reason,
        facts={} if refused is None else refused.facts,
    )


def _refusal(tx: Tx, who: Caller, now: datetime, planned: Planned) -> Refused | None:
    """Why it cannot be carried out by the caller today."""
    try:
        if planned.wanted["kind"] == UnitChange.RENAME:
            unit = succession_plans.kept(tx, who, planned.wanted["units"][0])
            naming.require_free(tx, planned.wanted["name"], below=unit.parent_id, but=[unit.unit_id])
        else:
            succession_plans.plan(tx, who, now, succession_plans.change_of(tx, planned.wanted, now))
    except Refused as refused:
        return refused
    return None


# --- What is shown -----------------------------------------------------------------------------------------------


def _shown(
    tx: Tx,
    who: Caller,
    now: datetime,
    planned: Planned,
    *,
    asked: bool = False,
    said: Literal["made", "dropped"] | None = None,
) -> PlannedChange:
    due = planned.on <= now.date()
    refused = _refusal(tx, who, now, planned) if due and said is None else None
    return PlannedChange(
        coming=_coming(tx, planned),
        unit_id=planned.wanted.get("into") or planned.wanted["units"][0],
        due=due,
        may_settle=_reaches(tx, who, planned, every_unit=True),
        asked=asked,
        said=said,
        reason=None if refused is None else refused.reason,
        facts={} if refused is None else refused.facts,
    )


def _coming(tx: Tx, planned: Planned) -> Coming:
    wanted = planned.wanted
    into = wanted.get("into")
    return Coming(
        planned_id=planned.planned_id,
        kind=UnitChange(wanted["kind"]),
        # Once it is renamed it is told of by the name that it had.
        units=(wanted["was"],)
        if "was" in wanted
        else tuple(_unit(tx, unit_id).name for unit_id in wanted["units"] if unit_id != into),
        into=into is not None,
        successor=wanted.get("name") or _unit(tx, into or 0).name,
        on=planned.on,
        decision=wanted["decision"],
        figures=Following(wanted.get("following", Following.APART.value)),
        person=planned.person,
    )


def _unit(tx: Tx, unit_id: int) -> Unit:
    unit = units.by_id(tx, unit_id)
    if unit is None:
        raise Refused("gone")
    return unit


def _note(tx: Tx, who: Caller, now: datetime, action: str, unit: Unit, planned_id: int) -> None:
    facts = {"planned": planned_id}
    audit.note(tx, action, "unit", unit.unit_id, person_id=who.known, now=now, facts=facts)
