"""The lists of reports from which somebody chooses one: counted and read a page at a time, for a province has 40,000."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select

from bot.campaign.model import CampaignState, FigureKind, ReportState
from bot.store.answers import LATE, NEWEST, PHASE, answers_for, begun, given, takes_part
from bot.store.engine import AnyRow, Tx
from bot.store.narrative_tables import evidence, good_examples, narratives, signed_reports
from bot.store.reports import DUE, OWED, OWNER
from bot.store.successions import gone_up_in
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    figures,
    indicators,
    periods,
    reports,
    units,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitReport:
    """A unit's report for a period as a list names it; `report_id` is None before it was begun.

    `state` is None too where nothing stands in it yet: only its form was handed out, or its first question seen.
    `ended`: the unit went up in another one since, and nothing of its reports changes any more.
    """

    period_id: int
    unit_id: int
    unit: str
    phase: str
    campaign: str
    due_on: date
    report_id: int | None
    state: ReportState | None
    late: bool | None
    ended: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Within:
    """Reports in these states of running campaigns, None being one that was not begun.

    Either those whose campaign a unit within the path prefixes launched and whose period has begun, or those of
    the units. `also_ended`: those of units that went up in another one, too; `gone_up`: in one of these units.
    """

    states: frozenset[ReportState | None]
    paths: tuple[str, ...] = ()
    unit_ids: tuple[int, ...] = ()
    also_ended: bool = False
    gone_up: bool = False


_STANDS_IN_IT = (
    exists().where(figures.c.report_id == reports.c.id, figures.c.kind != FigureKind.CLEARED.value, NEWEST),
    *(
        exists().where(beside.c.report_id == reports.c.id)
        for beside in (narratives, evidence, good_examples, signed_reports)
    ),
)
_TOUCHED = or_(reports.c.state != ReportState.DRAFT.value, *_STANDS_IN_IT)
_FROM = OWED.join(OWNER, OWNER.c.id == campaigns.c.owner_id)
_ROWS = select(
    periods.c.id.label("period_id"),
    units.c.id.label("unit_id"),
    units.c.name.label("unit"),
    PHASE.label("phase"),
    campaigns.c.title,
    DUE.label("due_on"),
    reports.c.id.label("report_id"),
    case((_TOUCHED, reports.c.state)).label("state"),
    LATE,
    units.c.ended_on,
).select_from(_FROM)
_ORDER = (
    units.c.ended_on.is_not(None),
    reports.c.submitted_at.nulls_first(),
    DUE,
    units.c.name,
    periods.c.id,
)
_NEWEST_FIRST = (
    units.c.ended_on.is_not(None),
    reports.c.submitted_at.desc().nulls_last(),
    case((_TOUCHED, 0), else_=1),
    DUE.desc(),
    units.c.name,
    periods.c.id,
)


def listed(
    tx: Tx,
    wanted: Sequence[Within],
    day: date,
    *,
    unit_ids: Collection[int] | None,
    start: int,
    most: int | None,
    newest_first: bool = False,
) -> tuple[int, list[UnitReport]]:
    """How many these are, of all units or of some, and a page of them; the first of `wanted` come first.

    Within them what was not handed in and is due soonest; `newest_first`: what was handed in last.
    """
    ranks = [(_condition(one, day), place) for place, one in enumerate(wanted)]
    first = () if len(ranks) < 2 else (case(*ranks),)
    order = _NEWEST_FIRST if newest_first else _ORDER
    rows = _ROWS.where(_chosen(wanted, day, unit_ids)).order_by(*first, *order).limit(most).offset(start)
    return count(tx, wanted, day, unit_ids), [_unit_report(row) for row in tx.execute(rows)]


def count(tx: Tx, wanted: Sequence[Within], day: date, unit_ids: Collection[int] | None = None) -> int:
    """How many these are, of all units or of some."""
    counted = select(func.count()).select_from(_FROM).where(_chosen(wanted, day, unit_ids))
    return tx.execute(counted).scalar_one()


def count_forms(tx: Tx, wanted: Sequence[Within], day: date, unit_ids: Collection[int] | None) -> int:
    """How many of these have a form: those that ask something and are not locked."""
    every = tx.execute(select(campaigns.c.lock_days).distinct()).scalars()
    is_open = (and_(campaigns.c.lock_days == days, day - timedelta(days=days) <= DUE) for days in every)
    chosen = and_(_chosen(wanted, day, unit_ids), _ASKS_SOMETHING, or_(false(), *is_open))
    return tx.execute(select(func.count()).select_from(_FROM).where(chosen)).scalar_one()


def one(tx: Tx, wanted: Sequence[Within], day: date, *, period_id: int, unit_id: int) -> UnitReport | None:
    """The report of this unit for this period, where it is one of them."""
    this = and_(periods.c.id == period_id, units.c.id == unit_id)
    row = tx.execute(_ROWS.where(this, _chosen(wanted, day))).first()
    return None if row is None else _unit_report(row)


def units_of(tx: Tx, wanted: Sequence[Within], day: date) -> dict[int, str]:
    """The names of the units whose reports these are."""
    chosen = select(units.c.id, units.c.name).distinct().select_from(_FROM).where(_chosen(wanted, day))
    return {row.id: row.name for row in tx.execute(chosen)}


def of_units(tx: Tx, unit_ids: Collection[int], state: ReportState) -> list[UnitReport]:
    """The reports of these units that are in a state."""
    wanted = Within(states=frozenset({state}), unit_ids=tuple(unit_ids), also_ended=True)
    rows: Select[AnyRow] = _ROWS.where(_condition(wanted, date.max)).order_by(*_ORDER)
    return [_unit_report(row) for row in tx.execute(rows)]


_ASKS_SOMETHING = (
    exists()
    .select_from(indicators.join(assignments, assignments.c.indicator_id == indicators.c.id))
    .where(indicators.c.campaign_id == campaign_units.c.campaign_id, answers_for(), given(periods.c.due_on))
    .correlate(units, campaign_units, periods)
)


def _chosen(
    wanted: Sequence[Within], day: date, unit_ids: Collection[int] | None = None
) -> ColumnElement[bool]:
    chosen = or_(false(), *(_condition(one, day) for one in wanted))
    return chosen if unit_ids is None else and_(chosen, units.c.id.in_(unit_ids))


def _condition(one: Within, day: date) -> ColumnElement[bool]:
    own: ColumnElement[bool] = units.c.id.in_(one.unit_ids)
    if one.gone_up:
        own = or_(own, units.c.id.in_(gone_up_in(one.unit_ids)))
    where: list[ColumnElement[bool]] = [own]
    if one.paths:
        launched = or_(*(OWNER.c.path.startswith(path, autoescape=True) for path in one.paths))
        where = [launched, begun(day)]
    begun_states = [state.value for state in one.states if state is not None]
    in_state: ColumnElement[bool] = reports.c.state.in_(begun_states)
    if None in one.states:
        in_state = or_(reports.c.id.is_(None), in_state)
    if not one.also_ended:
        where.append(units.c.ended_on.is_(None))
    asked = or_(takes_part(periods.c.due_on), reports.c.id.is_not(None))
    return and_(campaigns.c.state == CampaignState.RUNNING.value, asked, *where, in_state)


def _unit_report(row: AnyRow) -> UnitReport:
    return UnitReport(
        period_id=row.period_id,
        unit_id=row.unit_id,
        unit=row.unit,
        phase=row.phase,
        campaign=row.title,
        due_on=row.due_on,
        report_id=row.report_id,
        state=ReportState(row.state) if row.state else None,
        late=row.late,
        ended=row.ended_on is not None,
    )
