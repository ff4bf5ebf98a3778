"""A standing body with its units, people and campaigns, a clock that is set, and the bot on the local server."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import Table, insert, select, update

from bot.store import people, pulse
from bot.store.engine import Store, Tx
from bot.store.message_tables import outbox
from bot.store.tables import (
    assignments,
    campaign_units,
    campaigns,
    clusters,
    extensions,
    figures,
    indicators,
    offices,
    periods,
    phases,
    reports,
    roles,
    units,
)
from bot.texts import Texts
from bot.transport.pacing import PacedBot
from bot.usecases.hearing import Schedule
from scheduler.outbox import Sender
from scheduler.ticks import Ticks
from tests import builders

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NEW_YEAR = datetime(2023, 1, 3, 9, tzinfo=HANOI)
DUE = date(2023, 6, 16)


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=HANOI)


def june(day: int, hour: int = 8, minute: int = 0) -> datetime:
    return at(date(2023, 6, day), hour, minute)


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A campaign of the tests, with its one phase and period."""

    campaign_id: int
    phase_id: int
    period_id: int


class HeldUp:
    """Answers of the local server that a "delay" fault holds back until they are let go."""

    def __init__(self) -> None:
        self._arrived = asyncio.Semaphore(0)
        self._free = asyncio.Event()

    async def pause(self, _: float) -> None:
        self._arrived.release()
        await self._free.wait()

    async def wait_for(self, count: int) -> None:
        for _ in range(count):
            await self._arrived.acquire()

    def let_go(self) -> None:
        self._free.set()


class Office:
    """`await office.wakes(june(13))`: it is 8 o'clock on 13/6, the bot ticks and sends what is due."""

    def __init__(self, store: Store, bot: PacedBot, http: httpx.AsyncClient, held_up: HeldUp) -> None:
        self.store = store
        self.bot = bot
        self.http = http
        self.held_up = held_up
        self.now = at(date(2023, 5, 15))
        self.schedule = Schedule()
        self.sender = Sender(
            store=store, bot=bot, texts=Texts(), now=lambda: self.now, schedule=self.schedule
        )
        self.ticks = Ticks(store=store, sender=self.sender, now=lambda: self.now, schedule=self.schedule)
        store.write_now(builders.tables)
        self.root = self._add(
            units, code="root", name="Xã Suối Vàng", kind="xã", level="xã", duty="required", path="/1/"
        )

    def unit(self, name: str, *, kind: str = "phòng") -> int:
        unit_id = self._add(
            units,
            code=name.lower().replace(" ", "-"),
            name=name,
            kind=kind,
            level="xã",
            parent_id=self.root,
            duty="required",
            path="",
        )
        self._change(units, unit_id, path=f"/1/{unit_id}/")
        return unit_id

    async def focal_point(
        self, *unit_ids: int, name: str = "Lò Văn An", since: datetime = NEW_YEAR, started: bool = True
    ) -> int:
        """A person who reports for these units; returns his id, which is that of his chat too."""
        return await self.person(name, "focal_point", *unit_ids, since=since, started=started)

    async def person(
        self, name: str, role: str, *unit_ids: int, since: datetime = NEW_YEAR, started: bool = True
    ) -> int:
        chat_id = self.store.read_now(lambda tx: len(tx.execute(select(people.people.c.id)).all())) + 1
        person_id = self.store.write_now(
            lambda tx: people.meet(tx, chat_id=chat_id, name=name, language="vi", now=since)
        )
        for unit_id in unit_ids:
            self._add(roles, person_id=person_id, unit_id=unit_id, role=role, since=since)
        if started:
            await self.control("send", chat=chat_id, text="/start")
        return person_id

    def campaign(
        self,
        *unit_ids: int,
        due: date = DUE,
        launched: datetime = NEW_YEAR,
        title: str = "Thi đua năm 2023",
        invited: tuple[int, ...] = (),
        indicators_given: int = 2,
    ) -> Opened:
        """A running campaign of the office whose phase ends at the end of June."""
        campaign_id = self._add(
            campaigns,
            owner_id=self.root,
            state="running",
            title=title,
            ends_on=date(2023, 12, 31),
            directive={},
            file_name="chi-thi.txt",
            file_hash="",
            made_at=launched,
            launched_at=launched,
        )
        phase_id = self._add(
            phases,
            campaign_id=campaign_id,
            n=1,
            name="Đợt 1",
            ends_on=date(2023, 6, 30),
            review_exclusive=True,
        )
        period_id = self._add(periods, phase_id=phase_id, n=1, due_on=due)
        for n in range(1, indicators_given + 1):
            self.indicator(campaign_id, n)
        for unit_id in unit_ids:
            self.takes_part(campaign_id, unit_id)
        for unit_id in invited:
            self.takes_part(campaign_id, unit_id, duty="invited")
        return Opened(campaign_id=campaign_id, phase_id=phase_id, period_id=period_id)

    def indicator(self, campaign_id: int, n: int, *, owner: int | None = None) -> int:
        """An indicator for all required units, or for one owner."""
        indicator_id = self._add(
            indicators,
            campaign_id=campaign_id,
            n=n,
            section="",
            name=f"Chỉ tiêu {n}",
            source_text="",
            measure_unit="%",
            measure="level",
        )
        scope = "all" if owner is None else "owner"
        self._add(assignments, indicator_id=indicator_id, scope=scope, unit_id=owner)
        return indicator_id

    def holds(self, person_id: int, role: str, unit_id: int) -> None:
        """One more role of a person."""
        self._add(roles, person_id=person_id, unit_id=unit_id, role=role, since=NEW_YEAR)

    def in_cluster(self, name: str, *unit_ids: int) -> None:
        cluster_id = self._add(clusters, code=name, name=name)
        for unit_id in unit_ids:
            self._change(units, unit_id, cluster_id=cluster_id)

    def extends(self, opened: Opened, unit_id: int, due: date) -> None:
        self._add(extensions, period_id=opened.period_id, unit_id=unit_id, due_on=due)

    def campaign_has_ladder(self, opened: Opened, **steps: int | None) -> None:
        self._change(campaigns, opened.campaign_id, ladder=dict(steps))

    def owned_by(self, opened: Opened, unit_id: int) -> None:
        """The campaign was launched by this unit."""
        self._change(campaigns, opened.campaign_id, owner_id=unit_id)

    def takes_part(self, campaign_id: int, unit_id: int, *, duty: str = "required") -> None:
        self._add(campaign_units, campaign_id=campaign_id, unit_id=unit_id, duty=duty)

    def submits(self, opened: Opened, unit_id: int, *, state: str = "submitted") -> int:
        """The unit has handed its report in; returns the report's id."""
        return self._add(
            reports,
            period_id=opened.period_id,
            unit_id=unit_id,
            state=state,
            opened_at=self.now,
            submitted_at=self.now,
        )

    def returned(self, opened: Opened, unit_id: int) -> int:
        return self.submits(opened, unit_id, state="returned")

    def hands_in(self, period_id: int, unit_id: int, figures_of: Mapping[int, str], person_id: int) -> None:
        """The unit has handed in these figures, by indicator id."""
        report_id = self._add(
            reports,
            period_id=period_id,
            unit_id=unit_id,
            state="submitted",
            opened_at=self.now,
            submitted_at=self.now,
        )
        for indicator_id, value in figures_of.items():
            self._add(
                figures,
                report_id=report_id,
                indicator_id=indicator_id,
                version=1,
                kind="value",
                value=Decimal(value),
                typed=value,
                person_id=person_id,
                at=self.now,
            )

    def period(self, opened: Opened, n: int, due: date) -> int:
        """One more period of the phase."""
        return self._add(periods, phase_id=opened.phase_id, n=n, name=f"kỳ {n}", due_on=due)

    def phase(self, opened: Opened, n: int, due: date) -> None:
        """One more phase of the campaign, with one period."""
        phase_id = self._add(
            phases,
            campaign_id=opened.campaign_id,
            n=n,
            name=f"Đợt {n}",
            ends_on=due + timedelta(days=14),
            review_exclusive=True,
        )
        self._add(periods, phase_id=phase_id, n=1, due_on=due)

    def enters_figure(self, opened: Opened, unit_id: int, person_id: int) -> None:
        """The unit has begun its report, with a figure for the first indicator."""
        report_id = self._add(
            reports, period_id=opened.period_id, unit_id=unit_id, state="draft", opened_at=self.now
        )
        first = select(indicators.c.id).where(indicators.c.campaign_id == opened.campaign_id).limit(1)
        self._add(
            figures,
            report_id=report_id,
            indicator_id=self.store.read_now(lambda tx: tx.execute(first).scalar_one()),
            version=1,
            kind="nil",
            typed="",
            person_id=person_id,
            at=self.now,
        )

    def locks_after(self, opened: Opened, days: int) -> None:
        self._change(campaigns, opened.campaign_id, lock_days=days)

    def begins(self, opened: Opened, day: date) -> None:
        """The phase begins on this day."""
        phase_id = self.store.read_now(
            lambda tx: tx.execute(
                select(periods.c.phase_id).where(periods.c.id == opened.period_id)
            ).scalar_one()
        )
        self._change(phases, phase_id, starts_on=day)

    def moves_due(self, opened: Opened, due: date, *person_ids: int) -> None:
        """Another due date; those whom it concerns are planned again, as the use case does it."""
        self._change(periods, opened.period_id, due_on=due)
        self.store.write_now(lambda tx: people.reopen(tx, person_ids))

    def has_ladder(self, **steps: list[int]) -> None:
        self._add(offices, unit_id=self.root, ladder=steps)

    async def wakes(self, moment: datetime) -> None:
        self.now = moment
        await self.ticks.tick()
        await self.sender.drain()
        assert not self.store.read_now(pulse.last).failed

    async def lives(self, first: date, last: date) -> None:
        """Every day at 8 o'clock, working day or not."""
        for n in range((last - first).days + 1):
            await self.wakes(at(first + timedelta(days=n)))

    async def heard(self, person_id: int) -> list[str]:
        """The texts that the bot sent to a person, in order."""
        answer = await self.http.get("/control/messages", params={"chat": person_id})
        return [message["text"] for message in answer.json() if message["from"] == "bot"]

    async def days_heard(self, person_id: int) -> list[str]:
        """The local days and times at which the bot wrote to a person: "13/6 08:00"."""
        answer = await self.http.get("/control/messages", params={"chat": person_id})
        moments = (
            datetime.fromtimestamp(message["date"], HANOI)
            for message in answer.json()
            if message["from"] == "bot"
        )
        return [f"{moment.day}/{moment.month} {moment:%H:%M}" for moment in moments]

    async def digests(self, person_id: int) -> list[tuple[str, str]]:
        """The digests of the ladder among them, each with its day and time."""
        days, texts = await self.days_heard(person_id), await self.heard(person_id)
        return [
            (day, text) for day, text in zip(days, texts, strict=True) if text.startswith("Kính gửi đồng chí")
        ]

    async def digest_days(self, person_id: int) -> list[str]:
        return [day for day, _ in await self.digests(person_id)]

    async def control(self, name: str, **wanted: object) -> Mapping[str, Any]:
        answer = await self.http.post(f"/control/{name}", json=wanted)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def outcomes(self, person_id: int | None = None) -> list[str | None]:
        """How the messages of the outbox ended, oldest first; None for one that waits."""
        asked = select(outbox.c.outcome).order_by(outbox.c.id)
        if person_id is not None:
            asked = asked.where(outbox.c.person_id == person_id)
        return self.store.read_now(lambda tx: list(tx.execute(asked).scalars()))

    def kinds(self) -> list[str]:
        """The kinds of the messages of the outbox."""
        return self.store.read_now(lambda tx: list(tx.execute(select(outbox.c.kind)).scalars()))

    def attempts(self) -> list[int]:
        """How often each message of the outbox failed, oldest first."""
        return self.store.read_now(
            lambda tx: list(tx.execute(select(outbox.c.attempts).order_by(outbox.c.id)).scalars())
        )

    def _add(self, table: Table, **values: object) -> int:
        def added(tx: Tx) -> int:
            key = tx.execute(insert(table).values(values)).inserted_primary_key
            return int(key[0]) if key else 0

        return self.store.write_now(added)

    def _change(self, table: Table, key: int, **values: object) -> None:
        self.store.write_now(lambda tx: tx.execute(update(table).where(table.c.id == key).values(values)))
