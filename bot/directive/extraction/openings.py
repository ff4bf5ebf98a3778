"""Which headings and sentences of a directive open a list of indicators, and where it ends."""

import re
from dataclasses import dataclass

from bot.directive.extraction.figures import figures, lowered
from bot.directive.extraction.outline import BULLET, Entry, section_of

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
PAST_TITLE = re.compile(r"kết quả(?! cần đạt)|tình hình|đánh giá|tồn tại|hạn chế|nguyên nhân")
"""The titles of what was: its figures are results, not targets."""
_INTRO = re.compile(
    r"(?:\bchỉ tiêu\b|mục tiêu cụ thể)[^.]*:\s*$|(?:chỉ tiêu|mục tiêu)[^.]{0,120}(?:sau"
    r"|cụ thể)(?: đây)?:?\s*$"
)
_ANNOUNCED = re.compile(
    r"\b(?:các|những|một số|#+|\d+)\s+(?:nhóm\s+)?chỉ tiêu\b[^.;:\d]{0,80}?"
    r"(?::|\b(?:như sau|như|gồm có|gồm|bao gồm|là)\b\s*:?)\s*(?=\S)"
)
""" "… một số chỉ tiêu cơ bản như tổng diện tích … 21.000 ha": what follows are its lines."""
RESULT = re.compile(
    r"\bđã (?:đạt|hoàn thành|thực hiện|có)\b|thực hiện được|ước thực hiện|\btồn tại\b|kết quả đạt được"
    r"|năm trước|chỉ tiêu giao"
)
_OVER = re.compile(r"\bđã (?:đạt|hoàn thành|thực hiện)\b|thực hiện được|đạt được (?:năm|trong)|năm trước")
_HEADED = re.compile(r"(?:các |một số |những |hệ thống )?(?:mục tiêu,? )?chỉ tiêu\b")
LONGEST_TITLE = 140


@dataclass(slots=True, eq=False)
class OpenList:
    """An open list: its section, and how deep in the outline it stands; a list of goals takes figures only.

    An announced one runs on in the sentence that says "các chỉ tiêu …:". A closed one is a stretch inside another
    list that holds no indicators ("Mục tiêu tổng quát").
    """

    depth: int
    section: str
    title: str
    only_figures: bool
    bullets_only: bool
    closed: bool = False
    announced: bool = False
    lines: int = 0
    numeric: int = 0
    lead: "Lead | None" = None
    within: "OpenList | None" = None

    @property
    def whole(self) -> "OpenList":
        """The outermost list that this one is a section of."""
        return self.within.whole if self.within else self

    @property
    def with_words(self) -> bool:
        """Lines without a figure count only where most lines have one: else they are prose."""
        return not self.only_figures and 2 * self.whole.numeric >= self.whole.lines


@dataclass(slots=True, eq=False)
class Lead:
    """A line that ends in a colon, and what it is for the lines below it that are marked otherwise.

    "Tỷ lệ hài lòng:" is the label of the "+" below, "Trồng 90 ha, trong đó:" their whole (`place` in the findings).
    """

    marker: str
    label: str
    whole: bool
    place: int | None = None


def is_of_title(entry: Entry, title: str | None) -> bool:
    """Whether a line belongs to the document's title; a heading of indicators may be joined to that by mistake."""
    low = lowered(entry.body)
    return bool(title) and entry.style == "" and entry.body in (title or "") and not _HEADED.match(low)


def is_over(entry: Entry, year: int | None) -> bool:
    """Whether a heading speaks of an earlier year or of what was reached: "Các chỉ tiêu đã đạt năm 2025"."""
    if entry.table is not None or len(entry.body) > LONGEST_TITLE:
        return False
    low = lowered(entry.body)
    years = [int(one) for one in re.findall(r"20\d\d", low)]
    return bool(_OVER.search(low)) or (
        year is not None and bool(years) and max(years) < year and not figures(low)
    )


def ends(current: OpenList, entry: Entry) -> bool:
    if entry.style in ("", "table"):
        return bool(re.match(r"(?:nơi nhận|tm\.|kt\.|chủ tịch$|căn cứ .*này)", entry.body.lower()))
    if entry.style == BULLET:
        return False
    return entry.depth <= current.depth


def opened_by(entries: list[Entry], n: int, current: OpenList | None) -> tuple[OpenList, str] | None:
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
        if len(title) > LONGEST_TITLE or figures(title) or not title.strip():
            return _from_intro(entry)
        if PAST_TITLE.search(low):
            return None
        strong, goal = bool(_LIST_TITLE.search(low)), bool(_GOAL_TITLE.match(low))
        if "tổng quát" in low and current is not None and entry.depth > current.depth:
            return OpenList(
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
            opened = OpenList(
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


def _from_intro(entry: Entry) -> tuple[OpenList, str] | None:
    """ "… một số chỉ tiêu dự báo khó hoàn thành, cụ thể:" opens a list of the bullets below it.

    "… với 12 chỉ tiêu chủ yếu là: …; …" opens one that runs on in the same paragraph.
    """
    low = lowered(entry.body)
    near = [one for one in figures(entry.body) if one.start >= len(low) - 120]
    if _INTRO.search(low[-220:]) and not RESULT.search(low[-160:]) and not near:
        return OpenList(entry.depth, section_of(entry.path), entry.body.strip(" .:"), False, True), ""
    for announced in _ANNOUNCED.finditer(low):
        rest = entry.body[announced.end() :]
        if sum(one.known for one in figures(rest)) >= 2 and not RESULT.search(low):
            title = entry.body[announced.start() : announced.end()].strip(" .:")
            found = OpenList(entry.depth, section_of(entry.path), title, True, True, announced=True)
            return found, rest
    return None
