"""Units are merged and split: what goes over is handed on in one transaction, and its people are told."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import ClassVar

from bot.campaign.model import CampaignState, Duty, ReportState, Role
from bot.campaign.successions import Following, Stage, UnitChange, carried
from bot.store import (
    audit,
    handing_on,
    holdings,
    outbox,
    people,
    roles,
    successions,
    unit_names,
    unit_targets,
    units,
)
from bot.store.engine import Tx
from bot.store.holdings import Part
from bot.store.successions import Changed
from bot.store.units import Unit
from bot.texts import View
from bot.usecases import held_roles, naming
from bot.usecases.access import Caller
from bot.usecases.held_roles import HEARD_WITHIN
from bot.usecases.succession_plans import Change, Plan, model_of, plan

NOWHERE = date.min
"""A unit whose figures went over takes part in no period any more."""
BECAUSE = {Following.MOVE: "unit_moved", Following.SUM: "unit_summed"}


def carry_out(tx: Tx, who: Caller, now: datetime, change: Change) -> Unit:
    """Do what the plan says; returns the successor. Figures are new versions, and nothing is deleted."""
    first = units.by_id(tx, change.unit_ids[0])
    # Two who are about to make a unit of one name see each other.
    units.hold(tx, None if first is None else first.parent_id)
    found = plan(tx, who, now, change)
    successor = _successor(tx, change, model_of(change, found.units))
    apart = change.following is Following.APART
    if not apart:
        _hand_on_figures(tx, who, now, change, successor)
    handing_on.extend_alike(tx, change.unit_ids, successor.unit_id)
    if change.kind is UnitChange.SPLIT:
        _split_off(tx, who, now, change, found, successor)
        return successor
    _settle_leads(tx, who, now, change, found)
    _hand_on_parts(tx, change, found, successor)
    unit_targets.set_all(
        tx,
        {(indicator_id, successor.unit_id): value for indicator_id, value in found.targets.items()},
        person_id=who.known,
        now=now,
        from_on=change.on if apart else None,
    )
    hear = {held.person_id for held in roles.at_unit(tx, successor.unit_id, now)}
    noted = []
    for ended in found.ended:
        # Where one stood below another it has come to stand elsewhere meanwhile.
        unit = units.by_id(tx, ended.unit_id) or ended
        hear |= _end(tx, now, change, unit, successor)
        noted.append(_note(tx, who, now, change, unit, successor))
    people.reopen(tx, sorted(hear))
    _tell(tx, noted[0], hear, now)
    return units.by_id(tx, successor.unit_id) or successor


def _split_off(tx: Tx, who: Caller, now: datetime, change: Change, found: Plan, successor: Unit) -> None:
    """The new unit takes part in what the old one does, from the day on; the old one's people hear of it."""
    old = found.units[0]
    for part in found.parts:
        handing_on.join(tx, part.campaign_id, successor.unit_id, part.duty, since=_since(part, change))
        if change.following is Following.MOVE:
            handing_on.pass_assignments(
                tx, part.campaign_id, old.unit_id, successor.unit_id, only=change.indicators
            )
    targets: dict[tuple[int, int], Decimal | None] = {}
    for indicator_id, value in found.targets.items():
        targets[indicator_id, old.unit_id] = None
        targets[indicator_id, successor.unit_id] = value
    unit_targets.set_all(tx, targets, person_id=who.known, now=now)
    hear = {held.person_id for held in roles.at_unit(tx, old.unit_id, now)}
    people.reopen(tx, sorted(hear))
    _tell(tx, _note(tx, who, now, change, old, successor), hear, now)


def _settle_leads(tx: Tx, who: Caller, now: datetime, change: Change, found: Plan) -> None:
    """Whoever led a cluster in which his unit is no more leads none, unless he is to lead the one that it is in then."""
    for lead in found.leads if change.leads_end else ():
        roles.end(tx, lead.held.role_id, now)
        held_roles.note(tx, who, now, lead.held, "revoke")
        held_roles.tell_ended(tx, lead.held, now)
    # A link that waits would make somebody lead a cluster for which he was not meant.
    handing_on.drop_invitations(tx, [unit.unit_id for unit in found.moves_cluster], Role.CLUSTER_LEAD, now)


def _successor(tx: Tx, change: Change, model: Unit) -> Unit:
    """The unit that there is, or a new one in the place of the first, with a code of its own."""
    if change.name is None:
        successor = replace(model, cluster_id=change.cluster_id)
        if successor != model:
            units.change(tx, [successor])
        return successor
    taken = {unit.code for unit in units.every(tx)}
    code = next(code for n in count(2) if (code := "-".join((model.code[:58], str(n)))) not in taken)
    unit_id = units.add(tx, [code])[code]
    above = model.path[: -len(str(model.unit_id)) - 1]
    made = replace(
        model,
        unit_id=unit_id,
        code=code,
        name=change.name,
        cluster_id=change.cluster_id,
        path="".join((above, str(unit_id), "/")),
    )
    units.change(tx, [made])
    units.set_signed_off(tx, unit_id, signed_off=units.is_signed_off(tx, model.unit_id))
    return made


def _since(part: Part, change: Change) -> date | None:
    """From which day the successor is asked: of what runs from the change on, where the old unit has its own part."""
    own_part = change.kind is UnitChange.SPLIT or change.following is Following.APART
    return change.on if own_part and part.state is CampaignState.RUNNING else None


def _hand_on_figures(tx: Tx, who: Caller, now: datetime, change: Change, successor: Unit) -> None:
    entries = holdings.entries(tx, change.unit_ids)
    going = [one for one in entries if change.takes(one)]
    own = {
        (one.period_id, one.indicator_id): (one.figure, one.reason)
        for one in entries
        if one.unit_id == successor.unit_id
    }
    given = carried(going, change.following)
    because = "unit_split" if change.kind is UnitChange.SPLIT else BECAUSE[change.following]
    new = {place: figure for place, figure in given.items() if own.get(place) != figure}
    handing_on.write_figures(tx, successor.unit_id, new, because=because, person_id=who.known, now=now)
    for unit_id in change.unit_ids:
        if unit_id == successor.unit_id:
            continue
        taken = dict.fromkeys((one.period_id, one.indicator_id) for one in going if one.unit_id == unit_id)
        handing_on.write_figures(tx, unit_id, taken, because=because, person_id=who.known, now=now)
    begun = holdings.begun(tx, change.unit_ids)
    for period_id in dict.fromkeys(one.period_id for one in begun):
        here = [one for one in begun if one.period_id == period_id]
        counted = [one for one in here if one.stage is Stage.COUNTED]
        if change.kind is UnitChange.SPLIT:
            # What was not handed in yet is the new unit's own draft.
            if counted and period_id in {one.period_id for one in going}:
                handing_on.hand_in(tx, successor.unit_id, period_id, here[0].state, here, now)
        elif change.following is Following.MOVE:
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


def _end(tx: Tx, now: datetime, change: Change, unit: Unit, successor: Unit) -> set[int]:
    """A unit goes up in its successor: its people (who are returned), campaigns, units below, screens and names."""
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
    return moved


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


def _note(tx: Tx, who: Caller, now: datetime, change: Change, unit: Unit, successor: Unit) -> int:
    """Write the change down, and into the audit; returns its id."""
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
        **({"indicators": sorted(change.indicators)} if change.indicators else {}),
    }
    audit.note(tx, change.kind.value, "unit", unit.unit_id, person_id=who.known, now=now, facts=facts)
    return change_id


def _tell(tx: Tx, change_id: int, hear: Collection[int], now: datetime) -> None:
    """Each hears of the change once, however many units it was about."""
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
    """For the people of the units: whose they are from now on, or what came out of their own."""

    template: ClassVar[str] = "unit_changed"
    changed: Changed
    went_up: tuple[str, ...]
    may_report: bool


def told(tx: Tx, change_id: int, person_id: int, now: datetime) -> UnitChanged | None:
    """None for whoever holds no role any more at the successor, or at the unit that was split."""
    changed = successions.of(tx, change_id)
    if changed is None:
        return None
    unit_id = changed.unit_id if changed.kind is UnitChange.SPLIT else changed.successor_id
    mine = {one.role for one in roles.at_unit(tx, unit_id, now) if one.person_id == person_id}
    if not mine:
        return None
    return UnitChanged(
        changed=changed,
        went_up=tuple(one.unit for one in successions.together(tx, changed)),
        may_report=Role.FOCAL_POINT in mine,
    )
