"""A small content of a summary, put together by hand: what the tests of the forms set out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.campaign import progress, targets
from bot.campaign.assessments import Assessment, assess
from bot.campaign.model import (
    SUMMED,
    Comparator,
    Duty,
    Figure,
    FigureKind,
    Measure,
    NarrativePart,
    ReportState,
    Standing,
    Target,
)
from bot.reports.content import (
    Above,
    ComparedPeriod,
    ComparedRow,
    Comparison,
    Example,
    Head,
    Narrative,
    Notes,
    ProgressGroup,
    ProgressRow,
    Responsible,
    SummaryContent,
    Told,
)
from bot.reports.units import Cell, ClusterRow, HistoryRow, LateLists, LateRow, UnitRow
from tests.town import moment

NOW = moment("2026-06-18 09:12")
HEAD = Head(
    office="UBND xã Suối Vàng",
    standing_body="Phòng Văn hóa - Xã hội",
    place_name="Suối Vàng",
    signer=None,
    signer_post=None,
    campaign_id=1,
    campaign="Phong trào thi đua năm 2026",
    theme=None,
    document_type=None,
    document_number=None,
    issued_on=None,
    year=2026,
    phase_n=1,
    place=1,
    phase="Đợt 1",
    starts_on=date(2026, 1, 10),
    ends_on=date(2026, 6, 30),
    due_on=date(2026, 6, 16),
    review_kind="preliminary",
    as_of=NOW,
    seen=None,
    units_expected=3,
    units_reported=2,
)


def row(
    n: int,
    name: str,
    target: Target,
    actual: str | None,
    *,
    measure: Measure = Measure.FLOW,
    stt: int | None = 0,
    again: bool = False,
    wanted: str | None = None,
    notes: Notes | None = None,
) -> ProgressRow:
    """One indicator of three units; `stt` is its number where nothing else is said, `again` its target in other words."""
    value = None if actual is None else Decimal(actual)
    pace = None if wanted is None else Decimal(wanted)
    return ProgressRow(
        indicator_id=n,
        n=n,
        stt=n if stt == 0 else stt,
        whole=None if stt is not None or again else Above(n - 1, n - 1),
        restated=Above(n - 1, n - 1) if again else None,
        name=name,
        measure=measure,
        target=target,
        target_words=targets.words(target),
        measured=target,
        last=None,
        this=value,
        cumulative=value,
        lowest=None,
        highest=None,
        percent=None if value is None else progress.percent(value, target),
        assessment=assess(
            target, value, pace=pace if measure in SUMMED else None, reported=2 if target.value is None else 0
        ),
        standings=((Standing.IN_PROGRESS, 2),) if target.value is None else (),
        reported=0 if value is None else 2,
        expected=3,
        responsible=Responsible.ALL,
        responsible_name="",
        notes=notes or Notes(),
        evidence=0,
        wanted=pace,
    )


def goal(value: str | None, measure_unit: str, comparator: Comparator | None = Comparator.EQUAL) -> Target:
    return Target(
        comparator=comparator,
        value=None if value is None else Decimal(value),
        measure_unit=measure_unit,
    )


ROWS = (
    row(1, "Thu ngân sách trên địa bàn", goal("50.2", "tỷ đồng"), "24.35", wanted="23.1"),
    row(2, "Trồng rừng mới", goal("750", "ha"), "863.2", notes=Notes(estimates=2)),
    row(3, "rừng sản xuất", goal("200", "ha", Comparator.OVER), "80", stt=None, wanted="92"),
    row(
        4,
        "Tỷ lệ hộ dùng nước sạch",
        goal("93", "%", Comparator.OVER),
        "93",
        measure=Measure.LEVEL,
        stt=3,
        notes=Notes(at_bound=True),
    ),
    row(5, "Tỷ lệ che phủ rừng", goal("60.9", "%"), None, measure=Measure.LEVEL, stt=4),
    row(6, "Xóa mù chữ", goal(None, "", None), None, measure=Measure.QUALITATIVE, stt=5),
)
GROUPS = (
    ProgressGroup(numeral="I", title="Các chỉ tiêu kinh tế", rows=ROWS[:3]),
    ProgressGroup(numeral="II", title="Các chỉ tiêu xã hội", rows=ROWS[3:]),
)


def unit(n: int, name: str, *values: str | None, late: bool | None, days_late: int = 0) -> UnitRow:
    """A unit with a figure for each indicator, measured against the campaign's own target."""
    cells = tuple(
        Cell(
            None if value is None else Decimal(value),
            None,
            assess(
                one.target,
                None if value is None else Decimal(value),
                reported=1 if one.target.value is None else 0,
            ),
        )
        for one, value in zip(ROWS, values, strict=True)
    )
    counts = {one: sum(cell.assessment is one for cell in cells) for one in Assessment}
    handed_in = None if late is None else moment("2026-06-15 16:40" if not late else "2026-06-17 08:05")
    return UnitRow(
        unit_id=n,
        code="".join(("T0", str(n))),
        unit=name,
        cluster_id=1,
        cluster="Cụm thôn phía Đông",
        duty=Duty.REQUIRED,
        due_on=HEAD.due_on,
        state=None if late is None else ReportState.SUBMITTED,
        submitted_at=handed_in,
        late=late,
        days_late=days_late,
        expected=len(cells),
        entered=len(cells) - counts[Assessment.NONE],
        reported=len(cells) - counts[Assessment.NONE],
        counts=counts,
        cells=cells,
        completeness=Decimal("66.7"),
        on_time=0 if late is not False else 1,
        periods_due=1,
        timeliness=Decimal("100.0") if late is False else Decimal("0.0"),
        risks=tuple(one.n for one, cell in zip(ROWS, cells, strict=True) if cell.value is None),
    )


UNITS = (
    unit(1, "Thôn Nà Hoa", "12.50", "400", "50", "94", None, None, late=False),
    unit(2, "Thôn Bản Mới", "11.85", "463.2", "30", "92", None, None, late=True, days_late=1),
    unit(3, "Trường Tiểu học", None, None, None, None, None, None, late=None, days_late=2),
)
SILENT = LateRow(
    unit_id=3,
    unit="Trường Tiểu học",
    cluster=None,
    contacts=("Hoa",),
    due_on=HEAD.due_on,
    days_late=2,
    missing=tuple(one.name for one in ROWS),
    expected=6,
    nudges=4,
    nudged_at=moment("2026-06-17 08:00"),
)


def figure(value: str, *, estimate: bool = False) -> Figure:
    return Figure(kind=FigureKind.VALUE, value=Decimal(value), estimate=estimate)


CORRECTED = HistoryRow(
    at=NOW,
    unit_id=1,
    unit="Thôn Nà Hoa",
    period="Đợt 1",
    indicator_id=1,
    indicator=ROWS[0].name,
    measure_unit="tỷ đồng",
    before=Figure(kind=FigureKind.NIL),
    after=figure("12.50", estimate=True),
    person="Lan",
    approver="Sơn",
    because="recounted",
    source="phone:anh Ba",
)
CONTENT = SummaryContent(
    head=HEAD,
    groups=GROUPS,
    counting={one: sum(found.assessment is one for found in ROWS) for one in Assessment},
    units=UNITS,
    clusters=(
        ClusterRow(
            cluster_id=1,
            cluster="Cụm thôn phía Đông",
            units=3,
            reported=2,
            on_time=1,
            late=1,
            overdue=1,
            completeness=Decimal("66.7"),
            timeliness=Decimal("33.3"),
            last_at=moment("2026-06-17 08:05"),
            risks=8,
            own_state=None,
        ),
    ),
    late=LateLists(nothing=(SILENT,), incomplete=(), waiting=(), unconnected=(), invited=()),
    comparison=Comparison(
        periods=(ComparedPeriod(place=1, name="Đợt 1", due_on=HEAD.due_on, reported=2, expected=3),),
        last_year_campaign="Phong trào thi đua năm 2025",
        last_year_period="Đợt 1",
        rows=(
            ComparedRow(
                indicator_id=1,
                n=1,
                name=ROWS[0].name,
                measure_unit="tỷ đồng",
                target_words="50,2",
                values=(Decimal("24.35"),),
                pace=(Decimal("23.1"),),
                last_year=Decimal("20.1"),
                last_year_name="Thu ngân sách",
                change=Decimal("21.1"),
            ),
        ),
    ),
    told=Told(
        narratives=(
            Narrative(unit_id=1, unit="Thôn Nà Hoa", part=NarrativePart.RESULTS, text="=1+1 con đường"),
        ),
        examples=(Example(unit_id=1, unit="Thôn Nà Hoa", name=None, deed="hiến đất làm đường"),),
    ),
    corrections=(CORRECTED,),
)


def large(units: int, indicators: int) -> SummaryContent:
    """The same with many units and indicators; the more urgent ones are the later ones."""
    rows = tuple(
        replace(
            ROWS[0 if n <= indicators // 2 else 2],
            indicator_id=n,
            n=n,
            stt=n,
            name=" ".join(("Chỉ tiêu", str(n))),
        )
        for n in range(1, indicators + 1)
    )
    cell = Cell(Decimal(1), None, Assessment.MET)
    missing = Cell(None, None, Assessment.NONE)
    every = tuple(
        replace(
            UNITS[0],
            unit_id=n,
            unit=" ".join(("Thôn", str(n))),
            cells=tuple(missing if place < n else cell for place in range(indicators)),
            risks=tuple(range(1, min(n, indicators) + 1)),
        )
        for n in range(1, units + 1)
    )
    counting = {one: sum(found.assessment is one for found in rows) for one in Assessment}
    groups = (ProgressGroup(numeral="I", title="", rows=rows),)
    return replace(CONTENT, groups=groups, counting=counting, units=every)
