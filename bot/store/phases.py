"""The phases of a campaign and their periods: read, replaced in a draft, and planned anew where nobody has reported yet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Select, bindparam, delete, func, insert, select, update

from bot.campaign.calendar import WorkCalendar
from bot.campaign.model import Review
from bot.campaign.periods import Period, Rhythm
from bot.campaign.periods import periods as proposed
from bot.store import days
from bot.store.campaigns import Phase
from bot.store.engine import AnyRow, Tx
from bot.store.message_tables import downloads, said, snoozes
from bot.store.phase_tables import period_times
from bot.store.tables import campaigns, periods, phases, reports, units


def phases_of(tx: Tx, campaign_id: int) -> list[Phase]:
    rows = tx.execute(select(phases).where(phases.c.campaign_id == campaign_id).order_by(phases.c.n)).all()
    found: dict[int, list[Period]] = defaultdict(list)
    for row in tx.execute(
        select(periods, phases.c.starts_on.label("begins"), phases.c.ends_on.label("ends"))
        .join(phases, phases.c.id == periods.c.phase_id)
        .where(phases.c.campaign_id == campaign_id)
        .order_by(periods.c.n)
    ):
        found[row.phase_id].append(_period(row))
    return [_phase(row, tuple(found[row.id])) for row in rows]


def _period(row: AnyRow) -> Period:
    return Period(
        name=row.name or "",
        starts_on=row.starts_on or row.begins,
        ends_on=row.ends_on or row.ends,
        due_on=row.due_on,
        cluster_due_on=row.cluster_due_on,
        due_set=row.due_set,
    )


def _phase(row: AnyRow, own: tuple[Period, ...]) -> Phase:
    return Phase(
        n=row.n,
        name=row.name,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        review=Review(kind=row.review_kind, deadline=row.review_deadline, exclusive=row.review_exclusive),
        due_on=own[-1].due_on,
        due_set=own[-1].due_set,
        source_text=row.source_text or "",
        review_text=row.review_text or "",
        rhythm=Rhythm(row.rhythm),
        periods=own,
    )


_OWNER_PATH = (
    select(units.c.path)
    .join(campaigns, campaigns.c.owner_id == units.c.id)
    .where(campaigns.c.id == bindparam("campaign_id"))
)


def replace_phases(tx: Tx, campaign_id: int, new: Sequence[Phase]) -> None:
    """Give a draft these phases instead of its own; nobody has reported on them yet.

    A period that a phase still has keeps its due date; the last one is due when the phase says.
    """
    own = select(phases.c.id).where(phases.c.campaign_id == campaign_id)
    gone = select(periods.c.id).where(periods.c.phase_id.in_(own))
    tx.execute(delete(period_times).where(period_times.c.period_id.in_(gone)))
    tx.execute(delete(periods).where(periods.c.phase_id.in_(own)))
    tx.execute(delete(phases).where(phases.c.campaign_id == campaign_id))
    calendar = days.of_owner(tx, tx.execute(_OWNER_PATH, {"campaign_id": campaign_id}).scalar_one())
    for phase in new:
        key = tx.execute(
            insert(phases).values(
                campaign_id=campaign_id,
                n=phase.n,
                name=phase.name,
                starts_on=phase.starts_on,
                ends_on=phase.ends_on,
                review_kind=phase.review.kind,
                review_deadline=phase.review.deadline,
                review_exclusive=phase.review.exclusive,
                source_text=phase.source_text or None,
                review_text=phase.review_text or None,
                rhythm=phase.rhythm.value,
            )
        ).inserted_primary_key
        for n, period in enumerate(_periods_of(phase, calendar), 1):
            tx.execute(insert(periods).values(phase_id=key[0] if key else 0, n=n, **_columns(period)))


def _periods_of(phase: Phase, calendar: WorkCalendar) -> tuple[Period, ...]:
    start = phase.starts_on or (phase.periods[0].starts_on if phase.periods else None)
    planned = proposed(phase.rhythm, start, phase.ends_on, phase.review, calendar)
    old = {(one.starts_on, one.ends_on): one for one in phase.periods}
    kept = [_with_dues(one, old.get((one.starts_on, one.ends_on), one)) for one in planned]
    return (*kept[:-1], replace(kept[-1], due_on=phase.due_on, due_set=phase.due_set))


def _with_dues(period: Period, of: Period) -> Period:
    return replace(period, due_on=of.due_on, cluster_due_on=of.cluster_due_on, due_set=of.due_set)


def _columns(period: Period) -> Mapping[str, object]:
    """One that is the whole phase has no stretch of its own: it moves with the phase."""
    named = bool(period.name)
    return {
        "name": period.name or None,
        "starts_on": period.starts_on if named else None,
        "ends_on": period.ends_on if named else None,
        "due_on": period.due_on,
        "cluster_due_on": period.cluster_due_on,
        "due_set": period.due_set,
    }


def _own(campaign_id: int, n: int) -> Select[tuple[int]]:
    return (
        select(periods.c.id)
        .join(phases, phases.c.id == periods.c.phase_id)
        .where(phases.c.campaign_id == campaign_id, phases.c.n == n)
    )


def set_due(tx: Tx, campaign_id: int, n: int, place: int, due_on: date) -> None:
    """Move the due date of a period, the `place`-th of the phase."""
    own = _own(campaign_id, n).where(periods.c.n == place).scalar_subquery()
    tx.execute(update(periods).where(periods.c.id == own).values(due_on=due_on, due_set=True))


def set_cluster_due(tx: Tx, campaign_id: int, n: int, place: int, due_on: date) -> None:
    """The same for the reports of clusters."""
    own = _own(campaign_id, n).where(periods.c.n == place).scalar_subquery()
    tx.execute(update(periods).where(periods.c.id == own).values(cluster_due_on=due_on))


def reported(tx: Tx, campaign_id: int, n: int) -> int:
    """Up to which period, from 1, somebody has begun a report; 0 where nobody has."""
    own = _own(campaign_id, n)
    last = tx.execute(
        select(func.max(periods.c.n))
        .join(reports, reports.c.period_id == periods.c.id)
        .where(periods.c.id.in_(own))
    ).scalar()
    return last or 0


def plan_periods(
    tx: Tx, campaign_id: int, n: int, rhythm: Rhythm, *, after: int, new: Sequence[Period]
) -> None:
    """Put these periods in the place of those behind the `after`-th; what was said of one that goes, goes with it."""
    old = list(tx.execute(_own(campaign_id, n).where(periods.c.n > after).order_by(periods.c.n)).scalars())
    phase_id = (
        select(phases.c.id).where(phases.c.campaign_id == campaign_id, phases.c.n == n).scalar_subquery()
    )
    gone = old[len(new) :]
    for table in (said, snoozes, period_times, downloads):
        tx.execute(delete(table).where(table.c.period_id.in_(gone)))
    tx.execute(delete(periods).where(periods.c.id.in_(gone)))
    for key, period in zip(old, new, strict=False):
        tx.execute(update(periods).where(periods.c.id == key).values(**_columns(period)))
    for place, period in enumerate(new[len(old) :], after + len(old) + 1):
        tx.execute(insert(periods).values(phase_id=phase_id, n=place, **_columns(period)))
    tx.execute(update(phases).where(phases.c.id == phase_id).values(rhythm=rhythm.value))


def set_lock(tx: Tx, campaign_id: int, days: int) -> None:
    """How many calendar days after its due date a unit may still enter and correct."""
    tx.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(lock_days=days))
