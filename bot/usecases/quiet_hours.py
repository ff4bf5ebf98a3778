"""`/giolang`: when a person is not to be nudged. Replies are never held, and neither is a day's due date moved."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import ClassVar

from bot.campaign.deadlines import OFFICE_HOURS
from bot.campaign.quiet import Quiet
from bot.errors import Refused
from bot.language.folding import fold
from bot.store import audit, quiet
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases.access import Caller

_TIME = r"(\d{1,2})(?:[:hg.](\d{2})?)?"
_HOURS = re.compile(rf"(?:tu )?{_TIME} ?(?:-|–|den|toi) ?{_TIME}")
NONE = frozenset({"bo", "khong", "tat", "khong co"})


@dataclass(frozen=True, kw_only=True, slots=True)
class QuietHours(View):
    """The quiet hours as they are; `saved` where they were set just now."""

    template: ClassVar[str] = "quiet_hours"
    in_place: ClassVar[bool] = True
    quiet: Quiet | None
    saved: bool


def hours(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """Without words they are shown; "20:00-07:00" sets them, "bỏ" takes them away."""
    words = " ".join(fold(text).split())
    if not words:
        return QuietHours(quiet=quiet.of_people(tx, [who.known]).get(who.known), saved=False)
    return _keep(tx, who, now, None if words in NONE else _read(words))


def none(tx: Tx, who: Caller, now: datetime) -> View:
    return _keep(tx, who, now, None)


def _keep(tx: Tx, who: Caller, now: datetime, chosen: Quiet | None) -> View:
    if chosen is not None and not chosen.leaves_time((), OFFICE_HOURS):
        raise Refused("quiet_too_long", start=OFFICE_HOURS[0], end=OFFICE_HOURS[1])
    quiet.keep(tx, who.known, chosen, now)
    audit.note(tx, "set_quiet", "person", who.known, person_id=who.known, now=now)
    return QuietHours(quiet=chosen, saved=True)


def _read(words: str) -> Quiet:
    """ "20:00-07:00", "từ 12h đến 13h30", "20-7"; Refused where it is none."""
    found = _HOURS.fullmatch(words)
    start, end = (None, None) if found is None else (_time(found[1], found[2]), _time(found[3], found[4]))
    if start is None or end is None or start == end:
        raise Refused("quiet_unread")
    return Quiet(start=start, end=end)


def _time(hour: str, minute: str | None) -> time | None:
    if int(hour) > 23 or int(minute or 0) > 59:
        return None
    return time(int(hour), int(minute or 0))
