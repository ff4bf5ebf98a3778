"""One line of a list -> its indicators, with what the parentheses and "trong đó" say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.campaign.model import Comparator, Direction, Measure
from bot.directive.extraction.comparing import compared, grown, noted, only_grows, restated
from bot.directive.extraction.drafting import TOTAL, draft_of, main_of, without_figure
from bot.directive.extraction.figures import Figure, figures, lowered
from bot.directive.extraction.sharing import on_population, paired, with_predicate
from bot.directive.extraction.splitting import ONLY_SOFT, Clause, clauses
from bot.directive.extraction.units import comparable, is_share
from bot.directive.model import IndicatorDraft, Origin, Reason, Relation

_REPEATS = re.compile(
    r"[\s,;]*(?:đạt|tương đương|tương ứng|tức|bằng|khoảng|=|tăng thêm|tăng|giảm|với|là|và|\s)*$"
)
_EMPTY = re.compile("")
_EQUALS = re.compile(r"(?:bằng|chiếm|tương đương|tương ứng)\b")
_WITHIN = re.compile(r"\s*(?:trong đó|bao gồm|gồm có|gồm|riêng)\s*:?\s*")
_HAVING = re.compile(r"\s*có\s+(?=[^\W\d])")
_LEVEL = re.compile(r"\s*(?:(?:để|phấn đấu|là|đạt|còn|xuống|lên|đến|mức)\s*)+$")
""" "giảm 3% (còn 7%)": where the change leads to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bullet:
    """What was read in one line; `left` are the figures that no indicator took, as they stand."""

    indicators: tuple[IndicatorDraft, ...]
    left: tuple[str, ...] = ()


def read_bullet(body: str, *, origin: Origin = Origin.LIST, label: str = "") -> Bullet:
    """The indicators of a line, in order; `parent` counts within the line, `line` is the offset of the clause.

    >>> read_bullet("Tỷ lệ che phủ rừng 60,9%.").indicators[0].name
    'Tỷ lệ che phủ rừng'
    """
    found: list[IndicatorDraft] = []
    left: list[str] = []
    parts = clauses(body, label)
    grouped = sum(bool(clause.group) for clause in parts)
    whole: int | None = None
    # What the clause before told; what stands beside that ("trên 130 hộ") comes after it and is not gone on with.
    last = -1
    for clause in parts:
        told = found[last] if found else None
        if told and (_is_comparison(clause) or only_grows(clause, told)):
            found += (replace(one, parent=last) for one in grown(told, clause.text))
            found[last] = noted(told, clause.text)
            continue
        draft, more, unread = _read_clause(clause, told, origin)
        left += unread
        if draft is None:
            continue
        if told and _is_total_of(draft, told):
            found[last] = noted(replace(told, cumulative_total=draft.target.value), clause.text)
            continue
        if told and (not draft.name or (clause.goes_on and _EQUALS.match(lowered(clause.plain).lstrip()))):
            found.append(replace(_restating(draft, told), parent=last))
            last = len(found) - 1
            continue
        if clause.part and whole is not None:
            draft = replace(draft, parent=whole, relation=Relation.PART_OF)
        else:
            whole = len(found)
            if clause.group and grouped > 1:
                draft = replace(draft, relation=Relation.COMPONENT)
        if told and clause.joined:
            found[last] = on_population(told, draft)
        if told and clause.goes_on:
            found[last] = with_predicate(found[last], draft)
        last = len(found)
        found.append(draft)
        found += (replace(one, parent=last) for one in more)
    return Bullet(indicators=_checked(paired(found)), left=tuple(left))


def _is_comparison(clause: Clause) -> bool:
    against = compared(clause.text, 0)
    return against is not None and against.start() == 0


def _is_total_of(draft: IndicatorDraft, new: IndicatorDraft) -> bool:
    """Whether this says what the new ones before it add up to: "thêm 02 xã …, nâng tổng số … lên 12 xã"."""
    return (
        bool(TOTAL.match(lowered(draft.name)))
        and new.measure_unit.startswith(draft.measure_unit)
        and new.measure in (Measure.COUNT_NEW, Measure.FLOW)
        and new.cumulative_total is None
        and draft.target.comparator is Comparator.EQUAL
    )


def _restating(draft: IndicatorDraft, told: IndicatorDraft) -> IndicatorDraft:
    """A figure without words of its own is one more measure of what was told: "đạt 88 điểm, tăng 03 bậc"."""
    same = draft.measure_unit == told.measure_unit
    doubts = (*draft.doubts, Reason.EXTRA_FIGURE) if same else draft.doubts
    return replace(draft, name=told.name, relation=Relation.RESTATES, doubts=doubts)


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
        return without_figure(clause, origin)
    place, leads = main_of(clause.plain, inline)
    against = compared(clause.plain, inline[place].end)
    if against:
        plain = clause.plain[: against.start()] + " " * (len(clause.plain) - against.start())
        asides = tuple(aside for aside in clause.asides if aside[0] < against.start())
        told, parts, unread = _read_clause(replace(clause, plain=plain, asides=asides), sibling, origin)
        words = clause.text[against.start() : against.end()]
        if told is None:
            return None, parts, [*unread, words]
        return noted(told, words), [*parts, *grown(told, words)], unread
    draft = draft_of(clause, inline[place], leads=leads, sibling=sibling, origin=origin)
    if not draft.name and (
        sibling is None or not ONLY_SOFT.fullmatch(lowered(clause.plain[: inline[place].start]))
    ):
        return None, [], [clause.text]
    draft, left = _with_others(
        draft, clause.plain, [figure for figure in inline if figure is not inline[place]]
    )
    more: list[IndicatorDraft] = []
    for _, aside in clause.asides:
        draft, others, unread = _with_aside(draft, aside)
        more += others
        left += unread
    if left:
        draft = replace(draft, doubts=(*draft.doubts, Reason.EXTRA_FIGURE))
    return draft, more, left


def _with_others(
    draft: IndicatorDraft, plain: str, others: Sequence[Figure]
) -> tuple[IndicatorDraft, list[str]]:
    """The target with the other figures of its clause: a total, a shift; the rest are left over."""
    left = []
    for figure in others:
        before = lowered(plain[max(0, figure.start - 40) : figure.start])
        if TOTAL.search(before) and draft.cumulative_total is None:
            draft = replace(draft, cumulative_total=figure.value)
        elif figure.shift_to is not None and draft.baseline is None:
            draft = _shifted(draft, figure)
        elif "tiêu chí" not in figure.unit:
            left.append(_around(plain, figure))
    return draft, left


def _with_aside(draft: IndicatorDraft, aside: str) -> tuple[IndicatorDraft, list[IndicatorDraft], list[str]]:
    """What a parenthesis adds to the target before it; a figure whose part is unknown is left over."""
    inside = aside[1:-1]
    against = compared(inside, 0)
    if against and against.start() == 0:
        return noted(draft, inside), grown(draft, inside), []
    if against and figures(inside[: against.start()]):
        draft, more, left = _with_aside(noted(draft, against[0]), f"({inside[: against.start()]})")
        return draft, [*more, *grown(draft, against[0])], left
    found = figures(inside)
    low = lowered(inside)
    within = (
        _WITHIN.match(low)
        or _having(low, found, draft)
        or (_EMPTY.match(low) if _are_parts(found, draft) else None)
    )
    if within:
        parts = read_bullet(inside[within.end() :], origin=draft.origin)
        return (
            draft,
            [replace(one, relation=Relation.PART_OF, line=draft.line, text=inside if n == 0 else one.text)
             for n, one in enumerate(parts.indicators) if one.measure is not Measure.QUALITATIVE],
            list(parts.left),
        )  # fmt: skip
    if TOTAL.search(low):
        left = [_around(inside, one) for one in found[1:]]
        return replace(draft, cumulative_total=found[0].value), [], left
    if found[0].shift_to is not None:
        return _shifted(draft, found[0]), [], [_around(inside, one) for one in found[1:]]
    moved = draft.target.direction in (Direction.INCREASE, Direction.DECREASE)
    if (
        len(found) == 1
        and moved
        and found[0].unit == draft.target.measure_unit
        and _LEVEL.fullmatch(low[: found[0].start])
    ):
        return noted(replace(draft, target_level=found[0].value), inside), [], []
    if (
        re.search(r"\b(?:tăng|giảm)\s+(?:thêm\s+)?$", low[: found[0].start])
        and is_share(found[0].unit)
        and not is_share(draft.measure_unit)
    ):
        return noted(draft, inside), grown(draft, inside), [_around(inside, one) for one in found[1:]]
    ends = [0, *(one.end for one in found)]
    if all(_REPEATS.fullmatch(low[end : one.start]) for end, one in zip(ends, found, strict=False)):
        return (
            draft,
            [
                restated(draft, one, aside, low[end : one.start])
                for end, one in zip(ends, found, strict=False)
            ],
            [],
        )
    return draft, [], [aside]


def _having(low: str, found: Sequence[Figure], whole: IndicatorDraft) -> re.Match[str] | None:
    """ "(có chứng chỉ 37,5%)": the share of those who have more within a share."""
    shares = len(found) == 1 and is_share(found[0].unit) and is_share(whole.measure_unit)
    return _HAVING.match(low) if shares else None


def _are_parts(found: Sequence[Figure], whole: IndicatorDraft) -> bool:
    """Whether a parenthesis lists what the whole is made of: "03 trường (01 trường mầm non, 02 trường tiểu học)"."""
    return (
        len(found) > 1
        and all(comparable(one.unit, "") == whole.measure_unit for one in found)
        and sum(one.value for one in found) <= (whole.target.value or 0)
    )


def _shifted(draft: IndicatorDraft, figure: Figure) -> IndicatorDraft:
    """The target with both ends of "từ 13,18% xuống 13,08%", which must differ by the stated change."""
    change = draft.target.value
    draft = replace(draft, baseline=figure.value, target_level=figure.shift_to)
    if change is not None and figure.shift_to is not None and abs(figure.value - figure.shift_to) != change:
        draft = replace(draft, doubts=(*draft.doubts, Reason.LEVELS_DISAGREE))
    return draft


def _around(text: str, figure: Figure) -> str:
    return text[max(0, figure.start - 30) : figure.end + 20].strip()


def _checked(found: list[IndicatorDraft]) -> tuple[IndicatorDraft, ...]:
    """The same with a doubt where parts that should fill the whole exceed it."""
    sums: dict[int, Decimal] = {}
    for part in found:
        if (
            part.parent is not None
            and part.relation is Relation.PART_OF
            and part.measure_unit == found[part.parent].measure_unit
        ):
            sums[part.parent] = sums.get(part.parent, Decimal(0)) + (part.target.value or 0)
    for place, total in sums.items():
        whole = found[place]
        # One part is a share of the whole, several "trong đó" parts may be all of it: only an excess is a fault.
        if whole.measure is Measure.FLOW and total > (whole.target.value or 0):
            found[place] = replace(whole, doubts=(*whole.doubts, Reason.PARTS_UNEQUAL))
    return tuple(found)
