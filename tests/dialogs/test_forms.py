"""The Excel form of a report, word for word: handed out, filled in, looked through, kept or refused by name."""

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import insert, update

from bot.store.tables import figures, indicators
from tests.town import Person, Shown, Town


def opened(content: bytes) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.load_workbook(BytesIO(content))
    return book, book.worksheets[0]


def saved(book: openpyxl.Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


async def form(here: Town, person: Person, said: str = "/bieumau") -> bytes:
    """The file that the bot hands out."""
    return await file_of(here, await person.says(said))


async def file_of(here: Town, shown: Shown) -> bytes:
    return (await here.client.get(here.address + shown.raw["document"]["url"])).content


def filled(content: bytes, cells: Mapping[str, object]) -> bytes:
    book, sheet = opened(content)
    for place, value in cells.items():
        sheet[place] = value
    return saved(book)


async def test_a_form_is_handed_out_filled_in_looked_through_and_kept(here: Town) -> None:
    await here.lan.says("/baocao")
    await here.lan.says("11,9 ty")
    shown = await here.lan.says("/bieumau")
    assert (
        str(shown)
        == """Biểu mẫu số liệu: Thôn Nà Hoa · Đợt 1, 3 chỉ tiêu.
Điền vào hai cột màu vàng, giữ nguyên các cột khác, rồi gửi lại tệp này vào đây. Bot cho xem thay đổi trước khi ghi.
Cột «Số liệu» viết như khi nhắn: 12,5, không phát sinh, chưa có số liệu (lý do ở cột «Ghi chú»). Ô trống: không ghi."""
    )
    assert shown.raw["document"]["file_name"] == "bieu-mau-thon-na-hoa-dot-1.xlsx"
    content = await file_of(here, shown)
    _, sheet = opened(content)
    assert sheet["A2"].value == "Thôn Nà Hoa – Đợt 1 – hạn Thứ Sáu, 16/6/2023"
    assert [[cell.value or "" for cell in row[:7]] for row in sheet.iter_rows(min_row=4)] == [
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Chỉ tiêu giao", "Các kỳ trước", "Số liệu", "Ghi chú"],
        ["1", "Thu ngân sách trên địa bàn", "tỷ đồng", "12,5 tỷ đồng", "", "11,9", ""],
        ["2", "Sản lượng lương thực có hạt", "tấn", "1.340 tấn", "", "", ""],
        ["3", "Tỷ lệ hộ sử dụng nước hợp vệ sinh", "%", "Trên 93%", "", "", ""],
    ]
    sent = filled(content, {"F5": "12,1", "F6": 1340.0, "F7": "chưa có số liệu", "G7": "máy hỏng"})
    assert (
        str(await here.lan.sends("bieu-mau.xlsx", sent))
        == """Thôn Nà Hoa · Đợt 1
Biểu mẫu thay đổi 3 số liệu. Chưa ghi gì.
• Thu ngân sách trên địa bàn: 11,9 tỷ đồng → 12,1 tỷ đồng
• Sản lượng lương thực có hạt: chưa nhập → 1.340 tấn
• Tỷ lệ hộ sử dụng nước hợp vệ sinh: chưa nhập → chưa có số liệu (máy hỏng)
[Ghi 3 số liệu][Thôi]"""
    )
    assert (
        str(await here.lan.taps("Ghi 3 số liệu"))
        == """Thôn Nà Hoa · Đợt 1
Đã ghi 3 số liệu (3/3 chỉ tiêu)
✓ Thu ngân sách trên địa bàn: 12,1 tỷ đồng · đã sửa
✓ Sản lượng lương thực có hạt: 1.340 tấn
✓ Tỷ lệ hộ sử dụng nước hợp vệ sinh: chưa có số liệu (máy hỏng)
[Xem và nộp báo cáo]"""
    )
    await here.lan.taps("Xem và nộp báo cáo")
    assert (await here.lan.taps("Nộp báo cáo")).text.startswith("Đã nộp báo cáo.")


async def test_only_the_two_columns_are_open_and_the_sheet_prints_on_one_page_across(here: Town) -> None:
    _, sheet = opened(await form(here, here.lan))
    assert sheet.protection.sheet
    assert not sheet.protection.password
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {f"{column}{row}" for column in "FG" for row in (5, 6, 7)}
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["H"].hidden
    assert sheet.freeze_panes == "A5"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


async def test_what_is_unclear_in_a_form_is_told_by_its_cell_and_then_asked_one_by_one(here: Town) -> None:
    sent = filled(
        await form(here, here.lan), {"F5": "11,9", "F6": "=1300+40", "F7": "945%", "G5": "kể cả đấu giá"}
    )
    assert (
        str(await here.lan.sends("bieu-mau.xlsx", sent))
        == """Thôn Nà Hoa · Đợt 1
Biểu mẫu thay đổi 1 số liệu. Chưa ghi gì.
• Thu ngân sách trên địa bàn: chưa nhập → 11,9 tỷ đồng

Chưa rõ 2 ô
✎ Ô F6, Sản lượng lương thực có hạt: =1300+40
   Ô có công thức. Hãy gõ con số.
✎ Ô F7, Tỷ lệ hộ sử dụng nước hợp vệ sinh: 945%
   Tỷ lệ lớn hơn 100%.

Cột «Ghi chú» chỉ được lưu với chỉ tiêu chưa có số liệu hoặc trả lời bằng chữ; 1 ghi chú khác không được lưu.
[Ghi 1 số liệu][Thôi]"""
    )
    assert (
        str(await here.lan.taps("Ghi 1 số liệu"))
        == """Thôn Nà Hoa · Đợt 1
Đã ghi 1 số liệu (1/3 chỉ tiêu)
✓ Thu ngân sách trên địa bàn: 11,9 tỷ đồng

Chưa ghi 2 dòng
✎ =1300+40
   Ô có công thức. Hãy gõ con số.
✎ 945%
   Tỷ lệ lớn hơn 100%.
[2 ✎][3 ✎]
[Xem toàn bộ]"""
    )
    assert "Tỷ lệ lớn hơn 100%." in (await here.lan.taps("3 ✎")).text
    assert (await here.lan.says("94,5")).text.startswith("✓ Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5%")


async def test_of_a_form_that_is_not_wanted_nothing_is_kept(here: Town) -> None:
    await here.lan.sends("bieu-mau.xlsx", filled(await form(here, here.lan), {"F5": "11,9"}))
    await here.restart()
    assert (
        str(await here.lan.says("thôi"))
        == """Không ghi gì từ biểu mẫu. Báo cáo Đợt 1 của Thôn Nà Hoa giữ nguyên.
[Xem báo cáo]"""
    )
    assert "Đã nhập 0/3 chỉ tiêu" in (await here.lan.taps("Xem báo cáo")).text


async def test_a_form_without_changes_says_so(here: Town) -> None:
    assert (
        str(await here.lan.sends("bieu-mau.xlsx", await form(here, here.lan)))
        == """Thôn Nà Hoa · Đợt 1
Biểu mẫu không có số liệu mới: 3 chỉ tiêu giữ nguyên.
[Xem báo cáo]"""
    )


async def test_a_figure_given_in_the_chat_meanwhile_is_not_replaced_unasked(here: Town) -> None:
    content = await form(here, here.lan)
    await here.lan.says("/baocao")
    await here.lan.says("11,9")
    # What the form left empty stays as it was typed.
    preview = await here.lan.sends("bieu-mau.xlsx", filled(content, {"F6": "1340"}))
    assert "1 số liệu, 2 chỉ tiêu giữ nguyên" in preview.text
    preview = await here.lan.sends("bieu-mau.xlsx", filled(content, {"F5": "12,1", "F6": "1340"}))
    assert "• Thu ngân sách trên địa bàn: 11,9 tỷ đồng → 12,1 tỷ đồng" in preview.text
    assert here.bot is not None
    newer = {"report_id": 1, "indicator_id": 1, "version": 2, "kind": "value", "value": Decimal("12.3")}
    here.bot.store.write_now(
        lambda tx: tx.execute(insert(figures).values(**newer, typed="", person_id=1, at=here.clock.now()))
    )
    assert (
        str(await here.lan.taps("Ghi 2 số liệu"))
        == """Thôn Nà Hoa · Đợt 1
Đã ghi 1 số liệu (2/3 chỉ tiêu)
✓ Sản lượng lương thực có hạt: 1.340 tấn

Chưa ghi 1 dòng
✎ 12,1
   Chỉ tiêu này vừa có số khác.
[1 ✎]
[Xem toàn bộ]"""
    )


async def test_of_a_report_that_was_handed_in_one_reason_is_asked_for_all_changes(here: Town) -> None:
    await here.lan.says("1: 11,9 ty; 2: 1340; 3: 94,5%")
    await here.lan.taps("Xem và nộp báo cáo")
    await here.lan.taps("Nộp báo cáo")
    content = await form(here, here.lan)
    assert (
        str(await here.lan.sends("bieu-mau.xlsx", filled(content, {"F5": "12,1", "F7": "95%"})))
        == """Thôn Nà Hoa · Đợt 1
Biểu mẫu thay đổi 2 số liệu, 1 chỉ tiêu giữ nguyên. Chưa ghi gì.
• Thu ngân sách trên địa bàn: 11,9 tỷ đồng → 12,1 tỷ đồng
• Tỷ lệ hộ sử dụng nước hợp vệ sinh: 94,5% → 95%

Báo cáo đã nộp. Vì sao sửa? Chọn một lý do hoặc gõ lý do, dùng chung cho cả biểu mẫu; số cũ vẫn được lưu.
[Nhập nhầm]
[Đã có số chính thức]
[Rà soát, tính lại]
[Theo yêu cầu của cấp trên]
[Thôi]"""
    )
    assert (
        "Đã sửa 2 số liệu · đối chiếu với sổ của kho bạc"
        in (await here.lan.says("đối chiếu với sổ của kho bạc")).text
    )
    await here.lan.says("/lichsu")
    history = await here.lan.taps("1. Thôn Nà Hoa")
    assert "11,9 tỷ đồng → 12,1 tỷ đồng · đối chiếu với sổ của kho bạc" in history.text
    assert "94,5% → 95% · đối chiếu với sổ của kho bạc" in history.text


# --- Refused by name ---------------------------------------------------------------------------------------


async def test_a_form_whose_rows_were_changed_added_or_taken_out_is_refused_by_its_rows(here: Town) -> None:
    book, sheet = opened(filled(await form(here, here.lan), {"F5": "11,9", "D6": "1 tấn", "B9": "Khác"}))
    sheet.delete_rows(7)
    assert (
        str(await here.lan.sends("bieu-mau.xlsx", saved(book)))
        == """Biểu mẫu đã bị sửa ngoài hai cột «Số liệu» và «Ghi chú», nên chưa ghi gì:
Dòng 6 (Sản lượng lương thực có hạt): chỉ tiêu đã bị đổi
Dòng 8 (Khác): dòng được thêm vào
Dòng 7 (Tỷ lệ hộ sử dụng nước hợp vệ sinh): chỉ tiêu bị xóa khỏi biểu mẫu
Gõ /bieumau để lấy biểu mẫu mới rồi chép số liệu sang."""
    )


async def test_the_form_of_another_unit_and_a_forged_one_are_refused(here: Town) -> None:
    content = await form(here, here.minh)
    assert (await here.lan.sends("bieu-mau.xlsx", content)).text == (
        "Biểu mẫu này là của Thôn Bản Mới · Đợt 1, anh/chị không nhập báo cáo của đơn vị đó nên chưa ghi gì. "
        "Gõ /bieumau để lấy biểu mẫu của đơn vị mình."
    )
    forged = (
        "Tệp này trông giống biểu mẫu nhưng phần nhận dạng bị mất hoặc đã bị sửa, nên chưa ghi gì. "
        "Gõ /bieumau để lấy biểu mẫu mới rồi điền lại vào đó."
    )
    _, theirs = opened(content)
    of_lan = str(theirs["B1"].value).split(":")
    of_lan[3], of_lan[4] = "2", "2"
    for cells in ({"B1": ":".join(of_lan)}, {"C1": "0" * 32}, {"A1": None, "B1": None, "C1": None}):
        assert (await here.lan.sends("bieu-mau.xlsx", filled(content, cells))).text == forged


async def test_rows_of_another_form_do_not_fit_into_ones_own(here: Town) -> None:
    _, theirs = opened(await form(here, here.minh))
    book, mine = opened(await form(here, here.lan))
    for column in "ABCDEFGHIJK":
        mine[f"{column}5"] = theirs[f"{column}5"].value
    refused = await here.lan.sends("bieu-mau.xlsx", saved(book))
    assert "Dòng 5 (Thu ngân sách trên địa bàn): chỉ tiêu đã bị đổi" in refused.text


async def test_a_form_from_before_a_target_changed_is_refused_as_old_with_the_indicator(here: Town) -> None:
    content = await form(here, here.lan)
    assert here.bot is not None
    here.bot.store.write_now(
        lambda tx: tx.execute(update(indicators).where(indicators.c.id == 2).values(value=Decimal(1400)))
    )
    assert (
        str(await here.lan.sends("bieu-mau.xlsx", filled(content, {"F5": "11,9"})))
        == """Biểu mẫu này đã cũ, chưa ghi gì. Từ khi phát biểu mẫu, đã thay đổi:
• Sản lượng lương thực có hạt
Gõ /bieumau để lấy biểu mẫu mới."""
    )


async def test_any_other_workbook_of_a_focal_point_is_answered_with_what_to_send(here: Town) -> None:
    answer = await here.lan.sends("so-tay.xlsx", saved(openpyxl.Workbook()))
    assert answer.text.startswith("Chưa biết làm gì với tệp “so-tay.xlsx”.")


# --- Which -------------------------------------------------------------------------------------------------


async def test_where_there_is_a_choice_it_is_asked_for_which_report(here: Town) -> None:
    await here.at("2023-07-03 09:00")
    assert (
        str(await here.lan.says("/bieumau"))
        == """Biểu mẫu của báo cáo nào?

1. Thôn Nà Hoa – Đợt 1
   Phong trào thi đua năm 2023 · hạn 16/6/2023
2. Thôn Nà Hoa – Đợt 2
   Phong trào thi đua năm 2023 · hạn 15/12/2023
[1. Thôn Nà Hoa – Đợt 1]
[2. Thôn Nà Hoa – Đợt 2]"""
    )
    shown = await here.lan.taps("2. Thôn Nà Hoa – Đợt 2")
    assert shown.text.startswith("Biểu mẫu số liệu: Thôn Nà Hoa · Đợt 2, 3 chỉ tiêu.")
    _, sheet = opened(await file_of(here, shown))
    assert sheet["A2"].value == "Thôn Nà Hoa – Đợt 2 – hạn Thứ Sáu, 15/12/2023"


async def test_a_name_that_looks_like_a_formula_stays_text(here: Town) -> None:
    assert here.bot is not None
    names = ("=1+1", "+84 thuê bao", "@cmd")
    for key, name in enumerate(names, 1):
        change = update(indicators).where(indicators.c.id == key).values(name=name)
        here.bot.store.write_now(lambda tx, change=change: tx.execute(change))
    content = await form(here, here.lan)
    _, sheet = opened(content)
    assert [(sheet[f"B{row}"].value, sheet[f"B{row}"].data_type) for row in (5, 6, 7)] == [
        (name, "s") for name in names
    ]
    assert "→ 11,9 tỷ đồng" in (await here.lan.sends("bieu-mau.xlsx", filled(content, {"F5": "11,9"}))).text


async def test_a_form_in_english_is_read_whatever_its_owner_speaks_when_it_comes_back(here: Town) -> None:
    await here.lan.says("/ngonngu")
    await here.lan.taps("English")
    content = await form(here, here.lan)
    _, sheet = opened(content)
    assert sheet.title == "Figure"
    assert sheet["A2"].value == "Thôn Nà Hoa – Đợt 1 – due Friday, 16/6/2023"
    assert [cell.value for cell in sheet[4][:7]] == [
        "No.",
        "Indicator",
        "Measure unit",
        "Target",
        "Earlier periods",
        "Figure",
        "Note",
    ]
    await here.lan.says("/ngonngu")
    await here.lan.taps("Tiếng Việt")
    preview = await here.lan.sends("form.xlsx", filled(content, {"F5": "11,9"}))
    assert "• Thu ngân sách trên địa bàn: chưa nhập → 11,9 tỷ đồng" in preview.text


async def test_without_its_hidden_row_an_english_form_is_still_known_as_one(here: Town) -> None:
    await here.lan.says("/ngonngu")
    await here.lan.taps("English")
    book, sheet = opened(await form(here, here.lan))
    for place in ("A1", "B1", "C1"):
        sheet[place] = None
    assert (await here.lan.sends("form.xlsx", saved(book))).text.startswith("This file looks like a form,")
