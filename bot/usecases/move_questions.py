"""What is asked before a report is moved: why, and until when it is then due."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from bot.campaign.model import NarrativePart
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.language.dates import read_date
from bot.store import cluster_reports, days, people, reports
from bot.store.cluster_reports import ClusterHead
from bot.store.engine import Tx
from bot.store.reports import ReportHead
from bot.texts import View
from bot.usecases.access import AnyHead, Caller
from bot.usecases.report_moves import REASONS, WITH_DUE_DATE, allowed, make, reason_in

PROPOSED_WORKING_DAYS = 3
"""The new due date that is proposed for a report that is returned or extended."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReasonAsked(View):
    """Why is the report moved? By a button or in words."""

    template: ClassVar[str] = "move_reason"
    head: AnyHead
    move: Move
    reasons: tuple[str, ...]
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DueAsked(View):
    """Until when does the unit have to hand its report in (again)?"""

    template: ClassVar[str] = "move_due"
    head: AnyHead
    move: Move
    reason: str
    proposed: date
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MoveMade(View):
    """The move was made; for whoever made it."""

    template: ClassVar[str] = "move_made"
    head: AnyHead
    move: Move
    reason: str | None
    due_on: date
    told: int


def begin(tx: Tx, who: Caller, now: datetime, *, report_id: int, move: Move) -> View:
    """A move of a unit's report that was tapped: made at once, or asked about first."""
    return _begun(tx, who, now, allowed(who, reports.head(tx, report_id), move, now), move)


def begin_extension(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> View:
    """Another due date for a unit that has not begun its report: that is begun only once the day is given."""
    head = allowed(who, reports.unbegun(tx, period_id=period_id, unit_id=unit_id), Move.EXTEND, now)
    return _begun(tx, who, now, head, Move.EXTEND)


def begin_of_cluster(
    tx: Tx, who: Caller, now: datetime, *, report_id: int, move: Move, part: tuple[str, str] | None = None
) -> View:
    """The same of a cluster's report; `part` and its new text, where it is corrected."""
    head = allowed(who, cluster_reports.head(tx, report_id), move, now)
    return _begun(tx, who, now, head, move, part=part)


def _begun(
    tx: Tx, who: Caller, now: datetime, head: AnyHead, move: Move, *, part: tuple[str, str] | None = None
) -> View:
    if move not in REASONS:
        return _made(tx, who, now, head, move)
    _go_to(tx, who, now, "move_reason", head, {"move": move.value, "part": part})
    return _ask_reason(head, move, version=who.draft.version + 1)


def begin_extension_of_cluster(
    tx: Tx, who: Caller, now: datetime, *, period_id: int, cluster_id: int
) -> View:
    """Another due date for a cluster, be its report begun or not."""
    head = allowed(
        who, cluster_reports.head_of(tx, period_id=period_id, cluster_id=cluster_id), Move.EXTEND, now
    )
    return _begun(tx, who, now, head, Move.EXTEND)


def _go_to(
    tx: Tx, who: Caller, now: datetime, screen: str, head: AnyHead, pending: Mapping[str, object]
) -> None:
    """The question is stored with what it is about: a report of a unit by its id once it is begun, else by its place."""
    report_id = None
    if isinstance(head, ClusterHead):
        pending = {**pending, "period": head.period_id, "cluster": head.cluster_id}
    elif head.report_id:
        report_id = head.report_id
    else:
        pending = {**pending, "period": head.period_id, "unit": head.unit_id}
    people.move(tx, who.known, screen, now=now, report_id=report_id, pending={**pending})


def give_reason(tx: Tx, who: Caller, now: datetime, *, reason: str) -> View:
    """Why; then until when, where the move sets a due date."""
    head, move = _asked(tx, who, now, "move_reason")
    why = reason_in(reason)
    if not why:
        raise Refused("reason_empty")
    if move not in WITH_DUE_DATE:
        _correct_part(tx, who, now, head, reason=why)
        return _made(tx, who, now, head, move, reason=why)
    _go_to(tx, who, now, "move_due", head, {"move": move.value, "reason": why})
    return _ask_due(tx, head, move, why, now, version=who.draft.version + 1)


def _correct_part(tx: Tx, who: Caller, now: datetime, head: AnyHead, *, reason: str) -> None:
    """The text of a cluster's report for whose sake it was asked why."""
    part = (who.draft.pending or {}).get("part")
    if isinstance(head, ClusterHead) and part:
        new = {NarrativePart(part[0]): part[1]}
        cluster_reports.add_texts(tx, head.report_id, new, because=reason, person_id=who.known, now=now)


def choose_reason(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    _, move = _asked(tx, who, now, "move_reason")
    offered = REASONS[move]
    if not 0 <= place < len(offered):
        raise Refused("stale")
    return give_reason(tx, who, now, reason=offered[place])


def give_due(tx: Tx, who: Caller, now: datetime, *, text: str | None) -> View:
    """Until when: typed, or the day that was proposed (None). No unit's time is cut short by it."""
    head, move = _asked(tx, who, now, "move_due")
    due_on = proposed_due(tx, head, now)
    if text is not None:
        read = read_date(text, today=now, year=now.year, mode="future")
        if read.last_day is None or read.candidates:
            raise Refused("date_unread", typed=text[:80], year=now.year)
        due_on = read.last_day
    check_due(head, move, due_on, now)
    reason = (who.draft.pending or {})["reason"]
    return _made(tx, who, now, head, move, reason=reason, due_on=due_on)


def check_due(head: AnyHead, move: Move, due_on: date, now: datetime) -> None:
    """Refused where the new due date is over, or would cut the unit's time short."""
    later = timedelta(days=1 if move is Move.EXTEND else 0)
    first = max(now.date(), head.due_on + later)
    if due_on < first:
        raise Refused("due_too_early", due=due_on, first=first)


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
    return _ask_due(tx, head, move, reason, now, version=who.draft.version)


def _asked(tx: Tx, who: Caller, now: datetime, screen: str) -> tuple[AnyHead, Move]:
    draft = who.draft
    if draft.screen != screen or draft.pending is None:
        raise Refused("stale")
    move, period_id = Move(draft.pending["move"]), draft.pending.get("period", 0)
    if "cluster" in draft.pending:
        found = cluster_reports.head_of(tx, period_id=period_id, cluster_id=draft.pending["cluster"])
        return allowed(who, found, move, now), move
    return allowed(who, _of_unit(tx, draft.report_id, period_id, draft.pending.get("unit")), move, now), move


def _of_unit(tx: Tx, report_id: int | None, period_id: int, unit_id: int | None) -> ReportHead | None:
    if unit_id is not None:
        return reports.head_for(tx, period_id=period_id, unit_id=unit_id)
    return None if report_id is None else reports.head(tx, report_id)


def _ask_reason(head: AnyHead, move: Move, *, version: int) -> ReasonAsked:
    return ReasonAsked(head=head, move=move, reasons=REASONS[move], version=version)


def _ask_due(tx: Tx, head: AnyHead, move: Move, reason: str, now: datetime, *, version: int) -> DueAsked:
    return DueAsked(
        head=head, move=move, reason=reason, proposed=proposed_due(tx, head, now), version=version
    )


def proposed_due(tx: Tx, head: AnyHead, now: datetime) -> date:
    return days.of_owner(tx, head.owner_path).nth_after(max(now.date(), head.due_on), PROPOSED_WORKING_DAYS)


def _opened(tx: Tx, head: AnyHead, now: datetime) -> int:
    """The report of an extension, begun now."""
    if isinstance(head, ClusterHead):
        return cluster_reports.open_report(tx, period_id=head.period_id, cluster_id=head.cluster_id, now=now)
    return reports.open_report(tx, period_id=head.period_id, unit_id=head.unit_id, now=now)


def _made(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: AnyHead,
    move: Move,
    *,
    reason: str | None = None,
    due_on: date | None = None,
) -> MoveMade:
    made = carry_out(tx, who, now, head, move, reason=reason, due_on=due_on)
    people.move(tx, who.known, "idle", now=now)
    return made


def carry_out(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: AnyHead,
    move: Move,
    *,
    reason: str | None,
    due_on: date | None,
) -> MoveMade:
    """A move that is allowed and about which everything was asked; a report that is extended is begun for it."""
    if not head.report_id:
        head = replace(head, report_id=_opened(tx, head, now))
    told = make(tx, who, now, head, move, reason=reason, due_on=due_on)
    return MoveMade(head=head, move=move, reason=reason, due_on=due_on or head.due_on, told=told)
