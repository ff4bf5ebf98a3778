"""A document as text in reading order, whatever file it came from."""

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """One paragraph, NFC, without markup; `line` counts from 1.

    A paragraph that the page or the line width broke is one again; `joints` then holds, for each piece after the
    first, the offset at which it begins and its line: ((58, 12),).
    """

    line: int
    text: str
    joints: tuple[tuple[int, int], ...] = field(default=())

    def line_at(self, offset: int) -> int:
        """The line of the source in which the character at `offset` stands."""
        n = bisect_right(self.joints, (offset, 1 << 30))
        return self.joints[n - 1][1] if n else self.line


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows of cells; a cell that spans columns stands in the first and leaves the others empty."""

    line: int
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """Blocks in reading order; footnotes stand apart, so that they never break a list or a sentence."""

    name: str
    blocks: tuple[Paragraph | Table, ...]
    footnotes: tuple[Paragraph, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))


class UnreadableDocument(Exception):
    """The file cannot be read as a directive; `reason` is one of the codes below, for which a sentence exists.

    empty, too_large, too_heavy, not_supported, scan, encrypted, damaged, classified, suspicious
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
