"""The figures of a period by indicator and unit, and those of the periods before it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.campaign.model import Standing
from bot.campaign.rollup import Column
from bot.store import summary_figures, summary_rows
from bot.store.engine import Tx
from bot.store.extents import Extent
from bot.store.indicators import Indicator
from bot.store.summaries import PhaseHead
from bot.store.summary_figures import (
    CLEARED,
    CORRECTED,
    ESTIMATE,
    MARKED,
    MISSING,
    NIL,
    STATE,
    STOOD_IN,
    Given,
)
from bot.store.summary_rows import FEW

_OTHERS = frozenset({STATE, CLEARED, MARKED})
_NIL = Decimal(0)

Columns = dict[int, Column]
"""By indicator id."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """The columns of a period; of reports that do not count yet only which indicators are entered, by report id."""

    columns: Columns
    drafted: Mapping[int, set[int]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """Each period before one: the figures in force at its end, within its phase and within the campaign as a whole."""

    head: PhaseHead
    of_phase: Columns
    of_campaign: Columns


def at(
    tx: Tx,
    heads: Sequence[PhaseHead],
    place: int,
    asked: Sequence[Indicator],
    extent: Extent,
    answering: Mapping[int, frozenset[int]],
    *,
    all_phases: bool = False,
    alone: bool = False,
) -> Figures:
    """The figures in force at the end of the period `place`, read only as far back as somebody lacks one.

    A later period replaces an earlier one within its phase, or within the campaign where `all_phases`; what is asked for
    the period alone adds up from the campaign's beginning. `answering` has the units by indicator. `alone`: what else
    stands in the reports is not read, nor noted as drafted.
    """
    head = heads[place - 1]
    few = None if extent.whole else frozenset[int]().union(*answering.values())
    figures = _read(tx, head, asked, extent, few, alone=alone)
    earlier = heads[: place - 1][::-1]
    running = [one.indicator_id for one in asked if not one.in_period]
    within = [one for one in earlier if all_phases or one.phase_id == head.phase_id]
    columns = {key: figures.columns[key] for key in running}
    _look_back(tx, columns, head, within, extent, answering)
    in_period = [one for one in asked if one.in_period]
    for one in earlier if in_period else ():
        older = _read(tx, one, in_period, extent, few, alone=True).columns
        for key, column in older.items():
            figures.columns[key] = figures.columns[key].beside(column)
    return figures


def course(
    tx: Tx, heads: Sequence[PhaseHead], place: int, asked: Sequence[Indicator], extent: Extent
) -> Iterator[Course]:
    """The periods before `place`, the oldest first; each is read once."""
    of_phase: Columns = {one.indicator_id: Column() for one in asked}
    of_campaign = of_phase
    for before, head in zip([None, *heads], heads[: place - 1], strict=False):
        new = _read(tx, head, asked, extent, None).columns
        if before is not None and before.phase_id != head.phase_id:
            of_phase = {
                one.indicator_id: of_phase[one.indicator_id] if one.in_period else Column() for one in asked
            }
        is_first = of_phase is of_campaign
        of_campaign = _after(asked, new, of_campaign)
        # Until the first phase is over both are the same.
        of_phase = of_campaign if is_first else _after(asked, new, of_phase)
        yield Course(head=head, of_phase=of_phase, of_campaign=of_campaign)


def of_each(
    tx: Tx,
    heads: Sequence[PhaseHead],
    asked: Sequence[Indicator],
    extent: Extent,
    few: Collection[int] | None = None,
) -> Iterator[tuple[PhaseHead, Columns]]:
    """What was handed in for each of these periods, and for no other; what is asked for the period alone is added up.

    Where `few` units matter, no others are read.
    """
    so_far = {one.indicator_id: Column() for one in asked if one.in_period}
    for head in heads:
        found = _read(tx, head, asked, extent, few).columns
        for key, before in so_far.items():
            given = found[key].values.keys()
            so_far[key] = found[key].beside(before)
            found[key] = so_far[key].of(given)
        yield head, found


def _after(asked: Sequence[Indicator], new: Columns, older: Columns) -> Columns:
    """The figures in force once a period has followed those before it."""
    return {
        one.indicator_id: (Column.beside if one.in_period else Column.over)(
            new[one.indicator_id], older[one.indicator_id]
        )
        for one in asked
    }


def _read(
    tx: Tx,
    head: PhaseHead,
    asked: Sequence[Indicator],
    extent: Extent,
    few: Collection[int] | None,
    *,
    alone: bool = False,
) -> Figures:
    """What was handed in for one period, and for no other."""
    columns = {one.indicator_id: Column() for one in asked}
    drafted: dict[int, set[int]] = {}
    seen = None if extent.whole else summary_rows.counted_reports(tx, head.period_id, extent)
    if seen is not None and few is None:
        few = seen.values()
    only = {one.indicator_id for one in asked} if alone else None
    given = summary_figures.figures_of(tx, head.period_id, few, only)
    if seen is None:
        seen = {one.report_id: one.unit_id for one in given[0] if one.is_counted}
    _fill(columns, given, seen, drafted)
    for one in asked:
        if one.in_period:
            column = columns[one.indicator_id]
            column.brought = {unit: value for unit, value in column.values.items() if value is not None}
    return Figures(columns=columns, drafted=drafted)


def _fill(
    columns: Columns,
    given: tuple[list[Given], list[list[Any]]],
    unit_of: Mapping[int, int],
    drafted: dict[int, set[int]],
) -> None:
    """Set what was given into its columns, the newest version of each; what stands in other reports is only noted."""
    reports, marked = given
    # Most reports of a period answer for the same indicators: those are set together, column by column.
    alike: dict[str, tuple[list[int], list[list[str]]]] = {}
    for one in reports:
        unit_id = unit_of.get(one.report_id)
        if unit_id is None:
            entered = drafted.setdefault(one.report_id, set())
            for key, figure in zip(one.indicator_ids.split(","), one.figures.split(","), strict=True):
                _note(entered, int(key), figure)
        else:
            units, rows = alike.setdefault(one.indicator_ids, ([], []))
            units.append(unit_id)
            rows.append(one.figures.split(","))
    for indicator_ids, (units, rows) in alike.items():
        for key, figures in zip(indicator_ids.split(","), zip(*rows, strict=True), strict=True):
            column = columns.get(int(key))
            if column is not None:
                _set(column, units, figures)
    for _, report_id, indicator_id, figure, marks, numerator, denominator in marked:
        unit_id = unit_of.get(report_id)
        if unit_id is None:
            _note(drafted.setdefault(report_id, set()), indicator_id, figure)
        elif indicator_id in columns:
            column = columns[indicator_id]
            column.forget(unit_id)
            _set(column, (unit_id,), (figure,))
            if figure != CLEARED:
                _mark(column, unit_id, marks)
            if denominator is not None:
                column.shares[unit_id] = (Decimal(numerator), Decimal(denominator))


def _set(column: Column, units: Sequence[int], figures: Sequence[str]) -> None:
    """Of these units, in the same order. The same figures come again and again: each text is made a number once."""
    numbers: dict[str, Decimal | None] = {NIL: _NIL, MISSING: None}
    others = set()
    for figure in set(figures).difference(numbers):
        if figure[0] in _OTHERS:
            others.add(figure)
        else:
            numbers[figure] = Decimal(figure)
    if not others:
        column.values.update(zip(units, map(numbers.__getitem__, figures), strict=True))
        return
    for unit_id, figure in zip(units, figures, strict=True):
        if figure in numbers:
            column.values[unit_id] = numbers[figure]
        elif figure.startswith(STATE):
            column.standings[unit_id] = Standing(figure.removeprefix(STATE))


def _note(entered: set[int], indicator_id: int, figure: str) -> None:
    if figure == CLEARED:
        entered.discard(indicator_id)
    elif figure != MARKED:
        entered.add(indicator_id)


def _mark(column: Column, unit_id: int, marks: int) -> None:
    if marks & ESTIMATE:
        column.estimates.add(unit_id)
    if marks & STOOD_IN:
        column.stood_in.add(unit_id)
    if marks & CORRECTED:
        column.corrected.add(unit_id)


def _look_back(
    tx: Tx,
    columns: Columns,
    head: PhaseHead,
    earlier: Sequence[PhaseHead],
    extent: Extent,
    answering: Mapping[int, frozenset[int]],
) -> None:
    """Whoever has no figure for a period has that of the newest one before it.

    Read are the units and the indicators that lack one still; of units that went up in another one all indicators.
    """
    gone = frozenset(summary_rows.ended(tx, head, extent))
    lacking = {key: answering[key] for key in columns}
    reports: dict[int, dict[int, int]] | None = None
    for place, one in enumerate(earlier):
        lacking = {key: left for key, units in lacking.items() if (left := columns[key].lacking(units))}
        units = gone.union(*lacking.values())
        if not units:
            break
        if reports is None and len(units) <= FEW:
            # They only get fewer: these are asked for once.
            reports = summary_rows.reports_of(tx, [each.period_id for each in earlier[place:]], units, extent)
        there = (
            reports if reports is not None else summary_rows.reports_of(tx, [one.period_id], units, extent)
        )
        for wanted in (lacking, dict.fromkeys(columns, gone)):
            among = frozenset[int]().union(*wanted.values())
            unit_of = {key: unit for key, unit in there.get(one.period_id, {}).items() if unit in among}
            if unit_of:
                before = {key: Column() for key in wanted}
                only = wanted if len(wanted) < len(columns) else None
                given = summary_figures.figures_of(tx, one.period_id, set(unit_of.values()), only)
                _fill(before, given, unit_of, {})
                for key, column in before.items():
                    _carry(columns[key], column, wanted[key])


def _carry(column: Column, before: Column, wanted: frozenset[int]) -> None:
    """Take over from an earlier period what these units lack."""
    new = {unit for unit in (*before.values, *before.standings) if unit in wanted and not column.has(unit)}
    if not new:
        return
    found = before.of(new)
    column.values.update(found.values)
    column.standings.update(found.standings)
    column.shares.update(found.shares)
    column.estimates |= found.estimates
    column.stood_in |= found.stood_in
    column.corrected |= found.corrected
    column.carried |= new
