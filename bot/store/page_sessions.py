"""One-time links to the page and the sessions of those who are signed in there, both kept by hashes alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.store.engine import Tx
from bot.store.people_tables import page_links, page_sessions
from bot.store.tables import people

KEPT_FOR = timedelta(days=30)
"""How long after its end a link or a session is still known: whoever comes back with it is told what became of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageLink:
    """A door for one person; `used`: somebody has gone through."""

    link_id: int
    person_id: int
    chat_id: int | None
    expires_at: datetime
    used: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PageSession:
    """Somebody who is signed in."""

    session_id: int
    person_id: int
    chat_id: int | None
    door: str


def add_link(tx: Tx, *, code_hash: str, person_id: int, now: datetime, expires_at: datetime) -> int:
    """A new link; whatever ended long ago is forgotten with it. Returns its id."""
    tx.execute(delete(page_links).where(page_links.c.expires_at < now - KEPT_FOR))
    key = tx.execute(
        insert(page_links).values(
            code_hash=code_hash, person_id=person_id, made_at=now, expires_at=expires_at
        )
    ).inserted_primary_key
    return int(key[0]) if key else 0


def link(tx: Tx, code_hash: str) -> PageLink | None:
    row = tx.execute(
        select(
            page_links.c.id,
            page_links.c.person_id,
            page_links.c.expires_at,
            page_links.c.used_at,
            people.c.chat_id,
        )
        .join(people, people.c.id == page_links.c.person_id)
        .where(page_links.c.code_hash == code_hash)
    ).first()
    if row is None:
        return None
    return PageLink(
        link_id=row.id,
        person_id=row.person_id,
        chat_id=row.chat_id,
        expires_at=row.expires_at,
        used=row.used_at is not None,
    )


def use_link(tx: Tx, link_id: int, now: datetime) -> bool:
    """Go through; False where somebody was quicker."""
    used = (
        update(page_links)
        .where(page_links.c.id == link_id, page_links.c.used_at.is_(None))
        .values(used_at=now)
    )
    return tx.execute(used).rowcount == 1


def open_session(
    tx: Tx, *, token_hash: str, person_id: int, door: str, now: datetime, expires_at: datetime
) -> int:
    """A new session, the old ones forgotten; returns its id."""
    tx.execute(delete(page_sessions).where(page_sessions.c.expires_at < now - KEPT_FOR))
    key = tx.execute(
        insert(page_sessions).values(
            token_hash=token_hash, person_id=person_id, door=door, opened_at=now, expires_at=expires_at
        )
    ).inserted_primary_key
    return int(key[0]) if key else 0


_SESSION = (
    select(page_sessions.c.id, page_sessions.c.person_id, page_sessions.c.door, people.c.chat_id)
    .join(people, people.c.id == page_sessions.c.person_id)
    .where(
        page_sessions.c.token_hash == bindparam("token"),
        page_sessions.c.ended_at.is_(None),
        page_sessions.c.expires_at > bindparam("now", type_=page_sessions.c.expires_at.type),
    )
)


def session(tx: Tx, token_hash: str, now: datetime) -> PageSession | None:
    """The session of a token that is still good."""
    row = tx.execute(_SESSION, {"token": token_hash, "now": now}).first()
    if row is None:
        return None
    return PageSession(session_id=row.id, person_id=row.person_id, chat_id=row.chat_id, door=row.door)


def end(tx: Tx, session_id: int, now: datetime) -> None:
    tx.execute(update(page_sessions).where(page_sessions.c.id == session_id).values(ended_at=now))


def end_all(tx: Tx, person_id: int, now: datetime) -> int:
    """End whatever the person has open, unused links too; returns how many sessions."""
    waiting = page_links.c.person_id == person_id, page_links.c.used_at.is_(None)
    tx.execute(update(page_links).where(*waiting, page_links.c.expires_at > now).values(expires_at=now))
    ended = update(page_sessions).where(
        page_sessions.c.person_id == person_id,
        page_sessions.c.ended_at.is_(None),
        page_sessions.c.expires_at > now,
    )
    return tx.execute(ended.values(ended_at=now)).rowcount


def count_open(tx: Tx, person_id: int, now: datetime) -> int:
    """How many sessions of the person are open."""
    found = select(func.count()).where(
        page_sessions.c.person_id == person_id,
        page_sessions.c.ended_at.is_(None),
        page_sessions.c.expires_at > now,
    )
    return tx.execute(found).scalar_one()
