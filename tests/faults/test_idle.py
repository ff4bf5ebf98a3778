"""What an idle bot holds in memory: nothing of the libraries that a file, a picture or a page needs."""

import asyncio
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx

from bot.clock import SetClock
from bot.demo.server import LocalServer, serve
from tests import builders
from tests.town import TOKEN, Town

ROOT = Path(__file__).resolve().parents[2]
FOR_FILES = {
    "docx",
    "lxml",
    "matplotlib",
    "numpy",
    "olefile",
    "openpyxl",
    "pdfminer",
    "pdfplumber",
    "PIL",
    "xlsxwriter",
}
FOR_PAGES = {"starlette", "uvicorn", "segno"}
FOR_NOTHING = {"alembic", "cryptography.utils", "rich.console", "holidays.countries.laos"}


async def test_a_bot_that_has_answered_a_greeting_has_imported_nothing_for_files_pictures_or_pages(
    tmp_path: Path,
) -> None:
    url = builders.database(tmp_path)
    now = datetime.now(UTC)
    server = LocalServer(token=TOKEN, username="dondoc_bot", now=lambda: now)
    async with serve(server) as address, httpx.AsyncClient(verify=False) as client:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-X", "importtime", "-m", "bot", "run"),
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "DONDOC_TELEGRAM__TOKEN": TOKEN,
                "DONDOC_TELEGRAM__BASE_URL": f"{address}/bot",
                "DONDOC_DATABASE__URL": url,
                "DONDOC_LOG__LEVEL": "error",
            },
            stderr=asyncio.subprocess.PIPE,
        )
        said = asyncio.create_task(process.communicate())
        try:
            here = Town(address, client, tmp_path, SetClock(now, ticking=False))
            assert (await here.stranger.says("/giup")).text
        finally:
            process.terminate()
            _, errors = await said
    names = re.findall(r"\| +([\w.]+)$", errors.decode(), re.MULTILINE)
    imported = {*names, *(name.partition(".")[0] for name in names)}
    assert {"bot", "handlers", "scheduler", "telegram"} <= imported
    assert imported & (FOR_FILES | FOR_PAGES | FOR_NOTHING) == set()
