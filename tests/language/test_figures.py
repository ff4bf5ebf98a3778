"""How an answer is judged against its indicator: kept, or asked back."""

from decimal import Decimal

import pytest

from bot.campaign.model import Direction, Standing
from bot.language.hints import SENTENCES
from bot.language.numbers import FigureReading, as_figure, as_standing


def judged(
    text: str,
    measure_unit: str = "tỷ đồng",
    *,
    target: str | None = None,
    last: str | None = None,
    direction: Direction | None = None,
    running_total: bool = False,
) -> FigureReading:
    return as_figure(
        text,
        measure_unit=measure_unit,
        target=None if target is None else Decimal(target),
        last=None if last is None else Decimal(last),
        direction=direction,
        running_total=running_total,
    )


def test_a_plain_figure_is_ready_in_the_measure_unit_of_the_indicator() -> None:
    reading = judged("12.500 triệu", target="15")
    assert (reading.kind, reading.value) == ("value", Decimal("12.5"))


@pytest.mark.parametrize(
    ("text", "measure_unit", "target", "reason"),
    [
        ("trên 55%", "%", "55", "bound_as_actual"),
        ("8,5 - 9%", "%", "8.5", "range_as_actual"),
        ("khoảng 50", "xã", "50", "approximate"),
        ("đạt 164,5% kế hoạch", "tỷ đồng", "50", "plan_ratio"),
        ("125%", "tỷ đồng", "50", "plan_ratio"),
        ("đạt 98% kế hoạch", "%", "56", "plan_ratio"),
        ("164,5", "%", "98", "over_hundred"),
        ("1,234", "tấn", "1300", "three_digits_after_comma"),
        ("-5", "xã", "5", "negative"),
        ("12 ha", "tấn", "5", "wrong_unit"),
        ("15/14 xã", "xã", "14", "ratio_over_one"),
        ("12/14", "%", "98", "ratio_as_share"),
        ("12, trong đó nam 5, nữ 6", "người", "20", "parts_not_total"),
    ],
)
def test_a_suspicious_figure_is_asked_about_with_its_reason(
    text: str, measure_unit: str, target: str, reason: str
) -> None:
    reading = judged(text, measure_unit, target=target)
    assert (reading.kind, reading.reason) == ("ask", reason)


@pytest.mark.parametrize("text", ["12/14", "12/14 xã"])
def test_a_ratio_for_a_percentage_offers_the_share_and_never_its_numerator(text: str) -> None:
    reading = judged(text, "%", target="98")
    assert (reading.value, reading.candidates) == (None, (Decimal("85.71"),))


def test_money_typed_in_thousands_is_offered_in_the_size_of_the_target() -> None:
    reading = judged("12500000", target="15")
    assert (reading.reason, reading.candidates[0]) == ("off_by_magnitude", Decimal("12.5"))


def test_a_figure_far_below_the_last_one_is_asked_about() -> None:
    assert judged("0,12", target="50", last="12").reason == "off_by_magnitude"


def test_a_dot_is_asked_about_only_where_the_decimal_lies_nearer_to_the_target() -> None:
    assert judged("1.234", "tấn", target="1300").kind == "value"
    assert judged("1.234", "tấn", target="1.3").candidates == (Decimal("1.234"), Decimal(1234))


@pytest.mark.parametrize(
    ("text", "measure_unit", "target", "last", "likely"),
    [("0,6", "%", "98", None, "60"), ("0,985", "%", "98", "97", "98.5"), ("9,85", "%", "98", "98", "98.5"),
     ("125", "tỷ đồng", "50", "12", "12.5"), ("1250", "ha", "15", None, "12.5"), ("12.50", "ha", "1250", "1000", "1250")],
)  # fmt: skip
def test_a_mark_in_the_wrong_place_is_asked_about_where_another_lies_close(
    text: str, measure_unit: str, target: str, last: str | None, likely: str
) -> None:
    reading = judged(text, measure_unit, target=target, last=last)
    assert (reading.kind, reading.candidates[0]) == ("ask", Decimal(likely))


@pytest.mark.parametrize(("text", "last"), [("12,5", None), ("30", "2"), ("48", "12")])
def test_a_running_total_may_grow_fast_towards_its_target(text: str, last: str | None) -> None:
    assert judged(text, target="50", last=last, running_total=True).kind == "value"


def test_a_small_fraction_of_fewer_than_the_target_is_asked_about() -> None:
    assert judged("1/3", "xã", target="15").reason == "like_a_fraction"
    assert judged("12/14", "xã", target="15").value == Decimal(12)


def test_a_level_is_not_taken_for_the_reduction() -> None:
    reading = judged("từ 13,18% xuống 13,08%", "%", target="0.1", direction=Direction.DECREASE)
    assert (reading.reason, reading.candidates) == ("level_or_change", (Decimal("0.10"), Decimal("13.08")))


def test_a_reduction_may_be_typed_with_a_minus() -> None:
    assert judged("-0,1", "%", target="0.1", direction=Direction.DECREASE).value == Decimal("0.1")
    assert judged("150%", "%", target="4", direction=Direction.DECREASE).reason == "over_hundred"


def test_an_increment_where_the_total_is_asked_offers_the_sum() -> None:
    reading = judged("thêm 2", "xã", target="20", last="13", running_total=True)
    assert (reading.reason, reading.candidates) == ("increment_given", (Decimal(15), Decimal(2)))


def test_a_running_total_below_the_last_one_is_asked_about() -> None:
    assert judged("12", "xã", target="20", last="13", running_total=True).reason == "below_last"


def test_a_figure_that_cannot_be_read_says_why() -> None:
    assert (judged("xin chào").kind, judged("xin chào").reason) == ("none", "not_understood")


def test_nothing_to_report_is_a_zero_of_its_own_kind() -> None:
    assert (judged("không phát sinh").kind, judged("không phát sinh").value) == ("nil", Decimal(0))


@pytest.mark.parametrize(
    ("text", "standing"),
    [("đã thực hiện", Standing.DONE), ("đang thực hiện ạ", Standing.IN_PROGRESS),
     ("chưa triển khai", Standing.NOT_STARTED), ("12", None), ("chưa đạt", None)],
)  # fmt: skip
def test_a_qualitative_indicator_is_answered_by_how_far_it_has_come(
    text: str, standing: Standing | None
) -> None:
    assert as_standing(text) is standing


@pytest.mark.parametrize(
    "text", ["1tr05", "12 ha", "30/6", "12?", "xin chào", "1e5", "9 - 8", "1.2.3", "5 hồ", "nam"]
)
def test_every_question_has_a_sentence(text: str) -> None:
    assert SENTENCES[judged(text).reason]
