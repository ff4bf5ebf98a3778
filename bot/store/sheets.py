"""The sheet of a report: its indicators as the unit sees them, each with its newest figure, and what is added to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import and_, bindparam, insert, or_, select

from bot.campaign.model import (
    SUMMED,
    Figure,
    FigureKind,
    Measure,
    Scope,
    Target,
)
from bot.directive.model import Relation
from bot.store import past_figures
from bot.store.answers import FIGURE, answers_for, figure_of, given
from bot.store.engine import AnyRow, Tx
from bot.store.past_figures import Past
from bot.store.reports import HEAD_JOIN, ReportHead
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    drafts,
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

PAST_SHOWN = 12
"""Figures of earlier periods that are shown where a figure is asked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """Who gave the newest version of a figure, when, and from what where it was in the unit's stead."""

    person_id: int
    person: str
    at: datetime
    source: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Typist:
    """Somebody whose open screen asks for an indicator of a report; `at` is when it was shown to him."""

    person_id: int
    person: str
    indicator_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One indicator as a unit sees it: the target, its own target, what it has entered and what stood before.

    Both targets are those in force on the due date of the report's period.

    `own_target` is in the indicator's measure unit: the unit's own, or the campaign's where the unit is the sole
    owner; None where neither holds, and then no % is shown. `shared` says that other units may answer for the
    indicator too, `whole` is the indicator of which it is a part ("trong đó"). `past` is there for lines that were
    looked back for, the newest first. `in_period` says that only what the period brought is asked for; `so_far` is
    then what the earlier periods brought together.
    """

    indicator_id: int
    n: int
    section: str
    name: str
    target: Target
    measure: Measure
    in_period: bool
    own_target: Decimal | None
    shared: bool
    whole: int | None
    figure: Figure | None
    typed: str | None
    reason: str | None
    version: int
    given: Given | None
    past: tuple[Past, ...]
    so_far: Decimal | None = None

    @property
    def running_total(self) -> bool:
        """Whether the total since the start of the year is asked for."""
        return self.measure in SUMMED and not self.in_period

    @property
    def last(self) -> Decimal | None:
        """The figure of the period before."""
        return self.past[0].value if self.past else None


class Sheet:
    """The lines of a report in the directive's order.

    A line is made when it is looked at: a typed figure needs two of thirty, and making them all would cost as
    much as the rest of the update.
    """

    def __init__(self, head: ReportHead, rows: Sequence[AnyRow]) -> None:
        self.head = head
        self._every = rows
        self._rows = {row.id: row for row in rows}
        self._kept: dict[int, Line] = {}
        self._past: dict[int, list[Past]] = {}

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

    def parts_of(self, indicator_id: int) -> list[Line]:
        """The parts ("trong đó") of an indicator that the unit answers for too."""
        return [self._line(key) for key, row in self._rows.items() if _whole(row) == indicator_id]

    def look_back(self, tx: Tx, wanted: Iterable[int]) -> None:
        """Have the figures of earlier periods at hand for these indicators; asked once for each."""
        new = [key for key in wanted if key not in self._past]
        if not new:
            return
        self._past.update((key, []) for key in new)
        for indicator_id, one in past_figures.before(tx, self.head, new):
            self._past[indicator_id].append(one)

    def looked_back(self, tx: Tx, indicator_id: int | None) -> Line | None:
        """A line with its figures of earlier periods, as whatever is typed for it has to be read."""
        if indicator_id in self._rows and indicator_id is not None:
            self.look_back(tx, [indicator_id])
        return self.line(indicator_id)

    def typists(self) -> dict[int, Typist]:
        """Whoever has an indicator of this report on his open screen, by person id."""
        return {
            row.typist_id: Typist(
                person_id=row.typist_id, person=row.typist, indicator_id=row.id, at=row.typist_at
            )
            for row in self._every
            if row.typist_id is not None
        }

    def look_back_in_period(self, tx: Tx) -> None:
        """The same for what is asked for the period alone: without the earlier ones nothing can be said of its total."""
        self.look_back(tx, [key for key, row in self._rows.items() if row.in_period])

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
        return self._kept.get(key) or _line(self._rows[key], self._past.get(key, ()))


TYPING = ("question", "doubt", "reason", "because", "clash")
"""The screens on which a person is about to give a figure."""
_giver, _typist, _typing = people.alias("giver"), people.alias("typist"), drafts.alias("typing")
_SHEET = (
    select(
        indicators.c.id,
        indicators.c.n,
        indicators.c.section,
        indicators.c.name,
        *TARGET,
        indicators.c.measure,
        indicators.c.in_period,
        indicators.c.parent_id,
        indicators.c.relation,
        assignments.c.scope,
        unit_targets.c.value.label("own_target"),
        *FIGURE,
        figures.c.typed,
        figures.c.reason,
        figures.c.version,
        figures.c.person_id.label("giver_id"),
        figures.c.at.label("given_at"),
        figures.c.source,
        _giver.c.name.label("giver"),
        _typist.c.id.label("typist_id"),
        _typist.c.name.label("typist"),
        _typing.c.at.label("typist_at"),
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
        .outerjoin(_giver, _giver.c.id == figures.c.person_id)
        .outerjoin(
            _typing,
            and_(
                _typing.c.report_id == reports.c.id,
                _typing.c.indicator_id == indicators.c.id,
                _typing.c.screen.in_(TYPING),
            ),
        )
        .outerjoin(_typist, _typist.c.id == _typing.c.person_id)
    )
    .where(
        reports.c.id == bindparam("report"),
        # A unit that is no more answers for nothing: what it gave stays to be read.
        or_(
            and_(answers_for(), given(periods.c.due_on)),
            and_(units.c.ended_on.is_not(None), figures.c.id.is_not(None)),
        ),
    )
    .order_by(indicators.c.n, figures.c.version)
)


def sheet(tx: Tx, head: ReportHead) -> Sheet:
    """The indicators for which the report's unit answers, in their order, each with its newest figure."""
    return Sheet(head, tx.execute(_SHEET, {"report": head.report_id}).all())


def _whole(row: AnyRow) -> int | None:
    return row.parent_id if row.relation == Relation.PART_OF else None


def _line(row: AnyRow, past: Sequence[Past]) -> Line:
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
        in_period=row.in_period,
        own_target=own_target,
        shared=row.scope != Scope.OWNER.value,
        whole=_whole(row),
        figure=figure_of(row),
        typed=row.typed,
        reason=row.reason,
        version=row.version or 0,
        given=None
        if row.giver_id is None
        else Given(person_id=row.giver_id, person=row.giver, at=row.given_at, source=row.source),
        past=tuple(past[:PAST_SHOWN]),
        so_far=sum((one.value for one in past), Decimal(0)) if past and row.in_period else None,
    )


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
    source: str | None = None,
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
            "estimate": figure.estimate,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "sentence": figure.sentence,
            "typed": typed,
            "reason": reason,
            "because": because,
            "source": source,
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
