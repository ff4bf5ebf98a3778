"""The file of a narrative, read apart from the bot: a report in Word, PDF or plain text, taken apart at its headings."""

from collections.abc import Iterator

from bot.directive import UnreadableDocument, read_document
from bot.directive.document import Document, Table
from bot.errors import Refused
from bot.language.narrative import SplitNarrative, split_narrative


def read(name: str, content: bytes) -> SplitNarrative:
    """The parts of a report; Refused with what to send instead."""
    try:
        document = read_document(name, content)
    except UnreadableDocument as unreadable:
        raise Refused("_".join(("document", unreadable.reason))) from unreadable
    return split_narrative(_lines(document))


def _lines(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield from (
                " | ".join(filter(None, (" ".join(cell.split()) for cell in row))) for row in block.rows
            )
        else:
            yield block.text
