"""What handles updates, sends, serves the page: imported behind the first poll, for it is half of what a start takes."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from telegram import Bot
from telegram.ext import Application

from bot.config import Config
from bot.store import people
from bot.store.engine import Store, Tx
from bot.store.files import Files
from bot.texts import Texts, View
from bot.usecases import access, screens
from bot.usecases.access import Caller
from bot.usecases.hearing import Schedule
from handlers import menus, routes
from handlers.chat import Desk
from handlers.deliveries import Deliveries
from scheduler.enclosing import enclosing
from scheduler.outbox import Sender
from scheduler.ticks import Ticks


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """The texts, the desk where updates are handled, the sender of the outbox, what ticks, and what builds forms."""

    bot: Bot
    texts: Texts
    desk: Desk
    sender: Sender
    ticks: Ticks
    deliveries: Deliveries

    async def list_commands(self) -> None:
        store, texts = self.desk.store, self.texts
        others = await store.read(lambda tx: people.speaking_others(tx, texts.default))
        await menus.list_commands(self.bot, texts, others)

    @asynccontextmanager
    async def serving(self, config: Config) -> AsyncIterator[None]:
        """The page is served inside the block, where the config has one; what it takes is imported only then.

        Errors: OperatorError where its port is taken.
        """
        page, token = config.page, config.telegram.token
        if page.base_url is None or token is None:
            yield
            return
        from bot.web.serving import listening
        from bot.web.site import Site, application

        def wake() -> None:
            self.sender.wake()
            self.deliveries.wake()

        site = Site(
            store=self.desk.store,
            texts=self.texts,
            now=self.desk.now,
            wake=wake,
            files=self.desk.files,
            token=token.get_secret_value(),
            address=page.base_url,
        )
        async with listening(application(site), *page.place):
            yield

    async def show_again(self, chat_id: int, update_ids: Sequence[int]) -> None:
        """Show a chat its open screen, and mark the updates that this answers."""
        desk, now, language = self.desk, self.desk.now(), self.texts.default

        def current(tx: Tx) -> tuple[View, Caller]:
            who = access.caller(tx, chat_id, "", now, language=language)
            return screens.current(tx, who, now), who

        view, who = await desk.store.read(current)
        if await desk.send(self.bot, chat_id, self.texts.render(view, who.language)):
            for update_id in update_ids:
                desk.answered(update_id)


def built(
    config: Config,
    store: Store,
    application: Application,  # type: ignore[type-arg] # the six parameters say nothing here.
    *,
    now: Callable[[], datetime],
    username: Callable[[], str],
    beat: Callable[[], Awaitable[None]],
) -> Parts:
    """The parts of this application, its handlers registered."""
    schedule = Schedule.of(config.nudges)
    texts = Texts(
        default=config.texts.language,
        zone=config.time.zone,
        page_address=config.page.base_url,
        usual_ladder=schedule.ladder,
    )
    sender = Sender(
        store=store,
        bot=application.bot,
        texts=texts,
        now=now,
        schedule=schedule,
        enclose=enclosing(store.url),
    )
    files = Files(Path(str(config.files.path)), most=config.files.largest_mb * 2**20)

    def wake() -> None:
        sender.wake()
        deliveries.wake()

    desk = Desk(
        store=store,
        texts=texts,
        now=now,
        username=username,
        wake=wake,
        files=files,
    )
    deliveries = Deliveries(desk, application.bot)
    routes.register(application, desk)
    return Parts(
        bot=application.bot,
        texts=texts,
        desk=desk,
        sender=sender,
        deliveries=deliveries,
        ticks=Ticks(
            store=store,
            sender=sender,
            now=now,
            schedule=schedule,
            kept=timedelta(days=config.people.kept_days),
            drop_file=files.remove,
            beat=beat,
        ),
    )
