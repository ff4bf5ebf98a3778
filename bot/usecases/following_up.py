"""The standing body asks about one figure ("yêu cầu giải trình"), the reporter answers, whoever asked closes it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from bot.campaign import report_life
from bot.errors import Refused
from bot.store import audit, follow_ups, invitations, outbox, people, report_moves, reports
from bot.store.engine import Tx
from bot.store.follow_ups import FollowUp
from bot.store.reports import ReportHead
from bot.store.sheets import Line, sheet
from bot.texts import View
from bot.usecases.access import Action, Caller, may, may_run, require
from bot.usecases.hearers import REPORTERS, is_reporter, looks_on, runs
from bot.usecases.sheets import SHOWN, check_running

LONGEST = 1000
HEARD_WITHIN = timedelta(days=7)
QUESTIONS = ("why_changed", "which_source", "check_unit")
"""The questions offered as buttons; any other may be typed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WhichFigure(View):
    """Which figure of the report is asked about? A page of its lines."""

    template: ClassVar[str] = "follow_up_which"
    in_place: ClassVar[bool] = True
    head: ReportHead
    lines: tuple[Line, ...]
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AskQuestion(View):
    """What is asked about the figure? By a button or in words."""

    template: ClassVar[str] = "follow_up_ask"
    head: ReportHead
    line: Line
    questions: tuple[str, ...]
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AskAnswer(View):
    """The question, for the reporter to answer in words."""

    template: ClassVar[str] = "follow_up_answer"
    head: ReportHead
    follow_up: FollowUp
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowUpShown(View):
    """A question and how far it is, for whoever asked and whoever answers; both hear of each step by it."""

    template: ClassVar[str] = "follow_up"
    head: ReportHead
    follow_up: FollowUp
    may_answer: bool
    may_close: bool


def which(tx: Tx, who: Caller, _: datetime, *, report_id: int, page: int = 0) -> WhichFigure:
    """The lines of a report that was handed in, to choose from."""
    head = _handed_in(tx, who, report_id)
    lines = [line for line in sheet(tx, head) if line.figure is not None]
    pages = max(1, -(-len(lines) // SHOWN))
    page = min(max(page, 0), pages - 1)
    return WhichFigure(
        head=head, lines=tuple(lines[page * SHOWN : (page + 1) * SHOWN]), page=page, pages=pages
    )


def begin(tx: Tx, who: Caller, now: datetime, *, report_id: int, indicator_id: int) -> View:
    """The figure that was chosen: what is asked about it?"""
    head, line = _figure(tx, who, report_id, indicator_id)
    people.move(tx, who.known, "follow_up", now=now, report_id=report_id, indicator_id=indicator_id)
    return AskQuestion(head=head, line=line, questions=QUESTIONS, version=who.draft.version + 1)


def ask(tx: Tx, who: Caller, now: datetime, *, question: str) -> View:
    """The question goes to the unit's focal points."""
    draft = who.draft
    if draft.screen != "follow_up" or draft.report_id is None or draft.indicator_id is None:
        raise Refused("stale")
    follow_up_id = put(
        tx, who, now, report_id=draft.report_id, indicator_id=draft.indicator_id, question=question
    )
    people.move(tx, who.known, "idle", now=now)
    return _shown(tx, who, follow_up_id)


def put(tx: Tx, who: Caller, now: datetime, *, report_id: int, indicator_id: int, question: str) -> int:
    """A question about a figure, by whichever door: it is written down, and those hear of it who answer."""
    head, line = _figure(tx, who, report_id, indicator_id)
    text = " ".join(question.split())[:LONGEST]
    if not text:
        raise Refused("stale")
    follow_up_id = follow_ups.ask(
        tx,
        report_id=head.report_id,
        indicator_id=line.indicator_id,
        version=line.version,
        person_id=who.known,
        question=text,
        now=now,
    )
    _note(tx, who, now, "follow_up", follow_up_id)
    tell(tx, follow_up_id, report_moves.holders(tx, head.unit_id, REPORTERS, now), "asked", now)
    return follow_up_id


def ask_for(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    """One of the questions offered."""
    if not 0 <= place < len(QUESTIONS):
        raise Refused("stale")
    return ask(tx, who, now, question=QUESTIONS[place])


def open_answer(tx: Tx, who: Caller, now: datetime, *, follow_up_id: int) -> View:
    """ "Trả lời": the reporter's next message is the answer."""
    head, follow_up = _asked(tx, who, follow_up_id)
    people.move(
        tx, who.known, "follow_up_answer", now=now, report_id=head.report_id, pending={"id": follow_up_id}
    )
    return AskAnswer(head=head, follow_up=follow_up, version=who.draft.version + 1)


def answer(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The answer goes to whoever asked; until the question is closed it may be given anew."""
    if who.draft.screen != "follow_up_answer" or who.draft.pending is None:
        raise Refused("stale")
    follow_up_id = who.draft.pending["id"]
    give(tx, who, now, follow_up_id=follow_up_id, text=text)
    people.move(tx, who.known, "idle", now=now)
    return _shown(tx, who, follow_up_id)


def give(tx: Tx, who: Caller, now: datetime, *, follow_up_id: int, text: str) -> None:
    """The answer, by whichever door."""
    head, follow_up = _asked(tx, who, follow_up_id)
    given = text.strip()[:LONGEST]
    if not given:
        raise Refused("stale")
    follow_ups.answer(tx, follow_up.follow_up_id, person_id=who.known, text=given, now=now)
    _note(tx, who, now, "answer", follow_up.follow_up_id)
    tell(tx, follow_up.follow_up_id, _waiting(tx, head, follow_up, now), "answered", now)


def close(tx: Tx, who: Caller, now: datetime, *, follow_up_id: int) -> View:
    """ "Khép lại": the standing body is content; the reporter sees it."""
    head, follow_up = _of(tx, follow_up_id)
    if not may_run(who, head):
        raise Refused("not_allowed")
    check_running(head)
    if not follow_up.is_open:
        raise Refused("stale")
    follow_ups.close(tx, follow_up_id, now)
    _note(tx, who, now, "close", follow_up_id)
    tell(tx, follow_up_id, report_moves.holders(tx, head.unit_id, REPORTERS, now), "closed", now)
    return _shown(tx, who, follow_up_id)


def look(tx: Tx, who: Caller, _: datetime, *, follow_up_id: int) -> View:
    return _shown(tx, who, follow_up_id)


def current(tx: Tx, who: Caller, _: datetime) -> View | None:
    """The open question; None where none is, or it is no longer the caller's to ask or answer."""
    draft = who.draft
    try:
        if draft.screen == "follow_up" and draft.report_id is not None and draft.indicator_id is not None:
            head, line = _figure(tx, who, draft.report_id, draft.indicator_id)
            return AskQuestion(head=head, line=line, questions=QUESTIONS, version=draft.version)
        if draft.screen == "follow_up_answer" and draft.pending is not None:
            head, follow_up = _asked(tx, who, draft.pending["id"])
            return AskAnswer(head=head, follow_up=follow_up, version=draft.version)
    except Refused:
        return None
    return None


# --- What others hear --------------------------------------------------------------------------------------


def tell(tx: Tx, follow_up_id: int, person_ids: list[int], step: str, now: datetime) -> None:
    """Have people told of a step; an answer that is given anew is told anew."""
    stamp = format(now.timestamp(), ".0f")
    outbox.put_each(
        tx,
        {key: ":".join(("follow_up", str(follow_up_id), step, stamp, str(key))) for key in person_ids},
        kind="follow_up",
        subject_id=follow_up_id,
        lane="reply",
        due_at=now,
        expires_at=now + HEARD_WITHIN,
    )


def told(tx: Tx, follow_up_id: int, person_id: int, now: datetime) -> FollowUpShown | None:
    """What a person hears: the question as it stands; None where the report is not his to see any more."""
    head, follow_up = _of(tx, follow_up_id)
    answers, looks = is_reporter(tx, person_id, head, now), looks_on(tx, person_id, head, now)
    if not answers and not looks:
        return None
    return FollowUpShown(
        head=head,
        follow_up=follow_up,
        may_answer=follow_up.is_open and answers,
        may_close=follow_up.is_open
        and follow_up.answer is not None
        and person_id in _waiting(tx, head, follow_up, now),
    )


def _waiting(tx: Tx, head: ReportHead, follow_up: FollowUp, now: datetime) -> list[int]:
    """Who waits for the answer: whoever asked, or the admins of the nearest office above once he may not look any more."""
    if runs(tx, follow_up.asked_by, head, now):
        return [follow_up.asked_by]
    return invitations.nearest_admins(tx, head.owner_path, now)


def pass_on(tx: Tx, person_id: int, now: datetime) -> None:
    """Somebody's role ended: what he asked and may not close any more goes to others where the answer is there."""
    for follow_up in follow_ups.open_of(tx, person_id):
        head = reports.head(tx, follow_up.report_id)
        if head is not None and follow_up.answer is not None and not runs(tx, person_id, head, now):
            tell(tx, follow_up.follow_up_id, _waiting(tx, head, follow_up, now), "passed_on", now)


# --- Who may -----------------------------------------------------------------------------------------------


def _of(tx: Tx, follow_up_id: int) -> tuple[ReportHead, FollowUp]:
    follow_up = follow_ups.of(tx, follow_up_id)
    head = None if follow_up is None else reports.head(tx, follow_up.report_id)
    if follow_up is None or head is None:
        raise Refused("gone")
    return head, follow_up


def _asked(tx: Tx, who: Caller, follow_up_id: int) -> tuple[ReportHead, FollowUp]:
    """An open question that the caller may answer."""
    head, follow_up = _of(tx, follow_up_id)
    require(who, Action.REPORT, unit_id=head.unit_id, path=head.path)
    check_running(head)
    if not follow_up.is_open:
        raise Refused("follow_up_closed", unit=head.unit, phase=head.phase)
    return head, follow_up


def _handed_in(tx: Tx, who: Caller, report_id: int) -> ReportHead:
    head = reports.head(tx, report_id)
    if head is None:
        raise Refused("gone")
    if not may_run(who, head):
        raise Refused("not_allowed")
    check_running(head)
    if head.state not in report_life.HANDED_IN:
        raise Refused("report_state", unit=head.unit, phase=head.phase, state=head.state)
    return head


def _figure(tx: Tx, who: Caller, report_id: int, indicator_id: int) -> tuple[ReportHead, Line]:
    head = _handed_in(tx, who, report_id)
    line = sheet(tx, head).line(indicator_id)
    if line is None or line.figure is None:
        raise Refused("gone")
    return head, line


def _shown(tx: Tx, who: Caller, follow_up_id: int) -> FollowUpShown:
    head, follow_up = _of(tx, follow_up_id)
    runs = may_run(who, head)
    reports_for = may(who, Action.REPORT, unit_id=head.unit_id, path=head.path)
    if not (runs or reports_for or may(who, Action.SEE_UNIT, unit_id=head.unit_id, path=head.path)):
        raise Refused("not_allowed")
    return FollowUpShown(
        head=head,
        follow_up=follow_up,
        may_answer=follow_up.is_open and reports_for,
        may_close=follow_up.is_open and runs,
    )


def _note(tx: Tx, who: Caller, now: datetime, action: str, follow_up_id: int) -> None:
    audit.note(tx, action, "follow_up", follow_up_id, person_id=who.known, now=now)
