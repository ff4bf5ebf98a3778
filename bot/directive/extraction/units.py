"""Measure units as directives write them, and the comparable form of each."""

import re

_SCALE = r"(?:(?:nghìn|ngàn|triệu|t[ỷỉ]|trăm|chục)\s+){0,2}"
_MONEY = _SCALE + (
    r"(?:đồng|vnđ|đ\b|usd|đô\s?la(?:\s+mỹ)?|euro|eur\b|ndt\b)|(?:nghìn\s+|ngàn\s+)?t[ỷỉ](?:\.\s?đ\b)?(?=\W"
    r"|$)(?!\s+(?:lệ|suất|trọng))|triệu(?=\W|$)"
)
_SHARES = r"%|‰|phần trăm|phần nghìn|phần ngàn|o/oo|điểm %|điểm phần trăm"
_MEASURES = (
    "m2\\s*sàn|m²\\s*sàn|tuổi|tấn|tạ|kg|ki-lô-gam|gam|héc ta|hecta|ha|sào|m2|m²|m3|m³|mét khối|mét vuông|mét"
    "|km2|km²|km|m|lít|kwh|kw|mw|mwp|kva|lần"
)
_PLACES = (
    "xã|phường|thị trấn|thị tứ|thị xã|đặc khu|thôn|bản|làng|ấp|buôn|phum|sóc|xóm|chòm xóm|tổ dân phố"
    "|khu phố|khu dân cư"
    "|khối phố|tiểu khu|khóm|đô thị|huyện|thành phố|tỉnh|cụm dân cư"
)
_COUNTED = (
    "hợp tác xã|htx|tổ hợp tác|liên hiệp hợp tác xã|doanh nghiệp|dn|hộ gia đình|hộ dân|hộ nghèo"
    "|hộ cận nghèo|hộ kinh doanh"
    "|hộ|gia đình|lượt người|lượt khách|lượt hộ|lượt du khách|lượt|khách|du khách"
    "|người dân|người lao động|người nghèo|người"
    "|lao động|học sinh|sinh viên|học viên|trẻ em|trẻ|cháu|cán bộ|công chức|viên chức|đảng viên"
    "|đoàn viên|hội viên|quần chúng"
    "|thanh niên|công dân|bác sĩ|bác sỹ|giường bệnh|giường|dược sĩ|điều dưỡng|trường học|trường"
    "|lớp học|lớp|phòng học|phòng"
    "|nhà văn hóa|nhà ở|ngôi nhà|căn nhà|căn hộ|căn|nhà|công trình|dự án|tuyến đường|tuyến|cây cầu"
    "|cầu|cây số|cây xanh|cây|trạm"
    "|chợ|điểm trường|điểm|cơ sở|trang trại|gia trại|mô hình|sản phẩm ocop|sản phẩm|thương hiệu"
    "|sáng kiến|đề tài|giải pháp|chuỗi|vùng"
    "|con|đàn|lồng|bể|ao|vườn|tiêu chí|chỉ tiêu|điểm phần trăm|bậc|hạng|vị trí|thủ tục hành chính"
    "|thủ tục|hồ sơ|giấy chứng nhận|giấy|thẻ"
    "|tài khoản|thuê bao|số vụ|vụ|cuộc|buổi|đợt|lần|tin bài|tin|bài|chuyên mục|chi bộ|đảng bộ|tổ chức"
    "|chi hội|câu lạc bộ"
    "|tổ đảng|tổ|đội|nhóm|đơn vị máu|đơn vị|cơ quan|tập thể|cá nhân|gương|điển hình|phong trào"
    "|suất quà|suất|phần quà|danh hiệu"
    "|bộ|chiếc|cái|máy|cụm|khu|hội nghị|lễ hội|di tích|hiện vật|ca|trường hợp|nông dân|phụ nữ"
    "|cựu chiến binh|cặp vợ chồng"
    "|bé trai|chủ hộ|tiết|đồng chí|đ/c|giải"
    "|giao dịch|cửa hàng|siêu thị|tổ chức đảng|tân binh|công dân nhập ngũ|vùng trồng|mã số vùng trồng"
    "|mã số|mạng lưới|liên kết|lượt hồ sơ|đồng hồ"
    "|ngày công|phần việc|mái ấm|trang|hầm|giếng"
)
_PER = (
    r"(?:[\d#][\d#.]*\s*)?(?:năm học|năm|tháng|quý|ngày|đêm|vụ|héc ta|ha|người dân|người|vạn dân|nghìn dân|dân|hộ"
    r"|xã|thôn|lao động|m2|m²|m3|km2|km²"
    r"|sào|công|lứa|con|đơn vị diện tích|đầu người|giường|trạm|thành viên|trẻ|tiêu chí|lớp|trường|bé gái"
    r"|kwh|căn|nhà|mô hình|dự án|công trình|lượt|buổi|suất"
    r"|hội viên|đoàn viên|học sinh|khách|cây|tấn|kg|lít|sản phẩm|chi bộ|chi hội|bản|ấp|tổ|đơn vị|cơ sở|phụ nữ)"
)

_NOUNS = "|".join(sorted(set((_MEASURES + "|" + _PLACES + "|" + _COUNTED).split("|")), key=len, reverse=True))
_PLACE = "|".join(sorted(_PLACES.split("|"), key=len, reverse=True))
COUNTED = "|".join(sorted((_PLACES + "|" + _COUNTED).split("|"), key=len, reverse=True))
"""What can be counted in words: "hai xã"."""
_END = r"(?![\w²³])"

SHARE = re.compile(rf"\s*(?:{_SHARES})(?:\s*/\s*{_PER}{_END})*")
UNIT = re.compile(
    rf"\s*(?:(?:{_SHARES})|{_SCALE}(?:lượt\s+)?(?:{_NOUNS}){_END}(?:\s+[^\W\d]+(?=\s*/\s*{_PER}{_END}))?|(?:{_MONEY}){_END})"
    rf"(?:\s*/\s*{_PER}{_END})*"
)
_OTHER_PLACES = re.compile(rf"(?:(?:\s*[,/]\s*|\s+(?:và|hoặc)\s+)(?:{_PLACE}){_END})+")
_ONE_PLACE = re.compile(rf"\s*(?:{_PLACE})$")
_WORDS = re.compile(r"\s*([^\W\d]+(?:\s+[^\W\d]+)*)")
_WORD = re.compile(r"\s*([^\W\d]+)")
_NO_NOUN = re.compile(
    r"\s*(?:đạt|được|trở|là|so|và|hoặc|trong|của|cho|năm|tháng|tăng|giảm|trên|dưới|đến|từ|theo|có|bằng"
    r"|vào|tại|với|ở|thì|này)\b"
)


def unit_at(text: str, start: int) -> tuple[int, bool]:
    """The end of the measure unit that begins at `start` of a lower-case text, and whether the unit is a known one.

    >>> unit_at("giảm 0,15‰.", 9)
    (10, True)
    """
    known = UNIT.match(text, start)
    if known:
        end = known.end()
        more = _OTHER_PLACES.match(text, end) if _ONE_PLACE.match(text[start:end]) else None
        return (more.end() if more else end), True
    if _NO_NOUN.match(text, start):
        return start, False
    words = _WORDS.match(text, start)
    if words and len(words[1].split()) <= 3 and not text[words.end() :].strip(" .;)"):
        return words.end(), False
    word = _WORD.match(text, start)
    return (word.end() if word else start), False


_COUNT = re.compile(f"(?:{COUNTED})")
_ON = re.compile(r"\s+(?:tính\s+)?trên\s+(?:(?:0?1|một|mỗi)\s+)?(?=\d|(?:vạn|nghìn|ngàn|triệu|trăm)\b)")
""" "bác sĩ trên 1 vạn dân" is "bác sĩ/vạn dân"."""
_SLASH = re.compile(r"\s*/\s*(?:1\s*(?=[^\d.\s]))?")
_SAME = (
    (re.compile(r"\bt[ỷỉ](?:\s+đồng|\.\s?đ)?(?=$|/)"), "tỷ đồng"),
    (re.compile(r"\bngàn\b"), "nghìn"),
    (re.compile(r"^1\.?000 (?=\D)"), "nghìn "),
    (re.compile(r"\btriệu(?=$|/)"), "triệu đồng"),
    (re.compile(r"\btỉ\b"), "tỷ"),
    (re.compile(r"^đ/c$"), "đồng chí"),
    (re.compile(r"(?:\bvnđ|(?<![a-zđ])đ)(?=$|/)"), "đồng"),
    (re.compile(r"\busd\b|đô\s?la(?:\s+mỹ)?"), "USD"),
    (re.compile(r"điểm phần trăm|điểm %|phần trăm"), "%"),
    (re.compile(r"phần (?:nghìn|ngàn)|o/oo"), "‰"),
    (re.compile(r"\bhtx\b"), "hợp tác xã"),
    (re.compile(r"^dn$"), "doanh nghiệp"),
    (re.compile(r"^(?:hộ gia đình|hộ dân)$"), "hộ"),
    (re.compile(r"^trường học$"), "trường"),
    (re.compile(r"bác sỹ"), "bác sĩ"),
    (re.compile(r"héc ta|hecta"), "ha"),
    (re.compile(r"ocop"), "OCOP"),
    (re.compile(r"²"), "2"),
    (re.compile(r"\bm2sàn"), "m2 sàn"),
    (re.compile(r"³"), "3"),
)


def verbatim(unit: str) -> str:
    """The unit as it stands, without spaces round "/": "bác sĩ/ vạn dân" -> "bác sĩ/vạn dân"."""
    return " ".join(re.sub(r"\s*/\s*", "/", unit).split())


def comparable(unit: str, name: str) -> str:
    """The measure unit for comparing figures; what the name says of the denominator is folded in.

    >>> comparable("triệu đồng", "Giá trị sản phẩm trồng trọt/1ha đất canh tác")
    'triệu đồng/ha'
    >>> comparable("xóm, chòm xóm", "Thông đường ô tô đến xóm")
    'xóm'
    """
    same = _ON.sub("/", _SLASH.sub("/", unit.lower().strip()))
    same = re.sub(r"/(?:một|mỗi)\s+", "/", same)
    same = re.split(r",|\s+(?:và|hoặc)\s+", same)[0].strip() if "/" not in same else same
    for pattern, word in _SAME:
        same = pattern.sub(word, same)
    about = name.lower()
    if is_money(same):
        if re.search(r"bình quân (?:đầu )?(?:người|nhân khẩu)|/người|thu nhập bình quân", about) and (
            "/" not in same or re.search(r"/(?:người|năm)$", same)
        ):
            return same.split("/")[0] + "/người/năm"
        if "/" not in same and re.search(
            r"/\s*1?\s*ha\b|trên (?:một|0?1) (?:đơn vị diện tích|ha)|bình quân (?:trên )?(?:một |1 )?(?:ha"
            r"|đơn vị diện tích)\b",
            about,
        ):
            return same + "/ha"
    return same


def is_money(unit: str) -> bool:
    return bool(re.search(r"đồng(?! chí| hồ)|usd|euro", unit.lower()))


def is_share(unit: str) -> bool:
    return unit.startswith(("%", "‰"))


def is_count(unit: str) -> bool:
    """Whether a unit counts what comes whole: "bác sĩ", but not "nghìn lượt khách" or "bác sĩ/vạn dân"."""
    return bool(_COUNT.fullmatch(unit.lower())) and unit.lower() not in ("lần", "điểm", "tiêu chí")


def is_place(unit: str) -> bool:
    return bool(_ONE_PLACE.match(unit))
