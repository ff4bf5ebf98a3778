"""Printed lines -> paragraphs and tables: what the width of the line and the end of the page broke is joined again."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bot.directive.document import Paragraph, Table
from bot.directive.reading.columns import NATION, Columns, in_columns
from bot.directive.reading.grids import Grid
from bot.directive.reading.lines import MARKER, PAGE_NUMBER, closed, gap_after, hangs, tidy
from bot.directive.reading.pages import Line
from bot.language.folding import fold

_COUNTED = re.compile(r"\b(?:trang|tr\.|page)\s*\d+(?:\s*/\s*\d+)?", re.IGNORECASE)
_NUMBERED = re.compile(r"\[?(\d{1,2})\]?\s*(?=[^\W\d])")
_SMALLER = 0.88
"""Letters of footnotes are smaller than this part of those of the text."""
_INDENT = 8.0
_APART = 1.12
"""Lines further apart than this many steps from line to line belong to two paragraphs."""
_NEAR = 3.0
_NARROWEST = 0.84
"""Full lines reach at least over this part of the page."""
_PAIRED = re.compile(r"(?:kinh tế|văn hóa|thi đua|quốc phòng|chính trị|[(/]\d{4})$", re.IGNORECASE)
"""What a dash goes on with, wherever the line breaks: "kinh tế - xã hội", "(07/5/1954 - 07/5/2024)"."""
_MARGIN_LINES = 2
"""Running heads and feet are looked for in so many lines at either end of a page."""

Cells = tuple[tuple[tuple[Line, ...], ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A page: its lines outside the tables from top to bottom, and its tables, each cell with its lines.

    `rules` are the heights of the short ruled lines that footnotes may stand under. `unknown` counts letters that
    have no meaning in the file; `is_picture` is a scanned page.
    """

    lines: tuple[Line, ...]
    tables: tuple[tuple[Grid, Cells], ...] = ()
    rules: tuple[float, ...] = ()
    unknown: int = 0
    is_picture: bool = False
    width: float = 0.0


def from_sheets(sheets: Sequence[Sheet]) -> tuple[list[Paragraph | Table], list[Paragraph]]:
    """The blocks of a document in reading order, and its footnotes."""
    size = _size(sheets)
    repeated = _repeated(sheets)
    flow = _Flow(sheets)
    footnotes: list[Paragraph] = []
    for n, sheet in enumerate(sheets):
        lines, notes = _footnotes(_without_margins(sheet, repeated), sheet.rules, size)
        flow.turn(sheet.width)
        for block in in_columns(lines, sheet.tables, first=n == 0, before=flow.columns):
            flow.take(block)
        for note in notes:
            flow.count += len(note)
            footnotes.append(_note(note, flow.count - len(note) + 1))
    return flow.blocks(), footnotes


def _size(sheets: Sequence[Sheet]) -> float:
    """The size of most letters of the text."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


# --- What stands outside the text --------------------------------------------------------------------------


def _place(line: Line) -> tuple[str, int]:
    """(text, height) of a line, whatever page it counts."""
    return _COUNTED.sub("#", line.text), round(line.baseline)


def _margins(sheet: Sheet) -> list[Line]:
    ends = (*sheet.lines[:_MARGIN_LINES], *sheet.lines[-_MARGIN_LINES:])
    return [line for line in ends if not MARKER.match(line.text)]


def _repeated(sheets: Sequence[Sheet]) -> frozenset[tuple[str, int]]:
    """What stands at the same place of most pages."""
    seen: Counter[tuple[str, int]] = Counter()
    for sheet in sheets:
        seen.update(set(map(_place, _margins(sheet))))
    needed = max(2, len(sheets) // 2)
    return frozenset(place for place, times in seen.items() if times >= needed)


def _without_margins(sheet: Sheet, repeated: frozenset[tuple[str, int]]) -> list[Line]:
    margins = {id(line) for line in _margins(sheet)}
    lines = [line for line in sheet.lines if id(line) not in margins or _place(line) not in repeated]
    for end in (0, -1):
        if lines and PAGE_NUMBER.match(lines[end].text):
            lines.pop(end)
    return lines


def _footnotes(lines: list[Line], rules: Sequence[float], size: float) -> tuple[list[Line], list[list[Line]]]:
    """The lines of the text, and the footnotes at the foot of the page, each begun by its number.

    They are smaller than the text, or stand under a rule and their number is a mark in the text.
    """
    start = len(lines)
    while start and lines[start - 1].size < _SMALLER * size:
        start -= 1
    marks = {mark for line in lines for mark in line.marks}
    for rule in rules:
        below = next((n for n, line in enumerate(lines) if line.baseline < rule), len(lines))
        if below < start and _number_of(lines[below]) in marks:
            start = below
    small = lines[start:]
    first = next((n for n, line in enumerate(small) if _number_of(line)), None)
    if first is None or (first == 0 and not start):
        return lines, []
    notes: list[list[Line]] = []
    for line in small[first:]:
        if _number_of(line):
            notes.append([])
        notes[-1].append(line)
    return lines[: start + first], notes


def _number_of(line: Line) -> str:
    if line.mark:
        return line.mark
    found = _NUMBERED.match(line.text)
    return found[1] if found else ""


def _note(lines: Sequence[Line], number: int) -> Paragraph:
    text = tidy(" ".join(line.text for line in lines))
    return Paragraph(line=number, text=text if lines[0].mark else _NUMBERED.sub("", text))


# --- Paragraphs --------------------------------------------------------------------------------------------


class _Flow:
    """Takes the lines of all pages in reading order and makes paragraphs of them.

    `count` is that of the lines so far, `columns` are those that were taken last.
    """

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.count = 0
        self.columns: Columns | None = None
        self._rights = {width: _right(sheets, width) for width in {sheet.width for sheet in sheets}}
        self._pitch = _pitch(sheets)
        self._blocks: list[Paragraph | Table] = []
        self._open: list[tuple[int, Line]] = []
        self._tables: dict[int, tuple[float, ...]] = {}
        self._right = 0.0

    def turn(self, width: float) -> None:
        """A new page begins."""
        self._right = self._rights[width]

    def take(self, block: Line | Columns | tuple[Grid, Cells]) -> None:
        if isinstance(block, Columns):
            self._take_columns(block)
            return
        self.columns = None
        if isinstance(block, Line):
            self.count += 1
            if self._open and not self._goes_on(block):
                self._close()
            self._open.append((self.count, block))
            return
        self._close()
        grid, cells = block
        rows = tuple(tuple(_text(cell) for cell in row) for row in cells)
        rows = tuple(row for row in rows if any(row))
        before = self._blocks[-1] if self._blocks else None
        if isinstance(before, Table) and _alike(self._tables.get(id(before), ()), grid.xs):
            table = _continued(before, rows)
            self._blocks[-1] = table
        else:
            table = Table(line=self.count + 1, rows=rows)
            self._blocks.append(table)
        self._tables[id(table)] = grid.xs
        self.count += len(rows)

    def _take_columns(self, block: Columns) -> None:
        self._close()
        line = self.count + 1
        self.count += max(map(len, block.sides))
        if block.goes_on and self.columns is not None:
            line = self._blocks.pop().line
            left, right = (before + now for before, now in zip(self.columns.sides, block.sides, strict=True))
            block = Columns(sides=(left, right), gutter=block.gutter)
        self._blocks.append(Table(line=line, rows=(tuple(map(_column, block.sides)),)))
        self.columns = block

    def blocks(self) -> list[Paragraph | Table]:
        self._close()
        return self._blocks

    def _close(self) -> None:
        if not self._open:
            return
        text, joints = "", []
        for number, line in self._open:
            piece = tidy(line.text)
            if text and piece:
                text += gap_after(text)
                joints.append((len(text), number))
            text += piece
        if text and re.search(r"\w", text):
            self._blocks.append(Paragraph(line=self._open[0][0], text=text, joints=tuple(joints)))
        self._open = []

    def _goes_on(self, line: Line) -> bool:
        """Whether the line continues the open paragraph: the one before was full, and nothing begins here."""
        first, last = self._open[0][1], self._open[-1][1]
        text = self._open[-1][1].text
        same_page = last.baseline > line.baseline
        room = self._right - last.x1
        word = line.words[0]
        full = room < (word.x1 - word.x0) + 0.4 * line.size
        if not full or (last.bold != line.bold and (last.bold or closed(text))):
            return False
        if line.text.isupper() and not text.isupper() and len(line.words) > 3:
            return False
        apart = same_page and last.baseline - line.baseline > _APART * self._pitch
        if apart and (closed(text) or not line.text[0].islower()):
            return False
        hung_out = line.x0 < first.x0 - _INDENT
        if MARKER.match(line.text):
            return not closed(text) and (hung_out or _is_second_half(first, text, line))
        if len(self._open) == 1:
            return hung_out or abs(line.x0 - first.x0) <= _INDENT or MARKER.match(first.text) is not None
        return line.x0 <= last.x0 + _INDENT


def _is_second_half(first: Line, text: str, line: Line) -> bool:
    """Whether a line only happens to begin like a bullet: "kinh tế / - xã hội", "2021 / - 2026"."""
    if _PAIRED.search(text):
        return True
    if MARKER.match(first.text) and abs(line.x0 - first.x0) < _NEAR:
        return False
    rest = line.text.lstrip("-–— ")[:1]
    return rest.islower() or (rest.isdigit() and text[-1].isdigit())


def _right(sheets: Sequence[Sheet], width: float) -> float:
    """Where full lines end on pages of this width: almost no line reaches further."""
    ends = sorted(line.x1 for sheet in sheets if sheet.width == width for line in sheet.lines)
    return max(ends[int(len(ends) * 0.97)] if ends else 0.0, _NARROWEST * width)


def _pitch(sheets: Sequence[Sheet]) -> float:
    """The step from one line to the next inside a paragraph: the lower of two lines goes on with a small letter."""
    steps = [
        (step, lower.text[0].islower())
        for sheet in sheets
        for upper, lower in zip(sheet.lines, sheet.lines[1:], strict=False)
        if upper.size < (step := upper.baseline - lower.baseline) < 3 * upper.size
    ]
    inside = [step for step, goes_on in steps if goes_on]
    return median(inside) if inside else min((step for step, _ in steps), default=0.0)


# --- Tables ------------------------------------------------------------------------------------------------


def _text(lines: Sequence[Line]) -> str:
    """A cell's lines; those that a narrow cell broke are one."""
    pieces: list[str] = []
    for text in filter(None, (tidy(line.text) for line in lines)):
        begins = not pieces or (MARKER.match(text) and (closed(pieces[-1]) or MARKER.match(pieces[-1])))
        pieces[len(pieces) - (not begins) :] = [text if begins else " ".join((pieces[-1], text))]
    return "\n".join(pieces)


def _column(lines: Sequence[Line]) -> str:
    """The lines of a letterhead or of a list of recipients: each says one thing, or is the rest of the one before."""
    pieces: list[str] = []
    for text in filter(None, (tidy(line.text) for line in lines)):
        begins = not pieces or MARKER.match(text) or (text[0].isupper() and not _unfinished(pieces[-1]))
        pieces[len(pieces) - (not begins) :] = [text if begins else " ".join((pieces[-1], text))]
    return "\n".join(pieces)


def _unfinished(piece: str) -> bool:
    """An entry of the recipients ends in a semicolon, the name of the nation in its last word."""
    if piece.startswith(("-", "–", "+")):
        return not closed(piece)
    return fold(piece).startswith(NATION) and not fold(piece).endswith("viet nam")


def _alike(before: Sequence[float], xs: Sequence[float]) -> bool:
    return len(before) == len(xs) and all(abs(a - b) < _NEAR for a, b in zip(before, xs, strict=True))


def _continued(before: Table, rows: tuple[tuple[str, ...], ...]) -> Table:
    """A table that goes on over the page: its head is not said twice, a row that the page broke is one."""
    if rows and rows[0] == before.rows[0]:
        rows = rows[1:]
    kept = before.rows
    if rows and _is_rest(kept[-1], rows[0]):
        whole = tuple(" ".join(filter(None, both)) for both in zip(kept[-1], rows[0], strict=True))
        kept, rows = (*kept[:-1], whole), rows[1:]
    return Table(line=before.line, rows=(*kept, *rows))


def _is_rest(last: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row holds only what its upper half left over."""
    filled = [n for n, cell in enumerate(row) if cell]
    if not filled or row[0] or len(filled) == len(row):
        return False
    begun = all(last[n] for n in filled) and len(filled) < sum(map(bool, last))
    return begun and any(row[n][0].islower() or hangs(last[n]) for n in filled)
