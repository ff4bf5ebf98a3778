"""The units' own targets: typed on an indicator's card, or filled into the grid unit × indicator."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from bot.campaign.model import CampaignState, Comparator, Measure
from bot.errors import Refused
from bot.language.folding import fold
from bot.language.names import UnitNames
from bot.language.quantity import Kind, Quantity, in_measure_unit
from bot.store import audit, campaigns, indicators, unit_targets
from bot.store.campaigns import Campaign, Participant
from bot.store.engine import Tx
from bot.store.indicators import Indicator
from bot.store.unit_targets import Place
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_screens import show
from bot.usecases.campaign_units import names_of
from bot.usecases.campaigns import at_work, campaign_of
from bot.usecases.targets_grid import Cell, FilledGrid, Grid

SHOWN = 10
KEPT_SHOWN = 20
LARGEST = Decimal(10) ** 18
"""No target of an office has more digits; a cell may hold 1E300."""
TAKE_AWAY = frozenset({"xoa", "bo", "-"})
"""What is written in place of a figure to take a unit target away (without marks)."""
_FIRST_DIGIT = re.compile(r"\s(?=[-+]?\d)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Why a line or a cell cannot be kept: its place ("2", "C5"), what stands there, and the reason's code.

    no_figure, unit_unknown, unit_ambiguous, not_answering, twice, not_read, two_readings, wrong_unit,
    negative, formula, row_unknown, column_unknown
    """

    place: str
    text: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetsKept(View):
    """The grid was taken in: how many targets are new or changed, and how many were taken away."""

    template: ClassVar[str] = "campaign_targets"
    campaign: Campaign
    set: int
    taken: int
    units: int
    indicators: int


@dataclass(frozen=True, kw_only=True, slots=True)
class GridHandedOut(View):
    """How to fill in the grid that comes with this message."""

    template: ClassVar[str] = "campaign_grid"
    grid: Grid


# --- One indicator, typed --------------------------------------------------------------------------------


def typed_targets(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """Lines such as "TH01: 12,5" for the indicator of the open card; none is kept where one is bad."""
    campaign = at_work(tx, who, who.draft.campaign_id)
    every = indicators.of_campaign(tx, campaign.campaign_id, day=now.date())
    indicator = next((one for one in every if one.indicator_id == who.draft.indicator_id), None)
    if indicator is None:
        raise Refused("stale")
    if indicator.measure is Measure.QUALITATIVE:
        raise Refused("targets_qualitative", name=indicator.name)
    read, problems = read_lines(text, indicator, campaigns.participants(tx, campaign))
    if problems or not read:
        raise _bad(problems, cells=False)
    keep(tx, campaign, read, now=now, person_id=who.known)
    return show(
        tx,
        who,
        now,
        "campaign_indicator",
        campaign_id=campaign.campaign_id,
        indicator_id=indicator.indicator_id,
        pending={"kept": [unit_id for _, unit_id in read][:KEPT_SHOWN]},
    )


def read_lines(
    text: str, indicator: Indicator, units: Sequence[Participant]
) -> tuple[dict[Place, Decimal | None], list[Problem]]:
    """What was typed for an indicator, one unit a line or between ";"; and what cannot be understood."""
    read: dict[Place, Decimal | None] = {}
    problems: list[Problem] = []
    names = names_of(unit for unit in units if unit.duty is not None)
    lines = [line.strip() for line in re.split(r"[\n;]", text)]
    for place, line in enumerate(filter(None, lines), 1):
        outcome = _read_line(line, indicator, names)
        if isinstance(outcome, str):
            problems.append(Problem(place=str(place), text=line[:80], reason=outcome))
        elif outcome[0] in read:
            problems.append(Problem(place=str(place), text=line[:80], reason="twice"))
        else:
            read[outcome[0]] = outcome[1]
    return read, problems


def _read_line(
    line: str, indicator: Indicator, names: UnitNames[Participant]
) -> tuple[Place, Decimal | None] | str:
    name, colon, figure = line.rpartition(":")
    if not colon:
        name, *rest = _FIRST_DIGIT.split(line, maxsplit=1)
        figure = "".join(rest)
    name = name.strip(" =-–")
    if not name.strip() or not figure.strip():
        return "no_figure"
    found = names.find(name)
    if not found.sure:
        return "unit_ambiguous" if found.keys else "unit_unknown"
    unit = found.keys[0]
    if not indicator.assignment.holds(unit):
        return "not_answering"
    value = read_target(figure, indicator)
    return value if isinstance(value, str) else ((indicator.indicator_id, unit.unit_id), value)


def read_target(text: str, indicator: Indicator) -> Decimal | str | None:
    """A figure in the indicator's measure unit, None for "xóa", or the reason's code where it is neither."""
    if fold(text.strip()) in TAKE_AWAY:
        return None
    from bot.language.numbers import read_number

    quantity = read_number(text, measure_unit=indicator.target.measure_unit)
    if quantity.kind is Kind.AMBIGUOUS:
        return "wrong_unit" if quantity.hint == "wrong_unit" else "two_readings"
    if quantity.kind is not Kind.NUMBER or not _is_plain(quantity, indicator):
        return "not_read"
    value = in_measure_unit(quantity, indicator.target.measure_unit)
    if value is None:
        return "wrong_unit"
    usual = indicator.target.value
    if quantity.other is not None and usual is not None and abs(quantity.other - usual) < abs(value - usual):
        return "two_readings"
    return value if value >= 0 else "negative"


def _is_plain(quantity: Quantity, indicator: Indicator) -> bool:
    """Whether a reading is one figure and says no more than the indicator's own words do."""
    more = (quantity.baseline, quantity.level, quantity.increment, quantity.cumulative_total)
    return (
        quantity.comparator in {None, Comparator.EQUAL, indicator.target.comparator}
        and quantity.direction in {None, indicator.target.direction}
        and not quantity.approximate
        and not quantity.parts
        and quantity.plan_percent is None
        and more == (None,) * 4
    )


def _bad(problems: Sequence[Problem], *, cells: bool) -> Refused:
    more = max(0, len(problems) - SHOWN)
    return Refused("targets_bad", problems=problems[:SHOWN], more=more, cells=cells)


# --- All of them, in a grid ------------------------------------------------------------------------------


def hand_out(tx: Tx, who: Caller, now: datetime, *, campaign_id: int) -> GridHandedOut:
    """ "Bảng giao chỉ tiêu": the units that take part, the indicators with a figure, the targets set already."""
    campaign = campaign_of(tx, who, campaign_id)
    every = indicators.of_campaign(tx, campaign_id, day=now.date())
    grid = Grid(
        campaign_id=campaign_id,
        units=tuple(unit for unit in campaigns.participants(tx, campaign) if unit.duty is not None),
        indicators=tuple(one for one in every if one.measure is not Measure.QUALITATIVE),
        targets=unit_targets.of_campaign(tx, campaign_id, day=now.date()),
    )
    if not grid.units or not grid.indicators:
        raise Refused("grid_empty")
    return GridHandedOut(grid=grid)


def receive_grid(tx: Tx, who: Caller, now: datetime, *, filled: FilledGrid) -> View:
    """The filled grid: nothing is kept where one cell is bad, and an empty cell changes nothing."""
    campaign = at_work(tx, who, filled.campaign_id)
    read, problems = read_grid(
        filled,
        {one.indicator_id: one for one in indicators.of_campaign(tx, campaign.campaign_id, day=now.date())},
        {unit.code: unit for unit in campaigns.participants(tx, campaign) if unit.duty is not None},
    )
    if problems:
        raise _bad(problems, cells=True)
    changed = keep(tx, campaign, read, now=now, person_id=who.known)
    return TargetsKept(
        campaign=campaign,
        set=sum(value is not None for value in changed.values()),
        taken=sum(value is None for value in changed.values()),
        units=len({unit_id for _, unit_id in read}),
        indicators=len({indicator_id for indicator_id, _ in read}),
    )


def read_grid(
    filled: FilledGrid, every: Mapping[int, Indicator], units: Mapping[str, Participant]
) -> tuple[dict[Place, Decimal | None], list[Problem]]:
    """The figures of a filled grid, and what is wrong in it by cell."""
    problems = [
        Problem(place=column.place, text=column.name, reason="column_unknown")
        for column in filled.columns
        if column.indicator_id not in every or every[column.indicator_id].name not in column.name
    ]
    read: dict[Place, Decimal | None] = {}
    seen: set[str] = set()
    for row in filled.rows:
        unit = units.get(row.code)
        if unit is None or row.code in seen:
            reason = "row_unknown" if unit is None else "twice"
            problems.append(Problem(place=row.place, text=row.code, reason=reason))
            continue
        seen.add(row.code)
        for cell in row.cells:
            if cell.indicator_id is None:
                problems.append(Problem(place=cell.place, text=cell.text[:40], reason="column_unknown"))
                continue
            indicator = every.get(cell.indicator_id)
            if indicator is None:
                continue
            value = _read_cell(cell, indicator) if indicator.assignment.holds(unit) else "not_answering"
            if isinstance(value, str):
                problems.append(Problem(place=cell.place, text=cell.text[:40], reason=value))
            else:
                read[indicator.indicator_id, unit.unit_id] = value
    return read, problems


def _read_cell(cell: Cell, indicator: Indicator) -> Decimal | str | None:
    if cell.text.startswith("="):
        return "formula"
    if cell.value is None:
        return read_target(cell.text, indicator)
    if cell.value >= LARGEST:
        return "not_read"
    return cell.value if cell.value >= 0 else "negative"


def keep(
    tx: Tx,
    campaign: Campaign,
    read: Mapping[Place, Decimal | None],
    *,
    now: datetime,
    person_id: int | None,
) -> dict[Place, Decimal | None]:
    """Store what differs from what is there, and note each change; returns the changes.

    While the campaign runs a change counts from today: periods that were due before keep what they had.
    """
    there = unit_targets.of_campaign(tx, campaign.campaign_id, day=now.date())
    changed = {place: value for place, value in read.items() if there.get(place) != value}
    from_on = None if campaign.state is CampaignState.DRAFT else now.date()
    unit_targets.set_all(tx, changed, person_id=person_id, now=now, from_on=from_on)
    if changed:
        audit.note(
            tx,
            "set_targets",
            "campaign",
            campaign.campaign_id,
            person_id=person_id,
            now=now,
            facts={"targets": list(_facts(changed.items()))},
        )
    return changed


def _facts(changed: Iterable[tuple[Place, Decimal | None]]) -> Iterable[list[object]]:
    """Each change as [indicator id, unit id, figure as text or null]."""
    for (indicator_id, unit_id), value in changed:
        yield [indicator_id, unit_id, None if value is None else format(value, "f")]
