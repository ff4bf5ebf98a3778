"""The screens of a launch: all counts before it, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.campaign.model import Duty
from bot.store import campaigns, days, indicators
from bot.store.campaigns import Campaign, Participant, Phase
from bot.store.engine import Tx
from bot.store.indicators import Indicator
from bot.store.phases import phases_of
from bot.texts import View
from bot.usecases.campaign_views import Open
from bot.usecases.date_views import DueLine, due_lines
from bot.usecases.indicator_pages import page_of

NAMED = 10
"""Units or indicators named on a screen that counts them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LaunchReview(View):
    """All counts before "Phát động"; `silent` units have nobody whom the bot can write to.

    `doubtful` readings were not looked at; `asking` asks once more because of them.
    """

    template: ClassVar[str] = "campaign_launch"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    lines: tuple[DueLine, ...]
    indicators: int
    unanswered: tuple[Indicator, ...]
    unlooked: int
    doubtful: tuple[Indicator, ...]
    page: int
    asking: bool
    required: int
    invited: int
    silent: tuple[Participant, ...]
    people: int
    unit_targets: int
    shown: int
    version: int


def launch_review(tx: Tx, screen: Open, now: datetime) -> View | None:
    campaign = screen.campaign
    members = [unit for unit in campaigns.participants(tx, campaign) if unit.duty is not None]
    every = indicators.of_campaign(tx, campaign.campaign_id)
    reporters = campaigns.focal_points(tx, campaign.campaign_id, now)
    reached = {unit_id for unit_id, _, reachable in reporters if reachable}
    doubtful = tuple(one for one in every if one.doubtful)
    return LaunchReview(
        campaign=campaign,
        lines=due_lines(
            phases_of(tx, campaign.campaign_id), now.date(), days.of_owner(tx, campaign.owner_path)
        ),
        indicators=len(every),
        unanswered=tuple(one for one in every if not any(map(one.assignment.holds, members))),
        unlooked=sum(one.looked_at is None for one in every),
        doubtful=doubtful,
        page=page_of(doubtful[0], every, draft=True) if doubtful else 0,
        asking=screen.pending.get("asking", False),
        required=sum(unit.duty is Duty.REQUIRED for unit in members),
        invited=sum(unit.duty is Duty.INVITED for unit in members),
        silent=tuple(unit for unit in members if unit.unit_id not in reached),
        people=len({person for _, person, reachable in reporters if reachable}),
        unit_targets=sum(one.unit_targets for one in every),
        shown=NAMED,
        version=screen.version,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Launched(View):
    """The campaign runs; `told` people get a message."""

    template: ClassVar[str] = "campaign_launched"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    phases: tuple[Phase, ...]
    told: int


def launched(tx: Tx, screen: Open, _now: datetime) -> View | None:
    return Launched(
        campaign=screen.campaign,
        phases=tuple(phases_of(tx, screen.campaign.campaign_id)),
        told=screen.pending.get("told", 0),
    )
