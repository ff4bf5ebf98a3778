"""What looks like a figure at first sight: place names with a number in them, letters that touch digits."""

from decimal import Decimal

from bot.language.chunks import Chunk


def like_a_name(chunks: list[Chunk]) -> bool:
    """ "Năm Căn" is a place, "Năm căn" are five houses."""
    return all(chunk.text.istitle() and len(chunk.text) > 1 for chunk in chunks)


def is_letter(chunk: Chunk) -> bool:
    """A polite "a" or "e" that touches digits is a letter: "127A"."""
    return "noise" in chunk.meaning and len(chunk.text) == 1 and chunk.text.isascii() and chunk.text.isalpha()


def like_a_label(chunks: list[Chunk], slash: int, first: Decimal, second: Decimal) -> bool:
    """ "3/ 127 hộ" at the beginning may be line 3 of a list; "12/ 14 xã" is no line 12."""
    begins = slash == 1 and chunks[slash].glued and not chunks[slash + 1].glued
    return begins and first * 2 < second
