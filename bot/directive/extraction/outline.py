"""Where each paragraph stands: "II.6", "2.1", "2.a". Enumerations of real papers nest, run on and restart."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from bot.directive.document import Document, Paragraph, Table
from bot.directive.extraction.running import lines_of

BULLET = "bullet"

_STYLES = (
    (BULLET, re.compile(r"[-–—+•·●▪○◦\uf0b7\uf02d]\s*()")),
    ("roman", re.compile(r"(?:phần\s+(?:thứ\s+)?)?([IVX]{1,5})(?:[.)]\s*|\s*[-–:/]\s*)", re.IGNORECASE)),
    ("article", re.compile(r"điều\s+(\d{1,2})[.:]?\s*", re.IGNORECASE)),
    ("bracket", re.compile(r"\((\d{1,2})\)\s*|(\d{1,2})\)\s*")),
    ("dotted", re.compile(r"(\d{1,2}(?:\.\d{1,2})+)(?:(?:[.)/]\s*|\s+)(?=[^\W\d])|[.)]\s+(?=\d))")),
    ("arabic", re.compile(r"(\d{1,3})(?:[./]\s*(?!\d)|\s?[-–]\s+(?=[^\W\d]))")),
    ("letter", re.compile(r"\(?([a-zđ])\s?[.),]\s+")),
    ("capital", re.compile(r"([A-EĐ])[.)]\s+")),
)
_DASHED = re.compile(r"(\d{1,2})\s?[-–]\s+(?=\d)")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_DEEPEST = 8
"""Enumerations nested deeper than this are no longer an outline: the innermost is begun anew."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A paragraph (or a table) in its place.

    `marker` is what stands before `body` ("-", "2.1", "a" or ""), `start` the offset of the body in the paragraph.
    `path` holds the markers of the enumerations that it stands in, its own last unless it is a bullet.
    """

    paragraph: Paragraph
    style: str
    marker: str
    number: int
    start: int
    path: tuple[str, ...]
    table: Table | None = None

    @property
    def body(self) -> str:
        return self.paragraph.text[self.start :]

    @property
    def depth(self) -> int:
        """How many enumerations the entry stands in, its own included."""
        return len(self.path)


@dataclass(frozen=True, slots=True)
class _Run:
    """One running enumeration: its style, the last number and how that was written."""

    style: str
    last: int
    label: str


_Closed = Counter[tuple[str, int]]
"""How many ended enumerations stopped at a number, by style: what follows it may take one up again."""


def outline(document: Document) -> list[Entry]:
    """Every block of the document in its place."""
    open_runs: list[_Run] = []
    closed: _Closed = Counter()
    entries: list[Entry] = []
    for block in document.blocks:
        if isinstance(block, Table):
            anchor = Paragraph(line=block.line, text="")
            entries.append(_entry(anchor, "table", "", 0, 0, open_runs, table=block))
            continue
        for line in lines_of(block):
            style, label, number, start = _marker(line.text)
            if style == "" and (dashed := _dashed(line.text, open_runs)):
                style, label, number, start = dashed
            if style not in ("", BULLET):
                _advance(open_runs, closed, _Run(style, number, label), line.text[start:])
            entries.append(_entry(line, style, label, number, start, open_runs))
    return entries


def section_of(path: tuple[str, ...]) -> str:
    """("II", "6") -> "II.6"; ("2", "2.1") -> "2.1"."""
    section = ""
    for label in path:
        section = label if not section or label.startswith(section + ".") else f"{section}.{label}"
    return section


def _entry(
    paragraph: Paragraph,
    style: str,
    marker: str,
    number: int,
    start: int,
    runs: list[_Run],
    table: Table | None = None,
) -> Entry:
    path = tuple(run.label for run in runs)
    return Entry(
        paragraph=paragraph, style=style, marker=marker, number=number, start=start, path=path, table=table
    )


def _marker(text: str) -> tuple[str, str, int, int]:
    """(style, label, number, end of the marker); ("", "", 0, 0) for plain text."""
    for style, pattern in _STYLES:
        found = pattern.match(text)
        if not found or found.end() == len(text):
            continue
        label = next((group for group in found.groups() if group), "")
        if style == BULLET:
            return style, text[0], 0, found.end()
        return style, label, _number(style, label), found.end()
    return "", "", 0, 0


def _dashed(text: str, runs: list[_Run]) -> tuple[str, str, int, int] | None:
    """The "7 –" of "7 – 95% hộ dùng nước sạch" where it is the next of its list: else it begins a range."""
    found = _DASHED.match(text)
    if found is None or not runs or runs[-1].style != "arabic" or int(found[1]) != runs[-1].last + 1:
        return None
    return "arabic", found[1], int(found[1]), found.end()


def _number(style: str, label: str) -> int:
    if style == "roman":
        values = [_ROMAN[letter] for letter in label.upper()]
        return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    if style == "letter":
        return _LETTERS.find(label) + 1
    if style == "capital":
        return "ABCDĐE".find(label) + 1
    return int(label.rsplit(".", 1)[-1])


_HEADING_WORDS = re.compile(
    r"^(?:nội dung|thời gian|tổ chức|giải pháp|nhiệm vụ|các giải pháp|các nhiệm vụ|khen thưởng"
    r"|kinh phí|mục tiêu|yêu cầu)\b",
    re.IGNORECASE,
)


def _advance(runs: list[_Run], closed: _Closed, new: _Run, body: str) -> None:
    """Put `new` where it continues a run: innermost first, but a chapter's title ends the lists before it."""
    if new.style == "dotted":
        parent = new.label.rsplit(".", 1)[0]
        keep = next((n for n, run in enumerate(runs) if run.label == parent), None)
        same = next(
            (
                n
                for n, run in enumerate(runs)
                if run.style == "dotted" and run.label.count(".") >= new.label.count(".")
            ),
            None,
        )
        _cut(runs, closed, keep + 1 if keep is not None else same if same is not None else len(runs))
        runs.append(new)
        return
    levels = [n for n, run in enumerate(runs) if run.style == new.style]
    expected = [n for n in levels if runs[n].last + 1 == new.last]
    if expected:
        chapter = len(body) < 80 and _HEADING_WORDS.match(body)
        place = expected[0] if chapter else expected[-1]
    elif closed[new.style, new.last - 1]:
        closed[new.style, new.last - 1] -= 1
        place = len(runs)
    elif new.last == 1 or not levels:
        place = len(runs)
        twice = bool(runs) and runs[-1] == new
        if new.style in ("roman", "capital", "article") and not twice:
            place = 0 if not levels else levels[0]
    else:
        place = next((n for n in reversed(levels) if runs[n].last < new.last), levels[-1])
    _cut(runs, closed, min(place, _DEEPEST))
    runs.append(new)


def _cut(runs: list[_Run], closed: _Closed, place: int) -> None:
    closed.update((run.style, run.last) for run in runs[place:])
    del runs[place:]


def without_own(entry: Entry) -> Entry:
    """The entry as one of its list: its own number is no section."""
    if entry.style in ("", BULLET, "table"):
        return entry
    return replace(entry, path=entry.path[:-1])


def with_rows(entries: list[Entry]) -> list[Entry]:
    """The entries with each row of a table as a bullet of its own, its cells one after another."""
    told: list[Entry] = []
    for entry in entries:
        if entry.table is None:
            told.append(entry)
            continue
        for row in entry.table.rows:
            text = "; ".join(" ".join(cell.split()) for cell in row if cell.strip())
            paragraph = Paragraph(line=entry.table.line, text=text)
            told.append(replace(entry, paragraph=paragraph, style=BULLET, marker="|", table=None))
    return told
