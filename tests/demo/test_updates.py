import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.demo.server import LocalServer
from tests.demo.acting import PERSON, Control, running_bot


@pytest.fixture
async def twin(address: str) -> AsyncIterator[Bot]:
    """The same bot, run a second time by mistake."""
    async with running_bot(address) as twin:
        yield twin


async def test_updates_come_in_order_until_they_are_confirmed(bot: Bot, control: Control) -> None:
    for word in ("một", "hai", "ba"):
        await control.post("send", chat=PERSON, text=word)
    assert await _words(bot) == ["một", "hai", "ba"]
    first = (await bot.get_updates(limit=1))[0]
    assert await _words(bot, offset=first.update_id + 1) == ["hai", "ba"]
    assert await control.get("updates") == {
        "pending": 2,
        "confirmed": 1,
        "next_update_id": first.update_id + 3,
    }


async def test_a_negative_offset_keeps_only_the_newest(bot: Bot, control: Control) -> None:
    for word in ("một", "hai", "ba"):
        await control.post("send", chat=PERSON, text=word)
    assert await _words(bot, offset=-1) == ["ba"]
    assert await _words(bot) == ["ba"]


async def test_a_poll_ends_as_soon_as_somebody_writes(bot: Bot, control: Control, local: LocalServer) -> None:
    poll = asyncio.create_task(_words(bot, seconds=30))
    await _until_polling(local)
    await control.post("send", chat=PERSON, text="chào")
    assert await poll == ["chào"]


async def test_a_poll_without_news_ends_empty_when_its_time_is_over(local: LocalServer) -> None:
    assert await local.world.updates.poll(offset=0, limit=100, seconds=0.01) == []


async def test_a_second_poller_ends_the_first_with_a_conflict(
    bot: Bot, twin: Bot, control: Control, local: LocalServer
) -> None:
    first = asyncio.create_task(_words(bot, seconds=30))
    await _until_polling(local)
    second = asyncio.create_task(_words(twin, seconds=30))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    await control.post("send", chat=PERSON, text="chào")
    assert await second == ["chào"]


async def test_only_the_wanted_kinds_are_queued_until_others_are_wanted(bot: Bot, control: Control) -> None:
    await bot.get_updates(allowed_updates=["message"])
    message_id = await control.start()
    done = await control.post("edit", chat=PERSON, message_id=message_id, text="/help")
    assert done["update_id"] is None
    assert len(await bot.get_updates()) == 1
    await bot.get_updates(allowed_updates=[])
    done = await control.post("edit", chat=PERSON, message_id=message_id, text="/giup")
    assert done["update_id"] is not None


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot, local: LocalServer) -> None:
    poll = asyncio.create_task(_words(bot, seconds=30))
    await _until_polling(local)
    await bot.set_webhook("https://example.org/hook")
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def _until_polling(local: LocalServer) -> None:
    async with asyncio.timeout(5):
        while not local.world.updates.added.awaited:  # noqa: ASYNC110 -- The server has no event for it.
            await asyncio.sleep(0)


async def _words(bot: Bot, *, offset: int = 0, seconds: int = 0) -> list[str]:
    updates = await bot.get_updates(offset=offset, timeout=seconds)
    return [update.message.text or "" for update in updates if update.message]
