"""Text .pdf files: pages -> lines -> paragraphs and tables. A page that is only a picture is a scan."""

import io
import logging
import struct
import zlib
from collections import defaultdict
from collections.abc import Iterable

from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTItem, LTLine, LTRect
from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from bot.directive.document import Document, UnreadableDocument
from bot.directive.reading.aligned import without_tables
from bot.directive.reading.grids import Grid, Rule, grids_of
from bot.directive.reading.pages import Letter, Line, lines_of
from bot.directive.reading.printed import Sheet, from_sheets
from bot.directive.reading.secrecy import is_marked
from bot.limits import TooHeavy

MOST_PAGES = 200
_UNKNOWN_LETTERS = 0.1
"""When more of the letters than this part have no meaning in the file, only a reader's eye can read it."""
_THIN = 2.0
_SHORT = 250.0
_COVERED = 0.8
"""Letters on a page that a picture covers were guessed by a scanner's program, tones and figures among them."""
_DEEPEST = 20

# What pdfminer comes to over a broken file.
_DAMAGED = (
    PSException,
    PdfminerException,
    MalformedPDFException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def read(name: str, content: bytes) -> Document:
    """A .pdf file as paragraphs and tables; the line of a block is the count of the printed lines before it."""
    # What pdfminer has to say of a broken file is said by the reason.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with PDF.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise UnreadableDocument("too_heavy")
            sheets = [_sheet(page) for page in pdf.pages]
    except _DAMAGED as error:
        cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        if isinstance(cause, TooHeavy | MemoryError):
            # pdfplumber wraps whatever it meets.
            raise cause from error
        raise UnreadableDocument(
            "encrypted" if isinstance(cause, PDFEncryptionError) else "damaged"
        ) from error
    if any(sheet.is_picture for sheet in sheets):
        raise UnreadableDocument("scan")
    letters = sum(len(line.text) for sheet in sheets for line in sheet.lines)
    unknown = sum(sheet.unknown for sheet in sheets)
    if unknown > _UNKNOWN_LETTERS * (letters + unknown):
        raise UnreadableDocument("scan")
    if any(is_marked(text) for sheet in sheets for line in sheet.lines for text in line.segments()):
        raise UnreadableDocument("classified")
    blocks, footnotes = from_sheets(sheets)
    return Document(name=name, blocks=tuple(blocks), footnotes=tuple(footnotes))


def _sheet(page: Page) -> Sheet:
    """A page as its lines and tables. What the page holds is let go at once: a hundred pages would fill the memory."""
    drawn = _Drawn()
    drawn.take(page.layout)
    page.close()
    sideways = drawn.turn()
    grids = grids_of(drawn.rules)
    inside: dict[int, dict[tuple[int, int], list[Letter]]] = defaultdict(lambda: defaultdict(list))
    outside: list[Letter] = []
    for letter in drawn.letters:
        x, y = (letter.x0 + letter.x1) / 2, letter.baseline + letter.size / 4
        for n, grid in enumerate(grids):
            if (cell := grid.cell_at(x, y)) is not None:
                inside[n][cell].append(letter)
                break
        else:
            outside.append(letter)
    area = page.width * page.height
    lines, aligned = without_tables(lines_of(outside))
    ruled = ((grid, _rows(grid, inside[n])) for n, grid in enumerate(grids) if inside[n])
    return Sheet(
        lines=tuple(lines),
        tables=(*ruled, *aligned),
        rules=tuple(rule.at for rule in drawn.rules if not rule.upright and rule.high - rule.low < _SHORT),
        unknown=drawn.unknown,
        is_picture=drawn.pictured > (_COVERED if drawn.letters else _COVERED / 2) * area,
        width=float(round(page.height if sideways else page.width)),
    )


def _rows(grid: Grid, cells: dict[tuple[int, int], list[Letter]]) -> tuple[tuple[tuple[Line, ...], ...], ...]:
    rows, columns = grid.shape
    return tuple(
        tuple(tuple(lines_of(cells.get((row, column), ()))) for column in range(columns))
        for row in range(rows)
    )


class _Drawn:
    """What a page draws: its letters, its ruled lines, and how much of it pictures cover."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.rules: list[Rule] = []
        self.unknown = 0
        self.pictured = 0.0
        self._turned: dict[bool, list[Letter]] = {True: [], False: []}

    def take(self, container: Iterable[LTItem], depth: int = 0) -> None:
        for one in container:
            if isinstance(one, LTChar):
                self._letter(one)
            elif isinstance(one, LTLine):
                self._rule(one.x0, one.y0, one.x1, one.y1)
            elif isinstance(one, LTRect):
                self._box(one)
            elif isinstance(one, LTImage):
                self.pictured += one.width * one.height
            elif isinstance(one, LTContainer) and not isinstance(one, LTCurve) and depth < _DEEPEST:
                self.take(one, depth + 1)

    def _letter(self, one: LTChar) -> None:
        text = one.get_text()
        if text.startswith("(cid:"):
            self.unknown += 1
            return
        a, b, _, _, x, y = one.matrix
        size = one.size
        if abs(a) >= abs(b):
            letter = Letter(text=text, font=one.fontname, size=size, x0=one.x0, x1=one.x1, baseline=y)
            self.letters.append(letter)
            return
        # Written up or down the page: what it says when the page is turned.
        low, high, base = (one.y0, one.y1, -x) if b > 0 else (-one.y1, -one.y0, x)
        self._turned[b > 0].append(
            Letter(text=text, font=one.fontname, size=one.width, x0=low, x1=high, baseline=base)
        )

    def _box(self, one: LTRect) -> None:
        if one.width < _THIN or one.height < _THIN:
            self._rule(one.x0, one.y0, one.x1, one.y1)
        elif one.stroke:
            for x in (one.x0, one.x1):
                self._rule(x, one.y0, x, one.y1)
            for y in (one.y0, one.y1):
                self._rule(one.x0, y, one.x1, y)

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if abs(x1 - x0) < _THIN <= abs(y1 - y0):
            self.rules.append(Rule(upright=True, at=(x0 + x1) / 2, low=min(y0, y1), high=max(y0, y1)))
        elif abs(y1 - y0) < _THIN <= abs(x1 - x0):
            self.rules.append(Rule(upright=False, at=(y0 + y1) / 2, low=min(x0, x1), high=max(x0, x1)))

    def turn(self) -> bool:
        """Turn a page that is written sideways, and say so; a few letters aside are no part of the text."""
        up = len(self._turned[True]) >= len(self._turned[False])
        if len(self._turned[up]) <= len(self.letters):
            return False
        self.letters = self._turned[up]
        self.rules = [
            Rule(upright=True, at=rule.at if up else -rule.at, low=-rule.high if up else rule.low,
                 high=-rule.low if up else rule.high)
            if not rule.upright
            else Rule(upright=False, at=-rule.at if up else rule.at, low=rule.low if up else -rule.high,
                      high=rule.high if up else -rule.low)
            for rule in self.rules
        ]  # fmt: skip
        return True
