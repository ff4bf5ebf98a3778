"""The life of a report: which move leads from which state to which, and until when a unit may still change it."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from bot.campaign.model import ReportState

DRAFT, WAITING, SUBMITTED = ReportState.DRAFT, ReportState.WAITING, ReportState.SUBMITTED
RETURNED, ACCEPTED, WITHDRAWN = ReportState.RETURNED, ReportState.ACCEPTED, ReportState.WITHDRAWN

OWED = frozenset({DRAFT, RETURNED, WITHDRAWN})
"""The states in which the unit still owes its report, as it does before it has begun one."""
HANDED_IN = frozenset({WAITING, SUBMITTED, ACCEPTED})
"""The states in which the focal point has done his part: nudges stop."""
COUNTED = frozenset({SUBMITTED, ACCEPTED})
"""The states in which the figures are the unit's word and stand in the summary."""


class Move(StrEnum):
    """What somebody does to a report as a whole."""

    SUBMIT = "submit"
    """The focal point hands it in."""
    SIGN = "sign"
    HAND_BACK = "hand_back"
    """The unit's head gives it back to the focal point."""
    ACCEPT = "accept"
    RETURN = "return"
    """The standing body gives it back to the unit, with a new due date."""
    CORRECT = "correct"
    """A figure of a report that was handed in is changed, with a reason."""
    WITHDRAW = "withdraw"
    EXTEND = "extend"
    """The unit gets another due date."""
    RELEASE = "release"
    """The unit's head does not sign any more: what waits for him goes on to the standing body."""
    EXCUSE = "excuse"
    """A late report counts as on time, with a reason."""


MOVES: Mapping[Move, Mapping[ReportState, ReportState]] = {
    Move.SUBMIT: dict.fromkeys(OWED, SUBMITTED),
    Move.SIGN: {WAITING: SUBMITTED},
    Move.HAND_BACK: {WAITING: RETURNED},
    Move.RELEASE: {WAITING: SUBMITTED},
    Move.ACCEPT: {SUBMITTED: ACCEPTED},
    Move.RETURN: dict.fromkeys(HANDED_IN, RETURNED),
    # What was accepted is looked at again once it is corrected.
    Move.CORRECT: {WAITING: WAITING, SUBMITTED: SUBMITTED, ACCEPTED: SUBMITTED},
    Move.WITHDRAW: {WAITING: WITHDRAWN, SUBMITTED: WITHDRAWN},
    Move.EXTEND: {state: state for state in OWED},
    Move.EXCUSE: {state: state for state in HANDED_IN},
}


def after(state: ReportState, move: Move, *, signed_off: bool) -> ReportState | None:
    """The state that a move leads to; None where the report does not allow it.

    `signed_off`: whether the unit's head signs its reports. Then what is submitted waits for him first.
    """
    to = MOVES[move].get(state)
    return WAITING if move is Move.SUBMIT and to is not None and signed_off else to


def last_day(due_on: date, lock_days: int) -> date:
    """The last day on which a unit may enter and correct."""
    return due_on + timedelta(days=lock_days)


def is_locked(day: date, due_on: date, lock_days: int) -> bool:
    """Whether the unit's time to enter and correct is over: more than `lock_days` calendar days after its due date."""
    return day > last_day(due_on, lock_days)
