import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import BadRequest

from bot.demo import people
from bot.demo.server import LocalServer, serve
from tests.demo.acting import PERSON, TOKEN, running_bot


class Receiver:
    """The bot's own address: notes what is pushed, and refuses as often as it is told to."""

    def __init__(self) -> None:
        self.pushed: list[tuple[int, str]] = []
        self.secrets: list[str | None] = []
        self.refusals = 0
        self.blocked_chat = 0
        self.unblocked = asyncio.Event()

    async def receive(self, request: Request) -> Response:
        update = await request.json()
        chat_id, text = update["message"]["chat"]["id"], update["message"]["text"]
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if chat_id == self.blocked_chat:
            await self.unblocked.wait()
        if self.refusals:
            self.refusals -= 1
            return Response(status_code=500)
        self.pushed.append((chat_id, text))
        return Response()


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


async def test_updates_are_pushed_in_order_with_the_secret(receiver: Receiver) -> None:
    async with _set_up(receiver) as (local, bot, _):
        for word in ("một", "hai", "ba"):
            people.write(local.world, PERSON, text=word)
        await _until_confirmed(local, 3)
        assert receiver.pushed == [(PERSON, "một"), (PERSON, "hai"), (PERSON, "ba")]
        assert set(receiver.secrets) == {"b-mt"}
        assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_what_waited_before_is_pushed_too(receiver: Receiver) -> None:
    async with _set_up(receiver, words_before=("sớm",)) as (local, _, _):
        await _until_confirmed(local, 1)
        assert receiver.pushed == [(PERSON, "sớm")]


async def test_a_refused_update_is_pushed_again_with_growing_pauses_and_before_the_next(
    receiver: Receiver,
) -> None:
    receiver.refusals = 3
    async with _set_up(receiver) as (local, bot, pauses):
        people.write(local.world, PERSON, text="một")
        people.write(local.world, PERSON, text="hai")
        await _until_confirmed(local, 2)
        assert receiver.pushed == [(PERSON, "một"), (PERSON, "hai")]
        assert pauses == [0.5, 1.0, 2.0]
        told = await bot.get_webhook_info()
        assert told.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_a_chat_that_hangs_holds_up_no_other(receiver: Receiver) -> None:
    receiver.blocked_chat = PERSON
    async with _set_up(receiver) as (local, _, _):
        people.write(local.world, PERSON, text="chậm")
        people.write(local.world, 6, text="nhanh")
        await _until_confirmed(local, 1)
        assert receiver.pushed == [(6, "nhanh")]
        receiver.unblocked.set()
        await _until_confirmed(local, 2)


async def test_the_same_webhook_set_twice_pushes_nothing_twice(receiver: Receiver) -> None:
    receiver.blocked_chat = PERSON
    async with _set_up(receiver) as (local, bot, _):
        people.write(local.world, PERSON, text="một")
        await bot.set_webhook(local.world.webhook.url, secret_token="b-mt", max_connections=8)
        receiver.unblocked.set()
        await _until_confirmed(local, 1)
        assert receiver.pushed == [(PERSON, "một")]
        assert len(receiver.secrets) == 1


async def test_an_address_on_another_machine_must_be_https(receiver: Receiver) -> None:
    async with _set_up(receiver) as (_, bot, _):
        with pytest.raises(BadRequest, match="Bad webhook: an https url must be provided for webhook"):
            await bot.set_webhook("http://example.org/hook")
        with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
            await bot.set_webhook("https://example.org/hook", secret_token="a b")


async def test_the_settings_can_be_asked_for(receiver: Receiver) -> None:
    async with _set_up(receiver) as (_, bot, _):
        told = await bot.get_webhook_info()
        assert told.url.endswith("/hook")
        assert told.allowed_updates == ("message",)
        assert told.max_connections == 8
        await bot.delete_webhook()
        assert (await bot.get_webhook_info()).url == ""


@asynccontextmanager
async def _set_up(
    receiver: Receiver, words_before: tuple[str, ...] = ()
) -> AsyncIterator[tuple[LocalServer, Bot, list[float]]]:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    local = LocalServer(
        token=TOKEN,
        username="dondoc_test_bot",
        now=lambda: datetime(2023, 6, 13, tzinfo=UTC),
        pause=pause,
        extra_routes=[Route("/hook", receiver.receive, methods=["POST"])],
    )
    async with serve(local) as address, running_bot(address) as bot:
        for word in words_before:
            people.write(local.world, PERSON, text=word)
        await bot.set_webhook(
            f"{address}/hook", secret_token="b-mt", allowed_updates=["message"], max_connections=8
        )
        yield local, bot, pauses


async def _until_confirmed(local: LocalServer, count: int) -> None:
    async with asyncio.timeout(5):
        while local.world.updates.confirmed < count:  # noqa: ASYNC110 -- The server has no event for it.
            await asyncio.sleep(0)
