"""Targets that a sentence announces: "… các chỉ tiêu sau: …" opens a list, and no figure with a unit vanishes."""

import pytest

from bot.directive import DirectiveDraft, Document, extract
from bot.directive.document import Paragraph
from bot.directive.model import Reason


def read(*lines: str) -> DirectiveDraft:
    blocks = tuple(Paragraph(line=n, text=line) for n, line in enumerate(lines, start=1))
    return extract(Document(name="a.txt", blocks=blocks))


def figures(draft: DirectiveDraft) -> list[str]:
    return [f"{one.target.value} {one.target.measure_unit}" for one in draft.indicators]


@pytest.mark.parametrize(
    "announced",
    [
        "Năm nay xã có 12 chỉ tiêu chủ yếu là: ",
        "Xã đề ra một số chỉ tiêu chính như ",
        "Năm 2026 phấn đấu hoàn thành các chỉ tiêu, gồm: ",
        "Đại hội thông qua những chỉ tiêu phát triển sau đây: ",
    ],
)
def test_indicators_may_run_on_in_the_sentence_that_announces_them(announced: str) -> None:
    draft = read(announced + "diện tích chè 320 ha, sản lượng cá 45 tấn; đào tạo nghề cho 130 lao động.")
    assert figures(draft) == ["320 ha", "45 tấn", "130 lao động"]


def test_a_sentence_with_years_opens_the_list_below_it() -> None:
    draft = read(
        "Đại hội nhiệm kỳ 2025-2030 họp ngày 12/8/2025 đã thông qua những chỉ tiêu giai đoạn 2026 - 2030, như sau:",
        "1. Về kinh tế",
        "1.1. Sản lượng cà phê đạt 900 tấn",
        "1.2. Trồng mới 60 ha rừng",
    )
    assert figures(draft) == ["900 tấn", "60 ha"]


def test_a_numbered_list_that_runs_on_in_one_paragraph_is_set_apart() -> None:
    draft = read(
        "I. CÁC CHỈ TIÊU NHIỆM KỲ",
        "I. Về kinh tế (3 chỉ tiêu) 1. Sản lượng lúa: 7.000 tấn. 2. Tổng đàn bò 2.400 con. 3. Cứng hóa 18 km đường. "
        "II. Về xã hội (1 chỉ tiêu) 4. Tỷ lệ hộ dùng nước sạch: 88%.",
        "II. THỜI GIAN THỰC HIỆN",
        "Đến hết năm 2030.",
    )
    assert figures(draft) == ["7000 tấn", "2400 con", "18 km", "88 %"]


@pytest.mark.parametrize("figure", ["900 ha", "1.100 lao động", "1,2 triệu con", "3 mô hình", "72 triệu"])
def test_a_figure_with_a_unit_beside_a_word_of_striving_is_read_or_told(figure: str) -> None:
    draft = read("I. NỘI DUNG", f"Các đơn vị đề ra phương án để toàn xã có {figure} trong năm.")
    told = [one.text for one in draft.indicators] + [warned.text for warned in draft.warnings]
    assert any(figure in text for text in told)


def test_anniversaries_beside_a_goal_are_no_figures() -> None:
    draft = read(
        "I. Ý NGHĨA",
        "Các đơn vị thi đua, phấn đấu lập thành tích chào mừng kỷ niệm ngày hy sinh của 7 chiến sĩ.",
    )
    assert [warned.reason for warned in draft.warnings] == [Reason.INDICATORS_ABSENT]


def test_a_dash_behind_the_next_number_of_a_list_begins_no_range() -> None:
    draft = read("I. CHỈ TIÊU", "1 – Trồng 12 ha rừng;", "2 – 95% hộ dùng nước sạch;", "3 - 5 xã đạt chuẩn.")
    assert figures(draft) == ["12 ha", "95 %", "5 xã"]
