"""What is typed in a hurry on a phone where a date is asked, on Friday 20/11/2026 at 10:00."""

from datetime import datetime
from typing import Literal

import pytest

from bot.language.dates import VIETNAM, Moment, MomentKind, Op, read_date

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=VIETNAM)


def told(text: str, *, year: int | None = None, mode: Literal["future", "past"] = "future") -> str:
    """A reading in short: "by 2027-06-30", "2027-06-01/2027-06-30", or its kind."""
    return _short(read_date(text, today=FRIDAY, year=year, mode=mode))


def _short(moment: Moment) -> str:
    bound = "" if moment.op is Op.ON else moment.op.value + " "
    match moment.kind:
        case MomentKind.DATETIME if moment.datetime:
            return bound + moment.datetime.strftime("%Y-%m-%dT%H:%M")
        case MomentKind.DATE if moment.date:
            return bound + moment.date.isoformat()
        case MomentKind.INTERVAL if moment.start and moment.end:
            return bound + "/".join((moment.start.isoformat(), moment.end.isoformat()))
    return moment.kind.value


@pytest.mark.parametrize(
    ("text", "reading"),
    [("15/3 năm sau", "2027-03-15"), ("15/12 năm nay", "2026-12-15"), ("15/3 sang năm", "2027-03-15"),
     ("ngày 15-3", "2027-03-15"), ("ngày mùng 5", "2026-12-05"), ("mùng năm tháng sáu", "2027-06-05"),
     ("ngày hai mốt tháng tám", "2027-08-21"), ("tháng 6, ngày 30", "2027-06-30"), ("đúng ngày 15/3", "2027-03-15"),
     ("2026-11-24T14:00", "2026-11-24T14:00"), ('"30/6"', "2027-06-30"), ("chào anh, em nộp 15/3 ạ", "2027-03-15")],
)  # fmt: skip
def test_a_day_is_read_however_it_is_worded(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("23/11 (thứ 2)", "2026-11-23"), ("t2 23/11", "2026-11-23"), ("23/11 (thứ 6)", "ambiguous"),
     ("thứ 3 tới", "2026-11-24"), ("thứ 6 tới", "2026-11-27"), ("thứ hai vừa rồi", "2026-11-16"), ("T4", "ambiguous"),
     ("thứ 6", "ambiguous"), ("thứ hai hoặc thứ ba", "none"),
     ("trước 25/11 (thứ 4)", "before 2026-11-25"), ("trước 25/11 (thứ 5)", "ambiguous"), ("tuần sau, thứ 4", "2026-11-25"),
     ("ngày mai, 21/11", "2026-11-21"), ("ngày mai 25/11", "ambiguous"), ("15h ngày thứ 4", "2026-11-25T15:00")],
)  # fmt: skip
def test_a_weekday_stands_before_or_behind_its_date(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("hạn: 15/3", "by 2027-03-15"), ("hạn cuối cùng là 15/3", "by 2027-03-15"), ("deadline 15/3", "by 2027-03-15"),
     ("thời hạn đến 15/3", "by 2027-03-15"), ("không muộn hơn ngày 15/3", "by 2027-03-15"),
     ("không sớm hơn 15/3", "from 2027-03-15"), ("từ ngày 15/3 trở đi", "from 2027-03-15"),
     ("gửi về trước ngày 15/3", "before 2027-03-15"), ("trước 07-9-2027", "before 2027-09-07"),
     ("cuối ngày mai", "by 2026-11-21"), ("hết Q3", "by 2027-09-30"), ("xin gia hạn đến hết ngày 25/11", "by 2026-11-25"),
     ("trước cuối tháng", "ambiguous"), ("trước giữa tháng 12", "ambiguous"), ("trước hoặc trong ngày 15/3", "none")],
)  # fmt: skip
def test_a_deadline_is_read_with_its_bound(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("tháng 3-2027", "2027-03-01/2027-03-31"), ("quý I-2027", "2027-01-01/2027-03-31"), ("15/3 - 2027", "2027-03-15"),
     ("qúy 3", "2027-07-01/2027-09-30"), ("trong quý I", "2027-01-01/2027-03-31"), ("trong tháng", "2026-11-01/2026-11-30"),
     ("6 tháng đầu năm sau", "2027-01-01/2027-06-30"), ("nửa cuối tháng 12", "2026-12-16/2026-12-31"),
     ("ngày   tháng 01 năm 2027", "2027-01-01/2027-01-31"), ("giai đoạn 2026 đến 2030", "2026-01-01/2030-12-31"),
     ("nhiệm kỳ này", "none"), ("thời gian tới", "none")],
)  # fmt: skip
def test_a_period_is_read_with_its_year(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("từ 1-15/6", "2027-06-01/2027-06-15"), ("từ ngày 15/6 - 30/6/2027", "2027-06-15/2027-06-30"),
     ("từ nay đến hết năm", "2026-11-20/2026-12-31"), ("từ 25/11 đến hết quý I/2027", "2026-11-25/2027-03-31"),
     ("tháng 3 - 4", "2027-03-01/2027-04-30"), ("quý I đến III", "2027-01-01/2027-09-30"),
     ("từ 15/12 đến 15/1", "2026-12-15/2027-01-15"), ("từ tháng 3 đến 2027", "none"), ("15/6 - 31/6", "none")],
)  # fmt: skip
def test_a_range_is_read_with_what_its_end_says_for_both(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("trước 17 giờ", "before 2026-11-20T17:00"), ("sau 17 giờ", "after 2026-11-20T17:00"), ("sau 2 giờ", "none"),
     ("2h nữa", "2026-11-20T12:00"), ("trong 24h", "by 2026-11-21T10:00"),
     ("trước 5h chiều thứ 4", "before 2026-11-25T17:00"),
     ("hạn chót: 17h 25/11", "by 2026-11-25T17:00"), ("sáng 30/6", "2027-06-30T08:00"), ("trước 5 giờ", "ambiguous"),
     ("25/11 trước 17h", "before 2026-11-25T17:00")],
)  # fmt: skip
def test_an_hour_of_the_clock_is_no_number_of_hours(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    "text",
    ["rằm tháng giêng", "trước Tết", "mùng 5 tháng chạp", "10/3 âm lịch", "06/30", "31/6", "30/2", "15/15", "12,5 tỷ",
     "14/14 xã", "xã Ba Vì", "chưa 25/11", "không phải 25/11", "đừng 25/11", "quá hạn 25/11", "ngày 25 hàng tháng",
     "5 ngày làm việc", "đầu năm", "15/CT-UBND", "khi nào xong", "0987654321"],
)  # fmt: skip
def test_what_no_calendar_answers_is_no_date(text: str) -> None:
    assert told(text) == "none"


@pytest.mark.parametrize(
    ("text", "reading"),
    [("ngayf 25/11", "2026-11-25"), ("truowcs ngayf 25/11", "before 2026-11-25"), ("heets thangs 12", "by 2026-12-31"),
     ("thuws tuw", "2026-11-25")],
)  # fmt: skip
def test_marks_that_the_keyboard_left_as_letters_are_understood(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("tháng 12", "2025-12-01/2025-12-31"), ("thứ 2", "2026-11-16"), ("tính đến hết quý III", "by 2026-09-30"),
     ("từ 15/12 đến 15/1", "2025-12-15/2026-01-15"), ("25/11", "2025-11-25")],
)  # fmt: skip
def test_a_reported_period_lies_behind(text: str, reading: str) -> None:
    assert told(text, mode="past") == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("25/11", "2025-11-25"), ("hết năm", "by 2025-12-31"), ("nửa cuối năm", "2025-07-01/2025-12-31"),
     ("29/2", "none"), ("7-15/9", "2025-09-07/2025-09-15"), ("ngày mai", "2026-11-21")],
)  # fmt: skip
def test_the_year_of_the_campaign_places_what_names_none(text: str, reading: str) -> None:
    assert told(text, year=2025) == reading
