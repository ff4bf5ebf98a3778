"""The Excel form of a report in the chat: handed out, taken back, looked through, kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from bot.campaign import report_life
from bot.campaign.model import Role
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.language.folding import words
from bot.store import audit, form_keys, reports
from bot.store.engine import Tx
from bot.store.reports import Due, ReportHead
from bot.store.sheets import Line, Sheet
from bot.texts import View
from bot.texts.words import LANGUAGES, weekday
from bot.usecases import report_form
from bot.usecases.access import Caller
from bot.usecases.entering import typed_beside
from bot.usecases.form_reading import (
    FormReading,
    check_rows,
    place_of,
    read_rows,
    rows_of,
    whose,
)
from bot.usecases.keeping import keep_all, show_kept
from bot.usecases.report_form import FilledForm, Form, Identity
from bot.usecases.report_moves import REASONS, reason_in
from bot.usecases.report_views import BulkEntered, Change, Left
from bot.usecases.sheets import SHOWN, check_open, move, own_sheet

SCREEN = "form"
ROWS_SHOWN = 40
DUE = {"vi": "hạn", "en": "due"}


@dataclass(frozen=True, kw_only=True, slots=True)
class FormHandedOut(View):
    """How to fill in the form that comes with this message."""

    template: ClassVar[str] = "form"
    head: ReportHead
    form: Form
    of_units: bool
    """Whether the caller may have the forms of other units too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FormWhich(View):
    """`/bieumau`: for which report, where there are several."""

    template: ClassVar[str] = "form_which"
    in_place: ClassVar[bool] = True
    rows: tuple[Due, ...]
    page: int
    pages: int
    of_units: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class FormLeft:
    """A cell that was not taken: where it is, what stands there, why not."""

    place: str
    line: Line
    typed: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FormPreview(View):
    """What a filled form changes, before anything is kept; of a report that was handed in it is asked why."""

    template: ClassVar[str] = "form_preview"
    head: ReportHead
    changes: tuple[Change, ...]
    left: tuple[FormLeft, ...]
    unchanged: int
    notes: int
    choices: tuple[str, ...]
    shown: int = ROWS_SHOWN
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FormDropped(View):
    """ "Thôi": nothing of the form was kept."""

    template: ClassVar[str] = "form_dropped"
    in_place: ClassVar[bool] = True
    head: ReportHead


# --- Out -------------------------------------------------------------------------------------------------


def begin(tx: Tx, who: Caller, now: datetime, *, page: int = 0) -> View:
    """`/bieumau`: the form of the open report, or of the only one; else the question which."""
    if who.report is not None and who.draft.screen not in {"idle", "receipt"}:
        return handed_out(tx, who, now, own_sheet(tx, who, who.report.report_id))
    every = _dues(tx, who, now)
    still = [due for due in every if due.is_owed]
    if len(still or every) == 1:
        only = (still or every)[0]
        return hand_out(tx, who, now, period_id=only.period_id, unit_id=only.unit_id)
    return which(tx, who, now, page=page)


def which(tx: Tx, who: Caller, now: datetime, *, page: int) -> FormWhich:
    """The reports that a form can be had for: those still owed first, nearest due date first."""
    rows = sorted(_dues(tx, who, now), key=lambda due: not due.is_owed)
    pages = max(1, -(-len(rows) // SHOWN))
    page = min(max(page, 0), pages - 1)
    return FormWhich(
        rows=tuple(rows[page * SHOWN : (page + 1) * SHOWN]),
        page=page,
        pages=pages,
        of_units=who.holds(Role.ADMIN),
    )


def _dues(tx: Tx, who: Caller, now: datetime) -> list[Due]:
    unit_ids = [held.unit_id for held in who.roles if held.role is Role.FOCAL_POINT]
    if not unit_ids:
        raise Refused("no_focal_point" if who.roles else "no_role")
    return reports.owed(tx, unit_ids, now.date())


def hand_out(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> FormHandedOut:
    """The form of one report, which is begun with it."""
    due = next(
        (due for due in _dues(tx, who, now) if (due.period_id, due.unit_id) == (period_id, unit_id)), None
    )
    if due is None:
        raise Refused("not_allowed")
    report_id = reports.open_report(tx, period_id=period_id, unit_id=unit_id, now=now)
    if due.report_id is None:
        audit.note(tx, "open", "report", report_id, person_id=who.known, now=now)
    return handed_out(tx, who, now, own_sheet(tx, who, report_id))


def handed_out(tx: Tx, who: Caller, now: datetime, lines: Sheet) -> FormHandedOut:
    """The form of a report that is open; Refused where it asks nothing."""
    head = lines.head
    check_open(head, now)
    if not len(lines):
        raise Refused("form_empty", unit=head.unit, phase=head.phase)
    _look_back(lines)
    rows = rows_of(lines)
    identity = Identity(
        campaign_id=head.campaign_id,
        period_id=head.period_id,
        unit_id=head.unit_id,
        report_id=head.report_id,
        count=len(rows),
        digest=report_form.digest(rows),
    )
    due = " ".join((DUE[who.language], weekday(head.due_on, LANGUAGES[who.language].weekdays)))
    form = report_form.signed(
        form_keys.made_key(tx),
        identity,
        rows,
        language=who.language,
        headline=" – ".join((head.unit, head.phase, due)),
        campaign=head.campaign,
    )
    audit.note(tx, "form", "report", head.report_id, person_id=who.known, now=now)
    return FormHandedOut(head=head, form=form, of_units=who.holds(Role.ADMIN))


def file_name(head: ReportHead) -> str:
    return "".join(("-".join(("bieu-mau", *words(head.unit), *words(head.phase)))[:80], ".xlsx"))


def _look_back(lines: Sheet) -> None:
    lines.look_back([line.indicator_id for line in lines])


# --- In --------------------------------------------------------------------------------------------------


def receive(tx: Tx, who: Caller, now: datetime, *, filled: FilledForm) -> FormPreview:
    """A form that somebody sent who enters this report: what it changes is shown before it is kept."""
    head, identity, key = whose(tx, filled)
    try:
        lines = own_sheet(tx, who, head.report_id)
    except Refused as refused:
        if refused.reason != "not_allowed":
            raise
        raise Refused("form_of_another", unit=head.unit, phase=head.phase) from refused
    reading = read(now, lines, filled, identity, key)
    pending = reading.as_pending()
    move(tx, who, now, SCREEN, report=head.report_id, pending=pending)
    # The sheet that was read against holds the form's figures by now.
    return preview(own_sheet(tx, who, head.report_id), pending, version=who.draft.version + 1)


def read(now: datetime, lines: Sheet, filled: FilledForm, identity: Identity, key: bytes) -> FormReading:
    """What the form of this report says; Refused where its rows are not those handed out, or it is too late."""
    check_open(lines.head, now)
    check_rows(lines, filled, identity, key)
    _look_back(lines)
    return read_rows(lines, filled.rows)


def preview(lines: Sheet, pending: dict[str, Any], *, version: int) -> FormPreview:
    """The preview as the open screen keeps it, beside what stands in the report now."""
    reading = FormReading.of(pending)
    changes = [
        Change(line=line, figure=one.figure, reason=one.reason)
        for one in reading.changed
        if (line := lines.line(one.indicator_id)) is not None
    ]
    left = [
        FormLeft(
            place=place_of(one.place, note=one.reason == "note_alone"),
            line=line,
            typed=one.typed,
            reason=one.reason,
        )
        for one in reading.left
        if (line := lines.line(one.indicator_id)) is not None
    ]
    asked = lines.head.state in report_life.HANDED_IN and changes
    return FormPreview(
        head=lines.head,
        changes=tuple(changes),
        left=tuple(left),
        unchanged=reading.unchanged,
        notes=reading.notes,
        choices=REASONS[Move.CORRECT] if asked else (),
        version=version,
    )


def current(tx: Tx, who: Caller, _: datetime) -> View | None:
    """The open preview; None where none is."""
    if who.draft.screen != SCREEN or who.draft.pending is None or who.report is None:
        return None
    return preview(own_sheet(tx, who, who.report.report_id), who.draft.pending, version=who.draft.version)


def drop(tx: Tx, who: Caller, now: datetime) -> FormDropped:
    """ "Thôi"."""
    lines, _ = _asked(tx, who)
    move(tx, who, now, "idle", report=lines.head.report_id)
    return FormDropped(head=lines.head)


def typed(tx: Tx, who: Caller, now: datetime, *, text: str, message_id: int) -> View | None:
    """A text under the preview: why the figures of a report that was handed in are changed, else figures as ever."""
    if who.report is not None and who.report.state in report_life.HANDED_IN:
        return keep(tx, who, now, because=text)
    return typed_beside(tx, who, now, text=text, message_id=message_id)


def keep_for(tx: Tx, who: Caller, now: datetime, *, place: int) -> BulkEntered:
    """One of the reasons offered."""
    offered = REASONS[Move.CORRECT]
    if not 0 <= place < len(offered):
        raise Refused("stale")
    return keep(tx, who, now, because=offered[place])


def keep(tx: Tx, who: Caller, now: datetime, *, because: str | None = None) -> BulkEntered:
    """ "Ghi": what the preview showed is kept, and what was doubtful comes back one by one.

    Of a report that was handed in only with one reason for all its changes.
    """
    lines, reading = _asked(tx, who)
    check_open(lines.head, now)
    why = None if because is None else reason_in(because)
    handed_in = lines.head.state in report_life.HANDED_IN
    if handed_in and reading.changed and not why:
        if because is None:
            raise Refused("stale")
        raise Refused("reason_empty")
    kept, left = keep_all(tx, who, now, lines, reading.changed, because=why)
    left += [
        Left(position=lines.position(line), line=line, typed=one.typed, answer=one.typed, reason=one.reason)
        for one in reading.left
        if (line := lines.line(one.indicator_id)) is not None
    ]
    return show_kept(tx, who, now, lines, kept, left, because=why if handed_in else None)


def _asked(tx: Tx, who: Caller) -> tuple[Sheet, FormReading]:
    if who.draft.screen != SCREEN or who.draft.pending is None or who.draft.report_id is None:
        raise Refused("stale")
    return own_sheet(tx, who, who.draft.report_id), FormReading.of(who.draft.pending)
