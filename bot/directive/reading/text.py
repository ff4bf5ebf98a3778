"""Plain text files, among them those that a scanner's program wrote with marks (** # <sup> |)."""

import re
from collections.abc import Iterator

from bot.directive.document import Document, UnreadableDocument
from bot.directive.reading.legacy import decode
from bot.directive.reading.lines import paragraphs, with_tables

_TABLE = (re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table>", re.IGNORECASE))
_ROW = (re.compile(r"<tr\b[^<>]*>", re.IGNORECASE), re.compile(r"</tr>", re.IGNORECASE))
_CELL = (re.compile(r"<t[dh]\b[^<>]*>", re.IGNORECASE), re.compile(r"</t[dh]>", re.IGNORECASE))


def read(name: str, content: bytes) -> Document:
    """A .txt file as paragraphs and tables, each with its line in the file."""
    text = decode(content)
    if text is None:
        raise UnreadableDocument("damaged")
    body, footnotes = paragraphs(re.split(r"\r\n|[\n\r\f\v\u2028\u2029]", _with_tables_piped(text)))
    return Document(name=name, blocks=tuple(with_tables(body)), footnotes=tuple(footnotes))


def _with_tables_piped(text: str) -> str:
    """The text with each HTML table as "| a | b |" lines, as many lines as it had."""
    parts, at = [], 0
    for start, _, _, end in _between(text, _TABLE):
        parts += [text[at:start], _piped(text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _piped(table: str) -> str:
    rows = [
        " | ".join(" ".join(row[first:last].split()) for _, first, last, _ in _between(row, _CELL))
        for row in (table[first:last] for _, first, last, _ in _between(table, _ROW))
    ]
    lines = ["| " + row + " |" for row in rows]
    return "\n".join(lines + [""] * (table.count("\n") + 1 - len(lines)))


def _between(text: str, tags: tuple[re.Pattern[str], re.Pattern[str]]) -> Iterator[tuple[int, int, int, int]]:
    """Where an element begins, its content begins and ends, and it ends; each letter is looked at once."""
    opening, closing = tags
    at = 0
    while (opened := opening.search(text, at)) and (closed := closing.search(text, opened.end())):
        yield opened.start(), opened.end(), closed.start(), closed.end()
        at = closed.end()
