"""Fields of an office that are asked for one at a time, on whichever of the screens of /coquan they stand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, Literal, TypeAlias, TypeVar

from bot.errors import Refused
from bot.language.folding import normalise
from bot.store import audit, offices, people, units
from bot.store.engine import Tx
from bot.store.offices import Office
from bot.store.units import Unit
from bot.texts import View
from bot.usecases.access import Action, Caller, kept_unit, may

Words: TypeAlias = Literal[
    "place",
    "signer",
    "signer_post",
    "standing_body",
    "superior",
    "issuer",
    "symbol",
    "authority",
    "recipients",
]
"""The fields that hold words."""
F = TypeVar("F", bound=str)
S = TypeVar("S", bound=str)
"""What is asked for; what may be kept, which a button may give too."""
LONGEST = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown(Generic[F, S]):
    """What is open on a screen: `asked` is the field that the next message gives, `saved` what was kept just now."""

    asked: F | None = None
    saved: S | None = None
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Form(Generic[F, S]):
    """One of the screens, its fields in the order of their buttons, and what it shows."""

    screen: str
    fields: tuple[F, ...]
    view: Callable[[Tx, Caller, Unit, Shown[F, S]], View]

    def open(self, tx: Tx, who: Caller, now: datetime, *, unit_id: int) -> View:
        """The screen of a unit, with the open question closed."""
        return self._move(tx, who, now, kept_unit(tx, who, unit_id))

    def ask(self, tx: Tx, who: Caller, now: datetime, *, unit_id: int, place: int) -> View:
        """Ask for one field, by its place among them."""
        if not 0 <= place < len(self.fields):
            raise Refused("stale")
        return self._move(tx, who, now, kept_unit(tx, who, unit_id), asked=self.fields[place])

    def asked(self, tx: Tx, who: Caller) -> tuple[Unit, F]:
        """What the open question is about; Refused where there is none."""
        pending = who.draft.pending or {}
        field: F | None = pending.get("asked")
        if who.draft.screen != self.screen or field is None:
            raise Refused("office_field")
        return kept_unit(tx, who, pending["unit"]), field

    def save(self, tx: Tx, who: Caller, now: datetime, unit: Unit, office: Office, saved: S) -> View:
        offices.save(tx, office)
        facts = {"field": saved}
        audit.note(tx, "change", "office", unit.unit_id, person_id=who.known, now=now, facts=facts)
        return self._move(tx, who, now, unit, saved=saved)

    def current(self, tx: Tx, who: Caller, _: datetime) -> View | None:
        """The screen that is open; None where it is not, or it is not the person's any more."""
        pending = who.draft.pending or {}
        unit = units.by_id(tx, pending.get("unit", 0)) if who.draft.screen == self.screen else None
        if unit is None or not may(who, Action.KEEP_PEOPLE, unit_id=unit.unit_id, path=unit.path):
            return None
        asked, saved = pending.get("asked"), pending.get("saved")
        return self.view(tx, who, unit, Shown(asked=asked, saved=saved, version=who.draft.version))

    def _move(
        self,
        tx: Tx,
        who: Caller,
        now: datetime,
        unit: Unit,
        *,
        asked: F | None = None,
        saved: S | None = None,
    ) -> View:
        pending = {"unit": unit.unit_id, "asked": asked, "saved": saved}
        people.move(tx, who.known, self.screen, now=now, pending=pending)
        return self.view(tx, who, unit, Shown(asked=asked, saved=saved, version=who.draft.version + 1))


def read_name(text: str) -> str:
    """A name as typed, without needless space; Refused where it is none or too long."""
    words = " ".join(normalise(text).split())
    if not words or len(words) > LONGEST:
        raise Refused("office_too_long", most=LONGEST)
    return words


def with_words(office: Office, field: Words, words: str | None) -> Office:
    match field:
        case "place":
            return replace(office, place=words)
        case "signer":
            return replace(office, signer=words)
        case "signer_post":
            return replace(office, signer_post=words)
        case "standing_body":
            return replace(office, standing_body=words)
        case "superior":
            return replace(office, superior=words)
        case "issuer":
            return replace(office, issuer=words)
        case "symbol":
            return replace(office, symbol=words)
        case "authority":
            return replace(office, authority=words)
        case "recipients":
            return replace(office, recipients=words)
