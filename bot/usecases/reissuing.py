"""A document re-issues targets of a running campaign: compared line by line, then in force from a day on."""

from datetime import date, datetime

from bot.campaign.model import CampaignState
from bot.campaign.reissues import Choice
from bot.errors import Refused
from bot.language.catalogue import comparable, matches
from bot.store import audit, campaigns, indicators, lifecycle, people, reissues, targets
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.store.indicators import Indicator
from bot.store.reissues import Pair
from bot.store.targets import NewTarget
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_dates import day_of
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import campaign_of, draft_of, first, in_state
from bot.usecases.carried import again
from bot.usecases.comparing import Comparison, asked_on, compared, entry, unlike
from bot.usecases.reissue_views import SHOWN, shared_out

DAY = "day"
"""The precision of a date that names its day."""


def begin(tx: Tx, who: Caller, now: datetime, *, document_id: int, campaign_id: int) -> View:
    """ "Giao lại chỉ tiêu của …": the lines of the document beside the indicators of the campaign."""
    document, campaign = draft_of(tx, who, document_id), campaign_of(tx, who, campaign_id)
    in_state(campaign, CampaignState.RUNNING)
    if document.owner_id != campaign.owner_id:
        raise Refused("not_allowed")
    dated = document.issued_precision == DAY
    from_on = document.issued_on if dated and _fits(campaign, document.issued_on) else None
    lifecycle.set_reissue(tx, document_id, campaign_id=campaign_id, in_force_on=from_on)
    sources = indicators.of_campaign(tx, document_id)
    found = matches(
        [entry(one) for one in sources],
        [entry(one) for one in asked_on(tx, campaign_id, from_on or now.date())],
    )
    reissues.replace_pairs(
        tx,
        document_id,
        [
            Pair(
                source_id=match.id,
                indicator_id=match.others[0] if match.sure else None,
                choice=Choice.CHANGE if match.sure else Choice.ASK,
            )
            for match in found
        ],
    )
    return show(tx, who, now, "reissue", campaign_id=document_id)


def _fits(campaign: Campaign, day: date | None) -> bool:
    """Whether targets may be in force from this day: while the campaign runs."""
    if day is None or (campaign.ends_on is not None and day > campaign.ends_on):
        return False
    return campaign.starts_on is None or day >= campaign.starts_on


def check_day(campaign: Campaign, day: date) -> date:
    """The day; Refused where the campaign does not run then."""
    if not _fits(campaign, day):
        raise Refused("from_outside", day=day, first=campaign.starts_on, last=campaign.ends_on)
    return day


def begin_anew(tx: Tx, who: Caller, now: datetime, *, document_id: int) -> View:
    """ "Là phong trào mới": the document stands for a campaign of its own again."""
    draft_of(tx, who, document_id)
    reissues.replace_pairs(tx, document_id, ())
    lifecycle.set_reissue(tx, document_id, campaign_id=None, in_force_on=None)
    other = (who.draft.pending or {}).get("other") if who.draft.screen == "reissue_purpose" else None
    if other is not None and campaigns.of(tx, other) is not None:
        return show(tx, who, now, "campaign_second", campaign_id=document_id, pending={"other": other})
    return first(tx, who, now, document_id)


# --- Line by line ------------------------------------------------------------------------------------------


def choose(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    document_id: int,
    source_id: int,
    choice: Choice,
    indicator_id: int | None = None,
) -> View:
    """Say what a line of the document is: that indicator, a new one, or nothing to be taken over."""
    found = _comparing(tx, who, now, document_id)
    sources = {row.source.indicator_id: row.source for row in found.rows if row.source is not None}
    old = {row.old.indicator_id: row.old for row in found.rows if row.old is not None}
    if source_id not in sources or (indicator_id is not None and indicator_id not in old):
        raise Refused("stale")
    if indicator_id is not None and not _can_stand(sources[source_id], old[indicator_id]):
        raise Refused("reissue_unfit", name=sources[source_id].name, old=old[indicator_id].name)
    reissues.choose(tx, document_id, source_id, choice, indicator_id=indicator_id)
    return show(tx, who, now, "reissue", campaign_id=document_id)


def _can_stand(source: Indicator, old: Indicator) -> bool:
    return comparable(entry(source), entry(old))


def add_all(tx: Tx, who: Caller, now: datetime, *, document_id: int) -> View:
    """Take every undecided line that is like no indicator as a new one."""
    for source in unlike(_comparing(tx, who, now, document_id)):
        reissues.choose(tx, document_id, source.indicator_id, Choice.ADD)
    return show(tx, who, now, "reissue", campaign_id=document_id)


def turn_withdrawal(tx: Tx, who: Caller, now: datetime, *, document_id: int, indicator_id: int) -> View:
    """ "Thôi giao", and back: for an indicator that is not in the document."""
    found = _comparing(tx, who, now, document_id)
    row = next(
        (
            row
            for row in found.of(Choice.STAY, Choice.WITHDRAW)
            if row.old is not None and row.old.indicator_id == indicator_id
        ),
        None,
    )
    if row is None:
        raise Refused("stale")
    reissues.set_withdrawal(tx, document_id, indicator_id, withdrawn=row.choice is Choice.STAY)
    again = _comparing(tx, who, now, document_id)
    place = next(
        n
        for n, one in enumerate(again.rows)
        if one.source is None and one.old is not None and one.old.indicator_id == indicator_id
    )
    return show(tx, who, now, "reissue", campaign_id=document_id, pending={"page": place // SHOWN})


def typed_from(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The day from which the new targets are in force."""
    found = _comparing(tx, who, now, who.draft.campaign_id)
    campaign = found.campaign
    year = now.year if campaign.ends_on is None else campaign.ends_on.year
    day = day_of(text, now=now, year=year)
    document_id = found.document.campaign_id
    lifecycle.set_reissue(
        tx, document_id, campaign_id=campaign.campaign_id, in_force_on=check_day(campaign, day)
    )
    return show(tx, who, now, "reissue", campaign_id=document_id)


def _comparing(tx: Tx, who: Caller, now: datetime, document_id: int | None) -> Comparison:
    found = compared(tx, draft_of(tx, who, document_id), now)
    if found is None:
        raise Refused("stale")
    in_state(campaign_of(tx, who, found.campaign.campaign_id), CampaignState.RUNNING)
    return found


# --- Kept --------------------------------------------------------------------------------------------------


def review(tx: Tx, who: Caller, now: datetime, *, document_id: int) -> View:
    """All that will happen; refused while a line is undecided, and the day is asked where none is known."""
    found = _comparing(tx, who, now, document_id)
    if found.from_on is None:
        return show(tx, who, now, "reissue_from", campaign_id=document_id)
    _check(found)
    return show(tx, who, now, "reissue_review", campaign_id=document_id)


def _check(found: Comparison) -> None:
    undecided = found.of(Choice.ASK)
    if undecided:
        raise Refused("reissue_undecided", count=len(undecided))
    if not found.of(Choice.CHANGE, Choice.ADD, Choice.WITHDRAW):
        raise Refused("reissue_nothing", title=found.campaign.title)


def keep(tx: Tx, who: Caller, now: datetime, *, document_id: int) -> View:
    """ "Giao lại": the targets of the document are in force from its day on; nothing that was is touched."""
    found = _comparing(tx, who, now, document_id)
    _check(found)
    from_on = found.from_on
    if from_on is None:
        return show(tx, who, now, "reissue_from", campaign_id=document_id)
    campaign_id = found.campaign.campaign_id
    changed = [
        (row.source, row.old, row.new)
        for row in found.of(Choice.CHANGE)
        if row.source is not None and row.old is not None and row.new is not None
    ]
    new = [
        NewTarget(
            indicator_id=old.indicator_id,
            target=target,
            from_on=from_on,
            source_text=source.source_text,
            source_line=source.source_line,
            document_id=document_id,
        )
        for source, old, target in changed
    ]
    targets.add(tx, new, person_id=who.known, now=now)
    sources = [row.source for row in found.of(Choice.ADD) if row.source is not None]
    added = indicators.add(tx, campaign_id, again(sources), looked_at=now)
    targets.give(tx, added, from_on=from_on)
    lifecycle.give_keys(tx, campaign_id)
    withdrawn = [row.old.indicator_id for row in found.of(Choice.WITHDRAW) if row.old is not None]
    targets.withdraw(tx, withdrawn, from_on=from_on)
    shared = shared_out(tx, campaign_id, [(old, target) for _, old, target in changed], from_on)
    lifecycle.move(tx, document_id, CampaignState.REISSUE, now)
    lifecycle.close_screens(tx, document_id)
    audit.note(
        tx,
        "reissue",
        "campaign",
        campaign_id,
        person_id=who.known,
        now=now,
        facts={
            "document": document_id,
            "from": from_on.isoformat(),
            "changed": [old.indicator_id for _, old, _ in changed],
            "added": added,
            "withdrawn": withdrawn,
        },
    )
    people.reopen(tx, sorted({person for _, person, _ in campaigns.focal_points(tx, campaign_id, now)}))
    return show(
        tx,
        who,
        now,
        "reissue_done",
        campaign_id=campaign_id,
        pending={
            "from": from_on.isoformat(),
            "changed": len(changed),
            "added": len(added),
            "withdrawn": len(withdrawn),
            "shared": [one.indicator.indicator_id for one in shared],
        },
    )
