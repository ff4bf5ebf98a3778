"""Files made to harm: each is refused with a sentence, quickly, and nothing of it is kept."""

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest

from bot.errors import Refused
from bot.usecases import sent_files
from bot.usecases.targets_grid import MARK, FilledGrid
from bot.usecases.unit_table import COLUMNS, read_unit_table

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"


def zipped(parts: dict[str, bytes | str]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


def word(body: str, **parts: str) -> bytes:
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return zipped({"word/document.xml": document, **parts})


def book(*rows: tuple[object, ...], change: tuple[bytes, bytes]) -> bytes:
    """A workbook whose sheet is changed behind the back of the program that wrote it (a pattern, its successor)."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    content = BytesIO()
    made.save(content)
    with zipfile.ZipFile(content) as package:
        parts: dict[str, bytes | str] = {name: package.read(name) for name in package.namelist()}
    sheet = parts[SHEET]
    assert isinstance(sheet, bytes)
    parts[SHEET], changes = re.subn(change[0], change[1], sheet, count=1)
    assert changes == 1
    return zipped(parts)


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        sent_files.read(name, content)
    return refused.value.reason


@pytest.mark.parametrize(
    "body",
    [
        "<w:p>" + "<w:smartTag>" * 3000 + "</w:smartTag>" * 3000 + "</w:p>",
        "<w:tbl>" + "<w:sdt>" * 3000 + "</w:sdt>" * 3000 + "</w:tbl>",
    ],
    ids=["runs", "controls"],
)
def test_a_word_file_nested_thousands_deep_is_refused(body: str) -> None:
    assert refusal("a.docx", word(body)) == "document_suspicious"


def test_a_word_file_with_numbers_that_are_none_is_read_without_them() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="²"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>'
    start = f'<w:lvl w:ilvl="²"><w:start w:val="{"9" * 5000}"/></w:lvl>'
    numbering = f'<w:numbering {W}><w:abstractNum w:abstractNumId="1">{start}</w:abstractNum></w:numbering>'
    content = word(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>", **{"word/numbering.xml": numbering})
    assert refusal("a.docx", content) == "not_a_directive"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("a.docx", "document_suspicious"),
        ("a.docm", "document_suspicious"),
        ("a.xlsx", "document_unsafe_form"),
    ],
)
def test_a_file_with_macros_is_refused_whatever_its_name(name: str, sentence: str) -> None:
    content = word("<w:p/>", **{"word/vbaProject.bin": "x", "xl/vbaProject.bin": "x"})
    assert refusal(name, content) == sentence


@pytest.mark.parametrize("tags", ["<table>", "<table><tr>", "<table><tr><td>"])
def test_a_text_full_of_tables_that_never_end_is_read_in_one_pass(tags: str) -> None:
    # One pass over 4 MB is a second; a pass for each of the tables would be hours.
    assert refusal("a.txt", (tags * (4_000_000 // len(tags))).encode()) == "not_a_directive"


def test_a_list_of_units_whose_last_row_is_the_thousand_millionth_is_refused() -> None:
    row = ("T01", "Thôn Nà Hoa", "thon", "xa", None, None, "required")
    content = book(COLUMNS, row, change=(rb'<row r="2"(.*)</row>', rb'<row r="1000000000"\1</row>'))
    with pytest.raises(Refused, match="units_too_many"):
        read_unit_table("a.xlsx", content)


def test_a_grid_of_a_campaign_whose_number_no_database_holds_is_none_of_ours() -> None:
    content = book((MARK, 77, 1), ("Mã", "Tên", "a"), change=(rb"<v>77</v>", b"<v>" + b"9" * 30 + b"</v>"))
    assert refusal("a.xlsx", content) == "file_unknown"


def test_a_cell_that_is_infinite_is_no_number() -> None:
    rows = ((MARK, 1, 1), ("Mã", "Tên", "a"), ("T01", "Thôn", 12.5))
    grid = sent_files.read("a.xlsx", book(*rows, change=(rb"<v>12.5</v>", b"<v>1E400</v>")))
    assert isinstance(grid, FilledGrid)
    assert grid.rows[0].cells[0].value is None


def test_a_text_of_tens_of_thousands_of_lines_is_no_directive() -> None:
    # Read as one, it would keep a processor for an hour.
    content = ("Chỉ thị\n" + "1. Thu ngân sách 50 tỷ đồng\n" * 100_000).encode()
    assert refusal("a.txt", content) == "not_a_directive"
