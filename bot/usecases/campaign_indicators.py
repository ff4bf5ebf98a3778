"""A campaign's indicators: added by a typed line, dropped, and given to those who answer for them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.campaign.model import Scope
from bot.directive import read_indicator_line
from bot.errors import Refused
from bot.store import audit, campaigns, indicators
from bot.store.campaigns import Campaign, Participant
from bot.store.engine import Tx
from bot.store.indicators import Assignment, Indicator
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_screens import show
from bot.usecases.campaign_units import named, names_of
from bot.usecases.campaigns import as_new, draft_of
from bot.usecases.indicator_views import page_of

LONGEST_LINE = 1000
TYPED_SECTION = "Chỉ tiêu bổ sung"


def propose(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """A line typed as an indicator: shown as it was read, before it is kept."""
    campaign = draft_of(tx, who, who.draft.campaign_id)
    typed = text.strip()[:LONGEST_LINE]
    if not read_indicator_line(typed):
        raise Refused("indicator_unread", typed=typed[:80])
    return show(tx, who, now, "campaign_proposed", campaign_id=campaign.campaign_id, pending={"typed": typed})


def keep_proposed(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Giữ": the line becomes an indicator (or several) at the end of the list."""
    campaign = draft_of(tx, who, who.draft.campaign_id)
    typed = (who.draft.pending or {}).get("typed")
    if who.draft.screen != "campaign_proposed" or typed is None:
        raise Refused("stale")
    new = [replace(as_new(one), source_line=None) for one in read_indicator_line(typed)]
    kept = [replace(one, section=one.section or TYPED_SECTION) for one in new]
    ids = indicators.add(tx, campaign.campaign_id, kept)
    _note(tx, who, now, campaign, action="add_indicators", facts={"indicators": ids})
    last = len(indicators.of_campaign(tx, campaign.campaign_id))
    return show(
        tx,
        who,
        now,
        "campaign_indicators",
        campaign_id=campaign.campaign_id,
        pending={"page": page_of(last), "added": len(ids)},
    )


def drop_indicator(tx: Tx, who: Caller, now: datetime, *, indicator_id: int, sure: bool) -> View:
    """ "Bỏ chỉ tiêu": out of the draft, with the units' targets for it; asked twice."""
    campaign, indicator = _indicator(tx, who, indicator_id)
    if not sure:
        return show(
            tx,
            who,
            now,
            "campaign_indicator",
            campaign_id=campaign.campaign_id,
            indicator_id=indicator_id,
            pending={"asking": True},
        )
    indicators.drop(tx, indicator)
    _note(
        tx, who, now, campaign, action="drop_indicator", facts={"indicator": indicator_id, "n": indicator.n}
    )
    return show(
        tx,
        who,
        now,
        "campaign_indicators",
        campaign_id=campaign.campaign_id,
        pending={"page": page_of(indicator.n), "dropped": indicator.name},
    )


def _indicator(tx: Tx, who: Caller, indicator_id: int) -> tuple[Campaign, Indicator]:
    campaign = draft_of(tx, who, indicators.campaign_of(tx, indicator_id))
    every = indicators.of_campaign(tx, campaign.campaign_id)
    return campaign, next(one for one in every if one.indicator_id == indicator_id)


# --- Who answers -----------------------------------------------------------------------------------------


def assign(tx: Tx, who: Caller, now: datetime, *, scope: Scope, subject: int = 0) -> View:
    """Have the open indicator (or all of them) answered by all required units, a kind, a cluster, an owner.

    `subject` is a unit of the kind, the cluster, or the owner, by id.
    """
    campaign = draft_of(tx, who, who.draft.campaign_id)
    if who.draft.screen != "campaign_answerers":
        raise Refused("stale")
    members = [unit for unit in campaigns.participants(tx, campaign) if unit.duty is not None]
    assignment = _assignment(members, scope, subject)
    if not any(map(assignment.holds, members)):
        raise Refused("stale")
    chosen = who.draft.indicator_id
    every = [one.indicator_id for one in indicators.of_campaign(tx, campaign.campaign_id)]
    indicators.assign(tx, every if chosen is None else [chosen], assignment)
    _note(
        tx,
        who,
        now,
        campaign,
        action="assign",
        facts={"indicator": chosen, "scope": scope.value, "subject": subject or None},
    )
    if chosen is None:
        return show(tx, who, now, "campaign_indicators", campaign_id=campaign.campaign_id)
    return show(tx, who, now, "campaign_indicator", campaign_id=campaign.campaign_id, indicator_id=chosen)


def _assignment(members: Sequence[Participant], scope: Scope, subject: int) -> Assignment:
    unit = next((unit for unit in members if unit.unit_id == subject), None)
    match scope:
        case Scope.ALL:
            return Assignment(scope=scope)
        case Scope.CLUSTER:
            return Assignment(scope=scope, cluster_id=subject)
        case Scope.KIND if unit is not None:
            return Assignment(scope=scope, kind=unit.kind)
        case Scope.OWNER if unit is not None:
            return Assignment(scope=scope, unit_id=unit.unit_id)
    raise Refused("stale")


def typed_owner(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The one unit that answers, by its code or name."""
    campaign = draft_of(tx, who, who.draft.campaign_id)
    members = [unit for unit in campaigns.participants(tx, campaign) if unit.duty is not None]
    return assign(tx, who, now, scope=Scope.OWNER, subject=named(names_of(members), text).unit_id)


def _note(
    tx: Tx, who: Caller, now: datetime, campaign: Campaign, *, action: str, facts: Mapping[str, object]
) -> None:
    audit.note(tx, action, "campaign", campaign.campaign_id, person_id=who.known, now=now, facts=facts)
