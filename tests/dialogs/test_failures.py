"""When our own program fails: the person hears so, the update is set aside, the chat goes on."""

import asyncio
import signal

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot import apart
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases import sent_files
from handlers import routes
from handlers.chat import Typed, Use
from tests.town import Town


async def test_a_failure_is_told_once_and_the_chat_goes_on(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = routes.TYPED["question"]

    def breaks(_: Typed) -> Use:
        def use(_tx: Tx, _who: object, _now: object) -> View | None:
            raise ZeroDivisionError("a mistake of ours")

        return use

    lan = here.lan
    await lan.says("/baocao")
    monkeypatch.setitem(routes.TYPED, "question", breaks)
    answer = await lan.says("12,5")
    assert answer.text.startswith("Xin lỗi, bot gặp lỗi khi xử lý tin nhắn này")
    monkeypatch.setitem(routes.TYPED, "question", works)
    assert (await lan.says("12,5")).text.startswith("✓ Thu ngân sách trên địa bàn: 12,5 tỷ đồng")
    await here.stop()
    engine = create_engine(f"sqlite:///{here.folder / 'dondoc.sqlite3'}", poolclass=NullPool)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT failure FROM inbox WHERE failure IS NOT NULL")).scalars().all()
    assert rows == ["ZeroDivisionError"]


def never_ends(_name: str, _content: bytes) -> None:
    signal.pause()


async def test_while_a_heavy_file_is_read_other_chats_are_answered(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "WALL_SECONDS", 3)
    monkeypatch.setattr(sent_files, "read", never_ends)
    heavy = asyncio.create_task(here.admin.sends("nang.txt", b"x"))
    assert (await here.lan.says("/baocao")).text
    assert not heavy.done()
    assert (await heavy).text.startswith(
        "Đọc tệp này tốn quá nhiều thời gian hoặc bộ nhớ nên bot đã dừng lại."
    )
