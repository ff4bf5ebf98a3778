"""People, their roles and their open screens."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, literal, or_, select, update

from bot.store import outbox
from bot.store.engine import AnyRow, Tx, insert_once
from bot.store.entry_tables import stand_ins
from bot.store.message_tables import inbox, reopened
from bot.store.prepared import Prepared
from bot.store.reports import HEAD_COLUMNS, with_head
from bot.store.tables import drafts, people, roles, units
from bot.store.types import Instant

_held = units.alias("held_at")
_IN_FORCE = and_(
    roles.c.since <= bindparam("now", type_=roles.c.since.type),
    or_(roles.c.until.is_(None), roles.c.until > bindparam("now", type_=roles.c.since.type)),
)

_CALLER = Prepared(
    select(
        people.c.id,
        people.c.name,
        people.c.language,
        people.c.consent_at,
        people.c.unreachable_since,
        roles.c.role,
        roles.c.since,
        _held.c.id.label("held_id"),
        _held.c.name.label("held_name"),
        _held.c.path.label("held_path"),
        _held.c.cluster_id.label("held_cluster_id"),
        drafts.c.screen,
        drafts.c.report_id,
        drafts.c.indicator_id,
        drafts.c.campaign_id.label("draft_campaign_id"),
        drafts.c.pending,
        drafts.c.version,
        stand_ins.c.source,
        *HEAD_COLUMNS,
    )
    .select_from(
        with_head(
            people.outerjoin(roles, and_(roles.c.person_id == people.c.id, _IN_FORCE))
            .outerjoin(_held, _held.c.id == roles.c.unit_id)
            .outerjoin(drafts, drafts.c.person_id == people.c.id),
            drafts.c.report_id,
        ).outerjoin(
            stand_ins,
            and_(stand_ins.c.report_id == drafts.c.report_id, stand_ins.c.person_id == people.c.id),
        )
    )
    .where(people.c.chat_id == bindparam("chat"))
)

_MOVE = Prepared(
    update(drafts)
    .where(drafts.c.person_id == bindparam("key"))
    .values(
        screen=bindparam("screen"),
        report_id=bindparam("report_id"),
        indicator_id=bindparam("indicator_id"),
        campaign_id=bindparam("campaign_id"),
        pending=bindparam("pending"),
        version=drafts.c.version + 1,
        at=bindparam("at"),
    )
)


def caller(tx: Tx, chat_id: int, now: datetime) -> Sequence[AnyRow]:
    """One row a role in force, or a single row without one; none where the chat is unknown."""
    return _CALLER.rows(tx, {"chat": chat_id, "now": now})


def meet(tx: Tx, *, chat_id: int, name: str, language: str, now: datetime) -> int:
    """Add a person on his first message; returns his id."""
    found = tx.execute(select(people.c.id).where(people.c.chat_id == chat_id)).scalar()
    if found is not None:
        return int(found)
    key = tx.execute(
        insert(people).values(chat_id=chat_id, name=name, language=language, met_at=now)
    ).inserted_primary_key
    person_id = int(key[0]) if key else 0
    tx.execute(insert(drafts).values(person_id=person_id, screen="idle", version=0, at=now))
    return person_id


def speak(tx: Tx, person_id: int, language: str) -> None:
    """Remember in which language the bot speaks to this person."""
    tx.execute(update(people).where(people.c.id == person_id).values(language=language))


def language_of(tx: Tx, chat_id: int) -> str | None:
    found = tx.execute(select(people.c.language).where(people.c.chat_id == chat_id)).scalar()
    return None if found is None else str(found)


def speaking_others(tx: Tx, language: str) -> Sequence[tuple[int, str]]:
    """The chats of those to whom the bot speaks another language than this one, and which."""
    rows = tx.execute(
        select(people.c.chat_id, people.c.language).where(
            people.c.language != language, people.c.chat_id.is_not(None)
        )
    )
    return [(row.chat_id, row.language) for row in rows]


def chat_of(tx: Tx, person_id: int) -> int | None:
    """The chat of a person; None once his data are deleted."""
    found = tx.execute(select(people.c.chat_id).where(people.c.id == person_id)).scalar()
    return None if found is None else int(found)


def move(
    tx: Tx,
    person_id: int,
    screen: str,
    *,
    now: datetime,
    report_id: int | None = None,
    indicator_id: int | None = None,
    campaign_id: int | None = None,
    pending: dict[str, Any] | None = None,
) -> None:
    """Make this the person's open screen; its version is one more than the last one's."""
    _MOVE.run(
        tx,
        {
            "key": person_id,
            "screen": screen,
            "report_id": report_id,
            "indicator_id": indicator_id,
            "campaign_id": campaign_id,
            "pending": pending,
            "at": now,
        },
    )


def consent(tx: Tx, person_id: int, now: datetime) -> None:
    tx.execute(update(people).where(people.c.id == person_id).values(consent_at=now))


def forget(tx: Tx, person_id: int) -> None:
    """Delete somebody who never consented; he has a name and an open screen, nothing else."""
    tx.execute(delete(drafts).where(drafts.c.person_id == person_id))
    tx.execute(delete(people).where(people.c.id == person_id, people.c.consent_at.is_(None)))


def mark_reachable(tx: Tx, person_id: int, now: datetime) -> None:
    """Telegram lets us write to this person again: what he has not heard waits again, what he has to hear is planned."""
    values = {"unreachable_since": None, "unreachable_why": None}
    tx.execute(update(people).where(people.c.id == person_id).values(values))
    outbox.resume(tx, person_id, now)
    reopen(tx, [person_id])


def mark_chat_unreachable(tx: Tx, chat_id: int, now: datetime, why: str = "blocked") -> None:
    """Remember that Telegram will not let us write to this person, from when on and why; what waits for him ends."""
    person_id = tx.execute(
        update(people)
        .where(people.c.chat_id == chat_id)
        .values(
            unreachable_since=func.coalesce(people.c.unreachable_since, literal(now, Instant)),
            unreachable_why=why,
        )
        .returning(people.c.id)
    ).scalar()
    if person_id is not None:
        outbox.cancel(tx, person_id, now)


def chat_moved(tx: Tx, old_id: int, new_id: int) -> None:
    """Telegram gave a chat another id: whatever is still to be said there goes to the new one."""
    tx.execute(update(people).where(people.c.chat_id == old_id).values(chat_id=new_id))
    tx.execute(update(inbox).where(inbox.c.chat_id == old_id).values(chat_id=new_id))


def grant(tx: Tx, *, person_id: int, unit_id: int, role: str, now: datetime) -> None:
    """Give a role; harmless where he holds it already."""
    held = tx.execute(
        select(roles.c.id).where(
            roles.c.person_id == person_id,
            roles.c.unit_id == unit_id,
            roles.c.role == role,
            roles.c.until.is_(None),
        )
    ).first()
    if held is None:
        tx.execute(insert(roles).values(person_id=person_id, unit_id=unit_id, role=role, since=now))
    reopen(tx, [person_id])


def reopen(tx: Tx, person_ids: Collection[int]) -> None:
    """Have the current slot planned again for these people: what they have to hear may have changed."""
    if person_ids:
        tx.execute(insert_once(tx, reopened), [{"person_id": person_id} for person_id in person_ids])
