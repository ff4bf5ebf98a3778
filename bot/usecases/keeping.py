"""A figure is kept: the one road that a typed, tapped, chosen or explained figure goes, whatever its report's state."""

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
from bot.usecases.answering import figure_in
from bot.usecases.report_moves import REASONS, reason_in
from bot.usecases.report_views import Because
from bot.usecases.sheets import advance, append, asked, check_open, move, open_review, own_sheet
from bot.usecases.together import ask_which, clashes, waiting


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
    because: str | None = None,
) -> View:
    """Append the figure, say what was understood and ask the next one.

    A figure of a report that was handed in changes only once it was said why (`because`), and not unheard.
    """
    check_open(lines.head, now)
    if clashes(who, line, figure):
        return ask_which(tx, who, now, lines, line, figure, typed=typed, message_id=message_id, reason=reason)
    handed_in = lines.head.state in report_life.HANDED_IN
    if handed_in and because is None:
        return _ask_why(tx, who, now, lines, line, figure, typed=typed, message_id=message_id, reason=reason)
    kept = append(
        tx, who, now, lines, line, figure, typed=typed, message_id=message_id, reason=reason, because=because
    )
    if because is None:
        return advance(tx, who, now, lines, after=kept, echo=kept)
    # It may have been returned since he was asked why: then it is the unit's again and there is nothing to tell.
    if handed_in:
        report_moves.make(
            tx, who, now, lines.head, Move.CORRECT, reason=because, indicator_id=line.indicator_id
        )
    return open_review(tx, who, now, own_sheet(tx, who, lines.head.report_id), echo=kept)


def _ask_why(
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
) -> Because:
    pending = waiting(line, figure, typed=typed, message_id=message_id, reason=reason)
    move(tx, who, now, "because", report=lines.head.report_id, indicator=line.indicator_id, pending=pending)
    return because_view(line, pending, version=who.draft.version + 1)


def because_view(line: Line, pending: dict[str, Any], *, version: int) -> Because:
    return Because(
        line=line,
        figure=figure_in(pending),
        reason=pending["reason"],
        choices=REASONS[Move.CORRECT],
        version=version,
    )


def correct(tx: Tx, who: Caller, now: datetime, *, because: str) -> View:
    """Why the figure is changed; then it is, as a new version, and those hear of it who have looked at it before."""
    lines, line = asked(tx, who)
    pending = who.draft.pending
    why = reason_in(because)
    if who.draft.screen != "because" or pending is None:
        raise Refused("stale")
    if not why:
        raise Refused("reason_empty")
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
        because=why,
    )


def correct_for(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    """One of the reasons offered."""
    offered = REASONS[Move.CORRECT]
    if not 0 <= place < len(offered):
        raise Refused("stale")
    return correct(tx, who, now, because=offered[place])
