"""What becomes of each line when a document re-issues the targets of a running campaign."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum


class Choice(StrEnum):
    """What an admin makes of a line of the document, or of an indicator that is not in it."""

    ASK = "ask"
    """Not decided yet: it may be one of several, or a new one."""
    CHANGE = "change"
    """It is that indicator, and its target takes the place of the old one."""
    ADD = "add"
    """An indicator that the campaign does not have yet."""
    WITHDRAW = "withdraw"
    """The indicator is not in the document, and is not asked any more."""
    LEAVE = "leave"
    """The line is not taken over."""
    SAME = "same"
    """It is that indicator, and its target stays what it is."""
    STAY = "stay"
    """The indicator is not in the document, and stays as it is."""


ORDER = tuple(Choice)
"""In which order they are looked through: what is to be decided first, what does not change last."""


def measured_by_new(dues: Sequence[date], from_on: date) -> list[bool]:
    """For each due date whether figures of its period are measured by what is in force from this day."""
    return [from_on <= due for due in dues]
