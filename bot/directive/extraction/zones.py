"""Which entries of the outline are lines of an indicator list, and what they say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.campaign.model import Measure
from bot.directive.document import Table
from bot.directive.extraction.bullets import Bullet, read_bullet
from bot.directive.extraction.figures import figures, lowered
from bot.directive.extraction.outline import BULLET, Entry, section_of, without_own
from bot.directive.extraction.tables import read_table
from bot.directive.model import IndicatorDraft, Origin, Reason, Warned

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
_OPEN_END = re.compile(r"^(?:và )?(?:các|những|một số) chỉ tiêu .{0,60}khác\b")
_STRONG = re.compile(r"%|‰")
_LONGEST_TITLE = 140


@dataclass(slots=True, eq=False)
class _List:
    """An open list: its section, and how deep in the outline it stands; a list of goals takes figures only."""

    depth: int
    section: str
    title: str
    only_figures: bool
    bullets_only: bool
    lines: int = 0
    numeric: int = 0

    @property
    def with_words(self) -> bool:
        """Lines without a figure count only where most lines have one: else they are prose."""
        return not self.only_figures and 2 * self.numeric >= self.lines


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a list, or a table in it, waiting until the whole list is known."""

    list: _List | None
    entry: Entry
    bullet: Bullet
    ordinal: int


@dataclass(slots=True)
class Found:
    """What the lists of a directive gave; `lines` are those of the source that an indicator was read from."""

    indicators: list[IndicatorDraft] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)


def read_lists(entries: list[Entry]) -> Found:
    """The indicators of every list and table, in reading order, and what was numeric there and not understood."""
    open_lists: list[_List] = []
    lines: list[_Line] = []
    past = False
    for n, entry in enumerate(entries):
        if entry.style not in ("", BULLET, "table") or entry.body.isupper():
            past = bool(_PAST_TITLE.search(lowered(entry.body[:_LONGEST_TITLE])))
        while open_lists and _ends(open_lists[-1], entry):
            open_lists.pop()
        current = open_lists[-1] if open_lists else None
        opened = _opened(entries, n, current)
        if opened:
            current, rest = opened
            open_lists.append(current)
            if rest:
                first = replace(entry, start=entry.start + len(entry.body) - len(rest))
                lines.append(_read_line(current, first))
        elif entry.table is not None and not (current is None and past):
            lines.append(_Line(current, entry, Bullet(indicators=()), 0))
        elif current is not None and _is_line(current, entry):
            lines.append(_read_line(current, entry))
    found = Found()
    for line in lines:
        if line.entry.table is not None:
            _add_table(found, line.list, line.entry, line.entry.table)
        elif line.list is not None:
            _add(found, line.list, line)
    return found


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
        if _OTHER_TITLE.search(low) and not re.match(
            r"(?:các |một số |những |hệ thống )?(?:mục tiêu,? )?chỉ tiêu\b", low
        ):
            strong = goal = False
        inside = current is not None and not current.bullets_only and entry.depth > current.depth
        leads = _leads_a_list(entries, n)
        if strong or goal or (inside and leads and not rest.strip()):
            if inside and rest.strip() and not leads:
                return None
            only_figures = current.only_figures if inside and current and not strong else not strong
            rest = rest.lstrip(" ") if figures(rest) else ""
            return _List(entry.depth, section_of(entry.path), title.strip(" .:"), only_figures, False), rest
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
    if not figures(body) and (body.rstrip().endswith(":") or (current.bullets_only and entry.style == "")):
        return False
    # Prose between the lines of a list: only what looks like a line of it is read.
    return entry.style != "" or (len(body) <= 400 and bool(figures(body)))


def _read_line(current: _List, entry: Entry) -> _Line:
    bullet = read_bullet(entry.body)
    current.lines += 1
    current.numeric += any(one.measure is not Measure.QUALITATIVE for one in bullet.indicators)
    ordinal = entry.number if entry.style not in ("", BULLET) else current.lines
    return _Line(current, entry, bullet, ordinal)


def _is_kept(current: _List, one: IndicatorDraft) -> bool:
    if one.measure is Measure.QUALITATIVE:
        return current.with_words
    return not current.only_figures or _is_goal(one)


def _is_goal(one: IndicatorDraft) -> bool:
    """In a list that is not called one of indicators, what is clearly a target all the same."""
    low = lowered(one.text)
    return not _RESULT.search(low) and (
        bool(_STRONG.search(one.target.measure_unit))
        or bool(re.search(r"\b(?:phấn đấu|đạt|ít nhất|tối thiểu|trở lên|thêm)\b", low))
    )


def _add(found: Found, current: _List, line: _Line) -> None:
    entry, bullet = line.entry, line.bullet
    kept = [one for one in bullet.indicators if _is_kept(current, one)]
    base = len(found.indicators)
    numbers = {id(one): base + n for n, one in enumerate(kept)}
    paragraph = entry.paragraph
    section = (
        section_of(without_own(entry).path) if entry.style not in ("", BULLET) else section_of(entry.path)
    )
    for one in kept:
        parent = None if one.parent is None else numbers.get(id(bullet.indicators[one.parent]))
        found.indicators.append(
            replace(
                one,
                section=section or current.section,
                section_title=current.title,
                ordinal=line.ordinal,
                line=paragraph.line_at(entry.start + one.line),
                parent=parent,
            )
        )
        found.lines.add(paragraph.line_at(entry.start + one.line))
    unread = [Warned(line=paragraph.line, text=text, reason=Reason.EXTRA_FIGURE) for text in bullet.left]
    if not kept and figures(entry.body) and not current.only_figures:
        unread = [Warned(line=paragraph.line, text=entry.body, reason=Reason.NOT_UNDERSTOOD)]
    elif kept:
        unread += _dropped(bullet, kept, paragraph.line)
    found.warnings += unread if kept or not current.only_figures else []


def _dropped(bullet: Bullet, kept: list[IndicatorDraft], line: int) -> Iterator[Warned]:
    for one in bullet.indicators:
        if one not in kept and one.measure is not Measure.QUALITATIVE:
            yield Warned(line=line, text=one.text, reason=Reason.NOT_UNDERSTOOD)


def _add_table(found: Found, current: _List | None, entry: Entry, table: Table) -> None:
    section = current.section if current else section_of(entry.path)
    title = current.title if current else ""
    read = read_table(table)
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
