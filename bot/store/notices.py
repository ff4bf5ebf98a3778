"""What notices are made of: the periods of running campaigns, who reports in them, the figures on which trends rest."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import and_, case, exists, func, literal, or_, select

from bot.campaign import report_life
from bot.campaign.forecast import Point
from bot.campaign.model import CampaignState, Figure, Measure, Review, Role, Scope, Target
from bot.campaign.notices import Span
from bot.campaign.progress import added, value_of
from bot.campaign.timetable import Time
from bot.store.answers import BEGINS, FIGURE, NEWEST, answers_for, figure_of, given
from bot.store.engine import Tx, insert_once
from bot.store.message_tables import outbox, slots
from bot.store.phase_tables import period_times
from bot.store.recipients import IS_WRITTEN_TO, WRITTEN_TO_NOW
from bot.store.recipients import in_force as held_now
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    figures,
    indicators,
    people,
    periods,
    phases,
    reports,
    roles,
    units,
)
from bot.store.target_tables import targets, unit_targets
from bot.store.targets import TARGET, in_force, target_of
from bot.store.unit_targets import in_force as own_in_force


@dataclass(frozen=True, kw_only=True, slots=True)
class RunningPeriod:
    """A period of a running campaign, and who launched it; `summary_on` is its summary due date where one was set."""

    period_id: int
    campaign_id: int
    owner_id: int
    owner_path: str
    launched_at: datetime | None
    span: Span
    summary_on: date | None
    last_review: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """The figures handed in for an indicator, the oldest first, and the target that they are to reach.

    Those of a unit and its own target; or, where `unit` is None, those of the whole campaign.
    """

    campaign_id: int
    starts_on: date | None
    ends_on: date
    unit: str | None
    indicator: str
    target: Target
    measure: Measure
    points: tuple[Point, ...]


# --- What was planned ----------------------------------------------------------------------------------------


def is_planned(tx: Tx, day: date, name: str) -> bool:
    """Whether the notices of this name were planned for the day."""
    asked = select(slots.c.day).where(slots.c.day == day, slots.c.slot == name)
    return tx.execute(asked).first() is not None


def mark_planned(tx: Tx, day: date, name: str, now: datetime) -> None:
    tx.execute(insert_once(tx, slots), {"day": day, "slot": name, "planned_at": now})


# --- Of what and to whom -------------------------------------------------------------------------------------


def key_of(tx: Tx, row_id: int) -> str:
    """The key under which a message was put."""
    return str(tx.execute(select(outbox.c.key).where(outbox.c.id == row_id)).scalar_one())


def running(tx: Tx, period_id: int | None = None) -> list[RunningPeriod]:
    """The periods of all running campaigns, or this one where its campaign is running."""
    only = () if period_id is None else (periods.c.id == period_id,)
    rows = tx.execute(
        select(
            periods.c.id,
            periods.c.due_on,
            campaigns.c.id.label("campaign_id"),
            campaigns.c.owner_id,
            units.c.path.label("owner_path"),
            campaigns.c.launched_at,
            BEGINS.label("begins"),
            func.coalesce(periods.c.ends_on, phases.c.ends_on).label("ends_on"),
            phases.c.ends_on.label("phase_ends_on"),
            phases.c.review_deadline,
            phases.c.review_exclusive,
            period_times.c.day.label("summary_on"),
        )
        .select_from(
            campaigns.join(phases, phases.c.campaign_id == campaigns.c.id)
            .join(periods, periods.c.phase_id == phases.c.id)
            .join(units, units.c.id == campaigns.c.owner_id)
            .outerjoin(
                period_times,
                and_(period_times.c.period_id == periods.c.id, period_times.c.kind == Time.SUMMARY.value),
            )
        )
        .where(campaigns.c.state == CampaignState.RUNNING.value, *only)
        .order_by(periods.c.due_on, periods.c.id)
    )
    return [
        RunningPeriod(
            period_id=row.id,
            campaign_id=row.campaign_id,
            owner_id=row.owner_id,
            owner_path=row.owner_path,
            launched_at=row.launched_at,
            span=Span(begins=row.begins, due_on=row.due_on, ends_on=row.ends_on),
            summary_on=row.summary_on,
            last_review=Review(deadline=row.review_deadline, exclusive=row.review_exclusive).last_day(
                row.phase_ends_on
            ),
        )
        for row in rows
    ]


def handed_in_since(tx: Tx, period_id: int, since: datetime) -> list[str]:
    """The units that handed in their report of a period since this moment, by name."""
    rows = tx.execute(
        select(units.c.name)
        .join(reports, reports.c.unit_id == units.c.id)
        .where(
            reports.c.period_id == period_id,
            reports.c.state.in_(report_life.HANDED_IN),
            reports.c.submitted_at >= since,
        )
        .order_by(units.c.name)
    )
    return list(rows.scalars())


def weekly_readers(tx: Tx, now: datetime, *, after: int, most: int) -> list[tuple[int, bool, bool]]:
    """The next people behind this person id whom a running campaign may concern weekly: as a viewer, in another role.

    Those who hear of the reports of a unit that has handed one in, and whoever leads a campaign: its viewers, and its
    admins once a report is there.
    """
    is_viewer = roles.c.role == Role.VIEWER.value
    counted = (
        select(reports.c.id)
        .select_from(
            reports.join(periods, periods.c.id == reports.c.period_id)
            .join(phases, phases.c.id == periods.c.phase_id)
            .join(campaigns, campaigns.c.id == phases.c.campaign_id)
        )
        .where(reports.c.state.in_(report_life.COUNTED), campaigns.c.state == CampaignState.RUNNING.value)
    )
    launched = select(campaigns.c.id).where(
        campaigns.c.owner_id == roles.c.unit_id, campaigns.c.state == CampaignState.RUNNING.value
    )
    leads = and_(
        or_(
            and_(is_viewer, exists(launched)),
            and_(
                roles.c.role == Role.ADMIN.value,
                exists(counted.where(campaigns.c.owner_id == roles.c.unit_id)),
            ),
        ),
        held_now(),
        IS_WRITTEN_TO,
    )
    rows = tx.execute(
        select(
            roles.c.person_id,
            func.max(case((is_viewer, 1), else_=0)).label("viewer"),
            func.min(case((is_viewer, 1), else_=0)).label("only_viewer"),
        )
        .join(people, people.c.id == roles.c.person_id)
        .where(
            roles.c.person_id > after,
            people.c.unreachable_since.is_(None),
            or_(and_(WRITTEN_TO_NOW, exists(counted.where(reports.c.unit_id == roles.c.unit_id))), leads),
        )
        .group_by(roles.c.person_id)
        .order_by(roles.c.person_id)
        .limit(most),
        {"now": now},
    )
    return [(row.person_id, bool(row.viewer), not row.only_viewer) for row in rows]


def led_by(tx: Tx, person_id: int, role: Role, now: datetime) -> list[int]:
    """The running campaigns of the units at which a person holds this role now, the newest first."""
    rows = tx.execute(
        select(campaigns.c.id)
        .join(roles, roles.c.unit_id == campaigns.c.owner_id)
        .where(
            roles.c.person_id == person_id,
            roles.c.role == role.value,
            held_now(),
            campaigns.c.state == CampaignState.RUNNING.value,
        )
        .distinct()
        .order_by(campaigns.c.id.desc()),
        {"now": now},
    )
    return list(rows.scalars())


# --- The figures so far ----------------------------------------------------------------------------------------


def series_of(tx: Tx, unit_ids: Collection[int], day: date) -> list[Series]:
    """The figures of units in running campaigns, for each indicator of which a unit has a target of its own.

    It is the unit target, or the campaign's where the unit alone answers for the indicator. What is asked for the
    period alone is added up, as it is in the summary.
    """
    rows = tx.execute(
        select(
            campaigns.c.id.label("campaign_id"),
            campaigns.c.starts_on,
            campaigns.c.ends_on,
            units.c.id.label("unit_id"),
            units.c.name.label("unit"),
            indicators.c.id.label("indicator_id"),
            indicators.c.name,
            indicators.c.measure,
            indicators.c.in_period,
            assignments.c.scope,
            unit_targets.c.value.label("own_target"),
            *TARGET,
            *FIGURE,
            periods.c.due_on,
        )
        .select_from(
            reports.join(periods, periods.c.id == reports.c.period_id)
            .join(phases, phases.c.id == periods.c.phase_id)
            .join(campaigns, campaigns.c.id == phases.c.campaign_id)
            .join(units, units.c.id == reports.c.unit_id)
            .join(
                campaign_units,
                and_(campaign_units.c.campaign_id == campaigns.c.id, campaign_units.c.unit_id == units.c.id),
            )
            .join(figures, figures.c.report_id == reports.c.id)
            .join(indicators, indicators.c.id == figures.c.indicator_id)
            .join(assignments, assignments.c.indicator_id == indicators.c.id)
            .outerjoin(targets, in_force(literal(day)))
            .outerjoin(
                unit_targets,
                and_(
                    unit_targets.c.indicator_id == indicators.c.id,
                    unit_targets.c.unit_id == units.c.id,
                    own_in_force(literal(day)),
                ),
            )
        )
        .where(
            reports.c.unit_id.in_(unit_ids),
            reports.c.state.in_(report_life.COUNTED),
            campaigns.c.state == CampaignState.RUNNING.value,
            answers_for(),
            given(literal(day)),
            NEWEST,
        )
        .order_by(
            campaigns.c.id, units.c.name, indicators.c.n, indicators.c.id, periods.c.due_on, periods.c.id
        )
    )
    found: dict[tuple[int, int], Series] = {}
    sums: dict[tuple[int, int], Figure] = {}
    for row in rows:
        target, figure = target_of(row), figure_of(row)
        if row.own_target is not None:
            target = replace(target, value=row.own_target, value_to=None)
        elif row.scope != Scope.OWNER.value:
            continue
        if figure is None or row.ends_on is None:
            continue
        key = (row.unit_id, row.indicator_id)
        if row.in_period:
            figure = sums[key] = added(sums.get(key), figure)
        value = value_of(figure)
        if value is None:
            continue
        before = found[key].points if key in found else ()
        found[key] = Series(
            campaign_id=row.campaign_id,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            unit=row.unit,
            indicator=row.name,
            target=target,
            measure=Measure(row.measure),
            points=(*before, Point(day=row.due_on, value=value)),
        )
    return list(found.values())
