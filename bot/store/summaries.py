"""What the summary is made of: the indicators of a phase, who answers for them, what was handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, literal, or_, select, true

from bot.campaign import report_life
from bot.campaign.model import (
    CampaignState,
    Duty,
    Measure,
    ReportState,
    Target,
)
from bot.store.answers import (
    BEGINS,
    ENTERED,
    EXPECTED,
    LATE,
    PHASE,
    answers_for,
    due_of,
    given,
    is_there,
    takes_part,
)
from bot.store.engine import Tx
from bot.store.recipients import WRITTEN_TO_NOW
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    clusters,
    indicators,
    people,
    periods,
    phases,
    reports,
    roles,
    units,
)
from bot.store.target_tables import targets
from bot.store.targets import TARGET, in_force, target_of


@dataclass(frozen=True, kw_only=True, slots=True)
class PhaseHead:
    """A phase of a campaign, or one period of it, and the due date of its units.

    `n` is the phase's number, `place` counts all periods of the campaign from 1; both are the same where each
    phase has one. `phase` names the period too where the phase has several.
    """

    campaign_id: int
    campaign: str
    state: CampaignState
    owner_id: int
    owner_path: str
    phase_id: int
    period_id: int
    n: int
    place: int
    phase: str
    starts_on: date | None
    ends_on: date
    due_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class IndicatorHead:
    """An indicator of the campaign; `expected` counts the units that answer for it."""

    indicator_id: int
    n: int
    section: str
    name: str
    target: Target
    measure: Measure
    expected: int


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitState:
    """How far a unit is with its report for a phase; `contact` names its reachable focal points."""

    unit_id: int
    unit: str
    cluster_id: int | None
    cluster: str | None
    duty: Duty
    due_on: date
    report_id: int | None
    state: ReportState | None
    late: bool | None
    expected: int
    entered: int
    contacts: tuple[str, ...]

    @property
    def is_owed(self) -> bool:
        return self.state is None or self.state in report_life.OWED


LAUNCHED = (CampaignState.RUNNING.value, CampaignState.CLOSED.value, CampaignState.ARCHIVED.value)


def campaigns_within(tx: Tx, paths: Sequence[str]) -> list[tuple[int, str, CampaignState]]:
    """The launched campaigns of the units within these path prefixes, the newest first."""
    rows = tx.execute(
        select(campaigns.c.id, campaigns.c.title, campaigns.c.state)
        .join(units, units.c.id == campaigns.c.owner_id)
        .where(
            campaigns.c.state.in_(LAUNCHED),
            or_(*(units.c.path.startswith(path, autoescape=True) for path in paths)),
        )
        .order_by(campaigns.c.id.desc())
    )
    return [(row.id, row.title, CampaignState(row.state)) for row in rows]


def phases_of(tx: Tx, campaign_id: int) -> list[PhaseHead]:
    """One a period, in their order."""
    rows = tx.execute(
        select(
            campaigns.c.id.label("campaign_id"),
            campaigns.c.title,
            campaigns.c.state,
            campaigns.c.owner_id,
            units.c.path,
            phases.c.id.label("phase_id"),
            periods.c.id.label("period_id"),
            phases.c.n,
            PHASE.label("name"),
            BEGINS.label("starts_on"),
            func.coalesce(periods.c.ends_on, phases.c.ends_on).label("ends_on"),
            periods.c.due_on,
        )
        .select_from(
            campaigns.join(units, units.c.id == campaigns.c.owner_id)
            .join(phases, phases.c.campaign_id == campaigns.c.id)
            .join(periods, periods.c.phase_id == phases.c.id)
        )
        .where(campaigns.c.id == campaign_id)
        .order_by(phases.c.n, periods.c.n)
    )
    return [
        PhaseHead(
            campaign_id=row.campaign_id,
            campaign=row.title,
            state=CampaignState(row.state),
            owner_id=row.owner_id,
            owner_path=row.path,
            phase_id=row.phase_id,
            period_id=row.period_id,
            n=row.n,
            place=place,
            phase=row.name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            due_on=row.due_on,
        )
        for place, row in enumerate(rows, 1)
    ]


def indicators_of(
    tx: Tx, campaign_id: int, day: date, *, cluster_id: int | None = None
) -> list[IndicatorHead]:
    """The indicators asked on a day, each with the target that is in force then; of one cluster its members count."""
    members = true() if cluster_id is None else units.c.cluster_id == cluster_id
    rows = tx.execute(
        select(
            indicators.c.id,
            indicators.c.n,
            indicators.c.section,
            indicators.c.name,
            *TARGET,
            indicators.c.measure,
            func.count(units.c.id).label("expected"),
        )
        .select_from(
            indicators.join(assignments, assignments.c.indicator_id == indicators.c.id)
            .outerjoin(
                campaign_units,
                and_(campaign_units.c.campaign_id == indicators.c.campaign_id, is_there(literal(day))),
            )
            .outerjoin(units, and_(units.c.id == campaign_units.c.unit_id, answers_for(), members))
            .outerjoin(targets, in_force(literal(day)))
        )
        .where(indicators.c.campaign_id == campaign_id, given(literal(day)))
        .group_by(indicators.c.id, targets.c.id)
        .order_by(indicators.c.n)
    )
    return [
        IndicatorHead(
            indicator_id=row.id,
            n=row.n,
            section=row.section,
            name=row.name,
            target=target_of(row),
            measure=Measure(row.measure),
            expected=row.expected,
        )
        for row in rows
    ]


def unit_states(tx: Tx, head: PhaseHead, now: datetime) -> list[UnitState]:
    """Every unit that takes part in the campaign, with its report of the period."""
    rows = tx.execute(
        select(
            units.c.id,
            units.c.name,
            units.c.cluster_id,
            clusters.c.name.label("cluster"),
            campaign_units.c.duty,
            due_of(units.c.id).label("due_on"),
            reports.c.id.label("report_id"),
            reports.c.state,
            LATE,
            EXPECTED.label("expected"),
            ENTERED.label("entered"),
        )
        .select_from(
            phases.join(periods, periods.c.phase_id == phases.c.id)
            .join(campaign_units, campaign_units.c.campaign_id == phases.c.campaign_id)
            .join(units, units.c.id == campaign_units.c.unit_id)
            .outerjoin(clusters, clusters.c.id == units.c.cluster_id)
            .outerjoin(reports, and_(reports.c.period_id == periods.c.id, reports.c.unit_id == units.c.id))
        )
        .where(periods.c.id == head.period_id, takes_part(periods.c.due_on))
        .order_by(units.c.name)
    ).all()
    contacts = _contacts(tx, head.phase_id, now)
    return [
        UnitState(
            unit_id=row.id,
            unit=row.name,
            cluster_id=row.cluster_id,
            cluster=row.cluster,
            duty=Duty(row.duty),
            due_on=row.due_on,
            report_id=row.report_id,
            state=ReportState(row.state) if row.state else None,
            late=row.late,
            expected=row.expected,
            entered=row.entered,
            contacts=tuple(contacts.get(row.id, ())),
        )
        for row in rows
    ]


def _contacts(tx: Tx, phase_id: int, now: datetime) -> dict[int, list[str]]:
    """The names of the focal points to whom the bot writes now, by unit id."""
    rows = tx.execute(
        select(roles.c.unit_id, people.c.name)
        .select_from(
            phases.join(campaign_units, campaign_units.c.campaign_id == phases.c.campaign_id)
            .join(roles, roles.c.unit_id == campaign_units.c.unit_id)
            .join(people, people.c.id == roles.c.person_id)
        )
        .where(phases.c.id == phase_id, WRITTEN_TO_NOW, people.c.unreachable_since.is_(None))
        .order_by(people.c.name),
        {"now": now},
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row.name)
    return found
