from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.clock import Drift, SetClock, real_clock

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


@pytest.mark.parametrize(
    ("measures", "seconds"),
    [
        # How far our clock was ahead when the answer came, and how long the call had lasted.
        ([(0, 0), (1, 1)], 0),
        ([(60, 0), (60, 0)], 0),
        ([(61, 0), (62, 0)], 61),
        ([(-61, 0), (-3600, 2)], -61),
        # A slow call is no drift: the message was dated at some moment of it.
        ([(75, 20), (75, 20)], 0),
        ([(90, 20), (120, 20)], 70),
        # The clock was set, or the machine slept, in the middle of one call.
        ([(7 * 86400, 1), (0, 1)], 0),
        ([(0, 1), (7 * 86400, 1)], 0),
        # Once it agrees again it is right again.
        ([(300, 1), (300, 1), (0, 1)], 0),
    ],
)
def test_a_clock_is_off_where_two_messages_in_a_row_are_dated_more_than_a_minute_away(
    measures: list[tuple[int, int]], seconds: int
) -> None:
    drift = Drift()
    dated = datetime(2026, 6, 16, 1, tzinfo=UTC)
    for ahead, took in measures:
        drift.note(dated + timedelta(seconds=ahead), dated=dated, took=timedelta(seconds=took))
    assert drift.seconds == seconds
