"""The focal point's report in the chat: /baocao, the questions, the review, the receipt."""

from collections.abc import Callable
from datetime import datetime

from telegram import Bot, Message, Update

from bot.campaign.model import Standing
from bot.store.engine import Tx
from bot.texts import View
from bot.usecases import correcting, entering, keeping, reporting, snoozing
from bot.usecases.access import Caller
from bot.usecases.enrolment import not_understood
from handlers.chat import Command, Desk, Tap, Typed, Use

COMMANDS = (
    Command(name="baocao", use=lambda _: reporting.owed, writes=True),
    Command(name="hanchot", use=lambda _: reporting.due_dates),
    Command(name="tiendo", use=lambda _: reporting.progress_of_units),
    Command(name="huy", use=lambda _: reporting.close, writes=True),
)

REASONS = ("not_measured", "other_office", "not_applicable")
STANDINGS = (Standing.DONE, Standing.IN_PROGRESS, Standing.NOT_STARTED)


def _typed_figure(typed: Typed) -> Use:
    return lambda tx, who, now: entering.typed_figure(
        tx, who, now, text=typed.text, message_id=typed.message_id
    )


def _typed_beside(typed: Typed) -> Use:
    def use(tx: Tx, who: Caller, now: datetime) -> View | None:
        given = entering.typed_beside(tx, who, now, text=typed.text, message_id=typed.message_id)
        return given or not_understood(tx, who, now)

    return use


TYPED: dict[str, Callable[[Typed], Use]] = {
    "question": _typed_figure,
    "doubt": _typed_figure,
    "clash": _typed_figure,
    "review": _typed_beside,
    "bulk": _typed_beside,
    "receipt": _typed_beside,
    "idle": _typed_beside,
    "because": lambda typed: (
        lambda tx, who, now: correcting.typed_because(
            tx, who, now, text=typed.text, message_id=typed.message_id
        )
    ),
    "sentence": lambda typed: (
        lambda tx, who, now: entering.give_sentence(
            tx, who, now, sentence=typed.text, message_id=typed.message_id
        )
    ),
    "reason": lambda typed: (
        lambda tx, who, now: entering.typed_reason(tx, who, now, text=typed.text, message_id=typed.message_id)
    ),
}


def _snooze(tap: Tap) -> Use:
    """Without a day it asks until when."""
    period_id, unit_id = tap.subject(), tap.subject(1)
    if len(tap.subjects) > 2:
        day = tap.subject(2)
        return lambda tx, who, now: snoozing.put_off(
            tx, who, now, period_id=period_id, unit_id=unit_id, day=day
        )
    return lambda tx, who, now: snoozing.ask(tx, who, now, period_id=period_id, unit_id=unit_id)


TAPS: dict[str, Callable[[Tap], Use]] = {
    "owed": lambda tap: lambda tx, who, now: reporting.owed_list(tx, who, now, page=tap.subject()),
    "open": lambda tap: (
        lambda tx, who, now: reporting.open_report(
            tx, who, now, period_id=tap.subject(), unit_id=tap.subject(1)
        )
    ),
    "snooze": _snooze,
    "nil": lambda _: entering.nil,
    "missing": lambda _: entering.missing,
    "because": lambda tap: (
        lambda tx, who, now: entering.give_reason(tx, who, now, reason=REASONS[tap.subject() % len(REASONS)])
    ),
    "same": lambda _: entering.same,
    "skip": lambda _: entering.skip,
    "look_again": lambda tap: (
        lambda tx, who, now: entering.look_again(tx, who, now, indicator_id=tap.subject())
    ),
    "stand": lambda tap: (
        lambda tx, who, now: entering.stand(tx, who, now, standing=STANDINGS[tap.subject() % len(STANDINGS)])
    ),
    "no_sentence": lambda _: lambda tx, who, now: entering.give_sentence(tx, who, now, sentence=None),
    "keep": lambda _: lambda tx, who, now: entering.confirm(tx, who, now, choice=None),
    "pick": lambda tap: lambda tx, who, now: entering.confirm(tx, who, now, choice=tap.subject()),
    "mine": lambda _: entering.mine,
    "theirs": lambda _: entering.theirs,
    "retype": lambda _: entering.retype,
    "back": lambda _: entering.back,
    "ask": lambda tap: (
        lambda tx, who, now: entering.choose(
            tx, who, now, report_id=tap.subject(), indicator_id=tap.subject(1)
        )
    ),
    "review": lambda tap: (
        lambda tx, who, now: reporting.review(tx, who, now, report_id=tap.subject(), page=tap.subject(1))
    ),
    "submit": lambda tap: lambda tx, who, now: reporting.submit(tx, who, now, report_id=tap.subject()),
    "because_of": lambda tap: lambda tx, who, now: keeping.correct_for(tx, who, now, place=tap.subject()),
    "discard": lambda tap: (
        lambda tx, who, now: reporting.discard(
            tx, who, now, report_id=tap.subject(), sure=tap.subject(1) == 1
        )
    ),
}


async def edited(desk: Desk, bot: Bot, update: Update, message: Message) -> None:
    """An edited message corrects the figure it gave; any other edit gets a line of help."""
    text = message.text or message.caption or ""
    await desk.act(
        bot,
        update,
        lambda tx, who, now: correcting.edited(tx, who, now, text=text, message_id=message.message_id),
    )
