"""A cluster as its lead sees it: how far the members are, and their figures together. Nothing beside the cluster."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.errors import Refused
from bot.language.folding import fold
from bot.reports.content import ProgressRow
from bot.store import cluster_dues, summaries
from bot.store.cluster_dues import ClusterDue
from bot.store.engine import Tx
from bot.store.extents import Extent
from bot.store.summaries import PhaseHead
from bot.store.summary_rows import Member
from bot.texts import View
from bot.usecases.access import Caller, led
from bot.usecases.content_ground import ground
from bot.usecases.content_progress import progress_groups
from bot.usecases.owing import UnitLists, lists_on
from bot.usecases.paging import paged
from bot.usecases.pulling import current_phase

SHOWN = 15
MEMBERS_SHOWN = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterChoice(View):
    """The caller leads several clusters, or his takes part in several campaigns: which?"""

    template: ClassVar[str] = "cluster_choice"
    choices: tuple[tuple[int, str, int, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterScreen(View):
    """`/cum`: the lists of /chuabaocao for the members alone; a member's report is read at a tap.

    `own` is the cluster's own report; None before its period has begun.
    """

    template: ClassVar[str] = "cluster"
    in_place: ClassVar[bool] = True
    head: PhaseHead
    cluster_id: int
    cluster: str
    day: date
    own: ClusterDue | None
    lists: UnitLists
    begun: tuple[Member, ...]
    others: tuple[PhaseHead, ...]
    shown: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterFigures(View):
    """The figures of the members together, from what was handed in, a page at a time."""

    template: ClassVar[str] = "cluster_figures"
    in_place: ClassVar[bool] = True
    head: PhaseHead
    cluster_id: int
    cluster: str
    rows: tuple[ProgressRow, ...]
    page: int
    pages: int


def members(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    campaign_id: int | None = None,
    cluster_id: int | None = None,
    n: int | None = None,
) -> View:
    """How far the members are with a period (by place; else the one that runs)."""
    choices = _choices(tx, who)
    if campaign_id is None and len(choices) > 1:
        return ClusterChoice(choices=tuple(choices))
    campaign_id, _, cluster_id, name = _chosen(choices, campaign_id, cluster_id)
    heads = summaries.phases_of(tx, campaign_id)
    head = current_phase(heads, now.date(), n)
    on = ground(tx, head, Extent(cluster_ids=(cluster_id,)), now)
    begun = sorted((one for one in on.members if one.report_id is not None), key=lambda one: fold(one.unit))
    dues = cluster_dues.of_period(tx, head.period_id, now)
    return ClusterScreen(
        head=head,
        cluster_id=cluster_id,
        cluster=name,
        day=now.date(),
        own=next((due for due in dues if due.cluster_id == cluster_id), None),
        lists=lists_on(tx, on),
        begun=tuple(begun[:MEMBERS_SHOWN]),
        others=tuple(
            one
            for one in heads
            if one.place != head.place and (one.starts_on is None or one.starts_on <= now.date())
        ),
        shown=MEMBERS_SHOWN,
    )


def figures(
    tx: Tx, who: Caller, now: datetime, *, campaign_id: int, cluster_id: int, n: int, page: int = 0
) -> ClusterFigures:
    """The members' figures by the rules of the summary: what accumulates is summed, a share is weighed."""
    campaign_id, _, cluster_id, name = _chosen(_choices(tx, who), campaign_id, cluster_id)
    head = current_phase(summaries.phases_of(tx, campaign_id), now.date(), n)
    rows = sums(tx, head, cluster_id, now)
    page, pages = paged(page, len(rows), SHOWN)
    return ClusterFigures(
        head=head,
        cluster_id=cluster_id,
        cluster=name,
        rows=tuple(rows[page * SHOWN : (page + 1) * SHOWN]),
        page=page,
        pages=pages,
    )


def sums(tx: Tx, head: PhaseHead, cluster_id: int, now: datetime) -> list[ProgressRow]:
    """The indicators that members answer for, each over the members, as the summary has it."""
    on = ground(tx, head, Extent(cluster_ids=(cluster_id,)), now)
    return [row for group in progress_groups(tx, on) for row in group.rows]


_Choice = tuple[int, str, int, str]


def _choices(tx: Tx, who: Caller) -> list[_Choice]:
    clusters = led(who)
    if not clusters:
        raise Refused("no_cluster" if who.roles else "no_role")
    choices = cluster_dues.campaigns_of_clusters(tx, clusters)
    if not choices:
        raise Refused("no_campaign")
    return choices


def chosen(tx: Tx, who: Caller, campaign_id: int, cluster_id: int) -> _Choice:
    """A cluster that the caller leads, in a running campaign in which it takes part; Refused otherwise."""
    return _chosen(_choices(tx, who), campaign_id, cluster_id)


def _chosen(choices: list[_Choice], campaign_id: int | None, cluster_id: int | None) -> _Choice:
    for choice in choices:
        if campaign_id in {None, choice[0]} and cluster_id in {None, choice[2]}:
            return choice
    raise Refused("not_allowed")
