"""The report of a cluster: drafted from its members' figures, edited part by part, submitted, accepted or returned."""

import html
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import ClassVar

from bot.campaign import deadlines, report_life
from bot.campaign.calendar import WorkCalendar
from bot.campaign.model import CampaignState, Duty, NarrativePart
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.store import audit, cluster_reports, outbox, people, summaries
from bot.store.cluster_reports import ClusterHead, ClusterMoved
from bot.store.engine import Tx
from bot.store.summaries import PhaseHead
from bot.texts import Texts, View
from bot.usecases.access import Action, Caller, led, may
from bot.usecases.clusters import chosen, sums
from bot.usecases.report_moves import LONGEST_REASON, PROPOSED_WORKING_DAYS, REASONS, zone_of
from bot.usecases.summaries import IndicatorProgress, current_phase

PARTS = tuple(NarrativePart)
LONGEST_PART = 3000
"""Characters of a part: with its heading it stays within one message."""
HEARD_WITHIN = timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterReport(View):
    """A cluster's report whole, with what the caller may do to it; `edited` is the part that was just written."""

    template: ClassVar[str] = "cluster_report"
    head: ClusterHead
    due_on: date
    parts: tuple[tuple[NarrativePart, str], ...]
    moved: ClusterMoved | None
    edited: NarrativePart | None
    may_write: bool
    may: tuple[Move, ...]
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterPart(View):
    """One part of it: what is typed takes its place."""

    template: ClassVar[str] = "cluster_part"
    head: ClusterHead
    part: NarrativePart
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterReturn(View):
    """Why is it returned? By a button or in words."""

    template: ClassVar[str] = "cluster_return"
    head: ClusterHead
    reasons: tuple[str, ...]
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterDraft(View):
    """The first words of a report, from what the members handed in; plain text, kept as the lead's to go on with."""

    template: ClassVar[str] = "cluster_draft"
    part: NarrativePart
    reported: int
    expected: int
    rows: tuple[IndicatorProgress, ...]
    owing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterReportMoved(View):
    """What became of it, for the leads."""

    template: ClassVar[str] = "cluster_moved"
    head: ClusterHead
    moved: ClusterMoved


def begin(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, cluster_id: int, n: int) -> View:
    """The report of a cluster for a period (by place), drafted now where there is none."""
    campaign_id, _, cluster_id, _ = chosen(tx, who, campaign_id, cluster_id)
    phase = current_phase(summaries.phases_of(tx, campaign_id), now.date(), n)
    found = cluster_reports.of_period(tx, phase.period_id).get(cluster_id)
    if found is not None:
        return _card(tx, who, now, found)
    report_id = cluster_reports.begin(tx, period_id=phase.period_id, cluster_id=cluster_id, now=now)
    _draft(tx, who, now, report_id, phase, cluster_id)
    audit.note(tx, "open", "cluster_report", report_id, person_id=who.known, now=now)
    return card(tx, who, now, report_id=report_id)


def _draft(tx: Tx, who: Caller, now: datetime, report_id: int, phase: PhaseHead, cluster_id: int) -> None:
    states = [
        one
        for one in summaries.unit_states(tx, phase, now)
        if one.cluster_id == cluster_id and one.duty is Duty.REQUIRED
    ]
    new = {}
    for part in (NarrativePart.RESULTS, NarrativePart.SHORTCOMINGS):
        view = ClusterDraft(
            part=part,
            reported=sum(one.state in report_life.COUNTED for one in states),
            expected=len(states),
            rows=tuple(sums(tx, phase, cluster_id, now)),
            owing=tuple(one.unit for one in states if one.is_owed),
        )
        new[part] = html.unescape(_texts().render(view).html)[:LONGEST_PART]
    kept = {part: text for part, text in new.items() if text}
    cluster_reports.add_texts(tx, report_id, kept, person_id=who.known, now=now)


@lru_cache(maxsize=1)
def _texts() -> Texts:
    # What goes into a report is Vietnamese, whatever language the lead's screens are in.
    return Texts()


def card(tx: Tx, who: Caller, now: datetime, *, report_id: int) -> View:
    return _card(tx, who, now, _seen(tx, who, report_id))


def _card(
    tx: Tx, who: Caller, now: datetime, head: ClusterHead, *, edited: NarrativePart | None = None
) -> ClusterReport:
    pending = {"report": head.report_id, "edited": edited}
    people.move(tx, who.known, "cluster_report", now=now, pending=pending)
    return _shown(tx, who, head, edited=edited, version=who.draft.version + 1)


def _shown(
    tx: Tx, who: Caller, head: ClusterHead, *, edited: NarrativePart | None, version: int
) -> ClusterReport:
    texts = cluster_reports.texts(tx, head.report_id)
    moves = (Move.SUBMIT, Move.ACCEPT, Move.RETURN)
    return ClusterReport(
        head=head,
        due_on=due_of(head),
        parts=tuple((part, texts.get(part, "")) for part in PARTS),
        moved=cluster_reports.last_move(tx, head.report_id),
        edited=edited,
        may_write=_may(who, head, Move.SUBMIT),
        may=tuple(move for move in moves if _may(who, head, move)),
        version=version,
    )


def due_of(head: ClusterHead) -> date:
    """Its own due date where it was returned, else that of all clusters."""
    return head.own_due_on or deadlines.cluster_due(head.units_due_on, WorkCalendar())


def _may(who: Caller, head: ClusterHead, move: Move) -> bool:
    if head.campaign_state != CampaignState.RUNNING:
        return False
    if report_life.after(head.state, move, signed_off=False) is None:
        return False
    return head.cluster_id in led(who) if move is Move.SUBMIT else _runs(who, head)


def _runs(who: Caller, head: ClusterHead) -> bool:
    return may(who, Action.RUN_CAMPAIGNS, unit_id=head.owner_id, path=head.owner_path)


def _seen(tx: Tx, who: Caller, report_id: int) -> ClusterHead:
    head = cluster_reports.head(tx, report_id)
    if head is None:
        raise Refused("gone")
    if head.cluster_id not in led(who) and not _runs(who, head):
        raise Refused("not_allowed")
    return head


def _for(tx: Tx, who: Caller, report_id: int, move: Move) -> ClusterHead:
    head = _seen(tx, who, report_id)
    if not _may(who, head, move):
        if head.campaign_state != CampaignState.RUNNING:
            raise Refused("campaign_closed", campaign=head.campaign)
        raise Refused("report_state", unit=head.cluster, phase=head.phase, state=head.state)
    return head


# --- The lead ----------------------------------------------------------------------------------------------


def ask_part(tx: Tx, who: Caller, now: datetime, *, report_id: int, place: int) -> ClusterPart:
    head = _for(tx, who, report_id, Move.SUBMIT)
    if not 0 <= place < len(PARTS):
        raise Refused("stale")
    pending = {"report": report_id, "part": PARTS[place].value}
    people.move(tx, who.known, "cluster_part", now=now, pending=pending)
    return _asked(tx, head, PARTS[place])


def _asked(tx: Tx, head: ClusterHead, part: NarrativePart) -> ClusterPart:
    return ClusterPart(head=head, part=part, text=cluster_reports.texts(tx, head.report_id).get(part, ""))


def typed_part(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The new text of the part that is open; the one before stays as a version."""
    pending = who.draft.pending or {}
    if who.draft.screen != "cluster_part" or "part" not in pending:
        raise Refused("stale")
    head = _for(tx, who, pending["report"], Move.SUBMIT)
    words = text.strip()
    if len(words) > LONGEST_PART:
        raise Refused("part_too_long", length=len(words), most=LONGEST_PART)
    part = NarrativePart(pending["part"])
    cluster_reports.add_texts(tx, head.report_id, {part: words}, person_id=who.known, now=now)
    facts = {"part": part.value}
    audit.note(tx, "write", "cluster_report", head.report_id, person_id=who.known, now=now, facts=facts)
    return _card(tx, who, now, head, edited=part)


def submit(tx: Tx, who: Caller, now: datetime, *, report_id: int) -> View:
    head = _for(tx, who, report_id, Move.SUBMIT)
    if NarrativePart.RESULTS not in cluster_reports.texts(tx, report_id):
        raise Refused("results_empty")
    late = deadlines.is_late(now, deadlines.due_moment(due_of(head), zone_of(now)))
    return _made(tx, who, now, head, Move.SUBMIT, late=late)


# --- The standing body -------------------------------------------------------------------------------------


def accept(tx: Tx, who: Caller, now: datetime, *, report_id: int) -> View:
    return _made(tx, who, now, _for(tx, who, report_id, Move.ACCEPT), Move.ACCEPT)


def ask_return(tx: Tx, who: Caller, now: datetime, *, report_id: int) -> ClusterReturn:
    head = _for(tx, who, report_id, Move.RETURN)
    people.move(tx, who.known, "cluster_return", now=now, pending={"report": report_id})
    return ClusterReturn(head=head, reasons=REASONS[Move.RETURN], version=who.draft.version + 1)


def give_back(tx: Tx, who: Caller, now: datetime, *, reason: str) -> View:
    """Why it is returned; it is then due some working days from today."""
    why = " ".join(reason.split())[:LONGEST_REASON]
    if who.draft.screen != "cluster_return" or who.draft.pending is None or not why:
        raise Refused("stale")
    head = _for(tx, who, who.draft.pending["report"], Move.RETURN)
    due_on = WorkCalendar().nth_after(max(now.date(), due_of(head)), PROPOSED_WORKING_DAYS)
    return _made(tx, who, now, head, Move.RETURN, reason=why, due_on=due_on)


def give_back_for(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    if not 0 <= place < len(REASONS[Move.RETURN]):
        raise Refused("stale")
    return give_back(tx, who, now, reason=REASONS[Move.RETURN][place])


def _made(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: ClusterHead,
    move: Move,
    *,
    reason: str | None = None,
    due_on: date | None = None,
    late: bool | None = None,
) -> View:
    to = report_life.after(head.state, move, signed_off=False)
    if to is None:
        raise Refused("report_state", unit=head.cluster, phase=head.phase, state=head.state)
    due_on = due_on or due_of(head)
    move_id = cluster_reports.add_move(
        tx,
        head.report_id,
        move,
        to=to,
        person_id=who.known,
        now=now,
        due_on=due_on,
        reason=reason,
        late=late,
    )
    facts = {"due": due_on.isoformat(), "state": to.value, "late": late, "reason": reason}
    audit.note(tx, move.value, "cluster_report", head.report_id, person_id=who.known, now=now, facts=facts)
    hear = set(cluster_reports.leads(tx, now).get(head.cluster_id, ())) - {who.known}
    outbox.put_each(
        tx,
        {person_id: ":".join(("cluster_move", str(move_id), str(person_id))) for person_id in hear},
        kind="cluster_move",
        subject_id=move_id,
        lane="reply",
        due_at=now,
        expires_at=now + HEARD_WITHIN,
    )
    return card(tx, who, now, report_id=head.report_id)


def told(tx: Tx, move_id: int) -> ClusterReportMoved | None:
    """What the leads hear of a move; None where the report has gone on since."""
    moved = cluster_reports.moved(tx, move_id)
    head = None if moved is None else cluster_reports.head(tx, moved.report_id)
    if moved is None or head is None or head.state is not moved.state:
        return None
    return ClusterReportMoved(head=head, moved=moved)


# --- Shown elsewhere -----------------------------------------------------------------------------------------


def to_accept(tx: Tx, who: Caller) -> tuple[ClusterHead, ...]:
    """The clusters' reports that wait for the caller's office."""
    paths = [held.path for held in who.roles if held.role in Action.RUN_CAMPAIGNS.roles]
    return tuple(cluster_reports.to_accept(tx, paths)) if paths else ()


def owing(tx: Tx, phase: PhaseHead, now: datetime) -> tuple[str, ...]:
    """The clusters with a lead and members in the campaign whose report for a period is not there."""
    begun = cluster_reports.of_period(tx, phase.period_id)
    taking_part = {
        one.cluster_id: one.cluster or "" for one in summaries.unit_states(tx, phase, now) if one.cluster_id
    }
    return tuple(
        sorted(
            taking_part[key]
            for key in cluster_reports.leads(tx, now)
            if key in taking_part and (key not in begun or begun[key].state not in report_life.HANDED_IN)
        )
    )


def current(tx: Tx, who: Caller, _: datetime) -> View | None:
    """The open screen of a cluster's report; None where none is, or it is no longer the caller's."""
    pending = who.draft.pending or {}
    head = cluster_reports.head(tx, pending.get("report", 0)) if "report" in pending else None
    if head is None or not (head.cluster_id in led(who) or _runs(who, head)):
        return None
    match who.draft.screen:
        case "cluster_part" if _may(who, head, Move.SUBMIT):
            return _asked(tx, head, NarrativePart(pending["part"]))
        case "cluster_return" if _may(who, head, Move.RETURN):
            return ClusterReturn(head=head, reasons=REASONS[Move.RETURN], version=who.draft.version)
        case "cluster_report":
            edited = pending.get("edited")
            part = None if edited is None else NarrativePart(edited)
            return _shown(tx, who, head, edited=part, version=who.draft.version)
    return None
