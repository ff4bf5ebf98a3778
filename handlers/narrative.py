"""The report in words: its parts, the file that holds them, the good examples."""

from collections.abc import Callable

from telegram import Bot, Update

from bot import apart
from bot.directive.reading import MOST_BYTES
from bot.errors import Refused
from bot.usecases import good_examples, narrating, narrative_files, narrative_keeping
from handlers.chat import Command, Desk, Tap, Typed, Use
from handlers.files import Receive, SentFile, fetched, refusing

COMMANDS: tuple[Command, ...] = ()

TAPS: dict[str, Callable[[Tap], Use]] = {
    "narrative": lambda tap: lambda tx, who, now: narrating.open_list(tx, who, now, report_id=tap.subject()),
    "narrative_part": lambda tap: (
        lambda tx, who, now: narrating.open_part(tx, who, now, report_id=tap.subject(), place=tap.subject(1))
    ),
    "narrative_clear": lambda _: narrating.clear_part,
    "narrative_rest": lambda tap: lambda tx, who, now: narrating.put_rest(tx, who, now, place=tap.subject()),
    "narrative_keep": lambda _: narrating.keep_read,
    "narrative_why": lambda tap: (
        lambda tx, who, now: narrative_keeping.why_for(tx, who, now, place=tap.subject())
    ),
    "narrative_settle": lambda tap: (
        lambda tx, who, now: narrative_keeping.settle(tx, who, now, place=tap.subject())
    ),
    "narrative_pages": lambda tap: (
        lambda tx, who, now: narrating.pages(tx, who, now, report_id=tap.subject(), page=tap.subject(1))
    ),
    "examples": lambda tap: (
        lambda tx, who, now: good_examples.open_list(tx, who, now, report_id=tap.subject())
    ),
    "example_add": lambda tap: (
        lambda tx, who, now: good_examples.begin(tx, who, now, report_id=tap.subject())
    ),
    "example_consent": lambda tap: (
        lambda tx, who, now: good_examples.consent(tx, who, now, agreed=tap.subject() == 1)
    ),
    "example_remove": lambda tap: (
        lambda tx, who, now: good_examples.remove(
            tx, who, now, report_id=tap.subject(), example_id=tap.subject(1)
        )
    ),
    "example_unname": lambda tap: (
        lambda tx, who, now: good_examples.forget_name(
            tx, who, now, report_id=tap.subject(), example_id=tap.subject(1)
        )
    ),
}

TYPED: dict[str, Callable[[Typed], Use]] = {
    "narrative": lambda _: narrating.typed_on_list,
    "narrative_part": lambda typed: lambda tx, who, now: narrating.typed_part(tx, who, now, text=typed.text),
    "narrative_why": lambda typed: (
        lambda tx, who, now: narrative_keeping.give_why(tx, who, now, because=typed.text)
    ),
    "example_who": lambda typed: lambda tx, who, now: good_examples.give_name(tx, who, now, text=typed.text),
    "example_deed": lambda typed: lambda tx, who, now: good_examples.give_deed(tx, who, now, text=typed.text),
}


async def _received(desk: Desk, bot: Bot, update: Update, sent: SentFile) -> None:
    """The file of a narrative, read apart and shown before it is kept."""
    try:
        too_large = Refused("document_too_large")
        if sent.size > MOST_BYTES:
            raise too_large
        content = await fetched(bot, sent.file_id, most=MOST_BYTES, too_large=too_large)
        split = await apart.call(narrative_files.read, sent.name, content)
    except Refused as refusal:
        await desk.act(bot, update, refusing(refusal))
        return
    await desk.act(
        bot, update, lambda tx, who, now: narrating.receive(tx, who, now, name=sent.name, split=split)
    )


FILES: dict[str, Receive] = dict.fromkeys(narrating.OPEN_FOR_FILES, _received)
