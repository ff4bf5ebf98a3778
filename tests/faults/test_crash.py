"""The short form of bench/crash.py: the bot is killed while people type and nudges go out; then the network is bad."""

import sys
from pathlib import Path

import pytest

from scheduler.outbox import IN_FLIGHT
from tests.faults.storm import Figures, Storm

PER_SECOND = 25


def nothing_lost(found: Figures) -> bool:
    lost = found.updates_lost + found.updates_twice + found.answers_missing + found.nudges_lost
    return lost + found.out_of_order + found.unflagged == 0


async def test_under_kills_nothing_is_lost_nor_handled_twice_and_every_chat_keeps_its_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    storm = Storm(tmp_path, talkers=8, each=5, hearers=30)
    async with storm.breaks():
        await storm.talk(PER_SECOND)
        await storm.kill(2)
        await storm.clears()
    found = storm.figures()
    with capsys.disabled():
        sys.stdout.write(f"\n{found}\n")
    assert nothing_lost(found)
    # What was on its way when it was killed: so many nudges, and one reply a chat.
    assert found.duplicates <= found.kills * (IN_FLIGHT + len(storm.talkers))


async def test_on_a_bad_network_nothing_is_lost_and_only_what_was_not_answered_comes_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    storm = Storm(tmp_path, talkers=8, each=5, hearers=40)
    storm.spoil_the_network()
    async with storm.breaks(blocked=2):
        await storm.talk(PER_SECOND)
        await storm.clears()
    found = storm.figures()
    with capsys.disabled():
        sys.stdout.write(f"\n{found}\n")
    assert nothing_lost(found)
    assert found.duplicates <= found.unanswered
    assert (found.blocked, found.too_soon) == (2, 0)
