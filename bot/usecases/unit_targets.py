"""The units' own targets: typed on an indicator's card, or filled into the grid unit × indicator."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from bot.campaign.model import CampaignState, Comparator, Measure
from bot.errors import Refused
from bot.language.folding import fold
from bot.language.names import NameMatch
from bot.language.quantity import Kind, Quantity, in_measure_unit
from bot.store import audit, campaigns, indicators, unit_targets
from bot.store.campaigns import Campaign, Participant
from bot.store.engine import Tx
from bot.store.indicators import Indicator
from bot.store.unit_targets import Place
from bot.texts import View
from bot.usecases import unit_names
from bot.usecases.access import Caller
from bot.usecases.campaign_screens import show
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

    `names`: the units that may be meant.

    no_figure, unit_unknown, unit_ambiguous, not_answering, twice, not_read, two_readings, wrong_unit,
    negative, formula, row_unknown, column_unknown
    """

    place: str
    text: str
    reason: str
    names: tuple[str, ...] = ()


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
    lines = read_lines(tx, text, indicator, campaigns.participants(tx, campaign))
    if lines.asked is not None:
        return _show_card(tx, who, now, campaign, indicator, {"asked": lines.asked})
    if lines.problems or not lines.read:
        raise _bad(lines.problems, cells=False)
    keep(tx, campaign, lines.read, now=now, person_id=who.known)
    kept = [unit_id for _, unit_id in lines.read][:KEPT_SHOWN]
    return _show_card(
        tx, who, now, campaign, indicator, {"kept": kept, "formers": lines.formers[:KEPT_SHOWN]}
    )


def target_chosen(tx: Tx, who: Caller, now: datetime, *, unit_id: int) -> View:
    """The unit for which the target that was just typed is meant, by a button."""
    campaign = at_work(tx, who, who.draft.campaign_id)
    asked = (who.draft.pending or {}).get("asked")
    every = indicators.of_campaign(tx, campaign.campaign_id, day=now.date())
    indicator = next((one for one in every if one.indicator_id == who.draft.indicator_id), None)
    if asked is None or indicator is None or unit_id not in asked["units"]:
        raise Refused("stale")
    value = read_target(asked["figure"], indicator)
    unit = next((one for one in campaigns.participants(tx, campaign) if one.unit_id == unit_id), None)
    if unit is None or isinstance(value, str):
        raise Refused("stale")
    keep(tx, campaign, {(indicator.indicator_id, unit_id): value}, now=now, person_id=who.known)
    return _show_card(tx, who, now, campaign, indicator, {"kept": [unit_id]})


def _show_card(
    tx: Tx, who: Caller, now: datetime, campaign: Campaign, indicator: Indicator, pending: dict[str, Any]
) -> View:
    return show(
        tx,
        who,
        now,
        "campaign_indicator",
        campaign_id=campaign.campaign_id,
        indicator_id=indicator.indicator_id,
        pending=pending,
    )


@dataclass(kw_only=True, slots=True)
class Lines:
    """What was typed for an indicator: the targets, what cannot be understood, the former names among the units'.

    `asked`: the only line names several units, and its figure is good.
    """

    read: dict[Place, Decimal | None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    formers: list[int] = field(default_factory=list)
    asked: dict[str, Any] | None = None


def read_lines(tx: Tx, text: str, indicator: Indicator, units: Sequence[Participant]) -> Lines:
    """One unit a line or between ";"."""
    found = Lines()
    among = {unit.unit_id: unit for unit in units if unit.duty is not None}
    lines = [line for line in map(str.strip, re.split(r"[\n;]", text)) if line]
    for place, line in enumerate(lines, 1):
        name, figure = _parted(line)
        match = unit_names.index(tx).find(name, among=among)
        reason = _wrong(name, figure, match, indicator, among)
        if (
            reason == "unit_ambiguous"
            and len(lines) == 1
            and not isinstance(read_target(figure, indicator), str)
        ):
            found.asked = {"typed": name[:80], "figure": figure, "units": match.keys, "by": match.by}
        if reason is not None:
            names = tuple(" – ".join((among[key].code, among[key].name)) for key in match.keys)
            problem = Problem(place=str(place), text=line[:80], reason=reason, names=names)
            found.problems.append(problem)
            continue
        key = (indicator.indicator_id, match.keys[0])
        value = read_target(figure, indicator)
        if isinstance(value, str) or key in found.read:
            reason = value if isinstance(value, str) else "twice"
            found.problems.append(Problem(place=str(place), text=line[:80], reason=reason))
            continue
        found.read[key] = value
        former_id = unit_names.meant(tx, match).former_id
        found.formers.extend([] if former_id is None else [former_id])
    return found


def _parted(line: str) -> tuple[str, str]:
    """The unit's name and the figure of a line: "TH01: 12,5", "thôn Nà Hoa 12,5"."""
    name, colon, figure = line.rpartition(":")
    if not colon:
        name, *rest = _FIRST_DIGIT.split(line, maxsplit=1)
        figure = "".join(rest)
    return name.strip(" =-–"), figure.strip()


def _wrong(
    name: str, figure: str, match: NameMatch[int], indicator: Indicator, among: Mapping[int, Participant]
) -> str | None:
    if not name or not figure:
        return "no_figure"
    if not match.sure:
        return "unit_ambiguous" if match.keys else "unit_unknown"
    return None if indicator.assignment.holds(among[match.keys[0]]) else "not_answering"


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
