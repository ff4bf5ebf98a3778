"""What kind of target it is: direction and measure by the words beside the figure, and the test that follows."""

import re
from decimal import Decimal

from bot.campaign.model import Comparator, Direction, Measure
from bot.directive.extraction.figures import Figure
from bot.directive.extraction.units import comparable, is_count, is_money, is_place, is_share
from bot.directive.model import Threshold

_VERBS = (
    (
        Direction.DECREASE,
        r"\bgiảm(?! (?:nghèo|thiểu|nhẹ|phát))\b|\bkéo giảm\b|\brút ngắn\b|\bhạ\b(?= t[ỷỉ] lệ)",
    ),
    (
        Direction.INCREASE,
        r"(?<!gia )\btăng(?! (?:cường|dân số|tự nhiên|gia|âm|thu nhập tăng thêm))\b|\bthêm\b"
        r"|\b(?:thành lập|phát triển|kết nạp|công nhận|mở|bổ sung|cấp)\s+mới\b",
    ),
    (Direction.MAINTAIN, r"\bduy trì\b|(?<!và )\bgiữ vững\b|\bgiữ (?:ổn định|nguyên)\b"),
    (Direction.REACH, r"\bnâng(?! cao| cấp| thêm)\b|\bxây dựng\b|\bđưa(?= t[ỷỉ] (?:lệ|trọng))"),
)
_VERB = re.compile("|".join(f"({pattern})" for _, pattern in _VERBS))

_SHARE_NAME = re.compile(
    r"t[ỷỉ] (?:lệ|suất|trọng)|chỉ số|mức sinh|hộ (?:cận )?nghèo|suy dinh dưỡng|\bsdd\b|cơ cấu"
)
_PACE = re.compile(r"\btốc độ tăng|tăng trưởng\b|\bmức tăng\b")
_UP_TO = re.compile(r"(?:\bcòn|(?<!trở )\bxuống(?: còn| dưới| mức)?|(?<!trở )\blên(?: đến| tới| mức)?)\s*$")
FALLS_TO = re.compile(r"(?:\bcòn|(?<!trở )\bxuống(?: còn| mức)?)(?:\s+(?:khoảng|mức|ở mức))*\s*$")
"""The words before the level that something is to fall to."""
_PER_HEAD = re.compile(
    r"bình quân|/\s*(?:\d[\d.]*\s*[a-z]|ha\b|người|năm|vạn|hộ)|trên (?:một|0?1|#) đơn vị|năng suất|\bdư nợ\b"
    r"|vốn điều lệ|giá trị tài sản"
)
_GROWN = re.compile(
    r"gieo trồng|gieo cấy|trồng (?:mới|rừng|cây phân tán|lại)|rừng mới|khai hoang|tưới|chuyển đổi"
    r"|khoanh nuôi|cải tạo|thu hoạch"
)
_STOCK = re.compile(r"tổng đàn|\bđàn\b|diện tích|quy mô|tổng số|\bhiện có\b|\bsố dân\b|dân số|bình quân")
_ADJUSTED = re.compile(r"\bđiều chỉnh\b")
""" "điều chỉnh từ 6 tỷ lên 7 tỷ đồng" changes the target, it is not what is to be reached from there."""
_TIMES = re.compile(r"\bgấp\s*$")
_AREAS = ("ha", "m2", "km2", "sào")


def direction_of(before: str) -> Direction:
    """What the words before a figure ask for, the nearest word deciding.

    >>> direction_of("tỷ lệ hộ nghèo giảm ").value
    'decrease'
    """
    found = list(_VERB.finditer(before))
    if not found:
        return Direction.REACH
    return _VERBS[(found[-1].lastindex or 1) - 1][0]


def measure_of(figure: Figure, before: str, name: str, direction: Direction) -> Measure:
    """How figures of this indicator add up; `before` are the words before the figure, all in lower case."""
    unit = comparable(figure.unit, name)
    moved = direction in (Direction.INCREASE, Direction.DECREASE)
    if figure.denominator is not None or direction is Direction.MAINTAIN:
        return Measure.LEVEL
    if (figure.shift_to is not None and not _ADJUSTED.search(before)) or _UP_TO.search(before):
        return Measure.LEVEL
    if unit == "lần" and _TIMES.search(before):
        return Measure.DELTA_REL
    if is_share(unit):
        if not moved:
            return Measure.LEVEL
        if _PACE.search(name) or not _SHARE_NAME.search(name + " " + before):
            return Measure.DELTA_REL
        return Measure.DELTA_ABS
    per_head = "bình quân" in name if is_count(unit) else _PER_HEAD.search(name)
    if "/" in unit or per_head or unit in ("điểm", "bậc", "tiêu chí", "hạng"):
        return Measure.LEVEL
    if is_money(unit):
        return Measure.FLOW
    if unit in _AREAS:
        return Measure.LEVEL if "diện tích" in name and not _GROWN.search(name) else Measure.FLOW
    if moved or is_place(unit):
        return Measure.COUNT_NEW
    if unit == "con" or _STOCK.search(name):
        return Measure.FLOW if "xuất chuồng" in name or "giết mổ" in name else Measure.LEVEL
    return Measure.FLOW if unit in _PRODUCED or unit.startswith("lượt") else Measure.COUNT_NEW


_PRODUCED = frozenset(
    {
        "tấn",
        "tạ",
        "kg",
        "km",
        "m",
        "m3",
        "lít",
        "cây",
        "nghìn tấn",
        "triệu tấn",
        "kwh",
        "triệu kwh",
        "khách",
        "du khách",
    }
)


def pass_if(
    comparator: Comparator, value: Decimal, value_to: Decimal | None = None, *, falls_to: bool
) -> Threshold:
    """The test for a figure: a bare target may be exceeded; one that a share is to fall to ("còn 3%") may not.

    >>> pass_if(Comparator.EQUAL, Decimal(15), falls_to=False).op.value
    '>='
    """
    if comparator in (Comparator.UNDER, Comparator.AT_MOST, Comparator.OVER):
        return Threshold(op=comparator, value=value)
    if falls_to:
        return Threshold(op=Comparator.AT_MOST, value=value if value_to is None else value_to)
    return Threshold(op=Comparator.AT_LEAST, value=value)


_SCALES = {"trăm": 100, "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9}


def in_base(value: Decimal, measure_unit: str) -> tuple[Decimal | None, str | None]:
    """Money in đồng or USD: (50.2, "tỷ đồng") -> (50200000000, "đồng"); (None, None) for all else."""
    unit = measure_unit.split("/", maxsplit=1)[0]
    if not is_money(unit):
        return None, None
    *scales, currency = unit.split()
    for scale in scales:
        value *= _SCALES.get(scale, 1)
    whole = value.to_integral_value()
    return (whole if whole == value else value), currency
