"""The buttons under a message: read from reply_markup and held to Telegram's bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.demo.wire import Json, JsonObject, bad_request

MAX_BUTTONS = 100
MAX_DATA_BYTES = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Button:
    """One inline button: `kind` is callback_data, url or web_app, `value` what stands behind it."""

    text: str
    kind: str
    value: str

    def as_sent(self) -> JsonObject:
        """The shape of InlineKeyboardButton."""
        return {"text": self.text, self.kind: {"url": self.value} if self.kind == "web_app" else self.value}

    def as_seen(self) -> JsonObject:
        """The shape for the page: {"text": …, "data" or "url" or "web_app": …}."""
        return {"text": self.text, "data" if self.kind == "callback_data" else self.kind: self.value}


Rows = tuple[tuple[Button, ...], ...]


def read_markup(markup: Json, *, private: bool) -> Rows:
    """The rows of an inline keyboard; () for none, and for keyboards that stand elsewhere."""
    if markup is None:
        return ()
    if not isinstance(markup, Mapping):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        return ()
    read = tuple(tuple(_button(button, private) for button in _array(row)) for row in _array(rows) if row)
    if sum(len(row) for row in read) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return read


def _array(value: Json) -> Sequence[Json]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    return value


def _button(button: Json, private: bool) -> Button:
    if not isinstance(button, Mapping):
        raise _wrong("InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise _wrong('Can\'t find field "text"')
    if not text.strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    url, data, web_app = button.get("url"), button.get("callback_data"), button.get("web_app")
    if isinstance(url, str) and url:
        if urlsplit(url).scheme not in {"http", "https", "tg"} or not urlsplit(url).netloc:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        return Button(text=text, kind="url", value=url)
    if isinstance(web_app, Mapping):
        address = str(web_app.get("url", ""))
        if not address.startswith("https://"):
            raise bad_request(
                f"inline keyboard button Web App URL '{address}' is invalid: Only HTTPS links are allowed"
            )
        if not private:
            raise bad_request("BUTTON_TYPE_INVALID")
        return Button(text=text, kind="web_app", value=address)
    if data is None:
        raise _wrong("Text buttons are unallowed in the inline keyboard")
    if not isinstance(data, str):
        raise _wrong('Field "callback_data" must be of type String')
    if not 1 <= len(data.encode()) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return Button(text=text, kind="callback_data", value=data)


def _wrong(reason: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {reason}")
