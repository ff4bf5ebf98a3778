"""From the indicators that were read, in a directive or a typed line, to those that are kept."""

from collections.abc import Sequence

from bot.directive import IndicatorDraft
from bot.directive.model import Origin
from bot.store.indicators import NewIndicator


def all_new(read: Sequence[IndicatorDraft]) -> list[NewIndicator]:
    """All but those from running prose, which may be no indicators at all: the admin is shown them to add."""
    listed = [n for n, one in enumerate(read) if one.origin is not Origin.PROSE]
    places = {n: place for place, n in enumerate(listed)}
    return [_new(read[n], places) for n in listed]


def _new(one: IndicatorDraft, places: dict[int, int]) -> NewIndicator:
    parent = None if one.parent is None else places.get(one.parent)
    return NewIndicator(
        section=one.section_title,
        name=one.name,
        source_text=one.text,
        source_line=None if one.origin is Origin.TYPED else one.line or None,
        target=one.target,
        measure=one.measure,
        parent=parent,
        relation=None if parent is None else one.relation,
        baseline=one.baseline,
        target_level=one.target_level,
        cumulative_total=one.cumulative_total,
        denominator=one.denominator,
        doubts=one.doubts,
        group=one.group,
        owner=one.owner,
    )
