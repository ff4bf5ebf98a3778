"""The whole way in the chat: a directive is sent, looked through, corrected, launched, and heard of."""

import base64
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from bot.campaign.model import Role
from bot.store.engine import Store, Tx
from tests import builders
from tests.campaigns.test_sent_files import TEXT
from tests.directive.press import Sheet, pdf
from tests.directive.samples import EXAMPLES
from tests.town import ADMIN, LAN, MINH, Town, moment, town

NOW = "2026-01-12 09:00"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    store = Store(builders.database(tmp_path))
    store.write_now(_commune)
    store.close()
    async with town(tmp_path, at=NOW) as found:
        yield found


def _commune(tx: Tx) -> None:
    now = moment(NOW)
    root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
    upper = builders.unit(tx, "T01", "Thôn Nà Hoa", parent=root)
    lower = builders.unit(tx, "T02", "Thôn Khuổi Lầu", parent=root)
    builders.person(tx, ADMIN, "Hương", now, (Role.ADMIN, root))
    builders.person(tx, LAN, "Lan", now, (Role.FOCAL_POINT, upper))
    builders.person(tx, MINH, "Minh", now, (Role.FOCAL_POINT, lower))


async def test_a_pdf_file_is_read_in_the_chat_and_a_scan_is_told_what_to_send_instead(here: Town) -> None:
    shown = await here.admin.sends("chi-thi.pdf", (EXAMPLES / "chi-thi-2026.pdf").read_bytes())
    assert "CHỈ THỊ số 02/CT-UBND, ngày 12/01/2026" in shown.text
    shown = await here.admin.sends("quet.pdf", pdf(Sheet().picture()))
    assert shown.text == (
        "Tệp này là ảnh chụp hoặc bản quét (hoặc có trang quét), không đọc được chữ."
        " Gửi bản soạn thảo .docx của văn bản."
    )


async def test_a_directive_becomes_a_running_campaign_in_the_chat(here: Town) -> None:
    admin = here.admin
    shown = await admin.sends("chi-thi.txt", TEXT.encode())
    assert "CHỈ THỊ số 05/CT-UBND, ngày 12/01/2026" in shown.text
    assert "hạn Thứ Năm, 17/12/2026" in shown.text

    await admin.taps("Thêm chỉ tiêu")
    shown = await admin.says("Tỷ lệ che phủ rừng đạt trên 61%")
    assert "Chỉ tiêu: Trên 61%" in shown.text
    shown = await admin.taps("Giữ")
    assert "✓ Đã thêm 1 chỉ tiêu." in shown.text

    await admin.taps("1")
    shown = await admin.says("T01: 2,5\nkhuoi lau: 3")
    assert "✓ Thôn Nà Hoa: 2,5 tỷ đồng" in shown.text

    await admin.taps("Về đầu")
    await admin.taps("Hạn báo cáo")
    shown = await admin.says("15/12")
    assert "hạn mới Thứ Ba, 15/12/2026" in shown.text

    await admin.taps("Về đầu")
    shown = await admin.taps("Phát động")
    assert "Chỉ tiêu: 3, 2 chỉ tiêu riêng" in shown.text
    assert "Đầu mối sẽ nhận tin: 2" in shown.text
    shown = await admin.taps("Phát động ngay")
    assert "2 đầu mối sẽ nhận tin nhắn" in shown.text

    await here.lan.says("/start")
    await here.at("2026-01-12 09:05")
    assert any("Phong trào thi đua năm 2026" in one.text for one in await here.lan.sees())
    assert "Thu ngân sách trên địa bàn" in (await here.lan.says("/baocao")).text


async def test_a_due_date_that_the_directive_states_is_shown_with_its_sentence(here: Town) -> None:
    stated = TEXT.replace(
        "\nCHỦ TỊCH", "\n3. Các thôn gửi báo cáo về xã chậm nhất ngày 05/12/2026.\n\nCHỦ TỊCH"
    )
    shown = await here.admin.sends("chi-thi.txt", stated.encode())
    assert "hạn Thứ Bảy, 05/12/2026" in shown.text
    assert "Văn bản ghi: “gửi báo cáo về xã chậm nhất ngày 05/12/2026”" in shown.text
    assert "bot đề xuất" not in shown.text
    shown = await here.admin.taps("Hạn báo cáo")
    await here.admin.says("10/12")
    shown = await here.admin.taps("Về đầu")
    assert "bot đề xuất" in shown.text


async def test_the_grid_is_handed_out_filled_in_and_taken_back(here: Town) -> None:
    await here.admin.sends("chi-thi.txt", TEXT.encode())
    handed_out = await here.admin.taps("Bảng giao (Excel)")
    assert "2 đơn vị × 2 chỉ tiêu" in handed_out.text
    content = await content_of(here, handed_out.raw["document"]["file_id"])
    book = openpyxl.load_workbook(BytesIO(content))
    book.worksheets[0]["C3"] = 7.25
    filled = BytesIO()
    book.save(filled)
    taken = await here.admin.sends("bang.xlsx", filled.getvalue())
    assert "Ghi mới hoặc sửa: 1 ô." in taken.text


async def content_of(here: Town, file_id: str) -> bytes:
    assert here.bot is not None
    file = await here.bot.bot.get_file(file_id)
    return bytes(await file.download_as_bytearray())


async def test_files_that_are_no_directive_create_nothing(here: Town) -> None:
    shown = await here.admin.sends("cho.txt", "Gạo 5 kg\nMuối 2 gói".encode())
    assert "không phải văn bản phát động thi đua" in shown.text
    shown = await here.admin.sends("anh.jpg", base64.b64decode(b"/9j/4AAQSkZJRg=="))
    assert "bản soạn thảo .docx" in shown.text
    assert "Chưa có phong trào nào" in (await here.admin.says("/phongtrao")).text


async def test_a_focal_point_who_sends_a_directive_is_told_what_he_can_do(here: Town) -> None:
    shown = await here.lan.sends("chi-thi.txt", TEXT.encode())
    assert "/baocao" in shown.text
    assert "Chưa có phong trào nào" in (await here.admin.says("/phongtrao")).text


async def test_the_screen_of_a_draft_survives_a_restart(here: Town) -> None:
    await here.admin.sends("chi-thi.txt", TEXT.encode())
    await here.admin.taps("Hạn báo cáo")
    await here.restart()
    shown = await here.admin.says("10/12")
    assert "hạn mới Thứ Năm, 10/12/2026" in shown.text
