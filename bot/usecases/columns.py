"""The figures of a period by indicator and unit, read as far back as a figure that is in force lies."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import Any

from bot.campaign.model import Standing
from bot.campaign.rollup import Column
from bot.store import summary_rows
from bot.store.engine import Tx
from bot.store.extents import Extent
from bot.store.indicators import Indicator
from bot.store.summaries import PhaseHead
from bot.store.summary_rows import CORRECTED, ESTIMATE, FEW, MISSING, NIL, STATE, STOOD_IN, VALUE

_LETTERS = frozenset({VALUE, NIL, MISSING, STATE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """The columns of a period by indicator id; of reports that do not count yet only what is entered, by report id."""

    columns: Mapping[int, Column]
    drafted: Mapping[int, frozenset[int]] = field(default_factory=dict)


def at(
    tx: Tx,
    heads: Sequence[PhaseHead],
    place: int,
    asked: Sequence[Indicator],
    extent: Extent,
    answering: Mapping[int, Collection[int]],
    *,
    all_phases: bool = False,
) -> Figures:
    """The figures in force at the end of the period `place` (from 1; 0 is before the first, and has none).

    A later period replaces an earlier one within its phase, or within the campaign where `all_phases`; what is asked for
    the period alone adds up from the campaign's beginning. `answering` has the units by indicator, to know who lacks what.
    """
    columns = {one.indicator_id: Column() for one in asked}
    if place < 1:
        return Figures(columns=columns)
    head = heads[place - 1]
    counted = summary_rows.counted_reports(tx, head.period_id, extent)
    few = None if extent.whole else set().union(*answering.values())
    drafted: dict[int, set[int]] = {}
    _fill(columns, summary_rows.figures_of(tx, head.period_id, few), counted, drafted)
    for one in asked:
        if one.in_period:
            column = columns[one.indicator_id]
            column.brought = {unit: value for unit, value in column.values.items() if value is not None}
    earlier = heads[: place - 1][::-1]
    within = [one for one in earlier if all_phases or one.phase_id == head.phase_id]
    running = {one.indicator_id for one in asked if not one.in_period}
    _look_back(tx, {key: columns[key] for key in running}, head, within, extent, answering)
    _add_up(tx, {key: one for key, one in columns.items() if key not in running}, earlier, extent)
    return Figures(columns=columns, drafted={key: frozenset(found) for key, found in drafted.items()})


def _fill(
    columns: Mapping[int, Column],
    rows: list[list[Any]],
    unit_of: Mapping[int, int],
    drafted: dict[int, set[int]] | None = None,
) -> None:
    """Set the rows into their columns, the newest version of each; what stands in other reports is only noted."""
    rows.sort(key=itemgetter(2))
    # The same figures come again and again: each text is made a number once.
    number = cache(Decimal)
    for report_id, indicator_id, version, letter, marks, value, numerator, denominator in rows:
        unit_id = unit_of.get(report_id)
        if unit_id is None:
            if drafted is not None:
                _note(drafted.setdefault(report_id, set()), indicator_id, letter)
            continue
        column = columns.get(indicator_id)
        if column is None:
            continue
        if version > 1:
            column.forget(unit_id)
        if letter == VALUE:
            column.values[unit_id] = number(value)
        elif letter == NIL:
            column.values[unit_id] = Decimal(0)
        elif letter == MISSING:
            column.values[unit_id] = None
        elif letter == STATE:
            column.standings[unit_id] = Standing(value)
        else:
            continue
        if numerator is not None and denominator is not None:
            column.shares[unit_id] = (number(numerator), number(denominator))
        if marks:
            _mark(column, unit_id, marks)


def _note(entered: set[int], indicator_id: int, letter: str) -> None:
    if letter in _LETTERS:
        entered.add(indicator_id)
    else:
        entered.discard(indicator_id)


def _mark(column: Column, unit_id: int, marks: int) -> None:
    if marks & ESTIMATE:
        column.estimates.add(unit_id)
    if marks & STOOD_IN:
        column.stood_in.add(unit_id)
    if marks & CORRECTED:
        column.corrected.add(unit_id)


def _look_back(
    tx: Tx,
    columns: Mapping[int, Column],
    head: PhaseHead,
    earlier: Sequence[PhaseHead],
    extent: Extent,
    answering: Mapping[int, Collection[int]],
) -> None:
    """Whoever has no figure for a period has that of the newest one before it."""
    if not earlier or not columns:
        return
    lacking = set().union(
        *({unit for unit in answering[key] if not columns[key].has(unit)} for key in columns)
    )
    also = None if len(lacking) > FEW else lacking
    reports = summary_rows.earlier_reports(
        tx, [one.period_id for one in earlier], head.period_id, also, extent
    )
    for one in earlier:
        unit_of = reports.get(one.period_id, {})
        if not unit_of:
            continue
        before = {key: Column() for key in columns}
        _fill(before, summary_rows.figures_of(tx, one.period_id, set(unit_of.values())), unit_of)
        for key, column in columns.items():
            _carry(column, before[key])


def _carry(column: Column, before: Column) -> None:
    """Take over from an earlier period what this one lacks."""
    new = [unit for unit in (*before.values, *before.standings) if not column.has(unit)]
    if not new:
        return
    found = before.of(set(new))
    column.values.update(found.values)
    column.standings.update(found.standings)
    column.shares.update(found.shares)
    column.estimates |= found.estimates
    column.stood_in |= found.stood_in
    column.corrected |= found.corrected
    column.carried.update(new)


def _add_up(tx: Tx, columns: Mapping[int, Column], earlier: Sequence[PhaseHead], extent: Extent) -> None:
    """What is asked for each period alone adds up; a period without a figure adds nothing."""
    if not columns:
        return
    for one in earlier:
        unit_of = summary_rows.counted_reports(tx, one.period_id, extent)
        before = {key: Column() for key in columns}
        few = None if extent.whole else set(unit_of.values())
        _fill(before, summary_rows.figures_of(tx, one.period_id, few, list(columns)), unit_of)
        for key, column in columns.items():
            for unit_id, value in before[key].values.items():
                so_far = column.values.get(unit_id)
                if value is not None or unit_id not in column.values:
                    column.values[unit_id] = value if so_far is None else so_far + (value or 0)
            column.estimates |= before[key].estimates
            column.stood_in |= before[key].stood_in
