"""What the standing body, the leaders and the units hear beside the ladder: the whole way to the person's chat."""

import asyncio
from datetime import date
from decimal import Decimal

from sqlalchemy import update

from bot.store import unit_targets
from bot.store.engine import Store, Tx
from bot.store.tables import indicators, roles
from scheduler import planner
from tests.scheduler.office import DUE, Office, at, june


async def test_the_standing_body_hears_each_working_day_who_owes_and_four_times_on_the_due_day(
    office: Office,
) -> None:
    unit = office.unit("Phòng Nội vụ")
    await office.focal_point(unit)
    admin = await office.person("Bùi Thị Mai", "admin", office.root)
    office.campaign(unit)
    for day in (13, 14, 16):
        for hour, minute in ((8, 0), (10, 0), (14, 0), (16, 30), (17, 5)):
            await office.wakes(june(day, hour, minute))
    await office.wakes(june(17, 9))
    heard = await office.days_heard(admin)
    assert heard == [
        "13/6 08:00",
        "14/6 08:00",
        "16/6 08:00",
        "16/6 10:00",
        "16/6 14:00",
        "16/6 16:30",
    ]


async def test_a_list_names_the_groups_and_what_changed_since_the_one_before(office: Office) -> None:
    names = ["Thôn Bình An", "Thôn Cẩm Hà", "Thôn Đại Lộc", "Thôn Hòa Sơn"]
    units = [office.unit(name) for name in names]
    people = [await office.focal_point(unit) for unit in units[:3]]
    admin = await office.person("Bùi Thị Mai", "admin", office.root)
    opened = office.campaign(*units, title="Thi đua xây dựng xã năm 2023")
    office.now = june(14, 15)
    office.submits(opened, units[0])
    office.enters_figure(opened, units[1], people[1])
    await office.wakes(june(15))
    assert (await office.heard(admin))[-1] == (
        "Tình hình gửi báo cáo · Đợt 1\n"
        "Thi đua xây dựng xã năm 2023\n"
        "Hạn Thứ Sáu, 16/6/2023 (còn 1 ngày)\n"
        "\n"
        "Đã báo cáo 1/4 đơn vị.\n"
        "Từ 08:00 14/6/2023: 1 đơn vị nộp (Thôn Bình An).\n"
        "\n"
        "Chưa nhập số liệu (1): Thôn Đại Lộc\n"
        "\n"
        "Nhập chưa xong hoặc chưa nộp (1): Thôn Cẩm Hà 1/2\n"
        "\n"
        "Bot chưa nhắn được cho ai (1): Thôn Hòa Sơn"
    )


async def test_once_every_unit_has_reported_the_standing_body_hears_it_once(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    admin = await office.person("Bùi Thị Mai", "admin", office.root)
    opened = office.campaign(unit)
    office.now = june(6, 9)
    office.submits(opened, unit)
    for day in (7, 8, 9):
        await office.wakes(june(day))
    texts = await office.heard(admin)
    assert [("Tất cả đơn vị có trách nhiệm đã gửi báo cáo." in text) for text in texts] == [True]


async def test_after_an_outage_over_three_lists_only_the_newest_comes(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    admin = await office.person("Bùi Thị Mai", "admin", office.root)
    office.campaign(unit)
    await office.wakes(june(16, 15))
    await office.wakes(june(16, 15, 1))
    assert await office.days_heard(admin) == ["16/6 15:00"]


async def test_whoever_is_no_admin_of_the_office_any_more_gets_no_list_that_waited(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    admin = await office.person("Bùi Thị Mai", "admin", office.root)
    office.holds(admin, "focal_point", office.unit("Phòng Kinh tế"))
    office.campaign(unit)
    office.now = june(13)
    await planner.plan_notices(office.store, office.now, office.schedule)
    ended = update(roles).where(roles.c.role == "admin").values(until=june(13))
    office.store.write_now(lambda tx: tx.execute(ended))
    office.now = june(13, 8, 5)
    await office.sender.drain()
    assert (await office.heard(admin), office.outcomes()) == ([], ["expired"])


async def test_a_neighbouring_office_hears_nothing_of_it(office: Office) -> None:
    unit, neighbour = office.unit("Phòng Nội vụ"), office.unit("Phòng Kinh tế")
    stranger = await office.person("Hồ Văn Bảy", "admin", neighbour)
    office.campaign(unit)
    await office.lives(date(2023, 6, 1), DUE)
    assert await office.heard(stranger) == []


async def test_leaders_hear_that_a_phase_began_is_due_soon_and_is_over_each_once(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    viewer = await office.person("Hồ Văn Bảy", "viewer", office.root)
    opened = office.campaign(unit)
    office.begins(opened, date(2023, 4, 1))
    office.submits(opened, unit)
    await office.lives(date(2023, 3, 30), date(2023, 7, 10))
    told = [text.split("\n")[0] for text in await office.heard(viewer) if text.startswith("Đợt 1")]
    assert told == ["Đợt 1 đã bắt đầu", "Đợt 1 sắp đến hạn gửi số liệu", "Đợt 1 đã kết thúc"]


async def test_what_waits_of_a_date_that_moved_later_is_said_on_its_new_day_only(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    viewer = await office.person("Hồ Văn Bảy", "viewer", office.root)
    opened = office.campaign(unit)
    office.now = june(13)
    await office.ticks.tick()
    office.moves_due(opened, date(2023, 6, 27))
    await office.lives(date(2023, 6, 13), date(2023, 6, 29))
    soon = [text for text in await office.heard(viewer) if "sắp đến hạn" in text]
    assert (len(soon), "27/6" in soon[0]) == (1, True)


async def test_viewers_get_their_campaigns_in_one_message_on_the_first_working_day_of_a_week(
    office: Office,
) -> None:
    units = [office.unit("Thôn Bình An"), office.unit("Thôn Cẩm Hà")]
    viewer = await office.person("Hồ Văn Bảy", "viewer", office.root)
    opened = office.campaign(*units, title="Thi đua xây dựng xã năm 2023")
    office.submits(opened, units[0])
    # Monday 1/5 and Tuesday 2/5/2023 are days off.
    await office.lives(date(2023, 4, 29), date(2023, 5, 9))
    assert await office.days_heard(viewer) == ["4/5 08:00", "8/5 08:00"]
    assert (await office.heard(viewer))[-1] == (
        "Phong trào thi đua tuần này · Thứ Hai, 08/5/2023\n"
        "\n"
        "Thi đua xây dựng xã năm 2023\n"
        "Đợt 1 · hạn 16/6/2023 · đã báo cáo 1/2 đơn vị\n"
        "Chỉ tiêu: 2 · vượt 0 · đạt 0 · chưa đạt 0 · chưa có số liệu 2"
    )


class Schools:
    """Two communes' schools, 50 and 20 to be reached by the end of 2023, with monthly periods from January on."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.units = (office.unit("Thôn Bình An"), office.unit("Thôn Cẩm Hà"))
        self.opened = office.campaign(
            *self.units, indicators_given=0, due=date(2023, 1, 31), title="Thi đua xây dựng xã năm 2023"
        )
        self.indicator = office.indicator(self.opened.campaign_id, 1)
        self.periods = [
            self.opened.period_id,
            office.period(self.opened, 2, date(2023, 2, 28)),
            office.period(self.opened, 3, date(2023, 3, 31)),
        ]
        office.store.write_now(self._targets)

    def _targets(self, tx: Tx) -> None:
        tx.execute(
            update(indicators)
            .where(indicators.c.id == self.indicator)
            .values(
                name="Trường đạt chuẩn",
                measure="count_new",
                measure_unit="trường",
                comparator="=",
                value=Decimal(70),
            )
        )
        goals = dict(zip(self.units, (50, 20), strict=True))
        unit_targets.set_all(
            tx,
            {(self.indicator, unit): Decimal(goal) for unit, goal in goals.items()},
            person_id=None,
            now=self.office.now,
        )

    def report(self, unit: int, person: int, *values: str) -> None:
        for period, value in zip(self.periods, values, strict=False):
            self.office.hands_in(period, unit, {self.indicator: value}, person)


async def test_a_unit_hears_weekly_which_of_its_indicators_it_will_hardly_reach(office: Office) -> None:
    schools = Schools(office)
    person, other = [await office.focal_point(unit) for unit in schools.units]
    # 4 a month lead to 3 + 40 or so of 50; 2 a month are enough for 20.
    schools.report(schools.units[0], person, "3", "7", "11")
    schools.report(schools.units[1], other, "4", "6", "8")
    await office.lives(date(2023, 4, 3), date(2023, 4, 12))
    weekly = [text for text in await office.heard(person) if "khó hoàn thành" in text]
    assert (
        weekly
        == [
            "Chỉ tiêu dự báo khó hoàn thành\n"
            "\n"
            "🔴 Thôn Bình An: Trường đạt chuẩn\n"
            "   Giao 50 trường · 31/3/2023: 11 trường · chậm so với tiến độ đều"
            " · với đà này đến 31/12/2023 khoảng 48 trường\n"
            "\n"
            "🔴 chậm và khó đạt · 🟠 khó đạt theo đà hiện nay · 🟡 chậm so với tiến độ đều"
        ]
        * 2
    )
    assert [text for text in await office.heard(other) if "khó hoàn thành" in text] == []


async def test_the_standing_body_hears_of_the_whole_campaign_only_by_periods_that_all_units_reported(
    office: Office,
) -> None:
    schools = Schools(office)
    admin = await office.person("Bùi Thị Mai", "admin", office.root)
    person, other = [await office.focal_point(unit) for unit in schools.units]
    # An even pace asks for 11,3 of 70 by 28/2; 3 + 6 are there. In March the second unit did not report.
    schools.report(schools.units[0], person, "1", "3", "30")
    schools.report(schools.units[1], other, "4", "6")
    await office.wakes(at(date(2023, 4, 3)))
    weekly = [text for text in await office.heard(admin) if "khó hoàn thành" in text]
    assert [text.split("\n")[3:5] for text in weekly] == [
        ["🟡 Trường đạt chuẩn", "   Giao 70 trường · 28/02/2023: 9 trường · chậm so với tiến độ đều"]
    ]


async def test_notices_planned_twice_at_once_are_put_once(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    await office.focal_point(unit)
    await office.person("Bùi Thị Mai", "admin", office.root)
    await office.person("Hồ Văn Bảy", "viewer", office.root)
    office.campaign(unit)
    second = Store(office.store.url)
    try:
        await asyncio.gather(
            *(planner.plan_notices(store, june(13), office.schedule) for store in (office.store, second) * 2)
        )
    finally:
        second.close()
    assert sorted(office.kinds()) == ["phase_due_soon", "standing_list", "week"]


async def test_a_clock_that_jumps_back_an_hour_says_no_list_twice(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    admin = await office.person("Bùi Thị Mai", "admin", office.root)
    office.campaign(unit)
    for moment in (june(16, 10), june(16, 9), june(16, 10, 5), june(16, 11)):
        await office.wakes(moment)
    assert await office.days_heard(admin) == ["16/6 10:00", "16/6 09:00"]
