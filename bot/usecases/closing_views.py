"""The screens on which a campaign ends: close, open again, archive."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.campaign.model import CampaignState, Duty
from bot.language.folding import fold
from bot.store import summaries, summary_rows
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.store.extents import WHOLE
from bot.texts import View
from bot.usecases.campaign_views import Open

NAMED = 10
"""Units named for each phase."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OwingPhase:
    """A phase that has begun, and the required units whose report on it is not there."""

    phase: str
    due_on: date
    expected: int
    owing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing(View):
    """Close the campaign, really? It says who is still owing."""

    template: ClassVar[str] = "campaign_close"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    phases: tuple[OwingPhase, ...]
    shown: int
    version: int


def closing(tx: Tx, screen: Open, now: datetime) -> View | None:
    return Closing(
        campaign=screen.campaign,
        phases=owing(tx, screen.campaign, now),
        shown=NAMED,
        version=screen.version,
    )


def owing(tx: Tx, campaign: Campaign, now: datetime) -> tuple[OwingPhase, ...]:
    """Who owes what: for each phase that has begun the required units that have not reported."""
    found = []
    for head in summaries.phases_of(tx, campaign.campaign_id):
        if head.starts_on is not None and head.starts_on > now.date():
            continue
        states = [one for one in summary_rows.members(tx, head, WHOLE) if one.duty is Duty.REQUIRED]
        missing = tuple(sorted((one.unit for one in states if one.is_owed), key=fold))
        found.append(OwingPhase(phase=head.phase, due_on=head.due_on, expected=len(states), owing=missing))
    return tuple(found)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reopening(View):
    """Why is the campaign opened again? The reason is typed."""

    template: ClassVar[str] = "campaign_reopen"
    in_place: ClassVar[bool] = True
    campaign: Campaign


def reopening(_tx: Tx, screen: Open, _now: datetime) -> View | None:
    return Reopening(campaign=screen.campaign)


@dataclass(frozen=True, kw_only=True, slots=True)
class Archiving(View):
    """Archive the campaign, really? It cannot be undone."""

    template: ClassVar[str] = "campaign_archive"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    version: int


def archiving(_tx: Tx, screen: Open, _now: datetime) -> View | None:
    return Archiving(campaign=screen.campaign, version=screen.version)


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved(View):
    """The campaign has come to another state."""

    template: ClassVar[str] = "campaign_moved"
    campaign: Campaign
    state: CampaignState


def moved(_tx: Tx, screen: Open, _now: datetime) -> View | None:
    return Moved(campaign=screen.campaign, state=screen.campaign.state)
