"""What somebody types in the words of a button, where its screen is open, does what the button does."""

from collections.abc import Callable
from datetime import datetime

from bot.campaign import report_life
from bot.campaign.model import Role
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.language.wishes import Wish, read_wish
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases import entering, forms, move_questions, reporting, sent_forms
from bot.usecases.access import Caller

ASK_WHY = frozenset({"because", "move_reason", "narrative_why"})
"""Screens on which whatever is typed would be kept as a reason."""
_DROPS: dict[str, Callable[[Tx, Caller, datetime], View]] = {
    forms.SCREEN: forms.drop,
    sent_forms.SCREEN: sent_forms.drop,
}
"""Screens of filled forms that wait to be kept."""
OF_REPORT = frozenset({"question", "doubt", "clash", "reason", "review", "bulk", "receipt", "idle"})


def granted(tx: Tx, who: Caller, now: datetime, text: str) -> View | None:
    """What he asks for; None where he asks for nothing that is to be had on this screen."""
    screen = who.draft.screen
    if not who.roles or (wish := read_wish(text)) is None:
        return None
    if screen in ASK_WHY:
        return _instead_of_a_reason(tx, who, now, wish)
    if screen in {"doubt", "reason"}:
        return _of_question(tx, who, now, wish)
    if screen in OF_REPORT:
        return _of_report(tx, who, now, wish)
    if screen in _DROPS and wish in {Wish.STOP, Wish.NO}:
        return _DROPS[screen](tx, who, now)
    # Wherever else a text is kept or sent on, "thôi" is none.
    return reporting.close(tx, who, now) if wish is Wish.STOP else None


def _instead_of_a_reason(tx: Tx, who: Caller, now: datetime, wish: Wish) -> View | None:
    """ "Thôi" is no reason: then nothing is done. "Nhầm" is one."""
    if wish in {Wish.STOP, Wish.NO}:
        return reporting.close(tx, who, now)
    if wish is Wish.MEND:
        return None
    raise Refused("reason_empty")


def _of_question(tx: Tx, who: Caller, now: datetime, wish: Wish) -> View | None:
    """Whether a doubtful figure is right, and what stops the question why there is none."""
    if wish in {Wish.NO, Wish.STOP, Wish.MEND}:
        return entering.retype(tx, who, now)
    if wish is Wish.YES and who.draft.screen == "doubt":
        pending = who.draft.pending or {}
        offered = {*pending["candidates"], *filter(None, [pending["value"]])}
        if len(offered) == 1:
            return entering.confirm(tx, who, now, choice=None if pending["value"] else 0)
        return reporting.current(tx, who, now)
    return _of_report(tx, who, now, wish)


def _of_report(tx: Tx, who: Caller, now: datetime, wish: Wish) -> View | None:
    """What the buttons of a report do."""
    head = who.report
    asks = who.draft.screen == "question"
    answered = who.draft.screen in {"receipt", "idle"}
    match wish:
        case Wish.STOP if asks:
            return reporting.close(tx, who, now)
        case Wish.MEND if asks and "echo" in (who.draft.pending or {}):
            return entering.back(tx, who, now)
        case Wish.SUBMIT if head is not None:
            return reporting.submit(tx, who, now, report_id=head.report_id)
        case Wish.WITHDRAW if head is not None and head.state in report_life.HANDED_IN:
            return move_questions.begin(tx, who, now, report_id=head.report_id, move=Move.WITHDRAW)
        case Wish.LOOK if head is not None:
            return reporting.review(tx, who, now, report_id=head.report_id)
        case Wish.REPORT if answered and who.holds(Role.FOCAL_POINT):
            return reporting.owed(tx, who, now)
        case Wish.LOOK | Wish.SUBMIT | Wish.WITHDRAW if head is None and who.holds(Role.FOCAL_POINT):
            return reporting.owed(tx, who, now)
    return None
