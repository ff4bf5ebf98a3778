"""The name of an indicator: its clause without the figure and the words that lead to it."""

import re

from bot.directive.extraction.figures import lowered
from bot.directive.extraction.units import is_money

_OPENING = re.compile(
    r"^(?:(?:các |một số )?chỉ tiêu\b[^;:]{0,60}\bphấn đấu\s+"
    r"|(?:các |một số )?chỉ tiêu(?: về)?\s*:?\s+(?=\S)|(?:phấn đấu|mục tiêu|trong năm(?: \d{4})?"
    r"|đến (?:hết |cuối )?(?:ngày [\d/]+|tháng [\d/]+|năm \d{4})|năm \d{4}"
    r"|trong đó|và|với|đồng thời|có(?= t[ỷỉ] lệ)|đảm bảo|bảo đảm|nâng(?= t[ỷỉ] (?:lệ|trọng))"
    r"|đưa(?= t[ỷỉ] (?:lệ|trọng)))\s*[,:]?\s+)+",
    re.IGNORECASE,
)
# Each step of these is taken once for all ("?>"): else a row of commas could be read in endless ways.
_CLOSING = re.compile(
    r"(?>[\s,:–-]+|\b(?:phấn đấu|(?<!chưa )đạt|đạt được|là|ước|ước đạt|tăng thêm|tăng|giảm thêm"
    r"|(?<!cắt )(?<!kéo )giảm|duy trì|đạt mức|ở mức|mức|bình quân|trung bình|được|có|còn"
    r"|gấp|điều chỉnh|xuống còn|(?<!trở )xuống|lần lượt"
    r"|tương ứng|lên đến|lên tới|(?<!trở )lên"
    r"|thêm|bằng|chiếm|khoảng|giữ vững|từ|hoàn thành|vào khoảng|cho))+$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(?>(?:phấn đấu|(?:cứ|trong|mỗi) [\d.]*[^,;\d]{0,20} có"
    r"|đạt|có|duy trì|ít nhất|tối thiểu|giữ vững|trong đó|đến (?:hết |cuối )?năm \d{4}"
    r"|năm \d{4}|trong năm|và|thêm|tăng thêm|tăng)[\s,:]*)+$",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(có thêm|tăng thêm|thêm)\b", re.IGNORECASE)
TAIL_SAYS_NOTHING = re.compile(
    r"^(?:dân số|số dân|lực lượng lao động|grdp|tổng|trên tổng|chỉ tiêu"
    r"|so với|so cùng|trở lên|trở xuống|/|so|theo kế hoạch|kế hoạch|trong năm|năm \d|theo|vào"
    r"|mỗi năm|hằng năm|hàng năm|\.\.\.)",
    re.IGNORECASE,
)
WITHOUT_SUBJECT = re.compile(
    r"(?:hoàn thành|thực hiện|đạt|số)?\s*(?:(?:trước|trong|đến|vào|chậm nhất)\b.*)?"
    r"|(?:tỉnh|huyện|xã|phường|cấp trên|thành phố)\s+giao",
    re.IGNORECASE,
)
"""A name that only says what to do, by when, or who gave it."""
_SCALE = re.compile(r"^(?:(?:nghìn|ngàn|triệu|t[ỷỉ])\s+)+", re.IGNORECASE)
_SHARE_WORDS = re.compile(r"\b(?:t[ỷỉ] (?:lệ|suất|trọng)|tốc độ|chỉ số|mức|tăng|giảm|cơ cấu|đạt danh hiệu)\b")
_SPELLING = re.compile(r"\b([Tt])ỉ(?= (?:lệ|suất|trọng)\b)")
_MEASURES = ("ha", "km", "m", "m2", "m3", "tấn", "tạ", "kg", "bậc", "điểm", "lần")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """The first letter small, but for an abbreviation: "BHXH tự nguyện"."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def tidied(name: str) -> str:
    """Spaces single, ends clean, "tỉ lệ" as "tỷ lệ", first letter a capital."""
    name = _SPELLING.sub(r"\1ỷ", " ".join(name.split())).strip(" ,.;:–-(=…")
    return capital(name + ")" if name.count("(") > name.count(")") else name)


def name_first(before: str, unit: str, after: str) -> str:
    """ "Chỉ tiêu thu ngân sách trên địa bàn: " -> "Thu ngân sách trên địa bàn"; what follows belongs to it too."""
    head = _CLOSING.sub("", _OPENING.sub("", before.strip() + " ").rstrip())
    tail, noun = after.strip(" ,.;:"), _noun(unit)
    if tail and not TAIL_SAYS_NOTHING.match(tail) and len(tail.split()) > 1:
        head = " ".join(filter(None, (head, "" if tail.startswith("(") else noun, tail)))
    elif " " in noun and not before.rstrip().endswith(":") and noun.lower() not in head.lower():
        # "Hỗ trợ sửa chữa 85 căn nhà": only the measure unit says of what.
        head = f"{head} {noun}"
    return tidied(head)


def value_first(before: str, unit: str, after: str, *, share: bool) -> str:
    """The name where the figure leads: ("Có trên ", "%", " thôn có Nhà Văn hóa") -> "Tỷ lệ thôn có Nhà Văn hóa"."""
    subject = after.strip(" ,.;:)")
    lead = "" if _LEADS.match(before.strip() + " ") else _OPENING.sub("", before.strip() + " ").strip(" :,")
    if share:
        elided = not lead and not _SHARE_WORDS.search(lowered(subject)[:12])
        return tidied(" ".join(filter(None, (lead, "tỷ lệ" if elided and subject else "", subject))))
    more = _MORE.search(before)
    noun = _noun(unit).split("/")[0] if subject else _noun(unit)
    if lead:
        return tidied(" ".join(filter(None, (lead, noun, subject))))
    if more:
        return tidied(" ".join(filter(None, (noun, subject)))) + " (" + more[1].lower() + ")"
    return tidied(" ".join(filter(None, ("số" if noun else "", noun, subject))))


def _noun(unit: str) -> str:
    """The unit where it is a word of the name too: "02 trường học" are schools, "750 ha" are no hectares."""
    counted = _SCALE.sub("", unit)
    measured = counted.split("/", maxsplit=1)[0] in _MEASURES
    return "" if measured or counted[:1] in "%‰" or is_money(unit) else counted


def with_share_word(name: str, sibling: str) -> str:
    """The elided "tỷ lệ" of the clause before, where this share does without: "dân cư … đạt 98%"."""
    shared = re.match(r"tỷ (?:lệ|trọng|suất) ", sibling, re.IGNORECASE)
    if shared and not _SHARE_WORDS.search(lowered(name)):
        return capital(shared[0].lower()) + small(name)
    return name
