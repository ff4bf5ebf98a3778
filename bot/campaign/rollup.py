"""What many units gave for one indicator, and what it makes together by the kind of its measure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.campaign.model import SUMMED, Measure, Standing
from bot.campaign.progress import share, total

WHOLES: Mapping[str, Decimal] = {"%": Decimal(100), "‰": Decimal(1000)}
""" "12/14" as a share, by measure unit."""


@dataclass(kw_only=True, slots=True)
class Column:
    """The figures in force of one indicator by unit id: one object an indicator, for a province has 100,000 figures.

    `values` has None where a unit said that it has no figure, 0 for a nil. `brought` is what this period alone brought, of
    what is asked so; `shares` are figures given as 12/14. The sets name units: whose figure is an estimate, was entered
    in their stead, was corrected after it was handed in, is that of an earlier period.
    """

    values: dict[int, Decimal | None] = field(default_factory=dict)
    standings: dict[int, Standing] = field(default_factory=dict)
    brought: dict[int, Decimal] = field(default_factory=dict)
    shares: dict[int, tuple[Decimal, Decimal]] = field(default_factory=dict)
    estimates: set[int] = field(default_factory=set)
    stood_in: set[int] = field(default_factory=set)
    corrected: set[int] = field(default_factory=set)
    carried: set[int] = field(default_factory=set)

    def has(self, unit_id: int) -> bool:
        return unit_id in self.values or unit_id in self.standings

    def lacking(self, answering: frozenset[int]) -> frozenset[int]:
        """Who answers and has neither a figure nor said that there is none."""
        return answering.difference(self.values, self.standings)

    def numbers(self) -> list[Decimal]:
        return [value for value in self.values.values() if value is not None]

    def forget(self, unit_id: int) -> None:
        """Take a unit's figure out, as if it had none."""
        self.values.pop(unit_id, None)
        self.standings.pop(unit_id, None)
        self.shares.pop(unit_id, None)
        for marked in (self.estimates, self.stood_in, self.corrected, self.carried):
            marked.discard(unit_id)

    def over(self, older: "Column") -> "Column":
        """What is in force where this period follows an older one: who has no figure keeps the one before."""
        return Column(
            values={**older.values, **self.values},
            standings={**older.standings, **self.standings},
            shares={
                **{key: one for key, one in older.shares.items() if key not in self.values},
                **self.shares,
            },
        )

    def beside(self, older: "Column") -> "Column":
        """What both periods make together where each is asked for what it brought; a missing figure adds nothing.

        Whoever gave something for the older one only has nothing for this one yet.
        """
        added = dict(older.values)
        for unit_id, value in self.values.items():
            so_far = added.get(unit_id)
            added[unit_id] = so_far if value is None else value + (so_far or 0)
        return Column(
            values=added,
            brought=self.brought,
            estimates=self.estimates | older.estimates,
            stood_in=self.stood_in | older.stood_in,
            corrected=self.corrected,
            carried=self.carried | (older.values.keys() - self.values.keys()),
        )

    def of(self, unit_ids: Collection[int]) -> "Column":
        """The same for some of the units."""
        return Column(
            values={key: value for key, value in self.values.items() if key in unit_ids},
            standings={key: value for key, value in self.standings.items() if key in unit_ids},
            brought={key: value for key, value in self.brought.items() if key in unit_ids},
            shares={key: value for key, value in self.shares.items() if key in unit_ids},
            estimates=self.estimates & set(unit_ids),
            stood_in=self.stood_in & set(unit_ids),
            corrected=self.corrected & set(unit_ids),
            carried=self.carried & set(unit_ids),
        )


def cumulative(measure: Measure, measure_unit: str, column: Column, *, answering: int) -> Decimal | None:
    """The figure of all units together, of which `answering` answer; None where theirs never add up.

    What accumulates is summed over those who have a figure. A level or a change never sums: that of a sole unit stands
    for all, and shares are weighed where each is given with its two numbers.
    """
    numbers = column.numbers()
    found = total(measure, numbers, answering)
    whole = WHOLES.get(measure_unit)
    if (
        found is None
        and measure is Measure.LEVEL
        and whole is not None
        and len(column.shares) == len(numbers)
    ):
        return share(column.shares.values(), whole)
    return found


def brought(
    measure: Measure, measure_unit: str, column: Column, before: Column, *, in_period: bool, answering: int
) -> Decimal | None:
    """What a period brought: of running totals the growth of each unit since its figure before, else the level itself."""
    if measure not in SUMMED:
        return cumulative(measure, measure_unit, column, answering=answering)
    if in_period:
        return sum(column.brought.values(), Decimal(0)) if column.brought else None
    grown = [
        value - (before.values.get(unit_id) or 0)
        for unit_id, value in column.values.items()
        if value is not None
    ]
    return sum(grown, Decimal(0)) if grown else None
