"""What planning asks: which periods are due, who has to hear of them, and what was said already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Any

from sqlalchemy import (
    Row,
    bindparam,
    delete,
    exists,
    func,
    select,
)

from bot.campaign.deadlines import Line, OwnLadder
from bot.campaign.model import CampaignState
from bot.store.answers import begun
from bot.store.engine import Tx, insert_once
from bot.store.extents import Extent, sees
from bot.store.ladders import own_ladder
from bot.store.message_tables import outbox, reopened, said, slots
from bot.store.tables import (
    campaigns,
    extensions,
    offices,
    periods,
    phases,
    units,
)
from bot.store.types import Instant


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenPeriod:
    """A period that is running or late. `ladder` is the campaign's or the office's own; None is the default.

    `owner_path` is that of the office, whose calendar counts.
    """

    period_id: int
    campaign_id: int
    phase_id: int
    phase: int
    due_on: date
    launched_at: datetime | None
    lock_days: int
    ladder: OwnLadder
    owner_path: str


# --- Slots ---------------------------------------------------------------------------------------------

_SLOT = select(
    exists(select(slots.c.day).where(slots.c.day == bindparam("day"), slots.c.slot == bindparam("slot"))),
    exists(select(reopened.c.person_id)),
)


def slot_name(slot: time) -> str:
    return slot.strftime("%H:%M")


def slot_state(tx: Tx, day: date, slot: time) -> tuple[bool, bool]:
    """Whether the slot is planned, and whether somebody is to be planned again."""
    planned, again = tx.execute(_SLOT, {"day": day, "slot": slot_name(slot)}).one()
    return bool(planned), bool(again)


def mark_planned(tx: Tx, day: date, slot: time, now: datetime) -> None:
    tx.execute(insert_once(tx, slots), {"day": day, "slot": slot_name(slot), "planned_at": now})


def forget_from(tx: Tx, now: datetime) -> None:
    """Forget what was planned and said from a moment on, as if its day had just begun."""
    tx.execute(delete(said).where(said.c.at >= now))
    tx.execute(delete(slots).where(slots.c.day >= now.date()))
    tx.execute(delete(outbox).where(outbox.c.due_at >= now))


def next_due(tx: Tx, now: datetime) -> datetime | None:
    """When the next message falls due that waits for a later moment."""
    found: datetime | None = tx.execute(
        select(func.min(outbox.c.due_at, type_=Instant)).where(
            outbox.c.outcome.is_(None), outbox.c.sending_at.is_(None), outbox.c.due_at > now
        )
    ).scalar()
    return found


def forget_reopened(tx: Tx) -> None:
    """A slot that is planned from the start needs nobody planned again."""
    tx.execute(delete(reopened))


def take_reopened(tx: Tx, *, most: int) -> list[int]:
    """Take the next people that are to be planned again off the list."""
    found = list(tx.execute(select(reopened.c.person_id).limit(most)).scalars())
    tx.execute(delete(reopened).where(reopened.c.person_id.in_(found)))
    return found


# --- What is due ---------------------------------------------------------------------------------------

_OPEN_PERIODS = (
    select(
        periods.c.id,
        periods.c.due_on,
        phases.c.id.label("phase_id"),
        phases.c.n,
        campaigns.c.id.label("campaign_id"),
        campaigns.c.launched_at,
        campaigns.c.lock_days,
        campaigns.c.ladder,
        offices.c.ladder.label("ladder_of_office"),
        units.c.path.label("owner_path"),
    )
    .select_from(
        campaigns.join(phases, phases.c.campaign_id == campaigns.c.id)
        .join(periods, periods.c.phase_id == phases.c.id)
        .join(units, units.c.id == campaigns.c.owner_id)
        .outerjoin(offices, offices.c.unit_id == campaigns.c.owner_id)
    )
    .where(campaigns.c.state == CampaignState.RUNNING.value)
    .order_by(periods.c.due_on, periods.c.id)
)


def open_periods(tx: Tx, day: date) -> list[OpenPeriod]:
    """The periods of running campaigns that have begun by this day."""
    return [_open_period(row) for row in tx.execute(_OPEN_PERIODS.where(begun(day)))]


def extended_to(tx: Tx, period_ids: Collection[int]) -> dict[int, set[date]]:
    """The due dates that single units of these periods were given, by period id."""
    found: dict[int, set[date]] = defaultdict(set)
    wanted = extensions.c.period_id.in_(period_ids)
    for row in tx.execute(select(extensions.c.period_id, extensions.c.due_on).where(wanted).distinct()):
        found[row.period_id].add(row.due_on)
    return found


def periods_by_id(tx: Tx, period_ids: Collection[int]) -> dict[int, OpenPeriod]:
    rows = tx.execute(_OPEN_PERIODS.where(periods.c.id.in_(period_ids)))
    return {row.id: _open_period(row) for row in rows}


def _open_period(row: Row[*tuple[Any, ...]]) -> OpenPeriod:
    return OpenPeriod(
        period_id=row.id,
        campaign_id=row.campaign_id,
        phase_id=row.phase_id,
        phase=row.n,
        due_on=row.due_on,
        launched_at=row.launched_at,
        lock_days=row.lock_days,
        ladder=own_ladder(row.ladder_of_office) | own_ladder(row.ladder),
        owner_path=row.owner_path,
    )


# --- What was said -----------------------------------------------------------------------------------------

Spoken = tuple[int, int, int, date]
"""To whom and of what: person id, period id, unit id, due day."""


def said_to(tx: Tx, person_ids: Collection[int], period_ids: Collection[int]) -> Mapping[Spoken, set[int]]:
    """The steps that these people heard of these periods, for each due day that was in force then."""
    found: dict[Spoken, set[int]] = defaultdict(set)
    for row in tx.execute(
        select(said).where(said.c.person_id.in_(person_ids), said.c.period_id.in_(period_ids))
    ):
        found[row.person_id, row.period_id, row.unit_id, row.due_on].add(row.step)
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Nudged:
    """On how many days somebody of a unit was told of its report by the ladder, and when last."""

    days: int
    last: datetime


def nudged(tx: Tx, period_id: int, extent: Extent, zone: tzinfo | None) -> dict[int, Nudged]:
    """The log of the units that are seen; whoever stands over them hears of it too, and counts likewise."""
    moments: dict[int, set[datetime]] = defaultdict(set)
    spoken = (
        select(said.c.unit_id, said.c.at)
        .distinct()
        .join(units, units.c.id == said.c.unit_id)
        .where(said.c.period_id == period_id, sees(extent))
    )
    for unit_id, at in tx.execute(spoken):
        moments[unit_id].add(at.astimezone(zone))
    return {
        unit_id: Nudged(days=len({moment.date() for moment in every}), last=max(every))
        for unit_id, every in moments.items()
    }


def note_said(tx: Tx, lines: Iterable[Line], now: datetime) -> None:
    """Log what a message said, and the older steps for which it spoke too."""
    rows: Sequence[dict[str, object]] = [
        {
            "period_id": line.obligation.period_id,
            "unit_id": line.obligation.unit_id,
            "due_on": line.obligation.due,
            "step": step,
            "person_id": line.obligation.person_id,
            "at": now,
            "merged": step != line.step,
        }
        for line in lines
        for step in (*line.merged, line.step)
    ]
    if rows:
        tx.execute(insert_once(tx, said), rows)
