"""The screens for the days that a directive commemorates, and the message that is sent on one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.campaign.model import CampaignState
from bot.campaign.notices import MORNING, Circle
from bot.store import circles, commemorations
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases.campaign_views import Open


@dataclass(frozen=True, kw_only=True, slots=True)
class Commemorated:
    """A day of the directive's list as it stands: `text` is None while the words are those that the bot proposes."""

    n: int
    title: str
    years: int | None
    day: date
    text: str | None
    circle: Circle
    approved: bool
    passed: bool
    """Nothing can be sent on it any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Commemorations(View):
    """The days that the directive of a campaign commemorates, in their order."""

    template: ClassVar[str] = "commemorations"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    days: tuple[Commemorated, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CommemorationCard(View):
    """One day: the words as they would be sent, to whom; approve, change, take back."""

    template: ClassVar[str] = "commemoration_card"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    one: Commemorated
    people: int
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Commemoration(View):
    """What is sent on the day."""

    template: ClassVar[str] = "commemoration"
    one: Commemorated


def days_of(tx: Tx, campaign: Campaign, now: datetime) -> list[Commemorated]:
    """The directive's list by day, each with what an admin made of it. A day that it does not state whole is left out."""
    kept = commemorations.of_campaign(tx, campaign.campaign_id)
    found = []
    for n, read in enumerate(campaign.directive.get("commemorative_dates") or (), 1):
        if len(read["to"] or "") != len("2023-02-03"):
            continue
        day, own = date.fromisoformat(read["to"]), kept.get(n)
        over = now.date() > day or (now.date() == day and now.time() >= MORNING)
        found.append(
            Commemorated(
                n=n,
                title=read["title"],
                years=read["anniversary_years"],
                day=day,
                text=None if own is None else own.text,
                circle=Circle.FOCAL_POINTS if own is None else own.circle,
                approved=own is not None and own.approved_at is not None,
                passed=over,
            )
        )
    return sorted(found, key=lambda one: (one.day, one.n))


def listing(tx: Tx, screen: Open, now: datetime) -> View | None:
    return Commemorations(campaign=screen.campaign, days=tuple(days_of(tx, screen.campaign, now)))


def card(tx: Tx, screen: Open, now: datetime) -> View | None:
    """The day at the place "n" of the open screen."""
    campaign = screen.campaign
    found = [one for one in days_of(tx, campaign, now) if one.n == screen.pending.get("n")]
    if not found or campaign.state is not CampaignState.RUNNING:
        return None
    circle = circles.readers(tx, campaign.campaign_id, found[0].circle, now)
    return CommemorationCard(campaign=campaign, one=found[0], people=len(circle), version=screen.version)
