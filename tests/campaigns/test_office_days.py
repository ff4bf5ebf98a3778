"""The dates of a campaign are proposed and remarked by the calendar of the office that launched it."""

from datetime import date

import pytest

from bot.campaign.periods import Rhythm
from bot.store import cluster_dues, days
from bot.store.campaigns import Phase
from bot.store.phases import phases_of
from bot.usecases import campaign_dates, campaign_periods, own_fields
from bot.usecases import campaigns as use
from bot.usecases.carried import phases_next_year
from bot.usecases.own_field_views import OwnField
from handlers.chat import Use
from tests.campaigns.commune import ENDLESS, PLAIN, Commune

WEDNESDAY, SATURDAY = date(2026, 6, 17), date(2026, 6, 20)


def marks(here: Commune, day: date, *, worked: bool, unit: str = "SV") -> None:
    here.store.write_now(lambda tx: days.mark(tx, here.units[unit], day, worked))


def phases(here: Commune) -> list[Phase]:
    return here.store.read_now(lambda tx: phases_of(tx, here.campaign_id()))


def due(text: str) -> Use:
    return lambda tx, who, now: campaign_dates.typed_due(tx, who, now, text=text)


@pytest.mark.parametrize(("unit", "proposed"), [("SV", date(2026, 6, 16)), ("KB", WEDNESDAY)])
def test_a_proposed_due_date_is_moved_back_over_a_day_off_of_the_own_office_only(
    here: Commune, unit: str, proposed: date
) -> None:
    marks(here, WEDNESDAY, worked=False, unit=unit)
    here.sends()
    assert phases(here)[0].due_on == proposed


def test_a_campaign_whose_end_is_typed_is_due_by_the_calendar_of_its_office(here: Commune) -> None:
    marks(here, date(2026, 12, 17), worked=False)
    here.sends(ENDLESS)
    here.does(lambda tx, who, now: campaign_dates.typed_end(tx, who, now, text="31/12"))
    assert phases(here)[0].due_on == date(2026, 12, 16)


def test_an_added_phase_and_one_that_ends_anew_are_due_by_the_calendar_of_the_office(here: Commune) -> None:
    marks(here, WEDNESDAY, worked=False)
    marks(here, date(2026, 5, 15), worked=False)
    here.sends(PLAIN)
    here.opens("campaign_phase")
    here.does(lambda tx, who, now: campaign_dates.typed_phase(tx, who, now, text="Nửa năm: 30/6"))
    assert phases(here)[0].due_on == date(2026, 6, 16)
    here.does(
        lambda tx, who, now: own_fields.ask(
            tx, who, now, campaign_id=here.campaign_id(), place=list(OwnField).index(OwnField.PHASE_END), n=1
        )
    )
    here.does(lambda tx, who, now: own_fields.typed(tx, who, now, text="31/5/2026"))
    # 17/5 is a Sunday, and the office has the Friday before it off.
    assert phases(here)[0].due_on == date(2026, 5, 14)


def test_monthly_periods_are_due_by_the_calendar_of_the_office(here: Commune) -> None:
    marks(here, date(2026, 3, 17), worked=False)
    here.sends()
    campaign_id, monthly = here.campaign_id(), list(Rhythm).index(Rhythm.MONTHLY)
    here.does(
        lambda tx, who, now: campaign_periods.choose_rhythm(
            tx, who, now, campaign_id=campaign_id, n=1, place=monthly
        )
    )
    dues = [one.due_on for one in phases(here)[0].periods]
    assert date(2026, 3, 16) in dues
    assert date(2026, 3, 17) not in dues


def test_a_due_date_is_remarked_where_its_office_has_the_day_off_and_not_where_it_works(
    here: Commune,
) -> None:
    marks(here, date(2026, 6, 19), worked=False)
    marks(here, SATURDAY, worked=True)
    here.sends()
    here.opens("campaign_due", n=1)
    assert "rơi vào ngày nghỉ" in here.shows(here.does(due("19/6"))).html
    here.opens("campaign_due", n=1)
    assert "rơi vào ngày nghỉ" not in here.shows(here.does(due("20/6"))).html
    assert "rơi vào ngày nghỉ" not in here.shows(here.opens("campaign_launch")).html


def test_all_dates_around_the_due_date_are_proposed_on_days_that_the_office_works(here: Commune) -> None:
    for day in (date(2026, 6, 12), date(2026, 6, 25)):
        marks(here, day, worked=False)
    marks(here, SATURDAY, worked=True)
    here.sends()
    html = here.shows(here.opens("campaign_times", n=1, place=1)).html
    for words in (
        "Chốt số liệu: <b>đến hết Thứ Năm, 11/6/2026",
        "Thứ Bảy, 20/6/2026",
        "Thứ Tư, 24/6/2026",
    ):
        assert words in html, html


def test_a_cluster_is_due_on_a_saturday_that_the_office_works(here: Commune) -> None:
    marks(here, SATURDAY, worked=True)
    here.sends()
    campaign_id = here.campaign_id()
    here.does(lambda tx, who, now: use.launch(tx, who, now, campaign_id=campaign_id, sure=True))
    (first, *_) = here.store.read_now(lambda tx: cluster_dues.running(tx, here.now))
    assert first.due_on == SATURDAY


def test_next_years_due_dates_are_moved_back_over_the_days_off_of_the_office(here: Commune) -> None:
    marks(here, date(2027, 6, 17), worked=False)
    here.sends()
    calendar = here.store.read_now(lambda tx: days.of_owner(tx, "/1/"))
    assert phases_next_year(phases(here), calendar)[0].due_on == date(2027, 6, 16)
