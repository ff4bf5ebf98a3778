"""What is typed in a hurry on a phone where a figure is asked, and how much of it is believed."""

import pytest

from bot.language.numbers import Kind, Quantity, read_number


def told(text: str, measure_unit: str = "") -> str:
    """A reading in short: "12.5 tỷ đồng", "200..300 hộ", "12/14 xã", or its kind."""
    quantity = read_number(text, measure_unit=measure_unit)
    if quantity.base_value is None or quantity.kind is Kind.NIL:
        return quantity.kind.value
    number = _plain(quantity)
    return " ".join((number, quantity.base_unit)).strip()


def _plain(quantity: Quantity) -> str:
    written = [
        format(value.normalize(), "f")
        for value in (quantity.base_value, quantity.base_value_to, quantity.denominator)
        if value is not None
    ]
    return (".." if quantity.kind is Kind.RANGE else "/").join(written)


def bounded(text: str) -> tuple[str, str | None, bool, bool]:
    quantity = read_number(text)
    return told(text), quantity.comparator, quantity.approximate, quantity.estimate


@pytest.mark.parametrize(
    ("text", "reading"),
    [("2 - 3 trăm hộ", "200..300 hộ"), ("3-5 chục hộ", "30..50 hộ"), ("2,5-3 vạn lượt", "25000..30000 lượt"),
     ("2 - 3 trăm triệu", "200000000..300000000"), ("800 triệu - 1 tỷ", "800000000..1000000000"),
     ("12-15/20 xã", "none"), ("60 - 50 hộ", "none")],
)  # fmt: skip
def test_the_scale_word_at_the_end_of_a_range_is_for_both_ends(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "likely"),
    [("3 triệu 7 trăm", "3700000"), ("3 tỷ 2 trăm", "3200000000"), ("bốn tỷ sáu trăm", "4600000000")],
)
def test_hundreds_behind_millions_are_asked_about(text: str, likely: str) -> None:
    quantity = read_number(text)
    assert quantity.kind is Kind.AMBIGUOUS
    assert likely in {format(candidate.base_value.normalize(), "f") for candidate in quantity.candidates}


@pytest.mark.parametrize(
    ("text", "reading"),
    [("3 triệu 7 trăm nghìn", "3700000"), ("3 triệu 7 trăm 50 nghìn", "3750000"), ("3 tỷ lẻ 5 triệu", "3005000000"),
     ("14 triệu 750 ngàn", "14750000"), ("tỷ hai", "1200000000"), ("trăm phần trăm", "100 %"),
     ("14 triệu 750.000 đồng", "14750000 đồng"),
     ("mười lăm triệu hai", "15200000"), ("12.500 tr.đồng", "12500000000 đồng")],
)  # fmt: skip
def test_sums_of_scale_words_are_read_as_they_are_spoken(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize("text", ["300 triệu 2 tỷ", "12,5 tỷ 3", "2 rưỡi tỷ", "5 tỷ tỷ"])
def test_scale_words_that_nobody_adds_up_so_are_no_figure(text: str) -> None:
    assert told(text) in {"none", "ambiguous"}


@pytest.mark.parametrize(
    ("text", "reading"),
    [("12,5tỷđồng", "12500000000 đồng"), ("12,5 tỷd", "12500000000 đồng"), ("850kđ", "850000 đồng"),
     ("850trđồng", "850000000 đồng"), ("120m2", "120 m²"), ("25 đ/c", "25 đồng chí"),
     ("25tr/người/năm", "25000000 đồng/người/năm"), ("95 triệu/ha", "95000000 đồng/ha")],
)  # fmt: skip
def test_units_may_be_run_together_or_cut_short(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("12,5 tyr", "12500000000"), ("12,5 tyr ddoongf", "12500000000 đồng"), ("12,5 trieuej", "12500000"),
     ("25 hooj", "25 hộ"), ("khoong phats sinh", "nil"), ("nhuw kyf truwowcs", "same"), ("25 hoof", "ambiguous")],
)  # fmt: skip
def test_marks_that_the_keyboard_left_as_letters_are_understood(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("giảm 0,5 điểm phần trăm", "0.5 %"),
        ("tăng 2 điểm %", "2 %"),
        ("bảy nhăm phần trăm", "75 %"),
        ("12 o/oo", "12 ‰"),
    ],
)
def test_points_are_counted_as_the_share_itself(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    "text",
    ["năm ngoái 340 ha", "kỳ trước 13", "cùng kỳ 600 tỷ", "bằng 102,3% so với cùng kỳ", "đạt 102% cùng kỳ",
     "được giao 340 ha", "hình như 340 ha", "có lẽ 340 ha", "gấp 2 lần", "127 hộ có lẻ", "vượt 2 xã", "còn thiếu 3 xã",
     "giảm -0,1", "12?", "18/21 xã chưa đạt", "thôn 12", "+84912345678", "0912.345.678", "31/12",
     "55 giảm", "55 hạ", "-(5)", "-5-8", "50 triệu 1 hộ"],
)  # fmt: skip
def test_a_figure_of_another_time_or_in_doubt_is_asked_about(text: str) -> None:
    assert told(text) in {"none", "ambiguous"}


@pytest.mark.parametrize(
    ("text", "reading"),
    [("kỳ trước 13, kỳ này 15", "15"), ("12,5 tỷ đồng, giảm 3% so với năm 2025", "12500000000 đồng"),
     ("654 tỷ đồng, cùng kỳ 600 tỷ", "654000000000 đồng"), ("tăng 12 hộ so với tháng trước", "12 hộ"),
     ("12/14 xã đạt 85,7%", "12/14 xã"), ("18 xã/21 xã, thị trấn", "18/21 xã, thị trấn"), ("12 trong 14 xã", "12/14 xã"),
     ("12 xã trong 6 tháng", "12 xã"), ("50 so với kế hoạch 60", "50"), ("lũy kế từ 01/01: 50 hộ", "50 hộ"),
     ("50 hộ, tăng so với cùng kỳ", "50 hộ")],
)  # fmt: skip
def test_what_is_said_for_comparison_is_not_the_figure(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("tháng 6 340 ha", "340 ha"), ("ngày 15/6 340 ha", "340 ha"), ("trong tháng 12 340 ha", "ambiguous"),
     ("12 340 ha", "12340 ha")],
)  # fmt: skip
def test_the_month_in_front_is_not_the_thousands_of_the_figure(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [("Năm Căn", "none"), ("Năm căn", "5 căn"), ("Sáu Nhà", "none"), ("chỉ tiêu 3: 127", "none"), ("127A", "none"),
     ("1: 340", "none"), ("thu 12,5 tỷ chi 8 tỷ", "none"), ("nam 12 nữ 8", "none"), ("12 hoặc 15", "none")],
)  # fmt: skip
def test_names_lists_and_several_figures_are_no_figure(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    ("text", "kind"),
    [("không có hộ nào", Kind.NIL), ("chưa có mô hình nào ạ", Kind.NIL), ("ko vụ nào", Kind.NIL),
     ("chưa có xã nào báo cáo", Kind.NONE), ("không phát sinh?", Kind.NONE), ("chưa đến kỳ đánh giá", Kind.MISSING),
     ("không tăng không giảm", Kind.SAME), ("câu tiếp theo", Kind.SKIP), ("ko", Kind.AMBIGUOUS)],
)  # fmt: skip
def test_answers_without_a_figure_are_told_apart(text: str, kind: Kind) -> None:
    assert read_number(text).kind is kind


@pytest.mark.parametrize(
    ("text", "state"),
    [("ko đạt", "not_met"), ("ko hoàn thành", "not_met"), ("đang trong quá trình thực hiện", "in_progress"),
     ("đạt?", None), ("hoàn thành chưa?", None)],
)  # fmt: skip
def test_a_denied_or_doubted_state_is_never_its_opposite(text: str, state: str | None) -> None:
    assert read_number(text).state == state


@pytest.mark.parametrize(
    ("text", "reading"),
    [("ước khoảng 340 ha", ("340 ha", None, True, True)), ("ước đạt trên 340 ha", ("340 ha", ">", False, True)),
     ("xấp xỉ 98%", ("98 %", None, True, False)), ("không ít hơn 12 hộ", ("12 hộ", ">=", False, False))],
)  # fmt: skip
def test_soft_words_and_bounds_are_kept_together(
    text: str, reading: tuple[str, str | None, bool, bool]
) -> None:
    assert bounded(text) == reading


@pytest.mark.parametrize(
    ("text", "measure_unit", "reading"),
    [("500 kg", "tấn", "0.5 tấn"), ("12.700 m2", "ha", "1.27 ha"), ("5 - 6 tạ", "tấn", "0.5..0.6 tấn"),
     ("12 tỷ", "ha", "ambiguous"), ("1,2 tỷ", "triệu USD", "ambiguous"), ("5 sào", "ha", "ambiguous"),
     ("1/3", "tỷ đồng", "ambiguous"), ("một phần ba", "tỷ đồng", "none"), ("1/3", "xã", "1/3 xã"),
     ("340/350", "ha", "340/350 ha"), ("1,2 triệu lượt", "lượt người", "1200000 lượt"),
     ("tăng 12% so với cùng kỳ", "tỷ đồng", "ambiguous"), ("giảm 0,1 điểm %", "%", "0.1 %")],
)  # fmt: skip
def test_a_figure_is_held_against_the_measure_unit_asked_for(
    text: str, measure_unit: str, reading: str
) -> None:
    assert told(text, measure_unit) == reading
