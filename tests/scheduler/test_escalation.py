"""Who hears of a unit that stays silent: after two working days its head, after four the lead, after six the office."""

from datetime import date

from bot.store import people, silences
from bot.usecases import hearing
from scheduler import planner
from tests.scheduler.office import Office, at, june

FIRST, LAST = date(2023, 5, 29), date(2023, 7, 10)


async def test_head_cluster_lead_and_standing_body_hear_once_each_on_their_day(office: Office) -> None:
    unit, seat = office.unit("Thôn Nà Hoa"), office.unit("Thôn Bản Mới")
    office.in_cluster("Cụm phía Đông", unit, seat)
    await office.focal_point(unit)
    head = await office.person("Nông Văn Sơn", "head", unit)
    lead = await office.person("Lý Thị Hoa", "cluster_lead", seat)
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    office.campaign(unit)
    await office.lives(FIRST, LAST)
    assert await office.digest_days(head) == ["20/6 08:00"]
    assert await office.digest_days(lead) == ["22/6 08:00"]
    assert await office.digest_days(admin) == ["26/6 08:00"]


async def test_the_head_is_told_the_unit_the_due_date_and_what_he_can_do(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    head = await office.person("Nông Văn Sơn", "head", unit)
    office.campaign(unit)
    await office.wakes(june(20))
    assert [text for _, text in await office.digests(head)] == [
        "Kính gửi đồng chí:\n"
        "\n"
        "Đơn vị của đồng chí quá hạn, chưa nộp báo cáo (1)\n"
        "Thi đua năm 2023\n"
        "• Thôn Nà Hoa – Đợt 1: quá hạn 4 ngày (hạn 16/6/2023)\n"
        "\n"
        "Gõ /tiendo để xem đơn vị còn thiếu gì. Đề nghị đồng chí chỉ đạo."
    ]


async def test_nobody_hears_of_units_that_are_not_his_to_see(office: Office) -> None:
    unit, beside = office.unit("Thôn Nà Hoa"), office.unit("Thôn Bản Mới")
    office.in_cluster("Cụm phía Đông", unit)
    office.in_cluster("Cụm phía Tây", beside)
    others = [
        await office.person("Nông Văn Sơn", "head", beside),
        await office.person("Lý Thị Hoa", "cluster_lead", beside),
        await office.person("Trần Thị Bình", "admin", beside),
        await office.person("Hà Văn Tư", "viewer", office.root),
    ]
    office.campaign(unit)
    await office.lives(FIRST, LAST)
    assert [await office.digests(person) for person in others] == [[]] * 4


async def test_an_invited_unit_and_one_that_reported_are_told_to_nobody(office: Office) -> None:
    silent, invited, done = (office.unit(name) for name in ("Thôn Nà Hoa", "Đoàn Thanh niên", "Trạm Y tế"))
    heads = [await office.person("Nông Văn Sơn", "head", unit) for unit in (invited, done)]
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    opened = office.campaign(silent, done, invited=(invited,))
    office.indicator(opened.campaign_id, 3, owner=invited)
    office.submits(opened, done)
    await office.lives(FIRST, LAST)
    assert [await office.digests(head) for head in heads] == [[], []]
    ((_, told),) = await office.digests(admin)
    assert "Thôn Nà Hoa" in told
    assert "Đoàn Thanh niên" not in told
    assert "Trạm Y tế" not in told


async def test_the_standing_body_hears_of_all_its_silent_units_in_one_message(office: Office) -> None:
    units = [office.unit(f"Thôn {n}") for n in range(1, 24)]
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    office.campaign(*units)
    await office.wakes(june(26))
    ((_, told),) = await office.digests(admin)
    assert "chưa nộp báo cáo (23)" in told
    assert "… và 3 báo cáo khác." in told


async def test_a_focal_point_who_leads_his_unit_too_hears_of_it_as_focal_point_only(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    person = await office.focal_point(unit)
    office.holds(person, "head", unit)
    office.campaign(unit)
    await office.wakes(june(20))
    ((_, told),) = await office.digests(person)
    assert told.startswith("Kính gửi đồng chí đầu mối Thôn Nà Hoa:")
    assert "chưa nộp báo cáo (" not in told


async def test_a_focal_point_of_one_unit_who_leads_another_hears_of_both_in_one_message(
    office: Office,
) -> None:
    own, led = office.unit("Thôn Nà Hoa"), office.unit("Thôn Bản Mới")
    person = await office.focal_point(own)
    office.holds(person, "head", led)
    office.campaign(own, led)
    await office.wakes(june(20))
    ((_, told),) = await office.digests(person)
    assert told.startswith("Kính gửi đồng chí đầu mối Thôn Nà Hoa:")
    assert "• Thôn Bản Mới – Đợt 1: quá hạn 4 ngày" in told


async def test_an_outage_over_all_steps_ends_in_one_message_each(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    office.in_cluster("Cụm phía Đông", unit)
    everyone = [
        await office.focal_point(unit),
        await office.person("Nông Văn Sơn", "head", unit),
        await office.person("Lý Thị Hoa", "cluster_lead", unit),
        await office.person("Trần Thị Bình", "admin", office.root),
    ]
    office.campaign(unit)
    await office.lives(FIRST, date(2023, 6, 15))
    await office.lives(date(2023, 7, 3), date(2023, 7, 10))
    heard = [await office.digest_days(person) for person in everyone]
    assert [days[-1:] for days in heard] == [["3/7 08:00"]] * 4
    assert [len(days) for days in heard[1:]] == [1, 1, 1]


async def test_an_extension_moves_the_escalation_with_it(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    head = await office.person("Nông Văn Sơn", "head", unit)
    opened = office.campaign(unit)
    office.extends(opened, unit, date(2023, 6, 23))
    await office.lives(FIRST, LAST)
    assert await office.digest_days(head) == ["27/6 08:00"]


async def test_a_deadline_that_moved_after_it_was_told_is_told_again(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    head = await office.person("Nông Văn Sơn", "head", unit)
    opened = office.campaign(unit)
    await office.lives(FIRST, date(2023, 6, 20))
    office.moves_due(opened, date(2023, 6, 28), head)
    await office.lives(date(2023, 6, 21), LAST)
    assert await office.digest_days(head) == ["20/6 08:00", "30/6 08:00"]


async def test_a_campaign_has_a_ladder_of_its_own_before_that_of_its_office(office: Office) -> None:
    unit = office.unit("Thôn Nà Hoa")
    head = await office.person("Nông Văn Sơn", "head", unit)
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    opened = office.campaign(unit)
    office.has_ladder(before=[2, 0], overdue=[1])
    office.campaign_has_ladder(opened, head=3, standing_body=None)
    await office.lives(FIRST, LAST)
    assert (await office.digest_days(head), await office.digest_days(admin)) == (["21/6 08:00"], [])


async def test_planning_finds_exactly_those_to_whom_the_rules_have_something_to_say(office: Office) -> None:
    units = [office.unit(f"Thôn {n}") for n in range(1, 7)]
    office.in_cluster("Cụm phía Đông", *units[:3])
    office.in_cluster("Cụm phía Tây", *units[3:])
    everyone = [await office.focal_point(unit) for unit in units]
    everyone += [
        await office.person("Nông Văn Sơn", "head", unit, since=june(n + 12)) for n, unit in enumerate(units)
    ]
    everyone += [await office.person("Lý Thị Hoa", "cluster_lead", units[n]) for n in (0, 4)]
    everyone += [await office.person("Trần Thị Bình", "admin", office.root)]
    office.holds(everyone[0], "cluster_lead", units[0])
    office.holds(everyone[1], "head", units[1])
    office.holds(everyone[2], "admin", office.root)
    first = office.campaign(*units[:4], invited=(units[5],))
    office.campaign(*units[2:5], due=date(2023, 6, 20), launched=june(6, 15), title="Đợt cao điểm")
    office.submits(first, units[0])
    office.store.write_now(lambda tx: people.mark_chat_unreachable(tx, everyone[7], june(1)))
    told = 0
    for day in (day for day in range(1, 31) if office.schedule.slot(june(day))):
        office.now = at(date(2023, 6, day))
        expected = office.store.read_now(
            lambda tx: hearing.to_hear(tx, everyone, office.now, office.schedule)
        )
        expected.pop(everyone[7], None)
        silent = office.store.read_now(lambda tx: silences.hearers(tx, office.now))
        assert silent == office.store.read_now(lambda tx: silences.untold(tx, office.now, everyone)).keys()
        planned = await planner.plan(office.store, office.now, office.schedule)
        assert planned == len(expected.keys() | silent), day
        told += len(expected)
        if day % 2:
            await office.sender.drain()
    assert told > 60
