"""The doors of the page: who comes in, by which of them, and until when he stays."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar, Literal, TypeAlias

from bot.errors import Refused
from bot.store import audit, page_sessions
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases import access
from bot.usecases.access import Caller

GOOD_FOR = timedelta(minutes=10)
"""How long a one-time link waits to be opened."""
OPEN_FOR = timedelta(hours=12)
"""How long somebody stays signed in: a day of work."""
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Those of a code: none that is read as another one."""
CODE_LENGTH = 12
_MISREAD = str.maketrans("OIL", "011")
Door: TypeAlias = Literal["telegram", "link"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PageOffered(View):
    """`/trang`: the ways to the page; `sessions` counts those that are open."""

    template: ClassVar[str] = "page_offered"
    sessions: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PageLinkMade(View):
    """A one-time link, shown this once; whoever cannot open it types its code on the page, `spelled` in groups."""

    template: ClassVar[str] = "page_link"
    code: str
    spelled: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PageLeft(View):
    """All sessions were ended."""

    template: ClassVar[str] = "page_left"
    in_place: ClassVar[bool] = True
    ended: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Admitted:
    """Somebody was let in: the token is his browser's alone, only its hash is kept."""

    token: str
    expires_at: datetime


# --- From the chat ---------------------------------------------------------------------------------------


def offer(tx: Tx, who: Caller, now: datetime) -> PageOffered:
    """`/trang`."""
    return PageOffered(sessions=page_sessions.count_open(tx, who.known, now))


def make_link(tx: Tx, who: Caller, now: datetime) -> PageLinkMade:
    return link_for(tx, who.known, now, by=who.known)


def link_for(tx: Tx, person_id: int, now: datetime, *, by: int | None) -> PageLinkMade:
    """A link for this person; `by` is None for the operator's command line."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    expires_at = now + GOOD_FOR
    link_id = page_sessions.add_link(
        tx, code_hash=hash_of(code), person_id=person_id, now=now, expires_at=expires_at
    )
    audit.note(tx, "page_link", "page_link", link_id, person_id=by, now=now, facts={"for": person_id})
    spelled = "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))
    return PageLinkMade(code=code, spelled=spelled, expires_at=expires_at)


def leave_all(tx: Tx, who: Caller, now: datetime) -> PageLeft:
    """Sign out everywhere: all that is open ends, links that wait too."""
    ended = page_sessions.end_all(tx, who.known, now)
    audit.note(tx, "page_leave", "person", who.known, person_id=who.known, now=now)
    return PageLeft(ended=ended)


# --- On the page -----------------------------------------------------------------------------------------


def admit_by_link(tx: Tx, now: datetime, *, code: str) -> Admitted:
    """Through a one-time link; Refused where it is unknown, used or too old, each with a sentence of its own."""
    found = page_sessions.link(tx, hash_of(plain_code(code)))
    if found is None:
        raise Refused("page_link_wrong")
    if found.used:
        raise Refused("page_link_used")
    if found.expires_at <= now or found.chat_id is None:
        raise Refused("page_link_old")
    admitted = _admit(tx, found.chat_id, now, door="link")
    if not page_sessions.use_link(tx, found.link_id, now):
        raise Refused("page_link_used")
    return admitted


def admit_by_chat(tx: Tx, now: datetime, *, chat_id: int) -> Admitted:
    """Whoever Telegram says it is; Refused where he holds no role."""
    return _admit(tx, chat_id, now, door="telegram")


def _admit(tx: Tx, chat_id: int, now: datetime, *, door: Door) -> Admitted:
    person_id = access.caller(tx, chat_id, "", now).known
    token = secrets.token_urlsafe(32)
    expires_at = now + OPEN_FOR
    session_id = page_sessions.open_session(
        tx, token_hash=hash_of(token), person_id=person_id, door=door, now=now, expires_at=expires_at
    )
    facts = {"door": door}
    audit.note(tx, "page_enter", "page_session", session_id, person_id=person_id, now=now, facts=facts)
    return Admitted(token=token, expires_at=expires_at)


def visitor(tx: Tx, now: datetime, *, token: str) -> Caller:
    """Who asks, read anew for each request: a role that was revoked counts from the next one on.

    Refused where the session is over, or nobody is behind it any more.
    """
    found = page_sessions.session(tx, hash_of(token), now)
    if found is None or found.chat_id is None:
        raise Refused("page_signed_out")
    return replace(access.caller(tx, found.chat_id, "", now), door=found.door)


def leave(tx: Tx, now: datetime, *, token: str) -> None:
    """Sign out in this browser; harmless where he is out already."""
    found = page_sessions.session(tx, hash_of(token), now)
    if found is not None:
        page_sessions.end(tx, found.session_id, now)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def plain_code(typed: str) -> str:
    """A code as it was made, however it was typed: "k7qp 2m9x-rtab" is "K7QP2M9XRTAB", "O" is zero."""
    return "".join(filter(str.isalnum, typed.upper())).translate(_MISREAD)
