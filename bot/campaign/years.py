"""This year's days in the next year: for the campaign that follows this one."""

from datetime import date

from bot.campaign.calendar import WorkCalendar

_FEBRUARY = 2


def year_later(day: date) -> date:
    """The same day a year later; the last of February stays the last of February.

    >>> year_later(date(2027, 2, 28))
    datetime.date(2028, 2, 29)
    """
    try:
        moved = day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, _FEBRUARY, 28)
    if (day.month, day.day) == (_FEBRUARY, 28) and not _is_leap(day.year) and _is_leap(moved.year):
        return moved.replace(day=29)
    return moved


def due_year_later(due: date, calendar: WorkCalendar, first: date | None) -> date:
    """A due date a year later, moved back to a working day, but never before the first day of its phase.

    >>> due_year_later(date(2026, 7, 17), WorkCalendar(), None)  # 17/7/2027 is a Saturday
    datetime.date(2027, 7, 16)
    """
    moved = calendar.back_to_working(year_later(due))
    return moved if first is None else max(moved, first)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
