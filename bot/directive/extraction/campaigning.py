"""The words of a campaign in the text: theme, slogans, movements, commemorations, legal bases."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.directive.document import Document
from bot.directive.extraction.days import full_date, moment
from bot.directive.extraction.launching import Launch, launches
from bot.directive.extraction.letters import SENTENCE_END, UPPER
from bot.directive.extraction.outline import BULLET, Entry
from bot.directive.extraction.period import Period
from bot.directive.model import Commemoration

_QUOTED = r"(?:[“”\"«](?P<a{0}>[^“”\"«»]{{2,260}})[”“\"»]|‘(?P<b{0}>[^‘’]{{2,260}})’)"
QUOTE = re.compile(_QUOTED.format(""))
_SLOGAN = re.compile(
    rf"\b(?P<word>chủ đề|khẩu hiệu|phương châm|tinh thần)\b[^“”\"«‘.;:\n]{{0,30}}:?\s*(?P<quotes>{_QUOTED.format(1)}"
    rf"(?:\s*(?:,|;|và)\s*{_QUOTED.format(2)})*)",
    re.IGNORECASE,
)
_PLAIN_THEME = re.compile(
    r"^chủ đề(?: thi đua)?(?: năm \d{4})?\s*:\s*(?P<theme>[^“”\"«]{8,200}?)\s*[.;]*$", re.IGNORECASE
)
_STOP = re.compile(rf"[.]\s+(?=[{UPPER}])")
_STATED = re.compile(r"\b(\d{1,2})\s+phong trào thi đua")
_NAMES_MOVEMENT = re.compile(r"phong trào[^“”\"«‘.;:]{0,60}:?\s*$", re.IGNORECASE)
_LISTS_MOVEMENTS = re.compile(r"phong trào[^“”\"«‘.;:]{0,120}:\s*$", re.IGNORECASE)
_NO_MOVEMENT = re.compile(
    r"(?:chủ đề|khẩu hiệu|phương châm|tinh thần|việc|\bvề|cuộc vận động|cuộc thi|danh hiệu|mô hình|lời kêu gọi"
    r"|câu lạc bộ)[^“”\"«‘.;:,]{0,25}:?\s*$",
    re.IGNORECASE,
)
_DAY = r"\d{1,2}\s?[/.-]\s?\d{1,2}"
_ANNIVERSARY = re.compile(
    rf"\(\s*(?:ngày\s+)?(?P<since>{_DAY}[/.-]\d{{4}})\s*[-–—]\s*(?:ngày\s+)?(?P<day>{_DAY}[/.-]\d{{4}})\s*\)"
    rf"|\(\s*(?:ngày\s+)?(?P<alone>{_DAY}(?:[/.-]\d{{4}})?)\s*\)|(?<=[a-zà-ỹ])\s+(?P<bare>{_DAY}(?:/\d{{4}})?)(?![\d/])",
)
_GOES_ON = re.compile(r"\s*(?:và|,)\s")
_NEAR = 400
"""What stands farther before a place than this says nothing of it."""
_YEARS = re.compile(r"(?<!tháng )\b(?P<years>\d{1,4})\s+năm\s+(?=[^\W\d])", re.IGNORECASE)
_LEADS_TO_DATE = re.compile(r"\b(?:ngày|trước|đến|từ|sau|hết|vào|tháng|đạt|số)$", re.IGNORECASE)
_CELEBRATED = re.compile(r"^(?:\s|,|;|và\b|kỷ niệm\b|chào mừng\b|mừng\b)+", re.IGNORECASE)
_BASIS = re.compile(
    r"(?:Chỉ thị|Nghị quyết|Kế hoạch|Quyết định|Luật|Nghị định|Thông tư|Kết luận|Hướng dẫn"
    r"|Chương trình|Báo cáo)\s+(?:số\s+)?\d[\w/.-]*,?\s+ngày\s+"
    r"(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})\s+của\s+.+?(?=\s+(?:về|khóa"
    r"|tại|nhằm|ban hành)\b|[,;.:]|$)"
)


def quoted(found: re.Match[str]) -> str:
    return " ".join((found["a"] or found["b"]).split()).strip(" .,;")


def slogans_of(entries: list[Entry]) -> tuple[str | None, tuple[str, ...]]:
    """(the theme, all slogans, the theme first).

    The theme is what stands as "chủ đề"; else the slogan of the sentence that launches, or of a line of its own.
    """
    themes: list[str] = []
    own: list[str] = []
    others: list[str] = []
    text = "\n".join(entry.body for entry in entries)
    for found in _SLOGAN.finditer(text):
        before = text[max(0, found.start() - _NEAR) : found.start()]
        lead = re.split(rf"\n|{SENTENCE_END}", before)[-1].strip()
        slogans = own if not lead or launches(lead) else others
        kept = themes if found["word"].lower() == "chủ đề" else slogans
        kept += [quoted(one) for one in QUOTE.finditer(found["quotes"])]
    themes += [plain["theme"] for entry in entries if (plain := _PLAIN_THEME.match(entry.body))]
    every = tuple(dict.fromkeys(themes + own + others))
    return (every[0] if themes or own else None), every


def movements_of(
    entries: list[Entry], title: str | None, launch: Launch
) -> tuple[tuple[str, ...], int | None]:
    """The movements that the text names in quotation marks, each once, and how many it says they are.

    Where a sentence states how many there are and names as many, they are those.
    """
    found: list[str] = []
    for sentence in [*([title] if title else []), *_sentences(entries, launch)]:
        names = list(_named(sentence))
        stated = _STATED.search(sentence)
        run = list(_first_run(sentence)) if stated else []
        if stated and int(stated[1]) == len(run):
            return tuple(run), len(run)
        found += names
    return tuple(_each_once(found)), None


def _sentences(entries: list[Entry], launch: Launch) -> Iterator[str]:
    """Each sentence after the launch; a list below "… các phong trào thi đua:" is one sentence with it."""
    n = 0
    while n < len(entries):
        entry, n = entries[n], n + 1
        body = entry.body[launch.offset if n - 1 == launch.n else 0 :]
        if n - 1 < launch.n:
            continue
        if re.search(r"phong trào[^.:]*:?\s*$", body):
            while n < len(entries) and _is_listed(entries[n], entry):
                body, n = f"{body} {entries[n].body}", n + 1
        yield from _STOP.split(body)


def _is_listed(one: Entry, above: Entry) -> bool:
    deeper = one.depth > above.depth or (one.style == BULLET and above.style != BULLET)
    return deeper and bool(QUOTE.search(one.body[:120]))


def _named(sentence: str) -> Iterator[str]:
    """The quoted names that "phong trào" introduces, and those that go on from one such name."""
    for run in _runs(sentence):
        yield from (quoted(one) for one in run)


def _first_run(sentence: str) -> Iterator[str]:
    yield from (quoted(one) for run in list(_runs(sentence))[:1] for one in run)


def _runs(sentence: str) -> Iterator[list[re.Match[str]]]:
    run: list[re.Match[str]] = []
    end = 0
    for one in QUOTE.finditer(sentence):
        between = sentence[end : one.start()]
        alone = not re.search(r"\w", re.sub(r"giai đoạn[\s\d–-]*|năm \d{4}|\bvà\b", "", between))
        goes_on = run and (alone or len(between) < 90) and not re.search(r"[a-zà-ỹ]{2}[.]", between)
        end = one.end()
        if _NO_MOVEMENT.search(between):
            continue
        if _NAMES_MOVEMENT.search(between) or _LISTS_MOVEMENTS.search(between):
            if run and len(between) >= 90:
                yield run
                run = []
            run.append(one)
        elif goes_on:
            run.append(one)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _each_once(names: list[str]) -> list[str]:
    """Without repetitions; of a name in capitals and the same in small letters, the latter."""
    kept: dict[str, str] = {}
    for name in names:
        key = re.sub(r"\W+", " ", name).casefold().strip()
        if key not in kept or kept[key].isupper():
            kept[key] = name
    return list(kept.values())


def commemorations_of(
    entries: list[Entry], period: Period, launch: Launch, *, title: str | None, year: int | None
) -> tuple[Commemoration, ...]:
    """Each "93 năm Ngày … (03/02/1930 - 03/02/2023)" or "… (3/2)", the body's before those of the title alone.

    What the preamble tells of years past is no occasion of this campaign.
    """
    found = [
        replace(one, phase=period.phase_at(n, at))
        for n, entry in enumerate(entries)
        for at, one in _commemorated(entry.body, year)
        if not (launch.is_before(n, at) and year is not None and one.day.year < year)
    ]
    known = {one.day for one in found}
    titled = [one for _, one in _commemorated(title or "", year) if one.day not in known]
    return (*titled, *found)


def _commemorated(text: str, year: int | None) -> Iterator[tuple[int, Commemoration]]:
    """Each anniversary of a text with its offset; a second day after "và" shares the years of the first."""
    start, years, last_year = 0, None, year
    for dated in _ANNIVERSARY.finditer(text):
        told = re.split(r"[.]\s", text[max(start, dated.start() - _NEAR) : dated.start()])[-1]
        counted = _YEARS.search(told)
        # "và Ngày bầu cử 23/5/2021" has a year of its own, and is no anniversary.
        shares = dated["since"] or not re.search(r"\d{4}", dated["alone"] or dated["bare"])
        follows = years is not None and shares and _GOES_ON.match(text, start)
        title = told[counted.end() :] if counted else re.sub(r"^.*[;:]", "", told)
        title = _CELEBRATED.sub("", title).strip(" ,–-")
        since, day = _days(dated, last_year if follows else year)
        whole = dated["since"] is not None
        if day is None or (whole and since is None) or not title or not (counted or follows or whole):
            continue
        if dated["bare"] and (not title[0].isupper() or len(title) > 90 or _LEADS_TO_DATE.search(title)):
            continue
        start = dated.end()
        own = int(counted["years"]) if counted else years
        if since and not counted and own != day.year - since.year:
            own = None
        years, last_year = own, day.year
        yield dated.start(), Commemoration(title=title, years=own, since=since, day=day, phase=None)


def _days(dated: re.Match[str], year: int | None) -> tuple[date | None, date | None]:
    """(the first day of what is commemorated, the day of this campaign)."""
    if dated["since"]:
        since, day = full_date(dated["since"]), full_date(dated["day"])
        return (since, day) if since and day and day.year > since.year else (None, None)
    words = dated["alone"] or dated["bare"]
    told = moment(words, year) if re.search(r"\d{4}|^\d{1,2}\D+\d{1,2}$", words) else None
    return None, told.first if told else None


def bases_of(document: Document, entries: list[Entry]) -> tuple[str, ...]:
    """The documents that the preamble (all before the first numbered part) and the footnotes rest on."""
    preamble = []
    for entry in entries:
        if entry.path:
            break
        preamble.append(entry.paragraph.text)
    texts = preamble + [note.text for note in document.footnotes]
    return tuple(dict.fromkeys(found[0].strip() for text in texts for found in _BASIS.finditer(text)))
