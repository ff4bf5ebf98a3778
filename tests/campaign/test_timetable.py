"""The dates that are proposed around the due date of units."""

from datetime import date

import pytest

from bot.campaign.calendar import WorkCalendar
from bot.campaign.timetable import Deadline, data_cutoff, summary_due

CALENDAR = WorkCalendar()


@pytest.mark.parametrize(
    ("due", "cutoff"),
    [
        # Wednesday 17/6/2026: Sunday 14/6 is no working day.
        (date(2026, 6, 17), date(2026, 6, 12)),
        (date(2023, 6, 16), date(2023, 6, 13)),
        (date(2023, 12, 15), date(2023, 12, 12)),
        # Monday: a working day lies between.
        (date(2023, 6, 12), date(2023, 6, 9)),
        # After Tết 2026 (14/2 to 22/2).
        (date(2026, 2, 23), date(2026, 2, 13)),
    ],
)
def test_figures_are_cut_off_three_days_before_the_units_are_due(due: date, cutoff: date) -> None:
    assert data_cutoff(due, CALENDAR) == cutoff


@pytest.mark.parametrize(
    ("due", "review", "summary"),
    [
        (date(2026, 6, 17), date(2026, 6, 29), date(2026, 6, 25)),
        (date(2026, 12, 17), date(2026, 12, 30), date(2026, 12, 25)),
        # Saturday 24/6/2023.
        (date(2023, 6, 16), date(2023, 6, 29), date(2023, 6, 23)),
        # The review comes first; and it never lies before the units.
        (date(2023, 6, 26), date(2023, 6, 29), date(2023, 6, 29)),
        (date(2023, 6, 17), date(2023, 6, 17), date(2023, 6, 17)),
    ],
)
def test_the_standing_body_sums_up_eight_days_after_the_units_and_before_the_review(
    due: date, review: date, summary: date
) -> None:
    assert summary_due(due, review, CALENDAR) == summary


def test_a_day_that_was_excluded_is_said_as_the_day_after_the_last_one() -> None:
    assert Deadline(day=date(2023, 6, 29), exclusive=True).said == date(2023, 6, 30)
    assert Deadline(day=date(2023, 12, 31)).said == date(2023, 12, 31)
