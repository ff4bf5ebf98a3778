"""Who has not reported, and how an indicator stands by the figures of some units."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from bot.campaign import progress
from bot.campaign.model import (
    CampaignState,
    Duty,
    Figure,
    FigureKind,
    Measure,
    ReportState,
    Standing,
    Target,
)
from bot.campaign.progress import Status
from bot.campaign.rollup import WHOLES
from bot.errors import Refused
from bot.store import cluster_dues, nudges, summaries
from bot.store.cluster_dues import ClusterDue
from bot.store.engine import Tx
from bot.store.nudges import Nudged
from bot.store.summaries import IndicatorHead, PhaseHead, UnitState
from bot.texts import View
from bot.usecases.access import Action, Caller, may, reach
from bot.usecases.pulling import current_phase
from bot.usecases.summary_screens import CampaignChoice

NAMES = 25


@dataclass(frozen=True, kw_only=True, slots=True)
class IndicatorProgress:
    """One indicator over all units: `reported` of `expected` units have a figure in a submitted report.

    `actual` is in the indicator's measure unit; None where no figure is there or figures of several
    units cannot be added (then `lowest` and `highest` say where they lie).
    """

    indicator_id: int
    n: int
    section: str
    name: str
    target: Target
    measure: Measure
    actual: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    percent: Decimal | None
    status: Status
    standings: tuple[tuple[Standing, int], ...]
    reported: int
    expected: int


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitLists:
    """How far units are with a period: those that must report in four lists, and the invited ones that have not."""

    head: PhaseHead
    day: date
    reported: int
    expected: int
    nothing: tuple[UnitState, ...]
    incomplete: tuple[UnitState, ...]
    waiting: tuple[UnitState, ...]
    unconnected: tuple[UnitState, ...]
    invited: tuple[UnitState, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unreported(View):
    """`/chuabaocao`: the lists of units whose report is not there, each unit by name; and the clusters likewise.

    `nudged`: what the ladder has said of them so far, by unit id.
    """

    template: ClassVar[str] = "unreported"
    in_place: ClassVar[bool] = True
    lists: UnitLists
    clusters: tuple[ClusterDue, ...]
    nudged: Mapping[int, Nudged]
    names_shown: bool
    shown: int


def progress_of(indicator: IndicatorHead, given: list[Figure]) -> IndicatorProgress:
    """How an indicator stands by the figures that its units gave, or the standing body in their stead."""
    values = [value for value in map(progress.value_of, given) if value is not None]
    slots = [*given, *[None] * max(0, indicator.expected - len(given))]
    actual = progress.roll_up(indicator.measure, slots)
    if (
        actual is None
        and indicator.measure is Measure.LEVEL
        and (whole := WHOLES.get(indicator.target.measure_unit)) is not None
    ):
        actual = progress.weighed(given, whole)
    standings = [figure.standing for figure in given if figure.standing is not None]
    qualitative = indicator.measure is Measure.QUALITATIVE
    return IndicatorProgress(
        indicator_id=indicator.indicator_id,
        n=indicator.n,
        section=indicator.section,
        name=indicator.name,
        target=indicator.target,
        measure=indicator.measure,
        actual=actual,
        lowest=min(values, default=None) if actual is None else None,
        highest=max(values, default=None) if actual is None else None,
        percent=None if actual is None else progress.percent(actual, indicator.target),
        status=progress.status(
            indicator.target, None if actual is None else Figure(kind=FigureKind.VALUE, value=actual)
        ),
        standings=tuple(
            (standing, standings.count(standing)) for standing in Standing if standing in standings
        ),
        reported=len(standings) if qualitative else len(values),
        expected=indicator.expected,
    )


def phases(tx: Tx, campaign_id: int) -> list[PhaseHead]:
    """The phases of a campaign in their order, each with its periods; none where there is no such campaign."""
    return summaries.phases_of(tx, campaign_id)


def unreported(
    tx: Tx, who: Caller, now: datetime, *, campaign_id: int | None = None, n: int | None = None
) -> View:
    """`/chuabaocao`: nothing yet, incomplete, nobody connected; people's names only for admins in private."""
    choice = _choose(tx, who, "unreported", campaign_id)
    if isinstance(choice, CampaignChoice):
        return choice
    head = current_phase(summaries.phases_of(tx, choice), now.date(), n)
    lists = lists_of(tx, head, now)
    shown = [state.unit_id for group in (lists.nothing, lists.incomplete) for state in group[:NAMES]]
    return Unreported(
        lists=lists,
        nudged=nudges.nudged(tx, head.period_id, shown, now.tzinfo),
        clusters=tuple(due for due in cluster_dues.of_period(tx, head.period_id, now) if due.is_owed),
        names_shown=who.private and may(who, Action.KEEP_PEOPLE, unit_id=head.owner_id, path=head.owner_path),
        shown=NAMES,
    )


def lists_of(tx: Tx, head: PhaseHead, now: datetime, *, cluster_id: int | None = None) -> UnitLists:
    """Who owes a report of this period: nothing yet, incomplete, waiting for sign-off, nobody connected; of a cluster."""
    every = summaries.unit_states(tx, head, now)
    states = [state for state in every if cluster_id in {None, state.cluster_id}]
    required = [state for state in states if state.duty is Duty.REQUIRED]
    owing = [state for state in required if state.is_owed]
    waiting = [state for state in required if state.state is ReportState.WAITING]
    return UnitLists(
        head=head,
        day=now.date(),
        reported=len(required) - len(owing) - len(waiting),
        expected=len(required),
        nothing=tuple(state for state in owing if state.entered == 0 and state.contacts),
        incomplete=tuple(state for state in owing if state.entered > 0 and state.contacts),
        waiting=tuple(waiting),
        unconnected=tuple(state for state in owing if not state.contacts),
        invited=tuple(state for state in states if state.duty is Duty.INVITED and state.is_owed),
    )


def _choose(tx: Tx, who: Caller, action: str, campaign_id: int | None) -> int | CampaignChoice:
    """The campaign asked for, checked against the caller's reach, or the choice to show."""
    found = summaries.campaigns_within(tx, reach(who, Action.SEE_SUMMARY))
    if campaign_id is not None:
        if all(key != campaign_id for key, _, _ in found):
            raise Refused("not_allowed")
        return campaign_id
    running = [campaign for campaign in found if campaign[2] is CampaignState.RUNNING] or found
    if not running:
        raise Refused("no_campaign")
    if len(running) == 1:
        return running[0][0]
    return CampaignChoice(action=action, campaigns=tuple(running))
