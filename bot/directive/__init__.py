"""From the file of a launch directive to the draft of a campaign.

The door: what is behind it takes time to load and is loaded with the first document, not with the bot.
"""

from bot.directive.document import Document, UnreadableDocument
from bot.directive.model import DirectiveDraft, IndicatorDraft, PhaseDraft

__all__ = [
    "DirectiveDraft",
    "Document",
    "IndicatorDraft",
    "PhaseDraft",
    "UnreadableDocument",
    "extract",
    "is_directive",
    "read_document",
    "read_indicator_line",
]


def read_document(name: str, content: bytes) -> Document:
    """The paragraphs and tables of a file in reading order. Errors: UnreadableDocument with its reason."""
    from bot.directive import reading

    return reading.read_document(name, content)


def extract(document: Document) -> DirectiveDraft:
    """What a directive says, each part with its source; what is missing is None, what is doubtful a warning."""
    from bot.directive import extraction

    return extraction.extract(document)


def is_directive(draft: DirectiveDraft) -> bool:
    """Whether the draft is that of a document which launches a campaign."""
    from bot.directive import extraction

    return extraction.is_directive(draft)


def read_indicator_line(text: str) -> tuple[IndicatorDraft, ...]:
    """The indicators in a line as an admin types it; none where it holds no target."""
    from bot.directive import extraction

    return extraction.read_indicator_line(text)
