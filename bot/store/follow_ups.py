"""Follow-ups: what the standing body asks about one figure, and what the reporter answers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, insert, select, update

from bot.campaign.model import CampaignState, Figure, Role
from bot.store.answers import FIGURE, PHASE, figure_of
from bot.store.engine import AnyRow, Tx, insert_once
from bot.store.message_tables import reopened
from bot.store.tables import (
    campaigns,
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question that waits for its answer, as a digest names it."""

    follow_up_id: int
    unit_id: int
    unit: str
    phase: str
    indicator: str
    question: str
    asked_at: datetime
    nudged_at: datetime | None


_WAITS = (
    follow_ups.c.answered_at.is_(None),
    follow_ups.c.closed_at.is_(None),
    campaigns.c.state == CampaignState.RUNNING.value,
)
_WAITING = (
    select(
        follow_ups.c.id,
        reports.c.unit_id,
        units.c.name.label("unit"),
        PHASE.label("phase"),
        indicators.c.name.label("indicator"),
        follow_ups.c.question,
        follow_ups.c.asked_at,
        follow_ups.c.nudged_at,
    )
    .select_from(
        follow_ups.join(indicators, indicators.c.id == follow_ups.c.indicator_id)
        .join(reports, reports.c.id == follow_ups.c.report_id)
        .join(units, units.c.id == reports.c.unit_id)
        .join(periods, periods.c.id == reports.c.period_id)
        .join(phases, phases.c.id == periods.c.phase_id)
        .join(campaigns, campaigns.c.id == phases.c.campaign_id)
    )
    .where(*_WAITS)
    .order_by(follow_ups.c.id)
)


def waiting(tx: Tx, unit_ids: Collection[int]) -> list[Question]:
    """What was asked of these units and is not answered, the oldest first."""
    rows = tx.execute(_WAITING.where(reports.c.unit_id.in_(unit_ids)))
    return [
        Question(
            follow_up_id=row.id,
            unit_id=row.unit_id,
            unit=row.unit,
            phase=row.phase,
            indicator=row.indicator,
            question=row.question,
            asked_at=row.asked_at,
            nudged_at=row.nudged_at,
        )
        for row in rows
    ]


def reopen_waiting(tx: Tx, before: datetime) -> None:
    """Have the focal points planned again who were asked before this moment, and never nudged about it."""
    asked = (
        select(roles.c.person_id)
        .distinct()
        .select_from(
            follow_ups.join(reports, reports.c.id == follow_ups.c.report_id)
            .join(periods, periods.c.id == reports.c.period_id)
            .join(phases, phases.c.id == periods.c.phase_id)
            .join(campaigns, campaigns.c.id == phases.c.campaign_id)
            .join(roles, roles.c.unit_id == reports.c.unit_id)
        )
        .where(
            *_WAITS,
            follow_ups.c.nudged_at.is_(None),
            follow_ups.c.asked_at < before,
            roles.c.role == Role.FOCAL_POINT.value,
            roles.c.until.is_(None),
        )
    )
    tx.execute(insert_once(tx, reopened).from_select(["person_id"], asked))


def note_nudged(tx: Tx, follow_up_ids: Collection[int], now: datetime) -> None:
    tx.execute(update(follow_ups).where(follow_ups.c.id.in_(follow_up_ids)).values(nudged_at=now))


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
