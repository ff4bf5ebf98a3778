"""Counts in words, which papers write in front and beside digits: "hai mươi nhà", "02 (hai) xã"."""

import re

from bot.directive.extraction.units import COUNTED

_ONES = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TEN = ("", "một", "hai", "ba", "bốn", "lăm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = ("", "mốt", "hai", "ba", "tư", "lăm", "sáu", "bảy", "tám", "chín")
_SPELLED_TENS = {
    **{f"mười {one}".strip(): str(10 + n) for n, one in enumerate(_AFTER_TEN)},
    **{
        f"{ten} mươi {one}".strip(): str(10 * tens + n)
        for tens, ten in enumerate(_ONES)
        if tens > 1
        for n, one in enumerate(_AFTER_TENS)
    },
}
_SPELLED = {**_SPELLED_TENS, **{one: str(n) for n, one in enumerate(_ONES) if n}}
_SPELLED_WORDS = (
    rf"(?:{'|'.join(_ONES[2:])}) mươi(?: (?:{'|'.join(_AFTER_TENS[1:])}))?"
    rf"|mười(?: (?:{'|'.join(_AFTER_TEN[1:])}))?|{'|'.join(_ONES[1:])}"
)
_SPELLED_OUT = re.compile(
    r"(?<!\w)(?P<verb>(?:ít nhất|tối thiểu|thêm|mới|công nhận|xây dựng|thành lập|mở|xóa|kết nạp|hoàn thành|từ)\s+"
    rf"(?:được\s+)?(?:từ\s+)?|^(?=mười|\w+ mươi))(?P<low>{_SPELLED_WORDS})(?:(?P<to>\s+đến\s+)(?P<high>{_SPELLED_WORDS}))?"
    rf"(?=\s+(?:{COUNTED})(?!\w))"
)
""" "công nhận thêm hai xã": a number in words counts only between such a verb and what is counted, or in front."""
REPEATED = re.compile(
    r"(?<=\d)\s*\((?:\s*(?:mười|mươi|mốt|lăm|linh|lẻ|trăm|" + "|".join(_ONES[1:]) + r"))+\s*\)"
)
""" "02 (hai) xã": the words say again what the digits said."""


def in_digits(low: str) -> str:
    """The lower-case text with its counts in digits ("thêm 2  xã"), each at the offset of its word."""
    return _SPELLED_OUT.sub(_digits, low)


def _digits(found: re.Match[str]) -> str:
    low = found["verb"] + _SPELLED[found["low"]].ljust(len(found["low"]))
    high = found["high"]
    return low + found["to"] + _SPELLED[high].ljust(len(high)) if high else low
