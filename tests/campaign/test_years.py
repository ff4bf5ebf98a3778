"""This year's days in the next year."""

from datetime import date

import pytest

from bot.campaign.calendar import WorkCalendar
from bot.campaign.years import due_year_later, year_later


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 1, 9), date(2027, 1, 9)),
        (date(2026, 12, 31), date(2027, 12, 31)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2028, 2, 28), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 29)),
        (date(2027, 2, 27), date(2028, 2, 27)),
    ],
)
def test_a_day_is_moved_by_a_year(day: date, later: date) -> None:
    assert year_later(day) == later


@pytest.mark.parametrize(
    ("due", "first", "later"),
    [
        (date(2026, 12, 17), None, date(2027, 12, 17)),
        # 17/4/2027 is a Saturday, and the day before it the day of the Hùng kings.
        (date(2026, 4, 17), None, date(2027, 4, 15)),
        # Tết 2027 is in February; 8/2/2027 is the third day of the new year.
        (date(2026, 2, 10), None, date(2027, 2, 3)),
        # 2/1/2027 is a Saturday and 1/1 a holiday, but the phase begins on 1/1.
        (date(2026, 1, 2), date(2027, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_due_date_is_moved_by_a_year_and_back_to_a_working_day(
    due: date, first: date | None, later: date
) -> None:
    assert due_year_later(due, WorkCalendar(), first) == later
