"""Many figures in one message: what is clear is kept, each of the others comes back alone."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from bot.campaign.model import Figure, FigureKind, Role
from bot.language.bulk import read_lines
from bot.store import reports
from bot.store.engine import Tx
from bot.store.reports import ReportHead
from bot.store.sheets import Line, Sheet, sheet
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.answering import Answer, read_answer
from bot.usecases.report_views import Echo, Question
from bot.usecases.sheets import append, ask, check_owed, echo_of, move, own_sheet
from bot.usecases.together import clashes

SHOWN = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """An answer that was not kept; `line` is None where it is not clear which indicator it is for."""

    position: int
    line: Line | None
    typed: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BulkEntered(View):
    """What was kept, as it was understood, and what was not, with a button for each that names its indicator.

    `following` is the question that is open then, where nothing came back and an indicator is still without a figure.
    """

    template: ClassVar[str] = "bulk"
    head: ReportHead
    kept: tuple[Echo, ...]
    left: tuple[Left, ...]
    following: Question | None = None
    entered: int
    count: int
    shown: int = SHOWN
    version: int


def sheet_for(tx: Tx, who: Caller, now: datetime, text: str) -> Sheet | None:
    """The report that a message of figures is for where no question is open; None where it holds none.

    It is the report of the open screen, else the only one that is owed.
    """
    if who.report is not None and (who.report.source is None or who.draft.screen not in _CLOSED):
        return sheet(tx, who.report)
    if len(read_lines(text, _ANY)) < 2:
        return None
    unit_ids = [held.unit_id for held in who.roles if held.role is Role.FOCAL_POINT]
    owed = [due for due in reports.owed(tx, unit_ids, now.date()) if due.is_owed]
    if len(owed) != 1:
        return None
    report_id = reports.open_report(tx, period_id=owed[0].period_id, unit_id=owed[0].unit_id, now=now)
    return own_sheet(tx, who, report_id)


_CLOSED = frozenset({"idle", "receipt"})
"""Screens on which nothing is entered any more in another unit's stead."""
_ANY = ("",) * 200
"""Numbered answers are looked for before it is known of which report; names are not."""


def entered(
    tx: Tx, who: Caller, now: datetime, lines: Sheet, *, text: str, message_id: int, alone: bool = False
) -> BulkEntered | None:
    """Keep the figures of a message; None where it is no message of many figures, nor (`alone`) of one by its name."""
    if not alone and not any(mark in text for mark in (*";\n:=)", ", ")):
        return None
    places = list(lines)
    read = read_lines(text, [line.name for line in places], alone=alone)
    if not read:
        return None
    check_owed(lines.head, now)
    lines.look_back([line.indicator_id for line in places])
    places = list(lines)
    answered = [places[one.place] for one in read if one.place is not None]
    # Parts are held against the whole that the message gives, not against the one that it corrects.
    for asked in answered:
        lines.keep(replace(asked, figure=None))
    kept: list[Line] = []
    left: list[Left] = []
    for one in read:
        line = None if one.place is None else places[one.place]
        answer = (
            Answer(kind="unread", reason="which_indicator")
            if line is None
            else answer_to(lines, line, one.answer)
        )
        if line is not None and answer.figure is not None and clashes(who, line, answer.figure):
            answer = Answer(kind="unread", reason="given_by_other")
        if line is None or answer.figure is None:
            position = 0 if one.place is None else one.place + 1
            left.append(Left(position=position, line=line, typed=one.typed, reason=answer.reason))
            if line is not None:
                lines.keep(line)
        elif line.figure != answer.figure:
            kept.append(
                append(
                    tx,
                    who,
                    now,
                    lines,
                    line,
                    answer.figure,
                    typed=one.answer,
                    message_id=message_id,
                    reason=None,
                )
            )
        else:
            lines.keep(line)
            kept.append(line)
    following = _ask_on(tx, who, now, lines, kept) if not left else None
    answers = {one.place: one.answer for one in read if one.place is not None}
    pending = {
        "left": {
            str(one.line.indicator_id): answers[one.position - 1] for one in left if one.line is not None
        }
    }
    if following is None:
        move(tx, who, now, "bulk", report=lines.head.report_id, pending=pending)
    return BulkEntered(
        head=lines.head,
        kept=tuple(echo_of(line) for line in kept),
        left=tuple(left),
        following=following,
        entered=lines.entered,
        count=len(lines),
        version=who.draft.version + 1,
    )


def changed_by(lines: Sheet, text: str) -> list[tuple[Line, str]]:
    """The lines of a message whose answers are not what stands in the report, each with its answer."""
    lines.look_back([line.indicator_id for line in lines])
    places = list(lines)
    read = read_lines(text, [line.name for line in places])
    given = [(places[one.place], one.answer) for one in read if one.place is not None]
    return [(line, answer) for line, answer in given if answer_to(lines, line, answer).figure != line.figure]


def _ask_on(tx: Tx, who: Caller, now: datetime, lines: Sheet, kept: list[Line]) -> Question | None:
    """The next indicator without a figure behind those just answered, else the first; None where there is none."""
    behind = lines.next_open(kept[-1].indicator_id) if kept else None
    line = lines.looked_back(behind or lines.next_open(None))
    return None if line is None else ask(tx, who, now, lines, line, echo=None)


def with_parts(lines: Sheet, line: Line, text: str) -> str | None:
    """ "640; 400; 130; 110" to a whole with three parts, as a message of many figures; None where it is none."""
    answers = [answer.strip() for answer in re.split(r"[;\n]", text.strip())]
    family = [line, *lines.parts_of(line.indicator_id)]
    if len(family) == 1 or len(answers) != len(family) or not all(answers) or read_lines(text, _ANY):
        return None
    numbers = [str(lines.position(one)) for one in family]
    return "\n".join(": ".join(pair) for pair in zip(numbers, answers, strict=True))


def answer_to(lines: Sheet, line: Line, text: str) -> Answer:
    """The answer to one of many lines; "như kỳ trước" is the last figure, where there is one."""
    answer = read_answer(lines, line, text)
    if answer.kind == "same":
        if line.last is None:
            return Answer(kind="unread", reason="no_last_figure")
        return Answer(kind="figure", figure=Figure(kind=FigureKind.VALUE, value=Decimal(line.last)))
    return answer
