"""The screen on which an admin tells a circle of people something, and what they are sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.campaign.deadlines import is_working_time
from bot.campaign.model import CampaignState
from bot.campaign.notices import Circle
from bot.store import circles, days
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases.campaign_views import Open
from bot.usecases.wave_progress import minutes

NAMED = 15


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnouncementScreen(View):
    """To whom, the words once they are typed, how many people, some by name, and how long it takes."""

    template: ClassVar[str] = "announcement_screen"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    circle: Circle
    text: str | None
    people: int
    names: tuple[str, ...]
    minutes: int
    working_time: bool
    stamp: int
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement(View):
    """What is sent."""

    template: ClassVar[str] = "announcement"
    campaign: Campaign
    text: str


def screen(tx: Tx, opened: Open, now: datetime) -> View | None:
    campaign = opened.campaign
    if campaign.state is not CampaignState.RUNNING:
        return None
    circle = list(Circle)[opened.pending.get("circle", 0)]
    people = circles.readers(tx, campaign.campaign_id, circle, now)
    return AnnouncementScreen(
        campaign=campaign,
        circle=circle,
        text=opened.pending.get("text"),
        people=len(people),
        names=tuple(circles.names(tx, people[:NAMED])),
        minutes=minutes(len(people)),
        working_time=is_working_time(now, days.of_owner(tx, campaign.owner_path)),
        stamp=int(now.timestamp()),
        version=opened.version,
    )
