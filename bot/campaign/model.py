"""The words of the project as frozen types. Nothing here knows storage, Telegram or the clock."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum


class Comparator(StrEnum):
    """How the directive bounds a target, as written; whether a figure passes is `targets.passes`."""

    EQUAL = "="
    OVER = ">"
    AT_LEAST = ">="
    UNDER = "<"
    AT_MOST = "<="
    RANGE = "range"


class Direction(StrEnum):
    """What the directive's verb asks for: giảm, tăng/thêm, duy trì, otherwise reach."""

    REACH = "reach"
    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"


class Measure(StrEnum):
    """What kind of quantity an indicator is; it decides how figures add up over time and units."""

    LEVEL = "level"
    FLOW = "flow"
    COUNT_NEW = "count_new"
    DELTA_ABS = "delta_abs"
    DELTA_REL = "delta_rel"
    QUALITATIVE = "qualitative"


SUMMED = frozenset({Measure.FLOW, Measure.COUNT_NEW})
"""The measures whose figures may be added over units; all others never sum."""


class Role(StrEnum):
    """A role is held at a unit and reaches the units below it, nothing beside it."""

    ADMIN = "admin"
    VIEWER = "viewer"
    CLUSTER_LEAD = "cluster_lead"
    HEAD = "head"
    FOCAL_POINT = "focal_point"


class Duty(StrEnum):
    """Whether a unit must report or is invited to; an invited unit is never overdue."""

    REQUIRED = "required"
    INVITED = "invited"


class CampaignState(StrEnum):
    """How far a campaign has come. Closed, nothing is reported any more; archived, it is read only, for good.

    REISSUE is no campaign of its own: a document that re-issued targets of another, kept for its sentences.
    """

    DRAFT = "draft"
    RUNNING = "running"
    CLOSED = "closed"
    ARCHIVED = "archived"
    REISSUE = "reissue"


MOVES = {
    CampaignState.DRAFT: frozenset({CampaignState.RUNNING, CampaignState.REISSUE}),
    CampaignState.RUNNING: frozenset({CampaignState.CLOSED}),
    CampaignState.CLOSED: frozenset({CampaignState.RUNNING, CampaignState.ARCHIVED}),
    CampaignState.ARCHIVED: frozenset[CampaignState](),
    CampaignState.REISSUE: frozenset[CampaignState](),
}
"""From each state the states that an admin may move a campaign to; no other move is possible."""


class ReportState(StrEnum):
    """Where a report stands; one that nobody has begun has none. What leads on is in `report_life`."""

    DRAFT = "draft"
    WAITING = "waiting"
    """Handed in by the focal point; the unit's head has yet to sign it off."""
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class FigureKind(StrEnum):
    """Zero, "không phát sinh" and "chưa có số liệu" are three things; CLEARED takes an entry back."""

    VALUE = "value"
    NIL = "nil"
    MISSING = "missing"
    STATE = "state"
    CLEARED = "cleared"


class Scope(StrEnum):
    """Which units answer for an indicator."""

    ALL = "all"
    KIND = "kind"
    CLUSTER = "cluster"
    OWNER = "owner"


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """The figure that an indicator is to reach, in `measure_unit`; `value` is None for a qualitative one.

    `ceiling` is whether a bare figure or a range is not to be exceeded ("hộ nghèo còn 5%"): it follows from what is
    measured (`ceilings.is_ceiling`), and the comparator stays as written.
    """

    comparator: Comparator | None
    value: Decimal | None
    value_to: Decimal | None = None
    measure_unit: str = ""
    direction: Direction | None = None
    ceiling: bool = field(default=False, compare=False)


class Standing(StrEnum):
    """How far a qualitative indicator has come."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One indicator's value in a report, in the indicator's measure unit (NIL: 0); None for the other kinds.

    A STATE figure has a standing instead of a value, and a sentence where the unit wrote one. `estimate` is "ước
    thực hiện", to be followed by the final figure. A figure given as 12/14 keeps both: as a share it can then be
    weighed over units.
    """

    kind: FigureKind
    value: Decimal | None = None
    standing: Standing | None = None
    estimate: bool = False
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    sentence: str | None = None


class NarrativePart(StrEnum):
    """The parts of an official report that are told in words, in their order."""

    RESULTS = "results"
    SHORTCOMINGS = "shortcomings"
    CAUSES = "causes"
    PROPOSALS = "proposals"


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """The review that closes a phase; an exclusive deadline ("trước ngày 30/6") has its last day one earlier."""

    kind: str | None = None
    deadline: date | None = None
    exclusive: bool = False

    def last_day(self, phase_end: date) -> date:
        """The last day on which it may be held; the end of the phase where the directive sets none."""
        if self.deadline is None:
            return phase_end
        return self.deadline - timedelta(days=1) if self.exclusive else self.deadline
