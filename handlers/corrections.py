"""What was read in a directive is looked through and corrected, page by page: the taps and the typed answers."""

from collections.abc import Callable

from bot.usecases import campaign_indicators, campaigns, indicator_corrections, own_fields
from handlers.chat import Command, Tap, Typed, Use

COMMANDS: tuple[Command, ...] = ()

TAPS: dict[str, Callable[[Tap], Use]] = {
    "campaign_sections": lambda tap: (
        lambda tx, who, now: campaigns.open_screen(
            tx,
            who,
            now,
            screen="campaign_sections",
            campaign_id=tap.subject(),
            pending={"page": tap.subject(1)},
        )
    ),
    "add_warned": lambda tap: (
        lambda tx, who, now: campaign_indicators.propose_warned(
            tx, who, now, campaign_id=tap.subject(), place=tap.subject(1)
        )
    ),
    "ask_in_period": lambda tap: (
        lambda tx, who, now: campaign_indicators.ask_in_period(
            tx,
            who,
            now,
            indicator_id=tap.subject(),
            in_period=tap.subject(1) == 1,
            every_one=tap.subject(2) == 1,
        )
    ),
    "look_page": lambda tap: (
        lambda tx, who, now: indicator_corrections.look_at_page(
            tx, who, now, campaign_id=tap.subject(), page=tap.subject(1), seen=tap.subject(2)
        )
    ),
    "look_one": lambda tap: (
        lambda tx, who, now: indicator_corrections.look_at_one(
            tx, who, now, indicator_id=tap.subject(), seen=tap.subject(1)
        )
    ),
    "correct": lambda tap: (
        lambda tx, who, now: indicator_corrections.ask(
            tx, who, now, indicator_id=tap.subject(), place=tap.subject(1)
        )
    ),
    "correct_to": lambda tap: (
        lambda tx, who, now: indicator_corrections.choose(tx, who, now, place=tap.subject())
    ),
    "own_fields": lambda tap: (
        lambda tx, who, now: own_fields.open_fields(tx, who, now, campaign_id=tap.subject())
    ),
    "own_field": lambda tap: (
        lambda tx, who, now: own_fields.ask(tx, who, now, campaign_id=tap.subject(), place=tap.subject(1))
    ),
    "phase_card": lambda tap: (
        lambda tx, who, now: own_fields.open_phase(tx, who, now, campaign_id=tap.subject(), n=tap.subject(1))
    ),
    "phase_field": lambda tap: (
        lambda tx, who, now: own_fields.ask(
            tx, who, now, campaign_id=tap.subject(), n=tap.subject(1), place=tap.subject(2)
        )
    ),
    "phase_kind": lambda tap: (
        lambda tx, who, now: own_fields.choose_kind(
            tx, who, now, campaign_id=tap.subject(), n=tap.subject(1), place=tap.subject(2)
        )
    ),
    "correct_keep": lambda tap: (
        lambda tx, who, now: indicator_corrections.keep(tx, who, now, place=tap.subject())
    ),
}


def _corrected(typed: Typed) -> Use:
    return lambda tx, who, now: indicator_corrections.typed(tx, who, now, text=typed.text)


TYPED: dict[str, Callable[[Typed], Use]] = {
    "campaign_indicators": lambda typed: (
        lambda tx, who, now: campaign_indicators.typed_on_list(tx, who, now, text=typed.text)
    ),
    "correct_ask": _corrected,
    "correct_read": _corrected,
    "own_ask": lambda typed: lambda tx, who, now: own_fields.typed(tx, who, now, text=typed.text),
}
