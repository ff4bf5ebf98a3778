import re

from hypothesis import given
from hypothesis import strategies as st

from bot.transport.splitting import length, plain, split

LINES = st.lists(
    st.text(alphabet="aă đ🏆&<>", max_size=60).map(lambda t: t.replace("&", "&amp;").replace("<", "&lt;"))
)


def test_length_is_counted_in_utf_16_units_as_telegram_does() -> None:
    assert length("đ🏆") == 3


def test_a_text_of_exactly_the_limit_is_one_message() -> None:
    assert split("a" * 4096) == ["a" * 4096]


def test_a_long_text_is_cut_at_a_line_end() -> None:
    assert split("một hai\nba bốn\nnăm", 15) == ["một hai\nba bốn", "năm"]


def test_a_long_line_is_cut_at_a_space() -> None:
    assert split("một hai ba bốn", 10) == ["một hai ba", "bốn"]


def test_a_word_longer_than_a_message_is_cut_in_slices() -> None:
    pieces = split("đ" * 9000)
    assert "".join(pieces) == "đ" * 9000
    assert all(length(piece) <= 4096 for piece in pieces)


def test_a_tag_over_a_cut_is_closed_and_opened_again() -> None:
    assert split("<b>một hai\nba bốn</b>", 18) == ["<b>một hai</b>", "<b>ba bốn</b>"]


def test_an_entity_is_never_cut() -> None:
    pieces = split("&amp;" * 2000)
    assert all(re.fullmatch("(&amp;)+", piece) for piece in pieces)
    assert plain("".join(pieces)) == "&" * 2000


def test_a_text_of_blanks_makes_no_message() -> None:
    assert split(" \n" * 3000) == []


@given(LINES)
def test_no_piece_is_too_long_and_no_letter_is_lost(lines: list[str]) -> None:
    text = "<b>" + "\n".join(lines) + "</b>"
    pieces = split(text, 64)
    assert all(length(piece) <= 64 for piece in pieces)
    assert re.sub(r"\s", "", plain("".join(pieces))) == re.sub(r"\s", "", plain(text))
    assert all(piece.count("<b>") == piece.count("</b>") == 1 for piece in pieces)
