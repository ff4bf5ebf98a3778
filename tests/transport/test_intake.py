import asyncio
import json
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.errors import OperatorError, StoreFull, StoreUnavailable
from bot.transport.intake import Intake, RawUpdate, describe, parse
from tests.transport.virtual_time import run
from tests.transport.wire import Call, Step, Wire, error, ok

BOT = Wire(script=lambda _: ok([])).bot()
NOON = datetime(2023, 6, 13, 5, tzinfo=UTC)


def written(update_id: int, text: str = "12,5 ty") -> dict[str, object]:
    chat = {"id": 42, "type": "private"}
    return {
        "update_id": update_id,
        "message": {"message_id": update_id, "date": 1700000000, "chat": chat, "text": text},
    }


class Post:
    """An intake between a scripted Telegram and an inbox; when the script ends, the next poll stays open."""

    def __init__(self, *steps: Step) -> None:
        self._steps = deque(steps)
        self.wire = Wire(script=self._answer)
        self.kept: list[int] = []
        self.handed_over: list[int] = []
        self.store_fails = 0
        self.failure = StoreUnavailable("locked")
        self.hand_over_fails = 0
        self.silent = asyncio.Event()
        self.asked_at: list[float] = []
        self.intake = Intake(self.wire.bot(), keep=self._keep, hand_over=self._hand_over, now=lambda: NOON)

    def _answer(self, call: Call) -> Step:
        self.asked_at.append(asyncio.get_running_loop().time())
        if self._steps:
            return self._steps.popleft()
        self.silent.set()
        return ok([]) if call.parameters["timeout"] == "0" else httpx.ReadTimeout("silence")

    async def _keep(self, updates: Sequence[RawUpdate]) -> list[RawUpdate]:
        if self.store_fails:
            self.store_fails -= 1
            raise self.failure
        new = [update for update in updates if update.update_id not in self.kept]
        self.kept += [update.update_id for update in new]
        return new

    async def _hand_over(self, update: RawUpdate) -> None:
        if self.hand_over_fails:
            self.hand_over_fails -= 1
            raise StoreUnavailable("locked")
        self.handed_over.append(update.update_id)

    async def until_silent(self) -> None:
        """Poll until the script is played, then stop in order."""
        polling = asyncio.create_task(self.intake.run())
        await asyncio.wait(
            {polling, stop := asyncio.create_task(self.silent.wait())}, return_when="FIRST_COMPLETED"
        )
        stop.cancel()
        polling.cancel()
        await asyncio.wait({polling})
        if not polling.cancelled() and (failure := polling.exception()) is not None:
            raise failure

    @property
    def offsets(self) -> list[str]:
        return self.wire.sent("offset")


def test_updates_are_kept_then_handed_over_in_order_and_then_confirmed() -> None:
    async def story() -> Post:
        post = Post(ok([written(5), written(6)]))
        await post.until_silent()
        return post

    post = run(story())
    assert post.kept == post.handed_over == [5, 6]
    assert post.offsets[:2] == ["", "7"]


def test_only_what_the_bot_uses_is_asked_for_and_the_wait_is_long() -> None:
    async def story() -> Post:
        post = Post(ok([]))
        await post.until_silent()
        return post

    asked = run(story()).wire.calls[0].parameters
    assert json.loads(asked["allowed_updates"]) == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]
    assert asked["timeout"] == "25"


def test_an_offset_is_forgotten_once_confirmed_because_ids_may_restart_lower() -> None:
    async def story() -> Post:
        post = Post(ok([written(900)]), ok([]), ok([written(3)]))
        await post.until_silent()
        return post

    post = run(story())
    assert post.handed_over == [900, 3]
    assert post.offsets[:4] == ["", "901", "", "4"]


def test_an_update_that_comes_again_is_handed_over_once() -> None:
    async def story() -> Post:
        post = Post(ok([written(5)]), ok([written(5), written(6)]))
        await post.until_silent()
        return post

    assert run(story()).handed_over == [5, 6]


def test_nothing_is_confirmed_while_the_database_cannot_write() -> None:
    async def story() -> Post:
        post = Post(ok([written(5)]), ok([written(5)]), ok([written(5)]))
        post.store_fails = 2
        await post.until_silent()
        return post

    post = run(story())
    assert post.offsets[:4] == ["", "", "", "6"]
    assert post.handed_over == [5]


def test_without_room_an_update_is_handed_over_once_unconfirmed_and_again_when_it_can_be_kept() -> None:
    async def story() -> Post:
        post = Post(ok([written(5)]), ok([written(5), written(6)]), ok([written(5), written(6)]))
        post.store_fails, post.failure = 2, StoreFull("full")
        await post.until_silent()
        return post

    post = run(story())
    assert post.offsets[:4] == ["", "", "", "7"]
    # Whoever sent them hears at once that nothing can be written; then they are handled.
    assert post.handed_over == [5, 6, 5, 6]
    assert post.kept == [5, 6]


def test_what_was_kept_and_could_not_be_handed_over_is_not_forgotten() -> None:
    async def story() -> Post:
        post = Post(ok([written(5), written(6)]), ok([]))
        post.hand_over_fails = 1
        await post.until_silent()
        return post

    assert run(story()).handed_over == [5, 6]


def test_an_orderly_stop_confirms_what_was_kept() -> None:
    async def story() -> Post:
        post = Post(ok([written(5)]))
        await post.until_silent()
        return post

    last = run(story()).wire.calls[-1].parameters
    assert (last["offset"], last["timeout"]) == ("6", "0")


def test_an_unreachable_telegram_is_tried_again_ever_more_slowly_and_logged_once() -> None:
    async def story() -> Post:
        post = Post(*(httpx.ConnectError("refused") for _ in range(12)), ok([]))
        await post.until_silent()
        return post

    with capture_logs() as logs:
        post = run(story())
    waits = [later - earlier for earlier, later in zip(post.asked_at[:12], post.asked_at[1:], strict=False)]
    assert waits[0] < 2.1
    assert all(1 <= wait < 30.1 for wait in waits)
    assert max(waits) > 4
    assert [entry["event"] for entry in logs if "refused" in str(entry)] == [
        "intake_stopped",
        "intake_goes_on",
    ]


@pytest.mark.parametrize(
    "step",
    [
        error(409, "Conflict: terminated by other getUpdates request"),
        error(500, "Internal Server Error"),
        httpx.Response(200, text="<html>Sign in to this network</html>"),
        httpx.Response(200, json={"welcome": "to this network"}),
        httpx.Response(200, json=["no", "Telegram"]),
        ok({"no": "list"}),
        ok([{"no": "id"}]),
        httpx.ReadTimeout("silence"),
    ],
)
def test_the_intake_survives_and_goes_on_after(step: Step) -> None:
    async def story() -> Post:
        post = Post(step, ok([written(5)]))
        await post.until_silent()
        return post

    assert run(story()).handed_over == [5]


def test_a_second_poller_is_named_in_the_log() -> None:
    async def story() -> None:
        await Post(error(409, "Conflict: terminated by other getUpdates request"), ok([])).until_silent()

    with capture_logs() as logs:
        run(story())
    assert "another program" in logs[0]["trouble"]


def test_a_429_is_obeyed() -> None:
    async def story() -> Post:
        post = Post(error(429, "Too Many Requests: retry after 90", retry_after=90), ok([]))
        await post.until_silent()
        return post

    post = run(story())
    assert post.asked_at[1] - post.asked_at[0] >= 90


def test_an_unknown_token_ends_the_intake() -> None:
    async def story() -> None:
        await Post(error(401, "Unauthorized")).until_silent()

    with pytest.raises(OperatorError, match="token"):
        run(story())


def test_health_sees_the_last_success_and_the_trouble() -> None:
    async def story() -> tuple[Intake, str | None, datetime | None]:
        post = Post(httpx.ConnectError("refused"))
        await post.until_silent()
        troubled = (post.intake.trouble, post.intake.last_success_at)
        await post.intake.receive([])
        return post.intake, *troubled

    intake, trouble, last_success_at = run(story())
    assert trouble is not None
    assert last_success_at is None
    assert intake.last_success_at == NOON


def test_a_malformed_update_is_set_aside_without_its_words_and_the_others_go_on() -> None:
    async def story() -> Post:
        post = Post(ok([{"message": {"text": "secret"}}, written(6)]))
        await post.until_silent()
        return post

    with capture_logs() as logs:
        post = run(story())
    assert post.handed_over == [6]
    assert [entry["number"] for entry in logs if entry["event"] == "updates_set_aside"] == [1]
    assert "secret" not in str(logs)


@pytest.mark.parametrize(
    "raw",
    [
        written(1),
        {"update_id": 1, "edited_message": {"chat": {"id": 42}}},
        {"update_id": 1, "callback_query": {"message": {"chat": {"id": 42}}}},
        {"update_id": 1, "my_chat_member": {"chat": {"id": 42}}},
    ],
)
def test_the_chat_of_an_update_is_found(raw: dict[str, object]) -> None:
    described = describe(raw)
    assert described is not None
    assert described.chat_id == 42


@pytest.mark.parametrize(
    "raw", [None, [], {}, {"update_id": "5"}, {"update_id": True}, {"update_id": 10**30}]
)
def test_an_update_without_a_usable_id_is_not_described(raw: object) -> None:
    assert describe(raw) is None


def test_the_kept_text_holds_nothing_that_a_column_cannot() -> None:
    described = describe(written(1, "a\x00b\x00\x00c \\u0000 \ud83c đ"))
    assert described is not None
    described.body.encode()
    assert json.loads(described.body)["message"]["text"] == "abc \\u0000 ? đ"


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3),
    max_leaves=8,
)
PARTS = ("message", "edited_message", "callback_query", "my_chat_member", "poll", "unknown")
FIELDS = ("chat", "id", "from", "message", "date", "text", "type", "data", "document", "entities")


@settings(deadline=None)
@given(
    st.fixed_dictionaries(
        {"update_id": st.integers(0, 2**40)},
        optional={
            part: ODD | st.dictionaries(st.sampled_from(FIELDS), ODD | st.fixed_dictionaries({"id": ODD}))
            for part in PARTS
        },
    )
)
def test_no_malformed_update_breaks_the_intake(raw: dict[str, object]) -> None:
    described = describe(raw)
    assert described is not None
    update = parse(described, BOT)
    assert update is None or update.update_id == raw["update_id"]
