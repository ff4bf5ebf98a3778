"""A document and the running campaign whose targets it re-issues, line by line, as they are stored now."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.campaign.model import CampaignState, Target
from bot.campaign.reissues import ORDER, Choice
from bot.language.catalogue import OFFER_FROM, Entry, comparable, likeness
from bot.language.quantity import convert
from bot.store import campaigns, indicators, reissues
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.store.indicators import Indicator


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A line of the document beside the indicator that it is; `new` is its target in the indicator's measure unit."""

    choice: Choice
    source: Indicator | None
    old: Indicator | None
    new: Target | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """A document and the campaign whose targets it re-issues, with every line in the order of `ORDER`."""

    document: Campaign
    campaign: Campaign
    from_on: date | None
    rows: tuple[Row, ...]

    def of(self, *choices: Choice) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.choice in choices)


def compared(tx: Tx, document: Campaign, now: datetime) -> Comparison | None:
    """The comparison as it stands; None where the document is none that re-issues anything."""
    campaign = None if document.reissues_id is None else campaigns.of(tx, document.reissues_id)
    if campaign is None or document.state is not CampaignState.DRAFT:
        return None
    day = document.in_force_on or now.date()
    sources = {one.indicator_id: one for one in indicators.of_campaign(tx, document.campaign_id)}
    old = {one.indicator_id: one for one in asked_on(tx, campaign.campaign_id, day)}
    pairs = reissues.pairs_of(tx, document.campaign_id)
    # A line that was added to the draft after the comparison began has no pair yet.
    known = {pair.source_id for pair in pairs}
    rows = [_row(Choice.ASK, one, None) for key, one in sources.items() if key not in known]
    for pair in pairs:
        source = None if pair.source_id is None else sources.get(pair.source_id)
        held = None if pair.indicator_id is None else old.get(pair.indicator_id)
        if source is not None or held is not None:
            rows.append(_row(pair.choice, source, held))
    paired = {row.old.indicator_id for row in rows if row.old is not None}
    rows += [_row(Choice.STAY, None, one) for key, one in old.items() if key not in paired]
    rows.sort(key=lambda row: ORDER.index(row.choice))
    return Comparison(document=document, campaign=campaign, from_on=document.in_force_on, rows=tuple(rows))


def asked_on(tx: Tx, campaign_id: int, day: date) -> list[Indicator]:
    """The indicators of a campaign that are not withdrawn, with their targets on a day."""
    every = indicators.of_campaign(tx, campaign_id, day=day)
    return [one for one in every if one.given_until is None]


def _row(choice: Choice, source: Indicator | None, old: Indicator | None) -> Row:
    if source is None or old is None:
        return Row(choice=choice, source=source, old=old, new=None if source is None else source.target)
    new = in_units_of(source.target, old.target)
    if choice in {Choice.CHANGE, Choice.SAME}:
        choice = Choice.SAME if new is None or equal(new, old.target) else Choice.CHANGE
    return Row(choice=choice, source=source, old=old, new=new)


def in_units_of(target: Target, old: Target) -> Target | None:
    """A target in the measure unit of the one whose place it takes; None where it cannot stand there."""
    if target.value is None or old.value is None:
        return None
    value = convert(target.value, target.measure_unit, old.measure_unit)
    upper = None
    if target.value_to is not None:
        upper = convert(target.value_to, target.measure_unit, old.measure_unit)
    if value is None:
        return None
    return replace(target, value=value, value_to=upper, measure_unit=old.measure_unit)


def equal(one: Target, other: Target) -> bool:
    mine, theirs = (
        (target.comparator, target.value, target.value_to, target.direction) for target in (one, other)
    )
    return mine == theirs


def entry(one: Indicator) -> Entry:
    return Entry(
        id=one.indicator_id, name=one.name, measure_unit=one.target.measure_unit, measure=one.measure
    )


def unlike(found: Comparison) -> list[Indicator]:
    """The undecided lines that are like no indicator of the campaign."""
    return [
        row.source
        for row in found.of(Choice.ASK)
        if row.source is not None and not candidates(found, row.source)
    ]


def candidates(found: Comparison, source: Indicator, *, every: bool = False) -> list[Indicator]:
    """The indicators that a line may be, likeliest first; `every` one in which its figure could stand."""
    old = [row.old for row in found.rows if row.old is not None]
    fitting = [one for one in old if comparable(entry(source), entry(one))]
    scored = sorted(((likeness(source.name, one.name), one) for one in fitting), key=lambda pair: -pair[0])
    return [one for score, one in scored if every or score >= OFFER_FROM]
