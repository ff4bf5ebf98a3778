"""What a call to Telegram costs: python-telegram-bot's own request beside ours on aiohttp, in one run, by turns.

CPU of this process for one sendMessage, from the bot's method to its answer; the server is a process of its own that
does nothing but answer. "alone" is one call at a time, "together" five side by side as the outbox sends them.
The promise is a ratio of at most 0.5; what the library itself does around the call is printed too.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Callable

from telegram.ext import ExtBot
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.transport.http import AiohttpRequest

TOKEN = "123456789:AAbench-bench-bench-bench-bench-bench"
CALLS = 500
ROUNDS = 5
WARM_UP = 20
TEXT = "Kính gửi đồng chí đầu mối Phòng Nội vụ: còn 3 ngày đến hạn gửi số liệu Đợt 1. Gõ /baocao để nhập."
SENT = json.dumps(
    {"ok": True, "result": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "text": TEXT}}
).encode()


class Answering(asyncio.Protocol):
    """Reads a call by its length, answers, keeps the connection open."""

    ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
        len(SENT),
        SENT,
    )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.read = b""

    def data_received(self, piece: bytes) -> None:
        self.read += piece
        head, found, body = self.read.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
        if found and len(body) >= length:
            self.read = body[length:]
            self.transport.write(self.ANSWER)


async def answer() -> None:
    server = await asyncio.get_running_loop().create_server(Answering, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


class NoWire(BaseRequest):
    """No HTTP at all: what is left is the library around the call."""

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: object, **__: object
    ) -> tuple[int, bytes]:
        return 200, SENT


async def spent(request: BaseRequest, port: int, side_by_side: int) -> float:
    """CPU seconds a call."""
    bot: ExtBot[None] = ExtBot(
        TOKEN, base_url=f"http://127.0.0.1:{port}/bot", request=request, get_updates_request=NoWire()
    )

    async def send(calls: int) -> None:
        for _ in range(calls):
            await bot.send_message(1, TEXT, parse_mode="HTML")

    await request.initialize()
    await send(WARM_UP)
    begun = time.process_time()
    await asyncio.gather(*(send(CALLS // side_by_side) for _ in range(side_by_side)))
    took = time.process_time() - begun
    await request.shutdown()
    return took / CALLS


async def main() -> None:
    kinds: dict[str, Callable[[], BaseRequest]] = {
        "library": lambda: HTTPXRequest(connection_pool_size=32),
        "ours": lambda: AiohttpRequest(connections=32),
        "no_wire": NoWire,
    }
    server = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "answer", stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    port = int(await server.stdout.readline())
    figures: dict[str, float] = {}
    for name, side_by_side in (("alone", 1), ("together", 5)):
        rounds = [
            {kind: await spent(make(), port, side_by_side) for kind, make in kinds.items()}
            for _ in range(ROUNDS)
        ]
        for kind in kinds:
            figures[f"{kind}_{name}_us"] = round(statistics.median(one[kind] for one in rounds) * 1e6)
        ratio = statistics.median(one["ours"] / one["library"] for one in rounds)
        figures[f"ratio_{name}"] = round(ratio, 2)
        print(
            f"{name}: {figures[f'library_{name}_us']} µs a call, ours {figures[f'ours_{name}_us']} µs ({ratio:.2f})"
        )
    server.terminate()
    await server.wait()
    print(json.dumps({"figures": figures}))


if __name__ == "__main__":
    asyncio.run(answer() if sys.argv[1:] == ["answer"] else main())
