"""The content of a summary, its units: how far each is, its cluster, who is late, what was corrected."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from bot.campaign.assessments import Assessment
from bot.campaign.model import Duty, Figure, ReportState


class Cell(NamedTuple):
    """One unit's figure of one indicator: `value` the total since the start of the year or the level."""

    value: Decimal | None
    percent: Decimal | None
    assessment: Assessment


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitRow:
    """How far a unit is: its report of the period, and its indicators by assessment, which add up to `expected`.

    `entered` counts the indicators for which it has given something for this period, in a draft too; `reported` only what
    counts already, as `cells` and `counts` do, and `completeness` is its share. An earlier period's figure is in neither.
    `cells` has one entry for each row of `SummaryContent.rows`, None where the unit does not answer for it.
    `late` is None before it has handed in; an excused lateness is none. `days_late` counts calendar days, up to today
    where the report is still owed. `timeliness` is over the periods that fell due so far, None before the first.
    `risks` are the numbers `n` of its indicators that are not met, at risk or without a figure.
    """

    unit_id: int
    code: str
    unit: str
    cluster_id: int | None
    cluster: str | None
    duty: Duty
    due_on: date
    state: ReportState | None
    submitted_at: datetime | None
    late: bool | None
    days_late: int
    expected: int
    entered: int
    reported: int
    counts: Mapping[Assessment, int]
    cells: tuple[Cell | None, ...]
    completeness: Decimal | None
    on_time: int
    periods_due: int
    timeliness: Decimal | None
    risks: tuple[int, ...]

    @property
    def handed_in(self) -> bool:
        return self.late is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterRow:
    """The required units of a cluster together; `cluster_id` is None for those in none.

    `completeness` is the share of its units whose report counts, `timeliness` that of those on time among all
    whose due date is over or who handed in. `own_state` is that of the cluster's own report.
    """

    cluster_id: int | None
    cluster: str | None
    units: int
    reported: int
    on_time: int
    late: int
    overdue: int
    completeness: Decimal | None
    timeliness: Decimal | None
    last_at: datetime | None
    risks: int
    own_state: ReportState | None


@dataclass(frozen=True, kw_only=True, slots=True)
class LateRow:
    """A unit that owes a report. `contacts` are its focal points by name: only for admins, in private."""

    unit_id: int
    unit: str
    cluster: str | None
    contacts: tuple[str, ...]
    due_on: date
    days_late: int
    missing: tuple[str, ...]
    """The names of its indicators without a figure, in their order."""
    expected: int
    nudges: int
    nudged_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class LateLists:
    """Who has not reported; only required units, and each in one list. `invited` ones are never overdue."""

    nothing: tuple[LateRow, ...]
    incomplete: tuple[LateRow, ...]
    waiting: tuple[LateRow, ...]
    unconnected: tuple[LateRow, ...]
    invited: tuple[LateRow, ...]

    @property
    def owing(self) -> tuple[LateRow, ...]:
        """Those who have not handed in; who waits for the head's sign-off has."""
        return (*self.nothing, *self.incomplete, *self.unconnected)

    @property
    def every(self) -> tuple[LateRow, ...]:
        return (*self.nothing, *self.incomplete, *self.waiting, *self.unconnected)


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryRow:
    """One version of a figure. `person` and `approver` are "" for whoever may not see people."""

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
    approver: str
    because: str
    source: str
