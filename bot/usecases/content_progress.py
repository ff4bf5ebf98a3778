"""The main table of a summary: each indicator over the units that are seen, and the line that counts them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.campaign import targets
from bot.campaign.assessments import Assessment, assess
from bot.campaign.model import Standing
from bot.campaign.rollup import Column, brought, cumulative
from bot.reports.content import Above, Notes, ProgressGroup, ProgressRow, Responsible
from bot.store import evidence, summary_rows
from bot.store.engine import Tx
from bot.store.indicators import Indicator
from bot.usecases.columns import Columns
from bot.usecases.content_ground import RESTATED, Ground, below_their_wholes, followed, percent_of

NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_NOTHING = Column()


@dataclass(frozen=True, kw_only=True, slots=True)
class Before:
    """The figures in force at the end of the period before and of the one before that, in whatever phase they are."""

    columns: Columns
    before_that: Columns


def progress_groups(tx: Tx, on: Ground, before: Before | None = None) -> tuple[ProgressGroup, ...]:
    """The main table; without `before` it does not say what the periods brought."""
    questions = summary_rows.open_questions(tx, on.head.period_id, on.extent)
    pieces = evidence.counts_of_period(tx, on.head.period_id) if on.extent.whole else {}
    rows: dict[str, list[ProgressRow]] = {}
    stt = 0
    by_id = {one.indicator_id: one for one in on.asked}
    for one, top in below_their_wholes(on.asked):
        stt += top is None
        key = one.indicator_id
        section = one.section if top is None else top.section
        restated = followed(one, by_id, RESTATED)
        rows.setdefault(section, []).append(
            _row(
                on,
                one,
                stt=stt if top is None else None,
                whole=_above(top) if restated is one else None,
                restated=_above(restated) if restated is not one else None,
                before=None if before is None else before.columns.get(key, Column()),
                before_that=_NOTHING if before is None else before.before_that.get(key, _NOTHING),
                follow_ups=len(questions.get(key, ())),
                evidence=pieces.get(key, 0),
            )
        )
    return tuple(
        ProgressGroup(
            numeral=NUMERALS[n] if n < len(NUMERALS) else str(n + 1), title=title, rows=tuple(group)
        )
        for n, (title, group) in enumerate(rows.items())
    )


def _row(
    on: Ground,
    one: Indicator,
    *,
    stt: int | None,
    whole: Above | None,
    restated: Above | None,
    before: Column | None,
    before_that: Column,
    follow_ups: int,
    evidence: int,
) -> ProgressRow:
    column = on.figures.columns[one.indicator_id]
    answering = on.answering[one.indicator_id]
    # Units that are no more, and whose figures stay under their names, count beside those of today.
    gone = len((column.values.keys() | column.standings.keys()) - answering)
    expected = len(answering) + gone
    numbers = column.numbers()
    unit = one.target.measure_unit
    actual = cumulative(one.measure, unit, column, answering=expected)
    measured = on.measured(one, answering)
    wanted = on.pace(one, measured)
    this, last = None, None
    if before is not None:
        this, last = _brought(on, one, before, before_that, expected)
    standings = list(column.standings.values())
    reported = len(standings) if one.target.value is None else len(numbers)
    return ProgressRow(
        indicator_id=one.indicator_id,
        n=one.n,
        stt=stt,
        whole=whole,
        restated=restated,
        name=one.name,
        measure=one.measure,
        target=one.target,
        target_words=targets.words(one.target),
        measured=measured,
        last=last,
        this=this,
        cumulative=actual,
        lowest=min(numbers, default=None) if actual is None else None,
        highest=max(numbers, default=None) if actual is None else None,
        percent=percent_of(actual, measured),
        assessment=assess(measured, actual, pace=wanted, reported=reported),
        standings=tuple((each, standings.count(each)) for each in Standing if each in standings),
        reported=reported,
        expected=expected,
        responsible=Responsible(one.assignment.scope.value),
        responsible_name=one.answers or "",
        notes=Notes(
            corrected=len(column.corrected),
            estimates=len(column.estimates),
            follow_ups=follow_ups,
            stood_in=len(column.stood_in),
            carried=len(column.carried),
            at_bound=actual is not None
            and measured is not None
            and targets.at_strict_bound(measured, actual),
        ),
        evidence=evidence,
        wanted=wanted,
    )


def with_before(on: Ground, rows: Sequence[ProgressRow], before: Before) -> tuple[ProgressRow, ...]:
    """The same rows with what this period brought and the one before it, of which they were read without."""
    by_id = {one.indicator_id: one for one in on.asked}
    found = []
    for row in rows:
        key = row.indicator_id
        columns = before.columns.get(key, _NOTHING), before.before_that.get(key, _NOTHING)
        this, last = _brought(on, by_id[key], *columns, row.expected)
        found.append(replace(row, this=this, last=last))
    return tuple(found)


def _brought(
    on: Ground, one: Indicator, before: Column, before_that: Column, expected: int
) -> tuple[Decimal | None, Decimal | None]:
    """What this period brought, and the one before it; or their levels."""
    column, unit = on.figures.columns[one.indicator_id], one.target.measure_unit
    return (
        brought(one.measure, unit, column, before, in_period=one.in_period, answering=expected),
        brought(one.measure, unit, before, before_that, in_period=one.in_period, answering=expected),
    )


def counted(groups: Sequence[ProgressGroup]) -> dict[Assessment, int]:
    """The counting line: each indicator in exactly one of the assessments.

    Where its target is said in several measure units it counts by the first of them in which there is a figure.
    """
    found: dict[int, Assessment] = {}
    for row in (row for group in groups for row in group.rows):
        key = row.restated.indicator_id if row.restated else row.indicator_id
        if found.get(key, Assessment.NONE) is Assessment.NONE:
            found[key] = row.assessment
    counts = Counter(found.values())
    return {each: counts[each] for each in Assessment}


def _above(one: Indicator | None) -> Above | None:
    return None if one is None else Above(one.indicator_id, one.n)
