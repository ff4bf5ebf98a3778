"""One line of a list -> its indicators, with what the parentheses and "trong đó" say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.campaign.model import Comparator, Direction, Measure, Target
from bot.directive.extraction import naming
from bot.directive.extraction.figures import Figure, figures, lowered, masked
from bot.directive.extraction.kinds import direction_of, in_base, measure_of, pass_if
from bot.directive.extraction.splitting import COMPARED, ONLY_SOFT, Clause, clauses
from bot.directive.extraction.units import comparable, is_share
from bot.directive.model import IndicatorDraft, Origin, Reason, Relation

_LEADS_TO = re.compile(
    r"(?:\b(?:đạt|tăng|giảm|là|còn|lên|thêm|duy trì|bằng|chiếm|mức|đến|xuống|mới|được)|:)\s*$"
)
_LEADING = re.compile(
    r"^[\s,:]*(?:(?:phấn đấu|đến (?:hết |cuối )?(?:ngày [#/]+|tháng [#/]+|năm #+)|năm #+"
    r"|trong năm(?: #+)?|mỗi năm|hằng năm|hàng năm|có|có thêm|thêm|tăng thêm|tăng|giảm thêm|giảm|đạt"
    r"|duy trì|giữ vững|thành lập mới|thành lập|xây dựng mới|xây dựng|công nhận mới|công nhận thêm"
    r"|công nhận|hoàn thành|kết nạp mới|kết nạp"
    r"|giải quyết việc làm(?: mới)?(?: cho)?|tạo việc làm(?: mới)?(?: cho)?|đào tạo(?: nghề)?(?: cho)?"
    r"|trồng mới|trồng|thu hút|phát triển mới|phát triển thêm|phát triển"
    r"|vận động|huy động|hỗ trợ|xóa|sửa chữa|nâng cấp|mở mới|mở|tổ chức|đưa|cấp mới|cấp|bê tông hóa"
    r"|cứng hóa|chuyển đổi|cải tạo|cho|và|ít nhất|bình quân|trong đó)[\s,:]*)*$"
)
_COMPARISON = re.compile(
    r",?\s*(?:và\s+)?\b(?:tăng|giảm|bằng|đạt|vượt|cao hơn|thấp hơn)\b[^,;]*\d[^;]*?(?:so với"
    r"|so cùng kỳ|so kế hoạch|cùng kỳ|kế hoạch|dự toán).*$",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"l[ũu]y kế|nâng tổng số|đưa tổng số|tổng số|tổng cộng|nâng số")
_REPEATS = re.compile(r"(?:đạt|tương đương|tương ứng|tức|bằng|khoảng|=)?\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Bullet:
    """What was read in one line; `left` are the figures that no indicator took, as they stand."""

    indicators: tuple[IndicatorDraft, ...]
    left: tuple[str, ...] = ()


def read_bullet(body: str, *, origin: Origin = Origin.LIST) -> Bullet:
    """The indicators of a line, in order; `parent` counts within the line, `line` is the offset of the clause.

    >>> read_bullet("Tỷ lệ che phủ rừng 60,9%.").indicators[0].name
    'Tỷ lệ che phủ rừng'
    """
    found: list[IndicatorDraft] = []
    left: list[str] = []
    parts = clauses(body)
    grouped = sum(bool(clause.group) for clause in parts)
    whole: int | None = None
    for clause in parts:
        draft, more, unread = _read_clause(clause, found[-1] if found else None, origin)
        left += unread
        if draft is None:
            continue
        if clause.part and whole is not None:
            draft = replace(draft, parent=whole, relation=Relation.PART_OF)
        else:
            whole = len(found)
            if clause.group and grouped > 1:
                draft = replace(draft, relation=Relation.COMPONENT)
        place = len(found)
        found.append(draft)
        found += [replace(one, parent=place) for one in more]
    return Bullet(indicators=_checked(found), left=tuple(left))


def _read_clause(
    clause: Clause, sibling: IndicatorDraft | None, origin: Origin
) -> tuple[IndicatorDraft | None, list[IndicatorDraft], list[str]]:
    """(the indicator, what its parentheses add to it as indicators, the figures that were left)."""
    inline = figures(clause.plain)
    if not inline and len(clause.asides) == 1:
        # "Vượt chỉ tiêu giao (từ 5% trở lên)": the parenthesis holds the target itself.
        clause = replace(clause, plain=clause.text, asides=())
        inline = figures(clause.plain)
    if not inline:
        return _without_figure(clause, origin)
    place, leads = _main(clause.plain, inline)
    compared = _COMPARISON.search(clause.plain, inline[place].end)
    if compared:
        plain = clause.plain[: compared.start()] + " " * (len(clause.plain) - compared.start())
        told, parts, unread = _read_clause(replace(clause, plain=plain), sibling, origin)
        return told and replace(told, note=compared[0].strip(" ,")), parts, unread
    draft = _draft(clause, inline[place], leads=leads, sibling=sibling, origin=origin)
    if not draft.name:
        return None, [], [clause.text]
    draft, left = _with_others(
        draft, clause.plain, [figure for figure in inline if figure is not inline[place]]
    )
    more: list[IndicatorDraft] = []
    for _, aside in clause.asides:
        draft, restated, unread = _with_aside(draft, aside)
        more += restated
        left += unread
    if left:
        draft = replace(draft, doubts=(*draft.doubts, Reason.EXTRA_FIGURE))
    return draft, more, left


def _without_figure(
    clause: Clause, origin: Origin
) -> tuple[IndicatorDraft | None, list[IndicatorDraft], list[str]]:
    asides = [aside for _, aside in clause.asides]
    if len(clause.text.split()) < 3:
        return None, [], asides
    text = clause.text
    raised = re.match(r"(?:tiếp tục\s+)?(?:nâng cao|tăng cường|tăng)\b", lowered(text))
    draft = IndicatorDraft(
        section="",
        section_title="",
        ordinal=0,
        name=naming.tidied(text if len(text) <= 200 else text[:200].rsplit(" ", 1)[0]),
        target=Target(comparator=None, value=None, direction=Direction.INCREASE if raised else None),
        measure=Measure.QUALITATIVE,
        measure_unit="",
        text=text,
        line=clause.start,
        origin=origin,
        group=clause.group,
    )
    return draft, [], asides


def _main(plain: str, found: Sequence[Figure]) -> tuple[int, bool]:
    """Which figure is the target, and whether it stands before what it is about."""
    hidden = masked(plain)
    if _LEADING.match(hidden[: found[0].start]):
        return 0, True
    ranked = []
    for n, figure in enumerate(found):
        before = hidden[: figure.start]
        after_colon = ":" in before and bool(ONLY_SOFT.fullmatch(before.rsplit(":", 1)[1]))
        compared = bool(COMPARED.match(hidden, figure.end))
        ranked.append(
            (
                not compared and not _TOTAL.search(before[-40:]),
                "tiêu chí" not in figure.unit,
                after_colon,
                bool(_LEADS_TO.search(before)) or figure.comparator is not Comparator.EQUAL,
                figure.unit[:1] in ("%", "‰"),
                figure.known,
                -n if compared else n,
            )
        )
    return ranked.index(max(ranked)), False


def _draft(
    clause: Clause, figure: Figure, *, leads: bool, sibling: IndicatorDraft | None, origin: Origin
) -> IndicatorDraft:
    before, after = clause.plain[: figure.start], clause.plain[figure.end :]
    if leads and clause.goes_on and not before.strip() and sibling is not None and not is_share(figure.unit):
        before = _shared_lead(sibling)
    if figure.comparator is Comparator.AT_LEAST:
        after = re.sub(r"\s*trở lên\W*$", "", after)
    share = is_share(comparable(figure.unit, ""))
    if leads:
        name = naming.value_first(before, figure.unit, after, share=share)
    else:
        name = naming.name_first(before, figure.unit, after)
        if share and sibling is not None:
            name = naming.with_share_word(name, sibling.name)
    if clause.group and len(name.split()) <= 3 and not clause.group.lower().startswith(("về ", "lĩnh vực")):
        name = naming.tidied(clause.group + " - " + naming.small(name))
    low, about = masked(before), lowered(name)
    direction = direction_of(low)
    value = figure.value if figure.shift_to is None else figure.shift_to
    measure = measure_of(figure, low, about, direction)
    falls_to = direction is Direction.DECREASE and measure is Measure.LEVEL
    unit = comparable(figure.unit, name)
    base_value, base_unit = in_base(value, unit)
    doubts = figure.doubts if figure.known else (*figure.doubts, Reason.UNKNOWN_MEASURE_UNIT)
    if unit == "%" and measure is Measure.LEVEL and value > 100:
        doubts = (*doubts, Reason.SHARE_OVER_100)
    return IndicatorDraft(
        section="",
        section_title="",
        ordinal=0,
        name=name,
        target=Target(
            comparator=figure.comparator,
            value=value,
            value_to=figure.value_to,
            measure_unit=figure.unit,
            direction=direction,
        ),
        measure=measure,
        measure_unit=unit,
        text=clause.text,
        line=clause.start,
        origin=origin,
        group=clause.group,
        baseline=None if figure.shift_to is None else figure.value,
        target_level=figure.shift_to if figure.shift_to is not None else value if falls_to else None,
        denominator=figure.denominator,
        pass_if=pass_if(figure.comparator, value, falls_to=falls_to),
        base_value=base_value,
        base_unit=base_unit,
        doubts=doubts,
    )


def _shared_lead(sibling: IndicatorDraft) -> str:
    """The verb that the clause before shares: "Giảm 150 hộ nghèo, 80 hộ cận nghèo"."""
    inline = figures(sibling.text)
    lead = sibling.text[: inline[0].start] if inline else ""
    return lead if _LEADING.match(masked(lead)) else ""


def _with_others(
    draft: IndicatorDraft, plain: str, others: Sequence[Figure]
) -> tuple[IndicatorDraft, list[str]]:
    """The target with the other figures of its clause: a total, a shift; the rest are left over."""
    left = []
    for figure in others:
        before = lowered(plain[: figure.start])
        if _TOTAL.search(before[-40:]) and draft.cumulative_total is None:
            draft = replace(draft, cumulative_total=figure.value)
        elif figure.shift_to is not None and draft.baseline is None:
            draft = _shifted(draft, figure)
        elif "tiêu chí" not in figure.unit:
            left.append(_around(plain, figure))
    return draft, left


def _with_aside(draft: IndicatorDraft, aside: str) -> tuple[IndicatorDraft, list[IndicatorDraft], list[str]]:
    inside = aside[1:-1]
    within = re.match(r"\s*trong đó\s*:?\s*", lowered(inside))
    if within:
        parts = read_bullet(inside[within.end() :], origin=draft.origin)
        return (
            draft,
            [replace(one, relation=Relation.PART_OF, line=draft.line, text=inside if n == 0 else one.text)
             for n, one in enumerate(parts.indicators) if one.measure is not Measure.QUALITATIVE],
            list(parts.left),
        )  # fmt: skip
    found = figures(inside)
    if (
        re.match(r"\s*(?:tăng|giảm)\b", lowered(inside))
        and is_share(found[0].unit)
        and not is_share(draft.measure_unit)
    ):
        return replace(draft, note=inside), [], []
    if _TOTAL.search(lowered(inside)):
        return (
            replace(draft, cumulative_total=found[0].value),
            [],
            [_around(inside, one) for one in found[1:]],
        )
    if found[0].shift_to is not None:
        return _shifted(draft, found[0]), [], [_around(inside, one) for one in found[1:]]
    if len(found) == 1 and _REPEATS.fullmatch(lowered(inside[: found[0].start])):
        return draft, [_restated(draft, found[0], aside)], []
    return draft, [], [aside]


def _shifted(draft: IndicatorDraft, figure: Figure) -> IndicatorDraft:
    """The target with both ends of "từ 13,18% xuống 13,08%", which must differ by the stated change."""
    change = draft.target.value
    draft = replace(draft, baseline=figure.value, target_level=figure.shift_to)
    if change is not None and figure.shift_to is not None and abs(figure.value - figure.shift_to) != change:
        draft = replace(draft, doubts=(*draft.doubts, Reason.LEVELS_DISAGREE))
    return draft


def _restated(draft: IndicatorDraft, figure: Figure, aside: str) -> IndicatorDraft:
    """The same target in another measure unit: "trên 3% (trên 130 hộ)"."""
    name = re.sub(r"^(?:tăng |giảm )?tỷ lệ ", "", draft.name, flags=re.IGNORECASE)
    direction = draft.target.direction or Direction.REACH
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
        doubts=figure.doubts,
    )


def _around(text: str, figure: Figure) -> str:
    return text[max(0, figure.start - 30) : figure.end + 20].strip()


def _checked(found: list[IndicatorDraft]) -> tuple[IndicatorDraft, ...]:
    """The same with a doubt where parts that should fill the whole do not."""
    for place, whole in enumerate(found):
        parts = [
            one.target.value or Decimal(0)
            for one in found
            if one.parent == place
            and one.relation is Relation.PART_OF
            and one.measure_unit == whole.measure_unit
        ]
        # One part is a share of the whole, several "trong đó" parts may be all of it: only an excess is a fault.
        if whole.measure is Measure.FLOW and parts and sum(parts) > (whole.target.value or Decimal(0)):
            found[place] = replace(whole, doubts=(*whole.doubts, Reason.PARTS_UNEQUAL))
    return tuple(found)
