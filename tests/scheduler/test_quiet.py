"""Quiet hours and an office's own days, the whole way from the chat to the slot."""

from datetime import date, datetime

import pytest

from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.store import outbox, reports
from bot.store.engine import Tx
from bot.texts import Texts, View
from bot.usecases import access, office_days, quiet_hours, report_moves
from handlers.chat import Use
from scheduler import planner
from tests.scheduler.office import Office, at, june


def does(office: Office, person: int, now: datetime, use: Use) -> View:
    view = office.store.write_now(lambda tx: use(tx, access.caller(tx, person, "", now), now))
    assert view is not None
    return view


def sets_quiet(office: Office, person: int, text: str, now: datetime) -> str:
    return (
        Texts()
        .render(does(office, person, now, lambda tx, who, at: quiet_hours.hours(tx, who, at, text=text)))
        .html
    )


def marks(office: Office, admin: int, text: str, now: datetime) -> str:
    does(office, admin, now, lambda tx, who, at: office_days.show(tx, who, at, unit_id=office.root))
    return (
        Texts()
        .render(does(office, admin, now, lambda tx, who, at: office_days.typed(tx, who, at, text=text)))
        .html
    )


# --- Quiet hours -------------------------------------------------------------------------------------------


async def test_a_nudge_waits_until_the_quiet_hours_are_over(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    person, other = await office.focal_point(unit), await office.focal_point(unit)
    office.campaign(unit)
    said = sets_quiet(office, person, "từ 20h đến 9h30", june(12))
    assert said.startswith("✓ Giờ lặng: <b>20:00–09:30</b>.")
    for minute in (0, 1):
        await office.wakes(june(13, 8, minute))
    assert (await office.days_heard(person), len(await office.heard(other))) == ([], 1)
    await office.wakes(june(13, 9, 30))
    assert await office.days_heard(person) == ["13/6 09:30"]


async def test_a_nudge_that_waits_for_the_end_of_quiet_hours_holds_nothing_else_up(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    person = await office.focal_point(unit)
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    office.campaign(unit)
    sets_quiet(office, person, "7:00-11:00", june(12))
    await office.wakes(june(13))
    office.holds(person, "admin", office.root)
    office.store.write_now(
        lambda tx: outbox.put(
            tx,
            key="new_admin:1",
            person_id=person,
            kind="new_admin",
            subject_id=admin,
            lane="reply",
            due_at=june(13, 9),
            expires_at=june(14),
            keeps_quiet=False,
        )
    )
    await office.wakes(june(13, 9))
    assert await office.days_heard(person) == ["13/6 09:00"]
    await office.wakes(june(13, 11))
    assert await office.digest_days(person) == ["13/6 11:00"]


async def test_what_finds_no_time_today_is_said_at_the_next_slot(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    person = await office.focal_point(unit)
    office.campaign(unit)
    sets_quiet(office, person, "15:00-07:00", june(12))
    await office.wakes(june(13, 16))
    assert await office.days_heard(person) == []
    await office.wakes(june(14))
    assert await office.days_heard(person) == ["14/6 08:00"]


async def test_quiet_hours_hold_for_a_message_that_waits_already(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    person = await office.focal_point(unit)
    office.campaign(unit)
    await planner.plan(office.store, june(13), office.schedule)
    sets_quiet(office, person, "08:00-10:00", june(13))
    await office.wakes(june(13, 8, 1))
    assert await office.days_heard(person) == []
    await office.wakes(june(13, 10))
    assert await office.days_heard(person) == ["13/6 10:00"]


async def test_a_digest_that_may_have_arrived_is_not_doubled_by_other_quiet_hours(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    person = await office.focal_point(unit)
    office.campaign(unit)
    await office.control("fault", method="sendMessage", kind="drop", next=1)
    await office.wakes(june(13))
    sets_quiet(office, person, "08:00-10:00", june(13))
    for minute in (1, 30):
        await office.wakes(june(13, 8, minute))
    assert await office.days_heard(person) == ["13/6 08:00"]
    await office.wakes(june(13, 10))
    # Its answer was lost: the text is sent once more, and no digest beside it.
    assert (await office.days_heard(person), office.kinds()) == (["13/6 08:00", "13/6 10:00"], ["digest"])


async def test_lists_and_the_week_keep_the_quiet_hours_of_those_who_lead(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    viewer = await office.person("Hồ Văn Bảy", "viewer", office.root)
    office.campaign(unit)
    sets_quiet(office, admin, "7:00-11:00", june(9))
    sets_quiet(office, viewer, "7:00-09:30", june(9))
    for hour, minute in ((8, 0), (9, 30), (10, 0), (11, 0), (14, 0)):
        await office.wakes(june(16, hour, minute))
    # The list of eight is of no use any more when that of ten is there.
    assert await office.days_heard(admin) == ["16/6 11:00", "16/6 14:00"]
    told = zip(await office.days_heard(viewer), await office.heard(viewer), strict=True)
    assert [(day, text.split("\n")[0]) for day, text in told] == [
        ("16/6 09:30", "Đợt 1 sắp đến hạn gửi số liệu"),
        ("16/6 09:30", "Phong trào thi đua tuần này · Thứ Sáu, 16/6/2023"),
    ]


async def test_the_week_of_somebody_who_is_quiet_until_work_is_over_comes_on_the_next_day(
    office: Office,
) -> None:
    unit = office.unit("Thôn Nà Hoa")
    viewer = await office.person("Hồ Văn Bảy", "viewer", office.root)
    office.campaign(unit, due=date(2023, 9, 15))
    sets_quiet(office, viewer, "15:00-07:00", june(9))
    await office.wakes(june(12, 16))
    assert await office.days_heard(viewer) == []
    await office.lives(date(2023, 6, 13), date(2023, 6, 15))
    assert await office.days_heard(viewer) == ["13/6 08:00"]


@pytest.mark.parametrize(
    ("handed_in", "heard"),
    [(june(13, 20), ["13/6 21:00"]), (june(12, 15), ["14/6 07:00"])],
    ids=["today", "before"],
)
async def test_what_is_done_with_a_report_keeps_quiet_hours_unless_it_answers_what_the_unit_did_today(
    office: Office, handed_in: datetime, heard: list[str]
) -> None:
    unit = office.unit("Thôn Nà Hoa")
    person = await office.focal_point(unit)
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    opened = office.campaign(unit)
    office.now = handed_in
    report_id = office.submits(opened, unit)
    sets_quiet(office, person, "20:00-7:00", june(12))
    now = june(13, 21)

    def returned(tx: Tx) -> None:
        head = reports.head(tx, report_id)
        assert head is not None
        who = access.caller(tx, admin, "", now)
        report_moves.make(
            tx, who, now, head, Move.RETURN, reason="figures_doubtful", due_on=date(2023, 6, 20)
        )

    office.store.write_now(returned)
    await office.wakes(now)
    await office.wakes(june(14, 7))
    assert await office.days_heard(person) == heard


async def test_news_that_waits_for_the_end_of_quiet_hours_is_not_lost_when_they_are_changed(
    office: Office,
) -> None:
    unit = office.unit("Thôn Nà Hoa")
    viewer = await office.person("Hồ Văn Bảy", "viewer", office.root)
    office.campaign(unit, due=date(2023, 9, 15))
    await planner.plan_notices(office.store, june(12), office.schedule)
    sets_quiet(office, viewer, "7:00-12:00", june(12))
    await office.wakes(june(12, 8, 1))
    assert await office.days_heard(viewer) == []
    await office.wakes(june(12, 12))
    assert await office.days_heard(viewer) == ["12/6 12:00"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("7:00-17:00", "quiet_too_long"),
        ("mai", "quiet_unread"),
        ("8-25", "quiet_unread"),
        ("9-9", "quiet_unread"),
    ],
)
async def test_quiet_hours_that_cannot_be_are_refused(office: Office, text: str, reason: str) -> None:
    person = await office.focal_point(office.unit("Thôn Nà Hoa"))
    with pytest.raises(Refused) as refused:
        sets_quiet(office, person, text, june(12))
    assert refused.value.reason == reason


async def test_quiet_hours_are_shown_and_taken_away(office: Office) -> None:
    person = await office.focal_point(office.unit("Thôn Nà Hoa"))
    sets_quiet(office, person, "12:00-13:30", june(12))
    assert sets_quiet(office, person, "", june(12)).startswith("Giờ lặng: <b>12:00–13:30</b>.")
    assert sets_quiet(office, person, "bỏ", june(12)).startswith("✓ Bot nhắc vào mọi giờ làm việc.")


# --- Days of an office -------------------------------------------------------------------------------------


async def test_a_day_off_of_the_office_moves_the_steps_at_once(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    person = await office.focal_point(unit)
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    office.campaign(unit)
    await office.wakes(june(9))
    said = marks(office, admin, "nghỉ 13/6/2023", june(12, 7, 40))
    assert "✓ Đã ghi Thứ Ba, 13/6/2023." in said
    assert "• Thứ Ba, 13/6/2023: <b>nghỉ</b>" in said
    await office.lives(date(2023, 6, 12), date(2023, 6, 15))
    assert await office.days_heard(person) == ["9/6 08:00", "12/6 08:00", "15/6 08:00"]


async def test_a_day_off_that_is_set_after_its_slot_was_planned_still_stops_what_waits(
    office: Office,
) -> None:
    unit = office.unit("Thôn Nà Hoa")
    person = await office.focal_point(unit)
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    office.campaign(unit)
    await planner.plan(office.store, june(13), office.schedule)
    marks(office, admin, "nghỉ 13/6", june(13, 8, 1))
    await office.wakes(june(13, 8, 2))
    assert await office.days_heard(person) == []


async def test_on_a_saturday_that_is_worked_only_the_office_that_works_speaks(office: Office) -> None:
    unit, stranger = office.unit("Thôn Nà Hoa"), office.unit("Thôn Khe Bạc")
    person, other = await office.focal_point(unit), await office.focal_point(stranger)
    admin = await office.person("Trần Thị Bình", "admin", unit)
    own = office.campaign(unit, due=date(2023, 6, 17))
    office.owned_by(own, unit)
    office.campaign(stranger, due=date(2023, 6, 17))
    does(office, admin, june(12), lambda tx, who, at: office_days.show(tx, who, at, unit_id=unit))
    does(office, admin, june(12), lambda tx, who, at: office_days.typed(tx, who, at, text="làm bù 17/6"))
    await office.lives(date(2023, 6, 14), date(2023, 6, 17))
    assert await office.days_heard(person) == ["14/6 08:00", "16/6 08:00", "17/6 08:00"]
    assert await office.days_heard(other) == ["14/6 08:00", "16/6 08:00"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nghỉ", "office_day_unread"),
        ("13/6", "office_day_unread"),
        ("nghỉ 17/6/2023", "office_day_so_already"),
        ("làm bù 13/6/2023", "office_day_so_already"),
    ],
)
async def test_a_day_that_says_nothing_new_is_refused(office: Office, text: str, reason: str) -> None:
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    with pytest.raises(Refused) as refused:
        marks(office, admin, text, june(12))
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nghỉ 2/1", "Thứ Ba, 02/01/2024"),
        ("nghỉ 29/12", "Thứ Sáu, 29/12/2023"),
        ("nghỉ 21/12", "Thứ Năm, 21/12/2023"),
    ],
)
async def test_at_the_end_of_a_year_a_day_without_its_year_is_the_nearest_one(
    office: Office, text: str, shown: str
) -> None:
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    assert f"✓ Đã ghi {shown}." in marks(office, admin, text, at(date(2023, 12, 27)))


async def test_an_office_works_on_a_day_that_the_one_above_it_has_off(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    above = await office.person("Trần Thị Bình", "admin", office.root)
    admin = await office.person("Hồ Văn Bảy", "admin", unit)
    marks(office, above, "nghỉ 13/6/2023", june(12))
    does(office, admin, june(12), lambda tx, who, at: office_days.show(tx, who, at, unit_id=unit))
    said = does(
        office,
        admin,
        june(12),
        lambda tx, who, at: office_days.typed(tx, who, at, text="làm bù 13/6/2023"),
    )
    assert "• Thứ Ba, 13/6/2023: <b>làm việc</b>" in Texts().render(said).html


async def test_a_mark_is_taken_away_again(office: Office) -> None:
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    marks(office, admin, "nghỉ 13/6/2023", june(12))
    assert "Chưa có ngày riêng" in marks(office, admin, "bỏ 13/6/2023", june(12))


async def test_only_an_admin_of_the_office_marks_its_days(office: Office) -> None:
    person = await office.focal_point(office.unit("Thôn Nà Hoa"))
    with pytest.raises(Refused) as refused:
        marks(office, person, "nghỉ 13/6/2023", june(12))
    assert refused.value.reason == "not_allowed"
