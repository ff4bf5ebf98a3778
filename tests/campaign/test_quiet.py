"""Quiet hours: when they hold, when they end, and which ones leave no time for a nudge."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.campaign.deadlines import OFFICE_HOURS
from bot.campaign.quiet import Quiet

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def quiet(words: str) -> Quiet:
    start, end = words.split("-")
    return Quiet(start=time.fromisoformat(start), end=time.fromisoformat(end))


@pytest.mark.parametrize(
    ("hours", "at", "free"),
    [
        ("12:00-13:30", "08:00", "08:00"),
        ("12:00-13:30", "12:00", "13:30"),
        ("12:00-13:30", "13:30", "13:30"),
        # Over midnight.
        ("20:00-09:00", "08:00", "09:00"),
        ("20:00-09:00", "09:00", "09:00"),
        ("20:00-09:00", "16:59", "16:59"),
        # What ends with the working day or behind it leaves nothing of today.
        ("14:00-17:00", "14:30", None),
        ("15:00-08:00", "16:00", None),
    ],
)
def test_a_nudge_waits_until_the_quiet_hours_end_or_for_another_day(
    hours: str, at: str, free: str | None
) -> None:
    now = datetime.combine(datetime(2023, 6, 13, tzinfo=HANOI).date(), time.fromisoformat(at), tzinfo=HANOI)
    found = quiet(hours).free_at(now, OFFICE_HOURS)
    assert (found and f"{found:%H:%M}") == free


@pytest.mark.parametrize(
    ("hours", "at", "over"),
    [
        ("12:00-13:30", "08:00", "13/6 08:00"),
        ("12:00-13:30", "12:00", "13/6 13:30"),
        ("20:00-07:00", "21:00", "14/6 07:00"),
        ("20:00-07:00", "06:00", "13/6 07:00"),
    ],
)
def test_what_an_admin_has_sent_waits_until_they_are_over(hours: str, at: str, over: str) -> None:
    now = datetime.combine(datetime(2023, 6, 13, tzinfo=HANOI).date(), time.fromisoformat(at), tzinfo=HANOI)
    found = quiet(hours).over_at(now)
    assert f"{found.day}/{found.month} {found:%H:%M}" == over


@pytest.mark.parametrize(
    ("hours", "leaves"),
    [
        ("20:00-07:00", True),
        ("08:00-16:00", True),
        ("07:30-16:00", True),
        ("07:30-16:01", False),
        ("08:30-07:30", True),
        ("08:29-07:30", False),
        ("00:00-23:59", False),
    ],
)
def test_an_hour_of_the_working_day_must_remain(hours: str, leaves: bool) -> None:
    assert quiet(hours).leaves_time((), OFFICE_HOURS) is leaves


def test_time_left_before_the_first_slot_is_no_time_for_a_nudge() -> None:
    assert not quiet("09:00-07:00").leaves_time((time(14),), OFFICE_HOURS)
