"""What was read in a directive is looked through in the chat, page by page, and corrected by tapping."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.campaign.model import Role
from bot.store.engine import Store, Tx
from tests import builders
from tests.town import ADMIN, LAN, Town, moment, town

NOW = "2026-01-12 09:00"
DIRECTIVE = """ỦY BAN NHÂN DÂN
XÃ SUỐI VÀNG
Số: 05/CT-UBND

Suối Vàng, ngày 12 tháng 01 năm 2026

CHỈ THỊ
Về việc phát động phong trào thi đua năm 2026

Ủy ban nhân dân xã phát động phong trào thi đua năm 2026 với chủ đề "Suối Vàng đổi mới".

1. Thời gian: từ ngày 12/01/2026 đến hết ngày 31/12/2026.

2. Các chỉ tiêu thi đua

2.1. Về kinh tế

- Thu ngân sách trên địa bàn: 12,5 tỷ đồng.
- Diện tích trồng quế đạt 75 ha, trong đó trồng mới trên 20 ha.
- Sản lượng chè búp tươi: 1,234 tấn.

2.2. Về văn hóa - xã hội

- Tỷ lệ hộ gia đình văn hóa đạt trên 84%.
- Tỷ lệ hộ nghèo giảm 4% trở lên.
- Nâng cao chất lượng phổ cập giáo dục, xóa mù chữ.

CHỦ TỊCH

Nông Thị Lành
"""


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    store = Store(builders.database(tmp_path))
    store.write_now(_commune)
    store.close()
    async with town(tmp_path, at=NOW) as found:
        await found.admin.sends("chi-thi.txt", DIRECTIVE.encode())
        yield found


def _commune(tx: Tx) -> None:
    now = moment(NOW)
    root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
    upper = builders.unit(tx, "T01", "Thôn Nà Hoa", parent=root)
    builders.person(tx, ADMIN, "Hương", now, (Role.ADMIN, root))
    builders.person(tx, LAN, "Lan", now, (Role.FOCAL_POINT, upper))


PAGE = """Chỉ tiêu (7, 7 chưa xem) · trang 1/2

⚠ Đọc chưa chắc, đề nghị xem trước

Về kinh tế
4. Sản lượng chè búp tươi: 1,234 tấn
Sản lượng chè búp tươi: 1,234 tấn (dòng 20)
   ⚠ ba chữ số sau dấu phẩy

Các chỉ tiêu còn lại
1. Thu ngân sách trên địa bàn: 12,5 tỷ đồng
Thu ngân sách trên địa bàn: 12,5 tỷ đồng (dòng 18)
2. Diện tích trồng quế: 75 ha
Diện tích trồng quế đạt 75 ha (dòng 19)
   ↳ trong đó 3. Trồng mới: Trên 20 ha
trong đó trồng mới trên 20 ha (dòng 19)

Về văn hóa - xã hội
5. Tỷ lệ hộ gia đình văn hóa: Trên 84%
Tỷ lệ hộ gia đình văn hóa đạt trên 84% (dòng 24)

Bấm số thứ tự để sửa, giao hoặc bỏ. Gõ một dòng để thêm chỉ tiêu.
[4][1][2][3][5]
[✓ Đúng cả trang]
[Trang sau ▶]
[Đến mục…]
[Thêm chỉ tiêu][Về đầu]"""

CARD = """✓ Đã sửa chỉ tiêu giao. Trước đó: 1,234 tấn
4/7. Sản lượng chè búp tươi ✓
Mục: Về kinh tế
Chỉ tiêu: 1.234 tấn
Đơn vị tính: tấn
Cách tính: số lũy kế từ đầu năm, cộng các đơn vị
Câu gốc (dòng 20): Sản lượng chè búp tươi: 1,234 tấn
Trả lời: mọi đơn vị bắt buộc (1 đơn vị)

Giao riêng cho đơn vị: gõ mã hoặc tên đơn vị, dấu hai chấm, số. Mỗi đơn vị một dòng. Gõ “xóa” thay cho số để bỏ.
[Sửa tên][Sửa chỉ tiêu]
[Đơn vị tính][So sánh][Chiều]
[Cách tính][Chuyển mục]
[Hỏi số trong kỳ]
[Gõ lại cả dòng][Ai trả lời]
[Bỏ chỉ tiêu]
[Sau ▶]
[Danh sách][Về đầu]"""


async def test_doubtful_readings_come_first_and_a_doubtful_number_is_chosen_by_tapping(here: Town) -> None:
    admin = here.admin
    assert "Chỉ tiêu: 7 (7 chưa xem, trong đó ⚠ 1 đọc chưa chắc)" in (await admin.says("/phongtrao")).text
    assert str(await admin.taps("Xem chỉ tiêu (7)")) == PAGE
    card = await admin.taps("4")
    assert "⚠ Đọc chưa chắc: ba chữ số sau dấu phẩy" in card.text
    asked = await admin.taps("Sửa chỉ tiêu")
    assert asked.buttons == (("Đạt 1.234 tấn",), ("Quay lại",))
    assert str(await admin.taps("Đạt 1.234 tấn")) == CARD


async def test_a_typed_target_is_shown_old_and_new_before_it_is_kept(here: Town) -> None:
    admin = here.admin
    await admin.taps("Xem chỉ tiêu (7)")
    await admin.taps("5")
    await admin.taps("Sửa chỉ tiêu")
    assert str(await admin.says("tu 85 tro len")) == (
        "5. Tỷ lệ hộ gia đình văn hóa\n\nCũ: Trên 84%\nMới: Từ 85% trở lên\n\n"
        "Đúng thì bấm “Giữ”, chưa đúng thì gõ lại.\n[Giữ][Không sửa]"
    )
    shown = await admin.says("8.5 - 9 %")
    assert "Cũ: Trên 84%\nMới: 8,5 - 9%" in shown.text
    kept = await admin.taps("Giữ")
    assert kept.text.startswith(
        "✓ Đã sửa chỉ tiêu giao. Trước đó: Trên 84%\n5/7. Tỷ lệ hộ gia đình văn hóa ✓\n"
    )
    assert "Chỉ tiêu: 8,5 - 9%" in kept.text


async def test_a_whole_page_is_all_right_with_one_tap_and_the_next_page_opens(here: Town) -> None:
    admin = here.admin
    await admin.taps("Xem chỉ tiêu (7)")
    shown = await admin.taps("✓ Đúng cả trang")
    assert shown.text.startswith(
        "✓ Đã xem 5 chỉ tiêu. Còn 2 chỉ tiêu chưa xem.\nChỉ tiêu (7, 2 chưa xem) · trang 2/2"
    )
    shown = await admin.taps("✓ Đúng cả trang")
    assert shown.text.startswith("✓ Đã xem 2 chỉ tiêu. Đã xem hết 7 chỉ tiêu.\nChỉ tiêu (7) · trang 2/2")
    assert ("✓ Đúng cả trang",) not in shown.buttons
    assert "Chỉ tiêu: 7\n" in (await admin.taps("Về đầu")).text


async def test_a_launch_with_a_doubtful_reading_that_nobody_saw_asks_once_more(here: Town) -> None:
    admin = here.admin
    await admin.taps("Phát động")
    shown = await admin.taps("Phát động ngay")
    assert str(shown).endswith(
        "⚠ 1 chỉ tiêu đọc chưa chắc, chưa ai xem: 4. Sản lượng chè búp tươi\n\n"
        "Vẫn phát động khi các chỉ tiêu này chưa được xem?\n"
        "[Xem các chỉ tiêu đó]\n[Vẫn phát động]\n[Chưa, quay lại]"
    )
    assert "Sản lượng chè búp tươi" in (await admin.taps("Xem các chỉ tiêu đó")).text
    await admin.taps("Về đầu")
    await admin.taps("Phát động")
    await admin.taps("Phát động ngay")
    assert "Đã phát động." in (await admin.taps("Vẫn phát động")).text


async def test_dropping_a_whole_asks_about_its_parts(here: Town) -> None:
    admin = here.admin
    await admin.taps("Xem chỉ tiêu (7)")
    await admin.taps("2")
    asked = await admin.taps("Bỏ chỉ tiêu")
    assert "Bỏ chỉ tiêu này? Chỉ tiêu này có 1 phần “trong đó”." in asked.text
    assert asked.buttons == (("Bỏ cả các phần", "Bỏ, giữ các phần"), ("Giữ lại",))
    shown = await admin.taps("Bỏ, giữ các phần")
    assert "✓ Đã bỏ: Diện tích trồng quế" in shown.text
    assert "\n2. Trồng mới: Trên 20 ha" in shown.text


async def test_a_correction_survives_a_restart_and_a_button_of_an_older_screen_is_stale(here: Town) -> None:
    admin = here.admin
    await admin.taps("Xem chỉ tiêu (7)")
    await admin.taps("5")
    await admin.taps("So sánh")
    await here.restart()
    older = (await admin.sees())[-1]
    shown = await admin.taps("Từ 84% trở lên")
    assert "✓ Đã sửa cách so sánh. Trước đó: Trên 84%" in shown.text
    data = next(b["data"] for row in older.raw["buttons"] for b in row if b["text"] == "Dưới 84%")
    assert "Nút này đã cũ" in (await admin.taps_data(older.message_id, data, forged=True)).text


DIRECTION = """5. Tỷ lệ hộ gia đình văn hóa
Câu gốc (dòng 24): Tỷ lệ hộ gia đình văn hóa đạt trên 84%

Chiều hiện nay: đạt mức
Bấm chiều đúng với văn bản: số giao là mức phải đạt, phần phải tăng, phần phải giảm, hay mức phải giữ.
[đạt mức]
[tăng thêm]
[giảm bớt]
[giữ nguyên]
[Quay lại]"""


async def test_the_direction_of_a_target_is_tapped(here: Town) -> None:
    admin = here.admin
    await admin.taps("Xem chỉ tiêu (7)")
    await admin.taps("5")
    assert str(await admin.taps("Chiều")) == DIRECTION
    assert "Phần này được chọn bằng nút" in (await admin.says("giữ")).text
    shown = await admin.taps("giữ nguyên")
    assert "✓ Đã sửa chiều tăng giảm. Trước đó: đạt mức" in shown.text
    assert "Chỉ tiêu: Duy trì trên 84%" in shown.text


async def test_another_section_is_tapped_or_typed_and_the_list_is_left_on_its_page(here: Town) -> None:
    admin = here.admin
    await admin.taps("Xem chỉ tiêu (7)")
    await admin.taps("Trang sau ▶")
    await admin.taps("7")
    await admin.taps("Chuyển mục")
    shown = await admin.taps("Về kinh tế")
    assert "✓ Đã sửa mục. Trước đó: Về văn hóa - xã hội\n5/7. Nâng cao chất lượng" in shown.text
    await admin.taps("Chuyển mục")
    shown = await admin.says("ve van hoa - xa hoi")
    assert "7/7. Nâng cao chất lượng" in shown.text
    assert "trang 2/2" in (await admin.taps("Danh sách")).text


async def test_a_sections_page_is_reached_from_the_list_and_a_number_opens_its_indicator(here: Town) -> None:
    admin = here.admin
    await admin.taps("Xem chỉ tiêu (7)")
    shown = await admin.taps("Đến mục…")
    assert shown.buttons[:2] == (("Về kinh tế – 4",), ("Về văn hóa - xã hội – 3",))
    await admin.taps("Về văn hóa - xã hội – 3")
    assert (await admin.says("6")).text.startswith("6/7. Tỷ lệ hộ nghèo")
    await admin.taps("Danh sách")
    assert "Không có chỉ tiêu số 9" in (await admin.says("9")).text


OWN_FIELDS = """✓ Đã sửa ngày kết thúc. Trước đó: 31/12/2026

Phần chung của phong trào

Tên: Phong trào thi đua năm 2026 – Về việc phát động phong trào thi đua năm 2026
Số: 05/CT-UBND – Số: 05/CT-UBND
Ngày văn bản: 12/01/2026 – ngày 12 tháng 01 năm 2026
Chủ đề: Suối Vàng đổi mới
Bắt đầu: 12/01/2026 – từ ngày 12/01/2026
Kết thúc: 30/11/2026 – đến hết ngày 31/12/2026

Bấm phần cần sửa.
[Tên][Số][Ngày văn bản]
[Chủ đề][Bắt đầu][Kết thúc]
[Đợt 1: Đợt thi đua năm 2026]
[Về đầu]"""


async def test_the_campaigns_own_fields_are_corrected_beside_their_words(here: Town) -> None:
    admin = here.admin
    await admin.taps("Sửa phần chung")
    await admin.taps("Kết thúc")
    assert str(await admin.says("hết ngày 30/11")) == OWN_FIELDS
    await admin.taps("Đợt 1: Đợt thi đua năm 2026")
    await admin.taps("Ngày sơ kết, tổng kết")
    shown = await admin.says("truoc ngay 10/12")
    assert "✓ Đã sửa phần sơ kết, tổng kết. Trước đó: không có" in shown.text
    assert "trước ngày 10/12/2026" in (await admin.taps("Về đầu")).text
