"""What a unit is called: new names read from what was written, old ones kept when a unit is renamed."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from bot.errors import Refused
from bot.language.folding import normalise
from bot.language.names import is_name
from bot.store import unit_names, units
from bot.store.engine import Tx

LONGEST = 120
BETWEEN = ";"
_YEAR = re.compile(r"\d{4}")
_FAR = date(2200, 1, 1)
"""A date must say its year; then it does not matter from when it is read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenName:
    """A name with the day and the decision that were written behind it: "Xã A; 01/7/2025; 12/NQ-HĐND"."""

    name: str
    since: date | None = None
    decision: str | None = None
    note: str | None = None


def read_name(text: str) -> WrittenName:
    """Refused: name_unusable where it names nothing, or is too long; name_date_unread where a day cannot be read."""
    name, *more = (" ".join(part.split()) for part in normalise(text).split(BETWEEN))
    if not name or len(name) > LONGEST or not is_name(name):
        raise Refused("name_unusable", typed=name[:LONGEST], most=LONGEST)
    since: date | None = None
    words: list[str] = []
    for part in filter(None, more):
        day = _day(part)
        if day is not None and since is None:
            since = day
        elif len(part) <= LONGEST:
            words.append(part)
        else:
            raise Refused("name_unusable", typed=part[:LONGEST], most=LONGEST)
    decision, note = ([*words, None, None])[:2] if len(words) <= 2 else (words[0], ", ".join(words[1:]))
    return WrittenName(name=name, since=since, decision=decision, note=note)


def _day(part: str) -> date | None:
    """The day that a part says; None where it is no day but a decision's number."""
    from bot.language.dates import read_date

    if "/" in part and any(letter.isalpha() for letter in part.partition("/")[2]):
        return None
    day = read_date(part, today=_FAR, mode="past").date if _YEAR.search(part) else None
    if day is None and re.fullmatch(r"(?:ngày |từ |ngày hết )*[\d/.\- ]+", part):
        raise Refused("name_date_unread", typed=part[:LONGEST])
    return day


def require_free(tx: Tx, name: str, *, below: int | None, but: Collection[int]) -> None:
    """Refused: unit_name_taken where another unit below this one is called so; `but` do not count."""
    for unit in units.right_below(tx, below):
        if unit.unit_id not in but and unit.name.casefold() == name.casefold():
            raise Refused("unit_name_taken", name=unit.name)


def keep_former(
    tx: Tx, unit_id: int, *, old: str, new: str, since: date, decision: str | None = None
) -> bool:
    """Have the old name stay known after a change; False where only its capital letters changed."""
    if old.casefold() == new.casefold():
        return False
    back = unit_names.former_called(tx, unit_id, new)
    if back is not None:
        unit_names.drop_former(tx, back.former_id)
    unit_names.add_former(tx, unit_id, old, until=since, decision=decision)
    return True


def add_written(tx: Tx, unit_id: int, *, aliases: Sequence[str], former: Sequence[WrittenName]) -> int:
    """The other names that a list of units has for one; returns how many are new."""
    before = {one.name for one in unit_names.former_of(tx, unit_id)}
    for one in former:
        unit_names.add_former(tx, unit_id, one.name, until=one.since, decision=one.decision, note=one.note)
    return len(unit_names.add_aliases(tx, unit_id, aliases)) + len({one.name for one in former} - before)
