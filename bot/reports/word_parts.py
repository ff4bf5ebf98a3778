"""Paragraphs, tables and pages as WordprocessingML, put together as one string and never parsed.

python-docx finds a cell of a table by walking through all of it: a table of a province would take minutes.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from bot.reports.decree import (
    BOTTOM,
    LANDSCAPE,
    LEFT,
    LEFT_COLUMN,
    PORTRAIT,
    RIGHT,
    RIGHT_COLUMN,
    TOP,
    WORD,
    set_styles,
    style_id,
    twips,
)
from bot.reports.wording import UNPRINTABLE

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

BLANK = re.compile("⟦([^⟧]*)⟧")
"""What somebody has still to write stands between these marks; on the paper it is highlighted."""
LINE_BREAK = "\u2028"
"""Between the lines of a field that is a few words."""
W = f"{{{WORD}}}"
_NS = f'xmlns:w="{WORD}"'
_BODY = "word/document.xml"


_LINES = "".join(
    (
        "<w:tblBorders>",
        *(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        ),
        "</w:tblBorders>",
    )
)
_PADDING = (
    '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
    '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
)


def plain(text: str) -> str:
    """A text without what no XML may hold."""
    return UNPRINTABLE.sub("", text)


# --- Parts of a body ------------------------------------------------------------------------------------------


def paragraph(style: str, text: str = "", *, section: str = "") -> str:
    """A paragraph; what stands between ⟦ and ⟧ is highlighted."""
    runs = "".join(_runs(text))
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{section}</w:pPr>{runs}</w:p>'


def _runs(text: str) -> Iterable[str]:
    for place, piece in enumerate(BLANK.split(plain(text))):
        if piece:
            marks = '<w:rPr><w:highlight w:val="yellow"/></w:rPr>' if place % 2 else ""
            words = "<w:br/>".join(map(_text, piece.split("\n")))
            yield f"<w:r>{marks}{words}</w:r>"


def _text(words: str) -> str:
    """Blanks at an end are kept where there are any: the mark on each of 100,000 cells would cost half of the writing."""
    kept = "" if words == words.strip() else ' xml:space="preserve"'
    return f"<w:t{kept}>{escape(words)}</w:t>"


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a table: its title, its width in parts of the whole, the style of its cells."""

    title: str
    width: float
    style: str = "cell"


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A row over all columns that names those below it."""

    title: str


Row: TypeAlias = Sequence[str] | Group


def table(columns: Sequence[Column], rows: Iterable[Row], *, width: float, numbered: bool = True) -> str:
    """A table with lines, its head repeated on each page; `numbered`: with a row (1) (2) … below the head."""
    whole = sum(column.width for column in columns)
    widths = [twips(width * column.width / whole) for column in columns]
    shares = [
        f'<w:tcPr><w:tcW w:w="{one}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>' for one in widths
    ]
    heads = [[column.title for column in columns]]
    if numbered:
        heads.append([f"({n})" for n in range(1, len(columns) + 1)])
    parts = [
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{_LINES}',
        f'<w:tblLayout w:type="fixed"/>{_PADDING}</w:tblPr><w:tblGrid>',
        *(f'<w:gridCol w:w="{one}"/>' for one in widths),
        "</w:tblGrid>",
    ]
    for head in heads:
        parts.append("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
        parts += (
            f"<w:tc>{share}{paragraph('head_cell', text)}</w:tc>"
            for share, text in zip(shares, head, strict=True)
        )
        parts.append("</w:tr>")
    opened = [
        f'<w:tc>{share}<w:p><w:pPr><w:pStyle w:val="{style_id(column.style)}"/></w:pPr>'
        for share, column in zip(shares, columns, strict=True)
    ]
    # The same words stand in thousands of cells.
    runs = {"": ""}
    for row in rows:
        parts.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        if isinstance(row, Group):
            parts.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(columns)}"/></w:tcPr>'
                f"{paragraph('group_cell', row.title)}</w:tc>"
            )
        else:
            for start, text in zip(opened, row, strict=True):
                if text not in runs:
                    runs[text] = "".join(_runs(text))
                parts += (start, runs[text], "</w:p></w:tc>")
        parts.append("</w:tr>")
    parts.append("</w:tbl>")
    return "".join(parts)


def two_columns(rows: Iterable[tuple[str, str]]) -> str:
    """Rows of two cells without lines, each cell its paragraphs."""
    shares = (twips(LEFT_COLUMN), twips(RIGHT_COLUMN))
    grid = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
    parts = [
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(shares)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    ]
    for row in rows:
        parts.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        for share, cell in zip(shares, row, strict=True):
            empty = cell or paragraph("recipient")
            parts.append(f'<w:tc><w:tcPr><w:tcW w:w="{share}" w:type="dxa"/></w:tcPr>{empty}</w:tc>')
        parts.append("</w:tr>")
    return "".join((*parts, "</w:tbl>"))


# --- The page -------------------------------------------------------------------------------------------------


def end_of_section(*, landscape: bool) -> str:
    """The paragraph that ends a section; what stands above it is on pages that lie so."""
    return paragraph("end", section=_section(landscape=landscape))


def _section(*, landscape: bool) -> str:
    size = LANDSCAPE if landscape else PORTRAIT
    top, right, bottom, left = map(twips, (TOP, RIGHT, BOTTOM, LEFT))
    turned = ' w:orient="landscape"' if landscape else ""
    return (
        f'<w:sectPr><w:type w:val="nextPage"/><w:pgSz w:w="{twips(size[0])}" w:h="{twips(size[1])}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="{twips(10)}" w:footer="{twips(10)}" w:gutter="0"/></w:sectPr>'
    )


def get_ready() -> None:
    """Import what writes, and have it read its empty document."""
    from docx import Document

    Document()


def body_of(parts: str) -> "BaseOxmlElement":
    """The parts as a body's elements."""
    from docx.oxml import parse_xml

    return parse_xml(f"<w:body {_NS}>{parts}</w:body>")


def document(body: str, *, title: str, author: str, made_at: datetime, landscape: bool = False) -> bytes:
    """The file with this body, its last pages lying so. The page number stands above the text, but not on page 1."""
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    made = Document()
    set_styles(made.styles.element)
    properties = made.core_properties
    properties.title, properties.author, properties.comments = title, author, ""
    properties.language = "vi-VN"
    properties.created = properties.modified = made_at.astimezone(UTC)
    numbers = made.sections[0].header
    numbers.is_linked_to_previous = False
    numbers._element.replace(numbers.paragraphs[0]._element, parse_xml(_PAGE_NUMBER))
    made.sections[0].first_page_header.is_linked_to_previous = False
    references = "".join(
        f'<w:headerReference w:type="{one.get(qn("w:type"))}" r:id="{one.get(qn("r:id"))}"/>'
        for one in made.sections[0]._sectPr.findall(qn("w:headerReference"))
    )
    saved = io.BytesIO()
    made.save(saved)
    whole = body + _section(landscape=landscape)
    whole = whole.replace("<w:sectPr>", f"<w:sectPr>{references}", 1)
    whole = whole.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>", 1)
    return _with_body(saved, whole)


def _with_body(saved: io.BytesIO, body: str) -> bytes:
    """The file with another body: to make a province's tables elements, only to write them again, costs half of it."""
    from docx.oxml.ns import nsmap

    filled = io.BytesIO()
    with ZipFile(saved) as empty, ZipFile(filled, "w", ZIP_DEFLATED) as file:
        for part in empty.namelist():
            if part != _BODY:
                file.writestr(part, empty.read(part))
        file.writestr(
            _BODY,
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {_NS} xmlns:r="{nsmap["r"]}">'
            f"<w:body>{body}</w:body></w:document>",
        )
    return filled.getvalue()


_PAGE_NUMBER = (
    f'<w:p {_NS}><w:pPr><w:pStyle w:val="{style_id("page_number")}"/></w:pPr>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
