"""Which clusters owe a report, until when, and who leads them: what lists and nudges ask."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select, true

from bot.campaign import deadlines, report_life
from bot.campaign.calendar import WorkCalendar
from bot.campaign.model import CampaignState, ReportState, Role
from bot.store import days
from bot.store.answers import PHASE, begun
from bot.store.cluster_tables import cluster_reports
from bot.store.engine import AnyRow, Tx
from bot.store.recipients import IS_WRITTEN_TO
from bot.store.tables import campaign_units, campaigns, clusters, people, periods, phases, roles, units


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterDue:
    """A report that a cluster owes or has given, and who leads it now; `report_id` is None before it was begun.

    `reachable` are the leads who can be written to.
    """

    period_id: int
    cluster_id: int
    unit: str
    phase: str
    campaign_id: int
    campaign: str
    due_on: date
    report_id: int | None
    state: ReportState | None
    late: bool
    leads: tuple[int, ...]
    reachable: tuple[int, ...]

    @property
    def is_owed(self) -> bool:
        """Whether it is still to come, and somebody is there to write it."""
        return bool(self.leads) and (self.state is None or self.state in report_life.OWED)


def due_on(row: AnyRow, calendar: WorkCalendar) -> date:
    """The due date in force of a cluster's report, from its own, that set for all clusters and that of the units."""
    return deadlines.cluster_due(row.units_due_on, calendar, chosen=row.cluster_due_on, own=row.due_on)


LATE = and_(cluster_reports.c.late, ~cluster_reports.c.excused).label("late")
"""Whether a cluster's report counts as late."""


def has_clusters(tx: Tx, campaign_id: int) -> bool:
    """Whether any unit of a campaign stands in a cluster."""
    found = (
        select(units.c.id)
        .join(campaign_units, campaign_units.c.unit_id == units.c.id)
        .where(campaign_units.c.campaign_id == campaign_id, units.c.cluster_id.is_not(None))
        .limit(1)
    )
    return tx.execute(found).first() is not None


def _leads_at(now: datetime) -> ColumnElement[bool]:
    return and_(
        roles.c.role == Role.CLUSTER_LEAD.value,
        roles.c.since <= now,
        or_(roles.c.until.is_(None), roles.c.until > now),
    )


_owner = units.alias("owner")
_members = (
    select(campaign_units.c.campaign_id, units.c.cluster_id)
    .join(units, units.c.id == campaign_units.c.unit_id)
    .where(units.c.cluster_id.is_not(None))
    .distinct()
    .subquery("members")
)
_leading = units.alias("leading")


def _dues(tx: Tx, now: datetime, which: ColumnElement[bool]) -> list[ClusterDue]:
    # Who leads stands in the same statement, a row each.
    written_to = and_(IS_WRITTEN_TO, people.c.unreachable_since.is_(None))
    led = roles.join(_leading, _leading.c.id == roles.c.unit_id).join(
        people, people.c.id == roles.c.person_id
    )
    rows = tx.execute(
        select(
            periods.c.id.label("period_id"),
            periods.c.due_on.label("units_due_on"),
            periods.c.cluster_due_on,
            PHASE.label("phase"),
            campaigns.c.id.label("campaign_id"),
            campaigns.c.title,
            _owner.c.path.label("owner_path"),
            clusters.c.id.label("cluster_id"),
            clusters.c.name,
            cluster_reports.c.id.label("report_id"),
            cluster_reports.c.state,
            cluster_reports.c.due_on,
            LATE,
            roles.c.person_id,
            written_to.label("written_to"),
        )
        .select_from(
            campaigns.join(_owner, _owner.c.id == campaigns.c.owner_id)
            .join(_members, _members.c.campaign_id == campaigns.c.id)
            .join(clusters, clusters.c.id == _members.c.cluster_id)
            .join(phases, phases.c.campaign_id == campaigns.c.id)
            .join(periods, periods.c.phase_id == phases.c.id)
            .outerjoin(
                cluster_reports,
                and_(
                    cluster_reports.c.period_id == periods.c.id, cluster_reports.c.cluster_id == clusters.c.id
                ),
            )
            .outerjoin(led, and_(_leading.c.cluster_id == clusters.c.id, _leads_at(now)))
        )
        .where(campaigns.c.state == CampaignState.RUNNING.value, begun(now.date()), which)
        .order_by(periods.c.due_on, periods.c.id, clusters.c.name, clusters.c.id, roles.c.person_id),
        {"now": now},
    )
    calendars = days.calendars(tx)
    found: dict[tuple[int, int], ClusterDue] = {}
    for row in rows:
        key = (row.period_id, row.cluster_id)
        due = found.get(key) or _due(row, calendars.of(row.owner_path))
        found[key] = due if row.person_id is None else _led_by(due, row.person_id, row.written_to)
    return sorted(found.values(), key=lambda due: due.due_on)


def _due(row: AnyRow, calendar: WorkCalendar) -> ClusterDue:
    return ClusterDue(
        period_id=row.period_id,
        cluster_id=row.cluster_id,
        unit=row.name,
        phase=row.phase,
        campaign_id=row.campaign_id,
        campaign=row.title,
        due_on=due_on(row, calendar),
        report_id=row.report_id,
        state=ReportState(row.state) if row.state else None,
        late=bool(row.late),
        leads=(),
        reachable=(),
    )


def _led_by(due: ClusterDue, person_id: int, written_to: bool) -> ClusterDue:
    leads = tuple(dict.fromkeys((*due.leads, person_id)))
    reachable = tuple(dict.fromkeys((*due.reachable, person_id))) if written_to else due.reachable
    return replace(due, leads=leads, reachable=reachable)


def running(tx: Tx, now: datetime) -> list[ClusterDue]:
    """Of every running campaign what its clusters owe or have given in the periods that have begun."""
    return _dues(tx, now, true())


def within(tx: Tx, paths: Sequence[str], now: datetime) -> list[ClusterDue]:
    """The same in the campaigns of the units within these path prefixes."""
    return _dues(tx, now, or_(*(_owner.c.path.startswith(path, autoescape=True) for path in paths)))


def of_clusters(tx: Tx, cluster_ids: Sequence[int], now: datetime) -> list[ClusterDue]:
    return _dues(tx, now, clusters.c.id.in_(cluster_ids))


def of_period(tx: Tx, period_id: int, now: datetime) -> list[ClusterDue]:
    return _dues(tx, now, periods.c.id == period_id)


def campaigns_of_clusters(tx: Tx, cluster_ids: Sequence[int]) -> list[tuple[int, str, int, str]]:
    """Where these clusters take part in running campaigns: campaign id, title, cluster id, name; the newest first."""
    rows = tx.execute(
        select(campaigns.c.id, campaigns.c.title, clusters.c.id.label("cluster_id"), clusters.c.name)
        .distinct()
        .select_from(
            campaigns.join(campaign_units, campaign_units.c.campaign_id == campaigns.c.id)
            .join(units, units.c.id == campaign_units.c.unit_id)
            .join(clusters, clusters.c.id == units.c.cluster_id)
        )
        .where(clusters.c.id.in_(cluster_ids), campaigns.c.state == CampaignState.RUNNING.value)
        .order_by(campaigns.c.id.desc(), clusters.c.name)
    )
    return [(row.id, row.title, row.cluster_id, row.name) for row in rows]


def leads(tx: Tx, cluster_id: int, now: datetime) -> list[int]:
    """Who leads a cluster now and can be written to."""
    rows = tx.execute(
        select(roles.c.person_id)
        .join(units, units.c.id == roles.c.unit_id)
        .join(people, people.c.id == roles.c.person_id)
        .where(
            units.c.cluster_id == cluster_id,
            _leads_at(now),
            people.c.unreachable_since.is_(None),
            IS_WRITTEN_TO,
        )
        .distinct(),
        {"now": now},
    )
    return sorted(rows.scalars())
