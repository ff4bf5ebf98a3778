"""Telegram's end of the wire, scripted: the real bot and the real HTTP client up to the last step."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import parse_qsl

import httpx
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.transport.pacing import Lane, TwoLanes

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz012345"


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    method: str
    parameters: Mapping[str, str]


Step: TypeAlias = httpx.Response | Exception
Script: TypeAlias = Callable[[Call], Step]


@dataclass(kw_only=True)
class Wire:
    """`script` answers each call with a response, or with the exception that the HTTP client would raise."""

    script: Script
    calls: list[Call] = field(default_factory=list)

    async def handle(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        form = dict(parse_qsl(body.decode("utf-8", "replace"))) if b"\r\n" not in body else {}
        call = Call(method=request.url.path.rsplit("/", 1)[-1], parameters=dict(request.url.params) | form)
        self.calls.append(call)
        step = self.script(call)
        if isinstance(step, Exception):
            raise step
        return step

    def bot(self, lanes: TwoLanes | None = None) -> ExtBot[Lane]:
        request = HTTPXRequest(httpx_kwargs={"transport": httpx.MockTransport(self.handle)})
        return ExtBot(TOKEN, request=request, get_updates_request=request, rate_limiter=lanes or TwoLanes())

    def sent(self, name: str) -> list[str]:
        """This parameter of every call, "" where a call has none."""
        return [call.parameters.get(name, "") for call in self.calls]


def ok(result: object) -> httpx.Response:
    return httpx.Response(200, json={"ok": True, "result": result})


def message(message_id: int) -> httpx.Response:
    return ok({"message_id": message_id, "date": 1700000000, "chat": {"id": 42, "type": "private"}})


def error(code: int, description: str, **parameters: int) -> httpx.Response:
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    return httpx.Response(code, json=body | ({"parameters": parameters} if parameters else {}))


def in_turn(steps: Iterable[Step]) -> Script:
    """The steps one after another, whatever is called."""
    waiting = iter(steps)
    return lambda _: next(waiting)
