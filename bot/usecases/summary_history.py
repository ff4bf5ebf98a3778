"""The history of a period's figures in the chat: of one unit, or of all that are seen, the newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.errors import Refused
from bot.reports.units import HistoryRow
from bot.store import extents, units
from bot.store.engine import Tx
from bot.store.summaries import PhaseHead
from bot.texts import View
from bot.usecases import content_words, pulling
from bot.usecases.access import Caller
from bot.usecases.sheets import LAST_PAGE, SHOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodHistory(View):
    """Every version of the figures of a period: when, which unit, from what to what, why; `unit` None: of all.

    `older`: whether there is another page; a province's versions are never counted.
    """

    template: ClassVar[str] = "summary_history"
    in_place: ClassVar[bool] = True
    head: PhaseHead
    unit_id: int
    unit: str | None
    entries: tuple[HistoryRow, ...]
    people: bool
    page: int
    older: bool


def history(
    tx: Tx, who: Caller, now: datetime, *, campaign_id: int, n: int | None, unit_id: int = 0, page: int = 0
) -> View:
    one = pulling.one_seen(tx, who, campaign_id)
    head = one.head(now.date(), n)
    unit = units.by_id(tx, unit_id) if unit_id else None
    if unit_id and (unit is None or not extents.holds(tx, one.extent, unit_id)):
        raise Refused("not_allowed")
    page = min(max(page, 0), LAST_PAGE)
    found = content_words.history(
        tx,
        campaign_id,
        one.extent,
        period_id=head.period_id,
        unit_id=unit_id or None,
        part=(page * SHOWN, SHOWN + 1),
    )
    return PeriodHistory(
        head=head,
        unit_id=unit_id,
        unit=None if unit is None else unit.name,
        entries=found[:SHOWN],
        people=one.extent.people,
        page=page,
        older=len(found) > SHOWN,
    )
