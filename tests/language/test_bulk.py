"""Many answers in one message, as a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.bulk import read_lines

NAMES = (
    "Thu ngân sách trên địa bàn",
    "Sản lượng lương thực có hạt",
    "Tỷ lệ hộ sử dụng nước hợp vệ sinh",
    "Tỷ lệ hộ nghèo giảm",
    "Diện tích rừng trồng mới",
    "Diện tích rừng được chăm sóc",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1: 12,5; 2: 340; 3: không phát sinh", [(0, "12,5"), (1, "340"), (2, "không phát sinh")]),
        ("1: 12,5, 2: 340", [(0, "12,5"), (1, "340")]),
        ("1: 12,5 2: 340", [(0, "12,5"), (1, "340")]),
        ("1) 12,5\n2) 340", [(0, "12,5"), (1, "340")]),
        ("1. 12,5 tỷ\n2. 1.340 tấn", [(0, "12,5 tỷ"), (1, "1.340 tấn")]),
        ("3 = 94%; 1 = 12", [(2, "94%"), (0, "12")]),
        ("chỉ tiêu 2: 340; ct 1: 12", [(1, "340"), (0, "12")]),
        ("2 - 340\n1 - 12,5", [(1, "340"), (0, "12,5")]),
        ("5: 20", [(4, "20")]),
        ("nuoc hop ve sinh 94,5, ho ngheo 2,5", [(2, "94,5"), (3, "2,5")]),
        ("thu ngân sách 12,5 tỷ, rừng trồng mới chưa có số liệu", [(0, "12,5 tỷ"), (4, "chưa có số liệu")]),
        ("hộ nghèo 2,5, đã rà soát 3 thôn", []),
        ("hộ nghèo 2,5, hộ nghèo 3", []),
        ("Thu ngân sách: 12,5 tỷ\nSản lượng lương thực: 1340", [(0, "12,5 tỷ"), (1, "1340")]),
        ("thu ngan sach 12,5 ty; san luong luong thuc 1340", [(0, "12,5 ty"), (1, "1340")]),
        ("hộ nghèo 2,5%; nước hợp vệ sinh 94", [(3, "2,5%"), (2, "94")]),
        (
            "sản lượng không phát sinh; rừng trồng mới chưa có số liệu",
            [(1, "không phát sinh"), (4, "chưa có số liệu")],
        ),
    ],
)
def test_answers_are_found_by_number_and_by_name(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(line.place, line.answer) for line in read_lines(text, NAMES)] == expected


@pytest.mark.parametrize("text", ["12,5", "12,5 tỷ", "50 tỷ 200 triệu", "14/14 xã", "từ 13,18% xuống 13,08%", "1.340",
                                  "-0,1", "12,5; 340", "dạ em báo cáo 12,5 tỷ ạ", "30/6", "không phát sinh", "",
                                  "thêm 01 xã (lũy kế 15 xã)", "99: 12"])  # fmt: skip
def test_a_single_answer_is_none_of_these(text: str) -> None:
    assert read_lines(text, NAMES) == ()


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("1: 12; 2: 340; 9: 5", ["9: 5"]),
        ("1: 12; 2: 340; diện tích rừng: 30", ["diện tích rừng: 30"]),
        ("1: 12; 2: 340; em gửi anh số liệu", ["em gửi anh số liệu"]),
        ("1: 12; 2: 340; 1: 13", ["1: 12", "1: 13"]),
    ],
)
def test_a_line_that_names_none_several_or_one_twice_is_not_guessed(text: str, unread: list[str]) -> None:
    assert [line.typed for line in read_lines(text, NAMES) if line.place is None] == unread


@given(st.text(max_size=4096))
def test_no_text_breaks_it(text: str) -> None:
    for line in read_lines(text, NAMES):
        assert line.place is None or 0 <= line.place < len(NAMES)
