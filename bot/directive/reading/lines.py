"""Lines of a page -> paragraphs: what the width of the line and the end of the page broke is joined again."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from bot.directive.document import Paragraph, Table

_NOISE = re.compile(
    r"\[bookmark:[^\]]*\]|</?(?:sub|b|i|u|em|strong|span|p|div|center)\b[^>]*>"
    r"|[\u200b-\u200d\u2060\ufeff\xad]"
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
"""A new line: in a cell it parts lines of a letterhead, in running text it is a space."""
_FOOTNOTE = re.compile(r"<sup>\s*(\d{1,2})\s*</sup>\s*(?=\S)|\[\^(\d{1,2})\]:\s*")
_SUPERSCRIPT = re.compile(r"<sup>[^<]*</sup>|\[\^\d{1,2}\]")
_STARS = re.compile(r"(?<!\()\*{1,3}(?!\))|(?<!\w)_+(?=\w)|(?<=[^\W_])_+(?!\w)")
_HEADING = re.compile(r"^\s*#{1,6}\s+")
_SPACES = re.compile(r"[ \t\xa0\u2000-\u200a\u202f\u3000]+")
_RULE = re.compile(r"^\W*$")
PAGE_NUMBER = re.compile(r"^(?:trang\s+)?[-–]?\s*\d{1,3}\s*[-–]?(?:\s*/\s*\d{1,3})?$", re.IGNORECASE)
_STAR_BULLET = re.compile(r"^\s*\*\s+(?=[^*])")

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MEASURED = re.compile(r"(?:^|[\s\d/(])(?:[kdc]?m|(?<!\d)10)$")

MARKER = re.compile(
    r"(?:[-–—+•·●▪○◦\uf0b7\uf02d]\s*(?=\S)"
    r"|\(?\d{1,3}\)\s|\d{1,2}\s?[-–]\s(?=[^\W\d])|\d{1,2}(?:\.\d{1,2})*\.\s(?=\d+(?:[.,]\d+)?\s?%)|\d{1,2}(?:\.\d{1,2})*[.)/]\s*(?=[^\W\d])|\d{1,2}(?:\.\d{1,2})+\s+(?=[^\W\d])"
    r"|\(?[a-zđ]\d?[.),]\s|[IVX]{1,5}(?:[.)]\s*|\s*[-–:/]\s*)(?=\w)|[A-EĐ]\.\s|\|"
    r"|(?:điều|phần|chương|mục|phụ lục)\s+(?:thứ\s+)?[\dIVX]|Nơi nhận|Kính gửi|TM\.|KT\.|TL\.|TUQ\.)"
)
"""What begins a new paragraph whatever stands before it."""

_CLOSED = re.compile(r"[.;:!?…][”\"')]*$|\./$")
_HANGING = re.compile(
    r"(?:,|\s[-–]|\b(?:và|của|về|các|với|theo|tại|trong|cho|đến|từ|là|ngày|tháng|năm|số|đạt|những|trên"
    r"|được|do|ở))$",
    re.IGNORECASE,
)
_FEWEST_CELLS = 3
_SHORT = 20
"""A line shorter than this is a title, whatever stands below it."""
_WIDE = 60
"""A line shorter than this was ended by a person, not by the width of the page."""


def raised(before: str, number: str) -> str:
    """What a small raised number says behind a text: an area, a power of ten, else the mark of a footnote, nothing.

    >>> raised("120 km", "2"), raised("đạt 95%", "2")
    ('²', '')
    """
    return number.translate(_RAISED) if _MEASURED.search(before) else ""


def closed(text: str) -> bool:
    """Whether a sentence or an entry of a list ends here."""
    return _CLOSED.search(text) is not None


def hangs(text: str) -> bool:
    """Whether the text ends in a word that leads on."""
    return _HANGING.search(text) is not None


def tidy(text: str) -> str:
    """One line without markup, NFC, its spaces single."""
    text = _BREAK.sub("\n" if text.lstrip().startswith("|") else " ", text)
    text = _NOISE.sub("", unicodedata.normalize("NFC", text))
    text = _STARS.sub("", _SUPERSCRIPT.sub("", text))
    return _SPACES.sub(" ", text).strip()


def tidy_line(text: str) -> str:
    """The same of a line of its own: what looks like the row of a table keeps its tabs, for `with_tables`."""
    cells = text.split("\t")
    if sum(bool(cell.strip()) for cell in cells) < _FEWEST_CELLS:
        return tidy(text)
    # A tab in front only indents, unless the row goes on like a row: "Trong đó: nữ", "%", "45".
    return "\t".join(map(tidy, cells)).rstrip("\t")


def paragraphs(lines: Iterable[str]) -> tuple[list[Paragraph], list[Paragraph]]:
    """The paragraphs and the footnotes of numbered source lines (the first line is 1)."""
    body: list[Paragraph] = []
    footnotes: list[Paragraph] = []
    gap = 0
    in_footnote = False
    for number, raw in enumerate(lines, start=1):
        footnote = _FOOTNOTE.match(raw.lstrip())
        if footnote:
            footnotes.append(Paragraph(line=number, text=tidy(raw.lstrip()[footnote.end() :])))
            in_footnote = True
            continue
        text = tidy_line(_STAR_BULLET.sub("- ", _HEADING.sub("", raw)))
        in_footnote = in_footnote and bool(text) and not MARKER.match(text)
        if in_footnote:
            footnotes[-1] = _joined(footnotes[-1], text, number)
            continue
        if _RULE.match(text) or (PAGE_NUMBER.match(text) and (gap or not body)):
            gap += 1
        elif body and not _HEADING.match(raw) and _goes_on(body[-1], text, gap):
            body[-1] = _joined(body[-1], text, number)
            gap = 0
        else:
            body.append(Paragraph(line=number, text=text))
            gap = 0
    return body, footnotes


def rejoined(pieces: Iterable[str]) -> Iterator[str]:
    """What a person broke inside a paragraph: lines of their own, but for a sentence that goes on."""
    held = ""
    for piece in pieces:
        if held and not MARKER.match(piece) and not closed(held) and (piece[0].islower() or hangs(held)):
            held = f"{held} {piece}"
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def _goes_on(before: Paragraph, text: str, gap: int) -> bool:
    """Whether `text` continues the paragraph; `gap` is the count of empty lines, rules and footnotes between."""
    end = before.text
    if MARKER.match(text) or end.startswith("|") or "\t" in text or "\t" in end:
        return False
    if _unclosed(end):
        return True
    if (end.endswith(":") and text[0].isdigit()) or (end.endswith((";", ",")) and text[0] in '“"'):
        return True
    if closed(end) or end.isupper():
        return False
    if text[0].islower():
        return len(end) >= _SHORT
    if hangs(end):
        return not text.isupper()
    last_line = len(end) - (before.joints[-1][0] if before.joints else 0)
    return gap == 0 and last_line >= _WIDE and not text.isupper()


def _unclosed(text: str) -> bool:
    """An open quotation or parenthesis near the end: the page broke inside it."""
    near = text[-300:]
    opened = near.rfind("“") > near.rfind("”") or near.rfind("(") > near.rfind(")")
    return opened and not text.endswith((";", "."))


def _joined(before: Paragraph, text: str, line: int) -> Paragraph:
    between = gap_after(before.text)
    joints = (*before.joints, (len(before.text) + len(between), line))
    return Paragraph(line=before.line, text=before.text + between + text, joints=joints)


def gap_after(text: str) -> str:
    """What stands between a broken line and its rest: nothing in the middle of "05-" / "CT/TW"."""
    return "" if text.endswith("-") and text[-2:-1].isalnum() else " "


def with_tables(body: Iterable[Paragraph | Table]) -> Iterator[Paragraph | Table]:
    """Runs of "| a | b |" lines become tables, and so do runs of lines whose cells are set apart by tabs."""
    for tabbed, run in groupby(body, key=_row_mark):
        blocks = list(run)
        rows = [block for block in blocks if isinstance(block, Paragraph)]
        if tabbed == "|":
            cells = [tuple(cell.strip() for cell in row.text.strip("|").split("|")) for row in rows]
            yield Table(line=rows[0].line, rows=tuple(cells))
        elif tabbed and len(rows) > 1:
            yield Table(line=rows[0].line, rows=tuple(_in_columns([row.text for row in rows])))
        elif tabbed:
            yield replace(rows[0], text=" ".join(rows[0].text.split()))
        else:
            yield from blocks


def _row_mark(block: Paragraph | Table) -> str:
    if isinstance(block, Table):
        return ""
    if block.text.startswith("|") and block.text.count("|") > 2:
        return "|"
    return "\t" if "\t" in block.text else ""


def _in_columns(rows: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The cells of rows; where several tabs only bridge a gap, they part two cells like one."""
    cells = [tuple(row.split("\t")) for row in rows]
    bridged = [tuple(re.split(r"\t+", row.strip("\t"))) for row in rows]
    return iter(
        bridged if len({len(row) for row in cells}) > 1 == len({len(row) for row in bridged}) else cells
    )
