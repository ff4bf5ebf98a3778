"""The same indicator under other words: in a document that re-issues it, and from year to year.

Only equal keys are taken for the same indicator. What is merely alike is offered to a person.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.campaign.model import Measure
from bot.language.folding import fold, normalise, plain_tones, words
from bot.language.measure_units import factor, family, measure_unit

OFFERED = 4
"""How many indicators are offered at most for a doubtful one."""
OFFER_FROM = 0.5
"""The likeness from which an indicator is offered."""
_WORD = re.compile(r"[^\W_]+")
# Words that say the same with and without: what is counted, how it is worded, that it is to be reached.
_LIGHT = frozenset(
    _WORD.findall(
        "tổng số chỉ tiêu tỷ lệ tỉ được đạt các của và trên địa bàn ở tại trong có là phấn đấu giảm tăng thêm"
        " nâng duy trì"
    )
)
_LIGHT_BARE = frozenset(map(fold, _LIGHT))
_CHANGES = frozenset({Measure.DELTA_ABS, Measure.DELTA_REL})


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An indicator as it is compared: its id, its words, and what it measures."""

    id: int
    name: str
    measure_unit: str
    measure: Measure


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """What an entry may be among the others, likeliest first. Only where `sure` (then there is one) is it."""

    id: int
    others: tuple[int, ...] = ()
    sure: bool = False


def key_of(name: str, measure_unit: str, measure: Measure) -> str:
    """The catalogue key: the words that matter, in no order, and what is measured.

    >>> key_of("Tổng thu ngân sách trên địa bàn", "tỷ đồng", Measure.FLOW)
    'ngan sach thu|dong'
    """
    what = "qualitative" if measure is Measure.QUALITATIVE else fold(family(measure_unit))
    change = ("change",) if measure in _CHANGES else ()
    return "|".join((" ".join(sorted(_content(name))), what, *change))


def matches(new: Sequence[Entry], old: Sequence[Entry]) -> list[Match]:
    """For each new entry the old one that it is, or those that it may be.

    One that has the key of exactly one other, on both sides, is that one. All else is a question.
    """
    keys = {one.id: key_of(one.name, one.measure_unit, one.measure) for one in old}
    holders = Counter(keys.values())
    asked = Counter(key_of(one.name, one.measure_unit, one.measure) for one in new)
    found = []
    for one in new:
        key = key_of(one.name, one.measure_unit, one.measure)
        if holders[key] == asked[key] == 1:
            same = next(place for place, held in keys.items() if held == key)
            found.append(Match(id=one.id, others=(same,), sure=True))
        else:
            found.append(Match(id=one.id, others=_alike(one, old)))
    return found


def comparable(one: Entry, other: Entry) -> bool:
    """Whether figures of one can stand in the measure unit of the other."""
    if Measure.QUALITATIVE in {one.measure, other.measure}:
        return one.measure is other.measure
    return factor(measure_unit(one.measure_unit), measure_unit(other.measure_unit)) is not None


def likeness(one: str, other: str) -> float:
    """How much of their words two names share, from 0 to 1."""
    left, right = _content(one), _content(other)
    if not left or not right:
        return 0.0
    return 2 * (Counter(left) & Counter(right)).total() / (len(left) + len(right))


def _alike(one: Entry, old: Sequence[Entry]) -> tuple[int, ...]:
    scored = [(likeness(one.name, other.name), other) for other in old if comparable(one, other)]
    close = sorted((pair for pair in scored if pair[0] >= OFFER_FROM), key=lambda pair: -pair[0])
    return tuple(other.id for _, other in close[:OFFERED])


def _content(name: str) -> list[str]:
    """The words of a name that matter; all of them where none would be left."""
    # With marks where there are any: "trong" says nothing, "trồng" does.
    plain = plain_tones(normalise(name).lower())
    light = _LIGHT_BARE if plain.isascii() else _LIGHT
    heavy = " ".join(word for word in _WORD.findall(plain) if word not in light)
    return [word.lstrip("0") or word for word in words(heavy or name)]
