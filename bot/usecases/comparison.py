"""The periods of a campaign beside each other, beside an even pace, and beside the same period a year ago."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bot.campaign import progress, targets
from bot.campaign.rollup import cumulative
from bot.campaign.years import year_later
from bot.language.catalogue import key_of
from bot.language.quantity import convert
from bot.reports.content import ComparedPeriod, ComparedRow, Comparison, ProgressGroup
from bot.store import campaigns, indicators, summaries, summary_rows
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.store.indicators import Indicator
from bot.store.summaries import LAUNCHED, PhaseHead
from bot.usecases import columns
from bot.usecases.columns import Columns
from bot.usecases.content_ground import Ground, answering_by_id
from bot.usecases.content_progress import Before

_ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True, kw_only=True, slots=True)
class _LastYear:
    """The period that lies a year before this one, with the total of each indicator by its catalogue key."""

    campaign: Campaign
    head: PhaseHead
    values: dict[str, tuple[Indicator, Decimal | None]]


Totals = Mapping[int, Decimal | None]
"""What the units made together by the end of a period, by indicator id."""


def last_two(tx: Tx, on: Ground, only: Collection[int] | None = None) -> Before:
    """What the main table needs of the two periods before this one; `only` of these indicators."""
    asked = [one for one in on.asked if only is None or one.indicator_id in only]
    alone = only is not None
    columns_of: list[Columns] = [
        columns.at(tx, on.heads, place, asked, on.extent, on.answering, all_phases=True, alone=alone).columns
        for place in (on.head.place - 1, on.head.place - 2)
        if place > 0
    ]
    nothing: Columns = {}
    last, before_that, *_ = (*columns_of, nothing, nothing)
    return Before(columns=last, before_that=before_that)


def all_before(tx: Tx, on: Ground) -> tuple[Before, list[Totals]]:
    """What the main table needs of the two periods before this one, and the totals of all that went before."""
    nothing: Columns = {}
    last, before_that = nothing, nothing
    found: list[Totals] = []
    for one in columns.course(tx, on.heads, on.head.place, on.asked, on.extent):
        last, before_that = one.of_campaign, last
        found.append({each.indicator_id: _total(on, each, one.of_phase) for each in on.asked})
    return Before(columns=last, before_that=before_that), found


def _total(on: Ground, one: Indicator, found: Columns) -> Decimal | None:
    column = found[one.indicator_id]
    answering = on.answering[one.indicator_id]
    gone = len(column.values.keys() - answering)
    return cumulative(one.measure, one.target.measure_unit, column, answering=len(answering) + gone)


def compared(tx: Tx, on: Ground, groups: Sequence[ProgressGroup], totals: Sequence[Totals]) -> Comparison:
    """The periods up to this one, within what is seen; `totals` are those of the periods right before it."""
    now = {row.indicator_id: row for group in groups for row in group.rows}
    last_year = _last_year(tx, on)
    until_now = on.heads[on.head.place - 1 - len(totals) : on.head.place]
    required = summary_rows.required(tx, until_now, on.extent)
    rows = []
    for one in on.asked:
        row = now[one.indicator_id]
        before, value_before = _of_last_year(last_year, one)
        rows.append(
            ComparedRow(
                indicator_id=one.indicator_id,
                n=one.n,
                name=one.name,
                measure_unit=one.target.measure_unit,
                target_words=targets.words(one.target),
                values=(*(found[one.indicator_id] for found in totals), row.cumulative),
                pace=tuple(_pace(on, one, head.due_on) for head in until_now),
                last_year=value_before,
                last_year_name=None if before is None else before.name,
                change=_change(row.cumulative, value_before),
            )
        )
    return Comparison(
        periods=tuple(_period(head, *required.get(head.period_id, (0, 0))) for head in until_now),
        last_year_campaign=None if last_year is None else last_year.campaign.title,
        last_year_period=None if last_year is None else last_year.head.phase,
        rows=tuple(rows),
    )


def _period(head: PhaseHead, expected: int, reported: int) -> ComparedPeriod:
    return ComparedPeriod(
        place=head.place, name=head.phase, due_on=head.due_on, reported=reported, expected=expected
    )


def _pace(on: Ground, one: Indicator, day: date) -> Decimal | None:
    target = on.measured(one, on.answering[one.indicator_id])
    end = on.campaign.ends_on
    if target is None or end is None:
        return None
    return progress.linear_pace(target, one.measure, on.pace_from, end, day)


def _change(value: Decimal | None, before: Decimal | None) -> Decimal | None:
    """This year's figure against last year's in per cent, once rounded: 110 against 100 is 110.0."""
    if value is None or not before:
        return None
    return (value * 100 / before).quantize(_ONE_DECIMAL, ROUND_HALF_UP)


def _of_last_year(last_year: _LastYear | None, one: Indicator) -> tuple[Indicator | None, Decimal | None]:
    found = None if last_year is None else last_year.values.get(_key(one))
    if found is None:
        return None, None
    before, value = found
    same = None if value is None else convert(value, before.target.measure_unit, one.target.measure_unit)
    return before, same


def _key(one: Indicator) -> str:
    return one.catalogue_key or key_of(one.name, one.target.measure_unit, one.measure)


def _last_year(tx: Tx, on: Ground) -> _LastYear | None:
    """The campaign of the same office that ended a year before and has the most indicators in common with this one."""
    end = on.campaign.ends_on or on.head.ends_on
    keys = {_key(one) for one in on.asked}
    best: tuple[int, Campaign, list[Indicator]] | None = None
    for campaign in campaigns.of_owner(tx, on.campaign.owner_id):
        if campaign.state.value not in LAUNCHED or campaign.ends_on is None:
            continue
        if campaign.ends_on.year != end.year - 1:
            continue
        asked = indicators.of_campaign(tx, campaign.campaign_id, day=campaign.ends_on)
        shared = len(keys & {_key(one) for one in asked})
        if shared and (best is None or shared > best[0]):
            best = (shared, campaign, asked)
    if best is None:
        return None
    _, campaign, asked = best
    heads = summaries.phases_of(tx, campaign.campaign_id)
    head = min(heads, key=lambda one: abs((year_later(one.due_on) - on.head.due_on).days), default=None)
    if head is None:
        return None
    members = summary_rows.members(tx, head, on.extent)
    answering = answering_by_id(asked, members)
    found = columns.at(tx, heads, head.place, asked, on.extent, answering).columns
    values: dict[str, tuple[Indicator, Decimal | None]] = {}
    for one in asked:
        if _key(one) in keys and answering[one.indicator_id]:
            column = found[one.indicator_id]
            expected = max(len(answering[one.indicator_id]), len(column.values))
            total = cumulative(one.measure, one.target.measure_unit, column, answering=expected)
            values.setdefault(_key(one), (one, total))
    return _LastYear(campaign=campaign, head=head, values=values)
