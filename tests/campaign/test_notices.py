"""What the standing body hears of a period, as a table of days worked out by hand."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.campaign import notices
from bot.campaign.calendar import WorkCalendar
from bot.campaign.notices import Notice, Span

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = WorkCalendar()
# Due on Friday 16/6/2023; 1/1/2023 is a Sunday, Monday 2/1 its substitute; 30/6 is a Friday.
HALF_YEAR = Span(begins=date(2023, 1, 1), due_on=date(2023, 6, 16), ends_on=date(2023, 6, 30))


def days_of(notice: Notice, span: Span) -> list[str]:
    days = (span.ends_on - timedelta(days=200) + timedelta(days=n) for n in range(230))
    return [
        f"{day.day}/{day.month}"
        for day in days
        if CALENDAR.is_working(day) and notice in notices.told(span, day, CALENDAR)
    ]


@pytest.mark.parametrize(
    ("notice", "days"),
    [
        (Notice.OPENED, ["3/1", "4/1", "5/1"]),
        (Notice.DUE_SOON, ["13/6", "14/6", "15/6", "16/6"]),
        (Notice.CLOSED, ["3/7", "4/7", "5/7"]),
    ],
)
def test_a_notice_may_be_told_on_these_working_days(notice: Notice, days: list[str]) -> None:
    assert days_of(notice, HALF_YEAR) == days


def test_a_due_date_after_tet_is_soon_before_tet_begins() -> None:
    # Tết 2026 is off from Monday 16/2 to Friday 20/2; three days before Monday 23/2 is Friday 20/2.
    span = Span(begins=None, due_on=date(2026, 2, 23), ends_on=date(2026, 3, 31))
    assert days_of(Notice.DUE_SOON, span) == ["13/2", "23/2"]
    assert days_of(Notice.OPENED, span) == []


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        ("2023-05-31 09:00", None),
        ("2023-06-01 07:59", None),
        ("2023-06-01 08:00", time(8)),
        ("2023-06-01 16:59", time(8)),
        ("2023-06-03 09:00", None),  # a Saturday
        ("2023-06-16 07:45", None),
        ("2023-06-16 09:59", time(8)),
        ("2023-06-16 10:00", time(10)),
        ("2023-06-16 15:00", time(14)),
        ("2023-06-16 16:30", time(16, 30)),
        ("2023-06-16 17:01", None),
        ("2023-06-19 16:30", time(8)),
        ("2023-06-30 08:00", time(8)),  # the tenth working day after
        ("2023-07-03 08:00", None),
    ],
)
def test_a_list_goes_out_at(moment: str, wanted: time | None) -> None:
    local = datetime.fromisoformat(moment).replace(tzinfo=HANOI)
    assert notices.list_time(HALF_YEAR.due_on, local, CALENDAR) == wanted


def test_a_due_date_on_a_day_off_has_its_lists_on_the_working_day_before() -> None:
    # Saturday 30/12/2023.
    local = datetime(2023, 12, 29, 14, 5, tzinfo=HANOI)
    assert notices.list_time(date(2023, 12, 30), local, CALENDAR) == time(14)


@pytest.mark.parametrize(
    ("moment", "before"),
    [
        ("2023-06-15 08:00", "2023-06-14 08:00"),
        ("2023-06-12 08:00", "2023-06-09 08:00"),  # Monday is compared with Friday.
        ("2023-06-16 08:00", "2023-06-15 08:00"),
        ("2023-06-16 10:00", "2023-06-16 08:00"),
        ("2023-06-16 16:30", "2023-06-16 14:00"),
        ("2023-06-19 08:00", "2023-06-16 08:00"),
    ],
)
def test_what_changed_is_told_since_the_list_before(moment: str, before: str) -> None:
    local = datetime.fromisoformat(moment).replace(tzinfo=HANOI)
    assert notices.last_list(HALF_YEAR.due_on, local, CALENDAR) == datetime.fromisoformat(before).replace(
        tzinfo=HANOI
    )


@pytest.mark.parametrize(("day", "monday"), [("2023-06-12", "2023-06-12"), ("2023-06-18", "2023-06-12")])
def test_a_week_is_known_by_its_monday(day: str, monday: str) -> None:
    assert notices.week_of(date.fromisoformat(day)) == date.fromisoformat(monday)


@pytest.mark.parametrize(
    ("summary_on", "days"),
    [
        # A Friday; behind it the Monday and Tuesday for a bot that was down.
        (date(2023, 6, 23), ["23/6", "26/6", "27/6"]),
        # A Sunday: its Friday.
        (date(2023, 6, 25), ["23/6", "26/6", "27/6"]),
        # A Monday behind Tết 2026, which is off from 16/2 to 20/2.
        (date(2026, 2, 23), ["23/2", "24/2", "25/2"]),
    ],
)
def test_the_report_goes_out_on_its_summary_due_date_and_may_be_two_working_days_late(
    summary_on: date, days: list[str]
) -> None:
    around = (summary_on + timedelta(days=n) for n in range(-12, 12))
    found = [
        f"{day.day}/{day.month}"
        for day in around
        if CALENDAR.is_working(day) and notices.paper_day(summary_on, day, CALENDAR)
    ]
    assert found == days
