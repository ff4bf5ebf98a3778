"""Coming in and asking for help: /start and its consent, /moi with the QR code, /giup, /ngonngu."""

import io
from collections.abc import Awaitable, Callable

from telegram import Bot, Update

from bot.texts import LANGUAGES, View
from bot.transport.sending import Attachment
from bot.usecases import enrolment, handing_over, inviting, languages
from bot.usecases.enrolment import not_understood, only_in_private, unknown_command
from bot.usecases.inviting import ROLES, InvitationMade
from handlers.chat import Command, Desk, Tap, Typed, Use, fresh

__all__ = ["not_understood", "only_in_private", "unknown_command"]

_LANGUAGES = tuple(LANGUAGES)

COMMANDS = (
    Command(
        name="start",
        use=lambda words: lambda tx, who, now: enrolment.start(tx, who, now, token=words),
        writes=True,
    ),
    Command(name="giup", use=lambda _: enrolment.help_for),
    Command(name="moi", use=lambda _: inviting.begin, writes=True),
    Command(name="ngonngu", use=lambda _: languages.ask),
)

TAPS: dict[str, Callable[[Tap], Use]] = {
    "agree": lambda _: enrolment.agree,
    "decline": lambda _: enrolment.decline,
    "invite_role": lambda tap: (
        lambda tx, who, now: inviting.choose_role(tx, who, now, role=ROLES[tap.subject() % len(ROLES)])
    ),
    "invite_page": lambda tap: lambda tx, who, now: inviting.turn_page(tx, who, now, page=tap.subject()),
    "invite_all": lambda _: lambda tx, who, now: inviting.narrow(tx, who, now, text=""),
    "invite_again": lambda _: inviting.begin,
    "language": lambda tap: (
        lambda tx, who, now: languages.choose(
            tx, who, now, language=_LANGUAGES[tap.subject() % len(_LANGUAGES)]
        )
    ),
}

TYPED: dict[str, Callable[[Typed], Use]] = {
    "consent": lambda typed: lambda tx, who, now: enrolment.typed_consent(tx, who, now, text=typed.text),
    "invite_unit": lambda typed: lambda tx, who, now: inviting.narrow(tx, who, now, text=typed.text),
}


async def send_invitation(desk: Desk, bot: Bot, update: Update, tap: Tap) -> None:
    """A unit was chosen: the link goes out with its QR code, which another phone can scan."""
    username = desk.username()
    use: Use = lambda tx, who, now: inviting.invite_to(  # noqa: E731 - a use case with its facts filled in.
        tx, who, now, unit_id=tap.subject(), username=username
    )
    await desk.act(bot, update, fresh(tap, use), attach=_qr_code)


async def send_handover(desk: Desk, bot: Bot, update: Update, tap: Tap) -> None:
    """A link that hands a role over to somebody who is not there yet."""
    username = desk.username()
    use: Use = lambda tx, who, now: handing_over.link(  # noqa: E731 - as above.
        tx, who, now, role_id=tap.subject(), username=username
    )
    await desk.act(bot, update, fresh(tap, use), attach=_qr_code)


SENDS: dict[str, Callable[[Desk, Bot, Update, Tap], Awaitable[None]]] = {
    "invite": send_invitation,
    "handover_link": send_handover,
}
"""Taps that are answered with a picture."""


def _qr_code(view: View) -> Attachment | None:
    if not isinstance(view, InvitationMade):
        return None
    import segno

    picture = io.BytesIO()
    segno.make(view.link, error="m", micro=False).save(picture, kind="png", scale=8, border=4)
    return Attachment(kind="photo", content=picture.getvalue(), name="lien-ket-moi.png")
