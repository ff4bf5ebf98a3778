"""Units become one, or one becomes two, from the card of a unit: asked step by step, shown whole, done at once."""

import pytest

from bot.store import people
from tests.town import Shown, Town, moment

STEPS = "Nhập, tách đơn vị"


@pytest.fixture(autouse=True)
async def everybody_knows_the_bot(here: Town) -> None:
    for person in (here.lan, here.minh, here.head, here.admin):
        await person.says("/start")


async def hand_in(here: Town) -> None:
    for person, figures in ((here.lan, ("11,9 ty", "1.340", "94,5%")), (here.minh, ("2 ty", "500", "93,2%"))):
        await person.says("/baocao")
        for text in figures:
            await person.says(text)
        await person.taps("Nộp báo cáo")


async def merge(here: Town, into: str = "Thôn Đoàn Kết") -> Shown:
    """Up to the question about the figures, or to what the change comes to."""
    await here.admin.says("/donvi T01")
    await here.admin.taps(STEPS)
    await here.admin.taps("Nhập với đơn vị khác, thành đơn vị mới")
    await here.admin.says("bản mới")
    await here.admin.taps("Đủ rồi")
    await here.admin.says(into)
    await here.admin.says("1/5/2023")
    return await here.admin.says("12/NQ-HĐND")


async def test_two_units_become_a_new_one_and_their_figures_are_added(here: Town) -> None:
    await hand_in(here)
    await here.at("2023-05-03 10:00")
    await here.admin.says("/donvi T01")
    assert str(await here.admin.taps(STEPS)) == (
        "Nhập hoặc tách đơn vị\n"
        "• Thôn Nà Hoa\n\n"
        "Đơn vị này nhập với đơn vị khác, hay tách ra?\n"
        "[Nhập với đơn vị khác, thành đơn vị mới]\n"
        "[Tách ra một đơn vị mới]\n"
        "[Thôi]"
    )
    assert "Nhập cùng đơn vị nào?" in (await here.admin.taps("Nhập với đơn vị khác, thành đơn vị mới")).text
    assert "“suối vàng” là đơn vị nào?" in (await here.admin.says("suối vàng")).text
    assert "• Thôn Nà Hoa\n• Thôn Bản Mới\n" in (await here.admin.says("bản mới")).text
    assert str(await here.admin.taps("Đủ rồi")) == (
        "Nhập đơn vị\n"
        "• Thôn Nà Hoa\n"
        "• Thôn Bản Mới\n\n"
        "Thành đơn vị nào? Bấm một đơn vị giữ lại, hoặc gõ tên đơn vị mới.\n"
        "[Thôn Nà Hoa]\n"
        "[Thôn Bản Mới]\n"
        "[Thôi]"
    )
    assert "→ Thôn Đoàn Kết\n" in (await here.admin.says("Thôn Đoàn Kết")).text
    assert "Số nghị quyết, quyết định là gì?" in (await here.admin.says("1/5/2023")).text
    asked = await here.admin.says("12/NQ-HĐND")
    assert asked.buttons == (
        ("Cộng lại, mức và tỷ lệ ở lại tên cũ",),
        ("Để riêng dưới tên cũ",),
        ("Thôi",),
    )
    before = (await here.admin.says("/tonghop")).text
    assert str(await here.admin.taps("Cộng lại, mức và tỷ lệ ở lại tên cũ")) == (
        "Nhập đơn vị\n"
        "• Thôn Nà Hoa\n"
        "• Thôn Bản Mới\n"
        "→ Thôn Đoàn Kết\n"
        "Từ ngày 01/5/2023, 12/NQ-HĐND\n\n"
        "Số liệu: Cộng lại, mức và tỷ lệ ở lại tên cũ.\n"
        "• 4 số liệu chuyển sang, 2 ở lại tên cũ chỉ để xem\n"
        "• 0 báo cáo đang nhập chuyển sang\n"
        "• 0 chỉ tiêu riêng chuyển sang\n"
        "• báo cáo còn nợ: Thôn Đoàn Kết nộp từ nay\n"
        "Vai trò chuyển sang Thôn Đoàn Kết:\n"
        "• Lan: đầu mối báo cáo, đang ở Thôn Nà Hoa\n"
        "• Sơn: thủ trưởng đơn vị, đang ở Thôn Nà Hoa\n"
        "• Minh: đầu mối báo cáo, đang ở Thôn Bản Mới\n"
        "Tên cũ vẫn tìm được. Thực hiện rồi thì không tự đổi lại được.\n"
        "[Thực hiện]\n"
        "[Thôi]"
    )
    card = await here.admin.taps("Thực hiện")
    assert card.text.startswith("✓ Đã nhập đơn vị. Bot đang báo cho đầu mối.\nThôn Đoàn Kết\nMã: T01-2")
    assert "– Thôn Nà Hoa, đến 01/5/2023, 12/NQ-HĐND\n– " in card.text.replace("Thôn Bản Mới", "Thôn Nà Hoa")
    assert "01/5/2023: Thôn Nà Hoa nhập vào Thôn Đoàn Kết, 12/NQ-HĐND" in card.text
    after = (await here.admin.says("/tonghop")).text
    for line in ("thực hiện: 13,9 tỷ đồng\n▰▰▰▰▰▰▰▰▰▰ 111,2% · vượt", "thực hiện: 1.840 tấn"):
        assert line in before
        assert line in after
    assert "Đã báo cáo 1/2 đơn vị." in (await here.admin.says("/chuabaocao")).text
    for old in ("nà hoa", "ban moi"):
        assert "\nThôn Đoàn Kết\n" in (await here.admin.says(f"/donvi {old}")).text


async def test_their_people_hear_whose_they_are_and_report_for_the_new_unit(here: Town) -> None:
    await hand_in(here)
    await merge(here)
    await here.admin.taps("Cộng lại, mức và tỷ lệ ở lại tên cũ")
    await here.admin.taps("Thực hiện")
    told = await here.lan.hears_of("nhập vào", since=0)
    assert str(told) == (
        "Thôn Nà Hoa, Thôn Bản Mới nhập vào Thôn Đoàn Kết từ 01/5/2023 (12/NQ-HĐND).\n"
        "Vai trò của anh/chị nay ở Thôn Đoàn Kết. Số liệu cũ đã được cộng vào báo cáo của đơn vị; "
        "mức và tỷ lệ giữ dưới tên cũ.\n"
        "[Báo cáo cần nộp]"
    )
    assert (await here.minh.hears_of("nhập vào", since=0)).text == told.text
    assert sum("nhập vào" in message.text for message in await here.lan.sees()) == 1
    assert "đầu mối báo cáo – Thôn Đoàn Kết" in (await here.lan.says("/start")).text
    await here.lan.says("/lichsu")
    history = (await here.lan.taps("1. Thôn Đoàn Kết")).text
    assert "01/5/2023: Thôn Nà Hoa nhập vào Thôn Đoàn Kết, 12/NQ-HĐND" in history
    assert "Thu ngân sách trên địa bàn: 13,9 tỷ đồng · cộng khi nhập đơn vị" in history


async def test_an_open_report_goes_along_and_nobody_is_nudged_for_a_unit_that_is_gone(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.says("11,9 ty")
    await here.admin.says("/donvi T01")
    await here.admin.taps(STEPS)
    await here.admin.taps("Nhập với đơn vị khác, thành đơn vị mới")
    await here.admin.taps("Đủ rồi")
    await here.admin.says("Tổ dân phố Nà Hoa")
    await here.admin.says("1/5/2023")
    await here.restart()
    await here.admin.says("12/NQ-HĐND")
    await here.admin.taps("Tính là của đơn vị mới")
    await here.admin.taps("Thực hiện")
    await here.lan.hears_of("nhập vào", since=0)
    screen = await here.lan.says("/baocao")
    assert "Tổ dân phố Nà Hoa" in screen.text
    assert "2/3" in screen.text, "the first figure came along"
    await here.at("2023-06-13 08:00")
    nudge = (await here.lan.sees())[-1].text
    assert "Tổ dân phố Nà Hoa" in nudge
    assert "Thôn Nà Hoa" not in nudge


async def test_a_unit_that_is_not_done_is_named_before_anything_is_added(here: Town) -> None:
    await hand_in(here)
    await here.lan.taps("Xem lại")
    await here.lan.taps("Rút báo cáo")
    await here.lan.taps("Nộp nhầm, nộp sớm")
    await merge(here)
    refused = await here.admin.taps("Cộng lại, mức và tỷ lệ ở lại tên cũ")
    assert refused.text == (
        "Chưa cộng được: có đơn vị đã nộp mà đơn vị khác còn dở. Đề nghị nộp, duyệt hoặc bỏ bản nháp trước, "
        "hoặc chọn để riêng:\n• Thôn Nà Hoa – Đợt 1"
    )
    apart = await here.admin.taps("Để riêng dưới tên cũ")
    assert "• 0 số liệu chuyển sang, 6 ở lại tên cũ chỉ để xem" in apart.text


async def test_what_a_unit_left_under_its_old_name_is_read_by_the_people_of_its_successor_only(
    here: Town,
) -> None:
    await hand_in(here)
    await merge(here)
    await here.admin.taps("Để riêng dưới tên cũ")
    await here.admin.taps("Thực hiện")
    told = await here.minh.hears_of("nhập vào", since=0)
    assert "vẫn tính trong tổng hợp: đơn vị chỉ nhập phần phát sinh từ 01/5/2023." in told.text
    listed = await here.minh.says("/lichsu")
    assert (
        "1. Thôn Bản Mới – Đợt 1\n   Phong trào thi đua năm 2023 · hạn 16/6/2023 · đơn vị cũ" in listed.text
    )
    assert "Thu ngân sách trên địa bàn: 11,9 tỷ đồng" in (await here.minh.taps("2. Thôn Nà Hoa")).text
    await here.hoa.says("/lichsu")
    refused = await here.hoa.taps_data(here.hoa.last_message_id + 1, "history:1", forged=True)
    assert "11,9" not in refused.text


async def test_a_new_unit_comes_out_of_one_and_begins_with_what_is_due_from_then_on(here: Town) -> None:
    await hand_in(here)
    await here.admin.says("/donvi T01")
    await here.admin.taps(STEPS)
    await here.admin.taps("Tách ra một đơn vị mới")
    assert "Đã có đơn vị tên Thôn Bản Mới." in (await here.admin.says("Thôn Bản Mới")).text
    await here.admin.says("Thôn Nà Thượng")
    await here.admin.says("1/5/2023")
    asked = await here.admin.says("15/NQ-HĐND")
    assert asked.buttons == (("Chuyển số của chỉ tiêu được chọn",), ("Để lại đơn vị cũ",), ("Thôi",))
    assert str(await here.admin.taps("Để lại đơn vị cũ")) == (
        "Tách đơn vị\n"
        "• Thôn Nà Hoa\n"
        "→ Thôn Nà Thượng\n"
        "Từ ngày 01/5/2023, 15/NQ-HĐND\n\n"
        "Số liệu cũ ở lại Thôn Nà Hoa; Thôn Nà Thượng chỉ nhập phần phát sinh từ 01/5/2023.\n"
        "Thôn Nà Thượng báo cáo từ kỳ có hạn từ 01/5/2023, thuộc Cụm thôn phía Đông.\n"
        "Phong trào đang chạy có tham gia: 1. Đầu mối của đơn vị mới: mời sau, ở «Người của đơn vị».\n"
        "[Thực hiện]\n"
        "[Thôi]"
    )
    card = await here.admin.taps("Thực hiện")
    assert card.text.startswith("✓ Đã tách đơn vị. Bấm «Người của đơn vị» để mời đầu mối.\nThôn Nà Thượng\n")
    assert "Đã báo cáo 2/4 đơn vị." in (await here.admin.says("/chuabaocao")).text


async def test_the_figures_of_chosen_indicators_move_to_the_unit_that_is_split_off(here: Town) -> None:
    await hand_in(here)
    before = (await here.admin.says("/tonghop")).text
    await here.admin.says("/donvi T01")
    await here.admin.taps(STEPS)
    await here.admin.taps("Tách ra một đơn vị mới")
    await here.admin.says("Thôn Nà Thượng")
    await here.admin.says("1/5/2023")
    await here.admin.says("15/NQ-HĐND")
    picks = await here.admin.taps("Chuyển số của chỉ tiêu được chọn")
    assert str(picks).endswith(
        "Số liệu của chỉ tiêu nào chuyển sang Thôn Nà Thượng? Bấm để chọn, bấm lại để bỏ; "
        "phần «trong đó» đi theo. Đã chọn: 0.\n"
        "[☐ Thu ngân sách trên địa bàn]\n"
        "[☐ Sản lượng lương thực có hạt]\n"
        "[☐ Tỷ lệ hộ sử dụng nước hợp vệ sinh]\n"
        "[Xong]\n"
        "[Thôi]"
    )
    assert "Chưa chọn chỉ tiêu nào." in (await here.admin.taps("Xong")).text
    assert "Đã chọn: 1." in (await here.admin.taps("☐ Sản lượng lương thực có hạt")).text
    await here.restart()
    assert str(await here.admin.taps("Xong")) == (
        "Tách đơn vị\n"
        "• Thôn Nà Hoa\n"
        "→ Thôn Nà Thượng\n"
        "Từ ngày 01/5/2023, 15/NQ-HĐND\n\n"
        "Số liệu của 1 chỉ tiêu chuyển sang Thôn Nà Thượng, các chỉ tiêu khác ở lại Thôn Nà Hoa:\n"
        "• 1 số liệu chuyển sang, 2 ở lại\n"
        "• 0 chỉ tiêu riêng chuyển sang\n"
        "• chỉ tiêu giao riêng Thôn Nà Hoa trong số đó: nay giao Thôn Nà Thượng\n"
        "• số cũ vẫn xem được ở lịch sử của Thôn Nà Hoa\n"
        "Thôn Nà Thượng báo cáo từ kỳ có hạn từ 01/5/2023, thuộc Cụm thôn phía Đông.\n"
        "Phong trào đang chạy có tham gia: 1. Đầu mối của đơn vị mới: mời sau, ở «Người của đơn vị».\n"
        "[Thực hiện]\n"
        "[Thôi]"
    )
    await here.admin.taps("Thực hiện")
    assert str(await here.lan.hears_of("tách từ", since=0)) == (
        "Thôn Nà Thượng tách từ Thôn Nà Hoa từ 01/5/2023 (15/NQ-HĐND).\n"
        "Anh/chị vẫn ở Thôn Nà Hoa. Số liệu của các chỉ tiêu được giao cho đơn vị mới đã chuyển sang đó; "
        "số cũ xem ở /lichsu.\n"
        "[Báo cáo cần nộp]"
    )
    after = (await here.admin.says("/tonghop")).text
    assert "thực hiện: 1.840 tấn" in before
    assert "thực hiện: 1.840 tấn" in after
    await here.lan.says("/lichsu")
    history = (await here.lan.taps("1. Thôn Nà Hoa")).text
    assert "chuyển sang đơn vị tách ra" in history


async def test_units_of_two_clusters_ask_in_which_theirs_is_and_what_becomes_of_who_led_the_other(
    here: Town,
) -> None:
    """The school stands in no cluster, and the hamlet that it goes up with is led from."""
    assert here.bot is not None
    await here.bot.store.write(
        lambda tx: people.grant(
            tx, person_id=3, unit_id=3, role="cluster_lead", now=moment("2023-02-01 09:00")
        )
    )
    await here.admin.says("/donvi T02")
    await here.admin.taps(STEPS)
    await here.admin.taps("Nhập với đơn vị khác, thành đơn vị mới")
    await here.admin.says("TH1")
    await here.admin.taps("Đủ rồi")
    assert str(await here.admin.taps("Trường Tiểu học Suối Vàng")).endswith(
        "→ Trường Tiểu học Suối Vàng\n\n"
        "Các đơn vị này không cùng cụm, khối. Trường Tiểu học Suối Vàng thuộc cụm, khối nào?\n"
        "[Cụm thôn phía Đông]\n"
        "[Không thuộc cụm, khối nào]\n"
        "[Thôi]"
    )
    await here.admin.taps("Không thuộc cụm, khối nào")
    await here.admin.says("1/5/2023")
    preview = (await here.admin.says("16/NQ-HĐND")).text
    assert "• Minh: thôi làm trưởng Cụm thôn phía Đông\n" in preview
    assert "• Thôn Bản Mới không còn thuộc cụm, khối nào\n" in preview
    await here.admin.taps("Thực hiện")
    assert "trưởng cụm, trưởng khối" in (await here.minh.hears_of("trưởng cụm", since=0)).text
    assert "/cum" not in (await here.minh.says("/start")).text


async def test_only_admins_of_all_the_units_bring_them_together(here: Town) -> None:
    shown = await here.lan.says("/start")
    for data in ("unit_change:2", "unit_change_make", "unit_change_with:3"):
        refused = await here.lan.taps_data(shown.message_id, data, forged=True)
        assert "Thực hiện" not in str(refused)
    assert "đầu mối báo cáo – Thôn Nà Hoa" in (await here.lan.says("/start")).text
