"""`check` says of config, token and database whether the bot could run, and finds an audit that was changed."""

import asyncio
import os
import sys
from pathlib import Path

from sqlalchemy import text

from bot.store import audit
from bot.store.engine import Store
from bot.store.migrations import HEAD
from tests.town import TOKEN, Town, settle, town

ROOT = Path(__file__).resolve().parents[2]


async def check(here: Town, token: str = TOKEN) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "check",
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DONDOC_TELEGRAM__TOKEN": token,
            "DONDOC_TELEGRAM__BASE_URL": f"{here.address}/bot",
            "DONDOC_DATABASE__URL": f"sqlite:///{here.folder / 'dondoc.sqlite3'}",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_each_part_is_named_and_a_changed_audit_is_found(tmp_path: Path) -> None:
    settle(tmp_path)
    async with town(tmp_path) as here:
        fine = f"config: ok\ntelegram: @dondoc_bot\ndatabase: ok, version {HEAD}\n"
        assert await check(here) == (0, fine)
        code, said = await check(here, "123456:wrong")
        assert code == 1
        assert "Telegram does not know this bot token: check telegram.token." in said
        await here.lan.says("/baocao")
        await here.stop()
        store = Store(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
        store.write_now(audit.seal)
        store.write_now(lambda tx: tx.execute(text("UPDATE audit SET subject_id = 99 WHERE id = 1")))
        store.close()
        code, said = await check(here)
        assert code == 1
        assert "The audit was changed: row 1 does not fit its seal." in said
