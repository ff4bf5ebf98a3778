"""Two columns without a ruled line: the letterhead, and the recipients beside the signature."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.directive.reading.grids import Grid
from bot.directive.reading.pages import Line, Word
from bot.language.folding import fold

NATION = "cong hoa xa hoi"
_BESIDE = (NATION, "doc lap", "dang cong san viet nam")
"""What stands at the right of a letterhead."""
_HEAD_LINES = 14
_DATED = re.compile(r"\bngày\b.*\btháng\b.*\bnăm\b", re.IGNORECASE)
_RECIPIENTS = "noi nhan"
_ABOVE = 4
"""The signer's office may begin so many lines above "Nơi nhận"."""
_GUTTER = 6.0
_LISTED = re.compile(r"[-+•–*\uf0b7]|Lưu\b")

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """Lines side by side: those of the left column, then those of the right. `goes_on` from the page before."""

    sides: tuple[tuple[Line, ...], tuple[Line, ...]]
    gutter: float
    goes_on: bool = False


def in_columns(
    lines: Sequence[Line], tables: Sequence[tuple[Grid, T]], *, first: bool, before: Columns | None
) -> Iterator[Line | Columns | tuple[Grid, T]]:
    """The lines and tables of a page in reading order, with the columns of letterhead and closing kept together.

    `before` are the columns in which the page before ended.
    """
    head = _letterhead(lines) if first else _rest(lines, before) if before else None
    spans = [head] if head else []
    if (closing := _closing(lines)) is not None and all(closing[0] >= end for _, end, _ in spans):
        spans.append(closing)
    waiting = sorted(tables, key=lambda one: -one[0].top)
    n = 0
    while n < len(lines):
        while waiting and waiting[0][0].top > lines[n].baseline:
            yield waiting.pop(0)
        span = next((span for span in spans if span[0] == n), None)
        if span is None:
            yield lines[n]
            n += 1
            continue
        yield _split(lines[span[0] : span[1]], span[2], goes_on=span is head and not first)
        n = span[1]
    yield from waiting


def _split(lines: Sequence[Line], gutter: float, *, goes_on: bool = False) -> Columns:
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        for side, words in (
            (left, [word for word in line.words if _middle(word) < gutter]),
            (right, [word for word in line.words if _middle(word) >= gutter]),
        ):
            if words:
                side.append(Line(words=tuple(words)))
    return Columns(sides=(tuple(left), tuple(right)), gutter=gutter, goes_on=goes_on)


def _middle(word: Word) -> float:
    return (word.x0 + word.x1) / 2


def _letterhead(lines: Sequence[Line]) -> tuple[int, int, float] | None:
    """(first line, line below the last, x between the columns) of a letterhead with an issuer beside the nation's name."""
    for n, line in enumerate(lines[:_HEAD_LINES]):
        for place, word in enumerate(line.words):
            if not fold(" ".join(one.text for one in line.words[place:])).startswith(_BESIDE):
                continue
            gutter = (line.words[place - 1].x1 + word.x0) / 2 if place else word.x0 - _GUTTER
            end = n + 1
            for m in range(n + 1, min(len(lines), _HEAD_LINES)):
                if _crosses(lines[m], gutter):
                    break
                if lines[m].x0 < gutter or _DATED.search(lines[m].text) or _goes_on(lines[m - 1], lines[m]):
                    end = m + 1
            start = n
            while start and not _crosses(lines[start - 1], gutter):
                start -= 1
            split = _split(lines[start:end], gutter)
            return (start, end, gutter) if all(split.sides) else None
    return None


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a narrow column broke the line before: "Suối Vàng, ngày 12 tháng 01 năm / 2026"."""
    return _DATED.search(before.text) is not None and not line.text[0].isupper()


def _closing(lines: Sequence[Line]) -> tuple[int, int, float] | None:
    """The same of the recipients with the signature beside them, to the end of the page."""
    n = next((n for n, line in enumerate(lines) if fold(line.text).startswith(_RECIPIENTS)), None)
    if n is None:
        return None
    left = lines[n].x0
    start = n
    while start > max(0, n - _ABOVE) and lines[start - 1].x0 > left + 100 and lines[start - 1].text.isupper():
        start -= 1
    gutter = _gap([word for line in lines[start:] for word in line.words])
    if gutter is None:
        return None
    listed = max(m for m in range(n, len(lines)) if m == n or _LISTED.match(lines[m].text))
    # A signature below the whole list, in the middle of the page, stands beside nothing.
    beside = any(_middle(word) >= gutter for line in lines[start : listed + 1] for word in line.words)
    return (start, len(lines), gutter) if beside else None


def _rest(lines: Sequence[Line], before: Columns) -> tuple[int, int, float] | None:
    """The lines that go on with the columns of the page before: entries of the recipients, no new title."""
    gutter = before.gutter
    if not lines or lines[0].x0 > gutter or lines[0].text[0].isupper():
        return None
    end = next((n for n, line in enumerate(lines) if _crosses(line, gutter)), len(lines))
    return (0, end, gutter) if end else None


def _gap(words: Sequence[Word]) -> float | None:
    """The middle of the widest stretch that no word covers, where words stand on both sides of it."""
    end = min(word.x1 for word in words)
    widest, middle = _GUTTER, None
    for word in sorted(words, key=lambda one: one.x0):
        if word.x0 - end > widest:
            widest, middle = word.x0 - end, (word.x0 + end) / 2
        end = max(end, word.x1)
    return middle


def _crosses(line: Line, gutter: float) -> bool:
    """Whether the line runs over both columns: a word stands on their border, or no gap is there."""
    return any(word.x0 < gutter < word.x1 for word in line.words) or any(
        left.x1 <= gutter <= right.x0 and right.x0 - left.x1 < 0.6 * line.size
        for left, right in zip(line.words, line.words[1:], strict=False)
    )
