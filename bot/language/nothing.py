"""Answers that say that nothing of the kind happened: "không có vụ nào", "chưa có hộ nào"."""

from bot.language.chunks import Chunk
from bot.language.folding import fold, fold_word

_DENIALS = ("khong", "chua", "ko")
_ENDED = frozenset({"khong con", "het", "da het", "ko con"})
_MOST_WORDS = 2
"""Unknown words that may name what there is none of any more: "không còn nhà tạm, dột nát"."""


def none_at_all(chunks: list[Chunk], at: int) -> int:
    """Where such an answer that begins at a chunk ends; 0 where none begins.

    "không có đơn vị nào báo cáo" says who is silent, not that there was nothing, so that nothing may follow.
    """
    text = fold_word(chunks[at].text)
    if text in _ENDED:
        return _ended(chunks, at + 1)
    if not text.startswith(_DENIALS):
        return 0
    end = next((end for end in range(at + 1, len(chunks)) if fold_word(chunks[end].text) == "nao"), 0)
    between, rest = chunks[at + 1 : end], chunks[end + 1 :]
    counted = any("unit" in chunk.meaning for chunk in between)
    plain = not any({"number", "stop"} & chunk.meaning.keys() for chunk in between)
    alone = all(
        {"noise", "stop"} & chunk.meaning.keys() and "bao cao" not in fold(chunk.text) for chunk in rest
    )
    return end + 1 if counted and plain and alone else 0


def _ended(chunks: list[Chunk], at: int) -> int:
    """ "không còn hộ nghèo", "hết nhà tạm": what is counted and how it is called, and nothing else."""
    if at >= len(chunks) or "unit" not in chunks[at].meaning or "time" in chunks[at].meaning:
        return 0
    words = chunks[at + 1 :]
    named = sum(not chunk.meaning for chunk in words)
    plain = all(not chunk.meaning or {"noise", "comma"} & chunk.meaning.keys() for chunk in words)
    return len(chunks) if plain and named <= _MOST_WORDS else 0
