"""A directive that names who answers: the unit is proposed, asked about or shown as it was written."""

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
Số: 06/KH-UBND

Suối Vàng, ngày 12 tháng 01 năm 2026

KẾ HOẠCH
Phát động phong trào thi đua năm 2026

1. Thời gian: từ ngày 12/01/2026 đến hết ngày 31/12/2026.

2. Các chỉ tiêu thi đua

| TT | Chỉ tiêu | Đơn vị tính | Kế hoạch 2026 | Đơn vị chủ trì | Đơn vị phối hợp |
| 1 | Diện tích trồng quế | ha | 75 | thon na hoa | Hội Nông dân |
| 2 | Số hộ làm nhà vệ sinh | hộ | 40 | Thôn Nà Hoa, Thôn Khe Lạnh | |
| 3 | Số buổi ra quân làm đường | buổi | 12 | Ban Quản lý chợ | |

CHỦ TỊCH

Nông Thị Lành
"""


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    store = Store(builders.database(tmp_path))
    store.write_now(_commune)
    store.close()
    async with town(tmp_path, at=NOW) as found:
        await found.admin.sends("ke-hoach.txt", DIRECTIVE.encode())
        yield found


def _commune(tx: Tx) -> None:
    now = moment(NOW)
    root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
    upper = builders.unit(tx, "T01", "Thôn Nà Hoa", parent=root)
    builders.unit(tx, "T02", "Thôn Khe Lạnh", parent=root)
    builders.person(tx, ADMIN, "Hương", now, (Role.ADMIN, root))
    builders.person(tx, LAN, "Lan", now, (Role.FOCAL_POINT, upper))


PAGE = """Chỉ tiêu (3, 3 chưa xem)

⚠ Đọc chưa chắc, đề nghị xem trước

Các chỉ tiêu thi đua
2. Số hộ làm nhà vệ sinh: 40 hộ
2 | Số hộ làm nhà vệ sinh | hộ | 40 | Thôn Nà Hoa, Thôn Khe Lạnh (dòng 16)
   ⚠ chưa rõ đơn vị phụ trách là đơn vị nào
   Phụ trách theo văn bản: “Thôn Nà Hoa, Thôn Khe Lạnh”

Các chỉ tiêu còn lại
1. Diện tích trồng quế: 75 ha
1 | Diện tích trồng quế | ha | 75 | thon na hoa | Hội Nông dân (dòng 15)
   Trả lời: Thôn Nà Hoa (đề xuất theo văn bản)
3. Số buổi ra quân làm đường: 12 buổi
3 | Số buổi ra quân làm đường | buổi | 12 | Ban Quản lý chợ (dòng 17)
   Phụ trách theo văn bản: “Ban Quản lý chợ”

Bấm số thứ tự để sửa, giao hoặc bỏ. Gõ một dòng để thêm chỉ tiêu.
[2][1][3]
[✓ Đúng cả trang]
[Thêm chỉ tiêu][Về đầu]"""

ASKED = """2/3. Số hộ làm nhà vệ sinh
⚠ Đọc chưa chắc: chưa rõ đơn vị phụ trách là đơn vị nào
Mục: Các chỉ tiêu thi đua
Chỉ tiêu: 40 hộ
Đơn vị tính: hộ
Cách tính: số mới, lũy kế từ đầu năm, cộng các đơn vị
Câu gốc (dòng 16): 2 | Số hộ làm nhà vệ sinh | hộ | 40 | Thôn Nà Hoa, Thôn Khe Lạnh
Trả lời: mọi đơn vị bắt buộc (2 đơn vị)
Phụ trách theo văn bản: “Thôn Nà Hoa, Thôn Khe Lạnh”

Giao riêng cho đơn vị: gõ mã hoặc tên đơn vị, dấu hai chấm, số. Mỗi đơn vị một dòng. Gõ “xóa” thay cho số để bỏ.
“Thôn Nà Hoa, Thôn Khe Lạnh”: đơn vị nào trả lời?
[Thôn Khe Lạnh]
[Thôn Nà Hoa]
[Mọi đơn vị bắt buộc]
[✓ Đúng]
[Sửa tên][Sửa chỉ tiêu]
[Đơn vị tính][So sánh][Chiều]
[Cách tính][Chuyển mục]
[Hỏi số trong kỳ]
[Gõ lại cả dòng][Ai trả lời]
[Bỏ chỉ tiêu]
[Sau ▶]
[Danh sách][Về đầu]"""


async def test_an_owner_in_the_directive_is_proposed_and_stands_once_it_was_looked_at(here: Town) -> None:
    admin = here.admin
    assert str(await admin.taps("Xem chỉ tiêu (3)")) == PAGE
    card = await admin.taps("1")
    assert (
        "Trả lời: Thôn Nà Hoa (đề xuất theo văn bản) (1 đơn vị)\nPhụ trách theo văn bản: “thon na hoa”\n"
        in card.text
    )
    assert "   Trả lời: Thôn Nà Hoa\n" in (await admin.taps("✓ Đúng")).text


async def test_an_owner_that_may_be_several_units_is_asked_with_buttons(here: Town) -> None:
    admin = here.admin
    await admin.taps("Xem chỉ tiêu (3)")
    assert str(await admin.taps("2")) == ASKED
    card = await admin.taps("Thôn Nà Hoa")
    assert card.text.startswith("2/3. Số hộ làm nhà vệ sinh ✓\nMục:")
    assert "Trả lời: Thôn Nà Hoa (1 đơn vị)\n" in card.text
    assert ("Thôn Khe Lạnh",) not in card.buttons


async def test_all_units_may_answer_though_the_directive_names_some(here: Town) -> None:
    admin = here.admin
    await admin.taps("Xem chỉ tiêu (3)")
    await admin.taps("2")
    card = await admin.taps("Mọi đơn vị bắt buộc")
    assert card.text.startswith("2/3. Số hộ làm nhà vệ sinh ✓\nMục:")
    assert "Trả lời: mọi đơn vị bắt buộc (2 đơn vị)\n" in card.text


async def test_an_owner_that_nobody_knows_is_shown_and_warned_of_and_a_tap_corrects_who_answers(
    here: Town,
) -> None:
    admin = here.admin
    await admin.taps("Xem chỉ tiêu (3)")
    card = await admin.taps("3")
    assert (
        "Phụ trách theo văn bản: “Ban Quản lý chợ”\n⚠ Chưa có đơn vị nào của phong trào mang tên này. "
        "Muốn giao riêng, bấm “Ai trả lời”." in card.text
    )
    await admin.taps("Ai trả lời")
    assert (
        "Trả lời: Thôn Khe Lạnh (1 đơn vị)\nPhụ trách theo văn bản: “Ban Quản lý chợ”\n\n"
        in (await admin.says("T02")).text
    )
