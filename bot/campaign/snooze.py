"""Until when somebody may put a nudge off: tomorrow, Monday, two days before the due date; never past it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.campaign.calendar import WorkCalendar

_DAY = timedelta(days=1)
DAYS_BEFORE = 2
MONDAY = 7


class Until(StrEnum):
    """What a snooze is called on its button."""

    TOMORROW = "tomorrow"
    MONDAY = "monday"
    BEFORE_DUE = "before_due"


@dataclass(frozen=True, kw_only=True, slots=True)
class Snooze:
    """A day until which a report may be left alone; on that day it is heard of again."""

    until: Until
    day: date


def snoozes(due: date, today: date, calendar: WorkCalendar) -> tuple[Snooze, ...]:
    """What may be chosen today, each day once: worked days behind today, up to the due date.

    Due Wednesday 21/6, today Friday 16/6: Monday 19/6 (which is two days before too), and not tomorrow, a Saturday.
    """
    wanted = {
        Until.TOMORROW: today + _DAY,
        Until.MONDAY: today + timedelta(days=MONDAY - today.weekday()),
        Until.BEFORE_DUE: calendar.back_to_working(due - timedelta(days=DAYS_BEFORE)),
    }
    found: dict[date, Until] = {}
    for until, day in wanted.items():
        if today < day <= due and calendar.is_working(day):
            found.setdefault(day, until)
    return tuple(Snooze(until=until, day=day) for day, until in found.items())
