"""A campaign on the page: its indicators at a glance, its units, who is late; each within what the caller sees.

Only what a page shows is read: of 3,321 units fifty, with their figures.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from bot.campaign.assessments import Assessment
from bot.campaign.model import Duty, ReportState
from bot.language.folding import fold, words
from bot.reports.content import Head, ProgressGroup, ProgressRow, UnitSheet
from bot.reports.units import LateLists, UnitRow
from bot.store import cluster_dues, summary_rows
from bot.store.cluster_dues import ClusterDue
from bot.store.engine import Tx
from bot.store.summaries import PhaseHead
from bot.store.summary_rows import Member
from bot.usecases import content, content_progress, content_units, page_downloads, pulling
from bot.usecases.access import Caller, led
from bot.usecases.content_ground import Ground, ground
from bot.usecases.pulling import Seen

UNITS_SHOWN = 50
LATE_SHOWN = 100
LONGEST_SEARCH = 60


class Order(StrEnum):
    """By what the rows of a page are ordered."""

    NUMBER = "number"
    NAME = "name"
    PERCENT = "percent"
    ASSESSMENT = "assessment"
    CLUSTER = "cluster"
    STATE = "state"
    SENT = "sent"


INDICATOR_ORDERS = (Order.NUMBER, Order.NAME, Order.PERCENT, Order.ASSESSMENT)
UNIT_ORDERS = (Order.NAME, Order.CLUSTER, Order.STATE, Order.SENT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a page is asked for: the period, a part of a name, one assessment or state, the order, the page."""

    place: int | None = None
    search: str = ""
    only: str = ""
    order: Order | None = None
    down: bool = False
    page: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Around:
    """What every page of a campaign shows around: of what it tells, the periods and the forms that there are."""

    head: Head
    periods: tuple[PhaseHead, ...]
    asked: Asked
    forms: list[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Glance:
    """The indicators. `groups` are those of the directive, or one without a title where the rows are ordered otherwise.

    `counting` is of all of them, whichever are shown.
    """

    around: Around
    groups: tuple[ProgressGroup, ...]
    counting: Mapping[Assessment, int]
    shown: int
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitsPage:
    """A page of the units; `count` is of all that were asked for, `states` of all that are seen, by state."""

    around: Around
    rows: tuple[UnitRow, ...]
    count: int
    pages: int
    states: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class LatePage:
    """Who has not reported; `count` is of all pages. The clusters are those that owe a report, on the first page."""

    around: Around
    lists: LateLists
    clusters: tuple[ClusterDue, ...]
    count: int
    pages: int


def glance(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, asked: Asked) -> Glance:
    one, head = _seen(tx, who, now, campaign_id, asked)
    on = ground(tx, head, one.extent, now)
    every = content_progress.progress_groups(tx, on)
    groups = _ordered(_kept(every, asked), asked)
    return Glance(
        around=_around(tx, one, on, asked),
        groups=groups,
        counting=content_progress.counted(every),
        shown=sum(group.count for group in groups),
        total=sum(group.count for group in every),
    )


def _kept(groups: Sequence[ProgressGroup], asked: Asked) -> tuple[ProgressGroup, ...]:
    wanted = " ".join(words(asked.search))

    def fits(row: ProgressRow) -> bool:
        return asked.only in {"", row.assessment.value} and wanted in " ".join(words(row.name))

    kept = (replace(group, rows=tuple(filter(fits, group.rows))) for group in groups)
    return tuple(group for group in kept if group.rows)


def _ordered(groups: tuple[ProgressGroup, ...], asked: Asked) -> tuple[ProgressGroup, ...]:
    if asked.order in {None, Order.NUMBER}:
        return groups
    keys: dict[Order, Callable[[ProgressRow], tuple[int, object, int]]] = {
        Order.NAME: lambda row: (0, fold(row.name), row.n),
        # What has no share stands behind, whichever way the rest is ordered.
        Order.PERCENT: lambda row: (row.percent is None, _signed(row.percent, down=asked.down), row.n),
        Order.ASSESSMENT: lambda row: (0, list(Assessment).index(row.assessment), row.n),
    }
    rows = [row for group in groups for row in group.rows]
    down = asked.down and asked.order is not Order.PERCENT
    ordered = sorted(rows, key=keys[asked.order or Order.NAME], reverse=down)
    return (ProgressGroup(numeral="", title="", rows=tuple(ordered)),) if rows else ()


def _signed(percent: Decimal | None, *, down: bool) -> Decimal:
    return (percent or Decimal(0)) * (-1 if down else 1)


def units(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, asked: Asked) -> UnitsPage:
    """The units by name, cluster or state; figures are read for those on the page alone."""
    one, head = _seen(tx, who, now, campaign_id, asked)
    every = summary_rows.members(tx, head, one.extent)
    wanted = " ".join(words(asked.search))
    found = [
        unit
        for unit in every
        if asked.only in {"", _state_of(unit)}
        and (not wanted or wanted in " ".join(words(" ".join((unit.unit, unit.cluster or "")))))
    ]
    found = _units_ordered(found, asked)
    on, rows, page, pages = _page(tx, one, head, now, found, asked.page, UNITS_SHOWN)
    states: dict[str, int] = {}
    for unit in every:
        states[_state_of(unit)] = states.get(_state_of(unit), 0) + 1
    return UnitsPage(
        around=_around(tx, one, on, replace(asked, page=page), every),
        rows=rows,
        count=len(found),
        pages=pages,
        states=states,
    )


def _state_of(unit: Member) -> str:
    return "unbegun" if unit.state is None else unit.state.value


def _units_ordered(found: Sequence[Member], asked: Asked) -> list[Member]:
    by_name = sorted(found, key=lambda unit: (fold(unit.unit), unit.unit_id))
    match asked.order:
        case Order.CLUSTER:
            return sorted(by_name, key=lambda unit: fold(unit.cluster or ""), reverse=asked.down)
        case Order.STATE:
            return sorted(by_name, key=_state_of, reverse=asked.down)
        case Order.SENT:
            never = [unit for unit in by_name if unit.submitted_at is None]
            sent = [(unit.submitted_at, unit) for unit in by_name if unit.submitted_at is not None]
            return [*(unit for _, unit in sorted(sent, key=lambda one: one[0], reverse=asked.down)), *never]
        case _:
            return by_name[::-1] if asked.down else by_name


def late(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, asked: Asked) -> LatePage:
    """Who has not reported, longest overdue first; a hundred on a page."""
    one, head = _seen(tx, who, now, campaign_id, asked)
    every = summary_rows.members(tx, head, one.extent)
    found = [unit for unit in every if unit.is_owed or unit.state is ReportState.WAITING]
    found.sort(key=lambda unit: (unit.duty is not Duty.REQUIRED, unit.due_on, fold(unit.unit)))
    on, rows, page, pages = _page(tx, one, head, now, found, asked.page, LATE_SHOWN)
    dues = cluster_dues.of_period(tx, head.period_id, now) if page == 0 else []
    clusters = (due for due in dues if one.extent.whole or due.cluster_id in led(who))
    return LatePage(
        around=_around(tx, one, on, replace(asked, page=page), every),
        lists=content_units.late_lists(tx, on, rows),
        clusters=tuple(due for due in clusters if due.is_owed),
        count=len(found),
        pages=pages,
    )


def unit(
    tx: Tx, who: Caller, now: datetime, *, campaign_id: int, unit_id: int, asked: Asked
) -> tuple[Around, UnitSheet]:
    """One unit, everything."""
    one, _ = _seen(tx, who, now, campaign_id, asked)
    sheet = pulling.sheet(tx, one, now, unit_id=unit_id, place=asked.place)
    forms = page_downloads.offered(whole=one.extent.whole, of_unit=True)
    return Around(head=sheet.head, periods=one.heads, asked=asked, forms=forms), sheet


def _seen(tx: Tx, who: Caller, now: datetime, campaign_id: int, asked: Asked) -> tuple[Seen, PhaseHead]:
    one = pulling.one_seen(tx, who, campaign_id)
    return one, one.head(now.date(), asked.place)


def _page(
    tx: Tx, one: Seen, head: PhaseHead, now: datetime, found: Sequence[Member], page: int, most: int
) -> tuple[Ground, tuple[UnitRow, ...], int, int]:
    """The rows of a page of these units in their order, and which page of how many it is."""
    pages = max(1, -(-len(found) // most))
    page = min(max(page, 0), pages - 1)
    ids = [unit.unit_id for unit in found[page * most : (page + 1) * most]]
    on = ground(
        tx, head, replace(one.extent, whole=False, paths=(), cluster_ids=(), unit_ids=tuple(ids)), now
    )
    rows = {row.unit_id: row for row in content_units.unit_rows(tx, on)}
    return on, tuple(rows[key] for key in ids if key in rows), page, pages


def _around(tx: Tx, one: Seen, on: Ground, asked: Asked, every: Sequence[Member] | None = None) -> Around:
    """Of what the page tells; `every` are the units that are seen where the ground is only of some."""
    whole = replace(on, extent=one.extent, members=on.members if every is None else every)
    forms = page_downloads.offered(whole=one.extent.whole, of_unit=False)
    return Around(head=content.head_of(tx, whole), periods=one.heads, asked=asked, forms=forms)
