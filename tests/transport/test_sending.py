from collections.abc import Awaitable, Callable

import httpx
import pytest
from structlog.testing import capture_logs
from telegram import Bot

from bot.errors import OperatorError
from bot.transport.sending import (
    Attachment,
    Delivered,
    Moved,
    Outgoing,
    Refused,
    RetryLater,
    Unreachable,
    answer_tap,
    deliver,
    edit,
)
from tests.transport.wire import Step, Wire, error, in_turn, message, ok

HELLO = Outgoing(chat_id=42, html="<b>Chào</b>")


async def test_a_message_goes_out_as_html_with_its_buttons() -> None:
    wire = Wire(script=in_turn([message(7)]))
    outgoing = Outgoing(
        chat_id=42, html="<b>Chào</b>", buttons=((("Nộp", "submit:1:v2"), ("Mở", "https://t.me/x")),)
    )
    assert await deliver(wire.bot(), outgoing, lane="bulk") == Delivered(message_ids=(7,))
    (call,) = wire.calls
    assert (call.method, call.parameters["chat_id"], call.parameters["text"]) == (
        "sendMessage",
        "42",
        "<b>Chào</b>",
    )
    assert call.parameters["parse_mode"] == "HTML"
    assert '"callback_data": "submit:1:v2"' in call.parameters["reply_markup"]
    assert '"url": "https://t.me/x"' in call.parameters["reply_markup"]


async def test_a_long_text_goes_out_in_pieces_with_the_buttons_under_the_last() -> None:
    wire = Wire(script=in_turn([message(7), message(8)]))
    outgoing = Outgoing(chat_id=42, html="a" * 4000 + "\n" + "b" * 4000, buttons=((("Nộp", "x"),),))
    assert await deliver(wire.bot(), outgoing, lane="reply") == Delivered(message_ids=(7, 8))
    assert wire.sent("text") == ["a" * 4000, "b" * 4000]
    assert [bool(markup) for markup in wire.sent("reply_markup")] == [False, True]


@pytest.mark.parametrize(("kind", "method"), [("document", "sendDocument"), ("photo", "sendPhoto")])
@pytest.mark.parametrize("content", [b"bytes", "file-id-of-Telegram"])
async def test_a_file_goes_out_from_bytes_or_from_a_file_id(
    kind: str, method: str, content: bytes | str
) -> None:
    wire = Wire(script=in_turn([message(7)]))
    attachment = Attachment(kind="photo" if kind == "photo" else "document", content=content, name="mau.xlsx")
    outgoing = Outgoing(chat_id=42, html="Mẫu", attachment=attachment)
    assert await deliver(wire.bot(), outgoing, lane="reply") == Delivered(message_ids=(7,))
    assert wire.calls[0].method == method


async def test_a_caption_over_1024_follows_its_file_as_a_message() -> None:
    wire = Wire(script=in_turn([message(7), message(8)]))
    outgoing = Outgoing(
        chat_id=42, html="a" * 1025, attachment=Attachment(kind="document", content="file-id")
    )
    assert await deliver(wire.bot(), outgoing, lane="reply") == Delivered(message_ids=(7, 8))
    assert [call.method for call in wire.calls] == ["sendDocument", "sendMessage"]


@pytest.mark.parametrize(
    "refusal",
    [
        error(403, "Forbidden: bot was blocked by the user"),
        error(403, "Forbidden: user is deactivated"),
        error(403, "Forbidden: bot was kicked from the group chat"),
        error(400, "Bad Request: chat not found"),
        error(400, "Bad Request: PEER_ID_INVALID"),
    ],
)
async def test_a_person_who_is_gone_is_unreachable_after_one_call(refusal: httpx.Response) -> None:
    wire = Wire(script=in_turn([refusal]))
    assert isinstance(await deliver(wire.bot(), HELLO, lane="bulk"), Unreachable)
    assert len(wire.calls) == 1


async def test_a_group_that_moved_tells_its_new_chat_id() -> None:
    moved = error(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1007)
    wire = Wire(script=in_turn([moved]))
    assert await deliver(wire.bot(), HELLO, lane="bulk") == Moved(new_chat_id=-1007)


async def test_a_message_that_telegram_will_never_take_is_refused() -> None:
    wire = Wire(script=in_turn([error(400, "Bad Request: BUTTON_DATA_INVALID")]))
    assert await deliver(wire.bot(), HELLO, lane="bulk") == Refused(reason="Button_data_invalid")


async def test_an_empty_message_is_refused_and_not_passed_over() -> None:
    wire = Wire(script=in_turn([error(400, "Bad Request: message text is empty")]))
    assert isinstance(await deliver(wire.bot(), Outgoing(chat_id=42), lane="reply"), Refused)


async def test_html_that_does_not_parse_goes_once_more_as_plain_text_and_raises_an_alarm() -> None:
    wire = Wire(script=in_turn([error(400, "Bad Request: can't parse entities: unclosed tag"), message(7)]))
    with capture_logs() as logs:
        outcome = await deliver(wire.bot(), Outgoing(chat_id=42, html="<b>A &amp; B"), lane="reply")
    assert outcome == Delivered(message_ids=(7,), unmarked="Can't parse entities: unclosed tag")
    assert wire.sent("text") == ["<b>A &amp; B", "A &amp; B"]
    assert [entry["log_level"] for entry in logs] == ["error"]


async def test_html_that_does_not_parse_twice_is_refused() -> None:
    wire = Wire(script=lambda _: error(400, "Bad Request: can't parse entities: unclosed tag"))
    assert isinstance(await deliver(wire.bot(), HELLO, lane="reply"), Refused)
    assert len(wire.calls) == 2


@pytest.mark.parametrize(
    ("step", "certain"),
    [
        (httpx.PoolTimeout("no place"), True),
        (httpx.ConnectTimeout("no way"), True),
        (httpx.ConnectError("refused"), True),
        (error(500, "Internal Server Error"), True),
        (error(502, "Bad Gateway"), True),
        (httpx.Response(502, text="<html>Bad Gateway</html>"), True),
        (error(429, "Too Many Requests: retry after 600", retry_after=600), True),
        (httpx.Response(504, text="<html>Gateway Time-out</html>"), False),
        (httpx.ReadTimeout("no answer"), False),
        (httpx.WriteTimeout("stuck"), False),
        (httpx.RemoteProtocolError("closed without an answer"), False),
        (httpx.Response(200, text="not JSON"), False),
    ],
)
async def test_a_failure_says_whether_the_message_may_have_arrived(step: Step, certain: bool) -> None:
    outcome = await deliver(Wire(script=in_turn([step])).bot(), HELLO, lane="bulk")
    assert isinstance(outcome, RetryLater)
    assert outcome.certain is certain


async def test_a_429_tells_how_long_to_wait() -> None:
    wire = Wire(script=in_turn([error(429, "Too Many Requests: retry after 600", retry_after=600)]))
    outcome = await deliver(wire.bot(), HELLO, lane="bulk")
    assert isinstance(outcome, RetryLater)
    assert outcome.after_seconds == 600


async def test_a_long_text_of_which_a_part_has_arrived_may_be_doubled() -> None:
    wire = Wire(script=in_turn([message(7), httpx.ConnectError("refused")]))
    outcome = await deliver(wire.bot(), Outgoing(chat_id=42, html="a\n" * 4000), lane="reply")
    assert isinstance(outcome, RetryLater)
    assert not outcome.certain


async def test_a_file_too_large_for_telegram_is_refused_and_not_tried_for_ever() -> None:
    wire = Wire(script=in_turn([error(413, "Request Entity Too Large")]))
    outgoing = Outgoing(chat_id=42, attachment=Attachment(kind="document", content=b"big"))
    assert isinstance(await deliver(wire.bot(), outgoing, lane="reply"), Refused)


@pytest.mark.parametrize(
    "send",
    [
        lambda bot: deliver(bot, HELLO, lane="reply"),
        lambda bot: edit(bot, 42, 7, HELLO),
        lambda bot: answer_tap(bot, "1", None),
    ],
)
async def test_a_token_that_telegram_does_not_know_is_the_operators_matter(
    send: Callable[[Bot], Awaitable[object]],
) -> None:
    wire = Wire(script=in_turn([error(401, "Unauthorized")]))
    with pytest.raises(OperatorError, match="token"):
        await send(wire.bot())


async def test_a_token_that_telegram_forgets_while_the_bot_runs_is_the_operators_matter_too() -> None:
    me = {"id": 1, "is_bot": True, "first_name": "b", "username": "b_bot"}
    wire = Wire(script=in_turn([ok(me), error(404, "Not Found")]))
    async with wire.bot() as bot:
        with pytest.raises(OperatorError, match="token"):
            await deliver(bot, HELLO, lane="reply")


async def test_a_bot_without_lanes_is_not_used() -> None:
    with pytest.raises(TypeError):
        await deliver(Bot("123456:" + "a" * 35), HELLO, lane="reply")


async def test_a_message_is_rewritten_in_its_place() -> None:
    wire = Wire(script=in_turn([message(7)]))
    assert await edit(wire.bot(), 42, 7, HELLO) == Delivered(message_ids=(7,))
    assert (wire.calls[0].method, wire.calls[0].parameters["message_id"]) == ("editMessageText", "7")


async def test_a_message_that_says_the_same_already_counts_as_delivered() -> None:
    wire = Wire(script=in_turn([error(400, "Bad Request: message is not modified: same content")]))
    assert await edit(wire.bot(), 42, 7, HELLO) == Delivered(message_ids=(7,))


@pytest.mark.parametrize(
    "reason",
    [
        "message to edit not found",
        "message can't be edited",
        "MESSAGE_ID_INVALID",
        "there is no text in the message to edit",
    ],
)
async def test_a_message_that_can_no_longer_be_rewritten_is_sent_anew(reason: str) -> None:
    wire = Wire(script=in_turn([error(400, f"Bad Request: {reason}"), message(8)]))
    assert await edit(wire.bot(), 42, 7, HELLO) == Delivered(message_ids=(8,))
    assert wire.calls[1].method == "sendMessage"


async def test_a_text_too_long_for_its_old_message_is_sent_anew() -> None:
    wire = Wire(script=in_turn([message(8), message(9)]))
    outgoing = Outgoing(chat_id=42, html="a" * 4000 + "\n" + "b" * 4000)
    assert await edit(wire.bot(), 42, 7, outgoing) == Delivered(message_ids=(8, 9))


async def test_a_tap_is_answered_with_a_popup_that_fits() -> None:
    wire = Wire(script=in_turn([ok(True)]))
    await answer_tap(wire.bot(), "99", "đ" * 300)
    assert wire.sent("text") == ["đ" * 200]


@pytest.mark.parametrize(
    "step",
    [
        error(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
        error(429, "Too Many Requests: retry after 5", retry_after=5),
        httpx.ReadTimeout("no answer"),
    ],
)
async def test_a_tap_that_cannot_be_answered_stops_nothing(step: Step) -> None:
    wire = Wire(script=in_turn([step]))
    with capture_logs() as logs:
        await answer_tap(wire.bot(), "99", None)
    assert [entry["event"] for entry in logs] == ["tap_not_answered"]
