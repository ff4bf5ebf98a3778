"""Telegram answers badly in the middle of a conversation: nothing is lost, and duplicates stay within the promise."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import Town, settle, shown, town


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    settle(tmp_path)
    async with town(tmp_path) as found:
        yield found


async def copies(here: Town, chat_id: int, part: str) -> int:
    return sum(part in shown(message).text for message in await here.get("messages", chat=chat_id))


async def test_a_reply_whose_answer_is_lost_again_and_again_is_doubled_at_most_once(here: Town) -> None:
    await here.post("fault", method="sendMessage", kind="drop", next=6)
    await here.lan.says("/baocao")
    await here.post("fault", kind="none")
    await here.lan.says("12,5")
    assert await copies(here, here.lan.chat, "1/3. Thu ngân sách") == 2


@pytest.mark.parametrize("kind", ["429", "5xx"])
async def test_a_reply_that_telegram_refuses_for_now_arrives_once(here: Town, kind: str) -> None:
    await here.post("fault", method="sendMessage", kind=kind, next=1, seconds=0)
    answer = await here.lan.says("/baocao")
    assert "1/3. Thu ngân sách" in answer.text
    await here.lan.says("12,5")
    assert await copies(here, here.lan.chat, "1/3. Thu ngân sách") == 1


async def test_a_picture_whose_answer_is_lost_is_not_sent_a_second_time(here: Town) -> None:
    await here.admin.says("/moi")
    await here.admin.taps("Đầu mối báo cáo")
    await here.post("fault", method="sendPhoto", kind="drop", next=3)
    await here.admin.taps("Thôn Nà Hoa")
    await here.admin.says("/giup")
    assert await copies(here, here.admin.chat, "Liên kết mời") == 1
