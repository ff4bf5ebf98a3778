"""The figures of a clause: number, bound, measure unit. Dates, ages and numbers of documents are not figures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from bot.campaign.model import Comparator
from bot.directive.extraction.spelled import REPEATED, in_digits
from bot.directive.extraction.units import SHARE, is_count, unit_at, verbatim
from bot.directive.model import Reason
from bot.language.folding import plain_tones

_YEAR = r"(?:19|20)\d{2}"
_REFERENCE = re.compile(
    r"(?<![\w,.])\d+(?:/\d{4})?\s?[-/](?:[A-ZĐ][A-ZĐa-z]{0,5}(?:[-/][A-ZĐ][A-ZĐa-z]{0,9})*)\d*\b"
)
_OTHERS = (
    # numbers of documents
    r"\b(?:nghị quyết|quyết định|nghị định|chỉ thị|kết luận|thông tư|công văn|văn bản|luật|hướng dẫn"
    r"|báo cáo"
    r"|tờ trình|thông báo|quy định|kế hoạch|đề án|chương trình)\s+số:?\s*\d+[^\s,;)]*",
    r"\b(?:nghị quyết|chỉ thị|kết luận|nghị định|thông tư|quyết định|đề án|chương trình|tiểu dự án|hợp phần"
    r"|luật)\s+\d{1,4}[a-z]?"
    r"(?=\s*(?:(?:của|về|ngày|đạt|trên|tại|trong|được|và|theo|giai đoạn|năm|với|cho|có|do)\b|,\s|;|\.?$|\)|-))",
    r"\b(?:quỹ|chương trình|đề án|phong trào|chiến dịch)\s+\d+(?:,\d+)?\s+(?:triệu|t[ỷỉ]|nghìn)"
    r"\s+(?:cây|ha|héc ta|hecta|căn|mái|cuốn)\b",
    # dates and stretches of time
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b",
    rf"\b\d{{1,2}}/{_YEAR}\b",
    rf"\bngày\s+\d{{1,2}}(?:[/.-]\d{{1,2}}(?:[/.-]\d{{4}})?|\s+tháng\s+\d{{1,2}})?(?:\s+năm\s+{_YEAR})?",
    r"\btháng\s+\d{1,2}\b(?!\s*(?:%|[,.]\d))",
    rf"\b{_YEAR}\s*[-–]\s*{_YEAR}\b",
    rf"\b(?:năm|giai đoạn|nhiệm kỳ|thời kỳ|niên độ|khóa|năm học|niên vụ"
    rf"|vụ)\s*\(?{_YEAR}(?:\s*[-–]\s*\d{{2,4}})?",
    rf"\({_YEAR}\)",
    rf"\bgiá so sánh\s+(?:năm\s+)?{_YEAR}",
    r"\b(?:nhóm|tốp|top)\s+\d{1,2}\b(?!\s*%)",
    r"\b(?:xếp|đứng)\s+thứ\s+\d{1,2}(?:\s*/\s*\d{1,2})?",
    r"\bquý\s+\d\b",
    r"\b\d{1,2}\s+tháng\s+(?:đầu|cuối|của)?\s*(?:năm)?",
    r"\b(?:định kỳ|sơ kết|tổng kết|báo cáo)\s+\d{1,2}\s+tháng\b",
    r"(?<![\d.,])(?<!đạt )(?<!đạt tối thiểu )(?<!đạt ít nhất )(?<!đạt trên )\d{1,3}\s+năm\b(?!\s+học)",
    r"\b24/(?:24|7)\b|(?<![\d.,])\d{1,2}\s*giờ\b",
    # ranks, degrees, ages, names that end in a number
    r"\b(?:lần thứ|kỳ họp thứ|thứ|khóa|vòng|mức độ|cấp độ|trình độ|phụ lục|điều|khoản|quốc lộ|ql\.?"
    r"|tỉnh lộ|đt\.?|huyện lộ|tiểu khu)\s*\d{1,3}[a-z]?"
    r"(?:\s*(?:,|và|-|–)\s*\d{1,2}\b(?!\s*%))*",
    r"\b(?:hạng|loại|bậc|nhóm|cấp|vùng|khu vực)\s+[1-5]\b(?!\s*[%.,/\d])(?!\s+(?:giấy|người|hộ))",
    r"(?<![\d.,])(?<!: )(?<!đạt )(?<!là )(?<!bình )\b(?:(?:từ|trên|dưới|đủ)\s+)?\d{1,3}(?:\s*(?:-|–|đến"
    r"|tới)\s*(?:dưới\s+)?\d{1,3})?\s*(?:tháng\s+)?tuổi(?:\s+trở lên)?",
    r"\b(?:từ\s+)?\d(?:\s*(?:-|–|đến)\s*\d)?\s+sao\b(?:\s+trở lên)?",
    r"\b(?:covid|iso|vietgap|tcvn|haccp)\s*[-–:]?\s*\d+(?::\d+)?",
    r"\b(?:công nghiệp|nông nghiệp)\s+(?:lần thứ\s+)?\d\.0\b",
    r"\b(?:lớp|khối)\s+(?:[1-9]|1[0-2])\b(?!\s*%|[.,/]\d)",
    r"\b(?:đợt|giai đoạn)\s+[1-9]\b(?!\s*%|[.,/]\d)",
    r"\b\d{1,3}\s+ngày đêm\b",
    # how many indicators a heading announces
    r"(?:\(|\bcó\s|\bgồm\s|\bvới\s)\s*(?:tổng số\s+)?\d{1,3}\s+(?:nhóm\s+)?chỉ tiêu\b",
    r"(?<![\d/.,])\d{1,3}\s+(?:nhóm\s+)?chỉ tiêu\s+(?:chủ yếu|cơ bản|trọng tâm|chính|cụ thể|thi đua|kinh tế)",
    r"\b[a-z]+\d+\b(?<!m2)(?<!m3)",
    # names in quotation marks, mottoes: "5 không, 3 sạch"
    r"[“\"][^“”\"]{1,80}[”\"]",
    r"\b\d\s+(?:không|sạch|có|phải|đúng|biết|chống|rõ)\b(?!\s+(?:quá|dưới))",
    # what the share or the count refers to
    r"\bcả\s+\d{1,2}\s+\w+",
    r"\b(?:trên|tính trên|bình quân)\s+(?:0?1|một)\s+(?:đơn vị|ha|héc ta|người|hộ|thôn|xã|con|sào"
    r"|vạn|nghìn)",
    r"(?<=[^\d\s])\s*/\s*\d[\d.]*\s*(?=[a-zđ])",
    r"\b(?<!đạt )(?<!có )(?<!cho )(?<!là )(?<!thêm )(?<!mới )(?<!: )(?:trên|trong|cứ|mỗi|tính trên)\s+10{0,2}\.000\s+"
    r"(?:người\s+)?(?:dân|trẻ|người|phụ nữ"
    r"|ca|trẻ đẻ sống)\b",
    r"\b\d{1,2}\s+(?:chương trình mục tiêu|nhiệm vụ trọng tâm|khâu đột phá|nội dung đột phá|đột phá"
    r"|chương trình trọng tâm|phong trào thi đua)",
)
_NOT_FIGURES = re.compile(
    "|".join(
        # One test for the beginning of a word serves all that need it: the expression is tried at every letter.
        r"\b(?:" + "|".join(one.removeprefix(r"\b") for one in group) + ")" if at_word else "|".join(group)
        for at_word, group in groupby(_OTHERS, key=lambda one: one.startswith(r"\b"))
    )
)
_DIGIT = re.compile(r"\d")
_NEAR = 100
"""More letters than this never stand between a number and the word that says it is no figure."""
_NEAR_DIGITS = re.compile(rf"\d(?:\D{{0,{2 * _NEAR}}}\d)*")
_SPACE = re.compile(r"\s*")

_NUMBER_FORM = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d{1,3}(?:\s\d{3})+(?:,\d+)?(?![\d.,]*\d)|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(rf"(?<![\w#.,/])(?:{_NUMBER_FORM})(?![\d#])")
_SECOND = re.compile(rf"(\s*[-–—~]\s*|\s+(?:đến|tới|cho đến)\s+)(?:dưới\s+)?({_NUMBER_FORM})(?![\d#])")
_SHIFT = re.compile(
    r"\s*(?:\(?(?:đầu |cuối )?năm\s+#+\)?\s*)?(?:tăng\s+|giảm\s+)?(?:(xuống(?:\s+còn)?|còn)"
    r"|(lên(?:\s+(?:đến|tới|thành))?))\s+(?:mức\s+)?"
    r"((?:dưới|trên|khoảng|không quá|tối thiểu|tối đa)\s+)?"
    rf"({_NUMBER_FORM})(?![\d#])"
)
_FROM = re.compile(r"(?<!\w)từ\s+$")
_PARTS = re.compile(rf"\s*(?:/|(?:trên|trong)\s+tổng\s+số)\s*({_NUMBER_FORM})(?![\d#/])(?P<of>\s+số(?=\s))?")
_SUM = re.compile(r"\s*t[ỷỉ]\s+(\d{1,3})\s+triệu(?:\s+đồng)?(?!\w)")
""" "12 tỷ 500 triệu đồng": one amount in two scales."""
_AFTER = re.compile(
    r"\s*(?:(?:mới|hội viên|trực thuộc"
    r"|(?:chỉ tiêu|kế hoạch|dự toán)(?:\s+(?:được\s+)?giao)?)\s+)?(trở lên|trở xuống|đổ lên|đổ lại)"
)

_BOUNDS = {
    Comparator.OVER: "trên|hơn|cao hơn|lớn hơn|vượt|vượt trên|>",
    Comparator.AT_LEAST: "đạt và vượt|đạt, vượt|đạt hoặc vượt|bằng hoặc vượt|bằng và vượt|hoàn thành và vượt"
    "|đạt và vượt mức"
    "|đạt và vượt kế hoạch|đạt và vượt chỉ tiêu|hoàn thành và hoàn thành vượt mức"
    "|từ|tối thiểu|ít nhất|chí ít|thấp nhất|không dưới|không thấp hơn|không ít hơn|≥|>=",
    Comparator.UNDER: "dưới|ít hơn|thấp hơn|nhỏ hơn|<",
    Comparator.AT_MOST: "tối đa|không quá|không vượt quá"
    "|không để xảy ra quá|không để quá|không xảy ra quá|không để xảy ra trên"
    "|không vượt|không cao hơn|không hơn|không trên|nhiều nhất|≤|<=",
    Comparator.EQUAL: "khoảng|gần|xấp xỉ|ước|bằng",
}
_BOUND_OF = {word: comparator for comparator, words in _BOUNDS.items() for word in words.split("|")}
_BOUND_WORDS = "|".join(re.escape(word) for word in sorted(_BOUND_OF, key=len, reverse=True))
_BOUND = re.compile(rf"(?:(?<!\w)(?:{_BOUND_WORDS})\s*)+(?:(?:mức|đạt|là)\s+)?$")
_POPULATION = (
    r"(?:[\d#][\d#.]*|một|mỗi)?\s*(?:(?:vạn|nghìn|ngàn|triệu|trăm)\s+)?"
    r"(?:người dân|dân|trẻ đẻ ra sống|trẻ đẻ sống|trẻ em|trẻ|phụ nữ|ca đẻ)\b"
)
_ON_POPULATION = re.compile(rf"\s*(?:(?:tính\s+)?trên|/)\s*{_POPULATION}")
_PER_ROUND = re.compile(
    r"\s*/\s*10{0,2}\.?000\s+(?:người dân|dân|trẻ đẻ ra sống|trẻ đẻ sống|trẻ em|trẻ|phụ nữ|người)\b",
    re.IGNORECASE,
)
""" "20/100.000 trẻ đẻ sống" is a rate, not a part of a whole."""
_EVERY = re.compile(
    rf"\b(?:cứ|trong|mỗi)\s+(?P<of>{_POPULATION})\s+(?:thì\s+)?có\s+(?:ít nhất\s+|tối thiểu\s+)?"
)
_EACH_BOUND = re.compile(rf"(?<!\w)(?:{_BOUND_WORDS})(?!\w)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A figure in a clause; `start` and `end` enclose its bound, its measure unit and "trở lên".

    `shift_to` is the second number of "từ 13,18% xuống 13,08%" (then `value` is the first one);
    `denominator` the second of "14/14 xã".
    """

    start: int
    end: int
    comparator: Comparator
    value: Decimal
    value_to: Decimal | None = None
    shift_to: Decimal | None = None
    denominator: Decimal | None = None
    unit: str = ""
    known: bool = False
    text: str = ""
    doubts: tuple[Reason, ...] = ()


def lowered(text: str) -> str:
    """The text in lower case with one place for the tone marks; every character stays at its offset."""
    return plain_tones(text.lower())


@lru_cache(maxsize=256)
def masked(text: str) -> str:
    """The lower-case text in which "#" stands for the digits that are no figures: "năm ####", "ngày ##/##".

    Counts in words are digits there ("thêm 2  "), each at its offset.
    """
    low = in_digits(lowered(_REFERENCE.sub(_hide, text) if _DIGIT.search(text) else text))
    return _without_others(REPEATED.sub(_blank, low)) if _DIGIT.search(low) else low


def _without_others(low: str) -> str:
    """The text with the digits hidden that are no figures; only what lies near a digit is looked at."""
    parts: list[str] = []
    done = 0
    for near in _NEAR_DIGITS.finditer(low):
        start = low.rfind(" ", done, max(done, near.start() - _NEAR)) + 1 or done
        end = min(len(low), near.end() + _NEAR)
        parts += (low[done:start], _NOT_FIGURES.sub(_hide, low[start:end]))
        done = end
    return "".join((*parts, low[done:]))


def _hide(found: re.Match[str]) -> str:
    return _DIGIT.sub("#", found[0])


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


@lru_cache(maxsize=256)
def figures(text: str) -> tuple[Figure, ...]:
    """Every figure of a text, in order.

    >>> [str(figure.value) for figure in figures("Thu ngân sách năm 2023 đạt trên 2.838 tỷ đồng")]
    ['2838']
    """
    plain = masked(text)
    if not _DIGIT.search(plain):
        return ()
    found: list[Figure] = []
    reach = 0
    every = {words.end(): words for words in _EVERY.finditer(plain)}
    for number in _NUMBER.finditer(plain):
        if number.start() >= reach:
            figure = _figure(text, plain, number)
            if figure.start in every and figure.unit and "/" not in figure.unit:
                figure = replace(figure, unit=f"{figure.unit}/{_population(every[figure.start], text)}")
            found.append(figure)
            reach = figure.end
    return tuple(_whole_counts(found))


def _population(words: re.Match[str], text: str) -> str:
    """ "cứ 10.000 dân có": the "10.000 dân" of it."""
    return " ".join(text[words.start("of") : words.end("of")].split())


def _whole_counts(found: list[Figure]) -> Iterator[Figure]:
    """Half a doctor is none: a count with decimals is doubted, unless it is one on so many."""
    for figure in found:
        broken = figure.value != figure.value.to_integral_value() and is_count(figure.unit)
        yield replace(figure, doubts=(*figure.doubts, Reason.UNKNOWN_MEASURE_UNIT)) if broken else figure


def _figure(text: str, plain: str, number: re.Match[str]) -> Figure:
    value = to_decimal(number[0])
    if millions := _SUM.match(plain, number.end()):
        end, unit, known = millions.end(), "tỷ đồng", True
        value += Decimal(millions[1]) / 1000
    else:
        end, unit, known = _unit(text, plain, number.end())
    figure = Figure(
        start=number.start(), end=end, comparator=Comparator.EQUAL, value=value, unit=unit, known=known
    )
    figure = figure if millions else _second(figure, text, plain, number.end())
    before = _BOUND.search(plain, max(0, number.start() - 40), number.start())
    comparator, start = figure.comparator, figure.start
    if before:
        start = before.start()
        words = [_BOUND_OF[word] for word in _EACH_BOUND.findall(before[0])]
        strong = [word for word in words if word is not Comparator.EQUAL]
        if strong and figure.comparator is Comparator.EQUAL and figure.shift_to is None:
            comparator = next((word for word in strong if word is not Comparator.AT_LEAST), strong[0])
            if before[0].lstrip().startswith(("tối thiểu", "ít nhất")):
                comparator = Comparator.AT_LEAST
    after = _AFTER.match(plain, figure.end)
    if after and figure.comparator is Comparator.EQUAL:
        comparator = Comparator.AT_LEAST if after[1].endswith("lên") else Comparator.AT_MOST
    end = after.end() if after else figure.end
    doubts = (*figure.doubts, *_number_doubts(number[0]))
    return replace(figure, start=start, end=end, comparator=comparator, text=text[start:end], doubts=doubts)


def _unit(text: str, plain: str, start: int) -> tuple[int, str, bool]:
    end, known = unit_at(plain, start)
    per = _ON_POPULATION.match(plain, end) if end > start else None
    end = per.end() if per else end
    repeated = REPEATED.match(text, start)
    begin = _SPACE.match(plain, start)
    return end, verbatim(text[repeated.end() if repeated else begin.end() if begin else start : end]), known


def _second(figure: Figure, text: str, plain: str, digits_end: int) -> Figure:
    """The second number of a range, a ratio or a shift, where there is one."""
    if per := _PER_ROUND.match(text, digits_end):
        return replace(figure, end=per.end(), unit=verbatim(text[digits_end : per.end()]), known=True)
    ratio = _PARTS.match(plain, digits_end)
    if ratio:
        end, unit, known = _unit(text, plain, ratio.end())
        if known or unit:
            return replace(
                figure,
                end=end,
                unit=unit,
                known=known,
                denominator=to_decimal(ratio[1]),
                doubts=() if ratio["of"] is None else (Reason.UNKNOWN_MEASURE_UNIT,),
            )
    share = SHARE.match(plain, digits_end)
    for start in (share.end() if share else digits_end, figure.end):
        upper = _SECOND.match(plain, start)
        if upper and to_decimal(upper[2]) > figure.value:
            end, unit, known = _unit(text, plain, upper.end())
            unit, known = (unit, known) if unit else (figure.unit, figure.known)
            return replace(
                figure,
                end=end,
                unit=unit,
                known=known,
                comparator=Comparator.RANGE,
                value_to=to_decimal(upper[2]),
            )
    shift = _SHIFT.match(plain, figure.end)
    if shift and _FROM.search(plain, max(0, figure.start - 8), figure.start):
        end, unit, known = _unit(text, plain, shift.end())
        comparator = _BOUND_OF[shift[3].strip()] if shift[3] else Comparator.EQUAL
        unit, known = (unit, known) if unit else (figure.unit, figure.known)
        return replace(
            figure, end=end, unit=unit, known=known, comparator=comparator, shift_to=to_decimal(shift[4])
        )
    return figure


def to_decimal(number: str) -> Decimal:
    """A number as directives write it: dot for thousands, comma for decimals; "8.5" is a decimal all the same.

    >>> to_decimal("13.455,5"), to_decimal("02")
    (Decimal('13455.5'), Decimal('2'))
    """
    digits = "".join(number.split())
    if "," in digits:
        return Decimal(digits.replace(".", "").replace(",", "."))
    head, *groups = digits.split(".")
    if groups and all(len(group) == 3 for group in groups) and head != "0":
        return Decimal(head + "".join(groups))
    return Decimal(digits)


def _number_doubts(number: str) -> tuple[Reason, ...]:
    if re.fullmatch(r"\d+,\d{3}", number) and not number.startswith("0"):
        return (Reason.THREE_DECIMALS,)
    if re.fullmatch(r"\d+\.\d{1,2}", number):
        return (Reason.DOT_DECIMAL,)
    return ()
