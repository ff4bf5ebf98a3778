"""The words of a campaign in the text: theme, slogans, movements, commemorations, legal bases."""

import re

from bot.directive.document import Document
from bot.directive.extraction.days import full_date
from bot.directive.extraction.letters import UPPER
from bot.directive.extraction.outline import BULLET, Entry
from bot.directive.model import Commemoration

_QUOTED = r"[“\"]([^“”\"]{3,260})[”\"]"
_QUOTE = re.compile(_QUOTED)
_SLOGAN = re.compile(
    rf"\b(chủ đề(?: thi đua| năm \d{{4}}| là)*|tinh thần|khẩu hiệu"
    rf"|phương châm)\s*(?:là)?\s*:?\s*({_QUOTED}(?:\s*(?:,|;|và)\s*{_QUOTED})*)",
    re.IGNORECASE,
)
_STOP = re.compile(rf"[.]\s+(?=[{UPPER}])")
_STATED = re.compile(r"\b(\d{1,2})\s+phong trào thi đua")
_ANNIVERSARY = re.compile(
    r"\(\s*(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\s*[-–—]\s*(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\s*\)"
)
_YEARS = re.compile(r"(\d{1,4})\s+năm\s+(?=\S)")
_BASIS = re.compile(
    r"(?:Chỉ thị|Nghị quyết|Kế hoạch|Quyết định|Luật|Nghị định|Thông tư|Kết luận|Hướng dẫn"
    r"|Chương trình|Báo cáo)\s+(?:số\s+)?\d[\w/.-]*,?\s+ngày\s+"
    r"(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})\s+của\s+.+?(?=\s+(?:về|khóa"
    r"|tại|nhằm|ban hành)\b|[,;.:]|$)"
)


def slogans_of(text: str) -> tuple[str | None, tuple[str, ...]]:
    """(the theme, all slogans, the theme first): "với chủ đề “…”", "với tinh thần “…” và “…”"."""
    themes: list[str] = []
    others: list[str] = []
    for found in _SLOGAN.finditer(text):
        kept = themes if found[1].lower().startswith("chủ đề") else others
        kept += [quoted.strip() for quoted in _QUOTE.findall(found[2])]
    slogans = tuple(dict.fromkeys(themes + others))
    return (slogans[0] if slogans else None), slogans


def movements_of(entries: list[Entry]) -> tuple[tuple[str, ...], int | None]:
    """The movements that the text lists by name, and how many it says they are.

    The longest run of quoted titles in one sentence that speaks of "phong trào"; or the quoted titles of the bullets
    below such a sentence.
    """
    best: list[str] = []
    stated = None
    for n, entry in enumerate(entries):
        for sentence in _STOP.split(entry.body):
            titles = _run(sentence)
            if not titles and re.search(r"phong trào[^:]*:\s*$", sentence):
                titles = _bulleted(entries[n + 1 :])
            if len(titles) > len(best):
                count = _STATED.search(sentence)
                best, stated = titles, int(count[1]) if count else None
    return tuple(best), stated


def _run(sentence: str) -> list[str]:
    first = _QUOTE.search(sentence)
    if not first or "phong trào" not in sentence[max(0, first.start() - 160) : first.start()].lower():
        return []
    titles = []
    for quoted in _QUOTE.finditer(sentence):
        before = sentence[max(0, quoted.start() - 40) : quoted.start()].lower()
        if not re.search(r"(?:chủ đề|tinh thần|khẩu hiệu|phương châm|việc|về)\s*:?\s*$", before):
            titles.append(" ".join(quoted[1].split()).strip(" .,;"))
    return titles


def _bulleted(following: list[Entry]) -> list[str]:
    titles = []
    for entry in following:
        quoted = _QUOTE.search(entry.body)
        if entry.style != BULLET or not quoted:
            break
        titles.append(" ".join(quoted[1].split()).strip(" .,;"))
    return titles


def commemorations_of(entries: list[Entry], phase_of_line: dict[int, int]) -> tuple[Commemoration, ...]:
    """Each "93 năm Ngày … (03/02/1930 - 03/02/2023)"; a second day after "và" shares the years of the first."""
    found: list[Commemoration] = []
    for entry in entries:
        text = entry.paragraph.text
        start, years = 0, None
        for pair in _ANNIVERSARY.finditer(text):
            since, day = full_date(pair[1]), full_date(pair[2])
            told = text[start : pair.start()]
            counted = _YEARS.search(told)
            if counted:
                years = int(counted[1])
                title = told[counted.end() :]
            else:
                title = re.sub(r"^.*[;:]", "", told)
            start = pair.end()
            if since and day and day.year > since.year:
                line = entry.paragraph.line_at(pair.start())
                found.append(
                    Commemoration(
                        title=re.sub(r"^(?:\s|,|;|và\b|kỷ niệm\b|chào mừng\b)+", "", title).strip(),
                        years=years,
                        since=since,
                        day=day,
                        phase=phase_of_line.get(entry.paragraph.line, phase_of_line.get(line)),
                    )
                )
    return tuple(found)


def bases_of(document: Document, entries: list[Entry]) -> tuple[str, ...]:
    """The documents that the preamble (all before the first numbered part) and the footnotes rest on."""
    preamble = []
    for entry in entries:
        if entry.path:
            break
        preamble.append(entry.paragraph.text)
    texts = preamble + [note.text for note in document.footnotes]
    return tuple(dict.fromkeys(found[0].strip() for text in texts for found in _BASIS.finditer(text)))
