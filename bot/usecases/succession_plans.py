"""What becomes of units that are merged or split, found before anything is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.campaign.model import SUMMED, Role
from bot.campaign.successions import Entry, Following, Stage, UnitChange, families, goes_over, half_done
from bot.errors import Refused
from bot.store import holdings, roles, units
from bot.store.engine import Tx
from bot.store.holdings import Begun, OwnTarget, Part, Unpaid
from bot.store.roles import HeldRole
from bot.store.units import Cluster, Unit
from bot.usecases import naming
from bot.usecases.access import Action, Caller, require

NO_CLUSTER = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What an admin wants: these units become one (`into`, or a new one called `name`), or a new one comes out of one.

    `cluster_id`: that of the successor. `leads_end`: whoever leads another cluster from one of the units ceases to,
    rather than lead this one. `indicators`: those whose figures move, of a split.
    """

    kind: UnitChange
    unit_ids: tuple[int, ...]
    into: int | None
    name: str | None
    on: date
    decision: str
    following: Following
    cluster_id: int | None
    leads_end: bool = True
    indicators: frozenset[int] = frozenset()

    def takes(self, one: Entry) -> bool:
        """Whether the successor is given this figure, or its share in a sum.

        Of a split an open report that was due before stays whole: it is still owed by whoever began it.
        """
        if self.kind is UnitChange.MERGE:
            return goes_over(one, self.following)
        there = one.stage is Stage.COUNTED or one.due_on >= self.on
        return self.following is Following.MOVE and one.indicator_id in self.indicators and there


@dataclass(frozen=True, kw_only=True, slots=True)
class Lead:
    """Somebody who leads a cluster from a unit that is to be in another one."""

    held: HeldRole
    cluster: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a change comes to: shown before it is made.

    `moved` and `kept`: figures that go over and that stay under the old names; `left`: indicators whose unit target
    the admin sets anew; `missing`: reports that one of the units still owes while another has handed its own in;
    `nobodys`: reports that nobody owes any more, for they were due before the day and stay under the old names;
    `unsigned`: those that stay so and that no head can sign any more; `questions`: those about figures that are closed.
    """

    change: Change
    units: tuple[Unit, ...]
    ended: tuple[Unit, ...]
    successor: str
    cluster: str | None
    parts: tuple[Part, ...]
    moved: int
    kept: int
    open_reports: int
    nobodys: tuple[Unpaid, ...]
    unsigned: tuple[Begun, ...]
    questions: int
    targets: Mapping[int, Decimal]
    left: int
    missing: tuple[Begun, ...]
    held: tuple[HeldRole, ...]
    leads: tuple[Lead, ...]
    below: int
    moves_cluster: tuple[Unit, ...]
    sign_off: bool | None
    """Whether its head signs the successor's reports; None where the units are alike in it."""
    place: Unit | None
    """Of which unit the successor has its kind and the unit above; None where the units are alike in it."""


def change_of(tx: Tx, pending: Mapping[str, Any], now: datetime) -> Change:
    """The change that was put together step by step, as a screen or a planned one keeps it."""
    picked = pending.get("indicators", ())
    kin = families_of(tx, pending["units"][0], now) if picked else {}
    return Change(
        kind=UnitChange(pending["kind"]),
        unit_ids=tuple(pending["units"]),
        into=pending.get("into"),
        name=pending.get("name"),
        on=date.fromisoformat(pending["on"]),
        decision=pending["decision"],
        following=Following(pending.get("following", Following.APART.value)),
        cluster_id=pending.get("cluster") or None,
        leads_end=pending.get("leads") != "along",
        indicators=frozenset(one for root in picked for one in kin.get(root, (root,))),
    )


def families_of(tx: Tx, unit_id: int, now: datetime) -> dict[int, tuple[int, ...]]:
    """The indicators for which a unit answers in running campaigns, each whole with its parts."""
    every = holdings.answered(tx, unit_id, now.date())
    return families({one.indicator_id: one.parent_id for one in every})


def choices(tx: Tx, change: Change, now: datetime) -> tuple[Following, ...]:
    """How the figures may follow; a single one where there are none in a campaign that runs, nor can be by the day."""
    if change.kind is UnitChange.SPLIT:
        asked = bool(holdings.answered(tx, change.unit_ids[0], now.date()))
        return (Following.MOVE, Following.APART) if asked else (Following.APART,)
    whole = Following.MOVE if len(change.unit_ids) == 1 and change.into is None else Following.SUM
    ahead = change.on > now.date()
    return (whole, Following.APART) if ahead or holdings.entries(tx, change.unit_ids) else (whole,)


def clusters_of(tx: Tx, unit_ids: Sequence[int]) -> tuple[Cluster | None, ...]:
    """The clusters that the units are in, each once, in their order; None where one is in none."""
    named = {cluster.cluster_id: cluster for cluster in units.every_cluster(tx)}
    every = (units.by_id(tx, unit_id) for unit_id in unit_ids)
    return tuple(dict.fromkeys(named.get(unit.cluster_id or 0) for unit in every if unit is not None))


def leads_of(tx: Tx, unit_ids: Sequence[int], cluster_id: int | None, now: datetime) -> tuple[Lead, ...]:
    """Who leads another cluster than this one from one of the units."""
    named = {cluster.cluster_id: cluster.name for cluster in units.every_cluster(tx)}
    every = [unit for unit in (units.by_id(tx, unit_id) for unit_id in unit_ids) if unit is not None]
    return tuple(
        Lead(held=held, cluster=named.get(unit.cluster_id or 0, ""))
        for unit in every
        if unit.cluster_id != cluster_id
        for held in roles.at_unit(tx, unit.unit_id, now)
        if held.role is Role.CLUSTER_LEAD
    )


def plan(tx: Tx, who: Caller, now: datetime, change: Change) -> Plan:
    """Refused: not_allowed beyond the caller's reach, and where the units cannot be brought together so.

    Of a change that is to come what can be otherwise on its day is no reason to refuse it.
    """
    chosen = tuple(kept(tx, who, unit_id) for unit_id in change.unit_ids)
    ended = () if change.kind is UnitChange.SPLIT else tuple(u for u in chosen if u.unit_id != change.into)
    _check(tx, who, change, chosen, ended)
    entries = holdings.entries(tx, change.unit_ids)
    begun = holdings.begun(tx, change.unit_ids)
    if change.on <= now.date():
        _check_done(change, entries, begun)
    going = [one for one in entries if change.takes(one)]
    parts = tuple(holdings.parts(tx, change.unit_ids))
    targets, left = _targets(change, holdings.own_targets(tx, change.unit_ids), parts)
    staying = [one for one in entries if one.unit_id != change.into and one not in going]
    open_reports = [one for one in begun if one.stage is Stage.OPEN and one.entered]
    leads = leads_of(tx, change.unit_ids, change.cluster_id, now)
    leading = {one.held.role_id for one in leads}
    clusters = {cluster.cluster_id: cluster.name for cluster in units.every_cluster(tx)}
    model = model_of(change, chosen)
    apart = change.following is Following.APART
    gone = [unit.unit_id for unit in ended]
    signed = [units.is_signed_off(tx, unit.unit_id) for unit in chosen]
    return Plan(
        change=change,
        units=chosen,
        ended=ended,
        successor=change.name or model.name,
        cluster=clusters.get(change.cluster_id or 0),
        parts=parts,
        moved=len([one for one in going if one.unit_id != change.into]),
        kept=len(staying),
        open_reports=len(open_reports),
        nobodys=tuple(holdings.unpaid(tx, gone, before=change.on)) if apart else (),
        unsigned=tuple(one for one in begun if one.stage is Stage.WAITING and one.unit_id in gone)
        if apart
        else (),
        questions=holdings.open_questions(tx, gone),
        targets=targets,
        left=left,
        missing=_missing(change, begun),
        held=tuple(
            held
            for unit in ended
            for held in roles.at_unit(tx, unit.unit_id, now)
            if held.role_id not in leading
        ),
        leads=leads,
        below=sum(len(units.below(tx, unit.path)) - 1 for unit in ended),
        moves_cluster=tuple(u for u in chosen if u.cluster_id != change.cluster_id),
        place=model if len({(unit.kind, unit.parent_id) for unit in chosen}) > 1 else None,
        sign_off=signed[chosen.index(model)] if len(set(signed)) > 1 else None,
    )


def kept(tx: Tx, who: Caller, unit_id: int) -> Unit:
    """A unit that is there and whose people the caller keeps."""
    unit = units.by_id(tx, unit_id)
    if unit is None:
        raise Refused("gone")
    if unit.ended_on is not None:
        raise Refused("unit_went_up", unit=unit.name, on=unit.ended_on)
    require(who, Action.KEEP_PEOPLE, unit_id=unit_id, path=unit.path)
    return unit


def model_of(change: Change, chosen: Sequence[Unit]) -> Unit:
    """Of which unit the successor has its place: itself where it is there already, else the first one named."""
    return next((unit for unit in chosen if unit.unit_id == change.into), chosen[0])


def _check(tx: Tx, who: Caller, change: Change, chosen: Sequence[Unit], ended: Sequence[Unit]) -> None:
    model = model_of(change, chosen)
    if change.name is not None:
        above = None if model.parent_id is None else units.by_id(tx, model.parent_id)
        if above is None:
            raise Refused("unit_without_parent", unit=model.name)
        # A new unit stands beside the old one: the place above is whose say it is.
        require(who, Action.KEEP_PEOPLE, unit_id=above.unit_id, path=above.path)
        # One of the units that end may lend the new one its name.
        naming.require_free(tx, change.name, below=above.unit_id, but=[unit.unit_id for unit in ended])
    if change.kind is UnitChange.MERGE and change.into is not None and not ended:
        raise Refused("units_too_few")
    for unit in ended:
        if model.path.startswith(unit.path) and model.unit_id != unit.unit_id:
            raise Refused("unit_below", unit=model.name, above=unit.name)


def _check_done(change: Change, entries: Sequence[Entry], begun: Sequence[Begun]) -> None:
    """Nothing half done is added, and no figure leaves a report that waits for its head."""
    if change.following is Following.SUM:
        blocked = half_done(entries)
        unfinished = [one for one in begun if one.period_id in blocked and one.stage is not Stage.COUNTED]
    elif change.kind is UnitChange.SPLIT and change.following is Following.MOVE:
        touched = {one.period_id for one in entries if one.indicator_id in change.indicators}
        blocked = {one.period_id for one in begun if one.stage is Stage.WAITING and one.period_id in touched}
        unfinished = [one for one in begun if one.period_id in blocked]
    else:
        return
    if blocked:
        raise Refused("units_half_done", reports=[one for one in unfinished if one.entered][:10])


def _missing(change: Change, begun: Sequence[Begun]) -> tuple[Begun, ...]:
    """Reports that were handed in while another of the units owes the same: the sum then lacks that one."""
    if change.following is not Following.SUM:
        return ()
    counted = [one for one in begun if one.stage is Stage.COUNTED]
    there: dict[int, int] = {}
    for one in counted:
        there[one.period_id] = there.get(one.period_id, 0) + 1
    short = {period_id for period_id, count in there.items() if count < len(change.unit_ids)}
    return tuple({one.period_id: one for one in counted if one.period_id in short}.values())


def _targets(
    change: Change, own: Sequence[OwnTarget], parts: Sequence[Part]
) -> tuple[dict[int, Decimal], int]:
    """The successor's own targets by indicator, and how many the admin has to set: they do not add up, or one is absent.

    Of a split the targets of what moves go along, the others stay and are to be looked at.
    """
    found: dict[int, Decimal] = {}
    left = 0
    if change.kind is UnitChange.SPLIT:
        moving = change.indicators if change.following is Following.MOVE else frozenset()
        found = {one.indicator_id: one.value for one in own if one.indicator_id in moving}
        return found, len({one.indicator_id for one in own} - moving)
    for indicator_id in dict.fromkeys(one.indicator_id for one in own):
        here = [one for one in own if one.indicator_id == indicator_id]
        taking_part = {part.unit_id for part in parts if part.campaign_id == here[0].campaign_id}
        if len(here) == 1 and here[0].unit_id == change.into:
            whole = here[0].measure not in SUMMED or taking_part == {change.into}
            left += not whole
        elif len(change.unit_ids) == 1 or (here[0].measure in SUMMED and len(here) == len(taking_part)):
            found[indicator_id] = sum((one.value for one in here), Decimal(0))
        else:
            left += 1
    return found, left
