"""Three hamlets with a running campaign, for the tests of units that are merged and split."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st
from sqlalchemy import Engine, StaticPool, create_engine, insert, update

from bot.campaign.model import Figure, FigureKind, Role
from bot.campaign.successions import Following, UnitChange
from bot.store import reports, summaries
from bot.store.engine import Tx
from bot.store.handing_on import write_figures
from bot.store.tables import indicators, metadata, periods
from bot.store.tables import reports as reports_table
from bot.usecases import access, pulling, successions
from bot.usecases.succession_plans import Change
from bot.usecases.summary_screens import SummaryScreen, whole_screen
from tests import builders
from tests.town import moment

ADMIN, LAN, MINH = 101, 102, 103
NOW = moment("2023-06-20 09:00")
ON = date(2023, 6, 19)
NAMED = (*builders.INDICATORS, ("Số vụ việc hòa giải thành", ">=", "30", "vụ", "count_new"))


@cache
def _settled() -> Engine:
    """Three hamlets with a campaign of two phases; the first has two periods."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as tx:
        metadata.create_all(tx)
        root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
        hamlets = [
            builders.unit(tx, code, name, parent=root)
            for code, name in (("T01", "Thôn Nà Hoa"), ("T02", "Thôn Bản Mới"), ("T03", "Thôn Khe Đá"))
        ]
        builders.person(tx, ADMIN, "Hương", NOW, (Role.ADMIN, root))
        builders.person(tx, LAN, "Lan", NOW, (Role.FOCAL_POINT, hamlets[0]))
        builders.person(tx, MINH, "Minh", NOW, (Role.FOCAL_POINT, hamlets[1]))
        builders.campaign(tx, root, hamlets, NOW, named=NAMED)
        # A second period of the first phase, and a last indicator that is asked for the period alone.
        tx.execute(insert(periods).values(phase_id=1, n=2, due_on=date(2023, 6, 28)))
        tx.execute(update(indicators).where(indicators.c.n == 4).values(in_period=True))
    return engine


@contextmanager
def commune() -> Iterator[Tx]:
    """The hamlets, as they were for every test."""
    with _settled().connect() as tx, tx.begin() as done:
        yield tx
        done.rollback()


A, B, THIRD = 2, 3, 4
"""The hamlets' ids, behind the commune's."""


def change(
    *,
    into: int | None,
    name: str | None,
    following: Following,
    units: tuple[int, ...],
    cluster: int | None = None,
    leads_end: bool = True,
) -> Change:
    return Change(
        kind=UnitChange.MERGE,
        unit_ids=units,
        into=into,
        name=name,
        on=ON,
        decision="12/NQ-HĐND",
        following=following,
        cluster_id=cluster,
        leads_end=leads_end,
    )


def split(following: Following, *indicator_ids: int, name: str = "Thôn Nà Thượng", on: date = ON) -> Change:
    return Change(
        kind=UnitChange.SPLIT,
        unit_ids=(A,),
        into=None,
        name=name,
        on=on,
        decision="15/NQ-HĐND",
        following=following,
        cluster_id=None,
        indicators=frozenset(indicator_ids),
    )


def do(tx: Tx, wanted: Change) -> int:
    return successions.carry_out(tx, access.caller(tx, ADMIN, "x", NOW), NOW, wanted).unit_id


def summed_up(tx: Tx, place: int) -> SummaryScreen:
    """The summary of a period, its indicators in their order."""
    screen = whole_screen(tx, pulling.whole(tx, 1), NOW, place=place)
    return replace(screen, rows=tuple(sorted(screen.rows, key=lambda row: row.n)))


def totals(tx: Tx, *, levels: bool) -> list[object]:
    """What the summary says of each indicator for each period; without the shares where a single unit is left."""
    return [
        (head.place, row.n, row.cumulative, row.lowest, row.highest)
        for head in summaries.phases_of(tx, 1)
        for row in summed_up(tx, head.place).rows
        if levels or row.n != 3
    ]


def give(tx: Tx, unit_id: int, period_id: int, values: Mapping[int, Figure | None], state: str) -> None:
    write_figures(
        tx,
        unit_id,
        {(period_id, key): (figure, None) for key, figure in values.items() if figure is not None},
        because="",
        person_id=1,
        now=NOW,
    )
    report = reports.open_report(tx, period_id=period_id, unit_id=unit_id, now=NOW)
    in_time = {} if state == "draft" else {"submitted_at": NOW, "late": False, "due_on": ON}
    tx.execute(update(reports_table).where(reports_table.c.id == report).values(state=state, **in_time))


def number(value: int | str) -> Figure:
    return Figure(kind=FigureKind.VALUE, value=Decimal(value))


FIGURES = st.one_of(
    st.none(),
    st.integers(0, 999).map(number),
    st.just(Figure(kind=FigureKind.NIL, value=Decimal(0))),
    st.just(Figure(kind=FigureKind.MISSING)),
)
SHARES = st.one_of(
    st.none(),
    st.integers(1, 20).map(
        lambda part: Figure(
            kind=FigureKind.VALUE,
            value=Decimal(part * 5),
            numerator=Decimal(part),
            denominator=Decimal(20),
        )
    ),
    st.integers(0, 100).map(number),
)
GIVEN = st.fixed_dictionaries({1: FIGURES, 2: FIGURES, 3: SHARES, 4: FIGURES})
STATES = st.sampled_from(["submitted", "submitted", "submitted", "accepted", "accepted", "draft"])
