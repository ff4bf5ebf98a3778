"""The quiet hours of people."""

from collections.abc import Collection
from datetime import datetime, time

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    String,
    and_,
    bindparam,
    case,
    delete,
    or_,
    select,
    update,
)

from bot.campaign.quiet import Quiet
from bot.store.engine import Tx, insert_once
from bot.store.message_tables import outbox, reopened
from bot.store.tables import people

_AT: BindParameter[str] = bindparam("at", type_=String)
IS_QUIET: ColumnElement[bool] = and_(
    people.c.quiet_from.is_not(None),
    case(
        (
            people.c.quiet_from <= people.c.quiet_until,
            and_(people.c.quiet_from <= _AT, people.c.quiet_until > _AT),
        ),
        else_=or_(people.c.quiet_from <= _AT, people.c.quiet_until > _AT),
    ),
)
"""The condition under which a person is not to be nudged at the bound time of day `at`, "08:00"."""


def keep(tx: Tx, person_id: int, quiet: Quiet | None, now: datetime) -> None:
    """None: at any time. What waits for him is planned again, for its time may be another now.

    A message that was tried before stays, for it may have arrived; it and what is no nudge of the ladder wait for the
    end of the quiet hours. `now` is in the zone of the offices.
    """
    values = {"quiet_from": quiet and _clock(quiet.start), "quiet_until": quiet and _clock(quiet.end)}
    tx.execute(update(people).where(people.c.id == person_id).values(**values))
    waits = and_(outbox.c.person_id == person_id, outbox.c.outcome.is_(None), outbox.c.sending_at.is_(None))
    tx.execute(delete(outbox).where(waits, outbox.c.kind == "digest", outbox.c.last_error.is_(None)))
    tx.execute(insert_once(tx, reopened), {"person_id": person_id})
    if quiet is None:
        return
    for row in tx.execute(select(outbox.c.id, outbox.c.due_at).where(waits)).all():
        due_at = max(row.due_at.astimezone(now.tzinfo), now)
        if quiet.covers(due_at.time()):
            later = update(outbox).where(outbox.c.id == row.id).values(due_at=quiet.over_at(due_at))
            tx.execute(later)


def free_at(tx: Tx, person_ids: Collection[int], at: datetime) -> dict[int, datetime]:
    """When whoever has quiet hours may hear of something from this moment on; it is in the zone of the offices."""
    return {person_id: own.over_at(at) for person_id, own in of_people(tx, person_ids).items()}


def of_people(tx: Tx, person_ids: Collection[int]) -> dict[int, Quiet]:
    rows = tx.execute(
        select(people.c.id, people.c.quiet_from, people.c.quiet_until).where(
            people.c.id.in_(person_ids), people.c.quiet_from.is_not(None)
        )
    )
    found = ((row.id, quiet_of(row.quiet_from, row.quiet_until)) for row in rows)
    return {person_id: quiet for person_id, quiet in found if quiet is not None}


def quiet_of(start: str | None, end: str | None) -> Quiet | None:
    """The quiet hours in a row of people."""
    if start is None or end is None:
        return None
    return Quiet(start=time.fromisoformat(start), end=time.fromisoformat(end))


def reopen_quiet(tx: Tx, at: time) -> None:
    """Have whoever is not to be nudged at this time planned one by one, each for his own time."""
    quiet = select(people.c.id).where(IS_QUIET)
    tx.execute(insert_once(tx, reopened).from_select(["person_id"], quiet), {"at": _clock(at)})


def _clock(at: time) -> str:
    return at.strftime("%H:%M")
