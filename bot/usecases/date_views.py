"""The screens of a campaign's dates: its end, its phases, and when units report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.campaign.calendar import WorkCalendar
from bot.campaign.deadlines import cluster_due
from bot.campaign.model import CampaignState
from bot.campaign.periods import Period
from bot.store import cluster_dues, days
from bot.store.campaigns import Campaign, Phase
from bot.store.engine import Tx
from bot.store.phases import phases_of
from bot.texts import View
from bot.usecases.campaign_views import Open


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodLine:
    """A period with the due date of its clusters, and what is odd about that of units: passed, after_review, day_off."""

    period: Period
    cluster_due_on: date
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DueLine:
    """A phase with its periods, most often one; `notes` are those of the last."""

    phase: Phase
    periods: tuple[PeriodLine, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        return self.periods[-1].notes


@dataclass(frozen=True, kw_only=True, slots=True)
class DueDates(View):
    """The due dates of each phase; `asked` is the phase for which something is awaited, `period` one of its periods.

    `changed` is the phase whose period `moved` has a new due date, `planned` says that its periods were planned anew;
    `was_locked` is the lock in days before it was changed. `clusters`: whether any unit is in one; then their due
    dates stand beside, `asking_cluster_due` is the one for which another is awaited and `moved_cluster_due` the new one.
    """

    template: ClassVar[str] = "campaign_due"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    running: bool
    lines: tuple[DueLine, ...]
    asked: Phase | None
    period: Period | None
    place: int
    clusters: bool
    asking_cluster_due: date | None
    changed: Phase | None
    moved: Period | None
    moved_cluster_due: date | None
    planned: bool
    asking_lock: bool
    was_locked: int | None
    version: int


def due_dates(tx: Tx, screen: Open, now: datetime) -> View | None:
    phases = phases_of(tx, screen.campaign.campaign_id)
    asked = _phase(phases, screen.pending.get("n"))
    changed = _phase(phases, screen.pending.get("changed"))
    place = screen.pending.get("place", 0)
    period, moved = _period(asked, place), _period(changed, place)
    of_clusters = screen.pending.get("clusters", 0) == 1
    calendar = days.of_owner(tx, screen.campaign.owner_path)
    return DueDates(
        campaign=screen.campaign,
        running=screen.campaign.state is not CampaignState.DRAFT,
        lines=due_lines(phases, now.date(), calendar),
        asked=asked,
        period=period,
        place=place or 1,
        clusters=cluster_dues.has_clusters(tx, screen.campaign.campaign_id),
        asking_cluster_due=cluster_due_of(period, calendar) if of_clusters and period is not None else None,
        changed=changed,
        moved=moved,
        moved_cluster_due=cluster_due_of(moved, calendar) if of_clusters and moved is not None else None,
        planned=screen.pending.get("planned", False),
        asking_lock=screen.pending.get("asking_lock", False),
        was_locked=screen.pending.get("locked"),
        version=screen.version,
    )


def _phase(phases: Sequence[Phase], n: object) -> Phase | None:
    return next((phase for phase in phases if phase.n == n), None)


def _period(phase: Phase | None, place: int) -> Period | None:
    """The period at a place, from 1; without a place the only one."""
    if phase is None:
        return None
    if len(phase.periods) == 1:
        return phase.periods[0]
    return phase.periods[place - 1] if 1 <= place <= len(phase.periods) else None


def cluster_due_of(period: Period, calendar: WorkCalendar) -> date:
    return cluster_due(period.due_on, calendar, chosen=period.cluster_due_on)


def due_lines(phases: Sequence[Phase], day: date, calendar: WorkCalendar) -> tuple[DueLine, ...]:
    def notes(phase: Phase, due_on: date) -> tuple[str, ...]:
        odd = (
            ("passed", due_on < day),
            ("after_review", due_on > phase.review.last_day(phase.ends_on)),
            ("day_off", not calendar.is_working(due_on)),
        )
        return tuple(note for note, holds in odd if holds)

    return tuple(
        DueLine(
            phase=phase,
            periods=tuple(
                PeriodLine(
                    period=one, cluster_due_on=cluster_due_of(one, calendar), notes=notes(phase, one.due_on)
                )
                for one in phase.periods
            ),
        )
        for phase in phases
    )


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
    return AskPhase(campaign=screen.campaign, phases=tuple(phases_of(tx, screen.campaign.campaign_id)))
