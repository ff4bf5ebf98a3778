"""Who is there and what stands in each chat, as the person sees it now."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.demo.entities import Formatted, to_html
from bot.demo.files import StoredFile, attachment
from bot.demo.keyboards import Rows
from bot.demo.wire import ApiError, Json, JsonObject, bad_request


class Bell:
    """Wakes everybody who waits for the next ring; `await bell.heard(seconds)` is False after silence.

    A bell that is given `also` rings that one, too.
    """

    def __init__(self, also: "Bell | None" = None) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self._also = also

    def ring(self) -> None:
        """Wakes all who wait now; whoever comes later waits for the next ring."""
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)
        self._waiting.clear()
        if self._also is not None:
            self._also.ring()

    @property
    def awaited(self) -> bool:
        """Whether anybody waits now."""
        return bool(self._waiting)

    async def heard(self, seconds: float) -> bool:
        """Waits for a ring, at most so many seconds."""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.add(waiting)
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(waiting)
        return True


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One message. `written` and `change` number its first and its last change among all changes."""

    message_id: int
    written: int
    change: int
    from_bot: bool
    sender: JsonObject
    chat: JsonObject
    date: int
    body: Formatted
    file: StoredFile | None = None
    buttons: Rows = ()
    edited_at: int | None = None
    extra: JsonObject = field(default_factory=dict)

    def as_sent(self) -> JsonObject:
        """The shape of Message in the Bot API."""
        sent: dict[str, Json] = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": self.chat,
            "date": self.date,
            **self.extra,
        }
        if self.edited_at is not None:
            sent["edit_date"] = self.edited_at
        if self.file is not None:
            sent.update(attachment(self.file))
        if self.body.text:
            sent["text" if self.file is None else "caption"] = self.body.text
            if self.body.entities:
                sent["entities" if self.file is None else "caption_entities"] = self.body.entities
        if self.buttons:
            sent["reply_markup"] = {
                "inline_keyboard": [[button.as_sent() for button in row] for row in self.buttons]
            }
        return sent

    def as_seen(self, token: str) -> JsonObject:
        """The shape for the page: plain text, rendered HTML, buttons, and where a file can be fetched."""
        seen: dict[str, Json] = {
            "message_id": self.message_id,
            "change": self.change,
            "from": "bot" if self.from_bot else "person",
            "sender": self.sender,
            "date": self.date,
            "text": self.body.text if self.file is None else "",
            "html": to_html(self.body),
            "buttons": [[button.as_seen() for button in row] for row in self.buttons],
            "edited": self.edited_at is not None,
        }
        if self.file is not None:
            seen["caption"] = self.body.text
            seen[self.file.kind] = {
                "file_name": self.file.file_name,
                "size": len(self.file.content),
                "file_id": self.file.file_id,
                "url": f"/file/bot{token}/{self.file.path}",
            }
        return seen


@dataclass(kw_only=True, slots=True)
class Chat:
    """One chat. `wrote_at` is when its person last wrote, in seconds of the server's monotonic clock."""

    chat_id: int
    shape: JsonObject
    messages: dict[int, Message] = field(default_factory=dict)
    wrote_at: float | None = None
    blocked: bool = False
    moved_to: int | None = None
    pinned: int | None = None
    """The message at the top of the chat."""
    may_pin: bool = True
    """Whether the bot may put one there; in a group its admins say so."""

    @property
    def private(self) -> bool:
        """Whether this is one person's chat with the bot."""
        return self.chat_id > 0

    def refuse_if_closed(self) -> None:
        """403 when the bot is blocked or was thrown out; 400 when the group has another id now."""
        if self.moved_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": self.moved_to},
            )
        if self.blocked and self.private:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if self.blocked:
            raise ApiError(403, "Forbidden: bot was kicked from the group chat")


class Chats:
    """All chats, and the numbers that run through them: message ids and changes.

    `changed` rings at every change in any chat.
    """

    def __init__(self) -> None:
        self._chats: dict[int, Chat] = {}
        self._people: dict[int, JsonObject] = {}
        self._bells: dict[int, Bell] = {}
        self._message_id = 0
        self.change = 0
        self.changed = Bell()

    def person(
        self, person_id: int, first_name: str | None = None, language: str | None = None
    ) -> JsonObject:
        """The person with this id in the shape of User; made when new, changed where a name or language is given."""
        known = self._people.get(person_id) or {"first_name": f"#{person_id}", "language_code": "vi"}
        name, code = first_name or known["first_name"], language or known["language_code"]
        person = {"id": person_id, "is_bot": False, "first_name": name, "language_code": code}
        if person != known:
            self._people[person_id] = person
        return self._people[person_id]

    def open(self, chat_id: int, first_name: str | None = None) -> Chat:
        """The chat in which a person writes; a private one (positive id) counts as started from then on."""
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = Chat(chat_id=chat_id, shape={})
            self._chats[chat_id] = chat
        if chat.private:
            person = self.person(chat_id, first_name)
            chat.shape = {"id": chat_id, "type": "private", "first_name": person["first_name"]}
        elif not chat.shape:
            kind = "supergroup" if chat_id < -1_000_000_000_000 else "group"
            chat.shape = {"id": chat_id, "type": kind, "title": f"#{chat_id}"}
        return chat

    def known(self, chat_id: int) -> Chat | None:
        """The chat if anybody ever wrote in it."""
        return self._chats.get(chat_id)

    def addressed(self, written: str) -> Chat:
        """The chat named by a chat_id; 400 for no such chat, 403 for a person who never started the bot."""
        if not written:
            raise bad_request("chat_id is empty")
        try:
            chat_id = int(written)
        except ValueError:
            raise bad_request("chat not found") from None
        chat = self._chats.get(chat_id)
        if chat is None and chat_id > 0:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def next_message_id(self) -> int:
        """Message ids grow through all chats, as they do for a bot in private chats."""
        self._message_id += 1
        return self._message_id

    def put(self, chat: Chat, message: Message) -> None:
        """Adds a message or takes the place of the one with its id, and wakes who waits."""
        chat.messages[message.message_id] = message
        self.bell(chat.chat_id).ring()

    def next_change(self) -> int:
        """The number of the change that is about to be made."""
        self.change += 1
        return self.change

    def bell(self, chat_id: int) -> Bell:
        """The bell that rings at every change in this chat, known or not yet."""
        return self._bells.setdefault(chat_id, Bell(also=self.changed))

    def bells(self) -> Iterator[Bell]:
        """The bells of all chats, and the one that rings with each of them."""
        yield from self._bells.values()
        yield self.changed

    def changed_by_bot(self, chat_id: int, after: int) -> list[Message]:
        """What the bot wrote or edited here after a change number, in the order in which it stands."""
        chat = self._chats.get(chat_id)
        messages: Mapping[int, Message] = chat.messages if chat else {}
        return [message for message in messages.values() if message.from_bot and message.change > after]

    def written_at(self, chat_id: int, message_id: int) -> int:
        """The change number at which the message with this id, or the last one before it, came in."""
        chat = self._chats.get(chat_id)
        messages: Mapping[int, Message] = chat.messages if chat else {}
        earlier = [message.written for message in messages.values() if message.message_id <= message_id]
        return max(earlier, default=0)

    def clear(self) -> None:
        """Forgets chats and people; message ids and change numbers go on."""
        self._chats.clear()
        self._people.clear()
