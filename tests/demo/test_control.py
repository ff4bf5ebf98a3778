import asyncio
import contextlib

import httpx
from telegram import Bot
from telegram.error import BadRequest, NetworkError

from bot.demo.server import LocalServer
from tests.demo.acting import PERSON, Control, Seconds


async def test_a_wait_ends_with_the_message_that_comes(
    bot: Bot, control: Control, local: LocalServer
) -> None:
    written = await control.start()
    wait = asyncio.create_task(control.get("wait", chat=PERSON, after_message_id=written, timeout=10))
    await _until_awaited(local)
    await bot.send_message(PERSON, "chào")
    answer = await wait
    assert [message["text"] for message in answer["messages"]] == ["chào"]


async def test_a_wait_ends_with_an_edit_of_an_older_message(bot: Bot, control: Control) -> None:
    await control.start()
    old = await bot.send_message(PERSON, "cũ")
    written = (await control.post("send", chat=PERSON, text="12,5"))["message_id"]
    await bot.edit_message_text("mới", PERSON, old.message_id)
    answer = await control.get("wait", chat=PERSON, after_message_id=written, timeout=10)
    assert [message["text"] for message in answer["messages"]] == ["mới"]


async def test_a_wait_after_a_tap_sees_only_what_came_of_the_tap(bot: Bot, control: Control) -> None:
    await control.start()
    old = await bot.send_message(PERSON, "cũ")
    tapped = await control.post("tap", chat=PERSON, message_id=old.message_id, data="x", forged=True)
    assert (await control.get("wait", chat=PERSON, since=tapped["change"]))["messages"] == []
    await bot.edit_message_text("mới", PERSON, old.message_id)
    answer = await control.get("wait", chat=PERSON, since=tapped["change"], timeout=10)
    assert [message["text"] for message in answer["messages"]] == ["mới"]
    assert (await control.get("wait", chat=PERSON, since=answer["change"]))["messages"] == []


async def test_a_wait_does_not_end_with_what_another_person_gets(bot: Bot, control: Control) -> None:
    written = await control.start()
    await control.start(6)
    await bot.send_message(6, "x")
    answer = await control.get("wait", chat=PERSON, after_message_id=written, timeout=0.01)
    assert answer["messages"] == []


async def test_every_call_is_noted_with_its_outcome(bot: Bot, control: Control, clock: Seconds) -> None:
    await control.start()
    await bot.send_message(PERSON, "x")
    with contextlib.suppress(BadRequest):
        await bot.send_message(PERSON, "")
    await control.post("fault", kind="drop", method="sendMessage", next=1)
    clock.forward(2.5)
    with contextlib.suppress(NetworkError):
        await bot.send_message(PERSON, "x")
    calls = await control.get("calls")
    assert [(c["n"], c["method"], c["chat_id"], c["outcome"], c["ok"]) for c in calls] == [
        (1, "getMe", None, 200, True),
        (2, "sendMessage", PERSON, 200, True),
        (3, "sendMessage", PERSON, 400, False),
        (4, "sendMessage", PERSON, 200, True),
    ]
    assert calls[2]["description"] == "Bad Request: message text is empty"
    assert calls[3]["fault"] == "drop"
    assert calls[3]["monotonic"] - calls[2]["monotonic"] == 2.5
    assert [c["n"] for c in await control.get("calls", since=3)] == [4]
    assert await control.get("calls", since=4) == []


async def test_after_a_reset_everything_is_empty(bot: Bot, control: Control) -> None:
    await control.start()
    await bot.send_document(PERSON, b"x")
    await bot.set_my_commands([("baocao", "Báo cáo")])
    await control.post("fault", kind="5xx", share=1)
    await control.post("reset")
    assert await control.get("calls") == []
    assert await control.seen() == []
    assert await bot.get_my_commands() == ()
    told = await control.get("updates")
    assert (told["pending"], told["confirmed"]) == (0, 0)
    assert await bot.get_updates() == ()


async def test_ids_go_on_after_a_reset_so_that_a_running_bot_confirms_nothing_new(
    bot: Bot, control: Control
) -> None:
    first = await control.post("send", chat=PERSON, text="một")
    await control.post("reset")
    second = await control.post("send", chat=PERSON, text="hai")
    assert second["update_id"] == first["update_id"] + 1
    assert second["message_id"] == first["message_id"] + 1
    assert len(await bot.get_updates(offset=first["update_id"] + 1)) == 1


async def test_nonsense_is_refused_in_words(control: Control, http: httpx.AsyncClient) -> None:
    assert await control.refused("send", chat="Lan", text="x") == "Bad Request: chat must be a whole number"
    assert await control.refused("send", chat=PERSON) == (
        "Bad Request: there is nothing to send: give text or file"
    )
    assert await control.refused("block", chat=PERSON) == "Bad Request: nobody has written in chat 5 yet"
    answer = await http.get("/control/messages")
    assert (answer.status_code, answer.json()["description"]) == (
        400,
        "Bad Request: chat must be a whole number",
    )
    answer = await http.post("/control/send", content=b'{"chat": 5, "text": "\\ud83d"}')
    assert answer.json()["description"] == "Bad Request: can't parse the body as JSON"
    answer = await http.post("/control/send", content=b"[1]")
    assert answer.json()["description"] == "Bad Request: the body must be a JSON object"


async def _until_awaited(local: LocalServer) -> None:
    async with asyncio.timeout(5):
        while not local.world.chats.bell(PERSON).awaited:  # noqa: ASYNC110 -- The server has no event for it.
            await asyncio.sleep(0)
