from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from bot.campaign.calendar import WorkCalendar

CALENDAR = WorkCalendar()


def days_off(first: date, last: date) -> list[str]:
    """The weekdays in the stretch on which nobody works, as "16/2"."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [f"{day.day}/{day.month}" for day in days if day.weekday() < 5 and not CALENDAR.is_working(day)]


@pytest.mark.parametrize(
    ("first", "last", "off"),
    [
        # Tết moves with the moon.
        (date(2023, 1, 16), date(2023, 1, 31), ["20/1", "23/1", "24/1", "25/1", "26/1"]),
        (date(2024, 2, 5), date(2024, 2, 16), ["8/2", "9/2", "12/2", "13/2", "14/2"]),
        (date(2025, 1, 20), date(2025, 2, 7), ["27/1", "28/1", "29/1", "30/1", "31/1"]),
        (date(2026, 2, 9), date(2026, 2, 27), ["16/2", "17/2", "18/2", "19/2", "20/2"]),
        (date(2027, 2, 1), date(2027, 2, 12), ["4/2", "5/2", "8/2", "9/2", "10/2"]),
        # A holiday on a weekend is made up for on the next working day.
        (date(2023, 1, 1), date(2023, 1, 4), ["2/1"]),
        (date(2023, 4, 24), date(2023, 5, 5), ["1/5", "2/5", "3/5"]),
        (date(2026, 4, 20), date(2026, 5, 8), ["27/4", "30/4", "1/5"]),
        (date(2023, 8, 28), date(2023, 9, 8), ["1/9", "4/9"]),
        (date(2026, 8, 24), date(2026, 9, 7), ["31/8", "1/9", "2/9"]),
        (date(2027, 8, 30), date(2027, 9, 8), ["2/9", "3/9"]),
        # A stretch without a holiday.
        (date(2023, 6, 1), date(2023, 6, 30), []),
    ],
)
def test_public_holidays_are_not_worked(first: date, last: date, off: list[str]) -> None:
    assert days_off(first, last) == off


def test_saturdays_and_sundays_are_not_worked() -> None:
    week = [date(2023, 6, 12) + timedelta(days=n) for n in range(7)]

    assert [CALENDAR.is_working(day) for day in week] == [True] * 5 + [False] * 2


def test_days_that_the_admin_sets_win_over_the_usual_ones() -> None:
    flood, make_up = date(2023, 6, 14), date(2023, 6, 17)
    calendar = WorkCalendar(extra_days_off=frozenset({flood}), extra_working_days=frozenset({make_up}))

    assert not calendar.is_working(flood)
    assert calendar.is_working(make_up)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2023, 6, 16), date(2023, 6, 16)),
        (date(2023, 6, 18), date(2023, 6, 16)),
        (date(2026, 2, 22), date(2026, 2, 13)),
        (date(2024, 1, 1), date(2023, 12, 29)),
    ],
)
def test_a_day_off_moves_back_to_the_last_working_day(day: date, worked: date) -> None:
    assert CALENDAR.back_to_working(day) == worked


@pytest.mark.parametrize(
    ("day", "n", "found"),
    [
        (date(2023, 12, 30), 1, date(2024, 1, 2)),
        (date(2023, 6, 16), 1, date(2023, 6, 19)),
        (date(2023, 6, 12), 5, date(2023, 6, 19)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
    ],
)
def test_working_days_are_counted_after_a_day(day: date, n: int, found: date) -> None:
    assert CALENDAR.nth_after(day, n) == found


def test_working_days_are_counted_before_a_day() -> None:
    assert CALENDAR.nth_before(date(2024, 1, 2), 1) == date(2023, 12, 29)
    assert CALENDAR.nth_before(date(2023, 6, 29), 3) == date(2023, 6, 26)


def test_working_days_are_counted_from_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        CALENDAR.nth_after(date(2023, 6, 16), 0)


def test_many_threads_see_the_same_calendar() -> None:
    days = [date(year, 1, 1) for year in range(2040, 2060)] * 4
    with ThreadPoolExecutor(max_workers=8) as pool:
        assert not any(pool.map(WorkCalendar().is_working, days))
