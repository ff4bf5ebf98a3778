"""Which entries of the outline are lines of an indicator list, and what they say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.campaign.model import Measure
from bot.directive.document import Table
from bot.directive.extraction.bullets import Bullet, read_bullet
from bot.directive.extraction.columns import Head
from bot.directive.extraction.figures import figures, lowered
from bot.directive.extraction.outline import BULLET, Entry, section_of, without_own
from bot.directive.extraction.splitting import HEADING
from bot.directive.extraction.tables import read_table, unread_rows
from bot.directive.model import IndicatorDraft, Origin, Reason, Relation, Warned

_LIST_TITLE = re.compile(
    r"\bchỉ tiêu\b|mục tiêu (?:cụ thể|chủ yếu|phấn đấu|chính|đến năm)|các mục tiêu\b|một số mục tiêu"
    r"|^mục tiêu năm"
)
_GOAL_TITLE = re.compile(
    r"^(?:(?:i+|\d)\W+)?(?:mục tiêu|mục đích,? yêu cầu|yêu cầu|nội dung(?: thi đua)?|tiêu chí"
    r"|kết quả cần đạt)\b"
)
_OTHER_TITLE = re.compile(
    r"nhiệm vụ|giải pháp|biện pháp|tổ chức thực hiện|khen thưởng|thời gian|kinh phí|đối tượng"
    r"|tổng quát|mục đích|hình thức"
)
_PAST_TITLE = re.compile(r"kết quả(?! cần đạt)|tình hình|đánh giá|tồn tại|hạn chế|nguyên nhân")
"""The titles of what was: its figures are results, not targets."""
_INTRO = re.compile(
    r"(?:\bchỉ tiêu\b|mục tiêu cụ thể)[^.]*:\s*$|(?:chỉ tiêu|mục tiêu)[^.]{0,120}(?:sau"
    r"|cụ thể)(?: đây)?:?\s*$"
)
_RESULT = re.compile(
    r"\bđã (?:đạt|hoàn thành|thực hiện|có)\b|thực hiện được|ước thực hiện|\btồn tại\b|kết quả đạt được"
    r"|năm trước|chỉ tiêu giao"
)
_OVER = re.compile(r"\bđã (?:đạt|hoàn thành|thực hiện)\b|thực hiện được|đạt được (?:năm|trong)|năm trước")
_OPEN_END = re.compile(r"^(?:và )?(?:các|những|một số) chỉ tiêu .{0,60}khác\b")
_STRONG = re.compile(r"%|‰")
_FIELD = re.compile(r"(?:(?:trong|trên) )?(?:về|lĩnh vực)\b.{0,60}")
_HEADED = re.compile(r"(?:các |một số |những |hệ thống )?(?:mục tiêu,? )?chỉ tiêu\b")
_NO_LINE = re.compile(
    r"(?:tổ chức thực hiện|(?:các )?(?:nhiệm vụ|giải pháp|biện pháp)(?:,| chủ yếu| trọng tâm|$)|thời gian\b)"
)
_WHOLE = re.compile(r"\b(?:trong đó|gồm|gồm có|bao gồm|cụ thể)\s*:\s*$")
_NAMED = re.compile(r"\bchỉ tiêu\b[^.;:]{0,80}:")
_LONGEST_TITLE = 140
_LONGEST_LABEL = 80
_PROSE_A_FIGURE = 300
"""Running text with fewer figures than one in so many characters is no line of a list."""


@dataclass(slots=True, eq=False)
class _List:
    """An open list: its section, and how deep in the outline it stands; a list of goals takes figures only.

    A closed one is a stretch inside another list that holds no indicators ("Mục tiêu tổng quát").
    """

    depth: int
    section: str
    title: str
    only_figures: bool
    bullets_only: bool
    closed: bool = False
    lines: int = 0
    numeric: int = 0
    lead: "_Lead | None" = None
    within: "_List | None" = None

    @property
    def whole(self) -> "_List":
        """The outermost list that this one is a section of."""
        return self.within.whole if self.within else self

    @property
    def with_words(self) -> bool:
        """Lines without a figure count only where most lines have one: else they are prose."""
        return not self.only_figures and 2 * self.whole.numeric >= self.whole.lines


@dataclass(slots=True, eq=False)
class _Lead:
    """A line that ends in a colon, and what it is for the lines below it that are marked otherwise.

    "Tỷ lệ hài lòng:" is the label of the "+" below, "Trồng 90 ha, trong đó:" their whole (`place` in the findings).
    """

    marker: str
    label: str
    whole: bool
    place: int | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a list, or a table in it, waiting until the whole list is known; `named` where it says "chỉ tiêu:"."""

    list: _List | None
    entry: Entry
    bullet: Bullet
    ordinal: int
    lead: _Lead | None = None
    named: bool = False
    caption: str = ""


@dataclass(slots=True)
class Found:
    """What the lists of a directive gave; `lines` are those of the source that an indicator was read from."""

    indicators: list[IndicatorDraft] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)


def read_lists(entries: list[Entry], year: int | None = None, title: str | None = None) -> Found:
    """The indicators of every list and table, in reading order, and what was numeric there and not understood.

    `title` is that of the document: "Về giao chỉ tiêu thi đua" opens no list.
    """
    open_lists: list[_List] = []
    lines: list[_Line] = []
    past = False
    for n, entry in enumerate(entries):
        if entry.style not in ("", BULLET, "table") or entry.body.isupper():
            past = bool(_PAST_TITLE.search(lowered(entry.body[:_LONGEST_TITLE])))
        while open_lists and _ends(open_lists[-1], entry):
            open_lists.pop()
        current = open_lists[-1] if open_lists else None
        opened = None if _is_of_title(entry, title) or _is_over(entry, year) else _opened(entries, n, current)
        if opened:
            current, rest = opened
            open_lists.append(current)
            if rest and not current.closed:
                first = replace(entry, start=entry.start + len(entry.body) - len(rest))
                lines.append(_read_line(current, first))
        elif entry.table is not None and not (current is None and past):
            above = " ".join(one.body for one in entries[max(0, n - 3) : n])
            lines.append(_Line(current, entry, Bullet(indicators=()), 0, caption=above))
        elif current is not None and not current.closed and _is_line(current, entry):
            lines.append(_read_line(current, entry))
    found = Found()
    head: Head | None = None
    for line in lines:
        if line.entry.table is not None:
            head = _add_table(found, line, line.entry.table, year, head)
        elif line.list is not None:
            _add(found, line.list, line)
    return found


def _is_of_title(entry: Entry, title: str | None) -> bool:
    """Whether a line belongs to the document's title; a heading of indicators may be joined to that by mistake."""
    low = lowered(entry.body)
    return bool(title) and entry.style == "" and entry.body in (title or "") and not _HEADED.match(low)


def _is_over(entry: Entry, year: int | None) -> bool:
    """Whether a heading speaks of an earlier year or of what was reached: "Các chỉ tiêu đã đạt năm 2025"."""
    if entry.table is not None or len(entry.body) > _LONGEST_TITLE:
        return False
    low = lowered(entry.body)
    years = [int(one) for one in re.findall(r"20\d\d", low)]
    return bool(_OVER.search(low)) or (
        year is not None and bool(years) and max(years) < year and not figures(low)
    )


def _ends(current: _List, entry: Entry) -> bool:
    if entry.style in ("", "table"):
        return bool(re.match(r"(?:nơi nhận|tm\.|kt\.|chủ tịch$|căn cứ .*này)", entry.body.lower()))
    if entry.style == BULLET:
        return False
    return entry.depth <= current.depth


def _opened(entries: list[Entry], n: int, current: _List | None) -> tuple[_List, str] | None:
    """The list that begins at this entry, and the part of the entry that is its first line."""
    entry = entries[n]
    if entry.table is not None:
        return None
    title, _, rest = entry.body.partition(":")
    low = lowered(title)
    marked = entry.style not in ("", BULLET)
    if (
        marked
        or (entry.style == "" and entry.body.isupper())
        or (entry.style == "" and len(title) < 70 and not current)
    ):
        if len(title) > _LONGEST_TITLE or figures(title) or not title.strip():
            return _from_intro(entry)
        if _PAST_TITLE.search(low):
            return None
        strong, goal = bool(_LIST_TITLE.search(low)), bool(_GOAL_TITLE.match(low))
        if "tổng quát" in low and current is not None and entry.depth > current.depth:
            return _List(
                entry.depth, section_of(entry.path), title.strip(" .:"), True, False, closed=True
            ), ""
        if _OTHER_TITLE.search(low) and not _HEADED.match(low):
            strong = goal = False
        inside = current is not None and not current.bullets_only and entry.depth > current.depth
        leads = _leads_a_list(entries, n)
        if strong or goal or (inside and leads and not rest.strip()):
            if inside and rest.strip() and not leads:
                return None
            only_figures = current.only_figures if inside and current and not strong else not strong
            rest = rest.lstrip(" ") if figures(rest) else ""
            within = current if inside and current and not current.only_figures else None
            opened = _List(
                entry.depth, section_of(entry.path), title.strip(" .:"), only_figures, False, within=within
            )
            return opened, rest
    return _from_intro(entry)


def _leads_a_list(entries: list[Entry], n: int) -> bool:
    """Whether deeper entries or bullets follow: then a short line is their title."""
    following = entries[n + 1] if n + 1 < len(entries) else None
    if following is None:
        return False
    return following.style in (BULLET, "table") or following.depth > entries[n].depth


def _from_intro(entry: Entry) -> tuple[_List, str] | None:
    """ "… một số chỉ tiêu dự báo khó hoàn thành, cụ thể:" opens a list of the bullets below it."""
    low = lowered(entry.body)
    if _INTRO.search(low[-220:]) and not _RESULT.search(low[-160:]) and not figures(entry.body[-120:]):
        return _List(entry.depth, section_of(entry.path), entry.body.strip(" .:"), False, True), ""
    return None


def _is_line(current: _List, entry: Entry) -> bool:
    body = entry.body
    if _OPEN_END.match(lowered(body)):
        return False
    found = figures(body)
    if not found and (_FIELD.fullmatch(lowered(body)) or _NO_LINE.match(lowered(body))):
        return False
    if body.rstrip().endswith(":") and not found:
        label = body.strip(" :")
        short = len(label) <= _LONGEST_LABEL and not HEADING.match(lowered(label))
        current.lead = _Lead(_mark(entry), label, whole=False) if short else None
        return False
    if not found and current.bullets_only and entry.style == "":
        return False
    # Prose between the lines of a list: only what is as full of figures as a line of it is read.
    return entry.style != "" or (bool(found) and len(body) <= _PROSE_A_FIGURE * len(found))


def _mark(entry: Entry) -> str:
    return entry.marker if entry.style == BULLET else entry.style


def _read_line(current: _List, entry: Entry) -> _Line:
    if current.lead is not None and current.lead.marker == _mark(entry):
        current.lead = None
    lead = current.lead
    bullet = read_bullet(entry.body, label="" if lead is None or lead.whole else lead.label)
    if bullet.indicators and _WHOLE.search(lowered(entry.body[-_LONGEST_LABEL:])):
        lead, current.lead = None, _Lead(_mark(entry), "", whole=True)
    numeric = any(one.measure is not Measure.QUALITATIVE for one in bullet.indicators)
    for part in {current, current.whole}:
        part.lines += 1
        part.numeric += numeric
    ordinal = entry.number if entry.style not in ("", BULLET) else current.lines
    named = bool(_NAMED.search(lowered(entry.body)))
    return _Line(current, entry, bullet, ordinal, lead=current.lead if lead is None else lead, named=named)


def _is_kept(current: _List, one: IndicatorDraft, *, named: bool) -> bool:
    if one.measure is Measure.QUALITATIVE:
        return current.with_words
    return named or not current.only_figures or _is_goal(one)


def _is_goal(one: IndicatorDraft) -> bool:
    """In a list that is not called one of indicators, what is clearly a target all the same."""
    low = lowered(one.text)
    return not _RESULT.search(low) and (
        bool(_STRONG.search(one.target.measure_unit))
        or bool(re.search(r"\b(?:phấn đấu|đạt|ít nhất|tối thiểu|trở lên|thêm)\b", low))
    )


def _add(found: Found, current: _List, line: _Line) -> None:
    entry, bullet = line.entry, line.bullet
    kept = [one for one in bullet.indicators if _is_kept(current, one, named=line.named)]
    base = len(found.indicators)
    whole = _whole(line, base if kept else None)
    numbers = {id(one): base + n for n, one in enumerate(kept)}
    paragraph = entry.paragraph
    section = (
        section_of(without_own(entry).path) if entry.style not in ("", BULLET) else section_of(entry.path)
    )
    for one in kept:
        parent = None if one.parent is None else numbers.get(id(bullet.indicators[one.parent]))
        relation = one.relation
        if whole is not None and parent is None:
            parent, relation = whole, Relation.PART_OF
        found.indicators.append(
            replace(
                one,
                section=section or current.section,
                section_title=current.title,
                ordinal=line.ordinal,
                line=paragraph.line_at(entry.start + one.line),
                parent=parent,
                relation=relation,
            )
        )
        found.lines.add(paragraph.line_at(entry.start + one.line))
    if kept:
        found.warnings += (
            Warned(line=paragraph.line, text=text, reason=Reason.EXTRA_FIGURE) for text in bullet.left
        )
        found.warnings += _dropped(bullet, kept, paragraph.line)
    elif figures(entry.body):
        found.warnings.append(Warned(line=paragraph.line, text=entry.body, reason=Reason.NOT_UNDERSTOOD))


def _whole(line: _Line, place: int | None) -> int | None:
    """The indicator that the figures of the line are parts of; `place` is its own first one."""
    lead = line.lead
    if lead is None or not lead.whole:
        return None
    if lead.marker == _mark(line.entry):
        lead.place = place
        return None
    return lead.place


def _dropped(bullet: Bullet, kept: list[IndicatorDraft], line: int) -> Iterator[Warned]:
    stays = {id(one) for one in kept}
    for one in bullet.indicators:
        if id(one) not in stays and one.measure is not Measure.QUALITATIVE:
            yield Warned(line=line, text=one.text, reason=Reason.NOT_UNDERSTOOD)


def _add_table(found: Found, line: _Line, table: Table, year: int | None, before: Head | None) -> Head | None:
    """Add what a table says; the answer is its head, for the table that goes on with it on the next page."""
    current, entry = line.list, line.entry
    section = current.section if current else section_of(entry.path)
    title = current.title if current else ""
    read = read_table(table, year=year, caption=line.caption, before=before)
    base = len(found.indicators)
    for one in read.indicators:
        parent = None if one.parent is None else base + one.parent
        found.indicators.append(
            replace(
                one,
                section=one.section or section,
                section_title=one.section_title or title,
                parent=parent,
                origin=Origin.TABLE,
            )
        )
    found.warnings += read.warnings
    if current is not None and read.head is None:
        found.warnings += unread_rows(table)
    return read.head
