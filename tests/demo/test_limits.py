from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.demo.limits import Bounds, Limits
from bot.demo.wire import ApiError
from tests.demo.acting import GROUP, PERSON, Control, Seconds


def test_thirty_messages_a_second_go_out_in_all() -> None:
    limits = Limits()
    for chat in range(1, 31):
        limits.admit(chat, 10.0 + chat / 100, None)
    assert _retry_after(limits, 99, 10.9) == 1
    assert _retry_after(limits, 99, 11.0) == 1
    limits.admit(99, 11.01, None)


def test_a_window_of_any_second_holds_thirty() -> None:
    limits = Limits()
    admitted = [n / 100 for n in range(500) if _admitted(limits, n + 1, n / 100)]
    worst = max(sum(1 for other in admitted if at <= other < at + 1) for at in admitted)
    assert worst == 30


def test_a_chat_gets_a_short_burst_and_then_one_a_second() -> None:
    limits = Limits()
    for _ in range(3):
        limits.admit(PERSON, 10.0, None)
    assert _retry_after(limits, PERSON, 10.0) == 1
    assert _retry_after(limits, PERSON, 10.5) == 1
    limits.admit(PERSON, 11.0, None)
    assert _retry_after(limits, PERSON, 11.5) == 1
    admitted = [at for at in range(12, 60) if _admitted(limits, PERSON, float(at))]
    assert admitted == list(range(12, 60))


def test_a_group_gets_twenty_a_minute() -> None:
    limits = Limits()
    for n in range(20):
        limits.admit(GROUP, 100.0 + n, None)
    assert _retry_after(limits, GROUP, 125.5) == 35
    limits.admit(GROUP, 160.0, None)


def test_a_refused_message_counts_nothing() -> None:
    limits = Limits()
    for _ in range(3):
        limits.admit(PERSON, 10.0, None)
    for _ in range(50):
        assert _retry_after(limits, PERSON, 10.0) == 1
    limits.admit(PERSON, 11.0, None)


def test_an_answer_within_ten_seconds_counts_to_neither_limit() -> None:
    limits = Limits()
    for _ in range(100):
        limits.admit(PERSON, 20.0, 10.0)
    for chat in range(101, 131):
        limits.admit(chat, 20.0, None)
    assert _retry_after(limits, 99, 20.0) == 1
    for _ in range(3):
        limits.admit(PERSON, 21.1, 11.0)
    assert _retry_after(limits, PERSON, 21.1) == 1


def test_a_group_is_never_excepted() -> None:
    limits = Limits()
    for _ in range(3):
        limits.admit(GROUP, 10.0, 10.0)
    assert _retry_after(limits, GROUP, 10.0) == 1


def test_limits_can_be_changed_and_switched_off() -> None:
    assert Bounds().changed({"overall": 2, "per_chat": 0.5}) == Bounds(overall=2, per_chat=0.5)
    limits = Limits(bounds=Bounds().changed({"enabled": False}))
    for _ in range(1000):
        limits.admit(PERSON, 10.0, None)


@pytest.mark.parametrize("wanted", [{"speed": 1}, {"overall": "many"}, {"overall": -1}, {"enabled": 1}])
def test_a_limit_that_makes_no_sense_is_refused(wanted: dict[str, str | int]) -> None:
    with pytest.raises(ApiError):
        Bounds().changed(wanted)


@pytest.fixture(autouse=True)
def waits_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the library will do by default one day, and warns about until then."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


async def test_too_fast_a_bot_is_told_how_long_to_wait(bot: Bot, control: Control, clock: Seconds) -> None:
    await control.start()
    clock.forward(10.1)
    sent = [await bot.send_message(PERSON, str(n)) for n in range(3)]
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(PERSON, "3")
    assert refused.value.retry_after == timedelta(seconds=1)
    with pytest.raises(RetryAfter):
        await bot.edit_message_text("x", PERSON, sent[0].message_id)
    clock.forward(1)
    assert await bot.send_message(PERSON, "3")


async def test_a_person_who_has_just_written_is_answered_without_limit(
    bot: Bot, control: Control, clock: Seconds
) -> None:
    message_id = await control.start()
    clock.forward(9)
    await control.post("edit", chat=PERSON, message_id=message_id, text="/baocao")
    clock.forward(10)
    for n in range(40):
        await bot.send_message(PERSON, str(n))
    clock.forward(0.1)
    for n in range(3):
        await bot.send_message(PERSON, str(n))
    with pytest.raises(RetryAfter):
        await bot.send_message(PERSON, "x")


async def test_limits_are_set_over_the_wire_and_a_reset_restores_them(bot: Bot, control: Control) -> None:
    told = await control.post("limits", trusted_seconds=0, per_chat=0, burst=1)
    assert (told["per_chat"], told["burst"], told["overall"]) == (0, 1, 30)
    await control.start()
    await control.post("limits", enabled=False)
    await bot.send_message(PERSON, "x")
    refused = await control.refused("limits", nonsense=1)
    assert refused.startswith("Bad Request: no such limit: nonsense; there are enabled, overall,")
    await control.post("reset")
    assert (await control.post("limits"))["enabled"] is True


def _admitted(limits: Limits, chat_id: int, now: float) -> bool:
    try:
        limits.admit(chat_id, now, None)
    except ApiError:
        return False
    return True


def _retry_after(limits: Limits, chat_id: int, now: float) -> object:
    with pytest.raises(ApiError) as refused:
        limits.admit(chat_id, now, None)
    assert refused.value.status == 429
    seconds = (refused.value.parameters or {})["retry_after"]
    assert refused.value.description == f"Too Many Requests: retry after {seconds}"
    return seconds
