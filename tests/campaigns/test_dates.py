"""Due dates, phases and the end, typed by the admin."""

from datetime import date

import pytest

from bot.store.campaigns import Phase
from bot.store.message_tables import reopened
from bot.store.phases import phases_of
from bot.usecases import campaign_dates
from bot.usecases import campaigns as use
from bot.usecases.campaign_views import Overview
from bot.usecases.date_views import AskEnd, DueDates
from handlers.chat import Use
from tests.campaigns.commune import ENDLESS, PLAIN, Commune


def phases(here: Commune) -> list[Phase]:
    return here.store.read_now(lambda tx: phases_of(tx, here.campaign_id()))


def due(text: str) -> Use:
    return lambda tx, who, now: campaign_dates.typed_due(tx, who, now, text=text)


def added(text: str) -> Use:
    return lambda tx, who, now: campaign_dates.typed_phase(tx, who, now, text=text)


def end(text: str) -> Use:
    return lambda tx, who, now: campaign_dates.typed_end(tx, who, now, text=text)


def test_a_typed_due_date_is_echoed_with_its_weekday(here: Commune) -> None:
    here.sends()
    here.opens("campaign_due", n=1)
    view = here.does(due("19/6"))
    assert isinstance(view, DueDates)
    assert "hạn mới <b>Thứ Sáu, 19/6/2026</b>" in here.shows(view).html
    assert phases(here)[0].due_on == date(2026, 6, 19)


def test_the_only_phase_needs_no_choice(here: Commune) -> None:
    here.sends(PLAIN)
    here.opens("campaign_due")
    here.does(due("10/12/2026"))
    assert phases(here)[0].due_on == date(2026, 12, 10)


def test_a_date_typed_for_none_of_several_phases_is_asked_back(here: Commune) -> None:
    here.sends()
    here.opens("campaign_due")
    assert here.refuses(due("19/6"))[0] == "due_of_which_phase"


def test_a_due_date_outside_the_phase_is_refused_with_the_days_that_are_possible(here: Commune) -> None:
    here.sends()
    here.opens("campaign_due", n=1)
    reason, sentence = here.refuses(due("5/7/2026"))
    assert reason == "due_outside"
    assert "09/01/2026 đến 30/6/2026" in sentence


def test_what_is_no_date_is_asked_again_with_an_example(here: Commune) -> None:
    here.sends()
    here.opens("campaign_due", n=1)
    reason, sentence = here.refuses(due("31/6"))
    assert reason == "date_unread"
    assert "16/6/2026" in sentence
    assert phases(here)[0].due_on == date(2026, 6, 17)


def test_a_due_date_after_the_review_or_on_a_day_off_is_kept_and_remarked(here: Commune) -> None:
    here.sends()
    here.opens("campaign_due", n=1)
    assert "sau ngày cuối được sơ kết" in here.shows(here.does(due("30/6"))).html
    here.opens("campaign_due", n=1)
    assert "rơi vào ngày nghỉ" in here.shows(here.does(due("20/6"))).html


def test_a_moved_due_date_of_a_running_campaign_has_its_people_planned_again(here: Commune) -> None:
    here.sends()
    campaign_id = here.campaign_id()
    here.does(lambda tx, who, now: use.launch(tx, who, now, campaign_id=campaign_id))
    here.store.write_now(lambda tx: tx.execute(reopened.delete()))
    here.opens("campaign_due", n=2)
    here.does(due("10/12"))
    people = here.store.read_now(lambda tx: tx.execute(reopened.select()).scalars().all())
    assert sorted(people) == [1, 3, 4]


def test_an_added_phase_splits_the_one_it_ends_in(here: Commune) -> None:
    here.sends(PLAIN)
    here.opens("campaign_phase")
    here.does(added("6 tháng đầu năm: 30/6"))
    assert [(one.n, one.name, one.starts_on, one.ends_on, one.due_on) for one in phases(here)] == [
        (1, "6 tháng đầu năm", date(2026, 1, 9), date(2026, 6, 30), date(2026, 6, 17)),
        (2, "Cả đợt thi đua", date(2026, 7, 1), date(2026, 12, 31), date(2026, 12, 17)),
    ]


def test_a_phase_added_by_its_last_day_alone_is_named_by_its_number(here: Commune) -> None:
    here.sends()
    here.opens("campaign_phase")
    here.does(added("30/9/2026"))
    assert [one.name for one in phases(here)] == ["Đợt 1", "Đợt 2", "Đợt 2"]


@pytest.mark.parametrize(
    ("typed", "reason"), [("Đợt 9: 30/6", "phase_there"), ("Đợt 9: 5/1/2027", "phase_outside")]
)
def test_a_phase_that_is_there_or_outside_the_campaign_is_refused(
    here: Commune, typed: str, reason: str
) -> None:
    here.sends()
    here.opens("campaign_phase")
    assert here.refuses(added(typed))[0] == reason


def test_a_phase_taken_away_gives_its_days_to_the_next(here: Commune) -> None:
    here.sends()
    campaign_id = here.campaign_id()
    here.does(lambda tx, who, now: campaign_dates.drop_phase(tx, who, now, campaign_id=campaign_id, n=1))
    assert [(one.n, one.name, one.starts_on, one.ends_on) for one in phases(here)] == [
        (1, "Đợt 2", date(2026, 1, 9), date(2026, 12, 31))
    ]
    last = lambda tx, who, now: campaign_dates.drop_phase(tx, who, now, campaign_id=campaign_id, n=1)  # noqa: E731
    assert here.refuses(last)[0] == "stale"


def test_a_directive_that_does_not_say_its_end_is_asked_for_it(here: Commune) -> None:
    assert isinstance(here.sends(ENDLESS), AskEnd)
    assert here.refuses(end("1/1/2026"))[0] == "end_before_start"
    view = here.does(end("31/12"))
    assert isinstance(view, Overview)
    assert view.campaign.ends_on == date(2026, 12, 31)
    assert [one.due_on for one in phases(here)] == [date(2026, 12, 17)]


def test_a_campaign_without_an_end_cannot_be_launched(here: Commune) -> None:
    here.sends(ENDLESS)
    campaign_id = here.campaign_id()
    launched = lambda tx, who, now: use.review_launch(tx, who, now, campaign_id=campaign_id)  # noqa: E731
    assert here.refuses(launched)[0] == "campaign_without_end"
