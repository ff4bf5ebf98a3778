"""The phases that a directive names: in one sentence, as bullets with lines below them, as rows of a table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date as Day  # noqa: N812 - as in the model.

from bot.directive.extraction.days import Stretch, one_date, one_end, stretch
from bot.directive.extraction.outline import Entry
from bot.directive.extraction.reviews import Told, review_in
from bot.directive.model import PhaseDraft, Precision

HEAD = re.compile(
    r"\b(?P<kind>Đợt|Giai đoạn|Bước|Chặng)\s+(?:thi đua\s+)?(?:cao điểm\s+)?(?P<ordinal>thứ\s+(?:nhất|hai|ba|tư"
    r"|bốn|năm|\d)|(?:số\s+)?0?[1-9]\b|I{1,3}\b|IV\b|một|hai|ba|đầu|cuối)",
    re.IGNORECASE,
)
_ORDINALS = {
    **{"nhất": 1, "một": 1, "đầu": 1, "i": 1, "hai": 2, "ii": 2, "ba": 3, "iii": 3},
    **{"tư": 4, "bốn": 4, "iv": 4, "năm": 5, "cuối": 9},
}
_SPRINT = re.compile(r"(?:đợt|giai đoạn|thi đua|\d+ tháng|sáu tháng|quý)\b", re.IGNORECASE)
_GOAL = re.compile(r"phấn đấu[^.;]*", re.IGNORECASE)
_FAR = 260
"""A date that stands farther from the name of a phase is not its time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a phase is told: in the entry `n`, from `start` up to `end` (None is the end of the entry)."""

    n: int
    start: int = 0
    end: int | None = None
    phase: int


def ordinal(head: re.Match[str]) -> int:
    """ "thứ hai", "II", "số 2", "02" -> 2."""
    word = head["ordinal"].lower().split()[-1]
    return _ORDINALS.get(word) or int(word)


def begins(body: str, place: int) -> bool:
    """Whether "Đợt 1" opens a line or a clause, and is not spoken of in passing."""
    before = body[:place].rstrip()
    return (
        not before
        or before[-1] in ":;.-+"
        or bool(re.search(r"(?:gồm|chia làm|chia thành)\b[^.]*[:,]$", before))
    )


def named_phases(
    entries: list[Entry], timed: list[bool], *, year: int | None, issued: Day | None
) -> tuple[list[PhaseDraft], list[Place]]:
    """Each phase at the first place that states its time; `timed` says which entries stand under the times."""
    found: dict[int, PhaseDraft] = {}
    places: list[Place] = []
    for n, entry in enumerate(entries):
        heads = [head for head in HEAD.finditer(entry.body) if begins(entry.body, head.start())]
        ends: list[int | None] = [after.start() for after in heads[1:]]
        for head, until in zip(heads, [*ends, None], strict=False):
            number = ordinal(head)
            if head["kind"].lower() == "bước" and not timed[n]:
                continue
            below = list(_below(entries, n)) if until is None else []
            text = " ".join([entry.body[head.end() : until], *(entries[one].body for one in below)])
            told = _time(text, year)
            if told is None or number in found:
                continue
            line = entry.paragraph.line_at(entry.start + head.start())
            found[number] = _phase(head[0].strip(), text, told, year, issued, line)
            places.append(Place(n=n, start=head.start(), end=until, phase=len(found)))
            places += [Place(n=one, phase=len(found)) for one in below]
    return list(found.values()), places


def listed_phases(
    entries: list[Entry], timed: list[bool], *, year: int | None, issued: Day | None
) -> tuple[list[PhaseDraft], list[Place]]:
    """Where no phase has a number: the items of a list that state one stretch after another."""
    run: list[tuple[int, Stretch]] = []
    for n, entry in enumerate(entries):
        told = stretch(entry.body, year)
        items = entry.style not in ("", "table") and (timed[n] or _SPRINT.match(entry.body))
        if not items or told is None or told.end is None or told.at > _FAR:
            continue
        before = run[-1][1].end if run else None
        beside = not run or _beside(entries[run[-1][0]], entry)
        if before and beside and (told.start or told.end) > before:
            run.append((n, told))
        elif len(run) < 2:
            run = [(n, told)]
    if len(run) < 2:
        return [], []
    phases = [
        _phase(_named(entries[n].body, told), entries[n].body, told, year, issued, entries[n].paragraph.line)
        for n, told in run
    ]
    return phases, [Place(n=n, phase=count) for count, (n, _) in enumerate(run, start=1)]


def _beside(one: Entry, other: Entry) -> bool:
    return one.style == other.style and one.depth == other.depth


def _named(body: str, told: Stretch) -> str:
    """What the item says before its time: "Đợt thi đua chào mừng … : từ ngày …"."""
    return re.sub(r"\s*\([^()]*\)", "", body[: told.at]).strip(" :,(-–") or body[:60].strip()


def _time(text: str, year: int | None) -> Stretch | None:
    told = stretch(text, year)
    if told is None or told.at > _FAR:
        alone = one_end(text[:_FAR], year)
        told = one_date(text, year) or (alone if alone and alone.end and alone.at <= 20 else None)
    return told


def _below(entries: list[Entry], n: int) -> Iterator[int]:
    own = entries[n]
    for place, entry in enumerate(entries[n + 1 :], start=n + 1):
        deeper = entry.style in ("", "bullet") or entry.depth > own.depth
        if own.style == "bullet" and entry.style == "bullet" and entry.marker == own.marker:
            return
        head = HEAD.match(entry.body)
        if not deeper or (head and begins(entry.body, 0)) or entry.body.isupper():
            return
        if entry.style == "" and re.match(r"(?:nơi nhận|căn cứ|yêu cầu|giao )", entry.body.lower()):
            return
        yield place


def _phase(
    name: str, text: str, told: Stretch, year: int | None, issued: Day | None, line: int
) -> PhaseDraft:
    review = review_in(text, told.end.year if told.end else year)
    goal = _GOAL.search(text)
    return PhaseDraft(
        name=name,
        named_in_text=True,
        start=issued if told.relative else told.start,
        start_precision=told.precision or (Precision.DAY if told.relative and issued else None),
        end=told.end,
        review=review.review,
        verbatim=told.verbatim,
        review_verbatim=review.verbatim,
        goal=goal[0].strip() if goal else "",
        line=line,
    )


def with_review(phase: PhaseDraft, n: int, count: int, reviews: list[Told]) -> PhaseDraft:
    """The phase with the review that is told apart from it: that names it, or is of its kind and near its end."""
    if phase.review.deadline is not None:
        return phase
    own = HEAD.search(phase.name)
    for told in reviews:
        named = HEAD.search(told.text)
        same = bool(named and own and ordinal(named) == ordinal(own))
        kind = "tổng kết" if n == count - 1 else "sơ kết"
        near = (
            told.review.deadline is not None
            and phase.end is not None
            and abs((told.review.deadline - phase.end).days) <= 45
        )
        if same or (named is None and kind in told.text.lower() and near):
            return replace(phase, review=told.review, review_verbatim=told.verbatim)
    return phase
