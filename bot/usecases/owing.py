"""Who owes a report of a period: the lists of the summary, as far as a chat shows them, and `/chuabaocao`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from bot.campaign.model import CampaignState
from bot.errors import Refused
from bot.reports.units import LateLists
from bot.store import cluster_dues, nudges, summaries, summary_rows
from bot.store.cluster_dues import ClusterDue
from bot.store.engine import Tx
from bot.store.extents import Extent
from bot.store.nudges import Nudged
from bot.store.summaries import PhaseHead
from bot.texts import View
from bot.usecases import content_units, pulling
from bot.usecases.access import Action, Caller, reach
from bot.usecases.content_ground import Ground, ground, required
from bot.usecases.content_units import UnitProgress
from bot.usecases.summary_screens import CampaignChoice

NAMES = 25
"""So many units of a list stand by name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitLists:
    """How far units are with a period: the lists of the summary's content, each unit without what it lacks.

    `reported` of `expected` required units have; `contacts` are the names of those to whom the bot writes, by unit id.
    """

    head: PhaseHead
    day: date
    reported: int
    expected: int
    nothing: tuple[UnitProgress, ...] = ()
    incomplete: tuple[UnitProgress, ...] = ()
    waiting: tuple[UnitProgress, ...] = ()
    unconnected: tuple[UnitProgress, ...] = ()
    invited: tuple[UnitProgress, ...] = ()
    contacts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def lists_of(tx: Tx, head: PhaseHead, extent: Extent, now: datetime) -> UnitLists:
    """Of the units that are seen."""
    return lists_on(tx, ground(tx, head, extent, now))


def lists_on(tx: Tx, on: Ground) -> UnitLists:
    contacts = summary_rows.contacts(tx, on.head, on.now, on.extent)
    lists: dict[str, list[UnitProgress]] = {name: [] for name in LateLists.__slots__}
    for unit in content_units.unit_progress(on):
        name = content_units.list_of(unit, connected=unit.unit_id in contacts)
        if name is not None:
            lists[name].append(unit)
    expected, reported = required(on.members)
    found: dict[str, Any] = {name: tuple(rows) for name, rows in lists.items()}
    return UnitLists(
        head=on.head,
        day=on.now.date(),
        reported=reported,
        expected=expected,
        contacts={unit_id: tuple(names) for unit_id, names in contacts.items()},
        **found,
    )


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


def unreported(
    tx: Tx, who: Caller, now: datetime, *, campaign_id: int | None = None, n: int | None = None
) -> View:
    """`/chuabaocao`: nothing yet, incomplete, nobody connected; people's names only for admins in private."""
    choice = _choose(tx, who, "unreported", campaign_id)
    if isinstance(choice, CampaignChoice):
        return choice
    one = pulling.one_seen(tx, who, choice)
    head = one.head(now.date(), n)
    lists = lists_of(tx, head, one.extent, now)
    shown = tuple(unit.unit_id for group in (lists.nothing, lists.incomplete) for unit in group[:NAMES])
    return Unreported(
        lists=lists,
        nudged=nudges.nudged(tx, head.period_id, Extent(unit_ids=shown), now.tzinfo),
        clusters=tuple(due for due in cluster_dues.of_period(tx, head.period_id, now) if due.is_owed),
        names_shown=one.extent.people,
        shown=NAMES,
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
