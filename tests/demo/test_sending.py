import struct

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardRemove, WebAppInfo
from telegram.error import BadRequest

from tests.demo.acting import GROUP, PERSON, TOKEN, Control

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 64, 48) + b"rest"


@pytest.fixture(autouse=True)
async def started(control: Control) -> None:
    await control.start()


async def test_a_message_comes_back_as_it_was_sent(bot: Bot, control: Control) -> None:
    keyboard = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("Không phát sinh", callback_data="none:5:1")],
            [
                InlineKeyboardButton("Xem", url="https://example.org/a"),
                InlineKeyboardButton("Mở", web_app=WebAppInfo("https://example.org/app")),
            ],
        ]
    )
    sent = await bot.send_message(PERSON, "<b>12,5</b> tỷ", parse_mode="HTML", reply_markup=keyboard)
    assert sent.text_html == "<b>12,5</b> tỷ"
    assert sent.reply_markup == keyboard
    assert sent.chat.id == PERSON
    assert sent.from_user == bot.bot
    seen = (await control.seen())[-1]
    assert seen["from"] == "bot"
    assert seen["text"] == "12,5 tỷ"
    assert seen["html"] == "<b>12,5</b> tỷ"
    assert seen["buttons"] == [
        [{"text": "Không phát sinh", "data": "none:5:1"}],
        [
            {"text": "Xem", "url": "https://example.org/a"},
            {"text": "Mở", "web_app": "https://example.org/app"},
        ],
    ]


async def test_a_text_of_4096_signs_after_parsing_is_the_longest(bot: Bot) -> None:
    sent = await bot.send_message(PERSON, f"<b>{'ệ' * 4095}</b>&amp;", parse_mode="HTML")
    assert len(sent.text or "") == 4096
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(PERSON, "ệ" * 4097)


async def test_a_sign_outside_the_first_plane_counts_twice(bot: Bot) -> None:
    await bot.send_message(PERSON, "😀" * 2048)
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(PERSON, "😀" * 2048 + "x")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "Message text is empty"),
        (" \n ", "Text must be non-empty"),
        ("<b> </b>", "Text must be non-empty"),
    ],
)
async def test_an_empty_text_is_refused(bot: Bot, text: str, error: str) -> None:
    with pytest.raises(BadRequest, match=error):
        await bot.send_message(PERSON, text, parse_mode="HTML")


async def test_html_that_does_not_parse_is_refused_and_nothing_is_sent(bot: Bot, control: Control) -> None:
    with pytest.raises(BadRequest, match="Can't parse entities: unsupported start tag") as refused:
        await bot.send_message(PERSON, "5 < 6", parse_mode="HTML")
    assert "byte offset 2" in str(refused.value)
    assert len(await control.seen()) == 1


@pytest.mark.parametrize("data", ["", "x" * 65, "ỷ" * 22])
async def test_callback_data_has_1_to_64_bytes(http: httpx.AsyncClient, data: str) -> None:
    answer = await _send_with_button(http, {"text": "x", "callback_data": data})
    assert answer == (400, "Bad Request: BUTTON_DATA_INVALID")


async def test_callback_data_of_64_bytes_is_accepted(http: httpx.AsyncClient) -> None:
    assert await _send_with_button(http, {"text": "x", "callback_data": "ỷ" * 21 + "x"}) == (200, None)


@pytest.mark.parametrize(
    ("button", "error"),
    [
        (
            {"text": "x"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"callback_data": "x"}, "can't parse inline keyboard button: Can't find field \"text\""),
        ({"text": " ", "callback_data": "x"}, "BUTTON_TEXT_INVALID"),
        ({"text": "x", "url": "nowhere"}, "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        (
            {"text": "x", "web_app": {"url": "http://a.vn"}},
            "inline keyboard button Web App URL 'http://a.vn' is invalid: Only HTTPS links are allowed",
        ),
    ],
)
async def test_a_wrong_button_is_refused(http: httpx.AsyncClient, button: object, error: str) -> None:
    assert await _send_with_button(http, button) == (400, f"Bad Request: {error}")


async def test_a_message_has_at_most_100_buttons(bot: Bot) -> None:
    rows = [[InlineKeyboardButton(str(n), callback_data=str(n))] for n in range(100)]
    assert await bot.send_message(PERSON, "x", reply_markup=InlineKeyboardMarkup(rows))
    with pytest.raises(BadRequest, match="Reply markup is too long"):
        await bot.send_message(PERSON, "x", reply_markup=InlineKeyboardMarkup([*rows, rows[0]]))


async def test_a_web_app_opens_only_from_a_private_chat(bot: Bot, control: Control) -> None:
    await control.post("send", chat=GROUP, sender=PERSON, text="chào")
    button = InlineKeyboardButton("Mở", web_app=WebAppInfo("https://example.org/app"))
    with pytest.raises(BadRequest, match="Button_type_invalid"):
        await bot.send_message(GROUP, "x", reply_markup=InlineKeyboardMarkup([[button]]))


async def test_taking_a_keyboard_away_is_accepted(bot: Bot) -> None:
    sent = await bot.send_message(PERSON, "x", reply_markup=ReplyKeyboardRemove())
    assert sent.reply_markup is None


async def test_a_reply_shows_what_it_answers(bot: Bot) -> None:
    first = await bot.send_message(PERSON, "một")
    second = await bot.send_message(PERSON, "hai", reply_to_message_id=first.message_id)
    assert second.reply_to_message is not None
    assert second.reply_to_message.text == "một"
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(PERSON, "ba", reply_to_message_id=999)
    assert await bot.send_message(PERSON, "ba", reply_to_message_id=999, allow_sending_without_reply=True)


async def test_a_document_can_be_fetched_and_sent_again_by_its_id(
    bot: Bot, control: Control, http: httpx.AsyncClient
) -> None:
    sent = await bot.send_document(
        PERSON, "Tổng hợp".encode(), filename="Tổng hợp.xlsx", caption="<i>x</i>", parse_mode="HTML"
    )
    assert sent.document is not None
    assert sent.document.file_name == "Tổng hợp.xlsx"
    assert sent.caption_html == "<i>x</i>"
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()).decode() == "Tổng hợp"
    again = await bot.send_document(PERSON, sent.document.file_id)
    assert again.document == sent.document
    seen = (await control.seen())[-2]
    assert seen["caption"] == "x"
    assert seen["text"] == ""
    assert seen["document"]["size"] == len("Tổng hợp".encode())
    assert (await http.get(seen["document"]["url"])).text == "Tổng hợp"


async def test_a_photo_has_the_size_of_the_picture(bot: Bot) -> None:
    sent = await bot.send_photo(PERSON, PNG, caption="Biểu đồ")
    assert [(size.width, size.height) for size in sent.photo] == [(64, 48)]
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(PERSON, b"no picture")


async def test_a_caption_has_at_most_1024_signs(bot: Bot) -> None:
    assert await bot.send_document(PERSON, b"x", caption="ệ" * 1024)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(PERSON, b"x", caption="ệ" * 1025)


async def test_a_wrong_file_is_refused(bot: Bot, http: httpx.AsyncClient) -> None:
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(PERSON, b"")
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await bot.send_document(PERSON, "no-such-id")
    photo = (await bot.send_photo(PERSON, PNG)).photo[0].file_id
    with pytest.raises(BadRequest, match="Can't use file of type photo as document"):
        await bot.send_document(PERSON, photo)
    answer = await http.post(f"/bot{TOKEN}/sendDocument", json={"chat_id": PERSON})
    assert answer.json()["description"] == "Bad Request: there is no document in the request"


async def _send_with_button(http: httpx.AsyncClient, button: object) -> tuple[int, str | None]:
    answer = await http.post(
        f"/bot{TOKEN}/sendMessage",
        json={"chat_id": PERSON, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}},
    )
    return answer.status_code, answer.json().get("description")
