"""How an answer to "when?" is read, on Friday 20/11/2026 at 10:00."""

from datetime import date, datetime

import pytest

from bot.language.dates import VIETNAM, Moment, MomentKind, Op, read_date, write_date, write_weekday_date

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=VIETNAM)


def future(text: str) -> Moment:
    return read_date(text, today=FRIDAY)


def past(text: str) -> Moment:
    return read_date(text, today=FRIDAY, mode="past")


def offered(text: str) -> list[date | None]:
    moment = future(text)
    assert moment.kind is MomentKind.AMBIGUOUS
    return [candidate.date or candidate.start for candidate in moment.candidates]


@pytest.mark.parametrize(
    "text",
    ["30/6/2027", "30-6-2027", "30.6.2027", "30 / 6 / 2027", "30 6 2027", "30/6", "ngày 30 tháng 6", "30 thang 6",
     "30t6", "ngày ba mươi tháng sáu năm 2027", "2027-06-30", "30/6/27", "dạ em nộp ngày 30/6 ạ"],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_form(text: str) -> None:
    assert future(text).date == date(2027, 6, 30)


@pytest.mark.parametrize(
    ("text", "hint"),
    [("31/6", "impossible_date"), ("29/2/2027", "impossible_date"), ("6/30", "month_first"), ("quý 5", "no_such_period"),
     ("25h", "impossible_time"), ("8h75", "impossible_time"), ("mùng 1 Tết", "lunar"), ("12,5 tỷ", "not_a_date"),
     ("5", "bare_number"), ("hôm trước", "vague"), ("99/99/9999", "impossible_date")],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_hint(text: str, hint: str) -> None:
    moment = future(text)
    assert (moment.kind, moment.hint) == (MomentKind.NONE, hint)


@pytest.mark.parametrize(
    ("text", "day", "op", "last_day"),
    [
        ("trước ngày 30/6/2023", date(2023, 6, 30), Op.BEFORE, date(2023, 6, 29)),
        ("chậm nhất là ngày 15/12", date(2026, 12, 15), Op.BY, date(2026, 12, 15)),
        ("đến hết ngày 31 tháng 12 năm 2022", date(2022, 12, 31), Op.BY, date(2022, 12, 31)),
        ("chậm nhất trước ngày 15/12", date(2026, 12, 15), Op.BEFORE, date(2026, 12, 14)),
        ("trước tháng 6", date(2027, 6, 1), Op.BEFORE, date(2027, 5, 31)),
        ("hết quý II", date(2027, 6, 30), Op.BY, date(2027, 6, 30)),
        ("từ ngày 01/7/2023", date(2023, 7, 1), Op.FROM, None),
        ("sau ngày 30/6/2023", date(2023, 6, 30), Op.AFTER, None),
    ],
)
def test_the_words_in_front_say_how_a_date_bounds(
    text: str, day: date, op: Op, last_day: date | None
) -> None:
    moment = future(text)
    assert (moment.date, moment.op, moment.last_day) == (day, op, last_day)


def test_whether_the_end_of_the_year_is_before_the_end_of_the_year_is_asked() -> None:
    assert future("trước cuối năm").kind is MomentKind.AMBIGUOUS


def test_a_date_without_a_year_is_the_next_for_a_deadline_and_the_last_for_a_report() -> None:
    assert (future("30/6").date, past("30/6").date) == (date(2027, 6, 30), date(2026, 6, 30))
    assert (future("quý II").start, past("quý II").start) == (date(2027, 4, 1), date(2026, 4, 1))


def test_a_day_that_is_today_stays_today() -> None:
    assert future("20/11").date == date(2026, 11, 20)


def test_the_year_of_the_campaign_wins() -> None:
    moment = read_date("30/6", today=FRIDAY, year=2023)
    assert moment.date == date(2023, 6, 30)
    assert read_date("từ 1/7 đến 31/12", today=FRIDAY, year=2023).start == date(2023, 7, 1)


def test_a_leap_day_waits_for_a_leap_year() -> None:
    assert future("29/2").date == date(2028, 2, 29)
    assert read_date("29/2", today=FRIDAY, year=2027).kind is MomentKind.NONE


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("tháng 6", date(2027, 6, 1), date(2027, 6, 30)),
        ("T12", date(2026, 12, 1), date(2026, 12, 31)),
        ("cuối tháng 2", date(2027, 2, 21), date(2027, 2, 28)),
        ("trung tuần tháng 6", date(2027, 6, 11), date(2027, 6, 20)),
        ("06 tháng đầu năm 2023", date(2023, 1, 1), date(2023, 6, 30)),
        ("02 tháng cuối năm 2022", date(2022, 11, 1), date(2022, 12, 31)),
        ("quý I năm sau", date(2027, 1, 1), date(2027, 3, 31)),
        ("giai đoạn 2021 - 2025", date(2021, 1, 1), date(2025, 12, 31)),
        ("tuần sau", date(2026, 11, 23), date(2026, 11, 29)),
        ("cuối tuần sau", date(2026, 11, 28), date(2026, 11, 29)),
        ("từ tháng 01/2023 đến 30/6/2023", date(2023, 1, 1), date(2023, 6, 30)),
        ("từ ngày 1 đến ngày 15/12", date(2026, 12, 1), date(2026, 12, 15)),
        ("từ đầu năm đến nay", date(2026, 1, 1), date(2026, 11, 20)),
        ("31/12/2026 - 01/01/2027", date(2026, 12, 31), date(2027, 1, 1)),
        ("10 ngày tới", date(2026, 11, 20), date(2026, 11, 30)),
    ],
)
def test_a_period_has_a_start_and_an_end(text: str, start: date, end: date) -> None:
    moment = future(text)
    assert (moment.kind, moment.start, moment.end) == (MomentKind.INTERVAL, start, end)


@pytest.mark.parametrize(
    ("text", "day"),
    [("hôm nay", 20), ("ngày mai", 21), ("mốt", 22), ("ngày kia", 22), ("hôm kia", 18), ("3 ngày nữa", 23),
     ("năm ngày nữa", 25), ("cách đây 3 ngày", 17), ("thứ hai", 23), ("chủ nhật tuần này", 22), ("thu nam", 26),
     ("ngày 25", 25), ("đầu tuần sau", 23)],
)  # fmt: skip
def test_relative_words_count_from_today(text: str, day: int) -> None:
    assert future(text).date == date(2026, 11, day)


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [(date(2027, 1, 31), "1 tháng nữa", date(2027, 2, 28)), (date(2024, 2, 29), "1 năm nữa", date(2025, 2, 28)),
     (date(2026, 12, 31), "2 tháng trước", date(2026, 10, 31)), (date(2026, 11, 20), "3 tháng nữa", date(2027, 2, 20))],
)  # fmt: skip
def test_months_from_today_respect_the_length_of_a_month(today: date, text: str, day: date) -> None:
    assert read_date(text, today=today).date == day


@pytest.mark.parametrize(
    ("text", "day", "hour", "minute"),
    [("8h sáng mai", 21, 8, 0), ("8h30 ngày 25/11", 25, 8, 30), ("17h", 20, 17, 0), ("8h", 21, 8, 0),
     ("5h chiều mai", 21, 17, 0), ("8 giờ rưỡi sáng mai", 21, 8, 30), ("7h30 thứ hai tuần sau", 23, 7, 30),
     ("2 giờ nữa", 20, 12, 0), ("sau 30 phút", 20, 10, 30), ("trước 17h hôm nay", 20, 17, 0),
     ("7 giờ kém 15 sáng mai", 21, 6, 45), ("24h ngày 25/11", 25, 23, 59)],
)  # fmt: skip
def test_a_time_of_day_is_read_with_its_day(text: str, day: int, hour: int, minute: int) -> None:
    assert future(text).datetime == datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


def test_todays_own_weekday_is_asked_about() -> None:
    assert offered("thứ sáu") == [date(2026, 11, 27), date(2026, 11, 20)]


def test_t6_may_be_friday_or_june() -> None:
    assert offered("T6") == [date(2027, 6, 1), date(2026, 11, 27), date(2026, 11, 20)]


def test_words_without_marks_that_have_two_meanings_are_asked_about() -> None:
    assert set(offered("30 thang sau")) == {date(2027, 6, 30), date(2026, 12, 30)}


def test_a_range_that_has_begun_and_names_no_year_is_asked_about() -> None:
    assert offered("từ 1/7 đến 31/12") == [date(2026, 7, 1), date(2027, 7, 1)]


def test_a_weekday_has_to_agree_with_its_date() -> None:
    assert future("thứ Năm, ngày 31/12/2026").date == date(2026, 12, 31)
    assert future("thứ Sáu, ngày 31/12/2026").hint == "weekday_contradicts"


@pytest.mark.parametrize("text", ["5h", "chiều mai", "tối nay", "3 tháng sau", "6-9", "30062023", "toi mai"])
def test_what_can_be_meant_in_two_ways_is_asked_about(text: str) -> None:
    assert len(offered(text)) >= 1


def test_dates_are_written_as_offices_write_them() -> None:
    assert write_date(date(2023, 6, 16)) == "16/6/2023"
    assert write_weekday_date(date(2023, 6, 16)) == "Thứ Sáu, 16/6/2023"
