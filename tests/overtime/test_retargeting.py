"""One target of a running campaign is changed by hand: the figure, the day, the reason, in the chat."""

import pytest
from sqlalchemy import select

from bot.store.engine import Store
from bot.store.message_tables import audit
from tests.town import Shown, Town

ASKED = """Đổi chỉ tiêu giao
1. Thu ngân sách trên địa bàn
Đang giao: 12,5 tỷ đồng

Gõ chỉ tiêu mới, ví dụ: trên 12,5 tỷ đồng
[Thôi]"""

SINCE = """Đổi chỉ tiêu giao
1. Thu ngân sách trên địa bàn
Đang giao: 12,5 tỷ đồng
Mới: Từ 14 tỷ đồng trở lên

Từ ngày nào? Gõ ngày, ví dụ: 01/7
[Từ hôm nay]
[Thôi]"""

WHY = """Đổi chỉ tiêu giao
1. Thu ngân sách trên địa bàn
Đang giao: 12,5 tỷ đồng
Mới: Từ 14 tỷ đồng trở lên
Có hiệu lực từ: 01/7/2023
   Đợt 1 (hạn 16/6/2023): chỉ tiêu cũ
   Đợt 2 (hạn 15/12/2023): chỉ tiêu mới
⚠ Chỉ tiêu riêng của 1 đơn vị giữ nguyên, cộng lại 5 tỷ đồng.

Vì sao? Gõ lý do, ví dụ: Theo kết luận họp giao ban tháng 6
[Thôi]"""

CHANGED = """1/3. Thu ngân sách trên địa bàn
Chỉ tiêu: 12,5 tỷ đồng
Đơn vị tính: tỷ đồng
Cách tính: số lũy kế từ đầu năm, cộng các đơn vị
Câu gốc: Thu ngân sách trên địa bàn
Từ 01/7/2023: Từ 14 tỷ đồng trở lên – Nguồn thu tăng so với đầu năm
"""


async def card(here: Town) -> Shown:
    await here.admin.says("/phongtrao")
    await here.admin.taps("Chỉ tiêu (3)")
    await here.admin.taps("1")
    return await here.admin.says("T01: 5")


async def test_a_target_is_changed_from_a_day_on_with_a_reason(here: Town) -> None:
    admin = here.admin
    await card(here)
    assert str(await admin.taps("Đổi chỉ tiêu giao")) == ASKED
    assert (
        "Chưa đọc được “nhiều hơn” là chỉ tiêu nào tính bằng tỷ đồng" in (await admin.says("nhiều hơn")).text
    )
    assert "Chưa đọc được “90%”" in (await admin.says("90%")).text
    assert "đúng bằng mức đang giao" in (await admin.says("12,5 tỷ")).text
    assert str(await admin.says("từ 14.000 triệu đồng trở lên")) == SINCE
    assert "ở ngoài thời gian của phong trào" in (await admin.says("1/2/2024")).text
    await here.restart()
    assert str(await admin.says("1/7")) == WHY
    assert "Cần một lý do bằng chữ" in (await admin.says("???")).text
    assert (await admin.says("Nguồn thu tăng so với đầu năm")).buttons == (("Đổi",), ("Thôi",))
    assert (await admin.taps("Đổi")).text.startswith(CHANGED)

    # What is asked now keeps the old target, what is due after the day has the new one.
    assert "Chỉ tiêu giao: 12,5 tỷ đồng" in (await here.lan.says("/baocao")).text
    await here.at("2023-07-03 09:00")
    later = await here.lan.taps_data((await here.lan.sees())[-1].message_id, "open:2:2", forged=True)
    assert "Chỉ tiêu giao: Từ 14 tỷ đồng trở lên · của đơn vị: 5 tỷ đồng" in later.text
    await here.lan.says("7")
    assert "7 tỷ đồng · 140,0% kế hoạch" in (await here.lan.says("/tiendo")).text
    assert noted(here) == {
        "indicator": 1,
        "from": "2023-07-01",
        "reason": "Nguồn thu tăng so với đầu năm",
        "comparator": ">=",
        "value": "14",
        "value_to": None,
    }


def noted(here: Town) -> object:
    store = Store(f"sqlite:///{here.folder / 'dondoc.sqlite3'}")
    try:
        return store.read_now(
            lambda tx: tx.execute(select(audit.c.facts).where(audit.c.action == "retarget")).scalar_one()
        )
    finally:
        store.close()


async def test_a_units_own_target_counts_from_the_day_on_which_it_is_changed(here: Town) -> None:
    await card(here)
    await here.at("2023-07-03 09:00")
    await here.admin.says("T01: 6")
    await here.lan.says("/baocao")
    shown = (await here.lan.sees())[-1]
    first = await here.lan.taps_data(shown.message_id, "open:1:2", forged=True)
    assert "của đơn vị: 5 tỷ đồng" in first.text
    second = await here.lan.taps_data(shown.message_id, "open:2:2", forged=True)
    assert "của đơn vị: 6 tỷ đồng" in second.text


@pytest.mark.parametrize("data", ["retarget_keep", "retarget_today", "retarget:99", "give_again:99"])
async def test_a_forged_button_changes_no_target(here: Town, data: str) -> None:
    shown = await here.admin.says("/phongtrao")
    said = (await here.admin.taps_data(shown.message_id, data, forged=True)).text
    assert said.startswith(("Nút này đã cũ", "Nội dung này không còn"))
