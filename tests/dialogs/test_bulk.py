"""Many figures in one message, word for word."""

from decimal import Decimal

from sqlalchemy import update

from bot.store.engine import Tx
from bot.store.tables import indicators
from tests.town import Town


async def test_a_report_is_entered_in_one_message_even_before_it_is_opened(here: Town) -> None:
    assert (
        str(await here.lan.says("1: 11,9 ty; 2: 1340; 3: 94,5%"))
        == """Thôn Nà Hoa · Đợt 1
Đã ghi 3 số liệu (3/3 chỉ tiêu)
✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng
✓ Sản lượng lương thực có hạt: 1.340 tấn
✓ Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%
[Xem và nộp báo cáo]"""
    )
    await here.lan.taps("Xem và nộp báo cáo")
    assert (await here.lan.taps("Nộp báo cáo")).text.startswith("Đã nộp báo cáo.")


async def test_by_name_in_any_order_and_what_is_unclear_comes_back_alone(here: Town) -> None:
    await here.lan.says("/baocao")
    assert (
        str(
            await here.lan.says(
                "nước hợp vệ sinh 945%\nsản lượng 1340\nsố này không rõ 5\nthu ngân sách chưa có số liệu"
            )
        )
        == """Thôn Nà Hoa · Đợt 1
Đã ghi 1 số liệu (1/3 chỉ tiêu)
✓ Sản lượng lương thực có hạt: 1.340 tấn

Chưa ghi 3 dòng
✎ nước hợp vệ sinh 945%
   Tỷ lệ lớn hơn 100%.
✎ số này không rõ 5
   Chưa rõ dòng này là chỉ tiêu nào. Gõ lại: số thứ tự, dấu hai chấm, số liệu.
✎ thu ngân sách chưa có số liệu
   Cần nêu vì sao chưa có số liệu.
[3 ✎][1 ✎]
[Xem toàn bộ]"""
    )
    assert "Tỷ lệ lớn hơn 100%." in (await here.lan.taps("3 ✎")).text
    assert (await here.lan.says("94,5")).text.startswith("✓ Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%")


async def test_an_edited_message_of_many_figures_corrects_those_that_changed(here: Town) -> None:
    await here.lan.says("1: 11,9 ty; 2: 1340")
    message = here.lan.last_message_id
    assert (
        str(await here.lan.edits(message, "1: 11,9 ty; 2: 1430"))
        == """Thôn Nà Hoa · Đợt 1
Đã ghi 2 số liệu (2/3 chỉ tiêu)
✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng
✓ Sản lượng lương thực có hạt: 1.430 tấn · đã sửa

3/3. Tỷ lệ hộ sử dụng nước hợp vệ sinh
Đơn vị tính: %
Chỉ tiêu giao: Trên 93%
Nhập số đến thời điểm báo cáo. Gõ được cả dạng 12/14 để cộng với các đơn vị khác.
[Không phát sinh]
[Chưa có số liệu][Bỏ qua]
[Xem toàn bộ]"""
    )


async def test_a_text_without_figures_beside_a_report_is_answered_with_help(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.taps("Xem toàn bộ")
    assert (await here.lan.says("em chào anh; em gửi sau nhé")).text.startswith("Bot chưa hiểu tin nhắn này.")


def trade(here: Town) -> None:
    """Make of the second and third indicator the two parts of the first."""
    assert here.bot is not None

    def change(tx: Tx) -> None:
        for n, (name, value) in enumerate(
            (("Kim ngạch qua địa bàn", 640), ("Xuất khẩu", 400), ("Nhập khẩu", 240)), 1
        ):
            part = {} if n == 1 else {"parent_id": 1, "relation": "part_of"}
            new = {
                "name": name,
                "value": Decimal(value),
                "measure_unit": "triệu USD",
                "measure": "flow",
                **part,
            }
            tx.execute(update(indicators).where(indicators.c.id == n).values(new))

    here.bot.store.write_now(change)


async def test_a_whole_is_asked_with_its_parts_and_all_are_taken_in_one_message(here: Town) -> None:
    trade(here)
    question = await here.lan.says("/baocao")
    assert (
        "Trong đó: Xuất khẩu; Nhập khẩu.\nGõ được cả trong một tin, số chung trước, ví dụ: 200; 100; 100"
        in question.text
    )
    assert "Đã ghi 3 số liệu (3/3 chỉ tiêu)" in (await here.lan.says("500; 300; 200")).text


async def test_parts_that_do_not_make_up_the_whole_are_asked_about(here: Town) -> None:
    trade(here)
    await here.lan.says("/baocao")
    await here.lan.says("500")
    await here.lan.says("300")
    doubt = await here.lan.says("150")
    assert "Các phần cộng lại không bằng tổng." in doubt.text
    await here.lan.taps("Sửa")
    assert "Đã nhập 3/3 chỉ tiêu" in (await here.lan.says("200")).text


async def open_second_phase(here: Town) -> None:
    """The first report is handed in with 11,9 tỷ đồng; on 1/8 that of the second phase is open."""
    await here.lan.says("1: 11,9 ty; 2: 1340; 3: 94,5%")
    await here.lan.taps("Xem và nộp báo cáo")
    await here.lan.taps("Nộp báo cáo")
    await here.at("2023-08-01 09:00")
    await here.lan.says("/baocao")


async def test_a_line_that_fell_below_the_last_figure_is_asked_about_when_it_is_looked_at_again(
    here: Town,
) -> None:
    await open_second_phase(here)
    assert "Lũy kế thấp hơn kỳ trước." in (await here.lan.says("1: 5 ty; 2: 1400")).text
    asked = await here.lan.taps("1 ✎")
    assert "Lũy kế thấp hơn kỳ trước." in asked.text
    assert asked.buttons[0] == ("5 tỷ đồng",)


async def test_an_edited_figure_is_held_against_the_last_one_too(here: Town) -> None:
    await open_second_phase(here)
    await here.lan.says("12 ty")
    assert "Lũy kế thấp hơn kỳ trước." in (await here.lan.edits(here.lan.last_message_id, "5 ty")).text


async def test_an_edit_mends_the_line_of_a_message_that_could_not_be_kept(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.says("1: 11,9 ty; 2: xyz")
    assert (
        str(await here.lan.edits(here.lan.last_message_id, "1: 11,9 ty; 2: 1340"))
        == """Thôn Nà Hoa · Đợt 1
Đã ghi 2 số liệu (2/3 chỉ tiêu)
✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng
✓ Sản lượng lương thực có hạt: 1.340 tấn

3/3. Tỷ lệ hộ sử dụng nước hợp vệ sinh
Đơn vị tính: %
Chỉ tiêu giao: Trên 93%
Nhập số đến thời điểm báo cáo. Gõ được cả dạng 12/14 để cộng với các đơn vị khác.
[Không phát sinh]
[Chưa có số liệu][Bỏ qua]
[Xem toàn bộ]"""
    )


async def test_a_whole_and_its_parts_are_corrected_by_editing_their_message(here: Town) -> None:
    trade(here)
    await here.lan.says("/baocao")
    await here.lan.says("500; 300; 200")
    edited = await here.lan.edits(here.lan.last_message_id, "500; 310; 190")
    assert "✓ Xuất khẩu: 310 triệu USD · đã sửa" in edited.text
    assert "✓ Nhập khẩu: 190 triệu USD · đã sửa" in edited.text


async def test_after_a_whole_and_its_parts_the_next_indicator_is_asked(here: Town) -> None:
    trade(here)
    await here.lan.says("/baocao")
    shown = await here.lan.says("xuat khau 300, nhap khau 200")
    assert "✓ Xuất khẩu: 300 triệu USD\n✓ Nhập khẩu: 200 triệu USD\n\n1/" in shown.text
    await here.restart()
    assert (await here.lan.says("500")).text.startswith("✓ Kim ngạch qua địa bàn: 500 triệu USD")


async def test_on_the_whole_report_a_single_figure_is_taken_by_its_name(here: Town) -> None:
    await here.lan.says("1: 11,9 ty; 2: 1340; 3: 94,5%")
    await here.lan.taps("Xem và nộp báo cáo")
    shown = await here.lan.says("thu ngan sach 12,1 ty")
    assert "✓ Thu ngân sách trên địa bàn: 12,1 tỷ đồng · đã sửa" in shown.text
