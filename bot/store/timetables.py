"""The dates of periods that an admin set, beside the due dates; and how they were worded."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, insert, select, update

from bot.campaign.timetable import Deadline, Time
from bot.store.engine import Tx
from bot.store.phase_tables import period_times, periods, phases


def period_id(tx: Tx, campaign_id: int, n: int, place: int) -> int:
    """The period at a place (from 1) of the n-th phase."""
    found: int = tx.execute(
        select(periods.c.id)
        .join(phases, phases.c.id == periods.c.phase_id)
        .where(phases.c.campaign_id == campaign_id, phases.c.n == n, periods.c.n == place)
    ).scalar_one()
    return found


def of(tx: Tx, period: int) -> dict[Time, Deadline]:
    rows = tx.execute(select(period_times).where(period_times.c.period_id == period))
    return {Time(row.kind): Deadline(day=row.day, exclusive=row.exclusive) for row in rows}


def cutoffs(tx: Tx, period_ids: Collection[int]) -> dict[int, date]:
    """The data cut-offs that were set, by period id."""
    rows = tx.execute(
        select(period_times.c.period_id, period_times.c.day).where(
            period_times.c.period_id.in_(period_ids), period_times.c.kind == Time.CUTOFF.value
        )
    )
    return {row.period_id: row.day for row in rows}


def keep(tx: Tx, period: int, time: Time, deadline: Deadline) -> None:
    tx.execute(
        delete(period_times).where(period_times.c.period_id == period, period_times.c.kind == time.value)
    )
    tx.execute(
        insert(period_times).values(
            period_id=period, kind=time.value, day=deadline.day, exclusive=deadline.exclusive
        )
    )


def set_review(tx: Tx, campaign_id: int, n: int, deadline: Deadline) -> None:
    """By which day the review of the n-th phase is held."""
    tx.execute(
        update(phases)
        .where(phases.c.campaign_id == campaign_id, phases.c.n == n)
        .values(review_deadline=deadline.said, review_exclusive=deadline.exclusive)
    )
