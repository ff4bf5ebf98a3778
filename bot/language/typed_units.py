"""The measure unit behind an amount, as it was typed: "xã, thị trấn", "bác sĩ/ vạn dân", "triệu đồng/1ha"."""

from bot.language.chunks import Chunk, means
from bot.language.folding import fold_word
from bot.language.measure_units import SHARES, canonical, is_measured

UNKNOWN = "?"
"""Stands before a unit that is not known; whether to believe it is decided later."""


def unit_at(chunks: list[Chunk], at: int, *, millions: bool = False) -> tuple[str, int]:
    """The unit that begins at a chunk and where it ends; "" and `at` if there is none.

    Behind `millions` what is counted by the head is money: "25 triệu/người".
    """
    if at == len(chunks):
        return "", at
    if millions and _denominator_end(chunks, at) > at:
        name = "đồng"
    elif not means(chunks, at, "unit"):
        return _unknown(chunks, at)
    else:
        name = str(chunks[at].meaning["unit"])
        at += 1
    if name == "điểm" and means(chunks, at, "unit") and chunks[at].meaning["unit"] in SHARES:
        name, at = str(chunks[at].meaning["unit"]), at + 1
    while means(chunks, at, "comma") and _is_listed(chunks, at + 1) and _ends_clause(chunks, at + 2):
        name += ", " + str(chunks[at + 1].meaning["unit"])
        at += 2
    while (end := _denominator_end(chunks, at)) > at:
        name += "/" + _denominator(chunks[at + 1 : end])
        at = end
    return name, at


def _is_listed(chunks: list[Chunk], at: int) -> bool:
    """Things that are counted together: "xã, thị trấn", but not "hộ, tấn" or "hộ, năm"."""
    if not means(chunks, at, "unit") or {"time", "digit", "plan"} & chunks[at].meaning.keys():
        return False
    return not is_measured(str(chunks[at].meaning["unit"]))


def _ends_clause(chunks: list[Chunk], at: int) -> bool:
    following = chunks[at].meaning if at < len(chunks) else {"stop": True}
    return not following or bool({"stop", "noise", "verb"} & following.keys())


def _unknown(chunks: list[Chunk], at: int) -> tuple[str, int]:
    """Up to four unknown words behind a number may be its unit."""
    end = at
    if at < len(chunks) and not chunks[at].glued:
        while end < min(at + 4, len(chunks)) and not chunks[end].meaning:
            end += 1
    name = " ".join(chunk.text for chunk in chunks[at:end])
    return (UNKNOWN + name if name else ""), end


def _denominator(chunks: list[Chunk]) -> str:
    """ "1ha" and "ha" are the same; "100.000 dân" keeps its number."""
    text = "".join(" " * (not chunk.glued) + chunk.text for chunk in chunks).strip()
    return canonical(
        text[1:].strip() if text[:1] == "1" and not text[1:2].isdigit() and text[1:2] != "." else text
    )


def _denominator_end(chunks: list[Chunk], at: int) -> int:
    """Where "/ha", "/1ha", "/ vạn dân", "/100.000 dân", "trên 1 vạn dân" end; `at` itself if there is none."""
    if at >= len(chunks):
        return at
    meaning = chunks[at].meaning
    if "slash" not in meaning and meaning.get("compare_to") != ">":
        return at
    spelled = fold_word(chunks[at].text) == "tren"
    one = at + 1 < len(chunks) and chunks[at + 1].text.replace(".", "").rstrip("0") == "1"
    counted = means(chunks, at + 1, "scale") or (one and means(chunks, at + 2, "scale"))
    if not ("slash" in meaning or (spelled and counted)):
        return at
    end = at + 1
    if means(chunks, end, "number"):
        same_unit = end + 1 < len(chunks) and fold_word(chunks[end + 1].text) == fold_word(
            chunks[at - 1].text
        )
        if not one or same_unit:
            return at  # "12 xã/14 xã", "1 xã/1 xã" are ratios.
        end += 1
    if means(chunks, end, "scale"):
        end += 1
    known = means(chunks, end, "unit") or (end < len(chunks) and not chunks[end].meaning)
    return end + 1 if known else at
