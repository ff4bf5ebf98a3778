"""`/thongbao`: an admin tells a circle of people something; first he sees to whom it goes and how long it takes."""

from datetime import datetime
from typing import Any

from bot.campaign.notices import Circle
from bot.errors import Refused
from bot.store import campaigns, circles
from bot.store.engine import Tx
from bot.store.waves import Wave
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.announcement_views import Announcement
from bot.usecases.campaign_screens import show
from bot.usecases.summary_screens import CampaignChoice
from bot.usecases.waves import begin, check_fresh, checked_words, choose


def ask(tx: Tx, who: Caller, now: datetime, *, campaign_id: int | None = None) -> View:
    """Which campaign, where there are several; then to whom, and the words."""
    choice = choose(tx, who, campaign_id, action="announce")
    if isinstance(choice, CampaignChoice):
        return choice
    return show(tx, who, now, "announcement", campaign_id=choice, pending={"circle": 0})


def choose_circle(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, place: int) -> View:
    choice = choose(tx, who, campaign_id, action="announce")
    if isinstance(choice, CampaignChoice) or not 0 <= place < len(Circle):
        raise Refused("stale")
    pending = {**_pending(who, campaign_id), "circle": place}
    return show(tx, who, now, "announcement", campaign_id=choice, pending=pending)


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """The words were typed, or typed anew."""
    choice = choose(tx, who, who.draft.campaign_id, action="announce")
    if isinstance(choice, CampaignChoice):
        return choice
    pending = {**_pending(who, choice), "text": checked_words(text)}
    return show(tx, who, now, "announcement", campaign_id=choice, pending=pending)


def send(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, stamp: int, message_id: int | None) -> View:
    """ "Gửi": what the open screen shows; its stamp makes the second tap harmless."""
    choice = choose(tx, who, campaign_id, action="announce")
    pending = _pending(who, campaign_id)
    if isinstance(choice, CampaignChoice) or "text" not in pending:
        raise Refused("stale")
    check_fresh(stamp, now)
    circle = list(Circle)[pending["circle"]]
    shown = begin(
        tx,
        who,
        now,
        circles.readers(tx, choice, circle, now),
        kind="announcement",
        campaign_id=choice,
        phase_id=None,
        circle=circle.value,
        text=pending["text"],
        stamp=stamp,
        message_id=message_id,
    )
    if shown is None:
        raise Refused("nobody_to_tell")
    return shown


def message(tx: Tx, wave: Wave, person_id: int, now: datetime) -> View | None:
    """What a wave of this kind says to somebody, as long as he is one of its circle."""
    campaign = campaigns.of(tx, wave.campaign_id)
    if campaign is None or wave.text is None:
        return None
    if not circles.readers(tx, wave.campaign_id, Circle(wave.circle), now, only=person_id):
        return None
    return Announcement(campaign=campaign, text=wave.text)


def _pending(who: Caller, campaign_id: int) -> dict[str, Any]:
    """What the open screen of this campaign's announcement holds."""
    is_open = who.draft.screen == "announcement" and who.draft.campaign_id == campaign_id
    return dict(who.draft.pending or {}) if is_open else {"circle": 0}
