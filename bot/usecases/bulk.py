"""Many figures in one message: what is clear is kept, each of the others comes back alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from bot.campaign import report_life
from bot.campaign.model import Figure, FigureKind, Role
from bot.language.bulk import BulkLine, read_lines
from bot.store import reports
from bot.store.engine import Tx
from bot.store.sheets import Gave, Line, Sheet, sheet
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.answering import Answer, read_answer
from bot.usecases.keeping import ask_why, show_kept
from bot.usecases.report_views import Left, Question
from bot.usecases.sheets import LONGEST_TYPED, append, ask, check_open, own_sheet
from bot.usecases.together import clashes
from bot.usecases.waiting import Changed, Waiting, left_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What a message says of a report: each figure with its line, None where it stands there already; what is unclear."""

    figures: tuple[tuple[Line, Changed | None], ...]
    left: tuple[Left, ...]


def sheet_for(tx: Tx, who: Caller, now: datetime, text: str) -> Sheet | None:
    """The report that a message of figures is for where no question is open; None where it holds none.

    It is the report of the open screen, else the only one that is owed, else the one that was handed in last.
    """
    shown = who.report
    closed = who.draft.screen in _CLOSED
    if shown is not None and closed and shown.source is not None:
        shown = None
    if shown is not None and not (closed and shown.state in report_life.HANDED_IN):
        return sheet(tx, shown)
    if len(read_lines(text, _ANY)) >= 2:
        unit_ids = [held.unit_id for held in who.roles if held.role is Role.FOCAL_POINT]
        owed = [due for due in reports.owed(tx, unit_ids, now.date()) if due.is_owed]
        if len(owed) == 1:
            report_id = reports.open_report(tx, period_id=owed[0].period_id, unit_id=owed[0].unit_id, now=now)
            return own_sheet(tx, who, report_id)
    return None if shown is None else sheet(tx, shown)


_CLOSED = frozenset({"idle", "receipt"})
"""Screens on which nothing is entered any more in another unit's stead."""
_ANY = ("",) * 200
"""Numbered answers are looked for before it is known of which report; names are not."""


NOTHING: Mapping[int, Gave] = MappingProxyType({})
"""What a message gave before that was not edited."""


def entered(
    tx: Tx,
    who: Caller,
    now: datetime,
    lines: Sheet,
    *,
    text: str,
    message_id: int,
    alone: bool = False,
    gave: Mapping[int, Gave] = NOTHING,
) -> View | None:
    """Keep the figures of a message; None where it is no message of many figures, nor (`alone`) of one by its name.

    `gave` is what it gave before it was edited: only what it says otherwise now is a change, and what it says no
    more stays. Figures of a report that was handed in wait for a reason.
    """
    read = figures_in(lines, text, alone=alone)
    if not read and len(gave) < 2:
        return None
    return keep_read(tx, who, now, lines, read, message_id=message_id, gave=gave)


def figures_in(lines: Sheet, text: str, *, alone: bool = False) -> tuple[BulkLine, ...]:
    """The answers of a message of many figures to this report; none where it is no such message."""
    if not alone and not any(mark in text for mark in (*";\n:=)", ", ")):
        return ()
    return read_lines(text, [line.name for line in lines], alone=alone)


def keep_read(
    tx: Tx,
    who: Caller,
    now: datetime,
    lines: Sheet,
    read: tuple[BulkLine, ...],
    *,
    message_id: int,
    gave: Mapping[int, Gave] = NOTHING,
) -> View:
    """The same of answers that were parted already."""
    check_open(lines.head, now)
    found = look_through(who, lines, read, message_id=message_id, gave=gave)
    said = {line.indicator_id for line, _ in found.figures}
    silent = (lines.line(key) for key in gave if key not in said)
    stays = tuple(line for line in silent if line is not None and line.figure is not None)
    if lines.head.state in report_life.HANDED_IN:
        changed = tuple(one for _, one in found.figures if one is not None)
        given = Waiting(changed=changed, left=found.left, stays=stays)
        return ask_why(tx, who, now, lines, given, message_id=message_id, said=said - gave.keys())
    kept = [
        (
            line,
            line
            if one is None
            else append(
                tx,
                who,
                now,
                lines,
                line,
                one.figure,
                typed=one.typed,
                message_id=message_id,
                reason=None,
            ),
        )
        for line, one in found.figures
    ]
    following = None if found.left else _ask_on(tx, who, now, lines, [line for _, line in kept])
    return show_kept(tx, who, now, lines, kept, found.left, stays=stays, following=following)


def tells_figures(who: Caller, lines: Sheet, text: str, *, message_id: int) -> bool:
    """Whether a text holds figures of several indicators, or a numbered one, rather than words about them."""
    read = figures_in(lines, text)
    found = look_through(who, lines, read, message_id=message_id, gave=NOTHING)
    return bool(found.figures) or any(one.reason == "given_by_other" for one in found.left)


def look_through(
    who: Caller, lines: Sheet, read: tuple[BulkLine, ...], *, message_id: int, gave: Mapping[int, Gave]
) -> Found:
    """What the answers of a message change; the lines are brought to it, so that a whole is held against its parts."""
    lines.look_back([line.indicator_id for line in lines])
    places = list(lines)
    # Parts are held against the whole that the message gives, not against the one that it corrects.
    for one in read:
        if one.place is not None and not _said_before(gave, places[one.place], one.answer):
            lines.keep(replace(places[one.place], figure=None))
    figures: list[tuple[Line, Changed | None]] = []
    left: list[Left] = []
    for one in read:
        line = None if one.place is None else places[one.place]
        if line is not None and _said_before(gave, line, one.answer):
            figures.append((line, None))
            continue
        answer = (
            Answer(kind="unread", reason="which_indicator")
            if line is None
            else answer_to(lines, line, one.answer)
        )
        figure = answer.figure
        stood = None if line is None else gave.get(line.indicator_id)
        if line is not None and figure is not None and stood is not None and stood.figure == figure:
            # It was only written otherwise; what somebody corrected elsewhere since is not taken back by that.
            figure = line.figure
        if line is not None and figure is not None and clashes(who, line, figure):
            answer, figure = Answer(kind="unread", reason="given_by_other"), None
        if line is None or figure is None:
            left.append(left_of(lines, line, one.typed, one.answer, answer.reason, message_id=message_id))
            if line is not None:
                lines.keep(line)
            continue
        lines.keep(replace(line, figure=figure))
        new = None
        if line.figure != figure:
            new = Changed(
                indicator_id=line.indicator_id,
                version=line.version,
                figure=figure,
                typed=one.answer[:LONGEST_TYPED],
                reason=None,
                message_id=message_id,
            )
        figures.append((line, new))
    return Found(figures=tuple(figures), left=tuple(left))


def _said_before(gave: Mapping[int, Gave], line: Line, answer: str) -> bool:
    """Whether the message said exactly this of the indicator before it was edited, and it was kept then."""
    before = gave.get(line.indicator_id)
    return before is not None and line.figure is not None and before.typed == answer[:LONGEST_TYPED]


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
