"""Measure units: the known ones, their spellings, and what may be converted into what."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.language.folding import fold, normalise, plain_tones

# One unit a line part: its name first, then other spellings. Names with marks are found without them too.
UNITS = """
%|phần trăm|percent|o/o|0/0; ‰|phần nghìn|phần ngàn|%o|o/oo|%0|0/00
đồng|đ|vnđ|vnd|việt nam đồng|đồng việt nam; USD|đô la mỹ|đô la|đô|$|đôla; EUR|euro|€; CNY|nhân dân tệ|tệ
tấn|tan; tạ; yến; kg|ki lô|ki lô gam|cân|kilogam|kilôgam|ký; gam|gram
ha|héc ta|hecta|hécta; sào; mẫu; công đất; m²|m2|mét vuông; km²|km2|ki lô mét vuông|kilômét vuông
m³|m3|mét khối|khối; m|mét; km|ki lô mét|kilomet|kilômét|cây số; cm; lít; ml; kWh|kwh; MWh|mwh; kW; MW; kVA
xã; thị trấn; phường; huyện; thành phố; thị xã; tỉnh; đặc khu; thôn; bản; làng; xóm; chòm xóm; tổ dân phố|tdp; ấp
buôn; khu phố; khu dân cư|kdc; tổ; khóm; đơn vị hành chính; khu; cụm dân cư; khu vực; địa phương; vùng
trường|trường học; lớp|lớp học; phòng học; học sinh|hs; sinh viên; học viên; giáo viên; trẻ|trẻ em|cháu; nhà trẻ
người; lượt người; lượt khách|lượt du khách; lượt; khách; du khách; lao động|lđ; đảng viên; đoàn viên; hội viên; cán bộ
công chức; viên chức; công dân; nhân khẩu|khẩu; dân; nông dân; thanh niên; phụ nữ; đối tượng; đại biểu; cá nhân|cn
tập thể; hộ|hộ gia đình|hộ dân; hộ nghèo; hộ cận nghèo; gia đình; bệnh nhân; ca bệnh; ca; bác sĩ|bác sỹ; y sĩ|y sỹ
giường bệnh|giường; trạm y tế; trạm; bệnh viện; thôn bản; công nhân; chiến sĩ|chiến sỹ; người dân
hợp tác xã|htx; tổ hợp tác|tht; doanh nghiệp|dn; hộ kinh doanh; cơ sở|cs; cơ quan; đơn vị|đv; công ty; trang trại
chi bộ; đảng bộ; chi hội; câu lạc bộ|clb; mô hình; dự án; công trình; hạng mục; tuyến|tuyến đường; cây cầu; cầu; chợ
nhà; căn|căn nhà; nhà văn hóa|nvh; ngôi nhà; phòng; con; đàn; cây; cây xanh; vụ; vụ việc; vụ án; vụ tai nạn
trường hợp|th; hồ sơ|hs; đơn; đơn thư; văn bản; kế hoạch; cuộc; buổi; hội nghị; lớp tập huấn; đợt; lần; kỳ; tin; bài
tin bài; bài viết; sản phẩm|sp; tiêu chí|tc; chỉ tiêu; chỉ số; điểm; nhiệm vụ; thủ tục|thủ tục hành chính|tthc
nghị quyết; quyết định; sáng kiến; đề tài; giải; giải pháp; bằng khen; giấy khen; danh hiệu; phong trào; hoạt động
xe; ô tô|xe ô tô; chiếc; máy; bộ; cái; suất|suất quà; phần quà|phần; quà; đồng chí; thẻ; tài khoản; giấy chứng nhận
sổ; bản đồ; thửa|thửa đất; lô; rừng; vườn; ngày; ngày công; giờ; giờ học; tháng; năm; tuổi; phút; tín chỉ; cụm; khối; đội
nhóm; ban; hội; điểm trường; điểm du lịch; di tích; lễ hội; cơ sở lưu trú; lượt hộ; lượt xe; đơn vị máu; dịch vụ; ban ngành
""".replace("\n", ";")

NAMES = [[name.strip() for name in entry.split("|")] for entry in UNITS.split(";") if entry.strip()]
MONEY = frozenset({"đồng", "USD", "EUR", "CNY"})
SHARES = frozenset({"%", "‰"})
_CANONICAL = {plain_tones(spelling.lower()): names[0] for names in reversed(NAMES) for spelling in names}
_BARE = {fold(spelling): names[0] for names in reversed(NAMES) for spelling in names}
# Units of one dimension, in the smallest of them.
_DIMENSIONS: tuple[dict[str, Decimal], ...] = (
    {
        "tấn": Decimal(10**6),
        "tạ": Decimal(10**5),
        "yến": Decimal(10**4),
        "kg": Decimal(1000),
        "gam": Decimal(1),
    },
    {"km²": Decimal(10**6), "ha": Decimal(10**4), "m²": Decimal(1)},
    {"km": Decimal(10**5), "m": Decimal(100), "cm": Decimal(1)},
    {"m³": Decimal(10**6), "lít": Decimal(1000), "ml": Decimal(1)},
    {"MWh": Decimal(1000), "kWh": Decimal(1)},
    {"MW": Decimal(1000), "kW": Decimal(1)},
)
_MEASURED = MONEY.union(SHARES, *_DIMENSIONS)
# Counted things of which offices use one name for the other.
_ALIKE = (
    frozenset({"lượt người", "lượt khách", "lượt", "khách", "du khách"}),
    frozenset(
        {
            "người",
            "lao động",
            "đảng viên",
            "đoàn viên",
            "hội viên",
            "cán bộ",
            "học sinh",
            "giáo viên",
            "đối tượng",
        }
    ),
)
_SCALE_WORDS = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tr": 6, "tỷ": 9, "tỉ": 9, "trăm": 2, "chục": 1, "vạn": 4}
_SCALES = {
    **_SCALE_WORDS,
    **{fold(word): power for word, power in _SCALE_WORDS.items()},
    "1.000": 3,
    "1000": 3,
}
_PARTS = re.compile(r"\s*/\s*")
_QUANTITY_OF_ONE = re.compile(r"^(?:0?1|một|mỗi)\s*(?=[^\W\d])")


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasureUnit:
    """A measure unit taken apart: "triệu đồng/người/năm" is scale 10^6, base "đồng", per ("người", "năm")."""

    scale: Decimal = Decimal(1)
    base: str = ""
    per: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The unit without its scale: "đồng/người/năm"."""
        return "/".join((self.base, *self.per))

    @property
    def is_money(self) -> bool:
        return self.base in MONEY

    @property
    def is_share(self) -> bool:
        return self.base in SHARES


def canonical(name: str) -> str:
    """The usual spelling of a unit ("vnđ" -> "đồng", "hec ta" -> "ha"); an unknown one stays as it is."""
    plain = plain_tones(" ".join(name.split()).lower())
    return _CANONICAL.get(plain) or _BARE.get(plain) or " ".join(name.split())


@lru_cache(maxsize=512)
def measure_unit(text: str) -> MeasureUnit:
    """Read a measure unit as a directive or an admin writes it.

    >>> measure_unit("triệu đồng/1ha")
    MeasureUnit(scale=Decimal('1000000'), base='đồng', per=('ha',))
    """
    first, *per = _PARTS.split(normalise(text).strip())
    words = first.split()
    power = 0
    while words and (plain := plain_tones(words[0].lower())) in _SCALES and (len(words) > 1 or plain != "tr"):
        power += _SCALES[plain]
        words = words[1:]
    return MeasureUnit(
        scale=Decimal(10) ** power,
        base=canonical(" ".join(words)),
        per=tuple(canonical(_QUANTITY_OF_ONE.sub("", part)) for part in per if part),
    )


def family(text: str) -> str:
    """What a measure unit measures, without scale and denominator: one word for all that turn into each other.

    >>> family("triệu đồng/người/năm"), family("tạ"), family("xóm, chòm xóm")
    ('đồng', 'gam', 'xóm')
    """
    base = measure_unit(text).base
    for dimension in _DIMENSIONS:
        if base in dimension:
            return list(dimension)[-1]
    return canonical(base.partition(",")[0])


def factor(typed: MeasureUnit, wanted: MeasureUnit) -> Decimal | None:
    """What a value in `typed` is multiplied by to stand in `wanted`; None where they do not measure the same.

    A denominator that was left out ("44 triệu đồng" for triệu đồng/người/năm) is taken as meant; a different
    one is not. % and ‰ never turn into each other: who mixes them up is asked.
    """
    if (
        typed.per
        and wanted.per
        and not set(typed.per) <= set(wanted.per)
        and not set(wanted.per) <= set(typed.per)
    ):
        return None
    if typed.per and not wanted.per:
        return None
    ratio = _base_factor(typed.base, wanted.base)
    return None if ratio is None else typed.scale * ratio / wanted.scale


def _base_factor(typed: str, wanted: str) -> Decimal | None:
    if typed == wanted or not typed:
        return Decimal(1)
    for dimension in _DIMENSIONS:
        if typed in dimension and wanted in dimension:
            return dimension[typed] / dimension[wanted]
    if is_measured(typed) or is_measured(wanted):
        return None
    return Decimal(1) if _overlap(typed, wanted) else None


def is_measured(base: str) -> bool:
    """Whether it is money, a share or a physical measure; everything else is counted."""
    return base in _MEASURED


def _overlap(typed: str, wanted: str) -> bool:
    """Whether two names of counted things can mean the same: "hộ" and "hộ nghèo", "xóm" and "xóm, chòm xóm"."""
    if any(typed in names and wanted in names for names in _ALIKE):
        return True
    left, right = set(fold(typed).replace(",", " ").split()), set(fold(wanted).replace(",", " ").split())
    return bool(wanted) and (left <= right or right <= left)
