"""The current slot -> one outbox row a person who has something to hear; beside it the notices of the moment.

Nothing is planned ahead, and doing it twice is harmless: the keys of the rows are unique.
"""

from datetime import datetime, time
from functools import partial
from time import perf_counter

from bot.campaign import deadlines
from bot.campaign.notices import DUE_DAY_TIMES, MORNING, week_of
from bot.errors import Refused
from bot.store import commemorations, days, digests, nudges, silences
from bot.store import notices as store_notices
from bot.store.commemorations import Kept
from bot.store.engine import Store, Tx
from bot.store.planned_changes import due as changes_due
from bot.usecases import commemorating, hearing, notices, planned_changes
from bot.usecases.hearing import Schedule
from scheduler.surprises import each

SLICE_SECONDS = 0.02
"""A transaction takes no further step after this long: people who type meanwhile are not kept waiting."""
PEOPLE_AT_ONCE = 100
WEEK, FEAST = "week", "feast"

Place = tuple[int, int]
"""Where planning stands: the place in the list of periods, and the last unit id that is planned."""


async def change_units(store: Store, now: datetime) -> int:
    """Carry out what was planned for units by today; what cannot be done waits. Returns of how many there is to tell."""
    due = await store.read(partial(changes_due, day=now.date()))
    return await each(partial(_change, store, now, planned_id) for planned_id in due)


async def _change(store: Store, now: datetime, planned_id: int) -> int:
    try:
        await store.write(partial(planned_changes.carry_out, now=now, planned_id=planned_id))
    except Refused:
        return await store.write(partial(planned_changes.hold, now=now, planned_id=planned_id))
    return 1


async def plan(store: Store, now: datetime, schedule: Schedule) -> int:
    """Plan the slot of this moment if it is not planned, and who was reopened since; returns the new rows.

    `now` is in the zone of the offices. On a planned slot this is one cheap question.
    """
    slot = schedule.slot(now, await store.read(partial(days.of_anybody, day=now.date())))
    if slot is None:
        return 0
    planned, again = await store.read(lambda tx: nudges.slot_state(tx, now.date(), slot))
    if not planned:
        return await _plan_slot(store, now, slot, schedule)
    return await _plan_again(store, now, slot, schedule) if again else 0


async def _plan_slot(store: Store, now: datetime, slot: time, schedule: Schedule) -> int:
    hearers = await store.read(partial(silences.hearers, now=now))
    await store.write(partial(hearing.begin_slot, now=now, also=hearers))
    periods = await store.read(lambda tx: hearing.due_periods(tx, now, schedule))
    tail = f":{now.date()}:{nudges.slot_name(slot)}"
    due_at = datetime.combine(now.date(), slot, tzinfo=now.tzinfo)

    def slice_from(tx: Tx, place: Place) -> tuple[int, Place]:
        began = perf_counter()
        new = 0
        while place[0] < len(periods) and perf_counter() - began < SLICE_SECONDS:
            put, last = digests.put_digests(
                tx,
                periods[place[0]],
                now,
                after=place[1],
                tail=tail,
                due_at=due_at,
                expires_at=schedule.closing(now),
            )
            new += put
            place = (place[0] + 1, 0) if last is None else (place[0], last)
        return new, place

    total, place = 0, (0, 0)
    while place[0] < len(periods):
        new, place = await store.write(partial(slice_from, place=place))
        total += new
    await store.write(lambda tx: nudges.mark_planned(tx, now.date(), slot, now))
    return total + await _plan_again(store, now, slot, schedule)


async def _plan_again(store: Store, now: datetime, slot: time, schedule: Schedule) -> int:
    total, finished = 0, False
    while not finished:
        new, finished = await store.write(
            lambda tx: hearing.plan_again(tx, now, slot, schedule, most=PEOPLE_AT_ONCE)
        )
        total += new
    return total


async def plan_notices(store: Store, now: datetime, schedule: Schedule) -> int:
    """Plan the lists and notices of the newest time of today at which some may go out, and once a week its own."""
    calendar = await store.read(partial(days.of_anybody, day=now.date()))
    at = deadlines.current_slot(now, DUE_DAY_TIMES, calendar, schedule.hours)
    if at is None:
        return 0
    day, name = now.date(), f"L{at:%H%M}"
    if await store.read(lambda tx: store_notices.is_planned(tx, day, name)):
        return 0
    calendars = await store.read(days.calendars)
    of_periods = [
        partial(
            store.write,
            partial(
                notices.of_period,
                period=period,
                now=now,
                calendar=calendars.of(period.owner_path),
                hours=schedule.hours,
            ),
        )
        for period in await store.read(store_notices.running)
    ]
    of_week = partial(_plan_week, store, now, schedule, everybody=calendars.all_work(day))
    put = await each((*of_periods, of_week))
    await store.write(lambda tx: store_notices.mark_planned(tx, day, name, now))
    return put


async def plan_commemorations(store: Store, now: datetime, schedule: Schedule) -> int:
    """Have what is approved for this day sent from the morning on: a feast is one on a day off too."""
    day = now.date()
    if not MORNING <= now.time() <= schedule.hours[1]:
        return 0
    if await store.read(lambda tx: store_notices.is_planned(tx, day, FEAST)):
        return 0
    approved = await store.read(partial(commemorations.approved_on, day=day))
    put = await each(partial(_commemorate, store, now, kept) for kept in approved)
    await store.write(lambda tx: store_notices.mark_planned(tx, day, FEAST, now))
    return put


async def _commemorate(store: Store, now: datetime, kept: Kept) -> int:
    put = 0
    after: int | None = 0
    while after is not None:
        new, after = await store.write(
            partial(commemorating.put, kept=kept, now=now, after=after, most=PEOPLE_AT_ONCE)
        )
        put += new
    return put


async def _plan_week(store: Store, now: datetime, schedule: Schedule, *, everybody: bool) -> int:
    """`everybody` is at work today; else those whose office has a day off are found on one of the next days.

    The same holds for those who are quiet until work is over.
    """
    monday = week_of(now.date())
    if await store.read(lambda tx: store_notices.is_planned(tx, monday, WEEK)):
        return 0
    put = 0
    after: int | None = 0
    while after is not None:
        new, after, too_late = await store.write(
            partial(notices.of_week, now=now, after=after, most=PEOPLE_AT_ONCE, hours=schedule.hours)
        )
        put += new
        everybody = everybody and not too_late
    if everybody:
        await store.write(lambda tx: store_notices.mark_planned(tx, monday, WEEK, now))
    return put
