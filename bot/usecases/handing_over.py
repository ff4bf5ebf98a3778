"""A role goes to a successor: given by an admin at once, offered by its holder and accepted, or taken by a link.

What is owed goes with the role, and so does the report that its holder has open. What was handed in keeps the
name of whoever handed it in.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.campaign.model import Role
from bot.errors import Refused
from bot.store import invitations, outbox, roles
from bot.store.engine import Tx
from bot.store.invitations import Invitation
from bot.store.reports import Due
from bot.store.roles import Ended, HeldRole
from bot.texts import View
from bot.usecases import following_up, held_roles, inviting
from bot.usecases.access import Action, Caller, may, require_self
from bot.usecases.held_roles import HEARD_WITHIN
from bot.usecases.inviting import GOOD_FOR, TOKEN_BYTES, InvitationMade, hash_of
from bot.usecases.leaves import SHOWN, owed_by


@dataclass(frozen=True, kw_only=True, slots=True)
class HandoverAsked(View):
    """To whom? `others` hold a role at the unit already; `at_once` where an admin decides."""

    template: ClassVar[str] = "handover_asked"
    in_place: ClassVar[bool] = True
    held: HeldRole
    others: tuple[HeldRole, ...]
    at_once: bool
    shown: int = SHOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class HandoverOffered(View):
    """For the successor: does he take the role over?"""

    template: ClassVar[str] = "handover_offered"
    giver: str
    role: Role
    unit: str
    invitation_id: int
    expires_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class HandoverDone(View):
    """For the successor: the role is his, and this is owed."""

    template: ClassVar[str] = "handover_done"
    giver: str
    role: Role
    unit: str
    owed: tuple[Due, ...]
    day: date
    shown: int = SHOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class HandoverDeclined(View):
    """For whoever offered it: the successor does not want the role."""

    template: ClassVar[str] = "handover_declined"
    person: str
    unit: str


def begin(tx: Tx, who: Caller, now: datetime, *, role_id: int) -> HandoverAsked:
    held = held_roles.settled_by(tx, who, now, role_id)
    others = {one.person_id: one for one in roles.at_unit(tx, held.unit_id, now)}
    others.pop(held.person_id, None)
    return HandoverAsked(held=held, others=tuple(others.values()), at_once=_at_once(who, held))


def give(tx: Tx, who: Caller, now: datetime, *, role_id: int, person_id: int) -> View:
    """To somebody who holds a role at the unit: at once by an admin, else once he accepts."""
    held = held_roles.settled_by(tx, who, now, role_id)
    if all(one.person_id != person_id for one in begin(tx, who, now, role_id=role_id).others):
        raise Refused("stale")
    invitation_id = invitations.add(
        tx,
        token_hash=hash_of(secrets.token_urlsafe(TOKEN_BYTES)),
        unit_id=held.unit_id,
        role=held.role,
        invited_by=who.known,
        now=now,
        expires_at=now + GOOD_FOR,
        hands_over=role_id,
        meant_for=person_id,
    )
    held_roles.note(tx, who, now, held, "offer", to=person_id)
    _tell(tx, "handover", invitation_id, person_id, now)
    if not _at_once(who, held):
        return held_roles.card(tx, who, now, role_id=role_id, said="offered")
    invitations.use(tx, invitation_id, person_id, now)
    carry_out(tx, who, now, held, taker_id=person_id)
    return held_roles.at_unit(tx, who, now, unit_id=held.unit_id, said="handed_over")


def link(tx: Tx, who: Caller, now: datetime, *, role_id: int, username: str) -> InvitationMade:
    """For somebody who is not there yet: a link that hands the role over to whoever opens it and consents."""
    held = held_roles.settled_by(tx, who, now, role_id)
    return inviting.make(
        tx,
        now,
        unit_id=held.unit_id,
        unit=held.unit,
        role=held.role,
        invited_by=who.known,
        username=username,
        hands_over=role_id,
    )


def accept(tx: Tx, who: Caller, now: datetime, *, invitation_id: int) -> View:
    invitation = _offered(tx, who, now, invitation_id)
    held = roles.of(tx, invitation.hands_over or 0, now)
    if held is None or not invitations.use(tx, invitation_id, who.known, now):
        raise Refused("role_ended")
    carry_out(tx, who, now, held, taker_id=who.known)
    return _done(tx, held, held.person, now)


def withdraw(tx: Tx, who: Caller, now: datetime, *, invitation_id: int) -> View:
    """Take an offer back, or make a link good for nothing: the role stays where it is."""
    invitation = invitations.of(tx, invitation_id, now)
    if invitation is None or invitation.hands_over is None:
        raise Refused("role_ended")
    held = held_roles.settled_by(tx, who, now, invitation.hands_over)
    invitations.withdraw(tx, invitation_id, now)
    held_roles.note(tx, who, now, held, "withdraw_offer")
    return held_roles.card(tx, who, now, role_id=held.role_id, said="withdrawn")


def decline(tx: Tx, who: Caller, now: datetime, *, invitation_id: int) -> View:
    invitation = _offered(tx, who, now, invitation_id)
    held = roles.of(tx, invitation.hands_over or 0, now)
    if held is None:
        raise Refused("role_ended")
    invitations.withdraw(tx, invitation_id, now)
    held_roles.note(tx, who, now, held, "decline")
    if invitation.invited_by is not None:
        _tell(tx, "handover_declined", invitation_id, invitation.invited_by, now)
    return HandoverDeclined(person=who.name, unit=invitation.unit)


def carry_out(tx: Tx, who: Caller, now: datetime, held: HeldRole, *, taker_id: int) -> None:
    """The role and what is open change hands; the former holder hears of it."""
    if taker_id == held.person_id:
        raise Refused("stale")
    roles.take_over(tx, held, taker_id, now)
    following_up.pass_on(tx, held.person_id, now)
    roles.pass_screen_on(tx, giver_id=held.person_id, taker_id=taker_id, unit_id=held.unit_id, now=now)
    held_roles.note(tx, who, now, held, "hand_over", to=taker_id)
    held_roles.tell_ended(tx, held, now)


def told(tx: Tx, invitation_id: int, person_id: int, now: datetime) -> View | None:
    """What the successor hears: the offer while it stands, or that the role is his."""
    handover = invitations.handover(tx, invitation_id)
    if handover is None:
        return None
    if handover.taken_by == person_id:
        ended = roles.ended(tx, handover.role_id, now)
        return None if ended is None else _done(tx, ended, handover.giver, now)
    invitation = invitations.of(tx, invitation_id, now)
    if invitation is None:
        return None
    return HandoverOffered(
        giver=handover.giver,
        role=invitation.role,
        unit=invitation.unit,
        invitation_id=invitation_id,
        expires_at=invitation.expires_at,
    )


def told_declined(tx: Tx, invitation_id: int, now: datetime) -> HandoverDeclined | None:
    handover = invitations.handover(tx, invitation_id)
    held = None if handover is None else roles.of(tx, handover.role_id, now)
    if handover is None or held is None or handover.meant is None:
        return None
    return HandoverDeclined(person=handover.meant, unit=held.unit)


def _at_once(who: Caller, held: HeldRole) -> bool:
    """An admin decides for others; his own part he offers like everybody."""
    return held.person_id != who.person_id and may(
        who, Action.KEEP_PEOPLE, unit_id=held.unit_id, path=held.path
    )


def _offered(tx: Tx, who: Caller, now: datetime, invitation_id: int) -> Invitation:
    """An offer that stands, for the person to whom it was made."""
    invitation = invitations.of(tx, invitation_id, now)
    if invitation is None or invitation.hands_over is None:
        raise Refused("role_ended")
    require_self(who, invitation.meant_for)
    return invitation


def _done(tx: Tx, held: HeldRole | Ended, giver: str, now: datetime) -> HandoverDone:
    owed = owed_by(tx, held.unit_id, now) if held.role is Role.FOCAL_POINT else ()
    return HandoverDone(giver=giver, role=held.role, unit=held.unit, owed=owed, day=now.date())


def _tell(tx: Tx, kind: str, invitation_id: int, person_id: int, now: datetime) -> None:
    outbox.put(
        tx,
        key=":".join((kind, str(invitation_id), str(person_id))),
        person_id=person_id,
        kind=kind,
        subject_id=invitation_id,
        lane="reply",
        due_at=now,
        expires_at=now + HEARD_WITHIN,
    )
