"""Word files: each construction of .docx by itself, and the same document as .docx and as .doc."""

import pytest

from bot.directive import Document, UnreadableDocument, read_document
from bot.directive.document import Table
from tests.directive.samples import OWN
from tests.faults.test_hostile_files import W, zipped

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
BOX = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"


def read(body: str, **parts: str) -> Document:
    """A package with nothing but this body; `parts` by the name of their file, without its ending."""
    written = {f"word/{name}.xml": f"<w:{name} {W}>{part}</w:{name}>" for name, part in parts.items()}
    return read_document(
        "a.docx",
        zipped({"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>", **written}),
    )


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def said(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def text_of(document: Document) -> Table:
    (block,) = (block for block in document.blocks if isinstance(block, Table))
    return block


def numbered(number: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def level(depth: int, form: str, pattern: str) -> str:
    written = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/>'
    return f'<w:lvl w:ilvl="{depth}">{written}</w:lvl>'


def kind(*levels: str) -> str:
    """The kind of list 1."""
    return f'<w:abstractNum w:abstractNumId="1">{"".join(levels)}</w:abstractNum>'


def use(number: int, override: str = "") -> str:
    """A list of this kind."""
    own = f'<w:lvlOverride w:ilvl="0">{override}</w:lvlOverride>' if override else ""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{own}</w:num>'


def style(name: str, content: str) -> str:
    return f'<w:style w:styleId="{name}">{content}</w:style>'


# --- Tables ------------------------------------------------------------------------------------------------


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    inner = table(cell(said(run("Rừng"))) + cell(said(run("5 ha"))))
    document = read(table(cell(said(run("Ngoài"))) + cell(said(run("Cạnh")) + inner)))
    assert [block.rows for block in document.blocks if isinstance(block, Table)] == [
        (("Ngoài", "Cạnh"),),
        (("Rừng", "5 ha"),),
    ]


def test_a_frame_around_a_text_is_no_table() -> None:
    assert texts(read(table(cell(said(run("Điều 1")) + said(run("Điều 2")))))) == ["Điều 1", "Điều 2"]


def test_merged_and_skipped_columns_keep_the_places_of_the_others() -> None:
    wide = cell(said(run("Chung")), '<w:gridSpan w:val="2"/>') + cell(said(run("c")))
    late = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell(said(run("b"))) + cell(said(run("c")))
    assert text_of(read(table(wide, late))).rows == (("Chung", "", "c"), ("", "b", "c"))


def test_a_deleted_row_is_not_read() -> None:
    gone = '<w:trPr><w:del w:id="1" w:author="a"/></w:trPr>' + cell(said(run("90%"))) + cell(said())
    kept = cell(said(run("95%"))) + cell(said(run("hộ")))
    assert text_of(read(table(gone, kept))).rows == (("95%", "hộ"),)


def test_the_automatic_number_of_a_row_is_read_though_its_cell_is_empty() -> None:
    numbering = kind(level(0, "decimal", "%1")) + use(1)
    rows = [cell(said(properties=numbered(1))) + cell(said(run(name))) for name in ("Rừng", "Chè")]
    assert text_of(read(table(*rows), numbering=numbering)).rows == (("1", "Rừng"), ("2", "Chè"))


def test_a_text_box_in_a_cell_is_read_once_and_outside_the_cell() -> None:
    box = BOX.format("Hộp")
    choice = f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    box = f"<w:r><mc:AlternateContent {MC}>{choice}</mc:AlternateContent></w:r>"
    document = read(table(cell(said(run("Ô"), box)) + cell(said(run("bên")))))
    assert text_of(document).rows == (("Ô", "bên"),)
    assert texts(document) == ["Hộp"]


# --- Lists -------------------------------------------------------------------------------------------------


def test_lists_count_their_levels_and_begin_anew_below_each() -> None:
    levels = (level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2."), level(2, "bullet", "+"))
    numbering = kind(*levels) + use(1)
    body = "".join(said(run("x"), properties=numbered(1, depth)) for depth in (0, 1, 1, 2, 0, 1))
    assert texts(read(body, numbering=numbering)) == ["I. x", "I.1. x", "I.2. x", "+ x", "II. x", "II.1. x"]


def test_a_list_may_start_anew_or_write_its_numbers_its_own_way() -> None:
    anew, otherwise = '<w:startOverride w:val="1"/>', level(0, "lowerLetter", "%1)")
    numbering = kind(level(0, "decimal", "%1.")) + use(1) + use(2, anew) + use(3, otherwise)
    body = "".join(said(run("x"), properties=numbered(number)) for number in (1, 1, 2, 3, 1))
    assert texts(read(body, numbering=numbering)) == ["1. x", "2. x", "1. x", "a) x", "3. x"]


def test_a_style_gives_its_list_to_the_styles_based_on_it() -> None:
    numbering = kind(level(0, "bullet", "-")) + use(1)
    styles = style("A", f"<w:pPr>{numbered(1)}</w:pPr>") + style("B", '<w:basedOn w:val="A"/>')
    assert texts(
        read(said(run("x"), properties='<w:pStyle w:val="B"/>'), numbering=numbering, styles=styles)
    ) == ["- x"]


# --- Runs --------------------------------------------------------------------------------------------------


def test_hidden_text_and_the_hint_of_an_empty_field_are_not_read() -> None:
    hint = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + run("Bấm vào đây")
        + "</w:sdtContent></w:sdt>"
    )
    assert texts(read(said(run("Thấy"), run(" giấu", "<w:vanish/>"), hint))) == ["Thấy"]


def test_letters_shown_as_capitals_are_read_as_capitals() -> None:
    assert texts(read(said(run("Chỉ thị", "<w:caps/>"), run(" số"), run(" a", '<w:caps w:val="0"/>')))) == [
        "CHỈ THỊ số a"
    ]


def test_a_symbol_is_the_sign_that_it_draws() -> None:
    sign = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'
    assert texts(read(said(run("Đạt "), sign.format("Symbol", "F0B3"), run(" 95%")))) == ["Đạt ≥ 95%"]
    assert texts(read(said(sign.format("Wingdings", "F0A7"), run(" Rừng")))) == ["• Rừng"]


def test_a_small_raised_number_is_a_power_or_the_mark_of_a_note() -> None:
    up = '<w:vertAlign w:val="superscript"/>'
    body = said(
        run("Sàn 1.250 m"), run("2", up), run(", sạch 95%"), run("1", up), run(", điện 10"), run("6", up)
    )
    assert texts(read(body)) == ["Sàn 1.250 m², sạch 95%, điện 10⁶"]


def test_the_font_of_a_style_counts_and_a_run_may_have_its_own() -> None:
    old = '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'
    styles = style("A", old) + style("B", '<w:basedOn w:val="A"/>')
    own = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
    body = said(run("Thi ®ua "), run("yêu nước", own), properties='<w:pStyle w:val="B"/>')
    assert texts(read(body, styles=styles)) == ["Thi đua yêu nước"]


def test_a_vni_letter_whose_mark_stands_in_the_next_run_is_whole() -> None:
    font = '<w:rFonts w:hAnsi="VNI-Times"/>'
    assert texts(read(said(run("phong tra", font), run("øo", font)))) == ["phong trào"]


def test_a_line_broken_by_hand_goes_on_where_the_sentence_does() -> None:
    broken = said(
        run("Đạt chỉ tiêu của"), "<w:r><w:br/></w:r>", run("tỉnh"), "<w:r><w:br/></w:r>", run("Điều 2")
    )
    assert texts(read(broken)) == ["Đạt chỉ tiêu của tỉnh", "Điều 2"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    assert texts(read(said(run("Thu 12 "), properties=gone) + said(run("tỷ đồng")))) == ["Thu 12 tỷ đồng"]


def test_links_fields_and_moved_text_are_read_once() -> None:
    body = said(
        f"<w:hyperlink>{run('Cổng')}</w:hyperlink>",
        '<w:fldSimple w:instr="PAGE">' + run(" 7") + "</w:fldSimple>",
        f"<w:moveFrom>{run(' cũ')}</w:moveFrom><w:moveTo>{run(' mới')}</w:moveTo>",
    )
    assert texts(read(body)) == ["Cổng 7 mới"]


def test_footnotes_and_endnotes_stand_apart() -> None:
    line = f'<w:footnote w:type="separator">{said(run("—"))}</w:footnote>'
    note = line + f'<w:footnote w:id="2">{said(run("Báo cáo số 5"))}</w:footnote>'
    body = said(run("Kết quả"), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    document = read(body, footnotes=note, endnotes=note.replace("footnote", "endnote").replace("5", "6"))
    assert texts(document) == ["Kết quả"]
    assert [one.text for one in document.footnotes] == ["Báo cáo số 5", "Báo cáo số 6"]


# --- Packages ----------------------------------------------------------------------------------------------


def test_a_strict_package_and_one_with_other_names_are_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = f'<w:document xmlns:w="{strict}"><w:body>{said(run("Điều 1"))}</w:body></w:document>'
    kind = "http://x/relationships/officeDocument"
    relation = f'<R><Relationship Id="r1" Type="{kind}" Target="/word/document2.xml"/></R>'
    content = zipped({"word/document2.xml": document, "_rels/.rels": relation})
    assert texts(read_document("a.docx", content)) == ["Điều 1"]


def test_a_document_inside_the_document_is_not_passed_over() -> None:
    with pytest.raises(UnreadableDocument, match="not_supported"):
        read(said(run("Điều 1")) + "<w:altChunk/>")


# --- The same in the old format ----------------------------------------------------------------------------


def test_the_old_format_says_what_the_new_one_says() -> None:
    new, old = (
        read_document(path.name, path.read_bytes()) for path in (OWN / "cau-truc.docx", OWN / "cau-truc.doc")
    )
    kept = [block for block in new.blocks if "Trang" not in getattr(block, "text", "")]
    assert [block for block in old.blocks if "Trang" not in getattr(block, "text", "")] == kept


def test_the_old_format_has_old_fonts_lists_and_merged_cells() -> None:
    document = read_document("a.doc", (OWN / "cau-truc.doc").read_bytes())
    assert texts(document)[:8] == [
        "Đạt 95% số hộ",
        "Thi đua yêu nước năm 2026 CHỈ THỊ",
        "Thi đua yêu nước",
        "1. một",
        "2. hai",
        "- gạch một",
        "- gạch hai",
        "I. Mục tiêu",
    ]
    assert texts(document)[-1] == "Rừng 120 km² đạt 95%"
    assert text_of(document).rows[1:3] == (
        ("Gộp ngang", "", "", ""),
        ("Gộp dọc", "21", "dòng một\ndòng hai", "23"),
    )
