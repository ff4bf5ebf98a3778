"""What stays true of a report that comes late, comes back, or is asked about by somebody who is gone meanwhile."""

import pytest
from sqlalchemy import func, select, update

from bot.campaign.model import Role
from bot.store.engine import Tx
from bot.store.message_tables import audit
from bot.store.tables import extensions, report_moves, reports, units
from tests import builders
from tests.town import Person, Shown, Town, moment

SECOND_ADMIN = 140


@pytest.fixture(autouse=True)
async def everybody_knows_the_bot(here: Town) -> None:
    for person in (here.lan, here.head, here.admin):
        await person.says("/start")


def count(here: Town, table: object) -> int:
    assert here.bot is not None
    return here.bot.store.read_now(
        lambda tx: int(tx.execute(select(func.count()).select_from(table)).scalar() or 0)  # type: ignore[arg-type] # any table.
    )


async def hand_in(here: Town) -> Shown:
    for text in ("/baocao", "11,9 ty", "1.340", "94,5%"):
        await here.lan.says(text)
    return await here.lan.taps("Nộp báo cáo")


async def test_looking_at_an_extension_begins_no_report(here: Town) -> None:
    await here.admin.says("/giahan")
    await here.admin.taps("2. Thôn Nà Hoa")
    await here.admin.taps("Đơn vị đề nghị")
    assert count(here, reports) == 0
    await here.admin.says("/huy")
    assert count(here, reports) == 0
    await here.admin.says("/giahan")
    await here.admin.taps("2. Thôn Nà Hoa")
    await here.restart()
    await here.admin.taps("Đơn vị đề nghị")
    assert "Hạn mới: Thứ Sáu, 30/6/2023" in (await here.admin.says("30/6")).text
    assert (count(here, reports), count(here, extensions)) == (1, 1)
    assert here.bot is not None
    noted = here.bot.store.read_now(lambda tx: tx.execute(select(audit.c.action, audit.c.subject)).all())
    assert ("extend", "report") in [tuple(row) for row in noted]


async def test_an_extension_meets_the_report_that_was_begun_while_it_was_asked_about(here: Town) -> None:
    await here.admin.says("/giahan")
    await here.admin.taps("2. Thôn Nà Hoa")
    await here.lan.says("/baocao")
    await here.lan.says("11,9 ty")
    await here.admin.taps("Đơn vị đề nghị")
    assert "Hạn mới: Thứ Sáu, 30/6/2023" in (await here.admin.says("30/6")).text
    assert count(here, reports) == 1


async def test_a_report_that_is_on_time_has_nothing_to_excuse_even_by_a_forged_button(here: Town) -> None:
    await hand_in(here)
    await here.admin.says("/duyet")
    card = await here.admin.taps("1. Thôn Nà Hoa")
    before = count(here, report_moves)
    refused = await here.admin.taps_data(card.message_id, "excuse:1", forged=True)
    assert refused.text == (
        "Báo cáo Đợt 1 của Thôn Nà Hoa không chậm hạn, hoặc đã được miễn, nên không có gì để miễn. "
        "Gõ /lichsu để xem lịch sử báo cáo."
    )
    assert count(here, report_moves) == before


async def test_a_return_does_not_wipe_out_that_the_report_came_late(here: Town) -> None:
    await here.at("2023-06-20 09:00")
    assert "chậm hạn (16/6/2023)" in (await hand_in(here)).text
    await here.admin.says("/tralai")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Số liệu cần kiểm tra lại")
    await here.admin.says("26/6")
    await here.at("2023-06-22 09:00")
    await here.lan.says("/baocao")
    receipt = await here.lan.taps("Nộp báo cáo")
    assert "đúng hạn nộp lại (26/6/2023); lần nộp trước chậm hạn" in receipt.text
    await here.admin.says("/duyet")
    assert "đã nộp · chậm hạn" in (await here.admin.taps("1. Thôn Nà Hoa")).text
    history = (await here.admin.taps("Lịch sử")).text
    assert "09:00 22/6/2023 · Lan\n   Nộp báo cáo\n" in history
    assert "09:00 20/6/2023 · Lan\n   Nộp báo cáo · chậm hạn\n" in history


async def test_what_was_excused_stays_so_when_the_report_comes_back_in_time(here: Town) -> None:
    await here.at("2023-06-20 09:00")
    await hand_in(here)
    await here.admin.says("/duyet")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Không tính chậm")
    await here.admin.taps("Đơn vị đã báo trước")
    await here.admin.says("/tralai")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Số liệu cần kiểm tra lại")
    await here.admin.says("26/6")
    await here.lan.hears_of("Cơ quan thường trực trả lại", since=0)
    await here.lan.says("/baocao")
    assert "đúng hạn\n" in (await here.lan.taps("Nộp báo cáo")).text
    await here.admin.says("/duyet")
    assert "chậm, đã được miễn" in (await here.admin.taps("1. Thôn Nà Hoa")).text


async def test_a_head_gives_nothing_back_that_nobody_could_correct_any_more(here: Town) -> None:
    assert here.bot is not None
    here.bot.store.write_now(
        lambda tx: tx.execute(update(units).where(units.c.code == "T01").values(signed_off=True))
    )
    await hand_in(here)
    await here.head.hears_of("Nộp báo cáo", since=0)
    await here.at("2023-07-17 09:00")
    card = await here.head.taps("Xem và duyệt")
    assert card.buttons[0] == ("Duyệt",)
    refused = await here.head.taps_data(card.message_id, "hand_back:1", forged=True)
    assert refused.text.startswith("Báo cáo Đợt 1 của Thôn Nà Hoa đã khóa (quá hạn hơn 30 ngày): trả lại thì")
    assert "đã nộp, chờ thủ trưởng" in (await here.head.taps("Xem và duyệt")).text


# --- Questions about figures -------------------------------------------------------------------------------


async def second_admin(here: Town) -> Person:
    def appoint(tx: Tx) -> None:
        root = tx.execute(select(units.c.id).where(units.c.code == "SV")).scalar_one()
        builders.person(tx, SECOND_ADMIN, "Quý", moment("2023-05-02 09:00"), (Role.ADMIN, root))

    assert here.bot is not None
    here.bot.store.write_now(appoint)
    other = Person(here, SECOND_ADMIN, "Quý")
    await other.says("/start")
    return other


async def ask(here: Town) -> None:
    await hand_in(here)
    await here.admin.says("/duyet")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Yêu cầu giải trình")
    await here.admin.taps("2")
    await here.admin.taps("Số liệu lấy từ nguồn nào?")
    await here.lan.hears_of("Yêu cầu giải trình", since=0)
    await here.lan.taps("Trả lời")


async def leave(here: Town, other: Person) -> None:
    """The first admin's role is ended by the second."""
    await other.says("/donvi SV")
    await other.taps("Người của đơn vị")
    await other.taps("2. Hương")
    await other.taps("Thu hồi vai trò")
    await other.taps("Thu hồi")


async def test_an_answer_reaches_another_admin_where_the_asker_has_no_role_any_more(here: Town) -> None:
    other = await second_admin(here)
    await ask(here)
    await leave(here, other)
    await here.lan.says("Theo biên bản cân thử")
    told = await other.hears_of("Đã giải trình", since=0)
    assert "Theo biên bản cân thử" in told.text
    assert (await other.taps("Khép lại")).text.startswith("Giải trình đã khép lại")


async def test_an_answer_that_nobody_has_closed_goes_to_another_admin_with_the_askers_role(
    here: Town,
) -> None:
    other = await second_admin(here)
    await ask(here)
    await here.lan.says("Theo biên bản cân thử")
    await here.admin.hears_of("Đã giải trình", since=0)
    await leave(here, other)
    assert "Khép lại" in str(await other.hears_of("Đã giải trình", since=0))
