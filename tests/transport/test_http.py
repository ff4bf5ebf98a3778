"""The calls over aiohttp, over real sockets: what arrives, and what each failure says about the message."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
import pytest
from telegram.error import TimedOut
from telegram.ext import ExtBot

from bot.app import build_application
from bot.config import Config
from bot.demo.server import LocalServer, serve
from bot.errors import OperatorError
from bot.transport import http
from bot.transport.http import AiohttpRequest, AnswerLost, NeverSent, proxy_of_environment
from bot.transport.pacing import Lane, TwoLanes
from bot.transport.sending import Attachment, Delivered, Outgoing, RetryLater, Unreachable, deliver
from tests.transport.wire import TOKEN

HELLO = Outgoing(chat_id=42, html="<b>Chào</b> đồng chí & bạn".replace("&", "&amp;"))
Speak = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b'{"ok":true,"result":{"message_id":7,"date":1,"chat":{"id":42,"type":"private"}}}'


def answer(body: bytes, *, length: int | None = None) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body) if length is None else length}\r\n\r\n"
    return head.encode() + body


@asynccontextmanager
async def listening(speak: Speak) -> AsyncIterator[str]:
    """A server that speaks as the test likes: a connection after another is handed to `speak`."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await speak(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()[:2]
        yield f"http://{host}:{port}"


@asynccontextmanager
async def calling(
    address: str, *, proxy: str | None = None, connections: int = 4
) -> AsyncIterator[ExtBot[Lane]]:
    request = AiohttpRequest(connections=connections, proxy=proxy)
    bot: ExtBot[Lane] = ExtBot(
        TOKEN,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=request,
        get_updates_request=request,
        rate_limiter=TwoLanes(),
    )
    await request.initialize()
    try:
        yield bot
    finally:
        await request.shutdown()


@asynccontextmanager
async def telegram() -> AsyncIterator[tuple[str, httpx.AsyncClient]]:
    """The local Bot API server, with a person in chat 42 who has started the bot."""
    server = LocalServer(token=TOKEN, username="dondoc_bot", now=lambda: datetime.now(UTC), seed=3)
    async with serve(server) as address, httpx.AsyncClient(base_url=address) as people:
        await people.post("/control/send", json={"chat": 42, "text": "/start"})
        yield address, people


async def read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
    return head + await reader.readexactly(length)


# --- What arrives ------------------------------------------------------------------------------------------


async def test_a_text_arrives_with_its_marks_and_buttons() -> None:
    async with telegram() as (address, people), calling(address) as bot:
        sent = Outgoing(chat_id=42, html=HELLO.html, buttons=((("Nộp báo cáo", "submit:1"),),))
        assert isinstance(await deliver(bot, sent, lane="reply"), Delivered)
        seen = (await people.get("/control/messages", params={"chat": 42})).json()[-1]
    assert (seen["text"], seen["buttons"][0][0]["text"]) == ("Chào đồng chí & bạn", "Nộp báo cáo")


async def test_a_file_arrives_under_its_vietnamese_name_and_comes_back_byte_for_byte() -> None:
    content = bytes(range(256)) * 2000
    async with telegram() as (address, people), calling(address) as bot:
        file = Attachment(kind="document", content=content, name='Báo cáo "quý II" (Nà Hoa).bin')
        assert isinstance(
            await deliver(bot, Outgoing(chat_id=42, html="Mẫu", attachment=file), lane="reply"), Delivered
        )
        seen = (await people.get("/control/messages", params={"chat": 42})).json()[-1]
        kept = await bot.get_file(seen["document"]["file_id"])
        assert (seen["document"]["file_name"], bytes(await kept.download_as_bytearray())) == (
            file.name,
            content,
        )


async def test_calls_share_one_open_connection() -> None:
    connections = 0

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while True:
            await read_request(reader)
            writer.write(answer(OK))

    async with listening(speak) as address, calling(address) as bot:
        for _ in range(5):
            await deliver(bot, HELLO, lane="reply")
    assert connections == 1


async def test_calls_go_through_the_proxy_that_is_set() -> None:
    asked: list[bytes] = []

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await read_request(reader)).split(b"\r\n")[0])
        writer.write(answer(OK))

    async with listening(speak) as proxy, calling("http://telegram.invalid", proxy=proxy) as bot:
        assert await deliver(bot, HELLO, lane="reply") == Delivered(message_ids=(7,))
    assert asked == [f"POST http://telegram.invalid/bot{TOKEN}/sendMessage HTTP/1.1".encode()]


@pytest.mark.parametrize(
    ("variables", "proxy"),
    [
        ({}, None),
        ({"https_proxy": "http://proxy.example:3128"}, "http://proxy.example:3128"),
        ({"all_proxy": "http://proxy.example:3128"}, "http://proxy.example:3128"),
        ({"http_proxy": "http://proxy.example:3128"}, None),
        ({"https_proxy": "http://proxy.example:3128", "no_proxy": "telegram.org"}, None),
    ],
)
def test_without_a_proxy_of_its_own_the_bot_takes_that_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], proxy: str | None
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert proxy_of_environment("https://api.telegram.org/bot") == proxy


@pytest.mark.parametrize(("setting", "kind"), [("aiohttp", "AiohttpRequest"), ("httpx", "HTTPXRequest")])
async def test_the_setting_says_which_library_speaks_http(setting: str, kind: str) -> None:
    config = Config.load(None, {"DONDOC_TELEGRAM__TOKEN": TOKEN, "DONDOC_TELEGRAM__HTTP": setting})
    request = build_application(config).bot.request
    assert type(request).__name__ == kind
    await request.shutdown()


# --- What goes wrong ---------------------------------------------------------------------------------------


async def hangs_up(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await read_request(reader)


async def breaks_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(answer(OK, length=len(OK) + 1))


async def babbles(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(b"what is this\r\n\r\n")


async def says_nothing(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read()


async def refuses_to_tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")


async def failure(bot: ExtBot[Lane]) -> Exception:
    """What a call raises; neither it nor what stands behind it may tell the token."""
    with pytest.raises(http.NetworkError) as caught:
        await bot.send_message(42, "Chào")
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert TOKEN not in shown.replace(__file__, "")
    return caught.value


@pytest.mark.parametrize(
    ("speak", "kind"),
    [(hangs_up, AnswerLost), (breaks_off, AnswerLost), (babbles, AnswerLost), (says_nothing, TimedOut)],
)
async def test_what_breaks_off_after_the_call_was_written_may_have_arrived(
    speak: Speak, kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "ANSWERS_WITHIN", 0.2)
    async with listening(speak) as address, calling(address) as bot:
        assert type(await failure(bot)) is kind
        outcome = await deliver(bot, HELLO, lane="bulk")
    assert isinstance(outcome, RetryLater)
    assert not outcome.certain


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1", "http://no-such-host.invalid", "http://[no-address"]
)
async def test_what_finds_no_server_was_never_sent(address: str) -> None:
    async with calling(address) as bot:
        assert type(await failure(bot)) is NeverSent
        outcome = await deliver(bot, HELLO, lane="bulk")
    assert isinstance(outcome, RetryLater)
    assert outcome.certain


async def test_a_server_whose_certificate_cannot_be_trusted_gets_nothing() -> None:
    async with (
        listening(says_nothing_after_a_word) as address,
        calling(address.replace("http:", "https:")) as bot,
    ):
        assert type(await failure(bot)) is NeverSent


async def says_nothing_after_a_word(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1)
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", None])
async def test_what_the_proxy_does_not_let_through_was_never_sent(proxy: str | None) -> None:
    async with (
        listening(refuses_to_tunnel) as refusing,
        calling("https://telegram.invalid", proxy=proxy or refusing) as bot,
    ):
        assert type(await failure(bot)) is NeverSent


async def test_what_finds_no_free_connection_was_never_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "FREE_WITHIN", 0.1)
    monkeypatch.setattr(http, "CONNECTS_WITHIN", 0.1)
    occupied = asyncio.Event()

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        occupied.set()
        await reader.read()

    async with listening(speak) as address, calling(address, connections=1) as bot:
        first = asyncio.create_task(bot.send_message(42, "Chào"))
        await occupied.wait()
        assert type(await failure(bot)) is NeverSent
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)


@pytest.mark.parametrize(
    ("fault", "certain"),
    [({"kind": "5xx"}, True), ({"kind": "429", "seconds": 70}, True), ({"kind": "drop"}, False)],
)
async def test_the_faults_of_the_local_server_are_told_apart(fault: dict[str, object], certain: bool) -> None:
    async with telegram() as (address, people), calling(address) as bot:
        await people.post("/control/fault", json={"method": "sendMessage", "next": 1, **fault})
        outcome = await deliver(bot, HELLO, lane="bulk")
    assert isinstance(outcome, RetryLater)
    assert outcome.certain is certain


async def test_a_person_who_blocked_the_bot_or_never_started_it_is_unreachable() -> None:
    async with telegram() as (address, people), calling(address) as bot:
        await people.post("/control/block", json={"chat": 42})
        assert isinstance(await deliver(bot, HELLO, lane="bulk"), Unreachable)
        assert isinstance(await deliver(bot, Outgoing(chat_id=43, html="Chào"), lane="bulk"), Unreachable)


async def test_a_token_that_the_server_does_not_know_is_the_operators_matter() -> None:
    server = LocalServer(token="1:another", username="x_bot", now=lambda: datetime.now(UTC))
    async with serve(server) as address, calling(address) as bot:
        with pytest.raises(OperatorError, match="token"):
            await deliver(bot, HELLO, lane="reply")
