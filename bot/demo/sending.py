"""The Bot API methods that put something into a chat, change it, or answer a tap."""

from dataclasses import replace

from bot.demo.chats import Chat, Message
from bot.demo.entities import Formatted, formatted, utf16_length
from bot.demo.files import StoredFile, attachment
from bot.demo.keyboards import read_markup
from bot.demo.wire import Call, Json, JsonObject, bad_request
from bot.demo.world import Popup, World

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_POPUP = 200
MAX_PHOTO = 10 * 1024 * 1024
DELETABLE_SECONDS = 48 * 3600
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(world: World, call: Call) -> JsonObject:
    """sendMessage."""
    chat = world.chats.addressed(call.text("chat_id"))
    body = _text(call)
    return _send(world, call, chat, body, None)


def send_document(world: World, call: Call) -> JsonObject:
    """sendDocument, with a file of its own or the file_id of an earlier one."""
    chat = world.chats.addressed(call.text("chat_id"))
    body = _caption(call)
    return _send(world, call, chat, body, _file(world, call, "document"))


def send_photo(world: World, call: Call) -> JsonObject:
    """sendPhoto, with a picture of its own or the file_id of an earlier one."""
    chat = world.chats.addressed(call.text("chat_id"))
    body = _caption(call)
    return _send(world, call, chat, body, _file(world, call, "photo"))


def edit_message_text(world: World, call: Call) -> JsonObject:
    """editMessageText; a call without reply_markup takes the buttons away."""
    chat, message = _own_message(world, call)
    body = _text(call)
    if message.file is not None:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, call, chat, message, body)


def edit_message_caption(world: World, call: Call) -> JsonObject:
    """editMessageCaption; a call without reply_markup takes the buttons away."""
    chat, message = _own_message(world, call)
    body = _caption(call)
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, call, chat, message, body)


def edit_message_reply_markup(world: World, call: Call) -> JsonObject:
    """editMessageReplyMarkup; without reply_markup it takes the buttons away."""
    chat, message = _own_message(world, call)
    return _edit(world, call, chat, message, message.body)


def delete_message(world: World, call: Call) -> bool:
    """deleteMessage: the bot's own, and in a private chat the person's, up to 48 hours old."""
    chat = world.chats.addressed(call.text("chat_id"))
    message = chat.messages.get(call.whole("message_id", 0, 0, 2**31))
    if message is None:
        raise bad_request("message to delete not found")
    chat.refuse_if_closed()
    if world.unix_time() - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    if not message.from_bot and not chat.private:
        raise bad_request("message can't be deleted")
    del chat.messages[message.message_id]
    world.chats.next_change()
    world.chats.bell(chat.chat_id).ring()
    return True


def answer_callback_query(world: World, call: Call) -> bool:
    """answerCallbackQuery: the text, if any, pops up on the screen of the person who tapped."""
    query_id = call.text("callback_query_id")
    query = world.queries.get(query_id)
    if query is None or world.monotonic() - query.at > world.limits.bounds.query_seconds:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = call.text("text")
    if utf16_length(text) > MAX_POPUP:
        raise bad_request("MESSAGE_TOO_LONG")
    world.popups.append(
        Popup(
            change=world.chats.next_change(),
            query_id=query_id,
            chat_id=query.chat_id,
            message_id=query.message_id,
            text=text,
            show_alert=call.flag("show_alert"),
        )
    )
    world.chats.bell(query.chat_id).ring()
    return True


def send_chat_action(world: World, call: Call) -> bool:
    """sendChatAction."""
    chat = world.chats.addressed(call.text("chat_id"))
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.refuse_if_closed()
    return True


def pin_chat_message(world: World, call: Call) -> bool:
    """pinChatMessage."""
    chat, message = _own_message(world, call)
    chat.refuse_if_closed()
    if not chat.may_pin:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    chat.pinned = message.message_id
    return True


def _text(call: Call) -> Formatted:
    text = call.text("text")
    if not text:
        raise bad_request("message text is empty")
    body = formatted(text, call.text("parse_mode"), call.parsed("entities"))
    if not body.text:
        raise bad_request("text must be non-empty")
    if utf16_length(body.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return body


def _caption(call: Call) -> Formatted:
    body = formatted(call.text("caption"), call.text("parse_mode"), call.parsed("caption_entities"))
    if utf16_length(body.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return body


def _file(world: World, call: Call, kind: str) -> StoredFile:
    upload = call.upload(kind)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if kind == "photo" and len(upload.content) > MAX_PHOTO:
            raise bad_request("too big for a photo")
        stored = world.files.keep(kind, upload.file_name, upload.content)
        attachment(stored)  # Refuses here, before anything is counted or sent, what is no picture.
        return stored
    file_id = call.text(kind)
    if not file_id:
        raise bad_request(f"there is no {kind} in the request")
    known = world.files.by_id(file_id)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise bad_request(f"can't use file of type {known.kind.title()} as {kind.title()}")
    return known


def _send(world: World, call: Call, chat: Chat, body: Formatted, file: StoredFile | None) -> JsonObject:
    buttons = read_markup(call.parsed("reply_markup"), private=chat.private)
    extra = _reply(call, chat)
    world.admit(chat)
    return world.write(chat, world.bot, body, file=file, buttons=buttons, extra=extra).as_sent()


def _reply(call: Call, chat: Chat) -> JsonObject:
    wanted = call.parsed("reply_parameters")
    if not isinstance(wanted, dict):
        return {}
    replied = chat.messages.get(wanted.get("message_id", 0))
    if replied is not None:
        quoted: dict[str, Json] = dict(replied.as_sent())
        quoted.pop("reply_to_message", None)
        return {"reply_to_message": quoted}
    if wanted.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _own_message(world: World, call: Call) -> tuple[Chat, Message]:
    chat = world.chats.addressed(call.text("chat_id"))
    message = chat.messages.get(call.whole("message_id", 0, 0, 2**31))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(world: World, call: Call, chat: Chat, message: Message, body: Formatted) -> JsonObject:
    buttons = read_markup(call.parsed("reply_markup"), private=chat.private)
    if body == message.body and buttons == message.buttons:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    world.admit(chat)
    edited = replace(
        message,
        body=body,
        buttons=buttons,
        edited_at=world.unix_time(),
        change=world.chats.next_change(),
    )
    world.chats.put(chat, edited)
    return edited.as_sent()
