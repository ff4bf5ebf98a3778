"""A campaign comes to its end: closed, opened again with a reason, archived for good."""

from datetime import datetime

from bot.campaign.model import MOVES, CampaignState
from bot.errors import Refused
from bot.store import audit, lifecycle, reopening
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import campaign_of

SHORTEST_REASON = 5
LONGEST_REASON = 500


def close(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, sure: bool) -> View:
    """ "Đóng phong trào": nothing is reported any more and nobody nudged; asked twice, with who is still owing."""
    campaign = _movable(tx, who, campaign_id, CampaignState.CLOSED)
    if not sure:
        return show(tx, who, now, "campaign_close", campaign_id=campaign_id)
    return _move(tx, who, now, campaign, CampaignState.CLOSED, action="close")


def ask_reopen(tx: Tx, who: Caller, now: datetime, *, campaign_id: int) -> View:
    """ "Mở lại": first the reason."""
    _movable(tx, who, campaign_id, CampaignState.RUNNING)
    return show(tx, who, now, "campaign_reopen", campaign_id=campaign_id)


def typed_reopen(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The reason was typed: the campaign runs again, and who still owes is nudged again."""
    campaign = _movable(tx, who, who.draft.campaign_id, CampaignState.RUNNING)
    reason = reason_in(text)
    return _move(tx, who, now, campaign, CampaignState.RUNNING, action="reopen", reason=reason)


def archive(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, sure: bool) -> View:
    """ "Lưu trữ": read only for good, but for what is pulled from it; asked twice."""
    campaign = _movable(tx, who, campaign_id, CampaignState.ARCHIVED)
    if not sure:
        return show(tx, who, now, "campaign_archive", campaign_id=campaign_id)
    return _move(tx, who, now, campaign, CampaignState.ARCHIVED, action="archive")


def reason_in(text: str) -> str:
    """A reason as typed; Refused where it says nothing."""
    reason = " ".join(text.split())
    if sum(map(str.isalpha, reason)) < SHORTEST_REASON:
        raise Refused("reason_empty")
    return reason[:LONGEST_REASON]


def _movable(tx: Tx, who: Caller, campaign_id: int | None, to: CampaignState) -> Campaign:
    campaign = campaign_of(tx, who, campaign_id)
    # The one way from a draft to running is the launch.
    if campaign.state is CampaignState.DRAFT or to not in MOVES[campaign.state]:
        raise Refused("campaign_state", title=campaign.title, state=campaign.state)
    return campaign


def _move(
    tx: Tx,
    who: Caller,
    now: datetime,
    campaign: Campaign,
    to: CampaignState,
    *,
    action: str,
    reason: str | None = None,
) -> View:
    lifecycle.move(tx, campaign.campaign_id, to, now)
    audit.note(
        tx,
        action,
        "campaign",
        campaign.campaign_id,
        person_id=who.known,
        now=now,
        facts=None if reason is None else {"reason": reason},
    )
    # The current slot is planned again: what is over is not nudged, what runs again is.
    reopening.of_campaign(tx, campaign.campaign_id, now)
    return show(tx, who, now, "campaign_moved", campaign_id=campaign.campaign_id)
