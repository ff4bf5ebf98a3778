"""What Telegram hands to a Mini App: who opened it and when, signed with the bot's token."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from bot.errors import Refused

FRESH_FOR = timedelta(minutes=15)
"""How long after the opening it lets somebody in."""
SKEW = timedelta(minutes=1)
"""By how much the clock of Telegram may be ahead of ours."""
MOST_FIELDS = 32


def chat_of(text: str, *, token: str, now: datetime) -> int:
    """The chat of the person who opened the page (a person's chat id is his user id).

    Refused where Telegram did not sign it for this bot, or signed it too long ago.
    """
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Refused("page_init_forged") from None
    said = dict(pairs)
    signed = said.pop("hash", "")
    if len(said) + 1 != len(pairs) or not hmac.compare_digest(signed.encode(), _signature(said, token)):
        raise Refused("page_init_forged")
    user_id, opened_at = _user_id(said), _unix_time(said)
    if not now.timestamp() - FRESH_FOR.total_seconds() <= opened_at <= now.timestamp() + SKEW.total_seconds():
        raise Refused("page_init_old")
    return user_id


def _signature(said: dict[str, str], token: str) -> bytes:
    lines = "\n".join("=".join((name, said[name])) for name in sorted(said))
    key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return hmac.digest(key, lines.encode(), hashlib.sha256).hex().encode()


def _user_id(said: dict[str, str]) -> int:
    try:
        user = json.loads(said.get("user", ""))
    except ValueError:
        raise Refused("page_init_forged") from None
    found = user.get("id") if isinstance(user, dict) else None
    if not isinstance(found, int) or isinstance(found, bool) or not 0 < found < 2**63:
        raise Refused("page_init_forged")
    return found


def _unix_time(said: dict[str, str]) -> int:
    written = said.get("auth_date", "")
    if not (written.isascii() and written.isdecimal() and len(written) < 13):
        raise Refused("page_init_forged")
    return int(written)
