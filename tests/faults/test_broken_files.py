"""Files cut off or with bytes changed: a document or a reason comes out, nothing else (bench/fuzz_files.py tries more)."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.directive import UnreadableDocument, read_document
from tests.directive.press import Sheet, pdf
from tests.directive.samples import EXAMPLES, OWN

OUTCOMES = {
    "read", "empty", "too_large", "too_heavy", "not_supported", "scan", "encrypted", "damaged", "classified", "suspicious",
}  # fmt: skip
FILES = {
    "a.txt": EXAMPLES / "chi-thi-2026.txt",
    "a.docx": EXAMPLES / "ke-hoach-2026.docx",
    "a.doc": OWN / "cau-truc.doc",
    "a.pdf": EXAMPLES / "ke-hoach-2026.pdf",
}
OPEN_PAGE = pdf(Sheet().lines("1. Thu ngân sách: 5 tỷ đồng").grid((85, 200, 300), (600, 500, 400)))


def outcome(name: str, content: bytes) -> str:
    try:
        read_document(name, content)
    except UnreadableDocument as unreadable:
        return unreadable.reason
    return "read"


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_breaks_off_anywhere_is_read_or_refused(name: str) -> None:
    content = FILES[name].read_bytes()
    for end in range(0, len(content), len(content) // 40):
        assert outcome(name, content[:end]) in OUTCOMES


@pytest.mark.parametrize("name", FILES)
def test_a_file_with_changed_bytes_is_read_or_refused(name: str) -> None:
    chance, content = random.Random(name), FILES[name].read_bytes()
    for _ in range(30):
        broken = bytearray(content)
        for _ in range(chance.choice((1, 8, 64))):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        assert outcome(name, bytes(broken)) in OUTCOMES


@given(st.integers(0, len(OPEN_PAGE) - 1), st.binary(min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_page_written_over_anywhere_is_read_or_refused(place: int, over: bytes) -> None:
    assert outcome("a.pdf", OPEN_PAGE[:place] + over + OPEN_PAGE[place + len(over) :]) in OUTCOMES


@given(st.binary(max_size=2000))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize(
    "head", [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]
)
def test_noise_behind_the_head_of_any_format_is_read_or_refused(head: bytes, noise: bytes) -> None:
    assert outcome("a", head + noise) in OUTCOMES


def test_a_package_of_a_future_zip_is_damaged() -> None:
    content = bytearray(FILES["a.docx"].read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 255
    assert outcome("a.docx", bytes(content)) == "damaged"


def test_a_drawing_of_thousands_of_rules_is_no_table() -> None:
    sheet = Sheet().lines("Điều 1. Nội dung")
    for n in range(3_000):
        sheet.rule(n % 500, n // 50, n % 500 + 5, n // 50 + 5 * (n % 2))
    assert outcome("a.pdf", pdf(sheet)) == "read"
