"""The bot is killed with SIGKILL between any two steps of an enrolment and of a campaign's set-up."""

import base64
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.faults.test_kill import Process, town_of_processes
from tests.town import Person, Shown, Town

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[tuple[Town, Process]]:
    async with town_of_processes(tmp_path) as both:
        yield both


def counted(folder: Path, sql: str) -> int:
    engine = create_engine(f"sqlite:///{folder / 'dondoc.sqlite3'}", poolclass=NullPool)
    with engine.connect() as connection:
        return int(connection.execute(text(sql)).scalar_one())


async def says(process: Process, person: Person, said: str, answer: str) -> Shown:
    """Writes; the bot is killed before it can answer, and the answer comes all the same."""
    done = await process.here.post("send", chat=person.chat, text=said, first_name=person.name)
    await process.restart()
    return await person.hears_of(answer, since=done["change"])


async def taps(process: Process, person: Person, screen: Shown, label: str, answer: str) -> Shown:
    data = next(b["data"] for row in screen.raw["buttons"] for b in row if b["text"] == label)
    done = await process.here.post("tap", chat=person.chat, message_id=screen.message_id, data=data)
    await process.restart()
    return await person.hears_of(answer, since=done["change"])


async def test_an_enrolment_is_finished_although_the_bot_is_killed_at_every_step(
    town: tuple[Town, Process],
) -> None:
    here, process = town
    screen = await says(process, here.admin, "/moi", "Mời với vai trò nào?")
    units = await taps(process, here.admin, screen, "Đầu mối báo cáo", "Bấm một đơn vị")
    sent = await taps(process, here.admin, units, "Thôn Nà Hoa", "Thôn Nà Hoa")
    found = re.search(r"start=([\w-]{22})", sent.text)
    if found is None:
        # The link is shown once: killed before it was sent, it is lost, and another is made.
        again = (await here.admin.sees())[-1]
        sent = await taps(process, here.admin, again, "Thôn Nà Hoa", "start=")
        found = re.search(r"start=([\w-]{22})", sent.text)
    assert found
    asked = await says(process, here.stranger, f"/start {found[1]}", "Anh/chị có đồng ý không?")
    await taps(process, here.stranger, asked, "Đồng ý", "/baocao")
    held = "SELECT count(*) FROM roles JOIN people ON people.id = person_id WHERE chat_id = 107"
    assert counted(here.folder, held) == 1


async def test_a_campaign_is_launched_once_although_the_bot_is_killed_at_every_step(
    town: tuple[Town, Process],
) -> None:
    here, process = town
    content = (ROOT / "docs/examples/chi-thi-2026.txt").read_bytes()
    before = counted(here.folder, "SELECT count(*) FROM campaigns")
    done = await here.post(
        "send",
        chat=here.admin.chat,
        file=base64.b64encode(content).decode(),
        file_name="chi-thi-2026.txt",
        first_name="Hương",
    )
    await process.restart()
    screen = await here.admin.hears_of("hỉ tiêu", since=done["change"])
    assert counted(here.folder, "SELECT count(*) FROM campaigns") == before + 1
    screen = await taps(process, here.admin, screen, "Phong trào mới", "Bản dự thảo")
    screen = await taps(process, here.admin, screen, "Phát động", "Phát động?")
    await taps(process, here.admin, screen, "Phát động ngay", "ã phát động")
    launches = "SELECT count(*) FROM outbox WHERE kind = 'launch'"
    assert counted(here.folder, launches) == 3
    assert counted(here.folder, "SELECT count(*) FROM campaigns WHERE state = 'running'") == before + 1


async def test_a_reading_is_corrected_once_although_the_bot_is_killed_at_every_step(
    town: tuple[Town, Process],
) -> None:
    here, process = town
    content = (ROOT / "docs/examples/chi-thi-2026.txt").read_bytes()
    screen = await here.admin.sends("chi-thi-2026.txt", content)
    screen = await here.admin.taps("Phong trào mới")
    label = next(label for row in screen.buttons for label in row if label.startswith("Xem chỉ tiêu"))
    screen = await taps(process, here.admin, screen, label, "Chỉ tiêu (")
    card = await taps(process, here.admin, screen, "1", "Cách tính:")
    asked = await taps(process, here.admin, card, "Sửa chỉ tiêu", "Gõ chỉ tiêu mới")
    assert "Chỉ tiêu hiện nay" in asked.text
    read = await says(process, here.admin, "từ 55 tỷ trở lên", "Mới: Từ 55 tỷ đồng trở lên")
    await taps(process, here.admin, read, "Giữ", "✓ Đã sửa chỉ tiêu giao")
    assert counted(here.folder, "SELECT count(*) FROM audit WHERE action = 'correct'") == 1
