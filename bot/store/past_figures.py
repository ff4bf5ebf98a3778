"""What a unit handed in for earlier periods: shown where a figure is asked, and compared with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select

from bot.campaign import report_life
from bot.campaign.model import FigureKind
from bot.store.answers import NEWEST
from bot.store.engine import Tx
from bot.store.reports import ReportHead
from bot.store.tables import figures, people, periods, reports


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """A figure that the unit handed in for an earlier period, known by its due date, and who entered it."""

    due_on: date
    value: Decimal
    person: str


_this = periods.alias("this_period")
_PAST = (
    select(figures.c.indicator_id, figures.c.value, periods.c.due_on, people.c.name)
    .select_from(
        reports.join(periods, periods.c.id == reports.c.period_id)
        .join(figures, figures.c.report_id == reports.c.id)
        .join(people, people.c.id == figures.c.person_id)
    )
    .where(
        reports.c.unit_id == bindparam("unit"),
        reports.c.state.in_(report_life.HANDED_IN),
        periods.c.due_on < select(_this.c.due_on).where(_this.c.id == bindparam("period")).scalar_subquery(),
        figures.c.indicator_id.in_(bindparam("indicators", expanding=True)),
        figures.c.kind.in_([FigureKind.VALUE.value, FigureKind.NIL.value]),
        NEWEST,
    )
    .order_by(periods.c.due_on.desc())
)


def before(tx: Tx, head: ReportHead, indicator_ids: Sequence[int]) -> Iterator[tuple[int, Past]]:
    """The figures of earlier periods than a report's, each with its indicator's id, the newest first."""
    asked = {"unit": head.unit_id, "period": head.period_id, "indicators": indicator_ids}
    for row in tx.execute(_PAST, asked):
        yield row.indicator_id, Past(due_on=row.due_on, value=row.value, person=row.name)
