"""A directive becomes a campaign: opened as a draft, looked through, launched or discarded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import PurePath
from typing import Any, ClassVar

from bot.campaign.calendar import WorkCalendar
from bot.campaign.deadlines import default_due
from bot.campaign.model import CampaignState, Duty, Review
from bot.campaign.naming import called
from bot.directive import DirectiveDraft
from bot.directive.model import Reason
from bot.directive.printing import as_json
from bot.errors import Refused
from bot.store import audit, campaigns, days, indicators, lifecycle, outbox, people
from bot.store import units as stored_units
from bot.store.campaigns import Campaign, Phase
from bot.store.engine import Tx
from bot.store.phases import phases_of as stored_phases
from bot.store.phases import replace_phases
from bot.texts import View
from bot.usecases import owners
from bot.usecases.access import Action, Caller, at, require
from bot.usecases.campaign_screens import show
from bot.usecases.new_indicators import all_new

WHOLE = "Cả đợt thi đua"
"""The name of the one phase of a campaign whose directive names none."""
LAUNCH_HEARD_WITHIN = timedelta(days=7)
"""A launch that could not be told for a week is told by the first nudge instead."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class DirectiveFile:
    """The file that a directive came in: its name, and the SHA-256 of its bytes in hex."""

    name: str
    hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Discarded(View):
    """A draft is gone, as was asked twice."""

    template: ClassVar[str] = "campaign_discarded"
    in_place: ClassVar[bool] = True
    title: str


# --- From the directive to the draft ---------------------------------------------------------------------


def open_from_directive(
    tx: Tx,
    draft: DirectiveDraft,
    *,
    owner: int,
    units: Mapping[int, Duty],
    file: DirectiveFile,
    now: datetime,
    person_id: int | None,
) -> int:
    """A campaign in draft: phases with their default due dates, indicators that all required units answer.

    `owner` is the id of the launching unit, `units` those that take part with their duty. Returns its id.
    """
    office = stored_units.by_id(tx, owner)
    calendar = WorkCalendar() if office is None else days.of_owner(tx, office.path)
    phases = phases_of(draft, calendar)
    campaign_id = campaigns.add(
        tx,
        owner_id=owner,
        title=called(draft.title or draft.theme or PurePath(file.name).stem),
        theme=draft.theme,
        document_type=draft.document_type,
        number=draft.number,
        issued_on=draft.date,
        issued_precision=draft.date_precision,
        starts_on=draft.start,
        ends_on=draft.end or (phases[-1].ends_on if phases else None),
        directive=as_json(draft),
        file_name=file.name,
        file_hash=file.hash,
        person_id=person_id,
        now=now,
    )
    replace_phases(tx, campaign_id, phases)
    campaigns.set_duties(tx, campaign_id, units)
    # A goal in running prose may not be an indicator at all: it is shown among the doubts, for the admin to add.
    listed = all_new(draft.indicators)
    opened = campaigns.of(tx, campaign_id) if any(one.owner for one in listed) else None
    if opened is not None:
        listed = owners.proposed(tx, listed, campaigns.participants(tx, opened))
    indicators.add(tx, campaign_id, listed)
    audit.note(
        tx,
        "open",
        "campaign",
        campaign_id,
        person_id=person_id,
        now=now,
        facts={"file": file.hash, "indicators": len(listed), "units": len(units)},
    )
    return campaign_id


def phases_of(draft: DirectiveDraft, calendar: WorkCalendar) -> tuple[Phase, ...]:
    """The phases in order of their ends, each with its due date; none where no end is known.

    The due date is the day by which the directive has units report on the phase; where it says none, the default.
    A phase that does not say when it begins follows the one before it.
    """
    stated = [(phase.end, phase) for phase in draft.phases if phase.end is not None]
    if not stated and draft.end is not None:
        return (whole(draft.start, draft.end, calendar),)
    found: list[Phase] = []
    for end, phase in sorted(stated, key=lambda pair: pair[0]):
        start = found[-1].ends_on + ONE_DAY if found else draft.start
        begins = phase.start or start
        said = phase.report and phase.report.day
        found.append(
            Phase(
                n=len(found) + 1,
                name=phase.name or WHOLE,
                starts_on=begins,
                ends_on=end,
                review=phase.review,
                due_on=said or default_due(end, phase.review, calendar, begins),
                due_set=said is not None,
                source_text=phase.verbatim,
                review_text=phase.review_verbatim,
            )
        )
    return tuple(found)


def whole(start: date | None, end: date, calendar: WorkCalendar) -> Phase:
    """The one phase of a campaign whose directive names none."""
    review = Review()
    return Phase(
        n=1,
        name=WHOLE,
        starts_on=start,
        ends_on=end,
        review=review,
        due_on=default_due(end, review, calendar, start),
    )


# --- In the chat -----------------------------------------------------------------------------------------


def receive(tx: Tx, who: Caller, now: datetime, *, draft: DirectiveDraft, file: DirectiveFile) -> View:
    """A directive that an admin sent: a draft of his unit's. Where one is open already, he is asked which."""
    held = at(who, Action.RUN_CAMPAIGNS)
    _drop_undecided(tx, who)
    before = campaigns.of_owner(tx, held.unit_id)
    campaign_id = open_from_directive(
        tx,
        draft,
        owner=held.unit_id,
        units=campaigns.duties_below(tx, held.path),
        file=file,
        now=now,
        person_id=who.known,
    )
    same = [one for one in before if one.file_hash == file.hash and one.state in campaigns.AT_WORK]
    other = next(iter(same or [one for one in before if one.state is CampaignState.DRAFT]), None)
    if not same and any(one.state is CampaignState.RUNNING for one in before):
        pending = None if other is None else {"other": other.campaign_id}
        return show(tx, who, now, "reissue_purpose", campaign_id=campaign_id, pending=pending)
    if other is not None:
        return show(
            tx, who, now, "campaign_second", campaign_id=campaign_id, pending={"other": other.campaign_id}
        )
    return first(tx, who, now, campaign_id)


def first(tx: Tx, who: Caller, now: datetime, campaign_id: int) -> View:
    """What was read; before that the question for the end, where the directive does not say it."""
    campaign = campaigns.of(tx, campaign_id)
    if campaign is not None and campaign.reissues_id is not None:
        return show(tx, who, now, "reissue", campaign_id=campaign_id)
    endless = campaign is not None and campaign.ends_on is None
    return show(tx, who, now, "campaign_end" if endless else "campaign", campaign_id=campaign_id)


def _drop_undecided(tx: Tx, who: Caller) -> None:
    """A file sent instead of an answer to "which of the two?", "a new one?" takes the place of the one asked about."""
    if who.draft.screen in {"campaign_second", "reissue_purpose"} and who.draft.campaign_id is not None:
        undecided = campaigns.of(tx, who.draft.campaign_id)
        if undecided is not None and undecided.state is CampaignState.DRAFT:
            lifecycle.discard(tx, undecided.campaign_id)


def decide(tx: Tx, who: Caller, now: datetime, *, anew: bool) -> View:
    """Go on with the campaign that was there before, or with the file just sent.

    Of two drafts of the same file only the chosen one stays; a draft of another file is kept for later.
    """
    campaign_id, other_id = who.draft.campaign_id, (who.draft.pending or {}).get("other")
    if who.draft.screen != "campaign_second" or campaign_id is None or other_id is None:
        raise Refused("stale")
    new, other = draft_of(tx, who, campaign_id), campaign_of(tx, who, other_id)
    dropped: Campaign | None = new
    if anew:
        dropped = other if other.file_hash == new.file_hash and other.state is CampaignState.DRAFT else None
    if dropped is not None:
        _discard(tx, who, now, dropped)
    return first(tx, who, now, campaign_id if anew else other_id)


def campaign_of(tx: Tx, who: Caller, campaign_id: int | None) -> Campaign:
    """A campaign that the caller may run; Refused where there is none or it is not his."""
    campaign = None if campaign_id is None else campaigns.of(tx, campaign_id)
    if campaign is None or campaign.state is CampaignState.REISSUE:
        raise Refused("gone")
    require(who, Action.RUN_CAMPAIGNS, unit_id=campaign.owner_id, path=campaign.owner_path)
    return campaign


def draft_of(tx: Tx, who: Caller, campaign_id: int | None) -> Campaign:
    """The same, refused once it is launched: what units answer for is then settled."""
    campaign = at_work(tx, who, campaign_id)
    if campaign.state is not CampaignState.DRAFT:
        raise Refused("campaign_launched", title=campaign.title)
    return campaign


def at_work(tx: Tx, who: Caller, campaign_id: int | None) -> Campaign:
    """A draft or a running campaign; refused once it is closed: nothing is written into it any more."""
    return in_state(campaign_of(tx, who, campaign_id), *campaigns.AT_WORK)


def in_state(campaign: Campaign, *states: CampaignState) -> Campaign:
    if campaign.state not in states:
        raise Refused("campaign_state", title=campaign.title, state=campaign.state)
    return campaign


def open_screen(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    screen: str,
    campaign_id: int,
    indicator_id: int | None = None,
    pending: dict[str, Any] | None = None,
) -> View:
    """Any screen of a campaign that only shows or asks: pages, cards, questions."""
    campaign_of(tx, who, campaign_id)
    if indicator_id is not None and indicators.campaign_of(tx, indicator_id) != campaign_id:
        raise Refused("gone")
    return show(tx, who, now, screen, campaign_id=campaign_id, indicator_id=indicator_id, pending=pending)


def discard(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, sure: bool) -> View:
    """Throw a draft away; asked twice."""
    campaign = draft_of(tx, who, campaign_id)
    if not sure:
        return show(tx, who, now, "campaign_discard", campaign_id=campaign_id)
    _discard(tx, who, now, campaign)
    people.move(tx, who.known, "idle", now=now)
    return Discarded(title=campaign.title)


def _discard(tx: Tx, who: Caller, now: datetime, campaign: Campaign) -> None:
    lifecycle.discard(tx, campaign.campaign_id)
    audit.note(tx, "discard", "campaign", campaign.campaign_id, person_id=who.person_id, now=now)


# --- Launch ----------------------------------------------------------------------------------------------


def review_launch(tx: Tx, who: Caller, now: datetime, *, campaign_id: int) -> View:
    """ "Phát động": the screen with all counts, before anything happens."""
    check_complete(tx, draft_of(tx, who, campaign_id))
    return show(tx, who, now, "campaign_launch", campaign_id=campaign_id)


def launch(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, sure: bool = False) -> View:
    """Start the campaign; each focal point gets one message. Doubtful readings that nobody saw are asked about."""
    campaign = draft_of(tx, who, campaign_id)
    if not sure and any(one.doubtful for one in indicators.of_campaign(tx, campaign_id)):
        return show(tx, who, now, "campaign_launch", campaign_id=campaign_id, pending={"asking": True})
    told = start(tx, campaign, now=now, person_id=who.known)
    return show(tx, who, now, "campaign_launched", campaign_id=campaign_id, pending={"told": told})


def start(tx: Tx, campaign: Campaign, *, now: datetime, person_id: int | None) -> int:
    """Draft -> running, in the chat and on the command line; returns how many people will hear of it."""
    check_complete(tx, campaign)
    lifecycle.launch(tx, campaign.campaign_id, now)
    keys = {
        person: ":".join(("launch", str(campaign.campaign_id), str(person)))
        for _, person, reachable in campaigns.focal_points(tx, campaign.campaign_id, now)
        if reachable
    }
    outbox.put_each(
        tx,
        keys,
        kind="launch",
        subject_id=campaign.campaign_id,
        due_at=now,
        expires_at=now + LAUNCH_HEARD_WITHIN,
    )
    people.reopen(tx, list(keys))
    audit.note(
        tx,
        "launch",
        "campaign",
        campaign.campaign_id,
        person_id=person_id,
        now=now,
        facts={"told": len(keys)},
    )
    return len(keys)


def check_complete(tx: Tx, campaign: Campaign) -> None:
    """What a campaign cannot run without: an end with a phase to report on, and a unit that reports."""
    if campaign.reissues_id is not None:
        raise Refused("document_compared")
    every = indicators.of_campaign(tx, campaign.campaign_id)
    carried = sum(one.doubtful and Reason.CARRIED in one.doubts for one in every)
    if carried:
        raise Refused("targets_carried", count=carried)
    if campaign.ends_on is None or not stored_phases(tx, campaign.campaign_id):
        raise Refused("campaign_without_end")
    if all(unit.duty is None for unit in campaigns.participants(tx, campaign)):
        raise Refused("campaign_without_units")
