"""Digits with their separators: "13.455,5", "1.234", "1,234" and what they may mean."""

import re
from decimal import Decimal
from typing import NamedTuple

LONGEST = 15
"""Digits before the decimal mark; no office counts further, so more is a slip of the finger."""
_DOTTED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_COMMAED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")


class Literal(NamedTuple):
    """Digits with their separators, as one or two decimals; none of them when the grouping is wrong."""

    values: tuple[Decimal, ...]
    doubt: str = ""
    other: Decimal | None = None


def literal(text: str) -> Literal:
    """Read digits and separators: a dot parts thousands, a comma decimals, as far as the groups allow.

    >>> literal("13.455,5").values, literal("1.234").values, literal("1,234").values
    ((Decimal('13455.5'),), (Decimal('1234'),), (Decimal('1.234'), Decimal('1234')))
    """
    if text.isdigit():
        return _whole(text)
    if " " in text:
        return _spaced(text)
    commas, dots = text.count(","), text.count(".")
    if commas and dots:
        return _both_marks(text)
    if commas + dots > 1:
        mark, groups = (",", _COMMAED) if commas else (".", _DOTTED)
        return _exactly(text.replace(mark, "")) if groups.fullmatch(text) else Literal((), "bad_grouping")
    before, _, after = text.partition("," if commas else ".")
    decimal, joined = before + "." + after, before + after
    if len(after) != 3 or (before.startswith("0") and len(before) == 1):
        return _exactly(decimal)
    if commas:
        if len(before) > 3:
            return _exactly(decimal)
        return _either(decimal, joined, "three_digits_after_comma")
    if len(before) > 3 or before.startswith("0"):
        return _either(decimal, joined, "three_digits_after_dot")
    return Literal((Decimal(joined),), other=Decimal(decimal))


def _whole(text: str) -> Literal:
    if len(text) >= 9 and text.startswith("0"):
        return Literal((Decimal(text),), "telephone")
    return Literal((), "too_large") if len(text) > LONGEST else Literal((Decimal(text),))


def _spaced(text: str) -> Literal:
    """Groups of three parted by spaces, with a decimal part at the end at most."""
    joined = text.replace(" ", "")
    if text.startswith("0"):
        return Literal((), "bad_grouping")
    if joined.isdigit():
        return _exactly(joined)
    before, mark, after = joined.replace(".", ",").partition(",")
    if "," in after or (mark and len(after) == 3):
        return Literal((), "bad_grouping")
    return _exactly(before + "." + after)


def _both_marks(text: str) -> Literal:
    mark = max(",.", key=text.rfind)
    before, _, after = text.rpartition(mark)
    groups = _DOTTED if mark == "," else _COMMAED
    if not groups.fullmatch(before):
        return Literal((), "bad_grouping")
    return _exactly(before.replace(".", "").replace(",", "") + "." + after)


def _exactly(text: str) -> Literal:
    return Literal((), "too_large") if len(text.partition(".")[0]) > LONGEST else Literal((Decimal(text),))


def _either(decimal: str, joined: str, doubt: str) -> Literal:
    return Literal((Decimal(decimal), Decimal(joined)), doubt)


NOTHING = Literal(())
