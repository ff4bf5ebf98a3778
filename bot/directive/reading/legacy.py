"""Vietnamese text from before Unicode: which encoding it is in, and what it says.

The table is that of TCVN 5712:1993 (VN3, the ".Vn" fonts), where each letter is one byte of Latin-1.
"""

import re
import unicodedata

_TCVN3_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = str.maketrans(_TCVN3_CODES, _TCVN3_LETTERS)

_COMMON = re.compile(
    r"\b(?:và|của|các|thi đua|phong trào|chỉ tiêu|thực hiện|nhân dân|năm|đạt|tỷ lệ|xã|đồng)\b"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """What a text set in a .Vn font says: from_tcvn3("Thi ®ua") == "Thi đua".

    `capitals` is for the fonts whose name ends in H (.VnTimeH), which show small letters as capitals.
    """
    plain = text.translate(_TCVN3)
    return plain.upper() if capitals else plain


def decode(content: bytes) -> str | None:
    """The text of a plain file in UTF-8, UTF-16, cp1258 or TCVN3, NFC; None when it is none of them."""
    text = _decode_unicode(content)
    if text is None:
        text = _decode_old(content)
    if text is None or _CONTROL.search(text):
        return None
    return unicodedata.normalize("NFC", text)


def _decode_unicode(content: bytes) -> str | None:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _strictly(content, encoding)
    if b"\x00" in content:
        little = content[1::2].count(0) >= content[0::2].count(0)
        return _strictly(content, "utf-16-le" if little else "utf-16-be")
    return _strictly(content, "utf-8")


def _decode_old(content: bytes) -> str | None:
    """The old encoding in which the commonest words of such papers occur most often."""
    readings = []
    for text in (_strictly(content, "cp1258"), from_tcvn3(content.decode("latin-1"))):
        if text is not None:
            composed = unicodedata.normalize("NFC", text)
            readings.append((len(_COMMON.findall(composed.lower())), composed))
    words, best = max(readings, key=lambda reading: reading[0])
    return best if words else None


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
