"""Word files (.docx): a walk over the body in reading order.

Taken: tables, text boxes, content controls, tracked insertions, numbers of automatic lists, texts in .Vn fonts.
Left out: tracked deletions, field codes, the old copy of a text box. Footnotes stand apart.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from bot.directive.document import Document, Paragraph, Table, UnreadableDocument
from bot.directive.reading.guards import Package
from bot.directive.reading.legacy import from_tcvn3
from bot.directive.reading.lines import tidy
from bot.directive.reading.numbering import Numbering, whole

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}tblPr", _FALLBACK}
)
_BREAKS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_OLD_FONT = re.compile(r"^\.Vn", re.IGNORECASE)
_REMOTE = re.compile(rb'TargetMode\s*=\s*"External"')
_HARMLESS = re.compile(rb'relationships/(?:hyperlink|image)"')
_DEEPEST = 200


def read(name: str, content: bytes) -> Document:
    """A .docx file as paragraphs and tables; the line of a block is its number in reading order."""
    package = Package(content)
    if "word/document.xml" not in package:
        raise UnreadableDocument("not_supported")
    _refuse_links(package)
    styles = _xml(package, "word/styles.xml") if "word/styles.xml" in package else None
    numbering = Numbering(
        _xml(package, "word/numbering.xml") if "word/numbering.xml" in package else None, styles
    )
    body = _xml(package, "word/document.xml").find(f"{W}body")
    if body is None:
        raise UnreadableDocument("damaged")
    walk = _Walk(numbering, _font_of_styles(styles))
    try:
        walk.through(body)
        footnotes = tuple(_footnotes(package, walk))
    except RecursionError as error:
        # No program nests runs, boxes or controls hundreds deep.
        raise UnreadableDocument("suspicious") from error
    if not walk.blocks and any(
        True for _ in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
    ):
        raise UnreadableDocument("scan")
    return Document(name=name, blocks=tuple(walk.blocks), footnotes=footnotes)


def _xml(package: Package, part: str) -> Element:
    # defusedxml ships no types.
    from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

    try:
        root: Element = fromstring(package.read(part), forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableDocument("suspicious") from error
    except (ParseError, ValueError, zlib.error) as error:
        raise UnreadableDocument("damaged") from error
    return root


def _refuse_links(package: Package) -> None:
    """A template or an object that lives elsewhere is refused; links that only a reader follows are not."""
    part = "word/_rels/document.xml.rels"
    for relations in (part, "word/_rels/settings.xml.rels"):
        if relations in package:
            for relation in package.read(relations).split(b"<Relationship ")[1:]:
                if _REMOTE.search(relation) and not _HARMLESS.search(relation):
                    raise UnreadableDocument("suspicious")


def _font_of_styles(styles: Element | None) -> dict[str, str]:
    """style id -> its font, where that is one of the old ones; "" is the default of the document."""
    fonts: dict[str, str] = {}
    if styles is None:
        return fonts
    for style in styles.iter(f"{W}style"):
        font = style.find(f"{W}rPr/{W}rFonts")
        if font is not None:
            fonts[style.get(f"{W}styleId", "")] = font.get(f"{W}ascii", "")
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    fonts[""] = default.get(f"{W}ascii", "") if default is not None else ""
    return fonts


class _Walk:
    """Collects the blocks of a body; the count of blocks is the count of lines."""

    def __init__(self, numbering: Numbering, fonts: dict[str, str]) -> None:
        self.blocks: list[Paragraph | Table] = []
        self._numbering = numbering
        self._fonts = fonts
        self._line = 0

    def through(self, container: Element, depth: int = 0) -> None:
        if depth > _DEEPEST:
            raise UnreadableDocument("suspicious")
        for child in container:
            if child.tag == f"{W}p":
                self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                self._table(child, depth)
            elif child.tag not in _SKIPPED:
                self.through(child, depth + 1)

    def _paragraph(self, paragraph: Element, depth: int) -> None:
        label = self._numbering.label(paragraph)
        for text in self.text_of(paragraph).split("\n"):
            clean = tidy(text)
            if clean:
                self._line += 1
                self.blocks.append(Paragraph(line=self._line, text=f"{label} {clean}" if label else clean))
                label = ""
        for box in _boxes(paragraph):
            self.through(box, depth + 1)

    def _table(self, table: Element, depth: int) -> None:
        if depth > _DEEPEST:
            raise UnreadableDocument("suspicious")
        rows = [tuple(self._cells(row)) for row in _rows(table)]
        rows = [row for row in rows if any(row)]
        if not rows:
            return
        self._line += 1
        self.blocks.append(Table(line=self._line, rows=tuple(rows)))
        self._line += len(rows) - 1

    def _cells(self, row: Element) -> Iterator[str]:
        for cell in _children(row, f"{W}tc"):
            lines = []
            for paragraph in cell.iter(f"{W}p"):
                label = self._numbering.label(paragraph)
                text = "\n".join(filter(None, (tidy(line) for line in self.text_of(paragraph).split("\n"))))
                if text:
                    lines.append(f"{label} {text}" if label else text)
            yield "\n".join(lines)
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            wide = whole(span.get(f"{W}val"), 1) if span is not None else 1
            for _ in range(min(wide, 64) - 1):
                yield ""

    def text_of(self, paragraph: Element) -> str:
        """The text of a paragraph without its text boxes, in Unicode NFC."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        font = self._fonts.get(style.get(f"{W}val", "") if style is not None else "", "") or self._fonts.get(
            "", ""
        )
        return unicodedata.normalize("NFC", "".join(self._runs(paragraph, font)))

    def _runs(self, node: Element, font: str) -> Iterator[str]:
        for child in node:
            if child.tag in _SKIPPED or child.tag == f"{W}txbxContent":
                continue
            if child.tag == f"{W}t":
                text = child.text or ""
                yield from_tcvn3(text, capitals=font.lower().endswith("h")) if _OLD_FONT.match(font) else text
            elif child.tag in _BREAKS:
                yield _BREAKS[child.tag]
            elif child.tag == f"{W}r":
                own = child.find(f"{W}rPr/{W}rFonts")
                yield from self._runs(child, own.get(f"{W}ascii", font) if own is not None else font)
            else:
                yield from self._runs(child, font)


def _rows(table: Element) -> Iterator[Element]:
    yield from _children(table, f"{W}tr")


def _children(node: Element, tag: str) -> Iterator[Element]:
    """Children of one kind, those in content controls and tracked insertions among them."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _children(child, tag)


def _boxes(node: Element) -> Iterator[Element]:
    for child in node:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag not in _SKIPPED:
            yield from _boxes(child)


def _footnotes(package: Package, walk: _Walk) -> Iterator[Paragraph]:
    if "word/footnotes.xml" not in package:
        return
    for n, note in enumerate(_xml(package, "word/footnotes.xml").iter(f"{W}footnote")):
        text = tidy(" ".join(walk.text_of(paragraph) for paragraph in note.iter(f"{W}p")))
        if text and note.get(f"{W}type") is None:
            yield Paragraph(line=n, text=text)
