"""Why a figure that was read has to be asked about, before it is held against targets and earlier figures."""

from bot.language.measure_units import MONEY, MeasureUnit, factor, is_measured, measure_unit
from bot.language.pieces import Piece, Statement

_BILLION = 10**9
_PLANS = frozenset({"kế hoạch"})
"""Counted like papers, but "1/2 kế hoạch" is half of the plan."""
_SMALL = 12
"""Below this a fraction such as 1/3 may be meant as a fraction, where so many of so many is not counted."""


def why_doubted(piece: Piece, statement: Statement, wanted: MeasureUnit | None) -> str:
    """A reason (see hints.py); "" where the figure is plain."""
    return (
        _of_second(piece, wanted)
        or _as_read(piece)
        or _around(piece, statement)
        or ("" if wanted is None else _against(piece, wanted))
    )


def wants_share(wanted: MeasureUnit | None) -> bool:
    return wanted is not None and wanted.is_share


def fits(piece: Piece, wanted: MeasureUnit | None) -> bool:
    """Whether its unit can be converted into the indicator's; none at all can."""
    if wanted is None or not piece.unit:
        return True
    return factor(measure_unit(piece.unit), wanted) is not None


def _of_second(piece: Piece, wanted: MeasureUnit | None) -> str:
    """What the second number of a range or ratio gives away."""
    if piece.to is None and piece.denominator is None:
        return ""
    if piece.to is not None and piece.to.base <= piece.reading.base:
        return "reversed" if piece.to.base < piece.reading.base else "equal_ends"
    if piece.to is not None and piece.reading.base < 0 < piece.to.base:
        return "two_readings"
    if piece.to is not None and _years(piece):
        return "like_a_date"
    if piece.denominator is not None:
        if piece.role == "plan" or (piece.unit in _PLANS and (wanted is None or wanted.base != piece.unit)):
            return "plan_ratio"
        if not piece.denominator.base:
            return "zero_denominator"
        if _like_a_date(piece):
            return "like_a_date"
    return ""


def _as_read(piece: Piece) -> str:
    if piece.doubt or len(piece.readings) > 1:
        return piece.doubt or "two_readings"
    if piece.unit in {"%", "‰"} and piece.other is not None:
        return "three_digits_after_dot"
    if piece.direction in {"increase", "decrease"} and piece.reading.value < 0 and piece.baseline is None:
        return "contradiction"
    return ""


def _around(piece: Piece, statement: Statement) -> str:
    """What the words beside the figure say."""
    if statement.negated or (statement.answers and _answered(piece, statement)):
        return "negated"
    unmoved = piece.direction not in {"increase", "decrease"}
    if statement.corrects and piece.baseline is not None:
        return "two_quantities"
    if not unmoved and any(other.earlier and other.unit in {"", piece.unit} for other in statement.pieces):
        return "level_or_change"  # "so cùng kỳ 30 hộ tăng 7 hộ": 7 or 37?
    if piece.over or (piece.compared and (piece.equal or (piece.unit == "%" and unmoved))):
        return "over_plan"
    if piece.earlier and unmoved:
        return "earlier_period"
    if piece.name and not (piece.linked or piece.unit or piece.reading.scale > 1):
        return "unclear_name"
    return ""


def _answered(piece: Piece, statement: Statement) -> bool:
    """Whether there is an answer in words besides, which the figure does not agree with."""
    return bool(statement.answers - {"same"} - ({"nil"} if piece.role == "cumulative" else set()))


def _against(piece: Piece, wanted: MeasureUnit) -> str:
    """Whether it is what the indicator asks for."""
    if piece.role == "plan" or (piece.unit == "%" and not fits(piece, wanted)):
        return "plan_ratio"
    if piece.denominator is not None and wanted.is_share:
        return ""
    scale = piece.reading.scale
    if not fits(piece, wanted) or (wanted.is_share and not piece.unit and scale > 1):
        return "wrong_unit"
    if not piece.unit and scale >= _BILLION and not _in_billions(wanted):
        return "wrong_unit"
    if piece.denominator is not None and not piece.unit and is_measured(wanted.base):
        return "like_a_fraction" if piece.denominator.base <= _SMALL else ""
    return ""


def _in_billions(wanted: MeasureUnit) -> bool:
    """A bare "tỷ" is money, and đồng rather than another currency, unless the indicator counts in them too."""
    return wanted.base == "đồng" or (wanted.base in MONEY and wanted.scale >= _BILLION)


def _years(piece: Piece) -> bool:
    """ "2020-2025" is a period before it is a range."""
    ends = (piece.reading.base, piece.to.base if piece.to else 0)
    return not piece.unit and all(1990 <= end <= 2100 for end in ends)


def _like_a_date(piece: Piece) -> bool:
    """ "30/6" and "6/2023" are dates before they are ratios; "3/4" and "12/14 xã" are ratios."""
    if piece.unit or piece.denominator is None:
        return False
    first, second = piece.reading.base, piece.denominator.base
    return (second < first <= 31 and second <= 12) or (first <= 12 and 1900 <= second <= 2100)
