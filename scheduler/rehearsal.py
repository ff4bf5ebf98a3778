"""What would go out between two days: the planner and the words as they are, on a copy, with a clock that is set.

It asks the functions that the running bot asks, so it cannot disagree with them; only nothing is sent.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial

from bot.campaign.notices import DUE_DAY_TIMES
from bot.store import nudges, outbox, recipients
from bot.store.engine import Store, Tx
from bot.store.outbox import End, Waiting
from bot.store.recipients import Recipient
from bot.texts import View
from bot.usecases import nudging
from bot.usecases.hearing import Schedule
from scheduler import planner

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Going:
    """A message at the moment at which it would leave."""

    at: datetime
    recipient: Recipient
    waiting: Waiting
    view: View


async def rehearse(
    store: Store, first: date, last: date, schedule: Schedule, zone: tzinfo
) -> AsyncIterator[Going]:
    """Every message of these days, both inclusive, in order. `store` is a copy, and is written to.

    What was said from the first day on is forgotten, and everybody is taken to be reached at once.
    """
    now = datetime.combine(first, time.min, tzinfo=zone)
    end = datetime.combine(last, time.max, tzinfo=zone)
    await store.write(lambda tx: _go_back(tx, now))
    while now <= end:
        await planner.plan(store, now, schedule)
        await planner.plan_notices(store, now, schedule)
        await planner.plan_commemorations(store, now, schedule)
        await planner.change_units(store, now)
        while await store.read(partial(outbox.due, now=now)):
            for going in await store.write(partial(_say, now=now, schedule=schedule)):
                yield going
        waits_until = await store.read(partial(nudges.next_due, now=now))
        slot = _next_slot(now, schedule)
        now = slot if waits_until is None else min(slot, waits_until.astimezone(zone))


def _go_back(tx: Tx, now: datetime) -> None:
    outbox.recover(tx)
    nudges.forget_from(tx, now)


def _say(tx: Tx, now: datetime, schedule: Schedule) -> list[Going]:
    """What is due now, each with its words, logged as the sender logs it."""
    found = []
    for waiting in outbox.claim(tx, now, most=AT_ONCE):
        recipient = recipients.of(tx, waiting.person_id)
        view = None if recipient.unreachable else nudging.message(tx, waiting, now, schedule)
        if view is None:
            outbox.end(tx, waiting.row_id, End.UNREACHABLE if recipient.unreachable else End.EXPIRED, now)
            continue
        outbox.end(tx, waiting.row_id, End.SENT, now)
        nudging.heard(tx, view, now)
        found.append(Going(at=now, recipient=recipient, waiting=waiting, view=view))
    return found


def _next_slot(now: datetime, schedule: Schedule) -> datetime:
    """The first slot behind this moment, on a day of any kind: whether it is worked is the planner's question."""
    slots = (*schedule.slots, *DUE_DAY_TIMES)
    today = min((slot for slot in slots if slot > now.time()), default=None)
    day = now.date() if today is not None else now.date() + timedelta(days=1)
    return datetime.combine(day, today or min(slots), tzinfo=now.tzinfo)
