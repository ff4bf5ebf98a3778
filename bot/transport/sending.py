"""One message out, and what became of it: expected refusals are return values, surprises are exceptions."""

import html
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import httpx
import structlog
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.errors import OperatorError
from bot.transport.http import NeverSent
from bot.transport.pacing import Lane, PacedBot, seconds_of
from bot.transport.splitting import LONGEST_CAPTION, length, plain, split

log = structlog.get_logger()

Button: TypeAlias = tuple[str, str]
"""A label and what a tap does: callback data ("ok:12:v3") or, where it holds "://", a link to open.

Behind WEB_APP the link is opened within Telegram.
"""
WEB_APP = "web_app="

Why: TypeAlias = Literal["blocked", "never_started", "deleted"]
LONGEST_POPUP = 200
_PAUSE = 1.0
# The library's own methods make objects of Telegram's whole answer, of which nothing but an id is needed: a tenth of
# what a figure costs (bench/update.py). Spelled so, they are methods that it does not know, and the answer comes raw.
_SEND_TEXT, _REWRITE = "send_Message", "edit_Message_Text"
_NEVER_SENT = (httpx.PoolTimeout, httpx.ConnectTimeout, httpx.ConnectError, httpx.ProxyError)
_GONE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "peer_id_invalid",
    "user_id_invalid",
    "input_user_deactivated",
    "group chat was deactivated",
    "have no rights to send",
    "not enough rights to send",
    "chat_write_forbidden",
)
_NO_MORE_EDITS = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file to send: its bytes with a name, or the file_id of one that Telegram has already."""

    kind: Literal["document", "photo"]
    content: bytes | str
    name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """A message to send: Telegram HTML of any length and rows of buttons; beside a file it is the caption."""

    chat_id: int
    html: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered:
    """Telegram has it, as these messages.

    `unmarked`: its words where it could not read the marks of the text, and took it without them: a mistake of ours.
    """

    message_ids: tuple[int, ...]
    unmarked: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RetryLater:
    """Not known to have arrived; to be tried again no sooner than `after_seconds`.

    `certain`: nothing of it has arrived, so another try makes no second copy. Otherwise the answer was lost
    (a read or write timeout, a broken answer) or a part has arrived, and a second copy is possible. `flood`:
    Telegram named the time, and nothing failed.
    """

    after_seconds: float
    certain: bool
    reason: str
    flood: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Unreachable:
    """The person blocked the bot, left Telegram or never wrote to it; only his /start helps."""

    reason: str

    @property
    def why(self) -> Why:
        """Which of the three it is, by Telegram's words."""
        if _says(self.reason, "deactivated", "user not found"):
            return "deleted"
        return "never_started" if _says(self.reason, "chat not found", "initiate", "invalid") else "blocked"


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """The group has a new chat id; the message has not arrived and is to be sent there."""

    new_chat_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """Telegram will never take this message as it is; the reason is in Telegram's words."""

    reason: str


Outcome: TypeAlias = Delivered | RetryLater | Unreachable | Moved | Refused


async def deliver(bot: Bot, outgoing: Outgoing, *, lane: Lane) -> Outcome:
    """Send it, a long text in pieces with the buttons under the last.

    Errors: OperatorError when Telegram does not know the token.
    """
    paced = _paced(bot)
    arrived: tuple[int, ...] = ()
    unmarked: str | None = None
    for piece in _pieces(outgoing):
        outcome = await _as_html_or_plain(piece, lambda piece: _send(paced, piece, lane))
        if isinstance(outcome, Delivered):
            arrived += outcome.message_ids
            unmarked = outcome.unmarked or unmarked
        elif isinstance(outcome, RetryLater) and arrived:
            return replace(outcome, certain=False)
        else:
            return outcome
    return Delivered(message_ids=arrived, unmarked=unmarked)


async def edit(
    bot: Bot, chat_id: int, message_id: int, outgoing: Outgoing, *, lane: Lane = "reply"
) -> Outcome:
    """Rewrite a message; what can no longer be rewritten, or does not fit, is sent anew.

    Errors: as `deliver`.
    """
    pieces = list(_pieces(outgoing))
    if len(pieces) > 1 or outgoing.attachment is not None:
        return await deliver(bot, outgoing, lane=lane)
    paced = _paced(bot)

    async def rewrite(piece: Outgoing) -> int:
        said = {"chat_id": chat_id, "message_id": message_id, **_text(piece)}
        await paced.do_api_request(_REWRITE, said, rate_limit_args=lane)
        return message_id

    outcome = await _as_html_or_plain(pieces[0], rewrite)
    if isinstance(outcome, Refused):
        if _says(outcome.reason, "message is not modified"):
            return Delivered(message_ids=(message_id,))
        if _says(outcome.reason, *_NO_MORE_EDITS):
            return await deliver(bot, outgoing, lane=lane)
    return outcome


async def answer_tap(bot: Bot, callback_query_id: str, text: str | None) -> None:
    """Stop the button's waiting sign, with a short popup if there is a text; too late is no mistake.

    Errors: OperatorError when Telegram does not know the token.
    """
    try:
        await bot.answer_callback_query(callback_query_id, text=text and text[:LONGEST_POPUP])
    except InvalidToken as error:
        raise _unknown_token() from error
    except TelegramError as error:
        # The sign goes away by itself, and what the tap did is said by the message that follows.
        log.info("tap_not_answered", reason=error.message)


def _paced(bot: Bot) -> PacedBot:
    if not isinstance(bot, ExtBot):
        raise TypeError("messages leave through the application's bot, which has lanes")
    return bot


def _pieces(outgoing: Outgoing) -> Iterator[Outgoing]:
    text = outgoing.html
    if outgoing.attachment is not None:
        if length(text) <= LONGEST_CAPTION:
            yield outgoing
            return
        yield replace(outgoing, html="", buttons=())
    *first, last = split(text) or [text]
    for piece in first:
        yield Outgoing(chat_id=outgoing.chat_id, html=piece)
    yield Outgoing(chat_id=outgoing.chat_id, html=last, buttons=outgoing.buttons)


async def _as_html_or_plain(piece: Outgoing, send: Callable[[Outgoing], Awaitable[int]]) -> Outcome:
    """Send; a text that Telegram cannot read as HTML goes once more without its marks, and we are told."""
    outcome = await _outcome(piece, send)
    if isinstance(outcome, Refused) and _says(outcome.reason, "can't parse entities"):
        log.error("text_is_no_html", reason=outcome.reason)
        again = await _outcome(replace(piece, html=html.escape(plain(piece.html), quote=False)), send)
        return replace(again, unmarked=outcome.reason) if isinstance(again, Delivered) else again
    return outcome


async def _outcome(piece: Outgoing, send: Callable[[Outgoing], Awaitable[int]]) -> Outcome:
    try:
        return Delivered(message_ids=(await send(piece),))
    except RetryAfter as error:
        return RetryLater(after_seconds=seconds_of(error), certain=True, reason=error.message, flood=True)
    except Forbidden as error:
        return Unreachable(reason=error.message)
    except ChatMigrated as error:
        return Moved(new_chat_id=error.new_chat_id)
    except BadRequest as error:
        if _says(error.message, *_GONE):
            return Unreachable(reason=error.message)
        return Refused(reason=error.message)
    except (InvalidToken, EndPointNotFound) as error:
        raise _unknown_token() from error
    except TelegramError as error:
        if _says(error.message, "request entity too large"):
            return Refused(reason=error.message)
        return RetryLater(after_seconds=_PAUSE, certain=_never_sent(error), reason=error.message)


def _never_sent(error: TelegramError) -> bool:
    """True where no connection came about, or the server answered that it failed.

    An answer with status 5xx reaches us as a bare NetworkError; a gateway that gave up waiting says nothing
    about what happened behind it.
    """
    cause = error.__cause__
    if isinstance(error, NeverSent) or isinstance(cause, _NEVER_SENT):
        return True
    answered = type(error) is NetworkError and (cause is None or isinstance(cause, TelegramError))
    return answered and not _says(error.message, "gateway time")


async def _send(bot: PacedBot, piece: Outgoing, lane: Lane) -> int:
    """Send one piece, which fits; returns its message id."""
    file = piece.attachment
    if file is None:
        said = {"chat_id": piece.chat_id, **_text(piece)}
        message_id: int = (await bot.do_api_request(_SEND_TEXT, said, rate_limit_args=lane))["message_id"]
        return message_id
    if file.kind == "photo":
        message = await bot.send_photo(
            piece.chat_id,
            file.content,
            caption=piece.html or None,
            parse_mode=ParseMode.HTML,
            filename=file.name,
            rate_limit_args=lane,
            api_kwargs=_keyboard(piece),
        )
    else:
        message = await bot.send_document(
            piece.chat_id,
            file.content,
            caption=piece.html or None,
            parse_mode=ParseMode.HTML,
            filename=file.name,
            rate_limit_args=lane,
            api_kwargs=_keyboard(piece),
        )
    return message.message_id


def _keyboard(piece: Outgoing) -> dict[str, str]:
    """The buttons as Telegram takes them: the library's objects for them cost more than all the rest of a call."""
    if not piece.buttons:
        return {}
    rows = [[{"text": label, **_does(does)} for label, does in row] for row in piece.buttons]
    return {"reply_markup": json.dumps({"inline_keyboard": rows})}


def _does(does: str) -> dict[str, object]:
    if does.startswith(WEB_APP):
        return {"web_app": {"url": does.removeprefix(WEB_APP)}}
    return {"url" if "://" in does else "callback_data": does}


def _text(piece: Outgoing) -> dict[str, str]:
    """The text and its buttons, with no preview of an address in it."""
    return {
        "text": piece.html,
        "parse_mode": ParseMode.HTML,
        "link_preview_options": '{"is_disabled": true}',
        **_keyboard(piece),
    }


def _says(reason: str, *phrases: str) -> bool:
    reason = reason.lower()
    return any(phrase in reason for phrase in phrases)


def _unknown_token() -> OperatorError:
    return OperatorError("Telegram does not know this bot token: check telegram.token and telegram.base_url.")
