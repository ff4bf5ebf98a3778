"""The history of figures, of a report or of an indicator: every version, with the one that it replaced."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select, true

from bot.campaign.model import Figure
from bot.store.answers import PHASE, figure_of
from bot.store.engine import Tx
from bot.store.tables import figures, indicators, people, periods, phases, reports, units


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One version of a figure in the history; `before` is the version that it replaced."""

    at: datetime
    person: str
    indicator_id: int
    indicator: str
    measure_unit: str
    before: Figure | None
    figure: Figure | None
    reason: str | None
    because: str | None
    source: str | None


_CHANGES = (
    select(
        figures,
        people.c.name.label("person"),
        indicators.c.name.label("indicator"),
        indicators.c.measure_unit,
    )
    .join(people, people.c.id == figures.c.person_id)
    .join(indicators, indicators.c.id == figures.c.indicator_id)
    .where(figures.c.report_id == bindparam("report"))
    .order_by(figures.c.id)
)


def changes(tx: Tx, report_id: int) -> list[Change]:
    """Every version of every figure of a report, the oldest first."""
    found = []
    before: dict[int, Figure | None] = {}
    for row in tx.execute(_CHANGES, {"report": report_id}):
        figure = figure_of(row)
        found.append(
            Change(
                at=row.at,
                person=row.person,
                indicator_id=row.indicator_id,
                indicator=row.indicator,
                measure_unit=row.measure_unit,
                before=before.get(row.indicator_id),
                figure=figure,
                reason=row.reason,
                because=row.because,
                source=row.source,
            )
        )
        before[row.indicator_id] = figure
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class OfIndicator:
    """One version of an indicator's figure, of some unit for some period; `before` is the version that it replaced."""

    at: datetime
    person: str
    unit: str
    phase: str
    before: Figure | None
    figure: Figure | None
    reason: str | None
    because: str | None
    source: str | None


_HISTORY = (
    figures.join(reports, reports.c.id == figures.c.report_id)
    .join(units, units.c.id == reports.c.unit_id)
    .join(periods, periods.c.id == reports.c.period_id)
    .join(phases, phases.c.id == periods.c.phase_id)
    .join(people, people.c.id == figures.c.person_id)
)


def of_indicator(
    tx: Tx, indicator_id: int, unit_id: int | None, *, page: int, most: int
) -> tuple[list[OfIndicator], int]:
    """A page of what happened to an indicator's figures, of one unit or of all, the newest first; and how much in all."""
    of_unit = true() if unit_id is None else reports.c.unit_id == unit_id
    campaign = select(indicators.c.campaign_id).where(indicators.c.id == indicator_id).scalar_subquery()
    # By way of its campaign's reports: figures have no index by indicator, which every new figure would pay for.
    wanted = and_(phases.c.campaign_id == campaign, figures.c.indicator_id == indicator_id, of_unit)
    count = tx.execute(select(func.count()).select_from(_HISTORY).where(wanted)).scalar_one()
    rows = tx.execute(
        select(figures, people.c.name.label("person"), units.c.name.label("unit"), PHASE.label("phase"))
        .select_from(_HISTORY)
        .where(wanted)
        .order_by(figures.c.id.desc())
        .limit(most)
        .offset(page * most)
    ).all()
    versions = _versions(tx, indicator_id, {row.report_id for row in rows})
    return [
        OfIndicator(
            at=row.at,
            person=row.person,
            unit=row.unit,
            phase=row.phase,
            before=versions.get((row.report_id, row.version - 1)),
            figure=figure_of(row),
            reason=row.reason,
            because=row.because,
            source=row.source,
        )
        for row in rows
    ], count


def _versions(tx: Tx, indicator_id: int, report_ids: Collection[int]) -> dict[tuple[int, int], Figure | None]:
    """The versions of an indicator's figure in these reports, by report id and version."""
    asked = select(figures).where(figures.c.report_id.in_(report_ids), figures.c.indicator_id == indicator_id)
    return {(row.report_id, row.version): figure_of(row) for row in tx.execute(asked)}
