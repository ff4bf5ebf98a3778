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
[Thôn Nà Hoa]
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
