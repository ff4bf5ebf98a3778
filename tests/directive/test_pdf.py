"""Pages of a .pdf file: each way in which print breaks a text apart, and how it is put together again."""

import pytest

from bot.directive import Document, UnreadableDocument, extract, read_document
from bot.directive.document import Table
from tests.directive.press import HEIGHT, LEFT, PITCH, RIGHT, TOP, WIDTH, Sheet, pdf

FULL = (RIGHT - LEFT) // 7
"""How many letters fill a line."""


def read(*sheets: Sheet) -> Document:
    return read_document("a.pdf", pdf(*sheets))


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableDocument) as refused:
        read_document("a.pdf", content)
    return refused.value.reason


def wide(text: str) -> str:
    """The text filled up to the width of the line with one long word."""
    return text + " " + "x" * (FULL - len(text) - 1)


def test_lines_that_the_width_broke_are_one_paragraph_and_know_their_lines() -> None:
    first = wide("- Thu ngân sách trên địa bàn")
    (one, two) = read(Sheet().lines(first, "đạt 12 tỷ đồng.", "- Trồng rừng: 5 ha.")).paragraphs
    assert one.text == first + " đạt 12 tỷ đồng."
    assert (one.line_at(0), one.line_at(len(first) + 3), two.line) == (1, 2, 3)


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    assert texts(read(Sheet().lines("KẾ HOẠCH", "Về việc thi đua", "Mở đầu"))) == [
        "KẾ HOẠCH",
        "Về việc thi đua",
        "Mở đầu",
    ]


def test_an_indented_line_begins_a_paragraph_though_the_line_before_is_full() -> None:
    sheet = Sheet().lines("Câu thứ nhất", indent=36).lines(wide("tiếp"), wide("tiếp nữa."), top=TOP - PITCH)
    sheet.lines("Câu thứ hai", top=TOP - 3 * PITCH, indent=36)
    assert texts(read(sheet))[-1] == "Câu thứ hai"


def test_a_full_line_before_a_word_that_begins_like_a_bullet_goes_on() -> None:
    sheet = Sheet().lines(wide("1. Nghị quyết về kinh tế")[:-5], indent=36)
    sheet.lines("- xã hội của xã.", top=TOP - PITCH)
    (only,) = texts(read(sheet))
    assert only.endswith("- xã hội của xã.")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("phát triển kinh tế", "- xã hội của xã"),
        ("giai đoạn 2021", "- 2026 của xã"),
        ("Ngày hội (07/5/1954", "- 07/5/2026)"),
    ],
)
def test_a_dash_inside_a_sentence_is_no_bullet_wherever_its_line_ends(before: str, after: str) -> None:
    first = "x" * (FULL - len(before) - 1) + " " + before
    assert texts(read(Sheet().lines(first, after))) == [f"{first} {after}"]


def test_a_number_broken_at_its_dash_is_whole() -> None:
    first = "x" * (FULL - 16) + " Chỉ thị số 05-"
    assert texts(read(Sheet().lines(first, "CT/TW của tỉnh"))) == [first + "CT/TW của tỉnh"]


def test_paragraphs_without_an_indent_are_told_by_the_space_between_them() -> None:
    full = "y" * FULL
    sheet = Sheet().lines(full, "và hết.").lines(full, top=TOP - 42).lines("Câu mới", top=TOP - 66)
    assert [text[:7] for text in texts(read(sheet))] == [full[:7], full[:7], "Câu mới"]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    sheets = [
        Sheet()
        .say(200, 815, "UBND xã Suối Vàng")
        .lines(f"Điều {n}. Nội dung")
        .say(295, 40, str(n))
        .say(85, 25, "Bản lưu")
        for n in (1, 2, 3)
    ]
    assert texts(read(*sheets)) == ["Điều 1. Nội dung", "Điều 2. Nội dung", "Điều 3. Nội dung"]


def test_a_list_that_a_page_broke_goes_on() -> None:
    first = Sheet().lines(wide("- Tỷ lệ hộ dân được dùng nước sạch"), top=100)
    second = Sheet().say(295, 815, "2").lines("đạt 98%.", "- Trồng rừng: 5 ha.", top=780)
    assert [text[-8:] for text in texts(read(first, second))] == ["đạt 98%.", "ng: 5 ha."[-8:]]


def test_the_issuer_beside_the_name_of_the_nation_is_not_mixed_into_it() -> None:
    sheet = Sheet()
    sheet.lines("ỦY BAN NHÂN DÂN", "XÃ SUỐI VÀNG", "Số: 02/CT-UBND", size=10)
    sheet.lines("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", x=260, size=12)
    sheet.lines("Suối Vàng, ngày 12 tháng 01 năm", "2026", x=290, top=TOP - 2 * PITCH, size=12)
    sheet.say(280, TOP - 90, "CHỈ THỊ").lines(wide("Về việc phát động"), top=TOP - 120)
    head, *rest = read(sheet).blocks
    assert isinstance(head, Table)
    assert head.rows == (
        (
            "ỦY BAN NHÂN DÂN\nXÃ SUỐI VÀNG\nSố: 02/CT-UBND",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSuối Vàng, ngày 12 tháng 01 năm 2026",
        ),
    )
    assert rest[0].text == "CHỈ THỊ"  # type: ignore[union-attr]


def test_the_recipients_are_not_mixed_into_the_signature_even_over_a_page() -> None:
    first = Sheet().lines("Nơi nhận:", "- Sở Nội vụ;", "- Trường học,", top=90, size=11)
    first.lines("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", x=330, top=92)
    second = Sheet().lines("trạm y tế;", "- Lưu: VT.", size=11).say(350, 700, "Hà Thị Nguyên")
    (closing,) = read(Sheet().lines("Điều 1."), first, second).blocks[1:]
    assert isinstance(closing, Table)
    assert closing.rows == (
        (
            "Nơi nhận:\n- Sở Nội vụ;\n- Trường học, trạm y tế;\n- Lưu: VT.",
            "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nHà Thị Nguyên",
        ),
    )


def test_a_footnote_stands_apart_and_its_mark_is_no_part_of_the_word() -> None:
    sheet = Sheet().lines("Các chỉ tiêu khác", "và rừng 5 km").say(85 + 17 * 7, TOP + 5, "1", size=8)
    sheet.say(85 + 12 * 7, TOP - PITCH + 5, "2", size=8).lines("Dòng giữa", "Dòng cuối", top=700)
    sheet.rule(85, 120, 220, 120).say(85, 104, "1", size=6).lines("Báo cáo số 5.", x=90, top=100, size=10)
    document = read(sheet)
    assert texts(document)[:2] == ["Các chỉ tiêu khác", "và rừng 5 km²"]
    assert [note.text for note in document.footnotes] == ["Báo cáo số 5."]


def test_a_footnote_as_large_as_the_text_is_known_by_its_rule_and_its_mark() -> None:
    sheet = Sheet().lines("Các chỉ tiêu khác", "Dòng cuối").say(85 + 17 * 7, TOP + 5, "1", size=8)
    sheet.rule(85, 120, 220, 120).lines("1Báo cáo số 5.", top=100)
    document = read(sheet)
    assert texts(document) == ["Các chỉ tiêu khác", "Dòng cuối"]
    assert [note.text for note in document.footnotes] == ["Báo cáo số 5."]


def table(*, top: float, rows: int) -> Sheet:
    return Sheet().grid((85, 120, 300, 380, 450), tuple(top - 40 * n for n in range(rows + 1)))


def fill(sheet: Sheet, top: float, row: int, *cells: str) -> None:
    for x, cell in zip((88, 123, 303, 383), cells, strict=False):
        for n, line in enumerate(cell.split("\n")):
            sheet.say(x, top - 40 * row - 14 - 14 * n, line, size=11)


def test_a_ruled_table_is_a_table_with_whole_cells() -> None:
    sheet = table(top=700, rows=2)
    fill(sheet, 700, 0, "TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch")
    fill(sheet, 700, 1, "1", "Diện tích rừng\ntrồng mới", "ha", "5,5")
    (block,) = read(sheet).blocks
    assert isinstance(block, Table)
    assert block.rows == (
        ("TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch"),
        ("1", "Diện tích rừng trồng mới", "ha", "5,5"),
    )


def test_a_table_whose_rules_are_thin_bars_around_each_cell_is_a_table() -> None:
    sheet = Sheet()
    for x in (85, 120, 300):
        for y in (700, 660):
            sheet.bar(x, y, 0.5, -40).bar(x, y, {85: 35, 120: 180, 300: 80}[x], 0.5)
            sheet.bar(x + {85: 35, 120: 180, 300: 80}[x], y, 0.5, -40).bar(x, y - 40, 35, 0.5)
    fill(sheet, 700, 0, "TT", "Chỉ tiêu", "Đơn vị")
    fill(sheet, 700, 1, "1", "Rừng trồng", "ha")
    (block,) = read(sheet).blocks
    assert isinstance(block, Table)
    assert block.rows == (("TT", "Chỉ tiêu", "Đơn vị"), ("1", "Rừng trồng", "ha"))


def test_a_cell_over_several_columns_stands_in_the_first() -> None:
    sheet = Sheet().grid((85, 120, 300), (700, 660, 620)).rule(380, 700, 380, 660).rule(450, 700, 450, 620)
    sheet.rule(300, 700, 450, 700).rule(300, 660, 450, 660).rule(300, 620, 450, 620)
    fill(sheet, 700, 0, "TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch")
    fill(sheet, 700, 1, "I", "Kinh tế", "Chung cho cả xã")
    (block,) = read(sheet).blocks
    assert isinstance(block, Table)
    assert block.rows[1] == ("I", "Kinh tế", "Chung cho cả xã", "")


def test_a_table_over_two_pages_is_one_with_one_head_and_whole_rows() -> None:
    first, second = table(top=200, rows=2), table(top=780, rows=3)
    fill(first, 200, 0, "TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch")
    fill(first, 200, 1, "1", "Tỷ lệ hộ dùng", "%", "98")
    fill(second, 780, 0, "TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch")
    fill(second, 780, 1, "", "nước sạch")
    fill(second, 780, 2, "2", "Rừng trồng", "ha", "5")
    (block,) = read(first, second).blocks
    assert isinstance(block, Table)
    assert block.rows == (
        ("TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch"),
        ("1", "Tỷ lệ hộ dùng nước sạch", "%", "98"),
        ("2", "Rừng trồng", "ha", "5"),
    )


def test_a_frame_around_the_page_and_a_rule_under_a_title_are_no_tables() -> None:
    sheet = (
        Sheet()
        .grid((20, WIDTH - 20), (HEIGHT - 20, 20))
        .lines("KẾ HOẠCH", "Nội dung")
        .rule(85, 776, 140, 776)
    )
    assert texts(read(sheet)) == ["KẾ HOẠCH", "Nội dung"]


@pytest.mark.parametrize(
    ("font", "text", "said"),
    [
        (".VnTime", "Thi ®ua yªu n­íc", "Thi đua yêu nước"),
        ("ABCDEF+.VnTimeH-Bold", "chØ thÞ", "CHỈ THỊ"),
        ("VNI-Times", "Thi ñua yeâu nöôùc", "Thi đua yêu nước"),
        ("SymbolMT", "\uf0b7 a \uf0b3", "• a ≥"),
    ],
)
def test_an_old_font_says_what_its_letters_show(font: str, text: str, said: str) -> None:
    assert texts(read(Sheet().say(85, 700, text, font=font))) == [said]


def test_two_fonts_in_one_line_are_each_read_in_their_own() -> None:
    sheet = Sheet().say(85, 700, "Thi ®ua", font=".VnTime").say(85 + 8 * 7, 700, "năm 2026")
    assert texts(read(sheet)) == ["Thi đua năm 2026"]


def test_a_page_that_is_printed_sideways_is_turned() -> None:
    sheet = (
        Sheet().say(100, 85, "Phụ lục chỉ tiêu", turn="0 1 -1 0").say(120, 85, "Rừng: 5 ha", turn="0 1 -1 0")
    )
    assert texts(read(sheet)) == ["Phụ lục chỉ tiêu", "Rừng: 5 ha"]


def test_bold_that_is_printed_twice_is_read_once() -> None:
    assert texts(read(Sheet().say(85, 700, "MỤC TIÊU").say(85.4, 700, "MỤC TIÊU"))) == ["MỤC TIÊU"]


def test_a_tone_mark_that_is_drawn_by_itself_joins_its_letter() -> None:
    assert texts(read(Sheet().say(85, 700, "xa\u0303 A\u0302\u0301t"))) == ["xã Ất"]


def test_a_scan_and_a_file_with_a_scanned_page_are_told() -> None:
    assert refusal(pdf(Sheet().picture())) == "scan"
    assert refusal(pdf(Sheet().lines("Điều 1. Nội dung"), Sheet().picture())) == "scan"


def test_a_scan_whose_letters_a_program_guessed_is_a_scan() -> None:
    assert refusal(pdf(Sheet().picture().lines("Chi thi vé thi dua"))) == "scan"


def test_letters_that_mean_nothing_in_the_file_are_no_text() -> None:
    assert refusal(pdf(Sheet(unknown=True).lines("Chỉ thị về thi đua"))) == "scan"


def test_a_pdf_file_without_anything_is_empty() -> None:
    assert refusal(pdf(Sheet())) == "empty"


def test_a_pdf_file_under_a_password_is_told() -> None:
    locked = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00> <00>]"
    )
    assert refusal(pdf(Sheet().lines("Điều 1"), trailer=locked)) == "encrypted"


def test_a_pdf_file_that_breaks_off_is_damaged() -> None:
    assert refusal(b"%PDF-1.7\n1 0 obj\n<<") == "damaged"


def test_too_many_pages_are_refused() -> None:
    assert refusal(pdf(*[Sheet()] * 201)) == "too_heavy"


COLUMNS = (LEFT, LEFT + 40, LEFT + 230, LEFT + 300, LEFT + 380)


def unruled(*rows: tuple[str, ...], top: float = 620) -> Sheet:
    """A plan whose table has no rules; an empty cell is left out."""
    sheet = Sheet().lines("KẾ HOẠCH", "Phát động phong trào thi đua năm 2026", "", "I. CHỈ TIÊU THI ĐUA")
    for n, row in enumerate(rows):
        for x, text in zip(COLUMNS, row, strict=False):
            if text:
                sheet.say(x, top - PITCH * n, text)
    return sheet.lines(
        "II. TỔ CHỨC THỰC HIỆN", "Các thôn thực hiện kế hoạch này.", top=top - PITCH * (len(rows) + 1)
    )


ROWS = (
    ("TT", "Chỉ tiêu", "Đơn vị", "TH", "Kế hoạch"),
    ("", "", "tính", "2025", "2026"),
    ("1", "Diện tích quế", "ha", "40", "55"),
    ("2", "Tỷ lệ lao động có", "%", "31", "36"),
    ("", "bằng cấp", "", "", ""),
    ("3", "Kết nạp đoàn viên", "người", "", "12"),
)


def test_words_that_stand_in_columns_under_a_head_are_a_table() -> None:
    found = read_document("a.pdf", pdf(unruled(*ROWS)))
    (table,) = (block for block in found.blocks if isinstance(block, Table))
    assert table.rows[-3:] == (
        ("1", "Diện tích quế", "ha", "40", "55"),
        ("2", "Tỷ lệ lao động có bằng cấp", "%", "31", "36"),
        ("3", "Kết nạp đoàn viên", "người", "", "12"),
    )
    assert found.paragraphs[-1].text == "Các thôn thực hiện kế hoạch này."
    indicators = extract(found).indicators
    assert [(one.name, str(one.target.value), one.measure_unit) for one in indicators] == [
        ("Diện tích quế", "55", "ha"),
        ("Tỷ lệ lao động có bằng cấp", "36", "%"),
        ("Kết nạp đoàn viên", "12", "người"),
    ]


def test_columns_that_run_together_are_no_table_and_their_numbers_are_warned_of() -> None:
    run_together = ("2", "Tỷ lệ lao động có bằng cấp cao", "", "31", "36")
    found = read_document("a.pdf", pdf(unruled(ROWS[0], ROWS[2], run_together)))
    assert not [block for block in found.blocks if isinstance(block, Table)]
    told = extract(found)
    warned = " ".join(one.text for one in told.warnings)
    held = {str(one.target.value) for one in told.indicators}
    assert all(number in warned or number in held for number in ("40", "55", "31", "36"))
