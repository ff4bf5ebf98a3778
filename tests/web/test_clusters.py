"""A cluster's report on the page: filled in from its members, written, handed in, accepted, changed with a reason."""

from datetime import datetime

import httpx
import pytest

from bot.campaign.model import NarrativePart, Role
from bot.store import cluster_reports
from bot.store.engine import Tx
from bot.store.narratives import Told
from bot.usecases import entering, reporting
from tests import builders
from tests.town import ADMIN, HEAD, HOA, LAN, MINH, VIEWER, moment
from tests.web.house import Browser, House, words
from tests.web.test_report import HOSTILE

LEAD = 108
REPORT = "/bao-cao-cum/1/1"


@pytest.fixture
def led(house: House) -> House:
    """Tài leads the cluster of the two hamlets; Lan has handed her report in."""

    def prepared(tx: Tx, now: datetime) -> None:
        builders.person(tx, LEAD, "Tài", moment("2023-02-01 09:00"), (Role.CLUSTER_LEAD, 3))
        hand_in(tx, house, LAN, 2, "11,9 ty", "1.340", "94,5%")

    house.write(prepared)
    return house


def hand_in(tx: Tx, house: House, chat: int, unit_id: int, *figures: str) -> None:
    reporting.open_report(tx, house.who(tx, chat), house.now, period_id=1, unit_id=unit_id)
    for n, text in enumerate(figures):
        entering.typed_figure(tx, house.who(tx, chat), house.now, text=text, message_id=n)
    who = house.who(tx, chat)
    reporting.submit(tx, who, house.now, report_id=who.draft.report_id or 0)


def versions(house: House) -> list[Told]:
    return house.write(lambda tx, _: cluster_reports.versions(tx, 1))


async def begun(house: House) -> Browser:
    lead = await house.enter(LEAD)
    answer = await lead.does(f"{REPORT}/bat-dau")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{REPORT}?xong=begun")
    return lead


async def writes(browser: Browser, seen: int = 0, because: str = "", **parts: str) -> httpx.Response:
    sent = {f"text-{part}": text for part, text in parts.items()}
    shown = {f"seen-{part}": str(seen) for part in parts}
    return await browser.does(REPORT, because=because, **sent, **shown)


async def handed_in(house: House) -> Browser:
    lead = await begun(house)
    assert (await lead.does(f"{REPORT}/nop")).headers["location"] == f"{REPORT}?xong=submitted"
    return lead


async def test_a_report_is_begun_written_handed_in_and_accepted(led: House) -> None:
    lead = await led.enter(LEAD)
    assert "Báo cáo của cụm, khối Cụm thôn phía Đông – Đợt 1" in words((await lead.opens("/")).text)
    assert "Báo cáo chưa bắt đầu." in words((await lead.opens(REPORT)).text)
    lead = await begun(led)
    said = words((await lead.opens(REPORT)).text)
    assert "1/2 đơn vị thành viên đã báo cáo. - Thu ngân sách trên địa bàn: 11,9 tỷ đồng (1/2 đơn vị)" in said
    assert "Chưa báo cáo: Thôn Bản Mới." in said
    answer = await writes(lead, causes=f"Mưa lũ.\r\n{HOSTILE}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{REPORT}?xong=saved")
    page = (await lead.opens(REPORT)).text
    assert "<img" not in page
    assert "Mưa lũ." in words(page)
    assert (await lead.does(f"{REPORT}/nop")).status_code == 303
    admin = await led.enter(ADMIN)
    assert "Chờ duyệt, chờ tiếp nhận (2)" in words((await admin.opens("/")).text)
    answer = await admin.does(f"{REPORT}/chuyen", move="accept")
    assert answer.headers["location"] == f"{REPORT}?xong=moved"
    assert "đã tiếp nhận" in words((await lead.opens(REPORT)).text)
    assert led.woken == 1, "the lead hears of it"
    told = words((await lead.opens(f"{REPORT}/lich-su")).text)
    assert "Nộp báo cáo" in told
    assert "Mưa lũ." in told


async def test_an_untouched_form_writes_nothing_and_what_the_bot_filled_in_is_filled_in_anew(
    led: House,
) -> None:
    lead = await begun(led)
    filled = {told.part.value: told.text for told in versions(led)}
    assert (await writes(lead, seen=1, **filled)).status_code == 303
    assert len(versions(led)) == 2, "that of the bot"
    await writes(lead, seen=1, shortcomings="Một thôn nộp chậm.")
    led.write(lambda tx, _: hand_in(tx, led, MINH, 3, "2,1 ty", "160", "92%"))
    await lead.does(f"{REPORT}/bat-dau")
    said = words((await lead.opens(REPORT)).text)
    assert "2/2 đơn vị thành viên đã báo cáo. - Thu ngân sách trên địa bàn: 14,0 tỷ đồng" in said
    assert "Một thôn nộp chậm." in said


async def test_what_somebody_else_wrote_meanwhile_comes_back_beside_his_words(led: House) -> None:
    led.write(lambda tx, now: builders.person(tx, 900, "Điệp", now, (Role.CLUSTER_LEAD, 2)))
    lead, other = await begun(led), await led.enter(900)
    await writes(other, causes="của Điệp")
    answer = await writes(lead, causes="của Tài", proposals="Thêm xi măng.")
    assert answer.status_code == 422
    said = words(answer.text)
    assert "Điệp vừa viết phần này" in said
    assert "của Tài" in said
    assert [told.text for told in versions(led)][2:] == ["của Điệp", "Thêm xi măng."]


async def test_a_part_that_is_too_long_is_not_kept(led: House) -> None:
    lead = await begun(led)
    assert "Dài 3001 ký tự, nhiều nhất 3000" in words((await writes(lead, causes="x" * 3001)).text)
    assert len(versions(led)) == 2


async def test_a_text_that_was_handed_in_changes_only_with_a_reason_and_who_accepted_it_hears(
    led: House,
) -> None:
    lead = await handed_in(led)
    await (await led.enter(ADMIN)).does(f"{REPORT}/chuyen", move="accept")
    woken = led.woken
    for no_reason in ("", "12,5"):
        answer = await writes(lead, causes="Mưa lũ.", because=no_reason)
        assert answer.status_code == 422
        assert "cần nêu lý do sửa" in words(answer.text)
        assert "Mưa lũ." in answer.text
    assert (await writes(lead, causes="Mưa lũ.", because="bổ sung")).status_code == 303
    newest = versions(led)[-1]
    assert (newest.part, newest.text, newest.because) == (NarrativePart.CAUSES, "Mưa lũ.", "bổ sung")
    assert led.woken == woken + 1
    assert "bổ sung" in words((await lead.opens(f"{REPORT}/lich-su")).text)
    assert "đã nộp" in words((await lead.opens(REPORT)).text), "it waits to be accepted again"


async def test_without_results_nothing_is_handed_in(led: House) -> None:
    lead = await begun(led)
    await writes(lead, seen=1, results="")
    answer = await lead.does(f"{REPORT}/nop")
    assert (answer.status_code, len(versions(led))) == (403, 3)
    assert "Phần Kết quả nổi bật chưa có nội dung." in words(answer.text)


async def test_a_report_is_returned_with_a_reason_and_a_day_and_withdrawn(led: House) -> None:
    lead, admin = await handed_in(led), await led.enter(ADMIN)
    for sent, said in (
        ({"move": "return"}, "Cần nêu lý do."),
        ({"move": "return", "because": "7"}, "Cần nêu lý do."),
        ({"move": "return", "because_code": "figures_doubtful"}, "Cần chọn hạn mới."),
        ({"move": "sign"}, "không đến từ trang"),
        ({"move": "submit"}, "không đến từ trang"),
    ):
        assert said in words((await admin.does(f"{REPORT}/chuyen", **sent)).text), sent
    answer = await admin.does(f"{REPORT}/chuyen", move="return", because="Xem lại", due_on="2023-06-21")
    assert answer.status_code == 303
    said = words((await lead.opens(REPORT)).text)
    assert "bị trả lại" in said
    assert "Hạn Thứ Tư, 21/6/2023" in said
    await lead.does(f"{REPORT}/nop")
    assert (await lead.does(f"{REPORT}/chuyen", move="withdraw", because_code="too_early")).status_code == 303
    assert "đã rút" in words((await lead.opens(REPORT)).text)


async def test_a_locked_report_can_only_be_looked_at(led: House) -> None:
    await begun(led)
    led.now = moment("2023-08-20 09:00")
    lead = await led.enter(LEAD)
    page = (await lead.opens(REPORT)).text
    assert "Báo cáo đã khóa" in words(page)
    assert "<textarea" not in page
    answer = await writes(lead, causes="muộn")
    assert (answer.status_code, len(versions(led))) == (403, 2)


@pytest.mark.parametrize(
    ("chat", "sees"), [(ADMIN, True), (LAN, False), (HEAD, False), (HOA, False), (VIEWER, False)]
)
async def test_it_is_seen_and_written_by_whom_the_chat_lets(led: House, chat: int, sees: bool) -> None:
    await begun(led)
    browser = await led.enter(chat)
    for path in (REPORT, f"{REPORT}/lich-su"):
        assert (await browser.opens(path)).status_code == (200 if sees else 403)
    for answer in (
        await browser.does(f"{REPORT}/bat-dau"),
        await writes(browser, causes="x"),
        await browser.does(f"{REPORT}/nop"),
        await browser.does(f"{REPORT}/chuyen", move="withdraw", because="x"),
    ):
        assert answer.status_code == 403
    assert len(versions(led)) == 2


async def test_whose_cluster_takes_no_part_learns_nothing_of_the_campaign(led: House) -> None:
    def beside(tx: Tx, now: datetime) -> None:
        west = builders.cluster(tx, "C2", "Cụm khác")
        unit = builders.unit(tx, "K01", "Thôn Khe Bạc", cluster=west)
        builders.person(tx, 900, "Quý", now, (Role.CLUSTER_LEAD, unit))

    led.write(beside)
    other = await led.enter(900)
    answer = await other.opens("/bao-cao-cum/1/2")
    assert (answer.status_code, "Phong trào" in words(answer.text)) == (404, False)
    assert (await other.does("/bao-cao-cum/1/2/bat-dau")).status_code == 403
    assert (await other.opens(REPORT)).status_code == 403


@pytest.mark.parametrize("path", ["/bao-cao-cum/9/1", "/bao-cao-cum/1/99", f"/bao-cao-cum/{2**63}/1"])
async def test_a_report_that_is_not_there_is_a_clear_sentence(led: House, path: str) -> None:
    lead = await led.enter(LEAD)
    assert (await lead.opens(path)).status_code == 404
    for ending in ("", "/nop", "/lich-su"):
        assert (await lead.does(REPORT + ending)).status_code == 404, "not begun"
