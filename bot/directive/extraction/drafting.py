"""One clause with its target -> an indicator; what stands beside the target is added in bullets.py."""

import re
from collections.abc import Sequence
from functools import partial

from bot.campaign.ceilings import is_ceiling
from bot.campaign.model import Comparator, Direction, Measure, Target
from bot.directive.extraction import naming
from bot.directive.extraction.figures import Figure, figures, lowered, masked
from bot.directive.extraction.kinds import FALLS_TO, direction_of, in_base, measure_of, pass_if
from bot.directive.extraction.splitting import COMPARED, ONLY_SOFT, Clause
from bot.directive.extraction.units import comparable, is_share
from bot.directive.model import IndicatorDraft, Origin, Reason

TOTAL = re.compile(r"l[ũu]y kế|nâng tổng số|đưa tổng số|tổng số|tổng cộng|nâng số")
_LEADS_TO = re.compile(
    r"(?:\b(?:đạt|tăng|giảm|là|còn|lên|thêm|duy trì|bằng|chiếm|mức|đến|xuống|mới|được)|:)\s*$"
)
_LEADING = re.compile(
    r"^[\s,:]*(?>(?:phấn đấu|(?:cứ|trong|mỗi) [#\d.]*[^,;\d#]{0,20} có"
    r"|đến (?:hết |cuối )?(?:ngày [#/]+|tháng [#/]+|năm #+)|năm #+"
    r"|trong năm(?: #+)?|mỗi năm|hằng năm|hàng năm|có|có thêm|thêm|tăng thêm|tăng|giảm thêm|giảm|đạt"
    r"|duy trì|giữ vững|thành lập mới|thành lập|xây dựng mới|xây dựng|công nhận mới|công nhận thêm"
    r"|công nhận|hoàn thành|kết nạp mới|kết nạp"
    r"|giải quyết việc làm(?: mới)?(?: cho)?|tạo việc làm(?: mới)?(?: cho)?|đào tạo(?: nghề)?(?: cho)?"
    r"|trồng mới|trồng|thu hút|phát triển mới|phát triển thêm|phát triển"
    r"|vận động|huy động|hỗ trợ|xóa|sửa chữa|nâng cấp|mở mới|mở|tổ chức|đưa|cấp mới|cấp|bê tông hóa"
    r"|cứng hóa|chuyển đổi|cải tạo|cho|và|ít nhất|bình quân|trong đó)[\s,:]*)*$"
)
_DIRECTIONS = {
    **dict.fromkeys(("nâng cao", "tăng cường", "tăng"), Direction.INCREASE),
    **dict.fromkeys(("duy trì", "giữ vững"), Direction.MAINTAIN),
    "giảm": Direction.DECREASE,
}
_OWN_BOUND = re.compile(r"\btừ\b|“|\"|nhiệm vụ", re.IGNORECASE)
_PLAN = re.compile(r"\s*(?:so với\s+)?(?:dự toán|kế hoạch|chỉ tiêu|nghị quyết|định mức)\b")
""" "vượt 5% dự toán" is 105% of it."""
_NONE_OF = re.compile(r"\W*(?:phấn đấu\s+)?không (?:còn|có)\b")
_ALL = 100
_KEPT = re.compile(r"\s*(?:duy trì|giữ vững)\b")
_ASKED = re.compile(rf"(?:tiếp tục\s+)?({'|'.join(_DIRECTIONS)})\b")


def main_of(plain: str, found: Sequence[Figure]) -> tuple[int, bool]:
    """Which figure is the target, and whether it stands before what it is about."""
    hidden = masked(plain)
    if _LEADING.match(hidden[: found[0].start]):
        return 0, True
    ranked = []
    for n, figure in enumerate(found):
        before = hidden[max(0, figure.start - 40) : figure.start]
        colon = hidden.rfind(":", 0, figure.start)
        after_colon = colon >= 0 and bool(ONLY_SOFT.fullmatch(hidden, colon + 1, figure.start))
        compared = bool(COMPARED.match(hidden, figure.end))
        ranked.append(
            (
                not compared and not TOTAL.search(before),
                "tiêu chí" not in figure.unit,
                after_colon,
                bool(_LEADS_TO.search(before)) or figure.comparator is not Comparator.EQUAL,
                figure.unit[:1] in ("%", "‰"),
                figure.known,
                -n if compared else n,
            )
        )
    return ranked.index(max(ranked)), False


def draft_of(
    clause: Clause, figure: Figure, *, leads: bool, sibling: IndicatorDraft | None, origin: Origin
) -> IndicatorDraft:
    before, after = clause.plain[: figure.start], clause.plain[figure.end :]
    governed = _is_governed(clause, figure, sibling)
    ceiling = figure.comparator in (Comparator.AT_MOST, Comparator.UNDER)
    again = sibling is not None and figure.unit == sibling.target.measure_unit and not after.strip(" ,.;")
    if leads and clause.goes_on and not before.strip() and sibling is not None and not ceiling and not again:
        before = _shared_lead(sibling) if governed or not is_share(figure.unit) else before
    if figure.text.lower().startswith("từ") and not _OWN_BOUND.search(after):
        after = re.sub(r"\s*trở lên\W*$", "", after)
    share = is_share(comparable(figure.unit, ""))
    comma = before.rfind(",")
    if not leads and comma >= 0 and ONLY_SOFT.fullmatch(lowered(before), comma + 1) and _tells(after):
        # "Không để xảy ra cháy rừng, giảm 15% số vụ vi phạm": what the figure is of stands behind it.
        before, leads = before[comma + 1 :], True
    if leads and again and not before.strip():
        name = ""
    elif leads:
        name = naming.value_first(before, figure.unit, after, share=share)
    else:
        name = naming.name_first(before, figure.unit, after)
        if share and sibling is not None:
            name = naming.with_share_word(name, sibling.name)
    if clause.group and (len(name.split()) <= 3 or name.startswith("Về ")):
        name = naming.tidied(clause.group + " - " + naming.small(name))
    nameless = naming.WITHOUT_SUBJECT.fullmatch(name) is not None and bool(name)
    if nameless and clause.topic:
        name, nameless = naming.tidied(f"Hoàn thành {naming.small(clause.topic)}"), False
    low, about = masked(before), lowered(name)
    direction = direction_of(low)
    if leads and direction is Direction.REACH and _KEPT.match(lowered(after)):
        direction = Direction.MAINTAIN
    if governed and sibling is not None and direction is Direction.REACH:
        direction = sibling.target.direction or direction
    value = figure.value if figure.shift_to is None else figure.shift_to
    measure = measure_of(figure, low, about, direction)
    to_level = measure is Measure.LEVEL and figure.shift_to is None and FALLS_TO.search(low) is not None
    level = figure.shift_to if figure.shift_to is not None else value if to_level else None
    ceiling_of = partial(is_ceiling, name, measure=measure, direction=direction, target_level=level)
    falls_to = ceiling_of(
        comparator=figure.comparator, baseline=None if figure.shift_to is None else figure.value
    )
    unit = comparable(figure.unit, name)
    base_value, base_unit = in_base(value, unit)
    doubts = figure.doubts if figure.known else (*figure.doubts, Reason.UNKNOWN_MEASURE_UNIT)
    over_plan = "vượt" in lowered(figure.text) and _PLAN.match(lowered(after))
    if unit == "%" and measure is Measure.LEVEL and (value > 100 or over_plan):
        doubts = (*doubts, Reason.SHARE_OVER_100)
    # "Không còn xã dưới 12 tiêu chí": the bound is of those that there are to be none of.
    none_of = _NONE_OF.match(lowered(before)) and figure.comparator is not Comparator.AT_MOST
    doubts = (*doubts, Reason.EXTRA_FIGURE) if nameless or none_of else doubts
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
            ceiling=falls_to,
        ),
        measure=measure,
        measure_unit=unit,
        text=clause.text,
        line=clause.start,
        origin=origin,
        group=clause.group,
        baseline=None if figure.shift_to is None else figure.value,
        target_level=level,
        denominator=figure.denominator,
        pass_if=pass_if(figure.comparator, value, figure.value_to, falls_to=falls_to),
        base_value=base_value,
        base_unit=base_unit,
        doubts=doubts,
    )


def _tells(after: str) -> bool:
    """Whether what follows a figure says what it is of."""
    tail = after.strip(" ,.;:)")
    return len(tail.split()) > 1 and not naming.TAIL_SAYS_NOTHING.match(tail)


def _is_governed(clause: Clause, figure: Figure, sibling: IndicatorDraft | None) -> bool:
    """Whether the verb before governs this figure too: "giảm 20% số vụ cháy và 30% số vụ phá rừng"."""
    if sibling is None or not clause.joined or clause.plain[: figure.start].strip():
        return False
    moved = sibling.target.direction in (Direction.INCREASE, Direction.DECREASE)
    alone = not clause.plain[figure.end :].strip(" ,.;")
    same = is_share(figure.unit) == is_share(sibling.measure_unit)
    return moved and same and figure.value != _ALL and (alone or bool(_shared_lead(sibling)))


def _shared_lead(sibling: IndicatorDraft) -> str:
    """The verb that the clause before shares: "Giảm 150 hộ nghèo, 80 hộ cận nghèo"."""
    inline = figures(sibling.text)
    lead = sibling.text[: inline[0].start] if inline else ""
    return lead if _LEADING.match(masked(lead)) else ""


def without_figure(
    clause: Clause, origin: Origin
) -> tuple[IndicatorDraft | None, list[IndicatorDraft], list[str]]:
    asides = [aside for _, aside in clause.asides]
    if len(clause.text.split()) < 3:
        return None, [], asides
    text = clause.text
    asked = _ASKED.match(lowered(text))
    draft = IndicatorDraft(
        section="",
        section_title="",
        ordinal=0,
        name=naming.tidied(text if len(text) <= 200 else text[:200].rsplit(" ", 1)[0]),
        target=Target(comparator=None, value=None, direction=_DIRECTIONS[asked[1]] if asked else None),
        measure=Measure.QUALITATIVE,
        measure_unit="",
        text=text,
        line=clause.start,
        origin=origin,
        group=clause.group,
    )
    return draft, [], asides
