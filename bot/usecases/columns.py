"""The figures of a period by indicator and unit, and those of the periods before it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from bot.campaign.model import Standing
from bot.campaign.rollup import Column
from bot.store import summary_rows
from bot.store.engine import Tx
from bot.store.extents import Extent
from bot.store.indicators import Indicator
from bot.store.summaries import PhaseHead
from bot.store.summary_rows import CORRECTED, ESTIMATE, MISSING, NIL, STATE, STOOD_IN, VALUE

_LETTERS = frozenset({VALUE, NIL, MISSING, STATE})
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
) -> Figures:
    """The figures in force at the end of the period `place`, read only as far back as somebody lacks one.

    A later period replaces an earlier one within its phase, or within the campaign where `all_phases`; what is asked for
    the period alone adds up from the campaign's beginning. `answering` has the units by indicator.
    """
    head = heads[place - 1]
    few = None if extent.whole else frozenset[int]().union(*answering.values())
    figures = _read(tx, head, asked, extent, few)
    earlier = heads[: place - 1][::-1]
    running = [one.indicator_id for one in asked if not one.in_period]
    within = [one for one in earlier if all_phases or one.phase_id == head.phase_id]
    _look_back(tx, {key: figures.columns[key] for key in running}, head, within, extent, answering)
    in_period = [one for one in asked if one.in_period]
    for one in earlier if in_period else ():
        older = _read(tx, one, in_period, extent, few).columns
        for key, column in older.items():
            figures.columns[key] = figures.columns[key].beside(column)
    return figures


def course(
    tx: Tx, heads: Sequence[PhaseHead], place: int, asked: Sequence[Indicator], extent: Extent
) -> Iterator[Course]:
    """The periods before `place`, the oldest first; each is read once."""
    of_phase: Columns = {one.indicator_id: Column() for one in asked}
    of_campaign = dict(of_phase)
    for before, head in zip([None, *heads], heads[: place - 1], strict=False):
        new = _read(tx, head, asked, extent, None).columns
        if before is not None and before.phase_id != head.phase_id:
            of_phase = {
                one.indicator_id: of_phase[one.indicator_id] if one.in_period else Column() for one in asked
            }
        of_phase, of_campaign = (
            {
                key: new[key].beside(older[key]) if one.in_period else new[key].over(older[key])
                for one in asked
                for key in (one.indicator_id,)
            }
            for older in (of_phase, of_campaign)
        )
        yield Course(head=head, of_phase=of_phase, of_campaign=of_campaign)


def _read(
    tx: Tx, head: PhaseHead, asked: Sequence[Indicator], extent: Extent, few: Collection[int] | None
) -> Figures:
    """What was handed in for one period, and for no other."""
    columns = {one.indicator_id: Column() for one in asked}
    drafted: dict[int, set[int]] = {}
    unit_of = summary_rows.counted_reports(tx, head.period_id, extent)
    if not extent.whole and few is None:
        few = unit_of.values()
    _fill(columns, summary_rows.figures_of(tx, head.period_id, few), unit_of, drafted)
    for one in asked:
        if one.in_period:
            column = columns[one.indicator_id]
            column.brought = {unit: value for unit, value in column.values.items() if value is not None}
    return Figures(columns=columns, drafted=drafted)


def _fill(
    columns: Columns,
    given: tuple[list[Any], list[list[Any]]],
    unit_of: Mapping[int, int],
    drafted: dict[int, set[int]],
) -> None:
    """Set what was given into its columns, the newest version of each; what stands in other reports is only noted."""
    plain, marked = given
    # The same figures come again and again: each text is made a number once.
    number = cache(Decimal)
    values = {key: column.values for key, column in columns.items()}
    fields = iter(plain)
    for report_id, indicator_id, letter, value in zip(fields, fields, fields, fields, strict=True):
        unit_id = unit_of.get(report_id)
        if unit_id is None:
            _note(drafted.setdefault(report_id, set()), indicator_id, letter)
        elif indicator_id in values:
            if letter == VALUE:
                values[indicator_id][unit_id] = number(value)
            else:
                _set(columns[indicator_id], unit_id, letter, value)
    for _, report_id, indicator_id, letter, value, marks, numerator, denominator in marked:
        unit_id = unit_of.get(report_id)
        if unit_id is None:
            _note(drafted.setdefault(report_id, set()), indicator_id, letter)
        elif indicator_id in columns:
            column = columns[indicator_id]
            column.forget(unit_id)
            _set(column, unit_id, letter, value)
            if letter in _LETTERS:
                _mark(column, unit_id, marks)
            if denominator is not None:
                column.shares[unit_id] = (number(numerator), number(denominator))


def _set(column: Column, unit_id: int, letter: str, value: str) -> None:
    match letter:
        case summary_rows.VALUE:
            column.values[unit_id] = Decimal(value)
        case summary_rows.NIL:
            column.values[unit_id] = _NIL
        case summary_rows.MISSING:
            column.values[unit_id] = None
        case summary_rows.STATE:
            column.standings[unit_id] = Standing(value)


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
    columns: Columns,
    head: PhaseHead,
    earlier: Sequence[PhaseHead],
    extent: Extent,
    answering: Mapping[int, frozenset[int]],
) -> None:
    """Whoever has no figure for a period has that of the newest one before it."""
    if not earlier or not columns:
        return
    lacking = frozenset[int]().union(*(columns[key].lacking(answering[key]) for key in columns))
    wanted = lacking | summary_rows.ended(tx, head, extent)
    if not wanted:
        return
    reports = summary_rows.reports_of(tx, [one.period_id for one in earlier], wanted, extent)
    for one in earlier:
        unit_of = reports.get(one.period_id, {})
        if not unit_of:
            continue
        before = {key: Column() for key in columns}
        _fill(before, summary_rows.figures_of(tx, one.period_id, set(unit_of.values())), unit_of, {})
        for key, column in columns.items():
            _carry(column, before[key])


def _carry(column: Column, before: Column) -> None:
    """Take over from an earlier period what this one lacks."""
    new = {unit for unit in (*before.values, *before.standings) if not column.has(unit)}
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
