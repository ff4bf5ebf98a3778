"""One bullet -> its clauses: "A đạt 98%; B đạt 100%", "50%, trong đó nghề 37,4%", "86,5% dân cư …, trên 93% …"."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.directive.extraction.figures import Figure, figures, masked
from bot.directive.extraction.letters import UPPER

_ENUMERATOR = re.compile(r"(?:^|(?<=[.;:,…])|(?<=[.;:,…] ))(?:\(?\d{1,2}\)|\(?[a-zđ]\))\s+(?=[^\W\d])")
"""Numbers of a list that runs on in one paragraph: "Về kinh tế: (1) …; (2) …", "a) …; b) …"."""
_SENTENCE_END = re.compile(rf"[.…](?=\s+[{UPPER}\d“\"])|[.…](?=\s*$)")
_INITIAL = re.compile(r"(?:^|\W)(?:[A-ZĐ]|TT|Tp|TP|v\.v|đ\/c|ĐT|QL)$")
_PART_BEFORE = re.compile(r"(?:trong đó|bao gồm|gồm có|gồm)\s*:?\s*$", re.IGNORECASE)
_PART = re.compile(r"(?:^|[\s,(])(trong đó|bao gồm|gồm có|gồm)\b\s*(:|,)?\s*", re.IGNORECASE)
_SOFT = (
    r"(?:điều chỉnh|phấn đấu|đạt|có|là|còn|ước|tăng thêm|tăng|giảm|duy trì|thêm|mới|ít nhất|tối thiểu|tối đa|trên"
    r"|tương đương|tương ứng|dưới|từ|khoảng"
    r"|không dưới|không quá|không thấp hơn|trung bình|bình quân|mức|ở mức|đưa|nâng|được|hoàn thành|với"
    r"|và|≥|≤|>|<|=)"
)
HEADING = re.compile(
    r"(?:về|trong|lĩnh vực|trên lĩnh vực|(?:(?:các|nhóm|một số|những) )?chỉ tiêu|mục tiêu|phấn đấu|cụ thể)\b"
)
"""Labels that only say the field: they are no part of a name."""
_ABOUT = re.compile(
    r"^(?:về|trong|lĩnh vực|trên lĩnh vực)\s+(?:việc\s+|công tác\s+)?|^.*\bchỉ tiêu\b.*$", re.IGNORECASE
)
_SHARE_LABEL = re.compile(r"\s*t[ỷỉ] (?:lệ|suất|trọng)\b")
ONLY_SOFT = re.compile(rf"(?>[\s,:]*{_SOFT}(?!\w))*[\s,:]*$")
_STARTER = re.compile(
    r"\s*(?:(?:và|với)\s+)?(?:t[ỷỉ] (?:lệ|suất|trọng)|tổng|số|diện tích|giá trị|thu|chi|sản lượng|năng suất"
    r"|giảm|tăng|duy trì|phấn đấu|xây dựng"
    r"|thành lập|công nhận|có|trồng|giải quyết|đào tạo|kết nạp|nâng|đưa|hoàn thành|100%|cấp|thu hút"
    r"|vận động|mức|tốc độ|chỉ số)\b"
)
_JOINT = re.compile(
    r",|\bvà\b|\bvới\b(?=\s+(?:tổng|số|diện tích|sản lượng|năng suất|kinh phí|trị giá|giá trị))"
)
_EQUALS = re.compile(r"\s*(?:=|tương đương|tương ứng|tức(?: là)?)\s*(?:với\s+)?")
COMPARED = re.compile(
    r"[\s(]*(?:(?:điểm|bậc|giá trị|thực hiện|ước)\s+)*\b(?:so với|so cùng kỳ|so kế hoạch|cùng kỳ|(?:kế hoạch|dự toán"
    r"|nghị quyết)\b(?=[^,;]{0,25}$))"
)
"""What follows a figure that only compares: "tăng 12% so với năm 2025"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A stretch of a bullet with at most one target; `start` is its offset there.

    `asides` are the parentheses in it that hold figures, with their offsets; in `plain` they are blanks.
    `part` says that it tells a part of the clause before ("trong đó"), `goes_on` that only a comma sets it apart
    from it and `joined` that "và" does; `group` is the label that it stands under,
    `topic` one that only names the field ("Về nhà ở:").
    """

    text: str
    start: int
    plain: str
    asides: tuple[tuple[int, str], ...] = ()
    part: bool = False
    group: str = ""
    goes_on: bool = False
    joined: bool = False
    topic: str = ""


def clauses(body: str, label: str = "") -> list[Clause]:
    """The clauses of one bullet, in order; `label` is one that stands above it."""
    found: list[Clause] = []
    body = without_marks(body)
    spans = _parentheses(body)
    blanked, asides = _without_asides(body, spans)
    group, topic, in_parts = label, "", False
    for start, end, stopped in _pieces(blanked, spans):
        part = _part_words(blanked[start:end])
        within = asides[bisect_left(asides, (start,)) : bisect_left(asides, (end,))]
        if part:
            place, colon = part
            found += _listed(body, blanked, within, start, start + place[0], group=group, part=in_parts)
            found += _listed(
                body, blanked, within, start + place[1], end, group=group, part=True, lead=start + place[0]
            )
            in_parts = colon
        else:
            length = _label(blanked[start:end])
            if length:
                group = body[start : start + length - 1].strip(" ,.;")
                if HEADING.match(group.lower()) or "chỉ tiêu" in group.lower():
                    topic, group = _ABOUT.sub("", group), ""
            listed = _listed(body, blanked, within, start + length, end, group=group, part=in_parts)
            found += (replace(clause, topic=topic) for clause in listed)
        if stopped:
            in_parts, group, topic = False, "", ""
    return found


def without_marks(body: str) -> str:
    """The body with the numbers of a list that runs on in it blanked out."""
    return _ENUMERATOR.sub(_cut_mark, body)


def _cut_mark(found: re.Match[str]) -> str:
    before = found.string[: found.start()][-20:]
    return (" " if _PART_BEFORE.search(before) else ";").ljust(len(found[0]))


def _part_words(piece: str) -> tuple[tuple[int, int], bool] | None:
    """Where "trong đó" stands before figures, and whether a colon makes all that follows parts."""
    for words in _PART.finditer(piece):
        colon = words[2] == ":"
        if (colon or words[1].lower() == "trong đó") and figures(piece[words.end() :]):
            return (words.start(1), words.end()), colon
    return None


def _parentheses(text: str) -> list[tuple[int, int]]:
    """Where each outermost pair of parentheses opens and closes."""
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for found in re.finditer(r"[()]", text):
        if found[0] == "(":
            opened.append(found.start())
        elif opened:
            first = opened.pop()
            if not opened:
                spans.append((first, found.end()))
    return spans


def _without_asides(body: str, spans: list[tuple[int, int]]) -> tuple[str, list[tuple[int, str]]]:
    """The body with each parenthesis that holds a figure blanked out, and those parentheses."""
    asides = [(first, body[first:end]) for first, end in spans if figures(body[first + 1 : end - 1])]
    letters = list(body)
    for first, inside in asides:
        letters[first : first + len(inside)] = " " * len(inside)
    return "".join(letters), asides


def _pieces(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether a full stop ended it): cut at ";" and at the ends of sentences, outside parentheses."""
    cuts = [(found.start(), False) for found in re.finditer(";", text)]
    cuts += [
        (found.start(), True)
        for found in _SENTENCE_END.finditer(text)
        if not _INITIAL.search(text, max(0, found.start() - 8), found.start())
    ]
    start = span = 0
    for place, stopped in sorted(cuts):
        while span < len(spans) and spans[span][1] <= place:
            span += 1
        if span < len(spans) and spans[span][0] < place:
            continue
        if text[start:place].strip(" .;,)"):
            yield start, place, stopped
        start = place + 1
    if text[start:].strip(" .;,)"):
        yield start, len(text), False


def _label(piece: str) -> int:
    """The length of "Về giáo dục:" before clauses of their own; 0 where the colon is followed by the value."""
    colon = piece.find(":")
    if colon < 0 or figures(piece[:colon]):
        return 0
    after = figures(piece[colon + 1 :])
    if not after:
        return 0 if len(piece[colon + 1 :].strip()) > 3 else colon + 1
    between = masked(piece[colon + 1 :])[: after[0].start]
    tail = piece[colon + 1 + after[0].end :].strip(" .,;")
    if ONLY_SOFT.fullmatch(between):
        if tail.startswith("/") or _SHARE_LABEL.match(piece.lower()):
            return 0
        return (
            colon + 1
            if len(tail.split()) > 2 and not COMPARED.match(tail.lower()) and after[0].unit[:1] in "%‰"
            else 0
        )
    return colon + 1


def _listed(
    body: str,
    blanked: str,
    asides: list[tuple[int, str]],
    start: int,
    end: int,
    *,
    group: str,
    part: bool,
    lead: int | None = None,
) -> Iterator[Clause]:
    """The clauses of a piece that commas and "và" set apart; `lead` is where the words "trong đó" begin."""
    cuts = [start, *(start + cut for cut in _comma_cuts(blanked[start:end])), end]
    for n, (first, last) in enumerate(pairwise(cuts)):
        begin, stop = _trimmed(body, first, last)
        if begin >= stop:
            continue
        outer = lead if lead is not None and n == 0 else begin
        own = tuple((place - begin, inside) for place, inside in asides if begin <= place < stop)
        yield Clause(
            text=body[outer:stop],
            start=outer,
            plain=" " * (begin - outer) + blanked[begin:stop],
            asides=tuple((place + begin - outer, inside) for place, inside in own),
            part=part,
            group=group,
            goes_on=n > 0,
            joined=n > 0 and blanked[max(start, first - 1) : begin].strip(" ,").startswith("và"),
        )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start] in " ,;.:)" or text.startswith("và ", start)):
        start += 3 if text.startswith("và ", start) else 1
    while end > start and text[end - 1] in " ,;.":
        end -= 1
    return start, end


def _comma_cuts(piece: str) -> list[int]:
    found = figures(piece)
    plain = masked(piece)
    colon_value = bool(re.search(r":\s*$", plain[: found[-1].start])) if found else False
    cuts = []
    for left, right in pairwise(found):
        if colon_value and right is found[-1] and "tiêu chí" in left.unit:
            continue
        cut = _cut_between(plain, left, right)
        if cut is not None and not COMPARED.match(plain, right.end):
            cuts.append(cut)
    return cuts


def _cut_between(plain: str, left: Figure, right: Figure) -> int | None:
    between = plain[left.end : right.start]
    joints = [joint.start() for joint in _JOINT.finditer(between)]
    if not joints:
        return left.end if _EQUALS.fullmatch(between) else None
    if re.match(r"\s*(?:,|và\b)", between):
        return left.end + joints[0]
    if ONLY_SOFT.fullmatch(between[joints[-1] :]):
        return left.end + joints[-1]
    commas = [place for place in joints if between[place] == ","]
    for place in joints:
        if _STARTER.match(between[place:].removeprefix(",").removeprefix("và")):
            return left.end + place
    return left.end + commas[-1] if commas else None
