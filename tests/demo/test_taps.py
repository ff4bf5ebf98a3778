from datetime import UTC, datetime

import pytest
from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from tests.demo.acting import GROUP, PERSON, Control, Seconds

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Nộp", callback_data="submit:1:1")]])


@pytest.fixture
async def offered(bot: Bot, control: Control) -> int:
    """The message with the button."""
    await control.start()
    return (await bot.send_message(PERSON, "Nộp báo cáo?", reply_markup=BUTTON)).message_id


async def test_a_tap_reaches_the_bot_with_its_message(bot: Bot, control: Control, offered: int) -> None:
    await control.post("tap", chat=PERSON, message_id=offered, data="submit:1:1")
    query = await _last_query(bot)
    assert (query.data, query.from_user.id) == ("submit:1:1", PERSON)
    assert query.message is not None
    assert query.message.message_id == offered


async def test_an_answer_pops_up_for_the_person(bot: Bot, control: Control, offered: int) -> None:
    await control.post("tap", chat=PERSON, message_id=offered, data="submit:1:1")
    assert await (await _last_query(bot)).answer("Đã nộp", show_alert=True)
    popups = await control.get("answers", chat=PERSON)
    assert [(p["message_id"], p["text"], p["show_alert"]) for p in popups] == [(offered, "Đã nộp", True)]
    assert await control.get("answers", chat=6) == []
    assert await control.get("answers", chat=PERSON, since=popups[-1]["change"]) == []


async def test_an_answer_has_at_most_200_signs(bot: Bot, control: Control, offered: int) -> None:
    await control.post("tap", chat=PERSON, message_id=offered, data="submit:1:1")
    query = await _last_query(bot)
    with pytest.raises(BadRequest, match="Message_too_long"):
        await query.answer("x" * 201)
    assert await query.answer("x" * 200)


async def test_an_answer_after_15_seconds_is_too_old(
    bot: Bot, control: Control, offered: int, clock: Seconds
) -> None:
    await control.post("tap", chat=PERSON, message_id=offered, data="submit:1:1")
    query = await _last_query(bot)
    clock.forward(15)
    assert await query.answer()
    clock.forward(0.1)
    too_old = "Query is too old and response timeout expired or query id is invalid"
    with pytest.raises(BadRequest, match=too_old):
        await query.answer()
    with pytest.raises(BadRequest, match=too_old):
        await bot.answer_callback_query("1")


async def test_only_a_button_that_is_there_can_be_tapped(bot: Bot, control: Control, offered: int) -> None:
    refused = await control.refused("tap", chat=PERSON, message_id=offered, data="other")
    assert refused == f"Bad Request: message {offered} has no button with the data other"
    await bot.edit_message_reply_markup(PERSON, offered)
    await control.refused("tap", chat=PERSON, message_id=offered, data="submit:1:1")
    await control.refused("tap", chat=PERSON, message_id=999, data="submit:1:1")


async def test_a_forged_tap_reaches_the_bot_even_for_a_message_that_is_gone(
    bot: Bot, control: Control, offered: int
) -> None:
    await bot.delete_message(PERSON, offered)
    await control.post("tap", chat=PERSON, message_id=offered, data="anything", forged=True)
    query = await _last_query(bot)
    assert query.data == "anything"
    assert query.message is not None
    assert query.message.date == datetime.fromtimestamp(0, UTC)  # Telegram's mark of a message out of reach.


async def test_in_a_group_the_tap_says_who_tapped(bot: Bot, control: Control) -> None:
    await control.post("send", chat=GROUP, sender=PERSON, text="chào")
    sent = await bot.send_message(GROUP, "x", reply_markup=BUTTON)
    await control.post("tap", chat=GROUP, sender=6, message_id=sent.message_id, data="submit:1:1")
    assert (await _last_query(bot)).from_user.id == 6
    refused = await control.refused("tap", chat=GROUP, message_id=sent.message_id, data="submit:1:1")
    assert refused == "Bad Request: in a group, from says who it is"


async def _last_query(bot: Bot) -> CallbackQuery:
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    return query
