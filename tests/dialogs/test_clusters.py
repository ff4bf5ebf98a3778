"""What a cluster lead sees, word for word, and what he does not."""

import pytest

from bot.campaign.model import Role
from bot.store.engine import Tx
from bot.store.tables import units
from tests import builders
from tests.town import Person, Town, moment

LEAD = 108


@pytest.fixture
def lead(here: Town) -> Person:
    """Tài leads the cluster of the two hamlets; the school stands in none."""
    assert here.bot is not None

    def appoint(tx: Tx) -> None:
        unit_id = tx.execute(units.select().where(units.c.code == "T02")).one().id
        builders.person(tx, LEAD, "Tài", moment("2023-02-01 09:00"), (Role.CLUSTER_LEAD, unit_id))

    here.bot.store.write_now(appoint)
    return Person(here, LEAD, "Tài")


async def hand_in(person: Person, *figures: str) -> None:
    await person.says("/baocao")
    for figure in figures:
        await person.says(figure)
    await person.taps("Nộp báo cáo")


async def test_a_cluster_lead_sees_how_far_his_members_are_and_what_they_make_together(
    here: Town, lead: Person
) -> None:
    await hand_in(here.lan, "11,9 ty", "1.340", "94,5%")
    await hand_in(here.hoa, "3 ty", "200", "90%")
    assert (
        str(await lead.says("/cum"))
        == """Cụm thôn phía Đông
Phong trào thi đua năm 2023
Đợt 1 · hạn 16/6/2023

Đã báo cáo 1/2 đơn vị thành viên.

Chưa nhập số liệu (1)
• Thôn Bản Mới

Báo cáo của cụm: chưa bắt đầu · hạn 19/6/2023 (còn 48 ngày)
[Thôn Nà Hoa]
[Báo cáo của cụm]
[Số liệu của cụm][Cập nhật]"""
    )
    await hand_in(here.minh, "2,1 ty", "160", "92%")
    assert "Đã báo cáo 2/2 đơn vị thành viên." in (await lead.taps("Cập nhật")).text
    assert (
        str(await lead.taps("Số liệu của cụm"))
        == """Cụm thôn phía Đông · Đợt 1
Phong trào thi đua năm 2023
Số liệu các đơn vị thành viên đã nộp

1. Thu ngân sách trên địa bàn: 14,0 tỷ đồng · 2/2 đơn vị
2. Sản lượng lương thực có hạt: 1.500 tấn · 2/2 đơn vị
3. Tỷ lệ hộ sử dụng nước hợp vệ sinh: 92 – 94,5% (theo từng đơn vị, không cộng) · 2/2 đơn vị
[Các đơn vị thành viên]"""
    )


async def test_a_members_report_is_read_only_and_a_report_beside_the_cluster_is_not_shown(
    here: Town, lead: Person
) -> None:
    await hand_in(here.lan, "11,9 ty", "1.340", "94,5%")
    await hand_in(here.hoa, "3 ty", "200", "90%")
    shown = await lead.says("/cum")
    assert "Trường Tiểu học Suối Vàng" not in str(shown)
    card = await lead.taps("Thôn Nà Hoa")
    assert "1. Thu ngân sách trên địa bàn: 11,9 tỷ đồng" in card.text
    assert card.buttons == (("Lịch sử",),)
    for forged in ("card:2", "history:2:0", "accept:1", "return:1", "ask:1:1", "summary:1:0:0"):
        assert "không" in (await lead.taps_data(card.message_id, forged, forged=True)).text.lower(), forged


async def test_who_leads_no_cluster_is_told_so(here: Town) -> None:
    assert (await here.lan.says("/cum")).text == (
        "Lệnh này dành cho trưởng cụm, trưởng khối. Nếu anh/chị đã là trưởng cụm, đề nghị cơ quan thường trực "
        "xếp đơn vị của anh/chị vào cụm, khối."
    )


async def test_the_clusters_report_is_drafted_edited_submitted_returned_and_accepted(
    here: Town, lead: Person
) -> None:
    await here.admin.says("/start")
    await hand_in(here.lan, "11,9 ty", "1.340", "94,5%")
    await hand_in(here.hoa, "3 ty", "200", "90%")
    await lead.says("/cum")
    assert (
        str(await lead.taps("Báo cáo của cụm"))
        == """Báo cáo của Cụm thôn phía Đông · Đợt 1
Phong trào thi đua năm 2023
Hạn Thứ Hai, 19/6/2023 · đang nhập

1. Kết quả nổi bật
1/2 đơn vị thành viên đã báo cáo.
- Thu ngân sách trên địa bàn: 11,9 tỷ đồng (1/2 đơn vị)
- Sản lượng lương thực có hạt: 1.340 tấn (1/2 đơn vị)
- Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5% (1/2 đơn vị)

2. Tồn tại, hạn chế
Chưa báo cáo: Thôn Bản Mới.

3. Nguyên nhân
chưa viết

4. Kiến nghị, đề xuất
chưa viết

Bấm một phần để viết lại. Số liệu do bot điền từ báo cáo các đơn vị thành viên đã nộp.
[1. Kết quả nổi bật]
[2. Tồn tại, hạn chế]
[3. Nguyên nhân]
[4. Kiến nghị, đề xuất]
[Nộp báo cáo của cụm]"""
    )
    assert (
        str(await lead.taps("3. Nguyên nhân"))
        == """Nguyên nhân – Cụm thôn phía Đông · Đợt 1

Gõ nội dung mới cho phần này, hoặc chép nội dung trên, sửa rồi gửi lại.
[Giữ nguyên]"""
    )
    written = await lead.says("Mưa lũ kéo dài hai tháng.")
    assert written.text.startswith("✓ Đã ghi phần Nguyên nhân.\n")
    assert "3. Nguyên nhân\nMưa lũ kéo dài hai tháng.\n" in written.text
    await here.at("2023-06-20 09:00")
    handed = await lead.taps("Nộp báo cáo của cụm")
    assert "Hạn Thứ Hai, 19/6/2023 · đã nộp · chậm hạn\nNộp báo cáo: Tài, 09:00 20/6/2023" in handed.text
    assert handed.buttons[-2:] == (("Rút báo cáo",), ("Lịch sử",))
    listed = await here.admin.says("/duyet")
    assert (
        "Báo cáo của cụm, khối (1)\n• Cụm thôn phía Đông – Đợt 1 · hạn 19/6/2023 · đã nộp (chậm hạn)"
        in listed.text
    )
    card = await here.admin.taps("Cụm thôn phía Đông – Đợt 1")
    assert card.buttons == (("Tiếp nhận", "Trả lại"), ("Không tính chậm",), ("Lịch sử",))
    assert (
        str(await here.admin.taps("Trả lại"))
        == """Cơ quan thường trực trả lại
Cụm thôn phía Đông · Đợt 1

Vì sao? Chọn một lý do hoặc gõ lý do. Gõ /huy để thôi.
[Số liệu cần kiểm tra lại]
[Còn thiếu số liệu]
[Còn thiếu thuyết minh]"""
    )
    assert (
        str(await here.admin.says("nêu rõ giải pháp"))
        == """Cơ quan thường trực trả lại
Cụm thôn phía Đông · Đợt 1
Lý do: nêu rõ giải pháp

Đơn vị phải nộp lại chậm nhất ngày nào?
Chọn ngày đề nghị hoặc gõ ngày, ví dụ 30/6.
[Thứ Sáu, 23/6/2023]"""
    )
    await here.admin.taps("Thứ Sáu, 23/6/2023")
    assert (
        str(await lead.hears_of("Cơ quan thường trực trả lại", since=0))
        == """Cơ quan thường trực trả lại
Cụm thôn phía Đông · Đợt 1
Phong trào thi đua năm 2023

Hương · 09:00 20/6/2023
Lý do: nêu rõ giải pháp
Hạn nộp: Thứ Sáu, 23/6/2023 (còn 3 ngày)
[Mở báo cáo]"""
    )
    await lead.taps("Mở báo cáo")
    await lead.taps("4. Kiến nghị, đề xuất")
    await here.restart()
    await lead.says("Bố trí vốn nạo vét kênh.")
    again = await lead.taps("Nộp báo cáo của cụm")
    assert "Hạn Thứ Sáu, 23/6/2023 · đã nộp · chậm hạn" in again.text
    await here.admin.says("/duyet")
    await here.admin.taps("Cụm thôn phía Đông – Đợt 1")
    assert (await here.admin.taps("Tiếp nhận")).text.startswith("✓ Cơ quan thường trực tiếp nhận: Cụm thôn")
    told = await lead.hears_of("Cơ quan thường trực tiếp nhận", since=0)
    assert told.buttons == (("Xem báo cáo",),)


async def test_nobody_but_its_lead_writes_a_clusters_report_and_he_does_not_accept_it(
    here: Town, lead: Person
) -> None:
    await lead.says("/cum")
    await lead.taps("Báo cáo của cụm")
    shown = await here.lan.says("/start")
    for person, forged in (
        *((here.lan, data) for data in ("cluster_card:1", "cluster_part:1:0", "cluster_begin:1:1:1")),
        *((here.viewer, data) for data in ("cluster_submit:1", "cluster_accept:1", "cluster_return:1")),
    ):
        shown = await person.says("/start")
        refused = await person.taps_data(shown.message_id, forged, forged=True)
        assert "không" in refused.text.lower() or "dành cho" in refused.text, (person.name, forged)
    mine = (await lead.sees())[-1].message_id
    assert "nay ở trạng thái" in (await lead.taps_data(mine, "cluster_accept:1", forged=True)).text
    await here.admin.says("/start")
    own = (await here.admin.sees())[-1].message_id
    assert "không có quyền" in (await here.admin.taps_data(own, "cluster_submit:1", forged=True)).text
