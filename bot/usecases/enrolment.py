"""How somebody comes in: the link, what is stored about him, his consent; and what he can do then.

Nothing is stored of a stranger who has no good invitation, but for the hour in which wrong tokens count.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from bot.campaign.model import Role
from bot.errors import Refused
from bot.language.folding import words
from bot.store import audit, invitations, outbox, people, roles
from bot.store.engine import Tx
from bot.store.invitations import Invitation
from bot.store.reports import ReportHead
from bot.texts import View
from bot.usecases import handing_over, inviting
from bot.usecases.access import Caller, Held

WRONG_TOKENS = 5
"""Wrong tokens within BLOCKED_FOR after which no token counts for BLOCKED_FOR."""
BLOCKED_FOR = timedelta(hours=1)
NEWS_FOR = timedelta(days=7)
YES = frozenset({"dong y", "toi dong y", "co", "ok", "yes", "i agree"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent(View):
    """Before a role is given: what is stored about the person, and whether he agrees."""

    template: ClassVar[str] = "consent"
    role: Role
    unit: str
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Granted(View):
    """He has the role now, and this is what he can do with all that he holds."""

    template: ClassVar[str] = "granted"
    in_place: ClassVar[bool] = True
    role: Role
    unit: str
    roles: frozenset[Role]
    language: str

    @property
    def speaks(self) -> str:
        return self.language


@dataclass(frozen=True, kw_only=True, slots=True)
class Declined(View):
    template: ClassVar[str] = "declined"
    in_place: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True, slots=True)
class BadInvitation(View):
    """The same words for a used, an expired and an unknown token. `until`: blocked after too many of them."""

    template: ClassVar[str] = "bad_invitation"
    has_roles: bool
    until: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class NoRole(View):
    """How to get a role: all that somebody without one is shown."""

    template: ClassVar[str] = "refused/no_role"
    changes_nothing: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Welcome(View):
    """`/start` of somebody with roles."""

    template: ClassVar[str] = "welcome"
    name: str
    held: tuple[Held, ...]
    roles: frozenset[Role]


@dataclass(frozen=True, kw_only=True, slots=True)
class Help(View):
    """`/giup`: every command that these roles allow; in a group only what answers there."""

    template: ClassVar[str] = "help"
    roles: frozenset[Role]
    private: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class NotUnderstood(View):
    """A message that answers nothing; what was asked stays open.

    `indicator_id`: a question for a figure; `whole`: a screen of the whole report, on which figures are told by number.
    """

    template: ClassVar[str] = "not_understood"
    changes_nothing: ClassVar[bool] = True
    open: bool
    report: ReportHead | None
    indicator_id: int | None
    whole: bool
    roles: frozenset[Role]


@dataclass(frozen=True, kw_only=True, slots=True)
class UnknownCommand(View):
    template: ClassVar[str] = "unknown_command"
    changes_nothing: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True, slots=True)
class OnlyInPrivate(View):
    template: ClassVar[str] = "only_in_private"


# --- Coming in ---------------------------------------------------------------------------------------------


def start(tx: Tx, who: Caller, now: datetime, *, token: str) -> View:
    """`/start`, with the token where a link was opened."""
    if token:
        return _with_token(tx, who, now, token)
    if not who.roles:
        return help_for(tx, who, now)
    return Welcome(name=who.name, held=who.roles, roles=_roles(who))


def _with_token(tx: Tx, who: Caller, now: datetime, token: str) -> View:
    """The role at once where he has consented before; else the question comes first."""
    blocked = _blocked_until(tx, who.chat_id, now)
    if blocked is not None:
        raise Refused("invitations_blocked", until=blocked)
    invitation = invitations.by_hash(tx, inviting.hash_of(token), now)
    if invitation is None:
        return _wrong_token(tx, who, now)
    if who.person_id is not None and who.consented:
        return _grant(tx, who, now, who.person_id, invitation)
    person_id = people.meet(tx, chat_id=who.chat_id, name=who.name, language=who.language, now=now)
    people.move(tx, person_id, "consent", now=now, pending={"invitation": invitation.invitation_id})
    return Consent(role=invitation.role, unit=invitation.unit, version=who.draft.version + 1)


def _wrong_token(tx: Tx, who: Caller, now: datetime) -> View:
    """Counted, so this is no refusal: that would leave nothing behind."""
    invitations.note_wrong_token(tx, who.chat_id, now, forget_before=now - 2 * BLOCKED_FOR)
    until = _blocked_until(tx, who.chat_id, now)
    if until is not None:
        # Somebody who has not consented can still be forgotten whole: nothing that stays may name him.
        person_id = who.person_id if who.consented else None
        audit.note(tx, "block", "invitations", None, person_id=person_id, now=now)
    return BadInvitation(has_roles=bool(who.roles), until=until)


def _blocked_until(tx: Tx, chat_id: int, now: datetime) -> datetime | None:
    wrong = invitations.wrong_tokens_of(tx, chat_id, most=WRONG_TOKENS)
    if len(wrong) < WRONG_TOKENS or wrong[0] - wrong[-1] >= BLOCKED_FOR:
        return None
    until = wrong[0] + BLOCKED_FOR
    return until.astimezone(now.tzinfo) if now < until else None


def agree(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Đồng ý": the role is given, if the invitation still stands."""
    person_id, invitation = _asked(tx, who, now)
    if invitation is None:
        _leave(tx, who, person_id, now)
        return BadInvitation(has_roles=bool(who.roles), until=None)
    people.consent(tx, person_id, now)
    people.move(tx, person_id, "idle", now=now)
    audit.note(tx, "consent", "person", person_id, person_id=person_id, now=now)
    return _grant(tx, who, now, person_id, invitation)


def decline(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Không đồng ý": what was stored for the question is deleted; the link stays good."""
    person_id, _ = _asked(tx, who, now)
    _leave(tx, who, person_id, now)
    return Declined()


def typed_consent(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """ "đồng ý", typed; anything else shows the question again."""
    if " ".join(words(text)) in YES:
        return agree(tx, who, now)
    return help_for(tx, who, now)


def _asked(tx: Tx, who: Caller, now: datetime) -> tuple[int, Invitation | None]:
    """Whose consent is asked for, and the invitation behind it, where that still stands."""
    if who.person_id is None or who.draft.screen != "consent":
        raise Refused("stale")
    return who.person_id, invitations.of(tx, (who.draft.pending or {}).get("invitation", 0), now)


def _leave(tx: Tx, who: Caller, person_id: int, now: datetime) -> None:
    if who.roles:
        people.move(tx, person_id, "idle", now=now)
    else:
        people.forget(tx, person_id)


def _grant(tx: Tx, who: Caller, now: datetime, person_id: int, invitation: Invitation) -> View:
    if not invitations.use(tx, invitation.invitation_id, person_id, now):
        return BadInvitation(has_roles=bool(who.roles), until=None)
    role, unit_id = invitation.role, invitation.unit_id
    if invitation.hands_over is not None and (held := roles.of(tx, invitation.hands_over, now)) is not None:
        handing_over.carry_out(tx, who, now, held, taker_id=person_id)
    people.grant(tx, person_id=person_id, unit_id=unit_id, role=role.value, now=now)
    facts = {"unit": unit_id, "role": role.value, "invitation": invitation.invitation_id}
    audit.note(tx, "grant", "person", person_id, person_id=person_id, now=now, facts=facts)
    if role is Role.ADMIN:
        _tell_admins(tx, now, person_id, invitation)
    return Granted(role=role, unit=invitation.unit, roles=_roles(who) | {role}, language=who.language)


def _tell_admins(tx: Tx, now: datetime, person_id: int, invitation: Invitation) -> None:
    """Nobody becomes an admin unseen: all others who reach the unit hear of it."""
    others = set(invitations.admins_over(tx, invitation.path, now)) - {person_id}
    outbox.put_each(
        tx,
        {other: ":".join(("new_admin", str(invitation.invitation_id), str(other))) for other in others},
        kind="new_admin",
        subject_id=person_id,
        due_at=now,
        expires_at=now + NEWS_FOR,
    )


# --- What he can do ------------------------------------------------------------------------------------------


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The open screen of this part, from stored state alone; None where none is."""
    if who.draft.screen != "consent":
        return inviting.current(tx, who)
    _, invitation = _asked(tx, who, now)
    if invitation is None:
        return None
    return Consent(role=invitation.role, unit=invitation.unit, version=who.draft.version)


def help_for(tx: Tx, who: Caller, now: datetime) -> View:
    """What the caller can do; without a role how to get one, or the question for his consent."""
    if not who.private:
        return Help(roles=frozenset(), private=False)
    if not who.roles:
        return current(tx, who, now) or NoRole()
    return Help(roles=_roles(who), private=True)


def not_understood(tx: Tx, who: Caller, now: datetime) -> View:
    """A sticker, a voice message, a forwarded text, or words that answer no question."""
    if not who.roles:
        return help_for(tx, who, now)
    return NotUnderstood(
        open=who.draft.screen not in {"idle", "receipt"},
        report=who.report,
        indicator_id=who.draft.indicator_id if who.draft.screen == "question" else None,
        whole=who.draft.screen in {"review", "bulk", "receipt"},
        roles=_roles(who),
    )


def unknown_command(tx: Tx, who: Caller, now: datetime) -> View:
    return UnknownCommand() if who.roles else help_for(tx, who, now)


def only_in_private(_tx: Tx, _who: Caller, _now: datetime) -> View:
    return OnlyInPrivate()


def _roles(who: Caller) -> frozenset[Role]:
    return frozenset(held.role for held in who.roles)
