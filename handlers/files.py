"""Files and photos that people send: what they are to Telegram, and how their content is fetched."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from telegram import Bot, Message, Update
from telegram.error import TelegramError

from bot.errors import Refused
from bot.store import inbox
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases.access import Caller
from handlers.chat import Desk, Use


@dataclass(frozen=True, kw_only=True, slots=True)
class SentFile:
    """A document, or the largest size of a photo; `size` is what the message says (bytes), 0 where it says nothing."""

    kind: Literal["document", "photo"]
    name: str
    file_id: str
    unique_id: str
    size: int
    caption: str
    message_id: int
    album: str | None
    """What files that were sent together have in common."""

    @property
    def is_workbook(self) -> bool:
        """An Excel file may be a filled form or grid, a .zip many of them, whatever is open: it is never evidence."""
        return self.name.lower().endswith((".xlsx", ".zip"))


Receive: TypeAlias = Callable[[Desk, Bot, Update, SentFile], Awaitable[None]]
"""What is done with a file, by the screen that is open when it comes."""


def sent_in(message: Message) -> SentFile | None:
    """The document or photo of a message; None where it holds neither."""
    found = message.document or (message.photo[-1] if message.photo else None)
    if found is None:
        return None
    photo = message.document is None
    return SentFile(
        kind="photo" if photo else "document",
        name="" if message.document is None else message.document.file_name or "",
        file_id=found.file_id,
        unique_id=found.file_unique_id,
        size=found.file_size or 0,
        caption=message.caption or "",
        message_id=message.message_id,
        album=message.media_group_id,
    )


def is_recording(message: Message) -> bool:
    """Whether a message is something heard or watched, which can be no evidence."""
    return any((message.voice, message.video, message.video_note, message.audio))


async def fetched(bot: Bot, file_id: str, *, most: int, too_large: Refused) -> bytes:
    """The content of a file, at most so many bytes; Refused where it is larger or cannot be fetched."""
    try:
        file = await bot.get_file(file_id)
        # What the message says of the size may be missing; an own Bot API server hands out files of gigabytes.
        if (file.file_size or 0) > most:
            raise too_large
        content = bytes(await file.download_as_bytearray())
    except TelegramError as error:
        raise Refused("file_not_fetched") from error
    if len(content) > most:
        raise too_large
    return content


def once_an_album(update: Update, use: Use) -> Use:
    """The use case, silent for all but the first of files that were sent together."""

    def quiet(tx: Tx, who: Caller, now: datetime) -> View | None:
        group = None if update.message is None else update.message.media_group_id
        chat = update.effective_chat
        began = group is not None and chat is not None and inbox.began(tx, chat.id, update.update_id, group)
        return None if began else use(tx, who, now)

    return quiet


def goes_on(tx: Tx, update: Update, group: str | None) -> bool:
    """Whether more of the files that were sent together wait behind this one."""
    chat = update.effective_chat
    return group is not None and chat is not None and inbox.goes_on(tx, chat.id, update.update_id, group)


def refusing(refusal: Refused) -> Use:
    """Say it as any refusal is said, in the person's language."""

    def use(_tx: Tx, _who: Caller, _now: object) -> None:
        raise refusal

    return use
