"""What becomes of units that are merged or split, found before anything is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.campaign.model import SUMMED
from bot.campaign.successions import Following, Stage, UnitChange, goes_over, half_done
from bot.errors import Refused
from bot.store import roles, successions, units
from bot.store.engine import Tx
from bot.store.roles import HeldRole
from bot.store.successions import Begun, OwnTarget, Part
from bot.store.units import Unit
from bot.usecases.access import Action, Caller, require


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What an admin wants: these units become one (`into`, or a new one called `name`), or a new one comes out of one."""

    kind: UnitChange
    unit_ids: tuple[int, ...]
    into: int | None
    name: str | None
    on: date
    decision: str
    following: Following


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a change comes to: shown before it is made.

    `moved` and `kept`: figures that go over and that stay under the old names; `left`: indicators whose unit target
    the admin sets anew; `missing`: reports that one of the units still owes while another has handed its own in.
    """

    change: Change
    units: tuple[Unit, ...]
    ended: tuple[Unit, ...]
    successor: str
    parts: tuple[Part, ...]
    moved: int
    kept: int
    open_reports: int
    targets: Mapping[int, Decimal]
    left: int
    missing: tuple[Begun, ...]
    held: tuple[HeldRole, ...]
    below: int
    moves_cluster: tuple[Unit, ...]


def choices(tx: Tx, change: Change) -> tuple[Following, ...]:
    """How the figures may follow; a single one where there are none in a campaign that runs."""
    if change.kind is UnitChange.SPLIT:
        return (Following.APART,)
    whole = Following.MOVE if len(change.unit_ids) == 1 and change.into is None else Following.SUM
    return (whole, Following.APART) if successions.entries(tx, change.unit_ids) else (whole,)


def plan(tx: Tx, who: Caller, now: datetime, change: Change) -> Plan:
    """Refused: not_allowed beyond the caller's reach, and where the units cannot be brought together so."""
    chosen = tuple(_kept(tx, who, unit_id) for unit_id in change.unit_ids)
    ended = () if change.kind is UnitChange.SPLIT else tuple(u for u in chosen if u.unit_id != change.into)
    _check(tx, who, change, chosen, ended)
    entries = successions.entries(tx, change.unit_ids)
    begun = successions.begun(tx, change.unit_ids)
    if change.following is Following.SUM and (blocked := half_done(entries)):
        unfinished = [one for one in begun if one.period_id in blocked and one.stage is not Stage.COUNTED]
        raise Refused("units_half_done", reports=[one for one in unfinished if one.entered][:10])
    going = [one for one in entries if goes_over(one, change.following)]
    parts = tuple(successions.parts(tx, change.unit_ids))
    targets, left = _targets(change, successions.own_targets(tx, change.unit_ids), parts)
    if change.kind is UnitChange.SPLIT:
        targets, left = {}, len({*targets})
    staying = [one for one in entries if one.unit_id != change.into and one not in going]
    return Plan(
        change=change,
        units=chosen,
        ended=ended,
        successor=change.name or next(u.name for u in chosen if u.unit_id == change.into),
        parts=parts,
        moved=len([one for one in going if one.unit_id != change.into]),
        kept=len(staying),
        open_reports=len([one for one in begun if one.stage is Stage.OPEN and one.entered]),
        targets=targets,
        left=left,
        missing=_missing(change, begun),
        held=tuple(held for unit in ended for held in roles.at_unit(tx, unit.unit_id, now)),
        below=sum(len(units.below(tx, unit.path)) - 1 for unit in ended),
        moves_cluster=tuple(u for u in ended if u.cluster_id != model_of(change, chosen).cluster_id),
    )


def _kept(tx: Tx, who: Caller, unit_id: int) -> Unit:
    unit = units.by_id(tx, unit_id)
    if unit is None or unit.ended_on is not None:
        raise Refused("gone")
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
    if change.kind is UnitChange.MERGE and change.into is not None and not ended:
        raise Refused("units_too_few")
    for unit in ended:
        if model.path.startswith(unit.path) and model.unit_id != unit.unit_id:
            raise Refused("unit_below", unit=model.name, above=unit.name)


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
    """The successor's own targets by indicator, and how many the admin has to set: they do not add up, or one is absent."""
    found: dict[int, Decimal] = {}
    left = 0
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
