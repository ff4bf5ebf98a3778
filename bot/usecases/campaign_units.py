"""The units of a campaign: which take part, and which one a person means by a name."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.campaign.model import Duty
from bot.errors import Refused
from bot.language.names import NamedUnit, UnitNames
from bot.store import audit, campaigns
from bot.store.campaigns import Campaign, Participant
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import draft_of


def names_of(units: Iterable[Participant]) -> UnitNames[Participant]:
    """An index of these units by their names and codes."""
    return UnitNames(NamedUnit(key=unit, name=unit.name, code=unit.code) for unit in units)


def named(names: UnitNames[Participant], text: str) -> Participant:
    """The unit that a person names; Refused where none or several may be meant."""
    found = names.find(text)
    if found.sure:
        return found.keys[0]
    if found.keys:
        raise Refused("unit_ambiguous", typed=text[:80], names=[unit.name for unit in found.keys])
    raise Refused("unit_unknown", typed=text[:80])


_NEXT_DUTY = {Duty.REQUIRED: Duty.INVITED, Duty.INVITED: None, None: Duty.REQUIRED}


def turn_kind(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, unit_id: int) -> View:
    """All units of this one's kind: required, then invited, then out; a mixed kind becomes required first."""
    campaign = draft_of(tx, who, campaign_id)
    every = campaigns.participants(tx, campaign)
    kind = next((unit.kind for unit in every if unit.unit_id == unit_id), None)
    members = [unit for unit in every if unit.kind == kind]
    if not members:
        raise Refused("stale")
    duties = {unit.duty for unit in members}
    duty = _NEXT_DUTY[duties.pop()] if len(duties) == 1 else Duty.REQUIRED
    return _take_part(tx, who, now, campaign, members=members, duty=duty, shown=None)


def turn_unit(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The same for one unit, by its code or name."""
    campaign = draft_of(tx, who, who.draft.campaign_id)
    unit = named(names_of(campaigns.participants(tx, campaign)), text)
    return _take_part(tx, who, now, campaign, members=[unit], duty=_NEXT_DUTY[unit.duty], shown=unit.unit_id)


def _take_part(
    tx: Tx,
    who: Caller,
    now: datetime,
    campaign: Campaign,
    *,
    members: Sequence[Participant],
    duty: Duty | None,
    shown: int | None,
) -> View:
    campaigns.set_duties(tx, campaign.campaign_id, {unit.unit_id: duty for unit in members})
    facts = {"units": [unit.unit_id for unit in members], "duty": duty}
    audit.note(tx, "set_duty", "campaign", campaign.campaign_id, person_id=who.known, now=now, facts=facts)
    return show(
        tx,
        who,
        now,
        "campaign_units",
        campaign_id=campaign.campaign_id,
        pending=None if shown is None else {"unit": shown},
    )
