"""The words of a date in one plain spelling: no marks, digits for spelled-out numbers, no polite words.

"Ngày ba mươi tháng Sáu ạ" becomes "ngay 30 thang 6". Where a text typed without marks can be two things ("thang
sau" is tháng sau or tháng sáu), there are two spellings, and the reader asks.
"""

import re

from bot.language.folding import fold, normalise, plain_tones
from bot.language.telex import from_telex

_WORDS = """
ngày tháng năm quý quí tuần thứ chủ chúa nhật giờ phút sáng trưa chiều đêm hôm nay qua kia mai mốt bữa mùng mồng
đầu giữa cuối nửa hết đến tới trước sau từ kể chậm nhất muộn hạn chót nộp trong vòng cách đây nữa này ngoái cả
giai đoạn nhiệm kỳ kì vào lúc là rưỡi kém tiếng vừa rồi không quá của thượng trung hạ gần kết thúc cùng bắt tính cho
hơn sớm trễ thời gian trở đi qúy gia hạn lùi dời chuyển hoãn kéo dài sang thêm tiên mới sắp này đây
"""
# Polite and soft words that change nothing, in front, behind or between.
_SOFT = """
dạ ạ a vâng em anh chị xin nhé nhá nha thì sẽ hẹn gửi báo cáo là vào lúc ok oke okie ah vậy được hoàn thành xong nộp
của kính thưa về phải cần đúng chào ơi các trả lại
"""
_VOCABULARY = frozenset(map(plain_tones, _WORDS.split()))
_NOISE = frozenset(map(plain_tones, _SOFT.split())) | frozenset(map(fold, _SOFT.split()))
_DIGITS = {
    "một": 1, "mốt": 1, "mot": 1, "hai": 2, "ba": 3, "bốn": 4, "bon": 4, "tư": 4, "tu": 4, "năm": 5, "nam": 5,
    "lăm": 5, "lam": 5, "nhăm": 5, "nham": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "bay": 7, "tám": 8, "tam": 8,
    "chín": 9, "chin": 9,
}  # fmt: skip
_SHORT_ONES = frozenset({"mốt", "tư", "lăm", "nhăm"})
_SIX_OR_NEXT = "sau"
_EVENING_OR_UNTIL = "toi"
_TENS = frozenset({"mười", "mươi", "muoi"})
_COUNTED = frozenset({"ngay", "hom", "bua", "tuan", "thang", "gio", "phut", "tieng", "quy"})
_NUMBERED = frozenset({"ngay", "thang", "thu", "quy", "mung", "mong"})
_KEPT_MARKED = {
    "deadline": "han",
    "thg": "thang",
    "trc": "truoc",
    "hnay": "hom nay",
    "hqua": "hom qua",
    "tối": "evening",
    "sáu": "6",
    "giêng": "lunar",
    "chạp": "lunar",
    "rằm": "lunar",
    "tết": "lunar",
}
_LUNAR = frozenset({"ram", "tet", "giêng", "chạp", "gieng", "chap"})
_KNOWN = _VOCABULARY | _NOISE | _DIGITS.keys() | _TENS | _KEPT_MARKED.keys()
_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+|[-/.:,;~()'\"]|\S")
_ISO_TIME = re.compile(r"(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})t(?=[0-9]{2}:)")
# "dời sang 30/11" says no hour; "sáng 30/11" does.
_MOVED = re.compile(
    r"(?:(?<=dời)|(?<=doi)|(?<=lùi)|(?<=lui)|(?<=chuyển)|(?<=chuyen)) sang(?= (?:[0-9]|ngày|ngay|tháng|thang))"
)
_DAY_MONTH = (
    r"(?:ngay )?[0-9]{1,2}(?:[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})?| thang [0-9]{1,2}(?: nam [0-9]{4})?)"
)
# Other ways to say it, brought to the one that the patterns know. The order matters.
_REWRITTEN = tuple(
    (re.compile(pattern), plainer)
    for pattern, plainer in (
        (r"(?<=[0-9]) sang nam$", " nam sau"),
        (r"\bngay (?=mung |mong |thu [2-7]|cn\b|ch[ua]+ nhat)", ""),
        (r"^ngay (?=thang )", ""),  # The blank of "ngày    tháng 01 năm 2020".
        (r"^(?:ngay )?(nam [0-9]{4} )?thang ([0-9]{1,2}) ngay ([0-9]{1,2})\b", r"ngay \3 thang \2 \1"),
        (
            r"^((?:thang [0-9]{1,2}|quy (?:[0-9]|[iv]+)|[0-9]{1,2}/[0-9]{1,2})) - ((?:19|20)[0-9]{2})$",
            r"\1/\2",
        ),
        (r"^(?:giai doan|nhiem ky|thoi gian|thoi ky) (?=[0-9]|tu |nam [0-9])", ""),
        (
            r"^(?:gia han|lui|doi|chuyen|keo dai)(?: han)?(?: them)? (?:(?=den |toi |[0-9]+[/.-]|ngay |thang )|qua )",
            "",
        ),
        (r"^(.*[0-9].*) (?:han (?:chot|cuoi cung|cuoi)|(?:cham|muon|tre) nhat)$", r"han \1"),
        (r"(?<=[0-9]) ?/ ?(?=(?:thang|nam) [0-9])", " "),
        (r"^t ?([2-7]) (?=(?:ngay )?[0-9]{1,2}[/.-][0-9])", r"thu \1 "),
        (rf"(^| )({_DAY_MONTH}) (thu [2-7]|cn|ch[ua]+ nhat)$", r"\1\3 \2"),
        (r"^(tuan (?:nay|sau|toi|truoc)) (thu [2-7]|cn|ch[ua]+ nhat)$", r"\2 \1"),
        (r"^(.+?) truoc ([0-9]{1,2} ?(?:h|g|gio|:)(?: |[0-9]|$).*)$", r"truoc \2 \1"),
        (r"(?<=[0-9]) (?:hom|bua) (?=nua|toi)", " ngay "),
        (r"(?<=[0-9] thang) (dau|cuoi) (?=(?:19|20)[0-9]{2}\b)", r" \1 nam "),
        (r"^trong (tuan|thang|quy|nam)$", r"\1 nay"),
        (r"^trong (?=(?:tuan|thang|quy|nam) |[0-9]{1,2} thang (?:dau|cuoi) )", ""),
        (r"^(?:den )?cuoi ngay$", "het ngay"),
        (r"^(?:den )?cuoi ngay (?=.)", "het "),
        (r"^(?:(?:ke |tinh )?tu )?(.+) tro di$", r"tu \1"),
    )
)


def spellings(text: str) -> list[str]:
    """The plain spellings of a text, one as a rule; none of the words is lost but noise.

    >>> spellings("Ngày ba mươi tháng Sáu ạ"), spellings("thang sau")
    (['ngay 30 thang 6'], ['thang sau', 'thang 6'])
    """
    lower = _MOVED.sub("", _ISO_TIME.sub(" ", normalise(text).lower()))
    tokens = [_marked(token) for token in _TOKEN.findall(lower)]
    unmarked = all(token.isascii() or token in _NOISE for token in tokens)
    variants: list[list[str]] = [[]]
    for token in tokens:
        ways = _ways(token, unmarked=unmarked)
        variants = [[*variant, way] for variant in variants[:4] for way in ways]
    plain = [_spaced([word for word in _with_digits(variant) if word not in _NOISE]) for variant in variants]
    return list(dict.fromkeys(plain))


def _marked(token: str) -> str:
    """One place for the tone mark, and marks for what the keyboard left as letters: "ngayf" is ngày."""
    plain = plain_tones(token)
    if not plain.isascii() or not plain.isalpha():
        return plain
    marked = plain_tones(from_telex(plain))
    return marked if marked in _KNOWN else plain


def _ways(token: str, *, unmarked: bool) -> tuple[str, ...]:
    if unmarked and token == _SIX_OR_NEXT:
        return "sau", "6"
    if unmarked and token == _EVENING_OR_UNTIL:
        return "toi", "evening"
    if token in _KEPT_MARKED:
        return (_KEPT_MARKED[token],)
    if token in _LUNAR:
        return ("lunar",)
    if token.isascii() or token in _DIGITS or token in _TENS:
        return (token,)
    folded = fold(token)
    return (folded,) if token in _VOCABULARY or token in _NOISE else (token,)


def _with_digits(tokens: list[str]) -> list[str]:
    """Spelled-out numbers as digits, where a number belongs: "tháng sáu", "hai tuần", but not "thứ" alone."""
    words: list[str] = []
    at = 0
    while at < len(tokens):
        read = _number(tokens, at)
        if read is not None and _belongs(tokens, at, read[1], words):
            words.append(str(read[0]))
            at = read[1]
            continue
        word = tokens[at]
        words.append(fold(word) if word in _DIGITS or word in _TENS else word)
        at += 1
    return words


def _belongs(tokens: list[str], at: int, end: int, before: list[str]) -> bool:
    following = tokens[end] if end < len(tokens) else ""
    previous = before[-1] if before else ""
    if tokens[at] in {"năm", "nam"} and end == at + 1:
        year_follows = following.isdigit() or following in {"nay", "sau", "truoc", "ngoai", "toi"}
        if previous in {"mung", "mong"}:
            return True
        if previous in {"thang", "thu"}:
            return not (following.isdigit() and len(following) == 4) and not (
                year_follows and before[-2:-1] == ["6"]
            )
        return following in _COUNTED and (previous in {"ngay", "", "sau", "trong", "vong", "truoc"})
    if tokens[at] in {"tu"} and end == at + 1:
        return previous in {"thang", "thu", "quy"}
    if tokens[at] in {"mốt", "mot"} and end == at + 1 and tokens[at] == "mốt":
        return False
    return previous in _NUMBERED or following in _COUNTED or following == "nam"


def _number(tokens: list[str], at: int) -> tuple[int, int] | None:
    """A number up to 99 in words, and where it ends."""

    def one(place: int) -> int:
        return _DIGITS.get(tokens[place], 6 if tokens[place] == "6" else 0) if place < len(tokens) else 0

    if tokens[at] in _TENS:
        if one(at + 1) and tokens[at + 1] not in {"năm", "nam"}:
            return 10 + one(at + 1), at + 2
        return 10, at + 1
    if tokens[at] == "tu" and at + 1 < len(tokens) and tokens[at + 1] in _TENS:
        return None  # "từ mười", not forty.
    first = _DIGITS.get(
        tokens[at], 6 if tokens[at] == "6" and at + 1 < len(tokens) and tokens[at + 1] in _TENS else 0
    )
    if not first:
        return None
    if at + 1 < len(tokens) and tokens[at + 1] in _TENS and first > 1:
        if one(at + 2) and tokens[at + 2] not in {"năm", "nam"}:
            return first * 10 + one(at + 2), at + 3
        return first * 10, at + 2
    if first > 1 and at + 1 < len(tokens) and tokens[at + 1] in _SHORT_ONES:
        return first * 10 + _DIGITS[tokens[at + 1]], at + 2
    return first, at + 1


def _spaced(words: list[str]) -> str:
    """Words and digits parted by one space, separators close to the digits: "30/6/2023 - 31/12/2023"."""
    text = " ".join(words).strip(" .;,?!")
    text = re.sub(r"(?<=[0-9]) ?([/.:]) ?(?=[0-9])", r"\1", text)
    text = re.sub(
        r"^((?!.*\b(?:thang|quy|thu) )[^0-9]*[0-9]{1,2}) - ([0-9]{1,2})(?: - ([0-9]{2,4}))?$", _dashed, text
    )
    text = re.sub(r"(?<![0-9] - )\b([0-9]{1,2}) - ([0-9]{1,2}) - ([0-9]{2,4})\b", r"\1/\2/\3", text)
    text = re.sub(r"\s*(?:[,;()\"]|(?<![0-9]):|:(?![0-9]))\s*", " ", text).strip()
    for pattern, plainer in _REWRITTEN:
        text = pattern.sub(plainer, text).strip()
    return text


def _dashed(found: re.Match[str]) -> str:
    return "-".join(part for part in found.groups() if part)
