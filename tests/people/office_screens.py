"""Two communes, and what their people do on the screens of an office."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.campaign.model import Role
from bot.errors import Refused
from bot.store import offices as stored
from bot.store.engine import Store, Tx
from bot.store.message_tables import reopened
from bot.store.tables import metadata
from bot.texts import Reply, Texts, View
from bot.usecases import access
from bot.usecases.access import Caller
from bot.usecases.office_fields import F, Form, S
from handlers.chat import Use
from tests import builders

NOW = datetime(2026, 1, 12, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
BOSS, NEIGHBOUR, LAN = 1, 2, 3


class Office:
    """The commune of Suối Vàng, its admin at one of the screens; `typed` keeps what he types there."""

    def __init__(self, store: Store, form: Form[F, S], typed: Callable[..., View]) -> None:
        self.store = store
        self._form = form
        self._typed = typed
        store.write_now(self._settle)

    def _settle(self, tx: Tx) -> None:
        metadata.create_all(tx)
        self.ours = builders.unit(tx, "SV", "Xã Suối Vàng", kind="xã")
        self.theirs = builders.unit(tx, "KB", "Xã Khe Bạc", kind="xã")
        hamlet = builders.unit(tx, "T1", "Thôn Nà Hoa", parent=self.ours)
        builders.person(tx, BOSS, "Hương", NOW, (Role.ADMIN, self.ours))
        builders.person(tx, NEIGHBOUR, "Tư", NOW, (Role.ADMIN, self.theirs))
        builders.person(tx, LAN, "Lan", NOW, (Role.FOCAL_POINT, hamlet))
        builders.campaign(tx, self.ours, [hamlet], NOW)
        tx.execute(reopened.delete())

    def who(self, chat: int = BOSS) -> Caller:
        return self.store.read_now(lambda tx: access.caller(tx, chat, "", NOW))

    def does(self, use: Use, *, chat: int = BOSS) -> Reply:
        view = self.store.write_now(lambda tx: use(tx, access.caller(tx, chat, "", NOW), NOW))
        assert view is not None
        return Texts().render(view)

    def asks(self, field: str, *, chat: int = BOSS) -> Reply:
        place = [*self._form.fields].index(field)
        return self.does(
            lambda tx, who, now: self._form.ask(tx, who, now, unit_id=self.ours, place=place), chat=chat
        )

    def types(self, text: str) -> Reply:
        return self.does(lambda tx, who, now: self._typed(tx, who, now, text=text))

    def refuses(self, text: str) -> str:
        with pytest.raises(Refused) as refusal:
            self.types(text)
        return Texts().refusal(refusal.value.reason, refusal.value.facts, None).html

    def row(self) -> stored.Office:
        return self.store.read_now(lambda tx: stored.of(tx, self.ours))

    def again(self) -> View | None:
        return self.store.read_now(lambda tx: self._form.current(tx, access.caller(tx, BOSS, "", NOW), NOW))
