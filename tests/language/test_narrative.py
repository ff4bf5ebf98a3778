"""A report in words is taken apart at its headings; what stands under none of them is not guessed."""

import pytest

from bot.campaign.model import NarrativePart
from bot.language.narrative import split_narrative

RESULTS, SHORT, CAUSES, ASKS = NarrativePart


@pytest.mark.parametrize(
    ("text", "parts", "rest"),
    [
        (
            "UBND XÃ\nBÁO CÁO\nI. KẾT QUẢ NỔI BẬT\n1. Về kinh tế\nTrồng 20 ha.\nII. TỒN TẠI, HẠN CHẾ\n- Làm chậm.\n"
            "III. Nguyên nhân\nHạn hán.\nIV. Kiến nghị, đề xuất\nCấp giống.\nV. Phương hướng\nTrồng tiếp.",
            {
                RESULTS: "1. Về kinh tế\nTrồng 20 ha.",
                SHORT: "- Làm chậm.",
                CAUSES: "Hạn hán.",
                ASKS: "Cấp giống.",
            },
            "UBND XÃ\nBÁO CÁO\nV. Phương hướng\nTrồng tiếp.",
        ),
        (
            "Kết quả nổi bật: trồng 20 ha\nTồn tại, hạn chế:\nlàm chậm\n"
            "Nguyên nhân: hạn hán\nĐề xuất, kiến nghị\ncấp giống",
            {RESULTS: "trồng 20 ha", SHORT: "làm chậm", CAUSES: "hạn hán", ASKS: "cấp giống"},
            "",
        ),
        (
            "1. ket qua dat duoc\na\n2. ton tai, han che\nb\n3. nguyen nhan\nc\n4. kien nghi\nd",
            {RESULTS: "a", SHORT: "b", CAUSES: "c", ASKS: "d"},
            "",
        ),
        (
            "II. Tồn tại, hạn chế và nguyên nhân\nChung.\n1. Tồn tại, hạn chế\na\n"
            "2. Nguyên nhân\nb\n2.1. Nguyên nhân khách quan\nc",
            {SHORT: "a", CAUSES: "b\n2.1. Nguyên nhân khách quan\nc"},
            "II. Tồn tại, hạn chế và nguyên nhân\nChung.",
        ),
        (
            "Nguyên nhân chính là do hạn hán kéo dài.\n- Kết quả giải ngân còn thấp.\nĐề nghị cấp trên quan tâm.",
            {},
            "Nguyên nhân chính là do hạn hán kéo dài.\n- Kết quả giải ngân còn thấp.\nĐề nghị cấp trên quan tâm.",
        ),
        ("I. Kết quả\na\nI. Kết quả nổi bật\nb", {RESULTS: "a\nb"}, ""),
        ("", {}, ""),
    ],
)  # fmt: skip
def test_headings_split_a_report(text: str, parts: dict[NarrativePart, str], rest: str) -> None:
    split = split_narrative(text.split("\n"))
    assert (split.parts, split.rest) == (parts, rest)
