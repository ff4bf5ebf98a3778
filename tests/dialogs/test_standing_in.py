"""Deputies, leaves and handovers, word for word: who hears of a report while somebody is away, and who has it then."""

import pytest
from sqlalchemy import select

from bot.store.tables import people, reports, roles
from tests.dialogs.test_roles import joins, noted, opens
from tests.town import LAN, MINH, Town

OFFER = """Lan đề nghị bàn giao cho anh/chị vai trò đầu mối báo cáo – Thôn Nà Hoa.
Nhận thì báo cáo đang nhập và việc còn nợ là của anh/chị. Trả lời trước 09:00 05/5/2023.
[Nhận][Không nhận]"""


@pytest.fixture(autouse=True)
async def two_focal_points(here: Town) -> None:
    joins(here, MINH)
    for person in (here.lan, here.minh):
        await person.says("/start")


async def makes_minh_the_deputy(here: Town) -> None:
    await opens(here, "T01", "2. Minh")
    card = await here.admin.taps("Thành đầu mối dự phòng")
    assert card.text.startswith(
        "✓ Đã chuyển thành đầu mối dự phòng.\nMinh – đầu mối báo cáo dự phòng\nThôn Nà Hoa"
    )


async def heard(here: Town, day: str) -> tuple[bool, bool]:
    """Whether Lan and Minh hear of the report of Thôn Nà Hoa on a day."""
    before = [len(await who.sees()) for who in (here.lan, here.minh)]
    await here.at(f"{day} 08:00")
    after = [await who.sees() for who in (here.lan, here.minh)]
    lan, minh = (
        any("Thôn Nà Hoa" in shown.text for shown in seen[count:])
        for seen, count in zip(after, before, strict=True)
    )
    return lan, minh


async def test_a_deputy_is_nudged_only_while_the_main_focal_point_cannot_be_written_to(here: Town) -> None:
    await makes_minh_the_deputy(here)
    assert await heard(here, "2023-06-09") == (True, False)
    await here.post("block", chat=LAN, blocked=True)
    await here.at("2023-06-13 08:00")
    await here.at("2023-06-13 08:05")
    assert "Thôn Nà Hoa" in (await here.minh.hears_of("Thôn Nà Hoa", since=0)).text
    assert (await here.admin.says("/chuabaocao")).text.count("Minh") == 2


async def test_a_leave_is_said_in_days_and_the_deputy_hears_meanwhile(here: Town) -> None:
    await makes_minh_the_deputy(here)
    await here.lan.says("/baocao")
    await here.lan.says("11,9 ty")
    assert (
        str(await here.lan.says("/bangiao"))
        == """Lan – đầu mối báo cáo
Thôn Nà Hoa · từ 01/02/2023
[Báo nghỉ][Bàn giao]"""
    )
    assert (
        str(await here.lan.taps("Báo nghỉ"))
        == """Báo nghỉ
Lan – Thôn Nà Hoa
Người thay: Minh

Anh/chị nghỉ từ ngày nào đến ngày nào? Chọn, hoặc gõ, ví dụ: từ 5/6 đến 9/6. Gõ /huy để thôi.
[Hôm nay]
[Đến hết tuần này]
[Đến hết tháng này]"""
    )
    assert "Chưa đọc được ngày nghỉ “khi nào khỏe”." in (await here.lan.says("khi nào khỏe")).text
    assert (
        str(await here.lan.says("từ 5/6 đến 10/6"))
        == """✓ Đã ghi lịch nghỉ; người thay được báo.
Lan – đầu mối báo cáo
Thôn Nà Hoa · từ 01/02/2023
Nghỉ từ 05/6/2023 đến hết 10/6/2023; trong lúc đó bot nhắc đầu mối khác của đơn vị.
[Bỏ lịch nghỉ][Bàn giao]"""
    )
    await here.at("2023-06-05 08:00")
    assert (
        str(await here.minh.hears_of("thay đầu mối", since=0))
        == """Lan nghỉ từ 05/6/2023 đến hết 10/6/2023.
Anh/chị thay đầu mối của Thôn Nà Hoa: bot nhắc anh/chị trong thời gian đó.

Báo cáo cần nộp:
• Đợt 1: 1/3 chỉ tiêu, hạn 16/6/2023 (còn 11 ngày)
[Mở báo cáo Đợt 1]"""
    )
    opened = await here.minh.taps("Mở báo cáo Đợt 1")
    assert "2/3. Sản lượng lương thực có hạt" in opened.text
    assert await heard(here, "2023-06-09") == (False, True)
    assert await heard(here, "2023-06-13") == (True, False)


async def test_who_leaves_today_passes_the_open_question_to_the_only_one_who_stands_in(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.says("11,9 ty")
    await here.lan.says("/bangiao")
    await here.lan.taps("Báo nghỉ")
    await here.lan.taps("Đến hết tuần này")
    await here.minh.hears_of("thay đầu mối", since=0)
    assert (await here.minh.says("1340")).text.startswith("✓ Sản lượng lương thực có hạt: 1.340 tấn")


async def test_the_report_moves_are_told_to_the_deputy_during_a_leave(here: Town) -> None:
    await makes_minh_the_deputy(here)
    for text in ("/baocao", "11,9 ty", "1.340", "94,5%"):
        await here.lan.says(text)
    await here.lan.taps("Nộp báo cáo")
    await here.lan.says("/bangiao")
    await here.lan.taps("Báo nghỉ")
    await here.lan.taps("Hôm nay")
    await here.admin.says("/duyet")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Tiếp nhận")
    await here.minh.hears_of("Cơ quan thường trực tiếp nhận", since=0)
    assert not any("tiếp nhận" in shown.text for shown in await here.lan.sees())


async def test_nobody_goes_on_leave_where_nobody_can_stand_in(here: Town) -> None:
    await here.hoa.says("/bangiao")
    assert (await here.hoa.taps("Báo nghỉ")).text == (
        "Trường Tiểu học Suối Vàng chưa có đầu mối nào khác thay được trong những ngày đó. Đề nghị cơ quan "
        "thường trực mời thêm đầu mối dự phòng bằng /moi, rồi báo nghỉ lại."
    )


async def test_who_is_back_early_hears_again(here: Town) -> None:
    await makes_minh_the_deputy(here)
    await here.lan.says("/bangiao")
    await here.lan.taps("Báo nghỉ")
    await here.lan.says("đến 30/6")
    back = await here.lan.taps("Bỏ lịch nghỉ")
    assert back.text.startswith("✓ Đã bỏ lịch nghỉ.\nLan – đầu mối báo cáo")
    assert await heard(here, "2023-06-09") == (True, False)
    assert {"leave", "back"} <= set(noted(here))


# --- Handing over --------------------------------------------------------------------------------------------


async def test_a_focal_point_hands_over_and_the_successor_accepts(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.says("11,9 ty")
    await here.lan.says("/bangiao")
    assert (
        str(await here.lan.taps("Bàn giao"))
        == """Bàn giao
Lan – đầu mối báo cáo – Thôn Nà Hoa

Cho ai? Vai trò, báo cáo đang nhập và việc còn nợ chuyển khi người đó nhận; báo cáo đã nộp vẫn ghi tên người đã nộp.
[Minh]
[Sơn]
[Người mới: tạo liên kết]
[Thôi]"""
    )
    offered = await here.lan.taps("Minh")
    assert offered.text.startswith("✓ Đã đề nghị bàn giao; vai trò chuyển khi người nhận bấm Nhận.")
    assert str(await here.minh.hears_of("đề nghị bàn giao", since=0)) == OFFER
    assert "3/3" in (await here.lan.taps("Bỏ qua")).text
    done = await here.minh.taps("Nhận")
    assert (
        str(done)
        == """✓ Anh/chị nhận bàn giao từ Lan: đầu mối báo cáo – Thôn Nà Hoa.

Báo cáo cần nộp:
• Đợt 1: 1/3 chỉ tiêu, hạn 16/6/2023 (còn 45 ngày)
[Mở báo cáo Đợt 1]"""
    )
    assert (await here.minh.says("94,5")).text.startswith("✓ Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%")
    assert (await here.lan.hears_of("đã kết thúc", since=0)).text.endswith(
        "Người nhận bàn giao: Minh. Báo cáo đã nộp vẫn ghi tên anh/chị."
    )
    assert "liên kết mời" in (await here.lan.says("/baocao")).text
    assert "hand_over" in noted(here)


async def test_what_was_handed_in_keeps_the_name_of_whoever_handed_it_in(here: Town) -> None:
    for text in ("/baocao", "11,9 ty", "1.340", "94,5%"):
        await here.lan.says(text)
    await here.lan.taps("Nộp báo cáo")
    await opens(here, "T01", "1. Lan")
    assert "chuyển ngay" in (await here.admin.taps("Bàn giao")).text
    given = await here.admin.taps("Minh")
    assert given.text.startswith("✓ Đã bàn giao; bot báo cho cả hai người.\nNgười của Thôn Nà Hoa\n\n1. Minh")
    assert "nhận bàn giao từ Lan" in (await here.minh.hears_of("nhận bàn giao", since=0)).text
    assert here.bot is not None
    giver = here.bot.store.read_now(
        lambda tx: tx.execute(
            select(people.c.name).join(reports, reports.c.submitted_by == people.c.id)
        ).scalar()
    )
    assert giver == "Lan"
    assert "Số chỉ tiêu" not in (await here.minh.says("/giup")).text


async def test_a_successor_who_declines_leaves_everything_as_it_was(here: Town) -> None:
    await here.lan.says("/bangiao")
    await here.lan.taps("Bàn giao")
    await here.lan.taps("Minh")
    await here.minh.hears_of("đề nghị bàn giao", since=0)
    assert (await here.minh.taps("Không nhận")).text.startswith("Minh không nhận bàn giao – Thôn Nà Hoa.")
    told = await here.lan.hears_of("không nhận bàn giao", since=0)
    assert told.text.endswith("Vai trò vẫn giữ như cũ. Gõ /bangiao để chọn người khác.")
    assert (await here.minh.taps("Nhận")).text.startswith("Vai trò này đã kết thúc hoặc đã chuyển")
    assert "1/3" in (await here.lan.says("/baocao")).text


async def test_only_the_person_to_whom_it_was_offered_can_accept(here: Town) -> None:
    await here.lan.says("/bangiao")
    await here.lan.taps("Bàn giao")
    await here.lan.taps("Minh")
    seen = await here.hoa.says("/start")
    for data in ("handover_accept:1", "handover_decline:1", "handover_to:2:4", "leave:2", "leave_end:2"):
        refused = await here.hoa.taps_data(seen.message_id, data, forged=True)
        assert refused.text.startswith("Anh/chị không có quyền làm việc này."), data


async def test_a_newcomer_takes_over_by_a_link(here: Town) -> None:
    await here.lan.says("/bangiao")
    await here.lan.taps("Bàn giao")
    made = await here.lan.taps("Người mới: tạo liên kết")
    token = made.text.split("?start=")[1].split()[0]
    asked = await here.stranger.says(f"/start {token}")
    assert "Anh/chị được mời làm đầu mối báo cáo – Thôn Nà Hoa." in asked.text
    await here.stranger.taps("Đồng ý")
    assert (
        (await here.lan.hears_of("đã kết thúc", since=0))
        .text.split("\n")[1]
        .startswith("Người nhận bàn giao: Khách.")
    )
    assert here.bot is not None
    holders = here.bot.store.read_now(
        lambda tx: set(
            tx.execute(
                select(people.c.name)
                .join(roles, roles.c.person_id == people.c.id)
                .where(roles.c.unit_id == 2, roles.c.role == "focal_point", roles.c.until.is_(None))
            ).scalars()
        )
    )
    assert holders == {"Khách", "Minh"}


async def test_an_offer_that_waits_is_shown_and_can_be_taken_back(here: Town) -> None:
    await here.lan.says("/bangiao")
    await here.lan.taps("Bàn giao")
    assert (
        str(await here.lan.taps("Minh"))
        == """✓ Đã đề nghị bàn giao; vai trò chuyển khi người nhận bấm Nhận.
Lan – đầu mối báo cáo
Thôn Nà Hoa · từ 01/02/2023
Đang đề nghị bàn giao cho Minh, chờ trả lời đến 09:00 05/5/2023.
[Báo nghỉ][Bàn giao]
[Rút đề nghị: Minh]"""
    )
    offer = await here.minh.hears_of("đề nghị bàn giao cho anh/chị", since=0)
    back = await here.lan.taps("Rút đề nghị: Minh")
    assert back.text.startswith("✓ Đã rút đề nghị bàn giao; vai trò giữ nguyên.\nLan – đầu mối báo cáo")
    assert "Rút đề nghị" not in str(back)
    refused = await here.minh.taps("Nhận")
    assert "Vai trò này đã kết thúc hoặc đã chuyển cho người khác." in refused.text
    assert "Thôn Nà Hoa" in offer.text
    assert "đầu mối báo cáo – Thôn Nà Hoa" in (await here.lan.says("/start")).text


async def test_who_revokes_the_last_focal_point_that_is_there_is_told_before(here: Town) -> None:
    await here.lan.says("/bangiao")
    await here.lan.taps("Báo nghỉ")
    await here.lan.taps("Đến hết tuần này")
    await opens(here, "T01", "2. Minh")
    assert (
        "⚠ Sau đó Thôn Nà Hoa không còn đầu mối nào bot nhắn được."
        in (await here.admin.taps("Thu hồi vai trò")).text
    )
