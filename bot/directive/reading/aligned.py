"""Tables without ruled lines: a head that names indicators, and below it words that stand in the same columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.directive.reading.grids import Grid
from bot.directive.reading.lines import hangs
from bot.directive.reading.pages import Line, Word
from bot.language.folding import fold

_GAP = 1.2
"""Words further apart than this part of their size stand in two columns."""
_STEP = 3.2
"""Rows further apart than this many sizes belong to no common table."""
_NAMES = re.compile(r"\b(?:chi tieu|noi dung|danh muc)\b")
_FIGURES = re.compile(r"\b(?:don vi|dvt|ke hoach|thuc hien|muc tieu|giao|phan dau|nam 20\d\d)\b")
_FEWEST = 3
"""A table has so many columns, and so many rows with its head."""

Cells = tuple[tuple[tuple[Line, ...], ...], ...]
_Span = tuple[float, float]


@dataclass(slots=True)
class _Row:
    """The lines of one row by column."""

    cells: dict[int, list[Line]]
    top: float
    bottom: float


def without_tables(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[Grid, Cells]]]:
    """The lines that stand in no such table, and the tables. Where columns are not clear, the lines stay lines."""
    rest: list[Line] = []
    found: list[tuple[Grid, Cells]] = []
    n = 0
    while n < len(lines):
        table = _table(lines[n:]) if _is_head(_parts(lines[n])) else None
        if table is None:
            rest.append(lines[n])
            n += 1
        else:
            found.append((table[0], table[1]))
            n += table[2]
    return rest, found


def _parts(line: Line) -> list[Line]:
    """The stretches of a line that wide gaps set apart."""
    parts: list[list[Word]] = [[line.words[0]]]
    for left, right in pairwise(line.words):
        if right.x0 - left.x1 > _GAP * line.size:
            parts.append([])
        parts[-1].append(right)
    return [Line(words=tuple(part)) for part in parts]


def _is_head(parts: Sequence[Line]) -> bool:
    titles = [fold(part.text) for part in parts]
    return (
        len(parts) >= _FEWEST
        and any(_NAMES.search(title) for title in titles)
        and any(_FIGURES.search(title) for title in titles)
    )


def _table(lines: Sequence[Line]) -> tuple[Grid, Cells, int] | None:
    """(grid, cells, number of lines) of the table that begins with the first line; None where its columns run together."""
    taken = [_parts(lines[0])]
    spans = [(part.x0, part.x1) for part in taken[0]]
    for before, line in pairwise(lines):
        parts = _parts(line)
        if before.baseline - line.baseline > _STEP * line.size:
            break
        if len(parts) == 1 and len(_over(parts[0], spans)) > 1:
            # Running text again.
            break
        wider = _merged([*spans, *((part.x0, part.x1) for part in parts)])
        if len(wider) < len(spans):
            break
        spans = wider
        taken.append(parts)
    spans = _merged(spans)
    rows = _rows(taken, spans)
    if len(spans) != len(taken[0]) or len(rows) < _FEWEST:
        return None
    xs = (spans[0][0] - 1, *((left[1] + right[0]) / 2 for left, right in pairwise(spans)), spans[-1][1] + 1)
    ys = (*(row.top for row in rows), rows[-1].bottom)
    root = {(row, column): (row, column) for row in range(len(rows)) for column in range(len(spans))}
    cells = tuple(tuple(tuple(row.cells.get(column, ())) for column in range(len(spans))) for row in rows)
    return Grid(xs=tuple(xs), ys=ys, root=root), cells, len(taken)


def _merged(spans: Sequence[_Span]) -> list[_Span]:
    """The stretches of the page that words cover, from left to right."""
    merged: list[_Span] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _over(part: Line, spans: Sequence[_Span]) -> list[int]:
    return [n for n, (low, high) in enumerate(spans) if part.x0 <= high and part.x1 >= low]


def _rows(taken: Sequence[Sequence[Line]], spans: Sequence[_Span]) -> list[_Row]:
    rows: list[_Row] = []
    for parts in taken:
        cells = {_over(part, spans)[0]: [part] for part in parts}
        top, bottom = parts[0].baseline + parts[0].size, parts[0].baseline - 0.3 * parts[0].size
        if rows and _goes_on(rows[-1], cells):
            for column, added in cells.items():
                rows[-1].cells[column] += added
            rows[-1].bottom = bottom
        else:
            rows.append(_Row(cells=cells, top=top, bottom=bottom))
    return rows


def _goes_on(row: _Row, cells: dict[int, list[Line]]) -> bool:
    """Whether a line only holds what narrow cells of the row above left over."""
    return all(
        column in row.cells
        and (part.text[0].islower() or hangs(row.cells[column][-1].text))
        and not part.text[0].isdigit()
        for column, (part,) in cells.items()
    )
