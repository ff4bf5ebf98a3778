"""A report in words is taken apart at its headings: "I. Kết quả…", "Tồn tại, hạn chế", "Nguyên nhân", "Kiến nghị"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.campaign.model import NarrativePart
from bot.language.folding import fold, normalise, words

LONGEST_HEADING = 18
"""Words of a heading; a longer line is a sentence."""

# What a heading is numbered with: chapters end a part, numbers below them only where they name another one.
_CHAPTER = re.compile(r"\s*(?:phần\s+(?:thứ\s+)?\w+\s*[:.\-]?|[IVX]{1,4}\s*[.)\-/:])\s*", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*\s*[.)\-/:]|[a-hđ]\s*[.)])\s*|\s*[-+*•]\s*")
_NAMES = {
    NarrativePart.RESULTS: ("ket qua", "uu diem"),
    NarrativePart.SHORTCOMINGS: (
        "ton tai",
        "han che",
        "khuyet diem",
        "kho khan",
        "vuong mac",
        "ton tai han che",
    ),
    NarrativePart.CAUSES: ("nguyen nhan",),
    NarrativePart.PROPOSALS: ("kien nghi", "de xuat", "de nghi"),
}
# Words that stand in headings beside the names and say nothing of their own.
_BESIDE = frozenset(
    words(
        "một số những các về và của với trong kỳ nổi bật đạt được thực hiện chủ yếu chính khách quan yếu kém còn công tác"
        " đánh giá phần tóm tắt chung cấp trên ý kiến giải pháp thắng lợi nhiệm vụ chỉ tiêu"
    )
)
_INLINE = re.compile(r"(?P<heading>[^:]{3,80}):\s*(?P<text>\S.*)", re.DOTALL)


@dataclass(kw_only=True, slots=True)
class SplitNarrative:
    """The text of each part that was recognised, and what stood elsewhere (letterhead, other chapters)."""

    parts: dict[NarrativePart, str] = field(default_factory=dict)
    rest: str = ""


def split_narrative(lines: Iterable[str]) -> SplitNarrative:
    """Take the lines of a report apart. A heading that names two parts leaves its text to the rest: nobody can tell.

    >>> split_narrative(["I. KẾT QUẢ NỔI BẬT", "Trồng 20 ha.", "II. Nguyên nhân", "Hạn hán."]).parts.values()
    dict_values(['Trồng 20 ha.', 'Hạn hán.'])
    """
    found: dict[NarrativePart | None, list[str]] = {}
    part: NarrativePart | None = None
    for line in lines:
        text = normalise(line).strip()
        if not text:
            continue
        named, under = _named(text)
        if named is None:
            if _is_chapter(text):
                part = None
            found.setdefault(part, []).append(text)
            continue
        new = next(iter(named)) if len(named) == 1 else None
        if new is None or (new is part and not _is_chapter(text)):
            part = new
            found.setdefault(part, []).append(text)
            continue
        part = new
        if under:
            found.setdefault(part, []).append(under)
    return SplitNarrative(
        parts={key: "\n".join(found[key]) for key in NarrativePart if found.get(key)},
        rest="\n".join(found.get(None, ())),
    )


def _is_chapter(text: str) -> bool:
    """Whether the line begins a chapter: "III. Phương hướng", "PHẦN THỨ HAI"."""
    return _CHAPTER.match(text) is not None and len(words(text)) <= LONGEST_HEADING


def _named(text: str) -> tuple[frozenset[NarrativePart] | None, str]:
    """The parts that a heading names, and what follows it in its own line; None where the line is no heading."""
    inline = _INLINE.fullmatch(text)
    if inline:
        named = _parts_of(inline["heading"], sure=False)
        if named and not inline["text"].startswith("//"):
            return named, inline["text"]
    chapter = _CHAPTER.match(text)
    named = _parts_of(text, sure=chapter is not None or text.isupper())
    return named, ""


def _parts_of(heading: str, *, sure: bool) -> frozenset[NarrativePart] | None:
    """The parts named by a heading. Unless it is `sure` to be one, it may hold nothing but their names."""
    chapter = _CHAPTER.match(heading) or _NUMBER.match(heading)
    bare = heading[chapter.end() :] if chapter else heading
    said = words(bare)
    if not said or len(said) > LONGEST_HEADING:
        return None
    plain = " ".join(("", *said, ""))
    named = {part for part, names in _NAMES.items() if any(f" {name} " in plain for name in names)}
    if not named:
        return None
    if sure:
        first = min(
            plain.find(f" {name} ") for names in _NAMES.values() for name in names if f" {name} " in plain
        )
        begins = plain[:first].split()
        return frozenset(named) if set(begins) <= _BESIDE else None
    left = plain
    for names in _NAMES.values():
        for name in names:
            left = left.replace(f" {name} ", "  ").replace("  ", " ")
    if fold(bare).rstrip().endswith((";", ",")):
        return None
    return frozenset(named) if set(left.split()) <= _BESIDE else None
