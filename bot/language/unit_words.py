"""The words that say what a unit is, and how offices shorten their own names: what names.py knows beforehand."""

from typing import NamedTuple

from bot.language.syllables import Word, words_of

PLACES = frozenset({"province", "district", "commune", "village"})
OWN_NAMED = frozenset({"office", "union", "centre"})
"""Bodies that are known by what they do, so that a part of the name is enough: "phòng tài chính"."""
ONE_A_PLACE = frozenset({"police", "army", "party", "council", "health"})
"""Bodies of which each place has one, so that the class word and the place name them."""
NAMED_ALONE = ONE_A_PLACE - {"health"}
"""And these are meant even where no place is said."""
MISTAKEN = frozenset({"commune", "district", "village", "enterprise"})
"""Families whose class words are mistaken for each other, and are after every reform: thị trấn, now xã."""
STAGES = frozenset({"kindergarten", "primary", "secondary", "high"})


class Class(NamedTuple):
    """What a class word says: a family, and which of it: (commune, xa), (office, phong), (school, primary)."""

    family: str
    detail: str


# family: class words by detail; an abbreviation may stand for several.
_CLASSES = {
    "province": "tỉnh | thành phố, tp",
    "district": "huyện, h | quận, q | thị xã, tx | thành phố, tp",
    "commune": "xã, x | phường, p | thị trấn, tt | đặc khu, đk",
    "village": "thôn | xóm | bản | làng | ấp | buôn | bon | khóm | phum | sóc | tổ, tổ dân phố, tdp, to dp"
    " | khu phố, kp, khu | khu dân cư, kdc, khu | khối phố, khối, kp | khu | tiểu khu, tk | chòm",
    "school": "trường, trường học, trường phổ thông, phổ thông, trường pt, ptdtbt, ptdtnt, dtnt, dtbt, dân tộc nội trú,"
    " dân tộc bán trú, phổ thông dân tộc nội trú, phổ thông dân tộc bán trú, liên cấp",
    "school kindergarten": "mầm non, mn, mẫu giáo",
    "school primary": "tiểu học, th",
    "school secondary": "trung học cơ sở, thcs",
    "school high": "trung học phổ thông, thpt",
    "office": "phòng, p, phòng ban | sở | ban | chi cục | cục | ty",
    "union": "hội | đoàn | liên đoàn | ủy ban, ub | công đoàn",
    "centre": "trung tâm, tt",
    "health": "trạm y tế, tyt, trạm",
    "police": "công an, ca",
    "army": "ban chỉ huy quân sự, bch quân sự, quân sự, xã đội, phường đội, huyện đội, tỉnh đội",
    "party": "đảng ủy, đảng bộ",
    "council": "hội đồng nhân dân",
    "cooperative": "hợp tác xã, htx",
    "enterprise": "công ty, cty | công ty tnhh, cty tnhh | công ty cổ phần, ctcp, công ty cp | doanh nghiệp, dn",
    "cluster": "cụm, cụm thi đua | khối, khối thi đua",
}
GOVERNMENT = ("uy", "ban", "nhan", "dan")
"""The people's committee is its place: "UBND xã Hòa An" is the commune Hòa An."""

# Written out before anything is compared; other initials are found by the words that they stand for.
_SHORT_FORMS = {
    "hdnd": "hội đồng nhân dân", "ubnd": "ủy ban nhân dân", "mttq": "mặt trận tổ quốc", "du": "đảng ủy",
    "ubmttq": "ủy ban mặt trận tổ quốc", "vp": "văn phòng", "ldld": "liên đoàn lao động", "dtn": "đoàn thanh niên",
    "gddt": "giáo dục đào tạo", "tnmt": "tài nguyên môi trường", "ldtbxh": "lao động thương binh xã hội",
    "nnptnt": "nông nghiệp phát triển nông thôn", "nnmt": "nông nghiệp môi trường", "vhxh": "văn hóa xã hội",
    "vhtt": "văn hóa thông tin", "tckh": "tài chính kế hoạch", "khdt": "kế hoạch đầu tư", "khcn": "khoa học công nghệ",
    "ktht": "kinh tế hạ tầng", "ca": "công an", "cax": "công an xã", "cah": "công an huyện", "qs": "quân sự",
    "chqs": "chỉ huy quân sự", "bchqs": "ban chỉ huy quân sự", "vhttdl": "văn hóa thể thao du lịch",
    "tttt": "thông tin truyền thông", "qldt": "quản lý đô thị", "lhpn": "liên hiệp phụ nữ", "hpn": "hội phụ nữ",
    "hnd": "hội nông dân", "ccb": "cựu chiến binh", "tncs": "thanh niên cộng sản", "hcm": "hồ chí minh",
    "kbnn": "kho bạc nhà nước", "bhxh": "bảo hiểm xã hội", "nhcsxh": "ngân hàng chính sách xã hội",
    "ttyt": "trung tâm y tế", "ktxh": "kinh tế xã hội", "cchc": "cải cách hành chính", "tdtt": "thể dục thể thao",
    "gd": "giáo dục", "ubkt": "ủy ban kiểm tra",
}  # fmt: skip
_TAILS = ("cộng sản hồ chí minh", "cộng sản", "việt nam")
"""What the full names of unions end in, and nobody says."""
_BEFORE = ("dạ", "thưa", "em ở", "em là", "em bên", "em", "bên", "chỗ", "đơn vị của em là", "đơn vị của em", "đơn vị",
           "của", "anh", "chị", "cho em", "gửi", "tên")  # fmt: skip
_BEHIND = ("ạ", "nhé", "nhá", "cũ", "nhé anh", "nhé chị", "nha anh", "nha chị")
_ALSO_UNMARKED = frozenset(
    {"don vi", "don vi cua em", "don vi cua em la", "em o", "em la", "em ben", "cho em"}
)
FILLERS = frozenset({"va"})
ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vii": "7", "viii": "8", "ix": "9"}

Phrase = tuple[Word, ...]


def _phrases(text: str) -> tuple[Phrase, ...]:
    return tuple(words_of(phrase) for phrase in text.split(","))


def _classes() -> dict[tuple[str, ...], list[tuple[Phrase, Class]]]:
    found: dict[tuple[str, ...], list[tuple[Phrase, Class]]] = {}
    for key, details in _CLASSES.items():
        family, _, stage = key.partition(" ")
        for detail in details.split("|"):
            phrases = _phrases(detail)
            name = stage if family == "school" else " ".join(word.plain for word in phrases[0])
            for phrase in phrases:
                plain = tuple(word.plain for word in phrase)
                found.setdefault(plain, []).append((phrase, Class(family, name)))
    return found


CLASSES = _classes()
LONGEST_CLASS: dict[str, int] = {}
"""How many words a class word has at most, by the first of them."""
for _words in CLASSES:
    LONGEST_CLASS[_words[0]] = max(len(_words), LONGEST_CLASS.get(_words[0], 0))
SHORT_FORMS = {short: tuple(word.plain for word in words_of(full)) for short, full in _SHORT_FORMS.items()}
TAILS = tuple(tuple(word.plain for word in words_of(tail)) for tail in _TAILS)
BEFORE = sorted(map(words_of, _BEFORE), key=len, reverse=True)
BEHIND = sorted(map(words_of, _BEHIND), key=len, reverse=True)


def is_polite(typed: Phrase, phrase: Phrase) -> bool:
    """Whether these words are the polite ones, and not a name that looks like them: "dạ", not "Đạ"."""
    if [word.plain for word in typed] != [word.plain for word in phrase]:
        return False
    unmarked = " ".join(word.plain for word in typed) in _ALSO_UNMARKED and not any(w.marks for w in typed)
    return unmarked or [word.marks for word in typed] == [word.marks for word in phrase]
