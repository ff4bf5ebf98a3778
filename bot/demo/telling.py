"""Tells the story: performs its acts as people would, by the buttons and the words that stand there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_UP, Decimal
from itertools import cycle
from typing import Literal

from bot.demo.phones import Phones, Seen, StoryBroken, button, words
from bot.demo.story import AND_SO_ON, Act, Choice, Give, Hear, Move, Person, Report, Say, Scene, Send, Tap

TOLD = 4
"""Answers of a report that are told one by one; the others are as they are."""
LONGEST_REPORT = 400
"""Acts after which a report that does not end is given up."""
SHARES = (Decimal("0.98"), Decimal(1), Decimal("0.95"), Decimal("1.02"))
"""What the units of the story reach of each target, in turn; of one that they add up to, each its part."""
PARTS = 3
SLOPPY = {"tỷ đồng": "ty", "triệu đồng": "trieu", "tấn": "tan", "%": "%"}
_TARGET = re.compile(r"Chỉ tiêu(?: giao)?:\D*?(\d[\d.,]*)")
_MEASURE_UNIT = re.compile(r"Đơn vị tính: (.+)")
_ADDS_UP = re.compile(r"(?:Nhập|Cách tính:) số.* lũy kế")


@dataclass(kw_only=True, slots=True)
class Teller:
    """Tells scenes on the phones; the file is the directive of the story."""

    phones: Phones
    file_name: str
    content: bytes

    async def tell(self, scene: Scene) -> None:
        """Perform a scene, and hear what it made the bot say to others. Errors: StoryBroken."""
        for act in scene.acts:
            await self.perform(act)
        await self.phones.listen()

    async def perform(self, act: Act) -> None:
        phones = self.phones
        match act:
            case Send(person=person):
                await phones.send_file(person, self.file_name, self.content)
            case Say(person=person, text=text, asked=asked):
                if not asked or asked in words(await phones.screen(person)):
                    await phones.say(person, text)
            case Tap(person=person, label=label):
                await phones.tap(person, label)
            case Give(person=person, to=to):
                await self._give(person, to)
            case Report(person=person, slip=slip):
                await Reporting(phones=phones, person=person, slip=slip).carry_out()
            case Move(step=step):
                await phones.move_clock(step)
            case Hear(person=person):
                await phones.hear(person)
            case Choice(person=person, pattern=pattern, there=there, absent=absent):
                stands = re.search(pattern, words(await phones.screen(person))) is not None
                for chosen in there if stands else absent:
                    await self.perform(chosen)

    async def _give(self, person: Person, to: Sequence[Person]) -> None:
        target = figure_asked(words(await self.phones.screen(person)))
        if target is not None:
            part = target.typed(Decimal(1))
            await self.phones.say(person, "\n".join(f"{each.unit}: {part}" for each in to))


@dataclass(kw_only=True, slots=True)
class Reporting:
    """One person's way through a report, from the list or the first question to the receipt."""

    phones: Phones
    person: Person
    slip: Literal["button", "edit"] | None
    _shares: "cycle[Decimal]" = field(default_factory=lambda: cycle(SHARES))
    _answered: int = 0

    async def carry_out(self) -> None:
        while self._answered < TOLD and await self._go_on():
            pass
        with self.phones.hushed(lambda: AND_SO_ON.format(self._answered - TOLD)):
            while await self._go_on():
                pass
        await self.phones.tap(self.person, "Nộp báo cáo")

    async def _go_on(self) -> bool:
        """Answer what is asked; False where the report can be handed in."""
        screen = await self.phones.screen(self.person)
        if button(screen, "Nộp báo cáo") is not None:
            return False
        if self._answered == LONGEST_REPORT:
            raise StoryBroken(f"The report of {self.person.name} does not come to its end.")
        await self._answer(screen)
        self._answered += 1
        return True

    async def _answer(self, screen: Seen) -> None:
        """One step: choose the report, say how far it is, keep what was doubted, type a figure."""
        for label in ("1. ", "Đã thực hiện", "Đúng, giữ"):
            if button(screen, label) is not None:
                await self.phones.tap(self.person, label)
                return
        if button(screen, "Không phát sinh") is None:
            raise StoryBroken(f"{self.person.name} does not know what to answer: {words(screen)}")
        target = figure_asked(words(screen))
        if target is None:
            await self.phones.tap(self.person, "Không phát sinh")
            return
        await self._type(target)

    async def _type(self, target: "Asked") -> None:
        figure = target.typed(next(self._shares))
        slip, self.slip = self.slip, None
        if slip is None:
            await self.phones.say(self.person, figure)
            return
        message_id = await self.phones.say(self.person, target.typed(Decimal("0.5")))
        if slip == "edit":
            await self.phones.edit(self.person, message_id, figure)
            return
        if button(await self.phones.screen(self.person), "Sửa số vừa nhập") is not None:
            await self.phones.tap(self.person, "Sửa số vừa nhập")
            await self.phones.say(self.person, figure)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The target that a question names, its measure unit, and whether the units' figures add up to it."""

    value: Decimal
    measure_unit: str
    adds_up: bool

    def typed(self, share: Decimal) -> str:
        """A share of the target as people type figures: "12,5 ty", "98%", "2753".

        >>> Asked(value=Decimal("50.2"), measure_unit="tỷ đồng", adds_up=True).typed(Decimal("0.95"))
        '15,9 ty'
        """
        part = self.value / PARTS if self.adds_up else self.value
        reached = (part * share).quantize(self.value, rounding=ROUND_UP)
        if self.measure_unit == "%":
            reached = min(reached, Decimal(100))
        figure = format(reached, "f").replace(".", ",")
        unit = SLOPPY.get(self.measure_unit, "")
        return figure + unit if unit == "%" else f"{figure} {unit}".rstrip()


def figure_asked(question: str) -> Asked | None:
    """The target of a question of the bot, or of an indicator's card; None where it names no figure.

    >>> figure_asked("Đơn vị tính: tỷ đồng\\nChỉ tiêu giao: Trên 2.838 tỷ đồng")
    Asked(value=Decimal('2838'), measure_unit='tỷ đồng', adds_up=False)
    """
    target, unit = _TARGET.search(question), _MEASURE_UNIT.search(question)
    if target is None:
        return None
    figure = target[1].rstrip(".,").replace(".", "").replace(",", ".")
    return Asked(
        value=Decimal(figure),
        measure_unit=unit[1].strip() if unit else "",
        adds_up=_ADDS_UP.search(question) is not None,
    )
