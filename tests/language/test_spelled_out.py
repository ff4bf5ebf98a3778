"""What is spelled out as people say it is read back: numbers up to thousands of tỷ, dates in words and digits."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.dates import VIETNAM, Op, read_date
from bot.language.numbers import Kind, read_number

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=VIETNAM)
ONES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
LAST_ONES = {1: "mốt", 4: "tư", 5: "lăm"}
relaxed = settings(deadline=None)


def below_hundred(number: int, *, behind: bool) -> str:
    tens, one = divmod(number, 10)
    if tens == 0:
        return " ".join((*(["linh"] if behind else []), ONES[one]))
    if tens == 1:
        return " ".join(["mười", *([{5: "lăm"}.get(one, ONES[one])] if one else [])])
    return " ".join([ONES[tens], "mươi", *([LAST_ONES.get(one, ONES[one])] if one else [])])


def below_thousand(number: int, *, behind: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds and not behind:
        return below_hundred(rest, behind=False)
    return " ".join([ONES[hundreds], "trăm", *([below_hundred(rest, behind=True)] if rest else [])])


def spelled(number: int) -> str:
    words: list[str] = []
    for scale, name in ((10**9, ["tỷ"]), (10**6, ["triệu"]), (1000, ["nghìn"]), (1, [])):
        count, number = divmod(number, scale)
        if count:
            words += [below_thousand(count, behind=bool(words)), *name]
    return " ".join(words)


@relaxed
@given(st.integers(min_value=1, max_value=10**12 - 1), st.sampled_from(["", " đồng", " hộ", "%", " ạ"]))
def test_a_number_in_words_is_read_back_or_asked_about(number: int, behind: str) -> None:
    quantity = read_number(spelled(number) + behind)
    if quantity.kind is Kind.AMBIGUOUS:
        assert Decimal(number) in {candidate.base_value for candidate in quantity.candidates}
    else:
        assert (quantity.kind, quantity.base_value) == (Kind.NUMBER, Decimal(number))


@pytest.mark.parametrize(
    ("before", "op"),
    [("", Op.ON), ("trước ", Op.BEFORE), ("chậm nhất là ", Op.BY), ("đến hết ", Op.BY), ("kể từ ", Op.FROM),
     ("sau ", Op.AFTER), ("hạn chót: ", Op.BY)],
)  # fmt: skip
@relaxed
@given(
    st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31)),
    st.sampled_from(["", " ạ", " nhé", ";"]),
)
def test_a_date_in_every_form_is_read_back_with_its_bound(
    before: str, op: Op, day: date, behind: str
) -> None:
    numbers = (str(day.day), str(day.month), str(day.year))
    month = "tư" if day.month == 4 else below_hundred(day.month, behind=False)
    forms = (
        "/".join(numbers),
        "-".join(numbers),
        "ngày {} tháng {} năm {}".format(*numbers),
        f"ngày {below_hundred(day.day, behind=False)} tháng {month} năm {numbers[2]}",
        " ".join(("ngày", day.isoformat())),
    )
    for form in forms:
        moment = read_date(before + form + behind, today=FRIDAY)
        assert (moment.date, moment.op) == (day, op)
