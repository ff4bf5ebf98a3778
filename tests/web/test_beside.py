"""What goes with a report beside its figures on the page: evidence, good examples, the signed report."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store import evidence
from bot.store.engine import Tx
from bot.store.message_tables import audit
from bot.store.narrative_tables import good_examples, signed_reports
from tests.town import ADMIN, HEAD, HOA, LAN, MINH, VIEWER, moment
from tests.web.house import Browser, House, words
from tests.web.test_report import HOSTILE, REPORT, begun, handed_in

EVIDENCE, EXAMPLES, SIGNED = (f"{REPORT}/{name}" for name in ("minh-chung", "guong", "da-ky"))
OF_FIRST = f"{EVIDENCE}?chi-tieu=1"
PHOTO = ("duong-thon.jpg", b"\xff\xd8\xff a road")
PDF = ("bao-cao.pdf", b"%PDF-1.4 a scan")
NUMBERED = "Báo cáo số 12/BC-UBND ngày 28/4/2023"


def on_disk(house: House) -> list[Path]:
    return sorted(house.files.folder.iterdir())


def pieces(house: House) -> list[tuple[str, str, int | None]]:
    def asked(tx: Tx, _: datetime) -> list[tuple[str, str, int | None]]:
        return [(row.indicator, row.file.name, row.file.size) for row in evidence.of_report(tx, 1)]

    return house.write(asked)


def actions(house: House) -> list[str]:
    return house.write(lambda tx, _: list(tx.execute(select(audit.c.action).order_by(audit.c.id)).scalars()))


# --- Evidence ----------------------------------------------------------------------------------------------


async def test_evidence_is_sent_seen_opened_and_taken_back(house: House) -> None:
    browser = await begun(house)
    answer = await browser.does(OF_FIRST, file=PHOTO)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{EVIDENCE}?xong=kept")
    said = words((await browser.opens(answer.headers["location"])).text)
    assert "Đã lưu minh chứng." in said
    assert "duong-thon.jpg 1 KB · Lan, 09:00 02/5/2023" in said
    assert "1 minh chứng" in words((await browser.opens(REPORT)).text)
    assert "Minh chứng, Thu ngân sách trên địa bàn: duong-thon.jpg" in words(
        (await browser.opens(f"{REPORT}/lich-su")).text
    )
    shown = await browser.opens("/minh-chung/1")
    assert (shown.content, shown.headers["content-type"]) == (PHOTO[1], "image/jpeg")
    assert shown.headers["content-disposition"].startswith("inline")
    assert shown.headers["x-content-type-options"] == "nosniff"
    answer = await browser.does(f"{EVIDENCE}/1/bo")
    assert answer.headers["location"] == f"{EVIDENCE}?xong=dropped"
    assert (await browser.opens("/minh-chung/1")).status_code == 404
    assert (pieces(house), on_disk(house)) == ([], [])
    assert [one for one in actions(house) if "evidence" in one] == ["evidence", "evidence_removed"]


@pytest.mark.parametrize("name", ["bảng kê.docx", "C:\\Users\\Lan\\bảng kê.docx", "../../bảng kê.docx"])
async def test_a_file_that_is_no_photo_is_handed_out_under_its_own_name_to_be_kept(
    house: House, name: str
) -> None:
    browser = await begun(house)
    assert (await browser.does(OF_FIRST, file=(name, b"PK a list"))).status_code == 303
    assert pieces(house) == [("Thu ngân sách trên địa bàn", "bảng kê.docx", 9)]
    shown = await browser.opens("/minh-chung/1")
    assert shown.headers["content-type"] == "application/octet-stream"
    assert shown.headers["content-disposition"] == "attachment; filename*=utf-8''b%E1%BA%A3ng%20k%C3%AA.docx"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("", b""), "Chưa chọn tệp"),
        (("trống.pdf", b""), "Chưa chọn tệp"),
        (("quay.mp4", b"a film"), "Minh chứng là ảnh, hoặc tệp .pdf"),
        (("bieu-mau.xlsx", b"PK a form"), "Minh chứng là ảnh, hoặc tệp .pdf"),
        (("ảnh.jpg", bytes(2**20 + 1)), "Tệp lớn quá 1 MB"),
        (("ảnh.jpg", bytes(2**21)), "Tệp lớn quá 1 MB"),
    ],
)
async def test_what_the_chat_does_not_take_the_page_does_not_and_nothing_is_left_behind(
    house: House, file: tuple[str, bytes], said: str
) -> None:
    browser = await begun(house)
    answer = await browser.does(OF_FIRST, file=file)
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert "Gửi minh chứng" in words(answer.text), "it can be tried again at once"
    assert (pieces(house), on_disk(house)) == ([], [])


async def test_a_figure_has_five_pieces_at_most_and_no_file_twice(house: House) -> None:
    browser = await begun(house)
    for n in range(5):
        assert (await browser.does(OF_FIRST, file=(f"{n}.jpg", bytes([n])))).status_code == 303
    answer = await browser.does(OF_FIRST, file=("6.jpg", b"6"))
    assert "đã có 5 minh chứng, nhiều nhất cho một số liệu" in words(answer.text)
    answer = await browser.does(f"{EVIDENCE}?chi-tieu=2", file=("again.jpg", bytes([0])))
    assert "Tệp này đã có trong báo cáo: 0.jpg" in words(answer.text)
    assert len(on_disk(house)) == len(pieces(house)) == 5, "what was refused took nothing with it"


async def test_evidence_of_a_report_that_was_handed_in_is_added_and_not_taken_back(house: House) -> None:
    browser = await handed_in(house)
    assert (await browser.does(OF_FIRST, file=PHOTO)).status_code == 303
    assert "Bỏ" not in words((await browser.opens(EVIDENCE)).text).split()
    answer = await browser.does(f"{EVIDENCE}/1/bo")
    assert (answer.status_code, len(pieces(house))) == (422, 1)
    assert "đã nộp" in words(answer.text)
    house.now = moment("2023-07-20 09:00")
    browser = await house.enter(LAN)
    answer = await browser.does(OF_FIRST, file=("late.jpg", b"late"))
    assert "đã khóa" in words(answer.text)
    assert len(on_disk(house)) == 1


# --- Good examples -----------------------------------------------------------------------------------------


def kept_examples(house: House) -> list[tuple[str | None, str]]:
    def asked(tx: Tx, _: datetime) -> list[tuple[str | None, str]]:
        rows = tx.execute(select(good_examples).where(good_examples.c.removed_at.is_(None)))
        return [(row.name, row.deed) for row in rows]

    return house.write(asked)


async def test_good_examples_are_added_and_a_name_is_kept_only_with_consent(house: House) -> None:
    browser = await begun(house)
    mai, deed = "Bà Lò Thị Mai", "Hiến 200 m2 đất làm đường."
    answer = await browser.does(EXAMPLES, name=mai, deed=deed)
    assert answer.status_code == 422
    assert "có đồng ý nêu tên hay không" in words(answer.text)
    assert f'value="{mai}"' in answer.text, "what was typed stays"
    answer = await browser.does(EXAMPLES, name=mai, deed=deed, consent="no")
    assert answer.headers["location"] == f"{EXAMPLES}?xong=kept"
    await browser.does(EXAMPLES, name=mai, deed=f"{deed}\r\n{HOSTILE}", consent="yes")
    assert kept_examples(house) == [(None, deed), (mai, f"{deed}\n{HOSTILE}")]
    page = (await browser.opens(EXAMPLES)).text
    assert "<img" not in page
    assert f"1. (không nêu tên) {deed}" in words(page)
    await browser.does(f"{EXAMPLES}/2/khong-ten")
    await browser.does(f"{EXAMPLES}/1/bo")
    assert [name for name, _ in kept_examples(house)] == [None]
    assert [one for one in actions(house) if "good" in one] == [
        *["good_example"] * 2,
        "good_example_unnamed",
        "good_example_removed",
    ]


@pytest.mark.parametrize(
    ("name", "deed", "said"),
    [("", "x", "Chưa có chữ nào"), ("x", " ", "Chưa có chữ nào"), ("x", "y" * 1001, "dài 1001 ký tự")],
)
async def test_an_example_that_is_empty_or_too_long_is_not_kept(
    house: House, name: str, deed: str, said: str
) -> None:
    browser = await begun(house)
    answer = await browser.does(EXAMPLES, name=name, deed=deed, consent="yes")
    assert (answer.status_code, said in words(answer.text)) == (422, True)
    assert kept_examples(house) == []


async def test_of_a_report_that_was_handed_in_an_example_can_only_lose_its_name(house: House) -> None:
    browser = await begun(house)
    await browser.does(EXAMPLES, name="Bà Mai", deed="Hiến đất", consent="yes")
    await handed_in(house)
    said = words((await browser.opens(EXAMPLES)).text)
    assert "không thêm, không bỏ gương được nữa" in said
    for path, more in ((EXAMPLES, {"name": "x", "deed": "y", "consent": "yes"}), (f"{EXAMPLES}/1/bo", {})):
        answer = await browser.does(path, **more)
        assert "đã nộp" in words(answer.text)
    assert (await browser.does(f"{EXAMPLES}/1/khong-ten")).status_code == 303
    assert kept_examples(house) == [(None, "Hiến đất")]


# --- The signed report -------------------------------------------------------------------------------------


async def test_the_signed_report_is_sent_with_its_number_opened_and_replaced(house: House) -> None:
    browser = await begun(house)
    assert "Chưa có báo cáo đã ký." in words((await browser.opens(SIGNED)).text)
    answer = await browser.does(SIGNED, file=PDF, number=NUMBERED)
    assert answer.headers["location"] == f"{SIGNED}?xong=kept"
    said = words((await browser.opens(SIGNED)).text)
    assert "Báo cáo số 12/BC-UBND ngày Thứ Sáu, 28/4/2023" in said
    shown = await browser.opens(f"{SIGNED}/tep")
    assert (shown.content, shown.headers["content-disposition"]) == (
        PDF[1],
        'attachment; filename="bao-cao.pdf"',
    )
    assert (
        await browser.does(SIGNED, file=("moi.pdf", PDF[1] + b"2"), number="13/BC-UBND ngày 2/5/2023")
    ).status_code == 303
    assert "13/BC-UBND" in words((await browser.opens(SIGNED)).text)
    told = words((await browser.opens(f"{REPORT}/lich-su")).text)
    assert "12/BC-UBND" in told
    assert "13/BC-UBND" in told
    assert len(on_disk(house)) == 2, "an office keeps what it signed"


@pytest.mark.parametrize(
    ("file", "number", "said"),
    [
        (("a.docx", b"PK no pdf"), NUMBERED, "Báo cáo đã ký phải là tệp PDF."),
        (PDF, "số 12 thôi", "Chưa đọc được số và ngày trong “số 12 thôi”."),
        (PDF, "số 12/BC-UBND ngày 3/5/2023", "còn ở phía sau"),
        (("", b""), NUMBERED, "Chưa chọn tệp"),
        (("a.pdf", b"%PDF-" + bytes(2**20)), NUMBERED, "Tệp lớn quá 1 MB"),
    ],
)
async def test_a_paper_that_is_no_pdf_or_without_number_and_day_is_not_kept(
    house: House, file: tuple[str, bytes], number: str, said: str
) -> None:
    browser = await begun(house)
    answer = await browser.does(SIGNED, file=file, number=number)
    assert (answer.status_code, said in words(answer.text)) == (422, True)
    assert on_disk(house) == []
    assert house.write(lambda tx, _: tx.execute(select(signed_reports)).all()) == []


# --- Whose it is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chat", "sees", "enters"),
    [
        (LAN, True, True),
        (HEAD, True, False),
        (ADMIN, True, False),
        (MINH, False, False),
        (HOA, False, False),
        (VIEWER, False, False),
    ],
)
async def test_it_is_seen_and_sent_by_whom_the_chat_lets(
    house: House, chat: int, sees: bool, enters: bool
) -> None:
    lan = await begun(house)
    await lan.does(OF_FIRST, file=PHOTO)
    await lan.does(SIGNED, file=PDF, number=NUMBERED)
    await lan.does(EXAMPLES, name="Bà Mai", deed="Hiến đất", consent="yes")
    browser = await house.enter(chat)
    for path in (EVIDENCE, EXAMPLES, SIGNED, f"{SIGNED}/tep", "/minh-chung/1"):
        assert (await browser.opens(path)).status_code == (200 if sees else 403), path
    before = len(on_disk(house))
    for answer in (
        await browser.does(OF_FIRST, file=("other.jpg", b"other")),
        await browser.does(SIGNED, file=("other.pdf", PDF[1] + b"3"), number=NUMBERED),
        await browser.does(EXAMPLES, name="x", deed="y", consent="yes"),
        await browser.does(f"{EXAMPLES}/1/khong-ten"),
        await browser.does(f"{EXAMPLES}/1/bo"),
        await browser.does(f"{EVIDENCE}/1/bo"),
    ):
        assert answer.status_code == (303 if enters else 403)
    assert len(on_disk(house)) == before + (1 if enters else 0), "of two more one was taken back"
    assert len(kept_examples(house)) == 1


async def test_a_leader_opens_what_shows_a_figure_once_it_counts(house: House) -> None:
    lan = await begun(house)
    await lan.does(OF_FIRST, file=PHOTO)
    viewer = await house.enter(VIEWER)
    assert (await viewer.opens("/minh-chung/1")).status_code == 403
    await handed_in(house)
    assert (await viewer.opens("/minh-chung/1")).status_code == 200


async def test_a_file_of_another_site_or_without_the_key_is_refused(house: House) -> None:
    browser = await begun(house)
    for path in (OF_FIRST, SIGNED):
        assert (await browser.sends(path, file=PHOTO, number=NUMBERED)).status_code == 400
        assert (await browser.sends(path, file=PHOTO, key="0" * 64, number=NUMBERED)).status_code == 400
        assert (await browser.does(path, number=NUMBERED)).status_code == 400, "a form without its file"
        key = await browser.key()
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = await browser.client.post(
                path, data={"key": key, "number": NUMBERED}, files={"file": PHOTO}, headers=headers
            )
            assert answer.status_code == 400
            assert "không đến từ trang" in words(answer.text)
    assert on_disk(house) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=a", b"no boundary here"),
        ("multipart/form-data; boundary=a", b"--a\r\nContent-Disposition: form-data\r\n\r\nx\r\n--a--"),
        ("text/plain", b"x"),
    ],
)
async def test_a_broken_form_harms_nobody(house: House, kind: str, body: bytes) -> None:
    browser = await begun(house)
    headers = {"Origin": house.site.address, "Content-Type": kind}
    answer = await browser.client.post(OF_FIRST, content=body, headers=headers)
    assert answer.status_code == 400


@pytest.mark.parametrize("key", ["99", str(2**63), "9" * 40])
async def test_what_is_not_there_is_a_clear_sentence(house: House, key: str) -> None:
    browser = await begun(house)
    for answer in (
        await browser.opens(f"/minh-chung/{key}"),
        await browser.does(f"{EVIDENCE}/{key}/bo"),
        await browser.does(f"{EXAMPLES}/{key}/bo"),
        await browser.does(f"{EXAMPLES}/{key}/khong-ten"),
        await browser.opens(f"{SIGNED}/tep"),
    ):
        assert answer.status_code == 404
        assert "Nội dung này không còn." in words(answer.text)


async def test_a_file_that_is_gone_from_the_disk_is_said_to_be(house: House) -> None:
    browser: Browser = await begun(house)
    await browser.does(OF_FIRST, file=PHOTO)
    on_disk(house)[0].unlink()
    assert (await browser.opens("/minh-chung/1")).status_code == 404
