"""received -> done -> answered: what the inbox promises of each update."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store import inbox
from bot.store.engine import Store
from bot.store.inbox import Received
from tests import builders

NOW = datetime(2023, 6, 13, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(builders.database(tmp_path))
    yield store
    store.close()


def one(update_id: int, chat_id: int = 5) -> Received:
    return Received(update_id=update_id, chat_id=chat_id, body="{}")


def test_an_update_that_comes_twice_is_new_once(store: Store) -> None:
    first = store.write_now(lambda tx: inbox.keep(tx, [one(1), one(2)], NOW))
    again = store.write_now(lambda tx: inbox.keep(tx, [one(2), one(3)], NOW))
    assert [update.update_id for update in (*first, *again)] == [1, 2, 3]


def test_ids_that_restart_lower_are_new(store: Store) -> None:
    store.write_now(lambda tx: inbox.keep(tx, [one(900)], NOW))
    assert store.write_now(lambda tx: inbox.keep(tx, [one(7)], NOW)) == [one(7)]


def test_an_effect_is_claimed_once(store: Store) -> None:
    store.write_now(lambda tx: inbox.keep(tx, [one(1)], NOW))
    assert store.write_now(lambda tx: inbox.claim(tx, 1, NOW))
    assert not store.write_now(lambda tx: inbox.claim(tx, 1, NOW))


def test_what_was_done_and_not_answered_is_found_by_chat(store: Store) -> None:
    store.write_now(lambda tx: inbox.keep(tx, [one(1, 5), one(2, 6), one(3, 5)], NOW))
    for update_id in (1, 2, 3):
        store.write_now(lambda tx, key=update_id: inbox.claim(tx, key, NOW))
    store.write_now(lambda tx: inbox.answered(tx, [2], NOW))
    assert store.read_now(inbox.unanswered) == {5: [1, 3]}
    assert store.read_now(inbox.waiting) == []


def test_what_was_received_and_not_done_waits_in_its_order(store: Store) -> None:
    store.write_now(lambda tx: inbox.keep(tx, [one(900)], NOW))
    store.write_now(lambda tx: inbox.keep(tx, [one(7)], NOW + timedelta(seconds=1)))
    assert [update.update_id for update in store.read_now(inbox.waiting)] == [900, 7]


def test_updates_that_took_effect_are_forgotten_after_48_hours_and_open_ones_never(store: Store) -> None:
    store.write_now(lambda tx: inbox.keep(tx, [one(1), one(2), one(3)], NOW))
    store.write_now(lambda tx: inbox.answered(tx, [1], NOW))
    store.write_now(lambda tx: inbox.claim(tx, 3, NOW))
    assert store.write_now(lambda tx: inbox.forget(tx, NOW + timedelta(hours=47))) == 0
    assert store.write_now(lambda tx: inbox.forget(tx, NOW + timedelta(hours=49))) == 2
    assert [update.update_id for update in store.read_now(inbox.waiting)] == [2]
