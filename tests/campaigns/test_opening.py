"""What is there as soon as a directive was read: phases with due dates, indicators, units."""

import json
from dataclasses import replace
from datetime import date

from sqlalchemy import event, insert

from bot.campaign.calendar import WorkCalendar
from bot.campaign.model import CampaignState, Duty
from bot.directive.model import ReportingDuty
from bot.directive.printing import as_json
from bot.store import campaigns, indicators
from bot.store.assignments import EVERYBODY
from bot.store.engine import Tx
from bot.store.tables import units
from bot.usecases import campaign_list
from bot.usecases.campaign_views import Overview
from bot.usecases.campaigns import open_from_directive, phases_of
from bot.usecases.told import told_dues
from tests.campaigns.commune import (
    DIRECTIVE,
    FILE,
    FIRST_HALF,
    NOW,
    PLAIN,
    SECOND_HALF,
    Commune,
    before,
    indicator,
    phase,
)


def test_units_report_by_day_17_of_the_last_month_moved_back_to_a_working_day() -> None:
    year_2023 = replace(
        DIRECTIVE,
        phases=(
            phase("Đợt 1", date(2023, 6, 30), review=before(date(2023, 6, 30))),
            phase("Đợt 2", date(2023, 12, 31), review=before(date(2023, 12, 31))),
        ),
    )
    assert [one.due_on for one in phases_of(year_2023, WorkCalendar())] == [
        date(2023, 6, 16),
        date(2023, 12, 15),
    ]


def test_units_report_by_the_day_that_the_directive_states() -> None:
    duty = ReportingDuty(
        who="Các thôn",
        to="UBND xã",
        when="trước ngày 11/6/2026",
        text="gửi báo cáo trước ngày 11/6/2026",
        line=9,
        day=date(2026, 6, 10),
    )
    stated = replace(DIRECTIVE, phases=(replace(FIRST_HALF, report=duty), SECOND_HALF))
    first, second = phases_of(stated, WorkCalendar())
    assert (first.due_on, second.due_on) == (date(2026, 6, 10), date(2026, 12, 17))
    assert told_dues(as_json(stated), (first, second)) == {1: "gửi báo cáo trước ngày 11/6/2026"}
    # A day that an admin set is not the directive's any more.
    assert told_dues(as_json(stated), (replace(first, due_on=date(2026, 6, 12)), second)) == {}


def test_a_phase_that_does_not_say_when_it_begins_follows_the_one_before_it() -> None:
    mixed = replace(DIRECTIVE, phases=(SECOND_HALF, FIRST_HALF))
    found = phases_of(mixed, WorkCalendar())
    assert [(one.n, one.name, one.starts_on) for one in found] == [
        (1, "Đợt 1", date(2026, 1, 9)),
        (2, "Đợt 2", date(2026, 7, 1)),
    ]


def test_a_directive_without_named_phases_gets_one_phase_to_its_end() -> None:
    for draft in (PLAIN, replace(DIRECTIVE, phases=())):
        [only] = phases_of(draft, WorkCalendar())
        assert (only.name, only.ends_on, only.due_on) == (
            "Cả đợt thi đua",
            date(2026, 12, 31),
            date(2026, 12, 17),
        )


def test_the_end_of_the_last_phase_is_the_end_of_a_campaign_that_does_not_state_one(here: Commune) -> None:
    here.sends(replace(DIRECTIVE, end=None))
    campaign = here.store.read_now(lambda tx: campaigns.of(tx, here.campaign_id()))
    assert campaign is not None
    assert campaign.ends_on == date(2026, 12, 31)


def test_every_unit_below_the_office_takes_part_with_the_duty_that_the_office_gave_it(here: Commune) -> None:
    here.sends()
    campaign = here.store.read_now(lambda tx: campaigns.of(tx, here.campaign_id()))
    assert campaign is not None
    found = here.store.read_now(lambda tx: campaigns.participants(tx, campaign))
    assert {unit.code: unit.duty for unit in found} == {
        "SV": None,
        "PVH": Duty.REQUIRED,
        "TN1": Duty.REQUIRED,
        "TN2": Duty.REQUIRED,
        "TN3": Duty.REQUIRED,
        "HPN": Duty.INVITED,
    }


def test_all_required_units_answer_for_each_indicator_until_the_admin_says_otherwise(here: Commune) -> None:
    here.sends()
    found = here.store.read_now(lambda tx: indicators.of_campaign(tx, here.campaign_id()))
    assert [(one.n, one.name, one.assignment) for one in found] == [
        (1, "Thu ngân sách trên địa bàn", EVERYBODY),
        (2, "Tỷ lệ che phủ rừng", EVERYBODY),
        (3, "Nâng cao chất lượng phổ cập giáo dục", EVERYBODY),
    ]


def test_the_header_shows_what_was_read_and_counts_what_to_look_at(here: Commune) -> None:
    view = here.sends()
    assert isinstance(view, Overview)
    assert (view.indicators, view.required, view.invited, view.warnings) == (3, 4, 1, 1)
    text = here.shows(view).html
    for expected in (
        "CHỈ THỊ số 02/CT-UBND, ngày 09/01/2026",
        "Ủy ban nhân dân xã Suối Vàng",
        "“Suối Vàng đổi mới”",
        "Sơ kết trước ngày 30/6/2026",
        "hạn <b>Thứ Tư, 17/6/2026</b>",
        "hạn <b>Thứ Năm, 17/12/2026</b>",
    ):
        assert expected in text


def test_the_reading_is_kept_whole_with_figures_as_decimal_strings(here: Commune) -> None:
    here.sends()
    campaign = here.store.read_now(lambda tx: campaigns.of(tx, here.campaign_id()))
    assert campaign is not None
    kept = campaign.directive
    assert kept["indicators"][0]["value"] == "12.5"
    assert kept["phases"][0]["review"]["deadline"] == "2026-06-30"
    assert json.loads(json.dumps(kept)) == kept


def test_an_opened_campaign_is_a_draft_that_nobody_is_asked_about(here: Commune) -> None:
    here.sends()
    [campaign] = here.store.read_now(lambda tx: campaigns.within(tx, ["/1/"]))
    assert campaign.state is CampaignState.DRAFT
    assert campaign.launched_at is None


def test_a_province_opens_a_campaign_of_3321_units_with_few_statements(here: Commune) -> None:
    every = [
        {
            "id": 1000 + n,
            "code": f"X{n}",
            "name": f"Xã số {n}",
            "kind": "xã",
            "level": "xã",
            "parent_id": 1,
            "duty": "required",
            "path": f"/1/{1000 + n}/",
        }
        for n in range(3321)
    ]
    thirty = replace(DIRECTIVE, indicators=tuple(indicator(f"Chỉ tiêu {n}", "5", "ha") for n in range(30)))
    statements: list[str] = []

    def opened(tx: Tx) -> tuple[int, int]:
        tx.execute(insert(units), every)
        event.listen(tx, "before_cursor_execute", lambda *call: statements.append(call[2]))
        taking_part = campaigns.duties_below(tx, "/1/")
        campaign_id = open_from_directive(
            tx, thirty, owner=1, units=taking_part, file=FILE, now=NOW, person_id=None
        )
        return len(taking_part), len(indicators.of_campaign(tx, campaign_id))

    assert here.store.write_now(opened) == (3321 + 5, 30)
    assert len(statements) < 24


def test_the_list_opens_the_only_campaign_at_once(here: Commune) -> None:
    assert "Chưa có phong trào nào" in here.shows(here.does(campaign_list.listed)).html
    here.sends()
    assert isinstance(here.does(campaign_list.listed), Overview)
