"""A second document re-issues targets of a running campaign: side by side, then in force from a day on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.campaign.model import Role
from bot.store.engine import Store, Tx
from tests import builders
from tests.town import ADMIN, LAN, MINH, Shown, Town, moment, town

NOW = "2026-01-12 09:00"
DIRECTIVE = """ỦY BAN NHÂN DÂN
XÃ SUỐI VÀNG
Số: 05/CT-UBND

Suối Vàng, ngày 12 tháng 01 năm 2026

CHỈ THỊ
Về việc phát động phong trào thi đua năm 2026

1. Thời gian: từ ngày 12/01/2026 đến hết ngày 31/12/2026.

2. Các chỉ tiêu thi đua

- Thu ngân sách trên địa bàn: 12,5 tỷ đồng.
- Trồng rừng mới đạt 75 ha.
- Tỷ lệ che phủ rừng đạt trên 61%.

CHỦ TỊCH

Nông Thị Lành
"""
DECISION = """ỦY BAN NHÂN DÂN
XÃ SUỐI VÀNG
Số: 31/QĐ-UBND

Suối Vàng, ngày 25 tháng 6 năm 2026

QUYẾT ĐỊNH
Về việc giao lại một số chỉ tiêu thi đua năm 2026

1. Các chỉ tiêu thi đua giao lại

- Tổng thu ngân sách: 14.000 triệu đồng.
- Trồng rừng tập trung đạt 90 ha.
- Tỷ lệ hộ dùng nước sạch đạt 95%.

CHỦ TỊCH

Nông Thị Lành
"""

ASKED = """Đã đọc QUYẾT ĐỊNH số 31/QĐ-UBND ngày 25/6/2026: Giao lại một số chỉ tiêu thi đua năm 2026, 3 chỉ tiêu.

Đây là phong trào mới, hay giao lại (điều chỉnh) chỉ tiêu của phong trào đang chạy?
[Phong trào mới]
[Giao lại: Phong trào thi đua năm 2026]"""

SIDE = """Giao lại chỉ tiêu
Theo: QUYẾT ĐỊNH số 31/QĐ-UBND ngày 25/6/2026
Của: Phong trào thi đua năm 2026
Có hiệu lực từ: 25/6/2026

2 dòng cần anh/chị chọn · đổi 1 · mới 0 · thôi giao 0 · bỏ 0 · không đổi 0 · không có trong văn bản 2

1. Trồng rừng tập trung – ❓ chưa rõ là chỉ tiêu nào
   Trong văn bản: 90 ha
   Trồng rừng tập trung đạt 90 ha (dòng 13)
2. Tỷ lệ hộ dùng nước sạch – ❓ chưa rõ là chỉ tiêu nào
   Trong văn bản: 95%
   Tỷ lệ hộ dùng nước sạch đạt 95% (dòng 14)
3. Tổng thu ngân sách – đổi chỉ tiêu giao
   Cũ: 12,5 tỷ đồng (“Thu ngân sách trên địa bàn”)
   Mới: 14 tỷ đồng
   Tổng thu ngân sách: 14.000 triệu đồng (dòng 12)
4. Trồng rừng mới – không có trong văn bản, giữ nguyên
   Đang giao: 75 ha
5. Tỷ lệ che phủ rừng – không có trong văn bản, giữ nguyên
   Đang giao: Trên 61%

Bấm số thứ tự để ghép, đổi hoặc bỏ.
[1][2][3]
[4: thôi giao][5: thôi giao]
[Thêm 1 dòng lạ là chỉ tiêu mới]
[Ngày hiệu lực][Xem lại và giao]
[Là phong trào mới][Bỏ văn bản]"""

LINE = """Trồng rừng tập trung – ❓ chưa rõ là chỉ tiêu nào
   Trong văn bản: 90 ha
   Trồng rừng tập trung đạt 90 ha (dòng 13)

Dòng này là chỉ tiêu nào đang giao?
1. Trồng rừng mới: 75 ha
[1. Trồng rừng mới]
[Chỉ tiêu khác…]
[Sửa cách đọc]
[Chỉ tiêu mới][Bỏ dòng này]
[Quay lại]"""

REVIEW = """Giao lại từ 01/7/2026?
Phong trào thi đua năm 2026
Theo: QUYẾT ĐỊNH số 31/QĐ-UBND ngày 25/6/2026

Đổi 2 chỉ tiêu:
• Thu ngân sách trên địa bàn: 12,5 tỷ đồng → 14 tỷ đồng
• Trồng rừng mới: 75 ha → 90 ha
Thêm 1 chỉ tiêu:
• Tỷ lệ hộ dùng nước sạch: 95%
Thôi giao 1 chỉ tiêu:
• Tỷ lệ che phủ rừng

Sơ kết (hạn 17/6/2026): tính theo chỉ tiêu cũ
Đợt thi đua năm 2026 (hạn 17/12/2026): tính theo chỉ tiêu mới

⚠ Chỉ tiêu riêng của đơn vị giữ nguyên, anh/chị xem lại:
• Thu ngân sách trên địa bàn: 1 đơn vị, cộng lại 2,5 tỷ đồng, chỉ tiêu mới 14 tỷ đồng
[Giao lại]
[Chưa, quay lại]"""

DONE = """✓ Đã giao lại, có hiệu lực từ 01/7/2026: đổi 2, thêm 1, thôi giao 1 chỉ tiêu.
Phong trào thi đua năm 2026

Chỉ tiêu riêng của đơn vị chưa đổi ở 1 chỉ tiêu; bấm để xem và giao lại cho đơn vị.
[1. Thu ngân sách trên địa bàn]
[Xem phong trào]"""


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    """The campaign of 2026 runs, with a first phase to 30/6 and a target of Nà Hoa's own."""
    store = Store(builders.database(tmp_path))
    store.write_now(_commune)
    store.close()
    async with town(tmp_path, at=NOW) as found:
        await found.admin.sends("chi-thi.txt", DIRECTIVE.encode())
        await found.admin.taps("Thêm đợt")
        await found.admin.says("Sơ kết: 30/6")
        message = await found.admin.says("/phongtrao")
        await found.admin.taps_data(message.message_id, "campaign_indicator:1:1", forged=True)
        await found.admin.says("T01: 2,5")
        await found.admin.taps_data(message.message_id, "launch:1", forged=True)
        yield found


def _commune(tx: Tx) -> None:
    now = moment(NOW)
    root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
    upper = builders.unit(tx, "T01", "Thôn Nà Hoa", parent=root)
    lower = builders.unit(tx, "T02", "Thôn Khuổi Lầu", parent=root)
    builders.person(tx, ADMIN, "Hương", now, (Role.ADMIN, root))
    builders.person(tx, LAN, "Lan", now, (Role.FOCAL_POINT, upper))
    builders.person(tx, MINH, "Minh", now, (Role.FOCAL_POINT, lower))


async def decided(here: Town) -> Shown:
    """The decision was sent, every line decided, and the day said."""
    await here.admin.sends("quyet-dinh.txt", DECISION.encode())
    await here.admin.taps("Giao lại: Phong trào thi đua năm 2026")
    await here.admin.taps("1")
    await here.admin.taps("1. Trồng rừng mới")
    await here.admin.taps("Thêm 1 dòng lạ là chỉ tiêu mới")
    await here.admin.taps("4: thôi giao")
    await here.admin.taps("Ngày hiệu lực")
    return await here.admin.says("1/7")


async def test_targets_are_re_issued_line_by_line_and_each_phase_is_measured_by_what_was_in_force(
    here: Town,
) -> None:
    admin, lan = here.admin, here.lan
    assert str(await admin.sends("quyet-dinh.txt", DECISION.encode())) == ASKED
    assert str(await admin.taps("Giao lại: Phong trào thi đua năm 2026")) == SIDE
    assert "Còn 2 dòng chưa rõ" in (await admin.taps("Xem lại và giao")).text

    assert str(await admin.taps("1")) == LINE
    # What was decided is stored: another command and a restart lose nothing.
    await admin.says("/tonghop")
    await here.restart()
    await admin.taps_data((await admin.sees())[-2].message_id, "reissue_line:2:5", forged=True)
    await admin.taps("1. Trồng rừng mới")
    shown = await admin.taps("Thêm 1 dòng lạ là chỉ tiêu mới")
    assert "đổi 2 · mới 1" in shown.text
    assert "thôi giao 1" in (await admin.taps("4: thôi giao")).text
    assert "01/7/2026" in (await _said_from(here, "1/7")).text

    assert str(await admin.taps("Xem lại và giao")) == REVIEW
    assert str(await admin.taps("Giao lại")) == DONE
    card = await admin.taps("1. Thu ngân sách trên địa bàn")
    assert "Từ 01/7/2026: 14 tỷ đồng" in card.text
    assert "QUYẾT ĐỊNH số 31/QĐ-UBND" in card.text

    # The first phase keeps its targets, the second has the new ones; the new indicator is asked only there.
    await here.at("2026-07-02 09:00")
    await lan.says("/baocao")
    first = await lan.taps_data((await lan.sees())[-1].message_id, "open:1:2", forged=True)
    assert "1/3. Thu ngân sách trên địa bàn" in first.text
    assert "Chỉ tiêu giao: 12,5 tỷ đồng · của đơn vị: 2,5 tỷ đồng" in first.text
    second = await lan.taps_data(first.message_id, "open:2:2", forged=True)
    assert "Chỉ tiêu giao: 14 tỷ đồng · của đơn vị: 2,5 tỷ đồng" in second.text
    assert "2/3. Trồng rừng mới" in (await lan.says("2")).text
    assert "3/3. Tỷ lệ hộ dùng nước sạch" in (await lan.says("50")).text
    await lan.says("95")
    await lan.taps("Nộp báo cáo")
    summed = await admin.taps_data(card.message_id, "summary:1:2:0", forged=True)
    assert "Giao: 14 tỷ đồng" in summed.text
    assert "che phủ rừng" not in summed.text
    before = await admin.taps_data(card.message_id, "summary:1:1:0", forged=True)
    assert "Giao: 12,5 tỷ đồng" in before.text
    assert "che phủ rừng" in before.text


async def _said_from(here: Town, text: str) -> Shown:
    await here.admin.taps("Ngày hiệu lực")
    assert "ở ngoài thời gian của phong trào" in (await here.admin.says("1/1/2026")).text
    return await here.admin.says(text)


async def test_a_document_is_a_campaign_of_its_own_where_the_admin_says_so(here: Town) -> None:
    await here.admin.sends("quyet-dinh.txt", DECISION.encode())
    await here.admin.taps("Giao lại: Phong trào thi đua năm 2026")
    shown = await here.admin.taps_data((await here.admin.sees())[-1].message_id, "launch:2", forged=True)
    assert "đang đối chiếu để giao lại chỉ tiêu" in shown.text
    await here.admin.taps("Là phong trào mới")
    assert "QUYẾT ĐỊNH" in (await here.admin.says("31/12/2026")).text
    assert "bản dự thảo, mở lúc" in (await here.admin.says("/phongtrao")).text


async def test_a_kept_document_is_no_campaign_and_no_button_of_it_does_anything_any_more(here: Town) -> None:
    old = await decided(here)
    await here.admin.taps("Xem lại và giao")
    await here.admin.taps("Giao lại")
    for data in ("reissue_keep:2", "reissue_add:2:4", "reissue_withdraw:2:3", "campaign:2", "launch:2"):
        assert (await here.admin.taps_data(old.message_id, data, forged=True)).text.startswith("Nội dung này")
    assert "giao lại một số" not in (await here.admin.says("/phongtrao")).text
    assert "giao lại một số" not in (await here.admin.says("/tonghop")).text


async def test_a_closed_campaign_takes_no_new_targets(here: Town) -> None:
    old = await decided(here)
    await here.admin.taps_data(old.message_id, "close_campaign:1:1", forged=True)
    refused = await here.admin.taps_data(old.message_id, "reissue_keep:2", forged=True)
    assert "đã đóng nên không sửa được nữa" in refused.text


async def test_a_withdrawn_indicator_can_be_given_again(here: Town) -> None:
    admin = here.admin
    await decided(here)
    await admin.taps("Xem lại và giao")
    shown = await admin.taps("Giao lại")
    card = await admin.taps_data(shown.message_id, "campaign_indicator:1:3", forged=True)
    assert "Thôi giao từ 01/7/2026." in card.text
    assert "Đổi chỉ tiêu giao" not in str(card)
    card = await admin.taps("Giao tiếp")
    assert "Thôi giao" not in card.text
    assert "Đổi chỉ tiêu giao" in str(card)
