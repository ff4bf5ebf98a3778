"""A whole and its parts ("trong đó"): whether their figures can all be right."""

from collections.abc import Sequence
from decimal import Decimal


def make_up_the_whole(whole: Decimal | None, parts: Sequence[Decimal | None]) -> bool:
    """Whether the targets say that the parts are all there is: 396 + 132 + 110 of 638, but not 200 of 750."""
    known = [part for part in parts if part is not None]
    return whole is not None and len(known) == len(parts) > 1 and sum(known) == whole


def contradict(whole: Decimal | None, parts: Sequence[Decimal | None], *, complete: bool) -> bool:
    """Whether a whole and the parts that are known so far cannot all be right; None is not known yet.

    Parts that make up the whole must add up to it once all are known; at no time are they more than it.
    """
    known = [part for part in parts if part is not None]
    if whole is None or not known:
        return False
    total = sum(known, Decimal(0))
    return total > whole or (complete and len(known) == len(parts) and total != whole)
