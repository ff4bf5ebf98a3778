"""Whether an indicator is likely to be missed: by an even pace, and by the trend of the figures so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from bot.campaign import progress
from bot.campaign.model import SUMMED, Figure, FigureKind, Measure, Target
from bot.campaign.progress import Status
from bot.campaign.targets import is_bounded_above, passes

POINTS_FOR_A_TREND = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A figure of the past, in the indicator's measure unit, as it stood on a day."""

    day: date
    value: Decimal


class Risk(StrEnum):
    """Why an indicator is at risk, the most serious first."""

    RED = "red"
    """Behind the pace, and the trend does not reach the target either."""
    FORECAST = "forecast"
    BEHIND = "behind"


def forecast(points: Sequence[Point], day: date) -> Decimal | None:
    """The figure on `day` by the robust trend (Theil-Sen: medians) of the points; None of fewer than three days.

    One figure that is far off moves it little.

    >>> years = [Point(day=date(2026, 1, 1 + n), value=Decimal(10 * n)) for n in range(4)]
    >>> forecast([*years, Point(day=date(2026, 1, 5), value=Decimal(9000))], date(2026, 1, 11))
    Decimal('100')
    """
    newest = {point.day: point.value for point in points}
    if len(newest) < POINTS_FOR_A_TREND:
        return None
    slope = _median(
        [
            (later_value - value) / (later - earlier).days
            for (earlier, value), (later, later_value) in combinations(sorted(newest.items()), 2)
        ]
    )
    return _median([value + slope * (day - known).days for known, value in newest.items()])


def risk(
    target: Target, measure: Measure, points: Sequence[Point], *, start: date, end: date, day: date
) -> Risk | None:
    """How an indicator is at risk on a day, by the figures known then; None where nothing says so.

    It is behind where its newest figure lies below an even pace from `start` to `end`, judged on the day of
    that figure. What a forecast says of `end` counts for what accumulates and for levels: changes and
    sentences have no trend. A figure that accumulates and has reached its target stays there.
    """
    if target.value is None or not points:
        return None
    newest = max(points, key=lambda point: point.day)
    reached = passes(target, newest.value)
    if measure in SUMMED and reached != Status.NOT_MET.value and not is_bounded_above(target):
        return None
    pace = progress.linear_pace(target, measure, start, end, min(newest.day, day))
    behind = pace is not None and progress.is_behind(
        target, Figure(kind=FigureKind.VALUE, value=newest.value), pace
    )
    trend = forecast(points, end) if measure in SUMMED or measure is Measure.LEVEL else None
    missed = day < end and trend is not None and passes(target, trend) == Status.NOT_MET.value
    if behind and missed:
        return Risk.RED
    if missed:
        return Risk.FORECAST
    return Risk.BEHIND if behind else None


def _median(values: Sequence[Decimal]) -> Decimal:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
