"""Figures are kept: the one road that a typed, tapped, chosen or explained figure goes, whatever its report's state.

Those of a report that was handed in wait for a reason first, which is one for all that change together.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.campaign import report_life
from bot.campaign.model import Figure
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.store.engine import Tx
from bot.store.sheets import Line, Sheet
from bot.texts import View
from bot.usecases import report_moves
from bot.usecases.access import Caller
from bot.usecases.report_moves import REASONS, reason_in
from bot.usecases.report_views import Because, BulkEntered, Change, Left, Question
from bot.usecases.sheets import (
    LONGEST_TYPED,
    advance,
    append,
    check_open,
    echo_of,
    move,
    open_review,
    own_sheet,
)
from bot.usecases.together import ask_which, clashes
from bot.usecases.waiting import Changed, Waiting, differs, left_of

BECAUSE = "because"


# --- One figure ------------------------------------------------------------------------------------------


def keep(
    tx: Tx,
    who: Caller,
    now: datetime,
    lines: Sheet,
    line: Line,
    figure: Figure,
    *,
    typed: str,
    message_id: int | None,
    reason: str | None = None,
) -> View:
    """Append the figure, say what was understood and ask the next one.

    A figure of a report that was handed in changes only once it was said why, and not unheard.
    """
    check_open(lines.head, now)
    if clashes(who, line, figure):
        return ask_which(tx, who, now, lines, line, figure, typed=typed, message_id=message_id, reason=reason)
    if lines.head.state in report_life.HANDED_IN:
        one = Changed(
            indicator_id=line.indicator_id,
            version=line.version,
            figure=figure,
            typed=typed[:LONGEST_TYPED],
            reason=reason,
            message_id=message_id,
        )
        given = Waiting(changed=(one,) if differs(line, figure, reason) else ())
        return ask_why(tx, who, now, lines, given, message_id=message_id, said={line.indicator_id})
    kept = append(tx, who, now, lines, line, figure, typed=typed, message_id=message_id, reason=reason)
    return advance(tx, who, now, lines, after=kept, echo=kept)


# --- What waits for its reason ---------------------------------------------------------------------------


def ask_why(
    tx: Tx,
    who: Caller,
    now: datetime,
    lines: Sheet,
    given: Waiting,
    *,
    message_id: int | None,
    said: Collection[int],
) -> View:
    """Ask why figures change after their report was handed in, once for all of them.

    What waited for its reason already waits on, but for what this message said before it was edited, and for the
    indicators of which it says (`said`) something new, be it what stands there. Where nothing changes there is nothing
    to ask.
    """
    lines = own_sheet(tx, who, lines.head.report_id)
    given = _with_waiting(who, lines, given, message_id, said)
    if not given.changed:
        return show_kept(tx, who, now, lines, [], given.left, stays=given.stays)
    only = given.changed[0].indicator_id if len(given.changed) == 1 else None
    pending = given.as_pending()
    move(tx, who, now, BECAUSE, report=lines.head.report_id, indicator=only, pending=pending)
    return because_view(lines, pending, version=who.draft.version + 1)


def _with_waiting(
    who: Caller, lines: Sheet, given: Waiting, message_id: int | None, told: Collection[int]
) -> Waiting:
    pending = who.draft.pending or {}
    if who.draft.screen != BECAUSE or who.draft.report_id != lines.head.report_id or "changed" not in pending:
        return given
    before = Waiting.of(lines, pending)
    said = {*told, *(one.indicator_id for one in given.changed)}
    said |= {one.line.indicator_id for one in given.left if one.line is not None}
    return replace(
        given,
        changed=(
            *(one for one in before.changed if one.message_id != message_id and one.indicator_id not in said),
            *given.changed,
        ),
        left=(
            *(
                one
                for one in before.left
                if one.message_id != message_id and (one.line is None or one.line.indicator_id not in said)
            ),
            *given.left,
        ),
    )


def because_view(lines: Sheet, pending: dict[str, Any], *, version: int) -> Because:
    """The open question as it is stored, beside what stands in the report now."""
    waiting = Waiting.of(lines, pending)
    changes = (
        Change(line=line, figure=one.figure, reason=one.reason)
        for one in waiting.changed
        if (line := lines.line(one.indicator_id)) is not None
    )
    return Because(
        head=lines.head,
        changes=tuple(changes),
        left=waiting.left,
        stays=waiting.stays,
        choices=REASONS[Move.CORRECT],
        version=version,
    )


# --- Corrected -------------------------------------------------------------------------------------------


def correct(tx: Tx, who: Caller, now: datetime, *, because: str) -> View:
    """Why the figures are changed; then they are, as new versions, and those hear of it who have looked before.

    It is looked at anew whether he may, whether it is not too late, and what stands there by now.
    """
    lines, waiting = asked_why(tx, who)
    why = reason_in(because)
    if not why:
        raise Refused("reason_empty")
    check_open(lines.head, now)
    corrects = lines.head.state in report_life.HANDED_IN
    kept, meanwhile = keep_all(tx, who, now, lines, waiting.changed, because=why)
    left = [*waiting.left, *meanwhile]
    lines = own_sheet(tx, who, lines.head.report_id)
    if len(waiting.changed) == 1 and not waiting.left:
        if kept:
            return open_review(tx, who, now, lines, echo=lines.looked_back(waiting.changed[0].indicator_id))
        if meanwhile and meanwhile[0].line is not None:
            one, line = waiting.changed[0], meanwhile[0].line
            typed, message_id, reason = one.typed, one.message_id, one.reason
            return ask_which(
                tx, who, now, lines, line, one.figure, typed=typed, message_id=message_id, reason=reason
            )
    lines.look_back([line.indicator_id for _, line in kept])
    return show_kept(tx, who, now, lines, kept, left, because=why if corrects else None)


def correct_for(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    """One of the reasons offered."""
    offered = REASONS[Move.CORRECT]
    if not 0 <= place < len(offered):
        raise Refused("stale")
    return correct(tx, who, now, because=offered[place])


def asked_why(tx: Tx, who: Caller) -> tuple[Sheet, Waiting]:
    """The report and what of it waits for its reason on the open screen."""
    pending = who.draft.pending or {}
    if who.draft.screen != BECAUSE or who.draft.report_id is None or "changed" not in pending:
        raise Refused("stale")
    lines = own_sheet(tx, who, who.draft.report_id)
    return lines, Waiting.of(lines, pending)


def keep_all(
    tx: Tx,
    who: Caller,
    now: datetime,
    lines: Sheet,
    changed: Sequence[Changed],
    *,
    because: str | None,
) -> tuple[list[tuple[Line, Line]], list[Left]]:
    """Append figures; each comes back as its line was and is, and those whose indicator got another meanwhile are left.

    Of a report that was handed in it is one correction, with its reason.
    """
    kept, left = [], []
    handed_in = lines.head.state in report_life.HANDED_IN
    for one in changed:
        line = lines.line(one.indicator_id)
        if line is None or not differs(line, one.figure, one.reason):
            continue
        if line.version != one.version:
            left.append(
                left_of(lines, line, one.typed, one.typed, "changed_meanwhile", message_id=one.message_id)
            )
            continue
        new = append(
            tx,
            who,
            now,
            lines,
            line,
            one.figure,
            typed=one.typed,
            message_id=one.message_id,
            reason=one.reason,
            because=because if handed_in else None,
        )
        kept.append((line, new))
    if kept and handed_in:
        only = kept[0][0].indicator_id if len(kept) == 1 else None
        report_moves.make(tx, who, now, lines.head, Move.CORRECT, reason=because, indicator_id=only)
    return kept, left


def show_kept(
    tx: Tx,
    who: Caller,
    now: datetime,
    lines: Sheet,
    kept: Sequence[tuple[Line, Line]],
    left: Sequence[Left],
    *,
    stays: tuple[Line, ...] = (),
    because: str | None = None,
    following: Question | None = None,
) -> BulkEntered:
    """What became of many figures; each that was left can be answered alone, unless a question follows."""
    if following is None:
        pending = {
            **Waiting(left=tuple(left), stays=stays).as_pending(),
            "kept": [line.indicator_id for _, line in kept],
            "because": because,
        }
        move(tx, who, now, "bulk", report=lines.head.report_id, pending=pending)
    return BulkEntered(
        head=lines.head,
        kept=tuple(
            replace(echo_of(line), before=None if because is None else before) for before, line in kept
        ),
        left=tuple(left),
        stays=stays,
        because=because,
        following=following,
        entered=lines.entered,
        count=len(lines),
        version=who.draft.version + 1,
    )


def shown_again(lines: Sheet, pending: dict[str, Any], *, version: int) -> BulkEntered:
    """The same from stored state, where nobody knows whether it was seen."""
    waiting = Waiting.of(lines, pending)
    lines.look_back(pending["kept"])
    kept = (line for key in pending["kept"] if (line := lines.line(key)) is not None)
    return BulkEntered(
        head=lines.head,
        kept=tuple(map(echo_of, kept)),
        left=waiting.left,
        stays=waiting.stays,
        because=pending["because"],
        entered=lines.entered,
        count=len(lines),
        version=version,
    )
