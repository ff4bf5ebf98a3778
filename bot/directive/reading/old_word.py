"""Word 97–2007 files (.doc): their text in reading order, as word.py reads a .docx."""

import io
import logging
import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.directive.document import Document, Paragraph, Table, UnreadableDocument
from bot.directive.reading import binary
from bot.directive.reading.binary import Binary, Properties
from bot.directive.reading.legacy import from_font
from bot.directive.reading.lines import raised, rejoined, tidy, tidy_line, with_tables
from bot.directive.reading.secrecy import is_marked

_MARKS = re.compile(r"[\r\x07\x0c]")
_CELL = "\x07"
_DRAWN = "\x08"
_PICTURE = "\x01"
_SHOWN = {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\xa0": " "}
_HIDDEN = re.compile(r"[\x00-\x08\x0f-\x12\x16-\x1d]")
_BREAKS = re.compile("|".join(map(re.escape, _SHOWN)))
_NEAR = 60
"""Twips within which two edges of cells are one."""
_MOST_CELLS = 64

_DAMAGED = (struct.error, LookupError, ValueError, TypeError, OSError, OverflowError, RecursionError)


def read(name: str, content: bytes) -> Document:
    """A .doc file as paragraphs and tables; the line of a block is its number in reading order."""
    try:
        walk = _Walk(_opened(content))
        walk.through()
    except _DAMAGED as error:
        raise UnreadableDocument("damaged") from error
    if not walk.blocks and walk.pictured:
        raise UnreadableDocument("scan")
    return Document(name=name, blocks=tuple(with_tables(walk.blocks)), footnotes=tuple(walk.footnotes))


def _opened(content: bytes) -> Binary:
    # olefile ships no types.
    import olefile  # type: ignore[import-untyped]

    # What olefile has to say of a broken file is said by the reason.
    logging.getLogger("olefile").setLevel(logging.CRITICAL)
    with olefile.OleFileIO(io.BytesIO(content)) as file:
        names = {"/".join(path) for path in file.listdir()}
        if any(path.split("/")[0] in ("Macros", "_VBA_PROJECT_CUR") for path in names):
            raise UnreadableDocument("suspicious")
        if "WordDocument" not in names:
            raise UnreadableDocument("not_supported")
        tables: dict[str, bytes] = {
            name: bytes(file.openstream(name).read()) for name in ("0Table", "1Table") if name in names
        }
        return Binary(bytes(file.openstream("WordDocument").read()), tables)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    """A paragraph: its text as shown, the letter that ends it, its list's number, and its place in tables."""

    text: str
    mark: str
    label: str
    in_table: bool
    row_end: bool
    edges: tuple[int, ...]
    drawn: bool


class _Walk:
    """Collects the blocks of a file; the count of blocks is the count of lines."""

    def __init__(self, file: Binary) -> None:
        self.blocks: list[Paragraph | Table] = []
        self.footnotes: list[Paragraph] = []
        self.pictured = False
        self._file = file
        self._line = 0
        self._rows: list[tuple[tuple[str, ...], tuple[int, ...]]] = []

    def through(self) -> None:
        file = self._file
        notes = file.text + file.footnotes
        remarks = notes + file.headers
        boxes = remarks + file.remarks + file.endnotes
        boxed = list(self._paragraphs(boxes, boxes + file.boxes)) if file.boxes else []
        for number, note in enumerate(self._paragraphs(file.text, notes), start=1):
            if text := tidy(note.text):
                self.footnotes.append(Paragraph(line=number, text=text))
        for one in self._paragraphs(remarks + file.remarks, boxes):
            if text := tidy(one.text):
                self.footnotes.append(Paragraph(line=len(self.footnotes) + 1, text=text))
        if any(is_marked(one.text) for one in (*self._paragraphs(notes, remarks), *boxed)):
            raise UnreadableDocument("classified")
        cells: list[str] = []
        lines: list[str] = []
        for one in self._paragraphs(0, file.text):
            if one.row_end:
                self._rows.append((tuple(cells), one.edges))
                cells, lines = [], []
            elif one.in_table or one.mark == _CELL:
                text = "\n".join(filter(None, map(tidy, one.text.split("\n"))))
                # A cell may hold nothing but the number of its row.
                if text or one.label not in ("", "-", "+"):
                    lines.append(" ".join(filter(None, (one.label, text))))
                if one.mark == _CELL:
                    cells.append("\n".join(lines))
                    lines = []
            else:
                self._end_table()
                self._add(one)
            if one.drawn and boxed and not self._rows:
                for box in boxed:
                    self._add(box)
                boxed = []
        self._end_table()
        for box in boxed:
            self._add(box)

    def _add(self, one: _Read) -> None:
        label = one.label
        for text in rejoined(filter(None, map(tidy_line, one.text.split("\n")))):
            self._line += 1
            self.blocks.append(Paragraph(line=self._line, text=f"{label} {text}" if label else text))
            label = ""

    def _end_table(self) -> None:
        rows = [row for row in _aligned(self._rows) if any(row)]
        self._rows = []
        if rows:
            self._line += 1
            self.blocks.append(Table(line=self._line, rows=tuple(rows)))
            self._line += len(rows) - 1

    def _paragraphs(self, start: int, end: int) -> Iterator[_Read]:
        """The paragraphs of a part of the text, without what is hidden, deleted or a field's code."""
        file = self._file
        text: list[str] = []
        fields: list[bool] = []
        drawn = False
        for letters, fc, step, properties in file.runs(start, end):
            at = 0
            while at < len(letters):
                found = _MARKS.search(letters, at)
                stop = found.start() if found else len(letters)
                style, own = file.paragraph_at(fc + stop * step if found else fc)
                if not _is_on(properties.get(binary.DELETED)) and not _is_on(properties.get(binary.VANISHED)):
                    drawn = drawn or _DRAWN in letters[at:stop]
                    self.pictured = self.pictured or drawn or _PICTURE in letters[at:stop]
                    said = _shown(self._said(letters[at:stop], style, properties), fields)
                    if _is_on(properties.get(binary.RAISED)) and said.strip("()[], ").isdigit():
                        said = raised("".join(text[-1:]), said.strip("()[], "))
                    text.append(said)
                if found:
                    yield self._read("".join(text), found[0], style, own, drawn=drawn)
                    text, drawn = [], False
                at = stop + 1
        if text and any(map(str.strip, text)):
            yield self._read("".join(text), "\r", 0, {}, drawn=drawn)

    def _read(self, text: str, mark: str, style: int, own: Properties, *, drawn: bool) -> _Read:
        nested = own.get(binary.NESTING, b"\0")[0] > 1
        row_end = _is_on(own.get(binary.ROW_END)) and not nested
        return _Read(
            text=unicodedata.normalize("NFC", text),
            mark=mark,
            label="" if row_end else self._label(style, own),
            in_table=_is_on(own.get(binary.IN_TABLE)),
            row_end=row_end,
            edges=_edges(own.get(binary.CELLS, b"")),
            drawn=drawn,
        )

    def _said(self, letters: str, style: int, properties: Properties) -> str:
        """What the letters say in their font."""
        file = self._file
        if (symbol := properties.get(binary.SYMBOL)) and len(symbol) == 4:
            font, code = struct.unpack("<HH", symbol)
            return from_font(chr(code) * len(letters), self._font(font))
        own = properties.get(binary.FONT)
        if own is None and (letter_style := properties.get(binary.LETTER_STYLE)):
            own = file.styled(struct.unpack("<H", letter_style)[0], binary.FONT)
        if own is None:
            own = file.styled(style, binary.FONT)
        # Word writes a soft hyphen in its own way; in the old fonts it is the letter ư.
        letters = letters.replace("\x1f", "\xad")
        said = from_font(letters, self._font(struct.unpack("<H", own)[0] if own else file.default_font))
        return said.upper() if _is_on(properties.get(binary.CAPITALS)) else said

    def _font(self, number: int | None) -> str:
        fonts = self._file.fonts
        return fonts[number] if number is not None and number < len(fonts) else ""

    def _label(self, style: int, own: Properties) -> str:
        named = own.get(binary.LIST) or self._file.styled(style, binary.LIST)
        if named is None:
            return ""
        (number,) = struct.unpack("<h", named)
        depth = own.get(binary.LEVEL) or self._file.styled(style, binary.LEVEL) or b"\0"
        return self._file.lists.label(str(number), depth[0]) if number > 0 else ""


def _shown(letters: str, fields: list[bool]) -> str:
    """The letters that a reader sees; `fields` holds, for each field that is open, whether its result has begun."""
    kept = []
    for part in re.split(r"([\x13-\x15])", letters):
        if part == "\x13":
            fields.append(False)
        elif part == "\x14" and fields:
            fields[-1] = True
        elif part == "\x15" and fields:
            fields.pop()
        elif part and all(fields):
            kept.append(part)
    return _HIDDEN.sub("", _BREAKS.sub(lambda found: _SHOWN[found[0]], "".join(kept)))


def _is_on(operand: bytes | None) -> bool:
    return operand is not None and operand[:1] == b"\x01"


def _edges(cells: bytes) -> tuple[int, ...]:
    """Where the cells of a row begin, and where the last one ends, in twips."""
    if len(cells) < 3 or len(cells) < 3 + 2 * (cells[2] + 1):
        return ()
    return struct.unpack_from(f"<{cells[2] + 1}h", cells, 3)


def _aligned(rows: Iterable[tuple[tuple[str, ...], tuple[int, ...]]]) -> Iterator[tuple[str, ...]]:
    """The rows of a table with a cell that spans columns in the first of them, the others empty."""
    rows = list(rows)
    columns: list[int] = []
    for edge in sorted({edge for _, edges in rows for edge in edges[:-1]}):
        if not columns or edge - columns[-1] > _NEAR:
            columns.append(edge)
    for cells, edges in rows:
        if len(edges) < len(cells) or len(columns) > _MOST_CELLS:
            yield cells
            continue
        row = [""] * len(columns)
        for cell, edge in zip(cells, edges, strict=False):
            place = min(range(len(columns)), key=lambda n: abs(columns[n] - edge))
            row[place] = "\n".join(filter(None, (row[place], cell)))
        yield tuple(row)
