"""A summary as a file, for the page: built like those of the chat, in a process of its own, for whoever waits for it."""

import json
from datetime import datetime

from bot.errors import Refused
from bot.store.engine import Store, Tx
from bot.store.summaries import PhaseHead
from bot.usecases import access, downloads, pulling
from bot.usecases.access import Caller
from bot.usecases.downloads import BY_NAME, Asked, Form, Made, Write, made
from bot.usecases.pulling import Seen


def question(
    tx: Tx, who: Caller, now: datetime, *, campaign_id: int, place: int | None, unit_id: int | None, form: str
) -> bytes:
    """What `build` is to build; Refused where the caller sees nothing of it, or there is no such form."""
    seen = pulling.one_seen(tx, who, campaign_id)
    seen.head(now.date(), place)
    _form(seen, unit_id, form)
    wanted = {"chat": who.chat_id, "campaign": campaign_id, "place": place, "unit": unit_id, "form": form}
    return json.dumps({**wanted, "now": now.isoformat()}).encode()


def send(
    tx: Tx, who: Caller, now: datetime, *, campaign_id: int, place: int | None, unit_id: int | None, form: str
) -> None:
    """The same to his chat: what is opened within Telegram cannot hand a file out."""
    head = pulling.one_seen(tx, who, campaign_id).head(now.date(), place)
    if form not in BY_NAME:
        raise Refused("page_forged")
    downloads.ask(
        tx,
        who,
        now,
        campaign_id=campaign_id,
        n=head.place,
        place=list(BY_NAME).index(form),
        unit_id=unit_id,
        message_id=None,
    )


def offered(*, whole: bool, of_unit: bool) -> list[str]:
    """The forms that somebody may have: papers of the office are for who sees all of its units."""
    return [form.name for form in BY_NAME.values() if not form.of_office or (whole and not of_unit)]


def _form(seen: Seen, unit_id: int | None, name: str) -> Form:
    form = BY_NAME.get(name)
    if form is None:
        raise Refused("page_forged")
    if name not in offered(whole=seen.extent.whole, of_unit=unit_id is not None):
        raise Refused("not_allowed")
    return form


def build(url: str, wanted: bytes) -> Made:
    """The file: the process reads the database anew and asks for the rights anew."""
    asked = json.loads(wanted)
    store = Store(url)
    try:
        form, head, write = store.read_now(
            lambda tx: _prepared(
                tx,
                datetime.fromisoformat(asked["now"]),
                chat_id=asked["chat"],
                campaign_id=asked["campaign"],
                place=asked["place"],
                unit_id=asked["unit"],
                name=asked["form"],
            )
        )
    finally:
        store.close()
    return made(form, head, write)


def _prepared(
    tx: Tx,
    now: datetime,
    *,
    chat_id: int,
    campaign_id: int,
    place: int | None,
    unit_id: int | None,
    name: str,
) -> tuple[Form, PhaseHead, Write]:
    seen = pulling.one_seen(tx, access.caller(tx, chat_id, "", now), campaign_id)
    head, form = seen.head(now.date(), place), _form(seen, unit_id, name)
    return form, head, form.prepare(tx, Asked(seen=seen, head=head, unit_id=unit_id, now=now))
