"""A directive becomes a campaign, in the chat: the file, the screens, "Phát động", /phongtrao."""

import hashlib
from collections.abc import Awaitable, Callable
from functools import partial

from telegram import Bot, Document, Update

from bot import apart
from bot.directive.reading import MOST_BYTES
from bot.errors import Refused
from bot.store.engine import Tx
from bot.texts import View
from bot.transport.sending import Attachment
from bot.usecases import (
    campaign_dates,
    campaign_indicators,
    campaign_ladders,
    campaign_list,
    campaign_periods,
    campaign_units,
    campaigns,
    sent_files,
    targets_grid,
    timetables,
    unit_targets,
)
from bot.usecases.campaign_indicators import SCOPES
from bot.usecases.campaigns import DirectiveFile
from bot.usecases.form_package import SentForms
from bot.usecases.report_form import FilledForm
from bot.usecases.sent_files import SentDirective, SentUnits
from bot.usecases.targets_grid import FilledGrid
from bot.usecases.unit_targets import GridHandedOut
from handlers import forms as forms_in_chat
from handlers import people
from handlers.chat import Command, Desk, Tap, Typed, Use, fresh
from handlers.files import fetched, refusing
from handlers.waiting import surely

COMMANDS = (Command(name="phongtrao", use=lambda _: campaign_list.listed, writes=True),)


def _screen(name: str, *, paged: bool = False) -> Callable[[Tap], Use]:
    """A tap that opens a screen of the campaign in its first number; the second may be the page."""
    return lambda tap: (
        lambda tx, who, now: campaigns.open_screen(
            tx,
            who,
            now,
            screen=name,
            campaign_id=tap.subject(),
            pending={"page": tap.subject(1)} if paged else None,
        )
    )


def _of_indicator(name: str) -> Callable[[Tap], Use]:
    """The same with the indicator in the second number, where there is one."""
    return lambda tap: (
        lambda tx, who, now: campaigns.open_screen(
            tx,
            who,
            now,
            screen=name,
            campaign_id=tap.subject(),
            indicator_id=tap.subject(1) if len(tap.subjects) > 1 else None,
        )
    )


TAPS: dict[str, Callable[[Tap], Use]] = {
    "campaign": _screen("campaign"),
    "campaign_indicators": _screen("campaign_indicators", paged=True),
    "campaign_warnings": _screen("campaign_warnings", paged=True),
    "campaign_add": _screen("campaign_add"),
    "campaign_end": _screen("campaign_end"),
    "campaign_ladder": _screen("campaign_ladder"),
    "ladder_ask": lambda tap: (
        lambda tx, who, now: campaign_ladders.ask(
            tx, who, now, campaign_id=tap.subject(), place=tap.subject(1)
        )
    ),
    "ladder_clear": lambda tap: (
        lambda tx, who, now: campaign_ladders.clear(tx, who, now, campaign_id=tap.subject())
    ),
    "campaign_phase": _screen("campaign_phase"),
    "campaign_units": _screen("campaign_units"),
    "campaign_indicator": _of_indicator("campaign_indicator"),
    "campaign_answerers": _of_indicator("campaign_answerers"),
    "campaign_due": lambda tap: (
        lambda tx, who, now: campaigns.open_screen(
            tx,
            who,
            now,
            screen="campaign_due",
            campaign_id=tap.subject(),
            pending=dict(zip(("n", "place", "clusters"), tap.subjects[1:], strict=False)),
        )
    ),
    "campaign_times": lambda tap: (
        lambda tx, who, now: campaigns.open_screen(
            tx,
            who,
            now,
            screen="campaign_times",
            campaign_id=tap.subject(),
            pending={"n": tap.subject(1), "place": tap.subject(2)},
        )
    ),
    "time_ask": lambda tap: (
        lambda tx, who, now: timetables.ask(
            tx,
            who,
            now,
            campaign_id=tap.subject(),
            n=tap.subject(1),
            place=tap.subject(2),
            time=tap.subject(3),
        )
    ),
    "campaign_lock": lambda tap: (
        lambda tx, who, now: campaigns.open_screen(
            tx, who, now, screen="campaign_due", campaign_id=tap.subject(), pending={"asking_lock": True}
        )
    ),
    "campaign_rhythm": lambda tap: (
        lambda tx, who, now: campaign_periods.choose_rhythm(
            tx, who, now, campaign_id=tap.subject(), n=tap.subject(1), place=tap.subject(2)
        )
    ),
    "campaign_choose": lambda tap: (
        lambda tx, who, now: campaigns.decide(tx, who, now, anew=tap.subject() == 1)
    ),
    "campaign_launch": lambda tap: (
        lambda tx, who, now: campaigns.review_launch(tx, who, now, campaign_id=tap.subject())
    ),
    "launch": lambda tap: (
        lambda tx, who, now: campaigns.launch(
            tx, who, now, campaign_id=tap.subject(), sure=tap.subjects[1:] == (1,)
        )
    ),
    "discard_campaign": lambda tap: (
        lambda tx, who, now: campaigns.discard(
            tx, who, now, campaign_id=tap.subject(), sure=tap.subject(1) == 1
        )
    ),
    "drop_phase": lambda tap: (
        lambda tx, who, now: campaign_dates.drop_phase(
            tx, who, now, campaign_id=tap.subject(), n=tap.subject(1)
        )
    ),
    "keep_indicator": lambda _: campaign_indicators.keep_proposed,
    "drop_indicator": lambda tap: (
        lambda tx, who, now: campaign_indicators.drop_indicator(
            tx, who, now, indicator_id=tap.subject(), sure=tap.subject(1) in {1, 2}, parts=tap.subject(1) == 1
        )
    ),
    "assign": lambda tap: (
        lambda tx, who, now: campaign_indicators.assign(
            tx, who, now, scope=SCOPES[tap.subject() % len(SCOPES)], subject=tap.subject(1)
        )
    ),
    "turn_unit": lambda tap: (
        lambda tx, who, now: campaign_units.turn_chosen(tx, who, now, unit_id=tap.subject())
    ),
    "target_of": lambda tap: (
        lambda tx, who, now: unit_targets.target_chosen(tx, who, now, unit_id=tap.subject())
    ),
    "turn_kind": lambda tap: (
        lambda tx, who, now: campaign_units.turn_kind(
            tx, who, now, campaign_id=tap.subject(), unit_id=tap.subject(1)
        )
    ),
}


def _propose(typed: Typed) -> Use:
    return lambda tx, who, now: campaign_indicators.propose(tx, who, now, text=typed.text)


TYPED: dict[str, Callable[[Typed], Use]] = {
    "campaign": _propose,
    "campaign_warnings": _propose,
    "campaign_add": _propose,
    "campaign_proposed": _propose,
    "campaign_indicator": lambda typed: (
        lambda tx, who, now: unit_targets.typed_targets(tx, who, now, text=typed.text)
    ),
    "campaign_answerers": lambda typed: (
        lambda tx, who, now: campaign_indicators.typed_owner(tx, who, now, text=typed.text)
    ),
    "campaign_due": lambda typed: (
        lambda tx, who, now: campaign_dates.typed_due(tx, who, now, text=typed.text)
    ),
    timetables.SCREEN: lambda typed: lambda tx, who, now: timetables.typed(tx, who, now, text=typed.text),
    campaign_ladders.SCREEN: lambda typed: (
        lambda tx, who, now: campaign_ladders.typed(tx, who, now, text=typed.text)
    ),
    "campaign_end": lambda typed: (
        lambda tx, who, now: campaign_dates.typed_end(tx, who, now, text=typed.text)
    ),
    "campaign_phase": lambda typed: (
        lambda tx, who, now: campaign_dates.typed_phase(tx, who, now, text=typed.text)
    ),
    "campaign_units": lambda typed: (
        lambda tx, who, now: campaign_units.turn_unit(tx, who, now, text=typed.text)
    ),
}


# --- Files -----------------------------------------------------------------------------------------------


async def received_file(desk: Desk, bot: Bot, update: Update, document: Document) -> None:
    """A file that a person sent: a directive, the units, a grid or a form; read apart."""
    name = document.file_name or ""
    group = None if update.message is None else update.message.media_group_id
    try:
        checked = _checked(desk, update, name=name, size=document.file_size or 0)
        await surely(partial(desk.store.read, checked))
        content = await fetched(
            bot, document.file_id, most=MOST_BYTES, too_large=Refused("document_too_large")
        )
        sent = await apart.call(sent_files.read, name, content)
    except Refused as refusal:
        if not await forms_in_chat.refused(desk, bot, update, name, refusal, group):
            await desk.act(bot, update, refusing(refusal))
        return
    match sent:
        case SentDirective(draft=draft):
            file = DirectiveFile(name=name, hash=hashlib.sha256(content).hexdigest())
            await desk.act(
                bot, update, lambda tx, who, now: campaigns.receive(tx, who, now, draft=draft, file=file)
            )
        case FilledGrid() as filled:
            await desk.act(
                bot, update, lambda tx, who, now: unit_targets.receive_grid(tx, who, now, filled=filled)
            )
        case FilledForm() as form:
            await forms_in_chat.received(desk, bot, update, name, form, group)
        case SentForms(forms=forms):
            await forms_in_chat.received_many(desk, bot, update, forms)
        case SentUnits():
            await people.units_file(desk, bot, update, name, content)


def _checked(desk: Desk, update: Update, *, name: str, size: int) -> Callable[[Tx], None]:
    now = desk.now()
    return lambda tx: sent_files.check_before(desk.caller(tx, update, now), name=name, size=size)


async def send_grid(desk: Desk, bot: Bot, update: Update, tap: Tap) -> None:
    """ "Bảng giao chỉ tiêu": the .xlsx of the campaign goes out with a line on how to fill it in."""
    use: Use = lambda tx, who, now: unit_targets.hand_out(  # noqa: E731 - a use case with its facts filled in.
        tx, who, now, campaign_id=tap.subject()
    )
    await desk.act(bot, update, fresh(tap, use), attach=_workbook)


def _workbook(view: View) -> Attachment | None:
    if not isinstance(view, GridHandedOut):
        return None
    return Attachment(
        kind="document", content=targets_grid.write(view.grid), name=targets_grid.file_name(view.grid)
    )


SENDS: dict[str, Callable[[Desk, Bot, Update, Tap], Awaitable[None]]] = {"campaign_grid": send_grid}
"""Taps that are answered with a file."""
