"""The filters of the templates, and the words in which the languages differ.

Figures and dates are written in every language as Vietnamese offices write them: they are copied from papers and into
papers, and a comma that means thousands in one chat and decimals in the next would be misread.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from functools import partial

from markupsafe import Markup, escape

from bot.campaign import assessments, targets
from bot.campaign.assessments import Assessment
from bot.campaign.model import Target
from bot.language import hints
from bot.language.written import day, moment, number, percent, signed


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What a language says within a template: days of the week, targets, and why a reading is asked about."""

    weekdays: tuple[str, ...]
    targets: targets.Phrases
    hints: Mapping[str, str]
    assessments: Mapping[Assessment, str]


VIETNAMESE = Words(
    weekdays=("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    targets=targets.VIETNAMESE,
    hints=hints.SENTENCES,
    assessments=assessments.VIETNAMESE,
)
ENGLISH = Words(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    targets=targets.ENGLISH,
    # Like a template, a sentence that is missing is said in Vietnamese.
    hints=hints.SENTENCES | hints.ENGLISH,
    assessments=assessments.ENGLISH,
)
LANGUAGES = {"vi": VIETNAMESE, "en": ENGLISH}
"""Every language in which the bot speaks, in the order of its buttons."""


def weekday(value: date, names: tuple[str, ...] = VIETNAMESE.weekdays) -> str:
    return names[value.weekday()] + ", " + day(value)


def short(value: str, length: int = 60) -> str:
    """A long name cut at a word, for lists and buttons; what a macro hands over is not cut within an "&amp;"."""
    if isinstance(value, Markup):
        text = value.striptags()
        return value if len(text) <= length else escape(short(text, length))
    if len(value) <= length:
        return value
    return value[: length - 1].rsplit(" ", 1)[0] + "…"


def target(value: Target, phrases: targets.Phrases = targets.VIETNAMESE) -> str:
    """A target with its measure unit: "Từ 5% trở lên", "Over 2.838 tỷ đồng"."""
    return targets.words(value, measure_unit=value.measure_unit, phrases=phrases)


def many(count: int, one: str, more: str | None = None) -> str:
    """A number with its noun, for languages that have a plural: "1 day", "3 days", "2 people"."""
    return " ".join((str(count), one if count == 1 else more or one + "s"))


def rough(value: Decimal, goal: Target) -> str:
    """A computed figure to the precision of the target, with its measure unit: a pace of 6.2464 of 12.5 is "6,2"."""
    places = 0 if goal.value is None else min(0, int(goal.value.as_tuple().exponent))
    return targets.amount(value.quantize(Decimal(1).scaleb(places)), goal.measure_unit)


CELLS = 10


def bar(share: Decimal | None) -> str:
    """A share in per cent as a bar: 29.3 is "▰▰▰▱▱▱▱▱▱▱". A little fills the first cell, only what is reached the last."""
    if share is None:
        return ""
    filled = int(min(max(share, Decimal(0)), Decimal(100)) * CELLS / 100 + Decimal("0.5"))
    if share < 100:
        filled = min(filled, CELLS - 1)
    if share > 0:
        filled = max(filled, 1)
    return "▰" * filled + "▱" * (CELLS - filled)


def bar_of(part: int, whole: int) -> str:
    """A part of a whole as a bar; nothing of nothing."""
    return bar(Decimal(part * 100) / whole) if whole else ""


def filters(words: Words, zone: tzinfo) -> dict[str, Callable[..., str]]:
    """The filters of the templates of a language; moments are shown in `zone`."""

    def hint(reason: str) -> str:
        """The sentence for the reason why a reading is asked about."""
        return words.hints[reason]

    return {
        "number": number,
        "signed": signed,
        "percent": percent,
        "day": day,
        "weekday": partial(weekday, names=words.weekdays),
        "moment": lambda value: moment(value.astimezone(zone)),
        "amount": targets.amount,
        "target": partial(target, phrases=words.targets),
        "rough": rough,
        "bar": bar,
        "bar_of": bar_of,
        "assessment": lambda value: words.assessments[value],
        "many": many,
        "hint": hint,
        "short": short,
    }
