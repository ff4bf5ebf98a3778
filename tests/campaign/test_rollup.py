"""What units gave for one indicator, and what it makes together by the kind of its measure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.campaign.model import Measure
from bot.campaign.rollup import Column, brought, cumulative

UNITS = st.dictionaries(
    st.integers(1, 6), st.none() | st.decimals(-1000, 1000, places=2, allow_nan=False), max_size=6
)


def column(*values: str | None) -> Column:
    return Column(values={n: None if one is None else Decimal(one) for n, one in enumerate(values, 1)})


@pytest.mark.parametrize(
    ("measure", "values", "answering", "together"),
    [
        (Measure.FLOW, ("1.5", "2", None), 3, "3.5"),
        (Measure.COUNT_NEW, ("1", "0"), 5, "1"),
        (Measure.LEVEL, ("60.9",), 1, "60.9"),
        (Measure.LEVEL, ("60.9",), 2, None),
        (Measure.DELTA_ABS, ("4", "4"), 2, None),
        (Measure.DELTA_REL, ("8",), 1, "8"),
        (Measure.FLOW, (None, None), 2, None),
        (Measure.FLOW, (), 2, None),
    ],
)
def test_what_accumulates_is_summed_and_all_else_is_a_sole_units(
    measure: Measure, values: tuple[str | None, ...], answering: int, together: str | None
) -> None:
    found = cumulative(measure, "tấn", column(*values), answering=answering)
    assert found == (None if together is None else Decimal(together))


@pytest.mark.parametrize(
    ("measure_unit", "shares", "together"),
    [
        ("%", {1: ("12", "14"), 2: ("3", "6")}, "75"),
        ("‰", {1: ("1", "400"), 2: ("2", "600")}, "3"),
        ("%", {1: ("12", "14")}, None),
        ("tấn", {1: ("12", "14"), 2: ("3", "6")}, None),
    ],
)
def test_shares_are_weighed_where_each_is_given_with_its_two_numbers(
    measure_unit: str, shares: dict[int, tuple[str, str]], together: str | None
) -> None:
    made = Column(
        values={1: Decimal("85.7"), 2: Decimal(50)},
        shares={key: (Decimal(part), Decimal(whole)) for key, (part, whole) in shares.items()},
    )
    found = cumulative(Measure.LEVEL, measure_unit, made, answering=2)
    assert found == (None if together is None else Decimal(together))


@given(first=UNITS, second=UNITS)
def test_what_the_periods_brought_makes_the_total_of_the_last(
    first: dict[int, Decimal | None], second: dict[int, Decimal | None]
) -> None:
    before = Column(values=first)
    now = Column(values=second).over(before)
    parts = [
        brought(Measure.FLOW, "tấn", before, Column(), in_period=False, answering=6),
        brought(Measure.FLOW, "tấn", now, before, in_period=False, answering=6),
    ]
    lost = sum((before.values[key] or 0) for key, one in now.values.items() if one is None and key in first)
    together = cumulative(Measure.FLOW, "tấn", now, answering=6) or Decimal(0)
    assert sum(part or 0 for part in parts) == together + lost


@given(first=UNITS, second=UNITS)
def test_what_is_asked_for_each_period_alone_adds_up(
    first: dict[int, Decimal | None], second: dict[int, Decimal | None]
) -> None:
    now = Column(values=second, brought={key: one for key, one in second.items() if one is not None})
    both = now.beside(Column(values=first))
    added = sum((one or 0 for one in (*first.values(), *second.values())), Decimal(0))

    assert (cumulative(Measure.FLOW, "tấn", both, answering=6) or Decimal(0)) == added
    alone = brought(Measure.FLOW, "tấn", both, Column(), in_period=True, answering=6)
    assert (alone or Decimal(0)) == sum((one or 0 for one in second.values()), Decimal(0))
    assert set(both.values) == set(first) | set(second)
