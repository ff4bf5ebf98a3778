"""/moi, the link, the consent: from the admin's phone to the new focal point's, word for word."""

import re

from bot.campaign.model import Role
from bot.store import people
from tests.town import Town


async def link_from(here: Town, *, role: str, unit: str) -> str:
    await here.admin.says("/moi")
    await here.admin.taps(role)
    sent = await here.admin.taps(unit)
    found = re.search(r"https://t\.me/dondoc_bot\?start=([\w-]{22})\b", sent.text)
    assert found, sent.text
    return found[1]


async def test_an_admin_makes_a_link_with_a_qr_code_by_tapping(here: Town) -> None:
    roles = await here.admin.says("/moi")
    assert str(roles) == (
        "Mời người vào bot\n"
        "Mời với vai trò nào?\n"
        "[Đầu mối báo cáo]\n"
        "[Thủ trưởng đơn vị]\n"
        "[Trưởng cụm, trưởng khối]\n"
        "[Người xem tổng hợp]\n"
        "[Quản trị (cơ quan thường trực)]"
    )
    units = await here.admin.taps("Đầu mối báo cáo")
    assert units.message_id == roles.message_id
    assert str(units) == (
        "Mời đầu mối báo cáo\n"
        "Bấm một đơn vị để lấy liên kết mời, hoặc gõ một phần tên để tìm.\n"
        "[Thôn Bản Mới]\n"
        "[Thôn Nà Hoa]\n"
        "[Trường Tiểu học Suối Vàng]\n"
        "[UBND xã Suối Vàng]\n"
        "[Vai trò khác]"
    )
    found = await here.admin.says("na hoa")
    assert found.buttons == (("Thôn Nà Hoa",), ("Tất cả đơn vị", "Vai trò khác"))
    sent = await here.admin.taps("Thôn Nà Hoa")
    assert "photo" in sent.raw
    token = re.sub(r"start=[\w-]{22}", "start=…", str(sent))
    assert token == (
        "Liên kết mời đầu mối báo cáo\n"
        "Thôn Nà Hoa\n"
        "\n"
        "https://t.me/dondoc_bot?start=…\n"
        "\n"
        "Chỉ dùng một lần, đến 09:00 05/5/2023. Chuyển riêng cho đúng người, không gửi vào nhóm; "
        "người ở cạnh có thể quét mã QR.\n"
        "[Mời tiếp]"
    )


async def test_a_stranger_becomes_a_focal_point(here: Town) -> None:
    lost = await here.stranger.says("/start")
    assert lost.text == (
        "Anh/chị chưa được giao vai trò nào. Đề nghị cơ quan thường trực của phong trào gửi liên kết mời, "
        "rồi bấm vào liên kết đó."
    )
    token = await link_from(here, role="Đầu mối báo cáo", unit="Thôn Nà Hoa")
    asked = await here.stranger.says(f"/start {token}")
    assert str(asked) == (
        "Đôn Đốc thu số liệu phong trào thi đua và nhắc hạn báo cáo.\n"
        "Anh/chị được mời làm đầu mối báo cáo – Thôn Nà Hoa.\n"
        "\n"
        "Bot lưu gì về anh/chị:\n"
        "1. Tên và số định danh (ID) Telegram.\n"
        "2. Đơn vị và vai trò được giao.\n"
        "3. Số liệu, lý do anh/chị gửi, kèm thời điểm. Tin nhắn gốc tự xóa sau 48 giờ.\n"
        "4. Người xem được: cơ quan thường trực và lãnh đạo của đơn vị.\n"
        "5. Xem những gì đã lưu: /dulieucuatoi; xóa thông tin cá nhân: /xoadulieu.\n"
        "\n"
        "Anh/chị có đồng ý không? (English: /ngonngu)\n"
        "[Đồng ý][Không đồng ý]"
    )
    granted = await here.stranger.taps("Đồng ý")
    assert str(granted) == (
        "✓ Anh/chị đã là đầu mối báo cáo – Thôn Nà Hoa.\n"
        "\n"
        "/baocao – nhập và nộp báo cáo\n"
        "/bieumau – biểu mẫu Excel để điền số liệu\n"
        "/bangiao – báo nghỉ, bàn giao cho người khác\n"
        "/tiendo – số liệu đơn vị đã nhập\n"
        "/hanchot – các hạn nộp báo cáo\n"
        "/tonghop – bảng tổng hợp số liệu\n"
        "/lichsu – lịch sử báo cáo, ai sửa gì\n"
        "/huy – đóng câu hỏi đang mở, giữ bản nháp\n"
        "/dulieucuatoi – bot lưu gì về tôi\n"
        "/xoadulieu – xóa thông tin cá nhân của tôi\n"
        "/giolang – giờ không nhắc\n"
        "/ngonngu – Tiếng Việt, English\n"
        "/start – vai trò của tôi\n"
        "/giup – việc có thể làm\n"
        "[Báo cáo cần nộp]"
    )
    owed = await here.stranger.taps("Báo cáo cần nộp")
    assert "Thôn Nà Hoa" in owed.text
    again = await here.hoa.says(f"/start {token}")
    assert again.text == (
        "Liên kết mời này không dùng được. Mỗi liên kết chỉ dùng một lần, trong 72 giờ. "
        "Đề nghị cơ quan thường trực gửi liên kết mới.\n"
        "Vai trò hiện có của anh/chị không thay đổi. Gõ /giup để xem việc có thể làm."
    )


async def test_a_second_tap_on_the_same_unit_makes_no_second_link(here: Town) -> None:
    await here.admin.says("/moi")
    units = await here.admin.taps("Thủ trưởng đơn vị")
    data = units.raw["buttons"][0][0]["data"]
    await here.admin.taps_data(units.message_id, data)
    popup = await here.admin.taps_data(units.message_id, data)
    assert popup.text.startswith("Nút này đã cũ")


async def test_a_restart_in_the_middle_of_the_consent_loses_nothing(here: Town) -> None:
    token = await link_from(here, role="Đầu mối báo cáo", unit="Thôn Nà Hoa")
    await here.stranger.says(f"/start {token}")
    await here.restart()
    granted = await here.stranger.says("dong y")
    assert granted.text.startswith("✓ Anh/chị đã là đầu mối báo cáo – Thôn Nà Hoa.")


async def test_every_other_admin_is_told_of_a_new_one(here: Town) -> None:
    token = await link_from(here, role="Quản trị (cơ quan thường trực)", unit="Thôn Nà Hoa")
    await here.stranger.says(f"/start {token}")
    await here.stranger.taps("Đồng ý")
    await here.at("2023-05-02 09:01")
    told = (await here.admin.sees())[-1]
    assert told.text.startswith("Khách vừa được giao vai trò quản trị tại Thôn Nà Hoa.")


async def test_an_unknown_command_and_idle_talk_get_a_helpful_line(here: Town) -> None:
    unknown = await here.admin.says("/khongco")
    assert unknown.text == (
        "Bot không có lệnh này. Gõ /giup để xem các lệnh. Câu hỏi đang mở (nếu có) vẫn giữ nguyên."
    )
    talk = await here.admin.says("chào bot")
    assert talk.text.endswith("Gõ /giup để xem việc có thể làm.")


async def test_whoever_says_start_finds_a_button_to_what_he_does_next(here: Town) -> None:
    assert (await here.admin.says("/start")).buttons == (("Phong trào thi đua",), ("Tổng hợp", "Cơ quan"))
    assert "Nhắc trước hạn: theo mặc định: 15, 7, 3, 1, 0 ngày\n" in (await here.admin.taps("Cơ quan")).text
    assert (await here.head.says("/start")).buttons == (("Báo cáo chờ duyệt",),)
    assert (await here.head.taps("Báo cáo chờ duyệt")).text.startswith("Báo cáo chờ xử lý")
    assert (await here.viewer.says("/start")).buttons == (("Tổng hợp",),)
    assert "Đơn vị đã báo cáo: 0/3" in (await here.viewer.taps("Tổng hợp")).text
    assert here.bot is not None
    now = here.clock.now()
    here.bot.store.write_now(
        lambda tx: people.grant(tx, person_id=5, unit_id=2, role=Role.CLUSTER_LEAD.value, now=now)
    )
    assert (await here.head.says("/start")).buttons == (("Báo cáo chờ duyệt",), ("Cụm, khối của tôi",))
    assert "Thôn Bản Mới" in (await here.head.taps("Cụm, khối của tôi")).text
