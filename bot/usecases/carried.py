"""What a campaign that is made from another takes over, and what becomes of its days and its title."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.campaign.calendar import WorkCalendar
from bot.campaign.model import Measure
from bot.campaign.years import due_year_later, year_later
from bot.directive.model import Reason
from bot.language.catalogue import key_of
from bot.store import assignments, campaigns, carrying, indicators
from bot.store.campaigns import Campaign, Phase
from bot.store.engine import Tx
from bot.store.indicators import Indicator, NewIndicator
from bot.store.phases import replace_phases


def phases_next_year(phases: Sequence[Phase], calendar: WorkCalendar) -> tuple[Phase, ...]:
    """The phases a year later; what units report by is moved back to a working day."""
    return tuple(_phase_next_year(phase, calendar) for phase in phases)


def _phase_next_year(phase: Phase, calendar: WorkCalendar) -> Phase:
    starts_on = _later(phase.starts_on)
    return replace(
        phase,
        name=_renamed(phase.name, phase.ends_on.year),
        starts_on=starts_on,
        ends_on=year_later(phase.ends_on),
        review=replace(phase.review, deadline=_later(phase.review.deadline)),
        due_on=due_year_later(phase.due_on, calendar, starts_on),
    )


def title_next_year(campaign: Campaign) -> str:
    """The title with its year counted up: "… năm 2026" becomes "… năm 2027"."""
    end = campaign.ends_on
    return campaign.title if end is None else _renamed(campaign.title, end.year)


def _renamed(text: str, year: int) -> str:
    return re.sub("".join((r"\b", str(year), r"\b")), str(year + 1), text)


def _later(day: date | None) -> date | None:
    return None if day is None else year_later(day)


_CHANGES = frozenset({Measure.DELTA_ABS, Measure.DELTA_REL})


def again(chosen: Sequence[Indicator]) -> list[NewIndicator]:
    """These indicators as they are, to be added to another campaign; a part goes with its whole."""
    places = {one.indicator_id: place for place, one in enumerate(chosen)}
    found = []
    for one in chosen:
        parent = None if one.parent_id is None else places.get(one.parent_id)
        found.append(
            NewIndicator(
                section=one.section,
                name=one.name,
                source_text=one.source_text,
                source_line=one.source_line,
                target=one.target,
                measure=one.measure,
                in_period=one.in_period,
                parent=parent,
                relation=None if parent is None else one.relation,
                baseline=one.baseline,
                target_level=one.target_level,
                cumulative_total=one.cumulative_total,
                denominator=one.denominator,
                group=one.group,
                owner=one.owner,
            )
        )
    return found


def for_next_year(chosen: Sequence[Indicator]) -> list[NewIndicator]:
    """The same for another year: each target is last year's, doubted until somebody sets it or finds it good.

    It is the baseline too, but for a change: what was to be reduced last year is no level.
    """
    return [
        new
        if new.target.value is None
        else replace(
            new,
            baseline=None if new.measure in _CHANGES else new.target.value,
            target_level=None,
            cumulative_total=None,
            doubts=(Reason.CARRIED,),
        )
        for new in again(chosen)
    ]


def take_over(
    tx: Tx,
    campaign: Campaign,
    new_id: int,
    chosen: Sequence[Indicator],
    new: Sequence[NewIndicator],
    *,
    looked_at: datetime | None,
) -> dict[int, int]:
    """Units with their duties, and these indicators with their assignments and keys; old id -> new id."""
    duties = {
        unit.unit_id: unit.duty for unit in campaigns.participants(tx, campaign) if unit.duty is not None
    }
    campaigns.set_duties(tx, new_id, duties)
    ids = indicators.add(tx, new_id, new, looked_at=looked_at)
    for key, one in zip(ids, chosen, strict=True):
        assignments.assign(tx, [key], one.assignment)
    carrying.set_keys(
        tx,
        {
            key: one.catalogue_key or key_of(one.name, one.target.measure_unit, one.measure)
            for key, one in zip(ids, chosen, strict=True)
        },
    )
    return {one.indicator_id: key for key, one in zip(ids, chosen, strict=True)}


def opened(
    tx: Tx,
    campaign: Campaign,
    *,
    title: str,
    theme: str | None,
    starts_on: date | None,
    phases: Sequence[Phase],
    parent_id: int | None,
    person_id: int,
    now: datetime,
) -> int:
    """A draft without a document of its own; its number and date are for the paper that is still to come."""
    new_id = campaigns.add(
        tx,
        owner_id=campaign.owner_id,
        title=title,
        theme=theme,
        document_type=None,
        number=None,
        issued_on=None,
        issued_precision=None,
        starts_on=starts_on,
        ends_on=phases[-1].ends_on,
        directive={},
        file_name="",
        file_hash="",
        person_id=person_id,
        now=now,
    )
    carrying.set_parent(tx, new_id, parent_id)
    replace_phases(tx, new_id, phases)
    return new_id
