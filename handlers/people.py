"""The people and units of an office: a list of units that was sent, /coquan, and who blocked the bot."""

from collections.abc import Callable

from telegram import Bot, Chat, ChatMember, Update

from bot import apart
from bot.errors import Refused
from bot.store import people
from bot.usecases import (
    office_days,
    office_papers,
    offices,
    planned_changes,
    quiet_hours,
    unit_cards,
    unit_changes,
    units,
)
from bot.usecases.unit_table import read_unit_table
from handlers.chat import Command, Desk, Tap, Typed, Use

COMMANDS = (
    Command(name="coquan", use=lambda _: offices.show),
    Command(
        name="giolang",
        use=lambda words: lambda tx, who, now: quiet_hours.hours(tx, who, now, text=words),
        writes=True,
    ),
    Command(
        name="donvi",
        use=lambda words: lambda tx, who, now: unit_cards.begin(tx, who, now, text=words),
        writes=True,
    ),
)

TAPS: dict[str, Callable[[Tap], Use]] = {
    "own_office": lambda _: offices.show,
    "office": lambda tap: lambda tx, who, now: offices.open_office(tx, who, now, unit_id=tap.subject()),
    "office_ask": lambda tap: (
        lambda tx, who, now: offices.ask(tx, who, now, unit_id=tap.subject(), place=tap.subject(1))
    ),
    "office_clear": lambda _: offices.clear,
    "office_days": lambda tap: lambda tx, who, now: office_days.show(tx, who, now, unit_id=tap.subject()),
    "office_papers": lambda tap: lambda tx, who, now: office_papers.show(tx, who, now, unit_id=tap.subject()),
    "paper_ask": lambda tap: (
        lambda tx, who, now: office_papers.ask(tx, who, now, unit_id=tap.subject(), place=tap.subject(1))
    ),
    "paper_clear": lambda _: office_papers.clear,
    "paper_circle": lambda tap: (
        lambda tx, who, now: office_papers.choose_circle(
            tx, who, now, unit_id=tap.subject(), place=tap.subject(1)
        )
    ),
    "quiet_off": lambda _: quiet_hours.none,
    "unit": lambda tap: lambda tx, who, now: unit_cards.open_card(tx, who, now, unit_id=tap.subject()),
    "unit_ask": lambda tap: (
        lambda tx, who, now: unit_cards.ask(tx, who, now, unit_id=tap.subject(), place=tap.subject(1))
    ),
    "unit_change": lambda tap: lambda tx, who, now: unit_changes.begin(tx, who, now, unit_id=tap.subject()),
    "unit_change_kind": lambda tap: (
        lambda tx, who, now: unit_changes.choose_kind(tx, who, now, place=tap.subject())
    ),
    "unit_change_with": lambda tap: (
        lambda tx, who, now: unit_changes.add_unit(tx, who, now, unit_id=tap.subject())
    ),
    "unit_change_enough": lambda _: unit_changes.enough,
    "unit_change_into": lambda tap: (
        lambda tx, who, now: unit_changes.choose_successor(tx, who, now, unit_id=tap.subject())
    ),
    "unit_change_cluster": lambda tap: (
        lambda tx, who, now: unit_changes.choose_cluster(tx, who, now, cluster_id=tap.subject())
    ),
    "unit_change_leads": lambda tap: (
        lambda tx, who, now: unit_changes.choose_leads(tx, who, now, place=tap.subject())
    ),
    "unit_change_pick": lambda tap: (
        lambda tx, who, now: unit_changes.pick(tx, who, now, indicator_id=tap.subject())
    ),
    "unit_change_page": lambda tap: lambda tx, who, now: unit_changes.turn(tx, who, now, page=tap.subject()),
    "unit_change_picked": lambda _: unit_changes.picked_all,
    "unit_change_figures": lambda tap: (
        lambda tx, who, now: unit_changes.choose_figures(tx, who, now, place=tap.subject())
    ),
    "unit_change_make": lambda _: unit_changes.make,
    "planned": lambda tap: lambda tx, who, now: planned_changes.show(tx, who, now, planned_id=tap.subject()),
    "planned_drop": lambda tap: (
        lambda tx, who, now: planned_changes.drop(
            tx, who, now, planned_id=tap.subject(), sure=tap.subject(1) == 1
        )
    ),
    "planned_make": lambda tap: (
        lambda tx, who, now: planned_changes.make(tx, who, now, planned_id=tap.subject())
    ),
    "drop_alias": lambda tap: (
        lambda tx, who, now: unit_cards.drop_alias(tx, who, now, alias_id=tap.subject())
    ),
    "drop_former": lambda tap: (
        lambda tx, who, now: unit_cards.drop_former(tx, who, now, former_id=tap.subject())
    ),
}

TYPED: dict[str, Callable[[Typed], Use]] = {
    offices.SCREEN: lambda typed: lambda tx, who, now: offices.typed(tx, who, now, text=typed.text),
    office_papers.SCREEN: lambda typed: (
        lambda tx, who, now: office_papers.typed(tx, who, now, text=typed.text)
    ),
    office_days.SCREEN: lambda typed: lambda tx, who, now: office_days.typed(tx, who, now, text=typed.text),
    unit_cards.SEARCH: lambda typed: lambda tx, who, now: unit_cards.find(tx, who, now, text=typed.text),
    unit_changes.SCREEN: lambda typed: lambda tx, who, now: unit_changes.typed(tx, who, now, text=typed.text),
    unit_cards.SCREEN: lambda typed: lambda tx, who, now: unit_cards.typed(tx, who, now, text=typed.text),
}

GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


async def units_file(desk: Desk, bot: Bot, update: Update, name: str, content: bytes) -> None:
    """A list of units that an admin sent: read apart, imported as a whole or not at all."""
    try:
        table = await apart.call(read_unit_table, name, content)
    except Refused as refusal:
        await desk.act(bot, update, _refusing(refusal))
        return
    await desk.act(bot, update, lambda tx, who, now: units.import_units(tx, who, now, table=table))


def _refusing(refusal: Refused) -> Use:
    """Say it as any refusal is said, in the person's language."""

    def use(*_: object) -> None:
        raise refusal

    return use


async def membership(desk: Desk, bot: Bot, update: Update) -> None:
    """A person blocked the bot, or takes it back; nothing is said to him. In groups it changes nothing."""
    member = update.my_chat_member
    if member is None or member.chat.type != Chat.PRIVATE:
        desk.answered(update.update_id)
        return
    chat_id = member.chat.id
    if member.new_chat_member.status in GONE:
        await desk.act(bot, update, lambda tx, _, now: people.mark_chat_unreachable(tx, chat_id, now))
    else:
        # Whoever is heard of again is marked as reachable by the desk itself.
        await desk.act(bot, update, lambda *_: None)
