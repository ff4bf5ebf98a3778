"""The invented commune "xã Suối Vàng": its units, its admin, and a directive of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from bot.campaign.model import Comparator, Direction, Measure, Review, Target
from bot.directive.model import DirectiveDraft, IndicatorDraft, Issuer, Level, PhaseDraft, Reason, Warned
from bot.errors import Refused
from bot.store import people
from bot.store.engine import Store, Tx
from bot.store.tables import clusters, roles, units
from bot.texts import Reply, Texts, View
from bot.usecases import access, campaigns
from bot.usecases.access import Caller
from bot.usecases.campaigns import DirectiveFile
from handlers.chat import Use
from tests import builders

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 1, 12, 9, 0, tzinfo=HANOI)
BOSS, NEIGHBOUR, LAN, MINH = 1, 2, 3, 4
FILE = DirectiveFile(name="chi-thi.docx", hash="a" * 64)
OTHER_FILE = DirectiveFile(name="ke-hoach.docx", hash="b" * 64)


def indicator(
    name: str,
    value: str | None,
    measure_unit: str = "",
    *,
    comparator: Comparator | None = Comparator.EQUAL,
    measure: Measure = Measure.FLOW,
    section: str = "Về kinh tế",
) -> IndicatorDraft:
    figure = None if value is None else Decimal(value)
    return IndicatorDraft(
        section="1",
        section_title=section,
        ordinal=1,
        name=name,
        target=Target(
            comparator=None if figure is None else comparator,
            value=figure,
            measure_unit=measure_unit,
            direction=Direction.REACH,
        ),
        measure=Measure.QUALITATIVE if figure is None else measure,
        measure_unit=measure_unit,
        text=name,
        line=20,
    )


def phase(
    name: str, end: date | None, *, start: date | None = None, review: Review | None = None
) -> PhaseDraft:
    return PhaseDraft(
        name=name,
        named_in_text=True,
        start=start,
        start_precision=None,
        end=end,
        review=review or Review(),
    )


def before(day: date) -> Review:
    """A review to be held "trước ngày …"."""
    return Review(kind="sơ kết", deadline=day, exclusive=True)


FIRST_HALF = phase("Đợt 1", date(2026, 6, 30), review=before(date(2026, 6, 30)))
SECOND_HALF = phase("Đợt 2", date(2026, 12, 31), review=before(date(2026, 12, 31)))

DIRECTIVE = DirectiveDraft(
    document_type="CHỈ THỊ",
    number="02/CT-UBND",
    date=date(2026, 1, 9),
    title="Về việc phát động phong trào thi đua năm 2026",
    issuer=Issuer(level=Level.COMMUNE, level_name="xã", name="Ủy ban nhân dân xã Suối Vàng", source=""),
    theme="Suối Vàng đổi mới",
    year=2026,
    start=date(2026, 1, 9),
    end=date(2026, 12, 31),
    phases=(FIRST_HALF, SECOND_HALF),
    indicators=(
        indicator("Thu ngân sách trên địa bàn", "12.5", "tỷ đồng"),
        indicator("Tỷ lệ che phủ rừng", "61", "%", comparator=Comparator.OVER, measure=Measure.LEVEL),
        indicator("Nâng cao chất lượng phổ cập giáo dục", None, section="Về văn hóa - xã hội"),
    ),
    warnings=(Warned(line=31, text="trong đó 3 xã mới", reason=Reason.EXTRA_FIGURE),),
)
ENDLESS = replace(DIRECTIVE, end=None, phases=())
PLAIN = replace(DIRECTIVE, phases=(phase("", date(2026, 12, 31)),))


class Commune:
    """A store with the commune and its people; `does` is one update of a person, in his own transaction."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.texts = Texts()
        self.now = NOW
        self.units: dict[str, int] = {}
        store.write_now(self._settle)

    def _settle(self, tx: Tx) -> None:
        builders.tables(tx)
        tx.execute(insert(clusters).values(id=1, code="THON", name="Cụm các thôn"))
        self.unit(tx, "SV", "Xã Suối Vàng", kind="xã")
        self.unit(tx, "PVH", "Phòng Văn hóa - Xã hội", kind="phòng", under="SV")
        self.unit(tx, "TN1", "Thôn Nà Pán", kind="thôn", under="SV", cluster=1)
        self.unit(tx, "TN2", "Thôn Nà Phai", kind="thôn", under="SV", cluster=1)
        self.unit(tx, "TN3", "Thôn Khuổi Lầu", kind="thôn", under="SV", cluster=1)
        self.unit(tx, "HPN", "Hội Phụ nữ xã", kind="đoàn thể", under="SV", duty="invited")
        self.unit(tx, "KB", "Xã Khe Bạc", kind="xã")
        self.unit(tx, "KB1", "Thôn Khe Ngoài", kind="thôn", under="KB")
        for chat, unit, role in (
            (BOSS, "SV", "admin"),
            (NEIGHBOUR, "KB", "admin"),
            (LAN, "TN1", "focal_point"),
            (MINH, "TN2", "focal_point"),
        ):
            person = people.meet(tx, chat_id=chat, name="Người", language="vi", now=NOW)
            tx.execute(insert(roles).values(person_id=person, unit_id=self.units[unit], role=role, since=NOW))

    def unit(
        self,
        tx: Tx,
        code: str,
        name: str,
        *,
        kind: str,
        under: str | None = None,
        cluster: int | None = None,
        duty: str = "required",
    ) -> None:
        key = len(self.units) + 1
        parent = self.units[under] if under else None
        path = f"/{parent}/{key}/" if parent else f"/{key}/"
        row = {"id": key, "code": code, "name": name, "kind": kind, "level": "xã", "parent_id": parent}
        tx.execute(insert(units).values(**row, cluster_id=cluster, duty=duty, path=path))
        self.units[code] = key

    def who(self, chat: int = BOSS) -> Caller:
        return self.store.read_now(lambda tx: access.caller(tx, chat, "", self.now))

    def does(self, use: Use, *, chat: int = BOSS) -> View:
        """Run a use case as this person and make sure that its view can be shown."""

        def act(tx: Tx) -> View | None:
            return use(tx, access.caller(tx, chat, "", self.now), self.now)

        view = self.store.write_now(act)
        assert view is not None
        self.shows(view)
        return view

    def refuses(self, use: Use, *, chat: int = BOSS) -> tuple[str, str]:
        """The reason for which it is refused, and the sentence; nothing may be left behind."""
        try:
            self.does(use, chat=chat)
        except Refused as refusal:
            return refusal.reason, self.texts.refusal(refusal.reason, refusal.facts, None).html
        raise AssertionError("it was not refused")

    def shows(self, view: View) -> Reply:
        return self.texts.render(view)

    def sends(self, draft: DirectiveDraft = DIRECTIVE, file: DirectiveFile = FILE) -> View:
        return self.does(lambda tx, who, now: campaigns.receive(tx, who, now, draft=draft, file=file))

    def opens(self, screen: str, *, indicator_id: int | None = None, **pending: object) -> View:
        campaign_id = self.who().draft.campaign_id
        assert campaign_id is not None
        return self.does(
            lambda tx, who, now: campaigns.open_screen(
                tx,
                who,
                now,
                screen=screen,
                campaign_id=campaign_id,
                indicator_id=indicator_id,
                pending=pending or None,
            )
        )

    def campaign_id(self) -> int:
        found = self.who().draft.campaign_id
        assert found is not None
        return found


@contextmanager
def commune(folder: Path) -> Iterator[Commune]:
    store = Store(f"sqlite:///{folder / 'dondoc.sqlite3'}")
    try:
        yield Commune(store)
    finally:
        store.close()
