from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.campaign.calendar import WorkCalendar
from bot.campaign.deadlines import (
    Ladder,
    cluster_due,
    current_slot,
    default_due,
    due_moment,
    is_late,
    is_working_time,
    next_slot,
    steps,
)
from bot.campaign.model import Review

CALENDAR = WorkCalendar()
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SLOTS = (time(8), time(13, 30))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@pytest.mark.parametrize(
    ("phase_end", "review", "due"),
    [
        # Sample 003: "trước ngày 30/6/2023" and "trước ngày 31/12/2023"; 17/6 is a Saturday, 17/12 a Sunday.
        (date(2023, 6, 30), Review(deadline=date(2023, 6, 30), exclusive=True), date(2023, 6, 16)),
        (date(2023, 12, 31), Review(deadline=date(2023, 12, 31), exclusive=True), date(2023, 12, 15)),
        (date(2022, 12, 31), Review(), date(2022, 12, 16)),
        (date(2026, 6, 30), Review(), date(2026, 6, 17)),
        # 17/2/2026 is the first day of Tết, and so are the days back to Friday 13/2.
        (date(2026, 2, 28), Review(), date(2026, 2, 13)),
        # A review held early leaves three working days for the summary.
        (date(2023, 6, 30), Review(deadline=date(2023, 6, 16)), date(2023, 6, 13)),
        (date(2023, 6, 30), Review(deadline=date(2023, 6, 16), exclusive=True), date(2023, 6, 12)),
        # A phase that ends before day 17 is due before its end.
        (date(2023, 6, 10), Review(), date(2023, 6, 7)),
        # A review held late does not make the units' reports late.
        (date(2023, 6, 30), Review(deadline=date(2023, 7, 18)), date(2023, 6, 16)),
    ],
)
def test_units_report_by_day_17_or_three_working_days_before_the_review(
    phase_end: date, review: Review, due: date
) -> None:
    assert default_due(phase_end, review, CALENDAR) == due


@pytest.mark.parametrize(
    ("units", "cluster"),
    [
        # 20/6/2026 is a Saturday: back to Friday.
        (date(2026, 6, 17), date(2026, 6, 19)),
        (date(2023, 6, 16), date(2023, 6, 19)),
        (date(2023, 12, 15), date(2023, 12, 18)),
        # Three days after Friday 13/2/2026 lies in Tết, and so are the days back to it: the next working day.
        (date(2026, 2, 13), date(2026, 2, 23)),
    ],
)
def test_a_cluster_reports_three_days_after_its_units(units: date, cluster: date) -> None:
    assert cluster_due(units, CALENDAR) == cluster


def test_a_report_is_on_time_to_the_end_of_the_last_second_of_the_due_date() -> None:
    moment = due_moment(date(2023, 6, 16), HANOI)

    assert moment == datetime(2023, 6, 16, 16, 59, 59, tzinfo=UTC)
    assert not is_late(moment + timedelta(microseconds=999_999), moment)
    assert is_late(moment + timedelta(seconds=1), moment)


def test_the_same_moment_is_on_time_in_whatever_zone_the_server_keeps() -> None:
    moment = due_moment(date(2023, 6, 16), HANOI)
    submitted = datetime(2023, 6, 16, 11, 0, tzinfo=ZoneInfo("America/New_York"))

    assert not is_late(submitted, moment)
    assert is_late(submitted + timedelta(hours=2), moment)


def test_a_due_date_on_a_day_off_is_kept_and_only_its_steps_move() -> None:
    ladder = Ladder(before=(1, 0), overdue=(1,))

    assert [(step.step, step.day) for step in steps(date(2023, 12, 30), ladder, CALENDAR)] == [
        (-1, date(2023, 12, 29)),
        (0, date(2023, 12, 29)),
        (1, date(2024, 1, 2)),
    ]


def test_a_ladder_may_be_written_in_any_order() -> None:
    ladder = Ladder(before=(0, 7, 7), overdue=(2, 1))

    assert [step.step for step in steps(date(2023, 6, 16), ladder, CALENDAR)] == [-7, 0, 1, 2]


@pytest.mark.parametrize(("before", "overdue"), [((-1,), ()), ((), (0,))])
def test_a_ladder_does_not_count_backwards(before: tuple[int, ...], overdue: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="ladder"):
        Ladder(before=before, overdue=overdue)


@pytest.mark.parametrize(
    ("now", "working"),
    [
        ("2023-06-13T07:29:59", False),
        ("2023-06-13T07:30", True),
        ("2023-06-13T17:00", True),
        ("2023-06-13T17:00:01", False),
        ("2023-06-17T10:00", False),
        ("2026-02-17T10:00", False),
    ],
)
def test_nudges_go_out_in_working_hours_of_a_working_day(now: str, working: bool) -> None:
    assert is_working_time(local(now), CALENDAR) is working


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2023-06-13T07:59:59", None),
        ("2023-06-13T08:00", time(8)),
        ("2023-06-13T13:29", time(8)),
        ("2023-06-13T13:30", time(13, 30)),
        ("2023-06-13T17:00", time(13, 30)),
        ("2023-06-13T17:01", None),
        ("2023-06-18T08:00", None),
        ("2023-09-04T08:00", None),
    ],
)
def test_the_current_slot_is_the_latest_of_the_day_that_has_come(now: str, slot: time | None) -> None:
    assert current_slot(local(now), SLOTS, CALENDAR) == slot


def test_a_slot_outside_working_hours_never_comes() -> None:
    assert current_slot(local("2023-06-13T10:00"), (time(6),), CALENDAR) is None
    assert current_slot(local("2023-06-13T10:00"), (time(18),), CALENDAR) is None


def test_other_working_hours_may_be_kept() -> None:
    hours = (time(6), time(19))

    assert current_slot(local("2023-06-13T18:30"), (time(18),), CALENDAR, hours) == time(18)
    assert next_slot(local("2023-06-13T18:30"), (time(18),), CALENDAR, hours) == local("2023-06-14T18:00")


@pytest.mark.parametrize(
    ("now", "coming"),
    [
        ("2023-06-13T07:00", "2023-06-13T08:00"),
        ("2023-06-13T08:00", "2023-06-13T13:30"),
        ("2023-06-13T13:30", "2023-06-14T08:00"),
        ("2023-06-16T14:00", "2023-06-19T08:00"),
        ("2023-06-17T07:00", "2023-06-19T08:00"),
        ("2026-02-13T14:00", "2026-02-23T08:00"),
        ("2023-12-29T14:00", "2024-01-02T08:00"),
    ],
)
def test_the_next_slot_lies_on_a_working_day(now: str, coming: str) -> None:
    assert next_slot(local(now), SLOTS, CALENDAR) == local(coming)


def test_there_is_no_next_slot_when_all_lie_outside_working_hours() -> None:
    with pytest.raises(ValueError, match="working hours"):
        next_slot(local("2023-06-13T10:00"), (time(20),), CALENDAR)


def test_a_short_phase_is_not_due_before_it_begins() -> None:
    review = Review(deadline=date(2023, 6, 30), exclusive=False)
    due = default_due(date(2023, 6, 30), review, WorkCalendar(), date(2023, 6, 24))
    assert due == date(2023, 6, 27)
