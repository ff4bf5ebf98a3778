"""/trangthai: an admin sees what waits, whom the bot cannot write to, and what did not arrive."""

import argparse
import json
import shutil

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.cli import health as cli_health
from bot.config import Config
from bot.store import outbox, people, pulse
from bot.store.tables import roles
from tests.town import LAN, Town, moment


async def test_a_quiet_bot_has_nothing_to_send_and_reaches_everybody(here: Town) -> None:
    await here.at("2023-05-02 09:00")
    assert str(await here.admin.says("/trangthai")) == (
        "Tình trạng bot\n"
        "UBND xã Suối Vàng\n"
        "\n"
        "Bot xem lịch nhắc lần gần nhất: 09:00 02/5/2023\n"
        "Đã gửi trong một phút qua: 0\n"
        "\n"
        "Tin chờ gửi:\n"
        "• Thông báo: 0\n"
        "• Nhắc hàng loạt: 0\n"
        "\n"
        "Người bot không nhắn được: 0\n"
        "Tin không đến được trong 7 ngày: 0\n"
        "[Cập nhật]"
    )


async def test_what_waits_is_told_with_the_moment_by_which_it_is_sent(here: Town) -> None:
    await here.at("2023-05-02 09:00")
    assert here.bot is not None
    now, later = here.clock.now(), moment("2023-05-02 09:05")
    await here.bot.store.write(
        lambda tx: outbox.put(
            tx,
            key="w",
            person_id=2,
            kind="nudge",
            subject_id=1,
            due_at=later,
            expires_at=moment("2023-05-03 09:00"),
        )
    )
    await here.bot.store.write(lambda tx: pulse.pause(tx, later))
    shown = await here.admin.says("/trangthai")
    assert now < later
    assert "• Nhắc hàng loạt: 1\nChờ lâu nhất: từ 09:05 02/5/2023\n" in shown.text
    assert "Telegram yêu cầu tạm ngừng gửi hàng loạt đến 09:05 02/5/2023.\n" in shown.text
    assert "Gửi hết vào khoảng 09:05 02/5/2023." in shown.text


async def test_an_admin_sees_who_blocked_the_bot_until_he_comes_back(here: Town) -> None:
    await here.lan.says("/baocao")
    here.clock.set(moment("2023-05-02 09:10"))
    assert here.bot is not None
    now = here.clock.now()
    await here.bot.store.write(lambda tx: people.mark_chat_unreachable(tx, LAN, now, "blocked"))
    shown = await here.admin.says("/trangthai")
    assert shown.buttons == (("Người không nhắn được (1)",), ("Cập nhật",))
    assert str(await here.admin.taps("Người không nhắn được (1)")) == (
        "Người bot không nhắn được (1)\n"
        "UBND xã Suối Vàng\n"
        "\n"
        "• Lan\n"
        "Thôn Nà Hoa, đầu mối báo cáo\n"
        "Đã chặn bot, từ 09:10 02/5/2023\n"
        "Liên hệ gần nhất: 09:00 02/5/2023\n"
        "\n"
        "Đề nghị gọi điện. Khi người đó nhắn /start cho bot, bot gửi lại bình thường.\n"
        "[Tình trạng bot]"
    )
    await here.lan.says("/start")
    assert "Người bot không nhắn được: 0" in (await here.admin.taps("Tình trạng bot")).text


async def test_an_admin_sees_which_messages_telegram_refused(here: Town) -> None:
    assert here.bot is not None
    now = here.clock.now()
    await here.bot.store.write(
        lambda tx: outbox.note_reply(tx, LAN, outbox.End.FAILED, "Button_data_invalid", now)
    )
    await here.admin.says("/trangthai")
    assert str(await here.admin.taps("Tin không đến được (1)")) == (
        "Tin không đến được trong 7 ngày (1)\n"
        "UBND xã Suối Vàng\n"
        "\n"
        "• 09:00 02/5/2023 · Lan\n"
        "Câu trả lời: Telegram từ chối (Button_data_invalid)\n"
        "\n"
        "Đề nghị báo người vận hành bot nếu cùng một lỗi lặp lại.\n"
        "[Tình trạng bot]"
    )


async def test_what_somebody_misses_after_he_left_the_office_is_not_for_its_admins(here: Town) -> None:
    assert here.bot is not None
    now = here.clock.now()
    left = update(roles).where(roles.c.role == "focal_point").values(until=now)
    await here.bot.store.write(lambda tx: tx.execute(left))
    await here.bot.store.write(
        lambda tx: outbox.note_reply(tx, LAN, outbox.End.FAILED, "Button_data_invalid", now)
    )
    assert "Tin không đến được" not in str((await here.admin.says("/trangthai")).buttons)


async def test_an_admin_is_told_when_the_disk_is_nearly_full(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type(shutil.disk_usage("/"))(1000, 930, 70)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with capture_logs() as logs:
        await here.at("2023-05-02 09:00")
        await here.at("2023-05-02 09:01")
    told = (await here.admin.says("/trangthai")).text
    assert "Ổ đĩa của bot sắp đầy, còn 7%. Đề nghị báo người vận hành bot.\n" in told
    assert [entry["free_percent"] for entry in logs if entry["event"] == "disk_nearly_full"] == [7]


async def test_only_admins_see_how_the_bot_does(here: Town) -> None:
    assert "Tình trạng bot" not in (await here.lan.says("/trangthai")).text


async def test_the_command_line_tells_the_same_and_whether_a_bot_runs(
    here: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    cli_health.add_commands(parser.add_subparsers())
    config = Config.load(None, {"DONDOC_DATABASE__URL": here.config.database.url}, need_token=False)

    def told(*words: str) -> str:
        arguments = parser.parse_args(["status", *words])
        # Its last tick lies years back for a command that lives in the real time.
        assert arguments.run(arguments, config) == 1
        return capsys.readouterr().out

    await here.at("2023-05-02 09:00")
    capsys.readouterr()
    found = json.loads(told("--json"))
    assert (found["alive"], found["pulse"]["ticked_at"]) == (False, "2023-05-02T02:00:00+00:00")
    assert [(queue["lane"], queue["waiting"]) for queue in found["queues"]] == [("reply", 0), ("bulk", 0)]
    assert "running: no\nlast tick: 2023-05-02 09:00:00+07:00\n" in told()
