"""The words in a summary's content: what the units wrote, good examples, what was corrected and by whom."""

from bot.reports.content import Example, Narrative, Told
from bot.reports.units import HistoryRow
from bot.store import summary_words
from bot.store.engine import Tx
from bot.store.extents import Extent
from bot.store.summary_words import Version
from bot.usecases.content_ground import Ground


def told(tx: Tx, on: Ground) -> Told:
    """What the units that are seen handed in, in words; whoever a good example names only for who may see people."""
    period_id, people = on.head.period_id, on.extent.people
    return Told(
        narratives=tuple(
            Narrative(unit_id=unit_id, unit=unit, part=part, text=text)
            for unit_id, unit, part, text in summary_words.narratives_of(tx, period_id, on.extent)
        ),
        examples=tuple(
            Example(unit_id=unit_id, unit=unit, name=name if people else None, deed=deed)
            for unit_id, unit, name, deed in summary_words.examples_of(tx, period_id, on.extent)
        ),
    )


def corrections(tx: Tx, on: Ground) -> tuple[HistoryRow, ...]:
    """What was changed of the period's figures after they were handed in, the newest first."""
    found = summary_words.corrections_of(tx, on.head.period_id, on.extent)
    return tuple(history_row(one, on.extent) for one in found)


def history(
    tx: Tx,
    campaign_id: int,
    extent: Extent,
    *,
    period_id: int | None = None,
    unit_id: int | None = None,
    part: tuple[int, int] | None = None,
) -> tuple[HistoryRow, ...]:
    """Every version of every figure that is seen: of a campaign, one of its periods, one unit.

    `part`: from which on, and how many of them.
    """
    found = summary_words.history_of(tx, campaign_id, extent, period_id=period_id, unit_id=unit_id, part=part)
    return tuple(history_row(one, extent) for one in found)


def history_row(one: Version, extent: Extent) -> HistoryRow:
    return HistoryRow(
        at=one.at,
        unit_id=one.unit_id,
        unit=one.unit,
        period=one.period,
        indicator_id=one.indicator_id,
        indicator=one.indicator,
        measure_unit=one.measure_unit,
        before=one.before,
        after=one.after,
        person=one.person if extent.people else "",
        approver=(one.approver or "") if extent.people else "",
        because=one.because or "",
        source=one.source or "",
    )
