"""A campaign's dates: its end where the directive does not say it, its phases, and when units report."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.campaign.calendar import WorkCalendar
from bot.campaign.deadlines import default_due
from bot.campaign.model import CampaignState, Review
from bot.errors import Refused
from bot.language.dates import read_date
from bot.store import audit, campaigns, days, reopening
from bot.store import phases as store
from bot.store.campaigns import Campaign, Phase
from bot.store.engine import Tx
from bot.store.phases import phases_of, replace_phases
from bot.store.phases import set_due as move_due
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_periods import typed_lock
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import ONE_DAY, at_work, draft_of, whole
from bot.usecases.date_views import cluster_due_of

AFTER_THE_PHASE = timedelta(days=31)
"""How long after a phase and its review a cluster may still be due: many hold their own review only then."""


def typed_due(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The date typed for the phase that is asked about; a running campaign's date may be moved too."""
    campaign = at_work(tx, who, who.draft.campaign_id)
    phases = phases_of(tx, campaign.campaign_id)
    pending = who.draft.pending or {}
    if pending.get("asking_lock"):
        return typed_lock(tx, who, now, campaign, text=text)
    asked = pending.get("n") or (phases[0].n if len(phases) == 1 else None)
    phase = next((phase for phase in phases if phase.n == asked), None)
    if phase is None:
        raise Refused("due_of_which_phase")
    place = pending.get("place") or (1 if len(phase.periods) == 1 else 0)
    if not 1 <= place <= len(phase.periods):
        raise Refused("due_of_which_period")
    due_on = day_of(text, now=now, year=phase.periods[place - 1].ends_on.year)
    of_clusters = pending.get("clusters", 0) == 1
    setting = set_cluster_due if of_clusters else set_due
    setting(tx, campaign, phase, due_on, place=place, now=now, person_id=who.known)
    changed = {"changed": phase.n, "place": place, "clusters": int(of_clusters)}
    return show(tx, who, now, "campaign_due", campaign_id=campaign.campaign_id, pending=changed)


def set_due(
    tx: Tx,
    campaign: Campaign,
    phase: Phase,
    due_on: date,
    *,
    place: int | None = None,
    now: datetime,
    person_id: int | None,
) -> None:
    """Move the due date of a period (of the last one), from its first day to the end of its phase or its review."""
    last = max(phase.ends_on, phase.review.last_day(phase.ends_on))
    place = place or len(phase.periods)
    period = phase.periods[place - 1]
    first = period.starts_on or campaign.starts_on
    if due_on > last or (first is not None and due_on < first):
        raise Refused("due_outside", due=due_on, first=first, last=last, phase=period.name or phase.name)
    move_due(tx, campaign.campaign_id, phase.n, place, due_on)
    audit.note(
        tx,
        "set_due",
        "campaign",
        campaign.campaign_id,
        person_id=person_id,
        now=now,
        facts={
            "phase": phase.n,
            "period": place,
            "from": period.due_on.isoformat(),
            "to": due_on.isoformat(),
        },
    )
    if campaign.state is CampaignState.RUNNING:
        reopening.of_campaign(tx, campaign.campaign_id, now)


def set_cluster_due(
    tx: Tx,
    campaign: Campaign,
    phase: Phase,
    due_on: date,
    *,
    place: int,
    now: datetime,
    person_id: int | None,
) -> None:
    """Set the due date of the clusters' own reports for a period: not before the units', nor long after the phase."""
    period = phase.periods[place - 1]
    last = max(phase.ends_on, phase.review.last_day(phase.ends_on)) + AFTER_THE_PHASE
    if not period.due_on <= due_on <= last:
        raise Refused("cluster_due_outside", due=due_on, first=period.due_on, last=last)
    store.set_cluster_due(tx, campaign.campaign_id, phase.n, place, due_on)
    facts = {
        "phase": phase.n,
        "period": place,
        "from": cluster_due_of(period, days.of_owner(tx, campaign.owner_path)).isoformat(),
        "to": due_on.isoformat(),
    }
    audit.note(
        tx, "set_cluster_due", "campaign", campaign.campaign_id, person_id=person_id, now=now, facts=facts
    )


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
    replace_phases(
        tx, campaign.campaign_id, [whole(campaign.starts_on, ends_on, days.of_owner(tx, campaign.owner_path))]
    )
    facts = {"ends_on": ends_on.isoformat()}
    audit.note(tx, "set_end", "campaign", campaign.campaign_id, person_id=person_id, now=now, facts=facts)


def typed_phase(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """A phase to add, as "Sơ kết 6 tháng: 30/6/2026" or by its last day; it splits the one around it."""
    campaign = draft_of(tx, who, who.draft.campaign_id)
    if campaign.ends_on is None:
        raise Refused("campaign_without_end")
    name, colon, rest = text.rpartition(":")
    ends_on = day_of(rest if colon else text, now=now, year=campaign.ends_on.year)
    calendar = days.of_owner(tx, campaign.owner_path)
    phases = with_phase(phases_of(tx, campaign.campaign_id), " ".join(name.split()), ends_on, calendar)
    return _with_phases(tx, who, now, campaign, phases)


def with_phase(phases: Sequence[Phase], name: str, ends_on: date, calendar: WorkCalendar) -> list[Phase]:
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
        due_on=default_due(ends_on, review, calendar, split.starts_on),
        due_set=False,
        source_text="",
        review_text="",
    )
    after = replace(split, starts_on=ends_on + ONE_DAY)
    return _numbered(phase for old in phases for phase in ((new, after) if old is split else (old,)))


def drop_phase(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, n: int) -> View:
    """Take a phase away; its days go to the one after it. The last one, to the campaign's end, stays."""
    campaign = draft_of(tx, who, campaign_id)
    phases = phases_of(tx, campaign_id)
    if not 0 < n < len(phases):
        raise Refused("stale")
    following = replace(phases[n], starts_on=phases[n - 1].starts_on)
    return _with_phases(tx, who, now, campaign, _numbered([*phases[: n - 1], following, *phases[n + 1 :]]))


def _numbered(phases: Iterable[Phase]) -> list[Phase]:
    return [
        replace(phase, n=n, name=phase.name or " ".join(("Đợt", str(n)))) for n, phase in enumerate(phases, 1)
    ]


def _with_phases(tx: Tx, who: Caller, now: datetime, campaign: Campaign, phases: Sequence[Phase]) -> View:
    replace_phases(tx, campaign.campaign_id, phases)
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
