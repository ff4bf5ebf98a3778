"""Which screen of a campaign is open: a name and a few facts in the person's row; the rest is made anew."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.errors import Refused
from bot.store import campaigns, people
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases import (
    announcement_views,
    campaign_views,
    carrying_views,
    closing_views,
    commemoration_views,
    correction_views,
    date_views,
    indicator_views,
    ladder_views,
    launch_views,
    own_field_views,
    reissue_views,
    retarget_views,
    timetable_views,
)
from bot.usecases.access import Action, Caller, Draft, may
from bot.usecases.campaign_views import Open

SCREENS: dict[str, Callable[[Tx, Open, datetime], View | None]] = {
    "campaign": campaign_views.overview,
    "campaign_warnings": campaign_views.warnings,
    "campaign_second": campaign_views.second,
    "campaign_discard": campaign_views.discarding,
    "campaign_due": date_views.due_dates,
    "campaign_ladder": ladder_views.ladder,
    "campaign_times": timetable_views.times,
    "campaign_end": date_views.ask_end,
    "campaign_phase": date_views.ask_phase,
    "campaign_units": campaign_views.units,
    "campaign_launch": launch_views.launch_review,
    "campaign_launched": launch_views.launched,
    "campaign_indicators": indicator_views.listing,
    "campaign_indicator": indicator_views.card,
    "campaign_answerers": indicator_views.answerers,
    "campaign_add": indicator_views.ask_indicator,
    "campaign_proposed": indicator_views.proposed,
    "campaign_close": closing_views.closing,
    "campaign_reopen": closing_views.reopening,
    "campaign_archive": closing_views.archiving,
    "campaign_moved": closing_views.moved,
    "announcement": announcement_views.screen,
    "commemorations": commemoration_views.listing,
    "commemoration": commemoration_views.card,
    "sprint": carrying_views.sprint,
    "sprint_period": carrying_views.sprint_period,
    "sprint_made": carrying_views.sprint_made,
    "next_year": carrying_views.next_year,
    "retarget": retarget_views.retarget,
    "reissue_purpose": reissue_views.purpose,
    "reissue": reissue_views.side,
    "reissue_line": reissue_views.line_card,
    "reissue_from": reissue_views.ask_from,
    "reissue_review": reissue_views.verdict,
    "reissue_done": reissue_views.reissued,
    "campaign_sections": correction_views.sections,
    "correct_ask": correction_views.ask_correction,
    "correct_read": correction_views.read_correction,
    "own_fields": own_field_views.own_fields,
    "own_ask": own_field_views.ask_own,
    "phase_card": own_field_views.phase_card,
}


def show(
    tx: Tx,
    who: Caller,
    now: datetime,
    screen: str,
    *,
    campaign_id: int,
    indicator_id: int | None = None,
    pending: dict[str, Any] | None = None,
) -> View:
    """Make this the person's open screen; all that it shows is stored, so that it can be shown again."""
    people.move(
        tx, who.known, screen, now=now, campaign_id=campaign_id, indicator_id=indicator_id, pending=pending
    )
    view = _made(
        tx,
        who,
        now,
        Draft(
            screen=screen,
            campaign_id=campaign_id,
            indicator_id=indicator_id,
            pending=pending,
            version=who.draft.version + 1,
        ),
    )
    if view is None:
        raise Refused("gone")
    return view


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The campaign screen that is open; None where none is, or it is not the person's any more."""
    return _made(tx, who, now, who.draft)


def _made(tx: Tx, who: Caller, now: datetime, draft: Draft) -> View | None:
    make = SCREENS.get(draft.screen)
    campaign = None if draft.campaign_id is None else campaigns.of(tx, draft.campaign_id)
    if make is None or campaign is None:
        return None
    if not may(who, Action.RUN_CAMPAIGNS, unit_id=campaign.owner_id, path=campaign.owner_path):
        return None
    return make(
        tx,
        Open(
            campaign=campaign,
            indicator_id=draft.indicator_id,
            pending=draft.pending or {},
            version=draft.version,
        ),
        now,
    )
