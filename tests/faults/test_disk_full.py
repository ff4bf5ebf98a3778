"""No room on the disk: writing is refused in a sentence, reading goes on, and what was said meanwhile is not lost."""

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select
from telegram import Update

from bot.errors import StoreFull
from bot.store.engine import Store, Tx, integrity
from bot.store.message_tables import inbox
from bot.store.tables import figures
from handlers.chat import Step
from tests.faults.storm import Storm
from tests.town import Town, settle, town

NO_ROOM = "Bot chưa ghi được dữ liệu"
FILLER = 10**12
"""Ids of updates that only take room."""


def fill(store: Store) -> None:
    """Leave no room for a single row more: SQLite itself then says that the database is full."""
    pages = store.read_now(lambda tx: tx.exec_driver_sql("PRAGMA page_count").scalar_one())
    store.write_now(lambda tx: tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}"))
    size, update_id = 2000, FILLER
    while size:
        try:
            store.write_now(partial(_take_room, update_id=update_id, size=size))
            update_id += 1
        except StoreFull:
            size //= 2


def _take_room(tx: Tx, *, update_id: int, size: int) -> None:
    now = datetime.now(UTC)
    row = {"received_at": now, "done_at": now, "answered_at": now, "body": "x" * size}
    tx.execute(insert(inbox).values(update_id=update_id, **row))


def make_room(store: Store) -> None:
    store.write_now(lambda tx: tx.exec_driver_sql("PRAGMA max_page_count = 1000000"))
    store.write_now(lambda tx: tx.execute(delete(inbox).where(inbox.c.update_id >= FILLER)))


def figures_in(store: Store) -> int:
    return store.read_now(lambda tx: tx.execute(select(func.count()).select_from(figures)).scalar_one())


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    settle(tmp_path)
    async with town(tmp_path) as found:
        yield found


async def test_with_a_full_disk_a_figure_is_refused_in_a_sentence_and_questions_are_answered(
    here: Town,
) -> None:
    assert here.bot is not None
    await here.lan.says("/baocao")
    await here.lan.says("12,5")
    fill(here.bot.store)
    assert (await here.lan.says("340")).text.startswith(f"{NO_ROOM}: ổ đĩa của bot đã đầy")
    assert (await here.lan.taps("Không phát sinh")).text.startswith(NO_ROOM)
    assert "Thôn Nà Hoa" in (await here.admin.says("/chuabaocao")).text
    assert "Tình trạng bot" in (await here.admin.says("/trangthai")).text
    assert figures_in(here.bot.store) == 1
    waiting = await here.get("updates")
    assert waiting["pending"] == 4, "an update that is not written down is not confirmed"
    assert integrity(here.folder / "dondoc.sqlite3") == "ok"


async def test_once_there_is_room_again_what_was_said_meanwhile_is_handled_once_and_in_order(
    here: Town,
) -> None:
    assert here.bot is not None
    await here.lan.says("/baocao")
    fill(here.bot.store)
    await here.lan.says("12,5")
    since = (await here.get("wait", chat=here.lan.chat, since=0))["change"]
    await here.lan.mutters("340")
    make_room(here.bot.store)
    await here.lan.hears_of("3/3.", since=since)
    assert figures_in(here.bot.store) == 2
    await here.lan.says("/giup")
    assert (await here.get("updates"))["pending"] == 0
    assert not here.bot.intake.trouble
    assert sum(NO_ROOM in message.text for message in await here.lan.sees()) <= 2


async def test_many_changes_at_once_are_refused_in_the_same_sentence_and_hold_up_no_question(
    here: Town,
) -> None:
    assert here.bot is not None
    await here.lan.says("/giup")
    fill(here.bot.store)
    sent = {
        "chat": {"id": here.lan.chat, "type": "private"},
        "from": {"id": here.lan.chat, "is_bot": False, "first_name": "Lan"},
        "date": 0,
        "message_id": 1,
        "text": "x",
    }
    update = Update.de_json({"update_id": 7, "message": sent}, here.bot.bot)
    step: Step = lambda tx, _, __: _take_room(tx, update_id=FILLER - 1, size=9000) is None  # noqa: E731
    await here.bot.desk.each(here.bot.bot, update, step, lambda _, __, ___: None)
    assert (await here.lan.sees())[-1].text.startswith(NO_ROOM)


async def test_a_bot_that_is_stopped_without_room_has_lost_nothing_at_its_next_start(here: Town) -> None:
    assert here.bot is not None
    await here.lan.says("/baocao")
    fill(here.bot.store)
    await here.lan.says("12,5")
    await here.stop()
    # The limit was that of the connection which has gone.
    await here.start()
    assert here.bot is not None
    await here.lan.says("/giup")
    assert figures_in(here.bot.store) == 1


async def test_a_process_that_may_write_nothing_stays_up_says_so_and_goes_on_when_it_may(
    tmp_path: Path,
) -> None:
    storm = Storm(tmp_path, talkers=3, each=4, hearers=4)
    file = tmp_path / "dondoc.sqlite3"

    def told() -> int:
        return sum(any(NO_ROOM in said for said in storm.said_to(chat)) for chat in storm.talkers)

    async with storm.breaks():
        await storm.until(lambda: storm.ask("SELECT count(*) FROM inbox") == [(0,)] and storm.polled_since(0))
        assert storm.process is not None
        room = resource.prlimit(storm.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(storm.process.pid, resource.RLIMIT_FSIZE, (1, room[1]))
        await storm.talk(25)
        await storm.until(lambda: told() == len(storm.talkers))
        assert storm.process.returncode is None, "the bot ended by itself"
        assert storm.ask("SELECT count(*) FROM figures") == [(0,)]
        assert await asyncio.to_thread(integrity, file) == "ok"
        resource.prlimit(storm.process.pid, resource.RLIMIT_FSIZE, room)
        await storm.clears()
    found = storm.figures()
    lost = found.updates_lost + found.updates_twice + found.answers_missing + found.nudges_lost
    assert (lost, found.out_of_order) == (0, 0)
    assert integrity(file) == "ok"


def test_a_database_that_was_made_read_only_is_told_from_one_that_is_locked(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'dondoc.sqlite3'}"
    store = Store(url)
    store.write_now(lambda tx: tx.exec_driver_sql("CREATE TABLE a (b)"))
    store.write_now(lambda tx: tx.exec_driver_sql("PRAGMA query_only = ON"))
    with pytest.raises(StoreFull):
        store.write_now(lambda tx: tx.exec_driver_sql("INSERT INTO a VALUES (1)"))
    store.close()
    assert sqlite3.connect(tmp_path / "dondoc.sqlite3").execute("SELECT count(*) FROM a").fetchone() == (0,)
