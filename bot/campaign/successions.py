"""Units succeed units: what of their figures goes over, and what they make together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from bot.campaign.model import SUMMED, Figure, FigureKind, Measure, ReportState
from bot.campaign.progress import value_of
from bot.campaign.report_life import COUNTED


class UnitChange(StrEnum):
    """What becomes of a unit: it goes up in another one, another one comes out of it, it is called otherwise."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"


class Following(StrEnum):
    """How the figures of running campaigns follow."""

    MOVE = "move"
    """They count as the successor's from then on; of a split those of the chosen indicators do."""
    SUM = "sum"
    """What adds up is added; levels and shares stay under the old names."""
    APART = "apart"
    """They stay under the old names, and the successor starts empty."""


class Stage(StrEnum):
    """How far the report is in which a figure stands."""

    OPEN = "open"
    WAITING = "waiting"
    COUNTED = "counted"

    @classmethod
    def of(cls, state: ReportState) -> "Stage":
        if state is ReportState.WAITING:
            return cls.WAITING
        return cls.COUNTED if state in COUNTED else cls.OPEN


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """The figure in force of one unit for one indicator and period.

    `phase` and `place` say where in the campaign the period lies, `due_on` when it is due for all.
    """

    unit_id: int
    period_id: int
    phase: int
    place: int
    due_on: date
    indicator_id: int
    measure: Measure
    in_period: bool
    stage: Stage
    figure: Figure
    reason: str | None = None


def half_done(entries: Iterable[Entry]) -> set[int]:
    """The periods whose figures cannot be added yet: one unit handed in, another has not, or a head has yet to sign."""
    found: dict[int, set[Stage]] = {}
    for one in entries:
        found.setdefault(one.period_id, set()).add(one.stage)
    return {period_id for period_id, stages in found.items() if len(stages) > 1 or Stage.WAITING in stages}


Given: TypeAlias = tuple[Figure, str | None]
"""A figure, and why there is none where it is MISSING."""


def carried(entries: Sequence[Entry], following: Following) -> dict[tuple[int, int], Given]:
    """What the successor has then, by (period, indicator): the figures moved, or their sums where they add up.

    Of running totals a later period holds what the earlier ones brought: a unit that gave no figure for it counts
    with its latest one of the phase, as it did in the summary.
    """
    going = [one for one in entries if goes_over(one, following)]
    if following is not Following.SUM:
        return {(one.period_id, one.indicator_id): (one.figure, one.reason) for one in going}
    found: dict[tuple[int, int], Given] = {}
    for one in going:
        place = (one.period_id, one.indicator_id)
        if place not in found:
            found[place] = together(_at(one, going))
    return found


def goes_over(one: Entry, following: Following) -> bool:
    """Whether a figure leaves its unit; what does not stays, and counts, under the old name."""
    if following is Following.SUM:
        return one.measure in SUMMED
    return following is Following.MOVE


def families(parents: Mapping[int, int | None]) -> dict[int, tuple[int, ...]]:
    """Each indicator that is part of none of these, with all that are part of it; `parents` by indicator.

    >>> families({1: None, 2: 1, 3: 2, 4: 9})
    {1: (1, 2, 3), 4: (4,)}
    """
    found: dict[int, tuple[int, ...]] = {}
    for one in parents:
        root, above = one, parents[one]
        while above in parents and above is not None:
            root, above = above, parents[above]
        found[root] = (*found.get(root, ()), one)
    return found


def _at(this: Entry, entries: Sequence[Entry]) -> list[Entry]:
    """The figures of all units that make up this period's, each unit's latest."""
    latest: dict[int, Entry] = {}
    for one in sorted(entries, key=lambda one: one.place):
        if one.indicator_id != this.indicator_id or one.phase != this.phase:
            continue
        earlier = one.place < this.place and one.stage is Stage.COUNTED and not this.in_period
        if one.period_id == this.period_id or earlier:
            latest[one.unit_id] = one
    return list(latest.values())


def together(entries: Sequence[Entry]) -> Given:
    """The sum of those that are numbers; of nothing but nils a nil, of no number the reason why there is none."""
    numbers = [one.figure for one in entries if value_of(one.figure) is not None]
    if not numbers:
        return entries[0].figure, entries[0].reason
    if all(one.kind is FigureKind.NIL for one in numbers):
        return numbers[0], None
    values = [value for value in map(value_of, numbers) if value is not None]
    total = sum(values[1:], values[0])
    return Figure(kind=FigureKind.VALUE, value=total, estimate=any(one.estimate for one in numbers)), None
