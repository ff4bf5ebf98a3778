"""Whether a figure is unlike the unit's own history: the robust z-score, by median and median deviation."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median

ENOUGH = 6
"""Figures of the past below which nothing can be said."""
_FAR = Decimal("3.5")
# Of a normal distribution the median deviation is this part of the standard deviation.
_SCALE = Decimal("0.6745")


def is_outlier(value: Decimal, past: Sequence[Decimal], *, running_total: bool) -> bool:
    """Whether a figure stands out from those of the past, the newest first.

    Of a running total it is the growth that is compared; where it fell, a new year began and that step says
    nothing. A past that never moved says nothing either.
    """
    if len(past) < ENOUGH:
        return False
    if running_total:
        steps = [later - earlier for later, earlier in pairwise(past) if later >= earlier]
        return value >= past[0] and is_outlier(value - past[0], steps, running_total=False)
    middle = median(past)
    spread = median(abs(one - middle) for one in past)
    return spread > 0 and abs(value - middle) * _SCALE > _FAR * spread
