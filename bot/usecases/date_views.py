"""The screens of a campaign's dates: its end, its phases, and when units report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from bot.campaign.calendar import WorkCalendar
from bot.campaign.model import CampaignState, Review
from bot.store import campaigns
from bot.store.campaigns import Campaign, Phase
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases.campaign_views import Open


@dataclass(frozen=True, kw_only=True, slots=True)
class DueLine:
    """A phase with what is odd about its due date: passed, after_review, day_off."""

    phase: Phase
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DueDates(View):
    """The due date of each phase; `asked` is the phase for which a date is awaited."""

    template: ClassVar[str] = "campaign_due"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    running: bool
    lines: tuple[DueLine, ...]
    asked: Phase | None
    changed: int | None
    version: int


def due_dates(tx: Tx, screen: Open, now: datetime) -> View | None:
    phases = campaigns.phases_of(tx, screen.campaign.campaign_id)
    return DueDates(
        campaign=screen.campaign,
        running=screen.campaign.state is not CampaignState.DRAFT,
        lines=due_lines(phases, now.date()),
        asked=next((phase for phase in phases if phase.n == screen.pending.get("n")), None),
        changed=screen.pending.get("changed"),
        version=screen.version,
    )


def due_lines(phases: Sequence[Phase], day: date) -> tuple[DueLine, ...]:
    calendar = WorkCalendar()
    return tuple(
        DueLine(
            phase=phase,
            notes=tuple(
                note
                for note, holds in (
                    ("passed", phase.due_on < day),
                    ("after_review", phase.due_on > last_review_day(phase.review, phase.ends_on)),
                    ("day_off", not calendar.is_working(phase.due_on)),
                )
                if holds
            ),
        )
        for phase in phases
    )


def last_review_day(review: Review, phase_end: date) -> date:
    """The last day on which the review may be held; the end of the phase where the directive sets none."""
    if review.deadline is None:
        return phase_end
    return review.deadline - timedelta(days=1) if review.exclusive else review.deadline


@dataclass(frozen=True, kw_only=True, slots=True)
class AskEnd(View):
    """The directive does not say when the campaign ends."""

    template: ClassVar[str] = "campaign_end"
    in_place: ClassVar[bool] = True
    campaign: Campaign


def ask_end(_tx: Tx, screen: Open, _now: datetime) -> View | None:
    return AskEnd(campaign=screen.campaign)


@dataclass(frozen=True, kw_only=True, slots=True)
class AskPhase(View):
    """A phase to add: its name and the day on which it ends."""

    template: ClassVar[str] = "campaign_phase"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    phases: tuple[Phase, ...]


def ask_phase(tx: Tx, screen: Open, _now: datetime) -> View | None:
    return AskPhase(
        campaign=screen.campaign, phases=tuple(campaigns.phases_of(tx, screen.campaign.campaign_id))
    )
