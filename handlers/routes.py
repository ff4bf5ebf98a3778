"""Which update goes where: the commands, the taps, the open screens and the files, on one page."""

from collections.abc import Callable
from dataclasses import replace

from telegram import Bot, Message, Update
from telegram.ext import Application, ContextTypes, TypeHandler

from bot.errors import Refused
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases import evidencing, wishing
from bot.usecases.access import Caller
from handlers import (
    boards,
    campaigns,
    clusters,
    corrections,
    downloads,
    enrolment,
    evidence,
    failures,
    files,
    forms,
    health,
    lifecycle,
    narrative,
    office_templates,
    pages,
    people,
    privacy,
    reporting,
    review,
    roles,
    summaries,
)
from handlers.chat import Command, Desk, Tap, Typed, Use, fresh

PARTS = (
    enrolment,
    reporting,
    forms,
    narrative,
    evidence,
    review,
    campaigns,
    corrections,
    lifecycle,
    summaries,
    downloads,
    clusters,
    people,
    office_templates,
    privacy,
    roles,
    pages,
    health,
)

COMMANDS: dict[str, Command] = {command.name: command for part in PARTS for command in part.COMMANDS}
TAPS: dict[str, Callable[[Tap], Use]] = {action: tap for part in PARTS for action, tap in part.TAPS.items()}
TYPED: dict[str, Callable[[Typed], Use]] = {
    screen: use for part in PARTS for screen, use in part.TYPED.items()
}
"""What a text means, by the name of the screen that is open."""
FILES: dict[str, files.Receive] = narrative.FILES | evidence.FILES | office_templates.FILES
"""What a file or photo means, by the name of the screen that is open; elsewhere a file may be a directive."""
SENDS = evidence.SENDS | campaigns.SENDS | enrolment.SENDS | forms.SENDS | office_templates.SENDS
"""Taps that are answered with a file."""
MEANWHILE = {"downloads": downloads.get_ready}
"""What is got ready while a person reads the answer to a tap."""
IN_GROUPS = frozenset({"giup", "tonghop", "chuabaocao"})
"""The commands that answer in a group; what they show there holds no personal data."""

TAPS_IN_GROUPS = frozenset({"summary", "summary_periods", "summary_units", "summary_unit", "unreported"})


def register(application: Application, desk: Desk) -> None:  # type: ignore[type-arg] # the six parameters say nothing here.
    async def serve(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await route(desk, context.bot, update)

    application.add_handler(TypeHandler(Update, serve))
    application.add_error_handler(failures.answer(desk))


async def route(desk: Desk, bot: Bot, update: Update) -> None:
    """Answer one update. Every kind of update ends in an answer or in `passed`: none stays open in the inbox."""
    chat = update.effective_chat
    if update.my_chat_member is not None:
        await people.membership(desk, bot, update)
    elif chat is None or update.effective_user is None:
        desk.answered(update.update_id)
    elif update.callback_query is not None:
        await tapped(desk, bot, update)
    elif chat.type != chat.PRIVATE:
        await in_group(desk, bot, update)
    elif update.edited_message is not None:
        await reporting.edited(desk, bot, update, update.edited_message)
    elif update.message is not None:
        await written(desk, bot, update, update.message)
    else:
        desk.answered(update.update_id)


async def written(desk: Desk, bot: Bot, update: Update, message: Message) -> None:
    """A person's message: a command, an answer to the open screen, a file, or something that is none of these."""
    if message.text is None or message.forward_origin is not None:
        sent, screen = files.sent_in(message), (await desk.who(update)).draft.screen
        receive = None if sent is None or sent.is_workbook else FILES.get(screen)
        if sent is not None and receive is not None:
            await receive(desk, bot, update, sent)
        elif message.document is not None:
            await campaigns.received_file(desk, bot, update, message.document)
        elif files.is_recording(message) and screen in evidencing.OPEN_FOR_FILES:
            await evidence.recording(desk, bot, update, message)
        else:
            await desk.act(bot, update, files.once_an_album(update, enrolment.not_understood))
        return
    name, words = command_of(message.text)
    if name is None:
        typed = Typed(text=message.text, message_id=message.message_id)
        await desk.act(bot, update, lambda tx, who, now: answer_to_screen(tx, who, typed)(tx, who, now))
    elif (command := COMMANDS.get(name)) is None:
        await desk.act(bot, update, enrolment.unknown_command)
    elif command.writes:
        await desk.act(bot, update, command.use(words), attach=command.attach)
    else:
        await desk.look(bot, update, command.use(words))


def answer_to_screen(_: Tx, who: Caller, typed: Typed) -> Use:
    """What a text means is stored with the person: it answers the screen that is open, or asks for one of its buttons."""
    use = TYPED.get(who.draft.screen)
    answer = enrolment.not_understood if use is None else use(typed)
    return lambda tx, who, now: wishing.granted(tx, who, now, typed.text) or answer(tx, who, now)


async def tapped(desk: Desk, bot: Bot, update: Update) -> None:
    """A button carries no trust: its action is looked up, its age checked, and the right to it is the use case's."""
    tap = Tap.read(update.callback_query)
    if tap is not None and update.effective_chat is not None and update.effective_chat.type != "private":
        act = boards.IN_GROUPS.get(tap.action)
        if act is not None:
            await desk.act(bot, update, publicly(act(tap, update.effective_chat.id)))
            return
        await desk.look(
            bot, update, publicly(TAPS[tap.action](tap)) if tap.action in TAPS_IN_GROUPS else stale
        )
        return
    use = TAPS.get(tap.action) if tap is not None else None
    send = SENDS.get(tap.action) if tap is not None else None
    if tap is not None and send is not None:
        await send(desk, bot, update, tap)
    elif tap is None or use is None:
        await desk.act(bot, update, stale)
    elif await desk.act(bot, update, fresh(tap, use(tap))) and (ready := MEANWHILE.get(tap.action)):
        await ready()


def stale(_tx: Tx, _who: Caller, _now: object) -> View | None:
    raise Refused("stale")


async def in_group(desk: Desk, bot: Bot, update: Update) -> None:
    """A group hears only what holds no personal data, and only when a command asks for it."""
    text = update.message.text if update.message is not None else None
    name, words = command_of(text or "") if for_us(text or "", desk.username()) else (None, "")
    if name in IN_GROUPS:
        await desk.look(bot, update, publicly(COMMANDS[name].use(words)))
    elif name in COMMANDS:
        await desk.look(bot, update, enrolment.only_in_private)
    else:
        desk.answered(update.update_id)


def for_us(text: str, username: str) -> bool:
    """Whether a command names no bot or this one: `for_us("/giup@other_bot", "dondoc_bot")` is False."""
    _, at, named = "".join(text.split(maxsplit=1)[:1]).partition("@")
    return not at or named.lower() == username.lower()


def publicly(use: Use) -> Use:
    """The use case as it answers in a group: with nothing personal in it."""
    return lambda tx, who, now: use(tx, replace(who, private=False), now)


def command_of(text: str) -> tuple[str | None, str]:
    """The command without its slash and bot name, and the words behind it.

    >>> command_of("/start@dondoc_bot AbC")
    ('start', 'AbC')
    """
    if not text.startswith("/"):
        return None, text
    head, *words = text[1:].split(maxsplit=1) or [""]
    return head.partition("@")[0].lower(), "".join(words).strip()
