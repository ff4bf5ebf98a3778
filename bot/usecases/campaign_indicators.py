"""A campaign's indicators: added by a typed line, dropped, and given to those who answer for them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.campaign.model import SUMMED, Scope
from bot.directive import read_indicator_line
from bot.directive.model import Reason
from bot.errors import Refused
from bot.store import assignments, audit, campaigns, indicators
from bot.store.assignments import Assignment
from bot.store.campaigns import Campaign, Participant
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases import unit_names
from bot.usecases.access import Caller
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import campaign_of, draft_of
from bot.usecases.indicator_corrections import find, reading
from bot.usecases.indicator_pages import page_of
from bot.usecases.new_indicators import all_new
from bot.usecases.told import told_warnings
from bot.usecases.unit_names import Answer

LONGEST_LINE = 1000
SCOPES = (Scope.ALL, Scope.KIND, Scope.CLUSTER, Scope.OWNER)
"""As buttons number them."""
OWNER = SCOPES.index(Scope.OWNER)
LONGEST_NUMBER = 6
TYPED_SECTION = "Chỉ tiêu bổ sung"


def propose(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """A line typed as an indicator: shown as it was read, before it is kept."""
    campaign = draft_of(tx, who, who.draft.campaign_id)
    typed = text.strip()[:LONGEST_LINE]
    if not read_indicator_line(typed):
        raise Refused("indicator_unread", typed=typed[:80])
    return show(tx, who, now, "campaign_proposed", campaign_id=campaign.campaign_id, pending={"typed": typed})


def propose_warned(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, place: int) -> View:
    """A place of the directive that the admin finds to be an indicator: read as if he had typed it."""
    campaign = draft_of(tx, who, campaign_id)
    rows = told_warnings(campaign.directive)
    if not 0 <= place < len(rows):
        raise Refused("stale")
    typed = str(rows[place]["text"])[:LONGEST_LINE]
    if not read_indicator_line(typed):
        raise Refused("indicator_unread", typed=typed[:80])
    return show(tx, who, now, "campaign_proposed", campaign_id=campaign_id, pending={"typed": typed})


def ask_in_period(
    tx: Tx, who: Caller, now: datetime, *, indicator_id: int, in_period: bool, every_one: bool
) -> View:
    """Ask what accumulates for the period alone, or as the total since the start of the year; for one or for all."""
    campaign, every, one = find(tx, who, indicator_id)
    summed = [other for other in every if other.measure in SUMMED]
    if one not in summed:
        raise Refused("stale")
    chosen = summed if every_one else [one]
    keys = [other.indicator_id for other in chosen]
    indicators.ask_in_period(tx, keys, in_period=in_period)
    facts = {"indicators": keys, "in_period": in_period}
    audit.note(
        tx, "ask_in_period", "campaign", campaign.campaign_id, person_id=who.known, now=now, facts=facts
    )
    return show(
        tx,
        who,
        now,
        "campaign_indicator",
        campaign_id=campaign.campaign_id,
        indicator_id=indicator_id,
        pending={"asked_anew": len(chosen)},
    )


def typed_on_list(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """On the list a number opens the indicator that has it; anything else is a line to add."""
    number = text.strip().rstrip(".")
    if number.isdecimal() and len(number) < LONGEST_NUMBER:
        campaign = campaign_of(tx, who, who.draft.campaign_id)
        every = indicators.of_campaign(tx, campaign.campaign_id)
        one = next((one for one in every if one.n == int(number)), None)
        if one is None:
            raise Refused("no_such_number", typed=number, count=len(every))
        return show(
            tx,
            who,
            now,
            "campaign_indicator",
            campaign_id=campaign.campaign_id,
            indicator_id=one.indicator_id,
        )
    return propose(tx, who, now, text=text)


def keep_proposed(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Giữ": the line becomes an indicator (or several) at the end of the list."""
    campaign = draft_of(tx, who, who.draft.campaign_id)
    typed = (who.draft.pending or {}).get("typed")
    if who.draft.screen != "campaign_proposed" or typed is None:
        raise Refused("stale")
    new = all_new(read_indicator_line(typed))
    kept = [replace(one, section=one.section or TYPED_SECTION) for one in new]
    ids = indicators.add(tx, campaign.campaign_id, kept, looked_at=now)
    _note(tx, who, now, campaign, action="add_indicators", facts={"indicators": ids})
    every = indicators.of_campaign(tx, campaign.campaign_id)
    return show(
        tx,
        who,
        now,
        "campaign_indicators",
        campaign_id=campaign.campaign_id,
        pending={"page": page_of(every[-1], every, draft=True), "added": len(ids)},
    )


def drop_indicator(
    tx: Tx, who: Caller, now: datetime, *, indicator_id: int, sure: bool, parts: bool = True
) -> View:
    """ "Bỏ chỉ tiêu": out of the draft, with the units' targets for it; asked twice.

    Its "trong đó" parts go with it, or stay and stand alone.
    """
    campaign, every, indicator = find(tx, who, indicator_id)
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
    page = page_of(indicator, every, draft=True)
    gone = {indicator_id}
    for one in every:
        if parts and one.parent_id in gone:
            gone.add(one.indicator_id)
    indicators.drop(tx, every, gone)
    facts = {
        "indicators": [
            {"id": one.indicator_id, "old": reading(one)} for one in every if one.indicator_id in gone
        ]
    }
    _note(tx, who, now, campaign, action="drop_indicator", facts=facts)
    return show(
        tx,
        who,
        now,
        "campaign_indicators",
        campaign_id=campaign.campaign_id,
        pending={"page": page, "dropped": indicator.name},
    )


# --- Who answers -----------------------------------------------------------------------------------------


def assign(
    tx: Tx, who: Caller, now: datetime, *, scope: Scope, subject: int = 0, former_id: int | None = None
) -> View:
    """Have the open indicator (or all of them) answered by all required units, a kind, a cluster, an owner.

    A card has buttons of its own for the owner that the directive names.
    `subject` is a unit of the kind, the cluster, or the owner, by id; `former_id` the former name that was typed.
    """
    campaign = draft_of(tx, who, who.draft.campaign_id)
    if who.draft.screen not in {"campaign_answerers", "campaign_indicator"}:
        raise Refused("stale")
    members = [unit for unit in campaigns.participants(tx, campaign) if unit.duty is not None]
    assignment = _assignment(members, scope, subject)
    if not any(map(assignment.holds, members)):
        raise Refused("stale")
    chosen = who.draft.indicator_id
    every = indicators.of_campaign(tx, campaign.campaign_id)
    meant = [one for one in every if chosen in {None, one.indicator_id}]
    given = [one for one in meant if one.assignment != assignment]
    assignments.assign(tx, [one.indicator_id for one in given], assignment)
    indicators.settle(tx, meant, Reason.OWNER_UNSURE, now)
    old = [[one.indicator_id, one.assignment.scope.value, one.assignment.subject] for one in given]
    facts = {"indicator": chosen, "scope": scope.value, "subject": assignment.subject, "old": old}
    _note(tx, who, now, campaign, action="assign", facts=facts)
    named = {"formers": [former_id]}
    if chosen is None:
        return show(tx, who, now, "campaign_indicators", campaign_id=campaign.campaign_id, pending=named)
    return show(
        tx,
        who,
        now,
        "campaign_indicator",
        campaign_id=campaign.campaign_id,
        indicator_id=chosen,
        pending=named,
    )


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
    answer = Answer(action="assign", first=OWNER, version=who.draft.version)
    owner = unit_names.named(tx, text, {unit.unit_id: unit for unit in members}, answer)
    return assign(tx, who, now, scope=Scope.OWNER, subject=owner.unit_id, former_id=owner.former_id)


def _note(
    tx: Tx, who: Caller, now: datetime, campaign: Campaign, *, action: str, facts: Mapping[str, object]
) -> None:
    audit.note(tx, action, "campaign", campaign.campaign_id, person_id=who.known, now=now, facts=facts)
