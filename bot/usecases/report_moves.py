"""A report is moved from state to state: by whom, why, and who hears of it. The one place that changes a state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import ClassVar, TypeVar

from bot.campaign import deadlines, report_life
from bot.campaign.deadlines import Line
from bot.campaign.model import CampaignState, ReportState
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.store import audit, cluster_reports, outbox, people, reopening, report_moves, reports
from bot.store.cluster_reports import ClusterHead
from bot.store.engine import Tx
from bot.store.report_moves import Moved
from bot.store.reports import ReportHead
from bot.texts import View
from bot.usecases.access import Action, AnyHead, Caller, is_unit, may, may_report, may_run
from bot.usecases.hearers import HEADS, is_reporter, looks_on, reporters_of
from bot.usecases.sheets import check_running

HEARD_WITHIN = timedelta(days=7)
"""A move that could not be told for a week is found in the report itself."""
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
H = TypeVar("H", ReportHead, ClusterHead)


def reason_in(text: str) -> str:
    """What was typed as a reason, on one line; "" where it is none: a figure or a date that somebody types again."""
    why = " ".join(text.split())[:LONGEST_REASON]
    return why if any(map(str.isalpha, why)) else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportMoved(View):
    """The same, for whoever waits for it."""

    template: ClassVar[str] = "report_moved"
    head: AnyHead
    moved: Moved
    day: date
    may_report: bool
    lines: tuple[Line, ...] = ()
    """What the ladder would say of the report today: this message has said it."""

    @property
    def asks_by_a_day(self) -> bool:
        """Whether it puts the report into the unit's hands again, and says until when."""
        return self.moved.move in _ASKS


# --- Who may -------------------------------------------------------------------------------------------


def may_move(who: Caller, head: AnyHead, move: Move, day: date) -> bool:
    """Whether the report's state allows the move, and the caller's role does."""
    if report_life.after(head.state, move, signed_off=head.signed_off) is None:
        return False
    if head.campaign_state != CampaignState.RUNNING:
        return False
    if isinstance(head, ReportHead) and head.ended_on is not None:
        return False
    if move in _OF_HEAD:
        if isinstance(head, ClusterHead):
            return False
        signs = may(who, Action.SIGN, unit_id=head.unit_id, path=head.path)
        # What its head gives back after the lock nobody of the unit could mend: only a new due date opens it.
        return signs and not (move is Move.HAND_BACK and head.is_locked(day))
    if move is Move.EXCUSE and not head.late:
        return False
    if move in _OF_REPORTER:
        return may_report(who, head) and not head.is_locked(day)
    return may_run(who, head)


def allowed(who: Caller, head: H | None, move: Move, now: datetime) -> H:
    """The report again, for somebody who may make this move; Refused otherwise."""
    if head is None:
        raise Refused("gone")
    if not may_move(who, head, move, now.date()):
        if move in _OF_REPORTER and not may_report(who, head):
            raise Refused("not_allowed")
        if not may_run(who, head) and not is_unit(who, head):
            raise Refused("not_allowed")
        check_running(head)
        if move in _OF_REPORTER and head.is_locked(now.date()):
            raise Refused("report_locked", unit=head.unit, phase=head.phase, days=head.lock_days)
        if move is Move.HAND_BACK and head.state is ReportState.WAITING and head.is_locked(now.date()):
            raise Refused("hand_back_locked", unit=head.unit, phase=head.phase, days=head.lock_days)
        if move is Move.EXCUSE and not head.late:
            raise Refused("not_late", unit=head.unit, phase=head.phase)
        accepted = isinstance(head, ReportHead) and head.state is ReportState.ACCEPTED
        if move is Move.WITHDRAW and accepted:
            raise Refused("withdraw_accepted", unit=head.unit, phase=head.phase)
        raise Refused("report_state", unit=head.unit, phase=head.phase, state=head.state)
    return head


# --- Made --------------------------------------------------------------------------------------------------


def make(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: AnyHead,
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
    late = None
    if move is Move.SUBMIT:
        late = deadlines.is_late(now, deadlines.due_moment(head.due_on, zone_of(now)))
    accepted_by = _accepted_by(tx, head) if move is Move.CORRECT else None
    if isinstance(head, ClusterHead):
        move_id = cluster_reports.add_move(
            tx,
            head.report_id,
            move,
            to=to,
            person_id=who.known,
            now=now,
            due_on=due_on or head.due_on,
            reason=reason,
            late=late,
        )
    else:
        _write(tx, who, now, head, move, due_on=due_on, late=late)
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
    subject = "".join((head.prefix, "report"))
    audit.note(tx, move.value, subject, head.report_id, person_id=who.known, now=now, facts=facts)
    reporters = reporters_of(tx, head, now)
    # Whoever takes his own report back knows; what is still to be said of it he hears at the next slot.
    people.reopen(tx, [one for one in reporters if move is not Move.WITHDRAW or one != who.known])
    if due_on is not None and isinstance(head, ReportHead):
        reopening.of_campaign(tx, head.campaign_id, now, unit_id=head.unit_id)
    # Who owes it again through somebody else of his unit does not know that yet.
    by_others = move not in _OF_REPORTER or move is Move.WITHDRAW or head.source is not None
    hear = set(reporters if by_others else ())
    if isinstance(head, ReportHead) and head.signed_off and move in _OF_HEADS_INTEREST:
        hear.update(report_moves.holders(tx, head.unit_id, HEADS, now))
    if accepted_by is not None:
        hear.add(accepted_by)
    hear.discard(who.known)
    kind = "cluster_move" if isinstance(head, ClusterHead) else "report_move"
    return outbox.put_each(
        tx,
        {person_id: ":".join((kind, str(move_id), str(person_id))) for person_id in hear},
        kind=kind,
        subject_id=move_id,
        lane="reply",
        due_at=now,
        expires_at=now + HEARD_WITHIN,
        keeps_quiet=not _answers_today(tx, head, move, now),
    )


def _answers_today(tx: Tx, head: AnyHead, move: Move, now: datetime) -> bool:
    """Whether it is the unit's own move, or follows on what the unit handed in today: that may come in quiet hours."""
    if move in _OF_REPORTER | _OF_HEAD:
        return True
    handed_in = report_moves.submission(tx, head.report_id) if isinstance(head, ReportHead) else None
    return handed_in is not None and handed_in.at.astimezone(now.tzinfo).date() == now.date()


def _write(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: ReportHead,
    move: Move,
    *,
    due_on: date | None,
    late: bool | None,
) -> None:
    """What a move writes down of a unit's report besides its state."""
    if late is not None:
        report_moves.set_submission(
            tx, head.report_id, person_id=who.known, due_on=head.due_on, late=late, now=now
        )
    elif move is Move.EXCUSE:
        report_moves.excuse(tx, head.report_id)
    elif due_on is not None:
        report_moves.extend(tx, period_id=head.period_id, unit_id=head.unit_id, due_on=due_on)


def _accepted_by(tx: Tx, head: AnyHead) -> int | None:
    """Who accepted the report that is in his hands now."""
    if head.state is not ReportState.ACCEPTED:
        return None
    if isinstance(head, ReportHead):
        return report_moves.last_by(tx, head.report_id, Move.ACCEPT)
    accepted = [one.person_id for one in cluster_reports.moves(tx, head.report_id) if one.move is Move.ACCEPT]
    return accepted[-1] if accepted else None


_ASKS = frozenset({Move.HAND_BACK, Move.RETURN, Move.EXTEND})
_OPEN_UNTIL = frozenset({Move.SUBMIT, Move.HAND_BACK, Move.RETURN})
"""Moves that ask somebody to act: no longer worth a message once the report has gone on."""


def told(tx: Tx, move_id: int, person_id: int, now: datetime) -> ReportMoved | None:
    """What a person hears of a move; None where the report has gone on since, or is not his to see any more."""
    moved = report_moves.of(tx, move_id)
    head = None if moved is None else reports.head(tx, moved.report_id)
    return _told(tx, moved, head, person_id, now)


def told_of_cluster(tx: Tx, move_id: int, person_id: int, now: datetime) -> ReportMoved | None:
    """The same of a move of a cluster's report."""
    moved = cluster_reports.move_of(tx, move_id)
    head = None if moved is None else cluster_reports.head(tx, moved.report_id)
    return _told(tx, moved, head, person_id, now)


def _told(
    tx: Tx, moved: Moved | None, head: AnyHead | None, person_id: int, now: datetime
) -> ReportMoved | None:
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
