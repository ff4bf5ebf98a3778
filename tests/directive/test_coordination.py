"""Figures that share a verb, a denominator or a sentence; which bare targets are ceilings."""

from decimal import Decimal

import pytest

from bot.campaign.model import Comparator, Direction, Measure
from bot.directive import IndicatorDraft, read_indicator_line
from bot.directive.model import Reason


def only(line: str) -> IndicatorDraft:
    (one,) = read_indicator_line(line)
    return one


def test_a_sentence_of_its_own_is_no_note_of_the_one_before() -> None:
    first, second, third = read_indicator_line(
        "Tỷ lệ phủ xanh đạt 41%. Giảm 15% số vụ lấn chiếm và 25% diện tích thiệt hại so với năm 2024."
    )
    assert first.note == ""
    assert [one.target.value for one in (second, third)] == [15, 25]
    assert {one.target.direction for one in (second, third)} == {Direction.DECREASE}
    assert {one.measure for one in (second, third)} == {Measure.DELTA_REL}


def test_a_comparison_without_a_subject_stays_with_its_target() -> None:
    one, growth = read_indicator_line("Doanh thu du lịch đạt 12 tỷ đồng, tăng 8% so với năm 2025")
    assert (one.target.value, one.note, growth.parent) == (12, "tăng 8% so với năm 2025", 0)


def test_lan_luot_pairs_each_figure_with_its_noun() -> None:
    first, second = read_indicator_line("Tỷ lệ trẻ nhẹ cân và trẻ béo phì giảm lần lượt 0,7% và 0,2%")
    assert [(one.name, str(one.target.value)) for one in (first, second)] == [
        ("Tỷ lệ trẻ nhẹ cân", "0.7"),
        ("Tỷ lệ trẻ béo phì", "0.2"),
    ]
    assert first.target.direction == second.target.direction == Direction.DECREASE


def test_lan_luot_with_another_count_of_nouns_is_doubted() -> None:
    read = read_indicator_line("Tỷ lệ trẻ nhẹ cân giảm lần lượt 0,7% và 0,2%")
    assert all(Reason.EXTRA_FIGURE in one.doubts for one in read)


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("Đạt 8,5 dược sĩ và 26 giường bệnh trên 1 vạn dân", ["dược sĩ/vạn dân", "giường bệnh/vạn dân"]),
        ("Có 7 bác sĩ trên một vạn dân", ["bác sĩ/vạn dân"]),
        ("Cứ 10.000 dân có 14 điều dưỡng", ["điều dưỡng/10.000 dân"]),
        ("Tỷ suất tử vong mẹ: 18/100.000 trẻ đẻ sống", ["/100.000 trẻ đẻ sống"]),
    ],
)
def test_so_many_on_a_population_is_a_rate(line: str, units: list[str]) -> None:
    read = read_indicator_line(line)
    assert [one.measure_unit for one in read] == units
    assert {one.measure for one in read} == {Measure.LEVEL}


def test_half_a_doctor_is_doubted() -> None:
    assert Reason.UNKNOWN_MEASURE_UNIT in only("Có 12,5 bác sĩ").doubts


@pytest.mark.parametrize(
    "line", ["Thu ngân sách đạt và vượt 40 tỷ đồng", "Sản lượng chè đạt và vượt kế hoạch 900 tấn"]
)
def test_reached_and_surpassed_is_at_least(line: str) -> None:
    assert only(line).target.comparator is Comparator.AT_LEAST


def test_a_share_above_the_plan_is_doubted() -> None:
    assert Reason.SHARE_OVER_100 in only("Thu ngân sách vượt 7% dự toán").doubts


@pytest.mark.parametrize(
    "line",
    [
        "Tỷ lệ hộ nghèo còn 5%",
        "Tỷ lệ hộ cận nghèo cuối năm 6,5%",
        "Giảm tỷ lệ hộ nghèo xuống còn 12%",
        "Kiềm chế tốc độ tăng dân số ở mức 1,1%",
        "Số vụ tai nạn giao thông: 6 vụ",
        "Tỷ lệ trẻ suy dinh dưỡng 9,5%",
    ],
)
def test_what_does_harm_or_is_to_fall_to_a_level_may_not_exceed_it(line: str) -> None:
    one = only(line)
    assert one.target.comparator is Comparator.EQUAL
    assert one.pass_if is not None
    assert one.pass_if.op is Comparator.AT_MOST
    assert one.target.ceiling


@pytest.mark.parametrize(
    "line",
    [
        "Tỷ lệ hộ nghèo được hỗ trợ nhà ở đạt 90%",
        "Số hộ nghèo giảm 30 hộ",
        "Tỷ lệ vụ án được giải quyết 95%",
        "Nâng tỷ lệ lao động qua đào tạo từ 60% lên 65%",
    ],
)
def test_what_is_done_against_a_harm_may_exceed_its_target(line: str) -> None:
    assert not only(line).target.ceiling


def test_times_as_much_is_growth() -> None:
    one = only("Giá trị xuất khẩu gấp 3 lần năm 2020")
    assert (one.name, one.measure) == ("Giá trị xuất khẩu", Measure.DELTA_REL)


def test_an_adjusted_target_is_no_level() -> None:
    one = only("Thu phí tham quan: điều chỉnh từ 300 triệu đồng lên 450 triệu đồng")
    assert (one.name, one.target.value, one.measure) == ("Thu phí tham quan", 450, Measure.FLOW)


def test_tro_len_behind_an_ordinal_belongs_to_the_name() -> None:
    one = only("Giảm tỷ lệ gia đình có con thứ ba trở lên 0,4% (từ 9,2% xuống còn 8,8%)")
    assert (one.name, one.measure) == ("Giảm tỷ lệ gia đình có con thứ ba trở lên", Measure.DELTA_ABS)
    assert (one.baseline, one.target_level) == (Decimal("9.2"), Decimal("8.8"))


def test_a_share_in_full_names_what_it_counts() -> None:
    _, restated = read_indicator_line("100% (18/18) xã, phường hoàn thành kế hoạch")
    assert restated.measure_unit == "xã"


def test_two_thirds_of_the_hamlets_are_doubted() -> None:
    one = only("Trên 2/3 số xóm có sân thể thao")
    assert (one.name, one.measure_unit) == ("Số xóm có sân thể thao", "xóm")
    assert Reason.UNKNOWN_MEASURE_UNIT in one.doubts


@pytest.mark.parametrize(
    ("line", "value", "name"),
    [
        ("Ba mươi lăm ngôi nhà được sửa chữa", 35, "Số ngôi nhà được sửa chữa"),
        ("Công nhận thêm hai xã đạt chuẩn", 2, "Công nhận thêm xã đạt chuẩn"),
    ],
)
def test_a_count_in_words_leaves_nothing_of_itself_in_the_name(line: str, value: int, name: str) -> None:
    one = only(line)
    assert (one.target.value, one.name) == (value, name)


def test_a_ceiling_does_not_take_the_verb_of_the_count_before() -> None:
    _, fires = read_indicator_line("Thành lập mới 9 đội dân phòng, không để xảy ra quá 02 vụ cháy")
    assert (fires.target.comparator, fires.target.direction) == (Comparator.AT_MOST, Direction.REACH)
    assert fires.name == "Số vụ cháy"


def test_what_only_says_by_when_takes_the_subject_of_its_label() -> None:
    first, second = read_indicator_line(
        "Về sửa chữa trường học: hoàn thành 100% (12 trường) trước ngày 20/8/2026"
    )
    assert (first.name, second.measure_unit) == ("Hoàn thành sửa chữa trường học", "trường")


def test_who_gave_the_target_is_no_name() -> None:
    assert Reason.EXTRA_FIGURE in only("Huyện giao 24 tỷ đồng").doubts


def test_a_predicate_behind_the_second_count_belongs_to_both() -> None:
    first, second = read_indicator_line("Có 9/12 thôn, 81% hộ đạt danh hiệu văn hóa")
    assert (first.name, second.name) == (
        "Số thôn đạt danh hiệu văn hóa",
        "Tỷ lệ hộ đạt danh hiệu văn hóa",
    )
