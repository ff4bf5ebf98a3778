"""The sheet of a report: its indicators as the unit sees them, each with its newest figure, and what is added to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import and_, bindparam, exists, insert, select

from bot.campaign import report_life
from bot.campaign.model import (
    Figure,
    FigureKind,
    Measure,
    Scope,
    Target,
)
from bot.store.answers import answers_for, figure_of, given
from bot.store.engine import AnyRow, Tx
from bot.store.reports import HEAD_JOIN, ReportHead
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    figures,
    indicators,
    people,
    periods,
    reports,
    units,
)
from bot.store.target_tables import targets, unit_targets
from bot.store.targets import TARGET, in_force, target_of
from bot.store.unit_targets import in_force as own_in_force


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One indicator as a unit sees it: the target, its own target, what it has entered and what stood last period.

    Both targets are those in force on the due date of the report's period.

    `own_target` is in the indicator's measure unit: the unit's own, or the campaign's where the unit is
    the sole owner; None where neither holds, and then no % is shown.
    """

    indicator_id: int
    n: int
    section: str
    name: str
    target: Target
    measure: Measure
    own_target: Decimal | None
    figure: Figure | None
    typed: str | None
    reason: str | None
    version: int
    last: Decimal | None


class Sheet:
    """The lines of a report in the directive's order.

    A line is made when it is looked at: a typed figure needs two of thirty, and making them all would cost as
    much as the rest of the update.
    """

    def __init__(self, head: ReportHead, rows: Sequence[AnyRow]) -> None:
        self.head = head
        self._rows = {row.id: row for row in rows}
        self._kept: dict[int, Line] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Line]:
        return map(self._line, self._rows)

    def line(self, indicator_id: int | None) -> Line | None:
        return self._line(indicator_id) if indicator_id in self._rows and indicator_id is not None else None

    def position(self, line: Line) -> int:
        """Its place in the sheet, from 1."""
        return 1 + list(self._rows).index(line.indicator_id)

    def next_open(self, after: Line | None) -> Line | None:
        """The first line without a figure behind this one (or of all)."""
        ids = list(self._rows)
        start = 0 if after is None else self.position(after)
        return next((self._line(key) for key in ids[start:] if not self._has_figure(key)), None)

    @property
    def entered(self) -> int:
        return sum(map(self._has_figure, self._rows))

    def keep(self, line: Line) -> None:
        """A line as it is after a figure was added to it."""
        self._kept[line.indicator_id] = line

    def _has_figure(self, key: int) -> bool:
        if key in self._kept:
            return self._kept[key].figure is not None
        return self._rows[key].kind not in {None, FigureKind.CLEARED.value}

    def _line(self, key: int) -> Line:
        return self._kept.get(key) or _line(self._rows[key])


# The figure of the latest earlier period that this unit has handed in, for the difference to last time.
_earlier = figures.alias("earlier")
_earlier_report = reports.alias("earlier_report")
_earlier_period = periods.alias("earlier_period")
_correction = figures.alias("correction")
_LAST = (
    select(_earlier.c.value)
    .select_from(
        _earlier_report.join(_earlier_period, _earlier_period.c.id == _earlier_report.c.period_id).join(
            _earlier, _earlier.c.report_id == _earlier_report.c.id
        )
    )
    .where(
        _earlier_report.c.unit_id == reports.c.unit_id,
        _earlier_report.c.state.in_(report_life.HANDED_IN),
        _earlier_period.c.due_on < periods.c.due_on,
        _earlier.c.indicator_id == indicators.c.id,
        _earlier.c.kind.in_([FigureKind.VALUE.value, FigureKind.NIL.value]),
        ~exists(
            select(_correction.c.id).where(
                _correction.c.report_id == _earlier.c.report_id,
                _correction.c.indicator_id == _earlier.c.indicator_id,
                _correction.c.version > _earlier.c.version,
            )
        ),
    )
    .order_by(_earlier_period.c.due_on.desc())
    .limit(1)
    .correlate(reports, periods, indicators)
    .scalar_subquery()
)

_SHEET = (
    select(
        indicators.c.id,
        indicators.c.n,
        indicators.c.section,
        indicators.c.name,
        *TARGET,
        indicators.c.measure,
        assignments.c.scope,
        unit_targets.c.value.label("own_target"),
        figures.c.kind,
        figures.c.value,
        figures.c.standing,
        figures.c.typed,
        figures.c.reason,
        figures.c.version,
        _LAST.label("last"),
    )
    .select_from(
        HEAD_JOIN.join(indicators, indicators.c.campaign_id == campaigns.c.id)
        .join(assignments, assignments.c.indicator_id == indicators.c.id)
        .join(
            campaign_units,
            and_(campaign_units.c.campaign_id == campaigns.c.id, campaign_units.c.unit_id == units.c.id),
        )
        .outerjoin(
            unit_targets,
            and_(
                unit_targets.c.indicator_id == indicators.c.id,
                unit_targets.c.unit_id == units.c.id,
                own_in_force(periods.c.due_on),
            ),
        )
        .outerjoin(targets, in_force(periods.c.due_on))
        .outerjoin(
            figures, and_(figures.c.report_id == reports.c.id, figures.c.indicator_id == indicators.c.id)
        )
    )
    .where(reports.c.id == bindparam("report"), answers_for(), given(periods.c.due_on))
    .order_by(indicators.c.n, figures.c.version)
)


def sheet(tx: Tx, head: ReportHead) -> Sheet:
    """The indicators for which the report's unit answers, in their order, each with its newest figure."""
    return Sheet(head, tx.execute(_SHEET, {"report": head.report_id}).all())


def _line(row: AnyRow) -> Line:
    own_target = row.own_target
    if own_target is None and row.scope == Scope.OWNER.value:
        own_target = row.target_value
    return Line(
        indicator_id=row.id,
        n=row.n,
        section=row.section,
        name=row.name,
        target=target_of(row),
        measure=Measure(row.measure),
        own_target=own_target,
        figure=figure_of(row),
        typed=row.typed,
        reason=row.reason,
        version=row.version or 0,
        last=row.last,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One version of a figure in the history; `before` is the version that it replaced."""

    at: datetime
    person: str
    indicator: str
    measure_unit: str
    before: Figure | None
    figure: Figure | None
    reason: str | None
    because: str | None


_CHANGES = (
    select(
        figures,
        people.c.name.label("person"),
        indicators.c.name.label("indicator"),
        indicators.c.measure_unit,
    )
    .join(people, people.c.id == figures.c.person_id)
    .join(indicators, indicators.c.id == figures.c.indicator_id)
    .where(figures.c.report_id == bindparam("report"))
    .order_by(figures.c.id)
)


def changes(tx: Tx, report_id: int) -> list[Change]:
    """Every version of every figure of a report, the oldest first."""
    found = []
    before: dict[int, Figure | None] = {}
    for row in tx.execute(_CHANGES, {"report": report_id}):
        figure = figure_of(row)
        found.append(
            Change(
                at=row.at,
                person=row.person,
                indicator=row.indicator,
                measure_unit=row.measure_unit,
                before=before.get(row.indicator_id),
                figure=figure,
                reason=row.reason,
                because=row.because,
            )
        )
        before[row.indicator_id] = figure
    return found


_INSERT_FIGURE = insert(figures).inline()


def add_figure(
    tx: Tx,
    *,
    report_id: int,
    line: Line,
    figure: Figure,
    typed: str,
    reason: str | None,
    person_id: int,
    message_id: int | None,
    now: datetime,
    because: str | None = None,
) -> None:
    """Append the next version of a figure. Two people at once: the unique key lets only one be that version."""
    tx.execute(
        _INSERT_FIGURE,
        {
            "report_id": report_id,
            "indicator_id": line.indicator_id,
            "version": line.version + 1,
            "kind": figure.kind.value,
            "value": figure.value,
            "standing": figure.standing.value if figure.standing else None,
            "typed": typed,
            "reason": reason,
            "because": because,
            "person_id": person_id,
            "at": now,
            "message_id": message_id,
        },
    )


def given_by_message(tx: Tx, person_id: int, message_id: int) -> list[tuple[int, int]]:
    """The figures that a chat message gave, as (report id, indicator id)."""
    rows = tx.execute(
        select(figures.c.report_id, figures.c.indicator_id)
        .where(figures.c.person_id == person_id, figures.c.message_id == message_id)
        .distinct()
    )
    return [(row.report_id, row.indicator_id) for row in rows]
