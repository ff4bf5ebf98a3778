"""An office's own days off and extra working days count in all that is said of its campaigns, and in nobody else's."""

from datetime import date, datetime

import pytest

from bot.campaign.deadlines import next_slot
from bot.campaign.snooze import Snooze
from bot.errors import Refused
from bot.store import campaigns, days
from bot.store.engine import Tx
from bot.store.phases import phases_of
from bot.usecases import access, announcement_views, notices, nudging, office_days, snoozing, waves
from bot.usecases.campaign_dates import set_due
from bot.usecases.campaign_views import Open
from tests.scheduler.office import Office, Opened, june

SATURDAY = date(2023, 6, 17)


class Two:
    """The commune and, below it, a school that runs a campaign of its own; each with its admin and viewer."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.school, self.hamlet = office.unit("Trường Suối Vàng"), office.unit("Thôn Nà Hoa")
        self.of_school = office.campaign(self.school, due=date(2023, 6, 20), title="Thi đua dạy tốt")
        self.of_commune = office.campaign(self.hamlet, due=date(2023, 6, 20))
        office.owned_by(self.of_school, self.school)

    def marks(self, unit_id: int, day: date, *, worked: bool) -> None:
        self.office.store.write_now(lambda tx: days.mark(tx, unit_id, day, worked))


@pytest.fixture
def two(office: Office) -> Two:
    return Two(office)


async def test_on_a_saturday_that_one_office_works_only_its_standing_body_hears_the_list(two: Two) -> None:
    here, there = [
        await two.office.person("Bùi Thị Mai", "admin", unit) for unit in (two.school, two.office.root)
    ]
    two.marks(two.school, SATURDAY, worked=True)
    await two.office.wakes(june(17))
    assert [text.split("\n")[:2] for text in await two.office.heard(here)] == [
        ["Tình hình gửi báo cáo · Đợt 1", "Thi đua dạy tốt"]
    ]
    assert await two.office.heard(there) == []


async def test_on_its_day_off_an_office_hears_no_list_and_the_others_do(two: Two) -> None:
    here, there = [
        await two.office.person("Bùi Thị Mai", "admin", unit) for unit in (two.school, two.office.root)
    ]
    two.marks(two.school, date(2023, 6, 15), worked=False)
    await two.office.lives(date(2023, 6, 14), date(2023, 6, 16))
    assert await two.office.days_heard(here) == ["14/6 08:00", "16/6 08:00"]
    assert await two.office.days_heard(there) == ["14/6 08:00", "15/6 08:00", "16/6 08:00"]


async def test_a_due_date_on_a_saturday_that_is_worked_has_its_four_lists_on_it(two: Two) -> None:
    admin = await two.office.person("Bùi Thị Mai", "admin", two.school)
    two.office.moves_due(two.of_school, SATURDAY)
    two.marks(two.school, SATURDAY, worked=True)
    for hour, minute in ((8, 0), (10, 0), (14, 0), (16, 30)):
        await two.office.wakes(june(16, hour, minute))
    for hour, minute in ((8, 0), (10, 0), (14, 0), (16, 30)):
        await two.office.wakes(june(17, hour, minute))
    assert await two.office.days_heard(admin) == [
        "16/6 08:00",
        "17/6 08:00",
        "17/6 10:00",
        "17/6 14:00",
        "17/6 16:30",
    ]


async def test_a_list_that_waits_is_not_said_once_its_office_has_the_day_off(two: Two) -> None:
    await two.office.person("Bùi Thị Mai", "admin", two.school)
    two.marks(two.school, SATURDAY, worked=True)
    await two.office.wakes(june(17))
    two.marks(two.school, SATURDAY, worked=False)
    assert (
        two.office.store.read_now(
            lambda tx: notices.standing_list(tx, two.of_school.period_id, june(17), two.office.schedule.hours)
        )
        is None
    )


async def test_that_a_phase_began_is_told_on_the_first_day_that_its_office_works(two: Two) -> None:
    here, there = [
        await two.office.person("Hồ Văn Bảy", "viewer", unit) for unit in (two.school, two.office.root)
    ]
    for opened in (two.of_school, two.of_commune):
        two.office.begins(opened, date(2023, 3, 30))
    two.marks(two.school, date(2023, 3, 30), worked=False)
    await two.office.lives(date(2023, 3, 28), date(2023, 4, 2))

    async def told(person: int) -> list[str]:
        days_heard, texts = await two.office.days_heard(person), await two.office.heard(person)
        return [
            day for day, text in zip(days_heard, texts, strict=True) if text.startswith("Đợt 1 đã bắt đầu")
        ]

    assert (await told(here), await told(there)) == (["31/3 08:00"], ["30/3 08:00"])


async def test_the_week_is_told_on_the_first_day_of_it_that_the_office_of_a_campaign_works(two: Two) -> None:
    here, there = [
        await two.office.person("Hồ Văn Bảy", "viewer", unit) for unit in (two.school, two.office.root)
    ]
    two.marks(two.school, date(2023, 6, 5), worked=False)
    await two.office.lives(date(2023, 6, 5), date(2023, 6, 9))
    assert await two.office.days_heard(here) == ["6/6 08:00"]
    assert await two.office.days_heard(there) == ["5/6 08:00"]


async def test_the_week_waits_where_only_another_office_works_on_a_holiday(two: Two) -> None:
    here, there = [
        await two.office.person("Hồ Văn Bảy", "viewer", unit) for unit in (two.school, two.office.root)
    ]
    # Monday 1/5 to Wednesday 3/5/2023 are public holidays.
    two.marks(two.school, date(2023, 5, 2), worked=True)
    for opened in (two.of_school, two.of_commune):
        two.office.moves_due(opened, date(2023, 6, 30))
    await two.office.lives(date(2023, 5, 1), date(2023, 5, 5))
    assert await two.office.days_heard(here) == ["2/5 08:00"]
    assert await two.office.days_heard(there) == ["4/5 08:00"]


async def test_days_offered_for_putting_a_nudge_off_are_those_that_the_office_works(two: Two) -> None:
    person = await two.office.focal_point(two.school)
    two.marks(two.school, SATURDAY, worked=True)
    two.marks(two.school, date(2023, 6, 19), worked=False)
    now = june(16)

    def offered(opened: Opened) -> tuple[Snooze, ...]:
        view = two.office.store.write_now(
            lambda tx: snoozing.ask(
                tx, access.caller(tx, person, "", now), now, period_id=opened.period_id, unit_id=two.school
            )
        )
        assert isinstance(view, snoozing.SnoozeChoice)
        return view.snoozes

    assert [one.day for one in offered(two.of_school)] == [SATURDAY]
    two.office.takes_part(two.of_commune.campaign_id, two.school)
    assert [one.day for one in offered(two.of_commune)] == [date(2023, 6, 19)]


async def test_a_digest_has_buttons_for_the_days_that_each_office_works(two: Two) -> None:
    person = await two.office.focal_point(two.school)
    two.office.takes_part(two.of_commune.campaign_id, two.school)
    two.marks(two.school, SATURDAY, worked=True)
    now = june(16)
    digest = two.office.store.read_now(
        lambda tx: nudging.digests(tx, [person], now, two.office.schedule)[person]
    )
    days_of = {
        line.obligation.campaign: [one.day.day for one in later]
        for line, later in zip(digest.lines, digest.later, strict=True)
    }
    assert days_of == {"Thi đua dạy tốt": [17, 19], "Thi đua năm 2023": [19]}


@pytest.mark.parametrize(("now", "working"), [(june(17, 9), True), (june(15, 9), False)])
async def test_whether_it_is_working_time_is_asked_of_the_calendar_of_the_office(
    two: Two, now: datetime, working: bool
) -> None:
    admin = await two.office.person("Bùi Thị Mai", "admin", two.school)
    two.marks(two.school, SATURDAY, worked=True)
    two.marks(two.school, date(2023, 6, 15), worked=False)
    campaign_id = two.of_school.campaign_id
    preview = two.office.store.write_now(
        lambda tx: waves.preview(tx, access.caller(tx, admin, "", now), now, campaign_id=campaign_id)
    )
    assert isinstance(preview, waves.NudgePreview)
    assert preview.working_time is working
    campaign = two.office.store.read_now(lambda tx: campaigns.of(tx, campaign_id))
    assert campaign is not None
    screen = two.office.store.read_now(
        lambda tx: announcement_views.screen(
            tx, Open(campaign=campaign, indicator_id=None, pending={}, version=1), now
        )
    )
    assert isinstance(screen, announcement_views.AnnouncementScreen)
    assert screen.working_time is working


async def test_an_office_may_work_on_a_day_that_the_office_above_has_off(two: Two) -> None:
    admin = await two.office.person("Bùi Thị Mai", "admin", two.school)
    now = june(12)

    def types(text: str) -> None:
        def typed(tx: Tx) -> None:
            office_days.show(tx, access.caller(tx, admin, "", now), now, unit_id=two.school)
            office_days.typed(tx, access.caller(tx, admin, "", now), now, text=text)

        two.office.store.write_now(typed)

    two.marks(two.office.root, date(2023, 6, 15), worked=False)
    with pytest.raises(Refused) as refused:
        types("nghỉ 15/6/2023")
    assert refused.value.reason == "office_day_so_already"
    types("làm bù 15/6/2023")
    calendars = two.office.store.read_now(days.calendars)
    assert calendars.of("/1/").is_working(date(2023, 6, 15)) is False
    assert calendars.of("".join(("/1/", str(two.school), "/"))).is_working(date(2023, 6, 15)) is True


async def test_moving_a_due_date_has_those_who_stand_over_units_hear_on_the_same_day(office: Office) -> None:
    unit, seat = office.unit("Thôn Nà Hoa"), office.unit("Thôn Bản Mới")
    office.in_cluster("Cụm phía Đông", unit, seat)
    head = await office.person("Nông Văn Sơn", "head", unit)
    lead = await office.person("Lý Thị Hoa", "cluster_lead", seat)
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    opened = office.campaign(unit)
    await office.wakes(june(13))

    def moves(tx: Tx) -> None:
        campaign, phases = campaigns.of(tx, opened.campaign_id), phases_of(tx, opened.campaign_id)
        assert campaign is not None
        set_due(tx, campaign, phases[0], date(2023, 6, 2), now=june(13, 9), person_id=admin)

    office.store.write_now(moves)
    await office.wakes(june(13, 9, 1))
    for person in (head, lead, admin):
        assert await office.digest_days(person) == ["13/6 09:01"]


async def test_a_day_that_is_marked_has_those_who_stand_over_units_planned_again(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    head = await office.person("Nông Văn Sơn", "head", unit)
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    office.campaign(unit)
    await office.wakes(june(19))
    now = june(19, 9)

    def marks(tx: Tx) -> None:
        office_days.show(tx, access.caller(tx, admin, "", now), now, unit_id=office.root)
        office_days.typed(tx, access.caller(tx, admin, "", now), now, text="làm bù 17/6/2023")

    office.store.write_now(marks)
    await office.wakes(june(19, 9, 1))
    assert await office.digest_days(head) == ["19/6 09:01"]


async def test_the_next_slot_of_all_offices_is_on_a_saturday_that_one_of_them_works(two: Two) -> None:
    def next_one() -> datetime:
        calendar = two.office.store.read_now(days.calendars).anybody()
        return next_slot(june(16, 9), two.office.schedule.slots, calendar, two.office.schedule.hours)

    assert next_one() == june(19)
    two.marks(two.school, SATURDAY, worked=True)
    assert next_one() == june(17)
