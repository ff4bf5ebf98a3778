"""/coquan: what belongs to one office, shown and changed a field at a time."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal, TypeAlias

from bot.campaign.deadlines import OwnLadder
from bot.errors import Refused
from bot.language.folding import fold, normalise
from bot.store import audit, offices, people, reopening, units
from bot.store.engine import Tx
from bot.store.offices import Office
from bot.store.units import Unit
from bot.texts import View
from bot.usecases.access import Action, Caller, Held, at, kept_unit, may

Words: TypeAlias = Literal["place", "signer", "signer_post", "standing_body"]
Days: TypeAlias = Literal["before", "overdue"]
Field: TypeAlias = Words | Days

FIELDS: tuple[Field, ...] = ("place", "signer", "signer_post", "standing_body", "before", "overdue")
SCREEN = "office"
LONGEST = 120
MOST_STEPS = 10
HIGHEST: dict[Days, int] = {"before": 365, "overdue": 60}
_DAY = re.compile(r"[-+]?(\d{1,3})")


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeScreen(View):
    """The office's row; `asked` is the field that the next message gives, `saved` the one it gave just now.

    `others`: more offices of this person.
    """

    template: ClassVar[str] = "office"
    in_place: ClassVar[bool] = True
    unit_id: int
    unit: str
    office: dict[Words, str | None]
    ladder: OwnLadder
    asked: Field | None = None
    saved: Field | None = None
    others: tuple[Held, ...] = ()
    version: int


def show(tx: Tx, who: Caller, _: datetime) -> View:
    """The office of the admin's unit; an answer that is open elsewhere stays open."""
    unit = kept_unit(tx, who, at(who, Action.KEEP_PEOPLE).unit_id)
    return _screen(tx, who, unit, version=who.draft.version)


def open_office(tx: Tx, who: Caller, now: datetime, *, unit_id: int) -> View:
    """The same by a button: of another unit, or with the open question closed."""
    return _move(tx, who, now, kept_unit(tx, who, unit_id))


def ask(tx: Tx, who: Caller, now: datetime, *, unit_id: int, place: int) -> View:
    """Ask for one field, by its place in FIELDS."""
    if not 0 <= place < len(FIELDS):
        raise Refused("stale")
    return _move(tx, who, now, kept_unit(tx, who, unit_id), asked=FIELDS[place])


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """Keep what was typed as the field that was asked for."""
    unit, field = _asked(tx, who)
    office = offices.of(tx, unit.unit_id)
    if field == "before" or field == "overdue":  # noqa: PLR1714 - mypy narrows by each.
        ladder = with_days(office.ladder, text, field)
        return _save(tx, who, now, unit, field, replace(office, ladder=ladder))
    words = " ".join(normalise(text).split())
    if not words or len(words) > LONGEST:
        raise Refused("office_too_long", most=LONGEST)
    return _save(tx, who, now, unit, field, _with(office, field, words))


def clear(tx: Tx, who: Caller, now: datetime) -> View:
    """Forget the field that was asked for; a half of the ladder goes back to the config."""
    unit, field = _asked(tx, who)
    office = offices.of(tx, unit.unit_id)
    if field == "before" or field == "overdue":  # noqa: PLR1714 - as above.
        return _save(tx, who, now, unit, field, replace(office, ladder=_without(office.ladder, field)))
    return _save(tx, who, now, unit, field, _with(office, field, None))


def _with(office: Office, field: Words, words: str | None) -> Office:
    match field:
        case "place":
            return replace(office, place=words)
        case "signer":
            return replace(office, signer=words)
        case "signer_post":
            return replace(office, signer_post=words)
        case "standing_body":
            return replace(office, standing_body=words)


def current(tx: Tx, who: Caller, _: datetime) -> View | None:
    """The office screen that is open; None where none is, or it is not the person's any more."""
    pending = who.draft.pending or {}
    unit = units.by_id(tx, pending.get("unit", 0)) if who.draft.screen == SCREEN else None
    if unit is None or not may(who, Action.KEEP_PEOPLE, unit_id=unit.unit_id, path=unit.path):
        return None
    return _screen(
        tx, who, unit, asked=pending.get("asked"), saved=pending.get("saved"), version=who.draft.version
    )


def _asked(tx: Tx, who: Caller) -> tuple[Unit, Field]:
    pending = who.draft.pending or {}
    field: Field | None = pending.get("asked")
    if who.draft.screen != SCREEN or field is None:
        raise Refused("office_field")
    return kept_unit(tx, who, pending["unit"]), field


def _save(tx: Tx, who: Caller, now: datetime, unit: Unit, field: Field, office: Office) -> View:
    offices.save(tx, office)
    audit.note(tx, "change", "office", unit.unit_id, person_id=who.known, now=now, facts={"field": field})
    if field in HIGHEST:
        reopening.below(tx, unit.path, now)
    return _move(tx, who, now, unit, saved=field)


def _move(
    tx: Tx,
    who: Caller,
    now: datetime,
    unit: Unit,
    *,
    asked: Field | None = None,
    saved: Field | None = None,
) -> View:
    pending = {"unit": unit.unit_id, "asked": asked, "saved": saved}
    people.move(tx, who.known, SCREEN, now=now, pending=pending)
    return _screen(tx, who, unit, asked=asked, saved=saved, version=who.draft.version + 1)


def _screen(
    tx: Tx,
    who: Caller,
    unit: Unit,
    *,
    asked: Field | None = None,
    saved: Field | None = None,
    version: int,
) -> OfficeScreen:
    office = offices.of(tx, unit.unit_id)
    return OfficeScreen(
        unit_id=unit.unit_id,
        unit=unit.name,
        office={
            "place": office.place,
            "signer": office.signer,
            "signer_post": office.signer_post,
            "standing_body": office.standing_body,
        },
        ladder=office.ladder,
        asked=asked,
        saved=saved,
        others=tuple(
            held
            for held in who.roles
            if held.role in Action.KEEP_PEOPLE.roles and held.unit_id != unit.unit_id
        ),
        version=version,
    )


def with_days(own: OwnLadder, text: str, field: Days) -> OwnLadder:
    """What was said of a ladder, with the steps as typed in the place of this half."""
    days = _days(text, field)
    return own | (OwnLadder(before=days) if field == "before" else OwnLadder(overdue=days))


def _without(own: OwnLadder, field: Days) -> OwnLadder:
    left = own.copy()
    left.pop(field, None)
    return left


def _days(text: str, field: Days) -> tuple[int, ...]:
    """The steps as typed: "15 7 3 1 0", "-7, -3, 0", "1;2;3"; "không" is none after the due date.

    Each counts once; they come out in the order in which they are said.
    """
    if field == "overdue" and fold(normalise(text)).strip() in {"khong", "khong nhac"}:
        return ()
    found = [_DAY.fullmatch(word) for word in re.split(r"[\s,;]+", normalise(text).strip(" .,;"))]
    days = {int(day[1]) for day in found if day is not None}
    lowest = 0 if field == "before" else 1
    if not all(found) or len(days) > MOST_STEPS or min(days) < lowest or max(days) > HIGHEST[field]:
        raise Refused("ladder_unread", overdue=field == "overdue", most=HIGHEST[field], steps=MOST_STEPS)
    return tuple(sorted(days, reverse=field == "before"))
