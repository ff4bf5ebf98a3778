"""How often units report within a phase, and until when they may still correct: what the due-date screen sets besides."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.campaign.model import CampaignState
from bot.campaign.periods import Period, Rhythm, periods
from bot.errors import Refused
from bot.language.folding import fold
from bot.store import audit, days, phases, reopening
from bot.store.campaigns import Campaign
from bot.store.engine import Tx
from bot.store.phases import phases_of
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import ONE_DAY, at_work

RHYTHMS = tuple(Rhythm)
LONGEST_LOCK = 366
_DAYS = re.compile(r"(\d{1,3})(?: ngay)?")


def choose_rhythm(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, n: int, place: int) -> View:
    """One period, or one a month or a quarter, from where nobody has reported yet to the end of the phase."""
    campaign = at_work(tx, who, campaign_id)
    phase = next((phase for phase in phases_of(tx, campaign_id) if phase.n == n), None)
    if phase is None or not 0 <= place < len(RHYTHMS):
        raise Refused("stale")
    settled = phase.periods[: phases.reported(tx, campaign_id, n)]
    start = (
        phase.starts_on or campaign.starts_on or (campaign.launched_at or now).astimezone(now.tzinfo).date()
    )
    if settled:
        start = settled[-1].ends_on + ONE_DAY
    if start > phase.ends_on:
        raise Refused("periods_reported", phase=phase.name)
    calendar = days.of_owner(tx, campaign.owner_path)
    new = from_now_on(
        periods(RHYTHMS[place], start, phase.ends_on, phase.review, calendar, whole=not settled),
        now.date(),
    )
    phases.plan_periods(tx, campaign_id, n, RHYTHMS[place], after=len(settled), new=new)
    facts = {"phase": n, "rhythm": RHYTHMS[place].value, "due": [one.due_on.isoformat() for one in new]}
    _noted(tx, who, now, campaign, "set_periods", facts)
    return show(tx, who, now, "campaign_due", campaign_id=campaign_id, pending={"n": n, "planned": True})


def from_now_on(planned: Sequence[Period], day: date) -> Sequence[Period]:
    """The periods that can still be reported on in time; what lies before goes into the first of them.

    Of a phase that is wholly over all stay.
    """
    still = [one for one in planned if one.due_on >= day]
    return [replace(still[0], starts_on=planned[0].starts_on), *still[1:]] if still else planned


def typed_lock(tx: Tx, who: Caller, now: datetime, campaign: Campaign, *, text: str) -> View:
    """After how many calendar days a report locks."""
    read = _DAYS.fullmatch(" ".join(fold(text).split()))
    days = int(read[1]) if read else LONGEST_LOCK + 1
    if days > LONGEST_LOCK:
        raise Refused("lock_unread", typed=text[:80], most=LONGEST_LOCK)
    phases.set_lock(tx, campaign.campaign_id, days)
    _noted(tx, who, now, campaign, "set_lock", {"from": campaign.lock_days, "to": days})
    return show(
        tx, who, now, "campaign_due", campaign_id=campaign.campaign_id, pending={"locked": campaign.lock_days}
    )


def _noted(
    tx: Tx, who: Caller, now: datetime, campaign: Campaign, what: str, facts: Mapping[str, object]
) -> None:
    audit.note(tx, what, "campaign", campaign.campaign_id, person_id=who.known, now=now, facts=facts)
    if campaign.state is CampaignState.RUNNING:
        reopening.of_campaign(tx, campaign.campaign_id, now)
