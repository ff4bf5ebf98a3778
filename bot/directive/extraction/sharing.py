"""What coordinated figures share: a denominator, and the nouns that "lần lượt" pairs them with."""

import re
from dataclasses import replace

from bot.campaign.model import Measure
from bot.directive.extraction import naming
from bot.directive.extraction.figures import lowered
from bot.directive.extraction.units import is_count
from bot.directive.model import IndicatorDraft, Reason, Relation

_POPULATION = re.compile(r"\b(?:dân|trẻ|phụ nữ)\b")
_COUNTED = re.compile(r"(?:số|tỷ lệ)\s+")
_PREDICATE = re.compile(r"\b(?:đạt|được|tham gia|hoàn thành|sử dụng|ký)\b.+", re.IGNORECASE)
_FEW = 5
"""A noun of more words says something of itself."""
_IN_TURN = re.compile(r"\s*\b(?:lần lượt|tương ứng)(?:\s+(?:là|đạt|ở mức))?", re.IGNORECASE)


def on_population(told: IndicatorDraft, after: IndicatorDraft) -> IndicatorDraft:
    """The count with the denominator that stands behind the next: "12 bác sĩ và 30 giường bệnh trên 1 vạn dân"."""
    _, slash, population = after.measure_unit.partition("/")
    if not slash or not _POPULATION.search(population) or not is_count(told.measure_unit):
        return told
    unit = told.measure_unit + slash + population
    doubts = tuple(one for one in told.doubts if one is not Reason.UNKNOWN_MEASURE_UNIT)
    target = replace(told.target, measure_unit=unit)
    return replace(told, target=target, measure_unit=unit, measure=Measure.LEVEL, doubts=doubts)


def with_predicate(told: IndicatorDraft, after: IndicatorDraft) -> IndicatorDraft:
    """The count whose predicate stands behind the next: "Có 7/11 bản, 78% hộ đạt chuẩn văn hóa"."""
    subject = _COUNTED.sub("", lowered(told.name))
    predicate = _PREDICATE.search(after.name)
    bare = (
        _COUNTED.match(lowered(told.name))
        and len(subject.split()) <= _FEW
        and not _PREDICATE.search(told.name)
    )
    if predicate is None or not bare or not _COUNTED.match(lowered(after.name)):
        return told
    return replace(told, name=f"{told.name} {predicate[0]}")


def paired(found: list[IndicatorDraft]) -> list[IndicatorDraft]:
    """ "Hộ nghèo và hộ cận nghèo giảm lần lượt 2% và 1%": the n-th figure is that of the n-th noun, else a doubt."""
    for place, first in enumerate(found):
        if not _IN_TURN.search(lowered(first.text)):
            continue
        others = [
            n
            for n, one in enumerate(found)
            if one.parent == place and one.relation is Relation.RESTATES and one.text != first.text
        ]
        names = re.split(r"\s*,\s*|\s+và\s+", _IN_TURN.sub("", first.name).strip())
        fits = len(names) == len(others) + 1 and all(names)
        for n, stated in zip(
            [place, *others], names if fits else [first.name] * (len(others) + 1), strict=True
        ):
            told = found[n]
            told = replace(told, measure=first.measure)
            doubts = told.doubts if fits else (*told.doubts, Reason.EXTRA_FIGURE)
            if fits:
                doubts = tuple(one for one in doubts if one is not Reason.EXTRA_FIGURE)
            name = naming.with_share_word(naming.capital(stated), names[0])
            found[n] = replace(told, name=name, doubts=doubts, parent=first.parent, relation=first.relation)
    return found
