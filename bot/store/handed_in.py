"""What the units handed in, as a summary counts it."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import Text, and_, bindparam, func, or_, select, type_coerce

from bot.campaign import report_life
from bot.campaign.model import Figure, FigureKind, Standing
from bot.campaign.progress import added
from bot.store.answers import NEWEST
from bot.store.engine import Tx
from bot.store.summaries import PhaseHead
from bot.store.tables import figures, indicators, periods, phases, reports

_this = periods.alias("this_period")
_HANDED_IN = (
    select(
        reports.c.unit_id,
        figures.c.indicator_id,
        indicators.c.in_period,
        figures.c.kind,
        # A province has 100,000 of these rows a period: what is replaced by a later one is never made a figure of.
        *(type_coerce(figures.c[name], Text) for name in ("value", "numerator", "denominator")),
        figures.c.standing,
        figures.c.estimate,
        figures.c.sentence,
    )
    .select_from(
        phases.join(periods, periods.c.phase_id == phases.c.id)
        .join(reports, reports.c.period_id == periods.c.id)
        .join(figures, figures.c.report_id == reports.c.id)
        .join(indicators, indicators.c.id == figures.c.indicator_id)
    )
    .where(
        phases.c.campaign_id == bindparam("campaign"),
        or_(
            and_(phases.c.n < bindparam("n"), indicators.c.in_period),
            and_(
                phases.c.n == bindparam("n"),
                periods.c.n <= select(_this.c.n).where(_this.c.id == bindparam("period")).scalar_subquery(),
            ),
        ),
        reports.c.state.in_(report_life.COUNTED),
        figures.c.kind != FigureKind.CLEARED.value,
        NEWEST,
    )
    .order_by(phases.c.n.desc(), periods.c.n.desc())
)
_KINDS = {kind.value: kind for kind in FigureKind}
_AT_ONCE = 2000


def figures_of(
    tx: Tx, head: PhaseHead, unit_ids: Collection[int] | None = None
) -> Mapping[int, Mapping[int, Figure]]:
    """The figures in force of the submitted reports, to the end of a period, by indicator and unit; or of some units only.

    Within a phase a later period replaces an earlier one; what is asked for the period alone adds up from the
    campaign's beginning.
    """
    found: dict[int, dict[int, Figure]] = {}
    asked = {"campaign": head.campaign_id, "n": head.n, "period": head.period_id}
    chosen = _HANDED_IN if unit_ids is None else _HANDED_IN.where(reports.c.unit_id.in_(unit_ids))
    for part in tx.execute(chosen, asked).partitions(_AT_ONCE):
        for unit_id, indicator_id, in_period, kind, *numbers, standing, estimate, sentence in part:
            by_unit = found.setdefault(indicator_id, {})
            newer = by_unit.get(unit_id)
            if newer is not None and not in_period:
                continue
            value, numerator, denominator = (None if one is None else Decimal(one) for one in numbers)
            figure = Figure(
                kind=_KINDS[kind],
                value=value,
                standing=Standing(standing) if standing else None,
                estimate=bool(estimate),
                numerator=numerator,
                denominator=denominator,
                sentence=sentence,
            )
            by_unit[unit_id] = figure if newer is None else added(figure, newer)
    return found


def newest_days(tx: Tx, campaign_id: int) -> dict[int, date]:
    """The latest due date for which a submitted report has a figure, by indicator id."""
    rows = tx.execute(
        select(figures.c.indicator_id, func.max(periods.c.due_on).label("due_on"))
        .select_from(
            phases.join(periods, periods.c.phase_id == phases.c.id)
            .join(reports, reports.c.period_id == periods.c.id)
            .join(figures, figures.c.report_id == reports.c.id)
        )
        .where(
            phases.c.campaign_id == campaign_id,
            reports.c.state.in_(report_life.COUNTED),
            figures.c.kind != FigureKind.CLEARED.value,
            NEWEST,
        )
        .group_by(figures.c.indicator_id)
    )
    return {row.indicator_id: row.due_on for row in rows}
