"""A draft as JSON values: figures as decimal strings, dates ISO, names as `read-directive --json` promises them."""

from datetime import date
from decimal import Decimal

from bot.directive.model import (
    Commemoration,
    DirectiveDraft,
    IndicatorDraft,
    PhaseDraft,
    Precision,
    ProgressFigure,
    ReportingDuty,
)

_CODES = {
    "CHỈ THỊ": "directive",
    "PHÁT ĐỘNG": "launch (call)",
    "KẾ HOẠCH": "plan",
    "NGHỊ QUYẾT": "resolution",
    "QUYẾT ĐỊNH": "decision",
    "CHƯƠNG TRÌNH": "programme",
}


def as_json(draft: DirectiveDraft) -> dict[str, object]:
    """The whole draft, to be printed or kept."""
    issuer, body, signer = draft.issuer, draft.standing_body, draft.signer
    return {
        "document_type": draft.document_type,
        "document_type_en": _CODES.get(draft.document_type or ""),
        "number": draft.number,
        "number_verbatim": draft.number_verbatim,
        "date": _day(draft.date, draft.date_precision),
        "date_precision": draft.date_precision,
        "date_verbatim": draft.date_verbatim,
        "place": draft.place,
        "title": draft.title,
        "issuer": None
        if issuer is None
        else {
            "level": issuer.level,
            "level_vi": issuer.level_name,
            "name": issuer.name,
            "source": issuer.source,
        },
        "co_launchers": list(draft.co_launchers),
        "province": draft.province,
        "theme": draft.theme,
        "slogans": list(draft.slogans),
        "year": draft.year,
        "start": _day(draft.start, draft.start_precision),
        "start_verbatim": draft.start_verbatim,
        "end": _day(draft.end),
        "end_verbatim": draft.end_verbatim,
        "end_inclusive": None if draft.end is None else True,
        "phases": [_phase(phase) for phase in draft.phases],
        "explicit_phase_count": len(draft.named_phases),
        "signer": {
            "role": signer.role if signer else None,
            "role_prefix": signer.role_prefix if signer else None,
            "name": signer.name if signer else None,
        },
        "standing_body": {
            "name": body.name if body else None,
            "capacity": body.capacity if body else None,
            "verbatim": body.verbatim if body else None,
        },
        "movements_stated_count": draft.movements_stated,
        "movements": list(draft.movements),
        "movements_count": len(draft.movements),
        "commemorative_dates": [_commemoration(one) for one in draft.commemorative_dates],
        "commemorative_count": len(draft.commemorative_dates),
        "based_on": list(draft.based_on),
        "duties": [_duty(duty) for duty in draft.duties],
        "recipients": list(draft.recipients),
        "has_numeric_indicators": any(
            one.target.value is not None and one.origin != "prose" for one in draft.indicators
        ),
        "indicators": [_indicator(n, one) for n, one in enumerate(draft.indicators)],
        "progress": [_progress(one) for one in draft.progress],
        "behind_schedule_no_figures": list(draft.behind),
        "warnings": [{"line": one.line, "text": one.text, "reason": one.reason} for one in draft.warnings],
    }


def _day(day: date | None, precision: Precision | None = None) -> str | None:
    """ISO, as exact as the text: "2023-01" for a month, "2021" for a year."""
    if day is None:
        return None
    return day.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision or Precision.DAY)]


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _phase(phase: PhaseDraft) -> dict[str, object]:
    review = phase.review
    return {
        "name": phase.name,
        "named_in_text": phase.named_in_text,
        "start": _day(phase.start),
        "start_precision": phase.start_precision,
        "end": _day(phase.end),
        "verbatim": phase.verbatim,
        "review": {
            "kind": review.kind,
            "deadline": _day(review.deadline),
            "deadline_exclusive": review.exclusive if review.deadline else None,
            "verbatim": phase.review_verbatim,
        },
        "report": None if phase.report is None else _duty(phase.report),
        "goal": phase.goal,
        "line": phase.line,
    }


def _duty(duty: ReportingDuty) -> dict[str, object]:
    return {
        "who": duty.who,
        "to": duty.to,
        "when": duty.when,
        "day": _day(duty.day),
        "phase": duty.phase,
        "text": duty.text,
        "line": duty.line,
    }


def _commemoration(one: Commemoration) -> dict[str, object]:
    return {
        "title": one.title,
        "anniversary_years": one.years,
        "from": _day(one.since),
        "to": _day(one.day),
        "phase": one.phase,
    }


def _indicator(n: int, one: IndicatorDraft) -> dict[str, object]:
    target, test = one.target, one.pass_if
    return {
        "id": n,
        "section": one.section,
        "section_title": one.section_title,
        "bullet": one.ordinal,
        "line": one.line,
        "text": one.text,
        "name": one.name,
        "comparator": target.comparator,
        "value": _number(target.value),
        "value_to": _number(target.value_to),
        "unit": target.measure_unit or None,
        "unit_norm": one.measure_unit or None,
        "direction": target.direction,
        "measure": one.measure,
        "baseline": _number(one.baseline),
        "target_level": _number(one.target_level),
        "denominator": _number(one.denominator),
        "cumulative_total": _number(one.cumulative_total),
        "parent": one.parent,
        "relation": one.relation,
        "group": one.group or None,
        "pass_if": None if test is None else {"op": test.op, "threshold": _number(test.value)},
        "value_base": _number(one.base_value),
        "unit_base": one.base_unit,
        "owner": one.owner or None,
        "note": one.note,
        "origin": one.origin,
        "doubts": list(one.doubts),
    }


def _progress(one: ProgressFigure) -> dict[str, object]:
    return {
        "section": one.section,
        "name": one.name,
        "text": one.text,
        "line": one.line,
        "target": _number(one.target),
        "target_unit": one.target_unit,
        "actual": _number(one.actual),
        "actual_unit": one.actual_unit,
        "achieved_pct": _number(one.percent),
        "period": one.period,
        "status": one.status,
    }
