from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter

from tests.demo.acting import PERSON, Control


@pytest.fixture(autouse=True)
async def started(control: Control) -> None:
    await control.start()


async def test_429_refuses_the_next_calls_and_names_the_seconds(
    bot: Bot, control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    await control.post("fault", kind="429", method="sendMessage", next=2, seconds=7)
    for _ in range(2):
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(PERSON, "x")
        assert refused.value.retry_after == timedelta(seconds=7)
    assert await bot.send_message(PERSON, "x")
    assert len(await control.seen()) == 2


async def test_5xx_refuses_without_doing(bot: Bot, control: Control) -> None:
    await control.post("fault", kind="5xx", method="sendMessage", next=1)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(PERSON, "x")
    assert len(await control.seen()) == 1


async def test_drop_does_it_and_breaks_the_connection(bot: Bot, control: Control) -> None:
    await control.post("fault", kind="drop", method="sendMessage", next=1)
    with pytest.raises(NetworkError, match=r"RemoteProtocolError|ReadError"):
        await bot.send_message(PERSON, "x")
    assert [message["text"] for message in await control.seen()] == ["/start", "x"]
    assert await bot.send_message(PERSON, "y")


async def test_delay_does_it_and_answers_later(bot: Bot, control: Control, pauses: list[float]) -> None:
    await control.post("fault", kind="delay", method="sendMessage", next=1, seconds=4)
    assert await bot.send_message(PERSON, "x")
    assert pauses == [4.0]


async def test_a_fault_of_one_method_leaves_the_others_alone(bot: Bot, control: Control) -> None:
    await control.post("fault", kind="5xx", method="sendDocument", next=1)
    assert await bot.send_message(PERSON, "x")
    with pytest.raises(NetworkError):
        await bot.send_document(PERSON, b"x")


async def test_a_fault_without_a_method_strikes_any_call(bot: Bot, control: Control) -> None:
    await control.post("fault", kind="5xx", next=1)
    with pytest.raises(NetworkError):
        await bot.get_me()
    assert await bot.get_me()


async def test_a_share_of_the_calls_goes_wrong_until_faults_are_lifted(bot: Bot, control: Control) -> None:
    await control.post("limits", enabled=False)
    await control.post("fault", kind="5xx", method="sendMessage", share=0.5)
    struck = 0
    for _ in range(40):
        try:
            await bot.send_message(PERSON, "x")
        except NetworkError:
            struck += 1
    assert 10 <= struck <= 30
    await control.post("fault", kind="none")
    for _ in range(20):
        assert await bot.send_message(PERSON, "x")


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ({"kind": "fire", "next": 1}, "kind must be one of 429, 5xx, drop, delay or none"),
        ({"kind": "drop"}, "give share (0 to 1) or next (a number of calls)"),
        ({"kind": "drop", "next": 1, "share": 1}, "give share (0 to 1) or next (a number of calls)"),
        ({"kind": "drop", "next": -1}, "next must be a number from 0"),
    ],
)
async def test_a_fault_that_makes_no_sense_is_refused(
    control: Control, wanted: dict[str, object], error: str
) -> None:
    assert await control.refused("fault", **wanted) == f"Bad Request: {error}"
