"""What a summary is made from, in as few statements as a province needs: the units and their reports."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, case, exists, func, or_, select, true

from bot.campaign import report_life
from bot.campaign.model import Duty, FigureKind, ReportState
from bot.store.answers import LATE, NEWEST, takes_part
from bot.store.engine import Tx
from bot.store.extents import Extent, sees
from bot.store.recipients import WRITTEN_TO_NOW
from bot.store.summaries import PhaseHead
from bot.store.tables import (
    campaign_units,
    clusters,
    extensions,
    figures,
    follow_ups,
    indicators,
    people,
    periods,
    phases,
    reports,
    roles,
    units,
)


class Member(NamedTuple):
    """A unit that takes part in a period, with its report of it."""

    unit_id: int
    code: str
    unit: str
    kind: str
    path: str
    cluster_id: int | None
    cluster: str | None
    duty: Duty
    from_on: date | None
    due_on: date
    report_id: int | None
    state: ReportState | None
    submitted_at: datetime | None
    late: bool | None

    @property
    def is_owed(self) -> bool:
        return self.state is None or self.state in report_life.OWED


_DUTIES = {duty.value: duty for duty in Duty}
_STATES = {state.value: state for state in ReportState}


def members(tx: Tx, head: PhaseHead, extent: Extent) -> list[Member]:
    """The units that are seen and take part in a period, by id."""
    extended = _extended(tx, head)
    rows = tx.execute(
        select(
            units.c.id,
            units.c.code,
            units.c.name,
            units.c.kind,
            units.c.path,
            units.c.cluster_id,
            clusters.c.name,
            campaign_units.c.duty,
            campaign_units.c.from_on,
            reports.c.id,
            reports.c.state,
            reports.c.submitted_at,
            LATE,
        )
        .select_from(
            periods.join(campaign_units, campaign_units.c.campaign_id == head.campaign_id)
            .join(units, units.c.id == campaign_units.c.unit_id)
            .outerjoin(clusters, clusters.c.id == units.c.cluster_id)
            .outerjoin(reports, and_(reports.c.period_id == periods.c.id, reports.c.unit_id == units.c.id))
        )
        .where(periods.c.id == head.period_id, takes_part(periods.c.due_on), sees(extent))
        .order_by(units.c.id)
    )
    found = []
    for unit_id, *unit, duty, from_on, report_id, state, submitted_at, late in rows:
        due_on = extended.get(unit_id, head.due_on)
        its = (_DUTIES[duty], from_on, due_on, report_id, _STATES.get(state), submitted_at, late)
        found.append(Member._make((unit_id, *unit, *its)))
    return found


def _extended(tx: Tx, head: PhaseHead) -> dict[int, date]:
    """The units with another due date than all, as `answers.due_of` has it: the newest extension that is one."""
    rows = tx.execute(
        select(extensions.c.unit_id, extensions.c.due_on)
        .where(extensions.c.period_id == head.period_id, extensions.c.due_on > head.due_on)
        .order_by(extensions.c.id)
    )
    return {row.unit_id: row.due_on for row in rows}


def required(tx: Tx, heads: Sequence[PhaseHead], extent: Extent) -> dict[int, tuple[int, int]]:
    """By period, how many units must report and how many did, of those that are seen."""
    is_counted = case((reports.c.state.in_(report_life.COUNTED), 1), else_=0)
    rows = tx.execute(
        select(periods.c.id, func.count(), func.sum(is_counted))
        .select_from(
            periods.join(phases, phases.c.id == periods.c.phase_id)
            .join(campaign_units, campaign_units.c.campaign_id == phases.c.campaign_id)
            .join(units, units.c.id == campaign_units.c.unit_id)
            .outerjoin(reports, and_(reports.c.period_id == periods.c.id, reports.c.unit_id == units.c.id))
        )
        .where(
            periods.c.id.in_([head.period_id for head in heads]),
            campaign_units.c.duty == Duty.REQUIRED.value,
            takes_part(periods.c.due_on),
            sees(extent),
        )
        .group_by(periods.c.id)
    )
    return {period_id: (expected, reported) for period_id, expected, reported in rows}


def reported(tx: Tx, campaign_id: int) -> dict[int, int]:
    """By period of a campaign, how many reports count."""
    rows = tx.execute(
        select(reports.c.period_id, func.count())
        .join(periods, periods.c.id == reports.c.period_id)
        .join(phases, phases.c.id == periods.c.phase_id)
        .where(phases.c.campaign_id == campaign_id, reports.c.state.in_(report_life.COUNTED))
        .group_by(reports.c.period_id)
    )
    return {row[0]: row[1] for row in rows}


def counted_reports(tx: Tx, period_id: int, extent: Extent) -> dict[int, int]:
    """The reports of a period that count, of the units that are seen: report id to unit id."""
    rows = tx.execute(
        select(reports.c.id, reports.c.unit_id)
        .join(units, units.c.id == reports.c.unit_id)
        .where(reports.c.period_id == period_id, reports.c.state.in_(report_life.COUNTED), sees(extent))
    )
    return {row.id: row.unit_id for row in rows}


FEW = 500
"""Up to how many units are named in a question; of more all are read."""


def ended(tx: Tx, head: PhaseHead, extent: Extent) -> set[int]:
    """The units that went up in another one while the campaign ran: what they gave stays under their names."""
    rows = tx.execute(
        select(campaign_units.c.unit_id)
        .join(units, units.c.id == campaign_units.c.unit_id)
        .where(
            campaign_units.c.campaign_id == head.campaign_id,
            campaign_units.c.until_on.is_not(None),
            sees(extent),
        )
    )
    return set(rows.scalars())


def reports_of(
    tx: Tx, period_ids: Sequence[int], unit_ids: Collection[int], extent: Extent
) -> dict[int, dict[int, int]]:
    """By period, the reports that count (id to unit), of these units and, where they are more than FEW, of others too."""
    chosen = true() if len(unit_ids) > FEW else reports.c.unit_id.in_(unit_ids)
    rows = tx.execute(
        select(reports.c.period_id, reports.c.id, reports.c.unit_id)
        .join(units, units.c.id == reports.c.unit_id)
        .where(
            reports.c.period_id.in_(period_ids),
            reports.c.state.in_(report_life.COUNTED),
            chosen,
            sees(extent),
        )
    )
    found: dict[int, dict[int, int]] = {}
    for period_id, report_id, unit_id in rows:
        found.setdefault(period_id, {})[report_id] = unit_id
    return found


def punctuality(tx: Tx, head: PhaseHead, day: date, extent: Extent) -> dict[int, tuple[int, int]]:
    """By unit, of the periods up to this one: how many reports came on time, and how many are not due before `day`."""
    on_time = case((or_(reports.c.late.is_(False), reports.c.excused), 1), else_=0)
    early = case((periods.c.due_on >= day, 1), else_=0)
    rows = tx.execute(
        select(reports.c.unit_id, func.sum(on_time).label("on_time"), func.sum(early).label("early"))
        .select_from(
            phases.join(periods, periods.c.phase_id == phases.c.id)
            .join(reports, reports.c.period_id == periods.c.id)
            .join(units, units.c.id == reports.c.unit_id)
            .join(
                campaign_units,
                and_(
                    campaign_units.c.campaign_id == phases.c.campaign_id,
                    campaign_units.c.unit_id == units.c.id,
                ),
            )
        )
        .where(
            phases.c.campaign_id == head.campaign_id,
            periods.c.due_on <= head.due_on,
            # What was due before a unit came out of another was handed in by that one.
            or_(campaign_units.c.from_on.is_(None), campaign_units.c.from_on <= periods.c.due_on),
            reports.c.state.in_(report_life.HANDED_IN),
            sees(extent),
        )
        .group_by(reports.c.unit_id)
    )
    return {row.unit_id: (row.on_time, row.early) for row in rows}


class Submission(NamedTuple):
    """A unit's report of a period, and until when it was given more time."""

    state: ReportState | None
    submitted_at: datetime | None
    late: bool | None
    extended_to: date | None


def submissions(tx: Tx, campaign_id: int, unit_id: int) -> dict[int, Submission]:
    """What a unit handed in, by period; also where there is only an extension."""
    extended = (
        select(extensions.c.due_on)
        .where(extensions.c.period_id == periods.c.id, extensions.c.unit_id == unit_id)
        .order_by(extensions.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = tx.execute(
        select(periods.c.id, reports.c.state, reports.c.submitted_at, LATE, extended.label("extended"))
        .select_from(
            phases.join(periods, periods.c.phase_id == phases.c.id).outerjoin(
                reports, and_(reports.c.period_id == periods.c.id, reports.c.unit_id == unit_id)
            )
        )
        .where(phases.c.campaign_id == campaign_id)
    )
    return {
        period_id: Submission(_STATES.get(state), submitted_at, late, extended_to)
        for period_id, state, submitted_at, late, extended_to in rows
    }


def contacts(tx: Tx, head: PhaseHead, now: datetime, extent: Extent) -> dict[int, list[str]]:
    """The names of the focal points to whom the bot writes now, by unit id."""
    rows = tx.execute(
        select(roles.c.unit_id, people.c.name)
        .select_from(
            campaign_units.join(units, units.c.id == campaign_units.c.unit_id)
            .join(roles, roles.c.unit_id == units.c.id)
            .join(people, people.c.id == roles.c.person_id)
        )
        .where(
            campaign_units.c.campaign_id == head.campaign_id,
            WRITTEN_TO_NOW,
            people.c.unreachable_since.is_(None),
            sees(extent),
        )
        .order_by(people.c.name),
        {"now": now},
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row.name)
    return found


def newest_days(tx: Tx, heads: Sequence[PhaseHead], indicator_ids: Collection[int]) -> dict[int, date]:
    """The due date of the newest of these periods for which a report that counts has a figure, by indicator id."""
    found: dict[int, date] = {}
    for head in reversed(heads):
        there = exists(
            select(figures.c.id)
            .join(reports, reports.c.id == figures.c.report_id)
            .where(
                reports.c.period_id == head.period_id,
                reports.c.state.in_(report_life.COUNTED),
                figures.c.indicator_id == indicators.c.id,
                figures.c.kind != FigureKind.CLEARED.value,
                NEWEST,
            )
        )
        left = [key for key in indicator_ids if key not in found]
        rows = tx.execute(select(indicators.c.id).where(indicators.c.id.in_(left), there))
        found.update(dict.fromkeys(rows.scalars(), head.due_on))
        if len(found) == len(indicator_ids):
            break
    return found


def open_questions(tx: Tx, period_id: int, extent: Extent) -> dict[int, set[int]]:
    """By indicator, the units whose figure of this period has a question that is open."""
    rows = tx.execute(
        select(follow_ups.c.indicator_id, reports.c.unit_id)
        .join(reports, reports.c.id == follow_ups.c.report_id)
        .join(units, units.c.id == reports.c.unit_id)
        .where(reports.c.period_id == period_id, follow_ups.c.closed_at.is_(None), sees(extent))
    )
    found: dict[int, set[int]] = {}
    for row in rows:
        found.setdefault(row.indicator_id, set()).add(row.unit_id)
    return found
