"""Several people in one report: who is asked for what, and whose figure stands where two were given."""

from datetime import datetime, timedelta
from typing import Any

from bot.campaign.model import Figure
from bot.errors import Refused
from bot.store import people
from bot.store.engine import Tx
from bot.store.sheets import Line, Sheet
from bot.usecases.access import Caller
from bot.usecases.answering import figure_in, pending_of
from bot.usecases.report_views import Clash, Other

TYPING_FOR = timedelta(minutes=30)
"""How long somebody whose screen asks for a figure counts as typing it."""


def others_in(who: Caller, now: datetime, lines: Sheet) -> tuple[Other, ...]:
    """Who else is typing a figure of this report, in the order of its indicators."""
    found = []
    for typist in lines.typists().values():
        line = lines.line(typist.indicator_id)
        if typist.person_id != who.person_id and now - typist.at < TYPING_FOR and line is not None:
            found.append(Other(person=typist.person, position=lines.position(line)))
    return tuple(sorted(found, key=lambda other: (other.position, other.person)))


def clashes(who: Caller, line: Line, figure: Figure) -> bool:
    """Whether the figure would silently replace another one, which somebody else gave and the caller was not shown."""
    if line.figure is None or line.given is None or line.given.person_id == who.person_id:
        return False
    seen = seen_by(who, line)
    return line.figure != figure and (seen is None or line.version > seen)


def seen_by(who: Caller, line: Line) -> int | None:
    """The version of the figure that the caller's open screen shows; None where it shows none."""
    if who.draft.indicator_id != line.indicator_id:
        return None
    seen: int | None = (who.draft.pending or {}).get("seen")
    return seen


def ask_which(
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
) -> Clash:
    """Two people gave a figure: until the later one has chosen, the earlier one stands."""
    pending = waiting(line, figure, typed=typed, message_id=message_id, reason=reason)
    people.move(
        tx,
        who.known,
        "clash",
        now=now,
        report_id=lines.head.report_id,
        indicator_id=line.indicator_id,
        pending=pending,
    )
    return clash_view(now, line, pending, version=who.draft.version + 1)


def waiting(
    line: Line, figure: Figure, *, typed: str, message_id: int | None, reason: str | None
) -> dict[str, Any]:
    """A figure as the screen keeps it that asks which of two stands."""
    return {
        **pending_of(figure),
        "typed": typed[:500],
        "message_id": message_id,
        "reason": reason,
        "seen": line.version,
    }


def clash_view(now: datetime, line: Line, pending: dict[str, Any], *, version: int) -> Clash:
    if line.given is None:
        raise Refused("stale")
    return Clash(
        line=line,
        figure=figure_in(pending),
        reason=pending["reason"],
        given=line.given,
        today=line.given.at.astimezone(now.tzinfo).date() == now.date(),
        version=version,
    )
