"""Whether the head of a unit signs its reports is switched on the unit's card."""

from datetime import datetime

from bot.campaign.model import ReportState
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.store import audit, report_lists, reports, units
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases import report_moves, unit_cards
from bot.usecases.access import Action, Caller, require


def switch(tx: Tx, who: Caller, now: datetime, *, unit_id: int, on: bool) -> View:
    """Once it is off, reports that wait for the head go on to the standing body, as a move of the admin."""
    unit = units.by_id(tx, unit_id)
    if unit is None:
        raise Refused("gone")
    require(who, Action.KEEP_PEOPLE, unit_id=unit_id, path=unit.path)
    if units.is_signed_off(tx, unit_id) is on:
        return unit_cards.open_card(tx, who, now, unit_id=unit_id)
    if not on:
        for row in report_lists.of_units(tx, [unit_id], ReportState.WAITING):
            head = None if row.report_id is None else reports.head(tx, row.report_id)
            if head is not None:
                report_moves.make(tx, who, now, head, Move.RELEASE)
    units.set_signed_off(tx, unit_id, signed_off=on)
    audit.note(tx, "sign_off", "unit", unit_id, person_id=who.known, now=now, facts={"on": on})
    return unit_cards.open_card(tx, who, now, unit_id=unit_id, said="signed_off" if on else "not_signed_off")
