"""Which indicators of a running campaign are behind: by the newest figures of its units, and an even pace."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.campaign import progress
from bot.campaign.model import SUMMED, Figure, FigureKind
from bot.store import handed_in, summaries
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.usecases.summaries import IndicatorProgress, progress_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """An indicator today: `wanted` is what an even pace asks for on `day`, None where there is no pace.

    `day` is that of the newest figures: the due date of their phase, or today where that is still to come.
    `remaining` is what is missing to the target, of what accumulates.
    """

    progress: IndicatorProgress
    behind: bool
    wanted: Decimal | None
    day: date | None
    remaining: Decimal | None


def paces(tx: Tx, campaign: Campaign, now: datetime) -> list[Pace]:
    """Every indicator that is asked today, those behind first, then those without a figure."""
    given: dict[int, dict[int, Figure]] = {}
    last_of_phase = {head.n: head for head in summaries.phases_of(tx, campaign.campaign_id)}
    for head in last_of_phase.values():
        for indicator_id, by_unit in handed_in.figures_of(tx, head).items():
            # A later phase replaces what the unit said in an earlier one.
            given.setdefault(indicator_id, {}).update(by_unit)
    newest = handed_in.newest_days(tx, campaign.campaign_id)
    days = {indicator_id: min(now.date(), due_on) for indicator_id, due_on in newest.items()}
    found = [
        _pace(
            progress_of(one, list(given.get(one.indicator_id, {}).values())),
            days.get(one.indicator_id),
            campaign,
        )
        for one in summaries.indicators_of(tx, campaign.campaign_id, now.date())
    ]
    return sorted(found, key=lambda one: (not one.behind, one.day is not None, one.progress.n))


def _pace(one: IndicatorProgress, day: date | None, campaign: Campaign) -> Pace:
    end = campaign.ends_on
    wanted = remaining = None
    if day is not None and end is not None:
        start = progress.pace_start(campaign.starts_on, end)
        wanted = progress.linear_pace(one.target, one.measure, start, end, day)
    if one.actual is not None and one.target.value is not None and one.measure in SUMMED:
        remaining = max(Decimal(0), one.target.value - one.actual)
    figure = None if one.actual is None else Figure(kind=FigureKind.VALUE, value=one.actual)
    return Pace(
        progress=one,
        behind=progress.is_behind(one.target, figure, wanted),
        wanted=wanted,
        day=day,
        remaining=remaining,
    )
