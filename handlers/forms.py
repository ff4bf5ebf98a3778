"""The Excel forms of reports in the chat: /bieumau, the preview of those that came back, "Ghi"."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from telegram import Bot, Update

from bot.errors import Refused
from bot.store.engine import Tx
from bot.texts import View
from bot.transport.sending import Attachment
from bot.usecases import forms, many_forms, report_form, sent_forms, sent_forms_kept
from bot.usecases.access import Caller
from bot.usecases.enrolment import not_understood
from bot.usecases.form_package import SentForm
from bot.usecases.forms import FormHandedOut
from bot.usecases.many_forms import FormsHandedOut
from bot.usecases.report_form import FilledForm
from bot.usecases.sent_files import FORM
from handlers.chat import Command, Desk, Step, Tap, Typed, Use, check_age, fresh
from handlers.files import goes_on, refusing
from handlers.waiting import surely


def _workbook(view: View) -> Attachment | None:
    match view:
        case FormHandedOut(head=head, form=form):
            return Attachment(kind="document", content=report_form.write(form), name=forms.file_name(head))
        case FormsHandedOut(forms=found):
            return Attachment(kind="document", content=many_forms.packed(found), name=many_forms.FILE_NAME)
    return None


COMMANDS = (Command(name="bieumau", use=lambda _: many_forms.begin, writes=True, attach=_workbook),)

TAPS: dict[str, Callable[[Tap], Use]] = {
    "form_which": lambda tap: lambda tx, who, now: forms.which(tx, who, now, page=tap.subject()),
    "form_keep": lambda _: forms.keep,
    "form_why": lambda tap: lambda tx, who, now: forms.keep_for(tx, who, now, place=tap.subject()),
    "form_drop": lambda _: forms.drop,
    "forms_list": lambda _: many_forms.listed,
    "sent_forms_why": lambda tap: (
        lambda tx, who, now: sent_forms.choose_reason(tx, who, now, place=tap.subject())
    ),
    "sent_forms_drop": lambda _: sent_forms.drop,
}


def _typed(typed: Typed) -> Use:
    def use(tx: Tx, who: Caller, now: datetime) -> View | None:
        given = forms.typed(tx, who, now, text=typed.text, message_id=typed.message_id)
        return given or not_understood(tx, who, now)

    return use


TYPED: dict[str, Callable[[Typed], Use]] = {
    forms.SCREEN: _typed,
    sent_forms.SCREEN: lambda typed: (
        lambda tx, who, now: sent_forms.give_reason(tx, who, now, text=typed.text)
    ),
}


# --- Out -----------------------------------------------------------------------------------------------------


async def send_form(desk: Desk, bot: Bot, update: Update, tap: Tap) -> None:
    """A report was chosen: its form goes out with a line on how to fill it in."""
    use: Use = lambda tx, who, now: many_forms.hand_out(  # noqa: E731 - a use case with its facts filled in.
        tx, who, now, period_id=tap.subject(), unit_id=tap.subject(1)
    )
    await desk.act(bot, update, fresh(tap, use), attach=_workbook)


async def send_forms(desk: Desk, bot: Bot, update: Update, tap: Tap) -> None:
    """The forms of all units of the list, or of those that have not reported, in a .zip."""
    use: Use = lambda tx, who, now: many_forms.hand_out_many(  # noqa: E731 - as above.
        tx, who, now, only_owed=tap.subject() == 1, start=tap.subject(1)
    )
    await desk.act(bot, update, fresh(tap, use), attach=_workbook)


# --- In ------------------------------------------------------------------------------------------------------


async def received(
    desk: Desk, bot: Bot, update: Update, name: str, form: FilledForm, group: str | None
) -> None:
    """One form. Of several sent together only the last is answered, for all."""

    def use(tx: Tx, who: Caller, now: datetime) -> View | None:
        view = sent_forms.receive_one(tx, who, now, filled=form, name=name, among=group is not None)
        return None if goes_on(tx, update, group) else view

    await desk.act(bot, update, use)


async def refused(
    desk: Desk, bot: Bot, update: Update, name: str, refusal: Refused, group: str | None
) -> bool:
    """A file that is no form, among forms: it is listed with them. False where it came alone."""
    who = await desk.who(update)
    could_be = group is not None or name.lower().endswith(FORM)
    if not could_be or not sent_forms.are_expected(who, among=group is not None):
        return False
    looked = sent_forms.not_looked(name, refusal)

    def use(tx: Tx, who: Caller, now: datetime) -> View | None:
        view = sent_forms.receive(tx, who, now, looked=[looked])
        return None if goes_on(tx, update, group) else view

    await desk.act(bot, update, use)
    return True


async def received_many(desk: Desk, bot: Bot, update: Update, sent: Sequence[SentForm]) -> None:
    """The forms of a .zip: looked through beside the writer, then one word about all."""
    now = desk.now()
    try:
        looked = await surely(
            lambda: desk.store.read(
                lambda tx: sent_forms.look(tx, desk.caller(tx, update, now), now, sent=sent)
            )
        )
    except Refused as refusal:
        await desk.act(bot, update, refusing(refusal))
        return
    await desk.act(bot, update, lambda tx, who, now: sent_forms.receive(tx, who, now, looked=looked))


def _each(step: Step, use: Use) -> Callable[[Desk, Bot, Update, Tap], Awaitable[None]]:
    """A tap under many forms: a step for each of them, then one answer."""

    async def send(desk: Desk, bot: Bot, update: Update, tap: Tap) -> None:
        def checked(tx: Tx, who: Caller, now: datetime) -> bool:
            check_age(tap, who)
            return step(tx, who, now)

        await desk.each(bot, update, checked, fresh(tap, use))

    return send


SENDS: dict[str, Callable[[Desk, Bot, Update, Tap], Awaitable[None]]] = {
    "form": send_form,
    "forms_zip": send_forms,
    "sent_forms_keep": _each(sent_forms_kept.keep_next, sent_forms_kept.kept),
    "sent_forms_submit": _each(sent_forms_kept.submit_next, sent_forms_kept.submitted),
}
"""Taps that are answered with a file, or step by step."""
