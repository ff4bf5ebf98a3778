"""How an answer to "how much?" is read, without an indicator."""

from decimal import Decimal

import pytest

from bot.language.numbers import Kind, in_measure_unit, read_number, write_money_in_full, write_number


def base(text: str, *, measure_unit: str = "") -> tuple[str, str]:
    """The base value and base unit of a text that has to be one plain number."""
    quantity = read_number(text, measure_unit=measure_unit)
    assert quantity.kind is Kind.NUMBER
    assert quantity.base_value is not None
    return format(quantity.base_value.normalize(), "f"), quantity.base_unit


def candidates(text: str, *, measure_unit: str = "") -> list[str]:
    """What is offered for a text that has to be asked about."""
    quantity = read_number(text, measure_unit=measure_unit)
    assert quantity.kind is Kind.AMBIGUOUS
    return [format(candidate.base_value.normalize(), "f") for candidate in quantity.candidates]


@pytest.mark.parametrize(
    ("text", "value"),
    [("13.455,5", "13455.5"), ("1.234", "1234"), ("12.5", "12.5"), ("0.125", "0.125"), ("1 234,5", "1234.5"),
     ("1,234.5", "1234.5"), ("1234,567", "1234.567"), ("１２,５", "12.5"), ("0,0", "0")],
)  # fmt: skip
def test_a_dot_parts_thousands_and_a_comma_decimals_as_far_as_the_groups_allow(text: str, value: str) -> None:
    assert base(text) == (value, "")


@pytest.mark.parametrize(
    "text", ["1.23.456", "1,5,6", "1..5", "1'000", "1_000", "1e5", "0x1F", "٣٤", "5️⃣", "9" * 40]
)
def test_what_no_office_writes_is_no_number(text: str) -> None:
    assert read_number(text).kind is Kind.NONE


def test_a_comma_before_three_digits_is_asked_about() -> None:
    assert candidates("1,234 tỷ") == ["1234000000", "1234000000000"]


@pytest.mark.parametrize("text", [",5", ".5", "đạt ,5"])
def test_digits_behind_a_lone_mark_are_offered_as_a_decimal(text: str) -> None:
    assert candidates(text) == ["0.5"]


def test_a_dot_before_three_digits_of_a_percentage_is_asked_about() -> None:
    assert candidates("82.500%") == ["82500", "82.5"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("12,5 ty", "12500000000"), ("2tr5", "2500000"), ("1tr250", "1250000"), ("1 tỷ 2", "1200000000"),
     ("50 tỷ 200 triệu", "50200000000"), ("2 triệu rưỡi", "2500000"), ("nửa tỷ", "500000000"), ("500k", "500000"),
     ("5k2", "5200"), ("10 nghìn tỷ", "10000000000000"), ("1 trăm 20 triệu", "120000000"), ("1,5 vạn", "15000"),
     ("một nghìn hai trăm tỷ", "1200000000000"), ("12 phẩy 5", "12.5")],
)  # fmt: skip
def test_scale_words_are_read_as_they_are_spoken(text: str, value: str) -> None:
    assert base(text) == (value, "")


@pytest.mark.parametrize(
    "text", ["1tr05", "1 tỷ 25", "1 nghìn 5 hộ", "một triệu hai trăm", "hai nghìn hai mươi"]
)
def test_a_tail_that_two_people_would_hear_differently_is_asked_about(text: str) -> None:
    assert len(candidates(text)) == 2


def test_scale_words_in_the_wrong_order_are_refused() -> None:
    assert read_number("5 tỷ tỷ").kind is Kind.NONE


@pytest.mark.parametrize(
    ("text", "value"),
    [("ba mươi lăm", "35"), ("hai mốt", "21"), ("một trăm linh năm", "105"), ("một trăm hai", "120"),
     ("ba phẩy không năm", "3.05"), ("mười hai phẩy hai lăm", "12.25"), ("ba muoi lam", "35"),
     ("một trăm hai mươi ba nghìn bốn trăm năm mươi sáu", "123456"), ("âm năm", "-5")],
)  # fmt: skip
def test_numbers_may_be_spelled_out(text: str, value: str) -> None:
    assert base(text) == (value, "")


@pytest.mark.parametrize("text", ["nam", "sau", "tu", "không"])
def test_a_word_that_may_not_be_a_number_is_asked_about(text: str) -> None:
    assert len(candidates(text)) == 1


@pytest.mark.parametrize("text", ["Nước Hai", "Ba Bể", "Hai Bà Trưng", "ba vì"])
def test_a_place_name_is_no_number(text: str) -> None:
    assert read_number(text).kind is Kind.NONE


@pytest.mark.parametrize(
    ("text", "unit"),
    [("82,5 phan tram", "%"), ("0,15 o/oo", "‰"), ("9.000ha", "ha"), ("12,5trđ", "đồng"), ("12 triệu đô", "USD"),
     ("15 bác sĩ/ vạn dân", "bác sĩ/vạn dân"), ("46 triệu đồng/1ha", "đồng/ha"), ("14 xã, thị trấn", "xã, thị trấn"),
     ("15 vụ/100.000 dân", "vụ/100.000 dân"), ("15 bác sĩ trên 1 vạn dân", "bác sĩ/vạn dân")],
)  # fmt: skip
def test_measure_units_are_known_in_their_usual_spellings(text: str, unit: str) -> None:
    assert base(text)[1] == unit


def test_a_word_with_other_marks_is_another_word() -> None:
    assert base("5 hộ")[1] == "hộ"
    assert read_number("5 hồ").kind is Kind.AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "comparator"),
    [("trên 55%", ">"), ("từ 5% trở lên", ">="), ("không dưới 5%", ">="), ("chưa đến 5%", "<"), ("tối đa 10", "<="),
     ("5% trở xuống", "<="), ("đúng 5", "="), ("12 tỷ hơn", ">"), ("từ 5%", ">="), ("12", None)],
)  # fmt: skip
def test_bounds_are_kept_as_written(text: str, comparator: str | None) -> None:
    assert read_number(text).comparator == comparator


def test_a_scale_word_behind_a_range_is_for_both_ends() -> None:
    quantity = read_number("từ 1,2 đến 1,5 tỷ đồng")
    assert (quantity.base_value, quantity.base_value_to) == (Decimal(1_200_000_000), Decimal(1_500_000_000))


def test_a_range_that_runs_backwards_is_refused() -> None:
    assert read_number("9 - 8,5%").kind is Kind.NONE


@pytest.mark.parametrize(
    "text", ["12/14 xã", "12 trên 14 xã", "12 trong tổng số 14 xã", "12 xã/14 xã (85,7%)"]
)
def test_so_many_of_so_many_is_a_ratio(text: str) -> None:
    quantity = read_number(text)
    assert (quantity.kind, quantity.value, quantity.denominator) == (Kind.RATIO, Decimal(12), Decimal(14))


def test_a_share_that_does_not_fit_its_ratio_is_asked_about() -> None:
    assert read_number("12/14 xã (95%)").kind is Kind.AMBIGUOUS


@pytest.mark.parametrize("text", ["30/6", "6/2023", "20/11", "2020-2025"])
def test_what_looks_like_a_date_is_asked_about(text: str) -> None:
    assert read_number(text).kind is Kind.AMBIGUOUS


def test_from_and_to_are_baseline_and_level() -> None:
    quantity = read_number("giảm 0,1% (từ 13,18% xuống 13,08%)")
    found = (quantity.value, quantity.baseline, quantity.level, quantity.direction)
    assert found == (Decimal("0.1"), Decimal("13.18"), Decimal("13.08"), "decrease")


def test_from_and_to_that_contradict_the_verb_are_asked_about() -> None:
    assert read_number("giảm từ 3% lên 5%").kind is Kind.AMBIGUOUS


def test_a_running_total_and_an_increment_are_told_apart() -> None:
    quantity = read_number("thêm 01 xã (lũy kế 15 xã)")
    assert (quantity.value, quantity.increment, quantity.cumulative_total) == (
        Decimal(1),
        Decimal(1),
        Decimal(15),
    )


def test_a_share_of_the_plan_stands_beside_the_figure() -> None:
    quantity = read_number("12,5 tỷ đồng, bằng 98% dự toán")
    assert (quantity.value, quantity.unit, quantity.plan_percent) == (Decimal("12.5"), "tỷ đồng", Decimal(98))


def test_a_comparison_with_the_year_before_stands_beside_the_figure() -> None:
    assert base("95% (tăng 2% so với cùng kỳ)") == ("95", "%")


def test_parts_are_read_with_their_names() -> None:
    quantity = read_number("638 triệu USD, trong đó xuất khẩu 396 triệu USD, nhập khẩu 132 triệu USD")
    assert [(part.name, part.value) for part in quantity.parts] == [
        ("xuất khẩu", Decimal(396)),
        ("nhập khẩu", Decimal(132)),
    ]


@pytest.mark.parametrize(
    "text",
    ["tháng 6 đạt 12,5 tỷ", "6 tháng đầu năm đạt 12,5 tỷ", "tính đến 15/6/2026 là 12,5 tỷ", "quý II: 12,5 tỷ",
     "đến 30/6 thu được 12,5 tỷ"],
)  # fmt: skip
def test_the_date_in_front_of_a_figure_is_not_the_figure(text: str) -> None:
    assert base(text) == ("12500000000", "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("không phát sinh", Kind.NIL), ("kps", Kind.NIL), ("không có vụ nào", Kind.NIL),
     ("chua co so lieu", Kind.MISSING), ("đang tổng hợp ạ", Kind.MISSING), ("như kỳ trước", Kind.SAME),
     ("giữ nguyên", Kind.SAME), ("bỏ qua", Kind.SKIP), ("chưa có", Kind.NONE), ("không có", Kind.NONE)],
)  # fmt: skip
def test_nothing_to_report_no_figure_and_the_same_again_are_three_answers(text: str, kind: Kind) -> None:
    assert read_number(text).kind is kind


@pytest.mark.parametrize(
    ("text", "state"),
    [("hoàn thành", "done"), ("đang thực hiện", "in_progress"), ("chưa triển khai", "not_started"), ("đạt", "met"),
     ("chưa đạt", "not_met"), ("vượt kế hoạch", "exceeded")],
)  # fmt: skip
def test_a_state_in_words_is_read_as_a_state(text: str, state: str) -> None:
    assert read_number(text).state == state


@pytest.mark.parametrize("text", ["12 xã chưa đạt", "chưa đạt 50%", "còn thiếu 3 xã", "12?"])
def test_a_denied_or_doubted_figure_is_asked_about(text: str) -> None:
    assert read_number(text).kind is Kind.AMBIGUOUS


@pytest.mark.parametrize(
    "text", ["5 xã 3 thôn", "12 và 15", "12, 15", "hai ba", "1: 12,5", "12 hoặc 15", "12*3"]
)
def test_two_figures_are_no_figure(text: str) -> None:
    assert read_number(text).kind is Kind.NONE


@pytest.mark.parametrize("text", ["thôn 5", "Quyết định số 12", "hộ nghèo 12"])
def test_a_number_that_may_only_be_a_name_is_asked_about(text: str) -> None:
    assert read_number(text).kind is Kind.AMBIGUOUS


def test_letters_for_digits_are_pointed_out() -> None:
    assert read_number("1O0").hint == "letters_for_digits"


def test_a_bare_number_is_in_the_measure_unit_of_the_indicator() -> None:
    assert base("12,5", measure_unit="tỷ đồng") == ("12500000000", "đồng")


@pytest.mark.parametrize(
    ("text", "measure_unit", "value"),
    [("12,5 tỷ", "triệu đồng", "12500"), ("12500000 đồng", "tỷ đồng", "0.0125"),
     ("12.500.000 nghìn đồng", "tỷ đồng", "12.5"), ("44 triệu", "triệu đồng/người/năm", "44"), ("500 kg", "tấn", "0.5"),
     ("12 km2", "ha", "1200"), ("1,2 nghìn tấn", "tấn", "1200"), ("5 hộ nghèo", "hộ", "5")],
)  # fmt: skip
def test_a_figure_is_converted_to_the_measure_unit_of_the_indicator(
    text: str, measure_unit: str, value: str
) -> None:
    quantity = read_number(text, measure_unit=measure_unit)
    assert in_measure_unit(quantity, measure_unit) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "measure_unit"),
    [
        ("12 ha", "tấn"),
        ("5 hộ", "xã"),
        ("125%", "tỷ đồng"),
        ("12 tỷ", "%"),
        ("5‰", "%"),
        ("5 đồng/ha", "đồng/người"),
    ],
)
def test_a_figure_of_another_dimension_is_asked_about(text: str, measure_unit: str) -> None:
    assert read_number(text, measure_unit=measure_unit).kind is Kind.AMBIGUOUS


def test_the_precision_that_was_typed_is_kept() -> None:
    value = read_number("12,50").value
    assert value is not None
    assert write_number(value) == "12,50"


def test_money_is_written_in_full() -> None:
    assert write_money_in_full(Decimal("12.5"), "tỷ đồng") == "12.500.000.000 đồng"
    assert write_money_in_full(Decimal("12.5"), "tấn") == ""
