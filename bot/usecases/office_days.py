"""An office's own days off and extra working days: they hold for its campaigns and those of the offices below it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from bot.errors import Refused
from bot.language.dates import read_date
from bot.language.folding import fold
from bot.store import audit, days, people, reopening, units
from bot.store.engine import Tx
from bot.store.units import Unit
from bot.texts import View
from bot.usecases.access import Action, Caller, kept_unit, may

SCREEN = "office_days"
SHOWN = 30
HALF_A_YEAR = timedelta(days=183)
OFF = ("nghi bu", "ngay nghi", "nghi le", "nghi")
WORKED = ("ngay lam bu", "lam bu", "di lam", "lam viec", "lam")
NEITHER = ("bo danh dau", "bo", "xoa")


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeDays(View):
    """The days that the office marked, from today on; `changed` is the one that was marked just now."""

    template: ClassVar[str] = "office_days"
    in_place: ClassVar[bool] = True
    unit_id: int
    unit: str
    days: tuple[tuple[date, bool], ...]
    changed: date | None
    shown: int = SHOWN


def show(tx: Tx, who: Caller, now: datetime, *, unit_id: int) -> View:
    return _move(tx, who, now, kept_unit(tx, who, unit_id))


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """ "nghỉ 2/1/2026", "làm bù 10/1", "bỏ 2/1": kept at once, and planning is asked anew."""
    unit = kept_unit(tx, who, (who.draft.pending or {}).get("unit", 0))
    day, worked = _read(text, now)
    days.mark(tx, unit.unit_id, day, None)
    # An office above it may have marked the day too.
    if worked is not None and worked is days.of_owner(tx, unit.path).is_working(day):
        raise Refused("office_day_so_already", day=day, worked=worked)
    days.mark(tx, unit.unit_id, day, worked)
    facts = {"day": day.isoformat(), "worked": worked}
    audit.note(tx, "mark_day", "office", unit.unit_id, person_id=who.known, now=now, facts=facts)
    reopening.below(tx, unit.path, now)
    return _move(tx, who, now, unit, changed=day)


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The days that are open; None where they are not, or not the person's any more."""
    pending = who.draft.pending or {}
    unit = units.by_id(tx, pending.get("unit", 0)) if who.draft.screen == SCREEN else None
    if unit is None or not may(who, Action.KEEP_PEOPLE, unit_id=unit.unit_id, path=unit.path):
        return None
    return _screen(tx, unit, now, changed=None)


def _read(text: str, now: datetime) -> tuple[date, bool | None]:
    """The day, and whether it is worked; None: as everywhere."""
    folded = " ".join(fold(text).split())
    for words, worked in ((OFF, False), (WORKED, True), (NEITHER, None)):
        for word in words:
            if folded.startswith(word + " "):
                rest = " ".join(text.split()[len(word.split()) :])
                day = _day(rest, now, now.year)
                # In December 2/1 is one of the year that comes.
                return (day if day > now.date() - HALF_A_YEAR else _day(rest, now, now.year + 1)), worked
    raise Refused("office_day_unread")


def _day(text: str, now: datetime, year: int) -> date:
    moment = read_date(text, today=now, year=year, mode="future")
    if moment.last_day is None or moment.candidates:
        raise Refused("office_day_unread")
    return moment.last_day


def _move(tx: Tx, who: Caller, now: datetime, unit: Unit, *, changed: date | None = None) -> View:
    people.move(tx, who.known, SCREEN, now=now, pending={"unit": unit.unit_id})
    return _screen(tx, unit, now, changed=changed)


def _screen(tx: Tx, unit: Unit, now: datetime, *, changed: date | None) -> OfficeDays:
    marked = days.of_office(tx, unit.unit_id, now.date())
    return OfficeDays(unit_id=unit.unit_id, unit=unit.name, days=tuple(marked), changed=changed)
