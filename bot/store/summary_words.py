"""What units wrote beside their figures of a period, and what was corrected: of the units that are seen only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select

from bot.campaign import report_life
from bot.campaign.model import Figure, FigureKind, NarrativePart, Standing
from bot.campaign.report_life import Move
from bot.store.answers import PHASE, figure_of
from bot.store.engine import AnyRow, Tx
from bot.store.extents import Extent, sees
from bot.store.narrative_tables import good_examples, narratives
from bot.store.tables import (
    figures,
    indicators,
    people,
    periods,
    phases,
    report_moves,
    reports,
    units,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version of a figure with the one before it; `approver` accepted its report last."""

    at: datetime
    unit_id: int
    unit: str
    period: str
    indicator_id: int
    indicator: str
    measure_unit: str
    before: Figure | None
    after: Figure | None
    person: str
    approver: str | None
    because: str | None
    source: str | None


_newer = narratives.alias("newer_text")


def narratives_of(tx: Tx, period_id: int, extent: Extent) -> list[tuple[int, str, NarrativePart, str]]:
    """Unit id, unit, part and text of the reports of a period that count, by unit."""
    newest = ~exists(
        select(_newer.c.id).where(
            _newer.c.report_id == narratives.c.report_id,
            _newer.c.part == narratives.c.part,
            _newer.c.version > narratives.c.version,
        )
    )
    rows = tx.execute(
        select(reports.c.unit_id, units.c.name, narratives.c.part, narratives.c.text)
        .select_from(
            reports.join(units, units.c.id == reports.c.unit_id).join(
                narratives, narratives.c.report_id == reports.c.id
            )
        )
        .where(
            reports.c.period_id == period_id,
            reports.c.state.in_(report_life.COUNTED),
            narratives.c.text != "",
            newest,
            sees(extent),
        )
        .order_by(units.c.name, reports.c.unit_id, narratives.c.id)
    )
    return [(row.unit_id, row.name, NarrativePart(row.part), row.text) for row in rows]


def examples_of(tx: Tx, period_id: int, extent: Extent) -> list[tuple[int, str, str | None, str]]:
    """Unit id, unit, name and deed of the good examples of a period's reports that count, by unit."""
    rows = tx.execute(
        select(reports.c.unit_id, units.c.name.label("unit"), good_examples.c.name, good_examples.c.deed)
        .select_from(
            reports.join(units, units.c.id == reports.c.unit_id).join(
                good_examples, good_examples.c.report_id == reports.c.id
            )
        )
        .where(
            reports.c.period_id == period_id,
            reports.c.state.in_(report_life.COUNTED),
            good_examples.c.removed_at.is_(None),
            sees(extent),
        )
        .order_by(units.c.name, reports.c.unit_id, good_examples.c.id)
    )
    return [(row.unit_id, row.unit, row.name, row.deed) for row in rows]


_approver = people.alias("approver")
_later_move = report_moves.alias("later_move")
_ACCEPTED = and_(
    report_moves.c.report_id == reports.c.id,
    report_moves.c.move == Move.ACCEPT.value,
    ~exists(
        select(_later_move.c.id).where(
            _later_move.c.report_id == report_moves.c.report_id,
            _later_move.c.move == Move.ACCEPT.value,
            _later_move.c.id > report_moves.c.id,
        )
    ),
)
_before = figures.alias("figure_before")
_BEFORE = and_(
    _before.c.report_id == figures.c.report_id,
    _before.c.indicator_id == figures.c.indicator_id,
    _before.c.version == figures.c.version - 1,
)
_NEWEST_FIRST = (figures.c.at.desc(), figures.c.id.desc())
_FIGURE = ("kind", "value", "standing", "estimate", "numerator", "denominator", "sentence")
_VERSIONS = (
    select(
        figures.c.at,
        units.c.id.label("unit_id"),
        units.c.name.label("unit"),
        PHASE.label("period"),
        indicators.c.id.label("indicator_id"),
        indicators.c.name.label("indicator"),
        indicators.c.measure_unit,
        *(figures.c[name] for name in _FIGURE),
        *(_before.c[name].label(f"before_{name}") for name in _FIGURE),
        people.c.name.label("person"),
        _approver.c.name.label("approver"),
        figures.c.because,
        figures.c.source,
    )
    .select_from(
        reports.join(units, units.c.id == reports.c.unit_id)
        .join(periods, periods.c.id == reports.c.period_id)
        .join(phases, phases.c.id == periods.c.phase_id)
        .join(figures, figures.c.report_id == reports.c.id)
        .join(indicators, indicators.c.id == figures.c.indicator_id)
        .join(people, people.c.id == figures.c.person_id)
        .outerjoin(_before, _BEFORE)
        .outerjoin(report_moves, _ACCEPTED)
        .outerjoin(_approver, _approver.c.id == report_moves.c.person_id)
    )
    .order_by(*_NEWEST_FIRST)
)


def _told(extent: Extent) -> ColumnElement[bool]:
    """Whose versions are seen: whoever only reads a summary learns nothing of a report that does not count (yet)."""
    return sees(extent) if extent.people else and_(sees(extent), reports.c.state.in_(report_life.COUNTED))


def corrections_of(tx: Tx, period_id: int, extent: Extent) -> list[Version]:
    """What was changed of a period's figures after their report was handed in, the newest first."""
    changed = _VERSIONS.where(reports.c.period_id == period_id, figures.c.because.is_not(None), _told(extent))
    return [_version(row) for row in tx.execute(changed)]


def history_of(
    tx: Tx,
    campaign_id: int,
    extent: Extent,
    *,
    period_id: int | None = None,
    unit_id: int | None = None,
    part: tuple[int, int] | None = None,
) -> list[Version]:
    """Every version of every figure of a campaign, of one of its periods or one unit, the newest first.

    `part`: from which on, and how many; a province has 100,000 a period.
    """
    chosen = [phases.c.campaign_id == campaign_id, _told(extent)]
    if period_id is not None:
        chosen.append(reports.c.period_id == period_id)
    if unit_id is not None:
        chosen.append(reports.c.unit_id == unit_id)
    if part is not None:
        first, most = part
        # Only the keys are put in order: what is not shown is never looked up beside them.
        shown = (
            select(figures.c.id)
            .select_from(
                figures.join(reports, reports.c.id == figures.c.report_id)
                .join(units, units.c.id == reports.c.unit_id)
                .join(periods, periods.c.id == reports.c.period_id)
                .join(phases, phases.c.id == periods.c.phase_id)
            )
            .where(*chosen)
            .order_by(*_NEWEST_FIRST)
            .limit(most)
            .offset(first)
        )
        chosen = [figures.c.id.in_(shown)]
    return [_version(row) for row in tx.execute(_VERSIONS.where(*chosen))]


def _version(row: AnyRow) -> Version:
    return Version(
        at=row.at,
        unit_id=row.unit_id,
        unit=row.unit,
        period=row.period,
        indicator_id=row.indicator_id,
        indicator=row.indicator,
        measure_unit=row.measure_unit,
        before=_figure_before(row),
        after=figure_of(row),
        person=row.person,
        approver=row.approver,
        because=row.because,
        source=row.source,
    )


def _figure_before(row: AnyRow) -> Figure | None:
    if row.before_kind is None or row.before_kind == FigureKind.CLEARED.value:
        return None
    return Figure(
        kind=FigureKind(row.before_kind),
        value=row.before_value,
        standing=Standing(row.before_standing) if row.before_standing else None,
        estimate=bool(row.before_estimate),
        numerator=row.before_numerator,
        denominator=row.before_denominator,
        sentence=row.before_sentence,
    )
