"""Whatever is numeric in a section of indicators is in an indicator or in a warning."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from bot.directive.extraction.figures import masked
from tests.directive.samples import of_text

HEAD = "CHỈ THỊ\n\nPhát động phong trào thi đua năm 2026\n\nII. CHỈ TIÊU THI ĐUA\n\n"

_SUBJECTS = (
    "Tỷ lệ hộ dùng nước sạch",
    "Thu ngân sách",
    "Trồng mới",
    "Số thôn có nhà văn hóa",
    "Kết nạp",
    "Giảm hộ nghèo",
)
_VERBS = ("đạt", "đạt trên", ":", "từ", "tăng", "giảm còn", "là", "không quá", "phấn đấu đạt", "có thêm", "")
_FIGURES = ("95%", "12,5 tỷ đồng", "750 ha", "3 - 5%", "12/14 thôn", "1.250", "02 (hai) xã", "0,15‰", "15 tiêu chí",
            "40 chuông", "7", "4 tỷ 500 triệu đồng", "1,2 triệu lượt khách", "58 tạ/ha")  # fmt: skip
_TAILS = ("", "trở lên", "so với năm 2025", "(lũy kế 9 thôn)", "(từ 5% xuống 4%)", "(tương đương 30 hộ)", "dân số",
          ", trong đó 20 ha quế", "(mỗi hộ 6 triệu đồng)", ", tăng 2%")  # fmt: skip
_JOINTS = ("; ", ". ", ", ", " và ", "; (2) ", ". Trong đó: ")

_CLAUSES = st.tuples(*(st.sampled_from(choice) for choice in (_SUBJECTS, _VERBS, _FIGURES, _TAILS, _JOINTS)))
_LINES = st.lists(_CLAUSES, min_size=1, max_size=3).map(
    lambda clauses: "".join(
        (joint if n else "") + f"{subject} {verb} {figure} {tail}".strip()
        for n, (subject, verb, figure, tail, joint) in enumerate(clauses)
    )
)
_MARKS = st.sampled_from(("- ", "+ ", "a) ", "1. ", "1.1. ", "(3) ", "• ", ""))


def numbers(text: str) -> set[str]:
    """The numbers that are no dates, citations or enumerations."""
    return set(re.findall(r"\d[\d.,]*\d|\d", re.sub(r"(?:^|(?<=\s))\(\d\)(?=\s)", "", masked(text))))


@given(st.lists(st.tuples(_MARKS, _LINES), min_size=1, max_size=4))
@example([("- ", "Kết nạp 5 hội viên và các tổ còn lại tăng 2 đến 3 tiêu chí")])
def test_every_number_of_a_list_is_in_an_indicator_or_in_a_warning(lines: list[tuple[str, str]]) -> None:
    draft = of_text(HEAD + "\n\n".join(mark + line + ";" for mark, line in lines))
    told = " ".join(f"{one.text} {one.note}" for one in draft.indicators)
    told += " ".join(one.text for one in draft.warnings)
    kept = numbers(told)
    for _, line in lines:
        assert numbers(line) <= kept, (line, told)
