import json
import logging
import re
from collections.abc import Iterator

import pytest
import structlog

from bot.transport.redaction import configure_logging, redact
from tests.transport.wire import TOKEN, Wire, error, ok

A_TOKEN = re.compile(r"\d{6,}:[\w-]{30,}")
QUIETED = ("httpx", "httpcore", "telegram")


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """The root of logging belongs to the whole process, so each test gives it back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    levels = {name: logging.getLogger(name).level for name in QUIETED}
    yield
    root.handlers, root.level = handlers, level
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()


def test_a_token_in_an_address_is_hidden() -> None:
    assert redact(f"POST https://api.telegram.org/bot{TOKEN}/getMe") == (
        "POST https://api.telegram.org/bot<token>/getMe"
    )


@pytest.mark.parametrize("as_json", [True, False])
async def test_no_log_holds_the_token_even_at_debug(
    capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    configure_logging("DEBUG", json=as_json)
    bot = Wire(script=lambda _: ok({"id": 1, "is_bot": True, "first_name": "x", "username": "x_bot"})).bot()
    await bot.initialize()
    await bot.shutdown()
    logging.getLogger("httpx").warning("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)
    structlog.get_logger("bot").info("started", address=f"https://api.telegram.org/bot{TOKEN}")
    try:
        int(TOKEN)
    except ValueError:
        logging.getLogger("library").exception("failed with %s", TOKEN)
        structlog.get_logger("bot").exception("failed", token=TOKEN)
    lines = capsys.readouterr().err
    assert "started" in lines
    assert "ValueError" in lines
    assert A_TOKEN.search(lines) is None


async def test_no_log_holds_what_people_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("DEBUG", json=True)
    bot = Wire(script=lambda _: error(400, "Bad Request: chat not found")).bot()
    with pytest.raises(Exception, match="Chat not found"):
        await bot.send_message(42, "thu ngân sách")
    logging.getLogger("bot").debug("the end")
    lines = capsys.readouterr().err
    assert "the end" in lines
    assert "thu ngân sách" not in lines


def test_json_lines_are_json_with_the_letters_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", json=True)
    structlog.get_logger("bot").info("started", commune="Nước Hai – Cao Bằng")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["commune"] == "Nước Hai – Cao Bằng"
    assert "Cao Bằng" in line


def test_a_quiet_level_keeps_libraries_quiet_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("ERROR", json=True)
    logging.getLogger("telegram").info("said by a library")
    logging.getLogger("httpx").warning("said by a library")
    assert capsys.readouterr().err == ""
