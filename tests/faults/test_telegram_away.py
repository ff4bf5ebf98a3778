"""Telegram fails every call for hours: what is due waits, what is stale is not said, and people are answered afterwards."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import Town, settle, town


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    settle(tmp_path)
    async with town(tmp_path, at="2023-06-12 09:00") as found:
        yield found


async def test_hours_without_telegram_end_in_one_message_that_is_true_then(here: Town) -> None:
    await here.lan.says("/giup")
    await here.post("fault", method="sendMessage", kind="5xx", share=1)
    for moment in (
        "2023-06-13 08:00",
        "2023-06-13 12:00",
        "2023-06-13 16:59",
        "2023-06-13 17:01",
        "2023-06-15 08:00",
    ):
        await here.at(moment)
    await here.post("fault", kind="none")
    await here.at("2023-06-15 09:00")
    await here.at("2023-06-15 10:00")
    heard = [message.text for message in await here.lan.sees()][1:]
    assert len(heard) == 1
    assert "Còn 1 ngày đến hạn" in heard[0]


async def test_people_who_wrote_while_telegram_was_away_are_answered_when_it_is_back(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.post("fault", method="getUpdates", kind="5xx", share=1)
    for text in ("12,5", "340"):
        await here.lan.mutters(text)
    since = (await here.get("wait", chat=here.lan.chat, since=0))["change"]
    await here.post("fault", kind="none")
    assert "3/3." in (await here.lan.hears_of("3/3.", since=since)).text
