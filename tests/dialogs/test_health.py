"""/trangthai: an admin sees what waits, whom the bot cannot write to, and what did not arrive."""

import argparse
import json
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.app import DonDoc
from bot.cli import health as cli_health
from bot.config import Config
from bot.store import outbox, people, pulse
from bot.store.engine import Store
from bot.store.tables import roles
from bot.texts import Reply, Texts, View
from bot.usecases import health
from tests.town import LAN, Person, Town, moment, settle


async def texts(person: Person) -> list[str]:
    return [message.text for message in await person.sees()]


def status(here: Town) -> list[tuple[str, object]]:
    """The lines of `python -m bot status`."""
    assert here.bot is not None
    now = here.clock.now().astimezone(here.config.time.zone)
    return cli_health.lines(here.bot.store.read_now(lambda tx: health.of(tx, now)))


async def test_a_quiet_bot_has_nothing_to_send_and_reaches_everybody(here: Town) -> None:
    await here.at("2023-05-02 09:00")
    assert str(await here.admin.says("/trangthai")) == (
        "Tình trạng bot\n"
        "UBND xã Suối Vàng\n"
        "\n"
        "Bot chạy từ: 09:00 02/5/2023\n"
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


def test_right_after_a_start_it_is_said_since_when_the_bot_runs(tmp_path: Path) -> None:
    settle(tmp_path)
    store, now = Store(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}"), moment("2023-05-02 09:00")
    assert cli_health.lines(store.read_now(lambda tx: health.of(tx, now)))[:2] == [
        ("running", "no"),
        ("last tick", "none yet"),
    ]
    store.write_now(lambda tx: pulse.start(tx, now))
    assert cli_health.lines(store.read_now(lambda tx: health.of(tx, now)))[:4] == [
        ("running", "yes, since 2023-05-02 09:00:00+07:00"),
        ("last tick", "none yet"),
        ("Telegram last reached", "2023-05-02 09:00:00+07:00"),
        ("last update", "none yet"),
    ]
    store.close()


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


async def test_a_disk_that_is_nearly_full_is_logged_shown_and_told_to_the_admins_once_a_day(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await here.admin.says("/giup")
    await here.lan.says("/giup")
    usage = type(shutil.disk_usage("/"))(1000, 930, 70)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with capture_logs() as logs:
        await here.at("2023-05-02 09:00")
        await here.at("2023-05-02 09:01")
    assert [entry["of"] for entry in logs if entry["event"] == "trouble"] == ["disk"]
    told = [message.text for message in await here.admin.sees()][1:]
    assert told == [
        "Bot cần được kiểm tra\n"
        "\n"
        "Ổ đĩa của bot sắp đầy, còn 7%. Khi đầy, bot không ghi được gì nữa.\n"
        "\n"
        "Đề nghị báo người vận hành bot. Xem thêm: /trangthai."
    ]
    assert len(await here.lan.sees()) == 1
    assert "⚠ Ổ đĩa của bot sắp đầy, còn 7%." in (await here.admin.says("/trangthai")).text
    assert ("TROUBLE", "the disk is nearly full: make room, or the bot can write nothing") in status(here)
    await here.at("2023-05-03 09:00")
    assert sum("Ổ đĩa" in text for text in await texts(here.admin)) == 3


async def test_a_clock_that_is_off_is_logged_once_shown_and_told_to_the_admins(here: Town) -> None:
    await here.stop()
    here.bot = DonDoc(here.config, clock=lambda: here.clock.now() + timedelta(seconds=95))
    with capture_logs() as logs:
        await here.bot.start()
        for _ in range(3):
            await here.admin.says("/giup")
        for minute in range(3):
            await here.at(f"2023-05-02 09:0{minute}")
    assert [entry["of"] for entry in logs if entry["event"] == "trouble"] == ["clock"]
    # A call takes its time, and Telegram dates the message at some moment of it.
    said = re.compile(r"Đồng hồ của máy chạy bot nhanh (?:9[0-5]|[78]\d) giây so với Telegram\.")
    assert sum(bool(said.search(text)) for text in await texts(here.admin)) == 1
    assert said.search((await here.admin.says("/trangthai")).text)
    assert "s ahead of Telegram's: set it" in str(dict(status(here))["TROUBLE"])


async def test_messages_that_waited_for_the_bot_through_an_outage_say_nothing_about_its_clock(
    here: Town,
) -> None:
    await here.stop()
    for text in ("/baocao", "12,5", "/giup"):
        await here.lan.mutters(text)
    here.clock.set(moment("2023-05-02 15:00"))
    await here.start()
    await here.lan.says("/baocao")
    await here.at("2023-05-02 15:01")
    assert "Đồng hồ" not in (await here.admin.says("/trangthai")).text


async def test_a_text_that_telegram_cannot_read_goes_out_without_its_marks_and_the_admins_are_told(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await here.admin.says("/giup")
    render = Texts.render

    def broken(texts: Texts, view: View, language: str | None = None) -> Reply:
        reply = render(texts, view, language)
        return replace(reply, html=f"<u>{reply.html}") if view.template == "question" else reply

    monkeypatch.setattr(Texts, "render", broken)
    assert "Thu ngân sách" in (await here.lan.says("/baocao")).text
    await here.at("2023-05-02 09:01")
    said = "Telegram không đọc được định dạng của một tin lúc 09:00 02/5/2023"
    assert said in (await texts(here.admin))[-1]
    assert said in (await here.admin.says("/trangthai")).text
    went_out = "could not read went out without its marks at 2023-05-02 09:00:00+07:00: reply:"
    assert went_out in str(dict(status(here))["TROUBLE"])


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
