"""The screens on which a document and the running campaign stand side by side, each made from what is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from bot.campaign.model import SUMMED, CampaignState, Target
from bot.campaign.reissues import Choice, measured_by_new
from bot.store import campaigns, indicators, unit_targets
from bot.store.campaigns import Campaign, Phase
from bot.store.engine import Tx
from bot.store.indicators import Indicator
from bot.store.phases import phases_of
from bot.texts import View
from bot.usecases.campaign_views import Open
from bot.usecases.comparing import Row, candidates, compared, unlike
from bot.usecases.paging import paged

SHOWN = 5
"""Lines on a page, each with its sentence: one screen of a phone."""
NAMED = 10
LISTED = 5
"""Lines of each sort in the last look before it is kept; with four sorts one message."""
OFFERED = 6


# --- New, or a re-issue? -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Purpose(View):
    """A document was sent while campaigns run: a campaign of its own, or new targets for one of them?"""

    template: ClassVar[str] = "reissue_purpose"
    in_place: ClassVar[bool] = True
    document: Campaign
    indicators: int
    running: tuple[Campaign, ...]
    version: int


def purpose(tx: Tx, screen: Open, _now: datetime) -> View | None:
    every = campaigns.of_owner(tx, screen.campaign.owner_id)
    return Purpose(
        document=screen.campaign,
        indicators=len(indicators.of_campaign(tx, screen.campaign.campaign_id)),
        running=tuple(one for one in every if one.state is CampaignState.RUNNING)[:NAMED],
        version=screen.version,
    )


# --- Side by side ------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Side(View):
    """A page of lines, old and new side by side, numbered through from 1; `unlike` have no likeness at all."""

    template: ClassVar[str] = "reissue"
    in_place: ClassVar[bool] = True
    document: Campaign
    campaign: Campaign
    from_on: date | None
    rows: tuple[Row, ...]
    first: int
    undecided: int
    changed: int
    added: int
    withdrawn: int
    left: int
    same: int
    staying: int
    unlike: int
    page: int
    pages: int
    version: int


def side(tx: Tx, screen: Open, now: datetime) -> View | None:
    found = compared(tx, screen.campaign, now)
    if found is None:
        return None
    page, pages = paged(screen.pending.get("page", 0), len(found.rows), SHOWN)
    return Side(
        document=found.document,
        campaign=found.campaign,
        from_on=found.from_on,
        rows=found.rows[page * SHOWN : (page + 1) * SHOWN],
        first=page * SHOWN + 1,
        undecided=len(found.of(Choice.ASK)),
        changed=len(found.of(Choice.CHANGE)),
        added=len(found.of(Choice.ADD)),
        withdrawn=len(found.of(Choice.WITHDRAW)),
        left=len(found.of(Choice.LEAVE)),
        same=len(found.of(Choice.SAME)),
        staying=len(found.of(Choice.STAY)),
        unlike=len(unlike(found)),
        page=page,
        pages=pages,
        version=screen.version,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class LineCard(View):
    """One line of the document: what it is taken for, and what else it may be."""

    template: ClassVar[str] = "reissue_line"
    in_place: ClassVar[bool] = True
    document: Campaign
    campaign: Campaign
    row: Row
    candidates: tuple[Indicator, ...]
    every: bool
    page: int
    version: int


def line_card(tx: Tx, screen: Open, now: datetime) -> View | None:
    found = compared(tx, screen.campaign, now)
    if found is None:
        return None
    place = next(
        (
            n
            for n, row in enumerate(found.rows)
            if row.source is not None and row.source.indicator_id == screen.indicator_id
        ),
        None,
    )
    source = None if place is None else found.rows[place].source
    if place is None or source is None:
        return side(tx, screen, now)
    every = bool(screen.pending.get("every"))
    others = candidates(found, source, every=every)
    return LineCard(
        document=found.document,
        campaign=found.campaign,
        row=found.rows[place],
        candidates=tuple(others if every else others[:OFFERED]),
        every=every,
        page=place // SHOWN,
        version=screen.version,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class AskFrom(View):
    """From which day are the new targets in force?"""

    template: ClassVar[str] = "reissue_from"
    in_place: ClassVar[bool] = True
    document: Campaign
    from_on: date | None


def ask_from(_tx: Tx, screen: Open, _now: datetime) -> View | None:
    return AskFrom(document=screen.campaign, from_on=screen.campaign.in_force_on)


# --- What will happen --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Shared:
    """A changed indicator that was shared out to units: their own targets stay, and may not add up any more."""

    indicator: Indicator
    new: Target
    units: int
    total: Decimal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasuredPhase:
    phase: Phase
    by_new: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict(View):
    """All that will happen, before "Giao lại"; and the units' own targets that somebody should look at."""

    template: ClassVar[str] = "reissue_review"
    in_place: ClassVar[bool] = True
    document: Campaign
    campaign: Campaign
    from_on: date | None
    changed: tuple[Row, ...]
    added: tuple[Row, ...]
    withdrawn: tuple[Row, ...]
    left: int
    phases: tuple[MeasuredPhase, ...]
    shared: tuple[Shared, ...]
    shown: int
    version: int


def verdict(tx: Tx, screen: Open, now: datetime) -> View | None:
    found = compared(tx, screen.campaign, now)
    if found is None or found.from_on is None:
        return None
    phases = phases_of(tx, found.campaign.campaign_id)
    by_new = measured_by_new([phase.due_on for phase in phases], found.from_on)
    return Verdict(
        document=found.document,
        campaign=found.campaign,
        from_on=found.from_on,
        changed=found.of(Choice.CHANGE),
        added=found.of(Choice.ADD),
        withdrawn=found.of(Choice.WITHDRAW),
        left=len(found.of(Choice.LEAVE)),
        phases=tuple(
            MeasuredPhase(phase=phase, by_new=new) for phase, new in zip(phases, by_new, strict=True)
        ),
        shared=shared_out(
            tx,
            found.campaign.campaign_id,
            [(row.old, row.new) for row in found.of(Choice.CHANGE) if row.old and row.new],
            found.from_on,
        ),
        shown=LISTED,
        version=screen.version,
    )


def shared_out(
    tx: Tx, campaign_id: int, changed: Sequence[tuple[Indicator, Target]], day: date
) -> tuple[Shared, ...]:
    """Those of the changed indicators for which units have targets of their own."""
    own = unit_targets.of_campaign(tx, campaign_id, day=day)
    found = []
    for indicator, new in changed:
        values = [value for (key, _), value in own.items() if key == indicator.indicator_id]
        if values:
            total = sum(values, Decimal(0)) if indicator.measure in SUMMED else None
            found.append(Shared(indicator=indicator, new=new, units=len(values), total=total))
    return tuple(found)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reissued(View):
    """The new targets are in force from a day on."""

    template: ClassVar[str] = "reissue_done"
    campaign: Campaign
    from_on: date
    changed: int
    added: int
    withdrawn: int
    shared: tuple[Indicator, ...]


def reissued(tx: Tx, screen: Open, now: datetime) -> View | None:
    kept = screen.pending
    every = indicators.of_campaign(tx, screen.campaign.campaign_id, day=now.date())
    return Reissued(
        campaign=screen.campaign,
        from_on=date.fromisoformat(kept["from"]),
        changed=kept["changed"],
        added=kept["added"],
        withdrawn=kept["withdrawn"],
        shared=tuple(one for one in every if one.indicator_id in kept["shared"]),
    )
