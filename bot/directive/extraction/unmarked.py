"""Lines that were typed without marks: the words that the grammar needs get theirs back."""

import re

_AFTER_NUMBER = {
    "nghin ty dong": "nghìn tỷ đồng", "ty dong": "tỷ đồng", "trieu dong": "triệu đồng", "nghin dong": "nghìn đồng",
    "dong": "đồng", "ty": "tỷ", "trieu": "triệu", "tan": "tấn", "ta": "tạ", "hop tac xa": "hợp tác xã", "ho": "hộ",
    "xa": "xã", "phuong": "phường", "thon": "thôn", "to dan pho": "tổ dân phố", "truong": "trường", "nguoi": "người",
    "luot nguoi": "lượt người", "luot khach": "lượt khách", "lao dong": "lao động", "doanh nghiep": "doanh nghiệp",
    "mo hinh": "mô hình", "san pham": "sản phẩm", "dang vien": "đảng viên", "cong trinh": "công trình", "nha": "nhà",
    "vu": "vụ", "tieu chi": "tiêu chí", "phan tram": "%",
}  # fmt: skip
_BEFORE_NUMBER = {
    "tren": "trên", "duoi": "dưới", "tu": "từ", "toi thieu": "tối thiểu", "it nhat": "ít nhất", "toi da": "tối đa",
    "khong duoi": "không dưới", "khong qua": "không quá", "dat": "đạt", "con": "còn",
}  # fmt: skip
_ANYWHERE = {
    "tro len": "trở lên", "tro xuong": "trở xuống", "giam": "giảm", "tang them": "tăng thêm", "tang": "tăng",
    "duy tri": "duy trì", "co them": "có thêm", "them": "thêm", "thanh lap moi": "thành lập mới", "ty le": "tỷ lệ",
    "xay dung": "xây dựng", "ho ngheo": "hộ nghèo", "binh quan dau nguoi": "bình quân đầu người",
    "dien tich": "diện tích", "luy ke": "lũy kế", "trong do": "trong đó", "phan dau": "phấn đấu",
}  # fmt: skip


def _any(words: dict[str, str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_WORDS = re.compile(
    rf"(?<=\d)(?P<gap>\s*)(?P<after>{_any(_AFTER_NUMBER)})\b|\b(?P<anywhere>{_any(_ANYWHERE)})\b"
    rf"|\b(?P<before>(?:(?:{_any(_BEFORE_NUMBER)})\s+)+)(?=\d)",
    re.IGNORECASE,
)


def with_marks(line: str) -> str:
    """ "Giam ty le ho ngheo 4% tro len" -> "giảm tỷ lệ hộ nghèo 4% trở lên"; a line that has marks stays."""
    return _WORDS.sub(_marked, line) if line.isascii() else line


def _marked(found: re.Match[str]) -> str:
    if found["after"]:
        return found["gap"] + _AFTER_NUMBER[found["after"].lower()]
    if found["anywhere"]:
        return _ANYWHERE[found["anywhere"].lower()]
    words = found["before"].lower()
    for bare in sorted(_BEFORE_NUMBER, key=len, reverse=True):
        words = re.sub(rf"\b{bare}\b", _BEFORE_NUMBER[bare], words)
    return words
