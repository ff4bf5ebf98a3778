"""Papers marked MẬT, TỐI MẬT or TUYỆT MẬT are refused wherever the mark stands; papers that use the word are not."""

import pytest

from bot.directive import UnreadableDocument, read_document
from bot.directive.reading.secrecy import is_marked
from tests.directive.press import TOP, Sheet, pdf
from tests.directive.samples import OWN
from tests.directive.test_word import BOX, cell, run, said, table
from tests.faults.test_hostile_files import W, zipped


def is_refused(name: str, content: bytes) -> bool:
    try:
        read_document(name, content)
    except UnreadableDocument as unreadable:
        return unreadable.reason == "classified"
    return False


def word(body: str, **parts: str) -> bytes:
    relations = "".join(
        f'<Relationship Id="{name}" Type="x/{name.rstrip("12")}" Target="{name}.xml"/>' for name in parts
    )
    return zipped(
        {
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f"<R>{relations}</R>",
            **{f"word/{name}.xml": f"<w:hdr {W}>{part}</w:hdr>" for name, part in parts.items()},
        }
    )


@pytest.mark.parametrize(
    "text",
    [
        "MẬT", "TỐI MẬT", "TUYỆT MẬT", "(MẬT)", "M Ậ T", "Mật", "Độ mật: Tối mật", "Mức độ mật: MẬT",
        "TỐI MẬT - KHẨN", "TÀI LIỆU MẬT",
    ],
)  # fmt: skip
def test_a_mark_of_secrecy_is_known(text: str) -> None:
    assert is_marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "mật", "Độ mật:", "Bảo vệ bí mật nhà nước", "Tỷ lệ văn bản mật được quản lý: 100%", "Nuôi ong lấy mật",
        "BÍ MẬT", "MẬT ONG", "Sản lượng mật", "- Tài liệu mật", "Mật độ dân số",
    ],
)  # fmt: skip
def test_a_text_that_only_uses_the_word_is_none(text: str) -> None:
    assert not is_marked(text)


@pytest.mark.parametrize(
    "body",
    [
        said(run("TỐI MẬT")),
        table(cell(said(run("UBND XÃ")) + said(run("MẬT"))) + cell(said(run("CỘNG HÒA")))),
        said(run("Chỉ thị"), f"<w:r><w:pict>{BOX.format('TUYỆT MẬT')}</w:pict></w:r>"),
        said(run("x")) * 60 + said(run("y"), f"<w:r><w:pict>{BOX.format('MẬT')}</w:pict></w:r>"),
    ],
    ids=["a line", "a cell of the letterhead", "a text box", "a text box far below"],
)
def test_a_marked_word_file_is_refused(body: str) -> None:
    assert is_refused("a.docx", word(body + said(run("Nội dung"))))


def test_a_word_file_marked_in_its_header_or_by_a_watermark_is_refused() -> None:
    mark = '<v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="TỐI MẬT"/>'
    assert is_refused("a.docx", word(said(run("Nội dung")), header1=said(run("MẬT"))))
    assert is_refused(
        "a.docx", word(said(run("Nội dung")), header2=f"<w:p><w:r><w:pict>{mark}</w:pict></w:r></w:p>")
    )
    assert not is_refused("a.docx", word(said(run("Nội dung")), header1=said(run("Bảo vệ bí mật"))))


def test_an_old_word_file_marked_in_its_header_is_refused() -> None:
    assert is_refused("a.doc", (OWN / "mat.doc").read_bytes())


def test_a_page_marked_beside_the_letterhead_or_at_its_head_is_refused() -> None:
    beside = Sheet().say(85, TOP, "UBND XÃ").say(200, TOP, "MẬT").say(300, TOP, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA")
    above = [Sheet().say(280, 820, "TUYỆT MẬT").lines("Điều 1. Nội dung") for _ in range(3)]
    prose = Sheet().lines("Giữ bí mật nhà nước trong thi đua.", "Mật độ dân số: 120 người/km2")
    assert is_refused("a.pdf", pdf(beside))
    assert is_refused("a.pdf", pdf(*above))
    assert not is_refused("a.pdf", pdf(prose))


@pytest.mark.parametrize(
    "text", ["UBND XÃ\n\nMẬT\n\nCHỈ THỊ\n", "| UBND XÃ | MẬT |\n|---|---|\n| Số | 1 |\nCHỈ THỊ\n"]
)
def test_a_marked_text_file_is_refused(text: str) -> None:
    assert is_refused("a.txt", text.encode())
    assert is_refused("a.txt", text.encode("utf-16"))
