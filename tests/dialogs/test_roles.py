"""The people of a unit, word for word: an admin sees them, revokes roles, and says whether the head signs."""

from sqlalchemy import select, update

from bot.campaign.model import Role
from bot.store import people as people_of
from bot.store.message_tables import audit
from bot.store.tables import people, roles, units
from tests.town import HOA, LAN, MINH, Town


def joins(here: Town, chat: int, *, unit: str = "T01", role: Role = Role.FOCAL_POINT) -> None:
    """Give somebody a further role."""
    assert here.bot is not None

    def give(tx: people_of.Tx) -> None:
        person_id = tx.execute(select(people.c.id).where(people.c.chat_id == chat)).scalar_one()
        unit_id = tx.execute(select(units.c.id).where(units.c.code == unit)).scalar_one()
        people_of.grant(tx, person_id=person_id, unit_id=unit_id, role=role.value, now=here.clock.now())

    here.bot.store.write_now(give)


def noted(here: Town) -> list[str]:
    assert here.bot is not None
    return here.bot.store.read_now(
        lambda tx: list(tx.execute(select(audit.c.action).order_by(audit.c.id)).scalars())
    )


async def opens(here: Town, unit: str, label: str) -> str:
    await here.admin.says(f"/donvi {unit}")
    await here.admin.taps("Người của đơn vị")
    return str(await here.admin.taps(label))


async def test_an_admin_sees_the_people_of_a_unit_and_one_of_them(here: Town) -> None:
    await here.admin.says("/donvi T01")
    assert (
        str(await here.admin.taps("Người của đơn vị"))
        == """Người của Thôn Nà Hoa

1. Lan – đầu mối báo cáo
2. Sơn – thủ trưởng đơn vị
[1. Lan]
[2. Sơn]
[◀ Đơn vị]"""
    )
    assert (
        str(await here.admin.taps("1. Lan"))
        == """Lan – đầu mối báo cáo
Thôn Nà Hoa · từ 01/02/2023
[Báo nghỉ][Bàn giao]
[Thành đầu mối dự phòng]
[Thu hồi vai trò]
[◀ Người của đơn vị]"""
    )


async def test_a_revoked_role_is_refused_from_the_very_next_message_and_button_on(here: Town) -> None:
    question = await here.lan.says("/baocao")
    nil = question.raw["buttons"][0][0]["data"]
    await opens(here, "T01", "1. Lan")
    assert "Thu hồi vai trò này của Lan?" in (await here.admin.taps("Thu hồi vai trò")).text
    answer = await here.admin.taps("Thu hồi")
    assert answer.text.startswith("✓ Đã thu hồi vai trò.\nNgười của Thôn Nà Hoa\n\n1. Sơn")
    told = await here.lan.hears_of("đã kết thúc", since=0)
    assert told.text == (
        "Vai trò đầu mối báo cáo – Thôn Nà Hoa của anh/chị đã kết thúc.\n"
        "Nếu không đúng, đề nghị báo cơ quan thường trực."
    )
    assert "liên kết mời" in (await here.lan.taps_data(question.message_id, nil)).text
    for text in ("12,5", "/baocao", "/tiendo", "1: 12; 2: 30"):
        assert "liên kết mời" in (await here.lan.says(text)).text, text
    assert "revoke" in noted(here)
    assert "• Thôn Nà Hoa" in (await here.admin.says("/chuabaocao")).text.split("Chưa có đầu mối")[1]


async def test_who_keeps_another_role_is_refused_only_what_the_revoked_one_allowed(here: Town) -> None:
    joins(here, LAN, unit="T02")
    question = await here.lan.says("/baocao")
    await opens(here, "T01", "1. Lan")
    await here.admin.taps("Thu hồi vai trò")
    await here.admin.taps("Thu hồi")
    await here.lan.hears_of("đã kết thúc", since=0)
    refused = await here.lan.taps_data(question.message_id, "open:1:2", forged=True)
    assert refused.text.startswith("Anh/chị không có quyền làm việc này.")
    assert "Thôn Bản Mới" in (await here.lan.says("/baocao")).text


async def test_the_last_admin_who_revokes_himself_is_asked_twice(here: Town) -> None:
    await opens(here, "SV", "2. Hương")
    await here.admin.taps("Thu hồi vai trò")
    warned = await here.admin.taps("Thu hồi")
    assert "Anh/chị là quản trị cuối cùng của UBND xã Suối Vàng." in warned.text
    assert "revoke" not in noted(here)
    ended = await here.admin.taps("Vẫn thu hồi")
    assert ended.text.startswith("Vai trò quản trị (cơ quan thường trực) – UBND xã Suối Vàng của anh/chị")
    assert "liên kết mời" in (await here.admin.says("/donvi")).text


async def test_an_admin_beside_another_one_is_asked_once(here: Town) -> None:
    joins(here, MINH, unit="SV", role=Role.ADMIN)
    await opens(here, "SV", "2. Hương")
    await here.admin.taps("Thu hồi vai trò")
    assert "đã kết thúc" in (await here.admin.taps("Thu hồi")).text


async def test_an_admin_cannot_see_the_people_of_another_office(here: Town) -> None:
    question = await here.lan.says("/baocao")
    for data in ("unit_people:2", "revoke:1:1", "revoke:1:2", "deputy:3:1", "sign_off:2:1", "role:3"):
        refused = await here.lan.taps_data(question.message_id, data, forged=True)
        assert refused.text.startswith("Anh/chị không có quyền làm việc này."), data
    assert not set(noted(here)) & {"revoke", "deputy", "sign_off"}


# --- Whether the head signs --------------------------------------------------------------------------------


async def test_sign_off_is_switched_on_and_waiting_reports_go_on_once_it_is_off(here: Town) -> None:
    for person in (here.lan, here.head):
        await person.says("/start")
    await here.admin.says("/donvi T01")
    on = await here.admin.taps("Thủ trưởng duyệt báo cáo")
    assert on.text.startswith(
        "✓ Từ nay báo cáo của đơn vị chờ thủ trưởng duyệt rồi mới tới cơ quan thường trực.\nThôn Nà Hoa"
    )
    assert "Bắt buộc báo cáo, thủ trưởng duyệt trước" in on.text
    for text in ("/baocao", "11,9 ty", "1.340", "94,5%"):
        await here.lan.says(text)
    receipt = await here.lan.taps("Nộp báo cáo")
    assert "Báo cáo đã chuyển thủ trưởng đơn vị duyệt." in receipt.text
    assert "Đã báo cáo 0/3 đơn vị." in (await here.admin.says("/chuabaocao")).text
    await here.admin.says("/donvi T01")
    off = await here.admin.taps("Bỏ thủ trưởng duyệt")
    assert "báo cáo đang chờ đã chuyển tới cơ quan thường trực" in off.text
    assert "Đã báo cáo 1/3 đơn vị." in (await here.admin.says("/chuabaocao")).text
    for person in (here.lan, here.head):
        told = await person.hears_of("Bỏ bước thủ trưởng duyệt", since=0)
        assert told.text.endswith("Hương · 09:00 02/5/2023")
    await here.admin.says("/lichsu")
    assert "Hương\n   Bỏ bước thủ trưởng duyệt" in (await here.admin.taps("1. Thôn Nà Hoa")).text


# --- A unit without a reachable focal point ------------------------------------------------------------------


async def test_a_unit_whose_focal_point_cannot_be_written_to_is_in_the_list_of_its_own(here: Town) -> None:
    for text in ("/baocao", "11,9 ty"):
        await here.lan.says(text)
    assert here.bot is not None
    here.bot.store.write_now(
        lambda tx: tx.execute(
            update(people).where(people.c.chat_id.in_((LAN, HOA))).values(unreachable_since=here.clock.now())
        )
    )
    listed = (await here.admin.says("/chuabaocao")).text
    assert "Chưa có đầu mối kết nối với bot (2)\n• Thôn Nà Hoa" in listed
    assert "Nhập chưa xong" not in listed


async def test_a_unit_to_which_nobody_came_is_in_that_list_too(here: Town) -> None:
    assert here.bot is not None
    lan = select(people.c.id).where(people.c.chat_id == LAN).scalar_subquery()
    here.bot.store.write_now(lambda tx: tx.execute(roles.delete().where(roles.c.person_id == lan)))
    assert "Chưa có đầu mối kết nối với bot (1)\n• Thôn Nà Hoa" in (await here.admin.says("/chuabaocao")).text
