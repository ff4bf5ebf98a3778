"""The screens of a campaign as a whole, each made from what is stored: the reading, its doubts, the units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, ClassVar

from bot.campaign.model import CampaignState, Duty
from bot.store import campaigns, indicators
from bot.store.campaigns import Campaign, Participant, Phase
from bot.store.engine import Tx
from bot.store.phases import phases_of
from bot.texts import View
from bot.usecases import unit_names
from bot.usecases.indicator_pages import next_unlooked
from bot.usecases.paging import paged
from bot.usecases.told import told_dues, told_warnings
from bot.usecases.unit_names import Renamed

WARNINGS_SHOWN = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Open:
    """The open screen of a campaign: all that it is made of beside the store."""

    campaign: Campaign
    indicator_id: int | None
    pending: Mapping[str, Any]
    version: int

    @property
    def is_draft(self) -> bool:
        return self.campaign.state is CampaignState.DRAFT


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview(View):
    """What was read in the directive, and everything that can still be set."""

    template: ClassVar[str] = "campaign_overview"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    running: bool
    issuer: str | None
    start_words: str | None
    phases: tuple[Phase, ...]
    told: Mapping[int, str]
    """The sentence of the directive that states a phase's due date, by the number of the phase."""
    indicators: int
    unlooked: int
    doubtful: int
    page: int
    required: int
    invited: int
    warnings: int
    commemorated: int
    version: int


def overview(tx: Tx, screen: Open, _now: datetime) -> View | None:
    campaign = screen.campaign
    duties = [unit.duty for unit in campaigns.participants(tx, campaign)]
    every = indicators.of_campaign(tx, campaign.campaign_id)
    phases = tuple(phases_of(tx, campaign.campaign_id))
    return Overview(
        campaign=campaign,
        running=campaign.state is not CampaignState.DRAFT,
        issuer=(campaign.directive.get("issuer") or {}).get("name"),
        start_words=campaign.directive.get("start_verbatim"),
        phases=phases,
        told=told_dues(campaign.directive, phases),
        indicators=len(every),
        unlooked=sum(one.looked_at is None for one in every),
        doubtful=sum(one.doubtful for one in every),
        page=(screen.is_draft and next_unlooked(every)) or 0,
        required=duties.count(Duty.REQUIRED),
        invited=duties.count(Duty.INVITED),
        warnings=len(told_warnings(campaign.directive)),
        commemorated=len(campaign.directive.get("commemorative_dates") or ()),
        version=screen.version,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Warnings(View):
    """The places of the directive that a person should look at: line, source text and why; `first` is the page's."""

    template: ClassVar[str] = "campaign_warnings"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    rows: tuple[Mapping[str, Any], ...]
    first: int
    page: int
    pages: int
    version: int


def warnings(_tx: Tx, screen: Open, _now: datetime) -> View | None:
    every = told_warnings(screen.campaign.directive)
    page, pages = paged(screen.pending.get("page", 0), len(every), WARNINGS_SHOWN)
    return Warnings(
        campaign=screen.campaign,
        rows=tuple(every[page * WARNINGS_SHOWN : (page + 1) * WARNINGS_SHOWN]),
        first=page * WARNINGS_SHOWN,
        page=page,
        pages=pages,
        version=screen.version,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Second(View):
    """A file was sent while another campaign is there: which of the two?"""

    template: ClassVar[str] = "campaign_second"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    other: Campaign
    same_file: bool
    version: int


def second(tx: Tx, screen: Open, _now: datetime) -> View | None:
    other = campaigns.of(tx, screen.pending.get("other", 0))
    if other is None:
        return overview(tx, screen, _now)
    return Second(
        campaign=screen.campaign,
        other=other,
        same_file=other.file_hash == screen.campaign.file_hash,
        version=screen.version,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Discarding(View):
    """Throw the draft away, really?"""

    template: ClassVar[str] = "campaign_discard"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    indicators: int
    version: int


def discarding(tx: Tx, screen: Open, _now: datetime) -> View | None:
    count = len(indicators.of_campaign(tx, screen.campaign.campaign_id))
    return Discarding(campaign=screen.campaign, indicators=count, version=screen.version)


# --- Units -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class KindLine:
    """The units of one kind by duty; `unit_id` is one of them and stands for the kind in a button."""

    unit_id: int
    kind: str
    required: int
    invited: int
    absent: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Units(View):
    """Which units take part: by kind with a tap, one of them by typing its name."""

    template: ClassVar[str] = "campaign_units"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    kinds: tuple[KindLine, ...]
    changed: Participant | None
    renamed: tuple[Renamed, ...]
    version: int


def units(tx: Tx, screen: Open, _now: datetime) -> View | None:
    every = campaigns.participants(tx, screen.campaign)
    return Units(
        campaign=screen.campaign,
        kinds=kinds_of(every),
        changed=next((unit for unit in every if unit.unit_id == screen.pending.get("unit")), None),
        renamed=unit_names.renamed(tx, [screen.pending.get("former")]),
        version=screen.version,
    )


def kinds_of(every: Sequence[Participant]) -> tuple[KindLine, ...]:
    found = []
    for kind, group in groupby(sorted(every, key=lambda unit: unit.kind), key=lambda unit: unit.kind):
        members = list(group)
        duties = [unit.duty for unit in members]
        found.append(
            KindLine(
                unit_id=members[0].unit_id,
                kind=kind,
                required=duties.count(Duty.REQUIRED),
                invited=duties.count(Duty.INVITED),
                absent=duties.count(None),
            )
        )
    return tuple(found)
