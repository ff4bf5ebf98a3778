"""Units are merged and split: what goes over is handed on in one transaction, and its people are told."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count
from typing import ClassVar

from bot.campaign.model import CampaignState, Duty, ReportState, Role
from bot.campaign.successions import Following, Stage, UnitChange, carried, goes_over
from bot.store import audit, handing_on, outbox, people, roles, successions, unit_names, unit_targets, units
from bot.store.engine import Tx
from bot.store.successions import Changed, Part
from bot.store.units import Unit
from bot.texts import View
from bot.usecases import naming
from bot.usecases.access import Caller
from bot.usecases.held_roles import HEARD_WITHIN
from bot.usecases.succession_plans import Change, Plan, model_of, plan

NOWHERE = date.min
"""A unit whose figures went over takes part in no period any more."""
BECAUSE = {Following.MOVE: "unit_moved", Following.SUM: "unit_summed"}


def carry_out(tx: Tx, who: Caller, now: datetime, change: Change) -> Unit:
    """Do what the plan says; returns the successor. Figures are new versions, and nothing is deleted."""
    found = plan(tx, who, now, change)
    successor = _successor(tx, change, model_of(change, found.units))
    apart = change.following is Following.APART
    if change.kind is UnitChange.SPLIT:
        for part in found.parts:
            handing_on.join(tx, part.campaign_id, successor.unit_id, part.duty, since=_since(part, change))
        _note(tx, who, now, change, found.units[0], successor, hear=())
        return successor
    if not apart:
        _hand_on_figures(tx, who, now, change, successor)
        handing_on.extend_alike(tx, [unit.unit_id for unit in found.units], successor.unit_id)
    _hand_on_parts(tx, change, found, successor)
    unit_targets.set_all(
        tx,
        {(indicator_id, successor.unit_id): value for indicator_id, value in found.targets.items()},
        person_id=who.known,
        now=now,
        from_on=change.on if apart else None,
    )
    already = {held.person_id for held in roles.at_unit(tx, successor.unit_id, now)}
    for ended in found.ended:
        # Where one stood below another it has come to stand elsewhere meanwhile.
        unit = units.by_id(tx, ended.unit_id) or ended
        _end(tx, who, now, change, unit, successor, already)
    return units.by_id(tx, successor.unit_id) or successor


def _successor(tx: Tx, change: Change, model: Unit) -> Unit:
    """The unit that there is, or a new one in the place of the first, with a code of its own."""
    if change.name is None:
        return model
    taken = {unit.code for unit in units.every(tx)}
    code = next(code for n in count(2) if (code := "-".join((model.code[:58], str(n)))) not in taken)
    unit_id = units.add(tx, [code])[code]
    above = model.path[: -len(str(model.unit_id)) - 1]
    made = replace(
        model, unit_id=unit_id, code=code, name=change.name, path="".join((above, str(unit_id), "/"))
    )
    units.change(tx, [made])
    units.set_signed_off(tx, unit_id, signed_off=units.is_signed_off(tx, model.unit_id))
    return made


def _since(part: Part, change: Change) -> date | None:
    """From which day the successor is asked: of what runs from the change on, where the old figures stay apart."""
    apart = change.following is Following.APART and part.state is CampaignState.RUNNING
    return change.on if apart else None


def _hand_on_figures(tx: Tx, who: Caller, now: datetime, change: Change, successor: Unit) -> None:
    entries = successions.entries(tx, change.unit_ids)
    begun = successions.begun(tx, change.unit_ids)
    own = {
        (one.period_id, one.indicator_id): (one.figure, one.reason)
        for one in entries
        if one.unit_id == successor.unit_id
    }
    given = carried(entries, change.following)
    because = BECAUSE[change.following]
    new = {place: figure for place, figure in given.items() if own.get(place) != figure}
    handing_on.write_figures(tx, successor.unit_id, new, because=because, person_id=who.known, now=now)
    for unit_id in change.unit_ids:
        if unit_id == successor.unit_id:
            continue
        gone = [one for one in entries if one.unit_id == unit_id and goes_over(one, change.following)]
        taken = dict.fromkeys((one.period_id, one.indicator_id) for one in gone)
        handing_on.write_figures(tx, unit_id, taken, because=because, person_id=who.known, now=now)
    for period_id in dict.fromkeys(one.period_id for one in begun):
        here = [one for one in begun if one.period_id == period_id]
        counted = [one for one in here if one.stage is Stage.COUNTED]
        if change.following is Following.MOVE:
            handing_on.hand_in(tx, successor.unit_id, period_id, here[0].state, here, now)
        elif counted:
            accepted = all(one.state is ReportState.ACCEPTED for one in counted)
            state = ReportState.ACCEPTED if accepted else ReportState.SUBMITTED
            handing_on.hand_in(tx, successor.unit_id, period_id, state, counted, now)


def _hand_on_parts(tx: Tx, change: Change, found: Plan, successor: Unit) -> None:
    """The units' parts in campaigns: the successor's from then on, as a duty where it was one for any of them."""
    until = change.on if change.following is Following.APART else NOWHERE
    ended = {unit.unit_id for unit in found.ended}
    for part in found.parts:
        duties = {one.duty for one in found.parts if one.campaign_id == part.campaign_id}
        duty = Duty.REQUIRED if Duty.REQUIRED in duties else Duty.INVITED
        handing_on.join(tx, part.campaign_id, successor.unit_id, duty, since=_since(part, change))
        if part.unit_id in ended:
            handing_on.leave(tx, part.campaign_id, part.unit_id, until=until)
            handing_on.pass_assignments(tx, part.campaign_id, part.unit_id, successor.unit_id)


def _end(
    tx: Tx, who: Caller, now: datetime, change: Change, unit: Unit, successor: Unit, already: Collection[int]
) -> None:
    """A unit goes up in its successor: its people, campaigns, units below, open screens and names."""
    handing_on.pass_screens(tx, unit.unit_id, successor.unit_id, now)
    handing_on.close_questions(tx, unit.unit_id, now)
    moved = {person_id for person_id, _ in handing_on.pass_roles(tx, unit.unit_id, successor.unit_id, now)}
    handing_on.pass_invitations(tx, unit.unit_id, successor.unit_id)
    handing_on.pass_office(tx, unit.unit_id, successor.unit_id)
    below = [one for one in units.every(tx) if one.path.startswith(unit.path) and one.unit_id != unit.unit_id]
    units.change(
        tx,
        [
            replace(
                one,
                parent_id=successor.unit_id if one.parent_id == unit.unit_id else one.parent_id,
                path="".join((successor.path, one.path.removeprefix(unit.path))),
            )
            for one in below
        ],
    )
    handing_on.end(tx, unit.unit_id, change.on)
    _keep_names(tx, change, unit, successor)
    people.reopen(tx, sorted(moved | set(already)))
    _note(tx, who, now, change, unit, successor, hear=moved | set(already))


def _keep_names(tx: Tx, change: Change, unit: Unit, successor: Unit) -> None:
    """Whoever types a name of the old unit finds its successor."""
    former = unit_names.former_of(tx, unit.unit_id)
    naming.keep_former(
        tx, successor.unit_id, old=unit.name, new=successor.name, since=change.on, decision=change.decision
    )
    for one in former:
        if one.name.casefold() != successor.name.casefold():
            unit_names.add_former(
                tx, successor.unit_id, one.name, until=one.until, decision=one.decision, note=one.note
            )
    unit_names.add_aliases(
        tx, successor.unit_id, [one.name for one in unit_names.aliases_of(tx, unit.unit_id)]
    )
    unit_names.changed(tx)


def _note(
    tx: Tx, who: Caller, now: datetime, change: Change, unit: Unit, successor: Unit, *, hear: Collection[int]
) -> None:
    change_id = successions.add(
        tx,
        change.kind,
        unit_id=unit.unit_id,
        successor_id=successor.unit_id,
        on=change.on,
        decision=change.decision,
        following=change.following,
        person_id=who.known,
        now=now,
    )
    facts = {
        "successor": successor.unit_id,
        "on": change.on.isoformat(),
        "decision": change.decision,
        "figures": change.following.value,
    }
    audit.note(tx, change.kind.value, "unit", unit.unit_id, person_id=who.known, now=now, facts=facts)
    outbox.put_each(
        tx,
        {person_id: ":".join(("unit_changed", str(change_id), str(person_id))) for person_id in hear},
        kind="unit_changed",
        subject_id=change_id,
        lane="reply",
        due_at=now,
        expires_at=now + HEARD_WITHIN,
    )


# --- Heard -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitChanged(View):
    """For the people of both units: whose they are from now on."""

    template: ClassVar[str] = "unit_changed"
    changed: Changed
    may_report: bool


def told(tx: Tx, change_id: int, person_id: int, now: datetime) -> UnitChanged | None:
    """None for whoever holds no role at the successor any more."""
    changed = successions.of(tx, change_id)
    held = [] if changed is None else roles.at_unit(tx, changed.successor_id, now)
    mine = {one.role for one in held if one.person_id == person_id}
    if changed is None or not mine:
        return None
    return UnitChanged(changed=changed, may_report=Role.FOCAL_POINT in mine)
