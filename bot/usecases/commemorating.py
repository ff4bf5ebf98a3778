"""The days that a directive commemorates: an admin approves words and circle once, and on the day they are sent."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.campaign.model import CampaignState
from bot.campaign.notices import Circle
from bot.errors import Refused
from bot.store import audit, campaigns, circles, commemorations, outbox
from bot.store.commemorations import Kept
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.campaign_screens import show
from bot.usecases.campaigns import campaign_of, in_state
from bot.usecases.commemoration_views import Commemorated, Commemoration, days_of

LONGEST_TEXT = 1000
KEPT = timedelta(hours=9)
"""A commemoration that could not be sent by the evening of its day is not sent."""


def open_day(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, n: int) -> View:
    return _open(tx, who, now, campaign_id, _day(tx, who, now, campaign_id, n))


def choose_circle(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, n: int, place: int) -> View:
    """To whom it goes; what was approved must be approved again."""
    one = _day(tx, who, now, campaign_id, n)
    if not 0 <= place < len(Circle):
        raise Refused("stale")
    return _keep(tx, who, now, campaign_id, replace(one, circle=list(Circle)[place], approved=False))


def typed_text(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """Other words for the day that is open; they must be approved again."""
    one = _day(tx, who, now, who.draft.campaign_id, (who.draft.pending or {}).get("n", 0))
    words = text.strip()
    if len(words) > LONGEST_TEXT:
        raise Refused("words_too_long", longest=LONGEST_TEXT)
    return _keep(tx, who, now, who.draft.campaign_id or 0, replace(one, text=words, approved=False))


def approve(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, n: int, yes: bool) -> View:
    """ "Duyệt": it is sent on its day; or not, after all. Only what his screen shows is approved by it."""
    one = _day(tx, who, now, campaign_id, n)
    if yes and who.draft.pending != _shown(one):
        raise Refused("stale")
    if yes and one.passed:
        raise Refused("day_passed", day=one.day)
    return _keep(tx, who, now, campaign_id, replace(one, approved=yes))


def _day(tx: Tx, who: Caller, now: datetime, campaign_id: int | None, n: int) -> Commemorated:
    campaign = in_state(campaign_of(tx, who, campaign_id), CampaignState.RUNNING)
    found = [one for one in days_of(tx, campaign, now) if one.n == n]
    if not found:
        raise Refused("gone")
    return found[0]


def _keep(tx: Tx, who: Caller, now: datetime, campaign_id: int, one: Commemorated) -> View:
    approved_by = who.known if one.approved else None
    commemorations.keep(
        tx,
        campaign_id,
        one.n,
        day=one.day,
        text=one.text,
        circle=one.circle,
        approved_by=approved_by,
        now=now,
    )
    facts = {"n": one.n, "circle": one.circle.value, "approved": one.approved}
    audit.note(tx, "commemoration", "campaign", campaign_id, person_id=who.known, now=now, facts=facts)
    return _open(tx, who, now, campaign_id, one)


def _open(tx: Tx, who: Caller, now: datetime, campaign_id: int, one: Commemorated) -> View:
    return show(tx, who, now, "commemoration", campaign_id=campaign_id, pending=_shown(one))


def _shown(one: Commemorated) -> dict[str, Any]:
    """What the screen of a day says: another admin may change it meanwhile."""
    return {"n": one.n, "circle": one.circle.value, "text": one.text}


# --- On the day ------------------------------------------------------------------------------------------------


def put(tx: Tx, kept: Kept, now: datetime, *, after: int, most: int) -> tuple[int, int | None]:
    """Have it sent to the next people of its circle; how many are new, and behind whom to go on."""
    people = circles.readers(tx, kept.campaign_id, kept.circle, now, after=after, most=most)
    keys = {person_id: f"commemoration:{person_id}:{kept.row_id}" for person_id in people}
    new = outbox.put_each(
        tx, keys, kind="commemoration", subject_id=kept.row_id, due_at=now, expires_at=now + KEPT
    )
    return new, people[-1] if len(people) == most else None


def message(tx: Tx, row_id: int, person_id: int, now: datetime) -> View | None:
    """The words, as long as they are approved, it is the day, and he is one of the circle."""
    kept = commemorations.of(tx, row_id)
    campaign = None if kept is None else campaigns.of(tx, kept.campaign_id)
    if kept is None or campaign is None or kept.day != now.date():
        return None
    if not circles.readers(tx, kept.campaign_id, kept.circle, now, only=person_id):
        return None
    found = [one for one in days_of(tx, campaign, now) if one.n == kept.n]
    return Commemoration(one=found[0]) if found else None
