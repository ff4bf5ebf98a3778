"""What is stored about one person, and how it is deleted: name and chat go, ids, figures and history stay."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, delete, exists, func, or_, select, update

from bot.campaign.model import CampaignState
from bot.campaign.quiet import Quiet
from bot.store import downloads, page_sessions
from bot.store import roles as roles_of
from bot.store.cluster_tables import cluster_texts
from bot.store.engine import AnyRow, Tx
from bot.store.entry_tables import sent_forms, stand_ins
from bot.store.evidence import is_used
from bot.store.message_tables import audit, inbox, outbox, reopened, snoozes
from bot.store.narrative_tables import evidence, good_examples, narratives, signed_reports
from bot.store.people_tables import page_sessions as sessions
from bot.store.quiet import quiet_of
from bot.store.tables import (
    campaigns,
    drafts,
    figures,
    follow_ups,
    invitations,
    people,
    periods,
    phases,
    report_moves,
    reports,
    roles,
    wrong_tokens,
)

A_WEEK = timedelta(days=7)


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
    texts: int
    examples: int
    files: int
    stand_ins: int
    page_sessions: int
    quiet: Quiet | None
    snoozes: int
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
            (
                _count(narratives.c.person_id == person_id) + _count(cluster_texts.c.person_id == person_id)
            ).label("texts"),
            _count(good_examples.c.person_id == person_id).label("examples"),
            (
                _count(evidence.c.person_id == person_id) + _count(signed_reports.c.person_id == person_id)
            ).label("files"),
            _count(stand_ins.c.person_id == person_id).label("stand_ins"),
            _count(sessions.c.person_id == person_id).label("page_sessions"),
            people.c.quiet_from,
            people.c.quiet_until,
            _count(snoozes.c.person_id == person_id).label("snoozes"),
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
        texts=row.texts,
        examples=row.examples,
        files=row.files,
        stand_ins=row.stand_ins,
        page_sessions=row.page_sessions,
        quiet=quiet_of(row.quiet_from, row.quiet_until),
        snoozes=row.snoozes,
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
    page_sessions.end_all(tx, person_id, now)
    tx.execute(delete(drafts).where(drafts.c.person_id == person_id))
    tx.execute(delete(sent_forms).where(sent_forms.c.person_id == person_id))
    downloads.drop(tx, person_id)
    tx.execute(delete(reopened).where(reopened.c.person_id == person_id))
    tx.execute(delete(snoozes).where(snoozes.c.person_id == person_id))
    tx.execute(
        update(people)
        .where(people.c.id == person_id)
        .values(
            chat_id=None,
            name="",
            consent_at=None,
            unreachable_since=now,
            unreachable_why=None,
            quiet_from=None,
            quiet_until=None,
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


def of_closed_campaigns(tx: Tx, before: datetime, now: datetime) -> list[str]:
    """Names of good examples and what leads to evidence go, of campaigns closed before this moment.

    Returns the hashes of the files that may go from the disk: again for a week, should the disk have been away.
    """
    over = (
        select(reports.c.id)
        .join(periods, periods.c.id == reports.c.period_id)
        .join(phases, phases.c.id == periods.c.phase_id)
        .join(campaigns, campaigns.c.id == phases.c.campaign_id)
        .where(
            campaigns.c.state.in_([CampaignState.CLOSED.value, CampaignState.ARCHIVED.value]),
            campaigns.c.closed_at < before,
        )
    )
    tx.execute(
        update(good_examples)
        .where(good_examples.c.report_id.in_(over), good_examples.c.name.is_not(None))
        .values(name=None)
    )
    tx.execute(
        update(evidence)
        .where(evidence.c.report_id.in_(over), or_(evidence.c.file_id.is_(None), evidence.c.file_id != ""))
        .values(file_name="", file_id="", file_unique_id="", removed_at=now)
    )
    removed = select(evidence.c.hash).where(evidence.c.file_id == "", evidence.c.removed_at > now - A_WEEK)
    return [name for name in tx.execute(removed.distinct()).scalars() if not is_used(tx, name)]
