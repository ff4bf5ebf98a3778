"""What officials type where a date is asked: "30/6", "hết quý II", "trước ngày 30/6", "8h30 sáng mai"."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Literal

from bot.language.clock_times import clock
from bot.language.counted_days import counted, counted_from
from bot.language.date_words import spellings
from bot.language.days import day_or_span
from bot.language.folding import normalise
from bot.language.moments import Moment, MomentKind, Op
from bot.language.ranges import ENDS_ALONE, from_to
from bot.language.spans import Frame, Span, Unreadable, one_day, stretch

__all__ = ["Moment", "MomentKind", "Op", "read_date", "write_date", "write_weekday_date"]

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
LONGEST = 200
"""Characters of an answer that gives a date."""
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def read_date(
    text: str,
    *,
    today: date | datetime,
    year: int | None = None,
    mode: Literal["future", "past"] = "future",
) -> Moment:
    """Read an answer; never raises. A date without a year falls in `year` (the campaign's) if that is given,
    else on the next (mode "future", a due date) or last (mode "past", a reported period) such day.

    `today` is local time; times in the answer carry its zone. Day comes before month, always.

    >>> read_date("trước ngày 30/6", today=date(2023, 5, 1)).last_day
    datetime.date(2023, 6, 29)
    """
    if len(normalise(text)) > LONGEST:
        return _none("not_a_date")
    now = today if isinstance(today, datetime) else datetime.combine(today, time(0), VIETNAM)
    reader = _Reader(now=now, frame=Frame(today=now.date(), year=year, future=mode == "future"))
    found: list[Moment] = []
    refused: list[str] = []
    for plain in spellings(text):
        try:
            moment = reader.read(plain)
        except Unreadable as unreadable:
            refused.append(unreadable.hint)
            continue
        found.append(moment)
    readable = [moment for moment in dict.fromkeys(found) if moment.kind is not MomentKind.NONE]
    if len(readable) > 1:
        return _ambiguous(
            tuple(each for moment in readable for each in moment.candidates or (moment,)), "unmarked"
        )
    if readable:
        return _doubted(readable[0], text)
    return _none(refused[0] if refused else found[0].hint if found else "not_a_date")


def _doubted(moment: Moment, text: str) -> Moment:
    """Digits from elsewhere in Unicode are read, but shown before they are believed; a question mark is no answer."""
    if "?" in normalise(text) and not moment.candidates:
        return _ambiguous((moment,), "questioned")
    foreign = any((letter.isdigit() and not letter.isascii()) or letter in "\u2044\u2215" for letter in text)
    return _ambiguous((moment,), "unusual_digits") if foreign and not moment.candidates else moment


def _none(hint: str) -> Moment:
    return Moment(kind=MomentKind.NONE, hint=hint)


def _ambiguous(candidates: tuple[Moment, ...], hint: str, op: Op = Op.ON) -> Moment:
    return Moment(kind=MomentKind.AMBIGUOUS, candidates=tuple(dict.fromkeys(candidates)), hint=hint, op=op)


# What comes before the date says how it bounds; the order matters, longer words first.
_OPS: tuple[tuple[re.Pattern[str], Op], ...] = tuple(
    (re.compile(rf"(?:{pattern})(?: |$)"), op)
    for pattern, op in (
        (r"khong (?:qua|muon hon|cham hon|sau)(?: ngay(?= [0-9]))?", Op.BY),
        (r"khong (?:truoc|som hon)(?: ngay(?= [0-9]))?", Op.FROM),
        (r"(?:han )?(?:cham|muon|tre) nhat(?: den| toi)?(?: het)?(?: truoc)?", Op.BY),
        (r"(?:den|toi|cho den|cho toi|tinh den) (?:het|cuoi ngay|khi het|khi ket thuc)", Op.BY),
        (r"(?:thoi )?han(?: chot| cuoi cung| cuoi)?(?: den| toi)?(?: het)?", Op.BY),
        (r"het|cho den|cho toi|tinh den|den|toi|ket thuc|trong ngay", Op.BY),
        (r"truoc", Op.BEFORE),
        (r"ke tu|tinh tu|bat dau tu|tu|bat dau", Op.FROM),
        (r"sau", Op.AFTER),
    )
)
_VAGUE = frozenset(
    {"hom truoc", "hom sau", "mai mốt", "mai mot", "dau nam", "giua nam", "giua tuan", "dau quy"}
)
_BARE = re.compile(r"[0-9]{1,3}|[0-9]{9,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reader:
    now: datetime
    frame: Frame

    def read(self, plain: str) -> Moment:
        if not plain:
            return _none("not_a_date")
        if "lunar" in plain:
            return _none("lunar")
        if plain in _VAGUE:
            return _none("vague")
        if _BARE.fullmatch(plain):
            return _none("bare_number")
        for way in (self._counted, self._range, self._bounded):
            moment = way(plain)
            if moment is not None:
                return moment
        return _none("not_a_date")

    def _counted(self, plain: str) -> Moment | None:
        found = counted(plain, self.now)
        if found is None:
            return self._counted_from(plain)
        kind, moment, timed, forward = found
        day = moment.date()
        if kind == "until":
            bounds = (self.frame.today, day) if forward else (day, self.frame.today)
            return self._spanning(stretch(bounds), Op.ON)
        op = Op.BY if kind == "by" else Op.ON
        if timed:
            return self._at(moment.replace(second=0, microsecond=0), op)
        if kind == "later" and " thang " in plain:
            # "3 tháng sau": in three months, or the 3rd of next month?
            other = day_or_span("ngay " + plain, self.frame)
            candidates = [one_day(day), *([other] if other else [])]
            return _ambiguous(tuple(self._spanning(span, op) for span in candidates), "vague")
        return self._spanning(one_day(day), op)

    def _counted_from(self, plain: str) -> Moment | None:
        found = counted_from(plain, self.frame)
        if found is None:
            return None
        span, within = found
        return self._spanning(span, Op.BY if within else Op.ON)

    def _range(self, plain: str) -> Moment | None:
        span = from_to(plain, self.frame)
        return None if span is None else self._spanning(span, Op.ON)

    def _bounded(self, plain: str) -> Moment | None:
        """A day, stretch or time, with or without a word that bounds it."""
        for pattern, op in _OPS:
            found = pattern.match(plain)
            if found is None:
                continue
            rest = plain[found.end() :]
            if op is Op.BY and found[0].strip().endswith(("het", "thuc")):
                rest = ENDS_ALONE.get(rest, rest)
            if found[0].strip() == "trong ngay":
                rest = "ngay " + rest if rest[:1].isdigit() else rest
            # "chậm nhất trước ngày 30/6" still excludes the 30th.
            excluded = found[0].strip().endswith("truoc")
            moment = self._moment(rest, Op.BEFORE if excluded else op)
            if moment is not None and excluded and rest.startswith(("cuoi ", "giua ")):
                # "trước cuối tháng" may well include the last days.
                return _ambiguous((self._moment(rest, Op.BY) or moment, moment), "vague", Op.BEFORE)
            if moment is not None:
                return moment
        return self._moment(plain, Op.ON)

    def _moment(self, plain: str, op: Op) -> Moment | None:
        whole = day_or_span(plain, self.frame)
        if whole is not None:
            return self._spanning(whole, op)
        timed = clock(plain)
        if timed is None:
            return None
        times, rest = timed
        if not rest:
            return self._choice([self._next(each) for each in times], op)
        span = day_or_span(rest.removeprefix("trong "), self.frame)
        if span is None or not span.is_day:
            return None
        days = [span.start, *(other.start for other in span.others if other.is_day)]
        moments = [datetime.combine(day, each, self.now.tzinfo) for day in days for each in times]
        return self._choice(moments, op, hint=span.hint)

    def _next(self, at: time) -> datetime:
        """A time without a day: today if it is still to come (or has been), else tomorrow (yesterday)."""
        moment = datetime.combine(self.frame.today, at, self.now.tzinfo)
        now = self.now.replace(second=0, microsecond=0)
        if self.frame.future:
            return moment if moment >= now else moment + timedelta(days=1)
        return moment if moment <= now else moment - timedelta(days=1)

    def _choice(self, moments: list[datetime], op: Op, *, hint: str = "") -> Moment:
        if len(moments) == 1 and not hint:
            return self._at(moments[0], op)
        return _ambiguous(tuple(self._at(moment, op) for moment in sorted(moments)), hint or "vague", op)

    def _at(self, moment: datetime, op: Op) -> Moment:
        last = moment.date() if op not in {Op.FROM, Op.AFTER} else None
        return Moment(kind=MomentKind.DATETIME, date=moment.date(), datetime=moment, op=op, last_day=last)

    def _spanning(self, span: Span, op: Op) -> Moment:
        if span.hint:
            plain = (Span(start=span.start, end=span.end, is_day=span.is_day, by=span.by), *span.others)
            return _ambiguous(tuple(self._spanning(each, op) for each in plain), span.hint, op)
        if span.by and op is Op.BEFORE:
            # "trước cuối năm" may well include the last day.
            last_day = one_day(span.end)
            return _ambiguous(
                (self._spanning(last_day, Op.BY), self._spanning(last_day, Op.BEFORE)), "vague", op
            )
        if span.by and op is Op.ON:
            op = Op.BY
        if span.is_day or op is not Op.ON:
            day = span.start if op in {Op.BEFORE, Op.FROM} else span.end
            last = {Op.BEFORE: day - timedelta(days=1), Op.FROM: None, Op.AFTER: None}.get(op, day)
            return Moment(kind=MomentKind.DATE, date=day, op=op, last_day=last)
        return Moment(kind=MomentKind.INTERVAL, start=span.start, end=span.end, op=op, last_day=span.end)


def write_date(day: date) -> str:
    """A date as offices write it in passing: 16/6/2023."""
    return "/".join((str(day.day), str(day.month), str(day.year)))


def write_weekday_date(day: date) -> str:
    """The date with its weekday, as it is echoed to a person: "Thứ Sáu, 16/6/2023"."""
    return ", ".join((_WEEKDAYS[day.weekday()], write_date(day)))
