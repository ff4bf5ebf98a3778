"""From the file of a launch directive to the draft of a campaign."""

from bot.directive.document import Document, UnreadableDocument
from bot.directive.extraction import extract, is_directive, read_indicator_line
from bot.directive.model import DirectiveDraft, IndicatorDraft, PhaseDraft
from bot.directive.reading import read_document

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
