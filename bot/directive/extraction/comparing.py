"""What stands beside a target and says it otherwise: "tăng 12% so với năm 2025", "(trên 130 hộ)"."""

import re
from dataclasses import replace

from bot.campaign.model import Direction, Measure, Target
from bot.directive.extraction import naming
from bot.directive.extraction.figures import Figure, figures, lowered, to_decimal
from bot.directive.extraction.kinds import direction_of, in_base, measure_of, pass_if
from bot.directive.extraction.splitting import Clause
from bot.directive.extraction.units import comparable, is_share, unit_at
from bot.directive.model import IndicatorDraft, Reason, Relation

_COMPARISON = re.compile(
    r",?\s*(?:và\s+)?\b(?:tăng|giảm|bằng|đạt|vượt|cao hơn|thấp hơn)\b[^,;]*\d[^;]*?(?:so với"
    r"|so cùng kỳ|so kế hoạch|cùng kỳ|kế hoạch|dự toán).*$",
    re.IGNORECASE,
)
_SUBJECT = (
    r"(?!so\b|cùng|kế hoạch|dự toán|chỉ tiêu|nghị quyết|mức|tổng"
    r"|trở lên|mỗi|hằng|hàng|trong|đến|điểm|và\b|giá)[^\W\d]"
)
"""A noun behind a figure; none of the words that only say what it is compared with."""
_BARE_RATIO = re.compile(r"\(\s*\d[\d.]*\s*/\s*(\d[\d.]*)\s*\)")
_GROWS = re.compile(r"\s*(?:tăng|giảm)(?:\s+thêm)?\s*")


def compared(text: str, start: int) -> re.Match[str] | None:
    """The comparison that begins behind `start`: "tăng 12% so với năm 2025".

    "Giảm 20% số vụ vi phạm so với năm 2025" has a subject of its own, and is none.
    """
    words = _COMPARISON.search(text, start)
    if words is None:
        return None
    with_unit = [one for one in figures(words[0]) if one.unit]
    if not with_unit:
        return words
    between = lowered(words[0])[with_unit[0].end :]
    return words if not re.match(rf"[\s(]*(?:{_SUBJECT})", between) else None


def noted(draft: IndicatorDraft, comparison: str) -> IndicatorDraft:
    return replace(draft, note="; ".join(filter(None, (draft.note, comparison.strip(" ,")))))


def grown(draft: IndicatorDraft, comparison: str) -> list[IndicatorDraft]:
    """The growth that a comparison states, as one more measure of the target; none of "bằng 104% dự toán".

    It is doubted: whether units are to be asked for it is for a person to say.
    """
    figure = next((one for one in figures(comparison) if one.unit), None)
    if figure is None or figure.shift_to is not None:
        return []
    lead = lowered(comparison[: figure.start])
    unit = comparable(figure.unit, "")
    share = is_share(unit)
    if direction_of(lead) not in (Direction.INCREASE, Direction.DECREASE) or not (
        share or unit.split("/")[0] == draft.measure_unit.split("/")[0]
    ):
        return []
    one = restated(draft, figure, comparison.strip(" ,()"), lead)
    both = share and is_share(draft.measure_unit)
    measure = Measure.DELTA_ABS if both else Measure.DELTA_REL if share else one.measure
    doubts = (*one.doubts, Reason.EXTRA_FIGURE)
    return [replace(one, name=draft.name, measure=measure, note="", doubts=doubts)]


def only_grows(clause: Clause, told: IndicatorDraft) -> bool:
    """Whether this says no more than how far what was told lies from last year: "đạt 96,5%, tăng 1,5%"."""
    inline = figures(clause.plain)
    return (
        len(inline) == 1
        and clause.goes_on
        and bool(_GROWS.fullmatch(lowered(clause.plain[: inline[0].start])))
        and not clause.plain[inline[0].end :].strip(" ,.;")
        and told.measure in (Measure.LEVEL, Measure.FLOW)
        and (is_share(comparable(inline[0].unit, "")) or inline[0].unit == told.target.measure_unit)
    )


def _restated_doubts(figure: Figure, unit: str, draft: IndicatorDraft) -> tuple[Reason, ...]:
    """ "250 căn nhà (60 triệu đồng/căn)": what each of them costs is no other word for their number."""
    if not figure.unit:
        return (*figure.doubts, Reason.UNKNOWN_MEASURE_UNIT)
    each = "/" in unit and "/" not in draft.measure_unit and not is_share(draft.measure_unit)
    return (*figure.doubts, Reason.EXTRA_FIGURE) if each else figure.doubts


def restated(draft: IndicatorDraft, figure: Figure, aside: str, lead: str) -> IndicatorDraft:
    """The same target in another measure unit: "trên 3% (trên 130 hộ)"."""
    name = re.sub(r"^(?:tăng |giảm )?tỷ lệ ", "", draft.name, flags=re.IGNORECASE)
    direction = direction_of(lead)
    if direction is Direction.REACH:
        direction = draft.target.direction or direction
    if not figure.unit:
        # "100% (20/20) xã": what is counted is named by the whole clause.
        end, known = unit_at(lowered(name), 0)
        ratio = _BARE_RATIO.fullmatch(aside)
        denominator = to_decimal(ratio[1]) if ratio else None
        unit = name[:end].lower() if known else ""
        figure = replace(figure, unit=unit, known=known, denominator=denominator)
    unit = comparable(figure.unit, name)
    base_value, base_unit = in_base(figure.value, unit)
    return replace(
        draft,
        name=naming.capital(name),
        target=Target(
            comparator=figure.comparator,
            value=figure.value,
            value_to=figure.value_to,
            measure_unit=figure.unit,
            direction=direction,
        ),
        measure=measure_of(figure, "", lowered(name), direction),
        measure_unit=unit,
        text=aside,
        relation=Relation.RESTATES,
        baseline=None,
        target_level=None,
        cumulative_total=None,
        denominator=figure.denominator,
        pass_if=pass_if(figure.comparator, figure.value, falls_to=False),
        base_value=base_value,
        base_unit=base_unit,
        doubts=_restated_doubts(figure, unit, draft),
    )
