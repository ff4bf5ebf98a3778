"""/coquan: what belongs to one office, shown and changed a field at a time."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal, TypeAlias

from bot.campaign.deadlines import OwnLadder
from bot.errors import Refused
from bot.language.folding import fold, normalise
from bot.store import offices, reopening
from bot.store.engine import Tx
from bot.store.offices import Office
from bot.store.units import Unit
from bot.texts import View
from bot.usecases.access import Action, Caller, Held, at, kept_unit
from bot.usecases.office_fields import Form, Shown, read_name, with_words

Days: TypeAlias = Literal["before", "overdue"]
Field: TypeAlias = Literal["place", "signer", "signer_post", "standing_body"] | Days

FIELDS: tuple[Field, ...] = ("place", "signer", "signer_post", "standing_body", "before", "overdue")
SCREEN = "office"
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
    office: dict[str, str | None]
    ladder: OwnLadder
    asked: Field | None = None
    saved: Field | None = None
    others: tuple[Held, ...] = ()
    version: int


def show(tx: Tx, who: Caller, _: datetime) -> View:
    """The office of the admin's unit; an answer that is open elsewhere stays open."""
    unit = kept_unit(tx, who, at(who, Action.KEEP_PEOPLE).unit_id)
    return _screen(tx, who, unit, Shown(version=who.draft.version))


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """Keep what was typed as the field that was asked for."""
    unit, field = FORM.asked(tx, who)
    office = offices.of(tx, unit.unit_id)
    if field == "before" or field == "overdue":  # noqa: PLR1714 - mypy narrows by each.
        return _save_ladder(
            tx, who, now, unit, replace(office, ladder=with_days(office.ladder, text, field)), field
        )
    return FORM.save(tx, who, now, unit, with_words(office, field, read_name(text)), field)


def clear(tx: Tx, who: Caller, now: datetime) -> View:
    """Forget the field that was asked for; a half of the ladder goes back to the config."""
    unit, field = FORM.asked(tx, who)
    office = offices.of(tx, unit.unit_id)
    if field == "before" or field == "overdue":  # noqa: PLR1714 - as above.
        return _save_ladder(tx, who, now, unit, replace(office, ladder=_without(office.ladder, field)), field)
    return FORM.save(tx, who, now, unit, with_words(office, field, None), field)


def _save_ladder(tx: Tx, who: Caller, now: datetime, unit: Unit, office: Office, half: Days) -> View:
    reopening.below(tx, unit.path, now)
    return FORM.save(tx, who, now, unit, office, half)


def _screen(tx: Tx, who: Caller, unit: Unit, shown: Shown[Field, Field]) -> OfficeScreen:
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
        asked=shown.asked,
        saved=shown.saved,
        others=tuple(
            held
            for held in who.roles
            if held.role in Action.KEEP_PEOPLE.roles and held.unit_id != unit.unit_id
        ),
        version=shown.version,
    )


FORM: Form[Field, Field] = Form(screen=SCREEN, fields=FIELDS, view=_screen)
open_office, ask, current = FORM.open, FORM.ask, FORM.current


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
