"""Files that are kept: evidence for the open question and the signed report, sent back and taken back by buttons."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

import structlog
from telegram import Bot, Message, Update

from bot.errors import Refused, StoreFull
from bot.store import albums as store
from bot.store import evidence
from bot.store.engine import Tx
from bot.store.narratives import KeptFile
from bot.texts import View
from bot.transport.sending import Attachment
from bot.usecases import albums, evidencing, signed_papers
from bot.usecases.access import Caller
from bot.usecases.evidencing import EvidenceShown
from bot.usecases.signed_papers import SignedShown
from handlers.chat import Command, Desk, Tap, Typed, Use, fresh
from handlers.files import Receive, SentFile, fetched, goes_on, once_an_album, refusing
from handlers.waiting import surely

log = structlog.get_logger()

COMMANDS: tuple[Command, ...] = ()
TYPED: dict[str, Callable[[Typed], Use]] = {
    "signed": lambda typed: lambda tx, who, now: signed_papers.typed(tx, who, now, text=typed.text),
}

TAPS: dict[str, Callable[[Tap], Use]] = {
    "signed": lambda tap: (
        lambda tx, who, now: signed_papers.open_screen(tx, who, now, report_id=tap.subject())
    ),
    "evidence": lambda tap: (
        lambda tx, who, now: evidencing.listed(tx, who, now, report_id=tap.subject(), page=tap.subject(1))
    ),
}


async def _kept(
    desk: Desk,
    bot: Bot,
    update: Update,
    sent: SentFile,
    check: Callable[[Tx, Caller, datetime], None],
    *,
    pdf: bool = False,
) -> KeptFile:
    """The file, fetched and on the disk."""
    too_large = Refused("file_too_large", most=desk.files.most // 2**20)
    now = desk.now()
    await surely(partial(desk.store.read, lambda tx: check(tx, desk.caller(tx, update, now), now)))
    if sent.size > desk.files.most:
        raise too_large
    content = await fetched(bot, sent.file_id, most=desk.files.most, too_large=too_large)
    if pdf:
        signed_papers.check_pdf(content)
    name = await asyncio.to_thread(desk.files.keep, content)
    return KeptFile(
        name=sent.name[:200], file_id=sent.file_id, unique_id=sent.unique_id, size=len(content), hash=name
    )


async def _received(desk: Desk, bot: Bot, update: Update, sent: SentFile) -> None:
    """A photo or file while an indicator is asked: fetched, kept on the disk, then written down."""

    def check(tx: Tx, who: Caller, now: datetime) -> None:
        evidencing.check_kind(sent.name)
        evidencing.check_before(tx, who, now)

    captioned = bool(sent.caption.strip())
    try:
        file = await _kept(desk, bot, update, sent, check)
    except Refused as refusal:
        await _one(desk, bot, update, sent.message_id, sent.album, refusing(refusal), captioned=captioned)
        return

    def keep(tx: Tx, who: Caller, now: datetime) -> View:
        return evidencing.add(
            tx, who, now, kind=sent.kind, file=file, message_id=sent.message_id, captioned=captioned
        )

    await _one(desk, bot, update, sent.message_id, sent.album, keep, captioned=captioned)
    await tidy(desk, file.hash)


async def recording(desk: Desk, bot: Bot, update: Update, message: Message) -> None:
    """What is heard or watched while an indicator is asked shows nothing, alone or among photos."""
    keep = refusing(Refused("evidence_kind"))
    await _one(desk, bot, update, message.message_id, message.media_group_id, keep, captioned=False)


async def _one(
    desk: Desk, bot: Bot, update: Update, message_id: int, album: str | None, keep: Use, *, captioned: bool
) -> None:
    """Evidence that came alone is answered at once; an album by one message, which what comes later rewrites."""
    if album is None:
        await desk.act(bot, update, keep)
        return
    person_id = 0

    def use(tx: Tx, who: Caller, now: datetime) -> View | None:
        nonlocal person_id
        person_id = who.known
        refused = None
        try:
            keep(tx, who, now)
        except Refused as refusal:
            refused = refusal
        try:
            view = albums.note(
                tx, who, now, album=album, message_id=message_id, refusal=refused, captioned=captioned
            )
        except Refused as refusal:
            return once_an_album(update, refusing(refusal))(tx, who, now)
        return None if goes_on(tx, update, album) else view

    answer_id = await desk.act(bot, update, use)
    if not answer_id:
        return
    note = partial(store.answered, person_id=person_id, album=album, answer_id=answer_id)
    try:
        await surely(partial(desk.store.write, note))
    except StoreFull as error:
        # What came is kept and told; at worst the rest of the album is told of by a message of its own.
        log.error("album_answer_not_noted", error=str(error))


async def _signed(desk: Desk, bot: Bot, update: Update, sent: SentFile) -> None:
    """The signed report; its number and date stand in the caption or are asked."""
    try:
        file = await _kept(desk, bot, update, sent, signed_papers.check_before, pdf=True)
    except Refused as refusal:
        await desk.act(bot, update, refusing(refusal))
        return
    await desk.act(
        bot,
        update,
        lambda tx, who, now: signed_papers.receive(tx, who, now, file=file, caption=sent.caption),
    )


async def tidy(desk: Desk, name: str) -> None:
    """Take a file from the disk that nothing needs: it was refused, or taken back."""
    if not await surely(partial(desk.store.read, partial(evidence.is_used, name=name))):
        await asyncio.to_thread(desk.files.remove, name)


FILES: dict[str, Receive] = {**dict.fromkeys(evidencing.OPEN_FOR_FILES, _received), "signed": _signed}


async def _open(desk: Desk, bot: Bot, update: Update, tap: Tap) -> None:
    """The file goes back to whoever may see the report, as Telegram has it."""
    use: Use = lambda tx, who, now: evidencing.show(tx, who, now, evidence_id=tap.subject())  # noqa: E731 - a use case with its facts filled in.
    await desk.act(bot, update, fresh(tap, use), attach=partial(_file, desk))


async def _open_signed(desk: Desk, bot: Bot, update: Update, tap: Tap) -> None:
    use: Use = lambda tx, who, now: signed_papers.show(tx, who, now, report_id=tap.subject())  # noqa: E731 - as above.
    await desk.act(bot, update, fresh(tap, use), attach=partial(_file, desk))


def _file(desk: Desk, view: View) -> Attachment | None:
    if isinstance(view, SignedShown):
        return _as_document(desk, view.signed.file)
    if not isinstance(view, EvidenceShown):
        return None
    file = view.evidence.file
    if view.evidence.kind == "photo" and file.file_id is not None:
        return Attachment(kind="photo", content=file.file_id)
    return _as_document(desk, file)


def _as_document(desk: Desk, file: KeptFile) -> Attachment | None:
    """As Telegram has it, or from the disk where it came by the page; None where it is gone from there."""
    if file.file_id is not None:
        return Attachment(kind="document", content=file.file_id)
    path = desk.files.find(file.hash)
    return None if path is None else Attachment(kind="document", content=path.read_bytes(), name=file.name)


async def _drop(desk: Desk, bot: Bot, update: Update, tap: Tap) -> None:
    gone: set[str] = set()

    def use(tx: Tx, who: Caller, now: datetime) -> View:
        view, name = evidencing.drop(tx, who, now, evidence_id=tap.subject())
        gone.update({name} if name else ())
        return view

    await desk.act(bot, update, fresh(tap, use))
    for name in gone:
        await tidy(desk, name)


SENDS: dict[str, Callable[[Desk, Bot, Update, Tap], Awaitable[None]]] = {
    "evidence_open": _open,
    "evidence_drop": _drop,
    "signed_open": _open_signed,
}
"""Taps that send a file back, or have one taken from the disk."""
