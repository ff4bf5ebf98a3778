"""A cluster's report on the page: filled in from its members' figures, written as one form, handed in and decided on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.campaign.model import CampaignState, NarrativePart
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.store import cluster_dues
from bot.store import cluster_reports as store
from bot.store.cluster_reports import ClusterHead
from bot.store.engine import Tx
from bot.store.report_moves import Moved
from bot.usecases import cluster_reports, histories, move_questions, page_reports, report_moves
from bot.usecases.access import Caller, may_report, may_see
from bot.usecases.cluster_reports import LONGEST_PART, OF_CARD
from bot.usecases.histories import History
from bot.usecases.page_narratives import NOTHING, Compared, NarrativeOnPage, SentPart, compared, on_page
from bot.usecases.report_moves import REASONS, WITH_DUE_DATE, reason_in

MOVES = tuple(move for move in OF_CARD if move is not Move.SUBMIT)
"""The moves that the page offers beside handing in, in the order of their buttons."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterOnPage:
    """A cluster's report as the caller may see it.

    `may_begin` is its lead before anything was written, `may_submit` as long as it is his to hand in.
    """

    head: ClusterHead
    narrative: NarrativeOnPage
    moved: Moved | None
    may_begin: bool
    may_submit: bool
    may: tuple[Move, ...]
    reasons: Mapping[Move, tuple[str, ...]]
    proposed: date | None


def show(tx: Tx, who: Caller, now: datetime, *, period_id: int, cluster_id: int) -> ClusterOnPage:
    head = _seen(tx, who, now, period_id, cluster_id)
    return _shown(tx, who, now, head, NOTHING)


def begin(tx: Tx, who: Caller, now: datetime, *, period_id: int, cluster_id: int) -> None:
    """Begin the report, or fill in anew what nobody has written himself."""
    cluster_reports.begun(tx, who, now, period_id=period_id, cluster_id=cluster_id)


def save(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    period_id: int,
    cluster_id: int,
    sent: Mapping[NarrativePart, SentPart],
    because: str,
) -> ClusterOnPage:
    """Keep the parts that were changed; of a report that was handed in only with a reason, which is one for all."""
    head = _begun(tx, who, now, period_id, cluster_id)
    writing = cluster_reports.writing(head)
    report_moves.allowed(who, head, writing, now)
    found = compared(store.versions(tx, head.report_id), sent, longest=LONGEST_PART)
    why = reason_in(because)
    if found.kept and writing is Move.CORRECT and not why:
        shown = _shown(tx, who, now, head, found)
        return replace(shown, narrative=replace(shown.narrative, because_asked=True))
    if found.kept and writing is Move.CORRECT:
        store.add_texts(tx, head.report_id, found.kept, because=why, person_id=who.known, now=now)
        report_moves.make(tx, who, now, head, Move.CORRECT, reason=why)
    else:
        for part, text in found.kept.items():
            cluster_reports.write(tx, who, now, head, part, text)
    return _shown(tx, who, now, _seen(tx, who, now, period_id, cluster_id), replace(found, kept={}))


def submit(tx: Tx, who: Caller, now: datetime, *, period_id: int, cluster_id: int) -> None:
    cluster_reports.hand_in(tx, who, now, _begun(tx, who, now, period_id, cluster_id))


def move(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    period_id: int,
    cluster_id: int,
    move: Move,
    because: str,
    due_on: date | None,
) -> None:
    """A move of the report as a whole, with all that the chat would ask about it."""
    head = report_moves.allowed(who, _seen(tx, who, now, period_id, cluster_id), move, now)
    page_reports.make(tx, who, now, head, move, because=because, due_on=due_on)


def history(tx: Tx, who: Caller, now: datetime, *, period_id: int, cluster_id: int, page: int) -> History:
    """What happened to a report, told as in the chat."""
    head = _begun(tx, who, now, period_id, cluster_id)
    return histories.cluster_history(tx, who, now, report_id=head.report_id, page=page)


def _seen(tx: Tx, who: Caller, now: datetime, period_id: int, cluster_id: int) -> ClusterHead:
    head = store.head_of(tx, period_id=period_id, cluster_id=cluster_id)
    if head is None:
        raise Refused("gone")
    if not may_see(who, head):
        raise Refused("not_allowed" if who.roles else "no_role")
    # Any cluster has a place in any period; a report only where it takes part in the campaign.
    dues = [] if head.report_id else cluster_dues.of_period(tx, period_id, now)
    if not head.report_id and cluster_id not in {due.cluster_id for due in dues}:
        raise Refused("gone")
    return head


def _begun(tx: Tx, who: Caller, now: datetime, period_id: int, cluster_id: int) -> ClusterHead:
    head = _seen(tx, who, now, period_id, cluster_id)
    if not head.report_id:
        raise Refused("gone")
    return head


def _shown(tx: Tx, who: Caller, now: datetime, head: ClusterHead, found: Compared) -> ClusterOnPage:
    day = now.date()
    every = store.versions(tx, head.report_id) if head.report_id else []
    done = store.moves(tx, head.report_id) if head.report_id else []
    may = tuple(move for move in MOVES if report_moves.may_move(who, head, move, day))
    may_write = bool(head.report_id) and report_moves.may_move(who, head, cluster_reports.writing(head), day)
    running = head.campaign_state == CampaignState.RUNNING and not head.is_locked(day)
    return ClusterOnPage(
        head=head,
        narrative=on_page(head, every, found, may_write=may_write, longest=LONGEST_PART),
        moved=done[-1] if done else None,
        may_begin=not head.report_id and running and may_report(who, head),
        may_submit=bool(head.report_id) and report_moves.may_move(who, head, Move.SUBMIT, day),
        may=may,
        reasons={move: REASONS[move] for move in may if move in REASONS},
        proposed=move_questions.proposed_due(tx, head, now) if WITH_DUE_DATE & set(may) else None,
    )
