"""The screen of a period's dates, from the data cut-off to the review."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.campaign import timetable
from bot.campaign.periods import Period
from bot.campaign.timetable import Deadline, Time
from bot.store import days, timetables
from bot.store.campaigns import Campaign, Phase
from bot.store.engine import Tx
from bot.store.phases import phases_of
from bot.texts import View
from bot.usecases.campaign_views import Open
from bot.usecases.date_views import cluster_due_of


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeLine:
    """One date of a period; `proposed` where nobody has set it."""

    time: Time
    deadline: Deadline
    proposed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Timetable(View):
    """The dates of a period; `asked` is the one that the next message gives, `saved` the one it gave just now."""

    template: ClassVar[str] = "campaign_times"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    phase: Phase
    period: Period
    place: int
    lines: tuple[TimeLine, ...]
    asked: Time | None
    saved: Time | None


def times(tx: Tx, screen: Open, _now: datetime) -> View | None:
    n, place = screen.pending.get("n"), screen.pending.get("place", 1)
    phase = next((one for one in phases_of(tx, screen.campaign.campaign_id) if one.n == n), None)
    if phase is None or not 1 <= place <= len(phase.periods):
        return None
    asked, saved = screen.pending.get("asked"), screen.pending.get("saved")
    return Timetable(
        campaign=screen.campaign,
        phase=phase,
        period=phase.periods[place - 1],
        place=place,
        lines=lines(tx, screen.campaign, phase, place),
        asked=asked and Time(asked),
        saved=saved and Time(saved),
    )


def lines(tx: Tx, campaign: Campaign, phase: Phase, place: int) -> tuple[TimeLine, ...]:
    """The five dates in their order; how a date was worded counts as long as that date stands."""
    period, review = phase.periods[place - 1], phase.review
    own = timetables.of(tx, timetables.period_id(tx, campaign.campaign_id, phase.n, place))
    calendar, last = days.of_owner(tx, campaign.owner_path), review.last_day(phase.ends_on)
    found = {
        Time.CUTOFF: own.get(Time.CUTOFF),
        Time.DUE: _worded(own.get(Time.DUE), Deadline(day=period.due_on)),
        Time.CLUSTER: period.cluster_due_on
        and _worded(own.get(Time.CLUSTER), Deadline(day=period.cluster_due_on)),
        Time.SUMMARY: own.get(Time.SUMMARY),
        Time.REVIEW: review.deadline and Deadline(day=last, exclusive=review.exclusive),
    }
    proposed = {
        Time.CUTOFF: Deadline(day=timetable.data_cutoff(period.due_on, calendar)),
        Time.DUE: Deadline(day=period.due_on),
        Time.CLUSTER: Deadline(day=cluster_due_of(period, calendar)),
        Time.SUMMARY: Deadline(day=timetable.summary_due(period.due_on, last, calendar)),
        Time.REVIEW: Deadline(day=last),
    }
    return tuple(
        TimeLine(time=time, deadline=found[time] or proposed[time], proposed=found[time] is None)
        for time in Time
    )


def _worded(kept: Deadline | None, now: Deadline) -> Deadline:
    return kept if kept is not None and kept.day == now.day else now
