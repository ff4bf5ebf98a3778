"""The periods of a phase: one for the whole, or one a month or a quarter, each with its name and a proposed due date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.campaign.calendar import WorkCalendar
from bot.campaign.deadlines import default_due
from bot.campaign.model import Review

_DAY = timedelta(days=1)
SHORTEST = timedelta(days=15)
"""What is left of a month or a quarter at either end of a phase and is shorter joins its neighbour."""
_QUARTERS = ("Quý I", "Quý II", "Quý III", "Quý IV")


class Rhythm(StrEnum):
    """How often units report within a phase."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A stretch of a phase that units report on; `name` is "" where it is the whole phase.

    `cluster_due_on` is None where nobody set a day for the clusters; `due_set`: the directive or an admin said the
    day for the units, else it is proposed.
    """

    name: str
    starts_on: date | None
    ends_on: date
    due_on: date
    cluster_due_on: date | None = None
    due_set: bool = False


def periods(
    rhythm: Rhythm,
    start: date | None,
    end: date,
    review: Review,
    calendar: WorkCalendar,
    *,
    whole: bool = True,
) -> tuple[Period, ...]:
    """The periods from a day to the end of a phase, with proposed due dates; the last one is due before the review.

    `whole` says that the phase begins with `start`; of a remainder one period alone is named too. Without a first
    day there is no telling months apart, and the phase stays whole.
    """
    if rhythm is Rhythm.ONCE or start is None:
        name = "" if whole or start is None else " – ".join((f"{start:%d/%m/%Y}", f"{end:%d/%m/%Y}"))
        due_on = default_due(end, review, calendar, start)
        return (Period(name=name, starts_on=start, ends_on=end, due_on=due_on),)
    stretches = _joined(list(_stretches(rhythm, start, end)))
    return tuple(
        Period(
            name=_name(rhythm, named),
            starts_on=first,
            ends_on=last,
            due_on=default_due(last, review if last == end else Review(), calendar, first),
        )
        for first, last, named in stretches
    )


_Stretch = tuple[date, date, date]
"""The first day, the last day, and a day of the month or quarter that gives the name."""


def _stretches(rhythm: Rhythm, start: date, end: date) -> Iterator[_Stretch]:
    while start <= end:
        months = 1 if rhythm is Rhythm.MONTHLY else 3
        last = _month_after(start, months - (start.month - 1) % months) - _DAY
        yield start, min(last, end), start
        start = last + _DAY


def _month_after(day: date, months: int) -> date:
    """The first day of the month so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _joined(stretches: list[_Stretch]) -> list[_Stretch]:
    if len(stretches) > 1 and _is_short(stretches[0]):
        (start, _, _), (_, last, named), *rest = stretches
        stretches = [(start, last, named), *rest]
    if len(stretches) > 1 and _is_short(stretches[-1]):
        *rest, (start, _, named), (_, last, _) = stretches
        stretches = [*rest, (start, last, named)]
    return stretches


def _is_short(stretch: _Stretch) -> bool:
    return stretch[1] - stretch[0] + _DAY < SHORTEST


def _name(rhythm: Rhythm, day: date) -> str:
    if rhythm is Rhythm.MONTHLY:
        return f"Tháng {day.month}/{day.year}"
    return f"{_QUARTERS[(day.month - 1) // 3]}/{day.year}"
