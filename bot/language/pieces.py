"""Pieces of an answer: each amount with what was said round it, and the answer as a whole."""

from dataclasses import dataclass, field
from decimal import Decimal

from bot.language.amounts import Reading


class Piece:
    """An amount being read. `doubt` says why it has to be asked about."""

    readings: tuple[Reading, ...] = ()
    unit: str = ""
    to: Reading | None = None
    denominator: Reading | None = None
    baseline: Reading | None = None
    compare_to: str | None = None
    direction: str | None = None
    approximate: bool = False
    estimate: bool = False
    negative: bool = False
    listed: bool = False
    """Whether its minus may as well be the dash of a list."""
    since: bool = False
    """Whether "từ" stands before it: from 5 means at least 5, unless something follows."""
    is_level: bool = False
    """Whether "còn", "xuống còn", "lên" say that this is where it ended."""
    equal: bool = False
    role: str = "main"
    """main, cumulative, increment, part, plan (a share of it) or plan_value (the plan itself)."""
    compared: bool = False
    over: bool = False
    bracketed: bool = False
    linked: bool = False
    """Whether a word such as "đạt" or ":" leads from what stands before straight to the number."""
    spoken: bool = False
    written: int = 1
    """What its scale words multiply by; a range takes that of its end: "2 - 3 trăm"."""
    earlier: bool = False
    """Whether it is said to be of another period: "kỳ trước 13"."""
    against: bool = False
    """Whether that period is only compared with: "so với kỳ trước"."""
    other: Decimal | None = None
    doubt: str = ""

    def __init__(self, clause: int) -> None:
        self.clause = clause
        self.name: list[str] = []

    @property
    def is_single(self) -> bool:
        """Whether it is one plain number, so that it can be said about another piece."""
        return not (self.to or self.denominator or self.baseline or self.doubt or len(self.readings) > 1)

    @property
    def reading(self) -> Reading:
        return self.readings[0]


@dataclass(slots=True)
class Statement:
    """All pieces of a text, what it said without numbers, and whether dates in it were passed over."""

    pieces: list[Piece] = field(default_factory=list)
    answers: set[str] = field(default_factory=set)
    states: list[str] = field(default_factory=list)
    unknown: int = 0
    dated: bool = False
    estimate: bool = False
    negated: bool = False
    corrects: bool = False
    denied: bool = False
    """Whether a word such as "không" or a question mark belongs to no phrase."""
    problem: str = ""
