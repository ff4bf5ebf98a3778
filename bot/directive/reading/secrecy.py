"""The marks of state secrets: MẬT, TỐI MẬT, TUYỆT MẬT. They stand alone; a sentence that uses the word is none."""

import re

_NO_LETTERS = re.compile(r"[\W\d_]+")
_GRADE = r"(?:tuyệt|tối)?mật(?:thượngkhẩn|khẩn|hỏatốc|hoảtốc)?"
_TOLD = re.compile(rf"(?:mức)?độmật{_GRADE}")
_STAMPED = re.compile(rf"(?:tàiliệu|vănbản|dấu)?{_GRADE}")
_LONGEST = 60


def is_marked(text: str) -> bool:
    """Whether a line is a mark of secrecy: "MẬT", "Độ mật: Tối mật", "T U Y Ệ T  M Ậ T"."""
    if len(text) > _LONGEST or "ậ" not in text.lower():
        return False
    squeezed = _NO_LETTERS.sub("", text)
    if _TOLD.fullmatch(squeezed.lower()):
        return True
    stamped = squeezed.isupper() or squeezed in ("Mật", "TốiMật", "Tốimật", "TuyệtMật", "Tuyệtmật")
    return stamped and _STAMPED.fullmatch(squeezed.lower()) is not None
