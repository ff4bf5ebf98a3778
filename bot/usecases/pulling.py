"""What a person pulls of a summary: the campaigns that he sees, one of them whole, one unit's sheet; rights at use."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.campaign.model import CampaignState
from bot.campaign.report_life import HANDED_IN
from bot.errors import Refused
from bot.reports.content import SummaryContent, UnitPeriod, UnitSheet
from bot.store import extents, summaries, summary_rows, units
from bot.store.engine import Tx
from bot.store.extents import Extent
from bot.store.summaries import PhaseHead
from bot.store.summary_rows import Submission
from bot.usecases import comparison, content, content_progress, content_units, content_words
from bot.usecases.access import Action, Caller, extent, seen_units
from bot.usecases.content_ground import Ground, ground

EVERYTHING = Extent(whole=True, people=True)
"""What the operator's command line sees: it reads the database anyway."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A campaign as far as somebody sees it, with its periods in their order."""

    campaign_id: int
    campaign: str
    state: CampaignState
    extent: Extent
    heads: tuple[PhaseHead, ...]

    def head(self, day: date, place: int | None = None) -> PhaseHead:
        """The period at this place; else the latest that has begun, or the first. Refused where there is none."""
        return current_phase(self.heads, day, place)


def current_phase(found: Sequence[PhaseHead], day: date, n: int | None = None) -> PhaseHead:
    """The phase or period at this place; else the latest that has begun, or the first."""
    if n is not None:
        chosen = [phase for phase in found if phase.place == n]
    else:
        begun = [phase for phase in found if phase.starts_on is None or phase.starts_on <= day]
        chosen = begun[-1:] or list(found[:1])
    if not chosen:
        raise Refused("no_such_phase", n=n or 1)
    return chosen[0]


def seen(tx: Tx, who: Caller) -> list[Seen]:
    """The launched campaigns of which the caller sees something, the newest first; without their periods."""
    if not who.roles:
        raise Refused("no_role")
    owners = [held.path for held in who.roles if held.role in Action.SEE_SUMMARY.roles]
    return [
        Seen(
            campaign_id=campaign_id,
            campaign=title,
            state=state,
            extent=extent(who, owner_id=owner_id, owner_path=path),
            heads=(),
        )
        for campaign_id, title, state, owner_id, path in extents.campaigns_seen(tx, seen_units(who), owners)
    ]


def one_seen(tx: Tx, who: Caller, campaign_id: int) -> Seen:
    """One of them with its periods; Refused where the caller sees nothing of it."""
    found = next((one for one in seen(tx, who) if one.campaign_id == campaign_id), None)
    if found is None:
        raise Refused("not_allowed")
    return replace(found, heads=tuple(summaries.phases_of(tx, campaign_id)))


def whole(tx: Tx, campaign_id: int) -> Seen:
    """The same for the operator, of whatever campaign; Refused where there is none."""
    heads = tuple(summaries.phases_of(tx, campaign_id))
    if not heads:
        raise Refused("no_such_campaign", campaign=campaign_id)
    head = heads[0]
    return Seen(
        campaign_id=campaign_id, campaign=head.campaign, state=head.state, extent=EVERYTHING, heads=heads
    )


def limited(one: Seen, extent: Extent) -> Seen:
    """The same campaign for a reader who sees only so much."""
    return replace(one, extent=extent)


def below(tx: Tx, one: Seen, code: str) -> Seen:
    """Of a campaign only a unit and those below it; Refused where no unit has this code."""
    unit = units.by_code(tx, code)
    if unit is None:
        raise Refused("unit_code_unknown", code=code)
    return limited(one, Extent(paths=(unit.path,), people=one.extent.people))


def pull(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    campaign_id: int,
    place: int | None = None,
    compare: bool = True,
) -> SummaryContent:
    """The content of a period within what the caller sees."""
    one = one_seen(tx, who, campaign_id)
    return content.of_period(tx, one.head(now.date(), place), one.extent, now, compare=compare)


def pull_unit(
    tx: Tx, who: Caller, now: datetime, *, campaign_id: int, unit_id: int, place: int | None = None
) -> UnitSheet:
    """One unit, everything; Refused where the caller does not see it."""
    one = one_seen(tx, who, campaign_id)
    return sheet(tx, one, now, unit_id=unit_id, place=place)


def sheet(tx: Tx, one: Seen, now: datetime, *, unit_id: int, place: int | None = None) -> UnitSheet:
    head = one.head(now.date(), place)
    if not extents.holds(tx, one.extent, unit_id):
        raise Refused("not_allowed")
    alone = Extent(unit_ids=(unit_id,), people=one.extent.people)
    on = ground(tx, head, alone, now)
    unit = next(iter(content_units.unit_rows(tx, on)), None)
    if unit is None:
        found = units.by_id(tx, unit_id)
        raise Refused("unit_takes_no_part", unit="" if found is None else found.name)
    contacts = summary_rows.contacts(tx, head, now, alone)
    return UnitSheet(
        head=content.head_of(tx, on),
        unit=unit,
        contacts=tuple(contacts.get(unit_id, ())) if alone.people else (),
        groups=content_progress.progress_groups(tx, on, comparison.last_two(tx, on)),
        periods=_periods(tx, on, unit_id),
        history=content_words.history(tx, head.campaign_id, alone, unit_id=unit_id),
        told=content_words.told(tx, on),
    )


def _periods(tx: Tx, on: Ground, unit_id: int) -> tuple[UnitPeriod, ...]:
    """Every period that has begun, with the unit's report."""
    found = summary_rows.submissions(tx, on.campaign.campaign_id, unit_id)
    day = on.now.date()
    return tuple(
        _period(on, head, found.get(head.period_id))
        for head in on.heads
        if head.starts_on is None or head.starts_on <= day
    )


def _period(on: Ground, head: PhaseHead, found: Submission | None) -> UnitPeriod:
    state = None if found is None else found.state
    due_on = head.due_on if found is None else max(head.due_on, found.extended_to or head.due_on)
    at = None if found is None or state not in HANDED_IN else found.submitted_at
    late = None if at is None or found is None else bool(found.late)
    until = on.now.date() if at is None else at.astimezone(on.now.tzinfo).date()
    return UnitPeriod(
        place=head.place,
        name=head.phase,
        due_on=due_on,
        state=state,
        submitted_at=at,
        late=late,
        days_late=0 if late is False else max(0, (until - due_on).days),
    )
