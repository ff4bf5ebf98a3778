"""/coquan, Mẫu báo cáo riêng: an office's own form of the report is sent as a file, looked through, kept, or let go."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.errors import Refused
from bot.reports.own_template import BLOCKS, NEEDED, WORDS, OwnTemplate
from bot.store import audit, offices, people, units
from bot.store.engine import Tx
from bot.store.units import Unit
from bot.texts import View
from bot.usecases.access import Action, Caller, kept_unit, may

SCREEN = "office_template"
MOST_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateScreen(View):
    """The form in force, None where it is that of the decree; `fields` are those of one that was kept just now."""

    template: ClassVar[str] = "office_template"
    in_place: ClassVar[bool] = True
    unit_id: int
    unit: str
    name: str | None
    fields: tuple[str, ...] = ()
    dropped: bool = False
    needed: tuple[str, ...] = NEEDED
    words: tuple[str, ...] = WORDS
    blocks: tuple[str, ...] = BLOCKS
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateShown(View):
    """The words under the form that is sent back; `name` is None where it is the bot's own to begin with."""

    template: ClassVar[str] = "office_template_shown"
    unit: str
    name: str | None
    content: bytes


def show(tx: Tx, who: Caller, now: datetime, *, unit_id: int) -> View:
    return _move(tx, who, now, kept_unit(tx, who, unit_id))


def check_before(tx: Tx, who: Caller, _: datetime) -> None:
    """Refused before a file is fetched, where it could not be kept."""
    _open(tx, who)


def receive(tx: Tx, who: Caller, now: datetime, *, name: str, content: bytes, checked: OwnTemplate) -> View:
    """Keep a file that was looked through as the form of the office whose screen is open."""
    unit = _open(tx, who)
    offices.keep_template(tx, unit.unit_id, name[:200], content)
    _note(tx, who, now, unit)
    return _move(tx, who, now, unit, fields=checked.fields)


def drop(tx: Tx, who: Caller, now: datetime, *, unit_id: int) -> View:
    """Back to the form of the decree."""
    unit = kept_unit(tx, who, unit_id)
    if not offices.drop_template(tx, unit_id):
        raise Refused("stale")
    _note(tx, who, now, unit)
    return _move(tx, who, now, unit, dropped=True)


def send_back(tx: Tx, who: Caller, _: datetime, *, unit_id: int) -> View:
    """The form in force, or one with every field in its place to begin with."""
    unit = kept_unit(tx, who, unit_id)
    kept = offices.template_of(tx, unit_id)
    if kept is not None:
        return TemplateShown(unit=unit.name, name=kept[0], content=kept[1])
    return TemplateShown(unit=unit.name, name=None, content=b"")


def current(tx: Tx, who: Caller, _: datetime) -> View | None:
    """The screen that is open; None where it is not, or not the person's any more."""
    pending = who.draft.pending or {}
    unit = units.by_id(tx, pending.get("unit", 0)) if who.draft.screen == SCREEN else None
    if unit is None or not may(who, Action.KEEP_PEOPLE, unit_id=unit.unit_id, path=unit.path):
        return None
    return _screen(
        tx,
        unit,
        fields=tuple(pending.get("fields", ())),
        dropped=bool(pending.get("dropped")),
        version=who.draft.version,
    )


def _open(tx: Tx, who: Caller) -> Unit:
    if who.draft.screen != SCREEN:
        raise Refused("stale")
    return kept_unit(tx, who, (who.draft.pending or {}).get("unit", 0))


def _note(tx: Tx, who: Caller, now: datetime, unit: Unit) -> None:
    facts = {"field": "template"}
    audit.note(tx, "change", "office", unit.unit_id, person_id=who.known, now=now, facts=facts)


def _move(
    tx: Tx, who: Caller, now: datetime, unit: Unit, *, fields: tuple[str, ...] = (), dropped: bool = False
) -> View:
    pending = {"unit": unit.unit_id, "fields": list(fields), "dropped": dropped}
    people.move(tx, who.known, SCREEN, now=now, pending=pending)
    return _screen(tx, unit, fields=fields, dropped=dropped, version=who.draft.version + 1)


def _screen(tx: Tx, unit: Unit, *, fields: tuple[str, ...], dropped: bool, version: int) -> TemplateScreen:
    return TemplateScreen(
        unit_id=unit.unit_id,
        unit=unit.name,
        name=offices.template_name(tx, unit.unit_id),
        fields=fields,
        dropped=dropped,
        version=version,
    )
