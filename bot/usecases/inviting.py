"""An admin invites: a role, a unit, and a link that makes whoever opens it first hold that role there."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from bot.campaign.model import Role
from bot.errors import Refused
from bot.language.folding import words
from bot.store import audit, invitations, people, units
from bot.store.engine import Tx
from bot.store.units import Unit
from bot.texts import View
from bot.usecases import unit_names
from bot.usecases.access import Action, Caller, Draft, reach, require
from bot.usecases.paging import paged
from bot.usecases.unit_names import UnitChoice

ROLES = (Role.FOCAL_POINT, Role.HEAD, Role.CLUSTER_LEAD, Role.VIEWER, Role.ADMIN)
GOOD_FOR = timedelta(hours=72)
TOKEN_BYTES = 16
SHOWN = 8
"""Units on one page: one screen of a phone."""
LONGEST_TYPED = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class InviteRole(View):
    """`/moi`: for which role?"""

    template: ClassVar[str] = "invite_role"
    in_place: ClassVar[bool] = True
    roles: tuple[Role, ...]
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class InviteUnit(View):
    """And at which unit? `typed` is the part of a name that the list is narrowed to."""

    template: ClassVar[str] = "invite_unit"
    in_place: ClassVar[bool] = True
    role: Role
    typed: str
    units: tuple[UnitChoice, ...]
    page: int
    pages: int
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class InvitationMade(View):
    """The link, which is shown this once: only the hash of its token is kept.

    `page` is that of the list which stays open; None on the command line.
    """

    template: ClassVar[str] = "invitation"
    role: Role
    unit: str
    link: str
    token: str
    expires_at: datetime
    page: int | None
    version: int


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite(
    tx: Tx, who: Caller | None, now: datetime, *, unit: Unit, role: Role, username: str
) -> InvitationMade:
    """Make a one-time link; `who` is None for the operator's command line, the only place for a first admin."""
    if who is not None:
        require(who, Action.KEEP_PEOPLE, unit_id=unit.unit_id, path=unit.path)
    made = make(
        tx,
        now,
        unit_id=unit.unit_id,
        unit=unit.name,
        role=role,
        invited_by=None if who is None else who.known,
        username=username,
    )
    if who is None:
        return made
    return replace(made, page=(who.draft.pending or {}).get("page", 0), version=who.draft.version + 1)


def make(
    tx: Tx,
    now: datetime,
    *,
    unit_id: int,
    unit: str,
    role: Role,
    invited_by: int | None,
    username: str,
    hands_over: int | None = None,
) -> InvitationMade:
    """The link itself, for whoever may give this role; `hands_over` is the role that its user takes over."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires_at = now + GOOD_FOR
    invitation_id = invitations.add(
        tx,
        token_hash=hash_of(token),
        unit_id=unit_id,
        role=role,
        invited_by=invited_by,
        now=now,
        expires_at=expires_at,
        hands_over=hands_over,
    )
    facts = {"unit": unit_id, "role": role.value}
    audit.note(tx, "invite", "invitation", invitation_id, person_id=invited_by, now=now, facts=facts)
    return InvitationMade(
        role=role,
        unit=unit,
        link="".join(("https://t.me/", username, "?start=", token)),
        token=token,
        expires_at=expires_at,
        page=None,
        version=0,
    )


# --- In the chat -------------------------------------------------------------------------------------------


def begin(tx: Tx, who: Caller, now: datetime) -> View:
    """`/moi`."""
    return _show(tx, who, now, "invite_role", None)


def choose_role(tx: Tx, who: Caller, now: datetime, *, role: Role) -> View:
    return _show(tx, who, now, "invite_unit", {"role": role.value, "typed": "", "page": 0})


def turn_page(tx: Tx, who: Caller, now: datetime, *, page: int) -> View:
    return _show(tx, who, now, "invite_unit", {**_asked(who), "page": page})


def narrow(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """Only the units whose names hold what was typed; nothing typed shows all of them again."""
    typed = " ".join(text.split())[:LONGEST_TYPED]
    return _show(tx, who, now, "invite_unit", {**_asked(who), "typed": typed, "page": 0})


def invite_to(tx: Tx, who: Caller, now: datetime, *, unit_id: int, username: str) -> InvitationMade:
    """A link for the chosen role at this unit. The list stays open for the next one, under a new version."""
    pending = _asked(who)
    unit = units.by_id(tx, unit_id)
    if unit is None:
        raise Refused("gone")
    made = invite(tx, who, now, unit=unit, role=Role(pending["role"]), username=username)
    people.move(tx, who.known, "invite_unit", now=now, pending=pending)
    return made


def current(tx: Tx, who: Caller) -> View | None:
    """The open screen of an invitation; None where none is, or the caller invites nobody any more."""
    if not who.holds(*Action.KEEP_PEOPLE.roles):
        return None
    return _made(tx, who, who.draft)


def _asked(who: Caller) -> dict[str, Any]:
    if who.draft.screen != "invite_unit" or who.draft.pending is None:
        raise Refused("stale")
    return who.draft.pending


def _show(tx: Tx, who: Caller, now: datetime, screen: str, pending: dict[str, Any] | None) -> View:
    reach(who, Action.KEEP_PEOPLE)
    people.move(tx, who.known, screen, now=now, pending=pending)
    view = _made(tx, who, Draft(screen=screen, pending=pending, version=who.draft.version + 1))
    if view is None:
        raise Refused("gone")
    return view


def _made(tx: Tx, who: Caller, draft: Draft) -> View | None:
    if draft.screen == "invite_role":
        return InviteRole(roles=ROLES, version=draft.version)
    if draft.screen != "invite_unit" or draft.pending is None:
        return None
    typed = draft.pending["typed"]
    found, by = _named(tx, _within_reach(tx, who), typed)
    page, pages = paged(draft.pending["page"], len(found), SHOWN)
    return InviteUnit(
        role=Role(draft.pending["role"]),
        typed=typed,
        units=unit_names.told_apart(tx, found[page * SHOWN : (page + 1) * SHOWN], by),
        page=page,
        pages=pages,
        version=draft.version,
    )


def _within_reach(tx: Tx, who: Caller) -> list[Unit]:
    found = {unit.unit_id: unit for path in reach(who, Action.KEEP_PEOPLE) for unit in units.below(tx, path)}
    return list(found.values())


def _named(tx: Tx, every: Sequence[Unit], typed: str) -> tuple[Sequence[Unit], dict[int, str]]:
    """The units that what was typed means, then those whose names hold it; with the names that the first have it by."""
    wanted = " ".join(words(typed))
    if not wanted:
        return every, {}
    known = {unit.unit_id: unit for unit in every}
    meant = unit_names.index(tx).find(typed, among=known)
    holding = [unit for unit in every if wanted in " ".join(words(unit.name))]
    if holding and not meant.sure:
        return holding, {}
    found = {key: known[key] for key in meant.keys} | {unit.unit_id: unit for unit in holding}
    return list(found.values()), dict(zip(meant.keys, meant.by, strict=True))
