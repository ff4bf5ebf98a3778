"""A campaign is closed, opened again with a reason, archived: in the chat, word for word."""

import pytest
from sqlalchemy import select

from bot.store.engine import Store
from bot.store.message_tables import audit
from tests.town import Town

OPEN = """Phong trào đang chạy
Văn bản (chưa có số)
Phong trào thi đua năm 2023
Thời gian: 10/01/2023 – 31/12/2023

1. Đợt 1: 10/01/2023 – 30/6/2023
   Đơn vị báo cáo: hạn Thứ Sáu, 16/6/2023
2. Đợt 2: 01/7/2023 – 31/12/2023
   Đơn vị báo cáo: hạn Thứ Sáu, 15/12/2023

Chỉ tiêu: 3
Đơn vị: 3 bắt buộc
[Chỉ tiêu (3)][Hạn báo cáo]
[Bảng giao chỉ tiêu (Excel)]
[Tổng hợp][Chưa báo cáo]
[Mở đợt cao điểm][Phong trào năm sau]
[Đóng phong trào]"""

ASKED = """Đóng phong trào?
Phong trào thi đua năm 2023

Đợt 1 (hạn 16/6/2023): 2/3 đơn vị chưa nộp: Thôn Bản Mới, Trường Tiểu học Suối Vàng

Đóng rồi thì đơn vị không nhập, không nộp được nữa và bot không nhắc nữa. Số liệu đã có và bản nháp vẫn xem được; \
khi cần có thể mở lại.
[Đóng phong trào]
[Chưa, quay lại]"""

CLOSED = """✓ Đã đóng: Phong trào thi đua năm 2023
Đơn vị không còn nhập, nộp được; bot không nhắc nữa. Số liệu vẫn xem ở /tonghop.
[Xem phong trào]"""

SHUT = """Phong trào đã đóng
Văn bản (chưa có số)
Phong trào thi đua năm 2023
Thời gian: 10/01/2023 – 31/12/2023

1. Đợt 1: 10/01/2023 – 30/6/2023
   Đơn vị báo cáo: hạn Thứ Sáu, 16/6/2023
2. Đợt 2: 01/7/2023 – 31/12/2023
   Đơn vị báo cáo: hạn Thứ Sáu, 15/12/2023

Chỉ tiêu: 3
Đơn vị: 3 bắt buộc
[Chỉ tiêu (3)]
[Tổng hợp][Chưa báo cáo]
[Phong trào năm sau]
[Mở lại][Lưu trữ]"""

OVER = """Phong trào đã đóng, lưu trữ

1. Phong trào thi đua năm 2023
   UBND xã Suối Vàng · đã đóng, đóng lúc 09:00 02/5/2023
[1. Phong trào thi đua năm 2023]
[Phong trào đang làm]"""

WHY = """Mở lại phong trào
Phong trào thi đua năm 2023

Gõ lý do mở lại, ví dụ: Còn 3 thôn nộp bổ sung số liệu. Lý do được ghi vào nhật ký.
[Thôi]"""

AGAIN = """✓ Đã mở lại: Phong trào thi đua năm 2023
Đơn vị nhập, nộp tiếp được; bot nhắc tiếp theo hạn.
[Xem phong trào]"""

FOR_GOOD = """Lưu trữ phong trào?
Phong trào thi đua năm 2023

Lưu trữ rồi thì chỉ xem và lấy số liệu, không mở lại được.
[Lưu trữ]
[Chưa, quay lại]"""

KEPT = """✓ Đã lưu trữ: Phong trào thi đua năm 2023
Từ nay chỉ xem và lấy số liệu.
[Xem phong trào]"""

NOT_ANY_MORE = (
    "Phong trào “Phong trào thi đua năm 2023” đã đóng, không còn nhận số liệu. "
    "Số đã có vẫn xem được: /tiendo, /tonghop."
)


async def lan_reports(here: Town) -> None:
    await here.lan.says("/baocao")
    for figure in ("11,9", "1340", "94,5"):
        await here.lan.says(figure)
    await here.lan.taps("Nộp báo cáo")


async def close(here: Town) -> None:
    await here.admin.says("/phongtrao")
    await here.admin.taps("Đóng phong trào")
    assert str(await here.admin.taps("Đóng phong trào")) == CLOSED


def noted(here: Town) -> list[tuple[str, object]]:
    store = Store(f"sqlite:///{here.folder / 'dondoc.sqlite3'}")
    try:
        return store.read_now(
            lambda tx: [
                (row.action, row.facts)
                for row in tx.execute(select(audit).where(audit.c.subject == "campaign").order_by(audit.c.id))
            ]
        )
    finally:
        store.close()


async def test_a_campaign_is_closed_when_asked_twice_opened_again_with_a_reason_and_archived(
    here: Town,
) -> None:
    await lan_reports(here)
    assert str(await here.admin.says("/phongtrao")) == OPEN
    assert str(await here.admin.taps("Đóng phong trào")) == ASKED
    assert str(await here.admin.taps("Chưa, quay lại")) == OPEN
    await here.admin.taps("Đóng phong trào")
    assert str(await here.admin.taps("Đóng phong trào")) == CLOSED

    assert "Chưa có phong trào nào." in (await here.admin.says("/phongtrao")).text
    assert str(await here.admin.taps("Đã đóng, lưu trữ (1)")) == OVER
    assert str(await here.admin.taps("1. Phong trào thi đua năm 2023")) == SHUT

    assert str(await here.admin.taps("Mở lại")) == WHY
    await here.restart()
    assert "Cần một lý do bằng chữ" in (await here.admin.says("…")).text
    assert str(await here.admin.says("Còn hai đơn vị nộp bổ sung")) == AGAIN
    assert str(await here.admin.taps("Xem phong trào")) == OPEN

    await here.admin.taps("Đóng phong trào")
    await here.admin.taps("Đóng phong trào")
    await here.admin.taps("Xem phong trào")
    assert str(await here.admin.taps("Lưu trữ")) == FOR_GOOD
    assert str(await here.admin.taps("Lưu trữ")) == KEPT
    assert (await here.admin.taps("Xem phong trào")).buttons == (
        ("Chỉ tiêu (3)",),
        ("Tổng hợp", "Chưa báo cáo"),
        ("Phong trào năm sau",),
    )
    assert "Đơn vị đã báo cáo: 1/3" in (await here.admin.says("/tonghop")).text
    assert noted(here) == [
        ("close", None),
        ("reopen", {"reason": "Còn hai đơn vị nộp bổ sung"}),
        ("close", None),
        ("archive", None),
    ]


async def test_a_unit_can_see_its_open_draft_of_a_closed_campaign_but_enter_nothing(here: Town) -> None:
    await here.lan.says("/baocao")
    shown = await here.lan.says("11,9")
    await close(here)

    assert (await here.lan.says("1340")).text == NOT_ANY_MORE
    assert "Thu ngân sách trên địa bàn: 11,9 tỷ đồng" in (await here.lan.says("/tiendo")).text
    review = await here.lan.taps_data(shown.message_id, "open:1:2", forged=True)
    assert review.text.endswith("Phong trào đã đóng: báo cáo chỉ để xem, chưa nộp.")
    assert review.buttons == ()
    for forged in ("submit:1", "ask:1:2", "discard:1:1"):
        assert (await here.lan.taps_data(shown.message_id, forged, forged=True)).text == NOT_ANY_MORE
    assert "không có báo cáo nào phải nộp" in (await here.minh.says("/baocao")).text


async def test_nobody_is_nudged_about_a_closed_campaign_and_again_once_it_is_opened(here: Town) -> None:
    await here.lan.says("/start")
    await close(here)
    await here.at("2023-06-09 08:05")
    assert len(await here.lan.sees()) == 1
    await here.admin.taps("Xem phong trào")
    await here.admin.taps("Mở lại")
    await here.admin.says("Còn hai đơn vị nộp bổ sung")
    await here.at("2023-06-09 08:10")
    assert any("16/6/2023" in one.text for one in await here.lan.sees())


@pytest.mark.parametrize(
    "data", ["close_campaign:1:1", "launch:1", "discard_campaign:1:1", "drop_indicator:1:1", "drop_phase:1:1"]
)
async def test_a_forged_button_changes_nothing_in_a_closed_campaign(here: Town, data: str) -> None:
    await close(here)
    shown = await here.admin.says("/phongtrao")
    said = (await here.admin.taps_data(shown.message_id, data, forged=True)).text
    assert said == (
        "Phong trào “Phong trào thi đua năm 2023” đã đóng nên không sửa được nữa. "
        "Muốn sửa thì mở lại: gõ /phongtrao."
    )


async def test_due_dates_and_unit_targets_of_a_closed_campaign_stay_as_they_are(here: Town) -> None:
    await here.admin.says("/phongtrao")
    await here.admin.taps("Hạn báo cáo")
    message = await here.admin.taps("Đổi hạn: Đợt 1")
    await close(here)
    await here.admin.taps_data(message.message_id, "campaign_due:1:2", forged=True)
    assert "đã đóng nên không sửa được nữa" in (await here.admin.says("14/12")).text
    await here.admin.taps_data(message.message_id, "campaign_indicator:1:1", forged=True)
    assert "đã đóng nên không sửa được nữa" in (await here.admin.says("T01: 5")).text
    nudged = await here.admin.taps_data(message.message_id, "nudge:1:1:0", forged=True)
    assert nudged.text == NOT_ANY_MORE


async def test_reports_of_a_closed_campaign_are_not_moved_nor_asked_about(here: Town) -> None:
    await lan_reports(here)
    await close(here)
    shown = await here.admin.says("/phongtrao")
    for data in ("accept:1", "return:1", "follow_up:1:1", "follow_up_which:1"):
        assert (await here.admin.taps_data(shown.message_id, data, forged=True)).text == NOT_ANY_MORE
