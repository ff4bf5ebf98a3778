"""The last step: every number of the indicator sections is in what was read, or it is warned of with its text.

Each indicator and each progress figure holds the numbers that it was read from. The source is gone through once more:
every number in it must be one of those, and each of those counts once. What no reading holds is listed, whatever words
stand around it. Dates, years, numbers of documents and ordinals are no numbers here (`figures.masked`).
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.campaign.model import Comparator
from bot.directive.document import Table
from bot.directive.extraction.columns import titles_of
from bot.directive.extraction.figures import Figure, figures, lowered, masked, to_decimal
from bot.directive.extraction.outline import BULLET, Entry
from bot.directive.extraction.prose import RESULT, pieces
from bot.directive.extraction.splitting import without_marks
from bot.directive.extraction.units import is_money, is_share
from bot.directive.model import IndicatorDraft, ProgressFigure, Reason, Warned

_ANNOUNCES = re.compile(r"\bchỉ tiêu\b|phấn đấu|\bđề ra\b|ít nhất|tối thiểu")
"""A paragraph with these words sets targets: no figure with a measure unit in it may vanish."""
_NO_GOALS = re.compile(
    r"(?:(?:các|những|một số|công tác|về|đặc điểm)\s+){0,2}(?:kết quả(?! cần đạt)|tình hình|đánh giá|tồn tại|hạn chế"
    r"|nguyên nhân|khen thưởng|kinh phí|hồ sơ|thời gian|tiêu chuẩn|đối tượng)"
)
"""Titles of sections whose figures are results, prizes or rules."""
_ANNIVERSARY = re.compile(r"kỷ niệm|năm ngày", re.IGNORECASE)
_BEGINNING = 50
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-eA-E]|[IVX]{1,4})\)?(?:\s*=.*)?")
_ORDINAL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[a-zđA-ZĐ]|[IVX]{1,5})[.)]*\s*")
_AIMED = re.compile(
    r"\b(?:(?:xếp|đứng)\s+(?:hạng\s+)?thứ|nhóm|tốp|top)\s+#+"
    r"|(?:\b(?:đạt|còn|xuống|rút ngắn|tăng|giảm|lên|là)|:)\s+"
    r"(?:(?:mức|trên|dưới|ít nhất|tối thiểu|tối đa|không quá|từ)\s+)*#+\s+(?:năm|tháng|ngày|giờ|phút)\b"
)
""" "xếp thứ 20", "còn 3 ngày": elsewhere such numbers are no figures, here they may be the target."""
_FULFILS = re.compile(r"\d\s+(?:xã|phường|thôn|bản|ấp|khu phố|tổ dân phố|huyện)\s+(?:đạt|hoàn thành)\s+$")
_COMPARES = re.compile(r"so sánh|so với|cùng kỳ|tăng|giảm|tỷ lệ (?:đạt|hoàn thành)|đạt %|%$")
_TOLERANCE = Decimal("0.11")
_FEW = 2
"""So many cells of a column are each told with their row, more of them together with the title of the column."""


@dataclass(slots=True, eq=False)
class _Reading:
    """The numbers of one reading that no place of the source has claimed yet, and all that it had."""

    open: set[Decimal]
    name: str = ""
    all: frozenset[Decimal] = frozenset()
    denominator: Decimal | None = None


@dataclass(slots=True)
class Ledger:
    """What was read from each line of the source, and the texts that are warned of already."""

    readings: dict[int, list[_Reading]] = field(default_factory=lambda: defaultdict(list))
    holding: dict[tuple[int, Decimal], dict[_Reading, None]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """The readings of a line in which a number is still open, in their order."""
    warned: dict[int, str] = field(default_factory=lambda: defaultdict(str))

    def takes(self, lines: Iterable[int], figure: Figure) -> bool:
        """Whether a reading of these lines holds the numbers of the figure; they are spoken for from now on."""
        numbers = _stated(figure.value, figure.value_to, figure.shift_to, figure.denominator)
        for line in lines:
            for reading in self.holding.get((line, figure.value), ()):
                if numbers <= reading.open:
                    reading.open -= numbers
                    for number in numbers:
                        del self.holding[line, number][reading]
                    return True
        return False

    def add(self, line: int, reading: _Reading) -> None:
        self.readings[line].append(reading)
        for number in reading.open:
            self.holding[line, number][reading] = None

    def names(self, lines: Iterable[int], words: str) -> bool:
        """Whether the words stand in the name of what was read."""
        return any(words in reading.name for reading in self._of(lines))

    def divides(self, lines: Iterable[int], number: Decimal) -> bool:
        """Whether a number is what a reading is so many of: the second 20 of "(20/20) xã"."""
        return any(number == reading.denominator for reading in self._of(lines))

    def follows(self, line: int, figure: Figure) -> bool:
        """Whether a comparison is what two numbers read from its row give: their ratio, growth or difference."""
        if _stated(figure.value_to, figure.shift_to, figure.denominator):
            return False
        held = [one for reading in self._of((line,)) for one in reading.all]
        return any(
            abs(abs(figure.value) - derived) < _TOLERANCE
            for a in held
            for b in held
            if a != b
            for derived in (abs(a - b), *((a / b * 100, abs(a / b * 100 - 100)) if b else ()))
        )

    def warns(self, lines: Iterable[int], words: str) -> bool:
        return any(words in self.warned.get(line, "") for line in lines)

    def _of(self, lines: Iterable[int]) -> Iterator[_Reading]:
        return (reading for line in lines for reading in self.readings.get(line, ()))


def ledger_of(
    indicators: Iterable[IndicatorDraft], progress: Iterable[ProgressFigure], warnings: Iterable[Warned]
) -> Ledger:
    """The numbers of all readings by their lines."""
    ledger = Ledger()
    for one in indicators:
        target = one.target
        held = _stated(
            target.value,
            target.value_to,
            one.baseline,
            one.target_level,
            one.cumulative_total,
            one.denominator,
        )
        reading = _Reading(set(held), lowered(one.name), frozenset(held), one.denominator)
        ledger.add(one.line, reading)
    for told in progress:
        ledger.add(told.line, _Reading(_stated(told.target, told.actual, told.percent)))
    for warning in warnings:
        ledger.warned[warning.line] += f"{warning.text}\n"
    return ledger


def _stated(*numbers: Decimal | None) -> set[Decimal]:
    return {number for number in numbers if number is not None}


def unaccounted(entries: Sequence[Entry], sections: set[int], ledger: Ledger) -> Iterator[Warned]:
    """Whatever numbers are left: in `sections` (places of entries) each one, elsewhere those that may be targets."""
    closed: int | None = None
    timed = False
    for n, entry in enumerate(entries):
        titled = entry.style not in ("", BULLET, "table") or entry.body.isupper()
        if titled and (closed is None or entry.depth <= closed):
            title = lowered(entry.body[:_BEGINNING])
            closed = entry.depth if _NO_GOALS.match(title) else None
            timed = "thời gian" in title
        if entry.table is not None:
            if n in sections:
                yield from _of_table(entry.table, ledger)
            continue
        announced = bool(_ANNOUNCES.search(lowered(entry.body)))
        inside = n in sections
        if not inside and (not (closed is None or (timed and announced)) or not (entry.path or announced)):
            continue
        lines = _lines_of(entry)
        for piece, offset in pieces(without_marks(entry.body)):
            left = list(_left(piece, lines, ledger))
            line = entry.paragraph.line_at(entry.start + offset)
            if inside and left:
                yield Warned(line=line, text=piece, reason=Reason.NOT_UNDERSTOOD)
            elif not RESULT.search(lowered(piece)) and any(
                figure and (_aims(figure) or (announced and figure.unit and not _ANNIVERSARY.search(piece)))
                for figure in left
            ):
                yield Warned(line=line, text=piece, reason=Reason.FROM_PROSE)


def _lines_of(entry: Entry) -> tuple[int, ...]:
    paragraph = entry.paragraph
    return (paragraph.line, *(line for _, line in paragraph.joints if line != paragraph.line))


def _left(text: str, lines: Sequence[int], ledger: Ledger) -> Iterator[Figure | None]:
    """The figures of a text that no reading holds; None for a number that is not even a figure."""
    plain = masked(text)
    found = figures(text)
    for figure in found:
        known = ledger.takes(lines, figure) or _is_year(figure) or ledger.warns(lines, figure.text)
        if not known and not (_qualifies(figure, plain) and ledger.names(lines, lowered(figure.text))):
            yield figure
    starts = [figure.start for figure in found]
    for number in _NUMBER.finditer(plain):
        last = bisect_right(starts, number.start())
        inside = last > 0 and number.start() < found[last - 1].end
        of_ratio = plain[: number.start()].endswith("/") and ledger.divides(lines, to_decimal(number[0]))
        if not inside and not of_ratio and not ledger.warns(lines, number[0]):
            yield None
    for aimed in _AIMED.finditer(plain):
        if not ledger.warns(lines, text[aimed.start() : aimed.end()]):
            yield None


def _qualifies(figure: Figure, plain: str) -> bool:
    """ "05 xã đạt từ 17 - 18 tiêu chí": how much the counted ones must fulfil, which their name says."""
    return "tiêu chí" in figure.unit and _FULFILS.search(plain, 0, figure.start) is not None


def _is_year(figure: Figure) -> bool:
    return not figure.unit and _YEAR.fullmatch(figure.text.strip()) is not None


def _aims(figure: Figure) -> bool:
    """Whether a figure in running text may be a target and not only a count of what there is."""
    return figure.known and (
        is_share(figure.unit) or is_money(figure.unit) or figure.comparator is not Comparator.EQUAL
    )


def _of_table(table: Table, ledger: Ledger) -> Iterator[Warned]:
    """The cells that no reading holds, and that do not follow from what was read in their row."""
    left: dict[int, list[tuple[int, str]]] = defaultdict(list)
    titles, first = titles_of(table)
    for n, row in enumerate(table.rows[first:], start=first):
        line = table.line + n
        if row in table.rows[:first] or all(_COLUMN_NUMBER.fullmatch(cell.strip()) for cell in row if cell):
            continue
        for place, cell in enumerate(row):
            text = " ".join(cell.split())
            if (place == 0 and _ORDINAL.fullmatch(text)) or ledger.warns((line,), text):
                continue
            text = text[ordinal.end() :] if (ordinal := _NUMBERED.match(text)) else text
            # A bare "18/21" is a ratio of what the column of units names.
            bare = re.fullmatch(r"[\d\s.,/–-]+", text)
            compares = _COMPARES.search(lowered(titles[place])) or _COMPARES.match(lowered(text))
            if any(
                figure is None or not (compares and ledger.follows(line, figure))
                for figure in _left(f"{text} đơn vị" if bare else text, (line,), ledger)
            ):
                left[place].append((n, text))
    for place, cells in left.items():
        if len(cells) <= _FEW:
            for n, _ in cells:
                text = " | ".join(cell for cell in table.rows[n] if cell)
                yield Warned(line=table.line + n, text=text, reason=Reason.EXTRA_FIGURE)
        else:
            told = "; ".join(f"{_name_of(table.rows[n])} {text}" for n, text in cells)
            text = f"{titles[place]}: {told}" if titles[place] else told
            yield Warned(line=table.line + cells[0][0], text=text, reason=Reason.EXTRA_FIGURE)


_NUMBERED = re.compile(r"(?:[IVX]+|\d+(?:\.\d+)*|[a-zđA-Z])[.)]\s+")


def _name_of(row: Sequence[str]) -> str:
    """The cell of a row that says what it is about: the first with words."""
    return next((" ".join(cell.split()) for cell in row if len(re.findall(r"[^\W\d]", cell)) > 3), "")
