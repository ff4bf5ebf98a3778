"""When the campaign runs: start, end, phases."""

import re
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - as in the model.

from bot.campaign.model import Review
from bot.directive.extraction.days import SPAN, YEARS_OF, Stretch, moment, one_end, span, stretch
from bot.directive.extraction.launching import Launch
from bot.directive.extraction.outline import BULLET, Entry
from bot.directive.extraction.phases import HEAD, Place, begins, listed_phases, named_phases, with_review
from bot.directive.extraction.reviews import REVIEW_WORD, STOPS, Told, reviews_of, words_of
from bot.directive.model import PhaseDraft, Precision

_TIME_TITLE = re.compile(
    r"^(?:về\s+)?(?:thời (?:gian|hạn)\b(?!\s+(?:sơ kết|tổng kết|gửi|báo cáo|nộp|đăng ký|nhận|xét|bình xét))"
    r"|chủ đề,\s+thời gian|tiến độ\b|(?:thời gian\s+)?(?:và\s+)?các đợt thi đua)",
    re.IGNORECASE,
)
_TIME_WORDS = re.compile(r"thời (?:gian|hạn)|phát động|thi đua", re.IGNORECASE)
_PAPERS = re.compile(r"\b(?:nộp|gửi|báo cáo|đăng ký|bình xét|nhận hồ sơ)\b", re.IGNORECASE)
_UNTIL = re.compile(r"thời (?:gian|hạn)[^.;]{0,60}?(?=(?:đến|tới)\s+hết\s)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """The whole stretch and its phases, and where in the text each named phase (from 1) is told."""

    start: Day | None
    start_precision: Precision | None
    start_verbatim: str | None
    end: Day | None
    end_verbatim: str | None
    phases: tuple[PhaseDraft, ...]
    places: tuple[Place, ...]

    def phase_at(self, n: int, offset: int) -> int | None:
        """The named phase that the text at `offset` of entry `n` belongs to."""
        return next(
            (
                place.phase
                for place in self.places
                if place.n == n and place.start <= offset and (place.end is None or offset < place.end)
            ),
            None,
        )


def read_period(
    entries: list[Entry], *, issued: Day | None, year: int | None, title: str | None, launch: Launch
) -> Period:
    """The times of a campaign.

    `issued` is the day of the document if it states one (then "từ ngày phát động" is that day), `year` the one meant
    where a date has none.
    """
    timed = _timed(entries)
    phases, places = named_phases(entries, timed, year=year, issued=issued)
    if not phases:
        phases, places = listed_phases(entries, timed, year=year, issued=issued)
    told = _stated(_without(entries, places), timed, year, launch)
    if told is None and not phases:
        told = _years(title, launch)
    start, precision, since = None, None, None
    if told and (told.start or told.relative):
        start, precision, since = told.start, told.precision, told.since
        if told.relative:
            start, precision = issued, Precision.DAY if issued else None
    elif phases:
        start, precision = phases[0].start, phases[0].start_precision
        since = _half(phases[0].verbatim, "since")
    end, until = (told.end, told.until) if told else (None, None)
    if end is None and phases:
        end, until = phases[-1].end, _half(phases[-1].verbatim, "until")
    reviews = list(reviews_of(entries, year))
    if phases:
        phases = [with_review(phase, n, len(phases), reviews) for n, phase in enumerate(phases)]
    else:
        phases = [_whole(start, precision, end, entries, reviews, title, year)]
    return Period(
        start=start,
        start_precision=precision,
        start_verbatim=since,
        end=end,
        end_verbatim=until,
        phases=tuple(phases),
        places=tuple(places),
    )


def _half(verbatim: str, which: str) -> str:
    found = SPAN.search(verbatim)
    return found[which].strip(" ,") if found else verbatim


def _timed(entries: list[Entry]) -> list[bool]:
    """Which entries are, or stand under, "Thời gian thi đua": up to the next title of the same rank."""
    timed: list[bool] = []
    title: Entry | None = None
    for entry in entries:
        if _TIME_TITLE.match(entry.body):
            title = entry
        elif title is not None:
            beside = entry.style == title.style if title.style == BULLET else False
            higher = entry.style not in ("", BULLET) and entry.depth <= title.depth
            if beside or higher:
                title = None
        timed.append(title is not None)
    return timed


def _stated(bodies: list[str], timed: list[bool], year: int | None, launch: Launch) -> Stretch | None:
    """The stretch told under "Thời gian"; else in another sentence that speaks of the time of the campaign."""
    for n in (n for n, is_timed in enumerate(timed) if is_timed):
        for sentence in STOPS.split(bodies[n]):
            if told := _under_time(sentence, year):
                return told
    for n, body in enumerate(bodies):
        told = span(body, year)
        if told is None or not _TIME_WORDS.search(body[max(0, told.at - 80) : told.at + len(told.verbatim)]):
            continue
        if _PAPERS.search(body[max(0, told.at - 40) : told.at]):
            continue
        # "từ năm 2021 đến năm 2025" in passing is the time of some programme, not of the campaign.
        if told.precision is not Precision.YEAR or n == launch.n:
            return told
    for body in bodies:
        words = _UNTIL.search(body)
        told = one_end(body[words.end() :], year) if words else None
        if told and told.end:
            return told
    return None


def _without(entries: list[Entry], places: list[Place]) -> list[str]:
    """What each entry says outside the phases, whose times are not those of the whole."""
    starts = {place.n: place.start for place in reversed(places)}
    return [
        _before_head(entry.body) if n not in starts else entry.body[: starts[n]]
        for n, entry in enumerate(entries)
    ]


def _before_head(body: str) -> str:
    head = next((head for head in HEAD.finditer(body) if begins(body, head.start())), None)
    return body[: head.start()] if head else body


def _under_time(text: str, year: int | None) -> Stretch | None:
    told = span(text, year)
    if told is None and not REVIEW_WORD.search(text):
        told = stretch(text, year, within=len(text)) or one_end(text, year)
    return told


def _years(title: str | None, launch: Launch) -> Stretch | None:
    """ "giai đoạn 2021 - 2025" in the title, or in the sentence that launches."""
    found = YEARS_OF.search(title or launch.sentence)
    first, last = (moment(found[which], None) for which in ("start", "end")) if found else (None, None)
    if found is None or first is None or last is None:
        return None
    return Stretch(
        start=first.first,
        precision=Precision.YEAR,
        since=found[0],
        end=last.last,
        until=found[0],
        verbatim=found[0],
    )


def _whole(
    start: Day | None,
    precision: Precision | None,
    end: Day | None,
    entries: list[Entry],
    reviews: list[Told],
    title: str | None,
    year: int | None,
) -> PhaseDraft:
    """The one phase of a campaign that names none; its review is the final one where the text tells it."""
    final = next((told for told in reversed(reviews) if "tổng kết" in told.text.lower()), None)
    words = re.search(r"\d+ tháng (?:đầu|cuối) năm(?: \d{4})?", title or "")
    name = " ".join(filter(None, ("Đợt thi đua", words[0] if words else "năm " + str(year) if year else "")))
    kinds = words_of(entries)
    review = final.review if final else Review(kind=kinds[0] if kinds else None)
    return PhaseDraft(
        name=name,
        named_in_text=False,
        start=start,
        start_precision=precision,
        end=end,
        review=review,
        review_verbatim=final.verbatim if final else kinds[1] if kinds else "",
    )
