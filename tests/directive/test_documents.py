"""Whole documents of an invented province: what stands where, and what is left open."""

import textwrap
from datetime import date
from decimal import Decimal

import pytest

from bot.campaign.model import Review
from bot.directive import DirectiveDraft, extract, is_directive, read_document
from bot.directive.model import Level, Origin, Precision, Reason, Relation
from tests.directive.samples import EXAMPLES, OWN, draft, of_text

HEAD = """ỦY BAN NHÂN DÂN
XÃ SUỐI VÀNG
Số: 02/CT-UBND

Suối Vàng, ngày 12 tháng 01 năm 2026

CHỈ THỊ
Về việc phát động phong trào thi đua năm 2026

"""


@pytest.fixture
def plan() -> DirectiveDraft:
    return draft(OWN / "ke-hoach-2026.txt")


@pytest.fixture
def resolution() -> DirectiveDraft:
    return draft(OWN / "nghi-quyet-bang.txt")


def test_the_example_has_two_phases_that_end_in_reviews() -> None:
    first, second = draft(EXAMPLES / "chi-thi-2026.txt").named_phases
    assert (first.start, first.end) == (date(2026, 1, 12), date(2026, 6, 30))
    assert (second.start, second.end) == (date(2026, 7, 1), date(2026, 12, 31))
    assert (first.review.deadline, first.review.exclusive) == (date(2026, 6, 30), True)
    assert (second.review.deadline, second.review.exclusive) == (date(2026, 12, 31), True)


def test_the_example_has_indicators_in_three_sections_and_no_doubts() -> None:
    example = draft(EXAMPLES / "chi-thi-2026.txt")
    assert [one.section for one in example.indicators] == ["II.1"] * 5 + ["II.2"] * 5 + ["II.3"] * 2
    assert not any(one.doubts for one in example.indicators)
    assert example.warnings == ()


def test_results_of_last_year_are_progress_and_no_targets() -> None:
    progress = draft(EXAMPLES / "chi-thi-2026.txt").progress
    assert [(one.target, one.actual, one.percent, one.status) for one in progress] == [
        (Decimal(40), Decimal(43), Decimal("107.5"), "vượt"),
        (Decimal(12), Decimal(9), Decimal("75.0"), "chưa đạt"),
    ]


def test_the_commune_of_the_two_tier_government_is_named() -> None:
    issuer = draft(EXAMPLES / "chi-thi-2026.txt").issuer
    assert issuer is not None
    assert (issuer.level, issuer.name) == (Level.COMMUNE, "Chủ tịch Ủy ban nhân dân xã Suối Vàng")


def test_a_title_over_two_lines_is_one(plan: DirectiveDraft) -> None:
    assert plan.title == "Tổ chức phong trào thi đua “Hoàng Giang chuyển mình cùng số hóa” năm 2026"


def test_groups_of_a_list_keep_their_letters(plan: DirectiveDraft) -> None:
    assert list(dict.fromkeys(one.section for one in plan.indicators)) == ["II.2.a", "II.2.b", "II.2"]


def test_figures_outside_the_goals_are_no_indicators(plan: DirectiveDraft) -> None:
    assert not any(one.target.value in (Decimal(26), Decimal(98)) for one in plan.indicators)


def test_every_figure_of_the_goals_is_read_or_told(plan: DirectiveDraft) -> None:
    assert len([one for one in plan.indicators if one.target.value is not None]) == 29
    assert plan.warnings == ()


def test_a_deadline_with_cham_nhat_includes_its_day(plan: DirectiveDraft) -> None:
    first, second = plan.named_phases
    assert first.review == Review(kind="Sơ kết", deadline=date(2026, 6, 25), exclusive=False)
    assert second.review == Review(kind="Tổng kết", deadline=date(2026, 12, 20), exclusive=True)


def test_a_deputy_signs_for_his_head(plan: DirectiveDraft) -> None:
    assert plan.signer is not None
    assert (plan.signer.role_prefix, plan.signer.role, plan.signer.name) == (
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Vũ Đình Khải",
    )


def test_who_reports_to_whom_and_when_is_kept(plan: DirectiveDraft) -> None:
    (duty,) = plan.duties
    assert (duty.who, duty.to) == ("Các sở, ban, ngành; UBND các xã, phường", "Sở Nội vụ")


def test_a_table_gives_indicators_with_their_owners(resolution: DirectiveDraft) -> None:
    assert [(one.name, one.target.value, one.owner) for one in resolution.indicators[:2]] == [
        ("Tổng thu ngân sách trên địa bàn", Decimal("126.5"), "Phòng Kinh tế"),
        ("Thu từ đất", Decimal(35), "Phòng Kinh tế"),
    ]
    assert {one.origin for one in resolution.indicators} == {Origin.TABLE}


def test_trong_do_in_a_table_is_a_part_of_the_row_above(resolution: DirectiveDraft) -> None:
    part = resolution.indicators[1]
    assert (part.parent, part.relation) == (0, Relation.PART_OF)


def test_bounds_ranges_and_ratios_of_cells_are_read(resolution: DirectiveDraft) -> None:
    read = {one.name: one for one in resolution.indicators}
    assert read["Thu nhập bình quân đầu người"].target.comparator == ">"
    assert read["Giảm hộ nghèo"].target.value_to == Decimal("0.5")
    assert read["Số khu phố đạt chuẩn văn hóa"].denominator == Decimal(24)
    assert read["Tỷ lệ thất nghiệp"].target.comparator == "<="


def test_a_blank_number_and_a_blank_date_stay_open(resolution: DirectiveDraft) -> None:
    assert (resolution.number, resolution.number_verbatim) == (None, "Số: /NQ-HĐND")
    assert (resolution.date, resolution.date_precision) == (None, None)
    assert resolution.start is None


def test_a_blank_day_leaves_the_month() -> None:
    read = of_text(HEAD.replace("ngày 12 tháng", "ngày     tháng"))
    assert (read.date, read.date_precision) == (date(2026, 1, 1), Precision.MONTH)


def test_a_start_from_the_launch_is_the_day_of_the_document() -> None:
    read = of_text(HEAD + "1. Thời gian thi đua: Từ ngày phát động đến hết ngày 30 tháng 11 năm 2026.\n")
    assert (read.start, read.end) == (date(2026, 1, 12), date(2026, 11, 30))
    assert [phase.named_in_text for phase in read.phases] == [False]


def test_the_end_of_a_year_or_a_quarter_is_its_last_day() -> None:
    read = of_text(HEAD + "1. Thời gian thi đua: từ tháng 02/2026 đến hết quý III/2026.\n")
    assert (read.start, read.start_precision, read.end) == (
        date(2026, 2, 1),
        Precision.MONTH,
        date(2026, 9, 30),
    )


def test_numeric_lines_that_are_not_understood_are_told() -> None:
    read = of_text(
        HEAD + "1. Các chỉ tiêu chủ yếu\n- Thu ngân sách: 5 tỷ đồng.\n- Khen 40 (nhóm 3 nhà, 25 hộ khác).\n"
    )
    assert [warned.reason for warned in read.warnings] == [Reason.EXTRA_FIGURE]
    assert "25 hộ" in read.warnings[0].text


def test_a_goal_in_prose_is_found_and_doubted() -> None:
    read = of_text(
        HEAD
        + "1. Nâng chất lượng khen thưởng người lao động trực tiếp, phấn đấu đạt trên 40%; kịp thời nêu gương.\n"
    )
    (goal,) = read.indicators
    assert (goal.target.value, goal.origin, goal.doubts) == (Decimal(40), Origin.PROSE, (Reason.FROM_PROSE,))


def test_both_slogans_are_kept_and_the_theme_comes_first() -> None:
    read = of_text(
        HEAD + "Với tinh thần “Nghe dân nói”, xã phát động thi đua với chủ đề “Gần dân, sát việc”.\n"
    )
    assert (read.theme, read.slogans) == ("Gần dân, sát việc", ("Gần dân, sát việc", "Nghe dân nói"))


def test_movements_may_stand_in_bullets() -> None:
    read = of_text(HEAD + "1. Thực hiện các phong trào thi đua:\n- “Sạch từ ngõ”;\n- “Mỗi tuần nghe dân”.\n")
    assert read.movements == ("Sạch từ ngõ", "Mỗi tuần nghe dân")


def test_a_launch_document_is_a_directive_and_a_shopping_list_is_not() -> None:
    assert is_directive(draft(EXAMPLES / "chi-thi-2026.txt"))
    assert not is_directive(of_text("Đi chợ\n- Gạo: 5 kg\n- Trứng: 10 quả\n- Thịt 2 kg\n"))


def test_reading_the_same_text_twice_gives_the_same_draft() -> None:
    content = (OWN / "ke-hoach-2026.txt").read_bytes()
    assert extract(read_document("a.txt", content)) == extract(read_document("a.txt", content))


def test_results_of_the_year_before_are_no_indicators() -> None:
    read = of_text(
        HEAD
        + "I. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU NĂM 2025\n- Thu ngân sách đạt 43 tỷ đồng.\n"
        + "II. CHỈ TIÊU NĂM 2026\n- Thu ngân sách đạt 50 tỷ đồng.\n"
    )
    assert [one.target.value for one in read.indicators] == [Decimal(50)]


@pytest.mark.parametrize("width", [70, 90, 110])
def test_lines_broken_at_a_width_read_as_whole_ones(width: int) -> None:
    text = (EXAMPLES / "chi-thi-2026.txt").read_text(encoding="utf-8")
    broken = "\n".join(textwrap.fill(line, width, break_on_hyphens=False) for line in text.split("\n"))
    whole, read = of_text(text), of_text(broken)
    assert [(one.name, one.target) for one in read.indicators] == [
        (one.name, one.target) for one in whole.indicators
    ]
    assert [(one.end, one.review) for one in read.phases] == [(one.end, one.review) for one in whole.phases]
