"""Days that are counted from others, looked back at, or end something, on Friday 20/11/2026 at 10:00."""

from typing import Literal

import pytest

from bot.language.dates import read_date
from tests.language.test_chat_dates import FRIDAY, told


def hint(text: str) -> str:
    return read_date(text, today=FRIDAY).hint


@pytest.mark.parametrize(
    ("text", "reading"),
    [("4 ngày trước 24/12", "2026-12-20"), ("2 tuần sau ngày 10/12", "2026-12-24"), ("trước 24/12 4 ngày", "2026-12-20"),
     ("sau 10/12 2 tuần", "2026-12-24"), ("trong 20 ngày kể từ ngày 2/12", "ambiguous"),
     ("45 ngày tính từ 2/12", "ambiguous")],
)  # fmt: skip
def test_a_day_is_counted_from_another_day(text: str, reading: str) -> None:
    assert told(text) == reading


def test_whether_the_first_day_counts_is_asked_likeliest_first() -> None:
    moment = read_date("trong vòng 10 ngày kể từ ngày 2/12", today=FRIDAY)
    assert [each.date.day for each in moment.candidates if each.date] == [12, 11]
    assert moment.hint == "first_day_counted"


@pytest.mark.parametrize(
    "text", ["gia hạn thêm 5 ngày", "lùi 1 tuần", "thêm 4 ngày", "10 ngày trước hạn", "dời 2 ngày"]
)
def test_a_stretch_off_the_due_date_asks_for_the_new_day(text: str) -> None:
    assert hint(text) == "from_due_date"


@pytest.mark.parametrize(
    ("text", "reading"),
    [("ngày cuối tháng", "2026-11-30"), ("ngày cuối cùng của quý", "2026-12-31"), ("ngày cuối năm", "2026-12-31"),
     ("ngày cuối cùng của tháng 2", "2027-02-28"), ("ngày đầu tiên của quý I/2027", "2027-01-01"),
     ("ngày đầu tuần sau", "2026-11-23"), ("ngày đầu tháng", "ambiguous")],
)  # fmt: skip
def test_the_first_and_the_last_day_of_a_stretch_are_days(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "year", "reading"),
    [("tháng 8 vừa rồi", None, "2026-08-01/2026-08-31"), ("quý II vừa qua", None, "2026-04-01/2026-06-30"),
     ("tháng 8 vừa qua", 2027, "2026-08-01/2026-08-31"), ("tháng 2 sắp tới", 2026, "2027-02-01/2027-02-28"),
     ("24/12 tới", None, "2026-12-24"), ("tháng 12 này", None, "2026-12-01/2026-12-31"), ("tháng 3 này", None, "ambiguous"),
     ("tuần trước nữa", None, "2026-11-02/2026-11-08"), ("tháng trước nữa", None, "2026-09-01/2026-09-30")],
)  # fmt: skip
def test_words_that_look_back_or_ahead_decide_the_year(text: str, year: int | None, reading: str) -> None:
    assert told(text, year=year) == reading


@pytest.mark.parametrize(
    ("text", "mode", "reading"),
    [("8 tháng", "past", "2026-01-01/2026-08-31"), ("11 tháng năm 2025", "future", "2025-01-01/2025-11-30"),
     ("8 tháng", "future", "ambiguous"), ("3 tháng", "past", "ambiguous"), ("6 tháng năm 2025", "past", "ambiguous")],
)  # fmt: skip
def test_months_alone_begin_with_the_year(text: str, mode: Literal["future", "past"], reading: str) -> None:
    assert told(text, mode=mode) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("từ 3/12 đến hết tháng", "2026-12-03/2026-12-31"), ("từ 25/11 đến hết tháng", "2026-11-25/2026-11-30"),
     ("từ 10/1 đến cuối quý", "ambiguous"), ("từ 5/1/2027 đến hết quý", "2027-01-05/2027-03-31"),
     ("từ 2/12 đến hết tuần", "2026-12-02/2026-12-06"), ("từ 5/10/2026 đến hết tháng", "ambiguous")],
)  # fmt: skip
def test_a_range_to_the_end_ends_with_the_stretch_of_its_start(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("từ 20/12 đến 12/12/2026", "ambiguous"), ("từ 20/12/2026 đến 12/12", "ambiguous"),
     ("từ 20/12 đến 12/12", "ambiguous"),
     ("từ 20/12 đến 12/1/2027", "2026-12-20/2027-01-12"), ("từ nay đến 12/9", "2026-11-20/2027-09-12")],
)  # fmt: skip
def test_a_range_turned_round_is_asked_about_and_one_over_new_year_is_not(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("trc 24/12", "before 2026-12-24"), ("hnay", "2026-11-20"), ("24/tháng 12", "2026-12-24"),
     ("24/tháng 12/năm 2026", "2026-12-24"), ("tháng 2/27", "2027-02-01/2027-02-28"), ("T2/27", "2027-02-01/2027-02-28"),
     ("quý 1/27", "2027-01-01/2027-03-31"), ("2027-02", "2027-02-01/2027-02-28"), ("tháng 2/15", "none"),
     ("ngày 27 là hạn chót", "by 2026-11-27"), ("24/12 là muộn nhất", "by 2026-12-24"), ("gửi lại vào 24/12", "2026-12-24"),
     ("dời sang 24/12", "2026-12-24"), ("chuyển sang ngày 24/12", "2026-12-24"), ("dời sáng 24/12", "none"),
     ("dời qua 24/12", "2026-12-24"), ("lùi đến 24/12", "by 2026-12-24")],
)  # fmt: skip
def test_short_and_moved_days_are_read(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize("text", ["24/12?", "tháng 12 ?", "hết quý I ạ???"])
def test_a_day_with_a_question_mark_is_asked_about(text: str) -> None:
    assert hint(text) == "questioned"
