"""What is stored about one person, and how it is deleted: name and chat go, ids, figures and history stay."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, delete, exists, func, or_, select, update

from bot.store import roles as roles_of
from bot.store.engine import AnyRow, Tx
from bot.store.message_tables import audit, inbox, outbox, reopened
from bot.store.tables import (
    drafts,
    figures,
    follow_ups,
    invitations,
    people,
    report_moves,
    roles,
    wrong_tokens,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Personal:
    """All that hangs on a person beside his roles, mostly as counts."""

    met_at: datetime
    consent_at: datetime | None
    unreachable: bool
    ended_roles: int
    figures: int
    moves: int
    answers: int
    invitations: int
    raw_messages: int
    sent_messages: int
    audit_rows: int


def of(tx: Tx, person_id: int, now: datetime) -> Personal:
    row = tx.execute(
        select(
            people.c.met_at,
            people.c.consent_at,
            people.c.unreachable_since,
            _count(roles.c.person_id == person_id, roles.c.until <= now).label("ended_roles"),
            _count(figures.c.person_id == person_id).label("figures"),
            _count(report_moves.c.person_id == person_id).label("moves"),
            _count(or_(follow_ups.c.asked_by == person_id, follow_ups.c.answered_by == person_id)).label(
                "answers"
            ),
            _count(or_(invitations.c.invited_by == person_id, invitations.c.used_by == person_id)).label(
                "invitations"
            ),
            _count(inbox.c.chat_id == people.c.chat_id).label("raw_messages"),
            _count(outbox.c.person_id == person_id).label("sent_messages"),
            _count(audit.c.person_id == person_id).label("audit_rows"),
        ).where(people.c.id == person_id)
    ).one()
    return _personal(row)


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(*conditions).correlate(people).scalar_subquery()


def _personal(row: AnyRow) -> Personal:
    return Personal(
        met_at=row.met_at,
        consent_at=row.consent_at,
        unreachable=row.unreachable_since is not None,
        ended_roles=row.ended_roles,
        figures=row.figures,
        moves=row.moves,
        answers=row.answers,
        invitations=row.invitations,
        raw_messages=row.raw_messages,
        sent_messages=row.sent_messages,
        audit_rows=row.audit_rows,
    )


def erase(tx: Tx, person_id: int, now: datetime) -> None:
    """Name, chat and open screen go, roles end, offers of his lapse. What other rows hold is his id alone.

    Messages of his that are being answered at this moment go with the rest after 48 hours.
    """
    chat = select(people.c.chat_id).where(people.c.id == person_id).scalar_subquery()
    for held in roles_of.of_person(tx, person_id, now):
        roles_of.end_leaves(tx, held.role_id, now)
        roles_of.end(tx, held.role_id, now)
    roles_of.drop_messages(tx, person_id, now)
    tx.execute(
        update(invitations)
        .where(
            or_(invitations.c.invited_by == person_id, invitations.c.meant_for == person_id),
            invitations.c.used_by.is_(None),
            invitations.c.expires_at > now,
        )
        .values(expires_at=now)
    )
    tx.execute(delete(inbox).where(inbox.c.chat_id == chat, inbox.c.answered_at.is_not(None)))
    tx.execute(delete(wrong_tokens).where(wrong_tokens.c.chat_id == chat))
    tx.execute(delete(drafts).where(drafts.c.person_id == person_id))
    tx.execute(delete(reopened).where(reopened.c.person_id == person_id))
    tx.execute(
        update(people)
        .where(people.c.id == person_id)
        .values(
            chat_id=None, name="", consent_at=None, unreachable_since=now, quiet_from=None, quiet_until=None
        )
    )


def without_role(tx: Tx, before: datetime, *, most: int) -> list[int]:
    """People who held no role at any time from this moment on and are not erased yet."""
    held = exists(
        select(roles.c.id).where(
            roles.c.person_id == people.c.id, or_(roles.c.until.is_(None), roles.c.until > before)
        )
    )
    return list(
        tx.execute(
            select(people.c.id)
            .where(people.c.chat_id.is_not(None), people.c.met_at < before, ~held)
            .order_by(people.c.id)
            .limit(most)
        ).scalars()
    )
