"""Figures into a report: typed, tapped, doubted, explained, corrected. Each function is one transaction."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.campaign.model import Figure, FigureKind, Measure, Standing
from bot.errors import Refused
from bot.store.engine import Tx
from bot.store.sheets import Line, Sheet
from bot.texts import View
from bot.usecases import bulk
from bot.usecases.access import Caller
from bot.usecases.answering import chosen, figure_in, read_answer
from bot.usecases.keeping import keep
from bot.usecases.report_moves import reason_in
from bot.usecases.report_views import Doubt, Reason, SentenceAsked, Unread
from bot.usecases.sheets import advance, ask, asked, check_open, move, own_sheet
from bot.usecases.together import seen_by
from bot.usecases.waiting import Waiting


def typed_figure(tx: Tx, who: Caller, now: datetime, *, text: str, message_id: int) -> View:
    """A text answered to the open question: one figure, or many."""
    lines, line = asked(tx, who)
    numbered = bulk.with_parts(lines, line, text) or text
    many = bulk.entered(tx, who, now, lines, text=numbered, message_id=message_id)
    return many or take_answer(tx, who, now, lines, line, text=text, message_id=message_id)


def typed_beside(tx: Tx, who: Caller, now: datetime, *, text: str, message_id: int) -> View | None:
    """A text where no question is open, with figures of the open report, or of the only one that is owed.

    None where it holds no figures.
    """
    lines = bulk.sheet_for(tx, who, now, text)
    if lines is None:
        return None
    alone = who.draft.screen in {"review", "bulk"}
    return bulk.entered(tx, who, now, lines, text=text, message_id=message_id, alone=alone)


def take_answer(
    tx: Tx, who: Caller, now: datetime, lines: Sheet, line: Line, *, text: str, message_id: int | None
) -> View:
    """What a text says to one indicator: kept, asked about, or not understood."""
    answer = read_answer(lines, line, text)
    match answer.kind:
        case "figure" if answer.figure is not None:
            return keep(tx, who, now, lines, line, answer.figure, typed=text, message_id=message_id)
        case "missing":
            return _ask_reason(tx, who, now, line)
        case "same":
            return same(tx, who, now, typed=text, message_id=message_id)
        case "skip":
            return skip(tx, who, now)
        case "ask":
            pending = {
                **answer.as_pending(),
                "typed": text,
                "message_id": message_id,
                "seen": seen_by(who, line),
            }
            return _open_doubt(tx, who, now, line, pending)
        case _:
            return Unread(line=line, typed=text, reason=answer.reason, version=who.draft.version)


def look_again(tx: Tx, who: Caller, now: datetime, *, indicator_id: int) -> View:
    """One of the answers of a message of many that could not be kept as it was: it is asked about alone."""
    pending = who.draft.pending or {}
    if who.draft.screen != "bulk" or who.draft.report_id is None or "kept" not in pending:
        raise Refused("stale")
    lines = own_sheet(tx, who, who.draft.report_id)
    line = lines.looked_back(indicator_id)
    left = (one for one in Waiting.of(lines, pending).left if one.line is not None and one.line is line)
    if line is None or (one := next(left, None)) is None:
        raise Refused("stale")
    text, message_id = one.answer, one.message_id
    if read_answer(lines, line, text).kind in {"unread", "skip"}:
        return ask(tx, who, now, lines, line, echo=None)
    at_line = replace(who, draft=replace(who.draft, indicator_id=indicator_id))
    return take_answer(tx, at_line, now, lines, line, text=text, message_id=message_id)


def _open_doubt(tx: Tx, who: Caller, now: datetime, line: Line, pending: dict[str, Any]) -> Doubt:
    move(tx, who, now, "doubt", report=who.draft.report_id, indicator=line.indicator_id, pending=pending)
    return doubt_view(line, pending, version=who.draft.version + 1)


def doubt_view(line: Line, pending: dict[str, Any], *, version: int) -> Doubt:
    return Doubt(
        line=line,
        typed=pending["typed"],
        reason=pending["reason"],
        value=None if pending["value"] is None else Decimal(pending["value"]),
        candidates=tuple(Decimal(candidate) for candidate in pending["candidates"]),
        version=version,
    )


def confirm(tx: Tx, who: Caller, now: datetime, *, choice: int | None) -> View:
    """ "Đúng, giữ" under a doubtful figure, or one of its candidates by place."""
    lines, line = asked(tx, who)
    pending = who.draft.pending
    if who.draft.screen != "doubt" or pending is None:
        raise Refused("stale")
    offered = [pending["value"]] if choice is None else pending["candidates"]
    place = choice or 0
    if not 0 <= place < len(offered) or offered[place] is None:
        raise Refused("stale")
    figure = chosen(pending, offered[place])
    return keep(
        tx,
        who,
        now,
        lines,
        line,
        figure,
        typed=pending["typed"],
        message_id=pending["message_id"],
        reason=pending["reason"],
    )


def retype(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Sửa" under a doubtful figure: the question again."""
    lines, line = asked(tx, who)
    return ask(tx, who, now, lines, line, echo=None)


def nil(tx: Tx, who: Caller, now: datetime) -> View:
    lines, line = asked(tx, who)
    figure = Figure(kind=FigureKind.NIL, value=Decimal(0))
    return keep(tx, who, now, lines, line, figure, typed="", message_id=None)


def same(tx: Tx, who: Caller, now: datetime, *, typed: str = "", message_id: int | None = None) -> View:
    """ "Như kỳ trước": the last period's figure again."""
    lines, line = asked(tx, who)
    if line.last is None:
        return Unread(line=line, typed=typed, reason="no_last_figure", version=who.draft.version)
    figure = Figure(kind=FigureKind.VALUE, value=line.last)
    return keep(tx, who, now, lines, line, figure, typed=typed, message_id=message_id)


def stand(tx: Tx, who: Caller, now: datetime, *, standing: Standing) -> View:
    """A qualitative indicator answered by a button; then a sentence beside it is asked for, once."""
    lines, line = asked(tx, who)
    if line.measure is not Measure.QUALITATIVE:
        raise Refused("stale")
    check_open(lines.head, now)
    pending = {**(who.draft.pending or {}), "standing": standing.value}
    move(tx, who, now, "sentence", report=lines.head.report_id, indicator=line.indicator_id, pending=pending)
    return SentenceAsked(line=line, standing=standing, version=who.draft.version + 1)


def give_sentence(
    tx: Tx, who: Caller, now: datetime, *, sentence: str | None, message_id: int | None = None
) -> View:
    """The sentence beside a tapped standing; None where there is none to give. Words that name another standing win."""
    from bot.language.standings import LONGEST_SENTENCE, read_standing

    lines, line = asked(tx, who)
    pending = who.draft.pending
    if who.draft.screen != "sentence" or pending is None:
        raise Refused("stale")
    text = None if sentence is None else " ".join(sentence.split())
    if text and read_standing(text).standing is not None:
        return take_answer(tx, who, now, lines, line, text=text, message_id=message_id)
    if len(text or "") > LONGEST_SENTENCE:
        raise Refused("sentence_too_long", length=len(text or ""), longest=LONGEST_SENTENCE)
    figure = Figure(kind=FigureKind.STATE, standing=Standing(pending["standing"]), sentence=text or None)
    return keep(tx, who, now, lines, line, figure, typed=text or "", message_id=message_id)


def missing(tx: Tx, who: Caller, now: datetime) -> View:
    return _ask_reason(tx, who, now, asked(tx, who)[1])


def _ask_reason(tx: Tx, who: Caller, now: datetime, line: Line) -> Reason:
    pending = {"seen": seen_by(who, line)}
    move(tx, who, now, "reason", report=who.draft.report_id, indicator=line.indicator_id, pending=pending)
    return Reason(line=line, version=who.draft.version + 1)


def give_reason(tx: Tx, who: Caller, now: datetime, *, reason: str) -> View:
    """Why there is no figure; then the indicator counts as answered."""
    lines, line = asked(tx, who)
    figure = Figure(kind=FigureKind.MISSING)
    return keep(tx, who, now, lines, line, figure, typed="", message_id=None, reason=reason[:500])


def typed_reason(tx: Tx, who: Caller, now: datetime, *, text: str, message_id: int) -> View:
    """The same in words of one's own; a number that is typed there after all is the figure, not a reason."""
    lines, line = asked(tx, who)
    if any(map(str.isdigit, text)):
        of_figure = read_answer(lines, line, text).kind == "figure"
        if of_figure or not any(map(str.isalpha, text)):
            return take_answer(tx, who, now, lines, line, text=text, message_id=message_id)
    why = reason_in(text)
    if not why:
        raise Refused("reason_empty")
    return give_reason(tx, who, now, reason=why)


def mine(tx: Tx, who: Caller, now: datetime) -> View:
    """Of two figures the caller's own, which he gave knowing the other one."""
    lines, line, pending = _clashing(tx, who)
    return keep(
        tx,
        who,
        now,
        lines,
        line,
        figure_in(pending),
        typed=pending["typed"],
        message_id=pending["message_id"],
        reason=pending["reason"],
    )


def theirs(tx: Tx, who: Caller, now: datetime) -> View:
    """Of two figures the one that stands."""
    lines, line, _ = _clashing(tx, who)
    return advance(tx, who, now, lines, after=line, echo=line)


def _clashing(tx: Tx, who: Caller) -> tuple[Sheet, Line, dict[str, Any]]:
    lines, line = asked(tx, who)
    if who.draft.screen != "clash" or who.draft.pending is None:
        raise Refused("stale")
    return lines, line, who.draft.pending


def skip(tx: Tx, who: Caller, now: datetime) -> View:
    """Leave the indicator for later."""
    lines, line = asked(tx, who)
    return advance(tx, who, now, lines, after=line)


def choose(tx: Tx, who: Caller, now: datetime, *, report_id: int, indicator_id: int) -> View:
    """Ask one indicator again, from the review or by "sửa số vừa nhập"."""
    lines = own_sheet(tx, who, report_id)
    line = lines.line(indicator_id)
    if line is None:
        raise Refused("stale")
    check_open(lines.head, now)
    return ask(tx, who, now, lines, line, echo=None)


def back(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Sửa số vừa nhập": ask the indicator again whose echo stands above the open question."""
    pending = who.draft.pending or {}
    if who.draft.report_id is None or "echo" not in pending:
        raise Refused("stale")
    return choose(tx, who, now, report_id=who.draft.report_id, indicator_id=pending["echo"])
