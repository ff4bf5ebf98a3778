"""Words in front of a number that say how it is meant: trên, khoảng, ước, tăng, lũy kế, trong đó."""

from bot.language.chunks import Meaning
from bot.language.folding import fold_word
from bot.language.pieces import Piece, Statement

ROLES = {"cumulative": "cumulative", "increment": "increment", "plan": "plan_value", "compare": "main"}
_MOVES = frozenset({"increase", "decrease"})
_DIRECTIONS = ("increase", "decrease", "maintain")


def bounds(meaning: Meaning, piece: Piece) -> bool:
    """Whether a word bounds the number that follows, and how."""
    if "compare_to" in meaning:
        piece.compare_to = str(meaning["compare_to"])
    elif "approx" in meaning:
        piece.approximate = True
    elif "estimate" in meaning:
        piece.estimate = True
    else:
        return False
    return True


def stands_before(meaning: Meaning, piece: Piece) -> bool:
    """The same for words that mean this only right before a number: "từ 5", "âm 5", "gấp 2", "% 85"."""
    if "from" in meaning:
        piece.since = True
    elif "minus" in meaning:
        piece.negative = True
    elif "times" in meaning:
        piece.doubt = "times_what"
    elif "share" in meaning:
        piece.unit = str(meaning["unit"])
    else:
        return False
    return True


def moves(meaning: Meaning, piece: Piece) -> bool:
    """Whether a word says which way the figure went."""
    for direction in _DIRECTIONS:
        if direction in meaning:
            piece.direction = direction
            return True
    if "down" in meaning or "up" in meaning:
        piece.direction = piece.direction or ("decrease" if "down" in meaning else "increase")
        piece.is_level = True
    else:
        return False
    return True


def plays_role(meaning: Meaning, text: str, piece: Piece) -> bool:
    """Whether a word says what part the figure plays: the total, the increment, the plan, another period."""
    role = "increment" if "plus" in meaning else ""
    for name in ROLES:
        role = role or (name if name in meaning else "")
    if not role:
        return False
    piece.role = ROLES[role]
    piece.compared = piece.earlier = piece.compared or role == "compare"
    piece.against = piece.against or (role == "compare" and text.lower().startswith("so"))
    if role == "increment" and fold_word(text).endswith("them"):
        piece.direction = piece.direction or "increase"
    return True


def left_over(statement: Statement, left: Piece) -> None:
    """ "55 giảm", "45 hộ tối đa", "45 hộ (kế hoạch)": words about a number that no number follows doubt the last."""
    if not statement.pieces:
        return
    last = statement.pieces[-1]
    bound = left.approximate or left.compare_to not in {None, "="}
    moved = left.direction in _MOVES and not left.compared
    plan = left.role == "plan_value" and last.role != "plan" and not statement.states
    earlier = left.earlier and not (left.direction or left.equal or left.against)
    doubt = left.doubt or ("incomplete" if bound or moved else "plan_only" if plan else "")
    last.doubt = last.doubt or doubt or ("earlier_period" if earlier else "")


def role_behind(statement: Statement, left: Piece) -> None:
    """ "15 lũy kế", "15 (lũy kế)": the role stands behind its number."""
    pieces = statement.pieces
    if pieces and pieces[-1].role == "main" and left.role in {"cumulative", "increment"}:
        pieces[-1].role, left.role = left.role, "main"
