"""A chat's screen is a pure function of what is stored: shown again after a crash, whatever was on its way."""

from datetime import datetime

from bot.store.engine import Tx
from bot.texts import View
from bot.usecases import (
    campaign_screens,
    cluster_reports,
    enrolment,
    following_up,
    forms,
    good_examples,
    leaves,
    move_questions,
    narrating,
    office_days,
    office_papers,
    office_templates,
    offices,
    privacy,
    report_cards,
    reporting,
    sent_forms,
    sent_forms_kept,
    signed_papers,
    standing_in,
    unit_cards,
    unit_changes,
    waves,
)
from bot.usecases.access import Caller


def current(tx: Tx, who: Caller, now: datetime) -> View:
    """The open screen of a person, or what he can do where none is open."""
    return (
        reporting.current(tx, who, now)
        or narrating.current(tx, who, now)
        or signed_papers.current(tx, who, now)
        or good_examples.current(tx, who, now)
        or forms.current(tx, who, now)
        or move_questions.current(tx, who, now)
        or sent_forms.current(tx, who, now)
        or sent_forms_kept.current(tx, who, now)
        or standing_in.current(tx, who, now)
        or report_cards.current(tx, who, now)
        or following_up.current(tx, who, now)
        or cluster_reports.current(tx, who, now)
        or waves.current(tx, who, now)
        or campaign_screens.current(tx, who, now)
        or enrolment.current(tx, who, now)
        or offices.current(tx, who, now)
        or office_days.current(tx, who, now)
        or office_papers.current(tx, who, now)
        or office_templates.current(tx, who, now)
        or unit_cards.current(tx, who, now)
        or unit_changes.current(tx, who, now)
        or privacy.current(tx, who, now)
        or leaves.current(tx, who, now)
        or enrolment.help_for(tx, who, now)
    )
