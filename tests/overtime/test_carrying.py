"""A campaign from another: a sprint on what is behind, and the draft for next year, in the chat."""

from datetime import date

from bot.store import campaigns, indicators
from bot.store.campaigns import Campaign
from bot.store.engine import Store, Tx
from bot.store.indicators import Indicator
from tests.town import Shown, Town

LIST = """Đợt cao điểm
Từ: Phong trào thi đua năm 2023
Chậm tiến độ hoặc chưa đạt: 1 chỉ tiêu (đã đánh dấu). Đang chọn 1/3.

☑ 1. Thu ngân sách trên địa bàn
   Giao: 12,5 tỷ đồng · thực hiện 2 tỷ đồng (16,0%)
   Chậm: đến 02/5/2023 cần khoảng 4,2 tỷ đồng
☐ 2. Sản lượng lương thực có hạt
   Giao: 1.340 tấn · thực hiện 1.340 tấn (100,0%)
   Đạt: đến 02/5/2023 cần khoảng 448 tấn
☐ 3. Tỷ lệ hộ sử dụng nước hợp vệ sinh
   Giao: Trên 93%
   Theo từng đơn vị, không cộng

Bấm số để chọn hoặc bỏ.
[☑ 1][☐ 2][☐ 3]
[Tiếp: thời gian]
[Thôi]"""

PERIOD = """Đợt cao điểm với 2 chỉ tiêu chạy từ ngày nào đến ngày nào?
Gõ, ví dụ: 01/11 - 31/12 hoặc 2 tháng cuối năm
[Thôi]"""

MADE = """✓ Đã mở bản dự thảo: Đợt cao điểm: Phong trào thi đua năm 2023
Thời gian: 01/11/2023 – 31/12/2023
Đơn vị, người trả lời và chỉ tiêu riêng lấy từ “Phong trào thi đua năm 2023”.

Chỉ tiêu giao giữ nguyên cả năm, vì đơn vị nhập số lũy kế từ đầu năm:
• Thu ngân sách trên địa bàn: 12,5 tỷ đồng – còn thiếu 10,5 tỷ đồng
• Tỷ lệ hộ sử dụng nước hợp vệ sinh: Trên 93%
[Xem bản dự thảo]"""

NEXT = """Mở bản dự thảo cho năm sau?
Phong trào thi đua năm 2024

1. Đợt 1: đến 30/6/2024, hạn Thứ Sáu, 14/6/2024
2. Đợt 2: đến 31/12/2024, hạn Thứ Sáu, 13/12/2024

Lấy sang: 3 chỉ tiêu, đơn vị tham gia, người trả lời, lịch nhắc của cơ quan.
Không lấy: số liệu, chỉ tiêu riêng của đơn vị, chủ đề. Số giao của năm nay chỉ để tham khảo, phải giao lại từng \
chỉ tiêu trước khi phát động.
[Mở bản dự thảo]
[Thôi]"""


def stored(here: Town, campaign_id: int) -> tuple[Campaign, list[Indicator]]:
    def ask(tx: Tx) -> tuple[Campaign, list[Indicator]]:
        campaign = campaigns.of(tx, campaign_id)
        assert campaign is not None
        return campaign, indicators.of_campaign(tx, campaign_id)

    store = Store(f"sqlite:///{here.folder / 'dondoc.sqlite3'}")
    try:
        return store.read_now(ask)
    finally:
        store.close()


async def listed(here: Town) -> Shown:
    """Lan has reported, and the admin has the list of a sprint open; Nà Hoa has a target of its own."""
    await here.admin.says("/phongtrao")
    await here.admin.taps("Chỉ tiêu (3)")
    await here.admin.taps("1")
    await here.admin.says("T01: 5")
    await here.lan.says("/baocao")
    for figure in ("2", "1340", "94,5"):
        await here.lan.says(figure)
    await here.lan.taps("Nộp báo cáo")
    await here.admin.says("/phongtrao")
    return await here.admin.taps("Mở đợt cao điểm")


async def test_a_sprint_takes_over_what_is_behind_and_what_the_admin_ticks(here: Town) -> None:
    admin = here.admin
    assert str(await listed(here)) == LIST
    assert "Đang chọn 0/3" in (await admin.taps("☑ 1")).text
    assert "Chưa chọn chỉ tiêu nào" in (await admin.taps("Tiếp: thời gian")).text
    await admin.taps("☐ 1")
    await admin.taps("☐ 3")
    await here.restart()
    assert str(await admin.taps("Tiếp: thời gian")) == PERIOD
    assert "Chưa đọc được “sớm”" in (await admin.says("sớm")).text
    assert "đã hết ngày 31/3/2023" in (await admin.says("1/3/2023 - 31/3/2023")).text
    assert str(await admin.says("01/11 - 31/12")) == MADE

    parent, _ = stored(here, 1)
    sprint, kept = stored(here, 2)
    assert (sprint.parent_id, sprint.owner_id) == (parent.campaign_id, parent.owner_id)
    assert [(one.name, str(one.target.value), one.unit_targets) for one in kept] == [
        ("Thu ngân sách trên địa bàn", "12.5", 1),
        ("Tỷ lệ hộ sử dụng nước hợp vệ sinh", "93", 0),
    ]
    shown = await admin.taps("Xem bản dự thảo")
    assert "Bản dự thảo" in shown.text
    assert "Đơn vị: 3 bắt buộc" in shown.text
    assert "hạn Thứ Sáu, 15/12/2023" in shown.text
    assert "3 bắt buộc, 0 được mời" in (await admin.taps("Phát động")).text


async def test_a_list_that_is_not_open_any_more_takes_no_ticks(here: Town) -> None:
    shown = await listed(here)
    await here.admin.says("/phongtrao")
    for data in ("sprint_turn:1:0", "sprint_page:0", "sprint_period"):
        assert "Nút này đã cũ" in (await here.admin.taps_data(shown.message_id, data, forged=True)).text


async def test_next_years_draft_takes_over_all_but_figures_with_its_days_a_year_later(here: Town) -> None:
    await here.admin.says("/phongtrao")
    assert str(await here.admin.taps("Phong trào năm sau")) == NEXT
    shown = await here.admin.taps("Mở bản dự thảo")
    assert "Phong trào thi đua năm 2024" in shown.text
    assert "Đơn vị: 3 bắt buộc" in shown.text
    _, before = stored(here, 1)
    new, after = stored(here, 2)
    assert (new.starts_on, new.ends_on, new.parent_id) == (date(2024, 1, 10), date(2024, 12, 31), None)
    assert [(one.name, one.assignment, one.measure) for one in after] == [
        (one.name, one.assignment, one.measure) for one in before
    ]
    assert [one.catalogue_key for one in after] == [
        "ngan sach thu|dong",
        "hat luong luong san thuc|gam",
        "dung ho hop nuoc sinh su ve|%",
    ]
    again = await here.admin.taps_data(shown.message_id, "next_year_open:1", forged=True)
    assert "Nút này đã cũ" in again.text


async def test_next_years_campaign_is_not_launched_before_each_target_is_set_or_found_good(
    here: Town,
) -> None:
    admin = here.admin
    await admin.says("/phongtrao")
    await admin.taps("Phong trào năm sau")
    await admin.taps("Mở bản dự thảo")
    assert "Còn 3 chỉ tiêu mang số giao của năm trước" in (await admin.taps("Phát động")).text
    listing = await admin.taps("Xem chỉ tiêu (3)")
    assert "⚠ số giao của năm trước, phải giao lại" in listing.text
    await admin.taps("1")
    await admin.taps("Sửa chỉ tiêu")
    await admin.says("14 tỷ đồng")
    await admin.says("/phongtrao")
    await admin.taps("2. Phong trào thi đua năm 2023")
    await admin.taps_data((await admin.sees())[-1].message_id, "campaign:2", forged=True)
    assert "Còn" in (await admin.taps("Phát động")).text
    await admin.taps("Xem chỉ tiêu (3)")
    await admin.taps("✓ Đúng cả trang")
    _, kept = stored(here, 2)
    assert [str(one.baseline) for one in kept] == ["12.5", "1340", "93"]
    shown = await admin.taps_data((await admin.sees())[-1].message_id, "campaign_launch:2", forged=True)
    assert shown.text.startswith("Phát động?")
