"""One spelling for what people type: NFC, plain spaces, dashes and digits; and the same without marks."""

import re
import unicodedata
from functools import lru_cache

_VIETNAMESE = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))


def _unmarked(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return {"đ": "d", "Đ": "d"}.get(base, base).lower()


_MARKS = {point: _unmarked(chr(point)) for point in _VIETNAMESE if chr(point).isalpha()}
_ODD = {
    **{0xFF01 + step: chr(0x21 + step) for step in range(94)},  # Full-width forms of printable ASCII.
    **dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x9), " "),
    **dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212), "-"),
    **dict.fromkeys((0x2044, 0x2215), "/"),
    **dict.fromkeys((0x223C, 0x301C), "~"),
    # Zero-width characters, direction marks and the variation selectors of emoji say nothing.
    **dict.fromkeys((0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFE0E, 0xFE0F)),
    0xD: "\n",
    0x2028: "\n",
    0x2029: "\n",
}
_PICTURES = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]+")
_UNUSUAL = re.compile("[" + "".join(map(re.escape, map(chr, _ODD))) + "\U0001f300-\U0001faff\u2600-\u27bf]")
# Both places of the tone mark are in use: hòa and hoà, thủy and thuỷ.
_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_TONE = re.compile("(?<![qQ])(?:" + "|".join(_TONES) + r")(?!\w)")


def normalise(text: str) -> str:
    """NFC with ASCII digits, plain spaces, "-", "/" and "\\n"; emoji become spaces.

    >>> normalise("１２\\u00a0tỷ – 15")
    '12 tỷ - 15'
    """
    if text.isascii():
        return text.translate(_ODD) if "\t" in text or "\r" in text else text
    if _UNUSUAL.search(text):
        text = _PICTURES.sub(" ", text.translate(_ODD))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def plain_tones(word: str) -> str:
    """One place for the tone mark, so that "hoà" and "hòa" compare equal; expects lower case NFC."""
    return word if word.isascii() else _TONE.sub(lambda found: _TONES[found[0]], word)


def fold(text: str) -> str:
    """Lower case without marks, for comparing what was typed with or without them.

    >>> fold("Thị trấn Nước Hai")
    'thi tran nuoc hai'
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text).translate(_MARKS).lower()


# Answers are made of the same few words, so that folding a word is mostly a look-up.
fold_word = lru_cache(maxsize=2048)(fold)


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, without punctuation: "Xã Hòa An (cũ)" -> xa, hoa, an, cu."""
    return tuple(_WORD.findall(fold(normalise(text))))
