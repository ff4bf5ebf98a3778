"""Which entries of the outline are lines of an indicator list, and what they say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.campaign.model import Direction, Measure
from bot.directive.document import Table
from bot.directive.extraction.bullets import Bullet, read_bullet
from bot.directive.extraction.columns import Head
from bot.directive.extraction.figures import figures, lowered
from bot.directive.extraction.openings import (
    LONGEST_TITLE,
    PAST_TITLE,
    RESULT,
    Lead,
    OpenList,
    ends,
    is_of_title,
    is_over,
    opened_by,
)
from bot.directive.extraction.outline import BULLET, Entry, section_of, without_own
from bot.directive.extraction.splitting import HEADING
from bot.directive.extraction.tables import read_table, unread_rows
from bot.directive.model import IndicatorDraft, Origin, Reason, Relation, Warned

_OPEN_END = re.compile(r"^(?:và )?(?:các|những|một số) chỉ tiêu .{0,60}khác\b")
_STRONG = re.compile(r"%|‰")
_FIELD = re.compile(r"(?:(?:trong|trên) )?(?:về|lĩnh vực)\b.{0,60}")
_NO_LINE = re.compile(
    r"(?:tổ chức thực hiện|(?:các )?(?:nhiệm vụ|giải pháp|biện pháp)(?:,| chủ yếu| trọng tâm|$)|thời gian\b)"
)
_AIM = re.compile(r"mục tiêu(?: chung| tổng quát)?\s*:")
_WHOLE = re.compile(r"\b(?:trong đó|gồm|gồm có|bao gồm|cụ thể)\s*:\s*$")
_NAMED = re.compile(r"\bchỉ tiêu\b[^.;:]{0,80}:")
_LONGEST_LABEL = 80
_PROSE_A_FIGURE = 300
"""Running text with fewer figures than one in so many characters is no line of a list."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a list, or a table in it, waiting until the whole list is known; `named` where it says "chỉ tiêu:"."""

    list: OpenList | None
    entry: Entry
    bullet: Bullet
    ordinal: int
    lead: Lead | None = None
    named: bool = False
    caption: str = ""
    place: int = 0


@dataclass(slots=True)
class Found:
    """What the lists of a directive gave; `lines` are those of the source that an indicator was read from.

    `sections` are the entries (by their places) whose numbers must all be told of.
    """

    indicators: list[IndicatorDraft] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    sections: set[int] = field(default_factory=set)


def read_lists(entries: list[Entry], year: int | None = None, title: str | None = None) -> Found:
    """The indicators of every list and table, in reading order, and what was numeric there and not understood.

    `title` is that of the document: "Về giao chỉ tiêu thi đua" opens no list.
    """
    open_lists: list[OpenList] = []
    lines: list[_Line] = []
    found = Found()
    past = False
    for n, entry in enumerate(entries):
        if entry.style not in ("", BULLET, "table") or entry.body.isupper():
            past = bool(PAST_TITLE.search(lowered(entry.body[:LONGEST_TITLE])))
        while open_lists and ends(open_lists[-1], entry):
            open_lists.pop()
        current = open_lists[-1] if open_lists else None
        opened = None if is_of_title(entry, title) or is_over(entry, year) else opened_by(entries, n, current)
        if opened:
            current, rest = opened
            open_lists.append(current)
            if not figures(entry.body):
                # A title with a number that is no figure: "a) Chỉ số xếp thứ 5".
                found.sections.add(n)
            if rest and not current.closed:
                first = replace(entry, start=entry.start + len(entry.body) - len(rest))
                lines.append(_read_line(current, first))
                found.sections.add(n)
        elif entry.table is not None and not (current is None and past):
            above = " ".join(one.body for one in entries[max(0, n - 3) : n])
            lines.append(_Line(current, entry, Bullet(indicators=()), 0, caption=above, place=n))
        elif current is not None and not current.closed:
            found.sections.add(n)
            if _is_line(current, entry):
                lines.append(_read_line(current, entry))
    head: Head | None = None
    for line in lines:
        if line.entry.table is not None:
            head = _add_table(found, line, line.entry.table, year, head)
        elif line.list is not None:
            _add(found, line.list, line)
    return found


def _is_line(current: OpenList, entry: Entry) -> bool:
    body = entry.body
    if _OPEN_END.match(lowered(body)):
        return False
    found = figures(body)
    if current.announced and entry.style == "" and not all(one.known for one in found):
        return False
    if not found and (_FIELD.fullmatch(lowered(body)) or _NO_LINE.match(lowered(body))):
        return False
    if body.rstrip().endswith(":") and not found:
        label = body.strip(" :")
        short = len(label) <= _LONGEST_LABEL and not HEADING.match(lowered(label))
        current.lead = Lead(_mark(entry), label, whole=False) if short else None
        return False
    if not found and current.bullets_only and entry.style == "":
        return False
    # Prose between the lines of a list: only what is as full of figures as a line of it is read.
    return entry.style != "" or (bool(found) and len(body) <= _PROSE_A_FIGURE * len(found))


def _mark(entry: Entry) -> str:
    return entry.marker if entry.style == BULLET else entry.style


def _read_line(current: OpenList, entry: Entry) -> _Line:
    if current.lead is not None and current.lead.marker == _mark(entry):
        current.lead = None
    lead = current.lead
    bullet = read_bullet(entry.body, label="" if lead is None or lead.whole else lead.label)
    if bullet.indicators and _WHOLE.search(lowered(entry.body[-_LONGEST_LABEL:])):
        lead, current.lead = None, Lead(_mark(entry), "", whole=True)
    numeric = any(one.measure is not Measure.QUALITATIVE for one in bullet.indicators)
    for part in {current, current.whole}:
        part.lines += 1
        part.numeric += numeric
    ordinal = entry.number if entry.style not in ("", BULLET) else current.lines
    low = lowered(entry.body)
    strives = "phấn đấu" in low and not RESULT.search(low)
    named = bool(_NAMED.search(low)) or (strives and all(one.known for one in figures(entry.body)))
    return _Line(current, entry, bullet, ordinal, lead=current.lead if lead is None else lead, named=named)


def _is_kept(current: OpenList, one: IndicatorDraft, *, named: bool, aim: bool) -> bool:
    if one.measure is Measure.QUALITATIVE:
        return current.with_words and not aim
    return named or current.announced or not current.only_figures or _is_goal(one)


def _is_goal(one: IndicatorDraft) -> bool:
    """In a list that is not called one of indicators, what is clearly a target all the same."""
    low = lowered(one.text)
    return not RESULT.search(low) and (
        bool(_STRONG.search(one.target.measure_unit))
        or one.target.direction in (Direction.INCREASE, Direction.DECREASE)
        or bool(re.search(r"\b(?:phấn đấu|đạt|ít nhất|tối thiểu|trở lên|thêm)\b", low))
    )


def _add(found: Found, current: OpenList, line: _Line) -> None:
    entry, bullet = line.entry, line.bullet
    # "Mục tiêu: phát triển …" says what the indicators are for.
    aim = bool(_AIM.match(lowered(entry.body)))
    kept = [one for one in bullet.indicators if _is_kept(current, one, named=line.named, aim=aim)]
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
    if current is not None or read.head is not None:
        found.sections.add(line.place)
    found.warnings += read.warnings
    if current is not None and read.head is None:
        found.warnings += unread_rows(table)
    return read.head
