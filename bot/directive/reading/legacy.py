"""Vietnamese text from before Unicode: which encoding it is in, and what it says.

Two tables: TCVN 5712:1993 (VN3, the ".Vn" fonts), where each letter is one byte of Latin-1, and VNI-Windows (the
"VNI-" fonts), where a vowel and its marks are two letters.
"""

import re
import unicodedata

_TCVN3_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = str.maketrans(_TCVN3_CODES, _TCVN3_LETTERS)

_VNI_TONES = dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_VNI_SHAPES = {
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ì": "ì", "í": "í"}
_VNI = re.compile(r"([aeouyôö])([øùûõïâàáåãäêèéúüë])|[ñôöîæóò]", re.IGNORECASE)

_OLD_FONT = re.compile(r"^(?:[A-Z]{6}\+)?(?:(?P<tcvn3>\.Vn)|VNI[- ])(?P<name>[^,\-]*)", re.IGNORECASE)

_SYMBOLS = re.compile(r"^(?:[A-Z]{6}\+)?(?:symbol|wingdings|webdings)", re.IGNORECASE)
_SYMBOL = re.compile(r"[\xa1-\xff\uf021-\uf0ff]")
_PRIVATE = re.compile(r"[\uf021-\uf0ff]")
_SIGNS = {0x2D: "-", 0x2B: "+", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB0: "°", 0xB9: "≠", 0xBB: "≈"}

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


def from_vni(text: str) -> str:
    """What a text set in a VNI font says: from_vni("phong traøo") == "phong trào"."""

    def letter(found: re.Match[str]) -> str:
        vowel, mark = found[1] or found[0], (found[2] or "").lower()
        plain = _VNI_LETTERS.get(vowel.lower(), vowel.lower())
        whole = unicodedata.normalize("NFC", plain + (_VNI_TONES.get(mark) or _VNI_SHAPES.get(mark, "")))
        return whole.upper() if vowel.isupper() else whole

    return _VNI.sub(letter, text)


def from_font(text: str, font: str) -> str:
    """What a reader sees when `text` is set in `font`; as it is but for the old fonts and those of symbols.

    >>> from_font("chØ thÞ", ".VnTimeH")
    'CHỈ THỊ'
    """
    old = _OLD_FONT.match(font)
    if old is None:
        return _SYMBOL.sub(lambda found: _drawn(found[0]), text) if _SYMBOLS.search(font) else _private(text)
    if old["tcvn3"]:
        return from_tcvn3(text, capitals=old["name"].strip().upper().endswith("H"))
    return from_vni(text)


def _private(text: str) -> str:
    return _PRIVATE.sub(lambda found: _drawn(found[0]), text)


def _drawn(letter: str) -> str:
    """What a font of symbols draws: a sign of comparison, else one of its many bullets."""
    return _SIGNS.get(ord(letter) & 0xFF, "•")


def decode(content: bytes) -> str | None:
    """The text of a plain file in UTF-8, UTF-16, cp1258, TCVN3 or VNI, NFC; None when it is none of them."""
    text = _decode_unicode(content)
    if text is None:
        text = _said_most([_strictly(content, "cp1258"), *_in_old_fonts(content.decode("latin-1"))])
    elif not _COMMON.search(text.lower()):
        # Copied out of an old font, the letters are Unicode and still mean others.
        text = _said_most(_in_old_fonts(text)) or text
    if text is None or _CONTROL.search(text):
        return None
    return unicodedata.normalize("NFC", text)


def _in_old_fonts(text: str) -> list[str | None]:
    return [from_tcvn3(text), from_vni(text)]


def _decode_unicode(content: bytes) -> str | None:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _strictly(content, encoding)
    if b"\x00" in content:
        little = content[1::2].count(0) >= content[0::2].count(0)
        return _strictly(content, "utf-16-le" if little else "utf-16-be")
    return _strictly(content, "utf-8")


def _said_most(readings: list[str | None]) -> str | None:
    """The reading in which the commonest words of such papers occur most often; None where they occur in none."""
    counted = [
        (len(_COMMON.findall(composed.lower())), composed)
        for composed in (unicodedata.normalize("NFC", text) for text in readings if text is not None)
    ]
    words, best = max(counted, key=lambda reading: reading[0])
    return best if words else None


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
