"""Figures told in prose: results so far, which are never targets, and the goals outside the lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from bot.campaign.model import Measure
from bot.directive.extraction import naming
from bot.directive.extraction.bullets import read_bullet
from bot.directive.extraction.figures import Figure, figures, lowered
from bot.directive.extraction.letters import SENTENCE_END
from bot.directive.extraction.outline import Entry, section_of
from bot.directive.extraction.splitting import ONLY_SOFT
from bot.directive.model import IndicatorDraft, Origin, ProgressFigure, Reason

_GIVEN = re.compile(
    r"(?:chỉ tiêu|kế hoạch|dự toán)(?:\s+(?:năm|tỉnh|huyện|xã|được"
    r"|hđnd))*(?P<name>\s+[^,;.:\d]{1,100}?)??\s+giao(?:\s+là\b)?\s*:?\s*",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?!.*\b(?:thực hiện|đạt)\b)[^,;.:\d]{2,80}")
_DONE = re.compile(r"(?:ước\s+)?(?:thực hiện|đạt)(?:\s+(?:được|đạt))*\s*:?\s*$", re.IGNORECASE)
_PERCENT = re.compile(r"\s*[,;(]?\s*(?:đạt|bằng|tương đương)\s*", re.IGNORECASE)
_OF_PLAN = re.compile(
    r"\s*(?:so với\s+)?(?:kế hoạch|dự toán|chỉ tiêu|nghị quyết|KH\b|DT\b)"
    r"(?:\s+(?:năm|giao|đề ra|được|tỉnh|huyện|xã|HĐND|\d{4}))*",
)
_WHEN_TOLD = re.compile(
    r"^(?:trong|đến|tính đến|năm|kết thúc|hết|kết quả|đến nay|ước)\b[^,]{0,50},\s*", re.IGNORECASE
)
_STRETCH = re.compile(
    r"\d{1,2}\s+tháng\s+(?:đầu|cuối)\s+năm(?:\s+\d{4})?|(?:quý|tháng)\s+\w+(?:/\d{4})?|năm\s+\d{4}",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"chưa đạt[^:.]*(?:như|gồm)\s*:\s*([^.]+)", re.IGNORECASE)
_STRIVE = re.compile(r"(?:phấn đấu|đặt (?:ra )?mục tiêu|đề ra mục tiêu)\b", re.IGNORECASE)
RESULT = re.compile(r"\bđã\b|thực hiện được|chỉ tiêu giao|ước (?:đạt|thực hiện)|năm trước")
_NEAR = 90
"""A figure further from "phấn đấu" is not what it speaks of."""
_STOPS = re.compile(rf";|{SENTENCE_END}")


def progress_of(entries: list[Entry], taken: set[int]) -> tuple[ProgressFigure, ...]:
    """Each "chỉ tiêu giao A, … thực hiện được B, đạt P%", and each "B, đạt P% kế hoạch" outside the lists."""
    return tuple(found for entry in entries for found in _progress(entry, taken))


def _progress(entry: Entry, taken: set[int]) -> Iterator[ProgressFigure]:
    body = entry.body
    found = figures(body)
    told: set[int] = set()
    for given in _GIVEN.finditer(body):
        after = [figure for figure in found if given.end() <= figure.start < given.end() + 200]
        if len(after) < 2 or not _done(body, after[1]):
            continue
        # "Chỉ tiêu giao trồng rừng 2.000 ha": what it is about may stand behind the verb.
        about = body[given.end() : after[0].start].strip()
        if about and (given["name"] or not _ABOUT.fullmatch(about)):
            continue
        name = naming.tidied(about or given["name"] or "") or _name(body[: given.start()])
        told.add(after[1].start)
        yield _result(entry, name, given.start(), after[1], _percent(body, after[1], after[2:3]), after[0])
    if entry.paragraph.line in taken or entry.table:
        return
    for actual, percent in pairwise(found):
        done = _done(body, actual)
        plan = _OF_PLAN.match(body, percent.end)
        if not done or not plan or actual.start in told or not _percent(body, actual, [percent]):
            continue
        clause = re.split(rf";|{SENTENCE_END}", body[: done.start()])[-1]
        if not _STRIVE.search(clause):
            inside = re.match(r"\s*\([^()]{0,40}?(?=\d)", body[plan.end() :])
            place = plan.end() + inside.end() if inside else -1
            target = next((one for one in found if one.start <= place < one.end), None)
            yield _result(entry, _name(clause), done.start(), actual, percent, target)


def _done(body: str, actual: Figure) -> re.Match[str] | None:
    """The "đạt" before a figure, which a figure may hold itself: "ước đạt 1.250 tỷ đồng"."""
    digit = re.compile(r"\d").search(body, actual.start)
    return _DONE.search(body[: digit.start()]) if digit else None


def _percent(body: str, actual: Figure, after: list[Figure]) -> Figure | None:
    """The share of the plan that stands right behind the result."""
    words = _PERCENT.match(body, actual.end)
    return next((one for one in after if words and one.unit == "%" and one.start <= words.end()), None)


def _result(
    entry: Entry, name: str, start: int, actual: Figure, percent: Figure | None, target: Figure | None
) -> ProgressFigure:
    body = entry.body
    stretch = _STRETCH.search(body[target.end if target else start : actual.start])
    return ProgressFigure(
        section=section_of(entry.path),
        name=name,
        target=target.value if target else actual.denominator,
        target_unit=target.unit if target else actual.unit if actual.denominator else "",
        actual=actual.value,
        actual_unit=actual.unit,
        percent=percent.value if percent else None,
        period=_dated(stretch[0], body[:start]) if stretch else "",
        status=_status(target, actual) if target else "",
        text=body[start : (percent or actual).end],
        line=entry.paragraph.line_at(entry.start + start),
    )


def _name(before: str) -> str:
    """The indicator that the sentence speaks of: what stands after the last "chỉ tiêu" or "như"."""
    clause = re.split(rf"[;:]|\bnhư\b|{SENTENCE_END}", before)[-1]
    clause = re.sub(r"^\s*(?:và\s+)?chỉ tiêu\s+(?:về\s+)?", "", clause, flags=re.IGNORECASE)
    return naming.tidied(_WHEN_TOLD.sub("", clause.strip()))


def _dated(stretch: str, before: str) -> str:
    """The stretch with its year, which the text may have named before: "Trong 10 tháng đầu năm 2022, …"."""
    years = re.findall(r"năm (20\d\d)", before)
    return stretch if re.search(r"\d{4}", stretch) or not years else " ".join((stretch, years[-1]))


def _status(target: Figure, actual: Figure) -> str:
    if target.unit != actual.unit or target.value == Decimal(0):
        return ""
    return "vượt" if actual.value > target.value else "đạt" if actual.value == target.value else "chưa đạt"


def behind_of(entries: list[Entry]) -> tuple[str, ...]:
    """What the text says is behind the plan: "một số chỉ tiêu … chưa đạt … như: A; B; C"."""
    for entry in entries:
        found = _BEHIND.search(entry.body)
        if found and "chỉ tiêu" in entry.body[: found.start()].lower():
            return tuple(name.strip(" .…") for name in found[1].split(";") if name.strip(" .…"))
    return ()


def goals_of(entries: list[Entry], taken: set[int]) -> tuple[IndicatorDraft, ...]:
    """Targets in running text: "…, phấn đấu đạt trên 35%"; `taken` are the lines that the lists have read.

    `parent` counts among the goals.
    """
    goals: list[IndicatorDraft] = []
    for entry in entries:
        if entry.table is None:
            for text, offset in _goals(entry, taken):
                goals += _read(entry, text, offset, len(goals))
    return tuple(goals)


def pieces(body: str) -> Iterator[tuple[str, int]]:
    """The clauses of running text that ";" and full stops end, with their offsets."""
    start = 0
    for stop in (*(found.start() for found in _STOPS.finditer(body)), len(body)):
        piece = body[start:stop]
        yield piece.strip(), start + len(piece) - len(piece.lstrip())
        start = stop + 1


def _goals(entry: Entry, taken: set[int]) -> Iterator[tuple[str, int]]:
    """The goals of one paragraph with their offsets: what follows a "phấn đấu" is striven for too."""
    striving = False
    for piece, offset in pieces(entry.body):
        low = lowered(piece)
        if entry.paragraph.line_at(entry.start + offset) in taken or RESULT.search(low):
            striving = False
            continue
        found = figures(piece)
        begin = (0 if striving and found[0].known else _begin(piece, found)) if found else None
        if begin is not None:
            yield piece[begin:], offset + begin
        striving = striving or begin is not None or ("chỉ tiêu" in low and bool(_STRIVE.search(piece)))


def _begin(piece: str, found: Sequence[Figure]) -> int | None:
    """Where the goal of a piece begins; None where no figure of a known measure unit follows its "phấn đấu"."""
    for strive in _STRIVE.finditer(piece):
        ahead = next((figure for figure in found if figure.start >= strive.end()), None)
        if ahead is None or not ahead.known or ahead.start - strive.end() > _NEAR:
            continue
        between = piece[strive.end() : ahead.start]
        if ":" not in between:
            return 0 if ONLY_SOFT.fullmatch(lowered(between)) and strive.start() else strive.start()
    return None


def _read(entry: Entry, text: str, offset: int, base: int) -> Iterator[IndicatorDraft]:
    bullet = read_bullet(text, origin=Origin.PROSE).indicators
    kept = [one for one in bullet if one.measure is not Measure.QUALITATIVE]
    numbers = {id(one): base + n for n, one in enumerate(kept)}
    for one in kept:
        yield replace(
            one,
            section=section_of(entry.path),
            ordinal=1,
            line=entry.paragraph.line_at(entry.start + offset + one.line),
            parent=None if one.parent is None else numbers.get(id(bullet[one.parent])),
            doubts=(*one.doubts, Reason.FROM_PROSE),
        )
