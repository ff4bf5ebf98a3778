"""Whatever is numeric in a section of indicators is in a reading or in a warning, whatever stands around it."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.directive import DirectiveDraft
from bot.directive.extraction.figures import to_decimal
from bot.directive.model import Reason
from tests.directive.samples import EXAMPLES, OWN, draft, of_text

HEAD = "CHỈ THỊ\n\nPhát động phong trào thi đua năm 2026\n\nII. CHỈ TIÊU THI ĐUA\n\n"

_SUBJECTS = (
    "Tỷ lệ hộ dùng nước sạch", "Thu ngân sách", "Trồng mới", "Số thôn có nhà văn hóa", "Kết nạp", "Giảm hộ nghèo",
    "Năng suất lúa", "Chỉ số cải cách hành chính", "Mỗi xã xây dựng", "Thời gian giải quyết hồ sơ", "Vận động",
)  # fmt: skip
_VERBS = ("đạt", "đạt trên", ":", "từ", "tăng", "giảm còn", "là", "không quá", "phấn đấu đạt", "có thêm", "ước đạt",
          "lần lượt đạt", "gấp", "xếp thứ", "so với năm 2025 tăng", "")  # fmt: skip
_FIGURES = ("{}%", "{} tỷ đồng", "{} ha", "{} - {}%", "{}/{} thôn", "{}", "{} (hai) xã", "{}‰", "{} tiêu chí", "{} chuông",
            "{} triệu lượt khách", "{} tạ/ha", "từ {}% xuống {}%", "{} bác sĩ trên vạn dân")  # fmt: skip
_TAILS = (
    "", "trở lên", "so với năm 2025", "(lũy kế {} thôn)", "(từ {}% xuống {}%)", "(tương đương {} hộ)", "dân số",
    ", trong đó {} ha quế", "(mỗi hộ {} triệu đồng)", ", tăng {}%", ", tăng {}% so với năm 2025",
    "(tăng {} thôn so với năm 2025)", ", bằng {}% dự toán", ", đạt {}% kế hoạch và tăng {}% so với cùng kỳ",
    ", nâng tổng số lên {} thôn", "(trong đó: nữ {} người, trẻ {} người)", "với {} hộ tham gia", "và {}% khu phố",
    "[năm 2025: {}%]", "cho {} lao động; riêng xã vùng cao {}%",
)  # fmt: skip
_JOINTS = ("; ", ". ", ", ", " và ", "; (2) ", ". Trong đó: ", ", còn ")
_MARKS = ("- ", "+ ", "a) ", "1. ", "1.1. ", "(3) ", "• ", "")

_CLAUSES = st.tuples(*(st.sampled_from(choice) for choice in (_SUBJECTS, _VERBS, _FIGURES, _TAILS, _JOINTS)))
_LINES = st.tuples(st.sampled_from(_MARKS), st.lists(_CLAUSES, min_size=1, max_size=3)).map(
    lambda line: (
        line[0]
        + "".join(
            (joint if n else "") + f"{subject} {verb} {figure} {tail}".strip()
            for n, (subject, verb, figure, tail, joint) in enumerate(line[1])
        )
        + ";"
    )
)
_ALL = (
    *(str(one) for one in range(21, 1800)),
    *(f"{one:,}".replace(",", ".") for one in range(2101, 99_999, 7)),
    *(f"{one},{tenth}" for one in range(100) for tenth in range(1, 10)),
)
_NUMBERS = st.integers(min_value=0, max_value=2**32).map(lambda seed: Random(seed).sample(_ALL, 60))


def held(read: DirectiveDraft) -> set[Decimal | None]:
    """The numbers in what was read: never those that only stand in its source text, its note or its name."""
    held: set[Decimal | None] = set()
    for one in read.indicators:
        target = one.target
        held |= {target.value, target.value_to, one.baseline, one.target_level}
        held |= {one.cumulative_total, one.denominator}
    for told in read.progress:
        held |= {told.target, told.actual, told.percent}
    return held


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d.,]*\d|\d", text))


def filled(lines: list[str], stock: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Each line with fresh numbers in its places, and those numbers."""
    left = iter(stock)
    for line in lines:
        taken = [next(left) for _ in range(line.count("{}"))]
        yield line.format(*taken), taken


@given(st.lists(_LINES, min_size=1, max_size=3), _NUMBERS)
@example(["- Kết nạp {} hội viên và các tổ còn lại tăng {} đến {} tiêu chí"], ["55", "21", "33"])
@example(
    ["- Thu ngân sách đạt {} tỷ đồng, tăng {}% so với năm 2025, trong đó thu đất {} tỷ đồng"],
    ["71", "8,5", "31"],
)
def test_every_number_of_a_list_is_in_a_reading_or_in_a_warning(lines: list[str], stock: list[str]) -> None:
    written = list(filled(lines, stock))
    read = of_text(HEAD + "\n\n".join(line for line, _ in written))
    warned = numbers(" ".join(one.text for one in read.warnings))
    for line, taken in written:
        lost = [one for one in taken if to_decimal(one) not in held(read) and one not in warned]
        assert not lost, (line, lost)


_CELLS = st.sampled_from(("{}", "{}%", "{}/{}", "{} - {}", "trên {}", "", "{} ({} hộ)", "từ {} lên {}"))
_COLUMNS = st.lists(
    st.sampled_from(("Thực hiện 2025", "Kế hoạch 2026", "Tỉnh giao", "Xã A", "Ghi chú", "Đơn vị chủ trì")),
    min_size=1,
    max_size=4,
    unique=True,
)  # fmt: skip


@given(_COLUMNS, st.lists(st.lists(_CELLS, min_size=4, max_size=4), min_size=1, max_size=4), _NUMBERS)
def test_every_number_of_a_table_is_in_a_reading_or_in_a_warning(
    columns: list[str], cells: list[list[str]], stock: list[str]
) -> None:
    head = "| TT | Chỉ tiêu | ĐVT | " + " | ".join(columns) + " |"
    rows = [
        f"| {n} | Số thôn nhóm {'abcd'[n - 1]} đạt chuẩn | thôn | " + " | ".join(row[: len(columns)]) + " |"
        for n, row in enumerate(cells, start=1)
    ]
    written = list(filled(rows, stock))
    read = of_text(HEAD + "\n".join([head, *(row for row, _ in written)]))
    warned = numbers(" ".join(one.text for one in read.warnings))
    for row, taken in written:
        lost = [one for one in taken if to_decimal(one) not in held(read) and one not in warned]
        assert not lost, (row, lost)


_NAMES = (
    "Chương trình 135", "Nghị quyết 57-NQ/TW", "Quỹ 3 triệu cây xanh", "Đề án 06", "Quốc lộ 4A", "Kết luận số 01-KL/TW",
    "Nghị quyết số 15/2021/NQ-HĐND ngày 17/07/2021", "giai đoạn 2021 - 2025", "(năm 2026)", "trong quý II/2026",
    "trẻ em dưới 5 tuổi", "trước ngày 30/6/2026", "lớp 9", "Chương trình 30a", "Đại hội lần thứ 14",
)  # fmt: skip


@pytest.mark.parametrize("name", _NAMES)
def test_a_number_that_is_part_of_a_name_or_a_date_is_no_warning(name: str) -> None:
    read = of_text(HEAD + f"- Tỷ lệ hộ tham gia {name} đạt 85%;\n\n- Thực hiện tốt {name} trên địa bàn;")
    assert ([one.target.value for one in read.indicators], read.warnings) == ([85, None], ())


@pytest.mark.parametrize(
    "path", sorted((*OWN.glob("*.txt"), *EXAMPLES.glob("*-2026.*"))), ids=lambda path: path.name
)
def test_the_examples_have_no_needless_warning(path: Path) -> None:
    few = {Reason.COLUMN_UNSURE, Reason.INDICATORS_ABSENT}
    assert [one.text for one in draft(path).warnings if one.reason not in few] == []


def test_a_column_of_comparisons_that_follows_from_its_row_is_no_warning() -> None:
    head = "| TT | Chỉ tiêu | ĐVT | Thực hiện 2025 | Kế hoạch 2026 | So sánh (%) |"
    table = head + "\n| 1 | Thu ngân sách | tỷ đồng | 80 | 100 | {} |"
    assert of_text(HEAD + table.format("125,0")).warnings == ()
    assert [one.reason for one in of_text(HEAD + table.format("131,0")).warnings] == [Reason.EXTRA_FIGURE]


def test_many_cells_of_one_column_are_one_warning_with_its_title() -> None:
    rows = [f"| {n} | Chỉ tiêu nhóm {'abc'[n - 1]} | ha | {40 + n} | {60 + n} |" for n in (1, 2, 3)]
    read = of_text(HEAD + "\n".join(["| TT | Chỉ tiêu | ĐVT | Tỉnh giao | Xã phấn đấu |", *rows]))
    assert [one.text for one in read.warnings] == [
        "Tỉnh giao: Chỉ tiêu nhóm a 41; Chỉ tiêu nhóm b 42; Chỉ tiêu nhóm c 43"
    ]
    assert Counter(doubt for one in read.indicators for doubt in one.doubts)[Reason.COLUMN_UNSURE] == 3


@pytest.mark.parametrize(
    "line",
    [
        "Chỉ số cải cách hành chính xếp thứ 7/12 xã trong huyện",
        "Thời gian cấp giấy phép rút ngắn còn 4 giờ",
        "Thuộc nhóm 10 xã dẫn đầu của tỉnh",
        "Thu ngân sách đạt 25 tỷ đồng, bằng 104% dự toán",
        "Trồng 40 ha chè (giống mới, 2 khu)",
    ],
)
def test_a_number_that_no_indicator_took_is_warned_of_with_its_text(line: str) -> None:
    read = of_text(HEAD + f"- Tỷ lệ che phủ rừng 61%;\n\n- {line};")
    assert any(one.text in line and numbers(one.text) for one in read.warnings)
