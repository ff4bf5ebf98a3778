"""A reply that Telegram refuses, or that may not have arrived, is not only logged: the admins can see it."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from bot.campaign.model import Role
from bot.store.engine import Store
from bot.store.message_tables import outbox
from bot.store.tables import people
from bot.transport.sending import Attachment, Outgoing
from handlers import replying
from tests import builders
from tests.town import moment
from tests.transport.wire import Step, Wire, error, in_turn, message

CHAT = 42
NOW = moment("2023-05-02 09:00")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
    store.write_now(builders.tables)
    store.write_now(
        lambda tx: builders.person(
            tx, CHAT, "Lan", NOW, (Role.FOCAL_POINT, builders.unit(tx, "T1", "Thôn Nà Hoa"))
        )
    )
    yield store
    store.close()


async def send(
    store: Store, *steps: Step, outgoing: Outgoing | None = None
) -> tuple[list[str], list[tuple[str, str]]]:
    """Send a reply to which Telegram answers so; the chats it was sent to, and what is kept of it."""
    wire = Wire(script=in_turn(steps))
    outgoing = outgoing or Outgoing(chat_id=CHAT, html="Chào")
    assert await replying.send(wire.bot(), store, lambda: NOW, outgoing, message_id=None) is not None
    kept = store.read_now(lambda tx: tx.execute(select(outbox.c.outcome, outbox.c.last_error)).all())
    return wire.sent("chat_id"), [(row.outcome, row.last_error) for row in kept]


async def test_a_reply_that_telegram_will_never_take_is_kept_as_failed(store: Store) -> None:
    chats, kept = await send(store, error(400, "Bad Request: BUTTON_DATA_INVALID"))
    assert (chats, kept) == (["42"], [("failed", "Button_data_invalid")])


async def test_a_file_that_may_not_have_arrived_is_kept_as_unknown_and_not_sent_again(store: Store) -> None:
    file = Outgoing(chat_id=CHAT, attachment=Attachment(kind="document", content="file-id"))
    chats, kept = await send(store, httpx.ReadTimeout("no answer"), outgoing=file)
    assert (chats, kept) == (["42"], [("unknown", "Timed out")])


async def test_a_reply_to_a_chat_that_moved_goes_to_its_new_id_once_and_the_person_with_it(
    store: Store,
) -> None:
    moved = error(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1007)
    chats, kept = await send(store, moved, message(8))
    assert (chats, kept) == (["42", "-1007"], [])
    assert store.read_now(lambda tx: tx.execute(select(people.c.chat_id)).scalar()) == -1007


async def test_a_chat_that_moves_again_and_again_is_given_up(store: Store) -> None:
    moved = error(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1007)
    chats, kept = await send(store, moved, moved)
    assert (chats, kept) == (["42", "-1007"], [("failed", "the chat moves without end")])


async def test_nothing_is_kept_of_a_reply_to_a_stranger(store: Store) -> None:
    refused = error(400, "Bad Request: BUTTON_DATA_INVALID")
    _, kept = await send(store, refused, outgoing=Outgoing(chat_id=7, html="Chào"))
    assert kept == []


@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        (error(403, "Forbidden: bot was blocked by the user"), "blocked"),
        (error(403, "Forbidden: user is deactivated"), "deleted"),
        (error(400, "Bad Request: chat not found"), "never_started"),
        (error(403, "Forbidden: bot can't initiate conversation with a user"), "never_started"),
    ],
)
async def test_whoever_cannot_be_written_to_is_marked_with_the_reason(
    store: Store, refusal: httpx.Response, why: str
) -> None:
    await send(store, refusal)
    assert store.read_now(lambda tx: tx.execute(select(people.c.unreachable_why)).scalar()) == why
