"""A .zip of forms from a stranger: every file is read or refused by its name, and none of it may do harm."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from bot.directive.document import UnreadableDocument
from bot.directive.reading.guards import MOST_UNPACKED
from bot.errors import Refused
from bot.usecases import sent_files
from bot.usecases.form_package import MOST_FORMS, SentForms, read_package
from bot.usecases.report_form import Form, write

FORM = write(
    Form(
        identity="1:1:1:1:1:0:x", language="vi", headline="Thôn", campaign="Phong trào", rows=(), marks=("s",)
    )
)


def packed(files: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as package:
        for name, inner in files.items():
            package.writestr(name, inner)
    return content.getvalue()


def told(files: Mapping[str, bytes]) -> dict[str, str]:
    """Each file with why it was refused, or nothing."""
    return {one.name: one.reason for one in read_package(packed(files)).forms}


def test_forms_are_read_from_folders_too_and_what_computers_add_is_passed_over() -> None:
    files = {
        "a.xlsx": FORM,
        "Cụm 1/b.XLSX": FORM,
        "__MACOSX/._a.xlsx": b"x",
        ".DS_Store": b"x",
        "Cụm 1/~$b.xlsx": b"x",
    }
    assert told(files) == {"a.xlsx": "", "b.XLSX": ""}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("chi-thi.docx", b"x", "document_no_form"),
        ("trong.zip", packed({"a.xlsx": FORM}), "document_no_form"),
        ("hong.xlsx", b"x", "document_broken_form"),
        ("so-tay.xlsx", packed({"xl/a.xml": b"x"}), "document_unknown_form"),
        ("macro.xlsx", packed({"xl/vbaProject.bin": b"x"}), "document_unsafe_form"),
        ("lien-ket.xlsx", packed({"xl/externalLinks/1.xml": b"x"}), "document_unsafe_form"),
        ("long.xlsx", packed({"trong.zip": b"x"}), "document_unsafe_form"),
        ("../../x.xlsx", FORM, "document_unsafe_form"),
        ("/etc/x.xlsx", FORM, "document_unsafe_form"),
        ("C:\\x.xlsx", FORM, "document_unsafe_form"),
        ("bom.xlsx", b"0" * 5_000_000, "document_unsafe_form"),
    ],
)
def test_one_bad_file_is_refused_by_its_name_and_the_others_are_read(
    name: str, content: bytes, reason: str
) -> None:
    found = told({name: content, "tot.xlsx": FORM})
    assert found.pop("tot.xlsx") == ""
    assert list(found.values()) == [reason]
    assert all("/" not in shown and "\\" not in shown for shown in found)


def test_names_in_utf8_are_told_as_they_were_written_whether_the_zip_says_so_or_not() -> None:
    unsaid = packed({"xxxx.xlsx": FORM}).replace(b"xxxx", "Xã.".encode())
    assert [one.name for one in read_package(unsaid).forms] == ["Xã..xlsx"]
    assert list(told({"Xã Suối Vàng.xlsx": FORM})) == ["Xã Suối Vàng.xlsx"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04", "damaged"),
        (packed({}), "empty"),
        (packed({"__MACOSX/a.xlsx": b"x"}), "empty"),
        (packed({f"{n}.xlsx": b"x" for n in range(MOST_FORMS + 1)}), "too_many"),
        (packed({f"{n}.txt": b"" for n in range(2_001)}), "suspicious"),
        (packed({"a.xlsx": b"0" * (MOST_UNPACKED + 1)}), "suspicious"),
    ],
    ids=["damaged", "empty", "of the computer only", "too many", "entries", "unpacked"],
)
def test_a_zip_that_is_a_danger_as_a_whole_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_package(content)
    assert refused.value.reason == reason


def test_a_size_that_lies_is_found_while_reading() -> None:
    content = packed({"a.xlsx": FORM, "b.xlsx": b"0" * 3_000_000})
    size = (3_000_000).to_bytes(4, "little")
    lying = content.replace(size, (10).to_bytes(4, "little"))
    assert lying != content
    assert {one.name: one.reason for one in read_package(lying).forms}["b.xlsx"] != ""


def test_many_forms_that_are_each_small_may_not_be_large_together() -> None:
    large = packed({"xl/a.bin": bytes(range(256)) * 80_000})
    found = [one.reason for one in read_package(packed({f"{n}.xlsx": large for n in range(3)})).forms]
    assert found == ["document_unknown_form", "document_unknown_form", "document_unsafe_form"]


def test_a_zip_is_told_from_other_files_and_an_encrypted_one_is_refused() -> None:
    assert isinstance(sent_files.read("da-dien.ZIP", packed({"a.xlsx": FORM})), SentForms)
    locked = bytearray(packed({"a.xlsx": FORM}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    with pytest.raises(Refused) as refused:
        sent_files.read("da-dien.zip", bytes(locked))
    assert refused.value.reason == "document_encrypted"
