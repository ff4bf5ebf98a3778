"""What units hold in campaigns: parts, reports, figures, indicators and targets, handed on when they are succeeded."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import and_, func, literal, or_, select

from bot.campaign import report_life
from bot.campaign.model import CampaignState, Duty, FigureKind, Measure, ReportState
from bot.campaign.successions import Entry, Stage
from bot.store.answers import FIGURE, NEWEST, PHASE, answers_for, figure_of, given, takes_part
from bot.store.engine import Tx
from bot.store.reports import OWED
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    figures,
    follow_ups,
    indicators,
    periods,
    phases,
    reports,
    units,
)
from bot.store.target_tables import unit_targets
from bot.store.unit_targets import in_force


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A unit's part in a campaign that runs or is still a draft."""

    campaign_id: int
    state: CampaignState
    unit_id: int
    duty: Duty


def parts(tx: Tx, unit_ids: Collection[int]) -> list[Part]:
    rows = tx.execute(
        select(campaigns.c.id, campaigns.c.state, campaign_units.c.unit_id, campaign_units.c.duty)
        .join(campaign_units, campaign_units.c.campaign_id == campaigns.c.id)
        .where(
            campaign_units.c.unit_id.in_(unit_ids),
            campaign_units.c.until_on.is_(None),
            campaigns.c.state.in_([CampaignState.RUNNING.value, CampaignState.DRAFT.value]),
        )
        .order_by(campaigns.c.id)
    )
    return [
        Part(
            campaign_id=row.id,
            state=CampaignState(row.state),
            unit_id=row.unit_id,
            duty=Duty(row.duty),
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    """A report of one of the units in a running campaign."""

    report_id: int
    unit_id: int
    unit: str
    campaign_id: int
    period_id: int
    phase: str
    state: ReportState
    submitted_at: datetime | None
    submitted_by: int | None
    due_on: date | None
    late: bool
    entered: int

    @property
    def stage(self) -> Stage:
        return Stage.of(self.state)


_ENTERED = (
    select(func.count())
    .where(figures.c.report_id == reports.c.id, NEWEST, figures.c.kind != FigureKind.CLEARED.value)
    .correlate(reports)
    .scalar_subquery()
)


def begun(tx: Tx, unit_ids: Collection[int]) -> list[Begun]:
    rows = tx.execute(
        select(
            reports.c.id,
            reports.c.unit_id,
            units.c.name.label("unit"),
            campaigns.c.id.label("campaign_id"),
            periods.c.id.label("period_id"),
            phases.c.name.label("phase"),
            reports.c.state,
            reports.c.submitted_at,
            reports.c.submitted_by,
            reports.c.due_on,
            and_(reports.c.late, ~reports.c.excused).label("late"),
            _ENTERED.label("entered"),
        )
        .join(units, units.c.id == reports.c.unit_id)
        .join(periods, periods.c.id == reports.c.period_id)
        .join(phases, phases.c.id == periods.c.phase_id)
        .join(campaigns, campaigns.c.id == phases.c.campaign_id)
        .where(reports.c.unit_id.in_(unit_ids), campaigns.c.state == CampaignState.RUNNING.value)
        .order_by(periods.c.due_on, units.c.name)
    )
    return [
        Begun(
            report_id=row.id,
            unit_id=row.unit_id,
            unit=row.unit,
            campaign_id=row.campaign_id,
            period_id=row.period_id,
            phase=row.phase,
            state=ReportState(row.state),
            submitted_at=row.submitted_at,
            submitted_by=row.submitted_by,
            due_on=row.due_on,
            late=bool(row.late),
            entered=row.entered,
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unpaid:
    """A report that one of the units has not handed in."""

    unit: str
    phase: str


def unpaid(tx: Tx, unit_ids: Collection[int], *, before: date) -> list[Unpaid]:
    """What these units owe of periods that were due before a day."""
    rows = tx.execute(
        select(units.c.name, PHASE.label("phase"))
        .select_from(OWED)
        .where(
            campaigns.c.state == CampaignState.RUNNING.value,
            units.c.id.in_(unit_ids),
            periods.c.due_on < before,
            takes_part(periods.c.due_on),
            or_(reports.c.state.is_(None), reports.c.state.in_(report_life.OWED)),
        )
        .order_by(periods.c.due_on, units.c.name)
    )
    return [Unpaid(unit=row.name, phase=row.phase) for row in rows]


def open_questions(tx: Tx, unit_ids: Collection[int]) -> int:
    """How many questions about figures of these units wait to be closed."""
    asked = (
        select(func.count())
        .select_from(follow_ups.join(reports, reports.c.id == follow_ups.c.report_id))
        .where(reports.c.unit_id.in_(unit_ids), follow_ups.c.closed_at.is_(None))
    )
    return tx.execute(asked).scalar() or 0


def entries(tx: Tx, unit_ids: Collection[int]) -> list[Entry]:
    """The figures in force of these units in running campaigns."""
    rows = tx.execute(
        select(
            reports.c.unit_id,
            reports.c.state,
            periods.c.id.label("period_id"),
            periods.c.n.label("place"),
            periods.c.due_on,
            phases.c.id.label("phase"),
            figures.c.indicator_id,
            indicators.c.measure,
            indicators.c.in_period,
            *FIGURE,
            figures.c.reason,
        )
        .join(figures, figures.c.report_id == reports.c.id)
        .join(indicators, indicators.c.id == figures.c.indicator_id)
        .join(periods, periods.c.id == reports.c.period_id)
        .join(phases, phases.c.id == periods.c.phase_id)
        .join(campaigns, campaigns.c.id == phases.c.campaign_id)
        .where(
            reports.c.unit_id.in_(unit_ids),
            campaigns.c.state == CampaignState.RUNNING.value,
            NEWEST,
        )
        .order_by(periods.c.id, figures.c.indicator_id, reports.c.unit_id)
    )
    found = []
    for row in rows:
        figure = figure_of(row)
        if figure is not None:
            found.append(
                Entry(
                    unit_id=row.unit_id,
                    period_id=row.period_id,
                    phase=row.phase,
                    place=row.place,
                    due_on=row.due_on,
                    indicator_id=row.indicator_id,
                    measure=Measure(row.measure),
                    in_period=row.in_period,
                    stage=Stage.of(ReportState(row.state)),
                    figure=figure,
                    reason=row.reason,
                )
            )
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """An indicator of a running campaign for which a unit answers."""

    campaign_id: int
    campaign: str
    indicator_id: int
    parent_id: int | None
    n: int
    name: str


def answered(tx: Tx, unit_id: int, day: date) -> list[Answered]:
    """For what a unit answers in running campaigns, as it is asked on a day."""
    rows = tx.execute(
        select(
            campaigns.c.id.label("campaign_id"),
            campaigns.c.title,
            indicators.c.id,
            indicators.c.parent_id,
            indicators.c.n,
            indicators.c.name,
        )
        .join(campaign_units, campaign_units.c.campaign_id == campaigns.c.id)
        .join(units, units.c.id == campaign_units.c.unit_id)
        .join(indicators, indicators.c.campaign_id == campaigns.c.id)
        .join(assignments, assignments.c.indicator_id == indicators.c.id)
        .where(
            units.c.id == unit_id,
            campaigns.c.state == CampaignState.RUNNING.value,
            campaign_units.c.until_on.is_(None),
            answers_for(),
            given(literal(day)),
        )
        .order_by(campaigns.c.id, indicators.c.n)
    )
    return [
        Answered(
            campaign_id=row.campaign_id,
            campaign=row.title,
            indicator_id=row.id,
            parent_id=row.parent_id,
            n=row.n,
            name=row.name,
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnTarget:
    """The own target of one of the units, in the indicator's measure unit."""

    campaign_id: int
    indicator_id: int
    measure: Measure
    unit_id: int
    value: Decimal


def own_targets(tx: Tx, unit_ids: Collection[int]) -> list[OwnTarget]:
    """Those in force in campaigns that run or are still drafts."""
    rows = tx.execute(
        select(
            indicators.c.campaign_id,
            indicators.c.id,
            indicators.c.measure,
            unit_targets.c.unit_id,
            unit_targets.c.value,
        )
        .join(unit_targets, unit_targets.c.indicator_id == indicators.c.id)
        .join(campaigns, campaigns.c.id == indicators.c.campaign_id)
        .where(
            unit_targets.c.unit_id.in_(unit_ids),
            unit_targets.c.value.is_not(None),
            campaigns.c.state.in_([CampaignState.RUNNING.value, CampaignState.DRAFT.value]),
            in_force(literal(date.max)),
        )
        .order_by(indicators.c.id, unit_targets.c.unit_id)
    )
    return [
        OwnTarget(
            campaign_id=row.campaign_id,
            indicator_id=row.id,
            measure=Measure(row.measure),
            unit_id=row.unit_id,
            value=row.value,
        )
        for row in rows
    ]
