"""Numbers and measure units in the lines of indicators, in sentences of our own."""

from decimal import Decimal

import pytest

from bot.directive import IndicatorDraft, read_indicator_line
from bot.directive.model import Reason


def only(line: str) -> IndicatorDraft:
    (one,) = read_indicator_line(line)
    return one


@pytest.mark.parametrize(
    ("line", "value", "unit"),
    [
        ("Công nhận thêm hai thôn kiểu mẫu", "2", "thôn"),
        ("Mở mới 02 (hai) hợp tác xã dược liệu", "2", "hợp tác xã"),
        ("Thu từ chợ đạt 4 tỷ 500 triệu đồng", "4.5", "tỷ đồng"),
        ("Đón 1,2 triệu lượt khách tham quan", "1.2", "triệu lượt khách"),
        ("Đàn gà đạt 60 nghìn con", "60", "nghìn con"),
        ("Kết nạp đảng viên: 07 đ/c", "7", "đồng chí"),
        ("Sàn nhà ở bình quân: 25,5 m2 sàn/người", "25.5", "m2 sàn/người"),
        ("Bồi dưỡng nghề cho 900 lượt lao động", "900", "lượt lao động"),
        ("Số người mắc lao mới: 95 ca/100.000 dân", "95", "ca/100.000 dân"),
        ("Giường bệnh đạt 32 giường/1 vạn dân", "32", "giường/vạn dân"),
        ("Doanh số bán hàng OCOP gấp 1,5 lần", "1.5", "lần"),
        ("Vốn vay ưu đãi: 8,5 tỷ.đ", "8.5", "tỷ đồng"),
        ("Tuổi thọ bình quân: 74,5 tuổi", "74.5", "tuổi"),
        ("Sản lượng muối 4 200 tấn", "4200", "tấn"),
        ("Mỗi chi hội giúp thêm được hai hộ", "2", "hộ"),
        ("Mỗi thầy cô dự giờ ít nhất 18 tiết/năm học", "18", "tiết/năm học"),
    ],
)
def test_numbers_and_units_are_read_as_offices_write_them(line: str, value: str, unit: str) -> None:
    one = only(line)
    assert (one.target.value, one.measure_unit, one.doubts) == (Decimal(value), unit, ())


@pytest.mark.parametrize(
    ("line", "comparator"),
    [
        ("Thu phí chợ đạt 100% chỉ tiêu trở lên", ">="),
        ("Kết nạp 20 hội viên mới trở lên", ">="),
        ("Tỷ lệ hộ có hố rác tối thiểu đạt 80%", ">="),
        ("Tỷ lệ hộ có hố rác ở mức dưới 80%", "<"),
        ("Thu nhập từ chè đạt hơn 40 triệu đồng", ">"),
    ],
)
def test_a_bound_may_stand_a_word_away_from_its_number(line: str, comparator: str) -> None:
    assert only(line).target.comparator == comparator


def test_a_bound_inside_the_name_is_no_bound_of_the_figure() -> None:
    one = only("Có 90% chi hội xếp loại hoàn thành tốt nhiệm vụ trở lên")
    assert (one.target.comparator, one.name) == (
        "=",
        "Tỷ lệ chi hội xếp loại hoàn thành tốt nhiệm vụ trở lên",
    )


@pytest.mark.parametrize("line", ["9 trên tổng số 12 xóm có đội bóng", "9/12 xóm có đội bóng"])
def test_a_count_out_of_a_whole_keeps_both(line: str) -> None:
    assert (only(line).target.value, only(line).denominator) == (Decimal(9), Decimal(12))


@pytest.mark.parametrize(
    "line",
    [
        "Tỷ lệ học sinh vào lớp 6 đạt 12%",
        "Tổng vốn vay 5 năm đạt 12 tỷ đồng",
        "Diện tích lúa vụ trong 60 ngày đêm: 12 ha",
        "Số bác sĩ trên 1 vạn dân đạt 12 bác sĩ",
        "Dự án giai đoạn 2 trồng 12 ha quế",
        "Có 12% hộ đạt mô hình “5 có, 3 sạch”",
        "Có 12% hộ thực hiện 5 không, 3 sạch",
    ],
)
def test_numbers_of_classes_years_and_stages_are_no_figures(line: str) -> None:
    one = only(line)
    assert (one.target.value, one.doubts) == (Decimal(12), ())


def test_income_per_head_is_one_measure_unit_however_it_is_written() -> None:
    lines = ("Thu nhập bình quân đầu người 60 triệu đồng", "Thu nhập bình quân đầu người 60 triệu đồng/người",
             "Thu nhập bình quân đầu người 60 triệu đồng/năm")  # fmt: skip
    assert {only(line).measure_unit for line in lines} == {"triệu đồng/người/năm"}


def test_where_a_change_leads_to_is_its_level() -> None:
    one = only("Tỷ lệ hộ nghèo giảm 1,5% trở lên (còn 4%)")
    assert (one.target.value, one.target.comparator, one.target_level) == (Decimal("1.5"), ">=", Decimal(4))


def test_a_parenthesis_may_list_the_parts_of_a_whole() -> None:
    whole, first, second = read_indicator_line("Trồng 90 ha rừng (60 ha keo, 30 ha quế)")
    assert (whole.doubts, first.parent, second.parent) == ((), 0, 0)


def test_several_measures_in_one_parenthesis_restate_the_target() -> None:
    share, count, more = read_indicator_line("Tỷ lệ xóm có đèn đường đạt 60% (12/20 xóm, tăng thêm 4 xóm)")
    assert share.target.value == Decimal(60)
    assert (count.denominator, more.target.value, more.target.direction) == (
        Decimal(20),
        Decimal(4),
        "increase",
    )


def test_how_far_a_level_lies_from_last_year_stays_with_its_target() -> None:
    one, growth = read_indicator_line("Tỷ lệ hộ dùng nước máy đạt 72%, tăng 3%")
    assert (one.target.value, one.note) == (Decimal(72), "tăng 3%")
    assert (growth.target.value, growth.parent, growth.measure) == (Decimal(3), 0, "delta_abs")


def test_a_second_measure_without_words_belongs_to_the_same_indicator() -> None:
    points, places = read_indicator_line("Chỉ số chuyển đổi số đạt 80 điểm, tăng 02 bậc")
    assert (places.name, places.parent, places.target.direction) == (points.name, 0, "increase")


def test_what_new_ones_add_up_to_is_their_total() -> None:
    one = only("Thêm 02 xóm kiểu mẫu, nâng tổng số xóm kiểu mẫu lên 09 xóm")
    assert (one.target.value, one.cumulative_total) == (Decimal(2), Decimal(9))


def test_the_figure_after_a_goal_in_words_takes_its_name_from_what_follows() -> None:
    one = only("Không để xảy ra đuối nước, giảm 20% số vụ té ngã")
    assert (one.name, one.target.direction) == ("Giảm số vụ té ngã", "decrease")


def test_a_figure_of_unknown_part_is_left_with_a_doubt() -> None:
    one = read_indicator_line("Sửa 12 căn nhà cho hộ nghèo (mỗi căn 60 triệu đồng)")[0]
    assert Reason.EXTRA_FIGURE in one.doubts


def test_a_range_may_be_written_in_words() -> None:
    one = only("Mỗi xóm xây dựng được từ một đến hai công trình")
    assert (one.target.value, one.target.value_to, one.measure_unit) == (Decimal(1), Decimal(2), "công trình")


def test_a_second_figure_of_the_same_kind_is_doubted() -> None:
    first, second = read_indicator_line("Tỷ lệ hộ dùng nước máy đạt 90%, đạt 92%")
    assert (first.doubts, second.doubts) == ((), (Reason.EXTRA_FIGURE,))


def test_a_comparison_alone_is_the_target() -> None:
    one = only("Thu ngân sách tăng 10% so với năm 2025")
    assert (one.target.value, one.target.direction, one.note) == (Decimal(10), "increase", "")
