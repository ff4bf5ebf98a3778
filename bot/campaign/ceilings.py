"""Which bare targets are not to be exceeded: a level that something is to fall to, and what does harm."""

import re
from decimal import Decimal

from bot.campaign.model import Comparator, Direction, Measure

_HARM = re.compile(
    r"\bhộ (?:cận )?nghèo|tái nghèo|thất nghiệp|suy dinh dưỡng|thấp còi|\bsdd\b|tai nạn|tử vong|tử suất|thương vong"
    r"|tội phạm|phạm pháp|vi phạm|bỏ học|lưu ban|tảo hôn|hôn nhân cận huyết|nghiện|mắc (?:bệnh|mới)|lây nhiễm"
    r"|sinh con thứ (?:ba|3)|tăng dân số|tăng tự nhiên|mất cân bằng giới tính|quá hạn|trễ hạn|tồn đọng|khiếu kiện"
    r"|nợ (?:xấu|đọng|thuế)|cháy|phá rừng|sốt xuất huyết|bạo lực|đuối nước|ngộ độc|thất thoát|hộ thiếu đói|nhà tạm"
)
_GOOD = re.compile(
    r"\bđược\b|thoát|giải quyết|xử lý|khám phá|điều tra|phá án|phòng|chống|hỗ trợ|tiếp cận|\bcó\b|không|tham gia"
    r"|giảm|bảo hiểm|đạt chuẩn|xóa|xoá|kiểm soát|thu hồi|thu gom|rà soát|cai\b|chữa|vay|đào tạo|tập huấn|việc làm cho"
    r"|sửa|xây|làm nhà|học nghề|chữa cháy|tặng|tuyên truyền|ký cam kết|bàn giao|thay thế|tổ\b|đội\b"
)
"""What is done about a harm is no harm: "số vụ án được giải quyết", "tỷ lệ hộ nghèo có nhà ở"."""
_HELD = re.compile(r"^(?:kiềm chế|khống chế|kìm hãm|hạn chế)\b")
_COUNTS = frozenset({Measure.LEVEL, Measure.COUNT_NEW, Measure.FLOW})


def is_ceiling(
    name: str,
    *,
    measure: Measure,
    comparator: Comparator | None,
    direction: Direction | None = None,
    baseline: Decimal | None = None,
    target_level: Decimal | None = None,
) -> bool:
    """Whether a bare figure of this indicator may not be exceeded, though the directive only states it.

    `target_level` is where a level is to fall to, `baseline` where it stood. A bound in words decides for itself.

    >>> is_ceiling("Tỷ lệ hộ nghèo", measure=Measure.LEVEL, comparator=Comparator.EQUAL)
    True
    >>> is_ceiling("Tỷ lệ hộ nghèo có nhà ở", measure=Measure.LEVEL, comparator=Comparator.EQUAL)
    False
    """
    if comparator not in (Comparator.EQUAL, Comparator.RANGE) or measure not in _COUNTS:
        return False
    if measure is Measure.LEVEL and target_level is not None:
        return baseline is None or baseline > target_level
    low = name.lower()
    if _HELD.match(low):
        return True
    moved = direction in (Direction.INCREASE, Direction.DECREASE)
    return not moved and bool(_HARM.search(low)) and not _GOOD.search(low)
