"""Filled forms that an admin sends for units, one by one or many: looked through together before anything is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from bot.campaign import report_life
from bot.campaign.model import Role
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.store import people, sent_forms
from bot.store.engine import Tx
from bot.store.sent_forms import SentFormRow
from bot.store.sheets import sheet
from bot.texts import View
from bot.usecases import forms, standing_in
from bot.usecases.access import Action, Caller, may, reach
from bot.usecases.form_package import SentForm
from bot.usecases.form_reading import place_of, whose
from bot.usecases.report_form import FilledForm
from bot.usecases.report_moves import REASONS, reason_in

SCREEN = "sent_forms"
KEPT_FOR = timedelta(days=1)
SHOWN = 40
MOST_REFUSED = 60
_DAY = "day"
"""Marks a date among the facts that are kept: JSON knows none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitForm:
    """A form that can be kept: how many figures are new and how many replace others, which cells are not clear."""

    unit: str
    phase: str
    name: str
    fresh: int
    corrected: int
    unclear: tuple[str, ...]
    handed_in: bool

    @property
    def changes(self) -> int:
        return self.fresh + self.corrected


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusedFile:
    """A file of which nothing is kept; `reason` and `facts` are those of its sentence."""

    name: str
    reason: str
    facts: Mapping[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class SentFormsScreen(View):
    """What the forms change, unit by unit, before anything is kept; one reason is asked where some were handed in."""

    template: ClassVar[str] = "sent_forms"
    rows: tuple[UnitForm, ...]
    refused: tuple[RefusedFile, ...]
    more_refused: int
    because: str | None
    choices: tuple[str, ...]
    shown: int = SHOWN
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SentFormsDropped(View):
    """ "Thôi": nothing of them was kept."""

    template: ClassVar[str] = "sent_forms_dropped"
    in_place: ClassVar[bool] = True
    count: int


# --- Received ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """A file that was looked through: the report it is of and its reading, or why not."""

    name: str
    report_id: int | None
    reading: dict[str, Any]
    reason: str
    facts: dict[str, Any]


def look(tx: Tx, who: Caller, now: datetime, *, sent: Sequence[SentForm]) -> list[Looked]:
    """Each form against its report; nothing changes."""
    reach(who, Action.STAND_IN)
    return [_looked(tx, who, now, one) for one in sent]


def _looked(tx: Tx, who: Caller, now: datetime, sent: SentForm) -> Looked:
    try:
        return _read(tx, who, now, sent)
    except Refused as refused:
        return not_looked(sent.name, refused)


def _read(tx: Tx, who: Caller, now: datetime, sent: SentForm) -> Looked:
    if sent.form is None:
        raise Refused(sent.reason)
    head, identity, key = whose(tx, sent.form)
    if not standing_in.may_stand_in(who, head):
        raise Refused("form_of_another", unit=head.unit, phase=head.phase)
    standing_in.check(who, head, now)
    before = {line.indicator_id: line.figure for line in sheet(tx, head)}
    reading = forms.read(now, sheet(tx, head), sent.form, identity, key)
    fresh = sum(before[one.indicator_id] is None for one in reading.changed)
    counts = {
        "unit": head.unit,
        "phase": head.phase,
        "fresh": fresh,
        "corrected": len(reading.changed) - fresh,
        "unclear": [place_of(one.place, note=one.reason == "note_alone") for one in reading.left],
        "handed_in": head.state in report_life.HANDED_IN and bool(reading.changed),
    }
    reading_kept = counts | reading.as_pending()
    return Looked(name=sent.name, report_id=head.report_id, reading=reading_kept, reason="", facts={})


def plain_facts(refused: Refused) -> dict[str, Any]:
    """The facts of a refusal as they are kept until it is told."""

    def plain(value: object) -> object:
        if isinstance(value, list):
            return [plain(one) for one in value]
        if isinstance(value, date):
            return {_DAY: value.isoformat()}
        return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value

    return {name: plain(value) for name, value in refused.facts.items()}


def facts_of(kept: Mapping[str, Any]) -> dict[str, object]:
    """They as its sentence takes them."""

    def told(value: object) -> object:
        return date.fromisoformat(value[_DAY]) if isinstance(value, dict) and _DAY in value else value

    return {name: told(value) for name, value in kept.items()}


def not_looked(name: str, refused: Refused) -> Looked:
    """A file that is no form."""
    facts = plain_facts(refused)
    return Looked(name=name[:100], report_id=None, reading={}, reason=refused.reason, facts=facts)


def are_expected(who: Caller, *, among: bool) -> bool:
    """Whether a file is one of many forms: it came together with others, or the screen of the forms is open."""
    return who.holds(Role.ADMIN) and (among or who.draft.screen == SCREEN)


def receive_one(tx: Tx, who: Caller, now: datetime, *, filled: FilledForm, name: str, among: bool) -> View:
    """A single form: of the caller's own unit as ever, of another one he may stand in for it joins those that wait."""
    head, _, _ = whose(tx, filled)
    own = may(who, Action.REPORT, unit_id=head.unit_id, path=head.path)
    if own or not standing_in.may_stand_in(who, head):
        return forms.receive(tx, who, now, filled=filled)
    sent = SentForm(name=name[:100], form=filled)
    # A file alone is answered with what is wrong with it; among others it is listed.
    looked = (_looked if are_expected(who, among=among) else _read)(tx, who, now, sent)
    return receive(tx, who, now, looked=[looked])


def receive(tx: Tx, who: Caller, now: datetime, *, looked: Sequence[Looked]) -> SentFormsScreen:
    """Forms that were looked through join those that wait for the caller's word."""
    reach(who, Action.STAND_IN)
    sent_forms.drop(tx, who.known, settled=True)
    sent_forms.drop(tx, who.known, before=now - KEPT_FOR)
    refused = pending_of(who)["refused"] if who.draft.screen == SCREEN else []
    for one in looked:
        if one.report_id is None:
            refused = [*refused, [one.name, one.reason, one.facts]]
            continue
        before = sent_forms.put(tx, who.known, one.report_id, name=one.name, reading=one.reading, now=now)
        if before is not None:
            facts = {"name": one.name, "unit": one.reading["unit"]}
            refused = [*refused, [before, "replaced", facts]]
    return _open(tx, who, now, {"refused": refused, "because": None})


# --- Asked -----------------------------------------------------------------------------------------------------


def pending_of(who: Caller) -> dict[str, Any]:
    if who.draft.screen != SCREEN or who.draft.pending is None:
        raise Refused("stale")
    reach(who, Action.STAND_IN)
    return who.draft.pending


def _open(tx: Tx, who: Caller, now: datetime, pending: dict[str, Any]) -> SentFormsScreen:
    kept = {**pending, "refused": pending["refused"][-MOST_REFUSED:]}
    people.move(tx, who.known, SCREEN, now=now, pending=kept)
    return _screen(tx, who, pending, version=who.draft.version + 1)


def _screen(tx: Tx, who: Caller, pending: dict[str, Any], *, version: int) -> SentFormsScreen:
    rows = tuple(_row(one) for one in sent_forms.of(tx, who.known) if one.outcome is None)
    because = pending["because"]
    asks = because is None and any(row.handed_in for row in rows)
    return SentFormsScreen(
        rows=rows,
        refused=tuple(
            RefusedFile(name=name, reason=reason, facts=facts_of(facts))
            for name, reason, facts in pending["refused"][-SHOWN:]
        ),
        more_refused=max(0, len(pending["refused"]) - SHOWN),
        because=because,
        choices=REASONS[Move.CORRECT] if asks else (),
        version=version,
    )


def _row(one: SentFormRow) -> UnitForm:
    told = one.reading
    return UnitForm(
        unit=told["unit"],
        phase=told["phase"],
        name=one.name,
        fresh=told["fresh"],
        corrected=told["corrected"],
        unclear=tuple(told["unclear"]),
        handed_in=told["handed_in"],
    )


def current(tx: Tx, who: Caller, _: datetime) -> View | None:
    """The open preview, or what became of its forms; None where neither is open."""
    if who.draft.screen != SCREEN or who.draft.pending is None or not who.roles:
        return None
    if "kept" in who.draft.pending:
        return None
    return _screen(tx, who, who.draft.pending, version=who.draft.version)


def give_reason(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """Why the figures of reports that were handed in are changed: one reason for all."""
    pending = pending_of(who)
    why = reason_in(text)
    if "kept" in pending:
        raise Refused("stale")
    if not why:
        raise Refused("reason_empty")
    return _open(tx, who, now, {**pending, "because": why})


def choose_reason(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    offered = REASONS[Move.CORRECT]
    if not 0 <= place < len(offered):
        raise Refused("stale")
    return give_reason(tx, who, now, text=offered[place])


def drop(tx: Tx, who: Caller, now: datetime) -> SentFormsDropped:
    """ "Thôi"."""
    pending_of(who)
    count = sum(one.outcome is None for one in sent_forms.of(tx, who.known))
    sent_forms.drop(tx, who.known)
    people.move(tx, who.known, "idle", now=now)
    return SentFormsDropped(count=count)
