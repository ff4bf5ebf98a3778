"""Amounts: how much is written, in digits, in scale words or spelled out. The unit is not looked at here."""

from decimal import Decimal
from typing import NamedTuple

from bot.language.chunks import Chunk, means
from bot.language.literals import LONGEST, NOTHING, Literal, literal
from bot.language.measure_units import MONEY, SHARES
from bot.language.spoken import spelled_out

TOO_LARGE = 10**18
_SAID = frozenset({10**3, 10**6, 10**9})
"""Scale words in which a figure is shown as it was said."""
# Typed without marks, these are as likely another word: nam/năm, sau/sáu, tu/tư/từ.
_DOUBTFUL = frozenset(
    {"nam", "sau", "bay", "tam", "tu", "khong", "không", "ko", "khg", "hok", "hông", "lam", "muoi", "chin"}
)
_TONE_DIGITS = {"ty": ("3",), "ti": ("3",), "trieu": ("5", "65", "56"), "triêu": ("5",)}
_HALF = Decimal("0.5")


class Reading(NamedTuple):
    """One way to read an amount: `value` times `scale`, as "12,5 tỷ" is 12.5 times 10^9."""

    value: Decimal
    scale: int = 1

    @property
    def base(self) -> Decimal:
        return self.value * self.scale


class Amount(NamedTuple):
    """What stands from a chunk up to `end`: one reading, several (then `doubt` says why), or none (malformed).

    `other` is the decimal that "1.234" would be on an English keypad; it is only worth asking about where it
    lies nearer to the target. `written` is what its scale words multiply by: 100 for "3 trăm", 1 for sums.
    """

    end: int
    readings: tuple[Reading, ...]
    doubt: str = ""
    other: Decimal | None = None
    spoken: bool = False
    written: int = 1


def starts(chunks: list[Chunk], at: int, *, spoken: bool) -> bool:
    """Whether an amount may begin here; spelled-out ones only where the caller expects them."""
    meaning = chunks[at].meaning
    if "number" in meaning:
        return True
    if "one_half" in meaning:
        return means(chunks, at + 1, "scale") or means(chunks, at + 1, "half")
    if "scale" in meaning:
        return means(chunks, at + 1, "half") or (spoken and _stands_for_one(chunks, at))
    return spoken and ("digit" in meaning or "ten" in meaning)


def _stands_for_one(chunks: list[Chunk], at: int) -> bool:
    """ "tỷ hai" is 1,2 tỷ and "trăm phần trăm" 100%; "trăm năm" is as likely a hundred years."""
    if means(chunks, at + 1, "unit"):
        return chunks[at].meaning["scale"] == 100 and chunks[at + 1].meaning["unit"] in SHARES
    return means(chunks, at + 1, "digit") and not means(chunks, at + 1, "time")


def amount(chunks: list[Chunk], at: int) -> Amount:
    """The longest amount that begins where `starts` holds: "2tr5", "1 tỷ 2", "ba mươi lăm", "50 tỷ 200 triệu"."""
    return plain(chunks, at) or added_up(chunks, at)


def plain(chunks: list[Chunk], at: int) -> Amount | None:
    """Digits with at most one large scale word, and nothing behind that may belong to them; None for all else.

    What `added_up` makes of them, without its sums: most amounts are written so.
    """
    text = chunks[at].text
    read = literal(text) if "number" in chunks[at].meaning and len(text) <= LONGEST else NOTHING
    if len(read.values) != 1 or read.doubt:
        return None
    value, scale, at = read.values[0], 1, at + 1
    meaning = chunks[at].meaning if at < len(chunks) else {}
    if "scale" in meaning:
        word = meaning["scale"]
        if word not in _SAID:
            return None
        assert isinstance(word, int)  # noqa: S101 - narrows what the vocabulary holds.
        scale, at = word, at + 1
        meaning = chunks[at].meaning if at < len(chunks) else {}
    if "adds" in meaning or value * scale >= TOO_LARGE:
        return None
    other = read.other if read.other is None else read.other * scale
    return Amount(at, (Reading(value, scale),), "", other, spoken=False, written=scale if value else 1)


def added_up(chunks: list[Chunk], at: int) -> Amount:
    """Any amount, part by part."""
    begin, spoken, written = at, False, 1
    # What has been added up, each with the scale word it ended in: 3 tỷ 200 triệu -> (3e9, 1e9), (2e8, 1e6).
    sums: list[tuple[Decimal, int]] = []
    other: Decimal | None = None
    while at < len(chunks):
        if sums and means(chunks, at, "zero_ten") and means(chunks, at + 2, "scale"):
            at += 1  # "3 tỷ lẻ 5 triệu"
        part = _part(chunks, at, first=at == begin)
        if part is None:
            break
        if len(part.values) != 1 or part.doubt:
            return Amount(at + 1, (), "bad_grouping") if sums else _doubtful(chunks, at, part)
        other, spoken = part.other, spoken or part.spoken
        scaled = _scaled(chunks, part.end, part.values[0])
        if scaled is None:
            return Amount(at + 1, (), "scale_nonsense")
        value, scale, at = scaled
        if scale == 1 and sums:
            return _with_tail(chunks, begin, at, sums, value, part.form)
        written = int(value / part.values[0]) if part.values[0] and not sums else 1
        # "một nghìn hai trăm tỷ": a larger scale word multiplies all that stands before it.
        while sums and sums[-1][1] < scale:
            if sums[-1][1] > 10**4 or value % scale or value >= sums[-1][1] * scale:
                return Amount(at, (), "scale_nonsense")
            value += sums.pop()[0] * scale
        if sums and (value >= sums[-1][1] or sums[-1][0] % sums[-1][1]):
            return Amount(at, (), "scale_nonsense")
        sums.append((value, scale))
        if means(chunks, at, "half"):
            if value % scale:
                return Amount(at + 1, (), "scale_nonsense")  # "12,5 tỷ rưỡi"
            hundreds = part.form == "hundreds" and scale == 1 and value % 100 == 0
            sums.append((Decimal(100 if hundreds else scale) / 2, 1))
            at += 1
            break
        if scale == 1:
            break
    if not sums:
        return Amount(at + 1, (), "not_understood")
    other = other if len(sums) == 1 else None
    return _summed(chunks, begin, at, sums, other, spoken=spoken)._replace(written=written)


class _Part(NamedTuple):
    """One number of an amount, without its scale word; `form` is its digits, or how it is spelled out."""

    values: tuple[Decimal, ...]
    end: int
    form: str = ""
    doubt: str = ""
    other: Decimal | None = None
    spoken: bool = False


def _part(chunks: list[Chunk], at: int, *, first: bool) -> _Part | None:
    meaning = chunks[at].meaning
    if "number" in meaning:
        if not first and means(chunks, at + 1, "unit") and chunks[at + 1].meaning["unit"] in SHARES:
            return None
        if (
            first
            and chunks[at].text.isdigit()
            and means(chunks, at + 1, "point")
            and means(chunks, at + 2, "number")
        ):
            return _dictated(chunks, at)
        read = literal(chunks[at].text)
        return _Part(read.values, at + 1, chunks[at].text, read.doubt, read.other)
    if first and "one_half" in meaning:
        return _Part((_HALF,), at + 1)
    if first and "scale" in meaning:
        return _Part((Decimal(1),), at)
    words = spelled_out(chunks, at)
    return None if words is None else _Part((words[0],), words[2], words[1], spoken=True)


def _dictated(chunks: list[Chunk], at: int) -> _Part:
    """ "12 phẩy 5", as a phone writes down what it hears."""
    fraction = chunks[at + 2].text
    read = (
        literal(chunks[at].text + "," + fraction)
        if len(fraction) != 3 and fraction.isdigit()
        else Literal((), "bad_grouping")
    )
    return _Part(read.values, at + 3, chunks[at].text, read.doubt)


def _scaled(chunks: list[Chunk], at: int, part: Decimal) -> tuple[Decimal, int, int] | None:
    """Multiply by the scale words that follow, smaller before larger: 10 nghìn tỷ; "tỷ nghìn" is nonsense."""
    scale = 1
    while at < len(chunks) and "scale" in chunks[at].meaning:
        word = chunks[at].meaning["scale"]
        assert isinstance(word, int)  # noqa: S101 - narrows what the vocabulary holds.
        if word <= scale:
            return None
        part, scale, at = part * word, word, at + 1
    return part, scale, at


def _doubtful(chunks: list[Chunk], at: int, read: _Part) -> Amount:
    """Digits with two readings, or none, still take the scale word behind them along: "1,234 tỷ"."""
    readings: list[Reading] = []
    end = at + 1
    for value in read.values:
        scaled = _scaled(chunks, at + 1, value)
        if scaled is None:
            return Amount(end, (), "scale_nonsense")
        _, scale, end = scaled
        readings.append(_reading([(scaled[0], scale)]))
    return Amount(end, tuple(readings), read.doubt)


def _with_tail(
    chunks: list[Chunk], begin: int, end: int, sums: list[tuple[Decimal, int]], part: Decimal, form: str
) -> Amount:
    """What a number without a scale word means after one: 1 tỷ 2 = 1,2 tỷ; 1tr250; hai nghìn linh năm.

    Two digits have two readings (1tr50: 1.500.000 or 1.050.000), so they are asked about.
    """
    scale = sums[-1][1]
    if sums[-1][0] % scale:
        return Amount(end, (), "scale_nonsense")
    literally, tenths = part, part * scale / 10
    hundredths, thousandths = part * scale / 100, part * scale / 1000
    if form in {"linh", "zero hundred"} or scale == 10 or (scale == 100 and (part >= 10 or form == "tens")):
        ways = [literally] if literally < scale else []
    elif form == "digit" or (form.isdigit() and len(form) == 1):
        ways = [tenths] if part else []
    elif form in {"tens", "ten"}:
        ways = [literally, hundredths]
    elif form == "hundreds" or (form.isdigit() and len(form) == 3 and form[0] != "0"):
        ways = [thousandths] if form != "hundreds" or scale == 1000 else [literally, thousandths]
    elif form.isdigit() and len(form) <= 3:
        ways = [part * scale / 10 ** len(form), thousandths]
    else:
        # "14 triệu 750.000"
        grouped = "." in form and literally < scale <= literally * 1000
        ways = [literally] if grouped else []
    counted = means(chunks, end, "unit") and chunks[end].meaning["unit"] not in MONEY
    if ways == [tenths] and counted and not chunks[end - 1].glued:
        ways.append(literally)  # "1 nghìn 5 hộ" may well be 1.005 households.
    if ways and scale >= 10**6 and _finishes_word(chunks, end, form):
        ways.append(Decimal(0))
    if not ways:
        return Amount(end, (), "scale_nonsense")
    if len(ways) == 1:
        return _summed(chunks, begin, end, [*sums, (ways[0], 1)], None, spoken=not form.isdigit())
    return Amount(end, tuple(_reading([*sums, (way, 1)]) for way in dict.fromkeys(ways)), "short_tail")


def _finishes_word(chunks: list[Chunk], end: int, form: str) -> bool:
    """ "1 ty3" may be 1,3 tỷ, and may be "1 tỷ" on a keyboard that writes tones as digits (VNI)."""
    return end > 1 and chunks[end - 1].glued and form in _TONE_DIGITS.get(chunks[end - 2].text.lower(), ())


def _summed(
    chunks: list[Chunk],
    begin: int,
    end: int,
    sums: list[tuple[Decimal, int]],
    other: Decimal | None,
    *,
    spoken: bool,
) -> Amount:
    reading = _reading(sums)
    if reading.base >= TOO_LARGE:
        return Amount(end, (), "too_large")
    if other is not None:
        other = other * reading.scale
    if len(sums) > 1 and (thousandfold := _hundreds_behind(sums)):
        return Amount(end, (_reading([*sums, (thousandfold, 1)]), reading), "short_tail", spoken=spoken)
    doubt = "spoken_unmarked" if end - begin == 1 and chunks[begin].text.lower() in _DOUBTFUL else ""
    return Amount(end, (reading,), doubt, other, spoken)


def _hundreds_behind(sums: list[tuple[Decimal, int]]) -> Decimal:
    """What "3 tỷ 2 trăm" lacks to 3,2 tỷ, which is likelier than 3.000.000.200; 0 where nothing is in doubt."""
    large = [scale for _, scale in sums if scale >= 10**6]
    small = [value for value, scale in sums if scale < 10**6]
    in_doubt = large and any(scale in {10, 100} for _, scale in sums) and sum(small) < 1000
    return sum(small, Decimal(0)) * (large[-1] // 1000 - 1) if in_doubt else Decimal(0)


def _reading(sums: list[tuple[Decimal, int]]) -> Reading:
    """Shown in the largest scale word that was written, where people speak so: 50,2 tỷ, but 1.200."""
    total = sum((value for value, _ in sums), Decimal(0))
    scale = sums[0][1]
    if scale >= 10**6 or (scale == 1000 and len(sums) == 1):
        return Reading(total / scale, scale)
    return Reading(total if scale == 1 or total % 1 else total.quantize(Decimal(1)))
