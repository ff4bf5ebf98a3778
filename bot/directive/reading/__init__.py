"""A file -> a Document, or one of the reasons why it cannot be read. One file a format."""

import re
from collections.abc import Iterator

from bot.directive.document import Document, Paragraph, UnreadableDocument
from bot.directive.reading.secrecy import is_marked

MOST_BYTES = 5 * 1024 * 1024

_SECRET_LOOKED_FOR = 40
"""A mark of secrecy stands at the head of a paper; further down the word is an ordinary one."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""A .docx under a password is an OLE file that holds a stream of this name."""
_MARKED_UP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype\s+html|<html|<\?xml|MIME-Version:)", re.IGNORECASE
)
"""Web pages and XML that some programs save as .doc."""
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")


def read_document(name: str, content: bytes) -> Document:
    """The text of a directive's file (.docx, .doc, .pdf or .txt, told by its content), in reading order.

    Raises UnreadableDocument with a reason: empty, too_large, too_heavy, not_supported, scan, encrypted, damaged,
    classified, suspicious.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableDocument("too_large")
    if not content.strip():
        raise UnreadableDocument("empty")
    document = _read(name, content)
    if not document.blocks:
        raise UnreadableDocument("empty")
    if any(is_marked(text) for text in _head(document)):
        raise UnreadableDocument("classified")
    return document


def _read(name: str, content: bytes) -> Document:
    if content.startswith(b"PK"):
        from bot.directive.reading.word import read as read_word

        return read_word(name, content)
    if content.startswith(_PICTURES):
        raise UnreadableDocument("scan")
    if content.startswith(_OLE):
        if _LOCKED in content:
            raise UnreadableDocument("encrypted")
        from bot.directive.reading.old_word import read as read_old_word

        return read_old_word(name, content)
    if b"%PDF-" in content[:1024]:
        from bot.directive.reading.pdf import read as read_pdf

        return read_pdf(name, content)
    if content.startswith(b"{\\rtf") or _MARKED_UP.match(content):
        raise UnreadableDocument("not_supported")
    from bot.directive.reading.text import read as read_text

    return read_text(name, content)


def _head(document: Document) -> Iterator[str]:
    for block in document.blocks[:_SECRET_LOOKED_FOR]:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            for row in block.rows:
                for cell in row:
                    yield from cell.split("\n")
