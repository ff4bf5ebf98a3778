"""Who hears of a report on which day: the whole way from the tick to the person's chat."""

import asyncio
from datetime import date

import pytest

from bot.campaign.deadlines import Ladder
from bot.store import people
from bot.store.engine import Store
from bot.usecases import hearing
from bot.usecases.hearing import Schedule
from scheduler import planner
from tests.scheduler.office import DUE, Office, at, june

WHOLE_LADDER = [
    "1/6 08:00",
    "9/6 08:00",
    "13/6 08:00",
    "15/6 08:00",
    "16/6 08:00",
    "19/6 08:00",
    "20/6 08:00",
    "21/6 08:00",
    "22/6 08:00",
    "23/6 08:00",
]
FIRST, LAST = date(2023, 5, 29), date(2023, 7, 3)


async def test_a_unit_that_does_not_report_hears_on_each_day_of_the_ladder_and_no_other(
    office: Office,
) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    office.campaign(unit)
    await office.lives(FIRST, LAST)
    assert await office.days_heard(person) == WHOLE_LADDER


async def test_after_ten_days_of_outage_a_person_gets_one_message(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    office.campaign(unit)
    await office.lives(FIRST, date(2023, 6, 6))
    await office.wakes(june(16, 10, 30))
    await office.wakes(june(16, 10, 31))
    assert await office.days_heard(person) == ["1/6 08:00", "16/6 10:30"]


async def test_whoever_has_reported_hears_nothing_more(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    opened = office.campaign(unit)
    await office.lives(FIRST, date(2023, 6, 12))
    office.submits(opened, unit)
    await office.lives(date(2023, 6, 13), LAST)
    assert await office.days_heard(person) == ["1/6 08:00", "9/6 08:00"]


async def test_all_units_and_campaigns_of_a_person_come_in_one_message(office: Office) -> None:
    mine = [office.unit("Trường Tiểu học"), office.unit("Trạm Y tế")]
    person = await office.focal_point(*mine)
    office.campaign(*mine)
    office.campaign(mine[0], title="Đợt cao điểm")
    await office.wakes(june(13))
    assert len(await office.heard(person)) == 1


async def test_a_moved_due_date_speaks_again_on_the_same_day(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    opened = office.campaign(unit)
    await office.wakes(june(13))
    office.moves_due(opened, date(2023, 6, 14), person)
    await office.wakes(june(13, 10))
    await office.wakes(june(13, 11))
    heard = await office.heard(person)
    assert ["Còn 3 ngày" in heard[0], "Còn 1 ngày" in heard[1], len(heard)] == [True, True, 2]


async def test_a_due_date_moved_there_and_back_says_no_step_twice(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    opened = office.campaign(unit)
    await office.wakes(june(13))
    office.moves_due(opened, date(2023, 7, 14), person)
    await office.wakes(june(13, 10))
    office.moves_due(opened, DUE, person)
    await office.wakes(june(13, 11))
    assert await office.days_heard(person) == ["13/6 08:00"]


async def test_a_new_focal_point_does_not_hear_of_steps_before_his_time(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    office.campaign(unit)
    newcomer = await office.focal_point(unit, since=june(12, 9))
    await office.wakes(june(12, 10))
    await office.wakes(june(13))
    assert await office.days_heard(newcomer) == ["13/6 08:00"]


async def test_a_focal_point_appointed_after_the_slot_hears_of_the_step_of_that_day(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    office.campaign(unit)
    await office.wakes(june(13))
    newcomer = await office.focal_point(since=june(13, 9))
    office.store.write_now(
        lambda tx: people.grant(tx, person_id=newcomer, unit_id=unit, role="focal_point", now=june(13, 9))
    )
    await office.wakes(june(13, 9, 1))
    assert await office.days_heard(newcomer) == ["13/6 09:01"]


async def test_an_invited_unit_hears_of_what_was_given_to_it_and_never_that_it_is_late(
    office: Office,
) -> None:
    asked, unasked = office.unit("Đoàn Thanh niên"), office.unit("Hội Phụ nữ")
    opened = office.campaign(invited=(asked, unasked))
    office.indicator(opened.campaign_id, 3, owner=asked)
    person, other = await office.focal_point(asked), await office.focal_point(unasked)
    await office.lives(FIRST, LAST)
    assert await office.days_heard(person) == WHOLE_LADDER[:5]
    assert await office.heard(other) == []


async def test_an_office_may_have_a_ladder_of_its_own(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    office.campaign(unit)
    office.has_ladder(before=[2, 0], overdue=[1])
    await office.lives(FIRST, LAST)
    assert await office.days_heard(person) == ["14/6 08:00", "16/6 08:00", "19/6 08:00"]


async def test_what_an_office_has_not_said_of_its_ladder_is_as_it_was_configured(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    office.campaign(unit)
    office.has_ladder(overdue=[2])
    configured = Schedule(ladder=Ladder(before=(9, 0), overdue=(1, 4)))
    first: dict[int, int] = {}
    for day in range(1, 31):
        office.now = june(day, 8)
        found = office.store.read_now(lambda tx: hearing.to_hear(tx, [person], office.now, configured))
        for line in found.get(person, ()):
            first.setdefault(line.step, day)
    assert first == {-9: 7, 0: 16, 2: 20}


async def test_nothing_goes_out_outside_working_hours_or_on_a_day_off(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    office.campaign(unit)
    for moment in (june(13, 7, 59), june(13, 17, 1), june(17, 9)):
        await office.wakes(moment)
    assert await office.heard(person) == []


async def test_a_campaign_launched_after_a_step_does_not_say_that_step(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    office.campaign(unit, launched=june(12, 9))
    await office.lives(date(2023, 6, 12), date(2023, 6, 14))
    assert await office.days_heard(person) == ["13/6 08:00"]


async def test_a_person_who_cannot_be_written_to_is_planned_when_he_is_back(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    office.campaign(unit)
    office.store.write_now(lambda tx: people.mark_chat_unreachable(tx, person, june(12)))
    await office.wakes(june(13))
    assert office.outcomes() == []
    office.store.write_now(lambda tx: people.mark_reachable(tx, person, june(13)))
    await office.wakes(june(14))
    assert await office.days_heard(person) == ["14/6 08:00"]


async def test_two_planners_at_once_put_each_message_once(office: Office) -> None:
    units = [office.unit(f"Thôn {n}") for n in range(1, 21)]
    for unit in units:
        await office.focal_point(unit)
    office.campaign(*units)
    second = Store(office.store.url)
    try:
        planned = await asyncio.gather(
            *(planner.plan(store, june(13), office.schedule) for store in (office.store, second) * 2)
        )
    finally:
        second.close()
    assert (sum(planned), len(office.outcomes())) == (20, 20)


async def test_a_clock_that_jumps_back_an_hour_plans_nothing_twice(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    office.campaign(unit)
    for moment in (june(13, 9), june(13, 8), june(13, 10), june(13, 8)):
        await office.wakes(moment)
    assert await office.days_heard(person) == ["13/6 09:00"]


async def test_planning_finds_exactly_the_people_to_whom_the_rules_have_something_to_say(
    office: Office,
) -> None:
    units = [office.unit(f"Thôn {n}") for n in range(1, 7)]
    everyone = [await office.focal_point(unit) for unit in units]
    everyone.append(await office.focal_point(*units[:2], since=june(10, 9)))
    first = office.campaign(*units[:3], invited=(units[3], units[5]))
    office.indicator(first.campaign_id, 3, owner=units[3])
    office.campaign(*units[2:5], due=date(2023, 6, 20), launched=june(6, 15), title="Đợt cao điểm")
    office.submits(first, units[0])
    for day in (day for day in range(1, 31) if office.schedule.slot(june(day))):
        office.now = june(day)
        expected = office.store.read_now(
            lambda tx: hearing.to_hear(tx, everyone, office.now, office.schedule)
        )
        assert await planner.plan(office.store, office.now, office.schedule) == len(expected), day
        # On every other day the bot goes down before it has sent what it planned.
        if day % 2:
            await office.sender.drain()


async def test_nobody_is_planned_again_before_something_changes(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    await office.focal_point(unit)
    office.campaign(unit)
    assert await planner.plan(office.store, june(13), office.schedule) == 1
    assert await planner.plan(office.store, june(13, 16, 59), office.schedule) == 0


async def test_whoever_is_reopened_while_his_message_waits_gets_one_message(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    opened = office.campaign(unit)
    await planner.plan(office.store, june(13), office.schedule)
    office.moves_due(opened, date(2023, 6, 14), person)
    await office.wakes(june(13, 9))
    assert office.outcomes(person) == ["sent"]


async def test_a_second_slot_of_the_day_says_only_what_the_first_did_not(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    office.campaign(unit)
    await office.wakes(at(date(2023, 6, 13)))
    twice = Schedule(slots=(office.schedule.slots[0], june(13, 14).time()))
    assert await planner.plan(office.store, june(13, 14), twice) == 0
    assert len(await office.heard(person)) == 1


async def test_a_stop_in_the_middle_of_a_tick_is_no_error(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def long_tick() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(office.ticks, "tick", long_tick)
    office.ticks.start()
    await begun.wait()
    office.ticks.stop()
    await ended.wait()
    await asyncio.sleep(0)
    assert [one.message for one in caplog.records if one.levelname == "ERROR"] == []


async def test_what_changes_while_a_digest_is_on_its_way_is_said_in_one_behind_it(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    an = await office.focal_point(unit)
    opened = office.campaign(unit)
    await office.control("fault", method="sendMessage", kind="delay", share=1)
    office.now = june(13)
    await office.ticks.tick()
    sending = asyncio.create_task(office.sender.drain())
    await office.held_up.wait_for(1)
    office.moves_due(opened, date(2023, 6, 27), an)
    await office.ticks.tick()
    office.held_up.let_go()
    await sending
    await office.sender.drain()
    assert ["16/6/2023" in text or "27/6/2023" in text for _, text in await office.digests(an)] == [True] * 2
    assert "27/6/2023" in (await office.digests(an))[1][1]


async def test_of_a_report_that_is_locked_only_the_standing_body_hears(office: Office) -> None:
    """Due on Friday 16/6 and locked four days later: on Wednesday 21/6 the unit could not enter anything any more."""
    unit = office.unit("Phòng Nội vụ")
    an = await office.focal_point(unit)
    head = await office.person("Nông Văn Sơn", "head", unit)
    admin = await office.person("Trần Thị Bình", "admin", office.root)
    opened = office.campaign(unit)
    office.locks_after(opened, days=4)
    await office.lives(date(2023, 6, 16), date(2023, 6, 30))
    assert await office.digest_days(an) == ["16/6 08:00", "19/6 08:00", "20/6 08:00"]
    assert await office.digest_days(head) == ["20/6 08:00"]
    assert await office.digest_days(admin) == ["26/6 08:00"]


async def test_an_extension_opens_a_locked_report_again_and_its_steps_are_heard(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    an = await office.focal_point(unit)
    opened = office.campaign(unit)
    office.locks_after(opened, days=0)
    await office.lives(date(2023, 6, 16), date(2023, 6, 21))
    assert await office.digest_days(an) == ["16/6 08:00"]
    office.extends(opened, unit, date(2023, 6, 26))
    office.store.write_now(lambda tx: people.reopen(tx, [an]))
    await office.lives(date(2023, 6, 22), date(2023, 6, 28))
    assert await office.digest_days(an) == ["16/6 08:00", "22/6 08:00", "23/6 08:00", "26/6 08:00"]
