"""The steps that every screen of a report shares: its sheet, the next question, the review."""

from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from bot.campaign import progress, report_life
from bot.campaign.model import Figure
from bot.errors import Refused
from bot.store import audit, evidence, people, reports, sheets
from bot.store.cluster_reports import ClusterHead
from bot.store.engine import Tx
from bot.store.reports import ReportHead
from bot.store.sheets import Given, Line, Sheet, sheet
from bot.texts import View
from bot.usecases.access import Caller, entered, may_look
from bot.usecases.paging import paged
from bot.usecases.report_views import Echo, Question, ReviewScreen
from bot.usecases.together import others_in

SHOWN = 10
LONGEST_TYPED = 500
"""Characters of an answer that are kept beside its figure."""
LAST_PAGE = 10**9
"""A forged button may ask for any page; the database counts its rows to 64 bits only."""
"""Rows on a page of a list or of the review: one screen of a phone."""


def own_head(tx: Tx, who: Caller, report_id: int) -> ReportHead:
    """A report, for its unit's focal points and for who stands in for them, nobody else."""
    if who.report is not None and who.report.report_id == report_id:
        return who.report
    head = reports.head(tx, report_id)
    if head is None:
        raise Refused("gone")
    return entered(tx, who, head)


def asked_on(tx: Tx, who: Caller, screen: str) -> tuple[ReportHead, dict[str, Any]]:
    """The report of this screen, and what the screen keeps; Refused where it is not the one that is open."""
    if who.draft.screen != screen or who.draft.pending is None or who.draft.report_id is None:
        raise Refused("stale")
    return own_head(tx, who, who.draft.report_id), who.draft.pending


def own_sheet(tx: Tx, who: Caller, report_id: int) -> Sheet:
    """Its sheet."""
    return sheet(tx, own_head(tx, who, report_id))


def asked(tx: Tx, who: Caller) -> tuple[Sheet, Line]:
    """The report and the indicator of the open question."""
    if who.draft.report_id is None or who.draft.indicator_id is None:
        raise Refused("stale")
    following = (who.draft.pending or {}).get("next")
    head = own_head(tx, who, who.draft.report_id)
    lines = sheet(tx, head, wanted=(who.draft.indicator_id, following))
    line = lines.line(who.draft.indicator_id)
    if line is None:
        raise Refused("stale")
    return lines, line


def seen(tx: Tx, who: Caller, report_id: int) -> ReportHead:
    head = reports.head(tx, report_id)
    if head is None:
        raise Refused("gone")
    if not may_look(tx, who, head):
        raise Refused("not_allowed")
    return head


def check_running(head: ReportHead | ClusterHead) -> None:
    """Refused once the campaign is over, or the unit is no more: nothing is written into its reports any more."""
    if head.campaign_state != "running":
        raise Refused("campaign_closed", campaign=head.campaign)
    if isinstance(head, ReportHead) and head.ended_on is not None:
        raise Refused("unit_ended", unit=head.unit, on=head.ended_on)


def check_open(head: ReportHead, now: datetime) -> None:
    """Refused where the unit's figures may not change any more."""
    check_running(head)
    if head.is_locked(now.date()):
        raise Refused("report_locked", unit=head.unit, phase=head.phase, days=head.lock_days)


def check_owed(head: ReportHead, now: datetime) -> None:
    """The same, refused too where the report was handed in."""
    if head.state in report_life.HANDED_IN:
        raise Refused("submitted_already", unit=head.unit, phase=head.phase)
    check_open(head, now)


def move(
    tx: Tx,
    who: Caller,
    now: datetime,
    screen: str,
    *,
    report: int | None,
    indicator: int | None = None,
    pending: dict[str, Any] | None = None,
) -> None:
    people.move(tx, who.known, screen, now=now, report_id=report, indicator_id=indicator, pending=pending)


def append(
    tx: Tx,
    who: Caller,
    now: datetime,
    lines: Sheet,
    line: Line,
    figure: Figure,
    *,
    typed: str,
    message_id: int | None,
    reason: str | None,
    because: str | None = None,
) -> Line:
    """The next version of a figure, with its row in the audit; returns the line as it then is."""
    sheets.add_figure(
        tx,
        report_id=lines.head.report_id,
        line=line,
        figure=figure,
        typed=typed[:LONGEST_TYPED],
        reason=reason,
        because=because,
        source=lines.head.source,
        person_id=who.known,
        message_id=message_id,
        now=now,
    )
    audit.note(
        tx,
        "figure",
        "report",
        lines.head.report_id,
        person_id=who.known,
        now=now,
        facts={
            "indicator": line.indicator_id,
            "version": line.version + 1,
            "kind": figure.kind.value,
            "value": None if figure.value is None else format(figure.value, "f"),
        },
    )
    given = Given(person_id=who.known, person=who.name, at=now, source=lines.head.source)
    kept = replace(line, figure=figure, version=line.version + 1, typed=typed, reason=reason, given=given)
    lines.keep(kept)
    return kept


def advance(
    tx: Tx,
    who: Caller,
    now: datetime,
    lines: Sheet,
    *,
    after: Line | None,
    echo: Line | None = None,
) -> View:
    """The next indicator without a figure, going on from the one just answered; the review where there is none."""
    following = lines.looked_back(lines.next_open(None if after is None else after.indicator_id))
    if following is None:
        return open_review(tx, who, now, lines, echo=echo)
    return ask(tx, who, now, lines, following, echo=echo)


def ask(
    tx: Tx,
    who: Caller,
    now: datetime,
    lines: Sheet,
    line: Line,
    *,
    echo: Line | None,
) -> Question:
    line = lines.looked_back(line.indicator_id) or line
    # What most likely follows, so that one statement brings all that the answer needs.
    pending = {"seen": line.version, "next": lines.next_open(line.indicator_id)}
    if echo is not None:
        pending["echo"] = echo.indicator_id
    move(tx, who, now, "question", report=lines.head.report_id, indicator=line.indicator_id, pending=pending)
    return question_view(who, now, lines, line, echo=echo, version=who.draft.version + 1)


def question_view(
    who: Caller, now: datetime, lines: Sheet, line: Line, *, echo: Line | None, version: int
) -> Question:
    return Question(
        head=lines.head,
        day=now.date(),
        line=line,
        position=lines.position(line),
        count=len(lines),
        parts=tuple(lines.parts_of(line.indicator_id)),
        others=others_in(who, now, lines),
        given_by_other=line.given is not None and line.given.person_id != who.person_id,
        echo=None if echo is None else echo_of(echo),
        version=version,
    )


def echo_of(line: Line) -> Echo:
    figure = line.figure
    given = line.given
    value = None if figure is None else figure.value
    percent = change = total = None
    if value is not None:
        total = None if line.so_far is None else line.so_far + value
        if line.own_target is not None:
            percent = progress.percent(
                total or value, replace(line.target, value=line.own_target, value_to=None)
            )
        if line.last is not None:
            change = value - line.last
    return Echo(
        name=line.name,
        measure_unit=line.target.measure_unit,
        figure=figure,
        percent=percent,
        change=change,
        total=total,
        corrected=line.version > 1,
        reason=line.reason,
        source=None if given is None else given.source,
        person=None if given is None else given.person,
    )


def open_review(
    tx: Tx,
    who: Caller,
    now: datetime,
    lines: Sheet,
    *,
    page: int = 0,
    echo: Line | None = None,
) -> ReviewScreen:
    pending: dict[str, Any] = {"page": page}
    if echo is not None:
        pending["echo"] = echo.indicator_id
    move(tx, who, now, "review", report=lines.head.report_id, pending=pending)
    return review_view(tx, who, now, lines, page=page, echo=echo, version=who.draft.version + 1)


def review_view(
    tx: Tx, who: Caller, now: datetime, lines: Sheet, *, page: int, echo: Line | None, version: int
) -> ReviewScreen:
    page, pages = paged(page, len(lines), SHOWN)
    return ReviewScreen(
        head=lines.head,
        day=now.date(),
        lines=tuple(islice(lines, page * SHOWN, (page + 1) * SHOWN)),
        page=page,
        pages=pages,
        entered=lines.entered,
        count=len(lines),
        others=others_in(who, now, lines),
        echo=None if echo is None else echo_of(echo),
        locked=lines.head.is_locked(now.date()),
        evidence=evidence.counts(tx, lines.head.report_id),
        version=version,
    )
