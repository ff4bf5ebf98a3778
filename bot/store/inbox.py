"""Updates that wait to be handled: received -> done -> answered.

`done` commits with the effect, so an effect happens exactly once; what is done and not answered is
shown again after a start, so a reply happens at least once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, delete, func, select, update

from bot.store.engine import Tx, insert_once
from bot.store.message_tables import inbox
from bot.store.prepared import Prepared


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """A raw update: its id, the chat it belongs to (None where it has none) and the JSON text as it came."""

    update_id: int
    chat_id: int | None
    body: str


_KNOWN = select(inbox.c.update_id).where(inbox.c.update_id.in_(bindparam("ids", expanding=True)))
KEPT = timedelta(hours=48)

_CLAIM = Prepared(
    update(inbox)
    .where(inbox.c.update_id == bindparam("id"), inbox.c.done_at.is_(None))
    .values(done_at=bindparam("now"))
)
_ANSWERED = (
    update(inbox)
    .where(inbox.c.update_id == bindparam("id"))
    .values(
        answered_at=bindparam("now"),
        done_at=func.coalesce(inbox.c.done_at, bindparam("now", type_=inbox.c.done_at.type)),
    )
)


def keep(tx: Tx, updates: Sequence[Received], now: datetime) -> list[Received]:
    """Write a whole getUpdates answer down; what was there already is left as it is. Returns the new ones."""
    if not updates:
        return []
    known = set(tx.execute(_KNOWN, {"ids": [one.update_id for one in updates]}).scalars())
    fresh = [one for one in updates if one.update_id not in known]
    if fresh:
        rows = [
            {"update_id": one.update_id, "chat_id": one.chat_id, "body": one.body, "received_at": now}
            for one in fresh
        ]
        tx.execute(insert_once(tx, inbox), rows)
    return fresh


def knows(tx: Tx, update_id: int) -> bool:
    return tx.execute(select(inbox.c.update_id).where(inbox.c.update_id == update_id)).first() is not None


def goes_on(tx: Tx, chat_id: int, update_id: int, group: str) -> bool:
    """Whether more of the messages that were sent together (`media_group_id`) wait behind this one."""
    behind = select(inbox.c.update_id).where(
        inbox.c.chat_id == chat_id,
        inbox.c.update_id > update_id,
        inbox.c.done_at.is_(None),
        inbox.c.body.contains(group, autoescape=True),
    )
    return tx.execute(behind.limit(1)).scalar() is not None


def began(tx: Tx, chat_id: int, update_id: int, group: str) -> bool:
    """Whether a message that was sent together with this one has been handled before."""
    before = select(inbox.c.update_id).where(
        inbox.c.chat_id == chat_id,
        inbox.c.update_id < update_id,
        inbox.c.done_at.is_not(None),
        inbox.c.body.contains(group, autoescape=True),
    )
    return tx.execute(before.limit(1)).scalar() is not None


def claim(tx: Tx, update_id: int, now: datetime) -> bool:
    """Mark an update as done; False where its effect has happened already."""
    return _CLAIM.run(tx, {"id": update_id, "now": now}) == 1


def answered(tx: Tx, update_ids: Sequence[int], now: datetime) -> None:
    tx.execute(_ANSWERED, [{"id": update_id, "now": now} for update_id in update_ids])


def failed(tx: Tx, update_id: int, failure: str, now: datetime) -> None:
    """Set an update aside that our program could not handle, so that it is not tried for ever."""
    tx.execute(
        update(inbox)
        .where(inbox.c.update_id == update_id)
        .values(failure=failure, done_at=now, answered_at=now)
    )


def waiting(tx: Tx) -> list[Received]:
    """Updates received and not done, in the order in which they came."""
    rows = tx.execute(
        select(inbox.c.update_id, inbox.c.chat_id, inbox.c.body)
        .where(inbox.c.done_at.is_(None))
        .order_by(inbox.c.received_at, inbox.c.update_id)
    )
    return [Received(update_id=row.update_id, chat_id=row.chat_id, body=row.body) for row in rows]


def unanswered(tx: Tx) -> dict[int, list[int]]:
    """The chats whose last updates took effect but may not have been answered: chat id -> update ids."""
    rows = tx.execute(
        select(inbox.c.chat_id, inbox.c.update_id)
        .where(inbox.c.done_at.is_not(None), inbox.c.answered_at.is_(None))
        .order_by(inbox.c.update_id)
    )
    chats: dict[int, list[int]] = {}
    for chat_id, update_id in rows:
        chats.setdefault(chat_id, []).append(update_id)
    return chats


def forget(tx: Tx, now: datetime) -> int:
    """Delete what took effect after 48 hours, answered or not; Telegram itself repeats none that is older than 24."""
    return tx.execute(
        delete(inbox).where(and_(inbox.c.done_at.is_not(None), inbox.c.received_at < now - KEPT))
    ).rowcount
