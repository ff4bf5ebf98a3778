"""Spelled-out numbers below 1,000: "ba mươi lăm", "một trăm linh năm", "mười hai phẩy năm"."""

from decimal import Decimal

from bot.language.chunks import Chunk, means
from bot.language.folding import fold_word

_SHORT_ONES = frozenset({"mot", "tu", "lam", "nham"})
_TRAILING_FIVES = frozenset({"lam", "nham"})


def spelled_out(chunks: list[Chunk], at: int) -> tuple[Decimal, str, int] | None:
    """A spelled-out number below 1,000 with its decimals, and its form: digit, ten, tens, hundreds, linh."""
    if means(chunks, at, "zero_ten"):
        one = _digit(chunks, at + 1)
        return (Decimal(one), "linh", at + 2) if one else None
    read = _below_hundred(chunks, at)
    if read is None:
        return None
    whole, form, at = read
    if form == "digit" and means(chunks, at + 1, "point") and (one := _digit(chunks, at)):
        whole, form, at = whole * 10 + one, "tens", at + 1
    if form == "digit" and means(chunks, at, "scale") and chunks[at].meaning["scale"] == 100:
        whole, form, at = _hundreds(chunks, at + 1, whole)
    if means(chunks, at, "point"):
        fraction, end = _fraction(chunks, at + 1)
        if fraction:
            return Decimal(f"{whole}.{fraction}"), "decimal", end
        return None
    return Decimal(whole), form, at


def _hundreds(chunks: list[Chunk], at: int, count: int) -> tuple[int, str, int]:
    """What follows "X trăm": linh năm, mười lăm, hai mươi, or one digit for tens (một trăm hai = 120)."""
    form = "hundreds" if count else "zero hundred"
    if means(chunks, at, "zero_ten") and (one := _digit(chunks, at + 1)):
        return count * 100 + one, form, at + 2
    rest = _below_hundred(chunks, at)
    if rest is None:
        return count * 100, form, at
    part, kind, end = rest
    if kind == "digit":
        part *= 10
    return count * 100 + part, form, end


def _below_hundred(chunks: list[Chunk], at: int) -> tuple[int, str, int] | None:
    if means(chunks, at, "ten"):
        one = _digit(chunks, at + 1)
        return (10 + one, "ten", at + 2) if one else (10, "ten", at + 1)
    first = _digit(chunks, at)
    if first is None or fold_word(chunks[at].text) in _TRAILING_FIVES:
        return None
    if first > 1 and means(chunks, at + 1, "tens"):
        one = _digit(chunks, at + 2)
        return (first * 10 + one, "tens", at + 3) if one else (first * 10, "tens", at + 2)
    if first > 1 and at + 1 < len(chunks) and fold_word(chunks[at + 1].text) in _SHORT_ONES:
        one = _digit(chunks, at + 1)
        if one and chunks[at + 1].text.lower() != "một":
            return first * 10 + one, "tens", at + 2
    return first, "digit", at + 1


def _digit(chunks: list[Chunk], at: int) -> int | None:
    if not means(chunks, at, "digit"):
        return None
    value = chunks[at].meaning["digit"]
    assert isinstance(value, int)  # noqa: S101 - narrows what the vocabulary holds.
    return value


def _fraction(chunks: list[Chunk], at: int) -> tuple[str, int]:
    """The decimals as they are spoken: "hai lăm" and "hai mươi lăm" are 25, "không năm" is 05."""
    tens = _below_hundred(chunks, at)
    if tens is not None and tens[1] != "digit":
        return str(tens[0]), tens[2]
    digits = ""
    while (one := _digit(chunks, at)) is not None:
        digits += str(one)
        at += 1
    return digits, at
