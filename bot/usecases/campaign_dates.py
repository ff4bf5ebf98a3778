"""A campaign's dates: its end where the directive does not say it, its phases, and when units report."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.campaign.calendar import WorkCalendar
from bot.campaign.deadlines import default_due
from bot.campaign.model import CampaignState, Review
from bot.errors import Refused
from bot.language.dates import read_date
from bot.store import audit, campaigns, people
from bot.store.campaigns import Campaign, Phase
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import ONE_DAY, at_work, draft_of, whole
from bot.usecases.date_views import last_review_day


def typed_due(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The date typed for the phase that is asked about; a running campaign's date may be moved too."""
    campaign = at_work(tx, who, who.draft.campaign_id)
    phases = campaigns.phases_of(tx, campaign.campaign_id)
    asked = (who.draft.pending or {}).get("n") or (phases[0].n if len(phases) == 1 else None)
    phase = next((phase for phase in phases if phase.n == asked), None)
    if phase is None:
        raise Refused("due_of_which_phase")
    due_on = day_of(text, now=now, year=phase.ends_on.year)
    set_due(tx, campaign, phase, due_on, now=now, person_id=who.known)
    return show(tx, who, now, "campaign_due", campaign_id=campaign.campaign_id, pending={"changed": phase.n})


def set_due(
    tx: Tx, campaign: Campaign, phase: Phase, due_on: date, *, now: datetime, person_id: int | None
) -> None:
    """Move a phase's due date, within the phase or at the latest before its review."""
    last = max(phase.ends_on, last_review_day(phase.review, phase.ends_on))
    first = phase.starts_on or campaign.starts_on
    if due_on > last or (first is not None and due_on < first):
        raise Refused("due_outside", due=due_on, first=first, last=last, phase=phase.name)
    campaigns.set_due(tx, campaign.campaign_id, phase.n, due_on)
    audit.note(
        tx,
        "set_due",
        "campaign",
        campaign.campaign_id,
        person_id=person_id,
        now=now,
        facts={"phase": phase.n, "from": phase.due_on.isoformat(), "to": due_on.isoformat()},
    )
    if campaign.state is CampaignState.RUNNING:
        reporters = campaigns.focal_points(tx, campaign.campaign_id, now)
        people.reopen(tx, [person for _, person, _ in reporters])


def typed_end(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The end that the directive does not say; the campaign then has one phase to that day."""
    campaign = draft_of(tx, who, who.draft.campaign_id)
    year = campaign.directive.get("year") or now.year
    set_end(tx, campaign, day_of(text, now=now, year=year), now=now, person_id=who.known)
    return show(tx, who, now, "campaign", campaign_id=campaign.campaign_id)


def set_end(tx: Tx, campaign: Campaign, ends_on: date, *, now: datetime, person_id: int | None) -> None:
    if campaign.ends_on is not None:
        raise Refused("stale")
    if campaign.starts_on is not None and ends_on <= campaign.starts_on:
        raise Refused("end_before_start", end=ends_on, start=campaign.starts_on)
    campaigns.correct(tx, campaign.campaign_id, {"ends_on": ends_on})
    campaigns.replace_phases(tx, campaign.campaign_id, [whole(campaign.starts_on, ends_on)])
    facts = {"ends_on": ends_on.isoformat()}
    audit.note(tx, "set_end", "campaign", campaign.campaign_id, person_id=person_id, now=now, facts=facts)


def typed_phase(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """A phase to add, as "Sơ kết 6 tháng: 30/6/2026" or by its last day; it splits the one around it."""
    campaign = draft_of(tx, who, who.draft.campaign_id)
    if campaign.ends_on is None:
        raise Refused("campaign_without_end")
    name, colon, rest = text.rpartition(":")
    ends_on = day_of(rest if colon else text, now=now, year=campaign.ends_on.year)
    phases = with_phase(campaigns.phases_of(tx, campaign.campaign_id), " ".join(name.split()), ends_on)
    return _with_phases(tx, who, now, campaign, phases)


def with_phase(phases: Sequence[Phase], name: str, ends_on: date) -> list[Phase]:
    """The phases with a new one that ends inside one of them; what follows begins the day after."""
    split = next((phase for phase in phases if ends_on <= phase.ends_on), None)
    begins = phases[0].starts_on
    if split is None or (begins is not None and ends_on < begins):
        raise Refused("phase_outside", end=ends_on, first=begins, last=phases[-1].ends_on)
    if split.ends_on == ends_on:
        raise Refused("phase_there", end=ends_on, phase=split.name)
    review = Review()
    new = replace(
        split,
        name=name,
        ends_on=ends_on,
        review=review,
        due_on=default_due(ends_on, review, WorkCalendar(), split.starts_on),
        source_text="",
        review_text="",
    )
    after = replace(split, starts_on=ends_on + ONE_DAY)
    return _numbered(phase for old in phases for phase in ((new, after) if old is split else (old,)))


def drop_phase(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, n: int) -> View:
    """Take a phase away; its days go to the one after it. The last one, to the campaign's end, stays."""
    campaign = draft_of(tx, who, campaign_id)
    phases = campaigns.phases_of(tx, campaign_id)
    if not 0 < n < len(phases):
        raise Refused("stale")
    following = replace(phases[n], starts_on=phases[n - 1].starts_on)
    return _with_phases(tx, who, now, campaign, _numbered([*phases[: n - 1], following, *phases[n + 1 :]]))


def _numbered(phases: Iterable[Phase]) -> list[Phase]:
    return [
        replace(phase, n=n, name=phase.name or " ".join(("Đợt", str(n)))) for n, phase in enumerate(phases, 1)
    ]


def _with_phases(tx: Tx, who: Caller, now: datetime, campaign: Campaign, phases: Sequence[Phase]) -> View:
    campaigns.replace_phases(tx, campaign.campaign_id, phases)
    audit.note(
        tx,
        "set_phases",
        "campaign",
        campaign.campaign_id,
        person_id=who.known,
        now=now,
        facts={"ends": [phase.ends_on.isoformat() for phase in phases]},
    )
    return show(tx, who, now, "campaign_due", campaign_id=campaign.campaign_id)


def day_of(text: str, *, now: datetime, year: int) -> date:
    """The one day that a text names, in the campaign's year where it names no year; Refused otherwise."""
    moment = read_date(text, today=now, year=year, mode="future")
    if moment.last_day is None or moment.candidates:
        raise Refused("date_unread", typed=text[:80], year=year)
    return moment.last_day
