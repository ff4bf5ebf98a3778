"""Which piece of a statement is the figure, and what the others say about it."""

from decimal import Decimal

from bot.language.amounts import Reading
from bot.language.answers import without_number
from bot.language.doubts import fits, wants_share, why_doubted
from bot.language.folding import fold
from bot.language.measure_units import factor, measure_unit
from bot.language.pieces import Piece, Statement
from bot.language.quantity import Candidate, Kind, Part, Quantity, convert, trimmed
from bot.language.typed_units import UNKNOWN

_SCALE_NAMES = {1000: "nghìn", 10**6: "triệu", 10**9: "tỷ"}
_ALONE = frozenset({"main", "cumulative", "increment"})
"""What a piece may be that is the figure because there is no other."""
_BESIDE = frozenset({"cumulative", "increment"})
_SHOWN = _BESIDE | {"part"}
_TIMES = frozenset({"ngày", "giờ", "tháng", "năm", "phút"})


def interpret(statement: Statement, wanted: str) -> Quantity:
    """The quantity that a statement gives, where a bare number is in the measure unit `wanted` ("" for none)."""
    return _Interpretation(statement, wanted).quantity()


class _Interpretation:
    """Decides which piece of a statement is the figure and what the others say about it."""

    def __init__(self, statement: Statement, wanted: str) -> None:
        self.statement = statement
        self.wanted_name = wanted
        self.wanted = measure_unit(wanted) if wanted else None
        self.plan_percent: Decimal | None = None
        self.level: Piece | None = None

    def quantity(self) -> Quantity:
        statement = self.statement
        if statement.problem:
            return Quantity(kind=Kind.NONE, hint=statement.problem)
        for piece in statement.pieces:
            if piece.unit.startswith(UNKNOWN):
                self._settle_unit(piece)
        if any(piece.unit in _TIMES for piece in statement.pieces):
            statement.pieces = [piece for piece in statement.pieces if not self._is_time(piece)]
        if not statement.pieces:
            return without_number(statement)
        if statement.unknown and any(piece.spoken and not piece.bracketed for piece in statement.pieces):
            return Quantity(kind=Kind.NONE, hint="not_understood")
        main = self._main()
        return main if isinstance(main, Quantity) else self._read(main)

    def _settle_unit(self, piece: Piece) -> None:
        """Believe an unknown unit only where it is the indicator's own."""
        name = piece.unit.removeprefix(UNKNOWN)
        piece.unit = name
        if self.wanted is not None and set(fold(name).split()) & set(fold(self.wanted.base).split()):
            piece.unit = self.wanted.base
        elif piece.spoken:
            self.statement.unknown += 1
        else:
            piece.doubt = piece.doubt or "unknown_unit"

    def _is_time(self, piece: Piece) -> bool:
        counted = len(piece.readings) == 1 and piece.reading.scale == 1
        if counted and piece.unit in _TIMES and not (self.wanted and self.wanted.base == piece.unit):
            self.statement.dated = True
            return True
        return False

    # Which piece is the figure.

    def _main(self) -> Piece | Quantity:
        if len(self.statement.pieces) == 1 and self.statement.pieces[0].role in _ALONE:
            return self.statement.pieces[0]
        pieces = [piece for piece in self.statement.pieces if piece.role != "part"]
        if not pieces:
            return Quantity(
                kind=Kind.AMBIGUOUS, hint="parts_without_total", candidates=self._all_candidates()
            )
        if len(pieces) == 1 and pieces[0].role in _ALONE:
            return pieces[0]
        mains = [piece for piece in pieces if piece.role == "main"]
        rest = [piece for piece in pieces if piece.role in {"cumulative", "increment"}]
        mains = self._without_shares_of_plan(
            mains + [piece for piece in pieces if piece.role == "plan"], rest
        )
        mains = [piece for piece in mains if not piece.earlier] or mains
        mains = self._without_repetitions(mains)
        if len(mains) > 1 and (fitting := self._only_fitting(mains)):
            return Quantity(kind=Kind.AMBIGUOUS, hint="two_quantities", candidates=self._candidates(fitting))
        if len(mains) > 1 or len(rest) > 2 or len({piece.role for piece in rest}) < len(rest):
            return Quantity(kind=Kind.NONE, hint="two_quantities", candidates=self._all_candidates())
        if mains and (not rest or pieces.index(mains[0]) < pieces.index(rest[0])):
            if rest and not _agree(mains[0], rest):
                mains[0].doubt = mains[0].doubt or "contradiction"
            return mains[0]
        if mains and rest[0].role == "increment":
            return self._grown(rest[0], mains[0])
        if mains:
            return Quantity(kind=Kind.NONE, hint="two_quantities", candidates=self._all_candidates())
        if rest:
            return rest[0]
        return Quantity(kind=Kind.AMBIGUOUS, hint="plan_only", candidates=self._all_candidates())

    def _only_fitting(self, mains: list[Piece]) -> Piece | None:
        """The one that is in the indicator's measure unit: likely the figure, but the others are not accounted for."""
        fitting = [piece for piece in mains if fits(piece, self.wanted)] if self.wanted else []
        return fitting[0] if len(fitting) == 1 and fitting[0].unit else None

    def _grown(self, increment: Piece, total: Piece) -> Piece | Quantity:
        """ "tăng thêm 2 trường (từ 15 lên 17)", "thêm 3 thành 45": the increment, and where it led to."""
        change = total.reading.base - total.baseline.base if total.baseline else increment.reading.base
        led = (total.is_level or total.baseline) and not (total.to or total.denominator)
        if not led or total.unit not in {"", increment.unit}:
            return Quantity(kind=Kind.NONE, hint="two_quantities", candidates=self._all_candidates())
        if change != increment.reading.base:
            increment.doubt = increment.doubt or "contradiction"
        total.role = "cumulative"
        self.level = total
        return increment

    def _without_shares_of_plan(self, mains: list[Piece], rest: list[Piece]) -> list[Piece]:
        """ "12,5 tỷ, đạt 98% kế hoạch": a percentage behind a figure is about the figure, and is not the figure."""
        figures = [piece for piece in [*mains, *rest] if piece.unit != "%" and piece.role != "plan"]
        if not figures:
            for piece in mains:
                if piece.role == "plan":
                    self.plan_percent = _of_plan(piece)
            return mains
        kept: list[Piece] = []
        for piece in mains:
            behind = piece.unit == "%" and piece.clause >= figures[0].clause and not wants_share(self.wanted)
            if piece.role == "plan" or (behind and piece.over and piece.is_single):
                self.plan_percent = _of_plan(piece)
            elif (
                behind and piece.is_single and (piece.compared or piece.direction in {"increase", "decrease"})
            ):
                continue
            elif (
                behind
                and piece.clause > figures[0].clause
                and _about(piece)
                and piece.is_single
                and figures[0].denominator is None
            ):
                self.plan_percent = _of_plan(piece)
            else:
                kept.append(piece)
        return kept

    def _without_repetitions(self, mains: list[Piece]) -> list[Piece]:
        """Drop what says the first again: "15 (mười lăm)", "12/14 xã (85,7%)", "0,1% (từ 13,18% xuống 13,08%)"."""
        if not mains:
            return mains
        first, *others = mains
        kept = [first]
        for piece in others:
            about = piece.bracketed or piece.equal or piece.is_level or piece.clause > first.clause
            rated = about or piece.linked
            if (
                piece.reading.base == first.reading.base
                and about
                and piece.is_single
                and (piece.unit in {"", first.unit} or not first.unit)
            ):
                first.unit = first.unit or piece.unit
                continue
            if first.denominator is not None and piece.unit == "%" and rated and piece.is_single:
                share = first.reading.base / (first.denominator.base or 1) * 100
                first.doubt = first.doubt or _unless_rounded(share, piece.reading.base)
                continue
            if piece.compared and not first.compared:
                continue
            if piece.denominator is not None and first.unit == "%" and about and piece.denominator.base:
                share = piece.reading.base / piece.denominator.base * 100
                first.doubt = first.doubt or _unless_rounded(share, first.reading.base)
                continue
            led = (piece.baseline is not None or piece.is_level) and not (piece.to or piece.denominator)
            if first.direction and led and about and first.baseline is None and self.level is None:
                self.level = piece
                change = (
                    abs(piece.baseline.base - piece.reading.base) if piece.baseline else first.reading.base
                )
                first.doubt = first.doubt or ("" if change == first.reading.base else "contradiction")
                continue
            kept.append(piece)
        return kept

    # What the figure is.

    def _read(self, piece: Piece) -> Quantity:
        doubt = why_doubted(piece, self.statement, self.wanted) or self._beside(piece)
        if doubt in {"reversed", "zero_denominator"}:
            return Quantity(kind=Kind.NONE, unit=piece.unit, hint=doubt)
        if doubt:
            fraction = doubt == "plan_ratio" and piece.denominator is not None
            of_plan = fraction or (piece.over and piece.unit == "%")
            return Quantity(
                kind=Kind.AMBIGUOUS,
                candidates=() if fraction else self._candidates(piece),
                plan_percent=_of_plan(piece) if of_plan else self.plan_percent,
                hint=doubt,
                estimate=piece.estimate,
                comparator=piece.compare_to,
                direction=piece.direction,
                approximate=piece.approximate,
            )
        reading = piece.reading
        unit, base_unit, scale = self._unit(piece, reading)
        value = reading.value
        increment = Decimal(0) if "nil" in self.statement.answers else None
        total, parts = None, []
        for other in self.statement.pieces:
            if other.role == "cumulative":
                total = self._in_unit(other, unit)
            elif other.role == "increment":
                increment = self._in_unit(other, unit)
            elif other.role == "part" and other is not piece:
                parts.append(self._part(other))
        level = self.level or (piece if piece.baseline is not None or piece.is_level else None)
        baseline = level.baseline if level else None
        return Quantity(
            kind=Kind.RANGE if piece.to else Kind.RATIO if piece.denominator else Kind.NUMBER,
            value=value,
            value_to=self._alike(piece.to, reading),
            denominator=self._alike(piece.denominator, reading),
            unit=unit,
            base_value=value if scale == 1 else trimmed(value * scale, value),
            base_value_to=piece.to
            and trimmed(piece.to.value * scale * piece.to.scale / reading.scale, piece.to.value),
            base_unit=base_unit,
            comparator="range" if piece.to else piece.compare_to,
            approximate=piece.approximate,
            direction=piece.direction or (level.direction if level else None),
            baseline=self._alike(baseline, reading),
            level=self._alike(level.reading, reading) if level else None,
            estimate=piece.estimate or self.statement.estimate,
            cumulative_total=total,
            increment=increment,
            parts=tuple(parts),
            plan_percent=self.plan_percent,
            other=piece.other,
        )

    def _beside(self, piece: Piece) -> str:
        """A doubt where a piece that is shown beside the figure holds more than the one number that is shown."""
        if len(self.statement.pieces) == 1:
            return ""
        for other in self.statement.pieces:
            beside = other is not piece and other is not self.level and other.role in _SHOWN
            if beside and not (other.is_single and _as_large(other, piece)):
                return "two_quantities"
        return ""

    def _unit(self, piece: Piece, reading: Reading) -> tuple[str, str, Decimal]:
        """The unit as it is shown, the unit without its scale, and what a value of it is multiplied by."""
        if not piece.unit and piece.role == "plan":
            return "%", "%", Decimal(1)
        if piece.denominator is not None and wants_share(self.wanted) and not piece.unit:
            return "", "", Decimal(reading.scale)  # 12/14 is a share, but 12 is not.
        if not piece.unit and self.wanted is not None and reading.scale == 1:
            return self.wanted_name, self.wanted.name, self.wanted.scale
        base = piece.unit
        if self.wanted is not None and base in {"", self.wanted.base}:
            base = self.wanted.name
        named = _SCALE_NAMES.get(reading.scale, "")
        named = " ".join((named, base)) if named and base else named or base
        scale = Decimal(reading.scale)
        if self.wanted is not None and base != self.wanted.name:
            # "500 kg" for an indicator in tấn is 0,5 of its base unit.
            ratio = factor(measure_unit(base), measure_unit(self.wanted.name))
            if ratio is not None and ratio != 1:
                return named, self.wanted.name, scale * ratio
        return named, base, scale

    def _in_unit(self, piece: Piece, unit: str) -> Decimal | None:
        typed, _, _ = self._unit(piece, piece.reading)
        return convert(piece.reading.value, typed, unit) if unit and typed else piece.reading.value

    def _alike(self, reading: Reading | None, first: Reading) -> Decimal | None:
        if reading is None:
            return None
        return trimmed(reading.value * reading.scale / first.scale, reading.value)

    def _candidate(self, piece: Piece, reading: Reading) -> Candidate:
        unit, base_unit, scale = self._unit(piece, reading)
        return Candidate(
            value=reading.value,
            unit=unit,
            base_value=trimmed(reading.value * scale, reading.value),
            base_unit=base_unit,
        )

    def _candidates(self, piece: Piece) -> tuple[Candidate, ...]:
        readings = [*piece.readings, *(reading for reading in (piece.baseline, piece.to) if reading)]
        if piece.other is not None:
            readings.append(Reading(piece.other / piece.reading.scale, piece.reading.scale))
        return tuple(dict.fromkeys(self._candidate(piece, reading) for reading in readings))

    def _all_candidates(self) -> tuple[Candidate, ...]:
        return tuple(
            self._candidate(piece, reading) for piece in self.statement.pieces for reading in piece.readings
        )

    def _part(self, piece: Piece) -> Part:
        shown = self._candidate(piece, piece.reading)
        return Part(
            name=" ".join(piece.name),
            value=shown.value,
            unit=shown.unit,
            base_value=shown.base_value,
            base_unit=shown.base_unit,
        )


def _as_large(other: Piece, piece: Piece) -> bool:
    """Whether it says how large it is: "12 tỷ, lũy kế 45" may be 45 tỷ, and is hardly 45 đồng."""
    return bool(other.unit) or other.reading.scale > 1 or other.reading.base >= piece.reading.scale


def _agree(figure: Piece, rest: list[Piece]) -> bool:
    """A running total holds the figure, and what was added is said apart: "45 thêm 3" may be 45, and may be 48."""
    return not any(
        (
            piece.role == "cumulative"
            and _as_large(piece, figure)
            and piece.unit in {"", figure.unit}
            and piece.reading.base < figure.reading.base
        )
        or (piece.role == "increment" and piece.clause == figure.clause)
        for piece in rest
    )


def _of_plan(piece: Piece) -> Decimal:
    """ "đạt 98% kế hoạch" is 98; "vượt 5% kế hoạch" is 105; "1/2 kế hoạch" is 50."""
    if piece.denominator is not None:
        return (piece.reading.base / (piece.denominator.base or 1) * 100).quantize(Decimal("0.1"))
    return piece.reading.base + (100 if piece.over else 0)


def _about(piece: Piece) -> bool:
    return piece.bracketed or piece.linked


def _unless_rounded(exact: Decimal, typed: Decimal) -> str:
    """No doubt where `typed` is `exact` rounded to the decimals that were typed: 85,7% for 12/14."""
    step = Decimal(1).scaleb(min(0, int(typed.as_tuple().exponent)))
    return "" if abs(exact - typed) <= step / 2 else "contradiction"
