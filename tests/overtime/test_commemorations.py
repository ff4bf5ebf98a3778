"""The days that a directive commemorates: approved once in the chat, sent on their day. Word for word."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.campaign.notices import Circle
from bot.store import commemorations
from bot.store.engine import Tx
from bot.store.tables import people, roles
from bot.usecases.hearing import Schedule
from scheduler import planner
from tests.town import MINH, Town, moment, settle, town

DAYS = [
    {
        "title": "Ngày truyền thống của xã",
        "anniversary_years": 20,
        "from": None,
        "to": "2023-05-20",
        "phase": 1,
    },
    {
        "title": "Ngày Gia đình Việt Nam",
        "anniversary_years": 22,
        "from": None,
        "to": "2023-06-28",
        "phase": 1,
    },
    {"title": "Ngày không rõ", "anniversary_years": None, "from": None, "to": "2023-07", "phase": 2},
    {"title": "Ngày thầy thuốc", "anniversary_years": None, "from": None, "to": "2023-02-27", "phase": 1},
]

LIST = """Ngày kỷ niệm trong văn bản
Phong trào thi đua năm 2023

1. 27/02/2023 – Ngày thầy thuốc · đã qua
2. 20/5/2023 – Ngày truyền thống của xã (20 năm) · không gửi
3. 28/6/2023 – Ngày Gia đình Việt Nam (22 năm) · không gửi

Chỉ gửi khi đã duyệt. Bấm số để xem lời, chọn người nhận và duyệt.
[2][3]
[Quay lại]"""

CARD = """Ngày kỷ niệm Thứ Bảy, 20/5/2023 · chưa duyệt, không gửi

Lời gửi:
Chào mừng kỷ niệm 20 năm Ngày truyền thống của xã (20/5/2023).

Người nhận: đầu mối (3 người bot nhắn được).

Muốn đổi lời: gõ lời mới. Đổi lời hoặc người nhận thì phải duyệt lại.
[✓ Duyệt, gửi ngày 20/5/2023]
[Đầu mối][Cả thủ trưởng][Cả lãnh đạo]
[Danh sách ngày]"""


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    """The commune on 2/5/2023, with a campaign whose directive commemorates days."""
    settle(tmp_path, directive={"commemorative_dates": DAYS})
    async with town(tmp_path) as found:
        yield found


async def opens(here: Town, n: str = "2") -> None:
    await here.admin.says("/phongtrao")
    await here.admin.taps("Ngày kỷ niệm (4)")
    await here.admin.taps(n)


async def test_nothing_is_sent_on_a_day_that_nobody_approved(here: Town) -> None:
    await here.lan.says("/start")
    await here.admin.says("/phongtrao")
    assert str(await here.admin.taps("Ngày kỷ niệm (4)")) == LIST
    assert str(await here.admin.taps("2")) == CARD
    await here.at("2023-05-20 08:05")
    assert len(await here.lan.sees()) == 1


async def test_what_is_approved_is_sent_in_the_morning_of_its_day_to_the_circle_even_on_a_day_off(
    here: Town,
) -> None:
    for person in (here.lan, here.minh, here.head):
        await person.says("/start")
    await opens(here)
    await here.admin.says("Nhân dịp 20 năm ngày truyền thống, thân chúc bà con <mạnh khỏe>.")
    await here.admin.taps("Cả thủ trưởng")
    approved = await here.admin.taps("✓ Duyệt, gửi ngày 20/5/2023")
    assert "sẽ gửi lúc 08:00" in approved.text
    await here.restart()
    await here.at("2023-05-20 07:59")
    assert len(await here.lan.sees()) == 1
    await here.at("2023-05-20 08:00")
    await here.at("2023-05-20 08:10")
    for person in (here.lan, here.minh, here.head):
        told = [one.text for one in await person.sees()][1:]
        assert told == ["Nhân dịp 20 năm ngày truyền thống, thân chúc bà con <mạnh khỏe>."], person.name
    await here.admin.says("/phongtrao")
    assert (
        "2. 20/5/2023 – Ngày truyền thống của xã (20 năm) · đã gửi"
        in (await here.admin.taps("Ngày kỷ niệm (4)")).text
    )


async def test_whoever_left_the_circle_before_the_message_leaves_does_not_get_it(here: Town) -> None:
    for person in (here.lan, here.minh):
        await person.says("/start")
    await opens(here)
    await here.admin.taps("✓ Duyệt, gửi ngày 20/5/2023")
    here.clock.set(moment("2023-05-20 08:00"))
    assert here.bot is not None
    store, now = here.bot.store, here.bot.now()
    assert await planner.plan_commemorations(store, now, Schedule()) == 3
    left = update(roles).where(
        roles.c.person_id == select(people.c.id).where(people.c.chat_id == MINH).scalar_subquery()
    )
    await store.write(lambda tx: tx.execute(left.values(until=now)))
    await here.bot.sender.drain()
    assert (len(await here.lan.sees()), len(await here.minh.sees())) == (2, 1)


async def test_other_words_must_be_approved_again_and_approval_can_be_taken_back(here: Town) -> None:
    await here.lan.says("/start")
    await opens(here)
    await here.admin.taps("✓ Duyệt, gửi ngày 20/5/2023")
    changed = await here.admin.says("Lời khác")
    assert "chưa duyệt, không gửi" in changed.text
    await here.admin.taps("✓ Duyệt, gửi ngày 20/5/2023")
    assert "chưa duyệt, không gửi" in (await here.admin.taps("Thôi, không gửi")).text
    await here.at("2023-05-20 08:05")
    assert len(await here.lan.sees()) == 1


async def test_nobody_approves_words_that_another_admin_changed_meanwhile(here: Town) -> None:
    await opens(here)

    def changed(tx: Tx) -> None:
        commemorations.keep(
            tx,
            1,
            1,
            day=date(2023, 5, 20),
            text="Lời của người khác",
            circle=Circle.FOCAL_POINTS,
            approved_by=None,
            now=here.clock.now(),
        )

    assert here.bot is not None
    here.bot.store.write_now(changed)
    assert "Nút này đã cũ" in (await here.admin.taps("✓ Duyệt, gửi ngày 20/5/2023")).text
    await opens(here)
    assert "sẽ gửi lúc 08:00" in (await here.admin.taps("✓ Duyệt, gửi ngày 20/5/2023")).text


async def test_after_its_morning_a_day_cannot_be_approved_any_more(here: Town) -> None:
    await opens(here)
    await here.at("2023-05-20 08:30")
    assert (await here.admin.taps("✓ Duyệt, gửi ngày 20/5/2023")).text == (
        "Đã quá 08:00 ngày 20/5/2023, không gửi được nữa. Chọn ngày khác trong danh sách."
    )
    assert (await here.admin.says("x" * 1001)).text == "Lời gửi dài quá 1000 ký tự. Gõ lại ngắn hơn."


@pytest.mark.parametrize(
    "data",
    ["commemoration:1:2", "commemoration_approve:1:1", "commemoration_circle:1:1:2", "commemorations:1"],
)
async def test_only_who_runs_the_campaign_decides_about_its_days(here: Town, data: str) -> None:
    shown = await here.lan.says("/start")
    assert "không" in (await here.lan.taps_data(shown.message_id, data, forged=True)).text
    shown = await here.admin.says("/phongtrao")
    gone = (await here.admin.taps_data(shown.message_id, "commemoration:1:9", forged=True)).text
    assert (
        gone == (await here.admin.taps_data(shown.message_id, "commemoration_approve:1:3", forged=True)).text
    )
