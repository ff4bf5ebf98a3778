"""Reports as those see them who do not enter them: the lists of reports to choose from, the card, the history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from bot.campaign import report_life
from bot.campaign.model import CampaignState, ReportState, Role
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.language.folding import words
from bot.store import cluster_dues, evidence, follow_ups, narratives, people, report_lists, report_moves
from bot.store.cluster_dues import ClusterDue
from bot.store.engine import Tx
from bot.store.follow_ups import FollowUp
from bot.store.narratives import SignedReport
from bot.store.report_lists import UnitReport, Within
from bot.store.report_moves import Moved
from bot.store.reports import ReportHead
from bot.store.sheets import sheet
from bot.texts import View
from bot.usecases import cluster_reports, histories, move_questions, standing_in, unit_names
from bot.usecases import report_moves as moves
from bot.usecases.access import Action, Caller, may_run, reach
from bot.usecases.report_views import Echo
from bot.usecases.sheets import LAST_PAGE, SHOWN, echo_of, seen

LONGEST_TYPED = 80
OF_CARD = (
    Move.SIGN,
    Move.HAND_BACK,
    Move.ACCEPT,
    Move.RETURN,
    Move.EXTEND,
    Move.EXCUSE,
)
"""The moves that a card offers, in the order of its buttons."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportList(View):
    """Reports to choose from; `purpose` is what the chosen one is opened for.

    "look", "return", "extend", "history", "stand_in" or "form"; for the last `forms` counts the forms to be had, and
    `owed` those of them that were not handed in.
    """

    template: ClassVar[str] = "report_list"
    in_place: ClassVar[bool] = True
    purpose: str
    typed: str
    rows: tuple[UnitReport, ...]
    clusters: tuple[ClusterDue, ...]
    forms: int
    owed: int
    page: int
    pages: int
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportCard(View):
    """One report whole, in one message, with what the caller may do to it.

    `evidence`: how many pieces each of the rows has.
    """

    template: ClassVar[str] = "report_card"
    head: ReportHead
    day: date
    rows: tuple[Echo, ...]
    missing: int
    moved: Moved | None
    late: bool | None
    excused: bool
    locked: bool
    follow_ups: tuple[FollowUp, ...]
    narrative: int
    examples: int
    evidence: tuple[int, ...]
    signed: SignedReport | None
    may: tuple[Move, ...]
    may_ask: bool
    may_stand_in: bool


# --- Lists -----------------------------------------------------------------------------------------------


def waiting(tx: Tx, who: Caller, now: datetime) -> View:
    """`/duyet`: what waits for the caller, as head of a unit or as the standing body."""
    if not who.holds(Role.HEAD, Role.ADMIN):
        raise Refused("not_allowed" if who.roles else "no_role")
    return _list(tx, who, now, {"purpose": "look", "typed": "", "page": 0})


def to_return(tx: Tx, who: Caller, now: datetime) -> View:
    """`/tralai`: the reports that can be returned."""
    reach(who, Action.RUN_CAMPAIGNS)
    return _list(tx, who, now, {"purpose": "return", "typed": "", "page": 0})


def to_extend(tx: Tx, who: Caller, now: datetime) -> View:
    """`/giahan`: the reports that are still owed."""
    reach(who, Action.RUN_CAMPAIGNS)
    return _list(tx, who, now, {"purpose": "extend", "typed": "", "page": 0})


def to_stand_in(tx: Tx, who: Caller, now: datetime, *, text: str = "") -> View:
    """`/nhapthay`: the reports that the caller may enter in their units' stead; of a unit named behind it, at once."""
    reach(who, Action.STAND_IN)
    typed = _typed(text)
    wanted = within(who, "stand_in")
    named = _named(tx, wanted, now.date(), typed)
    rows = report_lists.listed(tx, wanted, now.date(), unit_ids=named, start=0, most=2)[1] if typed else []
    if len(rows) == 1:
        return _chosen(tx, who, now, "stand_in", rows[0])
    return _list(tx, who, now, {"purpose": "stand_in", "typed": typed, "page": 0})


def to_hand_out(tx: Tx, who: Caller, now: datetime) -> ReportList:
    """`/bieumau` of an admin: the reports whose forms he may have."""
    reach(who, Action.STAND_IN)
    return _list(tx, who, now, {"purpose": "form", "typed": "", "page": 0})


def on_list(tx: Tx, who: Caller, now: datetime, purpose: str) -> list[UnitReport]:
    """All that the open list of this purpose is narrowed to, on every page."""
    pending = _pending(who)
    if pending["purpose"] != purpose:
        raise Refused("stale")
    wanted = within(who, purpose)
    unit_ids = _named(tx, wanted, now.date(), pending["typed"])
    return report_lists.listed(tx, wanted, now.date(), unit_ids=unit_ids, start=0, most=None)[1]


def is_owed(row: UnitReport) -> bool:
    return row.state is None or row.state in report_life.OWED


def history_of(tx: Tx, who: Caller, now: datetime) -> View:
    """`/lichsu`: the reports whose history the caller may see."""
    if not who.roles:
        raise Refused("no_role")
    return _list(tx, who, now, {"purpose": "history", "typed": "", "page": 0})


def narrow(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """Only the units whose names hold what was typed."""
    return _list(tx, who, now, {**_pending(who), "typed": _typed(text), "page": 0})


def _typed(text: str) -> str:
    return " ".join(text.split())[:LONGEST_TYPED]


def turn_page(tx: Tx, who: Caller, now: datetime, *, page: int) -> View:
    return _list(tx, who, now, {**_pending(who), "page": min(page, LAST_PAGE)})


def choose(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> View:
    """One of the list: its card, its history, or the move that the list was opened for."""
    purpose = _pending(who)["purpose"]
    row = report_lists.one(tx, within(who, purpose), now.date(), period_id=period_id, unit_id=unit_id)
    if row is None:
        raise Refused("gone")
    return _chosen(tx, who, now, purpose, row)


def _chosen(tx: Tx, who: Caller, now: datetime, purpose: str, row: UnitReport) -> View:
    if purpose == "stand_in":
        return standing_in.choose(tx, who, now, period_id=row.period_id, unit_id=row.unit_id)
    report_id = row.report_id
    if report_id is None:
        return move_questions.begin_extension(tx, who, now, period_id=row.period_id, unit_id=row.unit_id)
    match purpose:
        case "return" | "extend":
            return move_questions.begin(tx, who, now, report_id=report_id, move=Move(purpose))
        case "history":
            return histories.history(tx, who, now, report_id=report_id)
        case _:
            return card(tx, who, now, report_id=report_id)


def choose_cluster(tx: Tx, who: Caller, now: datetime, *, period_id: int, cluster_id: int) -> View:
    """The same of the reports of clusters."""
    purpose = _pending(who)["purpose"]
    rows = clusters_within(tx, who, now, purpose)
    row = next((row for row in rows if (row.period_id, row.cluster_id) == (period_id, cluster_id)), None)
    if row is None:
        raise Refused("gone")
    if row.report_id is None or purpose == "extend":
        return move_questions.begin_extension_of_cluster(
            tx, who, now, period_id=period_id, cluster_id=cluster_id
        )
    match purpose:
        case "return":
            return move_questions.begin_of_cluster(tx, who, now, report_id=row.report_id, move=Move.RETURN)
        case "history":
            return histories.cluster_history(tx, who, now, report_id=row.report_id)
        case _:
            return cluster_reports.card(tx, who, now, report_id=row.report_id)


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The open list; None where none is."""
    if who.draft.screen != "report_list" or who.draft.pending is None or not who.roles:
        return None
    return _listed(tx, who, now, who.draft.pending, version=who.draft.version)


def _pending(who: Caller) -> dict[str, Any]:
    if who.draft.screen != "report_list" or who.draft.pending is None:
        raise Refused("stale")
    return who.draft.pending


def _list(tx: Tx, who: Caller, now: datetime, pending: dict[str, Any]) -> ReportList:
    people.move(tx, who.known, "report_list", now=now, pending=pending)
    return _listed(tx, who, now, pending, version=who.draft.version + 1)


def _listed(tx: Tx, who: Caller, now: datetime, pending: dict[str, Any], *, version: int) -> ReportList:
    purpose, typed = pending["purpose"], pending["typed"]
    wanted, asked = within(who, purpose), max(pending["page"], 0)
    unit_ids, newest = _named(tx, wanted, now.date(), typed), purpose == "history"
    count, rows = report_lists.listed(
        tx, wanted, now.date(), unit_ids=unit_ids, start=asked * SHOWN, most=SHOWN, newest_first=newest
    )
    pages = max(1, -(-count // SHOWN))
    page = min(asked, pages - 1)
    if page < asked:
        return _listed(tx, who, now, {**pending, "page": page}, version=version)
    folded = " ".join(words(typed))
    clusters = [row for row in clusters_within(tx, who, now, purpose) if folded in " ".join(words(row.unit))]
    forms, owed = (
        report_lists.count_forms(tx, within(who, kind), now.date(), unit_ids) if purpose == "form" else 0
        for kind in ("form", "extend")
    )
    return ReportList(
        purpose=purpose,
        typed=pending["typed"],
        rows=tuple(rows),
        clusters=tuple(clusters),
        forms=forms,
        owed=owed,
        page=page,
        pages=pages,
        version=version,
    )


def _named(tx: Tx, wanted: Sequence[Within], day: date, typed: str) -> Sequence[int] | None:
    """The units whose names hold what was typed; where none does, those that may be meant by it. None: of all."""
    if not typed:
        return None
    names, folded = report_lists.units_of(tx, wanted, day), " ".join(words(typed))
    found = [key for key, name in names.items() if folded in " ".join(words(name))]
    return found or list(unit_names.index(tx).find(typed, among=set(names)).keys)


_EVERY = frozenset(ReportState)


def within(who: Caller, purpose: str) -> tuple[Within, ...]:
    """What the caller may choose from for this purpose."""

    def launched(states: Iterable[ReportState | None]) -> tuple[Within, ...]:
        paths = tuple(held.path for held in who.roles if held.role in Action.RUN_CAMPAIGNS.roles)
        return (Within(states=frozenset(states), paths=paths),) if paths else ()

    def own(action: Action, states: Iterable[ReportState]) -> tuple[Within, ...]:
        unit_ids = tuple(held.unit_id for held in who.roles if held.role in action.roles)
        return (Within(states=frozenset(states), unit_ids=unit_ids),) if unit_ids else ()

    match purpose:
        case "return":
            return launched(report_life.HANDED_IN)
        case "stand_in" | "form":
            return launched({None, *ReportState})
        case "extend":
            return launched({None, *report_life.OWED})
        case "history":
            found = (*launched(_EVERY), *own(Action.SEE_UNIT, _EVERY))
            return tuple(replace(one, also_ended=True, gone_up=True) for one in found)
        case _:
            return (*own(Action.SIGN, {ReportState.WAITING}), *launched({ReportState.SUBMITTED}))


def clusters_within(tx: Tx, who: Caller, now: datetime, purpose: str) -> list[ClusterDue]:
    """The same of the reports of clusters; nobody signs those off."""
    paths = [held.path for held in who.roles if held.role in Action.RUN_CAMPAIGNS.roles]
    found = cluster_dues.within(tx, paths, now) if paths else []
    match purpose:
        case "return":
            return [row for row in found if row.state in report_life.HANDED_IN]
        case "extend":
            return [row for row in found if row.is_owed]
        case "stand_in" | "form":
            return []
        case "history":
            every = {
                (row.period_id, row.cluster_id): row for row in (*found, *cluster_reports.dues(tx, who, now))
            }
            return [row for row in every.values() if row.report_id is not None]
        case _:
            return [row for row in found if row.state is ReportState.SUBMITTED]


# --- One report --------------------------------------------------------------------------------------------


def card(tx: Tx, who: Caller, now: datetime, *, report_id: int) -> ReportCard:
    """A report whole, for its unit's people and for the office that launched the campaign."""
    head = seen(tx, who, report_id)
    lines = sheet(tx, head)
    lines.look_back_in_period()
    entered = [line for line in lines if line.figure is not None]
    rows = tuple(map(echo_of, entered))
    pieces = evidence.counts(tx, report_id)
    submission = report_moves.submission(tx, report_id)
    done = report_moves.of_report(tx, report_id)
    allowed = tuple(move for move in OF_CARD if moves.may_move(who, head, move, now.date()))
    return ReportCard(
        head=head,
        day=now.date(),
        rows=rows,
        missing=len(lines) - len(rows),
        moved=done[-1] if done else None,
        late=None if submission is None else submission.late,
        excused=submission is not None and submission.excused,
        locked=head.is_locked(now.date()),
        follow_ups=tuple(one for one in follow_ups.of_report(tx, report_id) if one.is_open),
        narrative=len(narratives.newest(tx, report_id)),
        examples=len(narratives.good(tx, report_id)),
        signed=next(reversed(narratives.signed(tx, report_id)), None),
        evidence=tuple(pieces.get(line.indicator_id, 0) for line in entered),
        may=allowed,
        may_ask=head.state in report_life.HANDED_IN and head.ended_on is None and may_run(who, head),
        may_stand_in=head.ended_on is None and _may_stand_in(who, head, now),
    )


def _may_stand_in(who: Caller, head: ReportHead, now: datetime) -> bool:
    """Whether the card offers it: what was handed in is the unit's word, and is found by /nhapthay."""
    is_open = head.state in report_life.OWED and head.campaign_state == CampaignState.RUNNING
    return is_open and not head.is_locked(now.date()) and standing_in.may_stand_in(who, head)
