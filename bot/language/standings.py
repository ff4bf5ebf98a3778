"""How far a qualitative indicator has come, with a sentence beside it: "đang thực hiện, đã trồng được 20 ha"."""

import re
from dataclasses import dataclass

from bot.campaign.model import Standing
from bot.language.folding import normalise
from bot.language.numbers import as_standing

LONGEST_SENTENCE = 300
_PARTED = re.compile(r"\s*(?:[,;:.(\n]|\s-\s)\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingReading:
    """`standing` is None where the text names none, or two; `sentence` is what was said besides."""

    standing: Standing | None
    sentence: str | None = None


def read_standing(text: str) -> StandingReading:
    """Read an answer: the standing alone, or the standing, a mark and a sentence.

    >>> read_standing("đang thực hiện, đã trồng được 20 ha").sentence
    'đã trồng được 20 ha'
    """
    plain = normalise(text).strip()
    first = _PARTED.search(plain)
    whole = as_standing(plain)
    if first is None:
        return StandingReading(standing=whole)
    standing = as_standing(plain[: first.start()])
    sentence = " ".join(plain[first.end() :].split())
    if "(" in first[0]:
        sentence = sentence.removesuffix(")")
    if standing is None or not sentence:
        return StandingReading(standing=whole)
    other = as_standing(sentence)
    return StandingReading(standing=None if other not in {None, standing} else standing, sentence=sentence)
