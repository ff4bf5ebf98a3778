"""/nhac with words of one's own and /thongbao: to whom, how far, stop, the log. Word for word."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.store.tables import campaigns, people, roles
from tests.town import MINH, Shown, Town, settle, town

TO_FOCAL_POINTS = """Gửi thông báo
Phong trào thi đua năm 2023

Người nhận: đầu mối – 3 người bot nhắn được.
Hoa, Lan, Minh

Gõ nội dung thông báo, tối đa 1.000 ký tự. Gõ xong xem lại rồi mới gửi.
[Đầu mối][Cả thủ trưởng][Cả lãnh đạo]
[Các đợt gửi]"""

READY = """Gửi thông báo
Phong trào thi đua năm 2023

Người nhận: đầu mối, thủ trưởng – 4 người bot nhắn được.
Hoa, Lan, Minh, Sơn

Nội dung:
Họp sơ kết lúc 14 giờ thứ Sáu tại hội trường <xã>.

Muốn đổi: gõ lại.
[Gửi 4 người]
[Đầu mối][Cả thủ trưởng][Cả lãnh đạo]
[Các đợt gửi]"""

GOING = """Thông báo · 0/4 người
▱▱▱▱▱▱▱▱▱▱
đã gửi 0 · còn chờ 4
Xong khoảng 09:00 04/5/2023. Đơn vị nộp trước khi tin đi thì không bị nhắc.
[Dừng gửi][Cập nhật]
[Các đợt gửi]"""

DONE = """Thông báo · 4/4 người
▰▰▰▰▰▰▰▰▰▰
đã gửi 3 · không nhắn được 1
Đã xong.
[Các đợt gửi]"""

LOG = """Các đợt nhắc, thông báo

1. 09:00 04/5/2023 · Thông báo – Phong trào thi đua năm 2023
   Hương gửi đầu mối, thủ trưởng: đã gửi 3 · không nhắn được 1

Gõ /nhac để nhắc đơn vị còn nợ, /thongbao để thông báo.
[1]"""

TOLD = """Thông báo · Phong trào thi đua năm 2023

Họp sơ kết lúc 14 giờ thứ Sáu tại hội trường <xã>."""


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    settle(tmp_path)
    async with town(tmp_path, "2023-05-04 09:00") as found:
        yield found


async def test_an_announcement_is_seen_before_it_is_sent_and_its_progress_stands_in_one_message(
    here: Town,
) -> None:
    for person in (here.lan, here.minh, here.head):
        await person.says("/start")
    assert str(await here.admin.says("/thongbao")) == TO_FOCAL_POINTS
    await here.admin.taps("Cả thủ trưởng")
    await here.restart()
    ready = await here.admin.says("Họp sơ kết lúc 14 giờ thứ Sáu tại hội trường <xã>.")
    assert str(ready) == READY
    await silence(here)
    going = await here.admin.taps("Gửi 4 người")
    assert str(going) == GOING
    await here.restart()
    await here.at("2023-05-04 09:00")
    assert [str(one) for one in await here.admin.sees() if one.message_id == going.message_id] == [DONE]
    for person in (here.lan, here.minh, here.head):
        assert str((await person.sees())[-1]) == TOLD
    assert str(await here.admin.taps("Các đợt gửi")) == LOG


async def test_a_wave_that_is_stopped_sends_nothing_more(here: Town) -> None:
    await here.lan.says("/start")
    await here.admin.says("/thongbao")
    await here.admin.says("Nội dung nhầm")
    await silence(here)
    await here.admin.taps("Gửi 3 người")
    stopped = await here.admin.taps("Dừng gửi")
    assert stopped.text == (
        "Thông báo · 3/3 người\n▰▰▰▰▰▰▰▰▰▰\nđã gửi 0 · không gửi nữa 3\nĐã dừng lúc 09:00 04/5/2023."
    )
    await here.restart()
    await here.at("2023-05-04 09:01")
    assert len(await here.lan.sees()) == 1


async def test_words_of_the_admins_own_go_with_the_nudge_of_the_preview_that_showed_them(here: Town) -> None:
    await here.lan.says("/start")
    await here.admin.says("/nhac")
    asked = await here.admin.taps("Thêm lời nhắn")
    assert str(asked) == (
        "Lời nhắn kèm theo · Đợt 1\n\n"
        "Gõ lời muốn gửi kèm lời nhắc, tối đa 1.000 ký tự. Gõ xong xem lại rồi mới gửi.\n"
        "[Không kèm lời nào]"
    )
    shown = await here.admin.says("Chủ tịch họp chiều nay, rất cần số liệu.")
    assert "Lời gửi kèm: Chủ tịch họp chiều nay, rất cần số liệu." in shown.text
    await here.admin.taps("Gửi nhắc 3 người")
    await here.at("2023-05-04 09:00")
    heard = (await here.lan.sees())[-1].text
    assert heard.startswith(
        "Kính gửi đồng chí đầu mối Thôn Nà Hoa: cơ quan thường trực đề nghị gửi số liệu còn thiếu.\n\n"
        "Chủ tịch họp chiều nay, rất cần số liệu.\n\nCòn 43 ngày đến hạn"
    )


async def test_a_nudge_without_words_stays_without_them_though_others_were_typed_since(here: Town) -> None:
    await here.lan.says("/start")
    plain = await here.admin.says("/nhac")
    await here.admin.taps("Thêm lời nhắn")
    await here.admin.says("Lời khác")
    await here.admin.taps_data(plain.message_id, data(plain, "Gửi nhắc 3 người"), forged=True)
    await here.at("2023-05-04 09:00")
    assert "Lời khác" not in (await here.lan.sees())[-1].text


async def test_an_older_preview_does_not_send_the_words_of_a_newer_one(here: Town) -> None:
    await here.lan.says("/start")
    await here.admin.says("/nhac")
    await here.admin.taps("Thêm lời nhắn")
    first = await here.admin.says("Lời đầu")
    await here.admin.says("Lời sau")
    old = await here.admin.taps_data(first.message_id, data(first, "Gửi nhắc 3 người"), forged=True)
    assert "Nút này đã cũ" in old.text
    await here.at("2023-05-04 09:00")
    assert len(await here.lan.sees()) == 1


async def test_nothing_can_be_announced_twice_from_one_preview_nor_by_who_runs_no_campaign(
    here: Town,
) -> None:
    await here.lan.says("/start")
    await here.admin.says("/thongbao")
    ready = await here.admin.says("Một nội dung")
    await silence(here)
    await here.admin.taps("Gửi 3 người")
    # The second tap finds the very screen that the first one led to: there is nothing to rewrite.
    again = {"message_id": ready.message_id, "data": data(ready, "Gửi 3 người"), "forged": True}
    await here.post("tap", chat=here.admin.chat, **again)
    await here.restart()
    await here.at("2023-05-04 09:05")
    assert [one.text for one in await here.lan.sees()][1:] == [
        "Thông báo · Phong trào thi đua năm 2023\n\nMột nội dung"
    ]
    await here.admin.says("/thongbao")
    assert (await here.admin.says("x" * 1001)).text == "Lời gửi dài quá 1000 ký tự. Gõ lại ngắn hơn."
    assert "/thongbao" not in (await here.lan.says("/giup")).text
    assert "không" in (await here.lan.says("/thongbao")).text.lower()
    shown = (await here.lan.sees())[0]
    for forged in ("wave:1", "wave_cancel:1", "waves", "announce_to:1:2", "announce_send:1:1"):
        told = (await here.lan.taps_data(shown.message_id, forged, forged=True)).text
        assert "Hương" not in told, forged
        assert "người" not in told, forged


async def test_whoever_left_the_circle_before_an_announcement_leaves_does_not_get_it(here: Town) -> None:
    for person in (here.lan, here.minh):
        await person.says("/start")
    await here.admin.says("/thongbao")
    await here.admin.says("Một nội dung")
    await silence(here)
    await here.admin.taps("Gửi 3 người")
    assert here.bot is not None
    minh = select(people.c.id).where(people.c.chat_id == MINH).scalar_subquery()
    left = update(roles).where(roles.c.person_id == minh).values(until=here.bot.now())
    await here.bot.store.write(lambda tx: tx.execute(left))
    await here.restart()
    await here.at("2023-05-04 09:05")
    assert (len(await here.lan.sees()), len(await here.minh.sees())) == (2, 1)


def data(message: Shown, label: str) -> str:
    """What the button of this label does."""
    return next(
        str(button["data"]) for row in message.raw["buttons"] for button in row if button["text"] == label
    )


async def silence(here: Town) -> None:
    """Nothing leaves any more until the bot starts again."""
    assert here.bot is not None
    await here.bot.sender.stop()


async def test_nobody_is_asked_for_a_report_that_is_locked_and_the_admin_sees_what_would_help(
    here: Town,
) -> None:
    await here.at("2023-06-19 09:00")
    assert here.bot is not None
    await here.bot.store.write(lambda tx: tx.execute(update(campaigns).values(lock_days=0)))
    preview = await here.admin.says("/nhac")
    assert preview.text == (
        "Nhắc đơn vị chưa báo cáo\n"
        "Phong trào thi đua năm 2023\n"
        "Đợt 1 · hạn 16/6/2023\n"
        "\n"
        "Không gửi được cho đơn vị nào.\n"
        "\n"
        "Báo cáo đã khóa, không nhắc: 3 đơn vị. Gõ /giahan để đơn vị nhập được, /nhapthay để nhập thay."
    )
    assert "Gửi nhắc" not in str(preview.buttons)
