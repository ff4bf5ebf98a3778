"""Telegram's word for who opened the page: taken only where it is signed for this bot, whole and fresh."""

import hashlib
import hmac
import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.web.init_data import chat_of
from tests.town import moment

TOKEN = "700000001:a-token-for-tests-of-the-page-000000"
NOW = moment("2023-05-02 09:00")
USER = {"id": 102, "first_name": "Lan & Điệp", "is_premium": True}


def signed(said: dict[str, str], token: str = TOKEN) -> str:
    """As Telegram signs: written down once more, by its documentation."""
    lines = "\n".join(f"{key}={value}" for key, value in sorted(said.items()))
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return urlencode({**said, "hash": hmac.new(secret, lines.encode(), hashlib.sha256).hexdigest()})


def said(user: object = USER, *, minutes: float = 0, **more: str) -> dict[str, str]:
    at = NOW - timedelta(minutes=minutes)
    return {
        "query_id": "AAF",
        "user": json.dumps(user, ensure_ascii=False),
        "auth_date": str(int(at.timestamp())),
        **more,
    }


def refused(text: str) -> str:
    with pytest.raises(Refused) as refusal:
        chat_of(text, token=TOKEN, now=NOW)
    return refusal.value.reason


@pytest.mark.parametrize(
    "text",
    [
        signed(said()),
        signed(said(minutes=15)),
        signed(said(minutes=-1)),
        signed(said(start_param="x", signature="yz", chat_type="private")),
    ],
)
def test_who_opened_the_page_from_telegram_is_known(text: str) -> None:
    assert chat_of(text, token=TOKEN, now=NOW) == 102


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "page_init_forged"),
        ("abc", "page_init_forged"),
        ("hash=", "page_init_forged"),
        (urlencode(said()), "page_init_forged"),
        (signed(said(), token="700000002:of-another-bot"), "page_init_forged"),
        (signed(said()).replace("102", "101"), "page_init_forged"),
        (signed(said()) + "&admin=1", "page_init_forged"),
        (signed(said()) + "&user=%7B%22id%22%3A101%7D", "page_init_forged"),
        (signed(said()).replace("hash=", "hash=0"), "page_init_forged"),
        (signed(said()).partition("&hash=")[0] + "&hash=ằ", "page_init_forged"),
        (signed(said(minutes=15.1)), "page_init_old"),
        (signed(said(minutes=60 * 24 * 400)), "page_init_old"),
        (signed(said(minutes=-2)), "page_init_old"),
        (signed(said(auth_date="")), "page_init_forged"),
        (signed(said(auth_date="1e9")), "page_init_forged"),
        (signed(said(auth_date="-5")), "page_init_forged"),
        (signed(said(auth_date="9" * 400)), "page_init_forged"),
        (signed(said(user={"id": "102"})), "page_init_forged"),
        (signed(said(user={"id": True})), "page_init_forged"),
        (signed(said(user={"id": -100})), "page_init_forged"),
        (signed(said(user={"id": 2**63})), "page_init_forged"),
        (signed(said(user=[102])), "page_init_forged"),
        (signed({"auth_date": said()["auth_date"]}), "page_init_forged"),
        ("&".join(f"a{n}=1" for n in range(10_000)), "page_init_forged"),
    ],
)
def test_what_telegram_did_not_sign_for_this_bot_just_now_lets_nobody_in(text: str, reason: str) -> None:
    assert refused(text) == reason


@given(st.integers(0, len(signed(said())) - 1), st.characters(codec="ascii"))
def test_no_single_changed_character_lets_somebody_else_in(place: int, letter: str) -> None:
    text = signed(said())
    changed = text[:place] + letter + text[place + 1 :]
    try:
        assert chat_of(changed, token=TOKEN, now=NOW) == 102
    except Refused as refusal:
        assert refusal.reason == "page_init_forged"  # noqa: PT017 - either is right, nothing else.
