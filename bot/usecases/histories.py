"""`/lichsu`: what happened to a report of a unit or a cluster, told from what is stored for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.store import campaigns, evidence, indicators, narratives, report_moves, reports, successions
from bot.store import cluster_reports as store
from bot.store.changes import Change, OfIndicator, changes, of_indicator
from bot.store.engine import Tx
from bot.store.evidence import Evidence
from bot.store.narratives import ExampleTold, SignedReport, Told
from bot.store.report_moves import Moved
from bot.store.successions import Changed
from bot.texts import View
from bot.usecases import cluster_reports
from bot.usecases.access import Action, AnyHead, Caller, require
from bot.usecases.sheets import LAST_PAGE, SHOWN, seen

Entry = Moved | Change | Told | SignedReport | Evidence | ExampleTold
"""One thing that happened to a report."""


@dataclass(frozen=True, kw_only=True, slots=True)
class History(View):
    """`/lichsu`: what happened to a report and its figures, the newest first, a page at a time.

    `changes`: which units went up in its unit, or its unit in which.
    """

    template: ClassVar[str] = "history"
    in_place: ClassVar[bool] = True
    head: AnyHead
    entries: tuple[Entry, ...]
    changes: tuple[Changed, ...]
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class IndicatorHistory(View):
    """What happened to an indicator's figures, of one unit or of all (`unit` None), the newest first, a page at a time."""

    template: ClassVar[str] = "indicator_history"
    in_place: ClassVar[bool] = True
    campaign: str
    indicator_id: int
    indicator: str
    measure_unit: str
    unit_id: int
    unit: str | None
    entries: tuple[OfIndicator, ...]
    page: int
    pages: int


def history(tx: Tx, who: Caller, _: datetime, *, report_id: int, page: int = 0) -> History:
    """Every move, every version of every figure and of the narrative: when, who, from what to what, why."""
    head = seen(tx, who, report_id)
    # A correction is told by the figure or the part that it changed.
    done = [moved for moved in report_moves.of_report(tx, report_id) if moved.move is not Move.CORRECT]
    entries: list[Entry]
    entries = [*changes(tx, report_id), *narratives.versions(tx, report_id), *done]
    entries += [*narratives.signed(tx, report_id), *narratives.ever_good(tx, report_id)]
    entries += evidence.ever_of_report(tx, report_id)
    return _history(head, entries, page, tuple(successions.of_unit(tx, head.unit_id)))


def indicator_history(
    tx: Tx, who: Caller, _: datetime, *, indicator_id: int, unit_id: int, page: int = 0
) -> IndicatorHistory:
    """Every version of an indicator's figures: of the unit whose report this is, of all (0) for who runs the campaign."""
    campaign_id = indicators.campaign_of(tx, indicator_id)
    campaign = None if campaign_id is None else campaigns.of(tx, campaign_id)
    if campaign is None:
        raise Refused("gone")
    every = indicators.of_campaign(tx, campaign.campaign_id)
    indicator = next(one for one in every if one.indicator_id == indicator_id)
    unit = None
    if unit_id:
        unit = seen(tx, who, reports.newest_of(tx, campaign.campaign_id, unit_id) or 0).unit
    else:
        require(who, Action.RUN_CAMPAIGNS, unit_id=campaign.owner_id, path=campaign.owner_path)
    page = min(max(page, 0), LAST_PAGE)
    entries, count = of_indicator(tx, indicator_id, unit_id or None, page=page, most=SHOWN)
    return IndicatorHistory(
        campaign=campaign.title,
        indicator_id=indicator_id,
        indicator=indicator.name,
        measure_unit=indicator.target.measure_unit,
        unit_id=unit_id,
        unit=unit,
        entries=tuple(entries),
        page=page,
        pages=max(1, -(-count // SHOWN)),
    )


def cluster_history(tx: Tx, who: Caller, _: datetime, *, report_id: int, page: int = 0) -> History:
    """The same of a cluster's report."""
    head = cluster_reports.seen(tx, who, report_id)
    done = [moved for moved in store.moves(tx, report_id) if moved.move is not Move.CORRECT]
    return _history(head, [*store.versions(tx, report_id), *done], page)


def _history(
    head: AnyHead, entries: Sequence[Entry], page: int, changes: tuple[Changed, ...] = ()
) -> History:
    """The newest first, a page at a time."""
    newest = sorted(entries, key=lambda entry: entry.at)[::-1]
    pages = max(1, -(-len(newest) // SHOWN))
    page = min(max(page, 0), pages - 1)
    shown = tuple(newest[page * SHOWN : (page + 1) * SHOWN])
    return History(head=head, entries=shown, changes=changes, page=page, pages=pages)
