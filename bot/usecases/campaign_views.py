"""The screens of a campaign as a whole, each made from what is stored: reading, dates, units, launch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, ClassVar

from bot.campaign.calendar import WorkCalendar
from bot.campaign.model import CampaignState, Duty, Review
from bot.store import campaigns, indicators
from bot.store.campaigns import Campaign, Participant, Phase
from bot.store.engine import Tx
from bot.store.indicators import Indicator
from bot.texts import View

NAMED = 10
"""Units or indicators named on a screen that counts them."""
WARNINGS_SHOWN = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Open:
    """The open screen of a campaign: all that it is made of beside the store."""

    campaign: Campaign
    indicator_id: int | None
    pending: Mapping[str, Any]
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview(View):
    """What was read in the directive, and everything that can still be set."""

    template: ClassVar[str] = "campaign_overview"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    running: bool
    issuer: str | None
    date_precision: str | None
    start_words: str | None
    phases: tuple[Phase, ...]
    indicators: int
    required: int
    invited: int
    warnings: int
    version: int


def overview(tx: Tx, screen: Open, _now: datetime) -> View | None:
    campaign = screen.campaign
    duties = [unit.duty for unit in campaigns.participants(tx, campaign)]
    return Overview(
        campaign=campaign,
        running=campaign.state is not CampaignState.DRAFT,
        issuer=(campaign.directive.get("issuer") or {}).get("name"),
        date_precision=campaign.directive.get("date_precision"),
        start_words=campaign.directive.get("start_verbatim"),
        phases=tuple(campaigns.phases_of(tx, campaign.campaign_id)),
        indicators=len(indicators.of_campaign(tx, campaign.campaign_id)),
        required=duties.count(Duty.REQUIRED),
        invited=duties.count(Duty.INVITED),
        warnings=len(_warnings(campaign)),
        version=screen.version,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Warnings(View):
    """The places of the directive that a person should look at: line, source text and why."""

    template: ClassVar[str] = "campaign_warnings"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    rows: tuple[Mapping[str, Any], ...]
    page: int
    pages: int
    version: int


def warnings(_tx: Tx, screen: Open, _now: datetime) -> View | None:
    every = _warnings(screen.campaign)
    page, pages = paged(screen.pending.get("page", 0), len(every), WARNINGS_SHOWN)
    return Warnings(
        campaign=screen.campaign,
        rows=tuple(every[page * WARNINGS_SHOWN : (page + 1) * WARNINGS_SHOWN]),
        page=page,
        pages=pages,
        version=screen.version,
    )


def _warnings(campaign: Campaign) -> Sequence[Mapping[str, Any]]:  # Goals in prose are for the admin to add.
    prose = (one for one in campaign.directive.get("indicators", ()) if one.get("origin") == "prose")
    added = ({"line": one["line"], "text": one["text"], "reason": "from_prose"} for one in prose)
    return (*campaign.directive.get("warnings", ()), *added)


def paged(page: int, count: int, shown: int) -> tuple[int, int]:
    """The page that is nearest to the one asked for, and how many there are (at least one)."""
    pages = max(1, -(-count // shown))
    return min(max(page, 0), pages - 1), pages


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


# --- Dates -----------------------------------------------------------------------------------------------


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
        lines=_due_lines(phases, now.date()),
        asked=next((phase for phase in phases if phase.n == screen.pending.get("n")), None),
        changed=screen.pending.get("changed"),
        version=screen.version,
    )


def _due_lines(phases: Sequence[Phase], day: date) -> tuple[DueLine, ...]:
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
    version: int


def units(tx: Tx, screen: Open, _now: datetime) -> View | None:
    every = campaigns.participants(tx, screen.campaign)
    return Units(
        campaign=screen.campaign,
        kinds=kinds_of(every),
        changed=next((unit for unit in every if unit.unit_id == screen.pending.get("unit")), None),
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


# --- Launch ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class LaunchReview(View):
    """All counts before "Phát động"; `silent` units have nobody whom the bot can write to."""

    template: ClassVar[str] = "campaign_launch"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    lines: tuple[DueLine, ...]
    indicators: int
    unanswered: tuple[Indicator, ...]
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
    return LaunchReview(
        campaign=campaign,
        lines=_due_lines(campaigns.phases_of(tx, campaign.campaign_id), now.date()),
        indicators=len(every),
        unanswered=tuple(one for one in every if not any(map(one.assignment.holds, members))),
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
        phases=tuple(campaigns.phases_of(tx, screen.campaign.campaign_id)),
        told=screen.pending.get("told", 0),
    )
