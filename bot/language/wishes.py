"""What people type instead of tapping a button: "thôi", "nộp báo cáo", "đúng rồi"."""

from enum import StrEnum

from bot.language.folding import words


class Wish(StrEnum):
    """What the words of a button ask for, with marks or without."""

    STOP = "stop"
    NO = "no"
    YES = "yes"
    REPORT = "report"
    LOOK = "look"
    MEND = "mend"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"


_SAID = {
    Wish.STOP: ("hủy", "hủy bỏ", "quay lại", "không rút nữa", "không sửa nữa", "khỏi sửa", "khỏi rút"),
    Wish.NO: ("không", "ko", "không phải", "không đúng"),
    Wish.YES: ("đúng", "đúng rồi", "đúng vậy", "đúng giữ", "vâng", "ừ", "ok", "oke", "có", "giữ", "được"),
    Wish.REPORT: ("báo cáo", "nhập báo cáo", "nhập số liệu", "báo cáo cần nộp"),
    Wish.LOOK: ("xem", "xem lại", "xem báo cáo", "xem toàn bộ", "xem và nộp báo cáo"),
    Wish.MEND: ("sửa", "sai", "sai rồi", "nhầm", "nhầm rồi", "sửa số vừa nhập", "sửa lại số vừa nhập"),
    Wish.SUBMIT: ("nộp", "nộp báo cáo", "nộp luôn", "gửi", "gửi báo cáo"),
    Wish.WITHDRAW: ("rút", "rút lại", "rút báo cáo", "rút lại báo cáo"),
}
_WISHES = {words(said): wish for wish, every in _SAID.items() for said in every}
_POLITE = frozenset({"a", "nhe", "nha", "di", "em", "anh", "chi", "bot", "vang", "da"})
"""Words around a wish that change nothing of it."""
_ONWARDS = frozenset({"di", "luon"})
_LONGEST_STOP = 5


def read_wish(text: str) -> Wish | None:
    """What a text asks for that says nothing else; None for any other.

    >>> read_wish("nop bao cao nhe"), read_wish("Thôi, không rút nữa"), read_wish("12,5 tỷ")
    (<Wish.SUBMIT: 'submit'>, <Wish.STOP: 'stop'>, None)
    """
    if len(text) > 40:
        return None
    said = words(text)
    if (found := _WISHES.get(said)) is not None:
        return found
    plain = tuple(word for word in said if word not in _POLITE)
    if plain[:1] == ("thoi",) and len(plain) <= _LONGEST_STOP:
        # "Thôi, nộp đi" has had enough of the questions, "thôi nộp" of handing in.
        goes_on = said[-1] in _ONWARDS
        return _WISHES.get(plain[1:], Wish.STOP) if goes_on else Wish.STOP
    return _WISHES.get(plain)
