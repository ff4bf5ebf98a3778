"""The screens of a focal point's report, as frozen fields for their templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from bot.campaign.model import Figure, Standing
from bot.store.cluster_dues import ClusterDue
from bot.store.report_moves import Submission
from bot.store.reports import Due, ReportHead
from bot.store.sheets import Given, Line
from bot.texts import View

SHOWN = 40
"""Figures of a message of many that are named; the others are counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed(View):
    """`/baocao`: what is open, nearest due date first, and what is done."""

    template: ClassVar[str] = "owed"
    changes_nothing: ClassVar[bool] = True
    in_place: ClassVar[bool] = True
    day: date
    open: tuple[Due, ...]
    done: tuple[Due, ...]
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Echo:
    """A figure as it was understood, shown before the next question.

    `percent` is of the unit's own target, `change` the difference to the last period; both may be None. Of what is
    asked for the period alone, `total` is what all periods brought so far, and `percent` is that of the total.
    `source` and `person` say from what and by whom it was entered where it was in the unit's stead.
    """

    name: str
    measure_unit: str
    figure: Figure | None
    percent: Decimal | None
    change: Decimal | None
    total: Decimal | None
    corrected: bool
    reason: str | None
    source: str | None
    person: str | None
    before: Line | None = None
    """The line as it was, where it is said what was corrected to what."""

    @property
    def stand_in(self) -> tuple[str, str | None] | None:
        """Both together; None where the unit entered it itself."""
        return None if self.source is None else (self.source, self.person)


@dataclass(frozen=True, kw_only=True, slots=True)
class Other:
    """Somebody else who is in the report now, and the place of the indicator that he is asked for."""

    person: str
    position: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Question(View):
    """One indicator asked: its measure unit, target and last value, after the echo of the figure before."""

    template: ClassVar[str] = "question"
    head: ReportHead
    day: date
    line: Line
    position: int
    count: int
    parts: tuple[Line, ...]
    others: tuple[Other, ...]
    given_by_other: bool
    echo: Echo | None
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubt(View):
    """A figure that is asked back before it is kept; `reason` is the code of the sentence."""

    template: ClassVar[str] = "doubt"
    line: Line
    typed: str
    reason: str
    value: Decimal | None
    candidates: tuple[Decimal, ...]
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread(View):
    """What was typed is no figure: the question again, with an example."""

    template: ClassVar[str] = "unread"
    line: Line
    typed: str
    reason: str
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason(View):
    """Why there is no figure: asked once, by buttons or in words."""

    template: ClassVar[str] = "reason"
    line: Line
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Clash(View):
    """Somebody else gave this figure meanwhile, or before: which of the two is kept? `today`: he did so today."""

    template: ClassVar[str] = "clash"
    line: Line
    figure: Figure
    reason: str | None
    given: Given
    today: bool
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SentenceAsked(View):
    """A sentence beside the standing that was tapped: typed, or skipped by a button."""

    template: ClassVar[str] = "sentence"
    line: Line
    standing: Standing
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A figure that is given beside the one that stands in the report."""

    line: Line
    figure: Figure
    reason: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """An answer that was not kept; `line` is None where it is not clear which indicator it is for.

    `typed` is what stood in the message, `answer` what of it was the figure.
    """

    position: int
    line: Line | None
    typed: str
    answer: str
    reason: str
    message_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Because(View):
    """Why figures are changed after their report was handed in: by buttons or in words, before any changes.

    `left` is what the same message said unclearly, `stays` what it gave before it was edited and does not give now.
    """

    template: ClassVar[str] = "because"
    head: ReportHead
    changes: tuple[Change, ...]
    left: tuple[Left, ...]
    stays: tuple[Line, ...]
    choices: tuple[str, ...]
    shown: int = SHOWN
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BulkEntered(View):
    """What was kept, as it was understood, and what was not, with a button for each that names its indicator.

    `because` is the one reason where the figures of a report that was handed in were corrected. `stays` is what an
    edited message gave before and does not give now. `following` is the question that is open then, where nothing
    came back and an indicator is still without a figure.
    """

    template: ClassVar[str] = "bulk"
    head: ReportHead
    kept: tuple[Echo, ...]
    left: tuple[Left, ...]
    stays: tuple[Line, ...] = ()
    because: str | None = None
    following: Question | None = None
    entered: int
    count: int
    shown: int = SHOWN
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewScreen(View):
    """The whole sheet before it is handed in, a page at a time; `evidence` counts it by indicator."""

    template: ClassVar[str] = "review"
    in_place: ClassVar[bool] = True
    head: ReportHead
    day: date
    lines: tuple[Line, ...]
    page: int
    pages: int
    entered: int
    count: int
    others: tuple[Other, ...]
    echo: Echo | None
    locked: bool
    evidence: Mapping[int, int]
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt(View):
    """Handed in: when, whether in time, and by whom where it was in the unit's stead."""

    template: ClassVar[str] = "receipt"
    head: ReportHead
    given: Submission
    entered: int
    person: str
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Closed(View):
    """`/huy`: the open question is closed, the draft is kept unless discarding it is confirmed twice."""

    template: ClassVar[str] = "closed"
    head: ReportHead | None
    entered: int
    was_open: bool
    asking: bool
    discarded: bool
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DueDates(View):
    """`/hanchot`: every due date of the person's units and of the clusters that he leads."""

    template: ClassVar[str] = "due_dates"
    day: date
    dues: tuple[Due, ...]
    cutoffs: Mapping[int, date]
    """Up to which day figures count, by period id, where an admin set one."""
    clusters: tuple[ClusterDue, ...]
    may_report: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitSheet:
    """What a unit has entered for a period, each figure against its own target."""

    head: ReportHead
    rows: tuple[Echo, ...]
    missing: int


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitProgress(View):
    """`/tiendo`: the sheets of the person's units."""

    template: ClassVar[str] = "unit_progress"
    sheets: tuple[UnitSheet, ...]
    may_report: bool
