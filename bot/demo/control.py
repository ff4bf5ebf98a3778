"""The endpoints under /control/: people act, faults and limits are set, and what happened is read.

POST with a JSON object; what is refused is answered with 400 and a description:

    send    {chat, text | file, [file_name], [caption], [first_name], [language], [from], [kind],
             [group]}   a person writes
    edit    {chat, message_id, text}
    tap     {chat, message_id, data, [from], [forged]}
    block, unblock {chat}    migrate {chat, to}    forbid_pins {chat}
    fault   {[method], kind: 429 | 5xx | drop | delay | none, share | next, [seconds]}
    limits  {[enabled], [overall], [per_chat], [burst], [group_per_minute], [trusted_seconds],
            [query_seconds]}   answers all of them
    reset   {}

`chat` is the person's id, or negative for a group, where `from` is the person. `file` is base64, and files with the
same `group` are sent together. `kind` is
photo, sticker, voice or forward. The people's acts answer {ok, change, update_id, message_id, query_id};
changes are numbered through all chats, and `since` below takes such a number.

GET:

    messages ?chat=                                        what stands in the chat now
    wait     ?chat=&after_message_id= | &since=&timeout=   {change, messages} of the bot, new or edited
    answers  ?chat=[&since=&timeout=]                      what popped up after taps
    calls    [?since=n]                                    Bot API calls with a number above n
    updates                                                {pending, confirmed, next_update_id}
    initdata ?chat=                                        {init_data}: what a Mini App opened by this person now gets
"""

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.demo import account, people
from bot.demo.people import Done
from bot.demo.wire import ApiError, Json, JsonObject, bad_request, read_object
from bot.demo.world import World

LONGEST_WAIT = 60.0


def control_routes(world: World) -> list[Route]:
    """All routes under /control/ for one world."""
    posts: dict[str, Callable[[World, JsonObject], Json]] = {
        "send": _send,
        "edit": _edit,
        "tap": _tap,
        "block": lambda world, wanted: _done(people.block(world, _whole(wanted, "chat"))),
        "unblock": lambda world, wanted: _done(people.unblock(world, _whole(wanted, "chat"))),
        "forbid_pins": lambda world, wanted: _done(people.forbid_pins(world, _whole(wanted, "chat"))),
        "migrate": lambda world, wanted: _done(
            people.migrate(world, _whole(wanted, "chat"), _whole(wanted, "to"))
        ),
        "fault": _fault,
        "limits": _limits,
        "reset": _reset,
    }
    gets: dict[str, Callable[[World, Request], Awaitable[Json]]] = {
        "messages": _messages,
        "wait": _wait,
        "answers": _answers,
        "calls": _calls,
        "updates": _updates,
        "initdata": _init_data,
    }
    return [
        *(Route(f"/control/{name}", _posted(world, act), methods=["POST"]) for name, act in posts.items()),
        *(Route(f"/control/{name}", _asked(world, tell), methods=["GET"]) for name, tell in gets.items()),
    ]


def _posted(
    world: World, act: Callable[[World, JsonObject], Json]
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(act(world, await read_object(request)))
        except ApiError as refused:
            return JSONResponse(refused.answer(), status_code=refused.status)

    return endpoint


def _asked(
    world: World, tell: Callable[[World, Request], Awaitable[Json]]
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await tell(world, request))
        except ApiError as refused:
            return JSONResponse(refused.answer(), status_code=refused.status)

    return endpoint


def _send(world: World, wanted: JsonObject) -> Json:
    content: bytes | None = None
    if wanted.get("file") is not None:
        try:
            content = base64.b64decode(str(wanted["file"]), validate=True)
        except (binascii.Error, ValueError):
            raise bad_request("file must be the content in base64") from None
    return _done(
        people.write(
            world,
            _whole(wanted, "chat"),
            text=str(wanted.get("text") or wanted.get("caption") or ""),
            kind=str(wanted.get("kind") or "text"),
            content=content,
            file_name=str(wanted.get("file_name") or ""),
            sender_id=_whole(wanted, "from") if "from" in wanted else None,
            first_name=str(wanted["first_name"]) if wanted.get("first_name") else None,
            language=str(wanted["language"]) if wanted.get("language") else None,
            group=str(wanted["group"]) if wanted.get("group") else None,
        )
    )


def _edit(world: World, wanted: JsonObject) -> Json:
    return _done(
        people.edit(
            world, _whole(wanted, "chat"), _whole(wanted, "message_id"), str(wanted.get("text") or "")
        )
    )


def _tap(world: World, wanted: JsonObject) -> Json:
    return _done(
        people.tap(
            world,
            _whole(wanted, "chat"),
            _whole(wanted, "message_id"),
            str(wanted.get("data") or ""),
            sender_id=_whole(wanted, "from") if "from" in wanted else None,
            forged=wanted.get("forged") is True,
        )
    )


def _fault(world: World, wanted: JsonObject) -> Json:
    world.faults.plan(wanted)
    return {"ok": True}


def _limits(world: World, wanted: JsonObject) -> Json:
    world.limits.bounds = world.limits.bounds.changed(wanted)
    return asdict(world.limits.bounds)


def _reset(world: World, _wanted: JsonObject) -> Json:
    world.reset()
    return {"ok": True}


async def _messages(world: World, request: Request) -> Json:
    chat = world.chats.known(_asked_chat(request))
    return [message.as_seen(world.token) for message in chat.messages.values()] if chat else []


async def _wait(world: World, request: Request) -> Json:
    """What the bot wrote or edited in the chat after a message or a change, once there is something."""
    chat_id = _asked_chat(request)
    after = _after(world, request, chat_id)
    await _until(world, request, chat_id, lambda: bool(world.chats.changed_by_bot(chat_id, after)))
    changed = world.chats.changed_by_bot(chat_id, after)
    return {
        "change": world.chats.change,
        "messages": [message.as_seen(world.token) for message in changed],
    }


async def _answers(world: World, request: Request) -> Json:
    """Answers to taps in the chat, after a change number, waiting for the first when a timeout is given."""
    chat_id = _asked_chat(request)
    since = _asked_whole(request, "since", 0)

    def given() -> list[JsonObject]:
        return [asdict(popup) for popup in world.popups if popup.chat_id == chat_id and popup.change > since]

    await _until(world, request, chat_id, lambda: bool(given()))
    return given()


async def _calls(world: World, request: Request) -> Json:
    return [call.as_seen() for call in world.calls.since(_asked_whole(request, "since", 0))]


async def _updates(world: World, _request: Request) -> Json:
    return {
        "pending": world.updates.pending,
        "confirmed": world.updates.confirmed,
        "next_update_id": world.updates.next_id,
    }


async def _init_data(world: World, request: Request) -> Json:
    chat = world.chats.known(_asked_chat(request))
    if chat is None or not chat.private:
        raise bad_request("chat must be that of a person who started the bot")
    return {"init_data": account.init_data(world, chat)}


async def _until(world: World, request: Request, chat_id: int, happened: Callable[[], bool]) -> None:
    """Waits until something happened in the chat, at most `timeout` seconds of the request, by default 0."""
    try:
        left = min(float(request.query_params.get("timeout", "0")), LONGEST_WAIT)
    except ValueError:
        raise bad_request("timeout must be a number of seconds") from None
    end = asyncio.get_running_loop().time() + left
    while not happened() and not world.closing and left > 0:
        await world.chats.bell(chat_id).heard(left)
        left = end - asyncio.get_running_loop().time()


def _after(world: World, request: Request, chat_id: int) -> int:
    if "since" in request.query_params:
        return _asked_whole(request, "since", 0)
    if "after_message_id" not in request.query_params:
        return world.chats.change
    return world.chats.written_at(chat_id, _asked_whole(request, "after_message_id", 0))


def _done(done: Done) -> Json:
    return {"ok": True, **asdict(done)}


def _whole(wanted: JsonObject, name: str) -> int:
    try:
        return int(str(wanted.get(name)))
    except ValueError:
        raise bad_request(f"{name} must be a whole number") from None


def _asked_chat(request: Request) -> int:
    return _whole(request.query_params, "chat")


def _asked_whole(request: Request, name: str, default: int) -> int:
    return _whole(request.query_params, name) if name in request.query_params else default
