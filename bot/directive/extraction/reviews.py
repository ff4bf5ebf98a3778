"""By when a stretch of the campaign is reviewed: "sơ kết … trước ngày 15/6", "Năm 2025: tổ chức tổng kết"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.campaign.model import Review
from bot.directive.extraction.days import DAY_FORM, DEADLINE, moment
from bot.directive.extraction.letters import SENTENCE_END
from bot.directive.extraction.outline import Entry

_WORD = r"(?<!báo cáo )(?<!kết quả )(?<!hội nghị )\b(?:sơ kết|tổng kết)\b"
"""The order to review, not the report or the conference of a review."""
_REVIEWED = re.compile(
    rf"{_WORD}[^.]*?(?=,?\s*(?:hoàn thành\s+|xong\s+)?(?:trước|chậm nhất|muộn nhất|vào"
    r"|xong|đến hết|đến|trong)\s+(?:ngày|tháng|năm|quý|\d)|[.;(]|$)",
    re.IGNORECASE,
)
REVIEW_WORD = re.compile(_WORD, re.IGNORECASE)
_DATED = re.compile(
    rf"^\W*(?P<how>trước|chậm nhất|muộn nhất|trong|vào|đến)?\s*(?P<day>{DAY_FORM})\s*[:,]?\s+[^.;]{{0,120}}?{_WORD}",
    re.IGNORECASE,
)
STOPS = re.compile(rf";|{SENTENCE_END}")
_PARTS = re.compile(
    r",\s*(?=(?:và\s+)?(?:tổ chức\s+)?(?:sơ kết|tổng kết))|\s+và\s+(?=(?:tổ chức\s+)?tổng kết)", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A review in its sentence; `verbatim` are the words of its deadline."""

    review: Review
    verbatim: str = ""
    text: str = ""


def review_in(text: str, year: int | None) -> Told:
    """The first review of a text that has a deadline; else the words of the first alone."""
    kind = None
    for word in _REVIEWED.finditer(text):
        kind = kind or word[0].strip(" ,")
        stop = re.search(r"[.;](?:\s|$)", text[word.end() :])
        end = word.end() + stop.start() if stop else len(text)
        for found in DEADLINE.finditer(text, word.start(), end):
            if told := _by(word[0], found, year, text):
                return told
    for sentence in STOPS.split(text):
        dated = _DATED.search(sentence)
        words = _REVIEWED.search(sentence)
        if dated and words and (told := _by(words[0], dated, year, text)):
            return told
    return Told(review=Review(kind=kind), text=text)


def _by(words: str, found: re.Match[str], year: int | None, text: str) -> Told | None:
    day = moment(found["day"], year)
    if day is None:
        return None
    exclusive = "trước" in (found["how"] or "").lower()
    limit = day.first if exclusive else day.last
    review = Review(kind=words.strip(" ,"), deadline=limit, exclusive=exclusive)
    return Told(review=review, verbatim=found[0].strip(), text=text)


def reviews_of(entries: list[Entry], year: int | None) -> Iterator[Told]:
    """Each review that has a deadline, wherever it is told."""
    for entry in entries:
        for sentence in STOPS.split(entry.body):
            for part in _PARTS.split(sentence):
                if REVIEW_WORD.search(part) and (told := review_in(part, year)).review.deadline:
                    yield told


def words_of(entries: list[Entry]) -> tuple[str, str] | None:
    """("sơ kết, tổng kết", the sentence) of the first sentence that orders a review of the campaign."""
    for entry in entries:
        for sentence in STOPS.split(entry.body):
            kinds = [word.lower() for word in REVIEW_WORD.findall(sentence)]
            if kinds and re.search(r"thi đua|phong trào|tổ chức|định kỳ", sentence):
                return ", ".join(dict.fromkeys(kinds)), sentence.strip()
    return None
