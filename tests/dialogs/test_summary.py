"""/tonghop from the headline down to one unit's sheet, word for word; each sees what is his."""

from sqlalchemy import update

from bot.store.tables import clusters, indicators, units
from tests.dialogs.test_reporting import whole_report
from tests.town import Town


async def reported(here: Town) -> None:
    """Lan has handed in; the first two indicators stand in a group of their own."""
    assert here.bot is not None
    grouped = update(indicators).where(indicators.c.id < 3).values(section="Về kinh tế")
    other = update(indicators).where(indicators.c.id == 3).values(section="Về môi trường")
    here.bot.store.write_now(lambda tx: (tx.execute(grouped), tx.execute(other)))
    await whole_report(here)
    await here.lan.taps("Nộp báo cáo")


async def test_a_leader_sees_the_state_of_the_campaign_in_one_look(here: Town) -> None:
    await reported(here)
    assert (
        str(await here.viewer.says("/tonghop"))
        == """Phong trào thi đua năm 2023
Đợt 1 · số liệu đến 09:00 02/5/2023

Đơn vị đã báo cáo: 1/3 ▰▰▰▱▱▱▱▱▱▱
Chỉ tiêu: 3 · vượt 0 · đạt 1 · chưa đạt 1 · chưa có số liệu 0 · theo từng đơn vị 1

🟡 1. Thu ngân sách trên địa bàn
Giao: 12,5 tỷ đồng · thực hiện: 11,9 tỷ đồng
▰▰▰▰▰▰▰▰▰▱ 95,2% · chưa đạt · 1/3 đơn vị

⚪ 3. Tỷ lệ hộ sử dụng nước hợp vệ sinh
Giao: Trên 93% · thực hiện: 94,5% (không cộng)
theo từng đơn vị · 1/3 đơn vị

🟢 2. Sản lượng lương thực có hạt
Giao: 1.340 tấn · thực hiện: 1.340 tấn
▰▰▰▰▰▰▰▰▰▰ 100,0% · đạt · 1/3 đơn vị
[I. Về kinh tế (2)]
[II. Về môi trường (1)]
[Đợt 2 ▶]
[Theo đơn vị (3)]
[Tải về][Lịch sử]
[Ai chưa báo cáo?][Cập nhật]"""
    )


async def test_from_the_headline_to_a_group_and_back(here: Town) -> None:
    await reported(here)
    await here.admin.says("/tonghop")
    group = await here.admin.taps("II. Về môi trường (1)")
    assert "\n\nII. Về môi trường\n\n⚪ 3. Tỷ lệ hộ sử dụng nước hợp vệ sinh\n" in group.text
    assert "Thu ngân sách" not in group.text
    assert group.buttons[0] == ("Mọi chỉ tiêu, chậm trước",)
    assert "Thu ngân sách" in (await here.admin.taps("Mọi chỉ tiêu, chậm trước")).text


async def test_from_the_headline_to_the_units_and_one_units_sheet(here: Town) -> None:
    await reported(here)
    await here.at("2023-06-19 08:00")
    await here.admin.says("/tonghop")
    assert (
        str(await here.admin.taps("Theo đơn vị (3)"))
        == """Phong trào thi đua năm 2023
Đợt 1 · số liệu đến 08:00 19/6/2023

Đơn vị, chưa báo cáo trước
1. Thôn Bản Mới
▱▱▱▱▱▱▱▱▱▱ 0/3 chỉ tiêu · chưa bắt đầu, quá hạn 3 ngày
2. Trường Tiểu học Suối Vàng
▱▱▱▱▱▱▱▱▱▱ 0/3 chỉ tiêu · chưa bắt đầu, quá hạn 3 ngày
3. Thôn Nà Hoa
▰▰▰▰▰▰▰▰▰▰ 3/3 chỉ tiêu · đã nộp
[1][2][3]
[Tổng hợp][Cập nhật]"""
    )
    assert (
        str(await here.admin.taps("3"))
        == """Thôn Nà Hoa · Cụm thôn phía Đông
Phong trào thi đua năm 2023 · Đợt 1 · số liệu đến 08:00 19/6/2023

Báo cáo: đã nộp lúc 09:00 02/5/2023, đúng hạn
Số liệu: ▰▰▰▰▰▰▰▰▰▰ 3/3 chỉ tiêu
Đúng hạn: ▰▰▰▰▰▰▰▰▰▰ 1/1 kỳ đã đến hạn
Đầu mối: Lan

⚪ 1. Thu ngân sách trên địa bàn
Giao: 12,5 tỷ đồng · thực hiện: 11,9 tỷ đồng
không giao riêng · 1/1 đơn vị

⚪ 2. Sản lượng lương thực có hạt
Giao: 1.340 tấn · thực hiện: 1.340 tấn
không giao riêng · 1/1 đơn vị

⚪ 3. Tỷ lệ hộ sử dụng nước hợp vệ sinh
Giao: Trên 93% · thực hiện: 94,5%
không giao riêng · 1/1 đơn vị
[Tải Excel][Lịch sử]
[Tổng hợp][Các đơn vị]"""
    )


async def test_each_sees_what_is_his_and_no_button_leads_further(here: Town) -> None:
    await reported(here)
    mine = await here.minh.says("/tonghop")
    assert "Đợt 1 · Thôn Bản Mới · số liệu đến 09:00 02/5/2023" in mine.text
    assert "11,9" not in mine.text
    assert "Ai chưa báo cáo?" not in str(mine.buttons)
    sheet = await here.minh.taps("Phiếu của đơn vị")
    assert sheet.text.startswith("Thôn Bản Mới · Cụm thôn phía Đông\n")
    assert "Đầu mối" not in sheet.text
    refused = await here.minh.taps_data(mine.message_id, "summary_unit:1:1:2:0", forged=True)
    assert refused.text == (
        "Anh/chị không có quyền làm việc này. Nếu cần, đề nghị cơ quan thường trực giao vai trò."
    )


async def test_a_leader_sees_no_names_of_people(here: Town) -> None:
    await reported(here)
    await here.viewer.says("/tonghop")
    await here.viewer.taps("Theo đơn vị (3)")
    assert "Lan" not in (await here.viewer.taps("3")).text


async def test_many_units_are_shown_by_cluster_and_a_page_at_a_time(here: Town) -> None:
    assert here.bot is not None

    def more(tx: object) -> None:
        from sqlalchemy import insert

        from bot.store.engine import Tx
        from bot.store.tables import campaign_units

        assert isinstance(tx, Tx)
        tx.execute(insert(clusters).values(id=2, code="C2", name="Cụm thôn phía Tây"))
        for n in range(500):
            row = {
                "id": 100 + n,
                "code": f"M{n}",
                "name": f"Thôn Mới {n:03d}",
                "kind": "thon",
                "level": "don_vi",
            }
            tx.execute(
                insert(units).values(**row, parent_id=1, cluster_id=2, duty="required", path=f"/1/{100 + n}/")
            )
            tx.execute(insert(campaign_units).values(campaign_id=1, unit_id=100 + n, duty="required"))

    here.bot.store.write_now(more)
    await here.admin.says("/tonghop")
    shown = await here.admin.taps("Theo đơn vị (503)")
    assert (
        "Theo cụm, khối\n▱▱▱▱▱▱▱▱▱▱ 0/2 · Cụm thôn phía Đông\n▱▱▱▱▱▱▱▱▱▱ 0/500 · Cụm thôn phía Tây\n"
        in shown.text
    )
    assert "Đơn vị, chưa báo cáo trước · trang 1/51\n1. Thôn Bản Mới\n" in shown.text
    east = await here.admin.taps("Cụm thôn phía Đông")
    assert [line for line in east.text.splitlines() if "Thôn" in line] == [
        "1. Thôn Bản Mới",
        "2. Thôn Nà Hoa",
    ]
    assert "Đơn vị chưa" not in (await here.admin.taps("Mọi đơn vị")).text
    last = await here.admin.taps_data(shown.message_id, "summary_units:1:1:99:0", forged=True)
    assert "trang 51/51" in last.text


async def test_whoever_only_reads_the_summary_learns_from_its_history_nothing_of_a_draft(here: Town) -> None:
    await reported(here)
    await here.minh.says("/start")
    await here.minh.says("1: 3,2 ty; 2: 200")
    for reader, sees in ((here.admin, True), (here.viewer, False)):
        await reader.says("/tonghop")
        told = (await reader.taps("Lịch sử")).text
        assert "11,9" in told
        assert ("3,2 tỷ" in told) is sees


async def test_the_history_of_a_period_names_people_only_to_admins(here: Town) -> None:
    await reported(here)
    await here.admin.says("/tonghop")
    assert (
        str(await here.admin.taps("Lịch sử"))
        == """Lịch sử số liệu
Mọi đơn vị · Đợt 1 · Phong trào thi đua năm 2023

09:00 02/5/2023 · Lan
   Thôn Nà Hoa, Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%
09:00 02/5/2023 · Lan
   Thôn Nà Hoa, Sản lượng lương thực có hạt: 1.340 tấn
09:00 02/5/2023 · Lan
   Thôn Nà Hoa, Thu ngân sách trên địa bàn: 11,9 tỷ đồng
[Tổng hợp]"""
    )
    await here.viewer.says("/tonghop")
    assert "Lan" not in (await here.viewer.taps("Lịch sử")).text
    other = await here.minh.says("/tonghop")
    assert "11,9" not in (await here.minh.taps("Lịch sử")).text
    assert (
        "quyền" in (await here.minh.taps_data(other.message_id, "summary_history:1:1:1:0", forged=True)).text
    )
