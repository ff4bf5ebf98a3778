"""One bullet -> its clauses: "A đạt 98%; B đạt 100%", "50%, trong đó nghề 37,4%", "86,5% dân cư …, trên 93% …"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.directive.extraction.figures import Figure, figures, masked
from bot.directive.extraction.letters import UPPER

_SENTENCE_END = re.compile(rf"[.…](?=\s+[{UPPER}\d“\"])|[.…](?=\s*$)")
_INITIAL = re.compile(r"(?:^|\W)(?:[A-ZĐ]|TT|Tp|TP|v\.v|đ\/c|ĐT|QL)$")
_PART = re.compile(r"(?:^|[\s,(])(trong đó|bao gồm|gồm có|gồm)\b\s*(:|,)?\s*", re.IGNORECASE)
_SOFT = (
    r"(?:phấn đấu|đạt|có|là|còn|ước|tăng thêm|tăng|giảm|duy trì|thêm|mới|ít nhất|tối thiểu|tối đa|trên"
    r"|dưới|từ|khoảng"
    r"|không dưới|không quá|không thấp hơn|trung bình|bình quân|mức|ở mức|đưa|nâng|được|hoàn thành|với"
    r"|và|≥|≤|>|<|=)"
)
ONLY_SOFT = re.compile(rf"(?:[\s,:]*{_SOFT}(?!\w))*[\s,:]*$")
_STARTER = re.compile(
    r"\s*(?:và\s+)?(?:t[ỷỉ] (?:lệ|suất|trọng)|tổng|số|diện tích|giá trị|thu|chi|sản lượng|năng suất"
    r"|giảm|tăng|duy trì|phấn đấu|xây dựng"
    r"|thành lập|công nhận|có|trồng|giải quyết|đào tạo|kết nạp|nâng|đưa|hoàn thành|100%|cấp|thu hút"
    r"|vận động|mức|tốc độ|chỉ số)\b"
)
COMPARED = re.compile(
    r"[^,;.\d]{0,30}?\b(?:so với|so cùng kỳ|so kế hoạch|cùng kỳ|(?:kế hoạch|dự toán"
    r"|nghị quyết)\b(?=[^,;]{0,25}$))"
)
"""What follows a figure that only compares: "tăng 12% so với năm 2025"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A stretch of a bullet with at most one target; `start` is its offset there.

    `asides` are the parentheses in it that hold figures, with their offsets; in `plain` they are blanks.
    `part` says that it tells a part of the clause before ("trong đó"), `goes_on` that only a comma sets it apart
    from it; `group` is the label that it stands under.
    """

    text: str
    start: int
    plain: str
    asides: tuple[tuple[int, str], ...] = ()
    part: bool = False
    group: str = ""
    goes_on: bool = False


def clauses(body: str) -> list[Clause]:
    """The clauses of one bullet, in order."""
    found: list[Clause] = []
    blanked, asides = _without_asides(body)
    group, in_parts = "", False
    for start, end, stopped in _pieces(blanked):
        part = _part_words(blanked[start:end])
        if part:
            place, colon = part
            found += _listed(body, blanked, asides, start, start + place[0], group=group, part=in_parts)
            found += _listed(
                body, blanked, asides, start + place[1], end, group=group, part=True, lead=start + place[0]
            )
            in_parts = colon
        else:
            label = _label(blanked[start:end])
            if label:
                group = body[start : start + label - 1].strip(" ,.;")
            found += _listed(body, blanked, asides, start + label, end, group=group, part=in_parts)
        in_parts = in_parts and not stopped
    return found


def _part_words(piece: str) -> tuple[tuple[int, int], bool] | None:
    """Where "trong đó" stands before figures, and whether a colon makes all that follows parts."""
    for words in _PART.finditer(piece):
        colon = words[2] == ":"
        if (colon or words[1].lower() == "trong đó") and figures(piece[words.end() :]):
            return (words.start(1), words.end()), colon
    return None


def _without_asides(body: str) -> tuple[str, list[tuple[int, str]]]:
    """The body with each parenthesis that holds a figure blanked out, and those parentheses."""
    asides: list[tuple[int, str]] = []
    opened: list[int] = []
    blanked = body
    for place, letter in enumerate(body):
        if letter == "(":
            opened.append(place)
        elif letter == ")" and opened:
            first = opened.pop()
            inside = body[first : place + 1]
            if not opened and figures(inside[1:-1]):
                asides.append((first, inside))
                blanked = blanked[:first] + " " * len(inside) + blanked[place + 1 :]
    return blanked, asides


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether a full stop ended it): cut at ";" and at the ends of sentences, outside parentheses."""
    cuts = [(found.start(), False) for found in re.finditer(";", text)]
    cuts += [
        (found.start(), True)
        for found in _SENTENCE_END.finditer(text)
        if not _INITIAL.search(text[: found.start()])
    ]
    start = 0
    for place, stopped in sorted(cuts):
        if not _inside_parentheses(text, place):
            if text[start:place].strip(" .;,)"):
                yield start, place, stopped
            start = place + 1
    if text[start:].strip(" .;,)"):
        yield start, len(text), False


def _inside_parentheses(text: str, place: int) -> bool:
    opened = text.rfind("(", 0, place)
    return opened > text.rfind(")", 0, place) and ")" in text[place:]


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
    joints = [joint.start() for joint in re.finditer(r",|\bvà\b", between)]
    if not joints:
        return None
    if re.match(r"\s*(?:,|và\b)", between):
        return left.end + joints[0]
    if ONLY_SOFT.fullmatch(between[joints[-1] :]):
        return left.end + joints[-1]
    commas = [place for place in joints if between[place] == ","]
    for place in joints:
        if _STARTER.match(between[place:].removeprefix(",").removeprefix("và")):
            return left.end + place
    return left.end + commas[-1] if commas else None
