"""What a text about a figure was read as. Every number is a Decimal as typed; nothing is rounded."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from bot.language.measure_units import factor, measure_unit


class Kind(StrEnum):
    """What sort of answer a text is. AMBIGUOUS asks back with candidates, NONE with a hint only."""

    NUMBER = "number"
    RANGE = "range"
    RATIO = "ratio"
    NIL = "nil"
    MISSING = "missing"
    SAME = "same"
    SKIP = "skip"
    STATE = "state"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """One way to read what was typed, to be offered as a button. `unit` has the scale: "tỷ đồng"."""

    value: Decimal
    unit: str = ""
    base_value: Decimal
    base_unit: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One of the parts after "trong đó", in words as typed."""

    name: str
    value: Decimal
    unit: str = ""
    base_value: Decimal
    base_unit: str = ""


class Quantity(NamedTuple):
    """A reading; a tuple, because one is made for every answer and a frozen dataclass takes four times as long.
    Name its fields. "12,5 tỷ đồng" is value 12.5, unit "tỷ đồng", base_value 12500000000, base_unit "đồng".

    `comparator` is = > >= < <= range or None, `direction` increase, decrease, maintain or None; `baseline` and
    `level` are the two ends of "từ 13,18% xuống 13,08%"; `state` done, in_progress, not_started, met, not_met
    or exceeded. `hint` is a reason (see hints.py). `other` is the base value that "1.234" would have with a
    decimal dot. Baseline, level, cumulative_total and increment are in `unit`, as value is.
    """

    kind: Kind
    value: Decimal | None = None
    value_to: Decimal | None = None
    denominator: Decimal | None = None
    unit: str = ""
    base_value: Decimal | None = None
    base_value_to: Decimal | None = None
    base_unit: str = ""
    comparator: str | None = None
    approximate: bool = False
    direction: str | None = None
    baseline: Decimal | None = None
    level: Decimal | None = None
    estimate: bool = False
    cumulative_total: Decimal | None = None
    increment: Decimal | None = None
    parts: tuple[Part, ...] = ()
    plan_percent: Decimal | None = None
    state: str | None = None
    candidates: tuple[Candidate, ...] = ()
    hint: str = ""
    other: Decimal | None = None


def in_measure_unit(quantity: Quantity | Candidate | Part, wanted: str) -> Decimal | None:
    """The value in an indicator's measure unit; None where there is no value or the units do not agree.

    >>> in_measure_unit(Candidate(value=Decimal("12.5"), unit="tỷ", base_value=Decimal("12.5E9")), "triệu đồng")
    Decimal('12500')
    """
    if quantity.value is None:
        return None
    return convert(quantity.value, quantity.unit, wanted)


def convert(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """`value` of `unit` as a value of `wanted`; a value without any unit is taken to be in `wanted`."""
    if not unit or unit == wanted:
        return value
    ratio = factor(measure_unit(unit), measure_unit(wanted))
    return None if ratio is None else trimmed(value * ratio, value)


def trimmed(value: Decimal, typed: Decimal) -> Decimal:
    """Drop the zeros that a conversion left behind, but never decimals that were typed."""
    if value == typed and int(typed.as_tuple().exponent) <= 0:
        return typed
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()
