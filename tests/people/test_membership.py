"""Somebody blocks the bot, and takes it back; nothing is said to him either time."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import Bot, Update

from bot.campaign.model import Role
from bot.store import inbox
from bot.store.engine import Store, Tx
from bot.store.files import Files
from bot.store.inbox import Received
from bot.store.tables import metadata
from bot.texts import Texts
from bot.usecases import access
from handlers.chat import Desk
from handlers.people import membership
from tests import builders

NOW = datetime(2026, 1, 12, 2, tzinfo=UTC)
LAN = 102
# It is never initialised: whatever would be sent would fail.
BOT = Bot("1:a-token-for-tests-of-the-handlers-000000")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store = Store(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")

    def settle(tx: Tx) -> None:
        metadata.create_all(tx)
        hamlet = builders.unit(tx, "T1", "Thôn Nà Hoa")
        builders.person(tx, LAN, "Lan", NOW, (Role.FOCAL_POINT, hamlet))

    await store.write(settle)
    yield Desk(
        store=store,
        texts=Texts(),
        now=lambda: NOW,
        username=lambda: "dondoc_bot",
        wake=lambda: None,
        files=Files(tmp_path / "files", most=1),
    )
    store.close()


async def becomes(desk: Desk, status: str, *, update_id: int, chat: str = "private") -> None:
    lan = {"id": LAN, "is_bot": False, "first_name": "Lan"}
    us = {"id": 1, "is_bot": True, "first_name": "Đôn Đốc"}
    moment = int(NOW.timestamp())
    wire = {
        "update_id": update_id,
        "my_chat_member": {
            "chat": {"id": LAN, "type": chat, "first_name": "Lan"},
            "from": lan,
            "date": moment,
            "old_chat_member": {"user": us, "status": "member"},
            "new_chat_member": {"user": us, "status": status, "until_date": 0},
        },
    }
    update = Update.de_json(wire, BOT)
    await desk.store.write(
        lambda tx: inbox.keep(tx, [Received(update_id=update_id, chat_id=LAN, body="{}")], NOW)
    )
    await membership(desk, BOT, update)
    await desk.settled()


async def unreachable(desk: Desk) -> bool:
    return (await desk.store.read(lambda tx: access.caller(tx, LAN, "", NOW))).unreachable


async def test_who_blocks_the_bot_is_not_written_to_until_he_takes_it_back(desk: Desk) -> None:
    await becomes(desk, "kicked", update_id=1)
    assert await unreachable(desk)
    await becomes(desk, "member", update_id=2)
    assert not await unreachable(desk)


async def test_the_update_is_done_and_answered_without_a_message(desk: Desk) -> None:
    await becomes(desk, "kicked", update_id=1)
    await becomes(desk, "member", update_id=2, chat="group")
    assert await desk.store.read(inbox.waiting) == []
    assert await desk.store.read(inbox.unanswered) == {}


async def test_a_group_that_removes_the_bot_says_nothing_of_the_person(desk: Desk) -> None:
    await becomes(desk, "kicked", update_id=1, chat="group")
    assert not await unreachable(desk)
