"""The dates of a period: data cut-off, units, clusters, summary, review; proposed where nobody set them.

For units on Saturday 17/6 and a review before 30/6: data to 14/6, clusters 19/6, summary 23/6 (25/6 is a Sunday).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.campaign.calendar import WorkCalendar

DATA_DAYS_BEFORE = 3
SUMMARY_DAYS_AFTER = 8
_DAY = timedelta(days=1)


class Time(StrEnum):
    """What a date of a period is for."""

    CUTOFF = "cutoff"
    DUE = "due"
    CLUSTER = "cluster"
    SUMMARY = "summary"
    REVIEW = "review"


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """The last day that is in time. `exclusive`: it was said as "trước ngày" the day after."""

    day: date
    exclusive: bool = False

    @property
    def said(self) -> date:
        """The day that its words name."""
        return self.day + _DAY if self.exclusive else self.day


def data_cutoff(due_on: date, calendar: WorkCalendar) -> date:
    """Up to which day figures count: three days before the units are due, so that a working day lies between."""
    latest = calendar.nth_before(due_on, 1)
    return min(calendar.back_to_working(due_on - timedelta(days=DATA_DAYS_BEFORE)), latest)


def summary_due(due_on: date, last_review: date, calendar: WorkCalendar) -> date:
    """By which day the standing body sums up: eight days after the units, before the review, never before the units."""
    day = calendar.back_to_working(due_on + timedelta(days=SUMMARY_DAYS_AFTER))
    return max(due_on, min(day, calendar.back_to_working(last_review)))
