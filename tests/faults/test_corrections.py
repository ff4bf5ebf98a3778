"""Two people correct a report that was handed in, in any order, with messages, edits and reasons: as a model says."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.campaign.model import Role
from bot.store import audit
from bot.store.engine import Store, Tx
from bot.store.tables import figures, people
from bot.texts import View
from bot.usecases import access, correcting, entering, keeping, reporting, screens
from bot.usecases.report_views import BulkEntered
from bot.usecases.waiting import Changed
from handlers.chat import Typed, Use
from handlers.routes import answer_to_screen
from tests import builders
from tests.town import LAN, moment

BINH, NAMES = 108, {LAN: "Lan", 108: "Bình"}
FROM = {1: 11_000, 2: 1_300_000, 3: 93_500}
"""Thousandths around which each indicator's figures stand: none is far off its target."""
ACTS = 60


@dataclass(frozen=True)
class Given:
    """A figure as somebody gave it: by which message, in the place of which version."""

    indicator: int
    typed: str
    message: int
    version: int


@dataclass
class Model:
    """The versions of each indicator as (figure, who gave it), what waits with each person, what each message gave."""

    versions: dict[int, list[tuple[str, int]]] = field(default_factory=lambda: {1: [], 2: [], 3: []})
    waiting: dict[int, list[Given]] = field(default_factory=lambda: {LAN: [], BINH: []})
    gave: dict[int, dict[int, str]] = field(default_factory=dict)

    def says(self, person: int, message: int, told: dict[int, str]) -> None:
        """A message, or what it was edited to: what it says otherwise than before waits for its reason.

        What it says anew takes back what waits of the same indicator, be it what stands there.
        """
        before = self.gave.get(message, {})
        changed, said = [], set()
        for indicator, typed in told.items():
            stands, giver = self.versions[indicator][-1]
            if typed != before.get(indicator) and (typed != stands or indicator not in before):
                said.add(indicator)
            if typed in {before.get(indicator), stands}:
                continue
            if giver == person:
                changed.append(Given(indicator, typed, message, len(self.versions[indicator])))
        self.waiting[person] = [
            one for one in self.waiting[person] if one.message != message and one.indicator not in said
        ] + changed

    def because(self, person: int) -> None:
        for one in self.waiting[person]:
            versions = self.versions[one.indicator]
            if one.version == len(versions) and versions[-1][0] != one.typed:
                versions.append((one.typed, person))
                self.gave.setdefault(one.message, {})[one.indicator] = one.typed
        self.waiting[person] = []


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(builders.database(tmp_path))
    made.write_now(_commune)
    yield made
    made.close()


def _commune(tx: Tx) -> None:
    now = moment("2023-02-01 09:00")
    root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
    unit = builders.unit(tx, "T01", "Thôn Nà Hoa", parent=root)
    for chat, name in NAMES.items():
        builders.person(tx, chat, name, now, (Role.FOCAL_POINT, unit))
    builders.campaign(tx, root, [unit], now)


class Story:
    """One seeded course of events, done to the bot and to the model."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.chance, self.model = store, random.Random(seed), Model()
        self.now = moment("2023-05-02 09:00")
        self.messages: dict[int, int] = {}
        self.closed = {LAN: True, BINH: True}

    def does(self, person: int, use: Use) -> View | None:
        self.now += timedelta(seconds=1)
        return self.store.write_now(
            lambda tx: use(tx, access.caller(tx, person, NAMES[person], self.now), self.now)
        )

    def types(self, person: int, message: int, text: str) -> View | None:
        typed = Typed(text=text, message_id=message)
        return self.does(person, lambda tx, who, now: answer_to_screen(tx, who, typed)(tx, who, now))

    def figures(self) -> dict[int, str]:
        """Figures for some of the indicators, as they are typed: {1: "11,02"}."""
        return {
            indicator: f"{thousandths // 1000},{thousandths % 1000:03}".rstrip("0").rstrip(",")
            for indicator in self.chance.sample((1, 2, 3), self.chance.randint(1, 3))
            if (thousandths := FROM[indicator] + 10 * self.chance.randint(0, 5))
        }

    def begin(self) -> None:
        first = {1: "11", 2: "1300", 3: "93,5"}
        self.types(LAN, 1, text_of(first))
        self.does(LAN, lambda tx, who, now: reporting.submit(tx, who, now, report_id=1))
        self.messages[1] = LAN
        self.model.gave[1] = first
        self.model.versions = {indicator: [(typed, LAN)] for indicator, typed in first.items()}
        self.closed[LAN] = False

    def act(self, n: int) -> None:
        person = self.chance.choice((LAN, BINH))
        own = [
            message for message, who in self.messages.items() if who == person and message in self.model.gave
        ]
        told = self.figures()
        chance = self.chance.random()
        if own and chance < 0.35:
            message = self.chance.choice(own)
            self.does(
                person,
                lambda tx, who, now: correcting.edited(tx, who, now, text=text_of(told), message_id=message),
            )
            self.model.says(person, message, told)
            self.closed[person] = False
        elif self.closed[person]:
            self.does(
                person, lambda tx, who, now: reporting.open_report(tx, who, now, period_id=1, unit_id=2)
            )
            self.closed[person] = False
            self.model.waiting[person] = []
        elif chance < 0.65:
            self.messages[n] = person
            self.types(person, n, text_of(told))
            self.model.says(person, n, told)
        elif chance < 0.95:
            if self.model.waiting[person]:
                shown = self.types(person, n, "cộng sót")
                if shown is not None and shown.template == "clash":
                    self.does(person, entering.theirs)
                self.model.because(person)
        else:
            self.does(person, reporting.close)
            self.closed[person] = True
            self.model.waiting[person] = []


def text_of(told: dict[int, str]) -> str:
    return "; ".join(f"{indicator}: {typed}" for indicator, typed in told.items())


def stored(tx: Tx) -> dict[int, list[tuple[str, int]]]:
    """Each indicator's figures in the order of their versions, with who gave them."""
    found: dict[int, list[tuple[str, int]]] = {1: [], 2: [], 3: []}
    rows = tx.execute(
        select(figures, people.c.chat_id)
        .join(people, people.c.id == figures.c.person_id)
        .order_by(figures.c.indicator_id, figures.c.version)
    )
    for row in rows:
        found[row.indicator_id].append((format(row.value, "f").replace(".", ","), row.chat_id))
        assert row.version == len(found[row.indicator_id])
        assert (row.because == "cộng sót") is (row.version > 1)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_edited_told_and_explained_the_figures_are_those_of_the_model(
    store: Store, seed: int
) -> None:
    story = Story(store, seed)
    story.begin()
    for n in range(2, ACTS):
        story.act(n)
        assert store.read_now(stored) == story.model.versions, (seed, n)
        assert store.read_now(waiting) == {
            chat: sorted((one.indicator, one.typed) for one in given)
            for chat, given in story.model.waiting.items()
        }, (seed, n)
    assert max(map(len, story.model.versions.values())) > 3
    while store.write_now(audit.seal):
        pass
    assert store.read_now(audit.first_broken) is None


def waiting(tx: Tx) -> dict[int, list[tuple[int, str]]]:
    """What waits for its reason on each person's open screen."""
    found = {}
    for chat, name in NAMES.items():
        draft = access.caller(tx, chat, name, moment("2023-05-03 09:00")).draft
        changed = (draft.pending or {}).get("changed", ()) if draft.screen == keeping.BECAUSE else ()
        every = map(Changed.of, changed)
        found[chat] = sorted((one.indicator_id, one.typed) for one in every)
    return found


def test_after_a_crash_what_was_kept_and_what_was_not_clear_is_said_again(store: Store) -> None:
    story = Story(store, 0)
    story.begin()
    told = "1: 11,02; 2: 13600"
    story.does(LAN, lambda tx, who, now: correcting.edited(tx, who, now, text=told, message_id=1))
    said = story.types(LAN, 2, "cộng sót")
    again = story.does(LAN, screens.current)
    assert isinstance(said, BulkEntered)
    assert isinstance(again, BulkEntered)
    assert [one.name for one in again.kept] == [one.name for one in said.kept]
    assert again.left == said.left
    assert (again.because, again.version) == ("cộng sót", said.version)
    assert [one.typed for one in again.left] == ["2: 13600"]
