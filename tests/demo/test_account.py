from typing import Any

import httpx
import pytest
from telegram import Bot, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest, InvalidToken

from bot.demo import people
from bot.demo.server import LocalServer
from tests.demo.acting import PERSON, TOKEN, Control, running_bot


async def test_the_bot_is_who_its_token_says(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.username, me.is_bot) == (123456, "dondoc_test_bot", True)


async def test_another_token_is_unauthorized(address: str, http: httpx.AsyncClient) -> None:
    stranger = running_bot(address, "123456:other")
    with pytest.raises(InvalidToken, match="was rejected by the server"):
        await stranger.initialize()
    await stranger.request.shutdown()
    answer = await http.post("/bot123456:other/getMe")
    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert (await http.get("/file/bot123456:other/documents/file_1.txt")).status_code == 401


async def test_an_unknown_method_is_not_found(http: httpx.AsyncClient) -> None:
    answer = await http.post(f"/bot{TOKEN}/sendGreeting")
    assert answer.status_code == 404
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found: method not found"}


@pytest.mark.parametrize(
    "call",
    [
        {"json": {"chat_id": PERSON, "text": "x"}},
        {"data": {"chat_id": PERSON, "text": "x"}},
        {"params": {"chat_id": PERSON, "text": "x"}},
        {"files": {"chat_id": (None, str(PERSON)), "text": (None, "x")}},
    ],
    ids=["json", "form", "query", "multipart"],
)
async def test_parameters_are_read_in_every_coding(
    http: httpx.AsyncClient, control: Control, call: dict[str, Any]
) -> None:
    await control.start()
    answer = await http.post(f"/bot{TOKEN}/SENDMESSAGE", **call)
    assert answer.json()["result"]["text"] == "x"


async def test_a_body_that_is_no_json_is_refused(http: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json"}
    answer = await http.post(f"/bot{TOKEN}/sendMessage", content=b"{", headers=headers)
    assert answer.json()["description"] == "Bad Request: can't parse the body as JSON"
    broken = {"chat_id": str(PERSON), "text": "x", "reply_markup": "{"}
    await http.post("/control/send", json={"chat": PERSON, "text": "/start"})
    answer = await http.post(f"/bot{TOKEN}/sendMessage", data=broken)
    assert answer.json()["description"] == "Bad Request: can't parse reply markup JSON object"


async def test_commands_are_kept_for_each_scope_and_language(bot: Bot) -> None:
    await bot.set_my_commands([("baocao", "Báo cáo số liệu")])
    await bot.set_my_commands([("report", "Report")], BotCommandScopeAllPrivateChats(), language_code="en")
    assert [command.description for command in await bot.get_my_commands()] == ["Báo cáo số liệu"]
    english = await bot.get_my_commands(BotCommandScopeAllPrivateChats(), language_code="en")
    assert [command.command for command in english] == ["report"]


@pytest.mark.parametrize(
    ("commands", "error"),
    [
        ([("Báo cáo", "x")], "Bot_command_invalid"),
        ([("baocao", "")], "Bot_command_description_invalid"),
        ([(f"c{n}", "x") for n in range(101)], "Bot_commands_too_much"),
    ],
)
async def test_a_wrong_command_is_refused(bot: Bot, commands: list[tuple[str, str]], error: str) -> None:
    with pytest.raises(BadRequest, match=error):
        await bot.set_my_commands(commands)


async def test_a_chat_is_described(bot: Bot, control: Control) -> None:
    await control.post("send", chat=PERSON, text="/start", first_name="Lan")
    chat = await bot.get_chat(PERSON)
    assert (chat.id, chat.type, chat.first_name) == (PERSON, "private", "Lan")


async def test_typing_is_shown_only_for_known_actions(bot: Bot, control: Control) -> None:
    await control.start()
    assert await bot.send_chat_action(PERSON, "typing")
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(PERSON, "sleeping")


async def test_a_file_over_20_megabytes_cannot_be_fetched(bot: Bot, local: LocalServer) -> None:
    people.write(local.world, PERSON, content=bytes(20 * 1024 * 1024 + 1), file_name="to.bin")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.document is not None
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(message.document.file_id)
    with pytest.raises(BadRequest, match="Wrong file_id or the file is temporarily unavailable"):
        await bot.get_file("no-such-id")
