from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.clock import SetClock, real_clock

START = datetime(2023, 6, 13, 1, 0, tzinfo=UTC)


def test_the_real_clock_tells_utc() -> None:
    assert real_clock().tzinfo is UTC


def test_a_clock_that_stands_still_tells_what_it_was_set_to() -> None:
    clock = SetClock(START, ticking=False)

    assert [clock.now(), clock.now()] == [START, START]


def test_a_set_clock_moves_forward_and_back() -> None:
    clock = SetClock(START, ticking=False)
    clock.move(timedelta(days=1))
    clock.move(timedelta(hours=-1))

    assert clock.now() == START + timedelta(hours=23)


def test_a_set_clock_ticks_on_from_where_it_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    passed = 100.0
    monkeypatch.setattr("time.monotonic", lambda: passed)
    clock = SetClock(START)
    passed += 5
    before_it_is_set = clock.now()
    clock.set(START + timedelta(days=10))
    passed += 7

    assert before_it_is_set == START + timedelta(seconds=5)
    assert clock.now() == START + timedelta(days=10, seconds=7)


def test_a_set_clock_tells_utc_whatever_zone_it_was_set_in() -> None:
    clock = SetClock(datetime(2023, 6, 13, 8, 0, tzinfo=timezone(timedelta(hours=7))), ticking=False)

    assert clock.now().isoformat() == "2023-06-13T01:00:00+00:00"


def test_a_clock_is_not_set_to_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        SetClock(START.replace(tzinfo=None))
