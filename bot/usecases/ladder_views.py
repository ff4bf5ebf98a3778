"""The screen of a campaign's ladder."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, TypeAlias

from bot.campaign.deadlines import OwnLadder
from bot.store import offices
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases.campaign_views import Open

Field: TypeAlias = Literal["before", "overdue", "head", "cluster_lead", "standing_body"]
FIELDS: tuple[Field, ...] = ("before", "overdue", "head", "cluster_lead", "standing_body")


@dataclass(frozen=True, kw_only=True, slots=True)
class CampaignLadder(View):
    """The steps that the campaign and its office have said; `own` are those of the campaign alone.

    `asked` is the field that the next message gives.
    """

    template: ClassVar[str] = "campaign_ladder"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    ladder: OwnLadder
    own: OwnLadder
    asked: Field | None
    saved: Field | None
    version: int


def ladder(tx: Tx, screen: Open, _now: datetime) -> View | None:
    campaign = screen.campaign
    office = offices.of(tx, campaign.owner_id).ladder
    return CampaignLadder(
        campaign=campaign,
        ladder=office | campaign.ladder,
        own=campaign.ladder,
        asked=screen.pending.get("asked"),
        saved=screen.pending.get("saved"),
        version=screen.version,
    )
