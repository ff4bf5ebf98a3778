"""A focal point puts a nudge off: until tomorrow, Monday or two days before the due date."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.campaign import snooze
from bot.campaign.deadlines import Obligation
from bot.campaign.snooze import Snooze
from bot.errors import Refused
from bot.store import audit, days, snoozes
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases import hearing
from bot.usecases.access import Caller


@dataclass(frozen=True, kw_only=True, slots=True)
class SnoozeChoice(View):
    """Until when is this report to be left alone?"""

    template: ClassVar[str] = "snooze"
    owed: Obligation
    snoozes: tuple[Snooze, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Snoozed(View):
    """It is left alone until that day."""

    template: ClassVar[str] = "snoozed"
    owed: Obligation
    until: date


def ask(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> View:
    owed, offered = _offered(tx, who, now, period_id, unit_id)
    return SnoozeChoice(owed=owed, snoozes=offered)


def put_off(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int, day: int) -> View:
    """The day as a number, 20230612; one that is not offered today is refused."""
    owed, offered = _offered(tx, who, now, period_id, unit_id)
    chosen = next((one for one in offered if int(one.day.strftime("%Y%m%d")) == day), None)
    if chosen is None:
        raise Refused("snooze_not_now", unit=owed.unit, due=owed.due)
    snoozes.put_off(tx, person_id=who.known, period_id=period_id, unit_id=unit_id, until=chosen.day)
    facts = {"unit": unit_id, "until": chosen.day.isoformat()}
    audit.note(tx, "snooze", "period", period_id, person_id=who.known, now=now, facts=facts)
    return Snoozed(owed=owed, until=chosen.day)


def _offered(
    tx: Tx, who: Caller, now: datetime, period_id: int, unit_id: int
) -> tuple[Obligation, tuple[Snooze, ...]]:
    """The report as the caller still owes it, and until when it may be put off; Refused where it may not."""
    every = (owed for owed, _ in hearing.owed(tx, [who.known], now))
    owed = next((one for one in every if (one.period_id, one.unit_id) == (period_id, unit_id)), None)
    if owed is None:
        raise Refused("not_owed")
    offered = snooze.snoozes(owed.due, now.date(), days.of_owner(tx, owed.owner_path))
    if not offered:
        raise Refused("snooze_not_now", unit=owed.unit, due=owed.due)
    return owed, offered
