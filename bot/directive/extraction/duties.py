"""Which office runs the campaign, and who must report what to whom by when."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.directive.extraction.days import DEADLINE, moment
from bot.directive.extraction.letters import UPPER
from bot.directive.extraction.naming import capital
from bot.directive.extraction.outline import BULLET, Entry
from bot.directive.extraction.phases import HEAD, ordinal
from bot.directive.model import PhaseDraft, ReportingDuty, StandingBody

_VERBS = (
    r"là|làm|chủ trì|có trách nhiệm|chịu trách nhiệm|theo dõi|hướng dẫn|tham mưu|phối hợp|tổ chức|triển khai|thực hiện"
    r"|căn cứ|báo cáo|giúp|đôn đốc|tổng hợp|trước|chậm nhất|muộn nhất|để|vào|định kỳ|khi|theo|qua|sau|thẩm định|gửi|và các"
)
_WORDS = rf"(?:(?!\s+(?:{_VERBS})\b|\s[-–]\s*(?:[Cc]ơ quan|[Ll]à)\b)[^,.;:()“”\n])"
_OFFICE = (
    rf"(?P<office>(?:[Pp]hòng|[Ss]ở|Vụ|Cục|[Vv]ăn phòng|[Bb]an|[Bb]ộ phận|[Tt]rung tâm|[Cc]ơ quan|[Cc]ông chức|Đội)"
    rf"\s+(?:[-–]\s+)?(?![Tt]hường|Giám|Chấp hành|Lãnh đạo|Bí thư)[{UPPER}]{_WORDS}{{1,70}}"
    rf"(?:,\s+Sở\s+[{UPPER}]{_WORDS}{{1,40}})?)"
)
_PART = re.compile(r"\s*\((?:qua\s+)?(?P<part>(?:Ban|Phòng|Văn phòng)\s+[^()]*)\)")
""" "Sở Nội vụ (Ban Thi đua - Khen thưởng)": the part of the office that does it."""
_AS = r"(?:(?:[Ll]à|với vai trò|với tư cách)\s+)*"
_RUNS = (
    re.compile(
        rf"{_OFFICE}(?:\s*\(\s*(?:là\s+)?(?P<within>(?:[Cc]ơ quan\s+)?[Tt]hường trực\b[^);.]*)\)?"
        rf"|\s*[,:\n]?\s*[-–]?\s*{_AS}(?P<capacity>[Cc]ơ quan [Tt]hường trực[^).;:\n]*?)"
        rf"(?=,?\s+(?:{_VERBS})\b|[,.;:)\n]|$))"
    ),
    re.compile(rf"\bqua\s+{_OFFICE}"),
    re.compile(rf"[Gg]iao\s+{_OFFICE}(?:\s*\([^)]*\))?[^.\n]{{0,300}}?\b(?:đôn đốc|tổng hợp|theo dõi)"),
    re.compile(rf"báo cáo\b[^.\n]{{0,200}}?\b(?:về|gửi|cho)\s+{_OFFICE}"),
    re.compile(rf"(?:^|\n|[.;]\s){_OFFICE}(?:\s*\([^)]*\))?[^.\n]{{0,300}}?\b(?:đôn đốc|theo dõi)"),
)
"""An office named cơ quan thường trực; else that through which reports go; that is to chase up; that gets reports."""

_REPORTS = re.compile(
    r"\bbáo cáo\b[^.;]*?(?:\bgửi(?: về)?|\bvề)\s+(?P<a>(?:Ủy ban nhân dân|UBND|Phòng|Sở|Ban|Văn phòng|huyện"
    r"|tỉnh|xã|Hội đồng|Công đoàn|Huyện ủy|Đảng ủy)[^.;]*)|\b(?:tổng hợp,? )?báo cáo (?P<b>(?:Chủ tịch )?(?:UBND"
    r"|Ủy ban nhân dân)[^.;,]*)|\b[Gg]ửi\s+(?:về\s+)?(?:các\s+)?báo cáo\b(?P<c>[^.;]*)"
)
_TO = re.compile(
    r"\b(?:về|gửi|cho)\s+(?P<to>(?:Ủy ban|UBND|Phòng|Sở|Ban|Văn phòng|Hội đồng|Huyện ủy)[^.;,]*)"
)
_WHO_ENDS = re.compile(
    r"\s*(?:\(|:|,?\s+(?:có trách nhiệm|chủ trì|xây dựng|tổ chức|triển khai|thực hiện|báo cáo|gửi|định kỳ"
    r"|tham mưu|căn cứ|phối hợp|sơ kết|tổng kết|tổng hợp|theo dõi|đôn đốc)\b)"
)
_WHEN = re.compile(
    r"định kỳ(?: (?:hằng|hàng) (?:tháng|quý|năm)| \d+ tháng)?|(?:trước|chậm nhất)[^,.;()]{3,40}"
    r"|(?:hằng|hàng) (?:tuần|tháng|quý|năm)|thường xuyên, kịp thời|thường xuyên"
)
_SUBJECTLESS = re.compile(
    r"^(?:(?:định kỳ|hằng|tổng hợp|tham mưu|là|gửi|báo cáo|tổ chức|thực hiện|chủ trì|kết thúc)\b|$)",
    re.IGNORECASE,
)
ONE_DAY = timedelta(days=1)
_LATE = timedelta(days=45)
"""A report on a phase may be due some weeks after it."""


def standing_body_of(text: str) -> StandingBody | None:
    """The office that runs the campaign, by the strongest words that the text has for one."""
    for pattern in _RUNS:
        found = pattern.search(text)
        if found:
            words = found.groupdict()
            capacity = words.get("within") or words.get("capacity")
            inner = _PART.match(text, found.end("office"))
            name = ", ".join(filter(None, (inner and inner["part"].strip(), found["office"].strip(" ,-–"))))
            return StandingBody(
                name=capital(name),
                capacity=capacity.strip(" ,") if capacity else None,
                verbatim=found["office"].strip(),
            )
    return None


def duties_of(entries: list[Entry], year: int | None) -> tuple[ReportingDuty, ...]:
    """Who must report to whom and by when, in the order of the text; each deadline is a duty of its own."""
    return tuple(duty for n, entry in enumerate(entries) for duty in _duties(entries, n, entry, year))


def _duties(entries: list[Entry], n: int, entry: Entry, year: int | None) -> Iterator[ReportingDuty]:
    body = entry.body
    report = _REPORTS.search(body)
    if not report or entry.paragraph.text.startswith(("Căn cứ", "Thực hiện")):
        return
    who = _who(entries, n)
    if len(who) >= 200:
        return
    to = next((group for group in report.groups() if group), "")
    named = _TO.search(body, report.start())
    when = _WHEN.search(report[0]) or _WHEN.search(body[: report.end()])
    duty = ReportingDuty(
        who=who,
        to=(named["to"] if report["c"] is not None and named else _WHEN.sub("", to)).strip(" ,") or None,
        when=when[0].strip() if when else None,
        text=report[0].strip(),
        line=entry.paragraph.line_at(entry.start + report.start()),
    )
    stop = re.search(r"[.](?:\s|$)", body[report.end() :])
    end = report.end() + stop.start() if stop else len(body)
    deadlines = [
        found for found in DEADLINE.finditer(body, report.start(), end) if _is_deadline(found["how"])
    ]
    if not deadlines:
        yield duty
    for before, found, after in zip(
        [report.start(), *(one.end() for one in deadlines)],
        deadlines,
        [*(one.start() for one in deadlines[1:]), end],
        strict=False,
    ):
        told = moment(found["day"], year)
        exclusive = "trước" in found["how"].lower()
        behind, ahead = HEAD.search(body, found.end(), after), HEAD.search(body, before, found.start())
        head = behind if behind and re.match(r"\s*(?:đối với|cho|của)\s", body[found.end() :]) else ahead
        yield replace(
            duty,
            when=found[0].strip(),
            day=(told.first - ONE_DAY if exclusive else told.last) if told else None,
            phase=ordinal(head) if head else None,
            text=body[report.start() : end].strip(),
        )


def _is_deadline(how: str) -> bool:
    return how.lower().startswith(("trước", "xong trước", "chậm", "muộn"))


def _who(entries: list[Entry], n: int) -> str:
    """The subject of the sentence; of a line without one, the title that it stands under."""
    body = entries[n].body
    if _SUBJECTLESS.match(body) and entries[n].style == BULLET:
        body = next((above.body for above in reversed(entries[:n]) if above.style not in ("", BULLET)), body)
    plain = re.sub(r"^(?:Giao|Đề nghị|Yêu cầu)\s+", "", body)
    return _WHO_ENDS.split(plain, maxsplit=1)[0].strip(" ,:")


def with_reports(
    phases: tuple[PhaseDraft, ...], duties: tuple[ReportingDuty, ...], body: StandingBody | None
) -> tuple[PhaseDraft, ...]:
    """The phases with the day by which units report on them, where the text states one.

    A duty that names no phase is of the phase whose end is nearest. What the standing body itself reports is no
    matter of the units.
    """
    found: dict[int, ReportingDuty] = {}
    for duty in duties:
        if duty.day is None or (body and body.name.lower() in duty.who.lower()):
            continue
        n = _phase_of(phases, duty)
        if n is not None:
            found.setdefault(n, duty)
    return tuple(replace(phase, report=found.get(n)) for n, phase in enumerate(phases))


def _phase_of(phases: tuple[PhaseDraft, ...], duty: ReportingDuty) -> int | None:
    for n, phase in enumerate(phases):
        head = HEAD.search(phase.name)
        if duty.phase is not None and head and ordinal(head) == duty.phase:
            return n
    day = duty.day
    if duty.phase is not None or day is None:
        return None
    near = [
        (abs((day - phase.end).days), n)
        for n, phase in enumerate(phases)
        if phase.end is not None and (phase.start or day) <= day <= phase.end + _LATE
    ]
    return min(near)[1] if near else None
