"""What people do: write, edit, tap, block. Each becomes the update that Telegram would send."""

from dataclasses import dataclass, replace

from bot.demo.chats import Chat, Message
from bot.demo.entities import plain
from bot.demo.files import attachment
from bot.demo.wire import Json, JsonObject, bad_request
from bot.demo.world import Query, World

KINDS = ("text", "document", "photo", "sticker", "voice", "forward")


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What came of it: the update (None when the bot does not want that kind) and the last change number."""

    change: int
    update_id: int | None
    message_id: int | None = None
    query_id: str | None = None


def write(
    world: World,
    chat_id: int,
    *,
    text: str = "",
    kind: str = "text",
    content: bytes | None = None,
    file_name: str = "",
    sender_id: int | None = None,
    first_name: str | None = None,
    language: str | None = None,
    group: str | None = None,
) -> Done:
    """A person writes `text`, or sends a file with `text` as caption; the first one starts a private chat.

    `group`: the files that he sends together have it in common (`media_group_id`).
    """
    if kind not in KINDS:
        raise bad_request(f"kind must be one of {', '.join(KINDS)}")
    if kind == "text" and content is not None:
        kind = "document"
    body = plain(text)
    file = None
    if kind in {"document", "photo", "sticker", "voice"}:
        name = file_name or {"photo": "photo.jpg", "voice": "voice.ogg", "sticker": "sticker.webp"}.get(
            kind, "file"
        )
        file = world.files.keep(kind, name, content or b"")
        attachment(file)
    if file is None and not body.text:
        raise bad_request("there is nothing to send: give text or file")
    _must_be_named(chat_id, sender_id)
    chat = world.chats.open(chat_id, first_name)
    sender = world.chats.person(sender_id or chat_id, first_name, language)
    if chat.blocked:
        unblock(world, chat_id)
    origin: JsonObject = {"type": "user", "sender_user": sender, "date": world.unix_time()}
    extra: JsonObject = {"forward_origin": origin} if kind == "forward" else {}
    if group is not None:
        extra = {**extra, "media_group_id": group}
    message = world.write(chat, sender, body, file=file, extra=extra)
    chat.wrote_at = world.monotonic()
    return Done(
        change=message.change,
        message_id=message.message_id,
        update_id=world.updates.add("message", chat_id, message.as_sent()),
    )


def edit(world: World, chat_id: int, message_id: int, text: str) -> Done:
    """A person edits a message of his own, or its caption."""
    chat = _known(world, chat_id)
    message = _message(chat, message_id)
    if message.from_bot:
        raise bad_request("a person edits only what a person wrote")
    body = plain(text)
    if not body.text:
        raise bad_request("an edited message cannot be empty")
    edited = replace(message, body=body, edited_at=world.unix_time(), change=world.chats.next_change())
    world.chats.put(chat, edited)
    chat.wrote_at = world.monotonic()
    return Done(
        change=edited.change,
        message_id=message_id,
        update_id=world.updates.add("edited_message", chat_id, edited.as_sent()),
    )


def tap(
    world: World,
    chat_id: int,
    message_id: int,
    data: str,
    *,
    sender_id: int | None = None,
    forged: bool = False,
) -> Done:
    """A person taps a button; `forged` sends any data, also for a message that is gone."""
    chat = _known(world, chat_id)
    _must_be_named(chat_id, sender_id)
    sender = world.chats.person(sender_id or chat_id)
    message = chat.messages.get(message_id)
    if not forged:
        shown = _message(chat, message_id).buttons
        if all(button.kind != "callback_data" or button.value != data for row in shown for button in row):
            raise bad_request(f"message {message_id} has no button with the data {data}")
    query_id = world.new_query(Query(chat_id=chat_id, message_id=message_id, at=world.monotonic()))
    gone: JsonObject = {"chat": chat.shape, "message_id": message_id, "date": 0}
    body: JsonObject = {
        "id": query_id,
        "from": sender,
        "message": message.as_sent() if message else gone,
        "chat_instance": str(chat_id),
        "data": data,
    }
    return Done(
        change=world.chats.change,
        query_id=query_id,
        update_id=world.updates.add("callback_query", chat_id, body),
    )


def block(world: World, chat_id: int) -> Done:
    """A person blocks the bot, or a group throws it out."""
    return _membership(world, chat_id, blocked=True)


def unblock(world: World, chat_id: int) -> Done:
    """A person lets the bot write again, or a group takes it back."""
    return _membership(world, chat_id, blocked=False)


def forbid_pins(world: World, chat_id: int) -> Done:
    """A group lets the bot write, and pin nothing."""
    _known(world, chat_id).may_pin = False
    return Done(change=world.chats.change, update_id=None)


def migrate(world: World, chat_id: int, to: int) -> Done:
    """A group becomes a supergroup with another id; the old one refuses everything from then on."""
    chat = _known(world, chat_id)
    if chat.private or to >= 0:
        raise bad_request("only a group has another id one day")
    sender = world.chats.person(abs(chat_id))
    moved = world.chats.open(to)
    chat.moved_to = to
    message = world.write(chat, sender, plain(""), extra={"migrate_to_chat_id": to})
    world.write(moved, sender, plain(""), extra={"migrate_from_chat_id": chat_id})
    return Done(
        change=world.chats.change,
        message_id=message.message_id,
        update_id=world.updates.add("message", chat_id, message.as_sent()),
    )


def _membership(world: World, chat_id: int, *, blocked: bool) -> Done:
    chat = _known(world, chat_id)
    if chat.blocked is blocked:
        return Done(change=world.chats.change, update_id=None)
    chat.blocked = blocked
    there: JsonObject = {"user": world.bot, "status": "member"}
    away: JsonObject = {"user": world.bot, "status": "kicked", "until_date": 0}
    body: dict[str, Json] = {
        "chat": chat.shape,
        "from": world.chats.person(abs(chat_id)),
        "date": world.unix_time(),
        "old_chat_member": there if blocked else away,
        "new_chat_member": away if blocked else there,
    }
    return Done(change=world.chats.change, update_id=world.updates.add("my_chat_member", chat_id, body))


def _must_be_named(chat_id: int, sender_id: int | None) -> None:
    if sender_id is None and chat_id < 0:
        raise bad_request("in a group, from says who it is")


def _known(world: World, chat_id: int) -> Chat:
    chat = world.chats.known(chat_id)
    if chat is None:
        raise bad_request(f"nobody has written in chat {chat_id} yet")
    return chat


def _message(chat: Chat, message_id: int) -> Message:
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"there is no message {message_id} in chat {chat.chat_id}")
    return message
