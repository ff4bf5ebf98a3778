"""Numbered lists that run on in one paragraph: "… chỉ tiêu: 1. Thu ngân sách …. 2. Trồng rừng ….", as lines again."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.directive.document import Paragraph
from bot.directive.extraction.letters import UPPER

_MARK = re.compile(
    rf"(?:^|(?<=[.;:,)…] ))(?:(?P<arabic>\d{{1,2}})|(?P<roman>[IVX]{{1,4}}))\.\s+(?=[{UPPER}])"
)
_FEWEST = 3
"""Fewer rising numbers may stand in a sentence by chance."""


def lines_of(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraph, or each line of the list that runs on in it."""
    cuts: list[int] = []
    rising = 0
    titles: list[int] = []
    for mark in _MARK.finditer(paragraph.text):
        if mark["roman"]:
            titles.append(mark.start())
        elif int(mark["arabic"]) == rising + 1 or not rising:
            rising = int(mark["arabic"])
            cuts.append(mark.start())
    if len(cuts) < _FEWEST:
        yield paragraph
        return
    cuts = sorted({0, *cuts, *titles})
    for start, end in zip(cuts, [*cuts[1:], len(paragraph.text)], strict=True):
        piece = paragraph.text[start:end]
        joints = tuple((place - start, line) for place, line in paragraph.joints if start < place < end)
        if piece.strip():
            yield replace(paragraph, line=paragraph.line_at(start), text=piece.rstrip(), joints=joints)
