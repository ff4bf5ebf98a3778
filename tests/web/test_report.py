"""A report on the page: the same figures, questions and moves as in the chat, and nobody gets further than there."""

import re
from datetime import date, datetime
from html import unescape

import httpx
import pytest
from sqlalchemy import select

from bot.campaign.model import Role
from bot.store import people, reports, units
from bot.store.engine import Tx
from bot.store.message_tables import outbox
from bot.store.sheets import sheet
from bot.store.tables import drafts, figures
from bot.usecases import entering, reporting
from tests import builders
from tests.town import ADMIN, HEAD, HOA, LAN, MINH, VIEWER, moment
from tests.web.house import Browser, House, words

REPORT = "/bao-cao/1/2"
"""Lan's: the first period, Thôn Nà Hoa."""
HOSTILE = "<img src=x onerror=alert(1)>\"'&{{ 7*7 }}"


async def fields(browser: Browser, path: str = REPORT) -> dict[str, str]:
    """The form as a browser would send it back untouched."""
    return fields_of((await browser.opens(path)).text)


def fields_of(html: str) -> dict[str, str]:
    form = html[html.index('id="form"') :].partition("</form>")[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kept = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if kept.get("type") != "radio" or " checked" in tag:
            found[kept["name"]] = unescape(kept.get("value", ""))
    return found


async def fills(browser: Browser, values: dict[int, str], **more: str) -> httpx.Response:
    sent = await fields(browser) | {f"value-{key}": value for key, value in values.items()}
    return await browser.sends(REPORT, **{**sent, **more})


def kept(house: House, report_id: int = 1) -> list[tuple[int, str | None, str, str | None]]:
    """Every version of every figure: indicator, value, as typed, the doubt or reason behind it."""

    def asked(tx: Tx, _: datetime) -> list[tuple[int, str | None, str, str | None]]:
        rows = tx.execute(select(figures).where(figures.c.report_id == report_id).order_by(figures.c.id))
        return [
            (row.indicator_id, None if row.value is None else format(row.value, "f"), row.typed, row.reason)
            for row in rows
        ]

    return house.write(asked)


async def begun(house: House, chat: int = LAN) -> Browser:
    browser = await house.enter(chat)
    assert (await browser.does(f"{REPORT}/bat-dau")).status_code == 303
    return browser


async def handed_in(house: House) -> Browser:
    browser = await begun(house)
    answer = await fills(browser, {1: "11,9 ty", 2: "1340", 3: "94,5"})
    assert answer.status_code == 303
    answer = await browser.does(f"{REPORT}/nop")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{REPORT}?xong=submitted")
    return browser


# --- Entering ----------------------------------------------------------------------------------------------


async def test_a_report_is_begun_entered_and_handed_in(house: House) -> None:
    browser = await house.enter(LAN)
    assert "Thôn Nà Hoa – Đợt 1" in words((await browser.opens("/")).text)
    assert "Báo cáo chưa bắt đầu." in words((await browser.opens(REPORT)).text)
    assert (await browser.does(f"{REPORT}/bat-dau")).status_code == 303
    answer = await fills(browser, {1: "11,9 ty", 2: "ước 1.340", 3: "94,5"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{REPORT}?xong=saved")
    said = words((await browser.opens(answer.headers["location"])).text)
    assert "Đã ghi số liệu." in said
    assert "Đang ghi: 11,9 tỷ đồng" in said
    assert "Đang ghi: 1.340 tấn (ước)" in said
    assert "Đã nhập 3/3 chỉ tiêu" in said
    answer = await browser.does(f"{REPORT}/nop")
    assert answer.headers["location"] == f"{REPORT}?xong=submitted"
    said = words((await browser.opens(answer.headers["location"])).text)
    assert "Đã nộp báo cáo. Sửa được đến hết ngày 16/7/2023." in said
    assert house.woken == 0, "nobody waits for it"


async def test_an_untouched_form_changes_nothing(house: House) -> None:
    browser = await begun(house)
    await fills(browser, {1: "11,9 ty", 2: "không phát sinh"})
    before = kept(house)
    assert (await browser.sends(REPORT, **await fields(browser))).status_code == 303
    assert kept(house) == before


async def test_a_doubtful_figure_is_asked_back_and_kept_only_once_it_is_chosen(house: House) -> None:
    browser = await begun(house)
    answer = await fills(browser, {1: "11,9 ty", 2: "1,34", 3: "945"})
    assert answer.status_code == 422
    said = words(answer.text)
    assert "Đã ghi 1 số liệu." in said
    assert "2 ô chưa ghi được" in said
    assert [key for key, *_ in kept(house)] == [1]
    sent = fields_of(answer.text)
    assert sent["value-2"] == "1,34"
    offered = re.findall(r'name="choice-2" value="([^"]+)"', answer.text)
    assert "1.34" in offered
    assert (await browser.sends(REPORT, **sent)).status_code == 422
    answer = await browser.sends(REPORT, **{**sent, "choice-2": "999"})
    assert answer.status_code == 422, "not among those offered"
    answer = await browser.sends(REPORT, **{**sent, "choice-2": "1.34", "value-3": "94,5"})
    assert answer.status_code == 303
    indicator, value, typed, reason = kept(house)[1]
    assert (indicator, value, typed) == (2, "1.34", "1,34")
    assert reason, "the doubt stays beside the figure, as in the chat"


@pytest.mark.parametrize(
    ("value", "note", "figure"),
    [
        ("", "chưa đến kỳ đo", (1, None, "chưa có số liệu", "not_measured")),
        ("chưa có số liệu", "chờ thuế", (1, None, "chưa có số liệu", "chờ thuế")),
        ("không phát sinh", "", (1, "0", "không phát sinh", None)),
        ("12.500 triệu", "", (1, "12.5", "12.500 triệu", None)),
    ],
)
async def test_what_the_chat_reads_the_page_reads(
    house: House, value: str, note: str, figure: tuple[int, str | None, str, str | None]
) -> None:
    browser = await begun(house)
    answer = await fills(browser, {1: value}, **{"note-1": note})
    assert answer.status_code == 303, words(answer.text)
    assert kept(house)[-1] == figure


async def test_a_figure_of_the_page_is_that_of_the_chat(house: House) -> None:
    """The same words through both doors: the same rows."""
    browser = await begun(house)
    await fills(browser, {1: "11,9 ty", 2: "ước 1.340", 3: "94,5"})

    def by_chat(tx: Tx, now: datetime) -> list[object]:
        reporting.open_report(tx, house.who(tx, MINH), now, period_id=1, unit_id=3)
        for n, text in enumerate(("11,9 ty", "ước 1.340", "94,5")):
            entering.typed_figure(tx, house.who(tx, MINH), now, text=text, message_id=n)
        return [line.figure for line in sheet(tx, reports.head(tx, 2))]  # type: ignore[arg-type]

    def by_page(tx: Tx, _: datetime) -> list[object]:
        return [line.figure for line in sheet(tx, reports.head(tx, 1))]  # type: ignore[arg-type]

    assert house.write(by_chat) == house.write(by_page)


async def test_missing_without_a_reason_is_asked_why(house: House) -> None:
    browser = await begun(house)
    answer = await fills(browser, {1: "chưa có số liệu"})
    assert answer.status_code == 422
    assert "Cần nêu vì sao chưa có số liệu." in words(answer.text)
    assert kept(house) == []


async def test_a_figure_that_somebody_gave_meanwhile_is_not_replaced_unseen(house: House) -> None:
    house.write(lambda tx, now: builders.person(tx, 900, "Điệp", now, (Role.FOCAL_POINT, 2)))
    browser, other = await begun(house), await house.enter(900)
    stale = await fields(browser)
    await fills(other, {1: "12 ty"})
    answer = await browser.sends(REPORT, **{**stale, "value-1": "11 ty", "value-3": "94"})
    assert answer.status_code == 422
    said = words(answer.text)
    assert "vừa có số khác" in said
    assert "Đang ghi: 12 tỷ đồng" in said
    assert "Điệp" in said
    assert [(key, value) for key, value, *_ in kept(house)] == [(1, "12"), (3, "94")]
    assert (await browser.sends(REPORT, **fields_of(answer.text))).status_code == 303
    assert (kept(house)[-1][0], kept(house)[-1][1]) == (1, "11")


async def test_an_unfinished_report_is_not_handed_in(house: House) -> None:
    browser = await begun(house)
    await fills(browser, {1: "11,9 ty"})
    assert "Nộp báo cáo" not in (await browser.opens(REPORT)).text
    answer = await browser.does(f"{REPORT}/nop")
    assert answer.status_code == 403
    assert "Còn 2 chỉ tiêu chưa nhập" in words(answer.text)


async def test_a_figure_of_a_report_that_was_handed_in_changes_only_with_a_reason(house: House) -> None:
    browser = await handed_in(house)
    answer = await fills(browser, {1: "12,1 ty"})
    assert answer.status_code == 422
    assert "cần nêu lý do sửa" in words(answer.text)
    assert len(kept(house)) == 3
    answer = await browser.sends(REPORT, **{**fields_of(answer.text), "because_code": "mistyped"})
    assert answer.status_code == 303
    assert kept(house)[-1][:2] == (1, "12.1")
    told = words((await browser.opens(f"{REPORT}/lich-su")).text)
    assert "11,9 tỷ đồng → 12,1 tỷ đồng · nhập nhầm" in told


async def test_a_locked_report_and_one_of_a_closed_campaign_can_only_be_looked_at(house: House) -> None:
    browser = await begun(house)
    stale = await fields(browser)
    house.now = moment("2023-07-20 09:00")
    browser = await house.enter(LAN)
    said = words((await browser.opens(REPORT)).text)
    assert "Báo cáo đã khóa từ sau ngày 16/7/2023." in said
    answer = await browser.sends(REPORT, **{**stale, "key": await browser.key(), "value-1": "5 ty"})
    assert answer.status_code == 403
    assert kept(house) == []


async def test_the_open_question_of_the_chat_stays_open(house: House) -> None:
    house.write(lambda tx, now: reporting.open_report(tx, house.who(tx, LAN), now, period_id=1, unit_id=2))

    def open_screen(tx: Tx, _: datetime) -> tuple[object, ...]:
        return tuple(tx.execute(select(drafts).where(drafts.c.person_id == 2)).one())

    before = house.write(open_screen)
    browser = await house.enter(LAN)
    await fills(browser, {2: "1340"})
    assert house.write(open_screen) == before


async def test_words_of_people_stay_words(house: House) -> None:
    browser = await begun(house)
    answer = await fills(browser, {1: HOSTILE}, **{"note-2": HOSTILE})
    assert answer.status_code == 422
    assert "<img" not in answer.text
    assert "49" not in words(answer.text)
    assert fields_of(answer.text)["value-1"] == HOSTILE
    for path in (REPORT, f"{REPORT}/lich-su", "/"):
        assert "<img" not in (await browser.opens(path)).text


@pytest.mark.parametrize(
    "more",
    [
        {"seen-99": "0", "value-99": "5"},
        {"seen-x": "0", "value-x": "5"},
        {"seen-" + "9" * 30: "0"},
        {"seen-1": "x", "value-1": "5"},
        {"seen-1": "-1", "value-1": "5 ty"},
        {"value-2": "5"},
    ],
)
async def test_a_forged_form_harms_nobody(house: House, more: dict[str, str]) -> None:
    browser = await begun(house)
    answer = await browser.does(REPORT, **more)
    assert answer.status_code in {303, 422}


# --- Signing off, accepting, giving back -----------------------------------------------------------------


async def test_a_head_signs_off_what_waits_for_him(house: House) -> None:
    house.write(lambda tx, _: units.set_signed_off(tx, 2, signed_off=True))
    await handed_in(house)
    head = await house.enter(HEAD)
    assert "Chờ duyệt, chờ tiếp nhận (1)" in words((await head.opens("/")).text)
    said = words((await head.opens(REPORT)).text)
    assert "11,9 tỷ đồng" in said
    answer = await head.does(f"{REPORT}/chuyen", move="sign")
    assert answer.headers["location"] == f"{REPORT}?xong=moved"
    assert "đã nộp" in words((await head.opens(REPORT)).text)
    assert house.woken == 2
    assert (
        house.write(lambda tx, _: tx.execute(select(outbox.c.kind)).scalars().all()).count("report_move") == 2
    )


async def test_giving_back_needs_a_reason_and_returning_a_day(house: House) -> None:
    await handed_in(house)
    admin = await house.enter(ADMIN)
    for sent, said in (
        ({"move": "return"}, "Cần nêu lý do."),
        ({"move": "return", "because_code": "figures_doubtful"}, "Cần chọn hạn mới."),
        ({"move": "return", "because": " x ", "due_on": "31/2/2023"}, "Cần chọn hạn mới."),
        ({"move": "return", "because": "x", "due_on": "2023-05-01"}, "16/6/2023"),
        ({"move": "sign"}, "nay ở trạng thái «đã nộp»"),
        ({"move": "submit"}, "không đến từ trang"),
        ({"move": "<script>"}, "không đến từ trang"),
    ):
        answer = await admin.does(f"{REPORT}/chuyen", **sent)
        assert answer.status_code in {400, 403}
        assert said in words(answer.text), sent
    answer = await admin.does(
        f"{REPORT}/chuyen", move="return", because="Xem lại dòng 2", due_on="2023-06-20"
    )
    assert answer.status_code == 303
    said = words((await (await house.enter(LAN)).opens(REPORT)).text)
    assert "bị trả lại" in said
    assert "Xem lại dòng 2" in said
    assert "Hạn Thứ Ba, 20/6/2023" in said


async def test_a_focal_point_takes_his_report_back(house: House) -> None:
    browser = await handed_in(house)
    assert (
        await browser.does(f"{REPORT}/chuyen", move="withdraw", because_code="too_early")
    ).status_code == 303
    assert "đã rút" in words((await browser.opens(REPORT)).text)


# --- Questions about figures -----------------------------------------------------------------------------


async def test_the_standing_body_asks_about_a_figure_the_unit_answers_and_it_is_closed(house: House) -> None:
    lan = await handed_in(house)
    admin = await house.enter(ADMIN)
    assert "Hỏi đơn vị về một số liệu" in words((await admin.opens(REPORT)).text)
    assert "Yêu cầu giải trình" not in words((await lan.opens(REPORT)).text), "none is open"
    answer = await admin.does(f"{REPORT}/giai-trinh", indicator="1")
    assert (answer.status_code, "Chưa có nội dung." in words(answer.text)) == (403, True)
    answer = await admin.does(f"{REPORT}/giai-trinh", indicator="1", question_code="which_source")
    assert answer.headers["location"] == f"{REPORT}?xong=asked"
    said = words((await lan.opens(REPORT)).text)
    assert "1 yêu cầu giải trình đang mở." in said
    assert "Thu ngân sách trên địa bàn: 11,9 tỷ đồng Số liệu lấy từ nguồn nào? (Hương" in said
    answer = await lan.does(f"{REPORT}/giai-trinh/1/tra-loi", answer=f"Chi cục Thuế.\r\n{HOSTILE}")
    assert answer.headers["location"] == f"{REPORT}?xong=answered"
    page = (await admin.opens(REPORT)).text
    assert "Chi cục Thuế." in words(page)
    assert "<img" not in page
    assert (await admin.does(f"{REPORT}/giai-trinh/1/khep")).status_code == 303
    assert "đang mở" not in words((await admin.opens(REPORT)).text)
    assert house.woken == 3, "each hears of it"
    answer = await lan.does(f"{REPORT}/giai-trinh/1/tra-loi", answer="muộn")
    assert "đã khép lại" in words(answer.text)


@pytest.mark.parametrize("chat", [LAN, HEAD, MINH, HOA, VIEWER])
async def test_nobody_else_asks_or_closes(house: House, chat: int) -> None:
    await handed_in(house)
    admin = await house.enter(ADMIN)
    await admin.does(f"{REPORT}/giai-trinh", indicator="1", question="Vì sao?")
    browser = await house.enter(chat)
    for path in ("/giai-trinh", "/giai-trinh/1/khep"):
        answer = await browser.does(f"{REPORT}{path}", indicator="1", question="Vì sao?")
        assert answer.status_code == 403
    answer = await browser.does(f"{REPORT}/giai-trinh/1/tra-loi", answer="Vì thế.")
    assert answer.status_code == (303 if chat == LAN else 403)


# --- Whose it is -------------------------------------------------------------------------------------------

PATHS = ("", "/lich-su")
SENT = ("", "/bat-dau", "/nop", "/chuyen")


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
async def test_a_report_is_seen_and_entered_by_whom_the_chat_lets(
    house: House, chat: int, sees: bool, enters: bool
) -> None:
    await begun(house)
    browser = await house.enter(chat)
    for path in PATHS:
        answer = await browser.opens(REPORT + path)
        assert answer.status_code == (200 if sees else 403), path
    assert ("Ghi số liệu" in words((await browser.opens(REPORT)).text)) is enters
    form = {"seen-1": "0", "value-1": "5 ty", "value-before-1": "", "move": "extend", "because": "x"}
    for path in SENT:
        answer = await browser.does(REPORT + path, **form)
        assert answer.status_code == (303 if enters and path in {"", "/bat-dau"} else 403), path
    assert len(kept(house)) == (1 if enters else 0)


async def test_an_office_sees_nothing_of_its_neighbour(house: House) -> None:
    def neighbour(tx: Tx, now: datetime) -> None:
        other = builders.unit(tx, "KB", "UBND xã Khe Bạc", kind="xa")
        builders.person(tx, 901, "Quý", now, *((role, other) for role in Role))

    house.write(neighbour)
    await handed_in(house)
    browser = await house.enter(901)
    assert "Nà Hoa" not in (await browser.opens("/")).text
    assert (await browser.opens(REPORT)).status_code == 403
    assert (await browser.does(f"{REPORT}/chuyen", move="accept")).status_code == 403


@pytest.mark.parametrize(
    "path", ["/bao-cao/9/2", "/bao-cao/1/99", f"/bao-cao/{2**63}/1", f"/bao-cao/1/{10**40}"]
)
async def test_a_report_that_is_not_there_is_a_clear_sentence(house: House, path: str) -> None:
    answer = await (await house.enter(LAN)).opens(path)
    assert answer.status_code == 404
    assert "Nội dung này không còn." in words(answer.text)


async def test_each_person_reads_the_page_in_his_own_language(house: House) -> None:
    browser = await begun(house)
    house.write(lambda tx, _: people.speak(tx, 2, "en"))
    page = (await browser.opens(REPORT)).text
    assert '<html lang="en">' in page
    assert "0 of 3 indicators entered" in words(page)
    assert date(2023, 6, 16).strftime("%-d/%-m/%Y") in words(page)


# --- The narrative -----------------------------------------------------------------------------------------

WORDS = f"{REPORT}/thuyet-minh"


async def writes(browser: Browser, parts: dict[str, str], seen: int = 0, **more: str) -> httpx.Response:
    sent = {f"text-{part}": text for part, text in parts.items()}
    shown = {f"seen-{part}": str(seen) for part in parts}
    return await browser.does(WORDS, **sent, **shown, **more)


async def test_the_narrative_is_written_and_read(house: House) -> None:
    browser = await begun(house)
    answer = await writes(browser, {"results": "Đường thôn\r\nđã xong. ", "causes": "", "proposals": HOSTILE})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{WORDS}?xong=saved")
    page = (await browser.opens(WORDS)).text
    assert "Đường thôn\nđã xong." in unescape(page)
    assert "<img" not in page
    head = words((await (await house.enter(HEAD)).opens(WORDS)).text)
    assert "Đường thôn đã xong." in head
    assert "Ghi thuyết minh" not in head
    assert (await (await house.enter(MINH)).opens(WORDS)).status_code == 403
    assert (await writes(await house.enter(HEAD), {"results": "x"})).status_code == 403


async def test_a_part_that_somebody_wrote_meanwhile_comes_back_beside_his_words(house: House) -> None:
    house.write(lambda tx, now: builders.person(tx, 900, "Điệp", now, (Role.FOCAL_POINT, 2)))
    browser, other = await begun(house), await house.enter(900)
    await writes(other, {"results": "của Điệp"})
    answer = await writes(browser, {"results": "của Lan", "causes": "mưa"})
    assert answer.status_code == 422
    said = words(answer.text)
    assert "Điệp vừa viết phần này" in said
    assert "của Lan" in said
    assert "của Điệp" in said
    assert (await writes(browser, {"results": "của cả hai"}, seen=1)).status_code == 303
    assert "của cả hai" in words((await browser.opens(WORDS)).text)


TOLD = "I. KẾT QUẢ NỔI BẬT\nXong 2 km đường.\nIII. Nguyên nhân\nMưa lũ.\n"


async def test_the_narrative_is_taken_from_a_file_and_looked_at_before_it_is_kept(house: House) -> None:
    browser = await begun(house)
    answer = await browser.does(f"{WORDS}/tep", file=("bao-cao.txt", f"Kính gửi\n{TOLD}".encode()))
    assert answer.status_code == 200
    said = words(answer.text)
    assert "Đọc được từ tệp bao-cao.txt. Chưa có gì được lưu" in said
    assert "Xong 2 km đường." in said
    assert "Ngoài các phần" in said
    assert "Kính gửi" in said
    assert "Xong 2 km" not in (await browser.opens(WORDS)).text
    assert (await writes(browser, {"results": "Xong 2 km đường.", "causes": "Mưa lũ."})).status_code == 303
    assert "Mưa lũ." in words((await browser.opens(WORDS)).text)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("", b""), "Chưa chọn tệp"),
        (("a.docx", b"PK broken"), "tệp"),
        (("a.txt", b"x" * 5000), "Không nhận ra đề mục nào trong tệp"),
    ],
)
async def test_a_file_without_a_narrative_is_refused_on_its_page(
    house: House, file: tuple[str, bytes], said: str
) -> None:
    browser = await begun(house)
    answer = await browser.does(f"{WORDS}/tep", file=file)
    assert (answer.status_code, said in words(answer.text)) == (422, True)
    assert "Đọc tệp" in words(answer.text)
    head = await house.enter(HEAD)
    assert (await head.does(f"{WORDS}/tep", file=("a.txt", TOLD.encode()))).status_code == 403


async def test_a_long_part_and_one_of_a_report_that_was_handed_in_are_asked_about(house: House) -> None:
    browser = await handed_in(house)
    assert "Dài 5000 ký tự" in words((await writes(browser, {"results": "x" * 5000})).text)
    answer = await writes(browser, {"results": "muộn"})
    assert "cần nêu lý do sửa" in words(answer.text)
    assert (await writes(browser, {"results": "muộn"}, because="bổ sung")).status_code == 303
    assert "bổ sung" in words((await browser.opens(f"{REPORT}/lich-su")).text)
