"""What a unit handed in for earlier periods: shown where a figure is asked, and compared with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Text, bindparam, cast, select

from bot.campaign import report_life
from bot.campaign.model import FigureKind
from bot.store.answers import newest
from bot.store.engine import Tx
from bot.store.reports import ReportHead
from bot.store.tables import figures, indicators, people, periods, reports
from bot.store.types import Together, among, rows_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """A figure that the unit handed in for an earlier period, known by its due date, and who entered it."""

    due_on: date
    value: Decimal
    person: str


# Names of their own, so that HISTORY can stand in a query of the report that is open now.
_report, _period, _giver = (
    reports.alias("past_report"),
    periods.alias("past_period"),
    people.alias("past_giver"),
)
_figure = figures.alias("past_figure")
_this = periods.alias("this_period")
_JOIN = (
    _report.join(_period, _period.c.id == _report.c.period_id)
    .join(_figure, _figure.c.report_id == _report.c.id)
    .join(_giver, _giver.c.id == _figure.c.person_id)
)
_COUNTS = (
    among(_report.c.state, [state.value for state in report_life.HANDED_IN]),
    among(_figure.c.kind, [FigureKind.VALUE.value, FigureKind.NIL.value]),
    newest(_figure),
)
_PAST = (
    select(_figure.c.indicator_id, _figure.c.value, _period.c.due_on, _giver.c.name)
    .select_from(_JOIN)
    .where(
        _report.c.unit_id == bindparam("unit"),
        _period.c.due_on < select(_this.c.due_on).where(_this.c.id == bindparam("period")).scalar_subquery(),
        _figure.c.indicator_id.in_(bindparam("indicators", expanding=True)),
        *_COUNTS,
    )
    .order_by(_period.c.due_on.desc())
)


HISTORY = (
    select(Together(_period.c.due_on, cast(_figure.c.value, Text), _giver.c.name))
    .select_from(_JOIN)
    .where(
        _report.c.unit_id == reports.c.unit_id,
        _period.c.due_on < periods.c.due_on,
        _figure.c.indicator_id == indicators.c.id,
        *_COUNTS,
    )
    .correlate(reports, periods, indicators)
    .scalar_subquery()
)
"""The same for one indicator within the query of a report, to be read by `told`: it spares that query a second one."""


def told(history: str | None) -> list[Past]:
    """What HISTORY holds, the newest first."""
    past = (
        Past(due_on=date.fromisoformat(due_on), value=Decimal(value), person=person)
        for due_on, value, person in rows_of(history)
    )
    return sorted(past, key=lambda one: one.due_on, reverse=True)


def before(tx: Tx, head: ReportHead, indicator_ids: Sequence[int]) -> Iterator[tuple[int, Past]]:
    """The figures of earlier periods than a report's, each with its indicator's id, the newest first."""
    asked = {"unit": head.unit_id, "period": head.period_id, "indicators": indicator_ids}
    for row in tx.execute(_PAST, asked):
        yield row.indicator_id, Past(due_on=row.due_on, value=row.value, person=row.name)
