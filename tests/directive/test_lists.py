"""How lists of indicators are laid out, in documents of our own."""

from decimal import Decimal

import pytest

from bot.campaign.model import Measure
from bot.directive import DirectiveDraft
from bot.directive.model import Reason, Relation
from tests.directive.samples import of_text

TITLE = "KẾ HOẠCH\nTổ chức phong trào thi đua năm 2026\n\n"


def read(*lines: str) -> DirectiveDraft:
    return of_text(TITLE + "\n\n".join(lines))


def names(draft: DirectiveDraft) -> list[str]:
    return [one.name for one in draft.indicators]


def values(draft: DirectiveDraft) -> list[str]:
    return [str(one.target.value) for one in draft.indicators]


@pytest.mark.parametrize(
    "heading",
    ["II. CHỈ TIÊU THI ĐUA (có 18 chỉ tiêu)", "2- Các chỉ tiêu chủ yếu", "2. Các chỉ tiêu chủ yếu (giai đoạn 2026-2030)",
     "* Một số chỉ tiêu cụ thể:"],
)  # fmt: skip
def test_a_heading_of_indicators_opens_a_list_however_it_is_numbered(heading: str) -> None:
    draft = read(heading, "- Tỷ lệ hộ có đài đạt 70%;", "- Trồng 12 ha quế.")
    assert values(draft) == ["70", "12"]


def test_a_group_with_its_count_is_no_indicator() -> None:
    draft = read("II. CHỈ TIÊU", "1. Về kinh tế (02 chỉ tiêu)", "- Trồng 12 ha quế;", "2. Về xã hội (01 chỉ tiêu)",
                 "- Mở 03 lớp học;")  # fmt: skip
    assert values(draft) == ["12", "3"]


def test_a_number_that_begins_with_a_share_is_still_a_line() -> None:
    draft = read("II. CHỈ TIÊU", "2. Xã hội", "2.1. 88% hộ có vườn; 70% hộ có ao.", "2.2. 15 xóm có loa.")
    assert values(draft) == ["88", "70", "15"]


def test_enumerations_that_run_on_in_a_paragraph_are_set_apart() -> None:
    draft = read(
        "2. Các chỉ tiêu chủ yếu",
        "Về kinh tế: (1) Giá trị chè: từ 7,5 đến 8,0%/năm. (2) Cơ cấu vốn: Nhà nước chiếm 40%; dân góp 60%. "
        "Về xã hội: (3) Tỷ lệ hộ có vườn: dưới 3%.",
    )
    assert [(str(one.target.comparator), str(one.target.value)) for one in draft.indicators] == [
        ("range", "7.5"),
        ("=", "40"),
        ("=", "60"),
        ("<", "3"),
    ]
    assert names(draft)[1:3] == ["Cơ cấu vốn - nhà nước", "Cơ cấu vốn - dân góp"]


def test_letters_in_one_line_are_set_apart_too() -> None:
    draft = read("II. CHỈ TIÊU", "1.1. Tổng đàn: a) Trâu: 120 con; b) Dê: 3.400 con; c) Gà: 25 nghìn con.")
    assert names(draft) == ["Tổng đàn - trâu", "Tổng đàn - dê", "Tổng đàn - gà"]


def test_a_long_paragraph_full_of_figures_is_read_like_a_list() -> None:
    clauses = "; ".join(
        f"tỷ lệ hộ ở xóm thứ {letter} có vườn đạt {n}%" for n, letter in enumerate("ABCDEFGHIKLM", 51)
    )
    assert len(read("II. CHỈ TIÊU", clauses.capitalize() + ".").indicators) == 12


def test_long_prose_with_one_figure_is_told_and_not_read() -> None:
    prose = (
        "Các xóm tiếp tục vận động Nhân dân giữ gìn đường làng, ngõ xóm sạch đẹp. " * 5
        + "Quỹ xóm hiện có 30 triệu đồng."
    )
    draft = read("II. CHỈ TIÊU", "- Trồng 12 ha quế;", prose)
    assert values(draft) == ["12"]
    assert any("30 triệu đồng" in one.text for one in draft.warnings)


def test_plus_signs_under_a_whole_are_its_parts() -> None:
    draft = read(
        "II. CHỈ TIÊU", "- Gieo trồng 90 ha, trong đó:", "+ Lúa 60 ha", "+ Ngô 30 ha", "- Sản lượng 400 tấn"
    )
    assert [one.parent for one in draft.indicators] == [None, 0, 0, None]
    assert draft.indicators[1].relation is Relation.PART_OF


def test_plus_signs_under_a_label_bear_its_name() -> None:
    draft = read(
        "II. CHỈ TIÊU", "- Tỷ lệ người dân hài lòng:", "+ Về y tế: trên 85%", "+ Về giáo dục: trên 90%"
    )
    assert names(draft) == ["Tỷ lệ người dân hài lòng - về y tế", "Tỷ lệ người dân hài lòng - về giáo dục"]


def test_the_overall_goal_inside_the_section_is_no_line_of_the_list() -> None:
    draft = read(
        "II. MỤC TIÊU, CHỈ TIÊU",
        "1. Mục tiêu tổng quát",
        "Đoàn kết, sáng tạo, xây dựng quê hương.",
        "2. Chỉ tiêu cụ thể",
        "- Trồng 12 ha quế.",
    )
    assert names(draft) == ["Trồng quế"]


def test_a_line_that_names_indicators_is_a_list_of_its_own() -> None:
    draft = read(
        "1. Nội dung thi đua", "a) Thực hiện các chỉ tiêu còn thấp, gồm: xóa 38 nhà tạm; trồng thêm 5 ha quế."
    )
    assert values(draft) == ["38", "5"]


def test_duties_in_words_count_where_most_lines_have_figures() -> None:
    draft = read("II. CHỈ TIÊU", "- Trồng 12 ha quế;", "- Giữ vững danh hiệu xã an toàn;", "- Mở 03 lớp học.")
    kept = draft.indicators[1]
    assert (kept.measure, kept.target.direction, kept.target.value) == (Measure.QUALITATIVE, "maintain", None)


def test_a_field_between_the_lines_is_no_indicator() -> None:
    assert names(read("II. CHỈ TIÊU", "* Về kinh tế", "(1) Trồng 12 ha quế.", "(2) Mở 03 lớp học nghề.")) == [
        "Trồng quế",
        "Mở lớp học nghề",
    ]


def test_goals_after_phan_dau_are_read_to_the_end_of_the_paragraph_with_a_doubt() -> None:
    draft = read(
        "Năm 2026, xã phấn đấu trồng mới 40 ha quế, trong đó 10 ha quế gốc; thu ngân sách đạt hơn 4 tỷ đồng."
    )
    assert [(one.target.value, one.parent) for one in draft.indicators] == [
        (Decimal(40), None),
        (Decimal(10), 0),
        (Decimal(4), None),
    ]
    assert all(Reason.FROM_PROSE in one.doubts for one in draft.indicators)


def test_goals_in_prose_stand_behind_those_of_the_lists() -> None:
    draft = read(
        "II. CHỈ TIÊU",
        "- Trồng 12 ha quế.",
        "III. TỔ CHỨC",
        "1. Phấn đấu sửa 9 km đường, trong đó 4 km đường đất.",
    )
    assert [one.parent for one in draft.indicators] == [None, None, 1]


def test_a_share_in_the_prose_of_a_section_is_told() -> None:
    draft = read(
        "II. NHIỆM VỤ", "1. Rút ngắn 30% thời gian giải quyết hồ sơ; có 26 phòng và 98 xóm tham gia."
    )
    assert [one.text for one in draft.warnings if one.reason is Reason.FROM_PROSE] == [
        "Rút ngắn 30% thời gian giải quyết hồ sơ"
    ]


def test_results_of_last_year_are_never_goals() -> None:
    draft = read(
        "Năm 2025, xã đã trồng 40 ha quế, đạt 90% kế hoạch.", "I. KẾT QUẢ", "1. Thu ngân sách được 3 tỷ đồng."
    )
    assert draft.indicators == ()
    assert [one.reason for one in draft.warnings] == [Reason.INDICATORS_ABSENT]


def test_the_title_of_the_document_opens_no_list() -> None:
    draft = of_text(
        "QUYẾT ĐỊNH\nVề việc giao chỉ tiêu thi đua năm 2026\n\nQuỹ xóm hiện có 30 triệu đồng.\n\n2. Chỉ tiêu\n\n"
        "- Trồng 12 ha quế."
    )
    assert values(draft) == ["12"]


@pytest.mark.parametrize("heading", ["II. CÁC CHỈ TIÊU NĂM 2025", "II. Các chỉ tiêu đã đạt"])
def test_a_heading_of_what_was_reached_opens_no_list(heading: str) -> None:
    assert (
        read(heading, "- Trồng 40 ha quế.", "III. CHỈ TIÊU NĂM 2026", "- Trồng 12 ha quế.").indicators[0].line
        > 5
    )


def test_words_count_in_every_section_of_a_list_of_figures() -> None:
    draft = read(
        "II. CHỈ TIÊU",
        "1. Đối với tập thể",
        "- Chi bộ hoàn thành xuất sắc nhiệm vụ;",
        "2. Đối với cá nhân",
        "- 90% hội viên có vườn;",
        "- Mở 03 lớp học.",
    )
    assert [one.measure is Measure.QUALITATIVE for one in draft.indicators] == [True, False, False]


def test_a_goal_may_be_set_without_the_word_for_striving() -> None:
    assert values(read("Năm 2026, xã đặt mục tiêu giá trị sản xuất tăng 9,5%; thu ngân sách 4 tỷ đồng.")) == [
        "9.5",
        "4",
    ]
