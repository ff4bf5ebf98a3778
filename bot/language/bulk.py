"""Many answers in one message: "1: 12,5; 2: 340; 3: không phát sinh", or a line an indicator by its name."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.catalogue import likeness
from bot.language.folding import normalise, words

MOST = 200
"""Lines of a message that are looked at."""
_NUMBERED = re.compile(
    r"\s*(?:chỉ tiêu|chi tieu|ct|số)?\s*(\d{1,3})\s*(?:[:=)]|[.\-–—](?=\s))\s*(\S.*)", re.I
)
# A comma or a blank parts two answers only in front of the next one's number.
_NEXT = re.compile(
    r"\s*(?:[;\n]|,\s(?=\s*\d{1,3}\s*[:=)])|(?<!tiêu)(?<!tieu)(?<!ct)(?<!số)\s(?=\d{1,3}\s*[:=]\s))\s*", re.I
)
# Without any other mark a comma parts answers that are each given by name; one within a figure has no blank behind it.
_COMMA = re.compile(r"\s*,\s+")
_NAMED = re.compile(r"(?P<name>[^:=\d]*[^\W\d_][^:=]*?)\s*[:=]\s*(?P<answer>\S.*)")
# Where a name ends that nothing parts from its answer: at a figure or at the words that stand for one.
_ANSWER = re.compile(
    r"(?<!\w)(?:[-+]?\d|không phát sinh|khong phat sinh|chưa có|chua co|như kỳ trước|nhu ky truoc|đã thực hiện"
    r"|đang thực hiện|chưa thực hiện)",
    re.I,
)
_SURE, _MARGIN = 0.6, 0.15


@dataclass(frozen=True, kw_only=True, slots=True)
class BulkLine:
    """One answer of a message: `place` is that of its indicator, from 0; None where none or several may be meant."""

    place: int | None
    answer: str
    typed: str


def read_lines(text: str, names: Sequence[str], *, alone: bool = False) -> tuple[BulkLine, ...]:
    """The answers of a message to the indicators of these names; none where it is a single answer.

    `alone`: where nothing is asked, a single figure may be given by name too ("thu ngân sách 10,3 tỷ").

    >>> [(line.place, line.answer) for line in read_lines("1: 12,5; 2: 340", ["Thu ngân sách", "Sản lượng"])]
    [(0, '12,5'), (1, '340')]
    """
    plain = normalise(text).strip()
    typed = [part for part in _NEXT.split(plain) if part.strip()][:MOST]
    if len(typed) == 1 and (named := _by_commas(plain, names)):
        return named
    lines = [_line(part.strip(), names) for part in typed]
    found = [line.place for line in lines if line.place is not None]
    if len(found) < 2 and not (len(lines) == 1 and found and (alone or _NUMBERED.match(typed[0]))):
        return ()
    twice = {place for place, count in Counter(found).items() if count > 1}
    return tuple(
        BulkLine(place=None, answer=line.answer, typed=line.typed) if line.place in twice else line
        for line in lines
    )


def _by_commas(typed: str, names: Sequence[str]) -> tuple[BulkLine, ...]:
    """ "thóc 880, ngô 440"; none where a part names no indicator, or two name the same one."""
    parts = _COMMA.split(typed)
    if not 1 < len(parts) <= MOST:
        return ()
    lines = tuple(_line(part, names) for part in parts)
    places = {line.place for line in lines}
    return lines if None not in places and len(places) == len(lines) else ()


def _line(typed: str, names: Sequence[str]) -> BulkLine:
    numbered = _NUMBERED.fullmatch(typed)
    if numbered and 0 < int(numbered[1]) <= len(names):
        return BulkLine(place=int(numbered[1]) - 1, answer=numbered[2], typed=typed)
    named = _NAMED.fullmatch(typed)
    if named:
        return BulkLine(place=_place(named["name"], names), answer=named["answer"], typed=typed)
    answer = _ANSWER.search(typed)
    if answer is None or not answer.start():
        return BulkLine(place=None, answer=typed, typed=typed)
    at = answer.start()
    return BulkLine(place=_place(typed[:at], names), answer=typed[at:], typed=typed)


def _place(typed: str, names: Sequence[str]) -> int | None:
    """The one name that holds all the words typed, in any order; else the one that is clearly the likest."""
    wanted = set(words(typed))
    if not wanted:
        return None
    holding = [place for place, name in enumerate(names) if wanted <= set(words(name))]
    if len(holding) == 1:
        return holding[0]
    scored = sorted(((likeness(typed, name), place) for place, name in enumerate(names)), reverse=True)
    if not scored or scored[0][0] < _SURE or (len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN):
        return None
    return scored[0][1]
