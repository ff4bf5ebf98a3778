"""The steps that every screen of a report shares: its sheet, the next question, the review."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.campaign import progress
from bot.campaign.model import ReportState
from bot.errors import Refused
from bot.store import people, reports
from bot.store.engine import Tx
from bot.store.reports import Line, ReportHead
from bot.texts import View
from bot.usecases.access import Action, Caller, require
from bot.usecases.report_views import Echo, Question, ReviewScreen

SHOWN = 10
"""Rows on a page of a list or of the review: one screen of a phone."""


def own_sheet(tx: Tx, who: Caller, report_id: int) -> tuple[ReportHead, list[Line]]:
    head = (
        who.report
        if who.report is not None and who.report.report_id == report_id
        else reports.head(tx, report_id)
    )
    if head is None:
        raise Refused("gone")
    require(who, Action.REPORT, unit_id=head.unit_id, path=head.path)
    return head, reports.sheet(tx, report_id)


def asked(tx: Tx, who: Caller) -> tuple[ReportHead, list[Line], Line]:
    """The report and the indicator of the open question."""
    if who.draft.report_id is None or who.draft.indicator_id is None:
        raise Refused("stale")
    head, lines = own_sheet(tx, who, who.draft.report_id)
    line = next((line for line in lines if line.indicator_id == who.draft.indicator_id), None)
    if line is None:
        raise Refused("stale")
    return head, lines, line


def still_open(head: ReportHead) -> None:
    if head.state is ReportState.SUBMITTED:
        raise Refused("submitted_already", unit=head.unit, phase=head.phase)
    if head.campaign_state != "running":
        raise Refused("campaign_closed", campaign=head.campaign)


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


def advance(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: ReportHead,
    lines: Sequence[Line],
    *,
    after: Line | None,
    echo: Line | None = None,
) -> View:
    """The next indicator without a figure, going on from the one just answered; the review where there is none."""
    start = (
        0
        if after is None
        else next(i for i, line in enumerate(lines) if line.indicator_id == after.indicator_id) + 1
    )
    following = next((line for line in lines[start:] if line.figure is None), None)
    if following is None:
        return open_review(tx, who, now, head, lines, echo=echo)
    return ask(tx, who, now, head, lines, following, echo=echo)


def ask(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: ReportHead,
    lines: Sequence[Line],
    line: Line,
    *,
    echo: Line | None,
) -> Question:
    pending = None if echo is None else {"echo": echo.indicator_id}
    move(tx, who, now, "question", report=head.report_id, indicator=line.indicator_id, pending=pending)
    return question_view(head, now, lines, line, echo=echo, version=who.draft.version + 1)


def question_view(
    head: ReportHead, now: datetime, lines: Sequence[Line], line: Line, *, echo: Line | None, version: int
) -> Question:
    return Question(
        head=head,
        day=now.date(),
        line=line,
        position=1 + next(i for i, each in enumerate(lines) if each.indicator_id == line.indicator_id),
        count=len(lines),
        echo=None if echo is None else echo_of(echo),
        version=version,
    )


def echo_of(line: Line) -> Echo:
    figure = line.figure
    value = None if figure is None else figure.value
    percent = None
    change = None
    if value is not None:
        if line.own_target is not None:
            percent = progress.percent(value, replace(line.target, value=line.own_target, value_to=None))
        if line.last is not None:
            change = value - line.last
    return Echo(
        name=line.name,
        measure_unit=line.target.measure_unit,
        figure=figure,
        percent=percent,
        change=change,
        corrected=line.version > 1,
        reason=line.reason,
    )


def open_review(
    tx: Tx,
    who: Caller,
    now: datetime,
    head: ReportHead,
    lines: Sequence[Line],
    *,
    page: int = 0,
    echo: Line | None = None,
) -> ReviewScreen:
    pending: dict[str, Any] = {"page": page}
    if echo is not None:
        pending["echo"] = echo.indicator_id
    move(tx, who, now, "review", report=head.report_id, pending=pending)
    return review_view(head, now, lines, page=page, echo=echo, version=who.draft.version + 1)


def review_view(
    head: ReportHead, now: datetime, lines: Sequence[Line], *, page: int, echo: Line | None, version: int
) -> ReviewScreen:
    pages = max(1, -(-len(lines) // SHOWN))
    page = min(max(page, 0), pages - 1)
    return ReviewScreen(
        head=head,
        day=now.date(),
        lines=tuple(lines[page * SHOWN : (page + 1) * SHOWN]),
        page=page,
        pages=pages,
        entered=sum(line.figure is not None for line in lines),
        count=len(lines),
        echo=None if echo is None else echo_of(echo),
        version=version,
    )
