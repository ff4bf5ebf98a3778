"""One update, one use case, one reply: the way every handler goes.

`Desk.act` runs a use case together with the done-mark of its update in one transaction, sends what it
returns and then marks the update as answered. `Desk.look` does the same for questions that change
nothing: they are simply asked again after a crash.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from telegram import Bot, CallbackQuery, Message, Update

from bot.errors import Refused, StoreFull, StoreUnavailable
from bot.store import inbox, outbox, people
from bot.store.engine import Store, Tx
from bot.store.files import Files
from bot.texts import Reply, Texts, View
from bot.transport import sending
from bot.transport.sending import Attachment, Outgoing
from bot.transport.splitting import plain
from bot.usecases import access
from bot.usecases.access import Caller
from handlers import menus, replying
from handlers.marks import PATIENCE, Marks

log = structlog.get_logger()

LARGEST = 2**63 - 1
Use = Callable[[Tx, Caller, datetime], View | None]
"""A use case with everything but the transaction, the caller and the moment filled in; None: nothing to say."""
Step = Callable[[Tx, Caller, datetime], bool]
"""One of many changes, each a transaction of its own; False: nothing was left to change."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """A command that a person types; `use` makes the use case of the words behind it.

    `writes` says whether it changes anything; `attach` makes the file that goes with the answer.
    """

    name: str
    use: Callable[[str], Use]
    writes: bool = False
    attach: Callable[[View], Attachment | None] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """A text that answers the open screen, and the message that held it."""

    text: str
    message_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Tap:
    """A button that was tapped: `action:subject:...:vN`. Without a version it stays good for ever."""

    action: str
    subjects: tuple[int, ...]
    version: int | None
    message_id: int | None = None
    """The message under which it stands."""

    @classmethod
    def read(cls, query: CallbackQuery | None) -> "Tap | None":
        """The tap of a callback query; None where its data was not made by us."""
        action, *words = ((query.data if query is not None else None) or "").split(":")
        version = words.pop() if words and words[-1].startswith("v") else None
        try:
            numbers = tuple(int(word) for word in words)
            shown = None if version is None else int(version[1:])
        except ValueError:
            return None
        # Ours fit into a column of the database; one that does not is forged.
        fits = all(abs(number) <= LARGEST for number in numbers)
        message = None if query is None or query.message is None else query.message.message_id
        return cls(action=action, subjects=numbers, version=shown, message_id=message) if fits else None

    def subject(self, place: int = 0) -> int:
        """One of the numbers behind the action; a tap without it is as good as an old one."""
        if place >= len(self.subjects):
            raise Refused("stale")
        return self.subjects[place]


OF_NEWCOMERS = frozenset({"agree", "decline", "language", "erase", "erase_not"})
"""The taps of somebody who holds no role yet."""


def check_age(tap: Tap, who: Caller) -> None:
    if tap.version is not None and tap.version != who.draft.version:
        raise Refused("stale")


def fresh(tap: Tap, use: Use) -> Use:
    """The use case, refused where the button belongs to an older screen than the one that is open."""

    def checked(tx: Tx, who: Caller, now: datetime) -> View | None:
        if not who.roles and tap.action not in OF_NEWCOMERS:
            raise Refused("no_role")
        check_age(tap, who)
        return use(tx, who, now)

    return checked


class DoneBefore(Exception):
    """The update took effect already; what its use case did now is undone, and it needs no second answer."""


class Desk:
    """Where handlers work: the store, the texts, the clock (aware, in the configured zone) and the way out.

    `wake` is called when a use case has put messages to others into the outbox.
    """

    def __init__(
        self,
        *,
        store: Store,
        texts: Texts,
        now: Callable[[], datetime],
        username: Callable[[], str],
        wake: Callable[[], None],
        files: Files,
    ) -> None:
        self.store = store
        self.texts = texts
        self.now = now
        self.username = username
        self.files = files
        self._wake = wake
        self._marks = Marks(store, now)

    async def act(
        self,
        bot: Bot,
        update: Update,
        use: Use,
        *,
        attach: Callable[[View], Attachment | None] | None = None,
    ) -> int:
        """Change something on a person's behalf and answer him; what was done already is not done again.

        `attach` makes the file that goes with the answer, off the event loop. Returns the message that answers him
        after a change, 0 where there is none.
        """

        def once(tx: Tx) -> tuple[View | None, Caller, bool]:
            who = self.caller(tx, update, now)
            if who.unreachable and who.person_id is not None:
                people.mark_reachable(tx, who.person_id, now)
            view, who = _ask(tx, who, now, use)
            # The done-mark commits with the effect, so that an effect happens exactly once.
            if (view is None or not view.changes_nothing) and not inbox.claim(tx, update.update_id, now):
                raise DoneBefore
            return view, who, outbox.was_put(tx)

        told = False
        while True:
            now = self.now()
            try:
                view, who, put = await self.store.write(once)
                break
            except DoneBefore:
                await self._comes_again(bot, update, tell=False)
                return 0
            except Refused as refusal:
                await self._refuse(bot, update, refusal)
                return 0
            except StoreUnavailable as error:
                if isinstance(error, StoreFull) and await self._comes_again(bot, update, tell=not told):
                    return 0
                told = True
                # The update stays first in its chat's queue until it is written: neither lost nor overtaken.
                log.error("update_waits_for_the_database", error=str(error))
                await asyncio.sleep(PATIENCE)
        if put:
            self._wake()
        answer = 0
        if view is not None:
            reply = self.texts.render(view, who.language)
            attachment = None if attach is None else await asyncio.to_thread(attach, view)
            said = await self.say(
                bot, update, reply, in_place=view.in_place, rewrites=view.rewrites, attachment=attachment
            )
            if said is None:
                return 0
            answer = said
            if view.speaks is not None:
                await menus.list_commands_of(bot, self.texts, who.chat_id, view.speaks)
        elif update.callback_query is not None:
            await sending.answer_tap(bot, update.callback_query.id, None)
        self.answered(update.update_id)
        return answer

    async def each(self, bot: Bot, update: Update, step: Step, use: Use) -> None:
        """Change many things, each in a transaction of its own, then answer once.

        A step leaves a mark of what it did; the update is done only with the answer. So after a kill it is handled
        again, and goes on with what is left.
        """

        def once(tx: Tx) -> tuple[bool, bool]:
            return step(tx, self.caller(tx, update, now), now), outbox.was_put(tx)

        more, told = True, False
        while more:
            now = self.now()
            try:
                more, put = await self.store.write(once)
            except Refused as refusal:
                await self._refuse(bot, update, refusal)
                return
            except StoreUnavailable as error:
                if isinstance(error, StoreFull) and await self._comes_again(bot, update, tell=not told):
                    return
                told = True
                log.error("update_waits_for_the_database", error=str(error))
                await asyncio.sleep(PATIENCE)
                continue
            if put:
                self._wake()
        await self.act(bot, update, use)

    async def who(self, update: Update) -> Caller:
        """Who acts, with the screen that he has open."""
        while True:
            read = partial(self.caller, update=update, now=self.now())
            try:
                return await self.store.read(read)
            except StoreUnavailable as error:
                log.error("update_waits_for_the_database", error=str(error))
                await asyncio.sleep(PATIENCE)

    async def look(self, bot: Bot, update: Update, use: Use) -> None:
        """Answer a question that changes nothing, beside the writer."""

        def asked(tx: Tx) -> tuple[View | None, Caller]:
            return _ask(tx, self.caller(tx, update, now), now, use)

        while True:
            now = self.now()
            try:
                view, who = await self.store.read(asked)
                break
            except Refused as refusal:
                await self._refuse(bot, update, refusal)
                return
            except StoreUnavailable as error:
                log.error("update_waits_for_the_database", error=str(error))
                await asyncio.sleep(PATIENCE)
        if view is not None:
            reply = self.texts.render(view, who.language)
            if await self.say(bot, update, reply, in_place=view.in_place) is None:
                return
        self.answered(update.update_id)

    def caller(self, tx: Tx, update: Update, now: datetime) -> Caller:
        """Who acts: the person whose private chat it is (a person's chat id is his user id)."""
        user = update.effective_user
        if user is None:
            raise ValueError("an update without a person")
        language = self.texts.closest(user.language_code)
        return access.caller(tx, user.id, user.full_name, now, language=language)

    async def _comes_again(self, bot: Bot, update: Update, *, tell: bool) -> bool:
        """Whether there is no room to write the update down: Telegram repeats it; who sent it is told, else on `tell`."""
        comes_again = not await self.store.read(lambda tx: inbox.knows(tx, update.update_id))
        if tell or comes_again:
            refusal = Refused("no_room")
            refusal.language = (await self.who(update)).language
            await self._say_why(bot, update, refusal)
        return comes_again

    async def _refuse(self, bot: Bot, update: Update, refusal: Refused) -> None:
        if await self._say_why(bot, update, refusal):
            self.answered(update.update_id)

    async def _say_why(self, bot: Bot, update: Update, refusal: Refused) -> bool:
        reply = self.texts.refusal(refusal.reason, refusal.facts, refusal.language)
        if update.callback_query is not None and not reply.buttons:
            await sending.answer_tap(bot, update.callback_query.id, plain(reply.html))
            return True
        return await self.say(bot, update, reply, in_place=False) is not None

    async def say(
        self,
        bot: Bot,
        update: Update,
        reply: Reply,
        *,
        in_place: bool,
        rewrites: int | None = None,
        attachment: Attachment | None = None,
    ) -> int | None:
        """Send the reply; a tap is acknowledged, and rewrites its message where the screen is the same.

        `rewrites` is another message that it replaces. Returns as `send`.
        """
        chat = update.effective_chat
        if chat is None:
            return 0
        query = update.callback_query
        if query is not None:
            await sending.answer_tap(bot, query.id, None)
        message = query.message if query is not None and in_place else None
        message_id = message.message_id if isinstance(message, Message) else rewrites
        return await self.send(bot, chat.id, reply, message_id=message_id, attachment=attachment)

    async def send(
        self,
        bot: Bot,
        chat_id: int,
        reply: Reply,
        *,
        message_id: int | None = None,
        attachment: Attachment | None = None,
    ) -> int | None:
        """Send (or rewrite) a message, trying again while Telegram or the network is away.

        Returns the message, 0 where there never will be one, None where Telegram was away for too long: then its
        update stays unanswered, and is answered after the next start.
        """
        outgoing = Outgoing(chat_id=chat_id, html=reply.html, buttons=reply.rows, attachment=attachment)
        return await replying.send(bot, self.store, self.now, outgoing, message_id=message_id)

    def answered(self, update_id: int) -> None:
        """Mark an update as answered with the next commit."""
        self._marks.add(update_id)

    async def settled(self) -> None:
        """Wait until every mark is written; called at an orderly stop."""
        await self._marks.settled()


def _ask(tx: Tx, who: Caller, now: datetime, use: Use) -> tuple[View | None, Caller]:
    try:
        return use(tx, who, now), who
    except Refused as refusal:
        refusal.language = who.language
        raise
