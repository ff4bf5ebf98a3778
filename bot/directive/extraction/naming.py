"""The name of an indicator: its clause without the figure and the words that lead to it."""

import re

from bot.directive.extraction.figures import lowered

_OPENING = re.compile(
    r"^(?:(?:các |một số )?chỉ tiêu(?: về)?\s*:?\s+(?=\S)|(?:phấn đấu|mục tiêu|trong năm(?: \d{4})?|đến (?:hết |cuối )?(?:ngày [\d/]+|tháng [\d/]+|năm \d{4})|năm \d{4}"
    r"|trong đó|và|đồng thời|có(?= t[ỷỉ] lệ)|đảm bảo|bảo đảm|nâng(?= t[ỷỉ] (?:lệ|trọng))|đưa(?= t[ỷỉ] (?:lệ|trọng)))\s*[,:]?\s+)+",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:[\s,:–-]+|\b(?:phấn đấu|đạt|đạt được|là|ước|ước đạt|tăng thêm|tăng|giảm thêm|giảm|duy trì|đạt mức|ở mức|mức|bình quân|trung bình|được|có|còn"
    r"|xuống còn|xuống|lên đến|lên tới|lên|thêm|bằng|chiếm|khoảng|giữ vững|từ|hoàn thành|vào khoảng))+$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(?:(?:phấn đấu|đạt|có|duy trì|ít nhất|tối thiểu|giữ vững|trong đó|đến (?:hết |cuối )?năm \d{4}|năm \d{4}|trong năm|và|thêm|tăng thêm|tăng)[\s,:]*)+$",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(có thêm|tăng thêm|thêm)\b", re.IGNORECASE)
_TAIL_SAYS_NOTHING = re.compile(
    r"^(?:so với|so cùng|trở lên|trở xuống|/|so|theo kế hoạch|kế hoạch|trong năm|năm \d|theo|vào|mỗi năm|hằng năm|hàng năm|\.\.\.)",
    re.IGNORECASE,
)
_SHARE_WORDS = re.compile(r"\b(?:t[ỷỉ] (?:lệ|suất|trọng)|tốc độ|chỉ số|mức|tăng|giảm|cơ cấu|đạt danh hiệu)\b")
_SPELLING = re.compile(r"\b([Tt])ỉ(?= (?:lệ|suất|trọng)\b)")
_MEASURES = ("ha", "km", "m", "m2", "m3", "tấn", "tạ", "kg")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def tidied(name: str) -> str:
    """Spaces single, ends clean, "tỉ lệ" as "tỷ lệ", first letter a capital."""
    name = _SPELLING.sub(r"\1ỷ", " ".join(name.split())).strip(" ,.;:–-")
    return capital(name)


def name_first(before: str, after: str) -> str:
    """ "Chỉ tiêu thu ngân sách trên địa bàn: " -> "Thu ngân sách trên địa bàn"."""
    head = _CLOSING.sub("", _OPENING.sub("", before.strip() + " ").rstrip())
    tail = after.strip(" ,.;:)")
    if tail and not _TAIL_SAYS_NOTHING.match(tail) and len(tail.split()) > 1:
        head = head + " " + tail
    return tidied(head)


def value_first(before: str, unit: str, after: str, *, share: bool) -> str:
    """The name where the figure leads: ("Có trên ", "%", " thôn có Nhà Văn hóa") -> "Tỷ lệ thôn có Nhà Văn hóa"."""
    subject = after.strip(" ,.;:)")
    lead = "" if _LEADS.match(before.strip() + " ") else _OPENING.sub("", before.strip() + " ").strip(" :,")
    if share:
        return tidied(" ".join(filter(None, (lead, subject if _SHARE_WORDS.search(lowered(subject)[:12]) else "tỷ lệ " + subject))))
    more = _MORE.search(before)
    noun = "" if unit in _MEASURES or "đồng" in unit else unit
    if lead:
        return tidied(" ".join(filter(None, (lead, noun, subject))))
    if more:
        return tidied(" ".join(filter(None, (noun, subject)))) + " (" + more[1].lower() + ")"
    return tidied(" ".join(filter(None, ("số" if noun else "", noun, subject))))


def with_share_word(name: str, sibling: str) -> str:
    """The elided "tỷ lệ" of the clause before, where this share does without: "dân cư … đạt 98%"."""
    if sibling.lower().startswith("tỷ lệ") and not _SHARE_WORDS.search(lowered(name)):
        return "Tỷ lệ " + name[:1].lower() + name[1:]
    return name
