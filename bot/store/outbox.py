"""Messages that wait to be sent: planned once by their key, sent at least once, each ending in an outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from sqlalchemy import and_, bindparam, case, exists, or_, select, update

from bot.store import quiet
from bot.store.engine import AnyRow, Tx, insert_once
from bot.store.message_tables import outbox
from bot.store.tables import people

Lane = Literal["bulk", "reply"]
LANES: tuple[Lane, ...] = ("reply", "bulk")
"""In the order in which they are served."""
REPLIES: tuple[Lane, ...] = ("reply",)
LOST = "lost: "
EXPIRED_AT_ONCE = 2000


class End(StrEnum):
    """What became of a message. UNKNOWN: it may have arrived, and it is not sent again."""

    SENT = "sent"
    UNREACHABLE = "unreachable"
    EXPIRED = "expired"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A message whose turn has come. `lost`: it may have arrived, an earlier answer was lost."""

    row_id: int
    lane: Lane
    person_id: int
    kind: str
    subject_id: int | None
    expires_at: datetime
    attempts: int
    lost: bool


def put(
    tx: Tx,
    *,
    key: str,
    person_id: int,
    kind: str,
    subject_id: int | None = None,
    lane: Lane = "bulk",
    due_at: datetime,
    expires_at: datetime,
    keeps_quiet: bool = True,
) -> bool:
    """Have a message sent; False where its key was put before, and then nothing changes."""
    return (
        put_each(
            tx,
            {person_id: key},
            kind=kind,
            subject_id=subject_id,
            lane=lane,
            due_at=due_at,
            expires_at=expires_at,
            keeps_quiet=keeps_quiet,
        )
        == 1
    )


def put_each(
    tx: Tx,
    keys: Mapping[int, str],
    *,
    kind: str,
    subject_id: int | None = None,
    lane: Lane = "bulk",
    due_at: datetime,
    expires_at: datetime,
    keeps_quiet: bool = True,
) -> int:
    """The same message to many people, whose ids are mapped to their keys; returns how many are new.

    Whoever has quiet hours then gets it when they are over, and not at all where it has expired by then; without
    `keeps_quiet` he gets it all the same. `due_at` is in the zone of the offices.
    """
    free_at = dict.fromkeys(keys, due_at)
    if keeps_quiet:
        free_at |= quiet.free_at(tx, keys, due_at)
    rows = [
        {
            "key": key,
            "person_id": person_id,
            "kind": kind,
            "subject_id": subject_id,
            "lane": lane,
            "due_at": free_at[person_id],
            "expires_at": expires_at,
            "attempts": 0,
        }
        for person_id, key in keys.items()
        if free_at[person_id] < expires_at or free_at[person_id] == due_at
    ]
    if not rows:
        return 0
    note_put(tx)
    return tx.execute(insert_once(tx, outbox), rows).rowcount


_PUT = "messages were put"


def note_put(tx: Tx) -> None:
    """Remember that something was put which leaves beside the answer."""
    tx.info[_PUT] = True


def was_put(tx: Tx) -> bool:
    """Whether something was put on this connection since this was last asked: whoever sends may be told."""
    return bool(tx.info.pop(_PUT, False))


_WAITS = outbox.c.outcome.is_(None)
_other = outbox.alias("other")
# Order per chat: whoever has a message on its way, or an older one that waits for its next try, waits too. One that
# is only due later (behind quiet hours, on the first day of a leave) holds nothing up.
_FIRST_OF_PERSON = ~exists(
    select(_other.c.id).where(
        _other.c.person_id == outbox.c.person_id,
        _other.c.outcome.is_(None),
        or_(
            _other.c.sending_at.is_not(None),
            and_(
                _other.c.id < outbox.c.id,
                or_(_other.c.due_at <= bindparam("now"), _other.c.last_error.is_not(None)),
            ),
        ),
    )
)
_NEXT = (
    select(outbox)
    .where(
        _WAITS,
        outbox.c.lane == bindparam("lane"),
        outbox.c.due_at <= bindparam("now"),
        outbox.c.sending_at.is_(None),
        _FIRST_OF_PERSON,
    )
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("most"))
)


def due(tx: Tx, now: datetime, *, lanes: Sequence[Lane] = LANES) -> bool:
    """Whether a message could be claimed now."""
    return bool(_next(tx, now, lanes, most=1))


def _next(tx: Tx, now: datetime, lanes: Sequence[Lane], *, most: int) -> list[AnyRow]:
    rows: list[AnyRow] = []
    for lane in lanes:
        if len(rows) < most:
            rows += tx.execute(_NEXT, {"now": now, "most": most - len(rows), "lane": lane})
    return rows


def claim(tx: Tx, now: datetime, *, most: int, lanes: Sequence[Lane] = LANES) -> list[Waiting]:
    """Take the next messages for sending, lane after lane, in each the oldest first, no two for one person.

    Where their time is over they are ended instead, up to 2,000 in one go, and none of those is returned.
    """
    rows = _next(tx, now, lanes, most=most)
    if any(row.expires_at <= now for row in rows):
        expire(tx, now)
    claimed = [
        Waiting(
            row_id=row.id,
            lane=row.lane,
            person_id=row.person_id,
            kind=row.kind,
            subject_id=row.subject_id,
            expires_at=row.expires_at,
            attempts=row.attempts,
            lost=(row.last_error or "").startswith(LOST),
        )
        for row in rows
        if row.expires_at > now
    ]
    if claimed:
        ids = [waiting.row_id for waiting in claimed]
        tx.execute(update(outbox).where(outbox.c.id.in_(ids)).values(sending_at=now))
    return claimed


def expire(tx: Tx, now: datetime) -> None:
    """End messages whose time is over; one that may have arrived ends as unknown."""
    over = (
        select(outbox.c.id)
        .where(_WAITS, outbox.c.due_at <= now, outbox.c.sending_at.is_(None), outbox.c.expires_at <= now)
        .order_by(outbox.c.due_at)
        .limit(EXPIRED_AT_ONCE)
    )
    outcome = case((outbox.c.last_error.startswith(LOST), End.UNKNOWN.value), else_=End.EXPIRED.value)
    tx.execute(update(outbox).where(outbox.c.id.in_(over)).values(outcome=outcome, ended_at=now))


def end(
    tx: Tx,
    row_id: int,
    outcome: End,
    now: datetime,
    *,
    message_id: int | None = None,
    error: str | None = None,
) -> None:
    values = {"outcome": outcome.value, "ended_at": now, "message_id": message_id}
    if error is not None:
        values["last_error"] = error
    tx.execute(update(outbox).where(outbox.c.id == row_id).values(values))


def again(
    tx: Tx, waiting: Waiting, *, due_at: datetime, error: str, lost: bool, counted: bool = True
) -> None:
    """Let a message wait for its next try. Once its answer was lost it stays marked so."""
    marked = LOST + error if lost or waiting.lost else error
    tx.execute(
        update(outbox)
        .where(outbox.c.id == waiting.row_id)
        .values(
            due_at=due_at,
            sending_at=None,
            attempts=outbox.c.attempts + (1 if counted else 0),
            last_error=marked,
        )
    )


def cancel(tx: Tx, person_id: int, now: datetime) -> None:
    """End what waits for somebody who cannot be written to, without trying it; one call was enough to know."""
    tx.execute(
        update(outbox)
        .where(outbox.c.person_id == person_id, _WAITS, outbox.c.sending_at.is_(None))
        .values(outcome=End.UNREACHABLE.value, ended_at=now)
    )


def resume(tx: Tx, person_id: int, now: datetime) -> None:
    """He can be written to again: what he did not get and its time is not over waits once more."""
    tx.execute(
        update(outbox)
        .where(
            outbox.c.person_id == person_id,
            outbox.c.outcome == End.UNREACHABLE.value,
            outbox.c.expires_at > now,
        )
        .values(outcome=None, ended_at=None, sending_at=None)
    )


def note_reply(tx: Tx, chat_id: int, outcome: End, error: str, now: datetime) -> None:
    """Keep of a reply, which never waits here, how it ended, so that the admins see it; of strangers nothing is kept."""
    person_id = tx.execute(select(people.c.id).where(people.c.chat_id == chat_id)).scalar()
    if person_id is not None:
        values = {
            "key": f"reply:{person_id}:{now.isoformat()}",
            "lane": "reply",
            "person_id": person_id,
            "kind": "reply",
            "due_at": now,
            "expires_at": now,
            "attempts": 1,
            "last_error": error,
            "outcome": outcome.value,
            "ended_at": now,
        }
        tx.execute(insert_once(tx, outbox), values)


def recover(tx: Tx) -> int:
    """After a start: what a killed process was sending is sent again, as nobody knows whether it arrived."""
    return tx.execute(
        update(outbox)
        .where(and_(_WAITS, outbox.c.sending_at.is_not(None)))
        .values(sending_at=None, attempts=outbox.c.attempts + 1, last_error=LOST + "the process ended")
    ).rowcount


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A message as it is listed: to whom, what kind, and what became of it; `at` is its latest moment."""

    row_id: int
    person: str
    kind: str
    sending: bool
    outcome: str | None
    at: datetime


def newest(tx: Tx, *, most: int) -> list[Listed]:
    """The messages that were put last, the newest first, whatever became of them."""
    rows = tx.execute(
        select(outbox, people.c.name.label("person"))
        .join(people, people.c.id == outbox.c.person_id)
        .order_by(outbox.c.id.desc())
        .limit(most)
    )
    return [
        Listed(
            row_id=row.id,
            person=row.person,
            kind=row.kind,
            sending=row.sending_at is not None,
            outcome=row.outcome,
            at=row.ended_at or row.due_at,
        )
        for row in rows
    ]
