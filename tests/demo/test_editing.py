from datetime import datetime, timedelta

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest

from tests.demo.acting import GROUP, PERSON, Control

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Nộp", callback_data="submit:1:1")]])


@pytest.fixture(autouse=True)
async def written(control: Control) -> int:
    return await control.start()


async def test_an_edited_text_is_what_the_person_sees(bot: Bot, control: Control) -> None:
    sent = await bot.send_message(PERSON, "12,5", reply_markup=BUTTON)
    edited = await bot.edit_message_text("<b>13</b>", PERSON, sent.message_id, parse_mode="HTML")
    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    seen = (await control.seen())[-1]
    assert (seen["text"], seen["edited"], seen["buttons"]) == ("13", True, [])


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot) -> None:
    sent = await bot.send_message(PERSON, "<b>12,5</b>", parse_mode="HTML", reply_markup=BUTTON)
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await bot.edit_message_text(
            " <b>12,5</b>\n", PERSON, sent.message_id, parse_mode="HTML", reply_markup=BUTTON
        )
    assert await bot.edit_message_text("12,5", PERSON, sent.message_id, reply_markup=BUTTON)


async def test_buttons_change_alone(bot: Bot, control: Control) -> None:
    sent = await bot.send_message(PERSON, "x", reply_markup=BUTTON)
    assert await bot.edit_message_reply_markup(PERSON, sent.message_id, reply_markup=None)
    assert (await control.seen())[-1]["buttons"] == []
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(PERSON, sent.message_id, reply_markup=None)


async def test_a_caption_is_edited_as_a_caption_and_a_text_as_a_text(bot: Bot, control: Control) -> None:
    document = await bot.send_document(PERSON, b"x", caption="cũ")
    text = await bot.send_message(PERSON, "x")
    assert await bot.edit_message_caption(PERSON, document.message_id, caption="mới")
    assert (await control.seen())[-2]["caption"] == "mới"
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("y", PERSON, document.message_id)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(PERSON, text.message_id, caption="y")


async def test_what_a_person_wrote_cannot_be_edited(bot: Bot, written: int) -> None:
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", PERSON, written)


async def test_a_deleted_message_can_neither_be_edited_nor_deleted_again(bot: Bot, control: Control) -> None:
    sent = await bot.send_message(PERSON, "x")
    assert await bot.delete_message(PERSON, sent.message_id)
    assert [message["text"] for message in await control.seen()] == ["/start"]
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", PERSON, sent.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(PERSON, sent.message_id)


async def test_a_message_of_another_chat_is_not_found(bot: Bot, control: Control) -> None:
    await control.start(6)
    sent = await bot.send_message(PERSON, "x")
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", 6, sent.message_id)


async def test_a_message_older_than_48_hours_cannot_be_deleted(bot: Bot, today: list[datetime]) -> None:
    sent = await bot.send_message(PERSON, "x")
    today.append(today[-1] + timedelta(hours=48, seconds=1))
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(PERSON, sent.message_id)


async def test_a_persons_words_can_be_deleted_in_private_but_not_in_a_group(
    bot: Bot, control: Control, written: int
) -> None:
    assert await bot.delete_message(PERSON, written)
    done = await control.post("send", chat=GROUP, sender=PERSON, text="chào")
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(GROUP, done["message_id"])
