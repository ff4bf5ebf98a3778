"""The doors of the page: who comes in, for how long, and what keeps everybody else out."""

import json
from datetime import datetime, timedelta

import httpx
import pytest
from sqlalchemy import select, update

from bot.demo import account
from bot.demo.world import World
from bot.store import personal
from bot.store.engine import Tx
from bot.store.message_tables import audit
from bot.store.people_tables import page_links, page_sessions
from bot.store.tables import people, roles
from bot.usecases import page_sessions as use
from tests.town import ADMIN, LAN, MINH, STRANGER
from tests.web.house import COOKIE, TOKEN, House, words
from tests.web.test_init_data import signed


def init_data(house: House, chat: int, *, age: timedelta = timedelta(0)) -> str:
    at = int((house.now - age).timestamp())
    return signed({"user": json.dumps({"id": chat}), "auth_date": str(at)}, token=TOKEN)


def cookie_of(answer: httpx.Response) -> str:
    return answer.headers.get("set-cookie", "")


async def test_telegram_brings_somebody_in(house: House) -> None:
    browser = house.browser()
    assert "Mở trang này bằng nút" in words((await browser.opens("/mo")).text)
    answer = await browser.sends("/mo", init_data=init_data(house, LAN))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Chào Lan" in words((await browser.opens("/")).text)


async def test_the_cookie_is_for_this_page_alone_and_no_script_reads_it(house: House) -> None:
    answer = await house.browser().sends("/vao", code=house.link(LAN))
    said = cookie_of(answer).lower()
    assert said.startswith(f"{COOKIE.lower()}=")
    assert {"httponly", "secure", "samesite=lax", "path=/", f"max-age={12 * 3600}"} <= set(said.split("; "))
    assert "domain" not in said


async def test_a_page_without_tls_is_only_for_this_machine_and_its_cookie_is_not_marked_secure(
    house: House,
) -> None:
    here = House(house.store, house.files.folder.parent, address="http://127.0.0.1:8085")
    said = cookie_of(await here.browser().sends("/vao", code=here.link(LAN))).lower()
    assert said.startswith("dondoc=")
    assert "secure" not in said
    assert "httponly" in said


async def test_only_hashes_of_codes_and_sessions_are_kept(house: House) -> None:
    code = house.link(LAN)
    answer = await house.browser().sends("/vao", code=code)
    token = cookie_of(answer).partition("=")[2].partition(";")[0]

    def kept(tx: Tx, _: datetime) -> str:
        return repr([tx.execute(select(table)).all() for table in (page_links, page_sessions, audit)])

    text = house.write(kept)
    assert code not in text
    assert token not in text
    assert use.hash_of(code) in text
    assert use.hash_of(token) in text


@pytest.mark.parametrize("change", [str, str.lower, lambda code: f" {code[:4]}-{code[4:8]} {code[8:]} "])
async def test_a_code_is_read_however_it_is_typed(house: House, change: object) -> None:
    answer = await house.browser().sends("/vao", code=change(house.link(LAN)))  # type: ignore[operator]
    assert answer.status_code == 303


async def test_looking_at_a_link_uses_nothing_up(house: House) -> None:
    code = house.link(LAN)
    for _ in range(3):
        answer = await house.browser().opens(f"/vao/{code}")
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
        assert f'value="{code}"' in answer.text
    assert (await house.browser().sends("/vao", code=code)).status_code == 303


async def test_a_link_that_is_used_twice_says_so(house: House) -> None:
    code = house.link(LAN)
    assert (await house.browser().sends("/vao", code=code)).status_code == 303
    answer = await house.browser().sends("/vao", code=code)
    assert answer.status_code == 403
    assert "Đường dẫn này đã được dùng; mỗi đường dẫn chỉ dùng một lần." in words(answer.text)
    assert cookie_of(answer) == ""


async def test_a_link_is_good_for_ten_minutes(house: House) -> None:
    code = house.link(LAN)
    house.now += timedelta(minutes=10)
    answer = await house.browser().sends("/vao", code=code)
    assert answer.status_code == 403
    assert "đã quá 10 phút" in words(answer.text)


@pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC", "<script>alert(1)</script>", "ằ" * 40, "0" * 5000])
async def test_a_wrong_code_lets_nobody_in_and_is_shown_as_words(house: House, code: str) -> None:
    house.link(LAN)
    answer = await house.browser().sends("/vao", code=code)
    assert answer.status_code == 403
    assert "Mã không đúng." in words(answer.text)
    assert "<script>alert" not in answer.text


async def test_an_address_with_markup_in_it_stays_words(house: House) -> None:
    answer = await house.browser().opens('/vao/"><script>alert(1)<%2fscript>')
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("text", ["", "hash=00", signed({"auth_date": "1"}, token=TOKEN)])
async def test_what_telegram_did_not_sign_lets_nobody_in(house: House, text: str) -> None:
    answer = await house.browser().sends("/mo", init_data=text)
    assert answer.status_code == 403
    assert "Không nhận ra Telegram của anh/chị." in words(answer.text)


async def test_an_opening_of_long_ago_lets_nobody_in(house: House) -> None:
    answer = await house.browser().sends("/mo", init_data=init_data(house, LAN, age=timedelta(hours=1)))
    assert answer.status_code == 403
    assert "mở quá lâu" in words(answer.text)


async def test_a_stranger_is_told_how_to_get_a_role(house: House) -> None:
    answer = await house.browser().sends("/mo", init_data=init_data(house, STRANGER))
    assert answer.status_code == 403
    assert "chưa được giao vai trò nào" in words(answer.text)
    assert cookie_of(answer) == ""


async def test_the_local_server_signs_as_telegram_does(house: House) -> None:
    world = World(token=TOKEN, username="dondoc_bot", now=lambda: house.now)
    chat = world.chats.open(LAN, "Lan")
    answer = await house.browser().sends("/mo", init_data=account.init_data(world, chat))
    assert answer.status_code == 303


async def test_after_ten_wrong_codes_an_address_waits_a_minute_and_others_do_not(house: House) -> None:
    code, guesser = house.link(LAN), house.browser(host="203.0.113.9")
    for _ in range(10):
        assert (await guesser.sends("/vao", code="AAAABBBBCCCC")).status_code == 403
    answer = await guesser.sends("/vao", code=code)
    assert answer.status_code == 429
    assert "Đợi một phút rồi thử lại." in words(answer.text)
    assert (await house.browser().sends("/vao", code=house.link(MINH))).status_code == 303
    house.now += timedelta(minutes=1, seconds=1)
    assert (await guesser.sends("/vao", code=code)).status_code == 303


# --- Staying and leaving -----------------------------------------------------------------------------------


async def test_a_session_ends_after_a_day_of_work(house: House) -> None:
    browser = await house.enter(LAN)
    house.now += timedelta(hours=11, minutes=59)
    assert (await browser.opens("/")).status_code == 200
    house.now += timedelta(minutes=1)
    answer = await browser.opens("/")
    assert answer.status_code == 401
    assert "phiên đăng nhập đã hết" in words(answer.text)
    assert "Mã dùng một lần" in words(answer.text)


async def test_whoever_signs_out_is_out(house: House) -> None:
    browser = await house.enter(LAN)
    stolen = browser.client.cookies[COOKIE]
    answer = await browser.does("/ra")
    assert (answer.status_code, answer.headers["location"]) == (303, "/vao")
    thief = house.browser()
    thief.client.cookies[COOKIE] = stolen
    assert (await thief.opens("/")).status_code == 401


async def test_signing_out_everywhere_ends_every_session_and_link_of_this_person_alone(house: House) -> None:
    one, two, other = await house.enter(LAN), await house.enter(LAN), await house.enter(MINH)
    waiting = house.link(LAN)
    assert house.write(lambda tx, now: use.leave_all(tx, house.who(tx, LAN), now)).ended == 2
    assert [(await browser.opens("/")).status_code for browser in (one, two, other)] == [401, 401, 200]
    assert (await house.browser().sends("/vao", code=waiting)).status_code == 403


async def test_whoever_comes_in_takes_the_place_of_who_was_signed_in_there(house: House) -> None:
    browser = await house.enter(LAN)
    before = browser.client.cookies[COOKIE]
    assert (await browser.sends("/vao", code=house.link(MINH))).status_code == 303
    assert "Chào Minh" in words((await browser.opens("/")).text)
    browser.client.cookies.clear()
    browser.client.cookies[COOKIE] = before
    assert (await browser.opens("/")).status_code == 401


async def test_a_role_that_is_revoked_counts_from_the_next_request_on(house: House) -> None:
    browser = await house.enter(LAN)
    assert (await browser.opens("/")).status_code == 200
    house.write(
        lambda tx, now: tx.execute(
            update(roles)
            .where(roles.c.person_id == select(people.c.id).where(people.c.chat_id == LAN).scalar_subquery())
            .values(until=now)
        )
    )
    answer = await browser.opens("/")
    assert answer.status_code == 403
    assert "chưa được giao vai trò nào" in words(answer.text)


async def test_a_person_whose_data_was_deleted_is_out(house: House) -> None:
    browser, code = await house.enter(LAN), house.link(LAN)
    house.write(lambda tx, now: personal.erase(tx, house.who(tx, LAN).known, now))
    assert (await browser.opens("/")).status_code == 401
    assert (await house.browser().sends("/vao", code=code)).status_code == 403


@pytest.mark.parametrize("cookie", ["", "x", "ằ", "'; DROP TABLE people; --", "0" * 4000])
async def test_a_made_up_cookie_opens_nothing(house: House, cookie: str) -> None:
    browser = house.browser()
    answer = await browser.client.get("/", headers={"Cookie": f"{COOKIE}={cookie}".encode()})
    assert answer.status_code == 401


# --- Forms -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [None, "", "0" * 64, "ằ"])
async def test_a_form_without_the_key_of_the_session_does_nothing(house: House, key: str | None) -> None:
    browser = await house.enter(LAN)
    answer = await browser.sends("/ra", **({} if key is None else {"key": key}))
    assert answer.status_code == 400
    assert "không đến từ trang đang mở" in words(answer.text)
    assert (await browser.opens("/")).status_code == 200


async def test_a_form_with_the_key_of_somebody_else_does_nothing(house: House) -> None:
    browser, other = await house.enter(LAN), await house.enter(MINH)
    assert (await browser.sends("/ra", key=await other.key())).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://thidua.example.vn"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/ra", "/vao", "/mo"])
async def test_a_form_from_another_site_does_nothing(
    house: House, path: str, headers: dict[str, str]
) -> None:
    browser = await house.enter(LAN)
    fields = {"key": await browser.key(), "code": house.link(MINH), "init_data": init_data(house, MINH)}
    answer = await browser.client.post(path, data=fields, headers=headers)
    assert answer.status_code == 400
    assert "Chào Lan" in words((await browser.opens("/")).text)


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"x" * 20_000, "application/x-www-form-urlencoded", 413),
        (b"code=%FF%FE", "application/x-www-form-urlencoded", 403),
        (b"\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=1" for _ in range(5_000)), "application/x-www-form-urlencoded", 413),
        (b'{"code": "x"}', "application/json", 400),
        (b"", "", 400),
    ],
)
async def test_what_is_no_form_is_refused(house: House, content: bytes, kind: str, status: int) -> None:
    answer = await house.browser().client.post("/vao", content=content, headers={"Content-Type": kind})
    assert answer.status_code == status


async def test_every_answer_forbids_what_the_page_does_not_need(house: House) -> None:
    browser = await house.enter(ADMIN)
    for path in ("/", "/vao", "/mo", "/style.css", "/enter.js", "/nowhere"):
        headers = (await browser.opens(path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["strict-transport-security"]


async def test_an_address_that_is_not_there_says_so_and_shows_the_way_home(house: House) -> None:
    answer = await (await house.enter(LAN)).opens("/nowhere")
    assert answer.status_code == 404
    assert "Không có trang này." in words(answer.text)


async def test_a_fault_of_ours_is_a_clear_sentence(house: House) -> None:
    browser = await house.enter(LAN)
    house.write(lambda tx, _: tx.exec_driver_sql("ALTER TABLE page_sessions RENAME TO gone"))
    answer = await browser.opens("/")
    assert answer.status_code == 500
    assert "Trang gặp lỗi" in words(answer.text)


@pytest.mark.parametrize("digits", [101, 5000])
async def test_a_number_too_long_for_a_key_is_an_address_that_is_not_there(house: House, digits: int) -> None:
    browser = await house.enter(LAN)
    answer = await browser.opens("/bao-cao/" + "9" * digits + "/1")
    assert answer.status_code == 404
    assert "Không có trang này." in words(answer.text)
