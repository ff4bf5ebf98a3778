import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator

import pytest
from telegram import Update
from telegram.ext import Application, TypeHandler

from bot.transport.ordering import PerChatOrder, order_of
from tests.transport.wire import Wire, ok

BOT = {"id": 1, "is_bot": True, "first_name": "Đôn Đốc", "username": "dondoc_bot"}


def written(chat_id: int, update_id: int) -> dict[str, object]:
    chat = {"id": chat_id, "type": "private"}
    return {"update_id": update_id, "message": {"message_id": update_id, "date": 1700000000, "chat": chat}}


class Desk:
    """A running application that notes what it handles; a chat with a gate is held until the gate opens."""

    def __init__(self) -> None:
        self.order = PerChatOrder()
        bot = Wire(script=lambda _: ok(BOT)).bot()
        builder = Application.builder().bot(bot).updater(None).job_queue(None)
        self.application = builder.concurrent_updates(self.order).build()
        self.application.add_handler(TypeHandler(Update, self._handle))
        self.done: defaultdict[int, list[int]] = defaultdict(list)
        self.gates: dict[int, asyncio.Event] = {}
        self._running = 0
        self.most_at_once_in_a_chat = 0
        self._busy: defaultdict[int, int] = defaultdict(int)
        self._changed = asyncio.Condition()

    async def _handle(self, update: Update, _: object) -> None:
        chat = update.effective_chat
        assert chat is not None
        self._busy[chat.id] += 1
        self.most_at_once_in_a_chat = max(self.most_at_once_in_a_chat, self._busy[chat.id])
        if chat.id in self.gates:
            await self.gates[chat.id].wait()
        # Later updates are quicker, so that they would overtake if they could.
        for _turn in range(5 - update.update_id % 5):
            await asyncio.sleep(0)
        self._busy[chat.id] -= 1
        self.done[chat.id].append(update.update_id)
        async with self._changed:
            self._changed.notify_all()

    async def put(self, *raw: dict[str, object]) -> None:
        for one in raw:
            await self.application.update_queue.put(Update.de_json(one, self.application.bot))

    async def handled(self, chat_id: int, number: int) -> list[int]:
        """Wait until so many updates of the chat are handled."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.done[chat_id]) >= number)
        return self.done[chat_id]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk()
    async with desk.application:
        await desk.application.start()
        yield desk
        for gate in desk.gates.values():
            gate.set()
        await desk.application.stop()


async def test_updates_of_each_chat_are_handled_one_after_another_in_order(desk: Desk) -> None:
    await desk.put(*(written(chat, chat * 10 + n) for n in range(5) for chat in range(1, 201)))
    for chat in range(1, 201):
        assert await desk.handled(chat, 5) == [chat * 10 + n for n in range(5)]
    assert desk.most_at_once_in_a_chat == 1


async def test_a_chat_that_is_held_delays_no_other(desk: Desk) -> None:
    desk.gates[1] = asyncio.Event()
    await desk.put(written(1, 10), written(2, 20))
    assert await desk.handled(2, 1) == [20]
    assert desk.done[1] == []


async def test_a_chat_that_floods_delays_no_other(desk: Desk) -> None:
    desk.gates[1] = asyncio.Event()
    await desk.put(*(written(1, n) for n in range(6000)), written(2, 7000))
    assert await desk.handled(2, 1) == [7000]
    desk.gates[1].set()
    assert await desk.handled(1, 6000) == list(range(6000))


async def test_nothing_is_remembered_of_a_chat_that_is_idle(desk: Desk) -> None:
    desk.gates[1] = asyncio.Event()
    await desk.put(written(1, 10), written(2, 20))
    await desk.handled(2, 1)
    assert desk.order.busy_chats >= 1
    desk.gates[1].set()
    await desk.application.update_queue.join()
    await asyncio.sleep(0)
    assert desk.order.busy_chats == 0


async def test_an_update_of_no_chat_is_handled_too() -> None:
    order, seen = PerChatOrder(), asyncio.Event()

    async def handle() -> None:
        seen.set()

    await order.process_update(Update(update_id=1), handle())
    assert seen.is_set()


async def test_what_a_chat_is_shown_out_of_turn_keeps_its_place_among_its_updates(desk: Desk) -> None:
    seen: list[list[int]] = []

    async def shown() -> None:
        await asyncio.sleep(0)
        seen.append(list(desk.done[5]))

    showing = asyncio.create_task(desk.order.in_turn(5, shown()))
    await desk.put(written(5, 2), written(5, 3))
    assert await desk.handled(5, 2) == [2, 3]
    await showing
    assert seen == [[]]


async def test_an_application_without_the_order_of_chats_is_refused() -> None:
    bot = Wire(script=lambda _: ok(BOT)).bot()
    with pytest.raises(TypeError):
        order_of(Application.builder().bot(bot).updater(None).job_queue(None).build())
