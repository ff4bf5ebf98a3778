"""Figures as they are typed beside dates, lists, plans and what they grew to, and how far they are believed."""

from decimal import Decimal

import pytest

from bot.language.numbers import Kind, as_figure, read_number
from tests.language.test_chat_numbers import told


def likely(text: str) -> list[str]:
    quantity = read_number(text)
    assert quantity.kind is Kind.AMBIGUOUS
    return [format(candidate.base_value.normalize(), "f") for candidate in quantity.candidates]


@pytest.mark.parametrize(
    ("text", "increment", "total"),
    [("tăng thêm 4 xóm (từ 20 lên 24)", 4, 24), ("thêm 5 hộ thành 62 hộ", 5, 62),
     ("có thêm 2 mô hình, lên 9 mô hình", 2, 9),
     ("tăng thêm 4 lớp (từ 20 lên 24 lớp)", 4, 24)],
)  # fmt: skip
def test_an_increment_and_where_it_led_to_are_both_kept(text: str, increment: int, total: int) -> None:
    quantity = read_number(text)
    assert (quantity.increment, quantity.cumulative_total) == (increment, total)


@pytest.mark.parametrize("text", ["thêm 5 hộ, đạt 62 hộ", "tăng thêm 5 là 62"])
def test_an_increment_beside_a_figure_without_a_tie_is_two_figures(text: str) -> None:
    assert read_number(text).hint == "two_quantities"


def test_an_increment_that_does_not_lead_to_its_total_is_asked_about() -> None:
    assert read_number("tăng thêm 4 xóm (từ 20 lên 25)").hint == "contradiction"


@pytest.mark.parametrize(("direction", "kind"), [(None, "ask"), ("increase", "value")])
def test_what_it_grew_to_is_offered_where_a_state_is_asked(direction: str | None, kind: str) -> None:
    for text in ("tăng thêm 4 xóm (từ 20 lên 24)", "tăng thêm 4 thành 24"):
        reading = as_figure(text, measure_unit="xóm", target=Decimal(5), direction=direction)
        assert reading.kind == kind
        assert reading.candidates[:1] == ((24,) if kind == "ask" else ())


@pytest.mark.parametrize("text", ["sắp đạt 62 hộ", "suýt 62 hộ", "gần được 62 hộ"])
def test_nearly_reached_is_no_exact_figure(text: str) -> None:
    assert read_number(text).approximate


@pytest.mark.parametrize(
    ("text", "percent"), [("1/4 kế hoạch", 25), ("3/5 kế hoạch năm", 60), ("2/3 dự toán", Decimal("66.7"))]
)
def test_a_fraction_of_the_plan_is_asked_for_its_figure(text: str, percent: Decimal | int) -> None:
    quantity = read_number(text)
    assert (quantity.kind, quantity.plan_percent, quantity.candidates) == (Kind.AMBIGUOUS, percent, ())
    assert quantity.hint == "plan_ratio"


def test_a_multiple_is_asked_for_what_it_is_a_multiple_of() -> None:
    assert {read_number(text).hint for text in ("gấp 3 lần", "tăng gấp 2,5 lần năm ngoái")} == {"times_what"}


@pytest.mark.parametrize(
    ("text", "reading"),
    [("T9 62 hộ", "62 hộ"), ("t11: 250", "250"), ("Q2 1.250 hộ", "1250 hộ"), ("t9 250 hộ", "250 hộ"), ("q4/2026: 12", "12"),
     ("25/10: 62 hộ", "62 hộ"), ("25/10 được 62 hộ", "62 hộ"), ("5/10: 62 hộ", "none"), ("25/10: 80%", "80 %")],
)  # fmt: skip
def test_a_month_a_quarter_or_a_day_in_front_is_passed_over(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("7m2", "7 m²"), ("4km2", "4 km²"), ("250 héc-ta", "250 ha"), ("15 ki-lô-mét", "15 km"), ("15 ki lô gam", "15 kg"),
     ("% 92,5", "92.5 %"),
     ("tám tám phẩy năm phần trăm", "88.5 %"), ("tám tám phẩy hai mươi lăm", "88.25")],
)  # fmt: skip
def test_units_stand_close_before_or_with_hyphens(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    "text",
    [
        "không còn hộ nghèo",
        "ko còn hộ cận nghèo ạ",
        "hết nhà tạm",
        "đã hết hộ nghèo",
        "không còn xóm đặc biệt",
    ],
)
def test_no_more_of_what_is_counted_is_nil(text: str) -> None:
    assert told(text) == "nil"


@pytest.mark.parametrize(
    "text", ["không còn 3 hộ", "hết 3 hộ", "hết tháng", "không còn gì", "không còn hộ nghèo ở xóm trên kia"]
)
def test_no_more_of_anything_else_is_no_nil(text: str) -> None:
    assert told(text) != "nil"


@pytest.mark.parametrize(
    ("text", "readings"),
    [("4 ty3", ["4300000000", "4000000000"]), ("2 trieu65", ["2650000", "2065000", "2000000"]),
     ("- 62 ha", ["62", "-62"]), ("4/ 250 hộ", ["250", "4"])],
)  # fmt: skip
def test_a_tone_digit_and_the_mark_of_a_list_leave_two_readings(text: str, readings: list[str]) -> None:
    assert sorted(likely(text)) == sorted(readings)


@pytest.mark.parametrize(
    ("text", "reading"),
    [("4 tỷ3", "4300000000"), ("-62 ha", "-62 ha"), ("- 0,4%", "-0.4 %"), ("11/ 14 xã", "11/14 xã")],
)
def test_a_marked_word_a_close_minus_and_most_of_a_whole_are_plain(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("9 (chín) tỷ đồng", "9000000000 đồng"), ("9 (chín) hộ", "9 hộ"), ("25 (hai mươi lăm) triệu", "25000000"),
     ("9 (mười) tỷ", "none"), ("9 (chín) chục hộ", "ambiguous"), ("9 (chín)", "9")],
)  # fmt: skip
def test_scale_and_unit_stand_behind_the_number_in_words(text: str, reading: str) -> None:
    assert told(text) == reading
