"""Two amounts that say one thing: a range "8,5 - 9%", a ratio "12/14 xã", a from-to "từ 13,18% xuống 13,08%"."""

from bot.language.amounts import Amount, Reading
from bot.language.chunks import Chunk, means
from bot.language.folding import fold_word
from bot.language.pieces import Piece
from bot.language.typed_units import UNKNOWN, unit_at

_SHOWN = frozenset({10**3, 10**6, 10**9})
"""Scale words that a figure is shown with."""


def joint(chunks: list[Chunk], at: int, piece: Piece) -> str:
    """What the chunk between two amounts makes of them: ratio, range, to, down, up, arrow; "" where it joins nothing."""
    meaning, text = chunks[at].meaning, fold_word(chunks[at].text)
    if text == "trong" and means(chunks, at + 2, "time"):
        return ""  # "12 xã trong 6 tháng"
    if "slash" in meaning or "out_of" in meaning or (text == "tren" and meaning.get("compare_to") == ">"):
        return "ratio"
    if "down" in meaning or (text == "con" and piece.since):
        return "down"
    return next(
        (
            name
            for name, mark in (("range", "dash"), ("to", "to"), ("up", "up"), ("arrow", "arrow"))
            if mark in meaning
        ),
        "",
    )


def join(piece: Piece, how: str, read: Amount, unit: str) -> None:
    """Add the second amount to the piece of the first; what does not agree is doubted."""
    second, first = read.readings[0], piece.reading
    if not piece.unit and piece.written == 1 and not (how == "ratio" and second.scale == 1):
        # "2 - 3 trăm": the scale word stands once, at the end.
        piece.readings = (Reading(first.value * (read.written // second.scale), second.scale),)
    if how == "ratio" and piece.unit in unit.split(", "):
        piece.unit = unit  # "18 xã/21 xã, thị trấn"
    if piece.unit and unit and piece.unit != unit and not unit.startswith(UNKNOWN):
        piece.doubt = piece.doubt or "two_quantities"
    piece.unit = piece.unit or unit
    if how == "ratio":
        piece.denominator = second
        if piece.reading.scale > 1 and second.scale == 1 and not second.base >= piece.reading.scale:
            piece.doubt = piece.doubt or "two_readings"  # "12,5 tỷ/20": of 20 tỷ, or each of 20?
    elif how in {"range", "to"}:
        piece.to = second
        if how == "to" and piece.direction in {"increase", "decrease"}:
            piece.doubt = "from_to_or_range"
    else:
        piece.baseline, piece.readings = piece.reading, (second,)
        falls = second.base < piece.baseline.base
        piece.direction = piece.direction or ("decrease" if how == "down" or falls else "increase")
        if falls != (piece.direction == "decrease") or (falls and how == "up"):
            piece.doubt = "contradiction"


def behind_words(chunks: list[Chunk], at: int, typed: Piece, spelled: Piece) -> int:
    """ "12 (mười hai) tỷ đồng": take the scale word and the unit behind the number in words; where they end."""
    alone = spelled.bracketed and not (typed.unit or spelled.unit) and typed.reading.scale == 1
    if not alone or spelled.reading.base != typed.reading.base:
        return at
    if means(chunks, at, "scale"):
        scale = chunks[at].meaning["scale"]
        assert isinstance(scale, int)  # noqa: S101 - narrows what the vocabulary holds.
        typed.doubt = typed.doubt or ("" if scale in _SHOWN else "two_quantities")
        for piece in (typed, spelled):
            piece.readings = tuple(Reading(reading.value, scale) for reading in piece.readings)
        at += 1
    typed.unit, at = unit_at(chunks, at, millions=typed.reading.scale >= 10**6)
    return at
