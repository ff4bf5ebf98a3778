"""What becomes of a message that waits: said once it is sent, whatever Telegram answers."""

import asyncio
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.store import outbox, people, pulse
from bot.store.engine import Store
from bot.store.message_tables import outbox as outbox_table
from bot.store.message_tables import said
from bot.store.tables import people as people_table
from bot.texts import Texts
from scheduler import planner
from scheduler.outbox import Sender, pause_after
from tests.scheduler.office import NEW_YEAR, Office, june


async def one_waiting(office: Office, *, started: bool = True) -> int:
    """A person with a digest that is planned and not sent yet."""
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit, started=started)
    office.campaign(unit)
    office.now = june(13)
    await planner.plan(office.store, office.now, office.schedule)
    return person


async def test_a_digest_says_how_long_is_left_and_what_is_missing(office: Office) -> None:
    person = await one_waiting(office)
    await office.sender.drain()
    assert await office.heard(person) == [
        "Kính gửi đồng chí đầu mối Phòng Nội vụ:\n"
        "Còn 3 ngày đến hạn gửi số liệu Đợt 1 (hạn: Thứ Sáu, 16/6/2023).\n"
        "Đơn vị chưa có số liệu nào trong 2 chỉ tiêu.\n"
        "Thi đua năm 2023\n"
        "\n"
        "Gõ /baocao hoặc bấm nút để nhập."
    ]


async def test_a_digest_over_several_reports_lists_them_with_a_button_each(office: Office) -> None:
    school, clinic = office.unit("Trường Tiểu học"), office.unit("Trạm Y tế")
    person = await office.focal_point(school, clinic)
    office.campaign(school, clinic)
    office.campaign(school, due=date(2023, 6, 12), title="Đợt cao điểm", indicators_given=0)
    await office.wakes(june(13))
    assert await office.heard(person) == [
        "Kính gửi đồng chí đầu mối: có 3 báo cáo cần lưu ý.\n"
        "\n"
        "1. Trường Tiểu học – Đợt 1: quá hạn 1 ngày (hạn 12/6/2023), chưa nộp\n"
        "   Đợt cao điểm\n"
        "2. Trường Tiểu học – Đợt 1: còn 3 ngày (hạn 16/6/2023), thiếu 2/2 chỉ tiêu\n"
        "   Thi đua năm 2023\n"
        "3. Trạm Y tế – Đợt 1: còn 3 ngày (hạn 16/6/2023), thiếu 2/2 chỉ tiêu\n"
        "   Thi đua năm 2023\n"
        "\n"
        "Gõ /baocao hoặc bấm nút để nhập."
    ]


async def test_a_report_handed_in_before_the_message_leaves_ends_it(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    opened = office.campaign(unit)
    office.now = june(13)
    await planner.plan(office.store, office.now, office.schedule)
    office.submits(opened, unit)
    await office.sender.drain()
    assert (await office.heard(person), office.outcomes()) == ([], ["expired"])


async def test_what_was_not_sent_by_the_end_of_the_working_day_is_not_sent_in_the_evening(
    office: Office,
) -> None:
    person = await one_waiting(office)
    office.now = june(13, 17, 0)
    await office.sender.drain()
    assert (await office.heard(person), office.outcomes()) == ([], ["expired"])


async def test_the_steps_that_a_message_spoke_for_are_logged_as_merged(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    await office.focal_point(unit)
    office.campaign(unit, due=date(2023, 6, 18))
    await office.wakes(june(16))
    logged = office.store.read_now(
        lambda tx: tx.execute(select(said.c.step, said.c.merged).order_by(said.c.step)).all()
    )
    assert [tuple(row) for row in logged] == [(-15, True), (-7, True), (-3, True), (-1, True), (0, False)]


async def test_a_person_who_blocked_the_bot_is_marked_and_the_others_hear(office: Office) -> None:
    units = [office.unit("Thôn 1"), office.unit("Thôn 2")]
    blocker, other = [await office.focal_point(unit) for unit in units]
    office.campaign(*units)
    await office.control("block", chat=blocker)
    await office.wakes(june(13))
    marked = office.store.read_now(
        lambda tx: list(
            tx.execute(
                select(people_table.c.id).where(people_table.c.unreachable_since.is_not(None))
            ).scalars()
        )
    )
    assert (marked, office.outcomes(blocker), office.outcomes(other)) == (
        [blocker],
        ["unreachable"],
        ["sent"],
    )


async def test_all_that_waits_for_a_person_who_blocked_the_bot_is_ended_with_one_call(office: Office) -> None:
    blocker = await one_waiting(office)
    office.store.write_now(
        lambda tx: outbox.put(
            tx, key="second", person_id=blocker, kind="digest", due_at=june(13), expires_at=june(14)
        )
    )
    await office.control("block", chat=blocker)
    await office.sender.drain()
    assert office.outcomes() == ["unreachable", "unreachable"]
    assert await sends(office) == 1


async def test_a_message_that_a_killed_process_was_sending_is_sent_after_the_next_start(
    office: Office,
) -> None:
    person = await one_waiting(office)
    office.store.write_now(lambda tx: outbox.claim(tx, june(13), most=5))
    office.sender.start()
    await next_message(office, person)
    await office.sender.stop()
    assert (len(await office.heard(person)), office.outcomes()) == (1, ["sent"])


async def test_a_running_bot_plans_and_sends_by_itself(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    office.campaign(unit)
    office.now = june(13)
    office.sender.start()
    office.ticks.start()
    await next_message(office, person)
    office.ticks.stop()
    await office.sender.stop()
    assert (len(await office.heard(person)), office.outcomes()) == (1, ["sent"])


async def test_a_message_killed_between_send_and_mark_arrives_twice_at_most(office: Office) -> None:
    person = await one_waiting(office)
    await office.sender.drain()
    office.store.write_now(lambda tx: tx.execute(update(outbox_table).values(outcome=None, ended_at=None)))
    office.store.write_now(lambda tx: tx.execute(said.delete()))
    office.store.write_now(outbox.recover)
    await office.sender.drain()
    assert (len(await office.heard(person)), office.outcomes()) == (2, ["sent"])


async def test_a_message_whose_answer_is_lost_is_sent_once_more_and_then_called_unknown(
    office: Office,
) -> None:
    person = await one_waiting(office)
    await office.control("fault", method="sendMessage", kind="drop", next=2)
    for _ in range(5):
        await office.sender.drain()
        office.now += timedelta(minutes=1)
    assert (len(await office.heard(person)), office.outcomes()) == (2, ["unknown"])


async def test_a_lost_answer_and_then_a_good_one_end_as_sent(office: Office) -> None:
    person = await one_waiting(office)
    await office.control("fault", method="sendMessage", kind="drop", next=1)
    await office.sender.drain()
    assert office.outcomes() == [None]
    office.now += timedelta(minutes=1)
    await office.sender.drain()
    assert (len(await office.heard(person)), office.outcomes()) == (2, ["sent"])


async def test_while_telegram_fails_a_message_is_tried_with_growing_pauses_and_not_lost(
    office: Office,
) -> None:
    person = await one_waiting(office)
    await office.control("fault", method="sendMessage", kind="5xx", next=3)
    tries = []
    for second in range(12):
        before = await sends(office)
        await office.sender.drain()
        if await sends(office) > before:
            tries.append(second)
        office.now += timedelta(seconds=1)
    assert tries == [0, 1, 3, 7]
    assert (len(await office.heard(person)), office.outcomes()) == (1, ["sent"])


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 1), (1, 2), (5, 32), (6, 60), (7, 60), (8, 300), (99, 300)]
)
def test_the_pause_after_a_failure_doubles_to_a_minute_and_is_five_minutes_after_eight(
    attempts: int, seconds: int
) -> None:
    assert pause_after(attempts) == timedelta(seconds=seconds)


async def test_a_later_message_does_not_overtake_one_that_waits_for_its_next_try(office: Office) -> None:
    person = await one_waiting(office)
    office.store.write_now(
        lambda tx: outbox.put(
            tx, key="second", person_id=person, kind="digest", due_at=june(13), expires_at=june(14)
        )
    )
    await office.control("fault", method="sendMessage", kind="5xx", next=1)
    await office.sender.drain()
    assert (await sends(office), office.outcomes()) == (1, [None, None])


async def test_a_message_that_cannot_be_written_ends_as_failed_and_holds_up_nobody(office: Office) -> None:
    person = await one_waiting(office)
    office.store.write_now(
        lambda tx: outbox.put(
            tx, key="odd", person_id=person, kind="odd", due_at=june(13), expires_at=june(14)
        )
    )
    await office.sender.drain()
    assert office.outcomes() == ["sent", "failed"]


async def test_a_429_is_waited_out_and_is_no_failed_try(office: Office) -> None:
    person = await one_waiting(office)
    await office.control("fault", method="sendMessage", kind="429", next=1, seconds=7)
    tries = []
    for second in range(10):
        before = await sends(office)
        # The pause of the lane itself has tests of its own; here it is over with each look at the clock.
        await office.sender.drain()
        if await sends(office) > before:
            tries.append(second)
        office.now += timedelta(seconds=1)
    assert tries == [0, 7]
    assert (len(await office.heard(person)), office.outcomes(), office.attempts()) == (1, ["sent"], [0])


async def test_while_telegram_wants_no_bulk_only_replies_are_claimed(office: Office) -> None:
    await one_waiting(office)
    other = await office.person("Trần Thị Bình", "head", office.root)
    put_notice(office, other, "launch", 1, lane="reply", at=june(13))
    claimed = office.store.write_now(lambda tx: outbox.claim(tx, june(13), most=5, lanes=outbox.REPLIES))
    assert [waiting.person_id for waiting in claimed] == [other]


async def test_a_reply_goes_before_all_bulk_that_waits_longer(office: Office) -> None:
    units = [office.unit(f"Thôn {n}") for n in range(8)]
    holders = [await office.focal_point(unit) for unit in units]
    opened = office.campaign(*units)
    office.now = june(13)
    await planner.plan(office.store, office.now, office.schedule)
    other = await office.person("Trần Thị Bình", "head", units[0])
    put_notice(office, other, "launch", opened.campaign_id, lane="reply", at=june(13))
    claimed = office.store.write_now(lambda tx: outbox.claim(tx, june(13), most=5))
    assert [waiting.person_id for waiting in claimed] == [other, *holders[:4]]


async def test_a_chat_that_moved_is_written_to_at_its_new_id_from_then_on(office: Office) -> None:
    person = await one_waiting(office)
    await office.control("send", chat=-7, text="Chào", **{"from": person})
    office.store.write_now(lambda tx: people.chat_moved(tx, person, -7))
    await office.control("migrate", chat=-7, to=-1007)
    await office.sender.drain()
    moved = office.store.read_now(
        lambda tx: tx.execute(select(people_table.c.chat_id).where(people_table.c.id == person)).scalar_one()
    )
    assert (moved, len(await office.heard(-1007)), office.outcomes()) == (-1007, 1, ["sent"])


async def test_whoever_comes_back_hears_what_he_missed_and_its_time_is_not_over(office: Office) -> None:
    person = await one_waiting(office)
    await office.control("block", chat=person)
    await office.sender.drain()
    assert office.outcomes() == ["unreachable"]
    await office.control("unblock", chat=person)
    office.now = june(13, 10)
    office.store.write_now(lambda tx: people.mark_reachable(tx, person, office.now))
    await office.wakes(june(13, 10, 1))
    assert (len(await office.heard(person)), office.outcomes()) == (1, ["sent"])


@pytest.mark.parametrize(("started", "why"), [(True, "blocked"), (False, "never_started")])
async def test_why_somebody_cannot_be_written_to_is_kept(office: Office, started: bool, why: str) -> None:
    person = await one_waiting(office, started=started)
    if started:
        await office.control("block", chat=person)
    await office.sender.drain()
    kept = office.store.read_now(
        lambda tx: tx.execute(
            select(people_table.c.unreachable_why).where(people_table.c.id == person)
        ).scalar()
    )
    assert (kept, await sends(office)) == (why, 1)


async def test_a_mistake_of_ours_while_it_looks_for_messages_is_told_of_and_it_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await one_waiting(office)
    real, tries = outbox.claim, []

    def fails_once(*args: object, **kwargs: object) -> object:
        tries.append(1)
        if len(tries) == 1:
            office.sender.wake()
            raise LookupError
        return real(*args, **kwargs)  # type: ignore[arg-type] # handed on as they came.

    monkeypatch.setattr(outbox, "claim", fails_once)
    office.sender.start()
    await next_message(office, person)
    await office.sender.stop()
    assert office.outcomes() == ["sent"]
    assert office.store.read_now(pulse.last).failed == "sending: LookupError"


async def test_of_two_senders_on_one_database_one_sends_until_it_ends(office: Office) -> None:
    person = await one_waiting(office)
    second = Store(office.store.url)
    assert office.store.hold("sending")
    assert not second.hold("sending")
    office.store.write_now(lambda tx: outbox.claim(tx, june(13), most=5))
    waiting = Sender(
        store=second, bot=office.bot, texts=Texts(), now=lambda: office.now, schedule=office.schedule
    )
    waiting.start()
    await waiting.stop()
    # What the first has on its way is not taken for lost, and nothing is sent a second time.
    assert (await office.heard(person), office.outcomes()) == ([], [None])
    second.close()


async def test_no_more_than_five_messages_are_on_their_way_at_once(office: Office) -> None:
    units = [office.unit(f"Thôn {n}") for n in range(8)]
    for unit in units:
        await office.focal_point(unit)
    office.campaign(*units)
    office.now = june(13)
    await planner.plan(office.store, office.now, office.schedule)
    await office.control("fault", method="sendMessage", kind="delay", share=1)
    draining = asyncio.create_task(office.sender.drain())
    await office.held_up.wait_for(5)
    on_their_way = office.store.read_now(
        lambda tx: len(
            tx.execute(select(outbox_table.c.id).where(outbox_table.c.sending_at.is_not(None))).all()
        )
    )
    office.held_up.let_go()
    await draining
    assert (on_their_way, office.outcomes()) == (5, ["sent"] * 8)


async def test_a_message_that_is_claimed_is_not_claimed_again(office: Office) -> None:
    await one_waiting(office)
    claims = [len(office.store.write_now(lambda tx: outbox.claim(tx, june(13), most=5))) for _ in range(2)]
    assert claims == [1, 0]


async def test_a_launch_tells_the_focal_point_his_units_and_due_dates(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    opened = office.campaign(unit)
    put_notice(office, person, "launch", opened.campaign_id)
    office.now = june(2)
    await office.sender.drain()
    assert await office.heard(person) == [
        "Phát động phong trào thi đua\n"
        "Thi đua năm 2023\n"
        "\n"
        "Kính gửi đồng chí đầu mối Phòng Nội vụ.\n"
        "Hạn gửi số liệu:\n"
        "• Đợt 1: Thứ Sáu, 16/6/2023\n"
        "\n"
        "Bot sẽ nhắc trước hạn. Gõ /baocao để nhập, /hanchot để xem hạn."
    ]


async def test_an_admin_hears_of_a_new_admin_within_his_reach_only(office: Office) -> None:
    unit, other = office.unit("Phòng Nội vụ"), office.unit("Trạm Y tế")
    newcomer = await office.person("Trần Thị Bình", "admin", unit)
    above = await office.person("Lò Văn An", "admin", office.root)
    beside = await office.person("Nông Văn Dũng", "admin", other)
    for reader in (above, beside):
        put_notice(office, reader, "new_admin", newcomer)
    office.now = june(2)
    await office.sender.drain()
    assert await office.heard(beside) == []
    assert await office.heard(above) == [
        "Trần Thị Bình vừa được giao vai trò quản trị tại Phòng Nội vụ.\n"
        "Nếu không đúng, đề nghị báo ngay cho người vận hành bot."
    ]


async def test_putting_a_message_twice_sends_it_once(office: Office) -> None:
    unit = office.unit("Phòng Nội vụ")
    person = await office.focal_point(unit)
    opened = office.campaign(unit)
    put = [put_notice(office, person, "launch", opened.campaign_id) for _ in range(2)]
    assert (put, len(office.outcomes())) == ([True, False], 1)


def put_notice(
    office: Office,
    person: int,
    kind: str,
    subject_id: int,
    *,
    lane: outbox.Lane = "bulk",
    at: datetime = NEW_YEAR,
) -> bool:
    return office.store.write_now(
        lambda tx: outbox.put(
            tx,
            key=f"{kind}:{subject_id}:{person}",
            person_id=person,
            kind=kind,
            subject_id=subject_id,
            lane=lane,
            due_at=at,
            expires_at=june(30),
        )
    )


async def next_message(office: Office, person: int) -> None:
    """Wait until the bot has written to a person who has only started it."""
    await office.http.get(
        "/control/wait", params={"chat": person, "after_message_id": 1, "timeout": 20}, timeout=30
    )


async def sends(office: Office) -> int:
    """How often the bot called sendMessage."""
    calls = (await office.http.get("/control/calls")).json()
    return sum(call["method"].lower() == "sendmessage" for call in calls)
