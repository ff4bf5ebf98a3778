"""The golden campaign: the directive of sample 002, six units that must report and one that is invited, two quarters.

What its figures make together is computed by hand in README.md of this folder; every form is held against that.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update

from bot.campaign.model import CampaignState, Comparator, Duty, Measure, Role, Scope, Target
from bot.directive.model import Relation
from bot.reports.content import SummaryContent
from bot.store import assignments, indicators, offices, summaries, unit_targets
from bot.store.assignments import Assignment
from bot.store.engine import Store, Tx
from bot.store.extents import Extent
from bot.store.indicators import NewIndicator
from bot.store.narrative_tables import good_examples, narratives
from bot.store.offices import Office
from bot.store.tables import (
    campaigns,
    figures,
    follow_ups,
    periods,
    phases,
    report_moves,
    reports,
)
from bot.store.tables import indicators as indicator_rows
from bot.usecases import content
from bot.usecases.campaigns import DirectiveFile, open_from_directive
from tests import builders
from tests.directive.samples import sample

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LAUNCHED = datetime(2020, 1, 10, 8, 0, tzinfo=HANOI)
NOW = datetime(2020, 6, 20, 8, 0, tzinfo=HANOI)
QUARTER_1, QUARTER_2, SECOND_HALF = 1, 2, 3
"""The places of the three periods; the summary is that of the second."""
DUES = {QUARTER_1: date(2020, 3, 17), QUARTER_2: date(2020, 6, 17), SECOND_HALF: date(2020, 12, 17)}
ADMIN, LEAD, FOCAL_1, FOCAL_2, FOCAL_3, FOCAL_P, FOCAL_G, VIEWER = 1, 2, 3, 4, 5, 6, 7, 8
"""The chats of its people."""

OWNED = dict.fromkeys((2, 9, 11, 12, 15, 16, 17, 20, 24), "PTK") | {10: "PGD"}
"""Indicators with a sole owner; all else is answered by the communes, but 13 (a cluster) and 23 (everybody)."""
GIVEN: Mapping[tuple[int, str], Mapping[int, str]] = {
    (QUARTER_1, "X1"): {
        1: "1200.5", 3: "120", 4: "3.2", 5: "-", 6: "2", 7: "0", 8: "1", 13: "0", 14: "400/500", 18: "99",
        19: "450/500", 21: "20", 22: "700", 25: "2",
    },
    (QUARTER_1, "X2"): {
        1: "900", 3: "90", 4: "2.15", 5: "-", 6: "1.5", 7: "0", 8: "1.2", 13: "0", 14: "264/300", 18: "98.5",
        19: "279/300", 21: "15", 22: "500.5", 25: "1",
    },
    (QUARTER_1, "X3"): {
        1: "1100.25", 3: "80", 4: "1.05", 5: "-", 6: "4", 7: "0", 8: "0.9", 14: "328/400", 18: "98.5",
        19: "360/400", 21: "30", 22: "600", 23: "not_started", 25: "2",
    },
    (QUARTER_1, "PTK"): {
        2: "34", 9: "14", 11: "0.05", 12: "?", 15: "55", 16: "90", 17: "60.85", 20: "1.5", 24: "6.2",
    },
    (QUARTER_2, "X1"): {
        1: "3500.5", 3: "125", 4: "8.4~", 5: "1", 6: "6.5", 7: "1", 8: "4.5", 13: "0", 14: "412/500", 18: "99.1",
        19: "460/500", 21: "60", 22: "2000", 23: "done", 25: "3",
    },
    (QUARTER_2, "X2"): {
        1: "2700.75", 3: "95", 4: "5.25", 5: "-", 6: "5", 7: "1", 8: "3.75", 13: "?", 14: "270/300", 18: "198/200",
        19: "285/300", 21: "40", 22: "1650.5", 23: "in_progress", 25: "1",
    },
    (QUARTER_2, "X3"): {1: "2000", 4: "3"},
    (QUARTER_2, "PTK"): {
        2: "35.2", 9: "13", 11: "0.12", 12: "0.1", 15: "57", 16: "90.5", 17: "61~", 20: "3", 23: "done", 24: "4.5",
    },
    (QUARTER_2, "PGD"): {10: "1"},
}  # fmt: skip
"""Period, unit and number of the indicator: "-" nil, "?" no figure, "412/500" a share, "8.4~" an estimate."""
STATES = {
    (QUARTER_1, "X1"): ("accepted", "2020-03-12 09:00", False),
    (QUARTER_1, "X2"): ("accepted", "2020-03-20 10:00", True),
    (QUARTER_1, "X3"): ("accepted", "2020-03-16 16:00", False),
    (QUARTER_1, "PTK"): ("accepted", "2020-03-17 17:00", False),
    (QUARTER_2, "X1"): ("submitted", "2020-06-15 09:30", False),
    (QUARTER_2, "X2"): ("accepted", "2020-06-19 10:00", True),
    (QUARTER_2, "X3"): ("draft", None, None),
    (QUARTER_2, "PTK"): ("submitted", "2020-06-17 15:00", False),
    (QUARTER_2, "PGD"): ("waiting", "2020-06-16 11:00", False),
}
OWN_TARGETS = {1: {"X1": "5000", "X2": "4000", "X3": "3000", "X4": "1455.5"}, 4: {"X1": "20", "X2": "15"}}


@dataclass(frozen=True, kw_only=True)
class Golden:
    """What it is called in the database: unit ids by code, indicator ids by number, period ids by place."""

    campaign_id: int
    owner_id: int
    units: Mapping[str, int]
    indicators: Mapping[int, int]
    periods: Mapping[int, int]
    clusters: Mapping[str, int]


@contextmanager
def golden_store() -> Iterator[tuple[Store, Golden]]:
    """An SQLite file that holds the golden campaign and nothing else."""
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'golden.sqlite3'}")
        try:
            yield store, store.write_now(settle)
        finally:
            store.close()


def golden_content(
    place: int = QUARTER_2, extent: Extent | None = None, *, compare: bool = True
) -> SummaryContent:
    """The content of its summary: for an admin of the office unless an extent is given."""
    with golden_store() as (store, golden):
        return store.read_now(lambda tx: golden_read(golden, tx, place=place, extent=extent, compare=compare))


def golden_read(
    golden: Golden,
    tx: Tx,
    *,
    place: int = QUARTER_2,
    extent: Extent | None = None,
    compare: bool = True,
) -> SummaryContent:
    head = summaries.phases_of(tx, golden.campaign_id)[place - 1]
    return content.of_period(tx, head, extent or Extent(whole=True, people=True), NOW, compare=compare)


def settle(tx: Tx) -> Golden:
    builders.tables(tx)
    return build(tx)


def build(tx: Tx) -> Golden:
    """Put the golden campaign into an empty database."""
    root = builders.unit(tx, "HL", "UBND huyện Hạ Lang", kind="huyen")
    east, west = builders.cluster(tx, "CD", "Cụm Đông"), builders.cluster(tx, "CT", "Cụm Tây")
    here = {
        "X1": builders.unit(tx, "X1", "Xã An Bình", kind="xa", parent=root, cluster=east),
        "X2": builders.unit(tx, "X2", "Xã Bản Lũng", kind="xa", parent=root, cluster=east),
        "X3": builders.unit(tx, "X3", "Xã Cao Sơn", kind="xa", parent=root, cluster=west),
        "X4": builders.unit(tx, "X4", "Xã Đồng Tâm", kind="xa", parent=root, cluster=west),
        "PGD": builders.unit(tx, "PGD", "Phòng Giáo dục", kind="phong", parent=root),
        "PTK": builders.unit(tx, "PTK", "Phòng Thống kê", kind="phong", parent=root),
        "HND": builders.unit(tx, "HND", "Hội Nông dân", kind="hoi", parent=root, duty=Duty.INVITED),
    }
    people = _people(tx, root, here)
    offices.save(
        tx,
        Office(
            unit_id=root,
            place="Hạ Lang",
            signer="Lê Văn Mẫu",
            signer_post="CHỦ TỊCH",
            standing_body="Phòng Nội vụ",
        ),
    )
    duties = {key: Duty.INVITED if code == "HND" else Duty.REQUIRED for code, key in here.items()}
    campaign_id = open_from_directive(
        tx,
        sample("002"),
        owner=root,
        units=duties,
        file=DirectiveFile(name="chi-thi.txt", hash="2" * 64),
        now=LAUNCHED,
        person_id=people[ADMIN],
    )
    tx.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign_id)
        .values(state=CampaignState.RUNNING.value, launched_at=LAUNCHED, starts_on=date(2020, 1, 10))
    )
    asked = _indicators(tx, campaign_id, here, east)
    golden = Golden(
        campaign_id=campaign_id,
        owner_id=root,
        units=here,
        indicators=asked,
        periods=_periods(tx, campaign_id),
        clusters={"CD": east, "CT": west},
    )
    _reports(tx, golden, people)
    return golden


def _people(tx: Tx, root: int, here: Mapping[str, int]) -> dict[int, int]:
    held = {
        ADMIN: ("Đinh Thị Thường", Role.ADMIN, root),
        VIEWER: ("Lê Văn Lãnh", Role.VIEWER, root),
        LEAD: ("Nông Văn Cụm", Role.CLUSTER_LEAD, here["X1"]),
        FOCAL_1: ("Hoàng Thị Một", Role.FOCAL_POINT, here["X1"]),
        FOCAL_2: ("Lý Văn Hai", Role.FOCAL_POINT, here["X2"]),
        FOCAL_3: ("Mông Thị Ba", Role.FOCAL_POINT, here["X3"]),
        FOCAL_P: ("Triệu Văn Kê", Role.FOCAL_POINT, here["PTK"]),
        FOCAL_G: ("Bế Thị Giáo", Role.FOCAL_POINT, here["PGD"]),
    }
    return {
        chat: builders.person(tx, chat, name, LAUNCHED, (role, unit))
        for chat, (name, role, unit) in held.items()
    }


def _indicators(tx: Tx, campaign_id: int, here: Mapping[str, int], east: int) -> dict[int, int]:
    """Those of the directive, a part of the first, one without a figure, two "dưới"; each with who answers."""
    every = indicators.of_campaign(tx, campaign_id)
    part, words, poor, fires = indicators.add(
        tx,
        campaign_id,
        [
            NewIndicator(
                section=every[0].section,
                name="Sản lượng lúa cả năm",
                source_text="",
                source_line=None,
                target=Target(comparator=Comparator.EQUAL, value=Decimal(8000), measure_unit="tấn"),
                measure=Measure.FLOW,
                relation=Relation.PART_OF,
            ),
            NewIndicator(
                section=every[-1].section,
                name="Giữ gìn vệ sinh đường làng",
                source_text="",
                source_line=None,
                target=Target(comparator=None, value=None),
                measure=Measure.QUALITATIVE,
            ),
            *(
                NewIndicator(
                    section=every[-1].section,
                    name=name,
                    source_text="",
                    source_line=None,
                    target=Target(
                        comparator=Comparator.UNDER, value=Decimal(value), measure_unit=measure_unit
                    ),
                    measure=measure,
                )
                for name, value, measure_unit, measure in (
                    ("Tỷ lệ hộ nghèo", 5, "%", Measure.LEVEL),
                    ("Số vụ cháy rừng", 6, "vụ", Measure.FLOW),
                )
            ),
        ],
    )
    tx.execute(
        update(indicator_rows).where(indicator_rows.c.id == part).values(parent_id=every[0].indicator_id)
    )
    asked = {one.n: one.indicator_id for one in every} | {22: part, 23: words, 24: poor, 25: fires}
    assignments.assign(tx, list(asked.values()), Assignment(scope=Scope.KIND, kind="xa"))
    for n, code in OWNED.items():
        assignments.assign(tx, [asked[n]], Assignment(scope=Scope.OWNER, unit_id=here[code]))
    assignments.assign(tx, [asked[13]], Assignment(scope=Scope.CLUSTER, cluster_id=east))
    assignments.assign(tx, [words], assignments.EVERYBODY)
    return asked


def _periods(tx: Tx, campaign_id: int) -> dict[int, int]:
    """Two phases; the first has two quarters."""
    old = select(phases.c.id).where(phases.c.campaign_id == campaign_id)
    tx.execute(delete(periods).where(periods.c.phase_id.in_(old)))
    tx.execute(delete(phases).where(phases.c.campaign_id == campaign_id))
    first, second = (
        tx.execute(
            insert(phases).values(
                campaign_id=campaign_id,
                n=n,
                name=f"Đợt {n}",
                starts_on=starts_on,
                ends_on=ends_on,
                review_kind=kind,
                review_deadline=ends_on,
                review_exclusive=True,
                rhythm="quarterly" if n == 1 else "once",
            )
        ).inserted_primary_key[0]
        for n, starts_on, ends_on, kind in (
            (1, date(2020, 1, 10), date(2020, 6, 30), "sơ kết"),
            (2, date(2020, 7, 1), date(2020, 12, 31), "tổng kết"),
        )
    )
    made = {
        QUARTER_1: (first, 1, "quý I", date(2020, 1, 10), date(2020, 3, 31)),
        QUARTER_2: (first, 2, "quý II", date(2020, 4, 1), date(2020, 6, 30)),
        SECOND_HALF: (second, 1, None, None, None),
    }
    return {
        place: int(
            tx.execute(
                insert(periods).values(
                    phase_id=phase, n=n, name=name, starts_on=starts, ends_on=ends, due_on=DUES[place]
                )
            ).inserted_primary_key[0]
        )
        for place, (phase, n, name, starts, ends) in made.items()
    }


def _reports(tx: Tx, golden: Golden, people: Mapping[int, int]) -> None:
    author = {"X1": FOCAL_1, "X2": FOCAL_2, "X3": FOCAL_3, "PTK": FOCAL_P, "PGD": FOCAL_G}
    made = {}
    for (place, code), (state, submitted, late) in STATES.items():
        person_id = people[author[code]]
        at = None if submitted is None else datetime.fromisoformat(submitted).replace(tzinfo=HANOI)
        report = tx.execute(
            insert(reports).values(
                period_id=golden.periods[place],
                unit_id=golden.units[code],
                state=state,
                opened_at=LAUNCHED,
                submitted_at=at,
                submitted_by=None if at is None else person_id,
                due_on=None if at is None else DUES[place],
                late=late,
            )
        ).inserted_primary_key[0]
        made[place, code] = report
        if state == "accepted":
            move = {"report_id": report, "move": "accept", "state": state, "due_on": DUES[place]}
            tx.execute(insert(report_moves).values(**move, person_id=people[ADMIN], at=at))
        for n, text in GIVEN[place, code].items():
            row = {"report_id": report, "indicator_id": golden.indicators[n], "version": 1, "typed": text}
            tx.execute(insert(figures).values(**row, person_id=person_id, at=at or NOW, **_figure(text)))
    _beside(tx, golden, people, made)


def _figure(text: str) -> dict[str, object]:
    """A figure of GIVEN as its columns."""
    if text == "-":
        return {"kind": "nil", "value": Decimal(0)}
    if text == "?":
        return {"kind": "missing", "reason": "not_measured"}
    if text[0].isalpha():
        return {"kind": "state", "standing": text}
    if "/" in text:
        numerator, denominator = map(Decimal, text.split("/"))
        return {
            "kind": "value",
            "value": numerator * 100 / denominator,
            "numerator": numerator,
            "denominator": denominator,
        }
    return {"kind": "value", "value": Decimal(text.rstrip("~")), "estimate": text.endswith("~")}


def _beside(tx: Tx, golden: Golden, people: Mapping[int, int], made: Mapping[tuple[int, str], int]) -> None:
    """A correction, a figure entered in a unit's stead, a question, words, a good example, targets of their own."""
    second = datetime(2020, 6, 19, 14, 0, tzinfo=HANOI)
    of_x2 = {"report_id": made[QUARTER_2, "X2"], "kind": "value", "at": second}
    corrected = {**of_x2, "indicator_id": golden.indicators[1], "version": 2, "value": Decimal("2800.75")}
    tx.execute(
        insert(figures).values(
            **corrected, typed="2800,75", because="Cộng sót một xóm", person_id=people[FOCAL_2]
        )
    )
    stood_in = {**of_x2, "indicator_id": golden.indicators[6], "version": 2, "value": Decimal(5)}
    tx.execute(
        insert(figures).values(
            **stood_in, typed="5", because="Ghi lại theo công văn", source="công văn", person_id=people[ADMIN]
        )
    )
    tx.execute(
        insert(follow_ups).values(
            report_id=made[QUARTER_2, "X1"],
            indicator_id=golden.indicators[4],
            version=1,
            asked_by=people[ADMIN],
            asked_at=second,
            question="Số này đã gồm thu từ đất chưa?",
        )
    )
    for part, text in (("results", "Đã trồng xong 12 ha mía."), ("proposals", "Đề nghị cấp thêm giống.")):
        told = {"report_id": made[QUARTER_2, "X1"], "part": part, "version": 1, "text": text}
        tx.execute(insert(narratives).values(**told, person_id=people[FOCAL_1], at=second))
    for name, deed in (
        ("Bà Hà Thị Mẫu", "Hiến đất mở đường vào xóm."),
        (None, "Cứu một em nhỏ khỏi đuối nước."),
    ):
        example = {"report_id": made[QUARTER_2, "X1"], "name": name, "deed": deed}
        tx.execute(insert(good_examples).values(**example, person_id=people[FOCAL_1], at=second))
    unit_targets.set_all(
        tx,
        {
            (golden.indicators[n], golden.units[code]): Decimal(value)
            for n, given in OWN_TARGETS.items()
            for code, value in given.items()
        },
        person_id=people[ADMIN],
        now=LAUNCHED,
    )
