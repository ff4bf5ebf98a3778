"""What was read in a directive, as a person will be asked to confirm it. Missing is None, never invented."""

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - a field of the draft is called `date`.
from decimal import Decimal
from enum import StrEnum

from bot.campaign.model import Comparator, Measure, Review, Target


class Precision(StrEnum):
    """How much of a date the directive states: "ngày 11 tháng 02 năm 2022" or "ngày    tháng 01 năm 2020"."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Level(StrEnum):
    """The level of government that launches; the district exists in documents before 1/7/2025."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Relation(StrEnum):
    """How an indicator stands to another of the same line."""

    PART_OF = "part_of"
    """ "trong đó": 396 of the 638 triệu USD."""
    COMPONENT = "component"
    """One of several under a common label: "Đạt danh hiệu văn hóa: 84% …; 57% …"."""
    RESTATES = "restates"
    """The same target in another measure unit: "trên 3% (trên 130 hộ)"."""


class Origin(StrEnum):
    """Where an indicator was found; those from prose deserve a second look."""

    LIST = "list"
    TABLE = "table"
    PROSE = "prose"
    TYPED = "typed"


class Reason(StrEnum):
    """Why a person should look: of a warning, or of an indicator (`doubts`)."""

    NOT_UNDERSTOOD = "not_understood"
    """Something numeric in an indicator section that no indicator took."""
    EXTRA_FIGURE = "extra_figure"
    """A figure beside the target whose part in the sentence is unknown; the target was read."""
    FROM_PROSE = "from_prose"
    UNKNOWN_MEASURE_UNIT = "unknown_measure_unit"
    THREE_DECIMALS = "three_decimals"
    """One comma and three digits: decimals by rule, thousands by habit of some."""
    DOT_DECIMAL = "dot_decimal"
    """A dot read as the decimal mark: "8.5%"."""
    SHARE_OVER_100 = "share_over_100"
    PARTS_UNEQUAL = "parts_unequal"
    """The parts of a "trong đó" do not add up to the whole."""
    LEVELS_DISAGREE = "levels_disagree"
    """ "từ A xuống B" does not differ by the stated change."""
    COLUMN_UNSURE = "column_unsure"
    """Several columns of a table could hold this year's targets; the last was read."""
    CARRIED = "carried"
    """The target of another year, to be set anew: no reading, but as much in need of a person."""
    OWNER_UNSURE = "owner_unsure"
    """The owner that the directive names may be several units of the campaign, or is more than one."""
    INDICATORS_ABSENT = "indicators_absent"
    """No list of indicators was found in the directive."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Warned:
    """A place of the directive that a person should look at; `line` counts from 1, `text` is the source."""

    line: int
    text: str
    reason: Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Threshold:
    """The test recommended for a figure: "trên 55%" -> > 55, a bare "15 tỷ đồng" -> >= 15."""

    op: Comparator
    value: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class IndicatorDraft:
    """One thing to reach, with the sentence that it was read from.

    `target.measure_unit` stands as in the text ("triệu đồng"); `measure_unit` is the same made comparable
    ("triệu đồng/người/năm" where the name says "bình quân đầu người"). `ordinal` is the number of the bullet
    inside `section`; indicators of one bullet share it. `parent` is an index into `DirectiveDraft.indicators`.
    `baseline` and `target_level` are the two ends of "từ 13,18% xuống 13,08%"; `cumulative_total` is that of
    "lũy kế 15 xã".
    """

    section: str
    section_title: str
    ordinal: int
    name: str
    target: Target
    measure: Measure
    measure_unit: str
    text: str
    line: int
    origin: Origin = Origin.LIST
    note: str = ""
    group: str = ""
    owner: str = ""
    parent: int | None = None
    relation: Relation | None = None
    baseline: Decimal | None = None
    target_level: Decimal | None = None
    cumulative_total: Decimal | None = None
    denominator: Decimal | None = None
    pass_if: Threshold | None = None
    base_value: Decimal | None = None
    base_unit: str | None = None
    doubts: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgressFigure:
    """A result told in prose: "chỉ tiêu giao 56%, 10 tháng đầu năm thực hiện được 70%, đạt 125,0%".

    Figures in the measure unit beside them; `percent` as the text states it. Never a target of the campaign.
    """

    section: str
    name: str
    target: Decimal | None
    target_unit: str
    actual: Decimal | None
    actual_unit: str
    percent: Decimal | None
    period: str
    status: str
    text: str
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportingDuty:
    """Who must report what, to whom and when, in the words of the text; None where it does not say.

    `day` is the last day that the words allow, `phase` the number of the phase that they name.
    """

    who: str
    to: str | None
    when: str | None
    text: str
    line: int
    day: Day | None = None
    phase: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PhaseDraft:
    """A stretch of the campaign; `named_in_text` is False for the one phase that every campaign has.

    `report` is the duty by which units report on it, where the text states a day.
    """

    name: str
    named_in_text: bool
    start: Day | None
    start_precision: Precision | None
    end: Day | None
    review: Review
    verbatim: str = ""
    review_verbatim: str = ""
    goal: str = ""
    line: int = 0
    report: ReportingDuty | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Commemoration:
    """ "93 năm Ngày thành lập Đảng … (03/02/1930 - 03/02/2023)"; dates are kept as the source has them.

    "… (3/2)" says only the day of this campaign: `since` is None.
    """

    title: str
    years: int | None
    since: Day | None
    day: Day
    phase: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Issuer:
    """Who launches; `level_name` in the words of the text: tỉnh, thành phố, huyện, xã, phường, đặc khu."""

    level: Level
    level_name: str
    name: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingBody:
    name: str
    capacity: str | None
    verbatim: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    """ "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH / Lương Mai Tú"."""

    role: str | None
    role_prefix: str | None
    name: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DirectiveDraft:
    """The whole reading. A `date` of month precision is the first day of that month."""

    document_type: str | None = None
    number: str | None = None
    number_verbatim: str | None = None
    date: Day | None = None
    date_precision: Precision | None = None
    date_verbatim: str | None = None
    place: str | None = None
    title: str | None = None
    issuer: Issuer | None = None
    co_launchers: tuple[str, ...] = ()
    province: str | None = None
    theme: str | None = None
    slogans: tuple[str, ...] = ()
    year: int | None = None
    start: Day | None = None
    start_precision: Precision | None = None
    start_verbatim: str | None = None
    end: Day | None = None
    end_verbatim: str | None = None
    phases: tuple[PhaseDraft, ...] = ()
    indicators: tuple[IndicatorDraft, ...] = ()
    progress: tuple[ProgressFigure, ...] = ()
    behind: tuple[str, ...] = ()
    movements: tuple[str, ...] = ()
    movements_stated: int | None = None
    commemorative_dates: tuple[Commemoration, ...] = ()
    based_on: tuple[str, ...] = ()
    standing_body: StandingBody | None = None
    duties: tuple[ReportingDuty, ...] = ()
    signer: Signer | None = None
    recipients: tuple[str, ...] = ()
    warnings: tuple[Warned, ...] = ()

    @property
    def named_phases(self) -> tuple[PhaseDraft, ...]:
        return tuple(phase for phase in self.phases if phase.named_in_text)
