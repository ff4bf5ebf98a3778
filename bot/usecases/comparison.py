"""The periods of a campaign beside each other, beside an even pace, and beside the same period a year ago."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bot.campaign import progress, targets
from bot.campaign.rollup import Column, cumulative
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
from bot.usecases.content_ground import Ground, answering_of, required

_ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True, kw_only=True, slots=True)
class _LastYear:
    """The period that lies a year before this one, with the total of each indicator by its catalogue key."""

    campaign: Campaign
    head: PhaseHead
    values: dict[str, tuple[Indicator, Decimal | None]]


def compared(tx: Tx, on: Ground, groups: Sequence[ProgressGroup]) -> Comparison:
    """Every period up to this one, within what is seen; what stands in `groups` is not read again."""
    earlier = on.heads[: on.head.place - 1]
    past = [columns.at(tx, on.heads, one.place, on.asked, on.extent, on.answering).columns for one in earlier]
    now = {row.indicator_id: row for group in groups for row in group.rows}
    last_year = _last_year(tx, on)
    rows = []
    for one in on.asked:
        row = now[one.indicator_id]
        values = [_total(one, found[one.indicator_id], row.expected) for found in past]
        before, value_before = _of_last_year(last_year, one)
        rows.append(
            ComparedRow(
                indicator_id=one.indicator_id,
                n=one.n,
                name=one.name,
                measure_unit=one.target.measure_unit,
                target_words=targets.words(one.target),
                values=(*values, row.cumulative),
                pace=tuple(_pace(on, one, head.due_on) for head in (*earlier, on.head)),
                last_year=value_before,
                last_year_name=None if before is None else before.name,
                change=_change(row.cumulative, value_before),
            )
        )
    return Comparison(
        periods=tuple(_period(tx, on, head) for head in (*earlier, on.head)),
        last_year_campaign=None if last_year is None else last_year.campaign.title,
        last_year_period=None if last_year is None else last_year.head.phase,
        rows=tuple(rows),
    )


def _total(one: Indicator, column: Column, answering: int) -> Decimal | None:
    return cumulative(one.measure, one.target.measure_unit, column, answering=answering)


def _pace(on: Ground, one: Indicator, day: date) -> Decimal | None:
    target = on.measured(one, on.answering[one.indicator_id])
    end = on.campaign.ends_on
    if target is None or end is None:
        return None
    return progress.linear_pace(target, one.measure, on.pace_from, end, day)


def _period(tx: Tx, on: Ground, head: PhaseHead) -> ComparedPeriod:
    here = on.members if head is on.head else summary_rows.members(tx, head, on.extent)
    expected, reported = required(here)
    return ComparedPeriod(
        place=head.place, name=head.phase, due_on=head.due_on, reported=reported, expected=expected
    )


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
    answering = {one.indicator_id: answering_of(one, members) for one in asked}
    found = columns.at(tx, heads, head.place, asked, on.extent, answering).columns
    values: dict[str, tuple[Indicator, Decimal | None]] = {}
    for one in asked:
        if _key(one) in keys and answering[one.indicator_id]:
            column = found[one.indicator_id]
            expected = max(len(answering[one.indicator_id]), len(column.values))
            values.setdefault(_key(one), (one, _total(one, column, expected)))
    return _LastYear(campaign=campaign, head=head, values=values)
