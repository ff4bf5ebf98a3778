"""When the units of a campaign are nudged, and when those who stand over them hear: its own ladder, a field at a time."""

import re
from datetime import datetime

from bot.campaign.deadlines import OwnLadder
from bot.campaign.model import CampaignState
from bot.errors import Refused
from bot.language.folding import fold
from bot.store import audit, campaigns, reopening
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import at_work
from bot.usecases.ladder_views import FIELDS, Field
from bot.usecases.offices import with_days

SCREEN = "campaign_ladder"
LATEST = 60
_DAY = re.compile(r"(\d{1,2})(?: ngay(?: lam viec)?)?")


def ask(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, place: int) -> View:
    """Ask for one field, by its place in FIELDS."""
    at_work(tx, who, campaign_id)
    if not 0 <= place < len(FIELDS):
        raise Refused("stale")
    return show(tx, who, now, SCREEN, campaign_id=campaign_id, pending={"asked": FIELDS[place]})


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """Keep what was typed as the field that was asked for; what was never said stays that of the office."""
    campaign = at_work(tx, who, who.draft.campaign_id)
    asked: Field | None = (who.draft.pending or {}).get("asked")
    if asked is None:
        raise Refused("stale")
    if asked == "before" or asked == "overdue":  # noqa: PLR1714 - mypy narrows by each.
        return _save(tx, who, now, campaign, with_days(campaign.ladder, text, asked), asked)
    day = _day(text)
    match asked:
        case "head":
            said = OwnLadder(head=day)
        case "cluster_lead":
            said = OwnLadder(cluster_lead=day)
        case "standing_body":
            said = OwnLadder(standing_body=day)
    return _save(tx, who, now, campaign, campaign.ladder | said, asked)


def clear(tx: Tx, who: Caller, now: datetime, *, campaign_id: int) -> View:
    """Back to the ladder of the office."""
    return _save(tx, who, now, at_work(tx, who, campaign_id), OwnLadder(), None)


def _save(
    tx: Tx, who: Caller, now: datetime, campaign: Campaign, ladder: OwnLadder, field: Field | None
) -> View:
    campaigns.set_ladder(tx, campaign.campaign_id, ladder)
    facts = {"field": field}
    audit.note(tx, "set_ladder", "campaign", campaign.campaign_id, person_id=who.known, now=now, facts=facts)
    if campaign.state is CampaignState.RUNNING:
        reopening.of_campaign(tx, campaign.campaign_id, now)
    return show(tx, who, now, SCREEN, campaign_id=campaign.campaign_id, pending={"saved": field})


def _day(text: str) -> int | None:
    """ "2", "2 ngày làm việc", or "không" for never."""
    words = " ".join(fold(text).strip(" .").split())
    if words in {"khong", "khong bao"}:
        return None
    read = _DAY.fullmatch(words)
    if read is None or not 1 <= int(read[1]) <= LATEST:
        raise Refused("escalation_unread", most=LATEST)
    return int(read[1])
