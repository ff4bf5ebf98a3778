"""One target of a running campaign is changed by hand, without a document: the figure, the day, the reason, "Đổi"."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.campaign.model import CampaignState, Measure, Target
from bot.errors import Refused
from bot.store import audit, campaigns, indicators, people, targets
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.store.indicators import Indicator
from bot.store.targets import NewTarget
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_dates import day_of
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import campaign_of, in_state
from bot.usecases.closing import reason_in
from bot.usecases.comparing import equal
from bot.usecases.reissuing import check_day
from bot.usecases.retarget_views import day_in, stored, target_in
from bot.usecases.target_text import read_target

LONGEST = 200


def begin(tx: Tx, who: Caller, now: datetime, *, indicator_id: int) -> View:
    """ "Đổi chỉ tiêu giao" on the card of an indicator."""
    campaign, one = _changeable(tx, who, now, indicator_id)
    return _next(tx, who, now, campaign, one, {})


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The answer to what is asked: the target, then the day, then the reason."""
    campaign, one = _changeable(tx, who, now, who.draft.indicator_id)
    pending = dict(who.draft.pending or {})
    if "target" not in pending:
        new = _read(text, one)
        pending |= {"target": stored(new), "typed": text[:LONGEST]}
    elif "from" not in pending:
        year = now.year if campaign.ends_on is None else campaign.ends_on.year
        pending["from"] = check_day(campaign, day_of(text, now=now, year=year)).isoformat()
    else:
        pending["reason"] = reason_in(text)
    return _next(tx, who, now, campaign, one, pending)


def today(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Từ hôm nay" in place of a typed day."""
    campaign, one = _changeable(tx, who, now, who.draft.indicator_id)
    pending = dict(who.draft.pending or {})
    if who.draft.screen != "retarget" or "target" not in pending or "from" in pending:
        raise Refused("stale")
    pending["from"] = check_day(campaign, now.date()).isoformat()
    return _next(tx, who, now, campaign, one, pending)


def keep(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Đổi": the new version is in force from its day on; the card shows it with its reason."""
    campaign, one = _changeable(tx, who, now, who.draft.indicator_id)
    pending = who.draft.pending or {}
    new, from_on = target_in(pending.get("target"), one), day_in(pending.get("from"))
    if who.draft.screen != "retarget" or new is None or from_on is None or "reason" not in pending:
        raise Refused("stale")
    version = NewTarget(
        indicator_id=one.indicator_id,
        target=new,
        from_on=from_on,
        source_text=pending["typed"],
        reason=pending["reason"],
    )
    targets.add(tx, [version], person_id=who.known, now=now)
    facts = {
        "indicator": one.indicator_id,
        "from": from_on.isoformat(),
        "reason": pending["reason"],
        **pending["target"],
    }
    _note(tx, who, now, campaign, "retarget", facts)
    return show(
        tx,
        who,
        now,
        "campaign_indicator",
        campaign_id=campaign.campaign_id,
        indicator_id=one.indicator_id,
    )


def give_again(tx: Tx, who: Caller, now: datetime, *, indicator_id: int) -> View:
    """ "Giao tiếp": an indicator that was withdrawn is asked again, as if it never had been."""
    campaign = _running(tx, who, indicators.campaign_of(tx, indicator_id))
    targets.withdraw(tx, [indicator_id], from_on=None)
    _note(tx, who, now, campaign, "give_again", {"indicator": indicator_id})
    people.reopen(
        tx, sorted({person for _, person, _ in campaigns.focal_points(tx, campaign.campaign_id, now)})
    )
    return show(
        tx, who, now, "campaign_indicator", campaign_id=campaign.campaign_id, indicator_id=indicator_id
    )


def _running(tx: Tx, who: Caller, campaign_id: int | None) -> Campaign:
    return in_state(campaign_of(tx, who, campaign_id), CampaignState.RUNNING)


def _changeable(tx: Tx, who: Caller, now: datetime, indicator_id: int | None) -> tuple[Campaign, Indicator]:
    if indicator_id is None:
        raise Refused("stale")
    campaign = _running(tx, who, indicators.campaign_of(tx, indicator_id))
    every = indicators.of_campaign(tx, campaign.campaign_id, day=now.date())
    one = next(one for one in every if one.indicator_id == indicator_id)
    if one.measure is Measure.QUALITATIVE:
        raise Refused("targets_qualitative", name=one.name)
    return campaign, one


def _read(text: str, one: Indicator) -> Target:
    """The target in the indicator's measure unit. What is reduced or maintained stays so."""
    read = (proposal.indicator.target for proposal in read_target(text.strip()[:LONGEST], one))
    found = [target for target in read if target.measure_unit == one.target.measure_unit]
    if len(found) != 1 or found[0].value is None:
        raise Refused("target_unclear", typed=text[:80], measure_unit=one.target.measure_unit)
    new = replace(found[0], direction=one.target.direction)
    if equal(new, one.target):
        raise Refused("target_same", name=one.name)
    return new


def _next(
    tx: Tx, who: Caller, now: datetime, campaign: Campaign, one: Indicator, pending: dict[str, Any]
) -> View:
    return show(
        tx,
        who,
        now,
        "retarget",
        campaign_id=campaign.campaign_id,
        indicator_id=one.indicator_id,
        pending=pending,
    )


def _note(tx: Tx, who: Caller, now: datetime, campaign: Campaign, action: str, facts: dict[str, Any]) -> None:
    audit.note(tx, action, "campaign", campaign.campaign_id, person_id=who.known, now=now, facts=facts)
