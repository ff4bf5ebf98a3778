"""Who holds which role at a unit: seen by its admins, and revoked or made a deputy's by them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Literal, TypeAlias

from bot.campaign.model import Role
from bot.errors import Refused
from bot.store import audit, invitations, outbox, people, roles, units
from bot.store.engine import Tx
from bot.store.invitations import Offer
from bot.store.roles import Ended, HeldRole
from bot.store.units import Unit
from bot.texts import View
from bot.usecases import following_up
from bot.usecases.access import Action, Caller, may, may_settle, require

HEARD_WITHIN = timedelta(days=7)
Asked: TypeAlias = Literal["revoke", "last_admin"]
Done: TypeAlias = Literal["revoked", "deputy", "main", "away", "back", "offered", "withdrawn", "handed_over"]


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitPeople(View):
    """Who holds which role at a unit."""

    template: ClassVar[str] = "unit_people"
    in_place: ClassVar[bool] = True
    unit: Unit
    held: tuple[HeldRole, ...]
    said: Done | None
    # Telegram takes a hundred buttons, and nobody reads as many.
    shown: int = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleCard(View):
    """One role with its holder; `keeps` is shown to an admin, `own` to the holder himself. `asked`: is it meant?

    `leaves_nobody`: without it the bot has nobody at the unit to write to. `offers` wait for whoever is to take it over.
    """

    template: ClassVar[str] = "role_card"
    in_place: ClassVar[bool] = True
    held: HeldRole
    keeps: bool
    own: bool
    away: bool
    first: date | None
    last: date | None
    asked: Asked | None
    leaves_nobody: bool
    offers: tuple[Offer, ...]
    said: Done | None


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnRoles(View):
    """`/bangiao` of somebody who reports for several units: which one?"""

    template: ClassVar[str] = "own_roles"
    in_place: ClassVar[bool] = True
    held: tuple[HeldRole, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleEnded(View):
    """For whoever held it: the role is over, and who has it now."""

    template: ClassVar[str] = "role_ended"
    ended: Ended
    taker: str | None


# --- Seen --------------------------------------------------------------------------------------------------


def at_unit(tx: Tx, who: Caller, now: datetime, *, unit_id: int, said: Done | None = None) -> UnitPeople:
    unit = units.by_id(tx, unit_id)
    if unit is None:
        raise Refused("gone")
    require(who, Action.KEEP_PEOPLE, unit_id=unit_id, path=unit.path)
    return UnitPeople(unit=unit, held=tuple(roles.at_unit(tx, unit_id, now)), said=said)


def own(tx: Tx, who: Caller, now: datetime) -> View:
    """`/bangiao`: the caller's own part as focal point, where he says who stands in or takes over."""
    held = tuple(one for one in roles.of_person(tx, who.known, now) if one.role is Role.FOCAL_POINT)
    if not held:
        raise Refused("no_focal_point")
    return card(tx, who, now, role_id=held[0].role_id) if len(held) == 1 else OwnRoles(held=held)


def card(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    role_id: int,
    asked: Asked | None = None,
    said: Done | None = None,
) -> RoleCard:
    held = settled_by(tx, who, now, role_id)
    return RoleCard(
        held=held,
        keeps=may(who, Action.KEEP_PEOPLE, unit_id=held.unit_id, path=held.path),
        own=held.person_id == who.person_id,
        away=held.leave is not None and held.leave.since <= now,
        first=None if held.leave is None else held.leave.first(now.tzinfo),
        last=None if held.leave is None else held.leave.last(now.tzinfo),
        asked=asked,
        leaves_nobody=asked == "revoke" and _is_last_focal_point(tx, held, now),
        offers=tuple(invitations.offers(tx, role_id, now)),
        said=said,
    )


def _is_last_focal_point(tx: Tx, held: HeldRole, now: datetime) -> bool:
    """Whether nobody else reports for the unit who can be written to and is there."""
    return held.role is Role.FOCAL_POINT and not any(
        one.role is Role.FOCAL_POINT
        and one.person_id != held.person_id
        and one.reachable
        and (one.leave is None or one.leave.since > now)
        for one in roles.at_unit(tx, held.unit_id, now)
    )


def settled_by(tx: Tx, who: Caller, now: datetime, role_id: int | None) -> HeldRole:
    """A role in force, for its holder and for the admins over its unit; Refused for anybody else."""
    held = None if role_id is None else roles.of(tx, role_id, now)
    if held is None:
        raise Refused("role_ended")
    if not may_settle(who, person_id=held.person_id, unit_id=held.unit_id, path=held.path):
        raise Refused("not_allowed")
    return held


def _kept(tx: Tx, who: Caller, now: datetime, role_id: int) -> HeldRole:
    """A role in force, for the admins over its unit only."""
    held = settled_by(tx, who, now, role_id)
    require(who, Action.KEEP_PEOPLE, unit_id=held.unit_id, path=held.path)
    return held


# --- Changed -----------------------------------------------------------------------------------------------


def set_deputy(tx: Tx, who: Caller, now: datetime, *, role_id: int, deputy: bool) -> View:
    """A deputy is written to only while no main focal point is there."""
    held = _kept(tx, who, now, role_id)
    if held.role is not Role.FOCAL_POINT:
        raise Refused("stale")
    roles.set_deputy(tx, role_id, deputy=deputy)
    note(tx, who, now, held, "deputy" if deputy else "main")
    people.reopen(tx, units.people_at(tx, [held.unit_id]))
    return card(tx, who, now, role_id=role_id, said="deputy" if deputy else "main")


def revoke(tx: Tx, who: Caller, now: datetime, *, role_id: int, sure: int) -> View:
    """End a role, once it is asked; the last admin of a unit who ends his own is asked twice.

    It counts from the next update of its holder on: rights are read anew for each.
    """
    held = _kept(tx, who, now, role_id)
    if sure < 1:
        return card(tx, who, now, role_id=role_id, asked="revoke")
    if sure < 2 and held.person_id == who.person_id and is_last_admin(tx, held, now):
        return card(tx, who, now, role_id=role_id, asked="last_admin")
    roles.end(tx, role_id, now)
    following_up.pass_on(tx, held.person_id, now)
    note(tx, who, now, held, "revoke")
    people.reopen(tx, units.people_at(tx, [held.unit_id]))
    if held.person_id == who.person_id:
        return _ended(tx, role_id, now)
    tell_ended(tx, held, now)
    return at_unit(tx, who, now, unit_id=held.unit_id, said="revoked")


def is_last_admin(tx: Tx, held: HeldRole, now: datetime) -> bool:
    """Whether nobody else is admin at the unit or above it."""
    return held.role is Role.ADMIN and set(invitations.admins_over(tx, held.path, now)) == {held.person_id}


def tell_ended(tx: Tx, held: HeldRole, now: datetime) -> None:
    """Its former holder hears that the role is over; where it was his last, of nothing else that waited for him."""
    if not roles.of_person(tx, held.person_id, now):
        roles.drop_messages(tx, held.person_id, now)
    outbox.put(
        tx,
        key=":".join(("role_ended", str(held.role_id))),
        person_id=held.person_id,
        kind="role_ended",
        subject_id=held.role_id,
        lane="reply",
        due_at=now,
        expires_at=now + HEARD_WITHIN,
    )


def note(tx: Tx, who: Caller, now: datetime, held: HeldRole, action: str, **facts: int | str | None) -> None:
    audit.note(
        tx,
        action,
        "person",
        held.person_id,
        person_id=who.person_id,
        now=now,
        facts={"unit": held.unit_id, "role": held.role.value, **facts},
    )


def told_ended(tx: Tx, role_id: int, now: datetime) -> RoleEnded | None:
    """What the former holder of a role hears; None where he holds it (again)."""
    return None if roles.ended(tx, role_id, now) is None else _ended(tx, role_id, now)


def _ended(tx: Tx, role_id: int, now: datetime) -> RoleEnded:
    ended = roles.ended(tx, role_id, now)
    if ended is None:
        raise Refused("gone")
    handed = invitations.handover_of(tx, role_id)
    return RoleEnded(ended=ended, taker=None if handed is None else handed.taker)
