"""A summary for other systems: one JSON document, and its tables as CSV. The fields stand in docs/tables.md.

Figures are decimal strings with a dot, days and moments ISO 8601, everything UTF-8. In CSV a text that a spreadsheet
would take for a formula has an apostrophe before it; numbers stay numbers.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from bot.campaign.assessments import Assessment
from bot.campaign.model import Figure, Standing
from bot.reports.content import ComparedRow, ProgressGroup, ProgressRow, SummaryContent
from bot.reports.units import ClusterRow, HistoryRow, LateRow, UnitRow
from bot.reports.values import lines_as_csv, plain

VERSION = 2
TABLES = ("progress", "units", "clusters", "unreported", "comparison", "history")
"""The tables that a CSV file holds one of."""


def write_json(content: SummaryContent) -> bytes:
    """The whole content as one document."""
    return (json.dumps(plain(document(content)), ensure_ascii=False, indent=1) + "\n").encode()


def write_csv(content: SummaryContent, table: str = "progress") -> bytes:
    """One of TABLES but the history, which is read apart, for it may be long. ValueError for any other name."""
    return lines_as_csv(FIELDS[table], lines_of(content, table))


def write_history(rows: Iterable[HistoryRow]) -> bytes:
    """The history as CSV."""
    return lines_as_csv(FIELDS["history"], map(_history, rows))


def write_archive(content: SummaryContent, changes: Sequence[HistoryRow]) -> bytes:
    """Every one of TABLES as a file of its own in a .zip; the same content makes the same archive."""
    files = {table: write_csv(content, table) for table in TABLES if table != "history"}
    files["history"] = write_history(changes)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            archive.writestr(zipfile.ZipInfo(f"{table}.csv"), files[table], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def document(content: SummaryContent) -> dict[str, object]:
    head = content.head
    return {
        "format": "dondoc-summary",
        "version": VERSION,
        "campaign": head.campaign_id,
        "title": head.campaign,
        "office": head.office,
        "year": head.year,
        "phase": head.phase_n,
        "period": head.place,
        "period_name": head.phase,
        "starts_on": head.starts_on,
        "ends_on": head.ends_on,
        "due_on": head.due_on,
        "as_of": head.as_of,
        "seen": head.seen,
        "units_expected": head.units_expected,
        "units_reported": head.units_reported,
        "counting": {one.value: content.counting[one] for one in Assessment},
        "indicators": lines_of(content, "progress"),
        "units": lines_of(content, "units"),
        "clusters": lines_of(content, "clusters"),
        "unreported": lines_of(content, "unreported"),
        "periods": [
            {
                "period": one.place,
                "name": one.name,
                "due_on": one.due_on,
                "units_reported": one.reported,
                "units_expected": one.expected,
            }
            for one in content.comparison.periods
        ],
        "comparison": lines_of(content, "comparison"),
        "corrections": [_history(row) for row in content.corrections],
    }


def lines_of(content: SummaryContent, table: str) -> list[dict[str, object]]:
    """The lines of one of TABLES, each with the fields of FIELDS in their order."""
    match table:
        case "progress":
            return [_progress(group, row) for group in content.groups for row in group.rows]
        case "units":
            return [_unit(row) for row in content.units]
        case "clusters":
            return [_cluster(row) for row in content.clusters]
        case "unreported":
            return [
                _late(name, row)
                for name in ("nothing", "incomplete", "waiting", "unconnected", "invited")
                for row in getattr(content.late, name)
            ]
        case "comparison":
            places = [one.place for one in content.comparison.periods]
            return [line for row in content.comparison.rows for line in _compared(row, places)]
        case _:
            raise ValueError(table)


def _progress(group: ProgressGroup, row: ProgressRow) -> dict[str, object]:
    target, notes = row.target, row.notes
    return {
        "id": row.indicator_id,
        "n": row.n,
        "stt": row.stt,
        "part_of": row.whole and row.whole.indicator_id,
        "restates": row.restated and row.restated.indicator_id,
        "group": group.numeral,
        "group_title": group.title,
        "name": row.name,
        "measure": row.measure,
        "measure_unit": row.measure_unit,
        "target_text": row.target_words,
        "comparator": None if target.comparator is None else target.comparator.name.lower(),
        "direction": target.direction,
        "target": target.value,
        "target_to": target.value_to,
        "last": row.last,
        "this": row.this,
        "actual": row.cumulative,
        "lowest": row.lowest,
        "highest": row.highest,
        "percent": row.percent,
        "status": row.assessment,
        "pace": None if row.wanted is None else row.wanted.quantize(Decimal("0.01")),
        "reported": row.reported,
        "expected": row.expected,
        "responsible": row.responsible,
        "responsible_name": row.responsible_name,
        **{standing.value: count for standing, count in _standings(row)},
        "corrected": notes.corrected,
        "estimates": notes.estimates,
        "follow_ups": notes.follow_ups,
        "stood_in": notes.stood_in,
        "carried": notes.carried,
        "at_bound": notes.at_bound,
        "evidence": row.evidence,
    }


def _standings(row: ProgressRow) -> list[tuple[Standing, int]]:
    counted = dict(row.standings)
    return [(standing, counted.get(standing, 0)) for standing in Standing]


def _unit(row: UnitRow) -> dict[str, object]:
    return {
        "id": row.unit_id,
        "code": row.code,
        "unit": row.unit,
        "cluster": row.cluster,
        "duty": row.duty,
        "due_on": row.due_on,
        "state": row.state,
        "submitted_at": row.submitted_at,
        "late": row.late,
        "days_late": row.days_late,
        "expected": row.expected,
        "entered": row.entered,
        "reported": row.reported,
        "completeness": row.completeness,
        "on_time": row.on_time,
        "periods_due": row.periods_due,
        "timeliness": row.timeliness,
        **{one.value: row.counts[one] for one in Assessment},
        "risks": " ".join(map(str, row.risks)),
    }


def _cluster(row: ClusterRow) -> dict[str, object]:
    return {
        "id": row.cluster_id,
        "cluster": row.cluster,
        "units": row.units,
        "reported": row.reported,
        "on_time": row.on_time,
        "late": row.late,
        "overdue": row.overdue,
        "completeness": row.completeness,
        "timeliness": row.timeliness,
        "last_at": row.last_at,
        "risks": row.risks,
        "own_state": row.own_state,
    }


def _late(name: str, row: LateRow) -> dict[str, object]:
    return {
        "list": name,
        "id": row.unit_id,
        "unit": row.unit,
        "cluster": row.cluster,
        "contacts": "; ".join(row.contacts),
        "due_on": row.due_on,
        "days_late": row.days_late,
        "expected": row.expected,
        "missing": len(row.missing),
        "missing_names": "; ".join(row.missing),
        "nudges": row.nudges,
        "nudged_at": row.nudged_at,
    }


def _compared(row: ComparedRow, places: Sequence[int]) -> list[dict[str, object]]:
    """One line a period: a table of its own shape for each number of periods would be hard to read in."""
    return [
        {
            "id": row.indicator_id,
            "n": row.n,
            "name": row.name,
            "measure_unit": row.measure_unit,
            "period": place,
            "actual": value,
            "pace": None if pace is None else pace.quantize(Decimal("0.01")),
            "last_year": row.last_year if place == places[-1] else None,
            "last_year_name": row.last_year_name if place == places[-1] else None,
            "change": row.change if place == places[-1] else None,
        }
        for place, value, pace in zip(places, row.values, row.pace, strict=True)
    ]


def _history(row: HistoryRow) -> dict[str, object]:
    return {
        "at": row.at,
        "unit_id": row.unit_id,
        "unit": row.unit,
        "period": row.period,
        "indicator_id": row.indicator_id,
        "indicator": row.indicator,
        "measure_unit": row.measure_unit,
        "before_kind": _kind(row.before),
        "before": _value(row.before),
        "after_kind": _kind(row.after),
        "after": _value(row.after),
        "estimate": None if row.after is None else row.after.estimate,
        "person": row.person,
        "approver": row.approver,
        "because": row.because,
        "source": row.source,
    }


def _kind(figure: Figure | None) -> str | None:
    return None if figure is None else figure.kind


def _value(figure: Figure | None) -> Decimal | str | None:
    if figure is None:
        return None
    return figure.value if figure.standing is None else figure.standing


FIELDS: Mapping[str, tuple[str, ...]] = {
    "progress": (
        *("id", "n", "stt", "part_of", "restates", "group", "group_title", "name", "measure", "measure_unit"),
        *("target_text", "comparator", "direction", "target", "target_to", "last", "this", "actual"),
        *("lowest", "highest", "percent", "status", "pace", "reported", "expected", "responsible"),
        *("responsible_name", "done", "in_progress", "not_started", "corrected", "estimates"),
        *("follow_ups", "stood_in", "carried", "at_bound", "evidence"),
    ),
    "units": (
        *("id", "code", "unit", "cluster", "duty", "due_on", "state", "submitted_at", "late", "days_late"),
        *("expected", "entered", "reported", "completeness", "on_time", "periods_due", "timeliness"),
        *(one.value for one in Assessment),
        "risks",
    ),
    "clusters": (
        *("id", "cluster", "units", "reported", "on_time", "late", "overdue", "completeness"),
        *("timeliness", "last_at", "risks", "own_state"),
    ),
    "unreported": (
        *("list", "id", "unit", "cluster", "contacts", "due_on", "days_late", "expected", "missing"),
        *("missing_names", "nudges", "nudged_at"),
    ),
    "comparison": (
        *("id", "n", "name", "measure_unit", "period", "actual", "pace"),
        *("last_year", "last_year_name", "change"),
    ),
    "history": (
        *("at", "unit_id", "unit", "period", "indicator_id", "indicator", "measure_unit", "before_kind"),
        *("before", "after_kind", "after", "estimate", "person", "approver", "because", "source"),
    ),
}
"""The columns of each table, in their order: a test holds docs/tables.md against them."""
