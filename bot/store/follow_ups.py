"""Follow-ups: what the standing body asks about one figure, and what the reporter answers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, insert, select, update

from bot.campaign.model import Figure
from bot.store.answers import FIGURE, figure_of
from bot.store.engine import AnyRow, Tx
from bot.store.tables import figures, follow_ups, indicators, people


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowUp:
    """A question about a figure, the figure that it was asked about, and the answer once it is there."""

    follow_up_id: int
    report_id: int
    indicator_id: int
    indicator: str
    measure_unit: str
    figure: Figure | None
    reason: str | None
    asked_by: int
    asker: str
    asked_at: datetime
    question: str
    answerer: str | None
    answered_at: datetime | None
    answer: str | None
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


_asker = people.alias("asker")
_answerer = people.alias("answerer")
_FOLLOW_UP = (
    select(
        follow_ups,
        indicators.c.name.label("indicator"),
        indicators.c.measure_unit,
        *FIGURE,
        figures.c.reason,
        _asker.c.name.label("asker"),
        _answerer.c.name.label("answerer"),
    )
    .join(indicators, indicators.c.id == follow_ups.c.indicator_id)
    .join(_asker, _asker.c.id == follow_ups.c.asked_by)
    .outerjoin(_answerer, _answerer.c.id == follow_ups.c.answered_by)
    .outerjoin(
        figures,
        (figures.c.report_id == follow_ups.c.report_id)
        & (figures.c.indicator_id == follow_ups.c.indicator_id)
        & (figures.c.version == follow_ups.c.version),
    )
    .order_by(follow_ups.c.id)
)


def ask(
    tx: Tx, *, report_id: int, indicator_id: int, version: int, person_id: int, question: str, now: datetime
) -> int:
    """Ask about the figure of this version; returns the id."""
    key = tx.execute(
        insert(follow_ups).values(
            report_id=report_id,
            indicator_id=indicator_id,
            version=version,
            asked_by=person_id,
            asked_at=now,
            question=question,
        )
    ).inserted_primary_key
    return int(key[0]) if key else 0


def answer(tx: Tx, follow_up_id: int, *, person_id: int, text: str, now: datetime) -> None:
    tx.execute(
        update(follow_ups)
        .where(follow_ups.c.id == follow_up_id)
        .values(answered_by=person_id, answered_at=now, answer=text)
    )


def close(tx: Tx, follow_up_id: int, now: datetime) -> None:
    tx.execute(update(follow_ups).where(follow_ups.c.id == follow_up_id).values(closed_at=now))


def of(tx: Tx, follow_up_id: int) -> FollowUp | None:
    row = tx.execute(_FOLLOW_UP.where(follow_ups.c.id == follow_up_id)).first()
    return None if row is None else _follow_up(row)


def of_report(tx: Tx, report_id: int) -> list[FollowUp]:
    """All of a report, the oldest first."""
    return [_follow_up(row) for row in tx.execute(_FOLLOW_UP.where(follow_ups.c.report_id == report_id))]


def open_of(tx: Tx, person_id: int) -> list[FollowUp]:
    """What a person asked and nobody has closed yet."""
    mine = and_(follow_ups.c.asked_by == person_id, follow_ups.c.closed_at.is_(None))
    return [_follow_up(row) for row in tx.execute(_FOLLOW_UP.where(mine))]


def _follow_up(row: AnyRow) -> FollowUp:
    return FollowUp(
        follow_up_id=row.id,
        report_id=row.report_id,
        indicator_id=row.indicator_id,
        indicator=row.indicator,
        measure_unit=row.measure_unit,
        figure=figure_of(row),
        reason=row.reason,
        asked_by=row.asked_by,
        asker=row.asker,
        asked_at=row.asked_at,
        question=row.question,
        answerer=row.answerer,
        answered_at=row.answered_at,
        answer=row.answer,
        closed_at=row.closed_at,
    )
