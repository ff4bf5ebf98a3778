"""The sheet of a report: its indicators as the unit sees them, each with its newest figure, and what is added to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import islice

from sqlalchemy import insert, select

from bot.campaign.model import (
    SUMMED,
    Figure,
    Measure,
    Scope,
    Target,
)
from bot.store import past_figures, sheet_rows
from bot.store.answers import figure_of
from bot.store.engine import AnyRow, Tx
from bot.store.past_figures import Past, told
from bot.store.prepared import Prepared
from bot.store.reports import ReportHead
from bot.store.sheet_rows import Wanted
from bot.store.tables import figures
from bot.store.targets import target_of

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

    A line is read and made when it is looked at: a typed figure needs two of thirty, and having them all would
    cost as much as the rest of the update. So a sheet lives as long as the transaction that it reads in.
    """

    def __init__(self, tx: Tx, head: ReportHead, wanted: Wanted | None) -> None:
        self._tx = tx
        self.head = head
        self._outline, self._typing, self._rows = sheet_rows.read(tx, head, wanted)
        self._places = {key: place for place, key in enumerate(self._outline, start=1)}
        self._made: dict[int, Line] = {}
        self._kept: dict[int, Line] = {}
        self._past = {key: told(row.history) for key, row in self._rows.items() if key in (wanted or ())}

    def __len__(self) -> int:
        return len(self._outline)

    def __iter__(self) -> Iterator[Line]:
        return map(self._line, self._places)

    def line(self, indicator_id: int | None) -> Line | None:
        return None if indicator_id is None or indicator_id not in self._outline else self._line(indicator_id)

    def position(self, line: Line) -> int:
        """Its place in the sheet, from 1."""
        return self._places[line.indicator_id]

    def next_open(self, after: int | None) -> int | None:
        """The id of the first indicator without a figure behind this one (or of all)."""
        start = 0 if after is None else self._places[after]
        return next((key for key in islice(self._places, start, None) if not self._has_figure(key)), None)

    def parts_of(self, indicator_id: int) -> list[Line]:
        """The parts ("trong đó") of an indicator that the unit answers for too."""
        return [self._line(key) for key in self._parts.get(indicator_id, ())]

    @cached_property
    def _parts(self) -> dict[int, list[int]]:
        parts: dict[int, list[int]] = {}
        for key, one in self._outline.items():
            if one.whole is not None:
                parts.setdefault(one.whole, []).append(key)
        return parts

    def look_back(self, wanted: Iterable[int]) -> None:
        """Have the figures of earlier periods at hand for these indicators; asked once for each."""
        new = [key for key in wanted if key not in self._past]
        if not new:
            return
        for key in new:
            self._past[key] = []
            self._made.pop(key, None)
        for indicator_id, one in past_figures.before(self._tx, self.head, new):
            self._past[indicator_id].append(one)

    def looked_back(self, indicator_id: int | None) -> Line | None:
        """A line with its figures of earlier periods, as whatever is typed for it has to be read."""
        if indicator_id in self._outline and indicator_id is not None:
            self.look_back([indicator_id])
        return self.line(indicator_id)

    def typists(self) -> dict[int, Typist]:
        """Whoever has an indicator of this report on his open screen, by person id."""
        return {
            one.person_id: Typist(
                person_id=one.person_id, person=one.person, indicator_id=one.indicator_id, at=one.at
            )
            for one in self._typing
            if one.indicator_id in self._outline
        }

    def look_back_in_period(self) -> None:
        """The same for what is asked for the period alone: without the earlier ones nothing can be said of its total."""
        self.look_back([key for key, one in self._outline.items() if one.in_period])

    @property
    def entered(self) -> int:
        return sum(map(self._has_figure, self._outline))

    def keep(self, line: Line) -> None:
        """A line as it is after a figure was added to it."""
        self._kept[line.indicator_id] = line

    def _has_figure(self, key: int) -> bool:
        if key in self._kept:
            return self._kept[key].figure is not None
        return self._outline[key].has_figure

    def _line(self, key: int) -> Line:
        if key in self._kept:
            return self._kept[key]
        if key not in self._made:
            if key not in self._rows:
                self._rows = sheet_rows.read(self._tx, self.head).rows
            whole = self._outline[key].whole
            self._made[key] = _line(self._rows[key], whole, self._past.get(key, ()))
        return self._made[key]


def sheet(tx: Tx, head: ReportHead, *, wanted: Wanted | None = None) -> Sheet:
    """The indicators for which the report's unit answers, in their order, each with its newest figure.

    `wanted`: the two that will be looked at, where it is not all; they come with their figures of earlier periods.
    """
    return Sheet(tx, head, wanted)


def _line(row: AnyRow, whole: int | None, past: Sequence[Past]) -> Line:
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
        whole=whole,
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


_INSERT_FIGURE = Prepared(insert(figures).inline())


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
    _INSERT_FIGURE.run(
        tx,
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Gave:
    """What a chat message gave last for an indicator, and the words in which it did."""

    report_id: int
    indicator_id: int
    figure: Figure | None
    typed: str | None


def given_by_message(tx: Tx, person_id: int, message_id: int) -> dict[int, Gave]:
    """The figures that a chat message gave, by indicator id, each as it gave it last."""
    rows = tx.execute(
        select(figures)
        .where(figures.c.person_id == person_id, figures.c.message_id == message_id)
        .order_by(figures.c.id)
    )
    return {
        row.indicator_id: Gave(
            report_id=row.report_id, indicator_id=row.indicator_id, figure=figure_of(row), typed=row.typed
        )
        for row in rows
    }
