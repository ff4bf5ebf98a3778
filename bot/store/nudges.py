"""What planning asks: which periods are due, who has to hear of them, and what was said already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Date, Row, String, bindparam, cast, delete, exists, func, literal, or_, select

from bot.campaign import report_life
from bot.campaign.deadlines import Ladder, Line
from bot.campaign.model import CampaignState, Duty
from bot.store.answers import answers_for, begun, due_of, given
from bot.store.engine import Tx, insert_once
from bot.store.message_tables import outbox, reopened, said, slots
from bot.store.recipients import WRITTEN_TO_NOW
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    extensions,
    indicators,
    offices,
    people,
    periods,
    phases,
    reports,
    roles,
    units,
)
from bot.store.types import Instant

UNITS_AT_ONCE = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenPeriod:
    """A period that is running or late. `ladder` is the owner's own; None is the default of the config."""

    period_id: int
    campaign_id: int
    phase_id: int
    phase: int
    due_on: date
    launched_at: datetime | None
    ladder: Ladder | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DuePeriod:
    """A period with a step to say to the units that are due on `due_on`, all or those extended to that day.

    It is said to these duties, and to whoever had his role before `role_before`.
    """

    period_id: int
    campaign_id: int
    due_on: date
    step: int
    duties: tuple[Duty, ...]
    role_before: datetime


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
        offices.c.ladder,
    )
    .select_from(
        campaigns.join(phases, phases.c.campaign_id == campaigns.c.id)
        .join(periods, periods.c.phase_id == phases.c.id)
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
    ladder = row.ladder
    return OpenPeriod(
        period_id=row.id,
        campaign_id=row.campaign_id,
        phase_id=row.phase_id,
        phase=row.n,
        due_on=row.due_on,
        launched_at=row.launched_at,
        ladder=ladder and Ladder(before=tuple(ladder["before"]), overdue=tuple(ladder["overdue"])),
    )


# --- Who has to hear of it -------------------------------------------------------------------------------

_asked = units.alias("asked")
# An invited unit is asked only where an indicator was given to it by name, kind or cluster.
_HAS_SOMETHING_TO_REPORT = or_(
    campaign_units.c.duty == Duty.REQUIRED.value,
    exists(
        select(indicators.c.id)
        .select_from(
            indicators.join(assignments, assignments.c.indicator_id == indicators.c.id).join(
                _asked, _asked.c.id == campaign_units.c.unit_id
            )
        )
        .where(
            indicators.c.campaign_id == campaign_units.c.campaign_id,
            answers_for(unit=_asked),
            given(bindparam("due_on", type_=Date)),
        )
    ),
)
_HANDED_IN = exists(
    select(reports.c.id).where(
        reports.c.period_id == bindparam("period"),
        reports.c.unit_id == campaign_units.c.unit_id,
        reports.c.state.in_(report_life.HANDED_IN),
    )
)
_SAID = exists(
    select(said.c.step).where(
        said.c.period_id == bindparam("period"),
        said.c.unit_id == campaign_units.c.unit_id,
        said.c.due_on == bindparam("due_on", type_=Date),
        said.c.step == bindparam("step"),
        said.c.person_id == roles.c.person_id,
    )
)
_DIGESTS = (
    select(
        (literal("digest:") + cast(roles.c.person_id, String) + bindparam("tail", type_=String)).label("key"),
        literal("bulk").label("lane"),
        roles.c.person_id,
        literal("digest").label("kind"),
        bindparam("due_at", type_=Instant).label("due_at"),
        bindparam("expires_at", type_=Instant).label("expires_at"),
        literal(0).label("attempts"),
    )
    .distinct()
    .select_from(
        campaign_units.join(periods, periods.c.id == bindparam("period"))
        .join(roles, roles.c.unit_id == campaign_units.c.unit_id)
        .join(people, people.c.id == roles.c.person_id)
    )
    .where(
        campaign_units.c.campaign_id == bindparam("campaign"),
        campaign_units.c.unit_id > bindparam("after"),
        campaign_units.c.unit_id <= bindparam("until"),
        campaign_units.c.duty.in_(bindparam("duties", expanding=True)),
        WRITTEN_TO_NOW,
        roles.c.since < bindparam("role_before", type_=Instant),
        people.c.unreachable_since.is_(None),
        ~_HANDED_IN,
        due_of(campaign_units.c.unit_id) == bindparam("due_on", type_=Date),
        ~_SAID,
        _HAS_SOMETHING_TO_REPORT,
    )
)
_LAST_OF_SLICE = (
    select(campaign_units.c.unit_id)
    .where(
        campaign_units.c.campaign_id == bindparam("campaign"), campaign_units.c.unit_id > bindparam("after")
    )
    .order_by(campaign_units.c.unit_id)
    .offset(UNITS_AT_ONCE - 1)
    .limit(1)
)
_NO_LIMIT = 2**62


def put_digests(
    tx: Tx, period: DuePeriod, now: datetime, *, after: int, tail: str, due_at: datetime, expires_at: datetime
) -> tuple[int, int | None]:
    """Put a digest for whoever has to hear of this period, for the next units behind the unit id `after`.

    The key is "digest:", the person's id and `tail`. Returns how many are new, and the unit id behind which
    to go on; None at the end.
    """
    until = tx.execute(_LAST_OF_SLICE, {"campaign": period.campaign_id, "after": after}).scalar()
    columns = ["key", "lane", "person_id", "kind", "due_at", "expires_at", "attempts"]
    put = tx.execute(
        insert_once(tx, outbox).from_select(columns, _DIGESTS, include_defaults=False),
        {
            "campaign": period.campaign_id,
            "period": period.period_id,
            "due_on": period.due_on,
            "step": period.step,
            "duties": [duty.value for duty in period.duties],
            "role_before": period.role_before,
            "after": after,
            "until": _NO_LIMIT if until is None else until,
            "now": now,
            "tail": tail,
            "due_at": due_at,
            "expires_at": expires_at,
        },
    ).rowcount
    return put, until


def digests_of_day(tx: Tx, person_ids: Collection[int], expires_at: datetime) -> dict[int, list[str | None]]:
    """The outcomes of the digests that were put for these people and expire at this moment."""
    found: dict[int, list[str | None]] = defaultdict(list)
    rows = tx.execute(
        select(outbox.c.person_id, outbox.c.outcome).where(
            outbox.c.person_id.in_(person_ids), outbox.c.kind == "digest", outbox.c.expires_at == expires_at
        )
    )
    for row in rows:
        found[row.person_id].append(row.outcome)
    return found


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
