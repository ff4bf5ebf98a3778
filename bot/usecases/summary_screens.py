"""`/tonghop` in the chat: one screen with what is behind first, from it to groups, units, one unit's sheet, periods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.campaign.assessments import Assessment
from bot.campaign.model import CampaignState, Duty
from bot.campaign.report_life import COUNTED
from bot.errors import Refused
from bot.language.folding import fold
from bot.reports.content import Head, ProgressRow, UnitSheet
from bot.store import summary_rows
from bot.store.engine import Tx
from bot.store.summaries import PhaseHead
from bot.texts import View
from bot.usecases import comparison, content, content_progress, content_units, pulling
from bot.usecases.access import Action, Caller, may
from bot.usecases.content_ground import ground
from bot.usecases.content_units import UnitProgress
from bot.usecases.paging import paged
from bot.usecases.pulling import Seen

SHOWN = 6
"""Indicators on a screen of a phone."""
GROUPS = 8
UNITS = 10
PERIODS = 24
ORDER = (
    Assessment.AT_RISK,
    Assessment.NOT_MET,
    Assessment.NONE,
    Assessment.BY_UNIT,
    Assessment.NO_TARGET,
    Assessment.QUALITATIVE,
    Assessment.MET,
    Assessment.EXCEEDED,
)
"""What is behind comes first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A group of the directive on its button."""

    numeral: str
    title: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SummaryScreen(View):
    """`/tonghop`: the headline, and a page of indicators, those behind first; of one group (from 1) in its own order.

    `earlier` and `later` are the periods beside this one. `pieces` of evidence may be opened, and forms pulled where it is
    `private`: a group sees neither. `units` is how many units are seen.
    """

    template: ClassVar[str] = "summary"
    in_place: ClassVar[bool] = True
    head: Head
    counting: Mapping[Assessment, int]
    total: int
    rows: tuple[ProgressRow, ...]
    page: int
    pages: int
    group: int
    chosen: Group | None
    groups: tuple[Group, ...]
    units: int
    only_unit: int | None
    whole: bool
    earlier: PhaseHead | None
    later: PhaseHead | None
    periods: int
    pieces: int
    private: bool
    boards: bool
    """Whether the group may have it as its board, for who runs the campaign."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CampaignChoice(View):
    """Several campaigns are running: which one?"""

    template: ClassVar[str] = "campaign_choice"
    action: str
    campaigns: tuple[tuple[int, str, CampaignState], ...]
    # Telegram takes a hundred buttons, and nobody reads as many.
    shown: int = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterLine:
    """A cluster on the units' screen."""

    cluster_id: int
    cluster: str
    reported: int
    expected: int


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitsScreen(View):
    """The units of a summary, those that owe first, a page at a time; of one cluster where `cluster_id` is not 0."""

    template: ClassVar[str] = "summary_units"
    in_place: ClassVar[bool] = True
    head: Head
    cluster_id: int
    clusters: tuple[ClusterLine, ...]
    rows: tuple[UnitProgress, ...]
    start: int
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitScreen(View):
    """One unit: how complete and punctual it is, its figures against its own targets, its periods.

    Forms and the history are had in `private` alone.
    """

    template: ClassVar[str] = "summary_unit"
    in_place: ClassVar[bool] = True
    sheet: UnitSheet
    rows: tuple[ProgressRow, ...]
    page: int
    pages: int
    private: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodLine:
    """A period that has begun, and how many of the required units that are seen have reported on it."""

    place: int
    name: str
    due_on: date
    reported: int
    expected: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodsScreen(View):
    """The periods of a campaign beside each other, the newest first."""

    template: ClassVar[str] = "summary_periods"
    in_place: ClassVar[bool] = True
    campaign_id: int
    campaign: str
    rows: tuple[PeriodLine, ...]


def summary(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    campaign_id: int | None = None,
    n: int | None = None,
    page: int = 0,
    group: int = 0,
) -> View:
    """`/tonghop` within what the caller sees; asks which campaign only where there is a choice."""
    one = _choose(tx, who, "summary", campaign_id)
    if isinstance(one, CampaignChoice):
        return one
    head = one.head(now.date(), n)
    runs = may(who, Action.RUN_CAMPAIGNS, unit_id=head.owner_id, path=head.owner_path)
    return screen(
        tx,
        one,
        now,
        place=n,
        page=page,
        group=group,
        private=who.private,
        boards=runs and not who.private and one.state is CampaignState.RUNNING,
        before=True,
    )


def screen(
    tx: Tx,
    one: Seen,
    now: datetime,
    *,
    place: int | None = None,
    page: int = 0,
    group: int = 0,
    private: bool = False,
    boards: bool = False,
    shown: int = SHOWN,
    before: bool = False,
) -> SummaryScreen:
    """`before`: the rows that are shown say what the period brought too, and the one before it."""
    head = one.head(now.date(), place)
    on = ground(tx, head, one.extent, now)
    groups = content_progress.progress_groups(tx, on)
    if not 0 <= group <= len(groups):
        raise Refused("stale")
    if group:
        rows = list(groups[group - 1].rows)
    else:
        rows = sorted((row for each in groups for row in each.rows), key=_behind_first)
    page, pages = paged(page, len(rows), shown)
    on_page = rows[page * shown : (page + 1) * shown]
    if before and head.place > 1:
        last_two = comparison.last_two(tx, on, {row.indicator_id for row in on_page})
        on_page = list(content_progress.with_before(on, on_page, last_two))
    counting = content_progress.counted(groups)
    named = tuple(Group(numeral=each.numeral, title=each.title, count=each.count) for each in groups)
    beside = [other for other in one.heads if abs(other.place - head.place) == 1]
    return SummaryScreen(
        head=content.head_of(tx, on),
        counting=counting,
        total=sum(counting.values()),
        rows=tuple(on_page),
        page=page,
        pages=pages,
        group=group,
        chosen=named[group - 1] if group else None,
        groups=named[:GROUPS],
        units=len(on.members),
        only_unit=on.members[0].unit_id if len(on.members) == 1 else None,
        whole=one.extent.whole,
        earlier=next((other for other in beside if other.place < head.place), None),
        later=next((other for other in beside if other.place > head.place), None),
        periods=len(one.heads),
        pieces=sum(row.evidence for each in groups for row in each.rows) if private else 0,
        private=private,
        boards=boards,
    )


def whole_screen(tx: Tx, one: Seen, now: datetime, *, place: int, before: bool = False) -> SummaryScreen:
    """The summary as the chat shows it, on one page: for the command line."""
    return screen(tx, one, now, place=place, shown=10**6, before=before)


def _behind_first(row: ProgressRow) -> tuple[int, int, int]:
    return (not row.is_behind, ORDER.index(row.assessment), row.n)


def units(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    campaign_id: int,
    n: int | None = None,
    cluster_id: int = 0,
    page: int = 0,
) -> View:
    """The units of a summary: who has reported, how much of it."""
    one = pulling.one_seen(tx, who, campaign_id)
    on = ground(tx, one.head(now.date(), n), one.extent, now)
    every = content_units.unit_progress(on)
    chosen = [unit for unit in every if cluster_id in {0, unit.cluster_id}]
    if not chosen:
        raise Refused("stale")
    page, pages = paged(page, len(chosen), UNITS)
    return UnitsScreen(
        head=content.head_of(tx, on),
        cluster_id=cluster_id,
        clusters=_clusters(every) if not cluster_id else (),
        rows=tuple(chosen[page * UNITS : (page + 1) * UNITS]),
        start=page * UNITS,
        page=page,
        pages=pages,
    )


def _clusters(every: Sequence[UnitProgress]) -> tuple[ClusterLine, ...]:
    """The clusters of the required units, by name; none where there is but one."""
    found: dict[int, list[UnitProgress]] = {}
    for unit in every:
        if unit.cluster_id is not None and unit.duty is Duty.REQUIRED:
            found.setdefault(unit.cluster_id, []).append(unit)
    lines = [
        ClusterLine(
            cluster_id=cluster_id,
            cluster=inside[0].cluster or "",
            reported=sum(unit.state in COUNTED for unit in inside),
            expected=len(inside),
        )
        for cluster_id, inside in found.items()
    ]
    return tuple(sorted(lines, key=lambda line: fold(line.cluster))) if len(lines) > 1 else ()


def periods(tx: Tx, who: Caller, now: datetime, *, campaign_id: int) -> View:
    """How far the units were in each period that has begun."""
    one = pulling.one_seen(tx, who, campaign_id)
    begun = [head for head in one.heads if head.starts_on is None or head.starts_on <= now.date()]
    newest = (begun or list(one.heads[:1]))[::-1][:PERIODS]
    counted = summary_rows.required(tx, newest, one.extent)
    lines = []
    for head in newest:
        expected, reported = counted.get(head.period_id, (0, 0))
        line = PeriodLine(
            place=head.place, name=head.phase, due_on=head.due_on, reported=reported, expected=expected
        )
        lines.append(line)
    return PeriodsScreen(campaign_id=campaign_id, campaign=one.campaign, rows=tuple(lines))


def unit(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    campaign_id: int,
    n: int | None = None,
    unit_id: int,
    page: int = 0,
) -> View:
    """One unit's sheet on a screen."""
    found = pulling.pull_unit(tx, who, now, campaign_id=campaign_id, unit_id=unit_id, place=n)
    rows = sorted((row for group in found.groups for row in group.rows), key=_behind_first)
    page, pages = paged(page, len(rows), SHOWN)
    return UnitScreen(
        sheet=found,
        rows=tuple(rows[page * SHOWN : (page + 1) * SHOWN]),
        page=page,
        pages=pages,
        private=who.private,
    )


def _choose(tx: Tx, who: Caller, action: str, campaign_id: int | None) -> Seen | CampaignChoice:
    """The campaign asked for, checked against what the caller sees, or the choice to show."""
    if campaign_id is not None:
        return pulling.one_seen(tx, who, campaign_id)
    found = pulling.seen(tx, who)
    running = [one for one in found if one.state is CampaignState.RUNNING] or found
    if not running:
        raise Refused("no_campaign")
    if len(running) == 1:
        return pulling.one_seen(tx, who, running[0].campaign_id)
    return CampaignChoice(
        action=action, campaigns=tuple((one.campaign_id, one.campaign, one.state) for one in running)
    )
