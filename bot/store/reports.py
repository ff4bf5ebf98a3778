"""Reports and their figures: the sheet of a report, and what is written into it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.campaign.model import (
    Comparator,
    Direction,
    Duty,
    Figure,
    FigureKind,
    Measure,
    ReportState,
    Role,
    Scope,
    Standing,
    Target,
)
from bot.store.engine import AnyRow, Tx
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    figures,
    indicators,
    periods,
    phases,
    reports,
    roles,
    unit_targets,
    units,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportHead:
    """Whose report it is and for when; `due_on` is the last day on which it is on time."""

    report_id: int
    state: ReportState
    period_id: int
    unit_id: int
    unit: str
    path: str
    due_on: date
    phase: str
    campaign_id: int
    campaign: str
    campaign_state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One indicator as a unit sees it: the target, its own target, what it has entered and what stood last period.

    `own_target` is in the indicator's measure unit: the unit's own, or the campaign's where the unit is
    the sole owner; None where neither holds, and then no % is shown.
    """

    indicator_id: int
    n: int
    section: str
    name: str
    target: Target
    measure: Measure
    own_target: Decimal | None
    figure: Figure | None
    typed: str | None
    reason: str | None
    version: int
    last: Decimal | None


HEAD_COLUMNS = (
    reports.c.id.label("head_report_id"),
    reports.c.state.label("report_state"),
    reports.c.period_id,
    reports.c.unit_id.label("report_unit_id"),
    units.c.name.label("unit_name"),
    units.c.path.label("unit_path"),
    periods.c.due_on,
    phases.c.name.label("phase_name"),
    campaigns.c.id.label("campaign_id"),
    campaigns.c.title,
    campaigns.c.state.label("campaign_state"),
)
HEAD_JOIN = (
    reports.join(units, units.c.id == reports.c.unit_id)
    .join(periods, periods.c.id == reports.c.period_id)
    .join(phases, phases.c.id == periods.c.phase_id)
    .join(campaigns, campaigns.c.id == phases.c.campaign_id)
)
_HEAD = select(*HEAD_COLUMNS).select_from(HEAD_JOIN).where(reports.c.id == bindparam("report"))


def head_of(row: AnyRow) -> ReportHead | None:
    if row.head_report_id is None:
        return None
    return ReportHead(
        report_id=row.head_report_id,
        state=ReportState(row.report_state),
        period_id=row.period_id,
        unit_id=row.report_unit_id,
        unit=row.unit_name,
        path=row.unit_path,
        due_on=row.due_on,
        phase=row.phase_name,
        campaign_id=row.campaign_id,
        campaign=row.title,
        campaign_state=row.campaign_state,
    )


def head(tx: Tx, report_id: int) -> ReportHead | None:
    row = tx.execute(_HEAD, {"report": report_id}).first()
    return None if row is None else head_of(row)


def answers_for(unit: FromClause = units) -> ColumnElement[bool]:
    """The condition under which a unit answers for an indicator: all required units, its kind, its cluster, itself."""
    return or_(
        and_(assignments.c.scope == Scope.ALL.value, campaign_units.c.duty == Duty.REQUIRED.value),
        and_(assignments.c.scope == Scope.KIND.value, assignments.c.kind == unit.c.kind),
        and_(assignments.c.scope == Scope.CLUSTER.value, assignments.c.cluster_id == unit.c.cluster_id),
        and_(assignments.c.scope == Scope.OWNER.value, assignments.c.unit_id == unit.c.id),
    )


# The figure of the latest earlier period that this unit has handed in, for the difference to last time.
_earlier = figures.alias("earlier")
_earlier_report = reports.alias("earlier_report")
_earlier_period = periods.alias("earlier_period")
_LAST = (
    select(_earlier.c.value)
    .select_from(
        _earlier_report.join(_earlier_period, _earlier_period.c.id == _earlier_report.c.period_id).join(
            _earlier, _earlier.c.report_id == _earlier_report.c.id
        )
    )
    .where(
        _earlier_report.c.unit_id == reports.c.unit_id,
        _earlier_report.c.state == ReportState.SUBMITTED.value,
        _earlier_period.c.due_on < periods.c.due_on,
        _earlier.c.indicator_id == indicators.c.id,
        _earlier.c.kind.in_([FigureKind.VALUE.value, FigureKind.NIL.value]),
    )
    .order_by(_earlier_period.c.due_on.desc(), _earlier.c.version.desc())
    .limit(1)
    .correlate(reports, periods, indicators)
    .scalar_subquery()
)

_SHEET = (
    select(
        indicators.c.id,
        indicators.c.n,
        indicators.c.section,
        indicators.c.name,
        indicators.c.comparator,
        indicators.c.value.label("target"),
        indicators.c.value_to.label("target_to"),
        indicators.c.measure_unit,
        indicators.c.direction,
        indicators.c.measure,
        assignments.c.scope,
        unit_targets.c.value.label("own_target"),
        figures.c.kind,
        figures.c.value,
        figures.c.standing,
        figures.c.typed,
        figures.c.reason,
        figures.c.version,
        _LAST.label("last"),
    )
    .select_from(
        HEAD_JOIN.join(indicators, indicators.c.campaign_id == campaigns.c.id)
        .join(assignments, assignments.c.indicator_id == indicators.c.id)
        .join(
            campaign_units,
            and_(campaign_units.c.campaign_id == campaigns.c.id, campaign_units.c.unit_id == units.c.id),
        )
        .outerjoin(
            unit_targets,
            and_(unit_targets.c.indicator_id == indicators.c.id, unit_targets.c.unit_id == units.c.id),
        )
        .outerjoin(
            figures, and_(figures.c.report_id == reports.c.id, figures.c.indicator_id == indicators.c.id)
        )
    )
    .where(reports.c.id == bindparam("report"), answers_for())
    .order_by(indicators.c.n, figures.c.version)
)


def sheet(tx: Tx, report_id: int) -> list[Line]:
    """The indicators for which the report's unit answers, in their order, each with its newest figure."""
    newest: dict[int, AnyRow] = {row.id: row for row in tx.execute(_SHEET, {"report": report_id})}
    return [_line(row) for row in newest.values()]


def _line(row: AnyRow) -> Line:
    target = Target(
        comparator=Comparator(row.comparator) if row.comparator else None,
        value=row.target,
        value_to=row.target_to,
        measure_unit=row.measure_unit,
        direction=Direction(row.direction) if row.direction else None,
    )
    own_target = row.own_target
    if own_target is None and row.scope == Scope.OWNER.value:
        own_target = row.target
    return Line(
        indicator_id=row.id,
        n=row.n,
        section=row.section,
        name=row.name,
        target=target,
        measure=Measure(row.measure),
        own_target=own_target,
        figure=_figure(row),
        typed=row.typed,
        reason=row.reason,
        version=row.version or 0,
        last=row.last,
    )


def _figure(row: AnyRow) -> Figure | None:
    if row.kind is None or row.kind == FigureKind.CLEARED.value:
        return None
    return Figure(
        kind=FigureKind(row.kind),
        value=row.value,
        standing=Standing(row.standing) if row.standing else None,
    )


_INSERT_FIGURE = insert(figures).inline()


def add_figure(
    tx: Tx,
    *,
    report_id: int,
    line: Line,
    figure: Figure,
    typed: str,
    reason: str | None,
    person_id: int,
    message_id: int | None,
    now: datetime,
) -> None:
    """Append the next version of a figure. Two people at once: the unique key lets only one be that version."""
    tx.execute(
        _INSERT_FIGURE,
        {
            "report_id": report_id,
            "indicator_id": line.indicator_id,
            "version": line.version + 1,
            "kind": figure.kind.value,
            "value": figure.value,
            "standing": figure.standing.value if figure.standing else None,
            "typed": typed,
            "reason": reason,
            "person_id": person_id,
            "at": now,
            "message_id": message_id,
        },
    )


def given_by_message(tx: Tx, person_id: int, message_id: int) -> list[tuple[int, int]]:
    """The figures that a chat message gave, as (report id, indicator id)."""
    rows = tx.execute(
        select(figures.c.report_id, figures.c.indicator_id)
        .where(figures.c.person_id == person_id, figures.c.message_id == message_id)
        .distinct()
    )
    return [(row.report_id, row.indicator_id) for row in rows]


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A report that a unit owes or has given: one row of `/baocao`. `report_id` is None before it was opened."""

    campaign_id: int
    campaign: str
    phase: str
    period_id: int
    due_on: date
    unit_id: int
    unit: str
    duty: Duty
    report_id: int | None
    state: ReportState | None
    submitted_at: datetime | None
    late: bool | None
    expected: int
    entered: int


_newer = figures.alias("newer")
_ENTERED = (
    select(func.count())
    .select_from(figures)
    .where(
        figures.c.report_id == reports.c.id,
        figures.c.kind != FigureKind.CLEARED.value,
        ~exists(
            select(_newer.c.id).where(
                _newer.c.report_id == figures.c.report_id,
                _newer.c.indicator_id == figures.c.indicator_id,
                _newer.c.version > figures.c.version,
            )
        ),
    )
    .correlate(reports)
    .scalar_subquery()
)
_EXPECTED = (
    select(func.count())
    .select_from(indicators.join(assignments, assignments.c.indicator_id == indicators.c.id))
    .where(indicators.c.campaign_id == campaigns.c.id, answers_for())
    .correlate(campaigns, units, campaign_units)
    .scalar_subquery()
)
OWED = (
    campaigns.join(campaign_units, campaign_units.c.campaign_id == campaigns.c.id)
    .join(units, units.c.id == campaign_units.c.unit_id)
    .join(phases, phases.c.campaign_id == campaigns.c.id)
    .join(periods, periods.c.phase_id == phases.c.id)
    .outerjoin(reports, and_(reports.c.period_id == periods.c.id, reports.c.unit_id == units.c.id))
)


def owed(tx: Tx, unit_ids: Iterable[int], day: date) -> list[Due]:
    """The reports of these units in running campaigns whose phase has begun by this day, nearest due date first."""
    rows = tx.execute(
        select(
            campaigns.c.id.label("campaign_id"),
            campaigns.c.title,
            phases.c.name.label("phase"),
            periods.c.id.label("period_id"),
            periods.c.due_on,
            units.c.id.label("unit_id"),
            units.c.name.label("unit"),
            campaign_units.c.duty,
            reports.c.id.label("report_id"),
            reports.c.state,
            reports.c.submitted_at,
            reports.c.late,
            _EXPECTED.label("expected"),
            case((reports.c.id.is_(None), 0), else_=_ENTERED).label("entered"),
        )
        .select_from(OWED)
        .where(
            campaigns.c.state == "running",
            units.c.id.in_(list(unit_ids)),
            or_(phases.c.starts_on.is_(None), phases.c.starts_on <= day),
        )
        .order_by(periods.c.due_on, campaigns.c.id, units.c.name)
    )
    return [
        Due(
            campaign_id=row.campaign_id,
            campaign=row.title,
            phase=row.phase,
            period_id=row.period_id,
            due_on=row.due_on,
            unit_id=row.unit_id,
            unit=row.unit,
            duty=Duty(row.duty),
            report_id=row.report_id,
            state=ReportState(row.state) if row.state else None,
            submitted_at=row.submitted_at,
            late=row.late,
            expected=row.expected,
            entered=row.entered,
        )
        for row in rows
    ]


def open_report(tx: Tx, *, period_id: int, unit_id: int, now: datetime) -> int:
    """The report of a unit for a period, begun now where it was not; returns its id."""
    found = tx.execute(
        select(reports.c.id).where(reports.c.period_id == period_id, reports.c.unit_id == unit_id)
    ).scalar()
    if found is not None:
        return int(found)
    key = tx.execute(
        insert(reports).values(
            period_id=period_id, unit_id=unit_id, state=ReportState.DRAFT.value, opened_at=now
        )
    ).inserted_primary_key
    return int(key[0]) if key else 0


def submit(tx: Tx, *, report_id: int, person_id: int, due_on: date, late: bool, now: datetime) -> None:
    tx.execute(
        update(reports)
        .where(reports.c.id == report_id)
        .values(
            state=ReportState.SUBMITTED.value,
            submitted_at=now,
            submitted_by=person_id,
            due_on=due_on,
            late=late,
        )
    )


def focal_points(tx: Tx, unit_ids: Sequence[int], now: datetime) -> list[tuple[int, int]]:
    """Who reports for these units now, as (unit id, person id)."""
    rows = tx.execute(
        select(roles.c.unit_id, roles.c.person_id).where(
            roles.c.unit_id.in_(unit_ids),
            roles.c.role == Role.FOCAL_POINT.value,
            roles.c.since <= now,
            or_(roles.c.until.is_(None), roles.c.until > now),
        )
    )
    return [(row.unit_id, row.person_id) for row in rows]


def submission(tx: Tx, report_id: int) -> tuple[datetime, bool] | None:
    """When the report was handed in and whether late; None before."""
    row = tx.execute(select(reports.c.submitted_at, reports.c.late).where(reports.c.id == report_id)).first()
    return None if row is None or row.submitted_at is None else (row.submitted_at, bool(row.late))
