"""A target as an admin types it in a correction: "trên 55%", "8,5 - 9 %", "từ 5% trở lên", "định tính"."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from bot.campaign import targets
from bot.campaign.model import Comparator, Direction, Measure, Target
from bot.campaign.targets import SHARES
from bot.directive import read_indicator_line
from bot.directive.model import Reason
from bot.language.folding import fold
from bot.language.measure_units import NAMES, factor, measure_unit
from bot.language.quantity import Kind, Quantity, convert, trimmed
from bot.store.indicators import Indicator

Note: TypeAlias = Literal["far_off", "about", "unit_unknown"]
"""What to say beside a new target: far off the old one; "khoảng" is not kept; a measure unit that nobody knows."""
FAR = 100
"""How many times a new target may be the old one before it is remarked."""
LARGEST = Decimal(10) ** 18
"""No target of an office has more digits."""
NO_FIGURE = frozenset({"dinh tinh", "khong co so", "khong co chi tieu so"})
OF_PLAN = frozenset({"plan_ratio", "plan_only", "over_plan"})
"""Readings of a share of the plan ("đạt 98% kế hoạch"), which is a result and no target."""
_KNOWN = frozenset(names[0] for names in NAMES)


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """An indicator as it would be after a correction.

    `ratio` is what the units' own targets are multiplied by; None where they cannot stand any more.
    """

    indicator: Indicator
    ratio: Decimal | None = Decimal(1)
    notes: tuple[Note, ...] = ()


def read_target(text: str, one: Indicator) -> tuple[Proposal, ...]:
    """The ways in which a typed target can be meant for this indicator; none where it is not understood."""
    if fold(text.strip()) in NO_FIGURE:
        return (without_figure(one),)
    # Its vocabulary is built with the first figure, not with the start of the bot.
    from bot.language.numbers import read_number

    quantity = read_number(text, measure_unit=one.target.measure_unit)
    return _distinct(_meant(one, reading, text) for reading in _readings(quantity, one.target))


def _readings(quantity: Quantity, old: Target) -> list[Quantity]:
    """The quantities that a text can mean as a target, each in the measure unit in which it would be kept."""
    unit = old.measure_unit
    if quantity.hint in OF_PLAN:
        return []
    if quantity.kind is Kind.AMBIGUOUS:
        found = [quantity._replace(value=one.value, unit=one.unit) for one in quantity.candidates]
        if quantity.hint == "wrong_unit":
            found += [one._replace(unit=unit) for one in found]
        return [each for one in found for each in _in_units(one, unit)]
    beside = (quantity.increment, quantity.plan_percent)
    if quantity.kind not in {Kind.NUMBER, Kind.RANGE, Kind.RATIO} or quantity.parts or beside != (None, None):
        return []
    found = _in_units(quantity, unit)
    if quantity.other is not None and old.value is not None and quantity.value is not None:
        # "1.234" with a decimal dot: asked only where it would be nearer to what stands there.
        decimal = convert(quantity.other, quantity.base_unit, unit)
        plain = convert(quantity.value, quantity.unit, unit)
        if decimal is not None and plain is not None and abs(decimal - old.value) < abs(plain - old.value):
            found.append(quantity._replace(value=decimal, unit=unit, value_to=None))
    return found


def _in_units(quantity: Quantity, unit: str) -> list[Quantity]:
    """In the indicator's measure unit where it can be meant in it; as typed too where the number would change."""
    typed = quantity._replace(unit=quantity.unit or unit)
    if typed.value is None or not unit:
        return [typed]
    value = convert(typed.value, typed.unit, unit)
    if value is None:
        return [typed]
    own = typed._replace(
        value=value,
        value_to=_converted(typed.value_to, typed.unit, unit),
        baseline=_converted(typed.baseline, typed.unit, unit),
        level=_converted(typed.level, typed.unit, unit),
        unit=unit,
    )
    return [own] if value == typed.value else [own, typed]


def _converted(value: Decimal | None, unit: str, wanted: str) -> Decimal | None:
    return None if value is None else convert(value, unit, wanted)


def _meant(one: Indicator, quantity: Quantity, text: str) -> Proposal | None:
    """The indicator with this target; None where no target can be so."""
    old, value = one.target, quantity.value
    if value is None or not 0 <= value < LARGEST:
        return None
    moved = quantity.baseline is not None and quantity.level is not None
    if quantity.baseline is not None and quantity.level is not None:
        # "giảm từ 13,18% xuống 13,08%": the target is the change.
        value = abs(quantity.baseline - quantity.level)
    target = Target(
        comparator=Comparator(quantity.comparator or Comparator.EQUAL),
        value=value,
        value_to=None if moved else quantity.value_to,
        measure_unit=quantity.unit,
        direction=Direction(quantity.direction) if quantity.direction else old.direction or Direction.REACH,
    )
    notes: list[Note] = []
    if old.value and quantity.unit == old.measure_unit and not old.value / FAR < value < old.value * FAR:
        notes.append("far_off")
    if quantity.approximate:
        notes.append("about")
    if quantity.unit and quantity.unit != old.measure_unit and not is_known(quantity.unit):
        notes.append("unit_unknown")
    return Proposal(
        indicator=replace(
            one,
            target=target,
            measure=_measure(one, target, text),
            baseline=quantity.baseline if moved else one.baseline,
            target_level=quantity.level,
            denominator=quantity.denominator,
            cumulative_total=quantity.cumulative_total or one.cumulative_total,
        ),
        ratio=ratio_between(old.measure_unit, quantity.unit),
        notes=tuple(notes),
    )


def _measure(one: Indicator, target: Target, text: str) -> Measure:
    """How the figures add up: as before in the same measure unit, else as the directive's reader takes the line."""
    if one.measure is not Measure.QUALITATIVE and target.measure_unit == one.target.measure_unit:
        return one.measure
    for read in read_indicator_line(": ".join((one.name, text))):
        if read.target.value is not None:
            return read.measure
    return Measure.LEVEL if target.measure_unit in SHARES else Measure.COUNT_NEW


def ratio_between(old: str, new: str) -> Decimal | None:
    """What a figure is multiplied by to stand in a new measure unit; None where it cannot."""
    return Decimal(1) if not old or old == new else factor(measure_unit(old), measure_unit(new))


def _distinct(found: Iterable[Proposal | None]) -> tuple[Proposal, ...]:
    return tuple({one.indicator: one for one in found if one is not None}.values())


def otherwise(one: Indicator) -> tuple[Proposal, ...]:
    """The other ways to read a target whose figure was doubted: 1,234 is 1.234 by the habit of some."""
    if Reason.THREE_DECIMALS not in one.doubts:
        return ()
    found = read_target(targets.words(one.target, measure_unit=one.target.measure_unit), one)
    return tuple(other for other in found if other.indicator.target.value != one.target.value)


def without_figure(one: Indicator) -> Proposal:
    """The indicator as a qualitative one, for which units can have no targets of their own."""
    changed = replace(
        one,
        target=Target(comparator=None, value=None, direction=one.target.direction),
        measure=Measure.QUALITATIVE,
        baseline=None,
        target_level=None,
        cumulative_total=None,
        denominator=None,
    )
    return Proposal(indicator=changed, ratio=None)


def in_unit(one: Indicator, unit: str) -> tuple[Proposal, ...]:
    """The indicator in another measure unit: with the same number, and with the same quantity where they differ."""
    old = one.target
    notes: tuple[Note, ...] = () if is_known(unit) else ("unit_unknown",)
    same = Proposal(indicator=replace(one, target=replace(old, measure_unit=unit)), notes=notes)
    ratio = factor(measure_unit(old.measure_unit), measure_unit(unit)) if old.measure_unit else None
    if old.value is None or ratio is None or ratio == 1:
        return (same,)
    target = replace(
        old,
        measure_unit=unit,
        value=trimmed(old.value * ratio, old.value),
        value_to=None if old.value_to is None else trimmed(old.value_to * ratio, old.value_to),
    )
    return (same, Proposal(indicator=replace(one, target=target), ratio=ratio))


def is_known(unit: str) -> bool:
    """Whether every name in it ("xã, thị trấn") is a measure unit that is known."""
    return all(measure_unit(part).base in _KNOWN for part in unit.split(","))
