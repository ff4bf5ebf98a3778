"""The content of a summary: every figure stands here once, and the forms only set it out.

The use case `bot.usecases.content` fills it within what a person may see; a form never computes a figure.
Figures are in the measure unit of their indicator, shares in per cent with one decimal, moments aware.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from bot.campaign.assessments import Assessment
from bot.campaign.model import Measure, NarrativePart, ReportState, Standing, Target
from bot.reports.units import ClusterRow, HistoryRow, LateLists, UnitRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """Of what the summary tells, and when. `seen` names the cluster or unit where it is not of all units.

    `phase` is the phase with its period where it has several; `phase_n` counts phases, `place` periods, both from 1.
    """

    office: str
    standing_body: str | None
    place_name: str | None
    signer: str | None
    signer_post: str | None
    campaign_id: int
    campaign: str
    theme: str | None
    document_type: str | None
    document_number: str | None
    issued_on: date | None
    year: int
    phase_n: int
    place: int
    phase: str
    starts_on: date | None
    ends_on: date
    due_on: date
    review_kind: str | None
    as_of: datetime
    seen: str | None
    units_expected: int
    units_reported: int
    closes_phase: bool = True
    """Whether it is the last period of its phase: then the phase is reviewed on it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notes:
    """What a reader of a figure has to know, each as the number of units that it concerns."""

    corrected: int = 0
    """Changed after it was handed in."""
    estimates: int = 0
    follow_ups: int = 0
    """The standing body asked about it, and the question is open."""
    stood_in: int = 0
    """Entered in the unit's stead."""
    carried: int = 0
    """Nothing for this period yet: the figure of the period before it, within the phase, still counts."""
    at_bound: bool = False
    """Exactly the value that "trên" or "dưới" excludes."""


class Responsible(StrEnum):
    """Who answers for an indicator, where it is not one cluster or unit by name."""

    ALL = "all"
    KIND = "kind"
    CLUSTER = "cluster"
    OWNER = "owner"


class Above(NamedTuple):
    """The indicator below which a line stands; `n` is its number in the chat."""

    indicator_id: int
    n: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgressRow:
    """One target of an indicator over the units that are seen: a line of the main table.

    `n` is its number in the chat; `stt` that of the table, None for what stands below another line: a part ("trong đó")
    of the indicator `whole`, or the target of `restated` said again in another measure unit, which is no indicator of its
    own. `last` and `this` are what the previous period and
    this one brought, or their levels; `cumulative` is the total since the start of the year, or the newest level. Of
    figures that never add up only `lowest` and `highest` are there.
    `measured` is the target that percent and assessment are against; None where those of some units together have none.
    `reported` of `expected` units have a figure.
    """

    indicator_id: int
    n: int
    stt: int | None
    whole: Above | None
    restated: Above | None
    name: str
    measure: Measure
    target: Target
    target_words: str
    measured: Target | None
    last: Decimal | None
    this: Decimal | None
    cumulative: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    percent: Decimal | None
    assessment: Assessment
    standings: tuple[tuple[Standing, int], ...]
    reported: int
    expected: int
    responsible: Responsible
    responsible_name: str
    """The kind, the cluster or the unit; "" where all answer."""
    notes: Notes
    evidence: int
    wanted: Decimal | None
    """What an even pace asks for by the day of the summary; None where nothing sets a pace."""

    @property
    def measure_unit(self) -> str:
        return self.target.measure_unit

    @property
    def is_below(self) -> bool:
        return self.stt is None

    @property
    def is_behind(self) -> bool:
        """Below the pace; where nothing sets a pace, not met."""
        not_met = self.assessment is Assessment.NOT_MET and self.wanted is None
        return not_met or self.assessment is Assessment.AT_RISK

    @property
    def is_partial(self) -> bool:
        """Whether the total lacks units, so that a form says "N/M đơn vị" beside it."""
        return self.reported < self.expected


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgressGroup:
    """A group of the directive with its indicators; `title` is "" where the directive has none."""

    numeral: str
    title: str
    rows: tuple[ProgressRow, ...]

    @property
    def count(self) -> int:
        return indicators_in(self.rows)


def indicators_in(rows: Iterable[ProgressRow]) -> int:
    """How many indicators these are: one whose target is said in two measure units is one."""
    return len({row.restated.indicator_id if row.restated else row.indicator_id for row in rows})


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedPeriod:
    """A period beside others; `reported` of `expected` required units have handed in."""

    place: int
    name: str
    due_on: date
    reported: int
    expected: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedRow:
    """An indicator over time: `values` has one cumulative figure (or level) for each period of the comparison.

    `last_year` is that of the same period of the campaign a year earlier, found by the catalogue key, `last_year_name` what
    it was called there; `change` is this year's against it in per cent, None where a ratio says nothing.
    `pace` has what an even pace asks for on each due date.
    """

    indicator_id: int
    n: int
    name: str
    measure_unit: str
    target_words: str
    values: tuple[Decimal | None, ...]
    pace: tuple[Decimal | None, ...]
    last_year: Decimal | None
    last_year_name: str | None
    change: Decimal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """The periods up to this one beside each other, and beside those of a year ago where there is such a campaign."""

    periods: tuple[ComparedPeriod, ...]
    last_year_campaign: str | None
    last_year_period: str | None
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrative:
    """What a unit wrote in one part of its report."""

    unit_id: int
    unit: str
    part: NarrativePart
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """Gương người tốt, việc tốt; `name` is None where whoever it is is not to be named to the reader."""

    unit_id: int
    unit: str
    name: str | None
    deed: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What the units say in words, in the order of the units."""

    narratives: tuple[Narrative, ...] = ()
    examples: tuple[Example, ...] = ()

    def of(self, part: NarrativePart) -> tuple[Narrative, ...]:
        return tuple(one for one in self.narratives if one.part is part)


@dataclass(frozen=True, kw_only=True, slots=True)
class SummaryContent:
    """A period of a campaign as one person may see it.

    `counting` has every assessment, 0 too, and adds up to `total`: each indicator once, `parts` among them, `restated` not.
    """

    head: Head
    groups: tuple[ProgressGroup, ...]
    counting: Mapping[Assessment, int]
    units: tuple[UnitRow, ...]
    clusters: tuple[ClusterRow, ...]
    late: LateLists
    comparison: Comparison
    told: Told
    corrections: tuple[HistoryRow, ...]
    """What was changed of this period's figures, the newest first; the whole history is a table of its own."""

    @property
    def rows(self) -> tuple[ProgressRow, ...]:
        """Every indicator, in the order of the directive."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def on_time(self) -> int:
        """How many required units handed in on time."""
        return sum(one.on_time for one in self.clusters)

    @property
    def behind_time(self) -> int:
        """How many handed in late."""
        return sum(one.late for one in self.clusters)

    @property
    def not_sent(self) -> int:
        """How many have not handed in, due or not."""
        return sum(one.units for one in self.clusters) - self.on_time - self.behind_time

    @property
    def overdue(self) -> int:
        """How many of those are over their due date."""
        return sum(one.overdue for one in self.clusters)

    @property
    def total(self) -> int:
        return sum(self.counting.values())

    @property
    def parts(self) -> int:
        return sum(row.whole is not None for row in self.rows)

    @property
    def restated(self) -> int:
        """How many rows say a target again in another measure unit."""
        return sum(row.restated is not None for row in self.rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitPeriod:
    """One period of a unit in its sheet; `submitted_at` is None where its report is owed."""

    place: int
    name: str
    due_on: date
    state: ReportState | None
    submitted_at: datetime | None
    late: bool | None
    days_late: int


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitSheet:
    """One unit, everything: `rows` are its own figures against its own targets."""

    head: Head
    unit: UnitRow
    contacts: tuple[str, ...]
    groups: tuple[ProgressGroup, ...]
    periods: tuple[UnitPeriod, ...]
    history: tuple[HistoryRow, ...]
    told: Told
