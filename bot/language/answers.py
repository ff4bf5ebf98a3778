"""An answer in words: one clear meaning, or a question."""

from decimal import Decimal

from bot.language.chunks import Meaning
from bot.language.pieces import Piece, Statement
from bot.language.quantity import Kind, Quantity

_ANSWERS = ("nil", "missing", "same", "skip", "unclear")
_NOT_YET = frozenset({"not_met", "not_started", "in_progress"})


def answered(meaning: Meaning, statement: Statement, following: Piece) -> bool:
    """Whether a phrase is an answer by itself, or says how far it has come; a number may still follow."""
    found = [name for name in _ANSWERS if name in meaning]
    statement.answers.update(found)
    if "same" in found:
        following.direction, following.linked = "maintain", True
    if "state" in meaning:
        statement.states.append(str(meaning["state"]))
        statement.negated = statement.negated or meaning["state"] in _NOT_YET
        following.linked = True
    return bool(found) or "state" in meaning


def without_number(statement: Statement) -> Quantity:
    """What a statement without any amount says."""
    answers = statement.answers
    if len(answers) > 1 or (answers and statement.states):
        return Quantity(kind=Kind.NONE, hint="contradiction")
    if "unclear" in answers:
        return Quantity(kind=Kind.NONE, hint="no_figure")
    if "nil" in answers:
        return Quantity(kind=Kind.NIL, value=Decimal(0), base_value=Decimal(0))
    if statement.denied and statement.states:
        return Quantity(kind=Kind.NONE, hint="negated")
    if answers:
        return Quantity(kind=Kind(next(iter(answers))))
    if statement.states and not statement.unknown:
        return Quantity(kind=Kind.STATE, state=_strongest(statement.states))
    return Quantity(kind=Kind.NONE, hint="a_date" if statement.dated else "not_understood")


def _strongest(states: list[str]) -> str:
    """ "đạt và vượt kế hoạch": the last word decides, unless one of them says no."""
    denied = [state for state in states if state in _NOT_YET]
    return denied[0] if denied else "exceeded" if "exceeded" in states else states[-1]
