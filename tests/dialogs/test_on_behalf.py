"""`/nhapthay`, word for word: an admin enters a report in its unit's stead, and everybody sees that he did."""

import pytest
from sqlalchemy import update

from bot.store.tables import roles, units
from tests import builders
from tests.dialogs.test_roles import noted
from tests.town import ADMIN, Person, Shown, Town

FROM = "văn bản 7/BC ngày 28/4, trưởng thôn ký"


@pytest.fixture(autouse=True)
async def everybody_knows_the_bot(here: Town) -> None:
    for person in (here.lan, here.head, here.admin):
        await person.says("/start")


async def stands_in(person: Person, unit: str = "Thôn Nà Hoa") -> Shown:
    """A paper lies on the desk: the first question of the unit's report."""
    await person.says(f"/nhapthay {unit}")
    await person.taps("Văn bản giấy")
    return await person.says("7/BC ngày 28/4,  trưởng thôn ký")


async def hands_in(here: Town) -> Shown:
    await stands_in(here.admin)
    await here.admin.says("1: 11,9 ty; 2: 1340; 3: 94,5%")
    await here.admin.taps("Xem và nộp báo cáo")
    return await here.admin.taps("Nộp báo cáo")


# --- From what ---------------------------------------------------------------------------------------------


async def test_an_admin_chooses_a_unit_and_says_once_from_what_he_enters(here: Town) -> None:
    assert (
        str(await here.admin.says("/nhapthay"))
        == """Nhập thay báo cáo nào?

1. Thôn Bản Mới – Đợt 1
   Phong trào thi đua năm 2023 · hạn 16/6/2023 · chưa bắt đầu
2. Thôn Nà Hoa – Đợt 1
   Phong trào thi đua năm 2023 · hạn 16/6/2023 · chưa bắt đầu
3. Trường Tiểu học Suối Vàng – Đợt 1
   Phong trào thi đua năm 2023 · hạn 16/6/2023 · chưa bắt đầu
[1. Thôn Bản Mới]
[2. Thôn Nà Hoa]
[3. Trường Tiểu học Suối Vàng]"""
    )
    assert (
        str(await here.admin.taps("2. Thôn Nà Hoa"))
        == """Nhập thay đơn vị
Thôn Nà Hoa · Đợt 1
Phong trào thi đua năm 2023

Số liệu lấy từ đâu? Bot hỏi một lần; mọi số liệu sẽ ghi rõ là nhập thay theo nguồn này. Gõ /huy để thôi.
[Văn bản giấy][Điện thoại][Khác]"""
    )
    assert (await here.admin.taps("Văn bản giấy")).text.endswith(
        "Văn bản nào? Gõ số, ngày, ai ký. Ví dụ: 12/BC-UBND ngày 10/6, chủ tịch xã ký"
    )
    assert (
        str(await here.admin.says("7/BC ngày 28/4,  trưởng thôn ký"))
        == f"""Thôn Nà Hoa · Đợt 1
Nhập thay theo {FROM}
Hạn Thứ Sáu, 16/6/2023 (còn 45 ngày)

1/3. Thu ngân sách trên địa bàn
Đơn vị tính: tỷ đồng
Chỉ tiêu giao: 12,5 tỷ đồng
Nhập số lũy kế từ đầu năm.
[Không phát sinh]
[Chưa có số liệu][Bỏ qua]
[Xem toàn bộ]"""
    )
    echo = await here.admin.says("11,9 ty")
    assert echo.text.startswith(
        f"✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng · nhập thay theo {FROM}, Hương\n\n2/3."
    )
    assert "stand_in" in noted(here)


@pytest.mark.parametrize("typed", ["na hoa", "thon na hoa", "T01", "nhà hoa"])
async def test_the_unit_may_be_named_behind_the_command(here: Town, typed: str) -> None:
    assert (await here.admin.says(f"/nhapthay {typed}")).text.startswith("Nhập thay đơn vị\nThôn Nà Hoa")


async def test_a_name_that_fits_several_units_leaves_the_choice(here: Town) -> None:
    shown = await here.admin.says("/nhapthay thôn")
    assert shown.buttons == (("1. Thôn Bản Mới",), ("2. Thôn Nà Hoa",))
    assert "Không có đơn vị nào khớp." in (await here.admin.says("/nhapthay huyện Xa Lắc")).text


async def test_the_phone_and_other_sources_are_told_as_such(here: Town) -> None:
    await here.admin.says("/nhapthay na hoa")
    await here.admin.taps("Điện thoại")
    shown = await here.admin.says("kế toán thôn, sáng 2/5")
    assert "Nhập thay theo điện thoại (kế toán thôn, sáng 2/5)\n" in shown.text
    await here.admin.says("/nhapthay ban moi")
    shown = await here.admin.says("thư điện tử của văn phòng")
    assert "Nhập thay theo thư điện tử của văn phòng\n" in shown.text


async def test_without_a_source_nothing_is_entered(here: Town) -> None:
    await here.admin.says("/nhapthay na hoa")
    await here.admin.taps("Điện thoại")
    for typed in ("???", "x" * 201):
        assert (await here.admin.says(typed)).text == (
            "Chưa rõ số liệu lấy từ đâu. Gõ một câu, nhiều nhất 200 ký tự: số văn bản, hoặc ai cung cấp."
        )
    assert "Nhập thay theo điện thoại (kế toán)" in (await here.admin.says("kế toán")).text


async def test_the_source_of_the_last_time_is_a_button(here: Town) -> None:
    await stands_in(here.admin)
    await here.admin.says("11,9 ty")
    await here.admin.taps("Xem toàn bộ")
    assert (await here.admin.taps("Thôi nhập thay")).text == (
        "Đã thôi nhập thay Thôn Nà Hoa · Đợt 1. Báo cáo đang nhập, có 1 số liệu; mọi số liệu đã nhập được giữ."
    )
    await here.admin.says("/nhapthay na hoa")
    shown = await here.admin.taps("Như lần trước: văn bản 7/BC ngày 28/4, trưởng thôn ký")
    assert f"Nhập thay theo {FROM}" in shown.text
    assert "2/3. Sản lượng lương thực có hạt" in shown.text


async def test_an_old_button_of_one_report_does_not_close_another_one(here: Town) -> None:
    await stands_in(here.admin)
    first = await here.admin.taps("Xem toàn bộ")
    await here.admin.says("/nhapthay ban moi")
    await here.admin.taps("Điện thoại")
    await here.admin.says("kế toán")
    await here.admin.taps_data(first.message_id, "stand_in_end:1", forged=True)
    await here.admin.says("3 ty")
    assert "Thôn Bản Mới" in (await here.admin.taps("Xem toàn bộ")).text


# --- The report ----------------------------------------------------------------------------------------------


async def test_many_figures_are_handed_in_marked_and_the_unit_hears_of_it_once(here: Town) -> None:
    await stands_in(here.admin)
    assert (
        str(await here.admin.says("1: 11,9 ty; 2: 1340; 3: 94,5%"))
        == f"""Thôn Nà Hoa · Đợt 1
Nhập thay theo {FROM}
Đã ghi 3 số liệu (3/3 chỉ tiêu)
✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng
✓ Sản lượng lương thực có hạt: 1.340 tấn
✓ Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%
[Xem và nộp báo cáo]"""
    )
    await here.admin.taps("Xem và nộp báo cáo")
    assert (
        str(await here.admin.taps("Nộp báo cáo"))
        == f"""Đã nộp báo cáo.
Thôn Nà Hoa · Đợt 1
Phong trào thi đua năm 2023
Nhập thay theo {FROM}, Hương
Thời điểm nộp: 09:00 02/5/2023 – đúng hạn
Số chỉ tiêu: 3. Cơ quan thường trực đã nhận được số liệu.
Sửa được đến hết ngày 16/7/2023.
[Xem lại]
[Nhập thay đơn vị khác]"""
    )
    assert (
        str(await here.lan.hears_of("Nộp báo cáo", since=0))
        == f"""Nộp báo cáo
Thôn Nà Hoa · Đợt 1
Phong trào thi đua năm 2023

Hương · 09:00 02/5/2023
Cơ quan thường trực nhập thay theo {FROM}
[Xem báo cáo]"""
    )
    assert sum(shown.text.startswith("Nộp báo cáo\n") for shown in await here.lan.sees()) == 1
    assert (
        str(await here.lan.taps("Xem báo cáo"))
        == f"""Thôn Nà Hoa · Đợt 1
Phong trào thi đua năm 2023
Hạn Thứ Sáu, 16/6/2023 · đã nộp · đúng hạn
Nộp báo cáo: Hương, 09:00 02/5/2023 · nhập thay theo {FROM}

1. Thu ngân sách trên địa bàn: 11,9 tỷ đồng · nhập thay [1]
2. Sản lượng lương thực có hạt: 1.340 tấn · nhập thay [1]
3. Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5% · nhập thay [1]
[1] nhập thay theo {FROM}, Hương
[Lịch sử]"""
    )
    assert (
        f"09:00 02/5/2023 · Hương · nhập thay theo {FROM}\n   Nộp báo cáo\n"
        f"09:00 02/5/2023 · Hương · nhập thay theo {FROM}\n   Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%\n"
    ) in (await here.lan.taps("Lịch sử")).text
    assert "95,2% · chưa đạt · 1/3 đơn vị · 1 nhập thay\n" in (await here.viewer.says("/tonghop")).text


async def test_the_narrative_is_marked_too(here: Town) -> None:
    await stands_in(here.admin)
    await here.admin.taps("Xem toàn bộ")
    await here.admin.taps("Thuyết minh")
    await here.admin.taps("1. Kết quả nổi bật")
    await here.admin.says("Trồng thêm mười hai vườn mẫu.")
    await here.lan.says("/lichsu")
    history = await here.lan.taps("1. Thôn Nà Hoa")
    assert f"Hương · nhập thay theo {FROM}\n   Thuyết minh, kết quả nổi bật" in history.text.replace(
        "Kết", "kết"
    )


async def test_what_goes_beside_the_figures_says_from_what_it_was_entered_too(here: Town) -> None:
    await stands_in(here.admin)
    await here.admin.sends("bang-ke.docx", b"PK a list of receipts")
    shown = await here.admin.taps("Xem minh chứng")
    assert f"bang-ke.docx (1 KB)\n   nhập thay theo {FROM}, Hương, 09:00 02/5/2023" in shown.text
    await here.admin.taps("Xem toàn bộ")
    await here.admin.taps("Báo cáo đã ký")
    shown = await here.admin.sends("bao-cao.pdf", b"%PDF-1.4 signed", caption="Báo cáo số 7/BC ngày 28/4")
    assert f"bao-cao.pdf · nhập thay theo {FROM}, Hương, 09:00 02/5/2023" in shown.text
    await here.admin.taps("Xem toàn bộ báo cáo")
    await here.admin.taps("Thuyết minh")
    await here.admin.taps("Gương người tốt, việc tốt")
    await here.admin.taps("Thêm gương")
    await here.admin.says("Bà Lò Thị Mai")
    await here.admin.says("Hiến 200 m2 đất làm đường.")
    shown = await here.admin.taps("Đồng ý nêu tên")
    assert f"Bà Lò Thị Mai: Hiến 200 m2 đất làm đường. · nhập thay theo {FROM}" in shown.text
    await here.admin.taps("Bỏ gương 1")
    await here.lan.says("/lichsu")
    history = (await here.lan.taps("1. Thôn Nà Hoa")).text
    assert history.count(f"Hương · nhập thay theo {FROM}\n") == 3
    assert "Hiến 200 m2 đất làm đường. · Hương đã bỏ lúc 09:00 02/5/2023\n" in history


async def test_what_was_handed_in_is_corrected_on_its_behalf_with_a_reason(here: Town) -> None:
    await hands_in(here)
    await here.admin.taps("Xem lại")
    await here.admin.taps("1")
    await here.admin.says("12 ty")
    shown = await here.admin.taps("Nhập nhầm")
    assert shown.text.startswith(
        f"✓ Thu ngân sách trên địa bàn: 12 tỷ đồng · đã sửa · nhập thay theo {FROM}, Hương\n\nThôn Nà Hoa"
    )
    told = await here.lan.hears_of("Sửa số liệu đã nộp", since=0)
    assert f"Cơ quan thường trực nhập thay theo {FROM}\nChỉ tiêu: Thu ngân sách trên địa bàn" in told.text


async def test_what_the_unit_corrects_itself_is_its_own_figure_again(here: Town) -> None:
    await hands_in(here)
    await here.lan.hears_of("Nộp báo cáo", since=0)
    await here.lan.says("/hanchot")
    await here.lan.taps("Xem báo cáo")
    await here.admin.says("/duyet")
    card = await here.admin.taps("1. Thôn Nà Hoa")
    assert card.text.count("nhập thay [1]") == 3
    await here.lan.taps_data((await here.lan.sees())[-1].message_id, "ask:1:1", forged=True)
    await here.lan.says("12 ty")
    await here.lan.taps("Nhập nhầm")
    await here.admin.says("/duyet")
    card = await here.admin.taps("1. Thôn Nà Hoa")
    assert "1. Thu ngân sách trên địa bàn: 12 tỷ đồng · đã sửa\n" in card.text
    assert "95,2%" not in (await here.viewer.says("/tonghop")).text
    assert (await here.viewer.sees())[-1].text.count("1 nhập thay") == 2


async def test_the_head_of_the_unit_signs_what_was_entered_on_its_behalf(here: Town) -> None:
    assert here.bot is not None
    here.bot.store.write_now(
        lambda tx: tx.execute(update(units).where(units.c.code == "T01").values(signed_off=True))
    )
    assert "Báo cáo đã chuyển thủ trưởng đơn vị duyệt." in (await hands_in(here)).text
    told = await here.head.hears_of("Nộp báo cáo", since=0)
    assert f"Cơ quan thường trực nhập thay theo {FROM}\n" in f"{told.text}\n"
    assert told.buttons == (("Xem và duyệt",),)


async def test_a_form_is_handed_out_while_standing_in(here: Town) -> None:
    await stands_in(here.admin)
    assert (await here.admin.says("/bieumau")).text.startswith("Biểu mẫu số liệu: Thôn Nà Hoa · Đợt 1")


# --- Back to one's own -----------------------------------------------------------------------------------------


async def test_after_handing_in_a_number_is_no_figure_of_the_unit_any_more(here: Town) -> None:
    await hands_in(here)
    assert "Bot chưa hiểu tin nhắn này." in (await here.admin.says("1: 15; 2: 20")).text
    assert "12,5" not in (await here.lan.says("/tiendo")).text


async def test_to_close_the_question_ends_it_and_the_draft_stays(here: Town) -> None:
    await stands_in(here.admin)
    await here.admin.says("11,9 ty")
    assert (await here.admin.says("/huy")).text == (
        "Đã đóng câu hỏi đang mở. Bản nháp của Thôn Nà Hoa – Đợt 1 vẫn được giữ (1 số liệu). "
        "Gõ /nhapthay để nhập tiếp."
    )
    assert "Bot chưa hiểu tin nhắn này." in (await here.admin.says("1: 15; 2: 20")).text
    await here.lan.says("/baocao")
    assert "1. Thu ngân sách trên địa bàn: 11,9 tỷ đồng\n" in (await here.lan.taps("Xem toàn bộ")).text


async def test_an_admin_who_reports_for_a_unit_himself_enters_it_as_its_focal_point(here: Town) -> None:
    assert here.bot is not None
    now = here.clock.now()
    here.bot.store.write_now(lambda tx: builders.grant_focal_point(tx, ADMIN, 2, now))
    shown = await here.admin.says("/nhapthay na hoa")
    assert shown.text.startswith("Thôn Nà Hoa · Đợt 1\nHạn Thứ Sáu")


async def test_a_restart_in_the_middle_changes_nothing(here: Town) -> None:
    await here.admin.says("/nhapthay na hoa")
    await here.admin.taps("Điện thoại")
    await here.restart()
    await here.admin.says("kế toán thôn")
    await here.admin.says("11,9 ty")
    await here.restart()
    echo = await here.admin.says("1340")
    assert echo.text.startswith(
        "✓ Sản lượng lương thực có hạt: 1.340 tấn · nhập thay theo điện thoại (kế toán thôn), Hương"
    )


# --- Rights ----------------------------------------------------------------------------------------------------

NOT_ALLOWED = "Anh/chị không có quyền làm việc này. Nếu cần, đề nghị cơ quan thường trực giao vai trò."


async def test_what_belongs_to_the_unit_alone_stays_with_it(here: Town) -> None:
    receipt = await hands_in(here)
    review = await here.admin.taps("Xem lại")
    assert review.buttons[-1] == ("Thôi nhập thay",)
    assert (await here.admin.taps_data(receipt.message_id, "withdraw:1", forged=True)).text == NOT_ALLOWED
    assert (await here.admin.taps_data(receipt.message_id, "discard:1:1", forged=True)).text == NOT_ALLOWED


async def test_nobody_but_an_admin_stands_in(here: Town) -> None:
    for person in (here.lan, here.head, here.viewer):
        assert (await person.says("/nhapthay na hoa")).text == NOT_ALLOWED
    await stands_in(here.admin)
    shown = await here.minh.says("/start")
    for data in ("stand_in:1", "stand_in_end:1", "ask:1:1", "review:1:0"):
        assert (await here.minh.taps_data(shown.message_id, data, forged=True)).text == NOT_ALLOWED
    for data in ("stand_in_from:0", "stand_in_again"):
        assert "Nút này đã cũ" in (await here.minh.taps_data(shown.message_id, data, forged=True)).text


async def test_whose_role_ended_enters_nothing_more(here: Town) -> None:
    await stands_in(here.admin)
    assert here.bot is not None
    now = here.clock.now()
    here.bot.store.write_now(
        lambda tx: tx.execute(update(roles).where(roles.c.role == "admin").values(until=now))
    )
    assert "liên kết mời" in (await here.admin.says("11,9 ty")).text
    await here.lan.says("/baocao")
    assert "Đã nhập 0/3 chỉ tiêu" in (await here.lan.taps("Xem toàn bộ")).text


async def test_a_locked_report_is_extended_first(here: Town) -> None:
    await here.at("2023-07-20 09:00")
    await here.admin.says("/nhapthay na hoa")
    assert (await here.admin.taps("1. Thôn Nà Hoa")).text == (
        "Báo cáo Đợt 1 của Thôn Nà Hoa đã khóa (quá hạn hơn 30 ngày). Muốn nhập thay, anh/chị gia hạn cho đơn vị "
        "trước bằng /giahan."
    )


async def test_two_who_enter_one_report_see_each_other(here: Town) -> None:
    await here.lan.says("/baocao")
    shown = await stands_in(here.admin)
    assert "Lan đang nhập chỉ tiêu 1." in shown.text
    await here.lan.says("11,9 ty")
    clash = await here.admin.says("12 ty")
    assert clash.text == "Thu ngân sách trên địa bàn\nLan vừa ghi 11,9 tỷ đồng lúc 09:00. Giữ số nào?"


async def test_the_card_of_an_open_report_leads_there(here: Town) -> None:
    await here.minh.says("/baocao")
    await here.minh.says("3 ty")
    assert here.bot is not None
    shown = await here.admin.says("/start")
    card = await here.admin.taps_data(shown.message_id, "card:1", forged=True)
    assert card.buttons == (("Gia hạn",), ("Nhập thay", "Lịch sử"))
    assert (await here.admin.taps("Nhập thay")).text.startswith("Nhập thay đơn vị\nThôn Bản Mới")
