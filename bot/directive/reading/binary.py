"""The parts of a Word 97–2007 file (.doc): text in pieces, properties of letters and paragraphs, fonts, styles, lists.

After Microsoft's [MS-DOC]. Offsets count in the stream "WordDocument" (fc) or in letters of the text (cp).
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.directive.document import UnreadableDocument
from bot.directive.reading.numbering import Level, Lists

_WORD_97 = 0xA5EC
_OLDEST = 0x00C1
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_FC_TABLE = 154
_STYLES, _LETTERS, _PARAGRAPHS, _FONTS, _PIECES, _LISTS, _LIST_USES = 1, 12, 13, 15, 33, 73, 74
_PAGE = 512
_MOST_PIECES = 100_000
_DEEPEST = 32

FONT, SYMBOL, VANISHED, DELETED, CAPITALS = 0x4A4F, 0x6A09, 0x083C, 0x0800, 0x083B
LETTER_STYLE, RAISED = 0x4A30, 0x2A48
IN_TABLE, ROW_END, LEVEL, LIST = 0x2416, 0x2417, 0x260A, 0x460B
NESTING, CELLS = 0x6649, 0xD608
_TABS = 0xC615
_FORMS = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero",
          23: "bullet", 255: "none"}  # fmt: skip

Properties = Mapping[int, bytes]
"""What a run of letters or a paragraph sets: code of the property -> its operand."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """Letters from `start` to `end` (cp) that stand at `fc`, one byte each or two."""

    start: int
    end: int
    fc: int
    wide: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    base: int
    letters: Properties
    paragraph: Properties


class Binary:
    """A .doc file's streams, read on demand; what does not fit raises struct.error or LookupError."""

    def __init__(self, main: bytes, tables: Mapping[str, bytes]) -> None:
        self._main = main
        ident, version = struct.unpack_from("<HH", main)
        if ident != _WORD_97 or version < _OLDEST:
            raise UnreadableDocument("not_supported")
        (flags,) = struct.unpack_from("<H", main, 10)
        if flags & _ENCRYPTED:
            raise UnreadableDocument("encrypted")
        self._table = tables["1Table" if flags & _TABLE_1 else "0Table"]
        counts = struct.unpack_from("<8i", main, 76)
        self.text, self.footnotes, self.headers, _, self.remarks, self.endnotes, self.boxes, _ = (
            max(0, count) for count in counts
        )
        """How many letters each part of the text has; the parts follow each other in this order."""

    def _part(self, number: int) -> bytes:
        start, length = struct.unpack_from("<II", self._main, _FC_TABLE + 8 * number)
        return self._table[start : start + length]

    @cached_property
    def pieces(self) -> list[Piece]:
        clx = self._part(_PIECES)
        at = 0
        while clx[at] == 1:
            at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
        (length,) = struct.unpack_from("<I", clx, at + 1)
        count = (min(length, len(clx)) - 4) // 12
        if count > _MOST_PIECES:
            raise UnreadableDocument("suspicious")
        ends = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
        found = []
        for n in range(count):
            (fc,) = struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * n + 2)
            wide = not fc & 0x40000000
            found.append(
                Piece(start=ends[n], end=ends[n + 1], fc=fc if wide else (fc & 0x3FFFFFFF) // 2, wide=wide)
            )
        return found

    def runs(self, start: int, end: int) -> Iterator[tuple[str, int, int, Properties]]:
        """Letters between two places of the text: (letters, the fc of the first, bytes a letter, their properties)."""
        firsts, pages = self._letters
        for piece in self.pieces:
            low, high = max(start, piece.start), min(end, piece.end)
            if low >= high:
                continue
            step = 2 if piece.wide else 1
            at, stop = piece.fc + (low - piece.start) * step, piece.fc + (high - piece.start) * step
            while at < stop:
                n = bisect_right(firsts, at)
                after = min(stop, firsts[n]) if n < len(firsts) else stop
                after = at + max(step, (after - at) // step * step)
                content = self._main[at:after]
                if len(content) < after - at:
                    raise UnreadableDocument("damaged")
                yield content.decode("utf-16-le" if piece.wide else "cp1252", "replace"), at, step, (
                    pages[n - 1] if n else {}
                )  # fmt: skip
                at = after

    def paragraph_at(self, fc: int) -> tuple[int, Properties]:
        """(style, own properties) of the paragraph whose mark stands at `fc`."""
        firsts, found = self._paragraphs
        n = bisect_right(firsts, fc)
        return found[n - 1] if n else (0, {})

    @cached_property
    def _letters(self) -> tuple[list[int], list[Properties]]:
        firsts: list[int] = []
        found: list[Properties] = []
        for page, count, starts in self._pages(_LETTERS):
            for n in range(count):
                offset = 2 * page[4 * (count + 1) + n]
                firsts.append(starts[n])
                found.append(_properties(page[offset + 1 : offset + 1 + page[offset]]) if offset else {})
        return firsts, found

    @cached_property
    def _paragraphs(self) -> tuple[list[int], list[tuple[int, Properties]]]:
        firsts: list[int] = []
        found: list[tuple[int, Properties]] = []
        for page, count, starts in self._pages(_PARAGRAPHS):
            for n in range(count):
                offset = 2 * page[4 * (count + 1) + 13 * n]
                size = 2 * page[offset] - 1
                if not page[offset]:
                    offset, size = offset + 1, 2 * page[offset + 1]
                content = page[offset + 1 : offset + 1 + size]
                (style,) = struct.unpack_from("<H", content.ljust(2, b"\0"))
                firsts.append(starts[n])
                found.append((style, _properties(content[2:])))
        return firsts, found

    def _pages(self, part: int) -> Iterator[tuple[bytes, int, tuple[int, ...]]]:
        index = self._part(part)
        count = (len(index) - 4) // 8
        for n in range(count):
            (number,) = struct.unpack_from("<I", index, 4 * (count + 1) + 4 * n)
            page = self._main[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
            if len(page) == _PAGE:
                yield page, page[-1], struct.unpack_from(f"<{page[-1] + 1}I", page)

    @cached_property
    def fonts(self) -> list[str]:
        table = self._part(_FONTS)
        names: list[str] = []
        at = 4
        while at < len(table):
            name = table[at + 40 : at + 1 + table[at]].decode("utf-16-le", "replace")
            names.append(name.partition("\0")[0])
            at += 1 + table[at]
        return names

    @cached_property
    def styles(self) -> list[Style]:
        sheet = self._part(_STYLES)
        head, count, base_size = struct.unpack_from("<HHH", sheet)
        found: list[Style] = []
        at = 2 + head
        for _ in range(min(count, 4096)):
            (size,) = struct.unpack_from("<H", sheet, at)
            found.append(_style(sheet[at + 2 : at + 2 + size], base_size))
            at += 2 + size
        return found

    @cached_property
    def default_font(self) -> int | None:
        sheet = self._part(_STYLES)
        return int(struct.unpack_from("<H", sheet, 14)[0]) if len(sheet) >= 16 else None

    def styled(self, style: int, what: int) -> bytes | None:
        """The operand of a property as a style or one of those it is based on sets it."""
        for _ in range(_DEEPEST):
            if style >= len(self.styles):
                return None
            own = self.styles[style]
            found = own.letters.get(what) or own.paragraph.get(what)
            if found is not None:
                return found
            style = own.base
        return None

    @cached_property
    def lists(self) -> Lists:
        """The automatic lists; a paragraph names its own by a number counted from 1."""
        levels = self._levels()
        uses = self._part(_LIST_USES)
        if len(uses) < 4:
            return Lists(levels={}, kinds={}, starts={})
        (count,) = struct.unpack_from("<I", uses)
        kinds: dict[str, str] = {}
        starts: dict[tuple[str, int], int] = {}
        at = 4 + 16 * count
        for n in range(min(count, 4096)):
            kinds[str(n + 1)] = str(struct.unpack_from("<i", uses, 4 + 16 * n)[0])
            overrides = uses[4 + 16 * n + 12]
            at += 4
            for _ in range(overrides):
                start, flags = struct.unpack_from("<iI", uses, at)
                at += 8
                if flags & 0x10:
                    starts[str(n + 1), flags & 0xF] = start
                if flags & 0x20:
                    at, _ = _level(uses, at)
        return Lists(levels=levels, kinds=kinds, starts=starts)

    def _levels(self) -> dict[str, dict[int, Level]]:
        start, length = struct.unpack_from("<II", self._main, _FC_TABLE + 8 * _LISTS)
        if length < 2:
            return {}
        (count,) = struct.unpack_from("<H", self._table, start)
        at = start + 2 + 28 * count
        levels: dict[str, dict[int, Level]] = {}
        for n in range(count):
            head = start + 2 + 28 * n
            own: dict[int, Level] = {}
            for depth in range(1 if self._table[head + 26] & 1 else 9):
                at, own[depth] = _level(self._table, at)
            levels[str(struct.unpack_from("<i", self._table, head)[0])] = own
        return levels


def _level(table: bytes, at: int) -> tuple[int, Level]:
    """(where the next one begins, the level of a list)."""
    start, form = struct.unpack_from("<iB", table, at)
    at += 28 + table[at + 24] + table[at + 25]
    (length,) = struct.unpack_from("<H", table, at)
    text = table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    pattern = "".join(f"%{ord(letter) + 1}" if letter < "\x09" else letter for letter in text)
    return at + 2 + 2 * length, Level(form=_FORMS.get(form, "decimal"), pattern=pattern, start=start)


def _style(content: bytes, base_size: int) -> Style:
    if len(content) < 8:
        return Style(base=0xFFF, letters={}, paragraph={})
    kind_and_base, count = struct.unpack_from("<HH", content, 2)
    (name,) = struct.unpack_from("<H", content, base_size)
    at = base_size + 2 + 2 * name + 2
    parts: list[bytes] = []
    for _ in range(min(count & 0xF, 3)):
        at += at % 2
        if at + 2 > len(content):
            break
        (size,) = struct.unpack_from("<H", content, at)
        parts.append(content[at + 2 : at + 2 + size])
        at += 2 + size
    of_paragraph = kind_and_base & 0xF == 1
    return Style(
        base=kind_and_base >> 4,
        paragraph=_properties(parts[0][2:]) if of_paragraph and parts else {},
        letters=_properties(parts[of_paragraph]) if len(parts) > of_paragraph else {},
    )


def _properties(content: bytes) -> Properties:
    """The last operand of each property in a list of them."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 2 < len(content):
        (code,) = struct.unpack_from("<H", content, at)
        at += 2
        size = (1, 1, 2, 4, 2, 2, 0, 3)[code >> 13]
        if not size:
            if code == CELLS:
                size = 1 + int(struct.unpack_from("<H", content.ljust(at + 2, b"\0"), at)[0])
            elif code == _TABS and content[at] == 255:
                break
            else:
                size = 1 + content[at]
        found[code] = content[at : at + size]
        at += size
    return found
