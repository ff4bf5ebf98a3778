"""What the standing body, the leaders and the units hear beside the ladder: lists, phases, the week, what is at risk.

Like the ladder nothing is planned ahead: a key a person makes planning twice harmless, and the words are found when
the message is sent; None where nothing is left to say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from bot.campaign import forecast, notices, progress
from bot.campaign.calendar import WorkCalendar
from bot.campaign.deadlines import Hours
from bot.campaign.forecast import Point, Risk
from bot.campaign.model import Role, Scope, Target
from bot.campaign.notices import Notice
from bot.campaign.rollup import cumulative
from bot.store import campaigns, days, outbox, quiet, recipients, report_moves, summaries, summary_rows
from bot.store import notices as store
from bot.store.engine import Tx
from bot.store.extents import WHOLE
from bot.store.indicators import Indicator
from bot.store.notices import RunningPeriod, Series
from bot.store.summaries import PhaseHead
from bot.texts import View
from bot.usecases import columns, papers, pulling
from bot.usecases.columns import Columns
from bot.usecases.content_ground import answering_by_id, asked_on
from bot.usecases.owing import UnitLists, lists_of
from bot.usecases.pulling import current_phase
from bot.usecases.summary_screens import SummaryScreen, whole_screen

LIST_NAMES = 8
CAMPAIGNS_SHOWN = 5
RISKS_SHOWN = 8
LEADERS = (Role.ADMIN, Role.VIEWER)


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingList(View):
    """Who owes on a period, for those who chase: the groups, and who handed in since the list before."""

    template: ClassVar[str] = "standing_list"
    lists: UnitLists
    since: datetime
    handed_in: tuple[str, ...]
    shown: int = LIST_NAMES

    @property
    def campaign_ids(self) -> frozenset[int]:
        return frozenset({self.lists.head.campaign_id})


@dataclass(frozen=True, kw_only=True, slots=True)
class PhaseTold(View):
    """A period opened, is due soon, or is over."""

    template: ClassVar[str] = "phase_told"
    notice: Notice
    head: PhaseHead
    day: date
    reported: int
    expected: int

    @property
    def campaign_ids(self) -> frozenset[int]:
        return frozenset({self.head.campaign_id})


@dataclass(frozen=True, kw_only=True, slots=True)
class AtRisk:
    """An indicator that is likely to be missed: the newest figure, and what the trend says of the end."""

    campaign_id: int
    unit: str | None
    indicator: str
    target: Target
    risk: Risk
    newest: Point
    ends_on: date
    expected: Decimal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Risks(View):
    """What is likely to be missed, red first: of a person's units, and of the campaigns that he runs."""

    template: ClassVar[str] = "risks"
    of_units: tuple[AtRisk, ...]
    of_campaigns: tuple[AtRisk, ...]
    shown: int = RISKS_SHOWN

    @property
    def campaign_ids(self) -> frozenset[int]:
        return frozenset(one.campaign_id for one in (*self.of_units, *self.of_campaigns))


@dataclass(frozen=True, kw_only=True, slots=True)
class Week(View):
    """A leader's campaigns at the beginning of a week."""

    template: ClassVar[str] = "week"
    day: date
    summaries: tuple[SummaryScreen, ...]
    more: int

    @property
    def campaign_ids(self) -> frozenset[int]:
        return frozenset(summary.head.campaign_id for summary in self.summaries)


# --- Planning --------------------------------------------------------------------------------------------------


def of_period(tx: Tx, period: RunningPeriod, now: datetime, *, calendar: WorkCalendar, hours: Hours) -> int:
    """Have what a period gives to tell at this moment sent to those whom it concerns; returns the new messages.

    `calendar` is that of the office that launched its campaign.
    """
    day, span = now.date(), period.span
    if not calendar.is_working(day):
        return 0
    closing = datetime.combine(day, hours[1], tzinfo=now.tzinfo)
    put = 0
    if (at := notices.list_time(span.due_on, now, calendar, hours)) is not None:
        expires_at = notices.next_list(span.due_on, now, calendar) or closing
        mark = datetime.combine(day, at).isoformat(timespec="minutes")
        put += _put(tx, period, "standing_list", (Role.ADMIN,), mark, now, expires_at)
    for notice in notices.told(span, day, calendar):
        if notice is Notice.OPENED and _launched_within(period, now):
            continue
        of = {Notice.OPENED: span.begins, Notice.DUE_SOON: span.due_on, Notice.CLOSED: span.ends_on}
        # The admins see each morning's list when a due date comes near.
        roles = (Role.VIEWER,) if notice is Notice.DUE_SOON else LEADERS
        put += _put(tx, period, f"phase_{notice.value}", roles, str(of[notice]), now, closing)
    return put + papers.put(tx, period, now, calendar=calendar, hours=hours)


def _launched_within(period: RunningPeriod, now: datetime) -> bool:
    """Whether the period ran already when its campaign was launched: whoever launched it knows."""
    if period.launched_at is None or period.span.begins is None:
        return False
    return period.launched_at.astimezone(now.tzinfo).date() >= period.span.begins


def _put(
    tx: Tx,
    period: RunningPeriod,
    kind: str,
    roles: Sequence[Role],
    mark: str,
    now: datetime,
    expires_at: datetime,
) -> int:
    people = report_moves.holders(tx, period.owner_id, roles, now)
    keys = {person_id: f"{kind}:{person_id}:{period.period_id}:{mark}" for person_id in people}
    return outbox.put_each(
        tx, keys, kind=kind, subject_id=period.period_id, due_at=now, expires_at=expires_at
    )


def of_week(tx: Tx, now: datetime, *, after: int, most: int, hours: Hours) -> tuple[int, int | None, bool]:
    """Have the weekly messages of the next people sent; returns how many are new, and behind whom to go on,
    and whether somebody is quiet until work is over: he is found on the next day of the week.
    """
    closing = datetime.combine(now.date(), hours[1], tzinfo=now.tzinfo)
    readers = store.weekly_readers(tx, now, after=after, most=most)
    at_work = _at_work(tx, [person_id for person_id, _, _ in readers], now)
    put = 0
    for kind, people in (
        ("risks", [person_id for person_id, _, answers in readers if answers and person_id in at_work]),
        ("week", [person_id for person_id, views, _ in readers if views and person_id in at_work]),
    ):
        keys = {person_id: f"{kind}:{person_id}:{notices.week_of(now.date())}" for person_id in people}
        put += outbox.put_each(tx, keys, kind=kind, due_at=now, expires_at=closing)
    free_at = quiet.free_at(tx, [person_id for person_id, _, _ in readers], now)
    too_late = any(moment >= closing for moment in free_at.values())
    return put, readers[-1][0] if len(readers) == most else None, too_late


def _at_work(tx: Tx, person_ids: Sequence[int], now: datetime) -> set[int]:
    """The people of whose campaigns one belongs to an office that works today."""
    calendars = days.calendars(tx)
    if calendars.all_work(now.date()):
        return set(person_ids)
    paths = recipients.owners_of(tx, person_ids, now)
    at_work = {path for path in {path for _, path in paths} if calendars.of(path).is_working(now.date())}
    return {person_id for person_id, path in paths if path in at_work}


# --- The words -------------------------------------------------------------------------------------------------


def standing_list(tx: Tx, period_id: int, now: datetime, hours: Hours) -> StandingList | None:
    period = store.running(tx, period_id)
    if not period:
        return None
    head = _head(tx, period[0])
    calendar = days.of_owner(tx, head.owner_path)
    at = notices.list_time(head.due_on, now, calendar, hours)
    if at is None:
        return None
    moment = datetime.combine(now.date(), at, tzinfo=now.tzinfo)
    since = notices.last_list(head.due_on, moment, calendar)
    lists = lists_of(tx, head, WHOLE, now)
    handed_in = tuple(store.handed_in_since(tx, period_id, since))
    if not (handed_in or lists.nothing or lists.incomplete or lists.waiting or lists.unconnected):
        return None
    return StandingList(lists=lists, since=since, handed_in=handed_in)


def phase_told(tx: Tx, period_id: int, now: datetime, notice: Notice) -> PhaseTold | None:
    period = store.running(tx, period_id)
    # A date that moved meanwhile is told of on its new day.
    if not period or notice not in notices.told(
        period[0].span, now.date(), days.of_owner(tx, period[0].owner_path)
    ):
        return None
    head = _head(tx, period[0])
    expected, reported = summary_rows.required(tx, [head], WHOLE).get(head.period_id, (0, 0))
    return PhaseTold(notice=notice, head=head, day=now.date(), reported=reported, expected=expected)


def _head(tx: Tx, period: RunningPeriod) -> PhaseHead:
    heads = summaries.phases_of(tx, period.campaign_id)
    return next(head for head in heads if head.period_id == period.period_id)


def week(tx: Tx, person_id: int, now: datetime) -> Week | None:
    """The running campaigns of the units at which a person is a viewer, the newest first."""
    campaign_ids = store.led_by(tx, person_id, Role.VIEWER, now)
    found = []
    for campaign_id in campaign_ids[:CAMPAIGNS_SHOWN]:
        one = pulling.whole(tx, campaign_id)
        found.append(whole_screen(tx, one, now, place=current_phase(one.heads, now.date()).place))
    if not found:
        return None
    return Week(day=now.date(), summaries=tuple(found), more=max(0, len(campaign_ids) - CAMPAIGNS_SHOWN))


def risks(tx: Tx, person_id: int, now: datetime) -> Risks | None:
    """What is likely to be missed in the units for which a person reports, and in the campaigns of his office."""
    day = now.date()
    unit_ids = [unit_id for _, unit_id, _ in recipients.reporting_units(tx, [person_id], now)]
    of_units = [
        at_risk
        for series in store.series_of(tx, unit_ids, day)
        if (at_risk := _at_risk(series, day)) is not None
    ]
    of_campaigns = [
        at_risk
        for campaign_id in store.led_by(tx, person_id, Role.ADMIN, now)[:CAMPAIGNS_SHOWN]
        for series in _series_of_campaign(tx, campaign_id, day)
        if (at_risk := _at_risk(series, day)) is not None
    ]
    if not of_units and not of_campaigns:
        return None
    return Risks(of_units=_red_first(of_units), of_campaigns=_red_first(of_campaigns))


def _red_first(found: list[AtRisk]) -> tuple[AtRisk, ...]:
    return tuple(sorted(found, key=lambda one: list(Risk).index(one.risk)))


def _at_risk(series: Series, day: date) -> AtRisk | None:
    start = progress.pace_start(series.starts_on, series.ends_on)
    known = [replace(point, day=min(point.day, day)) for point in series.points]
    risk = forecast.risk(series.target, series.measure, known, start=start, end=series.ends_on, day=day)
    if risk is None:
        return None
    return AtRisk(
        campaign_id=series.campaign_id,
        unit=series.unit,
        indicator=series.indicator,
        target=series.target,
        risk=risk,
        newest=known[-1],
        ends_on=series.ends_on,
        expected=None if risk is Risk.BEHIND else forecast.forecast(known, series.ends_on),
    )


def _series_of_campaign(tx: Tx, campaign_id: int, day: date) -> list[Series]:
    """The campaign's own figures for each period for which every unit that answers for an indicator gave one.

    A sum over some of the units would look like a fall.
    """
    campaign = campaigns.of(tx, campaign_id)
    if campaign is None or campaign.ends_on is None:
        return []
    heads = summaries.phases_of(tx, campaign_id)
    members = summary_rows.members(tx, current_phase(heads, day), WHOLE)
    every = asked_on(tx, campaign_id, day)
    expected = {key: len(units) for key, units in answering_by_id(every, members).items()}
    asked = [one for one in every if expected[one.indicator_id]]
    points: dict[int, list[Point]] = {one.indicator_id: [] for one in asked}
    for head, found in _figures(tx, heads, asked, expected):
        for one in asked:
            if (column := found.get(one.indicator_id)) is None:
                continue
            answering = expected[one.indicator_id]
            actual = cumulative(one.measure, one.target.measure_unit, column, answering=answering)
            if actual is not None and len(column.numbers()) == answering:
                points[one.indicator_id].append(Point(day=head.due_on, value=actual))
    return [
        Series(
            campaign_id=campaign_id,
            starts_on=campaign.starts_on,
            ends_on=campaign.ends_on,
            unit=None,
            indicator=one.name,
            target=one.target,
            measure=one.measure,
            points=tuple(points[one.indicator_id]),
        )
        for one in asked
        if points[one.indicator_id]
    ]


def _figures(
    tx: Tx, heads: Sequence[PhaseHead], asked: Sequence[Indicator], expected: Mapping[int, int]
) -> Iterator[tuple[PhaseHead, Columns]]:
    """The figures of each period for which an indicator can be complete: a province's take a tenth of a second each.

    Of what one unit alone answers for only its own are read.
    """
    owned = [one for one in asked if one.assignment.scope is Scope.OWNER]
    owners = {one.assignment.unit_id for one in owned if one.assignment.unit_id is not None}
    yield from columns.of_each(tx, heads, owned, WHOLE, owners) if owned else ()
    shared = [one for one in asked if one.assignment.scope is not Scope.OWNER]
    least = min((expected[one.indicator_id] for one in shared), default=0)
    reported = summary_rows.reported(tx, heads[0].campaign_id)
    complete = [head for head in heads if shared and reported.get(head.period_id, 0) >= least]
    if complete:
        adds_up = any(one.in_period for one in shared)
        yield from columns.of_each(tx, heads if adds_up else complete, shared, WHOLE)
