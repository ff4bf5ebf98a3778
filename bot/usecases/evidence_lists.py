"""From the summary to what shows its figures: which indicators have evidence, and the pieces of one over all units."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.errors import Refused
from bot.store import evidence, indicators, summaries
from bot.store.engine import Tx
from bot.store.evidence import Evidence
from bot.store.summaries import PhaseHead
from bot.texts import View
from bot.usecases.access import Action, Caller, require
from bot.usecases.paging import paged
from bot.usecases.pulling import current_phase
from bot.usecases.sheets import SHOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """An indicator and how many pieces of evidence the units handed in for it."""

    indicator_id: int
    n: int
    name: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceOfPeriod(View):
    """The indicators of a summary that have evidence, a page at a time."""

    template: ClassVar[str] = "evidence_of_period"
    in_place: ClassVar[bool] = True
    head: PhaseHead
    rows: tuple[Shown, ...]
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceOfIndicator(View):
    """What the units handed in for one indicator, a page at a time."""

    template: ClassVar[str] = "evidence_of_indicator"
    in_place: ClassVar[bool] = True
    head: PhaseHead
    indicator: Shown
    rows: tuple[Evidence, ...]
    page: int
    pages: int


def of_period(
    tx: Tx, who: Caller, now: datetime, *, campaign_id: int, place: int | None, page: int = 0
) -> EvidenceOfPeriod:
    head = _head(tx, who, now, campaign_id, place)
    every = _indicators(tx, head)
    page, pages = paged(page, len(every), SHOWN)
    rows = tuple(every[page * SHOWN : (page + 1) * SHOWN])
    return EvidenceOfPeriod(head=head, rows=rows, page=page, pages=pages)


def of_indicator(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    campaign_id: int,
    place: int | None,
    indicator_id: int,
    page: int = 0,
) -> EvidenceOfIndicator:
    head = _head(tx, who, now, campaign_id, place)
    indicator = next((one for one in _indicators(tx, head) if one.indicator_id == indicator_id), None)
    if indicator is None:
        raise Refused("gone")
    page, pages = paged(page, indicator.count, SHOWN)
    rows = evidence.of_indicator(tx, head.period_id, indicator_id, most=SHOWN, skipped=page * SHOWN)
    return EvidenceOfIndicator(head=head, indicator=indicator, rows=tuple(rows), page=page, pages=pages)


def _head(tx: Tx, who: Caller, now: datetime, campaign_id: int, place: int | None) -> PhaseHead:
    """The period, for whoever reads its summary."""
    found = summaries.phases_of(tx, campaign_id)
    if not found:
        raise Refused("gone")
    head = current_phase(found, now.date(), place)
    require(who, Action.SEE_SUMMARY, unit_id=head.owner_id, path=head.owner_path)
    return head


def _indicators(tx: Tx, head: PhaseHead) -> list[Shown]:
    counts = evidence.counts_of_period(tx, head.period_id)
    return [
        Shown(indicator_id=one.indicator_id, n=one.n, name=one.name, count=counts[one.indicator_id])
        for one in indicators.of_campaign(tx, head.campaign_id)
        if one.indicator_id in counts
    ]
