"""One-time invitations, kept by the hash of their token, and the wrong tokens that somebody sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, insert, literal, or_, select, update

from bot.campaign.model import Role
from bot.store.engine import Tx
from bot.store.tables import invitations, people, roles, units, wrong_tokens


@dataclass(frozen=True, kw_only=True, slots=True)
class Invitation:
    """A role at a unit that waits for whoever has the link."""

    invitation_id: int
    role: Role
    unit_id: int
    unit: str
    path: str
    expires_at: datetime
    invited_by: int | None
    hands_over: int | None
    meant_for: int | None


def add(
    tx: Tx,
    *,
    token_hash: str,
    unit_id: int,
    role: Role,
    invited_by: int | None,
    now: datetime,
    expires_at: datetime,
    hands_over: int | None = None,
    meant_for: int | None = None,
) -> int:
    """A new invitation; returns its id. `invited_by` is None for the operator's command line.

    `hands_over` is the role that its user takes over, `meant_for` the only person who may use it.
    """
    key = tx.execute(
        insert(invitations).values(
            token_hash=token_hash,
            unit_id=unit_id,
            role=role.value,
            invited_by=invited_by,
            made_at=now,
            expires_at=expires_at,
            hands_over=hands_over,
            meant_for=meant_for,
        )
    ).inserted_primary_key
    return int(key[0]) if key else 0


def by_hash(tx: Tx, token_hash: str, now: datetime) -> Invitation | None:
    """The invitation of a token; None where it is unknown, used or expired."""
    return _usable(tx, invitations.c.token_hash == token_hash, now)


def of(tx: Tx, invitation_id: int, now: datetime) -> Invitation | None:
    """An invitation that can still be used; None as above."""
    return _usable(tx, invitations.c.id == invitation_id, now)


def _maker_may_still(now: datetime) -> ColumnElement[bool]:
    """Made on the command line, or by somebody who is an admin over the unit even now, or hands his own role over."""
    held_at, handed = units.alias("held_at"), roles.alias("handed")
    still = exists(
        select(handed.c.id).where(
            handed.c.id == invitations.c.hands_over, or_(handed.c.until.is_(None), handed.c.until > now)
        )
    )
    own = exists(
        select(handed.c.id).where(
            handed.c.id == invitations.c.hands_over, handed.c.person_id == invitations.c.invited_by
        )
    )
    may_still = or_(
        own,
        invitations.c.invited_by.is_(None),
        exists(
            select(roles.c.id)
            .join(held_at, held_at.c.id == roles.c.unit_id)
            .where(
                roles.c.person_id == invitations.c.invited_by,
                roles.c.role == Role.ADMIN.value,
                or_(roles.c.until.is_(None), roles.c.until > now),
                units.c.path.like(held_at.c.path + "%"),
            )
        ),
    )
    return and_(may_still, or_(invitations.c.hands_over.is_(None), still))


def _usable(tx: Tx, which: ColumnElement[bool], now: datetime) -> Invitation | None:
    row = tx.execute(
        select(
            invitations.c.id,
            invitations.c.role,
            invitations.c.unit_id,
            invitations.c.expires_at,
            invitations.c.invited_by,
            invitations.c.hands_over,
            invitations.c.meant_for,
            units.c.name,
            units.c.path,
        )
        .join(units, units.c.id == invitations.c.unit_id)
        .where(which, invitations.c.used_by.is_(None), invitations.c.expires_at > now, _maker_may_still(now))
    ).first()
    if row is None:
        return None
    return Invitation(
        invitation_id=row.id,
        role=Role(row.role),
        unit_id=row.unit_id,
        unit=row.name,
        path=row.path,
        expires_at=row.expires_at,
        invited_by=row.invited_by,
        hands_over=row.hands_over,
        meant_for=row.meant_for,
    )


def withdraw(tx: Tx, invitation_id: int, now: datetime) -> None:
    """Nobody can use it any more."""
    tx.execute(update(invitations).where(invitations.c.id == invitation_id).values(expires_at=now))


@dataclass(frozen=True, kw_only=True, slots=True)
class Handover:
    """A role that was offered to somebody: whose it was, and who has taken it, if anybody has."""

    role_id: int
    invited_by: int | None
    giver: str
    meant_for: int | None
    meant: str | None
    taken_by: int | None
    taker: str | None


_giver, _meant, _taker = people.alias("giver"), people.alias("meant"), people.alias("taker")
_HANDOVER = (
    select(
        invitations.c.hands_over,
        invitations.c.invited_by,
        invitations.c.meant_for,
        invitations.c.used_by,
        _giver.c.name.label("giver"),
        _meant.c.name.label("meant"),
        _taker.c.name.label("taker"),
    )
    .select_from(
        invitations.join(roles, roles.c.id == invitations.c.hands_over)
        .join(_giver, _giver.c.id == roles.c.person_id)
        .outerjoin(_meant, _meant.c.id == invitations.c.meant_for)
        .outerjoin(_taker, _taker.c.id == invitations.c.used_by)
    )
    .order_by(invitations.c.id.desc())
)


def handover(tx: Tx, invitation_id: int) -> Handover | None:
    return _handover(tx, invitations.c.id == invitation_id)


def handover_of(tx: Tx, role_id: int) -> Handover | None:
    """How a role was handed over; None where it was not."""
    return _handover(tx, and_(invitations.c.hands_over == role_id, invitations.c.used_by.is_not(None)))


def _handover(tx: Tx, which: ColumnElement[bool]) -> Handover | None:
    row = tx.execute(_HANDOVER.where(which)).first()
    if row is None:
        return None
    return Handover(
        role_id=row.hands_over,
        invited_by=row.invited_by,
        giver=row.giver,
        meant_for=row.meant_for,
        meant=row.meant,
        taken_by=row.used_by,
        taker=row.taker,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A role that somebody may take over until then; `meant` is None where it is for whoever has the link."""

    invitation_id: int
    meant: str | None
    expires_at: datetime


def offers(tx: Tx, role_id: int, now: datetime) -> list[Offer]:
    """The offers of a role that wait for an answer, the newest first."""
    rows = tx.execute(
        select(invitations.c.id, invitations.c.expires_at, people.c.name)
        .outerjoin(people, people.c.id == invitations.c.meant_for)
        .where(
            invitations.c.hands_over == role_id,
            invitations.c.used_by.is_(None),
            invitations.c.expires_at > now,
        )
        .order_by(invitations.c.id.desc())
    )
    return [Offer(invitation_id=row.id, meant=row.name, expires_at=row.expires_at) for row in rows]


def use(tx: Tx, invitation_id: int, person_id: int, now: datetime) -> bool:
    """Use up an invitation; False where somebody was quicker."""
    used = (
        update(invitations)
        .where(invitations.c.id == invitation_id, invitations.c.used_by.is_(None))
        .values(used_by=person_id, used_at=now)
    )
    return tx.execute(used).rowcount == 1


def note_wrong_token(tx: Tx, chat_id: int, now: datetime, *, forget_before: datetime) -> None:
    """Remember that a wrong token came from this chat; older ones, of whomever, are forgotten."""
    tx.execute(delete(wrong_tokens).where(wrong_tokens.c.at < forget_before))
    tx.execute(insert(wrong_tokens).values(chat_id=chat_id, at=now))


def wrong_tokens_of(tx: Tx, chat_id: int, *, most: int) -> list[datetime]:
    """When wrong tokens came from this chat, the latest first."""
    rows = tx.execute(
        select(wrong_tokens.c.at)
        .where(wrong_tokens.c.chat_id == chat_id)
        .order_by(wrong_tokens.c.at.desc())
        .limit(most)
    )
    return list(rows.scalars())


def admins_over(tx: Tx, path: str, now: datetime) -> list[int]:
    """The person ids of the admins whose role, at the unit or above it, reaches the unit at this path."""
    found = (
        select(roles.c.person_id)
        .join(units, units.c.id == roles.c.unit_id)
        .where(
            roles.c.role == Role.ADMIN.value,
            roles.c.since <= now,
            or_(roles.c.until.is_(None), roles.c.until > now),
            literal(path).startswith(units.c.path),
        )
        .distinct()
    )
    return list(tx.execute(found).scalars())


def nearest_admins(tx: Tx, path: str, now: datetime) -> list[int]:
    """The admins of the unit at this path, or where it has none of the nearest unit above that has."""
    found = tx.execute(
        select(roles.c.person_id, units.c.path)
        .join(units, units.c.id == roles.c.unit_id)
        .join(people, people.c.id == roles.c.person_id)
        .where(
            roles.c.role == Role.ADMIN.value,
            roles.c.since <= now,
            or_(roles.c.until.is_(None), roles.c.until > now),
            literal(path).startswith(units.c.path),
            people.c.unreachable_since.is_(None),
        )
    ).all()
    nearest = max((len(row.path) for row in found), default=0)
    return sorted({row.person_id for row in found if len(row.path) == nearest})
