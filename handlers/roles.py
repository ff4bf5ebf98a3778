"""Who does what at a unit: roles revoked, deputies, leaves and handovers; /bangiao."""

from collections.abc import Callable

from bot.usecases import handing_over, held_roles, leaves, signing_off
from handlers.chat import Command, Tap, Typed, Use

COMMANDS = (Command(name="bangiao", use=lambda _: held_roles.own, writes=True),)

TAPS: dict[str, Callable[[Tap], Use]] = {
    "unit_people": lambda tap: lambda tx, who, now: held_roles.at_unit(tx, who, now, unit_id=tap.subject()),
    "role": lambda tap: lambda tx, who, now: held_roles.card(tx, who, now, role_id=tap.subject()),
    "revoke": lambda tap: (
        lambda tx, who, now: held_roles.revoke(tx, who, now, role_id=tap.subject(), sure=tap.subject(1))
    ),
    "deputy": lambda tap: (
        lambda tx, who, now: held_roles.set_deputy(
            tx, who, now, role_id=tap.subject(), deputy=tap.subject(1) == 1
        )
    ),
    "sign_off": lambda tap: (
        lambda tx, who, now: signing_off.switch(tx, who, now, unit_id=tap.subject(), on=tap.subject(1) == 1)
    ),
    "leave": lambda tap: lambda tx, who, now: leaves.begin(tx, who, now, role_id=tap.subject()),
    "leave_days": lambda tap: lambda tx, who, now: leaves.offered(tx, who, now, place=tap.subject()),
    "leave_end": lambda tap: lambda tx, who, now: leaves.end(tx, who, now, role_id=tap.subject()),
    "handover": lambda tap: lambda tx, who, now: handing_over.begin(tx, who, now, role_id=tap.subject()),
    "handover_to": lambda tap: (
        lambda tx, who, now: handing_over.give(tx, who, now, role_id=tap.subject(), person_id=tap.subject(1))
    ),
    "handover_accept": lambda tap: (
        lambda tx, who, now: handing_over.accept(tx, who, now, invitation_id=tap.subject())
    ),
    "handover_withdraw": lambda tap: (
        lambda tx, who, now: handing_over.withdraw(tx, who, now, invitation_id=tap.subject())
    ),
    "handover_decline": lambda tap: (
        lambda tx, who, now: handing_over.decline(tx, who, now, invitation_id=tap.subject())
    ),
}

TYPED: dict[str, Callable[[Typed], Use]] = {
    leaves.SCREEN: lambda typed: lambda tx, who, now: leaves.typed(tx, who, now, text=typed.text),
}
