"""The history of a report's figures: every version, with the one that it replaced."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.campaign.model import Figure
from bot.store.answers import figure_of
from bot.store.engine import Tx
from bot.store.tables import figures, indicators, people


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One version of a figure in the history; `before` is the version that it replaced."""

    at: datetime
    person: str
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
