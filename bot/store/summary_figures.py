"""The figures of a period as text, a line a report: a province has 100,000 of them."""

from collections.abc import Collection
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Text, case, cast, func, literal, or_, select

from bot.campaign import report_life
from bot.campaign.model import FigureKind
from bot.store.engine import Tx
from bot.store.summary_rows import FEW
from bot.store.tables import figures, reports
from bot.store.types import Together, rows_of

_COUNTED = frozenset(state.value for state in report_life.COUNTED)
ESTIMATE, STOOD_IN, CORRECTED = 1, 2, 4
"""What is marked of a figure, to be added up."""
NIL, MISSING, STATE, CLEARED, MARKED = "n", "m", "s", "c", "*"
"""What stands for a figure that is not a number alone; after STATE comes the standing, MARKED has more beside it."""
_FROM = reports.join(figures, figures.c.report_id == reports.c.id)
_IS_MARKED = or_(
    figures.c.version > 1,
    figures.c.denominator.is_not(None),
    figures.c.estimate,
    figures.c.source.is_not(None),
    figures.c.because.is_not(None),
)
_FIGURE = case(
    (figures.c.kind == FigureKind.VALUE.value, cast(figures.c.value, Text)),
    (figures.c.kind == FigureKind.NIL.value, NIL),
    (figures.c.kind == FigureKind.MISSING.value, MISSING),
    (figures.c.kind == FigureKind.STATE.value, literal(STATE) + figures.c.standing),
    else_=CLEARED,
)
# By unit first: in this order SQLite has the reports of a period, and sorts no figures.
_BY_REPORT = (
    select(
        reports.c.id,
        reports.c.unit_id,
        reports.c.state,
        func.aggregate_strings(cast(figures.c.indicator_id, Text), ","),
        func.aggregate_strings(case((_IS_MARKED, MARKED), else_=_FIGURE), ","),
    )
    .select_from(_FROM)
    .group_by(reports.c.unit_id, reports.c.id, reports.c.state)
)
_MARKED = select(
    Together(
        figures.c.version,
        figures.c.report_id,
        figures.c.indicator_id,
        _FIGURE,
        case((figures.c.estimate, ESTIMATE), else_=0)
        + case((figures.c.source.is_not(None), STOOD_IN), else_=0)
        + case((figures.c.because.is_not(None), CORRECTED), else_=0),
        cast(figures.c.numerator, Text),
        cast(figures.c.denominator, Text),
    )
).select_from(_FROM)


class Given(NamedTuple):
    """What stands in one report: the indicators and their figures as text, commas between."""

    report_id: int
    unit_id: int
    is_counted: bool
    indicator_ids: str
    figures: str


def figures_of(
    tx: Tx,
    period_id: int,
    unit_ids: Collection[int] | None = None,
    indicator_ids: Collection[int] | None = None,
) -> tuple[list[Given], list[list[Any]]]:
    """The figures of a period by report, and those that are MARKED in it, a list each, the oldest version first: version,
    report, indicator, figure, marks, numerator, denominator.

    A province has 100,000 a period. Of at most FEW units no others are read; who asks still has to leave out the reports
    that he does not know. `indicator_ids`: of these alone.
    """
    chosen = [reports.c.period_id == period_id]
    if unit_ids is not None and len(unit_ids) <= FEW:
        chosen.append(reports.c.unit_id.in_(unit_ids))
    if indicator_ids is not None:
        chosen.append(figures.c.indicator_id.in_(indicator_ids))
    given = [
        Given(report_id, unit_id, state in _COUNTED, indicator_ids, found)
        for report_id, unit_id, state, indicator_ids, found in tx.execute(_BY_REPORT.where(*chosen)).all()
    ]
    if not any(MARKED in one.figures for one in given):
        return given, []
    marked = rows_of(tx.execute(_MARKED.where(_IS_MARKED, *chosen)).scalar())
    return given, sorted(marked, key=itemgetter(0))
