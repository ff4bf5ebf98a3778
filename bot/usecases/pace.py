"""Which indicators of a running campaign are behind: by the newest figures of its units, and an even pace."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.campaign import progress
from bot.campaign.model import SUMMED, Figure, FigureKind
from bot.campaign.progress import Status
from bot.campaign.rollup import cumulative
from bot.store import summaries, summary_rows
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.store.extents import WHOLE
from bot.store.indicators import Indicator
from bot.usecases import columns
from bot.usecases.content_ground import answering_by_id, asked_on
from bot.usecases.pulling import current_phase


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """An indicator today: `wanted` is what an even pace asks for on `day`, None where there is no pace.

    `day` is that of the newest figures: the due date of their period, or today where that is still to come.
    `actual` is None where no figure is there, or those of several units never add up.
    `remaining` is what is missing to the target, of what accumulates.
    """

    indicator: Indicator
    actual: Decimal | None
    percent: Decimal | None
    status: Status
    behind: bool
    wanted: Decimal | None
    day: date | None
    remaining: Decimal | None


def paces(tx: Tx, campaign: Campaign, now: datetime) -> list[Pace]:
    """Every indicator that is asked today, those behind first, then those without a figure.

    A unit's newest figure counts, of whatever phase; what is asked for the period alone is added up.
    """
    heads = summaries.phases_of(tx, campaign.campaign_id)
    asked = asked_on(tx, campaign.campaign_id, now.date())
    if not heads or not asked:
        return []
    members = summary_rows.members(tx, current_phase(heads, now.date()), WHOLE)
    answering = answering_by_id(asked, members)
    newest = summary_rows.newest_days(tx, heads, [one.indicator_id for one in asked])
    last = max((head.place for head in heads if head.due_on in newest.values()), default=1)
    found = columns.at(tx, heads, last, asked, WHOLE, answering, all_phases=True, alone=True).columns
    made = []
    for one in asked:
        column, units = found[one.indicator_id], answering[one.indicator_id]
        gone = len(column.values.keys() - units)
        actual = cumulative(one.measure, one.target.measure_unit, column, answering=len(units) + gone)
        due_on = newest.get(one.indicator_id)
        made.append(_pace(one, actual, None if due_on is None else min(now.date(), due_on), campaign))
    return sorted(made, key=lambda one: (not one.behind, one.day is not None, one.indicator.n))


def _pace(one: Indicator, actual: Decimal | None, day: date | None, campaign: Campaign) -> Pace:
    end = campaign.ends_on
    wanted = remaining = None
    if day is not None and end is not None:
        start = progress.pace_start(campaign.starts_on, end)
        wanted = progress.linear_pace(one.target, one.measure, start, end, day)
    if actual is not None and one.target.value is not None and one.measure in SUMMED:
        remaining = max(Decimal(0), one.target.value - actual)
    figure = None if actual is None else Figure(kind=FigureKind.VALUE, value=actual)
    return Pace(
        indicator=one,
        actual=actual,
        percent=None if actual is None else progress.percent(actual, one.target),
        status=progress.status(one.target, figure),
        behind=progress.is_behind(one.target, figure, wanted),
        wanted=wanted,
        day=day,
        remaining=remaining,
    )
