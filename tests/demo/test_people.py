import struct

import httpx
import pytest
from telegram import Bot, ChatMember, MessageOriginUser, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.demo.acting import GROUP, PERSON, Control, encoded

JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0" + struct.pack(">HBHH", 11, 8, 24, 32) + b"\x03\xff\xd9"


async def test_the_bot_cannot_write_first(bot: Bot, control: Control) -> None:
    with pytest.raises(Forbidden, match="Forbidden: bot can't initiate conversation with a user"):
        await bot.send_message(PERSON, "chào")
    await control.start()
    assert await bot.send_message(PERSON, "chào")


@pytest.mark.parametrize(
    ("chat_id", "error"),
    [(GROUP, "Chat not found"), ("@nobody", "Chat not found"), ("", "Chat_id is empty")],
)
async def test_a_chat_that_is_not_there_is_not_found(bot: Bot, chat_id: int | str, error: str) -> None:
    with pytest.raises(BadRequest, match=error):
        await bot.send_message(chat_id, "chào")


async def test_what_a_person_writes_arrives_with_his_name_and_the_commands_marked(
    bot: Bot, control: Control
) -> None:
    await control.post("send", chat=PERSON, text="/start abc", first_name="Lan")
    message = (await _last(bot)).message
    assert message is not None
    assert message.from_user is not None
    assert (message.text, message.from_user.first_name, message.chat.type) == ("/start abc", "Lan", "private")
    assert [entity.type for entity in message.entities] == ["bot_command"]
    await control.post("send", chat=PERSON, text="12,5")
    again = (await _last(bot)).message
    assert again is not None
    assert again.chat.first_name == "Lan"


async def test_a_file_arrives_and_can_be_fetched(bot: Bot, control: Control) -> None:
    await control.post("send", chat=PERSON, file=encoded(b"%PDF"), file_name="Chỉ thị.pdf", caption="văn bản")
    message = (await _last(bot)).message
    assert message is not None
    assert message.document is not None
    assert (message.document.file_name, message.document.mime_type) == ("Chỉ thị.pdf", "application/pdf")
    assert message.caption == "văn bản"
    file = await bot.get_file(message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"%PDF"
    assert await control.refused("send", chat=PERSON, file="no base64!") == (
        "Bad Request: file must be the content in base64"
    )


async def test_a_sticker_a_voice_message_and_a_forwarded_text_arrive_as_such(
    bot: Bot, control: Control
) -> None:
    for kind in ("sticker", "voice"):
        await control.post("send", chat=PERSON, kind=kind)
        message = (await _last(bot)).message
        assert message is not None
        assert getattr(message, kind) is not None
    await control.post("send", chat=PERSON, kind="forward", text="12,5")
    message = (await _last(bot)).message
    assert message is not None
    assert isinstance(message.forward_origin, MessageOriginUser)
    assert await control.refused("send", chat=PERSON, kind="song") == (
        "Bad Request: kind must be one of text, document, photo, sticker, voice, forward"
    )


async def test_a_photo_arrives_in_its_size_and_can_be_seen(
    bot: Bot, control: Control, http: httpx.AsyncClient
) -> None:
    await control.post("send", chat=PERSON, kind="photo", file=encoded(JPEG), caption="minh chứng")
    message = (await _last(bot)).message
    assert message is not None
    assert [(size.width, size.height) for size in message.photo] == [(32, 24)]
    assert message.caption == "minh chứng"
    photo = (await control.seen())[0]["photo"]
    assert (await http.get(photo["url"])).content == JPEG


async def test_an_edit_arrives_as_an_edit(bot: Bot, control: Control) -> None:
    done = await control.post("send", chat=PERSON, text="12,5")
    await control.post("edit", chat=PERSON, message_id=done["message_id"], text="13,5")
    update = await _last(bot)
    assert update.edited_message is not None
    assert (update.edited_message.text, update.edited_message.message_id) == ("13,5", done["message_id"])
    seen = (await control.seen())[0]
    assert (seen["from"], seen["text"], seen["edited"]) == ("person", "13,5", True)


async def test_a_person_edits_only_his_own_words(bot: Bot, control: Control) -> None:
    await control.start()
    sent = await bot.send_message(PERSON, "x")
    refused = await control.refused("edit", chat=PERSON, message_id=sent.message_id, text="y")
    assert refused == "Bad Request: a person edits only what a person wrote"


async def test_a_blocked_bot_is_told_so_and_can_do_nothing_until_it_is_unblocked(
    bot: Bot, control: Control
) -> None:
    await control.start()
    sent = await bot.send_message(PERSON, "x")
    await control.post("block", chat=PERSON)
    member = (await _last(bot)).my_chat_member
    assert member is not None
    assert member.old_chat_member.status == ChatMember.MEMBER
    assert member.new_chat_member.status == ChatMember.BANNED
    assert member.new_chat_member.user.id == bot.id
    for attempt in (
        bot.send_message(PERSON, "y"),
        bot.send_document(PERSON, b"x"),
        bot.edit_message_text("y", PERSON, sent.message_id),
        bot.send_chat_action(PERSON, "typing"),
    ):
        with pytest.raises(Forbidden, match="Forbidden: bot was blocked by the user"):
            await attempt
    await control.post("unblock", chat=PERSON)
    member = (await _last(bot)).my_chat_member
    assert member is not None
    assert member.new_chat_member.status == ChatMember.MEMBER
    assert await bot.send_message(PERSON, "y")


async def test_blocking_twice_is_told_once(bot: Bot, control: Control) -> None:
    await control.start()
    await control.post("block", chat=PERSON)
    assert (await control.post("block", chat=PERSON))["update_id"] is None
    assert len(await bot.get_updates()) == 2


async def test_whoever_writes_again_has_unblocked_the_bot(bot: Bot, control: Control) -> None:
    await control.start()
    await control.post("block", chat=PERSON)
    await control.start()
    kinds = [update.my_chat_member is not None for update in await bot.get_updates()]
    assert kinds == [False, True, True, False]
    assert await bot.send_message(PERSON, "x")


async def test_in_a_group_the_writer_is_named(bot: Bot, control: Control) -> None:
    await control.post("send", chat=GROUP, sender=PERSON, first_name="Lan", text="chào")
    message = (await _last(bot)).message
    assert message is not None
    assert message.from_user is not None
    assert (message.chat.id, message.from_user.first_name) == (GROUP, "Lan")
    assert await control.refused("send", chat=GROUP, text="chào") == (
        "Bad Request: in a group, from says who it is"
    )
    await control.post("block", chat=GROUP)
    with pytest.raises(Forbidden, match="Forbidden: bot was kicked from the group chat"):
        await bot.send_message(GROUP, "x")


async def test_a_group_with_a_new_id_names_it(bot: Bot, control: Control) -> None:
    await control.post("send", chat=GROUP, sender=PERSON, text="chào")
    await control.post("migrate", chat=GROUP, to=-1001234567890)
    message = (await _last(bot)).message
    assert message is not None
    assert message.migrate_to_chat_id == -1001234567890
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(GROUP, "x")
    assert moved.value.new_chat_id == -1001234567890
    assert await bot.send_message(-1001234567890, "x")


async def _last(bot: Bot) -> Update:
    return (await bot.get_updates())[-1]
