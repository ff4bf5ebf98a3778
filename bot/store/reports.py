"""Reports and their figures: the sheet of a report, and what is written into it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Join,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    null,
    select,
)

from bot.campaign import report_life
from bot.campaign.model import (
    CampaignState,
    Duty,
    ReportState,
)
from bot.store.answers import ENTERED, EXPECTED, LATE, PHASE, begun, due_of, takes_part
from bot.store.engine import AnyRow, Tx
from bot.store.tables import (
    campaign_units,
    campaigns,
    periods,
    phases,
    reports,
    units,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportHead:
    """Whose report it is and for when; `due_on` is the last day on which it is on time.

    `report_id` is 0 where nobody has begun the report. `late`: whether it counts as late; None before it was handed in.
    `prefix`: what stands before the names of the buttons that mean its report; those of clusters have another.
    `source`: from what whoever has opened it enters it in the unit's stead; None where the unit itself does.
    """

    prefix: ClassVar[str] = ""
    report_id: int
    state: ReportState
    period_id: int
    unit_id: int
    unit: str
    path: str
    cluster_id: int | None
    signed_off: bool
    ended_on: date | None
    due_on: date
    lock_days: int
    late: bool | None
    phase: str
    campaign_id: int
    campaign: str
    campaign_state: str
    owner_id: int
    owner_path: str
    source: str | None = None

    @property
    def open_until(self) -> date:
        """The last day on which its unit may enter and correct."""
        return report_life.last_day(self.due_on, self.lock_days)

    def is_locked(self, day: date) -> bool:
        return report_life.is_locked(day, self.due_on, self.lock_days)


OWNER = units.alias("owner")
_OF_UNIT_AND_CAMPAIGN = (
    units.c.name.label("unit_name"),
    units.c.path.label("unit_path"),
    units.c.cluster_id.label("unit_cluster_id"),
    units.c.signed_off,
    units.c.ended_on,
    campaigns.c.lock_days,
    PHASE.label("phase_name"),
    campaigns.c.id.label("campaign_id"),
    campaigns.c.title,
    campaigns.c.state.label("campaign_state"),
    campaigns.c.owner_id,
    OWNER.c.path.label("owner_path"),
)
HEAD_COLUMNS = (
    reports.c.id.label("head_report_id"),
    reports.c.state.label("report_state"),
    reports.c.period_id,
    reports.c.unit_id.label("report_unit_id"),
    due_of(reports.c.unit_id).label("due_on"),
    LATE,
    *_OF_UNIT_AND_CAMPAIGN,
)
HEAD_JOIN = (
    reports.join(units, units.c.id == reports.c.unit_id)
    .join(periods, periods.c.id == reports.c.period_id)
    .join(phases, phases.c.id == periods.c.phase_id)
    .join(campaigns, campaigns.c.id == phases.c.campaign_id)
    .join(OWNER, OWNER.c.id == campaigns.c.owner_id)
)


def with_head(asked: FromClause, report_id: ColumnElement[int]) -> Join:
    """The rows of `asked`, each with the head of the report that it names, where it names one.

    Table by table: an outer join to HEAD_JOIN as a whole has SQLite put all reports together first.
    """
    return (
        asked.outerjoin(reports, reports.c.id == report_id)
        .outerjoin(units, units.c.id == reports.c.unit_id)
        .outerjoin(periods, periods.c.id == reports.c.period_id)
        .outerjoin(phases, phases.c.id == periods.c.phase_id)
        .outerjoin(campaigns, campaigns.c.id == phases.c.campaign_id)
        .outerjoin(OWNER, OWNER.c.id == campaigns.c.owner_id)
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
        cluster_id=row.unit_cluster_id,
        signed_off=row.signed_off,
        ended_on=row.ended_on,
        lock_days=row.lock_days,
        due_on=row.due_on,
        late=row.late,
        phase=row.phase_name,
        campaign_id=row.campaign_id,
        campaign=row.title,
        campaign_state=row.campaign_state,
        owner_id=row.owner_id,
        owner_path=row.owner_path,
    )


def head(tx: Tx, report_id: int) -> ReportHead | None:
    row = tx.execute(_HEAD, {"report": report_id}).first()
    return None if row is None else head_of(row)


_UNBEGUN = (
    select(
        literal(0).label("head_report_id"),
        literal(ReportState.DRAFT.value).label("report_state"),
        periods.c.id.label("period_id"),
        units.c.id.label("report_unit_id"),
        due_of(units.c.id).label("due_on"),
        null().label("late"),
        *_OF_UNIT_AND_CAMPAIGN,
    )
    .select_from(
        campaigns.join(campaign_units, campaign_units.c.campaign_id == campaigns.c.id)
        .join(units, units.c.id == campaign_units.c.unit_id)
        .join(phases, phases.c.campaign_id == campaigns.c.id)
        .join(periods, periods.c.phase_id == phases.c.id)
        .join(OWNER, OWNER.c.id == campaigns.c.owner_id)
    )
    .where(
        periods.c.id == bindparam("period"),
        units.c.id == bindparam("unit"),
        takes_part(periods.c.due_on),
    )
)


def unbegun(tx: Tx, *, period_id: int, unit_id: int) -> ReportHead | None:
    """The head of a report that a unit owes and nobody has begun; None where the unit does not take part."""
    row = tx.execute(_UNBEGUN, {"period": period_id, "unit": unit_id}).first()
    return None if row is None else head_of(row)


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

    @property
    def is_owed(self) -> bool:
        return self.state is None or self.state in report_life.OWED


OWED = (
    campaigns.join(campaign_units, campaign_units.c.campaign_id == campaigns.c.id)
    .join(units, units.c.id == campaign_units.c.unit_id)
    .join(phases, phases.c.campaign_id == campaigns.c.id)
    .join(periods, periods.c.phase_id == phases.c.id)
    .outerjoin(reports, and_(reports.c.period_id == periods.c.id, reports.c.unit_id == units.c.id))
)


DUE = due_of(units.c.id)
RUNNING = (CampaignState.RUNNING,)


def owed(
    tx: Tx, unit_ids: Iterable[int], day: date, *, states: Sequence[CampaignState] = RUNNING
) -> list[Due]:
    """The reports of these units in campaigns of these states whose period has begun, nearest due date first."""
    rows = tx.execute(
        select(
            campaigns.c.id.label("campaign_id"),
            campaigns.c.title,
            PHASE.label("phase"),
            periods.c.id.label("period_id"),
            DUE.label("due_on"),
            units.c.id.label("unit_id"),
            units.c.name.label("unit"),
            campaign_units.c.duty,
            reports.c.id.label("report_id"),
            reports.c.state,
            reports.c.submitted_at,
            LATE,
            EXPECTED.label("expected"),
            case((reports.c.id.is_(None), 0), else_=ENTERED).label("entered"),
        )
        .select_from(OWED)
        .where(
            campaigns.c.state.in_([state.value for state in states]),
            units.c.id.in_(list(unit_ids)),
            begun(day),
            takes_part(periods.c.due_on),
        )
        .order_by(DUE, campaigns.c.id, units.c.name)
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


def begun_report(tx: Tx, *, period_id: int, unit_id: int) -> int | None:
    found = tx.execute(
        select(reports.c.id).where(reports.c.period_id == period_id, reports.c.unit_id == unit_id)
    ).scalar()
    return None if found is None else int(found)


def head_for(tx: Tx, *, period_id: int, unit_id: int) -> ReportHead | None:
    """The head of a unit's report for a period, begun or not; None where the unit does not take part."""
    begun = begun_report(tx, period_id=period_id, unit_id=unit_id)
    return head(tx, begun) if begun else unbegun(tx, period_id=period_id, unit_id=unit_id)


def newest_of(tx: Tx, campaign_id: int, unit_id: int) -> int | None:
    """The report that a unit began last in a campaign."""
    found = tx.execute(
        select(func.max(reports.c.id))
        .select_from(
            reports.join(periods, periods.c.id == reports.c.period_id).join(
                phases, phases.c.id == periods.c.phase_id
            )
        )
        .where(reports.c.unit_id == unit_id, phases.c.campaign_id == campaign_id)
    ).scalar()
    return None if found is None else int(found)


def open_report(tx: Tx, *, period_id: int, unit_id: int, now: datetime) -> int:
    """The report of a unit for a period, begun now where it was not; returns its id."""
    found = begun_report(tx, period_id=period_id, unit_id=unit_id)
    if found is not None:
        return found
    key = tx.execute(
        insert(reports).values(
            period_id=period_id, unit_id=unit_id, state=ReportState.DRAFT.value, opened_at=now
        )
    ).inserted_primary_key
    return int(key[0]) if key else 0
