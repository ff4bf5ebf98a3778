"""Reads the pieces of an answer from its chunks. The second half of reading a number.

"ước đạt trên 12,5 tỷ đồng, bằng 98% kế hoạch" has two pieces: 12,5 tỷ đồng (over, estimated) and 98% (of plan).
"""

from decimal import Decimal

from bot.language.amounts import Amount, Reading, amount, starts
from bot.language.answers import answered
from bot.language.chunks import Chunk, means
from bot.language.folding import fold_word
from bot.language.joins import behind_words, join, joint
from bot.language.leading_words import bounds, left_over, moves, plays_role, role_behind, stands_before
from bot.language.look_alikes import is_shorthand, like_a_label, like_a_name, runs_on, touches
from bot.language.measure_units import SHARES
from bot.language.nothing import none_at_all
from bot.language.passing_dates import date_end, day_and_figure, names_next, year_follows
from bot.language.pieces import Piece, Statement
from bot.language.typed_units import unit_at

_REACHES = ("con", "thanh")
_PARTS_OF_NUMBERS = frozenset(
    {
        "scale",
        "zero_ten",
        "point",
        "ten",
        "tens",
        "half",
        "one_half",
        "minus",
        "at_least_after",
        "at_most_after",
    }
)
_BEFORE_NUMBERS = frozenset({"from", "minus", "times", "share"})


def read_statement(chunks: list[Chunk]) -> Statement:
    """All that a text says. Every chunk is either understood or counted as unknown; none is passed over."""
    return _Reader(chunks).read()


class _Reader:
    """Walks over the chunks once, from left to right; `next` gathers what is said before the next amount."""

    def __init__(self, chunks: list[Chunk]) -> None:
        self.chunks = chunks
        self.at = 0
        self.statement = Statement()
        self.spoken, self.spaced = True, False
        for chunk in chunks:
            if "number" in chunk.meaning:
                self.spoken, self.spaced = False, self.spaced or " " in chunk.text
        self.clause = 0
        self.in_parts = False
        self.bracketed = False
        self.next = Piece(clause=0)

    def read(self) -> Statement:
        chunks, statement = self.chunks, self.statement
        while self.at < len(chunks) and not statement.problem:
            meaning = chunks[self.at].meaning
            if not (
                (("not" in meaning or "unclear" in meaning) and self._nothing())
                or (("number" in meaning or "dated" in meaning) and self._date())
                or ("begins" in meaning and self._number())
            ):
                self._word()
        role_behind(statement, self.next)
        left_over(statement, self.next)
        return statement

    def _means(self, at: int, name: str) -> bool:
        return means(self.chunks, at, name)

    def _text(self, at: int) -> str:
        return fold_word(self.chunks[at].text) if at < len(self.chunks) else ""

    def _starts(self, at: int) -> bool:
        if at >= len(self.chunks) or "begins" not in self.chunks[at].meaning:
            return False
        spoken = self.spoken or (self.bracketed and bool(self.statement.pieces))
        return starts(self.chunks, at, spoken=spoken)

    def _nothing(self) -> bool:
        """ "không có vụ nào" """
        end = none_at_all(self.chunks, self.at)
        if end:
            self.statement.answers.add("nil")
            self.at = end
        return bool(end)

    def _date(self) -> bool:
        """Dates and times in front of a figure say when, not how much."""
        if self.spaced:
            self._part_date_and_figure()
        end = date_end(self.chunks, self.at)
        if end == self.at:
            return False
        self.statement.dated = True
        if "increment" in self.chunks[self.at].meaning:
            self.next.role = "increment"
        self.at = end
        return True

    def _part_date_and_figure(self) -> None:
        """ "tháng 6 340 ha" is no 6.340 ha; "trong tháng 12 340 ha" may be 12.340."""
        parted = day_and_figure(self.chunks, self.at)
        if parted:
            self.chunks[self.at : self.at + len(parted) - 1] = parted
            if "time" not in self.chunks[self.at].meaning:
                self.next.doubt = "two_readings"

    # Amounts.

    def _number(self) -> bool:
        if not self._starts(self.at):
            return False
        if self.at and touches(self.chunks[self.at - 1], self.chunks[self.at]):
            self.statement.problem = "label"
        piece, self.next = self.next, Piece(clause=self.clause)
        piece.clause, piece.bracketed = self.clause, self.bracketed
        if self.in_parts:
            piece.role = "part"
        begin = self.at
        read = self._amount()
        piece.readings, piece.spoken, piece.written = read.readings, read.spoken, read.written
        piece.other, piece.doubt = read.other, piece.doubt or read.doubt
        if self.statement.problem:
            return True
        if piece.negative:
            piece.readings = tuple(Reading(-reading.value, reading.scale) for reading in read.readings)
        unit = self._unit(piece)
        if piece.unit and unit and piece.unit != unit:
            piece.doubt = piece.doubt or "two_quantities"
        piece.unit = unit or piece.unit
        if piece.listed and piece.unit and piece.unit not in SHARES:
            piece.readings = (*(Reading(-value, scale) for value, scale in piece.readings), *piece.readings)
        if piece.spoken and piece.unit and like_a_name(self.chunks[begin : self.at]):
            self.statement.problem = "not_understood"
        while self._behind(piece):
            pass
        if piece.since and piece.compare_to is None and not (piece.to or piece.baseline):
            piece.compare_to = ">="
        if self.at < len(self.chunks) and runs_on(self.chunks[self.at]):
            self.statement.problem = "glued"
        self.statement.pieces.append(piece)
        return True

    def _amount(self) -> Amount:
        read = amount(self.chunks, self.at)
        self.at = read.end
        if not read.readings:
            self.statement.problem = self.statement.problem or read.doubt
        return read

    def _unit(self, piece: Piece) -> str:
        millions = bool(piece.readings) and piece.reading.scale >= 10**6
        name, self.at = unit_at(self.chunks, self.at, millions=millions)
        if name and names_next(self.chunks, self.at):
            self.statement.problem = self.statement.problem or "two_quantities"
        return name

    # What follows an amount and belongs to it.

    def _behind(self, piece: Piece) -> bool:
        at = self.at
        if at >= len(self.chunks):
            return False
        meaning = self.chunks[at].meaning
        if not meaning or "stop" in meaning or "quiet" in meaning:
            return False
        if "at_least_after" in meaning or "at_most_after" in meaning:
            piece.compare_to = ">=" if "at_least_after" in meaning else "<="
        elif self._text(at) == "hon" and not self._starts(at + 1):
            piece.compare_to = ">"
        elif (
            "half" in meaning
            and piece.to is None
            and len(piece.readings) == 1
            and not piece.reading.value % 1
        ):
            piece.readings = (Reading(piece.reading.value + Decimal("0.5"), piece.reading.scale),)
        elif "compare" in meaning and (year_follows(self.chunks, at + 1) or not self._starts(at + 1)):
            piece.compared = True
            piece.earlier = piece.earlier or not self._text(at).startswith("so")
            self.at += year_follows(self.chunks, at + 1)
        elif "plan" in meaning and not self._starts(at + 1):
            piece.role = "plan"
        elif "colon" in meaning and piece.role == "plan_value":
            self.statement.problem = "label"  # "chỉ tiêu 3: 127"
        elif self._starts(at + 1) and len(piece.readings) == 1:
            return self._second(piece)
        elif "out_of" in meaning and self._text(at) != "trong" and self._starts(at + 2):
            self.at += 1
            return self._second(piece)
        elif "dash" in meaning and "approx" not in meaning and at + 1 == len(self.chunks):
            self.statement.problem = "incomplete"
        else:
            return False
        self.at += 1
        return True

    def _second(self, piece: Piece) -> bool:
        """A second amount that makes a range, a ratio or a from-to of the first."""
        slash = self.at
        how = joint(self.chunks, slash, piece)
        if not how:
            return False
        self.at += 1
        read = self._amount()
        if len(read.readings) != 1 or piece.to or piece.denominator or piece.baseline:
            self.statement.problem = self.statement.problem or "two_quantities"
            return False
        unit, second = self._unit(piece), read.readings[0]
        if how in {"ratio", "range"} and like_a_label(self.chunks, slash, piece.reading.base, second.base):
            both = (
                (second, Reading(-second.value, second.scale)) if how == "range" else (second, piece.reading)
            )
            piece.readings, piece.unit, piece.doubt = both, unit, "label"
        else:
            join(piece, how, read, unit)
        return True

    # Words.

    def _word(self) -> None:
        chunk, at = self.chunks[self.at], self.at
        meaning = chunk.meaning
        self.at += 1
        if "quiet" in meaning and not self.in_parts:
            return
        if self.in_parts and not {"stop", "parts", "verb", "dash", "compare_to"} & meaning.keys():
            self.next.name.append(chunk.text)
        if "stop" in meaning:
            self._stop(meaning)
        elif not meaning or "other" in meaning:
            self._unknown(chunk)
        elif ("slash" in meaning and not self._polite(at)) or ("plus" in meaning and self._follows_amount()):
            self.statement.problem = "not_understood"
        elif "dash" in meaning and "approx" not in meaning:
            self._sign(at)
        elif not (
            ("about" in meaning and self._about_the_next(chunk))
            or ("answers" in meaning and answered(meaning, self.statement, self.next))
        ):
            self._around(chunk)

    def _polite(self, at: int) -> bool:
        """ "anh/chị" """
        return self._means(at - 1, "noise") and self._means(at + 1, "noise")

    def _follows_amount(self) -> bool:
        return bool(self.statement.pieces) and self.statement.pieces[-1].clause == self.clause

    def _stop(self, meaning: dict[str, object]) -> None:
        role_behind(self.statement, self.next)
        if "comma" in meaning and self._means(self.at, "number") and self._begins_decimal():
            self.next.doubt = "begins_with_comma"
            digits = self.chunks[self.at].text
            self.chunks[self.at] = Chunk(
                {"number": True, "begins": True, "adds": True}, "0," + digits if digits.isdigit() else digits
            )
            return
        if "close" in meaning and len(self.statement.pieces) > 1:
            self.at = behind_words(self.chunks, self.at, *self.statement.pieces[-2:])
        if self._follows_amount():
            left_over(self.statement, self.next)
            self.next = Piece(clause=self.clause)
        self.clause += 1
        self.bracketed = "open" in meaning

    def _begins_decimal(self) -> bool:
        """ ",5" and "đạt .5": the mark touches the digits behind it and nothing before it; offered as 0,5."""
        return self.chunks[self.at].glued and not self.chunks[self.at - 1].glued

    def _unknown(self, chunk: Chunk) -> None:
        self.statement.unknown += 1
        if not self.in_parts:
            self.next.name.append(chunk.text)
        self.next.linked = False
        if "other" in chunk.meaning and not chunk.text.isspace():
            self.statement.problem = "not_understood"
        if is_shorthand(chunk.text):
            self.statement.negated = self.statement.denied = True

    def _sign(self, at: int) -> None:
        if self._means(at + 1, "dash") or (self.chunks[at].glued and at and not self.chunks[at - 1].meaning):
            self.statement.problem = "glued"
        elif self._starts(at + 1):
            self.next.negative = True
            # "- 340 ha" may be a line of a list; "-340 ha" is not.
            begins = not at or "\n" in self.chunks[at - 1].text
            self.next.listed = begins and not self.chunks[at + 1].glued
        elif self._means(at + 1, "open"):
            self.statement.problem = "not_understood"

    def _about_the_next(self, chunk: Chunk) -> bool:
        """Words in front of a number that say how it is meant."""
        meaning, following = chunk.meaning, self.next
        if "over" in meaning and self._amount_ahead():
            following.over = True
        elif "parts" in meaning:
            self.in_parts = True
        elif bounds(meaning, following):
            self.statement.estimate = self.statement.estimate or following.estimate
        elif not (
            (_BEFORE_NUMBERS & meaning.keys() and self._starts(self.at) and stands_before(meaning, following))
            or moves(meaning, following)
            or plays_role(meaning, chunk.text, following)
        ):
            return False
        self.at += "compare" in meaning and year_follows(self.chunks, self.at)
        following.linked = True
        return True

    def _amount_ahead(self) -> bool:
        return any("number" in chunk.meaning for chunk in self.chunks[self.at :]) or self._starts(self.at)

    def _around(self, chunk: Chunk) -> None:
        meaning = chunk.meaning
        if "equal" in meaning:
            self.next.linked = True
            self.next.equal = True
        elif "verb" in meaning:
            self.next.linked = True
            rest = fold_word(chunk.text).startswith(_REACHES) and self.statement.pieces
            self.next.is_level = self.next.is_level or bool(rest and self.statement.pieces[-1].direction)
        elif "doubt" in meaning:
            self.statement.negated = self.statement.denied = True
            self.statement.answers.add("unclear")
        elif "not" in meaning:
            self.statement.negated = self.statement.denied = True
        elif "intent" in meaning:
            if not self._follows_amount():
                self.next.doubt = self.next.doubt or "unclear_name"
        elif "label" in meaning and self._starts(self.at):
            self.next.doubt = "label"
        elif "corrects" in meaning:
            self.statement.corrects = True
        elif "noise" not in meaning:
            # A scale word or a spelled-out number that belongs to nothing may change what the figure is.
            digit = "digit" in meaning and not self.spoken and chunk.text.lower() != "nam"
            if digit or _PARTS_OF_NUMBERS & meaning.keys():
                doubted = self.statement.pieces[-1] if self._follows_amount() else self.next
                doubted.doubt = doubted.doubt or "two_quantities"
            self._unknown(chunk)
