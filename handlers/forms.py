"""The Excel form of a report in the chat: /bieumau, the preview of one that came back, "Ghi"."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from telegram import Bot, Update

from bot.store.engine import Tx
from bot.texts import View
from bot.transport.sending import Attachment
from bot.usecases import forms, report_form
from bot.usecases.access import Caller
from bot.usecases.enrolment import not_understood
from bot.usecases.forms import FormHandedOut
from handlers.chat import Command, Desk, Tap, Typed, Use, fresh


def _workbook(view: View) -> Attachment | None:
    if not isinstance(view, FormHandedOut):
        return None
    return Attachment(kind="document", content=report_form.write(view.form), name=forms.file_name(view.head))


COMMANDS = (Command(name="bieumau", use=lambda _: forms.begin, writes=True, attach=_workbook),)

TAPS: dict[str, Callable[[Tap], Use]] = {
    "form_which": lambda tap: lambda tx, who, now: forms.which(tx, who, now, page=tap.subject()),
    "form_keep": lambda _: forms.keep,
    "form_why": lambda tap: lambda tx, who, now: forms.keep_for(tx, who, now, place=tap.subject()),
    "form_drop": lambda _: forms.drop,
}


def _typed(typed: Typed) -> Use:
    def use(tx: Tx, who: Caller, now: datetime) -> View | None:
        given = forms.typed(tx, who, now, text=typed.text, message_id=typed.message_id)
        return given or not_understood(tx, who, now)

    return use


TYPED: dict[str, Callable[[Typed], Use]] = {forms.SCREEN: _typed}


async def send_form(desk: Desk, bot: Bot, update: Update, tap: Tap) -> None:
    """A report was chosen: its form goes out with a line on how to fill it in."""
    use: Use = lambda tx, who, now: forms.hand_out(  # noqa: E731 - a use case with its facts filled in.
        tx, who, now, period_id=tap.subject(), unit_id=tap.subject(1)
    )
    await desk.act(bot, update, fresh(tap, use), attach=_workbook)


SENDS: dict[str, Callable[[Desk, Bot, Update, Tap], Awaitable[None]]] = {"form": send_form}
"""Taps that are answered with a file."""
