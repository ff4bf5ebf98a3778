"""The page within Telegram's web client, which shows a Mini App in a frame: there and nowhere else."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.async_api import Route, async_playwright, expect

from bot.demo import account
from bot.demo.world import World
from bot.web.serving import listening
from bot.web.site import application
from tests.demo.test_page import CHROMIUM, QUIET
from tests.town import LAN, MINH
from tests.web.house import COOKIE, TOKEN, Browser, House, words
from tests.web.test_browser import NEEDS_CHROMIUM
from tests.web.test_entering import cookie_of, init_data
from tests.web.test_report import REPORT

FRAME = {"Sec-Fetch-Dest": "iframe"}
TELEGRAM = "frame-ancestors https://web.telegram.org https://webk.telegram.org https://webz.telegram.org"
FRAMED = f"{COOKIE}-framed"


def framed(house: House) -> Browser:
    browser = house.browser()
    browser.client.headers.update(FRAME)
    return browser


async def entered(house: House, chat: int = LAN) -> Browser:
    browser = framed(house)
    assert (await browser.sends("/mo", init_data=init_data(house, chat))).status_code == 303
    return browser


def policy(answer: httpx.Response) -> str:
    return answer.headers["content-security-policy"].rpartition("; ")[2]


async def test_telegram_alone_may_frame_what_it_opened_there(house: House) -> None:
    browser = framed(house)
    answer = await browser.opens("/mo")
    assert (policy(answer), "x-frame-options" in answer.headers) == (TELEGRAM, False)
    assert "Đăng nhập bằng mã" not in words(answer.text), "that would leave the frame"
    browser = await entered(house)
    for path in ("/", REPORT, "/nowhere"):
        assert policy(await browser.opens(path)) == TELEGRAM


@pytest.mark.parametrize("dest", ["document", "frame", "object", "embed", "empty", None])
async def test_nothing_else_is_framed(house: House, dest: str | None) -> None:
    browser = await house.enter(LAN)
    browser.client.headers.update({} if dest is None else {"Sec-Fetch-Dest": dest})
    for path in ("/", "/mo", REPORT):
        answer = await browser.opens(path)
        assert (policy(answer), answer.headers["x-frame-options"]) == ("frame-ancestors 'none'", "DENY")


async def test_the_way_in_by_a_code_is_not_framed(house: House) -> None:
    browser = framed(house)
    code = house.link(LAN)
    for answer in (
        await browser.opens("/vao"),
        await browser.opens(f"/vao/{code}"),
        await browser.sends("/vao", code=code),
    ):
        assert policy(answer) == "frame-ancestors 'none'"
    assert FRAMED not in browser.client.cookies


async def test_without_tls_nothing_is_framed(house: House) -> None:
    here = House(house.store, house.files.folder.parent, address="http://127.0.0.1:8085")
    assert policy(await framed(here).opens("/mo")) == "frame-ancestors 'none'"


async def test_the_cookie_of_a_frame_is_kept_apart_for_the_site_around_it(house: House) -> None:
    answer = await framed(house).sends("/mo", init_data=init_data(house, LAN))
    said = cookie_of(answer)
    assert said.startswith(f"{FRAMED}=")
    assert {"Path=/", "HttpOnly", "Secure", "SameSite=None", "Partitioned"} <= set(said.split("; "))


async def test_neither_of_the_two_sessions_of_a_browser_opens_the_other_door(house: House) -> None:
    inside, outside = await entered(house), await house.enter(MINH)
    tokens = inside.client.cookies[FRAMED], outside.client.cookies[COOKIE]
    for browser in (inside, outside):
        browser.client.cookies.clear()
        browser.client.cookies.update({COOKIE: tokens[1], FRAMED: tokens[0]})
    assert "Chào Lan" in words((await inside.opens("/")).text)
    assert "Chào Minh" in words((await outside.opens("/")).text)
    for browser, other in ((inside, COOKIE), (outside, FRAMED)):
        browser.client.cookies.clear()
        browser.client.cookies[other] = tokens[other == COOKIE]
        assert (await browser.opens("/")).status_code == 401


async def test_whoever_is_out_in_a_frame_is_told_how_to_come_in_again(house: House) -> None:
    browser = await entered(house)
    answer = await browser.does("/ra")
    assert answer.headers["location"] == "/mo"
    assert "Max-Age=0" in cookie_of(answer)
    answer = await browser.opens("/")
    assert (answer.status_code, policy(answer)) == (401, TELEGRAM)
    assert "Nếu trình duyệt chặn cookie trong khung, gõ /trang" in words(answer.text)
    assert "Mã dùng một lần" not in words(answer.text)


async def test_a_form_of_another_site_does_nothing_in_a_frame_either(house: House) -> None:
    browser = await entered(house)
    headers = {"Origin": "https://web.telegram.org", "Sec-Fetch-Site": "cross-site"}
    answer = await browser.client.post("/ra", data={"key": await browser.key()}, headers=headers)
    assert answer.status_code == 400
    assert (await browser.sends("/ra", key="0" * 64)).status_code == 400
    assert (await browser.opens("/")).status_code == 200


# --- In a real browser ---------------------------------------------------------------------------------------


def certified(folder: Path, host: str) -> ssl.SSLContext:
    """What a server needs to serve this host; nobody but it vouches for the certificate."""
    key, day = ec.generate_private_key(ec.SECP256R1()), timedelta(days=1)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - day)
        .not_valid_after(datetime.now(UTC) + day)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@asynccontextmanager
async def over_tls(house: House, folder: Path, port: int) -> AsyncIterator[int]:
    """The page as behind an office's web server; gives the port."""

    async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        within, without = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_piped(reader, without), _piped(within, writer))

    async with listening(application(house.site), "127.0.0.1", port):
        context = certified(folder, "thidua.example.vn")
        server = await asyncio.start_server(passed_on, "127.0.0.1", 0, ssl=context)
        async with server:
            yield int(server.sockets[0].getsockname()[1])


async def _piped(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        # The browser has gone on to another page.
        pass
    finally:
        writer.close()


@NEEDS_CHROMIUM
async def test_telegrams_web_client_shows_the_page_and_another_site_does_not(
    house: House, tmp_path: Path, unused_tcp_port: int
) -> None:
    world = World(token=TOKEN, username="dondoc_bot", now=lambda: house.now)
    said = quote(account.init_data(world, world.chats.open(LAN, "Lan")))
    sandbox = "allow-scripts allow-same-origin allow-popups allow-forms allow-modals"
    around = (
        f'<iframe name="app" sandbox="{sandbox}" src="{house.site.address}/mo#tgWebAppData={said}"></iframe>'
    )

    async def host(route: Route) -> None:
        await route.fulfill(body=around, content_type="text/html")

    async with over_tls(house, tmp_path, unused_tcp_port) as port, async_playwright() as playwright:
        mapped = f"--host-resolver-rules=MAP thidua.example.vn:443 127.0.0.1:{port}"
        # Sites of the Internet may else not speak to this machine.
        local = "--disable-features=LocalNetworkAccessChecks"
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, mapped, local])
        context = await chromium.new_context(ignore_https_errors=True)
        await context.route("https://*.telegram.org/**", host)
        await context.route("https://evil.example/", host)
        page = await context.new_page()
        app = page.frame_locator("iframe")
        async with page.expect_console_message(lambda one: "frame-ancestors" in one.text):
            await page.goto("https://evil.example/")
        await page.goto("https://web.telegram.org/a/")
        await expect(app.get_by_role("heading", level=1)).to_have_text("Chào Lan")
        await app.get_by_role("link", name="Thôn Nà Hoa – Đợt 1").click()
        await app.get_by_role("button", name="Bắt đầu báo cáo").click()
        await app.get_by_label("Số liệu (tỷ đồng)").fill("4,2 ty")
        await app.get_by_role("button", name="Ghi số liệu").click()
        await expect(app.get_by_role("status")).to_have_text("Đã ghi số liệu.")
        outside = await context.new_page()
        await outside.goto(f"{house.site.address}/")
        await expect(outside.get_by_role("alert")).to_contain_text("chưa đăng nhập")
        await chromium.close()
