"""A unit is called otherwise; the name that it had stays known."""

from dataclasses import replace
from datetime import date, datetime

from bot.store import audit, units
from bot.store.engine import Tx
from bot.store.units import Unit
from bot.usecases import naming
from bot.usecases.access import Caller


def rename(
    tx: Tx, who: Caller, now: datetime, unit: Unit, *, name: str, since: date, decision: str | None
) -> Unit:
    """Refused: unit_name_taken where another unit beside it is called so. The old name counts until `since`."""
    # Two who are about to give one name see each other.
    units.hold(tx, unit.parent_id)
    naming.require_free(tx, name, below=unit.parent_id, but=[unit.unit_id])
    after = replace(unit, name=name)
    units.change(tx, [after])
    naming.keep_former(tx, unit.unit_id, old=unit.name, new=name, since=since, decision=decision)
    audit.note(tx, "rename", "unit", unit.unit_id, person_id=who.known, now=now)
    return after
