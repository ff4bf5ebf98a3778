"""A cluster's own report after it was begun, word for word: the ways of a unit's report, and until when it is due."""

import pytest

from bot.campaign.model import Role
from bot.store import cluster_dues
from bot.store.engine import Tx
from bot.store.tables import units
from tests import builders
from tests.town import Person, Shown, Town, moment

LEAD = 108
CLUSTER = "Cụm thôn phía Đông – Đợt 1"


@pytest.fixture
async def lead(here: Town) -> Person:
    """Tài leads the cluster of the two hamlets."""
    assert here.bot is not None

    def appoint(tx: Tx) -> None:
        unit_id = tx.execute(units.select().where(units.c.code == "T02")).one().id
        builders.person(tx, LEAD, "Tài", moment("2023-02-01 09:00"), (Role.CLUSTER_LEAD, unit_id))

    here.bot.store.write_now(appoint)
    tai = Person(here, LEAD, "Tài")
    for person in (tai, here.admin):
        await person.says("/start")
    return tai


async def hand_in(person: Person, *figures: str) -> None:
    await person.says("/baocao")
    for figure in figures:
        await person.says(figure)
    await person.taps("Nộp báo cáo")


async def handed_in(here: Town, lead: Person) -> Shown:
    """The cluster's report, handed in as the bot put it together."""
    await hand_in(here.lan, "11,9 ty", "1.340", "94,5%")
    await lead.says("/cum")
    await lead.taps("Báo cáo của cụm")
    return await lead.taps("Nộp báo cáo của cụm")


async def test_what_members_hand_in_meanwhile_is_filled_in_until_the_lead_has_written_himself(
    here: Town, lead: Person
) -> None:
    await hand_in(here.lan, "11,9 ty", "1.340", "94,5%")
    await lead.says("/cum")
    assert "1/2 đơn vị thành viên đã báo cáo." in (await lead.taps("Báo cáo của cụm")).text
    await lead.taps("2. Tồn tại, hạn chế")
    await lead.says("Một thôn nộp chậm.")
    await hand_in(here.minh, "2,1 ty", "160", "92%")
    await lead.says("/cum")
    shown = (await lead.taps("Báo cáo của cụm")).text
    assert (
        "2/2 đơn vị thành viên đã báo cáo.\n- Thu ngân sách trên địa bàn: 14,0 tỷ đồng (2/2 đơn vị)" in shown
    )
    assert "2. Tồn tại, hạn chế\nMột thôn nộp chậm.\n" in shown


async def test_a_part_that_is_too_long_closes_its_screen_so_that_the_rest_of_a_paste_is_not_taken_for_it(
    lead: Person,
) -> None:
    await lead.says("/cum")
    await lead.taps("Báo cáo của cụm")
    await lead.taps("3. Nguyên nhân")
    refused = await lead.says("Mưa lũ kéo dài. " * 200)
    assert refused.text.startswith("Phần Nguyên nhân dài 3199 ký tự, nhiều nhất 3000: chưa ghi gì.")
    await lead.says("và phần còn lại")
    await lead.says("/cum")
    assert "3. Nguyên nhân\nchưa viết\n" in (await lead.taps("Báo cáo của cụm")).text


async def test_the_lead_finds_the_due_date_of_his_cluster_and_its_report_behind_a_button(
    lead: Person,
) -> None:
    assert (
        str(await lead.says("/hanchot"))
        == """Hạn báo cáo

• Cụm thôn phía Đông – Đợt 1: Thứ Hai, 19/6/2023 (còn 48 ngày)
Gõ /cum để viết báo cáo của cụm.
[Cụm thôn phía Đông – Đợt 1]"""
    )
    assert (await lead.taps(CLUSTER)).text.startswith("Báo cáo của Cụm thôn phía Đông · Đợt 1\n")


async def test_who_has_not_reported_names_the_clusters_too(here: Town, lead: Person) -> None:
    await hand_in(here.lan, "11,9 ty", "1.340", "94,5%")
    owing = "\n\nCụm, khối chưa nộp báo cáo (1)\n• Cụm thôn phía Đông · hạn 19/6/2023 · chưa bắt đầu"
    assert owing in (await here.admin.says("/chuabaocao")).text
    await lead.says("/cum")
    await lead.taps("Báo cáo của cụm")
    assert "hạn 19/6/2023 · đang nhập" in (await here.admin.taps("Cập nhật")).text
    await lead.taps("Nộp báo cáo của cụm")
    assert "Cụm, khối" not in (await here.admin.taps("Cập nhật")).text


async def test_a_cluster_has_no_form_among_those_of_the_units(here: Town, lead: Person) -> None:
    await handed_in(here, lead)
    assert "Cụm" not in str(await here.admin.says("/bieumau"))


async def test_a_text_that_was_handed_in_is_changed_with_a_reason_and_who_accepted_it_hears_of_it(
    here: Town, lead: Person
) -> None:
    await handed_in(here, lead)
    await here.admin.says("/duyet")
    await here.admin.taps(CLUSTER)
    await here.admin.taps("Tiếp nhận")
    await lead.hears_of("Cơ quan thường trực tiếp nhận", since=0)
    await lead.taps("Xem báo cáo")
    await lead.taps("3. Nguyên nhân")
    assert (
        str(await lead.says("Mưa lũ kéo dài."))
        == """Sửa thuyết minh đã nộp
Cụm thôn phía Đông · Đợt 1

Vì sao? Chọn một lý do hoặc gõ lý do. Gõ /huy để thôi.
[Nhập nhầm]
[Đã có số chính thức]
[Rà soát, tính lại]
[Theo yêu cầu của cấp trên]"""
    )
    await here.restart()
    assert (
        str(await lead.says("bổ sung sau họp cụm"))
        == """✓ Sửa thuyết minh đã nộp: Cụm thôn phía Đông · Đợt 1
Lý do: bổ sung sau họp cụm
Bot đang báo cho 1 người liên quan.
[Xem báo cáo][Lịch sử]"""
    )
    assert "Lý do: bổ sung sau họp cụm" in str(await here.admin.hears_of("Sửa thuyết minh", since=0))
    assert "3. Nguyên nhân\nMưa lũ kéo dài.\n" in (await here.admin.taps("Xem báo cáo")).text


async def test_the_lead_withdraws_his_report_writes_it_anew_and_hands_it_in_again(
    here: Town, lead: Person
) -> None:
    await handed_in(here, lead)
    await lead.taps("Rút báo cáo")
    assert (
        str(await lead.taps("Nộp nhầm, nộp sớm"))
        == """✓ Rút báo cáo: Cụm thôn phía Đông · Đợt 1
Lý do: nộp nhầm, nộp sớm
[Mở báo cáo][Lịch sử]"""
    )
    assert (await here.admin.says("/duyet")).text.count("Cụm") == 0
    shown = await lead.taps("Mở báo cáo")
    assert "Hạn Thứ Hai, 19/6/2023 · đã rút\n" in shown.text
    await lead.taps("1. Kết quả nổi bật")
    assert "✓ Đã ghi phần Kết quả nổi bật." in (await lead.says("Cụm vượt hai chỉ tiêu.")).text
    assert "· đã nộp · đúng hạn" in (await lead.taps("Nộp báo cáo của cụm")).text
    assert (
        str(await lead.taps("Lịch sử"))
        == """Lịch sử báo cáo
Cụm thôn phía Đông · Đợt 1

09:00 02/5/2023 · Tài
   Nộp báo cáo
09:00 02/5/2023 · Tài
   Rút báo cáo · nộp nhầm, nộp sớm
09:00 02/5/2023 · Tài
   Nộp báo cáo
09:00 02/5/2023 · Tài
   Thuyết minh, Kết quả nổi bật: Cụm vượt hai chỉ tiêu. (22 ký tự)
09:00 02/5/2023 · Tài
   Thuyết minh, Tồn tại, hạn chế: Chưa báo cáo: Thôn Bản Mới. (27 ký tự)
09:00 02/5/2023 · Tài
   Thuyết minh, Kết quả nổi bật: 1/2 đơn vị thành viên đã báo cáo.
- Thu ngân sách trên địa bàn: 11,9 tỷ đồng… (199 ký tự)"""
    )


async def test_a_cluster_gets_more_time_and_its_lateness_is_excused(here: Town, lead: Person) -> None:
    await here.at("2023-08-15 09:00")
    await lead.says("/cum")
    await lead.taps("Đợt 1")
    locked = await lead.taps("Báo cáo của cụm")
    assert "· đang nhập · đã khóa\n" in locked.text
    assert "Muốn viết hoặc sửa, anh/chị đề nghị cơ quan thường trực gia hạn." in locked.text
    assert locked.buttons == ()
    await here.admin.says("/giahan")
    narrowed = await here.admin.says("phia dong")
    assert narrowed.buttons == ((CLUSTER,), ("Cụm thôn phía Đông – Đợt 2",))
    await here.admin.taps(CLUSTER)
    await here.admin.taps("Đơn vị đề nghị")
    assert (await here.admin.says("14/8")).text.startswith("Ngày 14/8/2023 sớm quá.")
    await here.admin.says("trước ngày 19/8")
    heard = await lead.hears_of("Gia hạn", since=0)
    assert "Hạn nộp: Thứ Sáu, 18/8/2023 (còn 3 ngày)" in heard.text
    await here.at("2023-08-21 09:00")
    await lead.taps("Mở báo cáo")
    await lead.taps("1. Kết quả nổi bật")
    await lead.says("Đã xong.")
    assert "· đã nộp · chậm hạn" in (await lead.taps("Nộp báo cáo của cụm")).text
    await here.admin.says("/duyet")
    await here.admin.taps(CLUSTER)
    await here.admin.taps("Không tính chậm")
    await here.admin.taps("Thiên tai, sự cố")
    assert "· đã nộp · chậm, đã được miễn\n" in (await here.admin.taps("Xem báo cáo")).text


async def test_the_admin_sets_the_due_date_of_clusters_and_it_follows_the_units_when_they_get_longer(
    here: Town, lead: Person
) -> None:
    await here.admin.says("/phongtrao")
    shown = await here.admin.taps("Hạn báo cáo")
    assert "   Hạn: Thứ Sáu, 16/6/2023; cụm, khối: Thứ Hai, 19/6/2023\n" in shown.text
    await here.admin.taps("Đổi hạn: Đợt 1")
    asked = await here.admin.taps("Hạn của cụm, khối")
    assert "Gõ hạn mới của cụm, khối cho Đợt 1, ví dụ: 19/6" in asked.text
    assert (await here.admin.says("15/6")).text == (
        "Thứ Năm, 15/6/2023 không làm hạn của cụm, khối được. "
        "Chọn một ngày từ 16/6/2023 (hạn của đơn vị) đến 31/7/2023."
    )
    set_to = await here.admin.says("trước ngày 28/6")
    assert "✓ Đợt 1: hạn mới của cụm, khối Thứ Ba, 27/6/2023 (hết 23:59)." in set_to.text
    assert "Thứ Ba, 27/6/2023 (còn 56 ngày)" in (await lead.says("/hanchot")).text
    await here.admin.taps("Đổi hạn: Đợt 1")
    moved = await here.admin.says("30/6")
    assert "   Hạn: Thứ Sáu, 30/6/2023; cụm, khối: Thứ Hai, 03/7/2023\n" in moved.text


def test_who_owes_and_until_when_is_one_question_with_those_who_can_be_written_to(
    here: Town, lead: Person
) -> None:
    assert here.bot is not None
    now = moment("2023-05-02 09:00")
    (due,) = here.bot.store.read_now(lambda tx: cluster_dues.running(tx, now))
    assert (due.unit, due.phase, due.due_on.isoformat(), due.is_owed) == (
        "Cụm thôn phía Đông",
        "Đợt 1",
        "2023-06-19",
        True,
    )
    assert len(due.leads) == 1
    assert due.reachable == due.leads
