"""What is stored about a person: shown to him, deleted when he says so twice, or when he has held no role for long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from bot.errors import Refused
from bot.store import audit, people, personal, roles, units
from bot.store.engine import Tx
from bot.store.personal import Personal
from bot.store.roles import HeldRole
from bot.texts import View
from bot.usecases import following_up
from bot.usecases.access import Caller
from bot.usecases.held_roles import is_last_admin

SCREEN = "erase"
KEPT = timedelta(days=365)
"""How long people without a role are kept, where the config says nothing else."""
AT_ONCE = 100
SHOWN = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class MyData(View):
    """`/dulieucuatoi`: all that is stored about the person, what of it stays for good, and why."""

    template: ClassVar[str] = "my_data"
    in_place: ClassVar[bool] = True
    name: str
    chat_id: int
    held: tuple[HeldRole, ...]
    personal: Personal
    shown: int = SHOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class NothingKept(View):
    """Somebody of whom nothing is stored asks what is."""

    template: ClassVar[str] = "nothing_kept"
    changes_nothing: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True, slots=True)
class EraseAsked(View):
    """Is he sure? `again`: he has said so once."""

    template: ClassVar[str] = "erase_asked"
    in_place: ClassVar[bool] = True
    held: tuple[HeldRole, ...]
    again: bool
    version: int
    shown: int = SHOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class Erased(View):
    """The last that the bot says to him."""

    template: ClassVar[str] = "erased"
    in_place: ClassVar[bool] = True


def shown(tx: Tx, who: Caller, now: datetime) -> View:
    """`/dulieucuatoi`, for everybody, with a role or without."""
    if who.person_id is None:
        return NothingKept()
    return MyData(
        name=who.name,
        chat_id=who.chat_id,
        held=tuple(roles.of_person(tx, who.person_id, now)),
        personal=personal.of(tx, who.person_id, now),
    )


def begin(tx: Tx, who: Caller, now: datetime) -> View:
    """`/xoadulieu`: refused to the last admin of an office, who would leave it to nobody."""
    return _ask(tx, who, now, again=False)


def erase(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Xóa": asked once more the first time; the second time it is done and cannot be undone."""
    if who.person_id is None or who.draft.screen != SCREEN or who.draft.pending is None:
        raise Refused("stale")
    if not who.draft.pending["again"]:
        return _ask(tx, who, now, again=True)
    unit_ids = {held.unit_id for held in _erasable(tx, who, now)}
    _erase(tx, who.person_id, now, by=who.person_id)
    people.reopen(tx, units.people_at(tx, unit_ids))
    return Erased()


def keep(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Giữ lại": nothing is deleted."""
    if who.person_id is None or who.draft.screen != SCREEN:
        raise Refused("stale")
    people.move(tx, who.person_id, "idle", now=now)
    return shown(tx, who, now)


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The open question; None where none is, or he is the last admin by now."""
    if who.draft.screen != SCREEN or who.draft.pending is None:
        return None
    try:
        held = _erasable(tx, who, now)
    except Refused:
        return None
    return EraseAsked(held=held, again=who.draft.pending["again"], version=who.draft.version)


def forget_people(tx: Tx, now: datetime, kept: timedelta) -> int:
    """Delete the data of people who have held no role for so long, up to AT_ONCE; returns how many."""
    found = personal.without_role(tx, now - kept, most=AT_ONCE)
    for person_id in found:
        _erase(tx, person_id, now, by=None)
    return len(found)


def forget_campaigns(tx: Tx, now: datetime, kept: timedelta) -> list[str]:
    """What is personal beside the reports of campaigns closed for so long goes; returns the files for the disk to drop."""
    return personal.of_closed_campaigns(tx, now - kept, now)


def _ask(tx: Tx, who: Caller, now: datetime, *, again: bool) -> View:
    if who.person_id is None:
        return NothingKept()
    held = _erasable(tx, who, now)
    people.move(tx, who.person_id, SCREEN, now=now, pending={"again": again})
    return EraseAsked(held=held, again=again, version=who.draft.version + 1)


def _erasable(tx: Tx, who: Caller, now: datetime) -> tuple[HeldRole, ...]:
    held = tuple(roles.of_person(tx, who.person_id or 0, now))
    last = [one.unit for one in held if is_last_admin(tx, one, now)]
    if last:
        raise Refused("last_admin", units=last)
    return held


def _erase(tx: Tx, person_id: int, now: datetime, *, by: int | None) -> None:
    personal.erase(tx, person_id, now)
    following_up.pass_on(tx, person_id, now)
    audit.note(tx, "erase", "person", person_id, person_id=by, now=now)
