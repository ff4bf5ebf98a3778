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
    r" *(?:(?P<number>[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)*(?![0-9]| [0-9])|[0-9](?:[0-9.,]*[0-9])?)"
    r"|(?P<unit>%[o0]{1,2}\b|[o0]/[o0]{1,2}\b|[kK]?[mM][²³]|[kK]?[mM][23]\b|%|‰|[$€])"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<sign>>=|=>|<=|=<|->|=|[-+/:;,.()<>≥≤~≈→\n?!\"“”*•▪])"
    r"|(?P<other>.))",
    re.DOTALL,
)
_A_NUMBER, _A_UNIT, _A_WORD, _A_SIGN, _OTHERWISE = range(1, 6)
"""The groups of a token."""
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
# What a chunk may open follows from what it can mean, so that a reader asks of it only what may be.
_OPENS = {
    "begins": frozenset({"number", "one_half", "scale", "digit", "ten"}),  # An amount.
    "adds": frozenset({"number", "scale", "digit", "ten", "half", "zero_ten", "point"}),  # More of an amount.
    "dated": frozenset({"time", "from"}),  # A date.
    "about": frozenset(
        {
            "over",
            "parts",
            "compare_to",
            "approx",
            "estimate",
            "from",
            "minus",
            "times",
            "share",
            "increase",
            "decrease",
        }
        | {"maintain", "down", "up", "cumulative", "increment", "plan", "plus", "compare"}
    ),  # What is said of the next amount.
    "answers": frozenset({"nil", "missing", "same", "skip", "unclear", "state"}),
}
_POLITE = frozenset({"noise", "polite"})
_DATED = (" thang", " quy", " tuan", "den")


def _opened(meaning: Meaning, text: str = "") -> Meaning:
    """The meaning with the names of what it may open; "quiet" where it is a polite word and nothing else."""
    opens = [name for name, meanings in _OPENS.items() if not meanings.isdisjoint(meaning)]
    if "dated" not in opens and (fold(text).endswith(_DATED) or fold(text) == "het"):
        opens.append("dated")
    if meaning and meaning.keys() <= _POLITE:
        opens.append("quiet")
    return meaning | dict.fromkeys(opens, True)


_NUMBER: Meaning = _opened({"number": True})
_TIME: Meaning = _opened({"time": True})
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

    __slots__ = ("meaning", "text", "words")

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.words: dict[str, _Node] = {}
        self.meaning: Meaning | None = None

    def add(self, phrase: str, name: str, value: object) -> None:
        """A polite word as it is spelled ("nha") is nothing else without its marks ("nhà")."""
        typed = tuple(_usual(word) for word in plain_tones(phrase.lower()).split())
        for path in product(*({word, _usual(fold(word))} for word in typed)):
            node = self
            for word in path:
                node = node.words.setdefault(word, _Node(" ".join((node.text, word)).strip()))
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


def _finished(node: _Node) -> set[str]:
    """Say of every phrase below a place what it may open; returns the words."""
    if node.meaning is not None:
        node.meaning = _opened(node.meaning, node.text)
    return set(node.words).union(*map(_finished, node.words.values()))


_ROOT = _vocabulary()
_WORDS = _finished(_ROOT)
_SIGN = {
    (sign, glued): Chunk(_opened(meaning), sign, glued)
    for sign, meaning in _SIGNS.items()
    for glued in (False, True)
}


def chunk(text: str) -> list[Chunk]:
    """Take apart a text that `folding.normalise` has been over; nothing of it is left out but spaces."""
    tokens = list(_TOKEN.finditer(text))
    chunks: list[Chunk] = []
    at, end, count = 0, 0, len(tokens)
    while at < count:
        token = tokens[at]
        kind = token.lastindex or _OTHERWISE
        begin, stop = token.span(kind)
        glued, end, typed = begin == end > 0, stop, text[begin:stop]
        at += 1
        if kind == _A_WORD:
            node, alone = _known(typed)
            before_word = at < count and tokens[at].lastindex == _A_WORD
            if node is not None and node.words and before_word:
                meaning, at = _phrase(node, tokens, at)
                end = tokens[at - 1].end()
                chunks.append(Chunk(meaning, text[begin:end], glued))
            elif typed in _PERIODS and at < count and tokens[at].lastindex == _A_NUMBER and not glued:
                chunks.append(Chunk(alone[0].meaning if tokens[at][0][0] == " " else _TIME, typed))
            else:
                chunks.extend((alone[0]._replace(glued=True), *alone[1:]) if glued else alone)
        elif kind == _A_NUMBER:
            chunks.append(Chunk(_NUMBER, typed, glued))
        elif kind == _A_SIGN:
            chunks.append(_SIGN[typed, glued])
        else:
            chunks.append(Chunk(_unit(typed) if kind == _A_UNIT else _OTHER, typed, glued))
    return chunks


@lru_cache(maxsize=2048)
def _known(word: str) -> tuple[_Node | None, tuple[Chunk, ...]]:
    """The phrases that begin with a word, and the word by itself: one chunk, or the two of "tỷđồng"."""
    node = _ROOT.words.get(_spelling(word))
    if node is None:
        return None, _money_without_space(word) or (Chunk(_UNKNOWN, word),)
    return node, (Chunk(node.meaning or _UNKNOWN, word),)


def _phrase(node: _Node, tokens: list[re.Match[str]], at: int) -> tuple[Meaning, int]:
    """The longest known phrase that goes on from a word, and the token behind it; an unknown word means nothing."""
    meaning, end = node.meaning or _UNKNOWN, at
    while node.words and at < len(tokens) and tokens[at].lastindex == _A_WORD:
        following = node.words.get(_spelling(tokens[at][_A_WORD]))
        if following is None:
            break
        node, at = following, at + 1
        if node.meaning is not None:
            meaning, end = node.meaning, at
    return meaning, end


@lru_cache(maxsize=64)
def _unit(typed: str) -> Meaning:
    """A measure unit that is no word: "%", "km²"."""
    name = canonical(typed)
    return _opened({"unit": name, "share": True} if name in SHARES else {"unit": name})


@lru_cache(maxsize=2048)
def _spelling(word: str) -> str:
    """The word as the vocabulary has it; one that it does not know may be left over from the keyboard."""
    lower = plain_tones(word.lower())
    spelled = _usual(lower)
    if spelled in _WORDS or not spelled.isascii():
        return spelled
    marked = _usual(plain_tones(from_telex(spelled)))
    return marked if marked in _WORDS else spelled


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
