"""An admin sets the dates of a period: data cut-off, units, clusters, summary, review."""

from datetime import date, datetime, timedelta

from bot.campaign.timetable import Deadline, Time
from bot.errors import Refused
from bot.language.dates import read_date
from bot.language.moments import Op
from bot.store import audit, timetables
from bot.store.campaigns import Campaign, Phase
from bot.store.engine import Tx
from bot.store.phases import phases_of
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_dates import AFTER_THE_PHASE, set_cluster_due, set_due
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import at_work

SCREEN = "campaign_times"
TIMES = tuple(Time)
_DAY = timedelta(days=1)


def ask(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, n: int, place: int, time: int) -> View:
    """Ask for one date, by its place in TIMES."""
    at_work(tx, who, campaign_id)
    if not 0 <= time < len(TIMES):
        raise Refused("stale")
    pending = {"n": n, "place": place, "asked": TIMES[time].value}
    return show(tx, who, now, SCREEN, campaign_id=campaign_id, pending=pending)


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """ "14/6", "đến hết ngày 14/6", "trước ngày 15/6": the last day counts, the words are kept beside it."""
    campaign = at_work(tx, who, who.draft.campaign_id)
    pending = who.draft.pending or {}
    phase = next((one for one in phases_of(tx, campaign.campaign_id) if one.n == pending.get("n")), None)
    place, asked = pending.get("place", 1), pending.get("asked")
    if phase is None or asked is None or not 1 <= place <= len(phase.periods):
        raise Refused("stale")
    time = Time(asked)
    deadline = _read(text, now, year=phase.periods[place - 1].ends_on.year)
    _set(tx, who, now, campaign, phase, place, time, deadline)
    saved = {"n": phase.n, "place": place, "saved": time.value}
    return show(tx, who, now, SCREEN, campaign_id=campaign.campaign_id, pending=saved)


def _set(
    tx: Tx,
    who: Caller,
    now: datetime,
    campaign: Campaign,
    phase: Phase,
    place: int,
    time: Time,
    deadline: Deadline,
) -> None:
    period = phase.periods[place - 1]
    last = phase.review.last_day(phase.ends_on)
    match time:
        case Time.DUE:
            set_due(tx, campaign, phase, deadline.day, place=place, now=now, person_id=who.known)
        case Time.CLUSTER:
            set_cluster_due(tx, campaign, phase, deadline.day, place=place, now=now, person_id=who.known)
        case Time.CUTOFF:
            _within(deadline.day, period.starts_on or campaign.starts_on, period.due_on - _DAY)
        case Time.SUMMARY:
            _within(deadline.day, period.due_on, last)
        case Time.REVIEW:
            _within(deadline.day, phase.due_on, phase.ends_on + AFTER_THE_PHASE)
            timetables.set_review(tx, campaign.campaign_id, phase.n, deadline)
    timetables.keep(tx, timetables.period_id(tx, campaign.campaign_id, phase.n, place), time, deadline)
    facts = {
        "phase": phase.n,
        "period": place,
        "time": time.value,
        "to": deadline.day.isoformat(),
        "exclusive": deadline.exclusive,
    }
    audit.note(tx, "set_time", "campaign", campaign.campaign_id, person_id=who.known, now=now, facts=facts)


def _within(day: date, first: date | None, last: date) -> None:
    if day > last or (first is not None and day < first):
        raise Refused("time_outside", day=day, first=first, last=last)


def _read(text: str, now: datetime, *, year: int) -> Deadline:
    moment = read_date(text, today=now, year=year, mode="future")
    if moment.last_day is None or moment.candidates:
        raise Refused("date_unread", typed=text[:80], year=year)
    return Deadline(day=moment.last_day, exclusive=moment.op is Op.BEFORE)
