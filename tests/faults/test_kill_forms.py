"""The bot is killed with SIGKILL while it keeps many forms at once, and while it hands the reports in."""

import asyncio
import time
import zipfile
from io import BytesIO
from pathlib import Path

from sqlalchemy import create_engine, insert, text
from sqlalchemy.pool import NullPool

from bot.campaign.model import Duty
from bot.store.engine import Store, Tx
from bot.store.tables import campaign_units
from tests import builders
from tests.dialogs.test_forms import file_of, filled
from tests.dialogs.test_many_forms import packed
from tests.faults.test_kill import Process, town_of_processes
from tests.town import PATIENCE, Town

UNITS = 12
FIGURES = 3 * UNITS
KILLS = 2


def _more_hamlets(tx: Tx) -> None:
    for n in range(UNITS - 3):
        hamlet = builders.unit(tx, f"T{n + 10}", f"Thôn số {n + 10}", parent=1)
        tx.execute(insert(campaign_units).values(campaign_id=1, unit_id=hamlet, duty=Duty.REQUIRED.value))


def counted(folder: Path, table: str) -> int:
    engine = create_engine(f"sqlite:///{folder / 'dondoc.sqlite3'}", poolclass=NullPool)
    with engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def grown(folder: Path, table: str, seen: int, whole: int) -> None:
    """Returns once some more of the rows are written, or all; looks without pause, for the next ones come at once."""
    until = time.monotonic() + PATIENCE
    while (now := counted(folder, table)) == seen and now < whole and time.monotonic() < until:
        pass


async def killed_on_the_way(here: Town, process: Process, table: str, whole: int) -> int:
    """Kill the bot each time that some more of the rows are written; returns how often it was not through yet."""
    between = 0
    seen = counted(here.folder, table)
    for _ in range(KILLS):
        await asyncio.to_thread(grown, here.folder, table, seen, whole)
        await process.restart()
        seen = counted(here.folder, table)
        between += 0 < seen < whole
    return between


async def test_many_forms_are_kept_and_handed_in_once_although_the_bot_is_killed_between_them(
    tmp_path: Path,
) -> None:
    async with town_of_processes(tmp_path) as (here, process):
        store = Store(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
        store.write_now(_more_hamlets)
        store.close()
        await here.admin.says("/bieumau")
        shown = await here.admin.taps(f"Cả {UNITS} biểu mẫu (.zip)")
        package = zipfile.ZipFile(BytesIO(await file_of(here, shown)))
        cells = {"F5": "11,9", "F6": "1340", "F7": "94,5"}
        sent = packed({name: filled(package.read(name), cells) for name in package.namelist()})
        preview = await here.admin.sends("da-dien.zip", sent)

        async def tap(shown_id: int, data: str) -> int:
            done = await here.post("tap", chat=here.admin.chat, message_id=shown_id, data=data)
            return int(done["change"])

        since = await tap(preview.message_id, preview.raw["buttons"][0][0]["data"])
        assert await killed_on_the_way(here, process, "figures", FIGURES)
        kept = await here.admin.hears_of(f"Đã ghi {FIGURES} số liệu của {UNITS} đơn vị.", since=since)
        assert counted(tmp_path, "figures WHERE version = 1") == counted(tmp_path, "figures") == FIGURES

        since = await tap(kept.message_id, kept.raw["buttons"][0][0]["data"])
        assert await killed_on_the_way(here, process, "report_moves", UNITS)
        await here.admin.hears_of(f"Đã nộp thay {UNITS} báo cáo", since=since)
        assert counted(tmp_path, "report_moves") == UNITS
        assert counted(tmp_path, "reports WHERE state = 'submitted'") == UNITS
