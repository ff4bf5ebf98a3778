"""Plain text files, among them those that a scanner's program wrote with marks (** # <sup> |)."""

import re

from bot.directive.document import Document, UnreadableDocument
from bot.directive.reading.legacy import decode
from bot.directive.reading.lines import paragraphs, with_tables

_HTML_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL | re.IGNORECASE)
_ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", re.DOTALL | re.IGNORECASE)


def read(name: str, content: bytes) -> Document:
    """A .txt file as paragraphs and tables, each with its line in the file."""
    text = decode(content)
    if text is None:
        raise UnreadableDocument("damaged")
    body, footnotes = paragraphs(re.split(r"\r\n|[\n\r\f\v\u2028\u2029]", _HTML_TABLE.sub(_piped, text)))
    return Document(name=name, blocks=tuple(with_tables(body)), footnotes=tuple(footnotes))


def _piped(table: re.Match[str]) -> str:
    """An HTML table as "| a | b |" lines, as many lines as it had."""
    rows = [
        " | ".join(" ".join(cell.split()) for cell in _CELL.findall(row)) for row in _ROW.findall(table[0])
    ]
    lines = ["| " + row + " |" for row in rows]
    return "\n".join(lines + [""] * (table[0].count("\n") + 1 - len(lines)))
