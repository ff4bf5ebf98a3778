"""The phones of the demo's people: what they do and see, over the HTTP of the local server."""

import base64
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NotRequired, TypeAlias, TypedDict

import httpx

from bot.demo.story import CAST, Person, Step
from bot.errors import OperatorError

Answer: TypeAlias = Any  # JSON of the local server, in the shapes that bot/demo/control.py names.


class Key(TypedDict):
    """A button under a message; one that only opens an address has no data."""

    text: str
    data: NotRequired[str]


Seen = TypedDict(
    "Seen",
    {
        "message_id": int,
        "change": int,
        "from": str,
        "text": str,
        "caption": NotRequired[str],
        "edited": bool,
        "buttons": list[list[Key]],
    },
)
"""A message as /control/messages shows it, as far as the story looks."""

PATIENCE = 15.0
"""Seconds that the bot has for an answer."""


class StoryBroken(OperatorError):
    """The bot did not show what the story needs; the text says what stood there instead."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of the dialog: what a person did (`by_bot` False) or what the bot then showed him.

    Without a person it is the clock that moved.
    """

    person: Person | None
    by_bot: bool
    text: str
    buttons: Sequence[Sequence[str]] = ()
    rewritten: bool = False


def unheard(_: Line) -> None:
    """For those who only act."""


class Phones:
    """What people do, each act until the bot has answered it; `told` hears each line as it falls.

    Errors of every act: StoryBroken.
    """

    def __init__(self, client: httpx.AsyncClient, *, told: Callable[[Line], None] = unheard) -> None:
        self._client = client
        self._told = told
        self._heard: dict[int, int] = {}

    @contextmanager
    def hushed(self, instead: Callable[[], str]) -> Iterator[None]:
        """Of all that falls inside the block only the last line is told, under what stands for the others."""
        kept: list[Line] = []
        told, self._told = self._told, kept.append
        try:
            yield
        finally:
            self._told = told
            if len(kept) > 1:
                told(replace(kept[-1], by_bot=False, text=instead(), buttons=(), rewritten=False))
            if kept:
                told(kept[-1])

    async def say(self, person: Person, text: str) -> int:
        """Type a text; returns the id of the message."""
        self._told(Line(person=person, by_bot=False, text=text))
        done = await self._post("/control/send", chat=person.chat, text=text, first_name=person.name)
        await self.hear(person, since=done["change"])
        return int(done["message_id"])

    async def edit(self, person: Person, message_id: int, text: str) -> None:
        self._told(Line(person=person, by_bot=False, text=text, rewritten=True))
        done = await self._post("/control/edit", chat=person.chat, message_id=message_id, text=text)
        await self.hear(person, since=done["change"])

    async def tap(self, person: Person, label: str) -> None:
        """Tap the button of the screen whose label starts so."""
        screen = await self.screen(person)
        found = button(screen, label)
        if found is None:
            there = " ".join(f"[{each['text']}]" for row in screen["buttons"] for each in row)
            raise StoryBroken(
                f"{person.name} misses the button [{label}] among {there or 'none'}: {words(screen)}"
            )
        self._told(Line(person=person, by_bot=False, text=f"[{found['text']}]"))
        done = await self._post(
            "/control/tap", chat=person.chat, message_id=screen["message_id"], data=found["data"]
        )
        await self.hear(person, since=done["change"])

    async def send_file(self, person: Person, name: str, content: bytes) -> None:
        self._told(Line(person=person, by_bot=False, text=f"📎 {name}"))
        file = base64.b64encode(content).decode()
        done = await self._post("/control/send", chat=person.chat, file_name=name, file=file)
        await self.hear(person, since=done["change"])

    async def move_clock(self, step: Step) -> None:
        """Move the clock of the demo, and hear what the bot then says to anybody."""
        moved = await self._post("/control/clock", step=step)
        self._told(Line(person=None, by_bot=True, text=moved["words"]))
        await self.listen()

    # --- What the bot shows -------------------------------------------------------------------------------

    async def screen(self, person: Person) -> Seen:
        """The bot's message that changed last."""
        by_bot = [message for message in await self._seen(person) if message["from"] == "bot"]
        if not by_bot:
            raise StoryBroken(f"The bot has not said anything to {person.name}.")
        return max(by_bot, key=_change)

    async def hear(self, person: Person, *, since: int | None = None) -> None:
        """Wait until the bot writes to him: after a change number, else after what was heard last."""
        after = self._heard.get(person.chat, 0) if since is None else since
        answer = await self._get("/control/wait", chat=person.chat, since=after, timeout=PATIENCE)
        if not answer["messages"]:
            popups = await self._get("/control/answers", chat=person.chat, since=after)
            said = " ".join(popup["text"] for popup in popups)
            raise StoryBroken(f"The bot has not answered {person.name} in {PATIENCE:.0f} s. {said}".rstrip())
        await self._tell_of(person)

    async def listen(self) -> None:
        """Hear what the bot has said to anybody meanwhile."""
        for person in CAST:
            await self._tell_of(person)

    async def _tell_of(self, person: Person) -> None:
        heard = self._heard.get(person.chat, 0)
        for message in sorted(await self._seen(person), key=_change):
            if message["from"] == "bot" and message["change"] > heard:
                self._heard[person.chat] = message["change"]
                self._told(
                    Line(
                        person=person,
                        by_bot=True,
                        text=words(message),
                        buttons=[[each["text"] for each in row] for row in message["buttons"]],
                        rewritten=message["edited"],
                    )
                )

    async def _seen(self, person: Person) -> list[Seen]:
        seen: list[Seen] = await self._get("/control/messages", chat=person.chat)
        return seen

    # --- The wire -----------------------------------------------------------------------------------------

    async def _post(self, path: str, **wanted: object) -> Answer:
        return _answer(await self._client.post(path, json=wanted))

    async def _get(self, path: str, **asked: str | float) -> Answer:
        return _answer(await self._client.get(path, params=asked))


def words(message: Seen) -> str:
    """What a message says, be it a text or the caption of a file."""
    return str(message["text"] or message.get("caption") or "")


def button(message: Seen, label: str) -> Key | None:
    """The first button whose label starts so; one with exactly this label goes first."""
    every = [each for row in message["buttons"] for each in row if "data" in each]
    exact = [each for each in every if each["text"] == label]
    return next(iter([*exact, *(each for each in every if each["text"].startswith(label))]), None)


def _change(message: Seen) -> int:
    return int(message["change"])


def _answer(response: httpx.Response) -> Answer:
    answer = response.json()
    if response.status_code != 200:
        raise StoryBroken(str(answer.get("description", response.status_code)))
    return answer
