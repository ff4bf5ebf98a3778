"""Messages that gave figures are edited, and figures typed where a reason is asked. Each function is one transaction."""

from dataclasses import replace
from datetime import datetime

from bot.campaign.model import Figure, FigureKind
from bot.errors import Refused
from bot.language.bulk import BulkLine
from bot.store import sheets
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases import bulk, entering
from bot.usecases.access import Caller
from bot.usecases.answering import Answer, read_answer
from bot.usecases.keeping import BECAUSE, asked_why, correct, keep
from bot.usecases.sheets import own_sheet


def edited(tx: Tx, who: Caller, now: datetime, *, text: str, message_id: int) -> View:
    """A message that gave figures was edited: they follow, as new versions, until the report is locked.

    A line that could not be kept before may be one now; what the message does not say any more stays, and is named.
    """
    gave = sheets.given_by_message(tx, who.known, message_id)
    if not gave:
        return _edited_waiting(tx, who, now, text=text, message_id=message_id)
    first = next(iter(gave.values()))
    lines = own_sheet(tx, who, first.report_id)
    line = lines.looked_back(first.indicator_id)
    if line is None:
        raise Refused("edit_without_figure")
    # Of what stands there now his message has shown him nothing.
    waiting = (who.draft.pending or {}) if who.draft.report_id == first.report_id else {}
    pending = {key: value for key, value in waiting.items() if key != "seen"}
    draft = replace(who.draft, report_id=first.report_id, indicator_id=first.indicator_id, pending=pending)
    moved = replace(who, draft=draft, report=lines.head)
    if len(gave) == 1 and line.figure is not None and line.figure.sentence and _is_sentence(text):
        # The message held only the sentence beside a standing that was tapped.
        figure = replace(line.figure, sentence=" ".join(text.split()))
        return keep(tx, moved, now, lines, line, figure, typed=text, message_id=message_id)
    wholes = (lines.line(key) for key in gave)
    numbered = filter(None, (bulk.with_parts(lines, one, text) for one in wholes if one is not None))
    text = next(numbered, text)
    many = bulk.entered(
        tx, moved, now, lines, text=text, message_id=message_id, alone=len(gave) > 1, gave=gave
    )
    if many is not None:
        return many
    # What is none comes back like a line of many, for another indicator may be asked by now; what waits for its reason
    # waits on, and what is only written otherwise changes nothing.
    answer = read_answer(lines, line, text)
    unread = answer.kind in {"unread", "skip"}
    if unread or who.draft.screen == BECAUSE or (answer.figure and answer.figure == first.figure):
        read = (BulkLine(place=lines.position(line) - 1, answer=text, typed=text),)
        return bulk.keep_read(tx, moved, now, lines, read, message_id=message_id, gave=gave)
    return entering.take_answer(tx, moved, now, lines, line, text=text, message_id=message_id)


def _edited_waiting(tx: Tx, who: Caller, now: datetime, *, text: str, message_id: int) -> View:
    """The same of a message whose figures still wait for their reason: what it says now waits in their place."""
    if who.draft.screen != BECAUSE:
        raise Refused("edit_without_figure")
    lines, waiting = asked_why(tx, who)
    places = [one.indicator_id for one in waiting.changed if one.message_id == message_id]
    if not places:
        raise Refused("edit_without_figure")
    read = bulk.figures_in(lines, text, alone=True)
    line = lines.line(places[0])
    if not read and len(places) == 1 and line is not None:
        read = (BulkLine(place=lines.position(line) - 1, answer=text, typed=text),)
    return bulk.keep_read(tx, who, now, lines, read, message_id=message_id)


def _is_sentence(text: str) -> bool:
    """Whether it can stand beside a standing and names none itself."""
    from bot.language.standings import LONGEST_SENTENCE, read_standing

    return len(" ".join(text.split())) <= LONGEST_SENTENCE and read_standing(text).standing is None


def typed_because(tx: Tx, who: Caller, now: datetime, *, text: str, message_id: int) -> View:
    """Why figures are changed, in words of one's own; figures that are typed there after all are not a reason."""
    lines, waiting = asked_why(tx, who)
    if bulk.tells_figures(who, own_sheet(tx, who, lines.head.report_id), text, message_id=message_id):
        read = bulk.figures_in(lines, text)
        return bulk.keep_read(tx, who, now, lines, read, message_id=message_id)
    bare = text.strip()[:1].isdigit()
    told = [
        (one, line)
        for one in waiting.changed
        if (line := lines.looked_back(one.indicator_id)) is not None
        and _tells_figure(read_answer(lines, line, text), one.figure, bare=bare)
    ]
    if not told:
        return correct(tx, who, now, because=text)
    one, line = told[0]
    if len(waiting.changed) > 1 or not (bare or read_answer(lines, line, text).kind == "figure"):
        raise Refused("reason_with_figure")
    pending = {**(who.draft.pending or {}), "seen": one.version}
    shown = replace(who, draft=replace(who.draft, pending=pending))
    return entering.take_answer(tx, shown, now, lines, line, text=text, message_id=message_id)


def _tells_figure(answer: Answer, waiting: Figure, *, bare: bool) -> bool:
    """Whether a text where a reason is asked may be a figure: bare, none at all, or like the one that waits."""
    if answer.figure is not None and (bare or answer.figure.kind is FigureKind.NIL):
        return True
    offered = answer.candidates if answer.figure is None else (answer.figure.value,)
    if waiting.value is None or not (answer.kind == "figure" or answer.reason == "negated"):
        return False
    return any(value is not None and waiting.value / 2 <= value <= waiting.value * 2 for value in offered)
