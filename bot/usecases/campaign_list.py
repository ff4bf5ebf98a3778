"""`/phongtrao`: the drafts and running campaigns within reach; those that are over behind a button."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.store import campaigns
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases.access import Action, Caller, reach
from bot.usecases.campaigns import first

LISTED = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class CampaignList(View):
    """The drafts and running campaigns, the newest first; `over` counts those closed and archived."""

    template: ClassVar[str] = "campaign_list"
    in_place: ClassVar[bool] = True
    campaigns: tuple[Campaign, ...]
    more: int
    over: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CampaignsOver(View):
    """The campaigns that are closed or archived, the newest first."""

    template: ClassVar[str] = "campaigns_over"
    in_place: ClassVar[bool] = True
    campaigns: tuple[Campaign, ...]
    more: int


def listed(tx: Tx, who: Caller, now: datetime) -> View:
    """The campaigns at work; the only one of all is opened at once."""
    paths = reach(who, Action.RUN_CAMPAIGNS)
    found = campaigns.within(tx, paths)
    over = campaigns.within(tx, paths, campaigns.OVER)
    if len(found) == 1 and not over:
        return first(tx, who, now, found[0].campaign_id)
    return CampaignList(campaigns=tuple(found[:LISTED]), more=max(0, len(found) - LISTED), over=len(over))


def listed_over(tx: Tx, who: Caller, _now: datetime) -> View:
    """ "Đã đóng, lưu trữ": they are only read; a closed one may be opened again."""
    found = campaigns.within(tx, reach(who, Action.RUN_CAMPAIGNS), campaigns.OVER)
    return CampaignsOver(campaigns=tuple(found[:LISTED]), more=max(0, len(found) - LISTED))
