"""Every number that was typed is part of the reading, or is known to be about something else, or a question is asked."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.numbers import Kind, Quantity, read_number

ASKED = frozenset({Kind.AMBIGUOUS, Kind.NONE})
# What is said about another number, with the place of that number; "excused" ones are dates, plans and other periods.
ABOUT = ("{} hộ", "{}", "{} thôn", "{}%", "và {}", "x {}", "- {}", "({})", "lũy kế {}", "thêm {}", "trong đó {} hộ nghèo",
         "/{}", "đến {}", "lên {}", "còn {}", "trên {}", "bớt {} hộ", "tổ {}", "nhầm {}", "từ {}", "{} lần", "+{}", "; {}",
         "giảm {}", "vượt {}", "của {} xóm", "(tăng {} hộ)", "{} hộ nữa", "= {}", "{} ha", "{} triệu")  # fmt: skip
EXCUSED = ("kế hoạch {},", "giao {},", "kỳ trước {},", "cùng kỳ {},")
DATED = ("tháng 9", "quý 3", "đợt 2,", "ngày 7", "6 tháng", "đến 7/9:", "năm 2026", "(tính đến 7/9)")
WORDS = ("được", "ạ", "hộ", ",", "em báo cáo", "nghèo", "đạt", "là", "")
NUMBER_WORDS = ("ba", "mười", "nửa", "rưỡi", "trăm", "âm", "bốn mươi", "hai phẩy năm", "trở lên")

numbers = st.integers(min_value=41, max_value=99).filter(lambda number: number % 10 not in {0, 5})
said = st.tuples(st.sampled_from(ABOUT), numbers)
excused = st.tuples(st.sampled_from(EXCUSED), numbers)
beside = st.one_of(st.sampled_from(WORDS), st.sampled_from(DATED))


def numbers_of(quantity: Quantity) -> set[Decimal]:
    """All numbers that the reading holds."""
    shown = (
        quantity.value,
        quantity.base_value,
        quantity.value_to,
        quantity.denominator,
        quantity.baseline,
        quantity.level,
        quantity.cumulative_total,
        quantity.increment,
        quantity.plan_percent,
    )
    found = {abs(number) for number in shown if number is not None}
    found |= {abs(part.value) for part in quantity.parts}
    return found | ({quantity.plan_percent - 100} if quantity.plan_percent is not None else set())


@settings(deadline=None, max_examples=300)
@given(
    st.lists(said, min_size=1, max_size=3),
    st.lists(excused, max_size=1),
    st.lists(beside, max_size=3),
    st.randoms(),
)
def test_no_number_is_passed_over(
    figures: list[tuple[str, int]],
    others: list[tuple[str, int]],
    words: list[str],
    chance: Random,
) -> None:
    spoken = [form.format(number) for form, number in [*figures, *others]] + words
    chance.shuffle(spoken)
    text = " ".join(spoken)
    for unit in ("", "hộ"):
        quantity = read_number(text, measure_unit=unit)
        if quantity.kind not in ASKED:
            assert {Decimal(number) for _, number in figures} <= numbers_of(quantity), text


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(["45 hộ", "12,5 tỷ đồng", "98%"]),
    st.sampled_from(NUMBER_WORDS),
    st.sampled_from([", ", " (", "; ", " - "]),
    st.booleans(),
)
def test_no_number_word_is_passed_over(figure: str, word: str, mark: str, first: bool) -> None:
    text = mark.join((word, figure) if first else (figure, word)) + (")" if "(" in mark else "")
    assert read_number(text).kind in ASKED, text


@pytest.mark.parametrize(
    ("text", "unit"),
    [("6 ha 3 sào", "ha"), ("4 thôn x 7 hộ", "hộ"), ("2 đợt 45 hộ", "hộ"), ("45 hộ 20%", "hộ"),
     ("3 lớp, 45 người", "người")],
)  # fmt: skip
def test_a_figure_beside_numbers_of_other_things_is_offered(text: str, unit: str) -> None:
    quantity = read_number(text, measure_unit=unit)
    assert quantity.hint == "two_quantities"
    assert len(quantity.candidates) == 1


@pytest.mark.parametrize(
    ("text", "hint"),
    [("45 hộ tối đa", "incomplete"), ("45 hộ (dưới)", "incomplete"), ("45 hộ, kế hoạch", "plan_only"),
     ("45 hộ hôm qua", "earlier_period"), ("45 hộ kỳ trước", "earlier_period"), ("quý tới 45 hộ", "earlier_period"),
     ("đăng ký 45 hộ", "unclear_name"), ("chờ 45 hộ", "unclear_name"), ("phấn đấu 45 hộ", "unclear_name"),
     ("lẽ ra 45 hộ", "negated"), ("45 hộ, tạm thời", "negated"), ("45 hộ j đó", "negated"),
     ("45 thêm 3", "contradiction"), ("45 hộ, lũy kế 20", "contradiction"), ("45 hộ lên 20", "contradiction"),
     ("12 tỷ, lũy kế 45", "two_quantities"), ("1- 127 hộ", "label"), ("sửa 64 -> 46", "two_quantities"),
     ("so cùng kỳ 50 hộ tăng 9 hộ", "level_or_change"), ("12,5 tỷ/20", "two_readings")],
)  # fmt: skip
def test_a_word_about_a_number_that_does_not_fit_it_is_asked_about(text: str, hint: str) -> None:
    assert read_number(text).hint == hint


@pytest.mark.parametrize(
    ("text", "value"),
    [("45 hộ cùng kỳ 20", 45), ("hiện đang có 45 hộ", 45), ("45 hộ là cùng", 45), ("45 hộ đang vay vốn", 45),
     ("50 hộ, đạt kế hoạch", 50), ("giai đoạn 2021-2025 được 45 hộ", 45), ("lúc 8h30 được 45 hộ", 45),
     ("10 nghìn 500 tỷ", 10500)],
)  # fmt: skip
def test_what_is_known_to_be_about_something_else_is_passed_over(text: str, value: int) -> None:
    assert read_number(text).value == value


@pytest.mark.parametrize("text", ["tháng 13 45 hộ", "45 ngày 7 - 41", "tháng 9/42 41 hộ", "41-42-43"])
def test_what_cannot_be_a_date_is_not_passed_over_as_one(text: str) -> None:
    assert read_number(text).kind in ASKED


@pytest.mark.parametrize("text", ["20k 12,5 tỷ", "12,5 tỷ rưỡi", "12,5 ha rưỡi"])
def test_what_nobody_adds_up_is_asked_about(text: str) -> None:
    assert read_number(text).kind in ASKED
