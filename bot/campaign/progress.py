"""From figures to the summary's columns: per cent, status, and the sum over units."""

from collections.abc import Collection
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from bot.campaign.model import SUMMED, Figure, FigureKind, Measure, Target
from bot.campaign.targets import is_bounded_above, passes

# Wide enough that the ratio is exact at the one decimal to which it is rounded once.
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_ONE_DECIMAL = Decimal("0.1")
_TWO_DECIMALS = Decimal("0.01")


class Status(StrEnum):
    EXCEEDED = "exceeded"
    MET = "met"
    NOT_MET = "not_met"
    AT_RISK = "at_risk"
    NONE = "none"
    QUALITATIVE = "qualitative"


def percent(actual: Decimal, target: Target) -> Decimal | None:
    """Actual to target as a percentage, rounded once to one decimal: 43245000 of 26281000 is 164.5.

    A range counts from its lower end. None where a ratio says nothing: a ceiling, a qualitative
    target, a target of zero.
    """
    if not target.value or target.comparator is None or is_bounded_above(target):
        return None
    ratio = _WIDE.divide(_WIDE.multiply(actual, Decimal(100)), target.value)
    return _WIDE.quantize(ratio, _ONE_DECIMAL)


def linear_pace(target: Target, measure: Measure, start: date, end: date, day: date) -> Decimal | None:
    """The figure that an even pace from `start` asks for at the end of `day`; None once the phase is over.

    Only what accumulates has a pace; a level or a change has none.
    """
    if target.value is None or is_bounded_above(target) or measure not in SUMMED or not start <= day < end:
        return None
    return _WIDE.divide(
        _WIDE.multiply(target.value, Decimal((day - start).days + 1)), Decimal((end - start).days + 1)
    )


def pace_start(start: date | None, end: date) -> date:
    """From when a campaign's figures accumulate: within one year from its first day, as they are asked for.

    >>> pace_start(date(2026, 2, 11), date(2026, 12, 31))
    datetime.date(2026, 1, 1)
    """
    if start is None or start.year == end.year:
        return date(end.year, 1, 1)
    return start


def status(target: Target, figure: Figure | None, pace: Decimal | None = None) -> Status:
    """How an indicator stands; a nil is the figure 0, and no figure is never a zero.

    `pace` is what `linear_pace` asks for by now: a figure below it that has not passed yet is at risk.
    """
    if target.value is None:
        return Status.QUALITATIVE
    actual = value_of(figure)
    if actual is None:
        return Status.NONE
    verdict = Status(passes(target, actual))
    if verdict is Status.NOT_MET and pace is not None and actual < pace:
        return Status.AT_RISK
    return verdict


def is_behind(target: Target, figure: Figure | None, pace: Decimal | None) -> bool:
    """Whether an indicator is behind: below the pace; where nothing sets a pace, not met yet.

    Without a figure nobody can tell: it is not behind, it is unknown.
    """
    found = status(target, figure, pace)
    return found is Status.AT_RISK or (found is Status.NOT_MET and pace is None)


def value_of(figure: Figure | None) -> Decimal | None:
    """The number in a figure: 0 for a nil, None where there is none."""
    if figure is None or figure.kind is FigureKind.MISSING:
        return None
    return Decimal(0) if figure.kind is FigureKind.NIL else figure.value


def added(earlier: Figure | None, later: Figure) -> Figure:
    """What two periods make together where each is asked for what it brought: a period without a figure adds nothing.

    An estimate among them makes the sum one.
    """
    before, after = value_of(earlier), value_of(later)
    if earlier is None or before is None:
        return later
    if after is None:
        return earlier
    return Figure(kind=FigureKind.VALUE, value=before + after, estimate=earlier.estimate or later.estimate)


def total(measure: Measure, values: Collection[Decimal], answering: int) -> Decimal | None:
    """What accumulates is summed over those who reported. A level or a change never sums: the figure of a
    single owner stands for the campaign, of several none does.
    """
    if not values or (measure not in SUMMED and answering > 1):
        return None
    return sum(values, Decimal(0))


def share(given: Collection[tuple[Decimal, Decimal]], whole: Decimal) -> Decimal | None:
    """What shares given as (12, 14) are together. `whole` is 100 for a percentage, 1000 for ‰.

    Rounded once to two decimals: 12/14 and 3/6 are 75 (15 of 20).
    """
    denominator = sum((one for _, one in given), Decimal(0))
    if not denominator:
        return None
    numerator = sum((one for one, _ in given), Decimal(0))
    found = _WIDE.divide(_WIDE.multiply(numerator, whole), denominator)
    return _WIDE.quantize(found, _TWO_DECIMALS).normalize(_WIDE) + 0
