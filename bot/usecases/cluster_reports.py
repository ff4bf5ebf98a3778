"""The report of a cluster: drafted from its members' figures, edited part by part, submitted, accepted or returned."""

import html
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import ClassVar

from bot.campaign import report_life
from bot.campaign.model import Duty, NarrativePart
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.language.folding import fold
from bot.reports.content import ProgressRow
from bot.store import audit, cluster_dues, cluster_reports, people, summaries, summary_rows
from bot.store.cluster_dues import ClusterDue
from bot.store.cluster_reports import ClusterHead
from bot.store.engine import Tx
from bot.store.extents import Extent
from bot.store.report_moves import Moved
from bot.store.summaries import PhaseHead
from bot.texts import Texts, View
from bot.usecases import move_questions
from bot.usecases.access import Caller, led, may_report, may_see
from bot.usecases.clusters import chosen, sums
from bot.usecases.pulling import current_phase
from bot.usecases.report_moves import allowed, make, may_move

PARTS = tuple(NarrativePart)
LONGEST_PART = 3000
"""Characters of a part: with its heading it stays within one message."""
OF_CARD = (Move.SUBMIT, Move.WITHDRAW, Move.ACCEPT, Move.RETURN, Move.EXTEND, Move.EXCUSE)
"""The moves that a card offers, in the order of its buttons."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterReport(View):
    """A cluster's report whole, with what the caller may do to it; `edited` is the part that was just written.

    `too_long`: how many characters it had, where it was not kept.
    """

    template: ClassVar[str] = "cluster_report"
    head: ClusterHead
    day: date
    parts: tuple[tuple[NarrativePart, str], ...]
    moved: Moved | None
    edited: NarrativePart | None
    too_long: int
    most: int
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
class ClusterDraft(View):
    """The first words of a report, from what the members handed in; plain text, kept as the lead's to go on with."""

    template: ClassVar[str] = "cluster_draft"
    part: NarrativePart
    reported: int
    expected: int
    rows: tuple[ProgressRow, ...]
    owing: tuple[str, ...]


def begin(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, cluster_id: int, n: int) -> View:
    """The report of a cluster for a period (by place), drafted now where nobody has written any of it."""
    campaign_id, _, cluster_id, _ = chosen(tx, who, campaign_id, cluster_id)
    phase = current_phase(summaries.phases_of(tx, campaign_id), now.date(), n)
    return _card(tx, who, now, _opened(tx, who, now, phase, cluster_id))


def open_of(tx: Tx, who: Caller, now: datetime, *, period_id: int, cluster_id: int) -> View:
    """The same, from a list of what is due."""
    return _card(tx, who, now, begun(tx, who, now, period_id=period_id, cluster_id=cluster_id))


def begun(tx: Tx, who: Caller, now: datetime, *, period_id: int, cluster_id: int) -> ClusterHead:
    """A report that a cluster of the caller's owes, begun or filled in anew from what its members have handed in."""
    due = next(
        (one for one in dues(tx, who, now) if (one.period_id, one.cluster_id) == (period_id, cluster_id)),
        None,
    )
    if due is None:
        raise Refused("not_allowed")
    phases = summaries.phases_of(tx, due.campaign_id)
    return _opened(tx, who, now, next(one for one in phases if one.period_id == period_id), cluster_id)


def _opened(tx: Tx, who: Caller, now: datetime, phase: PhaseHead, cluster_id: int) -> ClusterHead:
    if phase.starts_on is not None and phase.starts_on > now.date():
        raise Refused("phase_not_begun", phase=phase.phase, starts=phase.starts_on)
    report_id = cluster_reports.open_report(tx, period_id=phase.period_id, cluster_id=cluster_id, now=now)
    head = seen(tx, who, report_id)
    if may_move(who, head, Move.SUBMIT, now.date()):
        _draft(tx, who, now, head, phase)
    return head


def _draft(tx: Tx, who: Caller, now: datetime, head: ClusterHead, phase: PhaseHead) -> None:
    """Fill in what the members handed in; a part that the lead has written himself stays as it is."""
    written = {told.part for told in cluster_reports.versions(tx, head.report_id)}
    drafted = cluster_reports.drafted(tx, head.report_id)
    if not written:
        audit.note(tx, "open", "cluster_report", head.report_id, person_id=who.known, now=now)
    every = summary_rows.members(tx, phase, Extent(cluster_ids=(head.cluster_id,)))
    states = sorted((one for one in every if one.duty is Duty.REQUIRED), key=lambda one: fold(one.unit))
    rows = tuple(sums(tx, phase, head.cluster_id, now))
    new = {}
    for part in (NarrativePart.RESULTS, NarrativePart.SHORTCOMINGS):
        if part in written and part not in drafted:
            continue
        view = ClusterDraft(
            part=part,
            reported=sum(one.state in report_life.COUNTED for one in states),
            expected=len(states),
            rows=rows,
            owing=tuple(one.unit for one in states if one.is_owed),
        )
        text = html.unescape(_texts().render(view).html)[:LONGEST_PART]
        if text != drafted.get(part, ""):
            new[part] = text
    cluster_reports.add_texts(tx, head.report_id, new, person_id=who.known, now=now, drafted=True)


@lru_cache(maxsize=1)
def _texts() -> Texts:
    # What goes into a report is Vietnamese, whatever language the lead's screens are in.
    return Texts()


def card(tx: Tx, who: Caller, now: datetime, *, report_id: int) -> View:
    return _card(tx, who, now, seen(tx, who, report_id))


def _card(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: ClusterHead,
    *,
    edited: NarrativePart | None = None,
    too_long: int = 0,
) -> ClusterReport:
    pending = {"report": head.report_id, "edited": edited, "too_long": too_long}
    people.move(tx, who.known, "cluster_report", now=now, pending=pending)
    return _shown(tx, who, now, head, edited=edited, too_long=too_long, version=who.draft.version + 1)


def _shown(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: ClusterHead,
    *,
    edited: NarrativePart | None,
    too_long: int = 0,
    version: int,
) -> ClusterReport:
    texts = cluster_reports.texts(tx, head.report_id)
    done = cluster_reports.moves(tx, head.report_id)
    return ClusterReport(
        head=head,
        day=now.date(),
        parts=tuple((part, texts.get(part, "")) for part in PARTS),
        moved=done[-1] if done else None,
        edited=edited,
        too_long=too_long,
        most=LONGEST_PART,
        may_write=may_move(who, head, writing(head), now.date()),
        may=tuple(move for move in OF_CARD if may_move(who, head, move, now.date())),
        version=version,
    )


def writing(head: ClusterHead) -> Move:
    """The move that a new text is a part of: what was handed in is corrected by it."""
    return Move.CORRECT if head.state in report_life.HANDED_IN else Move.SUBMIT


def seen(tx: Tx, who: Caller, report_id: int) -> ClusterHead:
    head = cluster_reports.head(tx, report_id)
    if head is None:
        raise Refused("gone")
    if not may_see(who, head):
        raise Refused("not_allowed")
    return head


# --- The lead ----------------------------------------------------------------------------------------------


def ask_part(tx: Tx, who: Caller, now: datetime, *, report_id: int, place: int) -> ClusterPart:
    head = seen(tx, who, report_id)
    allowed(who, head, writing(head), now)
    if not 0 <= place < len(PARTS):
        raise Refused("stale")
    pending = {"report": report_id, "part": PARTS[place].value}
    people.move(tx, who.known, "cluster_part", now=now, pending=pending)
    return _asked(tx, head, PARTS[place])


def _asked(tx: Tx, head: ClusterHead, part: NarrativePart) -> ClusterPart:
    return ClusterPart(head=head, part=part, text=cluster_reports.texts(tx, head.report_id).get(part, ""))


def typed_part(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The new text of the part that is open; the one before stays as a version.

    Of a report that was handed in it is asked why.
    """
    pending = who.draft.pending or {}
    if who.draft.screen != "cluster_part" or "part" not in pending:
        raise Refused("stale")
    head = seen(tx, who, pending["report"])
    allowed(who, head, writing(head), now)
    words = text.strip()
    part = NarrativePart(pending["part"])
    if len(words) > LONGEST_PART:
        # The screen closes, so that the rest of a long paste is not taken for the whole part.
        return _card(tx, who, now, head, edited=part, too_long=len(words))
    if words == cluster_reports.texts(tx, head.report_id).get(part, ""):
        return _card(tx, who, now, head)
    if writing(head) is Move.CORRECT:
        return move_questions.begin_of_cluster(
            tx, who, now, report_id=head.report_id, move=Move.CORRECT, part=(part.value, words)
        )
    write(tx, who, now, head, part, words)
    return _card(tx, who, now, head, edited=part)


def write(tx: Tx, who: Caller, now: datetime, head: ClusterHead, part: NarrativePart, text: str) -> None:
    """The next version of a part of a report that was not handed in."""
    cluster_reports.add_texts(tx, head.report_id, {part: text}, person_id=who.known, now=now)
    facts = {"part": part.value}
    audit.note(tx, "write", "cluster_report", head.report_id, person_id=who.known, now=now, facts=facts)


def submit(tx: Tx, who: Caller, now: datetime, *, report_id: int) -> View:
    hand_in(tx, who, now, seen(tx, who, report_id))
    return card(tx, who, now, report_id=report_id)


def hand_in(tx: Tx, who: Caller, now: datetime, head: ClusterHead) -> None:
    allowed(who, head, Move.SUBMIT, now)
    if NarrativePart.RESULTS not in cluster_reports.texts(tx, head.report_id):
        raise Refused("results_empty")
    make(tx, who, now, head, Move.SUBMIT)


# --- Shown elsewhere -----------------------------------------------------------------------------------------


def dues(tx: Tx, who: Caller, now: datetime) -> list[ClusterDue]:
    """What the clusters that the caller leads owe or have given."""
    clusters = led(who)
    return cluster_dues.of_clusters(tx, clusters, now) if clusters else []


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The open screen of a cluster's report; None where none is, or it is no longer the caller's."""
    pending = who.draft.pending or {}
    head = cluster_reports.head(tx, pending.get("report", 0)) if "report" in pending else None
    if head is None or not may_see(who, head):
        return None
    match who.draft.screen:
        case "cluster_part" if may_report(who, head):
            return _asked(tx, head, NarrativePart(pending["part"]))
        case "cluster_report":
            edited = pending.get("edited")
            part = None if edited is None else NarrativePart(edited)
            too_long = pending.get("too_long", 0)
            return _shown(tx, who, now, head, edited=part, too_long=too_long, version=who.draft.version)
    return None
