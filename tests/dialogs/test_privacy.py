"""What is stored about a person, and its deletion, word for word."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.campaign.model import Role
from bot.config import Config
from bot.store import audit
from bot.store.tables import metadata, people
from tests.dialogs.test_roles import joins, noted, opens
from tests.town import LAN, MINH, Town

MINE = """Bot lưu gì về anh/chị
Tên: Lan
Số định danh (ID) Telegram: 102
Gặp lần đầu: 09:00 01/02/2023 · đồng ý: 09:00 01/02/2023

Vai trò:
• đầu mối báo cáo – Thôn Nà Hoa, từ 01/02/2023

Việc đã làm: 1 lần nhập số liệu, 0 lần nộp, duyệt, trả báo cáo, 0 lần hỏi và trả lời giải trình, 0 lời mời.
Nội dung đã gửi: 0 đoạn thuyết minh, 0 gương người tốt, 0 ảnh và tệp; nhập thay 0 báo cáo.
Tin nhắn gốc đang giữ (tự xóa sau 48 giờ): 3. Tin bot đã gửi hoặc sắp gửi: 0 dòng, chỉ ghi loại tin và lúc gửi.
Nhật ký: 2 dòng, chỉ ghi mã số nội bộ, không ghi tên.

Gõ /xoadulieu để xóa tên và ID. Số liệu, lịch sử và nhật ký vẫn giữ vì là báo cáo của đơn vị; người nhập khi đó \
ghi là «đã xóa». Người không còn vai trò được xóa tên và ID sau thời hạn do cơ quan đặt. \
Thuyết minh và báo cáo đã ký là của đơn vị nên giữ; ảnh, tệp minh chứng và tên trong gương người tốt tự xóa sau thời \
hạn đó, tính từ khi phong trào đóng."""

FIRST = """Xóa dữ liệu cá nhân
Tên và ID Telegram của anh/chị bị xóa; các vai trò sau kết thúc:
• đầu mối báo cáo – Thôn Nà Hoa
Số liệu và lịch sử của đơn vị vẫn giữ, ghi «người nhập: đã xóa».
Nên bàn giao trước (/bangiao) để đơn vị có người báo cáo.
[Xóa][Giữ lại]"""

SECOND = """Xóa thật? Không khôi phục được. Muốn dùng lại bot, anh/chị phải được mời lại từ đầu.
[Xóa vĩnh viễn][Giữ lại]"""


def stored(here: Town) -> list[str]:
    """Every value in every table, as text."""
    assert here.bot is not None

    def every(tx: audit.Tx) -> list[str]:
        return [
            str(value)
            for table in metadata.sorted_tables
            for row in tx.execute(select(table))
            for value in row
        ]

    return here.bot.store.read_now(every)


async def erases(here: Town) -> None:
    await here.lan.says("/xoadulieu")
    await here.lan.taps("Xóa")
    done = await here.lan.taps("Xóa vĩnh viễn")
    assert done.text.startswith("✓ Đã xóa tên và ID Telegram của anh/chị.")


async def test_everything_that_is_stored_about_a_person_is_shown_to_him(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.says("11,9 ty")
    assert str(await here.lan.says("/dulieucuatoi")) == MINE


async def test_deletion_is_asked_twice_and_can_be_left(here: Town) -> None:
    assert str(await here.lan.says("/xoadulieu")) == FIRST
    asked = await here.lan.taps("Xóa")
    assert str(asked) == SECOND
    await here.restart()
    assert (await here.lan.taps("Giữ lại")).text.startswith("Bot lưu gì về anh/chị\nTên: Lan")
    late = await here.lan.taps_data(asked.message_id, "erase", forged=True)
    assert late.text.startswith("Nút này đã cũ")
    assert "1/3" in (await here.lan.says("/baocao")).text
    assert "erase" not in noted(here)


async def test_name_and_chat_go_and_figures_stay_as_of_somebody_deleted(here: Town) -> None:
    assert here.bot is not None
    for text in ("/baocao", "11,9 ty", "1.340", "94,5%"):
        await here.lan.says(text)
    await here.lan.taps("Nộp báo cáo")
    await here.bot.ticks.seal()
    await erases(here)
    assert "liên kết mời" in (await here.lan.says("/baocao")).text
    assert (await here.lan.says("/dulieucuatoi")).text == "Bot không lưu gì về anh/chị."
    await here.admin.says("/lichsu")
    history = (await here.admin.taps("1. Thôn Nà Hoa")).text
    assert "09:00 02/5/2023 · người nhập: đã xóa\n   Thu ngân sách trên địa bàn: 11,9 tỷ đồng" in history
    assert "Lan" not in history
    assert "11,9 tỷ đồng" in (await here.admin.says("/tonghop")).text
    await here.bot.ticks.seal()
    assert here.bot.store.read_now(audit.first_broken) is None
    assert noted(here)[-1] == "erase"
    await here.at("2023-05-04 10:00")
    await here.bot.ticks.forget()
    assert not {"Lan", str(LAN)} & set(stored(here))
    assert not [value for value in stored(here) if '"first_name": "Lan"' in value]


async def test_an_open_report_that_was_begun_goes_on_with_whoever_is_left(here: Town) -> None:
    joins(here, MINH)
    await here.lan.says("/baocao")
    await here.lan.says("11,9 ty")
    await erases(here)
    await here.minh.says("/baocao")
    asked = await here.minh.taps("2. Thôn Nà Hoa")
    assert "2/3. Sản lượng lương thực có hạt" in asked.text


async def test_the_last_admin_of_an_office_is_told_to_bring_another_one_first(here: Town) -> None:
    assert (await here.admin.says("/xoadulieu")).text == (
        "Anh/chị là quản trị cuối cùng của UBND xã Suối Vàng; xóa bây giờ thì không ai điều hành được. Gõ /moi, mời "
        "một người vào vai trò quản trị; khi người đó đã đồng ý thì gõ lại /xoadulieu."
    )
    joins(here, MINH, unit="SV", role=Role.ADMIN)
    assert (await here.admin.says("/xoadulieu")).text.startswith("Xóa dữ liệu cá nhân")


async def test_who_has_lost_his_role_can_still_see_and_delete_what_is_stored(here: Town) -> None:
    await here.lan.says("/start")
    await opens(here, "T01", "1. Lan")
    await here.admin.taps("Thu hồi vai trò")
    await here.admin.taps("Thu hồi")
    await here.lan.hears_of("đã kết thúc", since=0)
    assert "Vai trò: không có\nVai trò đã kết thúc: 1" in (await here.lan.says("/dulieucuatoi")).text
    assert "anh/chị không còn vai trò nào." in (await here.lan.says("/xoadulieu")).text
    await here.lan.taps("Xóa")
    await here.lan.taps("Xóa vĩnh viễn")
    assert (await here.lan.says("/dulieucuatoi")).text == "Bot không lưu gì về anh/chị."


async def test_of_a_stranger_nothing_is_stored(here: Town) -> None:
    for text in ("/dulieucuatoi", "/xoadulieu"):
        assert (await here.stranger.says(text)).text == "Bot không lưu gì về anh/chị."


async def test_who_comes_again_after_deletion_is_a_new_person(here: Town) -> None:
    await erases(here)
    await here.admin.says("/moi")
    await here.admin.taps("Đầu mối báo cáo")
    made = await here.admin.taps("Thôn Nà Hoa")
    token = made.text.split("?start=")[1].split()[0]
    assert "Anh/chị có đồng ý không?" in (await here.lan.says(f"/start {token}")).text
    await here.lan.taps("Đồng ý")
    assert "0 lần nhập số liệu" in (await here.lan.says("/dulieucuatoi")).text


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
async def test_people_without_a_role_are_deleted_after_the_days_of_the_config(
    here: Town, days: int, kept: bool
) -> None:
    environ = {"DONDOC_PEOPLE__KEPT_DAYS": "30"}
    assert Config.load(None, environ, need_token=False).people.kept_days == 30
    await opens(here, "T01", "1. Lan")
    await here.admin.taps("Thu hồi vai trò")
    await here.admin.taps("Thu hồi")
    await here.stop()
    here.config = here.config.model_copy(
        update={"people": here.config.people.model_copy(update={"kept_days": 30})}
    )
    await here.start()
    assert here.bot is not None
    here.clock.set(here.clock.now() + timedelta(days=days))
    await here.bot.ticks.forget()
    names = here.bot.store.read_now(lambda tx: set(tx.execute(select(people.c.name)).scalars()))
    assert ("Lan" in names) is kept
    assert {"Minh", "Hoa", "Hương"} <= names
    assert ("erase" in noted(here)) is not kept
