"""The letters of a page -> words, and words -> the lines that a reader sees. All measures are points, y grows upwards."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from bot.directive.reading.legacy import from_font
from bot.directive.reading.lines import raised

_SAME_LINE = 0.2
"""Letters whose baselines differ by less than this part of their size stand on one line."""
_GAP = 0.18
"""A gap wider than this part of the size is a space, whether or not the file has one."""
_SMALL = 0.85
"""A raised letter is smaller than this part of the line that it belongs to."""
_WIDE_GAP = 2.0
_COMBINING = re.compile(r"[\u0300-\u036f]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One drawn letter: from `x0` to `x1` on `baseline`."""

    text: str
    font: str
    size: float
    x0: float
    x1: float
    baseline: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    text: str
    size: float
    x0: float
    x1: float
    baseline: float
    bold: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Words side by side. `mark` is the number of the footnote that begins here, or ""; `marks` are those in the text."""

    words: tuple[Word, ...]
    mark: str = ""
    marks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def baseline(self) -> float:
        return median(word.baseline for word in self.words)

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)

    def segments(self) -> Iterator[str]:
        """The texts that a wide gap sets apart: two columns, a stamp beside the letterhead."""
        part = [self.words[0]]
        for word in self.words[1:]:
            if word.x0 - part[-1].x1 > _WIDE_GAP * self.size:
                yield " ".join(one.text for one in part)
                part = []
            part.append(word)
        yield " ".join(one.text for one in part)


def lines_of(letters: Iterable[Letter]) -> list[Line]:
    """The lines of a page from top to bottom; marks of footnotes in the text are left out."""
    rows = [list(_words(row)) for row in _rows(letters)]
    rows = _with_raised([row for row in rows if row])
    lines = [line for line in map(_line, rows) if line is not None]
    return sorted(lines, key=lambda line: (-round(line.baseline), line.x0))


def _rows(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Letters by baseline, each row in the order of reading."""
    row: list[Letter] = []
    for letter in sorted(letters, key=lambda one: -one.baseline):
        if row and row[0].baseline - letter.baseline > _SAME_LINE * max(row[0].size, letter.size):
            yield row
            row = []
        row.append(letter)
    if row:
        yield row


def _words(row: Sequence[Letter]) -> Iterator[Word]:
    ordered = sorted(_composed(row), key=lambda one: one.x0)
    run: list[Letter] = []
    for letter in ordered:
        if run and (same := run[-1]).text == letter.text and abs(same.x0 - letter.x0) < 0.08 * letter.size:
            continue  # Drawn twice, a little aside: that is how some programs make letters bold.
        if letter.text.isspace() or (run and _apart(run[-1], letter)):
            yield from _word(run)
            run = []
        if not letter.text.isspace():
            run.append(letter)
    yield from _word(run)


def _apart(left: Letter, right: Letter) -> bool:
    small, large = sorted((left.size, right.size))
    return right.x0 - left.x1 > _GAP * large or small < _SMALL * large


def _composed(row: Iterable[Letter]) -> Iterator[Letter]:
    """A tone mark drawn by itself belongs to the letter that was drawn before it."""
    held: Letter | None = None
    for letter in row:
        if held is not None and _COMBINING.match(letter.text):
            held = Letter(
                text=held.text + letter.text, font=held.font, size=held.size, x0=held.x0,
                x1=max(held.x1, letter.x1), baseline=held.baseline,
            )  # fmt: skip
            continue
        if held is not None:
            yield held
        held = letter
    if held is not None:
        yield held


def _word(run: list[Letter]) -> Iterator[Word]:
    if run:
        text = "".join(
            from_font("".join(one.text for one in part), font)
            for font, part in groupby(run, key=lambda one: one.font)
        )
        yield Word(
            text=text, size=max(one.size for one in run), x0=run[0].x0, x1=run[-1].x1,
            baseline=run[0].baseline, bold=all("bold" in one.font.lower() for one in run),
        )  # fmt: skip


def _with_raised(rows: list[list[Word]]) -> list[list[Word]]:
    """Small raised words are put into the line that they stand on."""
    for n, row in enumerate(rows):
        if any(len(word.text) > 3 for word in row):
            continue
        for below in rows[n + 1 : n + 4]:
            taken = [word for word in row if any(_stands_on(word, one) for one in below)]
            below[:] = sorted([*below, *taken], key=lambda word: word.x0)
            row[:] = [word for word in row if word not in taken]
    return [row for row in rows if row]


def _stands_on(word: Word, other: Word) -> bool:
    raised = other.baseline < word.baseline < other.baseline + 0.75 * other.size
    return raised and word.size < _SMALL * other.size and _beside(word, other)


def _beside(word: Word, other: Word) -> bool:
    return -word.size < word.x0 - other.x1 < word.size or -word.size < other.x0 - word.x1 < other.size


def _line(row: Sequence[Word]) -> Line | None:
    low = min(word.baseline for word in row)
    size = max(word.size for word in row)
    kept: list[Word] = []
    mark, marks = "", []
    for n, word in enumerate(row):
        if not (word.size < _SMALL * size and word.baseline > low + 0.1 * size):
            kept.append(word)
        elif not kept and word.text.isdigit() and n + 1 < len(row):
            mark = word.text
        elif kept and word.text.isdigit() and (power := raised(kept[-1].text, word.text)):
            kept.append(_longer(kept.pop(), power, word.x1))
        elif (number := word.text.strip("()[],")).isdigit():
            marks.append(number)
        else:
            kept.append(word)
    return Line(words=tuple(_glued(kept)), mark=mark, marks=tuple(marks)) if kept else None


def _glued(words: Sequence[Word]) -> Iterator[Word]:
    """Words that only a mark stood between are one again ("đề" + ".")."""
    held: Word | None = None
    for word in words:
        if held is not None and word.x0 - held.x1 < 0.02 * held.size and word.text[0] in ".,;:)”":
            held = _longer(held, word.text, word.x1)
            continue
        if held is not None:
            yield held
        held = word
    if held is not None:
        yield held


def _longer(word: Word, text: str, x1: float) -> Word:
    return Word(
        text=word.text + text, size=word.size, x0=word.x0, x1=x1, baseline=word.baseline, bold=word.bold
    )
