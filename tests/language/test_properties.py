"""What holds for every text, not only for those that somebody thought of."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.amounts import added_up, plain
from bot.language.chunks import chunk
from bot.language.dates import VIETNAM, read_date, write_date, write_weekday_date
from bot.language.hints import SENTENCES
from bot.language.names import NamedUnit, UnitNames
from bot.language.numbers import Kind, as_figure, read_number, write_number
from tests.language.unit_towns import TYPED, towns

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=VIETNAM)
PIECES = (
    "12,5", "1.234", "30/6", "14", "2023", "tỷ", "ty", "triệu", "tr", "rưỡi", "đồng", "%", "ha", "xã", "hộ", "trên",
    "từ", "đến", "dưới", "lũy kế", "thêm", "ước", "đạt", "kế hoạch", "giảm", "xuống", "còn", "(", ")", ",", ";", "/",
    "-", "ngày", "tháng", "quý", "II", "hết", "trước", "sau", "nửa", "nữa", "ba", "mươi", "lăm", "phẩy", "trong đó",
    "thứ", "tuần", "8h30", "sáng", "mai", "năm", "không", "chưa", "có", "số liệu", "?", "không phát sinh",
)  # fmt: skip
NAMES = [(level, text) for level, cases in TYPED.items() for text in cases]
TOWNS = towns()
# The first use of a reader builds what it needs; how long that takes is not tested here.
relaxed = settings(deadline=None)
phrases = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
texts = st.one_of(phrases, st.text(max_size=4096))


@pytest.mark.parametrize("seed", ["1 ", "12,5 tỷ ", "ngày ", "(", "tháng 6 ", "-", "một trăm "])
def test_the_longest_message_of_the_chat_is_answered(seed: str) -> None:
    long = (seed * 4096)[:4096]
    assert read_number(long).kind is Kind.NONE
    assert read_date(long, today=FRIDAY).date is None


@relaxed
@given(texts)
def test_no_text_makes_the_readers_raise(text: str) -> None:
    index = UnitNames([NamedUnit(key=text, name=text), NamedUnit(key="1", name="Xã Hòa An")])
    assert read_number(text).kind in Kind
    assert as_figure(text, measure_unit="tỷ đồng", target=Decimal(50), last=Decimal(12)).kind
    assert read_date(text, today=FRIDAY).op
    assert isinstance(index.find(text).sure, bool)
    assert all(isinstance(town.find(text).sure, bool) for town in TOWNS.values())


@relaxed
@given(
    st.from_regex(r"[0-9]{1,12}([.,][0-9]{1,6}){0,3}", fullmatch=True),
    st.lists(st.sampled_from(PIECES), max_size=3),
)
def test_the_short_way_to_an_amount_and_the_long_one_agree(digits: str, behind: list[str]) -> None:
    chunks = chunk(" ".join((digits, *behind)))
    short = plain(chunks, 0)
    assert short in {None, added_up(chunks, 0)}


@relaxed
@given(
    st.decimals(min_value=0, max_value=10**8, places=2, allow_nan=False),
    st.sampled_from(["", "tỷ đồng", "ha", "%"]),
)
def test_what_is_written_is_read_back(value: Decimal, unit: str) -> None:
    assert read_number(" ".join((write_number(value), unit))).value == value


@relaxed
@given(st.integers(min_value=0, max_value=10**14))
def test_whole_numbers_are_read_back_with_their_thousands_parted(value: int) -> None:
    assert read_number(write_number(Decimal(value))).value == value


@relaxed
@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2099, 12, 31)))
def test_a_written_date_is_read_back(day: date) -> None:
    assert read_date(write_date(day), today=FRIDAY).date == day
    assert read_date(write_weekday_date(day), today=FRIDAY).date == day


@relaxed
@given(
    st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31)),
    st.integers(min_value=0, max_value=364),
)
def test_the_next_day_of_its_name_is_at_most_a_year_ahead(today: date, ahead: int) -> None:
    wanted = today + timedelta(days=ahead)
    found = read_date("/".join((str(wanted.day), str(wanted.month))), today=today).date
    assert found == wanted


@relaxed
@given(texts)
def test_composed_and_decomposed_letters_give_the_same(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert read_number(composed) == read_number(decomposed)
    assert read_date(composed, today=FRIDAY) == read_date(decomposed, today=FRIDAY)
    assert all(town.find(composed) == town.find(decomposed) for town in TOWNS.values())


@pytest.mark.parametrize("text", ["tháng sáu " * 19, "ngày 30 tháng 6 năm 2023" + " ạ" * 85])
def test_a_long_text_is_as_long_however_its_letters_are_composed(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert read_date(text, today=FRIDAY) == read_date(decomposed, today=FRIDAY)


@relaxed
@given(
    st.sampled_from(["12,5 tỷ đồng", "14/14 xã", "8,5 - 9%", "chưa có số liệu", "không phát sinh", "trên 55%", "2tr5",
                     "thêm 1 (lũy kế 15)", "từ 13,18% xuống 13,08%", "hoàn thành", "1,234", "ba mươi lăm"]),
    st.sampled_from(["", "dạ ", "dạ em báo cáo ", "Em báo cáo: ", "kính gửi anh, ", "vâng, "]),
    st.sampled_from(["", " ạ", " ạ.", ".", " nhé", " nha anh", "!", " 🙂"]),
)  # fmt: skip
def test_polite_words_change_nothing_in_a_figure(text: str, before: str, behind: str) -> None:
    assert read_number(before + text + behind) == read_number(text)


@relaxed
@given(
    st.sampled_from(
        ["30/6", "hết quý II", "trước ngày 30/6/2023", "sáng mai", "T6", "từ 1/7 đến 31/12", "tuần sau"]
    ),
    st.sampled_from(["", "dạ ", "em xin nộp ", "dạ em gửi vào "]),
    st.sampled_from(["", " ạ", " nhé", ".", " ạ."]),
)
def test_polite_words_change_nothing_in_a_date(text: str, before: str, behind: str) -> None:
    assert read_date(before + text + behind, today=FRIDAY) == read_date(text, today=FRIDAY)


@relaxed
@given(
    st.sampled_from(NAMES),
    st.sampled_from(["", "dạ ", "dạ em ở ", "đơn vị ", "bên ", "em ở ", "Thưa anh, "]),
    st.sampled_from(["", " ạ", " ạ.", " nhé", ".", "!", " nhé anh", " 🙂"]),
)
def test_polite_words_change_nothing_in_the_name_of_a_unit(
    name: tuple[str, str], before: str, behind: str
) -> None:
    level, text = name
    assert TOWNS[level].find(before + text + behind) == TOWNS[level].find(text)


@relaxed
@given(st.sampled_from(NAMES), st.sampled_from([str.upper, str.lower, str.title]))
def test_capital_letters_change_nothing_in_the_name_of_a_unit(
    name: tuple[str, str], change: Callable[[str], str]
) -> None:
    level, text = name
    assert TOWNS[level].find(change(text)) == TOWNS[level].find(text)


@relaxed
@given(phrases)
def test_a_reading_always_has_what_its_kind_promises(text: str) -> None:
    quantity = read_number(text, measure_unit="tỷ đồng")
    valued = quantity.kind in {Kind.NUMBER, Kind.RANGE, Kind.RATIO, Kind.NIL}
    assert (quantity.value is not None) == valued
    assert (quantity.value_to is not None) == (quantity.kind is Kind.RANGE)
    assert (quantity.denominator is not None) == (quantity.kind is Kind.RATIO)
    assert (quantity.state is not None) == (quantity.kind is Kind.STATE)
    assert bool(quantity.hint) == (quantity.kind in {Kind.AMBIGUOUS, Kind.NONE})


@relaxed
@given(texts)
def test_every_reason_has_a_sentence(text: str) -> None:
    assert read_number(text).hint in SENTENCES
    assert as_figure(text, measure_unit="%", target=Decimal(98), running_total=True).reason in SENTENCES
    assert read_date(text, today=FRIDAY).hint in SENTENCES


KINDS = ("Xã", "Phường", "Thôn", "Trường Tiểu học", "Công an xã", "Phòng", "Trạm Y tế xã")
unit_names = st.builds(
    lambda kind, words: " ".join((kind, *words)),
    st.sampled_from(KINDS),
    st.lists(st.sampled_from(["Hòa", "An", "Tân", "Lập", "Đông", "Khê", "1", "2"]), min_size=1, max_size=2),
)
named = st.builds(
    lambda key, name, aliases, above: NamedUnit(
        key=key, name=name, code=f"K{key}", aliases=aliases, within=above
    ),
    st.integers(min_value=0, max_value=9),
    unit_names,
    st.lists(unit_names, max_size=1).map(tuple),
    st.sampled_from([(), ("Huyện Sơn Lâm",), ("Huyện Bắc Châu",)]),
)


@relaxed
@given(
    st.lists(named, max_size=10, unique_by=lambda unit: unit.key),
    st.lists(named, max_size=3, unique_by=lambda unit: unit.key),
    st.lists(unit_names, min_size=1, max_size=4),
    st.sets(st.integers(min_value=0, max_value=9), max_size=2),
)
def test_an_index_renewed_for_some_units_answers_like_one_made_anew(
    before: list[NamedUnit[int]], changed: list[NamedUnit[int]], asked: list[str], gone: set[int]
) -> None:
    kept = UnitNames(before)
    answered = [kept.find(text) for text in asked]
    changed = [unit for unit in changed if unit.key not in gone]
    renewed = kept.renewed(changed, gone)
    there = {unit.key: unit for unit in before if unit.key not in gone}
    anew = UnitNames((there | {unit.key: unit for unit in changed}).values())
    for text in (
        *asked,
        *(unit.name for unit in (*before, *changed)),
        "hoa an",
        "tan lap son lam",
        "k3",
        "ca hoa",
    ):
        assert renewed.find(text) == anew.find(text), text
    assert [kept.find(text) for text in asked] == answered
