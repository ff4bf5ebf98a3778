"""A text as chunks: numbers, known phrases, unknown words. The first half of reading a number.

A word typed with marks has to have the right ones ("hộ" is a household, "hồ" is not); typed without marks it
may be any word of the vocabulary that reads so, and the grammar takes what fits.
"""

import re
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from bot.language.folding import fold, plain_tones
from bot.language.measure_units import MONEY, NAMES, SHARES, canonical
from bot.language.phrases import COMPARATORS, DIGITS, PHRASES, SCALES, STATES
from bot.language.telex import from_telex

# What a chunk can mean, by the name of the meaning: {"digit": 4, "from": True} for "tu".
Meaning = dict[str, object]

_TOKEN = re.compile(
    r"(?P<gap> *)(?:(?P<number>[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)*(?![0-9]| [0-9])|[0-9](?:[0-9.,]*[0-9])?)"
    r"|(?P<unit>%[o0]{1,2}\b|[o0]/[o0]{1,2}\b|[kK]?[mM][²³]|[kK]?[mM][23]\b|%|‰|[$€])"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<sign>>=|=>|<=|=<|->|=|[-+/:;,.()<>≥≤~≈→\n?!\"“”*•▪])"
    r"|(?P<other>.))",
    re.DOTALL,
)
_SIGNS: dict[str, Meaning] = {
    ">=": {"compare_to": ">="}, "=>": {"compare_to": ">="}, "≥": {"compare_to": ">="},
    "<=": {"compare_to": "<="}, "=<": {"compare_to": "<="}, "≤": {"compare_to": "<="},
    ">": {"compare_to": ">"}, "<": {"compare_to": "<"}, "=": {"equal": True},
    "->": {"arrow": True}, "→": {"arrow": True}, "-": {"dash": True}, "+": {"plus": True}, "/": {"slash": True},
    "~": {"approx": True, "dash": True}, "≈": {"approx": True}, ":": {"verb": True, "colon": True},
    ",": {"stop": True, "comma": True}, ";": {"stop": True}, "\n": {"stop": True}, ".": {"stop": True, "comma": True},
    "(": {"stop": True, "open": True}, ")": {"stop": True, "close": True}, "!": {"noise": True},
    "?": {"doubt": True}, '"': {"noise": True}, "“": {"noise": True}, "”": {"noise": True}, "*": {"noise": True},
    "•": {"noise": True}, "▪": {"noise": True},
}  # fmt: skip
# Words whose i and y are both in use, and other ways to write "không".
_SPELLINGS = {
    "ko": "không",
    "khg": "không",
    "hok": "không",
    "hông": "không",
    "qúy": "quý",
    "tỉ": "tỷ",
    "kì": "kỳ",
    "quí": "quý",
    "sỹ": "sĩ",
    "kí": "ký",
    "lí": "lý",
    "ti": "ty",
    "ki": "ky",
    "qui": "quy",
}
_NUMBER: Meaning = {"number": True}
_TIME: Meaning = {"time": True}
# "T10" and "q3" before a figure are a month and a quarter.
_PERIODS = frozenset({"t", "T", "q", "Q"})
_UNKNOWN: Meaning = {}
_OTHER: Meaning = {"other": True}


def _usual(word: str) -> str:
    return _SPELLINGS.get(word, word)


class Chunk(NamedTuple):
    """A stretch of the text: what it can mean, how it was typed, and whether it touches what stands before."""

    meaning: Meaning
    text: str
    glued: bool = False


class _Node:
    """A place in the tree of phrases: the next words, and the meaning if a phrase ends here."""

    __slots__ = ("meaning", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node] = {}
        self.meaning: Meaning | None = None

    def add(self, phrase: str, name: str, value: object) -> None:
        """A polite word as it is spelled ("nha") is nothing else without its marks ("nhà")."""
        typed = tuple(_usual(word) for word in plain_tones(phrase.lower()).split())
        for path in product(*({word, _usual(fold(word))} for word in typed)):
            node = self
            for word in path:
                node = node.words.setdefault(word, _Node())
            if node.meaning is None or (name == "noise" and path == typed):
                node.meaning = {}
            if path == typed or "polite" not in node.meaning:
                node.meaning.setdefault(name, value)
            if name == "noise" and path == typed:
                node.meaning["polite"] = True


def _vocabulary() -> _Node:
    root = _Node()
    for name, phrases in PHRASES.items():
        for phrase in phrases.split("|"):
            root.add(phrase, name, True)
    for name, entries in (("state", STATES), ("compare_to", COMPARATORS)):
        for value, phrases in entries.items():
            for phrase in phrases.split("|"):
                root.add(phrase, name, value)
    for word, number in DIGITS.items():
        root.add(word, "digit", number)
    for word, scale in SCALES.items():
        root.add(word, "scale", scale)
    for names in NAMES:
        for spelling in names:
            root.add(spelling, "unit", names[0])
    return root


_ROOT = _vocabulary()


def _all_words(node: _Node) -> set[str]:
    return set(node.words).union(*(_all_words(child) for child in node.words.values()))


_WORDS = _all_words(_ROOT)


def chunk(text: str) -> list[Chunk]:
    """Take apart a text that `folding.normalise` has been over; nothing of it is left out but spaces."""
    tokens = list(_TOKEN.finditer(text))
    chunks: list[Chunk] = []
    at, count = 0, len(tokens)
    while at < count:
        token = tokens[at]
        kind = token.lastgroup or "other"
        typed = token[kind]
        glued = at > 0 and not token["gap"]
        if kind == "number":
            meaning = _NUMBER
        elif kind == "word":
            meaning, last = _phrase(tokens, at)
            if last > at:
                typed = text[token.start(kind) : tokens[last].end()]
                at = last
            elif typed in _PERIODS and at + 1 < count and tokens[at + 1].lastgroup == "number" and not glued:
                meaning = _TIME if not tokens[at + 1]["gap"] else meaning
            elif not meaning and (parted := _money_without_space(typed)):
                chunks.append(Chunk(parted[0].meaning, parted[0].text, glued))
                chunks.append(parted[1])
                at += 1
                continue
        elif kind == "sign":
            meaning = _SIGNS[typed]
        elif kind == "unit":
            meaning = {"unit": canonical(typed)}
            if meaning["unit"] in SHARES:
                meaning["share"] = True
        else:
            meaning = _OTHER
        chunks.append(Chunk(meaning, typed, glued))
        at += 1
    return chunks


def _phrase(tokens: list[re.Match[str]], at: int) -> tuple[Meaning, int]:
    """The longest known phrase that begins here, and its last token; an unknown word means nothing."""
    node, meaning, last = _ROOT, _UNKNOWN, at
    for reach in range(at, len(tokens)):
        word = tokens[reach]["word"]
        following = node.words.get(_spelling(word)) if word else None
        if following is None:
            break
        node = following
        if node.meaning is not None:
            meaning, last = node.meaning, reach
    return meaning, last


@lru_cache(maxsize=2048)
def _spelling(word: str) -> str:
    """The word as the vocabulary has it; one that it does not know may be left over from the keyboard."""
    lower = plain_tones(word.lower())
    spelled = _usual(lower)
    if spelled in _WORDS or not spelled.isascii():
        return spelled
    marked = _usual(plain_tones(from_telex(spelled)))
    return marked if marked in _WORDS else spelled


@lru_cache(maxsize=2048)
def _money_without_space(word: str) -> tuple[Chunk, Chunk] | None:
    """The scale word and the currency of "tỷđồng", "trđ", "kđ"."""
    for at in range(1, len(word)):
        scale, currency = _meaning(word[:at]), _meaning(word[at:])
        if "scale" in scale and currency.get("unit") in MONEY:
            return Chunk(scale, word[:at]), Chunk(currency, word[at:])
    return None


def _meaning(word: str) -> Meaning:
    node = _ROOT.words.get(_spelling(word))
    return (node.meaning if node else None) or _UNKNOWN


def means(chunks: list[Chunk], at: int, name: str) -> bool:
    """Whether there is a chunk at this place that can mean this."""
    return 0 <= at < len(chunks) and name in chunks[at].meaning
