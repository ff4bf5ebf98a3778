"""The units of a campaign: which take part, and which one a person means by a name."""

from collections.abc import Sequence
from datetime import datetime

from bot.campaign.model import Duty
from bot.errors import Refused
from bot.store import audit, campaigns
from bot.store.campaigns import Campaign, Participant
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases import unit_names
from bot.usecases.access import Caller
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import draft_of
from bot.usecases.unit_names import Answer

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
    every = {unit.unit_id: unit for unit in campaigns.participants(tx, campaign)}
    answer = Answer(action="turn_unit", version=who.draft.version)
    meant = unit_names.named(tx, text, every, answer)
    return _turned(tx, who, now, campaign, every[meant.unit_id], former_id=meant.former_id)


def turn_chosen(tx: Tx, who: Caller, now: datetime, *, unit_id: int) -> View:
    """The same by a button, where several could be meant."""
    campaign = draft_of(tx, who, who.draft.campaign_id)
    unit = next((one for one in campaigns.participants(tx, campaign) if one.unit_id == unit_id), None)
    if unit is None or who.draft.screen != "campaign_units":
        raise Refused("stale")
    return _turned(tx, who, now, campaign, unit)


def _turned(
    tx: Tx,
    who: Caller,
    now: datetime,
    campaign: Campaign,
    unit: Participant,
    *,
    former_id: int | None = None,
) -> View:
    shown = {"unit": unit.unit_id, "former": former_id}
    return _take_part(tx, who, now, campaign, members=[unit], duty=_NEXT_DUTY[unit.duty], shown=shown)


def _take_part(
    tx: Tx,
    who: Caller,
    now: datetime,
    campaign: Campaign,
    *,
    members: Sequence[Participant],
    duty: Duty | None,
    shown: dict[str, int | None] | None,
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
        pending=shown,
    )
