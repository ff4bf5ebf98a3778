"""Files of every kind that is read, and those that are refused with a reason."""

import io
import struct
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.directive import Document, UnreadableDocument, read_document
from bot.directive.document import Table
from bot.directive.printing import as_json
from bot.directive.reading.legacy import _TCVN3_CODES, _TCVN3_LETTERS
from tests.directive.samples import EXAMPLES, draft

TEXT = "CHỈ THỊ\nVề việc phát động thi đua\n\n- Thu ngân sách của xã: 12 tỷ đồng;\n"
LINES = ["CHỈ THỊ", "Về việc phát động thi đua", "- Thu ngân sách của xã: 12 tỷ đồng;"]


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def read(content: bytes | str, name: str = "a.txt") -> Document:
    return read_document(name, content.encode() if isinstance(content, str) else content)


def refusal(content: bytes, name: str = "a.docx") -> str:
    with pytest.raises(UnreadableDocument) as refused:
        read_document(name, content)
    return refused.value.reason


def tcvn3(text: str) -> bytes:
    # The letters that the old fonts drew as capitals have no code of their own.
    return text.lower().translate(str.maketrans(_TCVN3_LETTERS, _TCVN3_CODES)).encode("latin-1")


def cp1258(text: str) -> bytes:
    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            base = unicodedata.normalize(
                "NFC", "".join(one for one in parts if one not in "\u0300\u0301\u0303\u0309\u0323")
            )
            tone = "".join(one for one in parts if one in "\u0300\u0301\u0303\u0309\u0323")
            out += (base + tone).encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_file_in_any_unicode_encoding_is_read(encoding: str) -> None:
    assert texts(read(TEXT.encode(encoding))) == LINES


def test_a_text_file_in_the_windows_encoding_is_read() -> None:
    assert texts(read(cp1258(TEXT))) == LINES


def test_a_text_file_of_the_old_fonts_is_read() -> None:
    assert texts(read(tcvn3(TEXT))) == [line.lower() for line in LINES]


def test_a_text_file_of_the_vni_fonts_is_read() -> None:
    text = "CHÆ THÒ\nVeà vieäc phaùt ñoäng thi ñua\n- Thu ngaân saùch cuûa xaõ: 12 tyû ñoàng;\n"
    assert texts(read(text.encode("cp1252"))) == LINES


def test_a_text_copied_out_of_an_old_font_is_read() -> None:
    assert texts(read(tcvn3(TEXT).decode("latin-1"))) == [line.lower() for line in LINES]


def test_text_is_composed_whatever_way_it_was_typed() -> None:
    assert texts(read(unicodedata.normalize("NFD", TEXT))) == LINES


def test_a_paragraph_broken_by_a_page_is_one_and_knows_its_lines() -> None:
    document = read("1. Xây dựng kế hoạch phát triển kinh tế - xã\n\n---\n\nhội của xã trong năm.\n")
    (paragraph,) = document.paragraphs
    assert paragraph.text == "1. Xây dựng kế hoạch phát triển kinh tế - xã hội của xã trong năm."
    assert (paragraph.line_at(0), paragraph.line_at(paragraph.text.index("hội của"))) == (1, 5)


def test_a_footnote_in_the_middle_of_a_list_stands_apart() -> None:
    document = read("- Một: 1 ha;\n\n<sup>2</sup> Chỉ thị số 01/CT-UBND.\n\n- Hai: 2 ha;\n")
    assert texts(document) == ["- Một: 1 ha;", "- Hai: 2 ha;"]
    assert [note.text for note in document.footnotes] == ["Chỉ thị số 01/CT-UBND."]


def test_marks_of_a_scanning_program_are_taken_off() -> None:
    assert texts(read("## **II. NỘI DUNG**\n\nChủ đề “**Gần dân**”.\n")) == [
        "II. NỘI DUNG",
        "Chủ đề “Gần dân”.",
    ]


@pytest.mark.parametrize(
    "table",
    [
        "| Chỉ tiêu | Kế hoạch |\n|---|---|\n| Rừng | 54% |\n",
        "<table><tr><th>Chỉ tiêu</th><th>Kế hoạch</th></tr>\n<tr><td>Rừng</td><td>54%</td></tr></table>\n",
    ],
)
def test_a_table_in_a_text_file_is_a_table(table: str) -> None:
    (block,) = read("Các chỉ tiêu\n\n" + table).blocks[1:]
    assert isinstance(block, Table)
    assert block.rows[0] == ("Chỉ tiêu", "Kế hoạch")
    assert block.rows[-1] == ("Rừng", "54%")


def comparable(path: Path) -> object:
    """All that is read in a file but the lines, which every format counts in its own way."""

    def without_lines(value: object) -> object:
        if isinstance(value, dict):
            return {key: without_lines(one) for key, one in value.items() if key != "line"}
        return [without_lines(one) for one in value] if isinstance(value, list) else value

    return without_lines(as_json(draft(path)))


@pytest.mark.parametrize(
    ("name", "endings", "indicators"),
    [
        ("chi-thi-2026", (".txt", ".docx", ".doc", ".pdf"), 12),
        ("ke-hoach-2026", (".docx", ".doc", ".pdf"), 14),
    ],
)
def test_the_same_directive_says_the_same_in_every_format(
    name: str, endings: tuple[str, ...], indicators: int
) -> None:
    first, *others = (comparable(EXAMPLES / (name + ending)) for ending in endings)
    assert all(other == first for other in others)
    assert len(draft(EXAMPLES / (name + ".docx")).indicators) == indicators


# --- Word -------------------------------------------------------------------------------------------------


def word(build: Callable[[docx.document.Document], None]) -> bytes:
    made = docx.Document()
    build(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_tables_and_paragraphs_of_a_word_file_keep_their_order() -> None:
    def build(made: docx.document.Document) -> None:
        made.add_paragraph("Trước")
        table = made.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "a", "b"
        made.add_paragraph("Sau")

    blocks = read(word(build), "a.docx").blocks
    assert [type(block).__name__ for block in blocks] == ["Paragraph", "Table", "Paragraph"]
    assert blocks[1] == Table(line=2, rows=(("a", "b"),))


def test_the_numbers_of_automatic_lists_are_written_out() -> None:
    def build(made: docx.document.Document) -> None:
        for text in ("một", "hai"):
            made.add_paragraph(text, style="List Number")
        made.add_paragraph("ba", style="List Bullet")

    assert texts(read(word(build), "a.docx")) == ["1. một", "2. hai", "- ba"]


def test_insertions_are_read_and_deletions_are_not() -> None:
    def build(made: docx.document.Document) -> None:
        paragraph = made.add_paragraph("Đạt ")._p
        for xml in (
            '<w:ins {} w:id="1" w:author="a"><w:r><w:t>95%</w:t></w:r></w:ins>',
            '<w:del {} w:id="2" w:author="a"><w:r><w:delText>90%</w:delText></w:r></w:del>',
            "<w:sdt {}><w:sdtContent><w:r><w:t xml:space='preserve'> số hộ</w:t></w:r></w:sdtContent></w:sdt>",
        ):
            paragraph.append(parse_xml(xml.format(nsdecls("w"))))

    assert texts(read(word(build), "a.docx")) == ["Đạt 95% số hộ"]


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>XÃ SUỐI VÀNG</w:t></w:r></w:p></w:txbxContent>"

    def build(made: docx.document.Document) -> None:
        made.add_paragraph("Dòng")._p.append(
            parse_xml(
                f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
                f"<mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
                f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
            )
        )

    assert texts(read(word(build), "a.docx")) == ["Dòng", "XÃ SUỐI VÀNG"]


def test_an_old_font_of_a_word_file_is_read_as_vietnamese() -> None:
    def build(made: docx.document.Document) -> None:
        run = made.add_paragraph().add_run("Thi ®ua yªu n­íc")
        run.font.name = ".VnTime"
        capitals = made.add_paragraph().add_run("chØ thÞ")
        capitals.font.name = ".VnTimeH"

    assert texts(read(word(build), "a.docx")) == ["Thi đua yêu nước", "CHỈ THỊ"]


# --- Refused ----------------------------------------------------------------------------------------------


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


BODY = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"x" * (5 * 1024 * 1024 + 1), "too_large"),
        (b"\xff\xd8\xff\xe0 jpeg", "scan"),
        (b"%PDF-1.7", "damaged"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\x81\x8d\x9d\x01\x02", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old word", "damaged"),
        (packed(other=b"x"), "not_supported"),
        (packed(**{"word/document.xml": b"<w:document"}), "damaged"),
        (packed(**{"word/document.xml": BODY % b""}), "empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    assert refusal(content) == reason


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "Độ mật: Mật"])
def test_a_classified_document_is_refused(mark: str) -> None:
    assert refusal(f"ỦY BAN NHÂN DÂN\n\n{mark}\n\n{TEXT}".encode(), "a.txt") == "classified"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert refusal(packed(**{"word/document.xml": b"\x00" * (60 * 1024 * 1024)})) == "suspicious"


def test_a_part_that_packs_too_well_is_refused() -> None:
    assert refusal(packed(**{"word/document.xml": BODY % (b" " * 4_000_000)})) == "suspicious"


def test_a_part_that_is_larger_than_it_claims_is_refused() -> None:
    honest = bytearray(packed(**{"word/document.xml": BODY % bytes(range(32, 120)) * 40}))
    # The size before packing, in the head of the entry and in the directory of the file.
    directory = honest.index(b"PK\x01\x02")
    for place in (22, directory + 24):
        honest[place : place + 4] = struct.pack("<I", 10)
    assert refusal(bytes(honest)) in ("damaged", "suspicious")


def test_too_many_parts_are_refused() -> None:
    assert refusal(packed(**{f"part{n}": b"" for n in range(2001)})) == "suspicious"


@pytest.mark.parametrize(
    "name", ["word/vbaProject.bin", "word/externalLinks.xml", "word/embeddings/inner.docx"]
)
def test_programs_and_files_within_files_are_refused(name: str) -> None:
    assert refusal(packed(**{"word/document.xml": BODY % b"", name: b"x"})) == "suspicious"


def test_a_template_that_lives_elsewhere_is_refused() -> None:
    link = b'<Relationship Type="a/attachedTemplate" Target="http://x/t.dotm" TargetMode="External"/>'
    parts = {"word/document.xml": BODY % b"", "word/_rels/settings.xml.rels": b"<R>" + link + b"</R>"}
    assert refusal(packed(**parts)) == "suspicious"


def test_an_entity_is_never_expanded(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    bomb = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file://%s">]>' % str(tmp_path / "secret").encode()
    assert refusal(packed(**{"word/document.xml": bomb + BODY % b"&x;"})) == "suspicious"
