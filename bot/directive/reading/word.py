"""Word files (.docx): a walk over the body in reading order.

Taken: tables, text boxes, content controls, tracked insertions, numbers of automatic lists, texts in old fonts.
Left out: tracked deletions, hidden text, field codes, the old copy of a text box. Footnotes stand apart.
"""

import unicodedata
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bot.directive.document import Document, Paragraph, Table, UnreadableDocument
from bot.directive.reading.lines import rejoined, tidy, tidy_line, with_tables
from bot.directive.reading.numbering import Numbering, whole
from bot.directive.reading.parts import Parts, W
from bot.directive.reading.runs import SKIPPED, Runs
from bot.directive.reading.secrecy import is_marked

_BOX = f"{W}txbxContent"
_CONTROLS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"})
_WATERMARK = "{urn:schemas-microsoft-com:vml}textpath"
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_DEEPEST = 200
_MOST_COLUMNS = 64


def read(name: str, content: bytes) -> Document:
    """A .docx file as paragraphs and tables; the line of a block is its number in reading order."""
    parts = Parts(content)
    styles = parts.one("styles")
    numbering = Numbering(parts.one("numbering"), styles)
    body = parts.document.find(f"{W}body")
    if body is None:
        raise UnreadableDocument("damaged")
    if body.find(f".//{W}altChunk") is not None:
        # A whole document of another format inside this one, which nobody would miss on the page.
        raise UnreadableDocument("not_supported")
    walk = _Walk(numbering, Runs(styles))
    try:
        walk.through(body)
        footnotes = tuple(
            note for kind in ("footnotes", "endnotes") for note in walk.notes(parts.one(kind), kind[:-1])
        )
        if any(is_marked(text) for text in (*walk.boxed, *_stamped(parts, walk))):
            raise UnreadableDocument("classified")
    except RecursionError as error:
        # No program nests runs, boxes or controls hundreds deep.
        raise UnreadableDocument("suspicious") from error
    if not walk.blocks and any(True for picture in _PICTURES for _ in body.iter(picture)):
        raise UnreadableDocument("scan")
    return Document(name=name, blocks=tuple(with_tables(walk.blocks)), footnotes=footnotes)


def _stamped(parts: Parts, walk: "_Walk") -> Iterator[str]:
    """What stands outside the text: headers, footers, and watermarks behind them."""
    for root in (*parts.every("header"), *parts.every("footer")):
        for paragraph in root.iter(f"{W}p"):
            yield from walk.text_of(paragraph).split("\n")
        for mark in root.iter(_WATERMARK):
            yield mark.get("string", "")


class _Walk:
    """Collects the blocks of a body; the count of blocks is the count of lines."""

    def __init__(self, numbering: Numbering, runs: Runs) -> None:
        self.blocks: list[Paragraph | Table] = []
        self.boxed: list[str] = []
        self._numbering = numbering
        self._runs = runs
        self._line = 0
        self._carried = ""

    def through(self, container: Element, depth: int = 0) -> None:
        if depth > _DEEPEST:
            raise UnreadableDocument("suspicious")
        for child in container:
            if child.tag == f"{W}p":
                self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                self._table(child, depth)
            elif child.tag not in SKIPPED and not _is_placeholder(child):
                self.through(child, depth + 1)

    def text_of(self, paragraph: Element) -> str:
        """The text of a paragraph without its text boxes, in Unicode NFC."""
        return unicodedata.normalize("NFC", "".join(self._runs.of(paragraph)))

    def notes(self, root: Element | None, kind: str) -> Iterator[Paragraph]:
        for n, note in enumerate(root.iter(f"{W}{kind}") if root is not None else ()):
            text = tidy(" ".join(self.text_of(paragraph) for paragraph in note.iter(f"{W}p")))
            if text and note.get(f"{W}type") is None:
                yield Paragraph(line=n, text=text)

    def _paragraph(self, paragraph: Element, depth: int) -> None:
        text = self.text_of(paragraph)
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            # Its end is deleted: what is left of it belongs to the next one.
            self._carried += text
            return
        label = self._numbering.label(paragraph)
        for piece in rejoined(filter(None, map(tidy_line, (self._carried + text).split("\n")))):
            self._line += 1
            self.blocks.append(Paragraph(line=self._line, text=f"{label} {piece}" if label else piece))
            label = ""
        self._carried = ""
        self._boxes(paragraph, depth)

    def _boxes(self, node: Element, depth: int) -> None:
        for box in _boxes(node):
            first = len(self.blocks)
            self.through(box, depth + 1)
            self.boxed += [block.text for block in self.blocks[first:] if isinstance(block, Paragraph)]

    def _table(self, table: Element, depth: int) -> None:
        if depth > _DEEPEST:
            raise UnreadableDocument("suspicious")
        rows = [list(_children(row, f"{W}tc")) for row in _children(table, f"{W}tr") if not _is_deleted(row)]
        if len(rows) == 1 and len(rows[0]) == 1:
            # A frame around a text.
            self.through(rows[0][0], depth + 1)
            return
        said = [tuple(self._cells(row)) for row in _children(table, f"{W}tr") if not _is_deleted(row)]
        said = [row for row in said if any(row)]
        if said:
            self._line += 1
            self.blocks.append(Table(line=self._line, rows=tuple(said)))
            self._line += len(said) - 1
        for cell in (cell for row in rows for cell in row):
            for inner in _children(cell, f"{W}tbl"):
                self._table(inner, depth + 1)
            for paragraph in _children(cell, f"{W}p"):
                self._boxes(paragraph, depth)

    def _cells(self, row: Element) -> Iterator[str]:
        before = row.find(f"{W}trPr/{W}gridBefore")
        yield from [""] * min(whole(before.get(f"{W}val"), 0) if before is not None else 0, _MOST_COLUMNS)
        for cell in _children(row, f"{W}tc"):
            lines = []
            for paragraph in _children(cell, f"{W}p"):
                label = self._numbering.label(paragraph)
                text = "\n".join(filter(None, map(tidy, self.text_of(paragraph).split("\n"))))
                # A cell may hold nothing but the number of its row.
                if text or label not in ("", "-", "+"):
                    lines.append(" ".join(filter(None, (label, text))))
            yield "\n".join(lines)
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            wide = whole(span.get(f"{W}val"), 1) if span is not None else 1
            yield from [""] * (min(wide, _MOST_COLUMNS) - 1)


def _is_deleted(row: Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _is_placeholder(node: Element) -> bool:
    """A form's field that nobody filled in shows a hint, which the writer did not write."""
    return node.tag == f"{W}sdt" and node.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _children(node: Element, tag: str) -> Iterator[Element]:
    """Children of one kind, those in content controls and tracked insertions among them."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in _CONTROLS and not _is_placeholder(child):
            yield from _children(child, tag)


def _boxes(node: Element) -> Iterator[Element]:
    for child in node:
        if child.tag == _BOX:
            yield child
        elif child.tag not in SKIPPED:
            yield from _boxes(child)
