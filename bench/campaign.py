"""A campaign of a whole province: 3,321 units, 30 indicators, a report a month.

Opened and launched (promise: 3 s), a message with all 30 figures (50 ms of CPU), and every list that a person
asks for (300 ms). CPU of the thread that works, SQLite with synchronous=FULL, through the real use cases.
"""

import json
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import insert, select

from bot.campaign.model import Comparator, Direction, Duty, Measure, Review, Role, Target
from bot.directive import DirectiveDraft
from bot.directive.model import IndicatorDraft, PhaseDraft
from bot.store import campaigns as campaign_rows
from bot.store.engine import Store, Tx
from bot.store.migrations import bring_up
from bot.store.tables import figures, indicators, people, periods, reports, roles, units
from bot.texts import Texts, View
from bot.usecases import (
    access,
    campaign_periods,
    campaigns,
    entering,
    owing,
    report_cards,
    reporting,
    summary_screens,
    waves,
)
from bot.usecases.campaigns import DirectiveFile
from handlers.chat import Use
from tests import builders

UNITS = 3321
INDICATORS = 30
ROUNDS = 3
LAUNCHED = datetime(2026, 1, 5, 2, tzinfo=UTC)
NOW = datetime(2026, 12, 28, 2, tzinfo=UTC)
ADMIN, LAN = 1, 2
"""Their chats. Lan reports for the first unit, and there is a focal point for every other one."""
STATES = ("draft", "submitted", "accepted")
FILE = DirectiveFile(name="chi-thi.docx", hash="a" * 64)
DIRECTIVE = DirectiveDraft(
    title="Phong trào thi đua năm 2026",
    start=date(2026, 1, 1),
    end=date(2026, 12, 31),
    phases=(
        PhaseDraft(
            name="Cả năm",
            named_in_text=True,
            start=date(2026, 1, 1),
            start_precision=None,
            end=date(2026, 12, 31),
            review=Review(),
        ),
    ),
    indicators=tuple(
        IndicatorDraft(
            section="1",
            section_title="Về kinh tế",
            ordinal=n,
            name=" ".join(("Chỉ tiêu số", str(n))),
            target=Target(
                comparator=Comparator.EQUAL,
                value=Decimal(1000),
                measure_unit="tấn",
                direction=Direction.REACH,
            ),
            measure=Measure.FLOW,
            measure_unit="tấn",
            text="Chỉ tiêu",
            line=n,
        )
        for n in range(1, INDICATORS + 1)
    ),
)


def province(tx: Tx) -> int:
    """The office, its units, and who reports for them; returns the office's id."""
    root = builders.unit(tx, "TINH", "UBND tỉnh Suối Vàng", kind="tinh")
    builders.person(tx, ADMIN, "Hoa", LAUNCHED, (Role.ADMIN, root))
    below = [
        {
            "id": n,
            "code": f"X{n}",
            "name": f"Xã Suối {n}",
            "kind": "xã",
            "level": "xã",
            "parent_id": root,
            "duty": Duty.REQUIRED.value,
            "path": f"/{root}/{n}/",
        }
        for n in range(root + 1, root + 1 + UNITS)
    ]
    tx.execute(insert(units), below)
    builders.person(tx, LAN, "Lan", LAUNCHED, (Role.FOCAL_POINT, root + 1))
    others = range(100, 99 + UNITS)
    tx.execute(
        insert(people),
        [{"id": n, "chat_id": n, "name": "Minh", "language": "vi", "met_at": LAUNCHED} for n in others],
    )
    tx.execute(
        insert(roles),
        [
            {"person_id": n, "unit_id": root + 2 + place, "role": Role.FOCAL_POINT.value, "since": LAUNCHED}
            for place, n in enumerate(others)
        ],
    )
    return root


def open_and_launch(tx: Tx, root: int) -> tuple[int, float]:
    """The campaign, and the seconds that its opening and its launch took together."""
    who = access.caller(tx, ADMIN, "", LAUNCHED)
    begun = time.thread_time()
    duties = campaign_rows.duties_below(tx, f"/{root}/")
    campaign_id = campaigns.open_from_directive(
        tx, DIRECTIVE, owner=root, units=duties, file=FILE, now=LAUNCHED, person_id=who.known
    )
    opened = time.thread_time() - begun
    campaign_periods.choose_rhythm(tx, who, LAUNCHED, campaign_id=campaign_id, n=1, place=1)
    begun = time.thread_time()
    campaigns.launch(tx, who, LAUNCHED, campaign_id=campaign_id, sure=True)
    return campaign_id, opened + time.thread_time() - begun


def reported(tx: Tx, root: int, campaign_id: int) -> None:
    """Reports of all months but the first unit's last one, in all states; every figure of the last two months."""
    months = tx.execute(select(periods.c.id).order_by(periods.c.due_on)).scalars().all()
    asked = tx.execute(select(indicators.c.id).where(indicators.c.campaign_id == campaign_id)).scalars().all()
    for month in months:
        rows = [
            {
                "period_id": month,
                "unit_id": unit,
                "state": STATES[unit % 3],
                "opened_at": LAUNCHED,
                "submitted_at": LAUNCHED + timedelta(seconds=unit) if unit % 3 else None,
                "submitted_by": 1 if unit % 3 else None,
                "late": False if unit % 3 else None,
            }
            for unit in range(root + 1, root + 1 + UNITS)
            if (month, unit) != (months[-1], root + 1)
        ]
        tx.execute(insert(reports), rows)
    filled = tx.execute(
        select(reports.c.id, reports.c.unit_id).where(reports.c.period_id.in_(months[-2:]))
    ).all()
    row = {"version": 1, "kind": "value", "value": Decimal("12.5"), "typed": "", "person_id": 1}
    for report in filled:
        tx.execute(
            insert(figures),
            [{**row, "report_id": report.id, "indicator_id": key, "at": LAUNCHED} for key in asked],
        )


def lists() -> dict[str, tuple[int, Use]]:
    """What people ask for, by the name it is printed under: whose chat, and the use case."""
    return {
        "duyet": (ADMIN, report_cards.waiting),
        "tralai": (ADMIN, report_cards.to_return),
        "giahan": (ADMIN, report_cards.to_extend),
        "lichsu": (ADMIN, report_cards.history_of),
        "narrow": (ADMIN, lambda tx, who, now: report_cards.narrow(tx, who, now, text="suoi 777")),
        "page": (ADMIN, lambda tx, who, now: report_cards.turn_page(tx, who, now, page=9)),
        "chuabaocao": (ADMIN, owing.unreported),
        "tonghop": (ADMIN, summary_screens.summary),
        "nhac": (ADMIN, waves.preview),
        "hanchot": (LAN, reporting.due_dates),
        "baocao": (LAN, reporting.owed),
    }


def spent(store: Store, texts: Texts, chat: int, use: Use, *, rounds: int = ROUNDS) -> float:
    """Milliseconds of CPU of a use case with its caller and its text; the best of some rounds."""
    took = []
    for _ in range(rounds):

        def act(tx: Tx) -> tuple[View | None, float]:
            begun = time.thread_time()
            view = use(tx, access.caller(tx, chat, "", NOW), NOW)
            return view, time.thread_time() - begun

        view, asked = store.write_now(act)
        begun = time.thread_time()
        if view is not None:
            texts.render(view)
        took.append(asked + time.thread_time() - begun)
    return min(took) * 1000


def from_the_list(store: Store) -> Use:
    """A tap on the first report of the last list that was shown."""

    def act(tx: Tx) -> View:
        return report_cards.history_of(tx, access.caller(tx, ADMIN, "", NOW), NOW)

    listed = store.write_now(act)
    if not isinstance(listed, report_cards.ReportList):
        raise TypeError("no list")
    row = listed.rows[0]
    return lambda tx, who, now: report_cards.choose(
        tx, who, now, period_id=row.period_id, unit_id=row.unit_id
    )


def bulk(store: Store, texts: Texts) -> float:
    """Milliseconds of CPU of one message with a figure for every indicator, each round with other figures."""
    took = []
    for n in range(ROUNDS):
        text = "\n".join(": ".join((str(place), f"{n + 1}{place},5")) for place in range(1, INDICATORS + 1))
        took.append(
            spent(
                store,
                texts,
                LAN,
                lambda tx, who, now: entering.typed_beside(tx, who, now, text=text, message_id=n),  # noqa: B023 - called at once.
                rounds=1,
            )
        )
    return statistics.median(took)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'campaign.sqlite3'}"
        bring_up(url, LAUNCHED)
        store, texts = Store(url), Texts()
        root = store.write_now(province)
        campaign_id, launching = store.write_now(lambda tx: open_and_launch(tx, root))
        store.write_now(lambda tx: reported(tx, root, campaign_id))
        # The only report that is owed is opened, as whoever sends its figures finds it.
        took = {name: round(spent(store, texts, chat, use), 1) for name, (chat, use) in lists().items()}
        took["choose"] = round(spent(store, texts, ADMIN, from_the_list(store)), 1)
        figures_ms = bulk(store, texts)
        store.close()
    slowest = max(took, key=lambda name: took[name])
    print(f"{UNITS} units × {INDICATORS} indicators opened and launched in {launching:.2f} s of CPU;")
    print(
        f"a message of {INDICATORS} figures {figures_ms:.1f} ms; slowest list {slowest}: {took[slowest]:.0f} ms"
    )
    print(
        json.dumps(
            {
                "figures": {
                    "launch_s": round(launching, 2),
                    "bulk_ms": round(figures_ms, 1),
                    "slowest_list_ms": took[slowest],
                    "lists_ms": took,
                }
            }
        )
    )


if __name__ == "__main__":
    main()
