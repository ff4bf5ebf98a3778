"""An office's own form of a paper: the file that an admin sends, and the one that goes back to him."""

from collections.abc import Awaitable, Callable
from functools import partial

from telegram import Bot, Update

from bot import apart
from bot.errors import Refused
from bot.reports import own_template
from bot.reports.own_template import Paper
from bot.reports.paper import starter
from bot.texts import View
from bot.transport.sending import Attachment
from bot.usecases import office_templates
from bot.usecases.office_templates import MOST_BYTES, SCREEN, TemplateShown
from handlers.chat import Command, Desk, Tap, Typed, Use, fresh
from handlers.files import Receive, SentFile, fetched, refusing
from handlers.waiting import surely

COMMANDS: tuple[Command, ...] = ()


def _place(tap: Tap) -> int:
    """Which paper; a button of before there were several names the report."""
    return tap.subjects[1] if len(tap.subjects) > 1 else 0


TYPED: dict[str, Callable[[Typed], Use]] = {}
TAPS: dict[str, Callable[[Tap], Use]] = {
    "office_template": lambda tap: (
        lambda tx, who, now: office_templates.show(tx, who, now, unit_id=tap.subject(), place=_place(tap))
    ),
    "template_drop": lambda tap: (
        lambda tx, who, now: office_templates.drop(tx, who, now, unit_id=tap.subject(), place=_place(tap))
    ),
}

STARTERS = {
    Paper.REPORT: "mau-bao-cao.docx",
    Paper.LETTER: "mau-cong-van-don-doc.docx",
    Paper.LIST: "mau-danh-sach.docx",
}


async def _received(desk: Desk, bot: Bot, update: Update, sent: SentFile) -> None:
    """A file on the screen of the form: fetched, looked through apart, and kept or refused with the field named."""
    too_large = Refused("file_too_large", most=MOST_BYTES // 2**20)
    now = desk.now()
    try:
        paper = await surely(
            lambda: desk.store.read(
                lambda tx: office_templates.check_before(tx, desk.caller(tx, update, now), now)
            )
        )
        if sent.kind == "photo":
            raise Refused("template_not_docx", name="")  # noqa: TRY301 - said as all that follows.
        if sent.size > MOST_BYTES:
            raise too_large
        content = await fetched(bot, sent.file_id, most=MOST_BYTES, too_large=too_large)
        checked = await apart.call(partial(own_template.check, paper), sent.name, content)
    except Refused as refusal:
        await desk.act(bot, update, refusing(refusal))
        return
    await desk.act(
        bot,
        update,
        lambda tx, who, now: office_templates.receive(
            tx, who, now, name=sent.name, content=content, checked=checked
        ),
    )


async def _open(desk: Desk, bot: Bot, update: Update, tap: Tap) -> None:
    use: Use = lambda tx, who, now: office_templates.send_back(  # noqa: E731 - a use case with its facts filled in.
        tx, who, now, unit_id=tap.subject(), place=_place(tap)
    )

    def file(view: View) -> Attachment | None:
        if not isinstance(view, TemplateShown):
            return None
        content = starter(view.paper, view.unit, desk.now()) if view.name is None else view.content
        return Attachment(kind="document", content=content, name=view.name or STARTERS[view.paper])

    await desk.act(bot, update, fresh(tap, use), attach=file)


FILES: dict[str, Receive] = {SCREEN: _received}
SENDS: dict[str, Callable[[Desk, Bot, Update, Tap], Awaitable[None]]] = {"template_open": _open}
