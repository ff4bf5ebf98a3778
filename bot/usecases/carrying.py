"""A campaign from another: a sprint on the indicators that are behind, and the campaign of next year."""

from datetime import datetime
from typing import Any

from bot.campaign.model import CampaignState
from bot.errors import Refused
from bot.language.dates import read_date
from bot.language.moments import MomentKind
from bot.store import audit, campaigns, days, indicators, unit_targets
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.store.phases import phases_of
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import campaign_of, in_state, whole
from bot.usecases.carried import (
    again,
    for_next_year,
    opened,
    phases_next_year,
    take_over,
    title_next_year,
)
from bot.usecases.pace import paces

SPRINT = "Đợt cao điểm"
"""How the title of a sprint begins; the admin may correct it."""


# --- Sprint ------------------------------------------------------------------------------------------------


def begin_sprint(tx: Tx, who: Caller, now: datetime, *, campaign_id: int) -> View:
    """ "Mở đợt cao điểm": the indicators, those behind ticked."""
    campaign = _running(tx, who, campaign_id)
    every = paces(tx, campaign, now)
    if not every:
        raise Refused("sprint_empty", title=campaign.title)
    behind = [one.indicator.indicator_id for one in every if one.behind]
    return show(tx, who, now, "sprint", campaign_id=campaign_id, pending={"ticked": behind, "page": 0})


def turn(tx: Tx, who: Caller, now: datetime, *, indicator_id: int, page: int) -> View:
    """Tick an indicator of the open list, or untick it."""
    campaign, ticked = _list(tx, who)
    if indicators.campaign_of(tx, indicator_id) != campaign.campaign_id:
        raise Refused("gone")
    kept = [one for one in ticked if one != indicator_id]
    chosen = kept if indicator_id in ticked else [*ticked, indicator_id]
    return show(
        tx,
        who,
        now,
        "sprint",
        campaign_id=campaign.campaign_id,
        pending={"ticked": chosen, "page": page},
    )


def page_of_sprint(tx: Tx, who: Caller, now: datetime, *, page: int) -> View:
    campaign, ticked = _list(tx, who)
    pending = {"ticked": ticked, "page": page}
    return show(tx, who, now, "sprint", campaign_id=campaign.campaign_id, pending=pending)


def ask_period(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Thời gian": from when to when, once something is ticked."""
    campaign, ticked = _list(tx, who)
    if not ticked:
        raise Refused("sprint_unticked")
    return show(tx, who, now, "sprint_period", campaign_id=campaign.campaign_id, pending={"ticked": ticked})


def typed_period(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The period was typed: the draft of the sprint, with what was ticked."""
    campaign, ticked = _list(tx, who)
    year = now.year if campaign.ends_on is None else campaign.ends_on.year
    moment = read_date(text, today=now, year=year, mode="future")
    if moment.kind is not MomentKind.INTERVAL or moment.start is None or moment.end is None:
        raise Refused("period_unread", typed=text[:80], year=year)
    if moment.end < now.date():
        raise Refused("period_over", end=moment.end)
    every = indicators.of_campaign(tx, campaign.campaign_id, day=now.date())
    chosen = [one for one in every if one.indicator_id in ticked]
    new_id = opened(
        tx,
        campaign,
        title=": ".join((SPRINT, campaign.title)),
        theme=campaign.theme,
        starts_on=moment.start,
        phases=[whole(moment.start, moment.end, days.of_owner(tx, campaign.owner_path))],
        parent_id=campaign.campaign_id,
        person_id=who.known,
        now=now,
    )
    ids = take_over(tx, campaign, new_id, chosen, again(chosen), looked_at=now)
    own = unit_targets.of_campaign(tx, campaign.campaign_id, day=now.date())
    carried = {(ids[key], unit_id): value for (key, unit_id), value in own.items() if key in ids}
    unit_targets.set_all(tx, dict(carried), person_id=who.known, now=now)
    _note(tx, who, now, "sprint", new_id, {"from": campaign.campaign_id, "indicators": list(ids)})
    return show(tx, who, now, "sprint_made", campaign_id=new_id, pending={"ticked": list(ids)})


def _list(tx: Tx, who: Caller) -> tuple[Campaign, list[int]]:
    """The campaign of the open list, and what is ticked in it."""
    if who.draft.screen not in {"sprint", "sprint_period"}:
        raise Refused("stale")
    return _running(tx, who, who.draft.campaign_id), list((who.draft.pending or {}).get("ticked", ()))


def _running(tx: Tx, who: Caller, campaign_id: int | None) -> Campaign:
    return in_state(campaign_of(tx, who, campaign_id), CampaignState.RUNNING)


# --- Next year ---------------------------------------------------------------------------------------------


def ask_next_year(tx: Tx, who: Caller, now: datetime, *, campaign_id: int) -> View:
    """ "Phong trào năm sau": what the draft will be made of."""
    _launched(tx, who, campaign_id)
    return show(tx, who, now, "next_year", campaign_id=campaign_id)


def open_next_year(tx: Tx, who: Caller, now: datetime, *, campaign_id: int) -> View:
    """The draft for next year. Its targets are this year's, and wait to be set: it is not launched before."""
    if who.draft.screen != "next_year":
        raise Refused("stale")
    campaign = _launched(tx, who, campaign_id)
    phases = phases_next_year(phases_of(tx, campaign_id), days.of_owner(tx, campaign.owner_path))
    every = indicators.of_campaign(tx, campaign_id, day=campaign.ends_on or now.date())
    chosen = [one for one in every if one.given_until is None]
    new_id = opened(
        tx,
        campaign,
        title=title_next_year(campaign),
        theme=None,
        starts_on=phases[0].starts_on,
        phases=phases,
        parent_id=None,
        person_id=who.known,
        now=now,
    )
    ids = take_over(tx, campaign, new_id, chosen, for_next_year(chosen), looked_at=None)
    _note(tx, who, now, "next_year", new_id, {"from": campaign_id, "indicators": list(ids)})
    return show(tx, who, now, "campaign", campaign_id=new_id)


def _launched(tx: Tx, who: Caller, campaign_id: int) -> Campaign:
    campaign = campaign_of(tx, who, campaign_id)
    return in_state(campaign, CampaignState.RUNNING, *campaigns.OVER)


def _note(tx: Tx, who: Caller, now: datetime, action: str, campaign_id: int, facts: dict[str, Any]) -> None:
    audit.note(tx, action, "campaign", campaign_id, person_id=who.known, now=now, facts=facts)
