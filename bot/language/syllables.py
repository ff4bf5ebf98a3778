"""Words as they are typed: their letters without marks, their marks apart, and keys of Telex that were left over."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from bot.language.folding import fold, normalise

Marks = frozenset[str]
_UNMARKED: Marks = frozenset()
_WORD = re.compile(r"[^\W_]+")
_LAST_Y = re.compile(r"[hklmst]y")
# How a syllable may end, without marks; what ends otherwise is no word of the language.
_RIME = (
    r"(?:a(?:ch?|i|m|ng?|nh|o|p|t|u|y)?|e(?:ch?|m|ng?|nh|o|p|t|u)?|i(?:a|ch?|m|nh?|p|t|u|e(?:c|m|ng?|p|t|u))?"
    r"|o(?:c|i|m|ng?|p|t|a(?:ch?|i|m|ng?|nh|o|p|t|y)?|e(?:n|o|t|m)?|o(?:c|ng?))?"
    r"|u(?:c|i|m|ng?|p|t|u|a(?:ng?|t|y)?|e(?:ch|nh)?|o(?:c|i|m|ng?|p|t|u)?|y(?:a|ch?|nh?|p|t|u|e(?:n|t))?)?"
    r"|y(?:e(?:m|ng?|t|u))?)"
)
_SYLLABLE = re.compile(r"(?:ngh?|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?" + _RIME)
_TONE_KEYS = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_HAT, _HORN, _BREVE, _BAR = "\u0302", "\u031b", "\u0306", "đ"
_VOWEL = re.compile("[aeiouy]")


class Word(NamedTuple):
    """A word without its marks, and which marks it has; where none, perhaps nobody cared to type them.

    `keyed`: the marks are read from keys of Telex that were left over.
    """

    plain: str
    marks: Marks = _UNMARKED
    keyed: bool = False


@lru_cache(maxsize=8192)
def _word(text: str) -> Word:
    plain = fold(text)
    if text.isascii():
        marks = _UNMARKED
    else:
        apart = unicodedata.normalize("NFD", text.lower())
        marks = frozenset(letter for letter in apart if unicodedata.combining(letter) or letter == _BAR)
    # Mỹ and Mĩ are two spellings of one word.
    return Word(plain[:-1] + "i" if _LAST_Y.fullmatch(plain) else plain, marks)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, without punctuation.

    >>> [word.plain for word in words_of("Xã Hòa An (cũ)")]
    ['xa', 'hoa', 'an', 'cu']
    """
    return tuple(map(_word, _WORD.findall(normalise(text))))


@lru_cache(maxsize=8192)
def is_syllable(plain: str) -> bool:
    """Whether letters can be a Vietnamese word: "vet" can, "hogn" and "tnmt" cannot."""
    return _SYLLABLE.fullmatch(plain) is not None


def without_keys(word: Word) -> Word:
    """The word that the keys of Telex were meant for: "nuowcs" is "nước"; any other word as it is."""
    decoded = _decoded(word.plain)
    if decoded is None or not is_syllable(decoded.plain):
        return word
    return Word(decoded.plain, decoded.marks | word.marks, keyed=True)


@lru_cache(maxsize=2048)
def _decoded(plain: str) -> Word | None:
    vowel = _VOWEL.search(plain)
    if vowel is None or not plain.isalpha():
        return None
    head, rime = plain[: vowel.start()], plain[vowel.start() :]
    marks = {_TONE_KEYS[key] for key in rime if key in _TONE_KEYS}
    rime = "".join(key for key in rime if key not in _TONE_KEYS)
    if head.startswith("dd"):
        head, marks = head[1:], marks | {_BAR}
    for twice in ("aa", "ee", "oo"):
        if twice in rime:
            rime, marks = rime.replace(twice, twice[0], 1), marks | {_HAT}
    if "w" in rime:
        rime = rime.replace("w", "", 1)
        marks.add(_BREVE if "a" in rime and "u" not in rime else _HORN)
    decoded = head + rime
    return None if decoded == plain else Word(decoded, frozenset(marks))
