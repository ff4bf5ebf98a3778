"""The dates of a period, typed by the admin with or without their day."""

from datetime import date
from functools import partial

import pytest

from bot.campaign.timetable import Time
from bot.store import downloads
from bot.store.campaigns import Phase
from bot.store.engine import Tx
from bot.store.phases import phases_of
from bot.store.summaries import phases_of as phases_and_periods
from bot.usecases import campaign_dates, campaign_periods, timetables
from bot.usecases.timetable_views import Timetable
from handlers.chat import Use
from tests.campaigns.commune import Commune


def asks(here: Commune, time: Time) -> Use:
    return lambda tx, who, now: timetables.ask(
        tx,
        who,
        now,
        campaign_id=here.campaign_id(),
        n=1,
        place=1,
        time=timetables.TIMES.index(time),
    )


def types(text: str) -> Use:
    return lambda tx, who, now: timetables.typed(tx, who, now, text=text)


def phase(here: Commune) -> Phase:
    return here.store.read_now(lambda tx: phases_of(tx, here.campaign_id()))[0]


def sets(here: Commune, time: Time, text: str) -> str:
    here.does(asks(here, time))
    return here.shows(here.does(types(text))).html


def asks_for_a_file(here: Commune, place: int, tx: Tx) -> None:
    head = phases_and_periods(tx, here.campaign_id())[place - 1]
    downloads.put(tx, 1, period_id=head.period_id, unit_id=None, form="xlsx", message_id=None, now=here.now)


def test_all_five_dates_are_proposed_around_the_due_date(here: Commune) -> None:
    here.sends()
    view = here.opens("campaign_times", n=1, place=1)
    assert isinstance(view, Timetable)
    assert [line.time for line in view.lines] == list(Time)
    assert [line.deadline.day for line in view.lines] == sorted(line.deadline.day for line in view.lines)
    assert "Chốt số liệu: <b>đến hết" in here.shows(view).html


def test_a_date_is_kept_as_it_was_worded_and_its_last_day_counts(here: Commune) -> None:
    here.sends()
    due = phase(here).due_on
    said = sets(here, Time.CUTOFF, "trước ngày 10/6/2026")
    assert "✓ Đã lưu: Chốt số liệu" in said
    assert "Chốt số liệu: <b>trước ngày 10/6/2026</b> (ngày cuối: Thứ Ba, 09/6/2026)" in said
    assert "Tổng hợp, trình lãnh đạo: <b>đến hết Thứ Năm, 25/6/2026</b>" in sets(
        here, Time.SUMMARY, "đến hết ngày 25/6/2026"
    )
    assert phase(here).due_on == due


def test_the_due_date_of_units_moves_here_too_and_its_wording_goes_when_it_moves_on(here: Commune) -> None:
    here.sends()
    said = sets(here, Time.DUE, "trước ngày 13/6/2026")
    assert phase(here).due_on == date(2026, 6, 12)
    assert "Đơn vị báo cáo: <b>trước ngày 13/6/2026</b>" in said
    here.opens("campaign_due", n=1)
    here.does(lambda tx, who, now: campaign_dates.typed_due(tx, who, now, text="16/6"))
    again = here.shows(here.opens("campaign_times", n=1, place=1)).html
    assert "Đơn vị báo cáo: <b>đến hết Thứ Ba, 16/6/2026</b>" in again


def test_a_review_that_was_set_binds_the_summary(here: Commune) -> None:
    here.sends()
    said = sets(here, Time.REVIEW, "trước ngày 24/6/2026")
    assert "Sơ kết, tổng kết: <b>trước ngày 24/6/2026</b>" in said
    assert phase(here).review.deadline == date(2026, 6, 24)
    assert phase(here).review.exclusive
    here.does(asks(here, Time.SUMMARY))
    assert here.refuses(types("26/6/2026"))[0] == "time_outside"


@pytest.mark.parametrize(
    ("time", "text", "reason"),
    [
        (Time.CUTOFF, "28/6/2026", "time_outside"),
        (Time.SUMMARY, "1/6/2026", "time_outside"),
        (Time.REVIEW, "1/6/2026", "time_outside"),
        (Time.DUE, "5/8/2026", "due_outside"),
        (Time.CUTOFF, "sớm thôi", "date_unread"),
    ],
)
def test_a_date_that_does_not_fit_the_others_is_refused(
    here: Commune, time: Time, text: str, reason: str
) -> None:
    here.sends()
    here.does(asks(here, time))
    assert here.refuses(types(text))[0] == reason


def test_dates_of_periods_that_are_planned_anew_and_files_that_wait_of_them_go_with_them(
    here: Commune,
) -> None:
    here.sends()
    here.does(
        lambda tx, who, now: campaign_periods.choose_rhythm(
            tx, who, now, campaign_id=here.campaign_id(), n=1, place=1
        )
    )
    last = len(phase(here).periods)
    here.does(
        lambda tx, who, now: timetables.ask(
            tx, who, now, campaign_id=here.campaign_id(), n=1, place=last, time=0
        )
    )
    here.does(types("10/6/2026"))
    here.store.write_now(partial(asks_for_a_file, here, last))
    here.does(
        lambda tx, who, now: campaign_periods.choose_rhythm(
            tx, who, now, campaign_id=here.campaign_id(), n=1, place=0
        )
    )
    assert len(phase(here).periods) == 1
    assert here.store.read_now(downloads.waiting) == []
