"""What the tests of the local server act with: its control endpoints, and a clock that moves when told."""

import base64
from typing import Any, TypeAlias

import httpx
from telegram import Bot
from telegram.request import HTTPXRequest

Answer: TypeAlias = Any  # JSON whose shape is what the tests are about.

TOKEN = "123456:test-token"
PERSON = 5
GROUP = -100200


class Seconds:
    """A monotonic clock: `forward(10)` lets ten seconds pass at once."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds


class Control:
    """The control endpoints; each answers the JSON and fails the test on a refusal, save `refused`."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def post(self, name: str, **wanted: object) -> Answer:
        answer = await self.client.post(f"/control/{name}", json=_spelled(wanted))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def refused(self, name: str, **wanted: object) -> str:
        answer = await self.client.post(f"/control/{name}", json=_spelled(wanted))
        assert answer.status_code == 400, answer.text
        return str(answer.json()["description"])

    async def get(self, name: str, **asked: str | int | float) -> Answer:
        answer = await self.client.get(f"/control/{name}", params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def start(self, chat: int = PERSON) -> int:
        """The person starts the bot; gives the message id of his /start."""
        return int((await self.post("send", chat=chat, text="/start", sender=chat))["message_id"])

    async def seen(self, chat: int = PERSON) -> Answer:
        return await self.get("messages", chat=chat)


def running_bot(address: str, token: str = TOKEN) -> Bot:
    """The library's own bot on this server; without TLS there are no certificates to load."""
    requests = [HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2)]
    return Bot(
        token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _spelled(wanted: dict[str, object]) -> dict[str, object]:
    """`from` is a keyword of Python, so tests say `sender`."""
    return {"from" if name == "sender" else name: value for name, value in wanted.items()}
