"""Messages that gave figures are edited after their report was handed in, word for word."""

import pytest
from sqlalchemy import func, select, update

from bot.store.tables import figures, people, report_moves, roles, units
from tests.town import LAN, MINH, Shown, Town

REASONS = """[Nhập nhầm]
[Đã có số chính thức]
[Rà soát, tính lại]
[Theo yêu cầu của cấp trên]"""


@pytest.fixture
async def message(here: Town) -> int:
    """Lan's message of three figures, whose report she has handed in."""
    for person in (here.lan, here.admin):
        await person.says("/start")
    await here.lan.says("1: 11,9 ty; 2: 1340; 3: 94,5%")
    given = here.lan.last_message_id
    await here.lan.taps("Xem và nộp báo cáo")
    await here.lan.taps("Nộp báo cáo")
    return given


def versions(here: Town) -> list[int]:
    """How many versions each of the three indicators has."""
    assert here.bot is not None
    counted = (
        select(func.count())
        .select_from(figures)
        .group_by(figures.c.indicator_id)
        .order_by(figures.c.indicator_id)
    )
    return list(here.bot.store.read_now(lambda tx: tx.execute(counted).scalars().all()))


async def history(here: Town) -> str:
    await here.admin.says("/lichsu")
    return (await here.admin.taps("1. Thôn Nà Hoa")).text


async def accept(here: Town) -> None:
    await here.admin.says("/duyet")
    await here.admin.taps("1. Thôn Nà Hoa")
    await here.admin.taps("Tiếp nhận")


async def test_several_figures_change_for_one_reason_and_whoever_accepted_them_hears_which(
    here: Town, message: int
) -> None:
    await accept(here)
    await here.at("2023-05-03 08:00")
    assert (
        str(await here.lan.edits(message, "1: 12,1 ty; 2: 1360; 3: 94,5%"))
        == """Thôn Nà Hoa · Đợt 1
Sửa 2 số liệu
• Thu ngân sách trên địa bàn: 11,9 tỷ đồng → 12,1 tỷ đồng
• Sản lượng lương thực có hạt: 1.340 tấn → 1.360 tấn

Báo cáo đã tiếp nhận. Vì sao sửa? Chọn một lý do hoặc gõ lý do, dùng chung cho cả 2 số; số cũ vẫn được lưu.
"""
        + REASONS
    )
    assert versions(here) == [1, 1, 1]
    assert (
        str(await here.lan.says("cộng sót thôn Bản Mới"))
        == """Thôn Nà Hoa · Đợt 1
Đã sửa 2 số liệu · cộng sót thôn Bản Mới
✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng → 12,1 tỷ đồng
✓ Sản lượng lương thực có hạt: 1.340 tấn → 1.360 tấn
[Xem báo cáo]"""
    )
    assert versions(here) == [2, 2, 1]
    assert (
        str(await here.admin.hears_of("Sửa số liệu đã nộp", since=0))
        == """Sửa số liệu đã nộp
Thôn Nà Hoa · Đợt 1
Phong trào thi đua năm 2023

Lan · 08:00 03/5/2023
Chỉ tiêu: Thu ngân sách trên địa bàn
Chỉ tiêu: Sản lượng lương thực có hạt
Lý do: cộng sót thôn Bản Mới
[Xem báo cáo]"""
    )
    assert (await history(here)).startswith(
        """Lịch sử báo cáo
Thôn Nà Hoa · Đợt 1

08:00 03/5/2023 · Lan
   Sản lượng lương thực có hạt: 1.340 tấn → 1.360 tấn · cộng sót thôn Bản Mới
08:00 03/5/2023 · Lan
   Thu ngân sách trên địa bàn: 11,9 tỷ đồng → 12,1 tỷ đồng · cộng sót thôn Bản Mới
09:00 02/5/2023 · Hương
   Cơ quan thường trực tiếp nhận"""
    )
    assert "1. Thôn Nà Hoa" in str(await here.admin.says("/duyet")), "it is looked at again"


async def test_what_is_doubtful_unreadable_or_taken_out_is_said_and_asked_alone_never_kept_or_erased(
    here: Town, message: int
) -> None:
    assert (
        str(await here.lan.edits(message, "1: 12,1 ty; 2: 13600; số lạ 5"))
        == """Thu ngân sách trên địa bàn
Đang ghi: 11,9 tỷ đồng
Sửa thành: 12,1 tỷ đồng

Chưa rõ 2 dòng, bot hỏi lại từng dòng sau khi có lý do
✎ 2: 13600
   Có thể dấu phẩy đặt nhầm chỗ.
✎ số lạ 5
   Chưa rõ dòng này là chỉ tiêu nào. Gõ lại: số thứ tự, dấu hai chấm, số liệu.

Vẫn giữ số đã ghi từ tin nhắn này:
• Sản lượng lương thực có hạt: 1.340 tấn
• Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%

Báo cáo đã nộp. Vì sao sửa? Chọn một lý do hoặc gõ lý do; số cũ vẫn được lưu.
"""
        + REASONS
    )
    assert (
        str(await here.lan.taps("Nhập nhầm"))
        == """Thôn Nà Hoa · Đợt 1
Đã sửa 1 số liệu · nhập nhầm
✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng → 12,1 tỷ đồng

Chưa ghi 2 dòng
✎ 2: 13600
   Có thể dấu phẩy đặt nhầm chỗ.
✎ số lạ 5
   Chưa rõ dòng này là chỉ tiêu nào. Gõ lại: số thứ tự, dấu hai chấm, số liệu.
[2 ✎]
[Xem báo cáo]"""
    )
    await here.lan.taps("2 ✎")
    assert "Sửa thành: 1.360 tấn" in (await here.lan.taps("1.360 tấn")).text
    await here.lan.taps("Nhập nhầm")
    assert versions(here) == [2, 2, 1]
    # Its text is as it was when the doubt was settled, so it is not doubted again.
    said = await here.lan.edits(message, "1: 12,1 ty; 2: 13600; 3: 945%")
    assert "13600" not in said.text
    assert "Tỷ lệ lớn hơn 100%." in said.text
    assert versions(here) == [2, 2, 1]


async def test_a_message_that_says_nothing_more_leaves_what_it_gave_and_says_so(
    here: Town, message: int
) -> None:
    assert (
        str(await here.lan.edits(message, "em gửi lại sau"))
        == """Thôn Nà Hoa · Đợt 1
Không có số liệu nào thay đổi.

Vẫn giữ số đã ghi từ tin nhắn này:
• Thu ngân sách trên địa bàn: 11,9 tỷ đồng
• Sản lượng lương thực có hạt: 1.340 tấn
• Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%
[Xem báo cáo]"""
    )


async def test_while_the_reason_is_asked_edits_of_this_message_replace_and_those_of_others_join(
    here: Town, message: int
) -> None:
    await here.lan.says("3: 95%")
    other = here.lan.last_message_id
    await here.lan.taps("Nhập nhầm")
    first = await here.lan.edits(message, "1: 12,1 ty; 2: 1360; 3: 94,5%")
    await here.lan.edits(message, "1: 12,2 ty; 2: 1340; 3: 94,5%")
    assert (await tap_first_reason(here, first)).text.startswith("Nút này đã cũ, không có gì thay đổi.")
    assert (await here.lan.edits(other, "3: 96%")).text.startswith(
        """Thôn Nà Hoa · Đợt 1
Sửa 2 số liệu
• Thu ngân sách trên địa bàn: 11,9 tỷ đồng → 12,2 tỷ đồng
• Tỷ lệ hộ sử dụng nước hợp vệ sinh: 95% → 96%
"""
    )
    await here.restart()
    back = await here.lan.edits(message, "1: 11,9; 2: 1340; 3: 94,5%")
    assert "Sửa thành: 96%" in back.text
    assert "11,9" not in back.text
    # Who types figures where a reason is asked means figures.
    assert "Sửa thành: 97%" in (await here.lan.says("97%")).text
    # What stands there already, typed again, takes back what waits.
    assert "Không có số liệu nào thay đổi." in (await here.lan.says("3: 95%")).text
    await here.lan.edits(other, "3: 97%")
    assert "Sửa 2 số liệu" in (await here.lan.says("1: 12,3; 3: 98%")).text
    await here.lan.taps("Rà soát, tính lại")
    assert versions(here) == [2, 1, 3]


async def test_an_edit_of_a_message_whose_figures_wait_for_a_reason_replaces_them(
    here: Town, message: int
) -> None:
    await here.lan.taps("Xem lại")
    await here.lan.taps("1")
    await here.lan.says("12,1 ty")
    alone = here.lan.last_message_id
    assert "Sửa thành: 12,2 tỷ đồng" in (await here.lan.edits(alone, "12,2 ty")).text
    await here.lan.says("2: 1360; 3: 95%")
    many = here.lan.last_message_id
    assert (
        """Sửa 3 số liệu
• Thu ngân sách trên địa bàn: 11,9 tỷ đồng → 12,2 tỷ đồng
• Sản lượng lương thực có hạt: 1.340 tấn → 1.350 tấn
"""
        in (await here.lan.edits(many, "2: 1350; 3: 95%")).text
    )
    assert "Sửa thành: 12,2 tỷ đồng" in (await here.lan.edits(many, "em gửi lại sau")).text
    await here.lan.taps("Nhập nhầm")
    assert versions(here) == [2, 1, 1]


async def tap_first_reason(here: Town, shown: Shown) -> Shown:
    return await here.lan.taps_data(shown.message_id, shown.raw["buttons"][0][0]["data"], forged=True)


async def test_a_second_edit_corrects_what_changed_since_and_takes_nothing_back_that_was_corrected_elsewhere(
    here: Town, message: int
) -> None:
    await here.lan.taps("Xem lại")
    await here.lan.taps("1")
    await here.lan.says("12,1")
    await here.lan.taps("Nhập nhầm")
    await here.lan.edits(message, "1: 11,9 tỷ; 2: 1350; 3: 95%")
    assert (
        str(await here.lan.taps("Nhập nhầm"))
        == """Thôn Nà Hoa · Đợt 1
Đã sửa 2 số liệu · nhập nhầm
✓ Sản lượng lương thực có hạt: 1.340 tấn → 1.350 tấn
✓ Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5% → 95%
[Xem báo cáo]"""
    )
    assert "Sửa 2 số liệu" in (await here.lan.edits(message, "1: 11,9 tỷ; 2: 1340; 3: 96%")).text
    await here.lan.taps("Nhập nhầm")
    assert versions(here) == [2, 3, 3]


async def test_what_the_other_one_corrected_while_the_reason_was_asked_comes_back_alone(
    here: Town, message: int
) -> None:
    assert here.bot is not None
    minh = select(people.c.id).where(people.c.chat_id == MINH).scalar_subquery()
    na_hoa = select(units.c.id).where(units.c.code == "T01").scalar_subquery()
    here.bot.store.write_now(
        lambda tx: tx.execute(update(roles).where(roles.c.person_id == minh).values(unit_id=na_hoa))
    )
    await here.lan.edits(message, "1: 12,1 ty; 2: 1360; 3: 94,5%")
    await here.minh.says("/baocao")
    await here.minh.taps("✓ Thôn Nà Hoa – Đợt 1")
    await here.minh.taps("2")
    await here.minh.says("1.355")
    await here.minh.taps("Nhập nhầm")
    assert (
        str(await here.lan.taps("Nhập nhầm"))
        == """Thôn Nà Hoa · Đợt 1
Đã sửa 1 số liệu · nhập nhầm
✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng → 12,1 tỷ đồng

Chưa ghi 1 dòng
✎ 1360
   Chỉ tiêu này vừa có số khác.
[2 ✎]
[Xem báo cáo]"""
    )
    assert "Minh vừa ghi 1.355 tấn" in (await here.lan.taps("2 ✎")).text


async def test_right_and_lock_count_when_the_reason_is_given_and_the_bot_says_what_to_do_then(
    here: Town, message: int
) -> None:
    await here.lan.edits(message, "1: 12,1 ty; 2: 1360; 3: 94,5%")
    await here.at("2023-07-17 09:00")
    locked = (
        "Báo cáo Đợt 1 của Thôn Nà Hoa đã khóa (quá hạn hơn 30 ngày). Muốn nhập hoặc sửa, anh/chị đề nghị "
        "cơ quan thường trực gia hạn."
    )
    assert (await here.lan.says("nhập nhầm")).text == locked
    assert (await here.lan.edits(message, "1: 12,2 ty; 2: 1370; 3: 94,5%")).text == locked
    await here.at("2023-07-16 09:00")
    await here.lan.edits(message, "1: 12,3 ty; 2: 1380; 3: 94,5%")
    assert here.bot is not None
    lan = select(people.c.id).where(people.c.chat_id == LAN).scalar_subquery()
    until = here.clock.now()
    here.bot.store.write_now(
        lambda tx: tx.execute(update(roles).where(roles.c.person_id == lan).values(until=until))
    )
    assert "vai trò" in (await here.lan.says("nhập nhầm")).text
    assert "vai trò" in (await here.lan.edits(message, "1: 12,4 ty; 2: 1390; 3: 94,5%")).text
    assert versions(here) == [1, 1, 1]


async def test_an_edit_that_cannot_be_read_answers_no_other_question(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.says("11,9 ty")
    first = here.lan.last_message_id
    assert (
        str(await here.lan.edits(first, "xyz"))
        == """Thôn Nà Hoa · Đợt 1
Đã ghi 0 số liệu (1/3 chỉ tiêu)

Chưa ghi 1 dòng
✎ xyz
   Không đọc được số liệu.

Vẫn giữ số đã ghi từ tin nhắn này:
• Thu ngân sách trên địa bàn: 11,9 tỷ đồng
[1 ✎]
[Xem toàn bộ]"""
    )
    assert "1/3. Thu ngân sách trên địa bàn" in (await here.lan.taps("1 ✎")).text


async def test_figures_typed_under_the_receipt_are_corrections_and_wait_for_a_reason(
    here: Town, message: int
) -> None:
    assert "Sửa 2 số liệu" in (await here.lan.says("1: 12,1; 2: 1360")).text
    photo = await here.lan.sends("ruong.jpg", b"\xff\xd8\xff", photo=True)
    assert photo.text.startswith("Chưa rõ tệp này là minh chứng cho chỉ tiêu nào")
    assert "rồi bấm Xem báo cáo," in photo.text
    assert "[Xem báo cáo]" in str(await here.lan.taps("Đã có số chính thức"))
    assert versions(here) == [2, 2, 1]
    assert here.bot is not None
    moves = select(func.count()).select_from(report_moves).where(report_moves.c.move == "correct")
    assert here.bot.store.read_now(lambda tx: tx.execute(moves).scalar()) == 1


async def test_words_with_figures_in_them_are_a_reason_and_a_figure_alone_for_several_is_none(
    here: Town, message: int
) -> None:
    await here.lan.edits(message, "1: 12,1; 2: 1360; 3: 94,5%")
    for typed in ("12,2 ty", "nhầm, 12,2 mới đúng"):
        assert (await here.lan.says(typed)).text == (
            "Chưa rõ đây là số mới hay là lý do. Số mới: gõ số thứ tự, dấu hai chấm, số liệu, ví dụ 2: 12,5. "
            "Lý do: bấm một lý do, hoặc gõ lại không kèm con số."
        )
    assert (
        "Đã sửa 2 số liệu · 3 thôn nộp bổ sung; 2 thôn nhầm"
        in (await here.lan.says("3 thôn nộp bổ sung; 2 thôn nhầm")).text
    )
