"""The bot is killed with SIGKILL between any two steps that change a running campaign: a target, a re-issue, a sprint."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.test_kill import Process, town_of_processes
from tests.faults.test_kill_setup import counted, says, taps
from tests.town import Town

DECISION = """ỦY BAN NHÂN DÂN
XÃ SUỐI VÀNG
Số: 32/QĐ-UBND

Suối Vàng, ngày 20 tháng 6 năm 2023

QUYẾT ĐỊNH
Về việc điều chỉnh chỉ tiêu thi đua năm 2023

1. Các chỉ tiêu thi đua giao lại

- Thu ngân sách trên địa bàn: 14 tỷ đồng.
- Trồng cây phân tán đạt 900 cây.

CHỦ TỊCH

Nông Thị Lành
"""


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[tuple[Town, Process]]:
    async with town_of_processes(tmp_path) as both:
        yield both


async def test_a_target_is_changed_once_although_the_bot_is_killed_at_every_step(
    town: tuple[Town, Process],
) -> None:
    here, process = town
    await here.admin.says("/phongtrao")
    await here.admin.taps("Chỉ tiêu (3)")
    card = await here.admin.taps("1")
    await taps(process, here.admin, card, "Đổi chỉ tiêu giao", "Gõ chỉ tiêu mới")
    await says(process, here.admin, "từ 14 tỷ đồng trở lên", "Từ ngày nào?")
    await says(process, here.admin, "1/7/2023", "Vì sao? Gõ lý do")
    asked = await says(process, here.admin, "Nguồn thu tăng", "Nguồn thu tăng")
    await taps(process, here.admin, asked, "Đổi", "Từ 01/7/2023: Từ 14 tỷ đồng trở lên")
    assert counted(here.folder, "SELECT count(*) FROM targets") == 1
    assert counted(here.folder, "SELECT count(*) FROM targets WHERE value = '14'") == 1


async def test_targets_are_re_issued_once_although_the_bot_is_killed_at_every_step(
    town: tuple[Town, Process],
) -> None:
    here, process = town
    content = base64.b64encode(DECISION.encode()).decode()
    done = await here.post(
        "send", chat=here.admin.chat, file=content, file_name="quyet-dinh.txt", first_name="Hương"
    )
    await process.restart()
    asked = await here.admin.hears_of("Đây là phong trào mới, hay giao lại", since=done["change"])
    side = await taps(
        process, here.admin, asked, "Giao lại: Phong trào thi đua năm 2023", "Giao lại chỉ tiêu"
    )
    side = await taps(process, here.admin, side, "Thêm 1 dòng lạ là chỉ tiêu mới", "mới 1")
    review = await taps(process, here.admin, side, "Xem lại và giao", "Thêm 1 chỉ tiêu")
    await taps(process, here.admin, review, "Giao lại", "✓ Đã giao lại")
    assert counted(here.folder, "SELECT count(*) FROM targets") == 1
    assert counted(here.folder, "SELECT count(*) FROM indicators WHERE campaign_id = 1") == 4
    assert counted(here.folder, "SELECT count(*) FROM campaigns WHERE state = 'reissue'") == 1


async def test_a_sprint_is_made_once_although_the_bot_is_killed_at_every_step(
    town: tuple[Town, Process],
) -> None:
    here, process = town
    overview = await here.admin.says("/phongtrao")
    screen = await taps(process, here.admin, overview, "Mở đợt cao điểm", "Đang chọn")
    screen = await taps(process, here.admin, screen, "☐ 2", "Đang chọn 1/3")
    await taps(process, here.admin, screen, "Tiếp: thời gian", "chạy từ ngày nào đến ngày nào?")
    await says(process, here.admin, "01/11/2099 - 31/12/2099", "✓ Đã mở bản dự thảo")
    assert counted(here.folder, "SELECT count(*) FROM campaigns WHERE parent_id = 1") == 1
    assert counted(here.folder, "SELECT count(*) FROM indicators WHERE campaign_id = 2") == 1
