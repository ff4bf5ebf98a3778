"""The screens on which a campaign is made from another: a sprint on what is behind, the one of next year."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.store import campaigns, days, indicators
from bot.store.campaigns import Campaign, Phase
from bot.store.engine import Tx
from bot.store.phases import phases_of
from bot.texts import View
from bot.usecases.campaign_views import Open
from bot.usecases.carried import phases_next_year, title_next_year
from bot.usecases.pace import Pace, paces
from bot.usecases.paging import paged

SHOWN = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticked:
    """An indicator on the list of a sprint, and whether it goes with it."""

    pace: Pace
    ticked: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SprintList(View):
    """What is behind is ticked; the admin ticks and unticks."""

    template: ClassVar[str] = "sprint"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    rows: tuple[Ticked, ...]
    behind: int
    ticked: int
    count: int
    page: int
    pages: int
    version: int


def sprint(tx: Tx, screen: Open, now: datetime) -> View | None:
    every = paces(tx, screen.campaign, now)
    chosen = set(screen.pending.get("ticked", ()))
    page, pages = paged(screen.pending.get("page", 0), len(every), SHOWN)
    rows = [Ticked(pace=one, ticked=one.indicator.indicator_id in chosen) for one in every]
    return SprintList(
        campaign=screen.campaign,
        rows=tuple(rows[page * SHOWN : (page + 1) * SHOWN]),
        behind=sum(one.behind for one in every),
        ticked=sum(row.ticked for row in rows),
        count=len(rows),
        page=page,
        pages=pages,
        version=screen.version,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class SprintPeriod(View):
    """From when to when does the sprint run?"""

    template: ClassVar[str] = "sprint_period"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    ticked: int
    day: date


def sprint_period(_tx: Tx, screen: Open, now: datetime) -> View | None:
    return SprintPeriod(
        campaign=screen.campaign, ticked=len(screen.pending.get("ticked", ())), day=now.date()
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class SprintMade(View):
    """The draft of the sprint, with what is still missing to each target."""

    template: ClassVar[str] = "sprint_made"
    campaign: Campaign
    parent: str
    rows: tuple[Pace, ...]
    shown: int


def sprint_made(tx: Tx, screen: Open, now: datetime) -> View | None:
    parent_id = screen.campaign.parent_id
    parent = None if parent_id is None else campaigns.of(tx, parent_id)
    if parent is None:
        return None
    chosen = set(screen.pending.get("ticked", ()))
    return SprintMade(
        campaign=screen.campaign,
        parent=parent.title,
        rows=tuple(one for one in paces(tx, parent, now) if one.indicator.indicator_id in chosen),
        shown=10,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class NextYear(View):
    """What next year's draft will be made of, before it is made."""

    template: ClassVar[str] = "next_year"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    title: str
    phases: tuple[Phase, ...]
    indicators: int
    version: int


def next_year(tx: Tx, screen: Open, _now: datetime) -> View | None:
    every = indicators.of_campaign(tx, screen.campaign.campaign_id)
    return NextYear(
        campaign=screen.campaign,
        title=title_next_year(screen.campaign),
        phases=phases_next_year(
            phases_of(tx, screen.campaign.campaign_id), days.of_owner(tx, screen.campaign.owner_path)
        ),
        indicators=sum(one.given_until is None for one in every),
        version=screen.version,
    )
