"""What looks like a figure at first sight: place names with a number in them, letters that touch digits."""

from decimal import Decimal

from bot.language.chunks import Chunk
from bot.language.folding import fold_word
from bot.language.syllables import is_syllable

_SHORT = 2


def like_a_name(chunks: list[Chunk]) -> bool:
    """ "Năm Căn" is a place, "Năm căn" are five houses."""
    return all(chunk.text.istitle() and len(chunk.text) > 1 for chunk in chunks)


def _is_letter(chunk: Chunk) -> bool:
    """A polite "a" or "e" that touches digits is a letter: "127A"."""
    return "noise" in chunk.meaning and len(chunk.text) == 1 and chunk.text.isascii() and chunk.text.isalpha()


def is_shorthand(text: str) -> bool:
    """One or two small letters that are no word, as "j" for "gì": they may say anything, also "not"."""
    return text.islower() and len(text) <= _SHORT and not is_syllable(fold_word(text))


def like_a_label(chunks: list[Chunk], slash: int, first: Decimal, second: Decimal) -> bool:
    """ "3/ 127 hộ" at the beginning may be line 3 of a list; "12/ 14 xã" is no line 12."""
    begins = slash == 1 and chunks[slash].glued and not chunks[slash + 1].glued
    return begins and first * 2 < second


def touches(before: Chunk, digits: Chunk) -> bool:
    """ "A127", "số3": a number that runs on from letters is a name or a label."""
    return digits.glued and (not before.meaning or "other" in before.meaning or _is_letter(before))


def runs_on(behind: Chunk) -> bool:
    """ "1e5", "12abc", "34-CT": digits that run into letters are no figure."""
    dash = "dash" in behind.meaning and "approx" not in behind.meaning
    return behind.glued and (not behind.meaning or "other" in behind.meaning or dash or _is_letter(behind))
