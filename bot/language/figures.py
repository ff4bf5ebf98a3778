"""A reading judged against its indicator: kept as it is, or asked back with a reason and candidates."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from bot.language.measure_units import measure_unit as parse_unit
from bot.language.quantity import Kind, Quantity, convert, in_measure_unit, trimmed

FAR_OFF = 100
"""How many times off the target or the last figure is too far to be kept without a question."""
LOOSE, CLOSE = Decimal("2.5"), Decimal("1.5")
"""A figure this many times off is asked about where the same digits, with the mark moved, lie this close."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureReading:
    """What to do with an answer. `kind` is value, nil, missing, same, skip, state, ask or none.

    `value` is in the indicator's measure unit; with "ask" it is what was typed, as far as it could be read, and
    `candidates` are the other ways to mean it, likeliest first. `reason` is a key of hints.SENTENCES.
    """

    kind: str
    value: Decimal | None = None
    reason: str = ""
    candidates: tuple[Decimal, ...] = ()
    quantity: Quantity


@dataclass(frozen=True, kw_only=True, slots=True)
class _Indicator:
    measure_unit: str
    target: Decimal | None
    last: Decimal | None
    direction: str | None
    running_total: bool
    in_period: bool
    so_far: Decimal | None

    @property
    def expected(self) -> tuple[Decimal, ...]:
        """Sizes that a figure may be compared with."""
        return tuple(abs(size) for size in (self.last, self.target) if size)


def judge(
    quantity: Quantity,
    *,
    measure_unit: str,
    target: Decimal | None,
    last: Decimal | None,
    direction: str | None,
    running_total: bool,
    in_period: bool,
    so_far: Decimal | None,
) -> FigureReading:
    """See `numbers.as_figure`."""
    indicator = _Indicator(
        measure_unit=measure_unit,
        target=target,
        last=last,
        direction=direction,
        running_total=running_total,
        in_period=in_period,
        so_far=so_far,
    )
    if quantity.kind is Kind.NIL:
        return FigureReading(kind="nil", value=Decimal(0), quantity=quantity)
    if quantity.kind in {Kind.MISSING, Kind.SAME, Kind.SKIP, Kind.STATE}:
        return FigureReading(kind=quantity.kind.value, quantity=quantity, reason=_wants_figure(quantity))
    if quantity.kind is Kind.NONE:
        return FigureReading(kind="none", reason=quantity.hint or "not_understood", quantity=quantity)
    if quantity.kind is Kind.AMBIGUOUS:
        found = [in_measure_unit(candidate, measure_unit) for candidate in quantity.candidates]
        sizes = _nearest_first([value for value in found if value is not None], indicator)
        return FigureReading(kind="ask", reason=quantity.hint, candidates=sizes, quantity=quantity)
    if quantity.denominator is not None and parse_unit(measure_unit).is_share:
        return FigureReading(
            kind="ask", reason="ratio_as_share", candidates=_share(quantity, measure_unit), quantity=quantity
        )
    value = in_measure_unit(quantity, measure_unit)
    if value is None:
        return FigureReading(kind="ask", reason="wrong_unit", quantity=quantity)
    if value < 0 and direction == "decrease":
        value = -value
    for check in _CHECKS:
        question = check(quantity, value, indicator)
        if question is not None:
            reason, candidates = question
            return FigureReading(
                kind="ask",
                value=value,
                reason=reason,
                candidates=tuple(dict.fromkeys(candidates)),
                quantity=quantity,
            )
    return FigureReading(kind="value", value=value, quantity=quantity)


def _wants_figure(quantity: Quantity) -> str:
    return "state_without_figure" if quantity.kind is Kind.STATE else ""


def _nearest_first(values: list[Decimal], indicator: _Indicator) -> tuple[Decimal, ...]:
    unique = list(dict.fromkeys(values))
    if indicator.expected:
        unique.sort(key=lambda value: _off(value, indicator.expected[0]))
    return tuple(unique)


def _off(value: Decimal, size: Decimal) -> Decimal:
    """How many times one is the other, 1 or more."""
    if not value:
        return Decimal("Infinity")
    ratio = abs(value) / size
    return max(ratio, 1 / ratio)


_Question = tuple[str, list[Decimal]] | None


def _ask_range(quantity: Quantity, value: Decimal, indicator: _Indicator) -> _Question:
    if quantity.value_to is None:
        return None
    upper = convert(quantity.value_to, quantity.unit, indicator.measure_unit)
    return "range_as_actual", [value, upper] if upper is not None else [value]


def _ask_bound(quantity: Quantity, value: Decimal, _: _Indicator) -> _Question:
    return ("bound_as_actual", [value]) if quantity.comparator not in {None, "="} else None


def _ask_approximate(quantity: Quantity, value: Decimal, _: _Indicator) -> _Question:
    return ("approximate", [value]) if quantity.approximate else None


def _share(quantity: Quantity, measure_unit: str) -> tuple[Decimal, ...]:
    """12/14 as a percentage, rounded to two decimals; it is shown before it is kept."""
    if quantity.value is None or not quantity.denominator:
        return ()
    times = 100 if parse_unit(measure_unit).base == "%" else 1000
    return (trimmed((quantity.value / quantity.denominator * times).quantize(Decimal("0.01")), Decimal(0)),)


def _ask_ratio(quantity: Quantity, value: Decimal, indicator: _Indicator) -> _Question:
    """12/14 is 12 communes; more than all of them is asked about, and so is 1/3 where 15 communes are expected."""
    if quantity.denominator is None or quantity.value is None:
        return None
    if quantity.value > quantity.denominator:
        return "ratio_over_one", [value]
    whole = convert(quantity.denominator, quantity.unit, indicator.measure_unit)
    target = abs(indicator.target or Decimal(0))
    fraction = whole is not None and not quantity.value % 1 and whole <= 12 and whole < target
    return ("like_a_fraction", [value]) if fraction else None


def _ask_negative(_: Quantity, value: Decimal, indicator: _Indicator) -> _Question:
    if value >= 0 or (indicator.last is not None and indicator.last < 0):
        return None
    return "negative", [-value]


def _ask_level(quantity: Quantity, value: Decimal, indicator: _Indicator) -> _Question:
    """ "từ 13,18% xuống 13,08%" where the indicator is the reduction: the change or the level?"""
    level = None if quantity.level is None else convert(quantity.level, quantity.unit, indicator.measure_unit)
    if level is None:
        return None
    moves = indicator.direction in {"increase", "decrease"}
    if quantity.baseline is None:
        # "thêm 3 thành 45": the increment is what was typed first, and may not be what is asked.
        return ("level_or_change", [level, value]) if level != value and not moves else None
    change = convert(abs(quantity.baseline - (quantity.level or 0)), quantity.unit, indicator.measure_unit)
    if change is None or level == change:
        return None
    if moves or change == value:
        return (
            None
            if moves == (change == value)
            else ("level_or_change", [change, value] if moves else [level, value])
        )
    nearer = indicator.expected and _off(change, indicator.expected[0]) < _off(value, indicator.expected[0])
    return ("level_or_change", [change, value]) if nearer else None


def _ask_increment(quantity: Quantity, value: Decimal, indicator: _Indicator) -> _Question:
    """An increment where the running total is asked: the total is offered."""
    if quantity.increment is None or not indicator.running_total or value == quantity.cumulative_total:
        return None
    if quantity.cumulative_total is not None:
        total = convert(quantity.cumulative_total, quantity.unit, indicator.measure_unit)
        return "increment_given", [] if total is None else [total]
    return "increment_given", [value if indicator.last is None else indicator.last + value, value]


def _ask_total(quantity: Quantity, value: Decimal, indicator: _Indicator) -> _Question:
    """A running total where only what the period brought is asked: what is new in it is offered."""
    if quantity.cumulative_total is None or not indicator.in_period:
        return None
    total = convert(quantity.cumulative_total, quantity.unit, indicator.measure_unit)
    new = None
    if quantity.increment is not None:
        new = convert(quantity.increment, quantity.unit, indicator.measure_unit)
    elif total is not None and indicator.so_far is not None and total >= indicator.so_far:
        new = total - indicator.so_far
    if new == value and quantity.increment is not None:
        return None
    return "total_given", [value] if new is None else [new, value]


def _ask_parts(quantity: Quantity, value: Decimal, indicator: _Indicator) -> _Question:
    parts = [in_measure_unit(part, indicator.measure_unit) for part in quantity.parts]
    known = [part for part in parts if part is not None]
    total = sum(known, Decimal(0))
    if not known or len(known) < len(parts) or total == value or (len(known) == 1 and total < value):
        return None
    return "parts_not_total", [value, total] if len(known) > 1 else [value]


def _ask_dot(quantity: Quantity, value: Decimal, indicator: _Indicator) -> _Question:
    """1.234 is 1234, unless 1,234 lies nearer to what is expected."""
    if quantity.other is None or quantity.base_value is None or not quantity.base_value:
        return None
    other = trimmed(value * quantity.other / _typed(quantity), Decimal(0))
    if not any(_off(other, size) < _off(value, size) for size in indicator.expected):
        return None
    return "three_digits_after_dot", [other, value]


def _typed(quantity: Quantity) -> Decimal:
    """The amount that `other` is the other reading of."""
    return quantity.other * 1000 if quantity.other is not None else Decimal(1)


def _ask_share(_: Quantity, value: Decimal, indicator: _Indicator) -> _Question:
    wanted = parse_unit(indicator.measure_unit)
    grows = indicator.direction == "increase" or (indicator.target or 0) > 100
    return ("over_hundred", [value]) if wanted.base == "%" and value > 100 and not grows else None


def _ask_magnitude(quantity: Quantity, value: Decimal, indicator: _Indicator) -> _Question:
    """Too far off what is expected; a small figure only against the last one: a campaign begins small."""
    if not value or not indicator.expected:
        return None
    too_small = indicator.last and _off(value, abs(indicator.last)) >= FAR_OFF
    too_large = any(abs(value) / size >= FAR_OFF for size in indicator.expected)
    started = indicator.last is None and indicator.target and abs(value) * FAR_OFF <= abs(indicator.target)
    if not (too_small or too_large or started):
        return None
    share = parse_unit(indicator.measure_unit).is_share
    likely = [
        shifted
        for shifted in _shifted(value, (-2, 2) if share else (-9, -6, -3, 3, 6, 9))
        if _nearest(shifted, indicator) < 10 and not (share and shifted > 100 >= (indicator.target or 0))
    ]
    likely.sort(key=lambda shifted: _nearest(shifted, indicator))
    return "off_by_magnitude", [*likely, value] if quantity.other is None else [value, *likely]


def _ask_separator(_: Quantity, value: Decimal, indicator: _Indicator) -> _Question:
    """A figure some places off what is expected, where another place of its mark lies close: "125" for 12,5.

    A running total that grows towards its target is as expected, however fast, and so is a part of the target in
    one of several periods.
    """
    if not value or not indicator.expected or _nearest(value, indicator) < LOOSE:
        return None
    target = abs(indicator.target or Decimal(0))
    if indicator.in_period and abs(value) <= target:
        return None
    if indicator.running_total and abs(indicator.last or Decimal(0)) <= abs(value) <= target:
        return None
    close = [
        shifted for shifted in _shifted(value, (-1, 1, -2, 2, -3, 3)) if _nearest(shifted, indicator) <= CLOSE
    ]
    return ("mark_misplaced", [*close, value]) if close else None


def _shifted(value: Decimal, powers: tuple[int, ...]) -> list[Decimal]:
    return [trimmed(value * Decimal(10) ** power, Decimal(0)) for power in powers]


def _nearest(value: Decimal, indicator: _Indicator) -> Decimal:
    """How many times it is off the nearest size that it may be compared with."""
    return min(_off(value, size) for size in indicator.expected)


def _ask_below_last(_: Quantity, value: Decimal, indicator: _Indicator) -> _Question:
    below = indicator.running_total and indicator.last is not None and value < indicator.last
    return ("below_last", [value]) if below else None


_CHECKS: tuple[Callable[[Quantity, Decimal, _Indicator], _Question], ...] = (
    _ask_range,
    _ask_bound,
    _ask_approximate,
    _ask_ratio,
    _ask_level,
    _ask_negative,
    _ask_increment,
    _ask_total,
    _ask_parts,
    _ask_dot,
    _ask_magnitude,
    _ask_share,
    _ask_separator,
    _ask_below_last,
)
