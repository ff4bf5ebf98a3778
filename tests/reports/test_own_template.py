"""An office's own form of a paper: what it may hold, what is refused by name, and what comes out filled in."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Refused
from bot.reports.letterhead import Letterhead
from bot.reports.letters import late_list, letter
from bot.reports.own_template import FIELDS, Paper, check, field_name
from bot.reports.paper import report, starter
from bot.reports.units import LateLists
from bot.texts import Texts
from tests.reports.contents import CONTENT, NOW

OFFICE = Letterhead(issuer="Ủy ban nhân dân xã Suối Vàng", place="Suối Vàng", signer="Hà Thị Nguyên")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "mau-bao-cao.md"


def template(*paragraphs: str, change: Callable[[Any], None] | None = None) -> bytes:
    """A .docx with these paragraphs; each "|" in one begins a new run, as Word splits them."""
    made = Document()
    for text in paragraphs:
        paragraph = made.add_paragraph()
        for piece in text.split("|"):
            paragraph.add_run(piece)
    if change is not None:
        change(made)
    return saved(made)


def saved(made: Any) -> bytes:
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


WHOLE = ("{{ket_qua_chi_tieu}}", "{{bang_chi_tieu}}")


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The package with one part more, or another in its place."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, part)
    return changed.getvalue()


def related(kind: str, target: str, mode: str, encoding: str = "utf-8") -> bytes:
    """A template one of whose parts refers to something."""
    relation = (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="http://x/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )
    return with_part(template(*WHOLE), "word/_rels/footer9.xml.rels", relation.encode(encoding))


def refusal(name: str, content: bytes, paper: Paper = Paper.REPORT) -> str:
    with pytest.raises(Refused) as refused:
        check(paper, name, content)
    return Texts().refusal(refused.value.reason, refused.value.facts, None).html


def every_text(content: bytes) -> list[str]:
    element = Document(io.BytesIO(content)).element
    return [
        "".join(text.text or "" for text in paragraph.iter(f"{WORD}t"))
        for paragraph in element.iter(f"{WORD}p")
    ]


def test_a_template_with_what_is_needed_is_taken_with_its_fields_in_their_order() -> None:
    found = check(
        Paper.REPORT, "mau.docx", template("Kính gửi {{co_quan_cap_tren}}", *WHOLE, "{{ Địa danh }}")
    )
    assert found.fields == ("co_quan_cap_tren", "ket_qua_chi_tieu", "bang_chi_tieu", "dia_danh")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("dia_danh", "dia_danh"),
        (" Địa danh ", "dia_danh"),
        ("ĐỊA_DANH", "dia_danh"),
        ("Kiến nghị", "kien_nghi"),
    ],
)
def test_a_field_is_the_same_with_marks_and_spaces(typed: str, name: str) -> None:
    assert field_name(typed) == name


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        ((*WHOLE, "{{ngay_ky}}"), "«ngay_ky»"),
        ((WHOLE[0],), "bang_chi_tieu"),
        ((WHOLE[1],), "ket_qua_chi_tieu"),
        ((*WHOLE, "Nơi nhận: {{noi_nhan}}"), "noi_nhan"),
        ((*WHOLE, "Tại {{dia_danh"), "Tại {{dia_danh"),
        ((*WHOLE, "Tại dia_danh}}"), "Tại dia_danh}}"),
    ],
)
def test_a_field_that_is_unknown_missing_badly_placed_or_left_open_is_named(
    paragraphs: tuple[str, ...], said: str
) -> None:
    assert said in refusal("mau.docx", template(*paragraphs))


def test_a_table_cannot_stand_in_the_head_of_a_page() -> None:
    def put(made: Any) -> None:
        made.sections[0].header.paragraphs[0].text = "{{bang_don_vi}}"

    assert "bang_don_vi" in refusal("mau.docx", template(*WHOLE, change=put))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("mau.pdf", b"%PDF-1.7", "không phải tệp Word .docx"),
        ("mau.docx", b"\xd0\xcf\x11\xe0 an old .doc", "không phải tệp Word .docx"),
        ("mau.docm", template(*WHOLE), "không phải tệp Word .docx"),
        ("mau.docx", b"PK\x03\x04 torn", "bị hỏng"),
        ("mau.docx", template(*WHOLE)[:-200], "bị hỏng"),
        ("mau.docx", with_part(template(*WHOLE), "word/document.xml", b"<w:document"), "bị hỏng"),
        ("mau.docx", with_part(template(*WHOLE), "word/vbaProject.bin", b"x"), "không an toàn"),
        ("mau.docx", with_part(template(*WHOLE), "word/embeddings/oleObject1.bin", b"x"), "không an toàn"),
        (
            "mau.docx",
            with_part(
                template(*WHOLE),
                "word/_rels/settings.xml.rels",
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                b'<Relationship Id="rId1" Type="http://x/attachedTemplate" Target="http://x/y.dotm" '
                b'TargetMode="External"/></Relationships>',
            ),
            "không an toàn",
        ),
        ("mau.docx", related("image", "http://x/hyperlink", "External"), "không an toàn"),
        ("mau.docx", related("image", "http://x/y.png", "Extern&#97;l"), "không an toàn"),
        ("mau.docx", related("image", "http://x/y.png", "External", "utf-16"), "không an toàn"),
        (
            "mau.docx",
            with_part(
                template(*WHOLE),
                "word/header9.xml",
                b'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r>'
                b"<w:instrText>DDEAUTO c:\\\\x</w:instrText></w:r></w:p></w:hdr>",
            ),
            "không an toàn",
        ),
        (
            "mau.docx",
            with_part(template(*WHOLE), "word/styles.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
            "không an toàn",
        ),
    ],
)
def test_what_is_no_docx_is_damaged_or_runs_something_is_refused(
    name: str, content: bytes, said: str
) -> None:
    assert said in refusal(name, content)


def test_a_link_of_the_office_is_no_danger() -> None:
    assert check(Paper.REPORT, "mau.docx", related("hyperlink", "http://x/", "External")).fields


def test_fields_are_filled_in_however_word_cut_them_into_runs() -> None:
    form = template("Tại {|{dia_|danh}}, số {{ky|_hieu}}.", "Ký: {{nguoi_ky}}", *WHOLE)
    text = every_text(report(CONTENT, OFFICE, form))
    assert "Tại Suối Vàng, số [Ký hiệu]." in text
    assert "Ký: Hà Thị Nguyên" in text
    assert not any("{{" in one for one in text)


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_wherever_word_cuts_a_line_it_reads_the_same_when_filled_in(data: st.DataObject) -> None:
    line = "Tại {{dia_danh}}, {{ Người ký }} và {{dia_danh}}: hết."
    cuts = data.draw(st.sets(st.integers(1, len(line) - 1)))
    pieces = "".join("".join(("|" if place in cuts else "", letter)) for place, letter in enumerate(line))
    form = template(pieces, *WHOLE)
    assert every_text(report(CONTENT, OFFICE, form))[0] == "Tại Suối Vàng, Hà Thị Nguyên và Suối Vàng: hết."


def test_what_the_office_wrote_keeps_its_look() -> None:
    def bold(made: Any) -> None:
        made.paragraphs[0].runs[0].bold = True

    form = template("{{dia_danh}}| quê ta", *WHOLE, change=bold)
    first = Document(io.BytesIO(report(CONTENT, OFFICE, form))).paragraphs[0]
    assert [(run.text, run.bold) for run in first.runs] == [("Suối Vàng", True), (" quê ta", None)]


def test_tables_stand_where_their_fields_stood_as_wide_as_the_text() -> None:
    made = Document(io.BytesIO(report(CONTENT, OFFICE, template("Trước", *WHOLE, "Sau"))))
    table = made.tables[0]
    section = made.sections[0]
    inner = section.page_width - section.left_margin - section.right_margin
    assert abs(sum(column.width for column in table.columns) - inner) < 12700 * 11
    order = [child.tag.rpartition("}")[2] for child in made.element.body]
    assert order.index("tbl") < len(order) - 1
    assert made.paragraphs[0].text == "Trước"
    assert made.paragraphs[-1].text == "Sau"


def test_pages_that_end_with_a_field_keep_how_they_lie() -> None:
    def turn(made: Any) -> None:
        wide = made.sections[0]
        wide.page_width, wide.page_height = wide.page_height, wide.page_width
        made.add_section().page_width = wide.page_height
        # Word keeps the end of a section in its last paragraph, which here is that of the field.
        field, ends = made.paragraphs[1], made.paragraphs[2]
        field._p.get_or_add_pPr().append(ends._p.pPr.sectPr)
        ends._p.getparent().remove(ends._p)
        made.add_paragraph("Sau")

    form = template(*WHOLE, change=turn)
    before, after = (Document(io.BytesIO(one)).sections for one in (form, report(CONTENT, OFFICE, form)))
    assert len(before) == 2
    assert [one.page_width for one in after] == [one.page_width for one in before]


@pytest.mark.parametrize("said", [None, "1701.5", "99999"])
def test_a_page_that_does_not_say_its_edges_as_word_does_has_those_of_the_decree(said: str | None) -> None:
    def strip(made: Any) -> None:
        edges = made.sections[0]._sectPr.pgMar
        edges.attrib.pop(f"{WORD}left")
        if said is not None:
            edges.set(f"{WORD}left", said)

    made = Document(io.BytesIO(report(CONTENT, OFFICE, template(*WHOLE, change=strip))))
    assert abs(sum(column.width for column in made.tables[0].columns) / 36000 - 165) < 1


def test_a_block_may_stand_in_a_cell_of_the_offices_own_table() -> None:
    def put(made: Any) -> None:
        made.add_table(1, 2).cell(0, 1).text = "{{bang_don_vi}}"

    cell = Document(io.BytesIO(report(CONTENT, OFFICE, template(*WHOLE, change=put)))).tables[-1].cell(0, 1)
    assert len(cell.tables) == 1
    assert cell._tc[-1].tag == f"{WORD}p", "a cell ends in a paragraph, or Word calls the file damaged"


WRITE = {Paper.REPORT: report, Paper.LETTER: letter, Paper.LIST: late_list}
EVERY = pytest.mark.parametrize("paper", list(Paper))


@EVERY
def test_every_field_can_be_filled_in_and_stands_in_the_guide(paper: Paper) -> None:
    fields = FIELDS[paper]
    every = (*fields.words, *fields.blocks)
    form = template(*(name.join(("{{", "}}")) for name in every))
    assert check(paper, "mau.docx", form).fields == every
    assert not any("{{" in one for one in every_text(WRITE[paper](CONTENT, OFFICE, form)))
    guide = GUIDE.read_text(encoding="utf-8")
    assert [name for name in every if f"`{{{{{name}}}}}`" not in guide] == []
    assert set(fields.needed) <= set(fields.blocks)


@EVERY
def test_the_form_to_begin_with_is_taken_as_it_is_and_filled_in_whole(paper: Paper) -> None:
    form = starter(paper, "Xã Suối Vàng", NOW)
    check(paper, "mau.docx", form)
    text = every_text(WRITE[paper](CONTENT, OFFICE, form))
    assert not any("{{" in one for one in text)
    assert "Suối Vàng, ngày      tháng 6 năm 2026" in text


@pytest.mark.parametrize("paper", [Paper.LETTER, Paper.LIST])
def test_the_letter_and_the_list_are_looked_through_as_the_report_is(paper: Paper) -> None:
    assert "không phải tệp Word .docx" in refusal("mau.pdf", b"%PDF-1.7", paper)
    assert "{{bang_chua_bao_cao}}" in refusal("mau.docx", template("{{dia_danh}}"), paper)
    unknown = template("{{bang_chua_bao_cao}}", "{{bang_chi_tieu}}")
    assert "«bang_chi_tieu»" in refusal("mau.docx", unknown, paper)
    assert "noi_nhan" in refusal("mau.docx", template("{{bang_chua_bao_cao}}", "Nhận: {{noi_nhan}}"), paper)


def test_an_own_letter_and_list_name_the_units_that_those_of_the_decree_name() -> None:
    form = template("Gửi", "{{kinh_gui}}", "{{bang_chua_bao_cao}}", "Còn {{so_don_vi_chua_gui}} đơn vị")
    own, usual = (Document(io.BytesIO(letter(CONTENT, OFFICE, one))) for one in (form, None))
    asked = [[cell.text for cell in row.cells] for row in usual.tables[1].rows]
    assert [[cell.text for cell in row.cells] for row in own.tables[0].rows] == asked
    said = [paragraph.text for paragraph in own.paragraphs]
    assert said[0] == "Gửi"
    assert any(one.startswith("Kính gửi: ") for one in said)
    assert said[-1] == f"Còn {len(CONTENT.late.owing):02} đơn vị"
    listed, decree = (
        Document(io.BytesIO(late_list(CONTENT, OFFICE, one)))
        for one in (template("{{bang_chua_bao_cao}}"), None)
    )
    rows = [[cell.text for cell in row.cells] for row in decree.tables[1].rows]
    assert [[cell.text for cell in row.cells] for row in listed.tables[0].rows] == rows


def test_an_own_list_says_so_where_nobody_is_late() -> None:
    nobody = replace(
        CONTENT, late=LateLists(nothing=(), incomplete=(), waiting=(), unconnected=(), invited=())
    )
    text = every_text(late_list(nobody, OFFICE, template("{{bang_chua_bao_cao}}", "Hết")))
    assert text[-1] == "Hết"
    assert len([one for one in text if one]) == 2


def test_the_lines_of_a_capacity_stay_lines() -> None:
    signs = replace(OFFICE, authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"))
    made = Document(io.BytesIO(report(CONTENT, signs, template("Ký: {{quyen_han_ky}}./.", *WHOLE))))
    assert made.paragraphs[0].text == "Ký: TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH./."
