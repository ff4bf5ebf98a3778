"""The units in a summary's content: how far each is, its cluster, and who has not reported."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from bot.campaign.assessments import Assessment, assess
from bot.campaign.model import Duty, ReportState, Scope
from bot.campaign.report_life import COUNTED, HANDED_IN, OWED
from bot.language.folding import fold
from bot.reports.units import Cell, ClusterRow, LateLists, LateRow, UnitRow
from bot.store import cluster_dues, nudges, summary_rows
from bot.store.engine import Tx
from bot.store.indicators import Indicator
from bot.store.summary_rows import Member
from bot.usecases.content_ground import Ground, percent_of

_RISKY = frozenset({Assessment.NOT_MET, Assessment.AT_RISK, Assessment.NONE})
_ONE_DECIMAL = Decimal("0.1")
_NOTHING: set[int] = set()
_NO_FIGURE = Cell(None, None, Assessment.NONE)
_STANDING = Cell(None, None, Assessment.QUALITATIVE)
_NONE_YET = dict.fromkeys(Assessment, 0)


def rate(part: int, whole: int) -> Decimal | None:
    """A share in per cent with one decimal; None of nothing."""
    if not whole:
        return None
    return (Decimal(part * 100) / whole).quantize(_ONE_DECIMAL, ROUND_HALF_UP)


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitProgress:
    """How far a unit is, without its figures: a line of a list."""

    unit_id: int
    unit: str
    cluster_id: int | None
    cluster: str | None
    duty: Duty
    state: ReportState | None
    late: bool | None
    days_late: int
    entered: int
    expected: int


def unit_progress(on: Ground) -> list[UnitProgress]:
    """Every unit that is seen: those that owe a report first, required ones before invited ones, then by name."""
    entered: dict[int, int] = dict.fromkeys((unit.unit_id for unit in on.members), 0)
    expected = dict(entered)
    for one in on.asked:
        answering = on.answering[one.indicator_id]
        for unit_id in answering:
            expected[unit_id] += 1
        for unit_id in answering.intersection(_entered(on, one)):
            entered[unit_id] += 1
    for unit in on.members:
        drafted = on.figures.drafted.get(unit.report_id or 0)
        if unit.state not in COUNTED and drafted is not None:
            entered[unit.unit_id] = sum(unit.unit_id in on.answering.get(key, ()) for key in drafted)
    found = [
        UnitProgress(
            unit_id=unit.unit_id,
            unit=unit.unit,
            cluster_id=unit.cluster_id,
            cluster=unit.cluster,
            duty=unit.duty,
            state=unit.state,
            late=bool(unit.late) if unit.state in HANDED_IN else None,
            days_late=_days_late(on, unit),
            entered=entered[unit.unit_id],
            expected=expected[unit.unit_id],
        )
        for unit in on.members
    ]
    return sorted(
        found,
        key=lambda unit: (
            unit.duty is not Duty.REQUIRED,
            unit.state in COUNTED,
            unit.state in HANDED_IN,
            fold(unit.unit),
        ),
    )


def unit_rows(tx: Tx, on: Ground) -> tuple[UnitRow, ...]:
    """Every unit that is seen, by name, with its own figures against its own targets."""
    day = on.now.date()
    punctual = summary_rows.punctuality(tx, on.head, day, on.extent)
    due = [one.due_on for one in on.heads if one.due_on < day and one.due_on <= on.head.due_on]
    by_name = sorted(on.members, key=lambda unit: (fold(unit.unit), unit.unit_id))
    asked = [_Asked(one.indicator_id, one.n, _cells(on, one), _entered(on, one)) for one in on.asked]
    return tuple(_unit(on, asked, unit, due, punctual.get(unit.unit_id, (0, 0))) for unit in by_name)


class _Asked(NamedTuple):
    """An indicator with its cell of each unit that answers for it, and the units that entered it in this period."""

    indicator_id: int
    n: int
    cells: Mapping[int, Cell]
    entered: Collection[int]


def _unit(
    on: Ground, asked: Sequence[_Asked], unit: Member, due: Sequence[date], punctual: tuple[int, int]
) -> UnitRow:
    unit_id = unit.unit_id
    cells: list[Cell | None] = []
    counts = _NONE_YET.copy()
    entered = reported = expected = 0
    risks = []
    drafted = on.figures.drafted.get(unit.report_id or 0, _NOTHING)
    for indicator_id, n, cells_of, entered_by in asked:
        cell = cells_of.get(unit_id)
        cells.append(cell)
        if cell is None:
            continue
        assessment = cell.assessment
        counts[assessment] += 1
        expected += 1
        counts_now = unit_id in entered_by
        reported += counts_now
        entered += counts_now or indicator_id in drafted
        if assessment in _RISKY:
            risks.append(n)
    on_time, early = punctual
    still_open = unit.state not in HANDED_IN and unit.due_on > on.head.due_on and unit.due_on >= on.now.date()
    periods_due = _taking_part(unit, due) + early - (still_open and on.head.due_on in due)
    if unit.duty is not Duty.REQUIRED:
        # Who is invited is never late, and nothing is due from him.
        on_time = periods_due = 0
    return UnitRow(
        unit_id=unit.unit_id,
        code=unit.code,
        unit=unit.unit,
        cluster_id=unit.cluster_id,
        cluster=unit.cluster,
        duty=unit.duty,
        due_on=unit.due_on,
        state=unit.state,
        submitted_at=unit.submitted_at if unit.state in HANDED_IN else None,
        late=bool(unit.late) if unit.state in HANDED_IN else None,
        days_late=_days_late(on, unit),
        expected=expected,
        entered=entered,
        reported=reported,
        counts=counts,
        cells=tuple(cells),
        completeness=rate(reported, expected),
        on_time=on_time,
        periods_due=periods_due,
        timeliness=rate(on_time, periods_due),
        risks=tuple(risks),
    )


def _taking_part(unit: Member, due: Sequence[date]) -> int:
    return sum(unit.from_on is None or unit.from_on <= day for day in due)


def _entered(on: Ground, one: Indicator) -> Collection[int]:
    column = on.figures.columns[one.indicator_id]
    return (column.values.keys() | column.standings.keys()) - column.carried


def _cells(on: Ground, one: Indicator) -> dict[int, Cell]:
    """The cell of each unit that answers for an indicator."""
    column = on.figures.columns[one.indicator_id]
    answering = on.answering[one.indicator_id]
    if one.target.value is None:
        return {unit: _STANDING if unit in column.standings else _NO_FIGURE for unit in answering}
    values = column.values
    its_own = one.assignment.scope is Scope.OWNER
    own = on.own.get(one.indicator_id, {})
    found = {}
    for unit_id in answering:
        value = values.get(unit_id)
        if value is None:
            found[unit_id] = _NO_FIGURE
        elif its_own or unit_id in own:
            found[unit_id] = _measured(on, one, unit_id, value)
        else:
            # Most cells of a province: nothing to compute.
            found[unit_id] = Cell(value, None, Assessment.NO_TARGET)
    return found


def _measured(on: Ground, one: Indicator, unit_id: int, value: Decimal) -> Cell:
    measured = on.own_target(one, frozenset({unit_id}))
    if measured is None:
        return Cell(value, None, Assessment.NO_TARGET)
    found = assess(measured, value, pace=on.pace(one, measured))
    return Cell(value, percent_of(value, measured), found)


def _days_late(on: Ground, unit: Member) -> int:
    """How many calendar days behind its due date: as handed in, or by today where it is owed by a required unit."""
    if unit.state in HANDED_IN:
        if not unit.late or unit.submitted_at is None:
            return 0
        return max(0, (unit.submitted_at.astimezone(on.now.tzinfo).date() - unit.due_on).days)
    return max(0, (on.now.date() - unit.due_on).days) if unit.duty is Duty.REQUIRED else 0


def cluster_rows(tx: Tx, on: Ground, units: Sequence[UnitRow]) -> tuple[ClusterRow, ...]:
    """The clusters by name, then the units that are in none; only required units count."""
    states = {one.cluster_id: one.state for one in cluster_dues.of_period(tx, on.head.period_id, on.now)}
    found: dict[tuple[str, int | None], list[UnitRow]] = {}
    for unit in units:
        if unit.duty is Duty.REQUIRED:
            found.setdefault((unit.cluster or "", unit.cluster_id), []).append(unit)
    order = sorted(found, key=lambda one: (one[1] is None, fold(one[0]), one[1] or 0))
    return tuple(_cluster(found[key], states) for key in order)


def _cluster(units: Sequence[UnitRow], states: dict[int, ReportState | None]) -> ClusterRow:
    on_time = sum(unit.late is False for unit in units)
    late = sum(unit.late is True for unit in units)
    overdue = sum(unit.late is None and unit.days_late > 0 for unit in units)
    moments: list[datetime] = [unit.submitted_at for unit in units if unit.submitted_at is not None]
    cluster_id = units[0].cluster_id
    reported = sum(unit.state in COUNTED for unit in units)
    return ClusterRow(
        cluster_id=cluster_id,
        cluster=units[0].cluster,
        units=len(units),
        reported=reported,
        on_time=on_time,
        late=late,
        overdue=overdue,
        completeness=rate(reported, len(units)),
        timeliness=rate(on_time, on_time + late + overdue),
        last_at=max(moments, default=None),
        risks=sum(len(unit.risks) for unit in units),
        own_state=None if cluster_id is None else states.get(cluster_id),
    )


def late_lists(tx: Tx, on: Ground, units: Sequence[UnitRow]) -> LateLists:
    """Who has not reported: nothing yet, incomplete, waiting for sign-off, nobody connected; and who was invited."""
    contacts = summary_rows.contacts(tx, on.head, on.now, on.extent)
    nudged = nudges.nudged(tx, on.head.period_id, on.extent, on.now.tzinfo)
    lists: dict[str, list[LateRow]] = {name: [] for name in LateLists.__slots__}
    reports = {unit.unit_id: unit.report_id for unit in on.members}
    for unit in units:
        name = list_of(unit, connected=unit.unit_id in contacts)
        if name is None:
            continue
        told = nudged.get(unit.unit_id)
        lists[name].append(
            LateRow(
                unit_id=unit.unit_id,
                unit=unit.unit,
                cluster=unit.cluster,
                contacts=tuple(contacts.get(unit.unit_id, ())) if on.extent.people else (),
                due_on=unit.due_on,
                days_late=unit.days_late,
                missing=_missing(on, unit, reports[unit.unit_id]),
                expected=unit.expected,
                nudges=0 if told is None else told.days,
                nudged_at=None if told is None else told.last,
            )
        )
    return LateLists(**{name: tuple(rows) for name, rows in lists.items()})


def list_of(unit: UnitRow | UnitProgress, *, connected: bool) -> str | None:
    """In which of the lists of who has not reported a unit stands; None where it has, or need not."""
    if unit.state is ReportState.WAITING:
        return "waiting" if unit.duty is Duty.REQUIRED else None
    if unit.state is not None and unit.state not in OWED:
        return None
    if unit.duty is not Duty.REQUIRED:
        return "invited"
    if not connected:
        return "unconnected"
    return "incomplete" if unit.entered else "nothing"


def _missing(on: Ground, unit: UnitRow, report_id: int | None) -> tuple[str, ...]:
    drafted = on.figures.drafted.get(report_id or 0, _NOTHING)
    return tuple(
        one.name
        for one, cell in zip(on.asked, unit.cells, strict=True)
        if cell is not None and one.indicator_id not in drafted
    )
