"""A target in the words of the directive, and whether a figure passes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.campaign.model import Comparator, Direction, Target

SHARES = frozenset({"%", "‰"})
_SEPARATORS = str.maketrans(",.", ".,")
_CEILINGS = frozenset({Comparator.UNDER, Comparator.AT_MOST})
_BARE = frozenset({Comparator.EQUAL, Comparator.RANGE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrases:
    """How a language says a target: each bound, and what stands before one to maintain or before a reduction."""

    bounds: Mapping[Comparator, str]
    maintain: str
    decrease: str


VIETNAMESE = Phrases(
    bounds={
        Comparator.EQUAL: "{value}",
        Comparator.OVER: "Trên {value}",
        Comparator.AT_LEAST: "Từ {value} trở lên",
        Comparator.UNDER: "Dưới {value}",
        Comparator.AT_MOST: "Tối đa {value}",
        Comparator.RANGE: "{value} - {value_to}",
    },
    maintain="Duy trì",
    decrease="Giảm",
)
ENGLISH = Phrases(
    bounds={
        Comparator.EQUAL: "{value}",
        Comparator.OVER: "Over {value}",
        Comparator.AT_LEAST: "From {value} up",
        Comparator.UNDER: "Under {value}",
        Comparator.AT_MOST: "At most {value}",
        Comparator.RANGE: "{value} - {value_to}",
    },
    maintain="Keep",
    decrease="Reduce by",
)


class Verdict(StrEnum):
    EXCEEDED = "exceeded"
    MET = "met"
    NOT_MET = "not_met"


def number(value: Decimal) -> str:
    """A number with Vietnamese separators, to the precision it was typed with.

    >>> number(Decimal("13455.50"))
    '13.455,50'
    """
    # A zero has no sign for a reader, though a Decimal may keep one.
    return f"{value if value else value.copy_abs():,f}".translate(_SEPARATORS)


def amount(value: Decimal, measure_unit: str) -> str:
    """A number with its measure unit: "12,5 tỷ đồng", "98%", "0,15‰"."""
    if not measure_unit or measure_unit in SHARES:
        return number(value) + measure_unit
    return " ".join((number(value), measure_unit))


def words(target: Target, *, measure_unit: str = "", phrases: Phrases = VIETNAMESE) -> str:
    """The target as the summary prints it, with its measure unit only where asked; "" for a qualitative one.

    "Trên 55", "8,5 - 9", "Từ 5 trở lên", "Dưới 3,25", "Duy trì 85", "Giảm 0,15", "50,2".
    A bound of a reduction stands alone ("Từ 5 trở lên"): the indicator's name says what is reduced.
    """
    if target.value is None or target.comparator is None:
        return ""
    upper = target.value if target.value_to is None else target.value_to
    is_range = target.comparator is Comparator.RANGE
    bound = phrases.bounds[target.comparator].format(
        value=amount(target.value, "" if is_range else measure_unit), value_to=amount(upper, measure_unit)
    )
    if target.direction is Direction.MAINTAIN:
        return " ".join((phrases.maintain, bound[0].lower() + bound[1:]))
    if target.direction is Direction.DECREASE and bound[0].isdigit() and not is_bounded_above(target):
        return " ".join((phrases.decrease, bound))
    return bound


def passes(target: Target, value: Decimal) -> Verdict:
    """How a figure stands against a target that has a value (ValueError for a qualitative one).

    A bare target is met at its value and exceeded above it; a range is met from its lower end and
    exceeded above its upper one; "trên" is not met at its value; a ceiling ("hộ nghèo còn 5%"), and a level to
    maintain, are only met or not. For a decrease the figure is the size of the reduction.
    """
    if target.value is None or target.comparator is None:
        raise ValueError("a qualitative target is not passed by a figure")
    if is_bounded_above(target):
        highest = target.value if target.value_to is None else target.value_to
        below = value < highest or (value == highest and target.comparator is not Comparator.UNDER)
        return Verdict.MET if below else Verdict.NOT_MET
    if value < target.value or at_strict_bound(target, value):
        return Verdict.NOT_MET
    upper = target.value if target.value_to is None else target.value_to
    if value > upper and target.direction is not Direction.MAINTAIN:
        return Verdict.EXCEEDED
    return Verdict.MET


def is_bounded_above(target: Target) -> bool:
    """Whether less is better: "dưới", "tối đa", and a bare figure that is a ceiling."""
    return target.comparator in _CEILINGS or (target.ceiling and target.comparator in _BARE)


def at_strict_bound(target: Target, value: Decimal) -> bool:
    """Whether a figure is exactly the bound that "trên" or "dưới" excludes; a person is told so."""
    return target.comparator in {Comparator.OVER, Comparator.UNDER} and value == target.value
