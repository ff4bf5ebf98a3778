"""Which units answer for an indicator and when, and which of their figures is in force: said once for every query."""

from datetime import date

from sqlalchemy import ColumnElement, FromClause, and_, case, exists, func, or_, select

from bot.campaign import report_life
from bot.campaign.model import Duty, Figure, FigureKind, Scope, Standing
from bot.store.engine import AnyRow
from bot.store.tables import (
    assignments,
    campaign_units,
    extensions,
    figures,
    indicators,
    periods,
    phases,
    reports,
    units,
)


def answers_for(unit: FromClause = units) -> ColumnElement[bool]:
    """The condition under which a unit answers for an indicator: all required units, its kind, its cluster, itself."""
    return or_(
        and_(assignments.c.scope == Scope.ALL.value, campaign_units.c.duty == Duty.REQUIRED.value),
        and_(assignments.c.scope == Scope.KIND.value, assignments.c.kind == unit.c.kind),
        and_(assignments.c.scope == Scope.CLUSTER.value, assignments.c.cluster_id == unit.c.cluster_id),
        and_(assignments.c.scope == Scope.OWNER.value, assignments.c.unit_id == unit.c.id),
    )


def given(day: ColumnElement[date], indicator: FromClause = indicators) -> ColumnElement[bool]:
    """The condition under which an indicator is asked on a day: not before it was given, nor once it is withdrawn."""
    return and_(
        or_(indicator.c.given_from.is_(None), indicator.c.given_from <= day),
        or_(indicator.c.given_until.is_(None), indicator.c.given_until > day),
    )


def is_there(day: ColumnElement[date]) -> ColumnElement[bool]:
    """The condition under which a unit of a query is one of the campaign's on a day."""
    return and_(
        or_(campaign_units.c.from_on.is_(None), campaign_units.c.from_on <= day),
        or_(campaign_units.c.until_on.is_(None), campaign_units.c.until_on > day),
    )


def takes_part(due_on: ColumnElement[date]) -> ColumnElement[bool]:
    """The condition under which a unit of a query takes part in a period due on this day.

    One that came out of another does from a day on, and of what was due before only where it was given figures that
    had been handed in. One that went up in another did before that day, and of what was due by then only where it
    handed its report in: what it owed is nobody's under its name.
    """
    handed_in = exists(
        select(reports.c.id).where(
            reports.c.unit_id == campaign_units.c.unit_id,
            reports.c.period_id == periods.c.id,
            reports.c.state.in_(report_life.HANDED_IN),
        )
    ).correlate(campaign_units, periods)
    since, until = campaign_units.c.from_on, campaign_units.c.until_on
    return and_(
        or_(since.is_(None), since <= due_on, handed_in),
        or_(until.is_(None), and_(until > due_on, handed_in)),
    )


PHASE = case((periods.c.name.is_(None), phases.c.name), else_=phases.c.name + ", " + periods.c.name)
"""What a unit reports on: the phase, with its period where the phase has several."""

BEGINS = func.coalesce(periods.c.starts_on, phases.c.starts_on)


def begun(day: date) -> ColumnElement[bool]:
    """The condition under which units may report on a period: it has begun by this day."""
    return or_(BEGINS.is_(None), day >= BEGINS)


def due_of(unit_id: ColumnElement[int]) -> ColumnElement[date]:
    """The due date in force of a unit for the period of a query: its newest extension, else that of all.

    An extension counts as long as it is one: what is moved to a later day for all, is so for this unit too.
    """
    own = (
        select(extensions.c.due_on)
        .where(
            extensions.c.period_id == periods.c.id,
            extensions.c.unit_id == unit_id,
            extensions.c.due_on > periods.c.due_on,
        )
        .order_by(extensions.c.id.desc())
        .limit(1)
        .correlate_except(extensions)
        .scalar_subquery()
    )
    return func.coalesce(own, periods.c.due_on)


LATE = and_(reports.c.late, ~reports.c.excused).label("late")
"""Whether a report counts as late: a late one that was excused does not."""

_newer = figures.alias("newer")


def newest(figure: FromClause) -> ColumnElement[bool]:
    """The condition under which a figure is the version in force."""
    return ~exists(
        select(_newer.c.id).where(
            _newer.c.report_id == figure.c.report_id,
            _newer.c.indicator_id == figure.c.indicator_id,
            _newer.c.version > figure.c.version,
        )
    )


NEWEST = newest(figures)

ENTERED = (
    select(func.count())
    .select_from(
        figures.join(assignments, assignments.c.indicator_id == figures.c.indicator_id).join(
            indicators, indicators.c.id == figures.c.indicator_id
        )
    )
    .where(
        figures.c.report_id == reports.c.id,
        figures.c.kind != FigureKind.CLEARED.value,
        NEWEST,
        answers_for(),
        given(periods.c.due_on),
    )
    .correlate(reports, units, campaign_units, periods)
    .scalar_subquery()
)
"""How many of its indicators the unit of a query has figures for in the query's report."""

EXPECTED = (
    select(func.count())
    .select_from(indicators.join(assignments, assignments.c.indicator_id == indicators.c.id))
    .where(indicators.c.campaign_id == campaign_units.c.campaign_id, answers_for(), given(periods.c.due_on))
    .correlate(units, campaign_units, periods)
    .scalar_subquery()
)
"""How many indicators the unit of a query answers for in the query's period."""


FIGURE = (
    figures.c.kind,
    figures.c.value,
    figures.c.standing,
    figures.c.estimate,
    figures.c.numerator,
    figures.c.denominator,
    figures.c.sentence,
)


def figure_of(row: AnyRow) -> Figure | None:
    """The figure in a row that has FIGURE's columns; None where there is none or it was taken back."""
    if row.kind is None or row.kind == FigureKind.CLEARED.value:
        return None
    return Figure(
        kind=FigureKind(row.kind),
        value=row.value,
        standing=Standing(row.standing) if row.standing else None,
        estimate=bool(row.estimate),
        numerator=row.numerator,
        denominator=row.denominator,
        sentence=row.sentence,
    )
