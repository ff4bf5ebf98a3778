"""What looks like a figure at first sight: place names with a number in them, letters that touch digits."""

from bot.language.chunks import Chunk


def like_a_name(chunks: list[Chunk]) -> bool:
    """ "Năm Căn" is a place, "Năm căn" are five houses."""
    return all(chunk.text.istitle() and len(chunk.text) > 1 for chunk in chunks)


def is_letter(chunk: Chunk) -> bool:
    """A polite "a" or "e" that touches digits is a letter: "127A"."""
    return "noise" in chunk.meaning and len(chunk.text) == 1 and chunk.text.isascii() and chunk.text.isalpha()
