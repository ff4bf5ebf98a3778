"""An answer in words: one clear meaning, or a question."""

from decimal import Decimal

from bot.language.pieces import Statement
from bot.language.quantity import Kind, Quantity


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
    denied = [state for state in states if state in {"not_met", "not_started", "in_progress"}]
    return denied[0] if denied else "exceeded" if "exceeded" in states else states[-1]
