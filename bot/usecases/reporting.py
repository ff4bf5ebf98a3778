"""A focal point's report: the list, the review, "Nộp báo cáo", the receipt; what is open, again.

Each function is one transaction; it returns the view of the screen that is then open.
"""

from datetime import datetime

from bot.campaign import report_life
from bot.campaign.model import CampaignState, Figure, FigureKind, Role, Standing
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.store import audit, campaigns, reports, sheets, timetables
from bot.store.engine import Tx
from bot.store.report_moves import submission
from bot.store.reports import Due
from bot.store.sheets import Sheet, sheet
from bot.texts import View
from bot.usecases import cluster_reports, report_moves
from bot.usecases.access import Action, Caller
from bot.usecases.entering import doubt_view
from bot.usecases.keeping import because_view, shown_again
from bot.usecases.paging import paged
from bot.usecases.report_views import (
    Closed,
    DueDates,
    Owed,
    Reason,
    Receipt,
    SentenceAsked,
    UnitProgress,
    UnitSheet,
)
from bot.usecases.sheets import (
    SHOWN,
    advance,
    check_owed,
    echo_of,
    move,
    open_review,
    own_sheet,
    question_view,
    review_view,
)
from bot.usecases.together import clash_view


def units_of(who: Caller, *roles: Role) -> list[int]:
    return [held.unit_id for held in who.roles if held.role in roles]


def owed(tx: Tx, who: Caller, now: datetime, *, page: int = 0) -> View:
    """The reports that this person owes; the only one is opened at once, those handed in are behind /hanchot."""
    unit_ids = units_of(who, Role.FOCAL_POINT)
    if not unit_ids:
        raise Refused("no_focal_point" if who.roles else "no_role")
    every = reports.owed(tx, unit_ids, now.date())
    still = [due for due in every if due.is_owed]
    if len(still) == 1:
        return open_report(tx, who, now, period_id=still[0].period_id, unit_id=still[0].unit_id)
    return owed_list(tx, who, now, every=every, page=page)


def owed_list(tx: Tx, who: Caller, now: datetime, *, every: list[Due] | None = None, page: int = 0) -> Owed:
    if every is None:
        every = reports.owed(tx, units_of(who, Role.FOCAL_POINT), now.date())
    still = tuple(due for due in every if due.is_owed)
    done = tuple(due for due in every if not due.is_owed)
    page, pages = paged(page, len(still), SHOWN)
    return Owed(
        day=now.date(),
        open=still[page * SHOWN : (page + 1) * SHOWN],
        done=done[-SHOWN:],
        page=page,
        pages=pages,
    )


def open_report(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> View:
    """Open (or go on with) a unit's report for a period: the first indicator without a figure, or the review.

    Of a campaign that is over the report is shown as it was left.
    """
    unit_ids = units_of(who, Role.FOCAL_POINT)

    def found(*states: CampaignState) -> Due | None:
        every = reports.owed(tx, unit_ids, now.date(), states=states)
        return next((due for due in every if (due.period_id, due.unit_id) == (period_id, unit_id)), None)

    due = found(CampaignState.RUNNING)
    if due is None:
        over = found(*campaigns.OVER)
        if over is None:
            raise Refused("not_allowed")
        if over.report_id is None:
            raise Refused("campaign_closed", campaign=over.campaign)
        return open_review(tx, who, now, own_sheet(tx, who, over.report_id))
    report_id = reports.open_report(tx, period_id=period_id, unit_id=unit_id, now=now)
    head = reports.head(tx, report_id)
    if head is None:
        raise Refused("gone")
    if due.report_id is None:
        audit.note(tx, "open", "report", report_id, person_id=who.known, now=now)
    return go_on(tx, who, now, sheet(tx, head))


def go_on(tx: Tx, who: Caller, now: datetime, lines: Sheet) -> View:
    """The first indicator without a figure; the review where there is none, or the unit has handed it in."""
    if lines.head.state in report_life.HANDED_IN or lines.head.is_locked(now.date()):
        return open_review(tx, who, now, lines)
    return advance(tx, who, now, lines, after=None)


def due_dates(tx: Tx, who: Caller, now: datetime) -> DueDates:
    unit_ids = _units_seen(who)
    if not unit_ids and not who.holds(Role.CLUSTER_LEAD):
        raise Refused("no_focal_point" if who.roles else "no_role")
    dues = tuple(reports.owed(tx, unit_ids, now.date()))
    return DueDates(
        day=now.date(),
        dues=dues,
        cutoffs=timetables.cutoffs(tx, {due.period_id for due in dues}),
        clusters=tuple(cluster_reports.dues(tx, who, now)),
        may_report=who.holds(Role.FOCAL_POINT),
    )


def progress_of_units(tx: Tx, who: Caller, now: datetime) -> UnitProgress:
    """The sheets of the units whose figures he may see; those of a closed campaign too, until it is archived."""
    sheets = []
    states = (CampaignState.RUNNING, CampaignState.CLOSED)
    for due in reports.owed(tx, _seen_units(who), now.date(), states=states):
        head = None if due.report_id is None else reports.head(tx, due.report_id)
        if head is None:
            continue
        lines = sheet(tx, head)
        lines.look_back_in_period()
        rows = tuple(echo_of(line) for line in lines if line.figure is not None)
        sheets.append(UnitSheet(head=head, rows=rows, missing=len(lines) - len(rows)))
    return UnitProgress(sheets=tuple(sheets), may_report=who.holds(Role.FOCAL_POINT))


def _units_seen(who: Caller) -> list[int]:
    return list(dict.fromkeys(held.unit_id for held in who.roles if held.role in Action.SEE_UNIT.roles))


def _seen_units(who: Caller) -> list[int]:
    unit_ids = _units_seen(who)
    if not unit_ids:
        raise Refused("no_focal_point" if who.roles else "no_role")
    return unit_ids


def review(tx: Tx, who: Caller, now: datetime, *, report_id: int, page: int = 0) -> View:
    lines = own_sheet(tx, who, report_id)
    return open_review(tx, who, now, lines, page=page)


def submit(tx: Tx, who: Caller, now: datetime, *, report_id: int) -> View:
    """ "Nộp báo cáo": refused while an indicator has neither a figure nor a reason for its absence."""
    lines = own_sheet(tx, who, report_id)
    hand_in(tx, who, now, lines)
    move(tx, who, now, "receipt", report=report_id)
    return _receipt(tx, who, lines, version=who.draft.version + 1)


def hand_in(tx: Tx, who: Caller, now: datetime, lines: Sheet) -> None:
    head = lines.head
    check_owed(head, now)
    open_lines = [line for line in lines if line.figure is None]
    if open_lines:
        raise Refused("unanswered", count=len(open_lines), names=[line.name for line in open_lines[:5]])
    report_moves.make(tx, who, now, head, Move.SUBMIT)


def close(tx: Tx, who: Caller, now: datetime) -> View:
    """`/huy`: close the open question; the draft stays and can be discarded in two further taps."""
    head = who.report
    entered = 0
    if head is not None and head.state in report_life.OWED:
        entered = sheet(tx, head).entered
    else:
        head = None
    # In another unit's stead nothing is entered any more until it is chosen again.
    stays = head is not None and head.source is None
    move(tx, who, now, "idle", report=head.report_id if head is not None and stays else None)
    return Closed(
        head=head,
        entered=entered,
        was_open=who.draft.screen != "idle",
        asking=False,
        discarded=False,
        version=who.draft.version + 1,
    )


def discard(tx: Tx, who: Caller, now: datetime, *, report_id: int, sure: bool) -> View:
    """Take every figure of a draft back (the versions stay in the history); asked twice."""
    lines = own_sheet(tx, who, report_id)
    head = lines.head
    if head.source is not None:
        # Its draft is the unit's own.
        raise Refused("not_allowed")
    check_owed(head, now)
    entered = [line for line in lines if line.figure is not None]
    if sure:
        for line in entered:
            sheets.add_figure(
                tx,
                report_id=report_id,
                line=line,
                figure=Figure(kind=FigureKind.CLEARED),
                typed="",
                reason=None,
                person_id=who.known,
                message_id=None,
                now=now,
            )
        audit.note(
            tx, "discard", "report", report_id, person_id=who.known, now=now, facts={"figures": len(entered)}
        )
    move(tx, who, now, "idle", report=report_id)
    return Closed(
        head=head,
        entered=len(entered),
        was_open=True,
        asking=not sure,
        discarded=sure,
        version=who.draft.version + 1,
    )


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The report screen that is open, from stored state alone; None where none is."""
    head = who.report
    if head is None or who.draft.screen == "idle":
        return None
    lines = sheet(tx, head)
    line = lines.line(who.draft.indicator_id)
    pending = who.draft.pending or {}
    if (echo := lines.line(pending.get("echo"))) is not None:
        lines.look_back([echo.indicator_id])
        echo = lines.line(echo.indicator_id)
    version = who.draft.version
    match who.draft.screen:
        case "receipt":
            return _receipt(tx, who, lines, version=version)
        case "because" if "changed" in pending:
            return because_view(lines, pending, version=version)
        case "bulk" if "kept" in pending:
            return shown_again(lines, pending, version=version)
        case "review" | "bulk":
            return review_view(tx, who, now, lines, page=pending.get("page", 0), echo=echo, version=version)
        case "question" if line is not None:
            return question_view(who, now, lines, line, echo=echo, version=version)
        case "clash" if line is not None and line.figure is not None:
            return clash_view(now, line, pending, version=version)
        case "doubt" if line is not None:
            return doubt_view(line, pending, version=version)
        case "reason" if line is not None:
            return Reason(line=line, version=version)
        case "sentence" if line is not None:
            return SentenceAsked(line=line, standing=Standing(pending["standing"]), version=version)
    return None


def _receipt(tx: Tx, who: Caller, lines: Sheet, *, version: int) -> Receipt:
    given = submission(tx, lines.head.report_id)
    if given is None:
        raise Refused("gone")
    return Receipt(head=lines.head, given=given, entered=len(lines), person=who.name, version=version)
