"""The order in which an admin looks through a campaign's indicators, and the pages that it makes."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.store.indicators import Indicator

SHOWN = 5
"""Indicators on a page, each with the sentence it was read from: one screen of a phone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionLine:
    """A section of the list: how many indicators it has, how many nobody looked at, the page where it begins."""

    name: str
    count: int
    unlooked: int
    page: int


def families(every: Sequence[Indicator]) -> list[list[Indicator]]:
    """Each indicator that stands alone, with its parts behind it; the parts of a part go with its whole."""
    by_id = {one.indicator_id: one for one in every}
    found = {one.indicator_id: [one] for one in every if one.parent_id is None}
    for part in every:
        whole = part
        while whole.parent_id is not None:
            whole = by_id[whole.parent_id]
        if whole is not part:
            found[whole.indicator_id].append(part)
    return list(found.values())


def family_of(one: Indicator, every: Sequence[Indicator]) -> list[Indicator]:
    """The indicator's whole with all its parts."""
    return next(family for family in families(every) if one in family)


def doubted(every: Sequence[Indicator]) -> list[Indicator]:
    """Those that were read with a doubt, looked at or not, each with its family."""
    return [one for family in families(every) if any(one.doubts for one in family) for one in family]


def in_order(every: Sequence[Indicator], *, draft: bool) -> list[Indicator]:
    """As they stand in the directive; of a draft the doubtful readings first.

    What was looked at keeps its place, so that no page moves under the reader's hand.
    """
    found = families(every)
    if draft:
        found.sort(key=lambda family: not any(one.doubts for one in family))
    return [one for family in found for one in family]


def page_of(one: Indicator, every: Sequence[Indicator], *, draft: bool) -> int:
    """The page on which an indicator stands."""
    return in_order(every, draft=draft).index(one) // SHOWN


def next_unlooked(every: Sequence[Indicator], *, after: int = 0) -> int | None:
    """The page of a draft on which somebody has to look, the first at or behind `after`; else the first of all."""
    pages = [place // SHOWN for place, one in enumerate(in_order(every, draft=True)) if one.looked_at is None]
    return next((page for page in pages if page >= after), pages[0] if pages else None)


def sections_of(every: Sequence[Indicator], *, draft: bool) -> list[SectionLine]:
    """The sections in the directive's order; a section begins behind the doubtful readings that come first."""
    ordered = in_order(every, draft=draft)
    first = len(doubted(every)) if draft else 0
    found = []
    for name in dict.fromkeys(one.section for one in every):
        places = [place for place, one in enumerate(ordered) if one.section == name]
        begins = next((place for place in places if place >= first), places[0])
        found.append(
            SectionLine(
                name=name,
                count=len(places),
                unlooked=sum(ordered[place].looked_at is None for place in places),
                page=begins // SHOWN,
            )
        )
    return found


def mark(rows: Sequence[Indicator]) -> int:
    """A number that changes with what is shown of these indicators: a button says what was seen above it."""
    shown = [
        (one.indicator_id, one.section, one.name, one.target, one.measure, one.assignment) for one in rows
    ]
    return zlib.crc32(repr(shown).encode())
