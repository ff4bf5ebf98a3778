import asyncio
import random
from collections import deque
from collections.abc import Iterable

import pytest
from telegram.error import RetryAfter

from bot.transport.pacing import Lane, TwoLanes
from tests.transport.virtual_time import run

GROUP = -100


class Traffic:
    """Lanes on made-up time, and when each send reached Telegram."""

    def __init__(self) -> None:
        self.clock = asyncio.get_running_loop().time
        self.lanes = TwoLanes(self.clock)
        self.sent: list[tuple[float, int | None]] = []
        self.floods: deque[tuple[int, int]] = deque()
        """(the how-manieth call is refused, for how many seconds)"""

    async def send(self, chat: int | None, lane: Lane | None = None, endpoint: str = "sendMessage") -> None:
        async def call() -> bool:
            self.sent.append((self.clock(), chat))
            if self.floods and self.floods[0][0] == len(self.sent):
                raise RetryAfter(self.floods.popleft()[1])
            return True

        data = {} if chat is None else {"chat_id": chat}
        await self.lanes.process_request(call, (), {}, endpoint, data, lane)

    async def bulk(self, chats: Iterable[int]) -> None:
        await asyncio.gather(*(self.send(chat, "bulk") for chat in chats))

    @property
    def times(self) -> list[float]:
        return [at for at, _ in self.sent]


def worst_second(times: list[float]) -> int:
    """The most sends within any one second."""
    window: deque[float] = deque()
    worst = 0
    for at in times:
        window.append(at)
        while window[0] <= at - 1 + 1e-6:
            window.popleft()
        worst = max(worst, len(window))
    return worst


async def wave_among_talking_people(seed: int) -> tuple[int, float, float]:
    """A minute of a wave with 20 people who write every 3 to 7 s: worst second, sends a second, longest wait."""
    traffic, chance, waits = Traffic(), random.Random(seed), [0.0]

    async def talk(person: int) -> None:
        while True:
            await asyncio.sleep(chance.uniform(3, 7))
            asked_at = traffic.clock()
            await traffic.send(person, "reply")
            waits.append(traffic.clock() - asked_at)

    everything = [asyncio.create_task(talk(person)) for person in range(1, 21)]
    everything.append(asyncio.create_task(traffic.bulk(range(1000, 2700))))
    await asyncio.sleep(60)
    times = traffic.times
    for one in everything:
        one.cancel()
    await asyncio.gather(*everything, return_exceptions=True)
    return worst_second(times), len(times) / 60, max(waits)


@pytest.mark.parametrize("seed", range(3))
def test_no_second_sees_more_than_30_sends_while_a_wave_goes_out_and_20_people_talk(seed: int) -> None:
    worst, a_second, longest_wait = run(wave_among_talking_people(seed))
    assert worst <= 30
    assert a_second >= 26
    assert longest_wait == 0


def test_a_wave_alone_leaves_at_27_a_second() -> None:
    async def story() -> Traffic:
        traffic = Traffic()
        await traffic.bulk(range(1, 541))
        return traffic

    traffic = run(story())
    assert worst_second(traffic.times) == 27
    assert len(traffic.times) / traffic.times[-1] == pytest.approx(27, abs=0.5)


def test_bulk_leaves_in_the_order_in_which_it_came() -> None:
    async def story() -> Traffic:
        traffic = Traffic()
        await traffic.bulk(range(1, 101))
        return traffic

    assert [chat for _, chat in run(story()).sent] == list(range(1, 101))


def test_one_chat_gets_a_bulk_message_a_second() -> None:
    async def story() -> Traffic:
        traffic = Traffic()
        await traffic.bulk([7, 7, 7])
        return traffic

    assert run(story()).times == pytest.approx([0, 1, 2], abs=1e-3)


def test_a_group_gets_20_bulk_messages_a_minute_and_holds_up_nobody() -> None:
    async def story() -> Traffic:
        traffic = Traffic()
        await traffic.bulk([GROUP] * 21 + [8])
        return traffic

    traffic = run(story())
    to_group = [at for at, chat in traffic.sent if chat == GROUP]
    assert to_group[19] == pytest.approx(19, abs=0.1)
    assert to_group[20] == pytest.approx(60, abs=0.1)
    assert {chat: at for at, chat in traffic.sent}[8] < 1


def test_bulk_yields_to_replies_but_still_moves_once_a_second() -> None:
    async def story() -> tuple[int, int]:
        traffic = Traffic()
        wave = asyncio.create_task(traffic.bulk(range(1000, 1100)))
        for _ in range(400):
            await traffic.send(1, "reply")
            await asyncio.sleep(0.025)
        replies = sum(chat == 1 for _, chat in traffic.sent)
        bulk = len(traffic.sent) - replies
        wave.cancel()
        await asyncio.gather(wave, return_exceptions=True)
        return replies, bulk

    replies, bulk = run(story())
    assert replies == 400
    assert 9 <= bulk <= 14


def test_each_429_pauses_bulk_until_its_time_and_loses_nothing() -> None:
    async def story() -> Traffic:
        traffic = Traffic()
        traffic.floods.extend((call, 5) for call in range(100, 1001, 100))
        await traffic.bulk(range(1, 1001))
        return traffic

    traffic = run(story())
    for call in range(100, 1001, 100):
        refused_at, next_at = traffic.times[call - 1 : call + 1]
        assert next_at >= refused_at + 5
    assert {chat for _, chat in traffic.sent} == set(range(1, 1001))
    assert len(traffic.sent) == 1010


def test_a_reply_leaves_while_bulk_pauses() -> None:
    async def story() -> float:
        traffic = Traffic()
        traffic.floods.append((1, 5))
        wave = asyncio.create_task(traffic.bulk([1]))
        await asyncio.sleep(1)
        asked_at = traffic.clock()
        await traffic.send(2, "reply")
        replied_at = traffic.clock()
        await wave
        return replied_at - asked_at

    assert run(story()) == 0


def test_a_reply_that_meets_a_429_waits_and_is_tried_again() -> None:
    async def story() -> Traffic:
        traffic = Traffic()
        traffic.floods.append((1, 4))
        await traffic.send(2)
        return traffic

    assert run(story()).times == pytest.approx([0, 4], abs=1e-3)


def test_a_second_reply_to_the_chat_that_met_a_429_waits_too_and_one_to_another_does_not() -> None:
    async def story() -> Traffic:
        traffic = Traffic()
        traffic.floods.append((1, 4))
        first = asyncio.create_task(traffic.send(2, "reply"))
        await asyncio.sleep(1)
        await asyncio.gather(traffic.send(2, "reply"), traffic.send(3, "reply"), first)
        return traffic

    sent = run(story()).sent
    assert [at for at, chat in sent if chat == 3] == pytest.approx([1], abs=1e-3)
    assert [at for at, chat in sent if chat == 2] == pytest.approx([0, 4, 4], abs=1e-3)


def test_a_429_that_two_chats_meet_is_the_whole_bots_and_holds_the_replies_to_all() -> None:
    async def story() -> Traffic:
        traffic = Traffic()
        traffic.floods.extend([(1, 9), (2, 8)])
        floods = [asyncio.create_task(traffic.send(chat, "reply")) for chat in (2, 3)]
        await asyncio.sleep(1)
        await asyncio.gather(traffic.send(4, "reply"), *floods)
        return traffic

    assert next(at for at, chat in run(story()).sent if chat == 4) >= 8


def test_a_crowd_of_replies_after_an_outage_is_answered_in_turn_before_bulk_and_meets_hardly_a_429() -> None:
    """Telegram takes 30 messages a second; 300 people wrote while the bot was away, and a wave waits too."""

    async def story() -> tuple[Traffic, int]:
        traffic = Traffic()
        taken: deque[float] = deque()
        floods = 0

        async def send(chat: int, lane: Lane) -> None:
            async def call() -> bool:
                nonlocal floods
                now = traffic.clock()
                while taken and taken[0] <= now - 1:
                    taken.popleft()
                if len(taken) >= 30:
                    floods += 1
                    raise RetryAfter(1)
                taken.append(now)
                traffic.sent.append((now, chat))
                return True

            await traffic.lanes.process_request(call, (), {}, "sendMessage", {"chat_id": chat}, lane)

        wave = [asyncio.create_task(send(chat, "bulk")) for chat in range(1000, 1100)]
        await asyncio.gather(*(send(chat, "reply") for chat in range(1, 301)))
        replied_at = traffic.clock()
        await asyncio.gather(*wave)
        return traffic, floods if replied_at < 16 else -1

    traffic, floods = run(story())
    assert {chat for _, chat in traffic.sent} == {*range(1, 301), *range(1000, 1100)}
    # The first burst meets them; once let go in turn, none does.
    assert 0 < floods <= 300


def test_those_who_waited_for_the_start_are_answered_in_turn_and_who_comes_after_them_at_once() -> None:
    async def story() -> Traffic:
        traffic = Traffic()
        traffic.lanes.expect_crowd()
        await asyncio.sleep(1)
        await asyncio.gather(*(traffic.send(chat, "reply") for chat in range(1, 271)))
        await asyncio.gather(*(traffic.send(chat, "reply") for chat in range(1001, 1021)))
        return traffic

    traffic = run(story())
    crowd, later = traffic.times[:270], traffic.times[270:]
    assert worst_second(crowd) == 27
    assert [chat for _, chat in traffic.sent[:270]] == list(range(1, 271))
    assert later == pytest.approx([crowd[-1]] * 20, abs=1e-3)


def test_bulk_that_must_wait_long_gives_its_place_back() -> None:
    async def story() -> tuple[float, float]:
        traffic = Traffic()
        told: list[float] = []
        traffic.lanes.on_pause = told.append
        traffic.floods.append((1, 30))
        with pytest.raises(RetryAfter):
            await traffic.send(1, "bulk")
        with pytest.raises(RetryAfter):
            await traffic.send(2, "bulk")
        assert (len(traffic.sent), told) == (1, [30])
        return traffic.clock(), traffic.lanes.paused_seconds

    now, paused = run(story())
    assert now < 1
    assert paused == pytest.approx(30, abs=1)


def test_a_pause_that_an_earlier_process_met_is_kept() -> None:
    async def story() -> Traffic:
        traffic = Traffic()
        traffic.lanes.pause(4)
        await asyncio.gather(traffic.send(2, "bulk"), traffic.send(3, "reply"))
        return traffic

    assert run(story()).times == pytest.approx([0, 4], abs=1e-3)


def test_after_three_more_tries_a_429_goes_back_to_the_caller() -> None:
    async def story() -> Traffic:
        traffic = Traffic()
        traffic.floods.extend((call, 2) for call in (1, 2, 3, 4))
        with pytest.raises(RetryAfter):
            await traffic.send(2)
        return traffic

    assert run(story()).times == pytest.approx([0, 2, 4, 6], abs=1e-3)


def test_a_429_of_more_than_a_minute_goes_back_to_the_caller_at_once() -> None:
    async def story() -> tuple[float, float]:
        traffic = Traffic()
        traffic.floods.append((1, 600))
        with pytest.raises(RetryAfter):
            await traffic.send(2, "bulk")
        return traffic.clock(), traffic.lanes.pace().paused_seconds

    now, paused = run(story())
    assert now < 1
    assert paused == pytest.approx(600)


@pytest.mark.parametrize(
    ("endpoint", "chat"), [("getMe", None), ("answerCallbackQuery", None), ("sendChatAction", 7)]
)
def test_a_call_that_makes_no_message_is_never_held(endpoint: str, chat: int | None) -> None:
    async def story() -> Traffic:
        traffic = Traffic()
        for _ in range(100):
            await traffic.send(chat, "bulk", endpoint)
        return traffic

    assert max(run(story()).times) < 1e-3


def test_the_pace_tells_what_waits_and_what_was_sent_in_the_last_minute() -> None:
    async def story() -> tuple[tuple[int, int], tuple[int, int]]:
        traffic = Traffic()
        wave = asyncio.create_task(traffic.bulk(range(1, 55)))
        await asyncio.sleep(1)
        during = traffic.lanes.pace()
        await wave
        await asyncio.sleep(61)
        after = traffic.lanes.pace()
        return (during.waiting + during.sent_last_minute, during.sent_last_minute), (
            after.waiting,
            after.sent_last_minute,
        )

    during, after = run(story())
    assert during[0] == 54
    assert 26 <= during[1] <= 30
    assert after == (0, 0)
