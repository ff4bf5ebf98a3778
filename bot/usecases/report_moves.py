"""A report is moved from state to state: by whom, why, and who hears of it. The one place that changes a state."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import ClassVar

from bot.campaign import deadlines, report_life
from bot.campaign.calendar import WorkCalendar
from bot.campaign.model import CampaignState, ReportState
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.language.dates import read_date
from bot.store import audit, outbox, people, report_moves, reports
from bot.store.engine import Tx
from bot.store.report_moves import Moved
from bot.store.reports import ReportHead
from bot.texts import View
from bot.usecases.access import Action, Caller, may, may_run
from bot.usecases.hearers import HEADS, REPORTERS, is_reporter, looks_on
from bot.usecases.sheets import check_running

HEARD_WITHIN = timedelta(days=7)
"""A move that could not be told for a week is found in the report itself."""
PROPOSED_WORKING_DAYS = 3
"""The new due date that is proposed for a report that is returned or extended."""
LONGEST_REASON = 500

REASONS: Mapping[Move, tuple[str, ...]] = {
    Move.HAND_BACK: ("figures_doubtful", "figures_absent", "text_absent"),
    Move.RETURN: ("figures_doubtful", "figures_absent", "text_absent"),
    Move.CORRECT: ("mistyped", "final_figure", "recounted", "asked_to"),
    Move.WITHDRAW: ("too_early", "figures_absent"),
    Move.EXTEND: ("unit_asked", "force_majeure", "source_late"),
    Move.EXCUSE: ("force_majeure", "source_late", "told_before"),
}
"""The moves that ask why, each with the reasons offered as buttons; any other may be typed."""
WITH_DUE_DATE = frozenset({Move.RETURN, Move.EXTEND})
_OF_HEAD = frozenset({Move.SIGN, Move.HAND_BACK})
_OF_HEADS_INTEREST = frozenset({Move.SUBMIT, Move.CORRECT, Move.WITHDRAW, Move.RETURN, Move.RELEASE})
_OF_REPORTER = frozenset({Move.SUBMIT, Move.CORRECT, Move.WITHDRAW})


@dataclass(frozen=True, kw_only=True, slots=True)
class ReasonAsked(View):
    """Why is the report moved? By a button or in words."""

    template: ClassVar[str] = "move_reason"
    head: ReportHead
    move: Move
    reasons: tuple[str, ...]
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DueAsked(View):
    """Until when does the unit have to hand its report in (again)?"""

    template: ClassVar[str] = "move_due"
    head: ReportHead
    move: Move
    reason: str
    proposed: date
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MoveMade(View):
    """The move was made; for whoever made it."""

    template: ClassVar[str] = "move_made"
    head: ReportHead
    move: Move
    reason: str | None
    due_on: date
    told: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportMoved(View):
    """The same, for whoever waits for it."""

    template: ClassVar[str] = "report_moved"
    head: ReportHead
    moved: Moved
    day: date
    may_report: bool


# --- Who may -------------------------------------------------------------------------------------------


def may_move(who: Caller, head: ReportHead, move: Move, day: date) -> bool:
    """Whether the report's state allows the move, and the caller's role does."""
    if report_life.after(head.state, move, signed_off=head.signed_off) is None:
        return False
    if head.campaign_state != CampaignState.RUNNING:
        return False
    if move in _OF_HEAD:
        signs = may(who, Action.SIGN, unit_id=head.unit_id, path=head.path)
        # What its head gives back after the lock nobody of the unit could mend: only a new due date opens it.
        return signs and not (move is Move.HAND_BACK and head.is_locked(day))
    if move is Move.EXCUSE and not head.late:
        return False
    if move in _OF_REPORTER:
        mine = may(who, Action.REPORT, unit_id=head.unit_id, path=head.path)
        return mine and not head.is_locked(day)
    return may_run(who, head)


# --- Asked step by step: why, until when -----------------------------------------------------------------


def begin(tx: Tx, who: Caller, now: datetime, *, report_id: int, move: Move) -> View:
    """A move that was tapped: made at once, or asked about first."""
    head = head_for(tx, who, report_id, move, now)
    if move not in REASONS:
        return _made(tx, who, now, head, move)
    return _begun(tx, who, now, head, move)


def begin_extension(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> View:
    """Another due date for a unit that has not begun its report: that is begun only once the day is given."""
    head = _allowed(who, reports.unbegun(tx, period_id=period_id, unit_id=unit_id), Move.EXTEND, now)
    return _begun(tx, who, now, head, Move.EXTEND)


def _begun(tx: Tx, who: Caller, now: datetime, head: ReportHead, move: Move) -> ReasonAsked:
    _go_to(tx, who, now, "move_reason", head, {"move": move.value})
    return _ask_reason(head, move, version=who.draft.version + 1)


def _go_to(
    tx: Tx, who: Caller, now: datetime, screen: str, head: ReportHead, pending: Mapping[str, object]
) -> None:
    of_unit = {} if head.report_id else {"period": head.period_id, "unit": head.unit_id}
    people.move(
        tx, who.known, screen, now=now, report_id=head.report_id or None, pending={**pending, **of_unit}
    )


def head_for(tx: Tx, who: Caller, report_id: int | None, move: Move, now: datetime) -> ReportHead:
    """The report, for somebody who may make this move; Refused otherwise."""
    return _allowed(who, None if report_id is None else reports.head(tx, report_id), move, now)


def _allowed(who: Caller, head: ReportHead | None, move: Move, now: datetime) -> ReportHead:
    if head is None:
        raise Refused("gone")
    if not may_move(who, head, move, now.date()):
        reports_for = may(who, Action.REPORT, unit_id=head.unit_id, path=head.path)
        if move in _OF_REPORTER and not reports_for:
            raise Refused("not_allowed")
        seen = may_run(who, head) or may(who, Action.SEE_UNIT, unit_id=head.unit_id, path=head.path)
        if not seen:
            raise Refused("not_allowed")
        check_running(head)
        if move in _OF_REPORTER and head.is_locked(now.date()):
            raise Refused("report_locked", unit=head.unit, phase=head.phase, days=head.lock_days)
        if move is Move.HAND_BACK and head.state is ReportState.WAITING and head.is_locked(now.date()):
            raise Refused("hand_back_locked", unit=head.unit, phase=head.phase, days=head.lock_days)
        if move is Move.EXCUSE and not head.late:
            raise Refused("not_late", unit=head.unit, phase=head.phase)
        raise Refused("report_state", unit=head.unit, phase=head.phase, state=head.state)
    return head


def give_reason(tx: Tx, who: Caller, now: datetime, *, reason: str) -> View:
    """Why; then until when, where the move sets a due date."""
    head, move = _asked(tx, who, now, "move_reason")
    why = " ".join(reason.split())[:LONGEST_REASON]
    if not why:
        raise Refused("stale")
    if move not in WITH_DUE_DATE:
        return _made(tx, who, now, head, move, reason=why)
    _go_to(tx, who, now, "move_due", head, {"move": move.value, "reason": why})
    return _ask_due(head, move, why, now, version=who.draft.version + 1)


def choose_reason(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    _, move = _asked(tx, who, now, "move_reason")
    offered = REASONS[move]
    if not 0 <= place < len(offered):
        raise Refused("stale")
    return give_reason(tx, who, now, reason=offered[place])


def give_due(tx: Tx, who: Caller, now: datetime, *, text: str | None) -> View:
    """Until when: typed, or the day that was proposed (None). No unit's time is cut short by it."""
    head, move = _asked(tx, who, now, "move_due")
    due_on = _proposed(head, now)
    if text is not None:
        read = read_date(text, today=now, year=now.year, mode="future")
        if read.last_day is None or read.candidates:
            raise Refused("date_unread", typed=text[:80], year=now.year)
        due_on = read.last_day
    later = timedelta(days=1 if move is Move.EXTEND else 0)
    first = max(now.date(), head.due_on + later)
    if due_on < first:
        raise Refused("due_too_early", due=due_on, first=first)
    reason = (who.draft.pending or {})["reason"]
    return _made(tx, who, now, head, move, reason=reason, due_on=due_on)


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The question that is open about a move; None where none is, or the move is no longer possible."""
    if who.draft.screen not in {"move_reason", "move_due"}:
        return None
    try:
        head, move = _asked(tx, who, now, who.draft.screen)
    except Refused:
        return None
    if who.draft.screen == "move_reason":
        return _ask_reason(head, move, version=who.draft.version)
    reason = (who.draft.pending or {})["reason"]
    return _ask_due(head, move, reason, now, version=who.draft.version)


def _asked(tx: Tx, who: Caller, now: datetime, screen: str) -> tuple[ReportHead, Move]:
    if who.draft.screen != screen or who.draft.pending is None:
        raise Refused("stale")
    pending = who.draft.pending
    move = Move(pending["move"])
    if "unit" not in pending:
        return head_for(tx, who, who.draft.report_id, move, now), move
    period_id, unit_id = pending["period"], pending["unit"]
    begun = reports.begun_report(tx, period_id=period_id, unit_id=unit_id)
    head = reports.head(tx, begun) if begun else reports.unbegun(tx, period_id=period_id, unit_id=unit_id)
    return _allowed(who, head, move, now), move


def _ask_reason(head: ReportHead, move: Move, *, version: int) -> ReasonAsked:
    return ReasonAsked(head=head, move=move, reasons=REASONS[move], version=version)


def _ask_due(head: ReportHead, move: Move, reason: str, now: datetime, *, version: int) -> DueAsked:
    return DueAsked(head=head, move=move, reason=reason, proposed=_proposed(head, now), version=version)


def _proposed(head: ReportHead, now: datetime) -> date:
    return WorkCalendar().nth_after(max(now.date(), head.due_on), PROPOSED_WORKING_DAYS)


def _made(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: ReportHead,
    move: Move,
    *,
    reason: str | None = None,
    due_on: date | None = None,
) -> MoveMade:
    if not head.report_id:
        opened = reports.open_report(tx, period_id=head.period_id, unit_id=head.unit_id, now=now)
        head = replace(head, report_id=opened)
    told = make(tx, who, now, head, move, reason=reason, due_on=due_on)
    people.move(tx, who.known, "idle", now=now)
    return MoveMade(head=head, move=move, reason=reason, due_on=due_on or head.due_on, told=told)


# --- Made --------------------------------------------------------------------------------------------------


def make(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: ReportHead,
    move: Move,
    *,
    reason: str | None = None,
    due_on: date | None = None,
    indicator_id: int | None = None,
) -> int:
    """Make a move that is allowed, and have those told who wait for it; returns how many."""
    to = report_life.after(head.state, move, signed_off=head.signed_off)
    if to is None:
        raise Refused("report_state", unit=head.unit, phase=head.phase, state=head.state)
    accepted_by = report_moves.last_by(tx, head.report_id, Move.ACCEPT) if move is Move.CORRECT else None
    late = None
    if move is Move.SUBMIT:
        late = deadlines.is_late(now, deadlines.due_moment(head.due_on, zone_of(now)))
        report_moves.set_submission(
            tx, head.report_id, person_id=who.known, due_on=head.due_on, late=late, now=now
        )
    elif move is Move.EXCUSE:
        report_moves.excuse(tx, head.report_id)
    elif due_on is not None:
        report_moves.extend(tx, period_id=head.period_id, unit_id=head.unit_id, due_on=due_on)
    move_id = report_moves.add(
        tx,
        head,
        move,
        to=to,
        person_id=who.known,
        now=now,
        reason=reason,
        due_on=due_on,
        late=late,
        indicator_id=indicator_id,
    )
    facts = {"due": (due_on or head.due_on).isoformat(), "state": to.value, "late": late, "reason": reason}
    audit.note(tx, move.value, "report", head.report_id, person_id=who.known, now=now, facts=facts)
    reporters = report_moves.holders(tx, head.unit_id, REPORTERS, now)
    people.reopen(tx, reporters)
    hear = set(reporters if move not in _OF_REPORTER or head.source is not None else ())
    if head.signed_off and move in _OF_HEADS_INTEREST:
        hear.update(report_moves.holders(tx, head.unit_id, HEADS, now))
    if head.state is ReportState.ACCEPTED and accepted_by is not None:
        hear.add(accepted_by)
    hear.discard(who.known)
    return outbox.put_each(
        tx,
        {person_id: ":".join(("move", str(move_id), str(person_id))) for person_id in hear},
        kind="report_move",
        subject_id=move_id,
        lane="reply",
        due_at=now,
        expires_at=now + HEARD_WITHIN,
    )


_OPEN_UNTIL = frozenset({Move.SUBMIT, Move.HAND_BACK, Move.RETURN})
"""Moves that ask somebody to act: no longer worth a message once the report has gone on."""


def told(tx: Tx, move_id: int, person_id: int, now: datetime) -> ReportMoved | None:
    """What a person hears of a move; None where the report has gone on since, or is not his to see any more."""
    moved = report_moves.of(tx, move_id)
    head = None if moved is None else reports.head(tx, moved.report_id)
    if moved is None or head is None:
        return None
    # What was done in a unit's stead it hears in any case.
    if moved.move in _OPEN_UNTIL and moved.source is None and head.state is not moved.state:
        return None
    may_report = is_reporter(tx, person_id, head, now)
    if not may_report and not looks_on(tx, person_id, head, now):
        return None
    return ReportMoved(head=head, moved=moved, day=now.date(), may_report=may_report)


def zone_of(now: datetime) -> tzinfo:
    if now.tzinfo is None:
        raise ValueError("a moment without a zone")
    return now.tzinfo
