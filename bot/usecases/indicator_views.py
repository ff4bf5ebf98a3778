"""The screens of a campaign's indicators, each made from what is stored: list, card, who answers, adding."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, ClassVar

from bot.campaign.model import SUMMED, CampaignState, Duty, Measure, Scope, Target
from bot.directive import IndicatorDraft, read_indicator_line
from bot.directive.model import Reason
from bot.language.names import NameMatch
from bot.store import campaigns, indicators, targets, unit_targets
from bot.store.campaigns import Campaign, Participant
from bot.store.engine import Tx
from bot.store.indicators import Indicator
from bot.store.targets import TargetVersion
from bot.texts import View
from bot.usecases import owners, unit_names
from bot.usecases.campaign_views import KindLine, Open, kinds_of, overview
from bot.usecases.indicator_pages import SHOWN, doubted, in_order, mark
from bot.usecases.paging import paged
from bot.usecases.unit_names import Renamed, UnitChoice

TARGETS_SHOWN = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicators(View):
    """A page of indicators, each with its source, the doubtful readings of a draft first.

    `first` are the ids of those that come first. `added` and `looked` count those just kept or looked at,
    `dropped` names one; `seen` is the mark of the page.
    """

    template: ClassVar[str] = "campaign_indicators"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    running: bool
    rows: tuple[Indicator, ...]
    count: int
    page: int
    pages: int
    first: frozenset[int]
    unlooked: int
    doubtful: int
    sections: int
    seen: int
    added: int
    looked: int
    dropped: str | None
    renamed: tuple[Renamed, ...]
    version: int


def listing(tx: Tx, screen: Open, now: datetime) -> View | None:
    every = indicators.of_campaign(tx, screen.campaign.campaign_id, day=now.date())
    ordered = in_order(every, draft=screen.is_draft)
    page, pages = paged(screen.pending.get("page", 0), len(every), SHOWN)
    rows = ordered[page * SHOWN : (page + 1) * SHOWN]
    return Indicators(
        campaign=screen.campaign,
        running=screen.campaign.state is not CampaignState.DRAFT,
        rows=tuple(rows),
        count=len(every),
        page=page,
        pages=pages,
        first=frozenset(one.indicator_id for one in doubted(every)) if screen.is_draft else frozenset(),
        unlooked=sum(one.looked_at is None for one in every),
        doubtful=sum(one.doubtful for one in every),
        sections=len({one.section for one in every}),
        seen=mark(rows),
        added=screen.pending.get("added", 0),
        looked=screen.pending.get("looked", 0),
        dropped=screen.pending.get("dropped"),
        renamed=unit_names.renamed(tx, screen.pending.get("formers", ())),
        version=screen.version,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitTarget:
    """A unit's own target, in the indicator's measure unit; None: it was just taken away."""

    unit: str
    value: Decimal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedUnit:
    """A target that waits for its unit: what was typed names several."""

    typed: str
    figure: str
    units: tuple[UnitChoice, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Card(View):
    """One indicator: source, target, who answers, the units' own targets; `kept` are those just typed.

    `meant` are the units that the directive may mean by the owner it names, where nobody has said which one answers.
    `field` was just corrected, `was` is what stood there before. `asked_anew` counts those that are from now on asked
    as this one is; `adding_up` those that accumulate as this one does, of which `unlike` are asked otherwise.
    """

    template: ClassVar[str] = "campaign_indicator"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    running: bool
    indicator: Indicator
    measurable: bool
    adding_up: int
    unlike: int
    asked_anew: int
    count: int
    page: int
    before: int | None
    after: int | None
    answering: int
    meant: tuple[UnitChoice, ...]
    owner_unsure: bool
    history: tuple[TargetVersion, ...]
    targets: tuple[UnitTarget, ...]
    kept: tuple[UnitTarget, ...]
    whole: str | None
    parts: int
    seen: int
    field: str | None
    was: str | Target
    renamed: tuple[Renamed, ...]
    asked: AskedUnit | None
    asking: bool
    shown: int
    version: int


def card(tx: Tx, screen: Open, now: datetime) -> View | None:
    every = indicators.of_campaign(tx, screen.campaign.campaign_id, day=now.date())
    place = next((i for i, one in enumerate(every) if one.indicator_id == screen.indicator_id), None)
    if place is None:
        return listing(tx, screen, now)
    one = every[place]
    ordered = in_order(every, draft=screen.is_draft)
    place = ordered.index(one)
    units = campaigns.participants(tx, screen.campaign)
    stored = unit_targets.of_campaign(tx, screen.campaign.campaign_id, one.indicator_id, day=now.date())
    own = {unit.unit_id: stored.get((one.indicator_id, unit.unit_id)) for unit in units}
    kept = set(screen.pending.get("kept", ()))
    summed = [other for other in every if other.measure in SUMMED]
    return Card(
        campaign=screen.campaign,
        running=screen.campaign.state is not CampaignState.DRAFT,
        indicator=one,
        measurable=one.measure is not Measure.QUALITATIVE,
        adding_up=len(summed) if one in summed else 0,
        unlike=sum(other.in_period is not one.in_period for other in summed),
        asked_anew=screen.pending.get("asked_anew", 0),
        count=len(every),
        page=place // SHOWN,
        before=ordered[place - 1].indicator_id if place else None,
        after=ordered[place + 1].indicator_id if place + 1 < len(every) else None,
        answering=sum(map(one.assignment.holds, units)),
        meant=_meant(tx, screen, one, units),
        owner_unsure=one.doubtful and Reason.OWNER_UNSURE in one.doubts,
        history=tuple(targets.history(tx, one.indicator_id)),
        targets=tuple(_targets(units, {key: value for key, value in own.items() if value is not None})),
        kept=tuple(_targets(units, {key: value for key, value in own.items() if key in kept})),
        whole=next((other.name for other in every if other.indicator_id == one.parent_id), None),
        parts=sum(other.parent_id == one.indicator_id for other in every),
        seen=mark([one]),
        field=screen.pending.get("field"),
        was=_was(screen.pending.get("was", "")),
        renamed=unit_names.renamed(tx, screen.pending.get("formers", ())),
        asked=_asked(tx, screen),
        asking=screen.pending.get("asking", False),
        shown=TARGETS_SHOWN,
        version=screen.version,
    )


def _meant(tx: Tx, screen: Open, one: Indicator, units: list[Participant]) -> tuple[UnitChoice, ...]:
    if not screen.is_draft or not one.owner or one.assignment.scope is not Scope.ALL:
        return ()
    return unit_names.choices(tx, owners.units_meant(tx, one.owner, units))


def _was(kept: str | Mapping[str, Any]) -> str | Target:
    return kept if isinstance(kept, str) else targets.pending(kept)


def _asked(tx: Tx, screen: Open) -> AskedUnit | None:
    asked = screen.pending.get("asked")
    if asked is None:
        return None
    found = NameMatch(keys=tuple(asked["units"]), by=tuple(asked["by"]))
    return AskedUnit(typed=asked["typed"], figure=asked["figure"], units=unit_names.choices(tx, found))


def _targets(units: list[Participant], own: dict[int, Decimal | None]) -> list[UnitTarget]:
    return [UnitTarget(unit=unit.name, value=own[unit.unit_id]) for unit in units if unit.unit_id in own]


# --- Who answers -----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterLine:
    cluster_id: int
    name: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Answerers(View):
    """Who is to answer: for one indicator, or for all of them (`indicator` is None)."""

    template: ClassVar[str] = "campaign_answerers"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    indicator: Indicator | None
    count: int
    kinds: tuple[KindLine, ...]
    clusters: tuple[ClusterLine, ...]
    required: int
    version: int


def answerers(tx: Tx, screen: Open, _now: datetime) -> View | None:
    every = indicators.of_campaign(tx, screen.campaign.campaign_id)
    members = [unit for unit in campaigns.participants(tx, screen.campaign) if unit.duty is not None]
    clustered = sorted(
        (unit.cluster, unit.cluster_id) for unit in members if unit.cluster and unit.cluster_id
    )
    return Answerers(
        campaign=screen.campaign,
        indicator=next((one for one in every if one.indicator_id == screen.indicator_id), None),
        count=len(every),
        kinds=kinds_of(members),
        clusters=tuple(
            ClusterLine(cluster_id=key, name=name, count=len(list(group)))
            for (name, key), group in groupby(clustered)
        ),
        required=sum(unit.duty is Duty.REQUIRED for unit in members),
        version=screen.version,
    )


# --- Adding ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class AskIndicator(View):
    """An indicator to add: its line, as a directive would have it."""

    template: ClassVar[str] = "campaign_add"
    in_place: ClassVar[bool] = True
    campaign: Campaign


def ask_indicator(_tx: Tx, screen: Open, _now: datetime) -> View | None:
    return AskIndicator(campaign=screen.campaign)


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposed(View):
    """How a typed line was read, before it is kept."""

    template: ClassVar[str] = "campaign_proposed"
    campaign: Campaign
    typed: str
    drafts: tuple[IndicatorDraft, ...]
    version: int


def proposed(tx: Tx, screen: Open, now: datetime) -> View | None:
    typed = screen.pending.get("typed", "")
    drafts = read_indicator_line(typed)
    if not drafts:
        return overview(tx, screen, now)
    return Proposed(campaign=screen.campaign, typed=typed, drafts=drafts, version=screen.version)
