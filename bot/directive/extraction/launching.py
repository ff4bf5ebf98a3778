"""Where the document launches: the sentence in which an office "phát động", before which all is preamble."""

import re
from dataclasses import dataclass

from bot.directive.extraction.letters import SENTENCE_END
from bot.directive.extraction.outline import Entry

_LAUNCHES = re.compile(
    r"\b(?:phát động|(?<!ời )kêu gọi|ban hành\s+(?:Kế hoạch|Chỉ thị)|xây dựng\s+[Kk]ế hoạch)\b"
)
_IN_PASSING = re.compile(r"\b(?:do|về|đã|được|việc|theo)\b", re.IGNORECASE)
_END = re.compile(SENTENCE_END)


@dataclass(frozen=True, kw_only=True, slots=True)
class Launch:
    """The entry that launches, the offset of the verb in its body, and the sentence around it."""

    n: int = -1
    offset: int = 0
    sentence: str = ""

    def is_before(self, n: int, offset: int) -> bool:
        """Whether a place stands in the preamble, which tells of other campaigns and of years past."""
        return (n, offset) < (self.n, self.offset)


def launch_of(entries: list[Entry]) -> Launch:
    """The launch, looked for before the first numbered part; where nobody launches, the last words before it."""
    for n, entry in enumerate(entries):
        if entry.path:
            return Launch(n=n - 1)
        verbs = [verb for verb in _LAUNCHES.finditer(entry.body) if not _passing(entry.body[: verb.start()])]
        if verbs:
            offset = verbs[-1].start()
            starts = [stop.end() for stop in _END.finditer(entry.body, 0, offset)]
            stop = _END.search(entry.body, offset)
            sentence = entry.body[starts[-1] if starts else 0 : stop.end() if stop else None]
            return Launch(n=n, offset=offset, sentence=sentence.strip())
    return Launch()


def launches(text: str) -> bool:
    """Whether a text says of somebody that he launches."""
    return any(not _passing(text[: verb.start()]) for verb in _LAUNCHES.finditer(text))


def _passing(before: str) -> bool:
    return bool(_IN_PASSING.search(re.split(r"[.;:,]", before)[-1]))
