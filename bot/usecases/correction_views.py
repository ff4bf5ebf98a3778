"""The screens on which an admin corrects how an indicator was read, each made from what is stored."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from bot.campaign.model import Comparator, Direction, Measure, Target
from bot.directive import read_indicator_line
from bot.store import indicators
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.store.indicators import Indicator
from bot.texts import View
from bot.usecases.campaign_views import Open
from bot.usecases.indicator_pages import SectionLine, next_unlooked, sections_of
from bot.usecases.indicator_views import listing
from bot.usecases.new_indicators import all_new
from bot.usecases.paging import paged
from bot.usecases.target_text import (
    Note,
    Proposal,
    in_unit,
    is_known,
    otherwise,
    ratio_between,
    read_target,
    without_figure,
)

CHOICES = 12
"""Sections or measure units that are offered as buttons; any other is typed."""
SECTIONS_SHOWN = 10
COMPARATORS = tuple(Comparator)
MEASURES = tuple(Measure)
DIRECTIONS = tuple(Direction)


class Field(StrEnum):
    """What of an indicator can be corrected; LINE is the whole of it, typed anew. The order is that of the buttons."""

    NAME = "name"
    TARGET = "target"
    MEASURE_UNIT = "measure_unit"
    COMPARATOR = "comparator"
    MEASURE = "measure"
    SECTION = "section"
    LINE = "line"
    DIRECTION = "direction"


FIELDS = tuple(Field)


def indicator_of(tx: Tx, screen: Open) -> Indicator | None:
    every = indicators.of_campaign(tx, screen.campaign.campaign_id)
    return next((one for one in every if one.indicator_id == screen.indicator_id), None)


# --- What is to be corrected -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class AskCorrection(View):
    """The other value of a field: typed, or tapped where there are choices.

    Of a comparator the choices are the targets that would come of it, None asks for both ends of a range; of a
    target they are the other ways to read its figure.
    """

    template: ClassVar[str] = "correct_ask"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    indicator: Indicator
    field: str
    names: tuple[str, ...]
    measures: tuple[Measure, ...]
    directions: tuple[Direction, ...]
    targets: tuple[Target | None, ...]
    version: int


def ask_correction(tx: Tx, screen: Open, now: datetime) -> View | None:
    every = indicators.of_campaign(tx, screen.campaign.campaign_id)
    one = next((one for one in every if one.indicator_id == screen.indicator_id), None)
    if one is None:
        return listing(tx, screen, now)
    field = Field(screen.pending.get("field", Field.NAME))
    return AskCorrection(
        campaign=screen.campaign,
        indicator=one,
        field=field.value,
        names=names_to_choose(field, every),
        measures=MEASURES if field is Field.MEASURE else (),
        directions=DIRECTIONS if field is Field.DIRECTION else (),
        targets=targets_to_choose(field, one),
        version=screen.version,
    )


def names_to_choose(field: Field, every: Sequence[Indicator]) -> tuple[str, ...]:
    """The sections of the campaign in their order, or its measure units, the most frequent first."""
    match field:
        case Field.SECTION:
            return tuple(dict.fromkeys(one.section for one in every if one.section))[:CHOICES]
        case Field.MEASURE_UNIT:
            counted = Counter(one.target.measure_unit for one in every if one.target.measure_unit)
            return tuple(unit for unit, _ in counted.most_common(CHOICES))
        case _:
            return ()


def targets_to_choose(field: Field, one: Indicator) -> tuple[Target | None, ...]:
    match field:
        case Field.COMPARATOR:
            return with_comparators(one.target)
        case Field.TARGET:
            return tuple(proposal.indicator.target for proposal in otherwise(one))
        case _:
            return ()


def with_comparators(target: Target) -> tuple[Target | None, ...]:
    """The target under each comparator; None for a range that has only one number yet."""
    return tuple(
        None
        if comparator is Comparator.RANGE and target.value_to is None
        else replace(
            target,
            comparator=comparator,
            value_to=target.value_to if comparator is Comparator.RANGE else None,
        )
        for comparator in COMPARATORS
    )


# --- How a correction was read ---------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Meaning:
    """An indicator as it would be, and what is to be said beside it.

    So many units' own targets would go, or would be put into the new measure unit.
    """

    indicator: Indicator
    notes: tuple[Note, ...]
    gone: int
    converted: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadCorrection(View):
    """Old and new, before the new one is kept; where it has several meanings, which of them?"""

    template: ClassVar[str] = "correct_read"
    campaign: Campaign
    indicator: Indicator
    field: str
    meanings: tuple[Meaning, ...]
    version: int


def read_correction(tx: Tx, screen: Open, now: datetime) -> View | None:
    one = indicator_of(tx, screen)
    if one is None:
        return listing(tx, screen, now)
    field = Field(screen.pending.get("field", Field.TARGET))
    found = proposals(one, field, screen.pending.get("typed", ""))
    return ReadCorrection(
        campaign=screen.campaign,
        indicator=one,
        field=field.value,
        meanings=tuple(
            Meaning(
                indicator=proposal.indicator,
                notes=proposal.notes,
                gone=one.unit_targets if proposal.ratio is None else 0,
                converted=one.unit_targets if proposal.ratio not in {None, Decimal(1)} else 0,
            )
            for proposal in found
        ),
        version=screen.version,
    )


def proposals(one: Indicator, field: Field, typed: str) -> tuple[Proposal, ...]:
    """What a typed (or tapped) correction can mean; none where it is not understood."""
    return _READINGS[field](one, typed) if field in _READINGS else ()


def _comparator(one: Indicator, typed: str) -> tuple[Proposal, ...]:
    """A range becomes a bound: at which of its two ends?"""
    if typed not in COMPARATORS:
        return read_target(typed, one)
    ends = (one.target.value, one.target.value_to)
    targets = (
        replace(one.target, comparator=Comparator(typed), value=end, value_to=None)
        for end in ends
        if end is not None
    )
    return tuple(Proposal(indicator=replace(one, target=target)) for target in targets)


def _line(one: Indicator, typed: str) -> tuple[Proposal, ...]:
    """A whole line, as it would stand in a directive: name, target and how it adds up."""
    read = all_new(read_indicator_line(typed))
    if len(read) != 1:
        return ()
    new = read[0]
    changed = replace(
        one,
        name=new.name,
        target=new.target,
        measure=new.measure,
        baseline=new.baseline,
        target_level=new.target_level,
        cumulative_total=new.cumulative_total,
        denominator=new.denominator,
    )
    unit = new.target.measure_unit
    notes: tuple[Note, ...] = () if is_known(unit) or not unit else ("unit_unknown",)
    ratio = None if new.target.value is None else ratio_between(one.target.measure_unit, unit)
    return (Proposal(indicator=changed, ratio=ratio, notes=notes),)


_READINGS: dict[Field, Callable[[Indicator, str], tuple[Proposal, ...]]] = {
    Field.TARGET: lambda one, typed: read_target(typed, one),
    Field.COMPARATOR: _comparator,
    Field.MEASURE: lambda one, _: (without_figure(one),),
    Field.MEASURE_UNIT: in_unit,
    Field.LINE: _line,
}


# --- Sections --------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Sections(View):
    """The sections to jump to."""

    template: ClassVar[str] = "campaign_sections"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    rows: tuple[SectionLine, ...]
    count: int
    back: int
    draft: bool
    page: int
    pages: int


def sections(tx: Tx, screen: Open, _now: datetime) -> View | None:
    every = indicators.of_campaign(tx, screen.campaign.campaign_id)
    found = sections_of(every, draft=screen.is_draft)
    page, pages = paged(screen.pending.get("page", 0), len(found), SECTIONS_SHOWN)
    return Sections(
        campaign=screen.campaign,
        rows=tuple(found[page * SECTIONS_SHOWN : (page + 1) * SECTIONS_SHOWN]),
        count=len(every),
        back=(screen.is_draft and next_unlooked(every)) or 0,
        draft=screen.is_draft,
        page=page,
        pages=pages,
    )
