"""Each construction of an indicator line, in sentences of our own."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.campaign.model import Comparator, Direction, Measure
from bot.directive import IndicatorDraft, read_indicator_line
from bot.directive.model import Reason, Relation


def only(line: str) -> IndicatorDraft:
    (one,) = read_indicator_line(line)
    return one


def values(line: str) -> list[str]:
    return [str(one.target.value) for one in read_indicator_line(line)]


def test_a_typed_line_gives_name_value_and_measure_unit() -> None:
    one = only("Thu ngân sách trên địa bàn: 50,2 tỷ đồng")
    assert (one.name, one.target.value, one.target.measure_unit) == (
        "Thu ngân sách trên địa bàn",
        Decimal("50.2"),
        "tỷ đồng",
    )


@pytest.mark.parametrize(
    ("line", "value", "unit"),
    [
        ("Sản lượng chè búp tươi: 1.250,5 tấn", "1250.5", "tấn"),
        ("Dư nợ tín dụng chính sách đạt 12.500.000.000 đồng", "12500000000", "đồng"),
        ("Diện tích trồng quế: 1.200ha;", "1200", "ha"),
        ("Khách đến bản du lịch: 8.000 lượt người .", "8000", "lượt người"),
        ("Số bác sĩ trên 10.000 dân đạt 11,5 bác sĩ", "11.5", "bác sĩ"),
        ("Giá trị sản xuất chè/1ha đạt 95 triệu đồng", "95", "triệu đồng"),
        ("Năng suất lúa đạt 58 tạ/ha", "58", "tạ/ha"),
        ("Kết nạp 25 đảng viên", "25", "đảng viên"),
        ("Bê tông hóa 7,5 km đường ngõ", "7.5", "km"),
        ("Kim ngạch xuất khẩu đạt 2,35 tỷ USD", "2.35", "tỷ USD"),
    ],
)
def test_a_number_is_read_with_vietnamese_marks_and_its_unit(line: str, value: str, unit: str) -> None:
    one = only(line)
    assert (str(one.target.value), one.target.measure_unit) == (value, unit)


@pytest.mark.parametrize(
    ("line", "comparator"),
    [
        ("Tỷ lệ hộ dùng nước sạch đạt trên 90%", ">"),
        ("Tỷ lệ hộ dùng nước sạch đạt 90% trở lên", ">="),
        ("Tỷ lệ hộ dùng nước sạch từ 90% trở lên", ">="),
        ("Tỷ lệ hộ dùng nước sạch từ 90%", ">="),
        ("Tỷ lệ hộ dùng nước sạch tối thiểu 90%", ">="),
        ("Tỷ lệ hộ dùng nước sạch đạt ít nhất 90%", ">="),
        ("Tỷ lệ hộ dùng nước sạch không dưới 90%", ">="),
        ("Tỷ lệ hồ sơ trễ hạn dưới 1%", "<"),
        ("Tỷ lệ hồ sơ trễ hạn không quá 1%", "<="),
        ("Tỷ lệ hồ sơ trễ hạn: ≤ 1%", "<="),
        ("Tỷ lệ hộ dùng nước sạch 90 - 92%", "range"),
        ("Tỷ lệ hộ dùng nước sạch từ 90% đến 92%", "range"),
        ("Tỷ lệ hộ dùng nước sạch: 90%", "="),
    ],
)
def test_a_bound_is_kept_as_written(line: str, comparator: str) -> None:
    assert only(line).target.comparator == comparator


@pytest.mark.parametrize(
    "line",
    [
        "Thu ngân sách trên địa bàn 12 tỷ đồng",
        "Giá trị thu được trên một đơn vị diện tích: 12 triệu đồng/ha",
        "Giá trị thu được trên 1 đơn vị diện tích (ha): 12 triệu đồng",
        "Tỷ lệ trẻ dưới 6 tuổi được tiêm đủ: 12%",
        "Tỷ lệ người từ 15 tuổi trở lên biết chữ: 12%",
        "Tỷ lệ dịch vụ công mức độ 3, 4: 12%",
        "Số sản phẩm OCOP từ 3 sao trở lên: 12 sản phẩm",
        "Trồng 12 ha chè theo Nghị quyết số 08/2025/NQ-HĐND ngày 10/12/2025",
        "Giai đoạn 2021 - 2026 trồng 12 ha chè",
        "Tai nạn giao thông giảm 12% trên cả 3 tiêu chí",
        "Tốc độ tăng trưởng năm 2026 đạt 12%",
    ],
)
def test_a_number_that_is_no_figure_is_not_taken_for_the_target(line: str) -> None:
    one = only(line)
    assert (one.target.value, one.target.comparator, one.doubts) == (Decimal(12), Comparator.EQUAL, ())


@pytest.mark.parametrize(
    ("line", "direction", "measure"),
    [
        ("Tổng vốn đầu tư tăng 15%", Direction.INCREASE, Measure.DELTA_REL),
        ("Giảm tỷ lệ hộ nghèo 2%", Direction.DECREASE, Measure.DELTA_ABS),
        ("Tỷ lệ hộ nghèo giảm 2%", Direction.DECREASE, Measure.DELTA_ABS),
        ("Giảm phạm pháp hình sự 5%", Direction.DECREASE, Measure.DELTA_REL),
        ("Duy trì tỷ lệ che phủ rừng 54%", Direction.MAINTAIN, Measure.LEVEL),
        ("Có thêm 02 thôn văn hóa", Direction.INCREASE, Measure.COUNT_NEW),
        ("Thành lập mới hợp tác xã: 03 hợp tác xã", Direction.INCREASE, Measure.COUNT_NEW),
        ("Nâng tỷ lệ lao động qua đào tạo đạt 65%", Direction.REACH, Measure.LEVEL),
        ("Tăng cường tuyên truyền; tỷ lệ hài lòng đạt 95%", Direction.REACH, Measure.LEVEL),
        ("Thu ngân sách: 20 tỷ đồng", Direction.REACH, Measure.FLOW),
        ("Tổng diện tích gieo trồng: 900 ha", Direction.REACH, Measure.FLOW),
        ("Diện tích cam đạt chuẩn: 90 ha", Direction.REACH, Measure.LEVEL),
        ("Thu nhập bình quân đầu người: 60 triệu đồng", Direction.REACH, Measure.LEVEL),
    ],
)
def test_the_words_beside_the_figure_say_how_it_counts(
    line: str, direction: Direction, measure: Measure
) -> None:
    one = read_indicator_line(line)[-1]
    assert (one.target.direction, one.measure) == (direction, measure)


def test_several_indicators_in_one_line_are_set_apart() -> None:
    assert values("Tỷ lệ A đạt 95%; tỷ lệ B đạt 90%. Tỷ lệ C đạt 85%.") == ["95", "90", "85"]


def test_indicators_after_a_comma_are_set_apart() -> None:
    line = "Phấn đấu 80% hộ có vườn mẫu, trên 70% hộ phân loại rác"
    assert [one.name for one in read_indicator_line(line)] == [
        "Tỷ lệ hộ có vườn mẫu",
        "Tỷ lệ hộ phân loại rác",
    ]


def test_an_elided_word_is_inherited_from_the_clause_before() -> None:
    line = "Tỷ lệ hộ dùng điện an toàn đạt 99%; hộ dùng nước sạch đạt 95%"
    assert read_indicator_line(line)[1].name == "Tỷ lệ hộ dùng nước sạch"


def test_trong_do_makes_a_part_of_the_indicator_before() -> None:
    whole, part, other = read_indicator_line(
        "Trồng mới 300 ha rừng, trong đó 120 ha quế; tỷ lệ che phủ rừng 60%"
    )
    assert (part.parent, part.relation, part.target.value) == (0, Relation.PART_OF, Decimal(120))
    assert (whole.parent, other.parent) == (None, None)


def test_trong_do_with_a_colon_reaches_to_the_end_of_the_sentence() -> None:
    line = "Tổng đàn đạt 9.000 con. Trong đó: Đàn trâu 2.000 con; đàn bò 3.000 con; đàn lợn 4.000 con."
    assert [one.parent for one in read_indicator_line(line)] == [None, 0, 0, 0]


def test_parts_that_exceed_the_whole_are_doubted() -> None:
    whole = read_indicator_line("Trồng rừng đạt 100 ha (trong đó trồng quế 80 ha; trồng hồi 40 ha)")[0]
    assert Reason.PARTS_UNEQUAL in whole.doubts


def test_a_target_restated_in_parentheses_is_kept_with_it() -> None:
    share, count = read_indicator_line("Tăng tỷ lệ hộ có nhà tiêu hợp vệ sinh trên 4% (trên 75 hộ)")
    assert (count.parent, count.relation, count.target.measure_unit) == (0, Relation.RESTATES, "hộ")
    assert share.target.value == Decimal(4)


def test_a_running_total_is_kept_beside_the_new_count() -> None:
    one = only("Có thêm 01 thôn thông minh (lũy kế 06 thôn)")
    assert (one.target.value, one.cumulative_total) == (Decimal(1), Decimal(6))


def test_both_ends_of_a_change_are_kept() -> None:
    one = only("Giảm tỷ lệ tảo hôn: 0,5% (từ 3,2% xuống 2,7%)")
    assert (one.target.value, one.baseline, one.target_level) == (
        Decimal("0.5"),
        Decimal("3.2"),
        Decimal("2.7"),
    )
    assert one.doubts == ()


def test_ends_that_do_not_differ_by_the_change_are_doubted() -> None:
    assert Reason.LEVELS_DISAGREE in only("Giảm tỷ lệ tảo hôn: 0,5% (từ 3,2% xuống 2,9%)").doubts


def test_a_share_that_is_to_fall_to_a_level_may_not_be_above_it() -> None:
    one = only("Giảm tỷ lệ hộ nghèo từ 4,8% xuống còn 3,5%")
    assert one.pass_if is not None
    assert (one.target.value, one.baseline, one.pass_if.op) == (
        Decimal("3.5"),
        Decimal("4.8"),
        Comparator.AT_MOST,
    )


def test_a_ratio_keeps_its_denominator() -> None:
    one = only("Duy trì chuẩn phổ cập 11/11 xã, phường")
    assert (one.target.value, one.denominator, one.measure_unit) == (Decimal(11), Decimal(11), "xã")


def test_a_qualifier_with_its_own_numbers_belongs_to_the_name() -> None:
    one = only("Tăng thêm ít nhất 02 xã đạt từ 15 - 16 tiêu chí nông thôn mới")
    assert (one.target.value, one.target.comparator) == (Decimal(2), Comparator.AT_LEAST)
    assert "15 - 16 tiêu chí" in one.name


def test_growth_over_last_year_is_one_more_measure_of_the_target_and_doubted() -> None:
    one, growth = read_indicator_line("Thu ngân sách nhà nước đạt 25 tỷ đồng, tăng 12% so với năm 2025")
    assert (one.target.value, one.note, one.doubts) == (Decimal(25), "tăng 12% so với năm 2025", ())
    assert (growth.name, growth.target.value, growth.target.measure_unit) == (one.name, Decimal(12), "%")
    assert (growth.target.direction, growth.measure) == (Direction.INCREASE, Measure.DELTA_REL)
    assert (growth.parent, growth.relation, growth.doubts) == (0, Relation.RESTATES, (Reason.EXTRA_FIGURE,))


def test_growth_of_a_share_is_a_change_in_points() -> None:
    _, growth = read_indicator_line("Tỷ trọng dịch vụ chiếm 31,4%, giảm 0,2% so với năm 2025")
    assert (growth.target.direction, growth.measure) == (Direction.DECREASE, Measure.DELTA_ABS)


def test_growth_in_parentheses_is_read_like_growth_behind_a_comma() -> None:
    one, growth = read_indicator_line("Có 21 trường đạt chuẩn (tăng 03 trường so với năm 2025)")
    assert (one.target.value, growth.target.value, growth.parent) == (21, 3, 0)


def test_a_share_of_the_plan_beside_a_target_is_a_note_and_no_target() -> None:
    one = only("Thu ngân sách nhà nước đạt 25 tỷ đồng, bằng 104% dự toán")
    assert (one.target.value, one.note) == (Decimal(25), "bằng 104% dự toán")


def test_both_numbers_of_a_ratio_in_parentheses_are_kept() -> None:
    _, count = read_indicator_line("100% (18/18) xã có bác sĩ")
    assert (count.target.value, count.denominator, count.measure_unit) == (18, 18, "xã")


def test_a_group_label_holds_its_components_together() -> None:
    line = "Gia đình và cơ quan văn hóa: 85% gia đình đạt chuẩn văn hóa; 93% cơ quan đạt chuẩn văn hóa"
    assert [one.relation for one in read_indicator_line(line)] == [Relation.COMPONENT, Relation.COMPONENT]


def test_a_line_without_a_figure_is_qualitative() -> None:
    one = only("Nâng cao chất lượng hòa giải ở cơ sở")
    assert (one.measure, one.target.value, one.target.direction) == (
        Measure.QUALITATIVE,
        None,
        Direction.INCREASE,
    )


def test_an_unknown_measure_unit_is_kept_and_doubted() -> None:
    one = only("Đặt thêm 40 chuông báo cháy khu dân cư")
    assert (one.target.value, one.target.measure_unit) == (Decimal(40), "chuông")
    assert Reason.UNKNOWN_MEASURE_UNIT in one.doubts


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Năng suất chè đạt 12,125 tấn/ha", Reason.THREE_DECIMALS),
        ("Tốc độ tăng trưởng đạt 8.5%", Reason.DOT_DECIMAL),
        ("Tỷ lệ hộ dùng nước sạch đạt 120%", Reason.SHARE_OVER_100),
    ],
)
def test_a_figure_that_may_be_meant_otherwise_is_doubted(line: str, reason: Reason) -> None:
    assert reason in only(line).doubts


@given(st.text(max_size=4096))
def test_no_text_makes_the_reading_of_a_line_fail(text: str) -> None:
    assert isinstance(read_indicator_line(text), tuple)


_PIECES = ("Tỷ lệ", ",", ";", ".", "(", ")", ":", "trong đó", "đạt", "từ", "5", "12,5", "3.000", "%", "tỷ đồng", "ha",
           "xã", "trên", "giảm", "xuống", "7/9", "-", "và")  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=40))
def test_no_mixture_of_the_words_of_indicators_makes_it_fail(pieces: list[str]) -> None:
    assert isinstance(read_indicator_line(" ".join(pieces)), tuple)


def test_a_verb_is_shared_by_the_counts_after_it() -> None:
    fewer, others = read_indicator_line("Giảm 150 hộ nghèo, 80 hộ cận nghèo")
    assert (fewer.target.direction, others.target.direction) == (Direction.DECREASE, Direction.DECREASE)
    assert others.name == "Giảm hộ cận nghèo"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giam ty le ho ngheo 4% tro len", "Giảm tỷ lệ hộ nghèo 4% trở lên"),
        ("ty le che phu rung dat tren 60%", "Tỷ lệ che phủ rừng đạt trên 60%"),
        ("thu ngan sach: 50,2 ty dong", "Thu ngân sách: 50,2 tỷ đồng"),
    ],
)
def test_a_line_typed_without_marks_has_the_same_target(typed: str, meant: str) -> None:
    assert (only(typed).target, only(typed).measure) == (only(meant).target, only(meant).measure)


def test_a_rank_is_no_count() -> None:
    assert only("Chỉ số cải cách hành chính xếp trong nhóm 10 xã dẫn đầu tỉnh").measure is Measure.QUALITATIVE


def test_growth_of_money_is_read_whatever_it_is_money_for() -> None:
    _, growth = read_indicator_line(
        "GRDP bình quân đầu người đạt 91,2 triệu đồng/năm, tăng 6,3 triệu đồng so với năm 2025"
    )
    assert (str(growth.target.value), growth.target.direction) == ("6.3", Direction.INCREASE)


def test_those_who_have_more_within_a_share_are_a_part_of_it() -> None:
    _, part = read_indicator_line("Tỷ lệ lao động qua đào tạo đạt 71% (có bằng cấp, chứng chỉ 33,5%)")
    assert (part.relation, part.parent, str(part.target.value)) == (Relation.PART_OF, 0, "33.5")


def test_a_bound_said_again_without_words_of_its_own_is_doubted() -> None:
    _, again = read_indicator_line("Vận động thêm 640 người tham gia, đạt và vượt 2.150 người")
    assert (again.relation, again.target.comparator, again.doubts) == (
        Relation.RESTATES,
        Comparator.AT_LEAST,
        (Reason.EXTRA_FIGURE,),
    )


def test_an_area_and_what_it_yields_are_two_targets() -> None:
    assert values("Diện tích tôm 4.100 ha với sản lượng 9.300 tấn") == ["4100", "9300"]


def test_hours_with_decimals_are_a_figure() -> None:
    assert values("Thời gian chờ khám giảm còn 1,5 giờ") == ["1.5"]


def test_years_that_are_reached_are_a_figure() -> None:
    assert values("Số năm sống khỏe đạt tối thiểu 66 năm") == ["66"]


def test_time_that_is_cut_short_falls() -> None:
    one = only("Rút ngắn 25% thời gian giải quyết hồ sơ")
    assert (one.target.direction, str(one.target.value)) == (Direction.DECREASE, "25")


def test_what_is_planted_adds_up_to_its_running_total() -> None:
    one = only("Diện tích sâm trồng mới 40 ha, lũy kế 310 ha")
    assert (one.target.value, one.cumulative_total) == (40, 310)


def test_what_each_one_costs_is_no_other_word_for_their_number() -> None:
    houses, each = read_indicator_line("Xây dựng 25 căn nhà (70 triệu đồng/căn)")
    assert (houses.measure_unit, each.measure_unit, each.doubts) == (
        "căn nhà",
        "triệu đồng/căn",
        (Reason.EXTRA_FIGURE,),
    )


def test_a_bound_of_those_that_there_are_to_be_none_of_is_doubted() -> None:
    assert only("Không còn thôn dưới 9 tiêu chí").doubts == (Reason.EXTRA_FIGURE,)


@pytest.mark.parametrize(
    ("line", "verbatim", "normalised"),
    [
        ("Công nhận 15 sản phẩm OCOP", "sản phẩm OCOP", "sản phẩm OCOP"),
        ("Giảm 45 hộ nghèo", "hộ nghèo", "hộ nghèo"),
        ("Trồng 3.000 cây xanh", "cây xanh", "cây xanh"),
        ("Có thêm 02 trường học đạt chuẩn", "trường học", "trường"),
        ("Giá bán bình quân 1.950 đồng/kWh", "đồng/kWh", "đồng/kwh"),
    ],
)
def test_a_measure_unit_stays_as_written_with_its_normal_form_beside_it(
    line: str, verbatim: str, normalised: str
) -> None:
    one = only(line)
    assert (one.target.measure_unit, one.measure_unit) == (verbatim, normalised)


@pytest.mark.parametrize(
    "line",
    [
        "Vận động trên 85.400 người dân tham gia",
        "Có trên 10.000 người được khám sức khỏe",
        "Cấp thẻ cho trên 1.000 trẻ",
    ],
)
def test_people_beyond_a_number_are_counted_and_no_denominator(line: str) -> None:
    one = only(line)
    assert (one.target.comparator, f"{one.target.value:,}".replace(",", ".") in line) == (
        Comparator.OVER,
        True,
    )
