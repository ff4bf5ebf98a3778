"""Dates that stand in front of a figure: "tháng 6 đạt 12,5 tỷ", "tính đến 30/6 là 340 ha". They are passed over."""

from bot.language.chunks import Chunk, means
from bot.language.folding import fold_word

_UNITS = frozenset({"thang", "quy", "tuan", "ngay", "nam"})
_EDGES = frozenset({"dau", "cuoi", "qua", "nay", "truoc", "vua", "gan"})
_LAST = {"thang": 12, "t": 12, "quy": 4, "q": 4, "tuan": 53, "ngay": 31, "hom": 31}
_LAST |= dict.fromkeys(("gio", "h", "phut"), 59)
_OF_YEARS = frozenset({"giai doan", "nhiem ky"})
_YEARS = frozenset(map(str, range(1900, 2101)))
_LAST_OF_OTHERS = 20
"""No campaign has more phases, rounds or terms than that."""
_ROMAN = frozenset({"i", "ii", "iii", "iv", "v", "vi"})


def date_end(chunks: list[Chunk], at: int) -> int:
    """Where the date or time that begins at a chunk ends; `at` itself if none begins there."""
    meaning = chunks[at].meaning
    if "number" in meaning:
        return _from_number(chunks, at)
    if not meaning or "stop" in meaning:
        return at
    text = _text(chunks, at)
    if means(chunks, at, "time") or text.endswith((" thang", " quy", " tuan")):
        end = _from_word(chunks, at)
    elif _day_and_month(chunks, at + 1) and (
        text.endswith("den") or ("from" in meaning and _leads_on(chunks, at + 4))
    ):
        end = at + 4
    else:
        return at + 1 if text == "het" and means(chunks, at + 1, "time") else at
    while end > at and means(chunks, end, "slash") and _goes_on(chunks, end + 1):
        end += 2
    if end > at and means(chunks, end, "dash") and {_text(chunks, end - 1), _text(chunks, end + 1)} <= _YEARS:
        end += 2  # "giai đoạn 2021-2025"
    return end


def day_and_figure(chunks: list[Chunk], at: int) -> list[Chunk]:
    """The chunks of "tháng 6 340", "ngày 15/6 340", whose last digits were taken for one number; [] if none are."""
    end = at + 1
    if not (means(chunks, at, "time") or _text(chunks, at).endswith((" thang", " quy", " tuan"))):
        return []
    while means(chunks, end, "number") and means(chunks, end + 1, "slash"):
        end += 2
    if not means(chunks, end, "number") or " " not in chunks[end].text:
        return []
    day, _, figure = chunks[end].text.partition(" ")
    number = chunks[end].meaning
    return [*chunks[at:end], Chunk(number, day, chunks[end].glued), Chunk(number, figure)]


def year_follows(chunks: list[Chunk], at: int) -> bool:
    """Whether "so với năm" is followed by its year, which is no second figure."""
    text = chunks[at].text if means(chunks, at, "number") else ""
    return len(text) == 4 and text.isdigit() and not means(chunks, at + 1, "unit")


def names_next(chunks: list[Chunk], at: int) -> bool:
    """Whether the word that was read as a unit may name the number behind it: "45 quý 2 hộ", "45 đợt 2"."""
    counts = means(chunks, at - 1, "time") and means(chunks, at, "number")
    return counts and _can_name(_text(chunks, at - 1), chunks[at].text)


def _text(chunks: list[Chunk], at: int) -> str:
    return fold_word(chunks[at].text) if at < len(chunks) else ""


def _from_number(chunks: list[Chunk], at: int) -> int:
    following = chunks[at + 1].meaning if at + 1 < len(chunks) else {}
    if "slash" in following or "dash" in following:
        if _heads_figure(chunks, at):
            return at + 3
        mark = "slash" if "slash" in following else "dash"
        whole = means(chunks, at + 2, "number") and means(chunks, at + 3, mark)
        return at + 5 if whole and means(chunks, at + 4, "number") and _is_day(chunks, at) else at
    if "time" not in following:
        return at
    word = _text(chunks, at + 1)
    if word in {"h", "gio"}:
        return at + 2 + means(chunks, at + 2, "number")
    if word not in _UNITS or not _can_count(word, chunks[at].text):
        return at
    end = at + 2
    if word != "thang" and means(chunks, end, "number") and _can_name(word, chunks[end].text):
        return at  # "42 ngày 7": the word may as well name the second number.
    while _text(chunks, end) in _EDGES:
        end += 1
    if _text(chunks, end) == "nam":
        end += 1 + means(chunks, end + 1, "number")
    later = any("number" in chunk.meaning for chunk in chunks[end:])
    return end if end > at + 2 or later else at


def _from_word(chunks: list[Chunk], at: int) -> int:
    if _text(chunks, at + 1) in _ROMAN and not means(chunks, at + 1, "unit"):
        return at + 2
    if not means(chunks, at + 1, "number") or not _can_name(_text(chunks, at), chunks[at + 1].text):
        return at
    # "trong tháng 12 ha" gives the month's figure, "trong tháng 6 trồng 12 ha" names the month.
    later = any("number" in chunk.meaning for chunk in chunks[at + 2 :])
    measured = means(chunks, at + 2, "unit") or means(chunks, at + 2, "scale")
    return at + 2 if "time" in chunks[at].meaning or (later and not measured) else at


def _goes_on(chunks: list[Chunk], at: int) -> bool:
    """Whether a month or a year stands here, behind the slash of "ngày 7/9/2026"."""
    text = chunks[at].text if means(chunks, at, "number") else ""
    return text.isdigit() and (int(text) <= _LAST["thang"] or text in _YEARS)


def _is_day(chunks: list[Chunk], at: int) -> bool:
    """Whether three numbers are a day, a month and a year, either way round."""
    day, month, year = (chunks[place].text for place in (at, at + 2, at + 4))
    if day in _YEARS:
        day, year = year, day
    known = year in _YEARS or len(year) == 2
    return (
        known and all(text.isdigit() for text in (day, month, year)) and int(day) <= 31 and int(month) <= 12
    )


def _can_count(word: str, digits: str) -> bool:
    """Whether so many months, days … are a stretch of time that figures are reported for: "6 tháng", "100 ngày"."""
    return digits.isdigit() and int(digits) <= ({"ngay": 100, "nam": 20}.get(word, _LAST.get(word, 0)))


def _can_name(word: str, digits: str) -> bool:
    """Whether there is such a month, day, quarter …: "ngày 45 hộ" is no date, and "nam 5, nữ 6" counts men."""
    if not digits.isdigit():
        return False
    if word == "nam" or (word in _OF_YEARS and len(digits) == 4):
        return len(digits) == 4
    return int(digits) <= _LAST.get(word.rpartition(" ")[2], _LAST_OF_OTHERS)


def _leads_on(chunks: list[Chunk], at: int) -> bool:
    """Whether a figure may follow: "từ 01/01: 50 hộ", but not "từ 5/9 xã lên 7/9 xã"."""
    marks = {"stop", "verb", "to"} & (chunks[at].meaning.keys() if at < len(chunks) else set())
    return bool(marks) and any("number" in chunk.meaning for chunk in chunks[at + 1 :])


def _heads_figure(chunks: list[Chunk], at: int) -> bool:
    """ "25/11: 230 hộ" is a day, because no 25 of 11 are possible; "5/11: 3 xã" stays in doubt."""
    return (
        means(chunks, at + 3, "verb")
        and _day_and_month(chunks, at)
        and int(chunks[at].text) > int(chunks[at + 2].text)
        and any("number" in chunk.meaning for chunk in chunks[at + 4 :])
    )


def _day_and_month(chunks: list[Chunk], at: int) -> bool:
    if not (
        means(chunks, at, "number") and means(chunks, at + 1, "slash") and means(chunks, at + 2, "number")
    ):
        return False
    day, month = chunks[at].text, chunks[at + 2].text
    return day.isdigit() and month.isdigit() and int(day) <= 31 and int(month) <= 12
