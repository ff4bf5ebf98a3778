"""When the campaign runs: start, end, named phases, and by when each is reviewed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date as Day  # noqa: N812 - as in the model.

from bot.campaign.model import Review
from bot.directive.extraction.days import DEADLINE, SPAN, Moment, moment
from bot.directive.extraction.letters import SENTENCE_END
from bot.directive.extraction.outline import Entry
from bot.directive.model import PhaseDraft, Precision

_PHASE = re.compile(
    r"\b(?:Đợt|Giai đoạn)\s+(?:thi đua\s+)?(?:cao điểm\s+)?(?:thứ\s+(?:nhất|hai|ba|tư|bốn|năm|\d)"
    r"|(?:số\s+)?[1-9]\b|I{1,3}\b|IV\b|một|hai|ba|đầu|cuối)",
    re.IGNORECASE,
)
_REVIEWED = re.compile(
    r"\b(?:sơ kết|tổng kết)\b[^.]*?(?=,?\s*(?:hoàn thành\s+|xong\s+)?(?:trước|chậm nhất|muộn nhất|vào"
    r"|xong|đến hết|đến|trong)\s+(?:ngày|tháng|\d)|[.;(]|$)",
    re.IGNORECASE,
)
_REVIEW_WORD = re.compile(r"\b(?:sơ kết|tổng kết)\b", re.IGNORECASE)
_GOAL = re.compile(r"phấn đấu[^.;]*", re.IGNORECASE)
_STOPS = re.compile(rf";|{SENTENCE_END}")
_TIME_TITLE = re.compile(r"^thời (?:gian|hạn)\b", re.IGNORECASE)
_TIME_WORDS = re.compile(r"thời (?:gian|hạn)|phát động|thi đua", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """The whole stretch and its phases; `phase_of_line` says which named phase (from 1) a line belongs to."""

    start: Day | None
    start_precision: Precision | None
    start_verbatim: str | None
    end: Day | None
    end_verbatim: str | None
    phases: tuple[PhaseDraft, ...]
    phase_of_line: dict[int, int]


def read_period(entries: list[Entry], *, issued: Day | None, year: int | None, title: str | None) -> Period:
    """The times of a campaign.

    `issued` is the day of the document if it states one (then "từ ngày phát động" is that day), `year` the one meant
    where a date has none.
    """
    phases, lines = _named_phases(entries, year)
    stated = _stated(entries, year)
    if stated:
        start, precision, start_verbatim, end, end_verbatim = stated
        if start is None and start_verbatim is not None:
            start, precision = issued, Precision.DAY if issued else None
    elif phases:
        first, last = phases[0], phases[-1]
        start, precision, end = first.start, first.start_precision, last.end
        start_verbatim, end_verbatim = _halves(first.verbatim)[0], _halves(last.verbatim)[1]
    else:
        start = precision = start_verbatim = end = end_verbatim = None
    reviews = list(_reviews(entries, year))
    if phases:
        phases = [_with_review(phase, n, len(phases), reviews) for n, phase in enumerate(phases)]
    else:
        phases = [_whole(start, precision, end, entries, reviews, title, year)]
    return Period(
        start=start,
        start_precision=precision,
        start_verbatim=start_verbatim,
        end=end,
        end_verbatim=end_verbatim,
        phases=tuple(phases),
        phase_of_line=lines,
    )


def _stated(
    entries: list[Entry], year: int | None
) -> tuple[Day | None, Precision | None, str | None, Day | None, str | None] | None:
    """The span below "Thời gian thi đua", or in another sentence that speaks of the time of the campaign."""
    in_time_part = False
    found = None
    for entry in entries:
        if _TIME_TITLE.match(entry.body):
            in_time_part = True
        elif entry.style not in ("", "bullet"):
            in_time_part = False
        if _PHASE.search(entry.body):
            continue
        span = SPAN.search(entry.body)
        if span and (
            in_time_part
            or (found is None and _TIME_WORDS.search(entry.body[max(0, span.start() - 80) : span.end()]))
        ):
            found = _read_span(span, year)
            if in_time_part:
                return found
    if found is None:
        found = _only_end(entries, year)
    return found


_UNTIL = re.compile(
    r"thời (?:gian|hạn)[^.;]{0,60}?((?:đến|tới)\s+hết\s+(?P<end>(?:ngày\s+)?[\w/ ]{4,40}?\d{4}))",
    re.IGNORECASE,
)


def _only_end(
    entries: list[Entry], year: int | None
) -> tuple[Day | None, Precision | None, str | None, Day | None, str | None] | None:
    for entry in entries:
        found = _UNTIL.search(entry.body)
        last = moment(found["end"], year) if found else None
        if found and last:
            return None, None, None, last.last, found[1]
    return None


def _read_span(
    span: re.Match[str], year: int | None
) -> tuple[Day | None, Precision | None, str | None, Day | None, str | None]:
    end = moment(span["end"], year)
    first: Moment | None = None
    if span["start"] and re.search(r"\d", span["start"]):
        first = moment(span["start"], end.last.year if end else year)
    return (
        first.first if first else None,
        first.precision if first else None,
        span[1].strip(" ,"),
        end.last if end else None,
        span["until"].strip(),
    )


def _halves(verbatim: str) -> tuple[str, str]:
    span = SPAN.search(verbatim)
    return (span[1].strip(" ,"), span["until"].strip()) if span else (verbatim, verbatim)


def _named_phases(entries: list[Entry], year: int | None) -> tuple[list[PhaseDraft], dict[int, int]]:
    phases: list[PhaseDraft] = []
    lines: dict[int, int] = {}
    for n, entry in enumerate(entries):
        heads = [head for head in _PHASE.finditer(entry.body) if _begins(entry.body, head.start())]
        ends: list[int | None] = [after.start() for after in heads[1:]]
        for head, until in zip(heads, [*ends, None], strict=False):
            chunk = entry.body[head.start() : until]
            below = list(_below(entries, n)) if until is None else []
            text = " ".join([chunk, *(one.body for one in below)])
            span = SPAN.search(text)
            if not span or span.start() > 260:
                continue
            phases.append(
                _phase(head[0], text, span, year, entry.paragraph.line_at(entry.start + head.start()))
            )
            for paragraph in (entry.paragraph, *(one.paragraph for one in below)):
                lines.setdefault(paragraph.line, len(phases))
    return phases, lines


def _begins(body: str, place: int) -> bool:
    """Whether "Đợt 1" opens a line or a clause, and is not spoken of in passing."""
    before = body[:place].rstrip()
    return (
        not before
        or before[-1] in ":;.-+"
        or bool(re.search(r"(?:gồm|chia làm|chia thành)\b[^.]*[:,]$", before))
    )


def _below(entries: list[Entry], n: int) -> Iterator[Entry]:
    own = entries[n]
    for entry in entries[n + 1 :]:
        deeper = entry.style in ("", "bullet") or entry.depth > own.depth
        if own.style == "bullet" and entry.style == "bullet" and entry.marker == own.marker:
            return
        if not deeper or (_PHASE.match(entry.body) and _begins(entry.body, 0)) or entry.body.isupper():
            return
        if entry.style == "" and re.match(r"(?:nơi nhận|căn cứ|yêu cầu|giao )", entry.body.lower()):
            return
        yield entry


def _phase(name: str, text: str, span: re.Match[str], year: int | None, line: int) -> PhaseDraft:
    start, precision, _, end, _ = _read_span(span, year)
    review, verbatim = _review(text, end.year if end else year)
    goal = _GOAL.search(text)
    return PhaseDraft(
        name=name.strip(),
        named_in_text=True,
        start=start,
        start_precision=precision,
        end=end,
        review=review,
        verbatim=span[0],
        review_verbatim=verbatim,
        goal=goal[0].strip() if goal else "",
        line=line,
    )


def _review(text: str, year: int | None) -> tuple[Review, str]:
    """The last review of a text that has a deadline; else its words alone."""
    kind, best = None, None
    for word in _REVIEWED.finditer(text):
        kind = kind or word[0].strip(" ,")
        stop = re.search(r"[.;](?:\s|$)", text[word.end() :])
        until = word.end() + stop.start() if stop else len(text)
        deadline = next(
            (found for found in DEADLINE.finditer(text, word.start(), until) if moment(found["day"], year)),
            None,
        )
        if deadline:
            best = (word[0].strip(" ,"), deadline)
            break
    if best is None:
        return Review(kind=kind), ""
    words, deadline = best
    day = moment(deadline["day"], year)
    exclusive = "trước" in deadline["how"].lower()
    if day is None:
        return Review(kind=words), ""
    limit = day.first if exclusive else day.last
    return Review(kind=words, deadline=limit, exclusive=exclusive), deadline[0].strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """A review that is told apart from its phase."""

    review: Review
    verbatim: str
    text: str


def _reviews(entries: list[Entry], year: int | None) -> Iterator[_Told]:
    for entry in entries:
        if _PHASE.match(entry.body) and SPAN.search(entry.body):
            continue
        for sentence in _STOPS.split(entry.body):
            for part in re.split(
                r",\s*(?=(?:và\s+)?(?:tổ chức\s+)?(?:sơ kết|tổng kết))|\s+và\s+(?=tổng kết)", sentence
            ):
                if _REVIEW_WORD.search(part):
                    review, verbatim = _review(part, year)
                    if review.deadline:
                        yield _Told(review=review, verbatim=verbatim, text=part)


def _with_review(phase: PhaseDraft, n: int, count: int, reviews: list[_Told]) -> PhaseDraft:
    if phase.review.deadline is not None:
        return phase
    for told in reviews:
        named = _PHASE.search(told.text)
        same = bool(named and named[0].lower().split()[-1] == phase.name.lower().split()[-1])
        kind = "tổng kết" if n == count - 1 else "sơ kết"
        near = (
            told.review.deadline is not None
            and phase.end is not None
            and abs((told.review.deadline - phase.end).days) <= 45
        )
        if same or (named is None and kind in told.text.lower() and near):
            return replace(phase, review=told.review, review_verbatim=told.verbatim)
    return phase


def _whole(
    start: Day | None,
    precision: Precision | None,
    end: Day | None,
    entries: list[Entry],
    reviews: list[_Told],
    title: str | None,
    year: int | None,
) -> PhaseDraft:
    """The one phase of a campaign that names none; its review is the final one where the text tells it."""
    final = next((told for told in reversed(reviews) if "tổng kết" in told.text.lower()), None)
    stretch = re.search(r"\d+ tháng (?:đầu|cuối) năm(?: \d{4})?", title or "")
    name = " ".join(
        filter(None, ("Đợt thi đua", stretch[0] if stretch else "năm " + str(year) if year else ""))
    )
    words = _review_words(entries)
    review = final.review if final else Review(kind=words[0] if words else None)
    return PhaseDraft(
        name=name,
        named_in_text=False,
        start=start,
        start_precision=precision,
        end=end,
        review=review,
        review_verbatim=final.verbatim if final else words[1] if words else "",
    )


def _review_words(entries: list[Entry]) -> tuple[str, str] | None:
    """("sơ kết, tổng kết", the sentence) of the first sentence that orders a review of the campaign."""
    for entry in entries:
        for sentence in _STOPS.split(entry.body):
            kinds = [word.lower() for word in _REVIEW_WORD.findall(sentence)]
            if kinds and re.search(r"thi đua|phong trào|tổ chức|định kỳ", sentence):
                return ", ".join(dict.fromkeys(kinds)), sentence.strip()
    return None
