"""/coquan, Mẫu riêng: an office's own form of a paper is sent as a file, looked through, kept, or let go."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.errors import Refused
from bot.reports.own_template import FIELDS, Fields, OwnTemplate, Paper
from bot.store import audit, offices, people, units
from bot.store.engine import Tx
from bot.store.units import Unit
from bot.texts import View
from bot.usecases.access import Action, Caller, kept_unit, may

SCREEN = "office_template"
MOST_BYTES = 2 * 1024 * 1024
PAPERS = tuple(Paper)
"""By its place in it a button names a paper."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateScreen(View):
    """The form of a paper in force, None where it is that of the decree.

    `fields` are those of one that was kept just now, `known` those that it may hold.
    """

    template: ClassVar[str] = "office_template"
    in_place: ClassVar[bool] = True
    unit_id: int
    unit: str
    paper: Paper
    papers: tuple[Paper, ...] = PAPERS
    name: str | None
    fields: tuple[str, ...] = ()
    dropped: bool = False
    known: Fields
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateShown(View):
    """The words under the form that is sent back; `name` is None where it is the bot's own to begin with."""

    template: ClassVar[str] = "office_template_shown"
    unit: str
    paper: Paper
    name: str | None
    content: bytes


def show(tx: Tx, who: Caller, now: datetime, *, unit_id: int, place: int = 0) -> View:
    """The form of a paper, by its place in PAPERS."""
    return _move(tx, who, now, kept_unit(tx, who, unit_id), _paper(place))


def check_before(tx: Tx, who: Caller, _: datetime) -> Paper:
    """For which paper a file would be; Refused before it is fetched, where it could not be kept."""
    return _open(tx, who)[1]


def receive(tx: Tx, who: Caller, now: datetime, *, name: str, content: bytes, checked: OwnTemplate) -> View:
    """Keep a file that was looked through as the form of the office whose screen is open."""
    unit, paper = _open(tx, who)
    offices.keep_template(tx, unit.unit_id, paper.value, name[:200], content)
    _note(tx, who, now, unit, paper)
    return _move(tx, who, now, unit, paper, fields=checked.fields)


def drop(tx: Tx, who: Caller, now: datetime, *, unit_id: int, place: int = 0) -> View:
    """Back to the form of the decree."""
    unit = kept_unit(tx, who, unit_id)
    paper = _paper(place)
    if not offices.drop_template(tx, unit_id, paper.value):
        raise Refused("stale")
    _note(tx, who, now, unit, paper)
    return _move(tx, who, now, unit, paper, dropped=True)


def send_back(tx: Tx, who: Caller, _: datetime, *, unit_id: int, place: int = 0) -> View:
    """The form in force, or one with every field in its place to begin with."""
    unit = kept_unit(tx, who, unit_id)
    paper = _paper(place)
    kept = offices.template_of(tx, unit_id, paper.value)
    if kept is not None:
        return TemplateShown(unit=unit.name, paper=paper, name=kept[0], content=kept[1])
    return TemplateShown(unit=unit.name, paper=paper, name=None, content=b"")


def current(tx: Tx, who: Caller, _: datetime) -> View | None:
    """The screen that is open; None where it is not, or not the person's any more."""
    pending = who.draft.pending or {}
    unit = units.by_id(tx, pending.get("unit", 0)) if who.draft.screen == SCREEN else None
    if unit is None or not may(who, Action.KEEP_PEOPLE, unit_id=unit.unit_id, path=unit.path):
        return None
    return _screen(
        tx,
        unit,
        Paper(pending.get("paper", Paper.REPORT)),
        fields=tuple(pending.get("fields", ())),
        dropped=bool(pending.get("dropped")),
        version=who.draft.version,
    )


def _paper(place: int) -> Paper:
    if not 0 <= place < len(PAPERS):
        raise Refused("stale")
    return PAPERS[place]


def _open(tx: Tx, who: Caller) -> tuple[Unit, Paper]:
    """The office and the paper of the open screen; one that was open before there were several is the report's."""
    if who.draft.screen != SCREEN:
        raise Refused("stale")
    pending = who.draft.pending or {}
    return kept_unit(tx, who, pending.get("unit", 0)), Paper(pending.get("paper", Paper.REPORT))


def _note(tx: Tx, who: Caller, now: datetime, unit: Unit, paper: Paper) -> None:
    facts = {"field": "template", "paper": paper.value}
    audit.note(tx, "change", "office", unit.unit_id, person_id=who.known, now=now, facts=facts)


def _move(
    tx: Tx,
    who: Caller,
    now: datetime,
    unit: Unit,
    paper: Paper,
    *,
    fields: tuple[str, ...] = (),
    dropped: bool = False,
) -> View:
    pending = {"unit": unit.unit_id, "paper": paper.value, "fields": list(fields), "dropped": dropped}
    people.move(tx, who.known, SCREEN, now=now, pending=pending)
    return _screen(tx, unit, paper, fields=fields, dropped=dropped, version=who.draft.version + 1)


def _screen(
    tx: Tx, unit: Unit, paper: Paper, *, fields: tuple[str, ...], dropped: bool, version: int
) -> TemplateScreen:
    return TemplateScreen(
        unit_id=unit.unit_id,
        unit=unit.name,
        paper=paper,
        name=offices.template_name(tx, unit.unit_id, paper.value),
        fields=fields,
        dropped=dropped,
        known=FIELDS[paper],
        version=version,
    )
