"""A list of units as people save it: .csv from several programs, .xlsx, and what is wrong with it."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from bot.campaign.model import Duty
from bot.errors import Refused
from bot.texts import Texts
from bot.usecases.unit_table import MOST_ROWS, BadRow, UnitRow, looks_like_units, read_unit_table

HEAD = "code,name,kind,level,parent,cluster,obligation\n"
HAMLET = UnitRow(
    line=2, code="T1", name="Thôn Nà Hoa", kind="thôn", level="thôn", parent="SV", cluster="Cụm 1"
)
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "units.csv"


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def refused(name: str, content: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        read_unit_table(name, content)
    return refusal.value.reason, Texts().refusal(refusal.value.reason, refusal.value.facts, None).html


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + "T1,Thôn Nà Hoa,thôn,thôn,SV,Cụm 1,required\n").encode(),
        ("\ufeff" + HEAD + "T1,Thôn Nà Hoa,thôn,thôn,SV,Cụm 1,required\n").encode(),
        (HEAD + "T1,Thôn Nà Hoa,thôn,thôn,SV,Cụm 1,required\n").replace(",", ";").encode(),
        (HEAD + "T1,Thôn Nà Hoa,thôn,thôn,SV,Cụm 1,required\n").replace("\n", "\r\n").encode(),
        (HEAD.upper() + ' T1 ,"Thôn  Nà\tHoa",thôn,thôn,SV,Cụm 1,Required\n\n,,,,,,\n').encode(),
        b"parent,code,level,kind,cluster,obligation,note,name\n"
        + "SV,T1,thôn,thôn,Cụm 1,required,xa,Thôn Nà Hoa\n".encode(),
    ],
    ids=["plain", "bom", "semicolons", "crlf", "sloppy", "another order"],
)
def test_a_unit_is_read_from_every_usual_form_of_csv(content: bytes) -> None:
    assert looks_like_units("don-vi.csv", content)
    table = read_unit_table("don-vi.csv", content)
    assert table.rows == (HAMLET,)
    assert table.bad == ()


def test_a_unit_is_read_from_a_workbook_and_a_code_of_digits_stays_as_it_is_seen() -> None:
    content = workbook(
        tuple(HEAD.strip().split(",")),
        ("T1", "Thôn Nà Hoa", "thôn", "thôn", "SV", "Cụm 1", "required"),
        (),
        (12, "Trường Tiểu học", "trường", "xã", 1.0, None, "invited"),
    )
    assert looks_like_units("don-vi.xlsx", content)
    table = read_unit_table("don-vi.xlsx", content)
    school = UnitRow(
        line=4, code="12", name="Trường Tiểu học", kind="trường", level="xã", parent="1", duty=Duty.INVITED
    )
    assert table.rows == (HAMLET, school)


def test_the_example_of_the_documents_has_nothing_bad() -> None:
    table = read_unit_table(EXAMPLE.name, EXAMPLE.read_bytes())
    assert table.bad == ()
    assert {"SV", "T1", "T2", "THCS"} <= table.codes
    assert {row.cluster for row in table.rows} == {None, "Cụm các thôn", "Khối cơ quan - trường học"}


def test_every_bad_row_is_kept_with_its_line_and_reason() -> None:
    content = HEAD + "\n".join(
        [
            "T1,Thôn 1,thôn,thôn,SV,,required",
            ",Thôn 2,thôn,thôn,SV,,required",
            '"T3","Thôn',
            '3",,thôn,SV,,required',
            "T4,Thôn 4,thôn,thôn,SV,,có",
            "T1,Thôn 5,thôn,thôn,SV,,required",
            f"T6,{'Thôn ' * 60},thôn,thôn,SV,,required",
            "T7,Thôn 7",
        ]
    )
    table = read_unit_table("don-vi.csv", content.encode())
    assert [row.code for row in table.rows] == ["T1"]
    assert table.bad == (
        BadRow(line=3, reason="empty", text="code"),
        BadRow(line=4, reason="empty", text="kind"),
        BadRow(line=6, reason="obligation", text="có"),
        BadRow(line=7, reason="twice", text="T1"),
        BadRow(line=8, reason="too_long", text="name"),
        BadRow(line=9, reason="empty", text="kind"),
    )


def test_a_missing_column_is_named() -> None:
    content = b"code,name,kind,level,parent\nT1,a,b,c,d\n"
    assert looks_like_units("don-vi.csv", content)
    reason, sentence = refused("don-vi.csv", content)
    assert reason == "units_columns"
    assert "thiếu cột cluster, obligation" in sentence


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", HEAD.encode(), "units_none"),
        ("a.csv", (HEAD + "T1,Thôn Đồi,thôn,thôn,,,required").encode("cp1258", "replace"), "units_not_text"),
        ("a.csv", (HEAD + "T1,a,b,c,,,required\n" * (MOST_ROWS + 1)).encode(), "units_too_many"),
        ("a.xlsx", b"PK\x03\x04 not a workbook", "document_damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(
    name: str, content: bytes, reason: str
) -> None:
    found, sentence = refused(name, content)
    assert found == reason
    assert "gửi" in sentence.lower()


def test_a_workbook_that_was_damaged_on_its_way_is_refused() -> None:
    content = bytearray(workbook(tuple(HEAD.strip().split(","))))
    packed = content.find(b"sheet1.xml") + 60
    content[packed : packed + 40] = b"\xff" * 40
    assert not looks_like_units("don-vi.xlsx", bytes(content))
    assert refused("don-vi.xlsx", bytes(content))[0] == "document_damaged"


def test_a_list_saved_in_an_old_encoding_is_still_known_as_a_list_of_units() -> None:
    assert looks_like_units("a.csv", (HEAD + "T1,Thôn Đồi").encode("cp1258", "replace"))


@pytest.mark.parametrize("content", [b"", b"ho ten;ngay sinh\n", b"\xff\xd8\xff", b"name,age\nLan,3\n"])
def test_another_table_is_no_list_of_units(content: bytes) -> None:
    assert not looks_like_units("bang.csv", content)
    assert not looks_like_units("bang.xlsx", content)
