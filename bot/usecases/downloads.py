"""A summary as a file: a form is asked for in a moment, and built by a process of its own.

What was asked for is a row until the person has it or was told why not; who he is and what he sees is looked up when
it is asked for, and again when it is built.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, TypeAlias

from bot.errors import Refused
from bot.reports import lines, tables, word_parts, workbook
from bot.reports.content import SummaryContent
from bot.reports.pictures import drawing, matrix, progress, timeline
from bot.store import downloads, extents, summaries, units
from bot.store.downloads import Download
from bot.store.engine import Store, Tx
from bot.store.extents import Extent
from bot.store.summaries import PhaseHead
from bot.texts import View
from bot.usecases import access, content, content_words, papers, pulling
from bot.usecases.access import Caller
from bot.usecases.pulling import Seen

TRIES = 3
"""So often a form is begun: one that ends its process each time, or the bot, is given up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A form as it was built: the file, its name, and what it shows in words where it is a picture."""

    content: bytes
    name: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a form is to tell of: a period of a campaign as far as somebody sees it, or one unit of it."""

    seen: Seen
    head: PhaseHead
    unit_id: int | None
    now: datetime


Write: TypeAlias = Callable[[], tuple[bytes, str]]
"""Writes the file without the database; and says in words what a picture shows, "" of what is read anyway."""
Prepare: TypeAlias = Callable[[Tx, Asked], Write]
"""Reads all that a form needs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form of the summary, by the name that `--form` has for it."""

    name: str
    ending: str
    prepare: Prepare
    photo: bool = False
    stem: str = "tong-hop"
    """How its file name begins."""
    of_office: bool = False
    """It bears the office's name, so it is for who sees all of a campaign."""


def content_of(tx: Tx, asked: Asked) -> SummaryContent:
    """The content of the period: of all that is seen of it, or of the one unit."""
    return content.of_period(tx, asked.head, _extent(tx, asked), asked.now)


def _extent(tx: Tx, asked: Asked) -> Extent:
    extent = asked.seen.extent
    if asked.unit_id is None:
        return extent
    if not extents.holds(tx, extent, asked.unit_id):
        raise Refused("not_allowed")
    return Extent(unit_ids=(asked.unit_id,), people=extent.people)


def _workbook(tx: Tx, asked: Asked) -> Write:
    """A unit's workbook is its sheet: everything of the one."""
    if asked.unit_id is not None:
        sheet = pulling.sheet(tx, asked.seen, asked.now, unit_id=asked.unit_id, place=asked.head.place)
        return lambda: (workbook.write_unit(sheet), "")
    found = content_of(tx, asked)
    return lambda: (workbook.write(found), "")


def _document(tx: Tx, asked: Asked) -> Write:
    found = content_of(tx, asked)
    return lambda: (tables.write_json(found), "")


def _tables(tx: Tx, asked: Asked) -> Write:
    """Every table as CSV in one archive; the history is that of the period."""
    found = content_of(tx, asked)
    changes = content_words.history(
        tx,
        asked.head.campaign_id,
        asked.seen.extent,
        period_id=asked.head.period_id,
        unit_id=asked.unit_id,
    )
    return lambda: (tables.write_archive(found, changes), "")


def _picture(
    draw: Callable[[SummaryContent], bytes],
    words: Callable[[SummaryContent], str],
    *,
    units: bool = False,
) -> Prepare:
    """A picture, in which `units` are drawn or only their totals."""

    def prepare(tx: Tx, asked: Asked) -> Write:
        found = content.to_draw(tx, asked.head, _extent(tx, asked), asked.now, units=units)
        return lambda: (draw(found), words(found))

    return prepare


def _paper(write_of: Callable[[Tx, PhaseHead, Extent, datetime], papers.Write]) -> Prepare:
    """A paper of the office, of all its units or not at all."""

    def prepare(tx: Tx, asked: Asked) -> Write:
        if asked.unit_id is not None:
            raise Refused("paper_of_office")
        write = write_of(tx, asked.head, asked.seen.extent, asked.now)
        return lambda: (write(), "")

    return prepare


FORMS = (
    Form(name="xlsx", ending=".xlsx", prepare=_workbook),
    Form(name="png", ending=".png", prepare=_picture(progress.draw, progress.alternative), photo=True),
    Form(
        name="png-matrix",
        ending=".png",
        prepare=_picture(matrix.draw, matrix.alternative, units=True),
        photo=True,
    ),
    Form(
        name="png-timeline",
        ending=".png",
        prepare=_picture(timeline.draw, timeline.alternative, units=True),
        photo=True,
    ),
    Form(name="docx", ending=".docx", prepare=_paper(papers.report_of), stem="bao-cao", of_office=True),
    Form(name="cong-van", ending=".docx", prepare=_paper(papers.letter_of), stem="cong-van", of_office=True),
    Form(name="danh-sach", ending=".docx", prepare=_paper(papers.list_of), stem="danh-sach", of_office=True),
    Form(name="csv-tables", ending=".zip", prepare=_tables),
    Form(name="json", ending=".json", prepare=_document),
)
"""In the order of their buttons, which name them by their place: a new one goes to the end."""
BY_NAME: Mapping[str, Form] = {form.name: form for form in FORMS}


class Stage(StrEnum):
    """How far a form is."""

    WAITING = "waiting"
    BUILDING = "building"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class DownloadChoice(View):
    """In which form should the summary come? Each form with its place in FORMS."""

    template: ClassVar[str] = "downloads"
    head: PhaseHead
    forms: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DownloadStage(View):
    """The message on which a person sees how far his form is, of one unit or of all; `reason` says why it failed."""

    template: ClassVar[str] = "download"
    in_place: ClassVar[bool] = True
    head: PhaseHead
    unit: str | None
    form: str
    stage: Stage
    at: datetime
    reason: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Downloaded(View):
    """The caption of the file."""

    template: ClassVar[str] = "downloaded"
    head: PhaseHead
    unit: str | None
    form: str
    at: datetime
    words: str


def choose(tx: Tx, who: Caller, now: datetime, *, campaign_id: int, n: int | None) -> View:
    """ "Tải về": the forms in which a summary comes."""
    seen = pulling.one_seen(tx, who, campaign_id)
    offered = (
        (place, form.name) for place, form in enumerate(FORMS) if seen.extent.whole or not form.of_office
    )
    return DownloadChoice(head=seen.head(now.date(), n), forms=tuple(offered))


def ask(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    campaign_id: int,
    n: int,
    place: int,
    unit_id: int | None,
    message_id: int | None,
) -> View:
    """A form was chosen: it is kept until it is there. Refused while another one is under way."""
    seen = pulling.one_seen(tx, who, campaign_id)
    head = seen.head(now.date(), n)
    if not 0 <= place < len(FORMS):
        raise Refused("stale")
    form = FORMS[place]
    if form.of_office and not seen.extent.whole:
        raise Refused("paper_of_office")
    if unit_id is not None and not extents.holds(tx, seen.extent, unit_id):
        raise Refused("not_allowed")
    under_way = downloads.of_person(tx, who.known)
    if under_way is not None:
        raise Refused("download_under_way", form=under_way.form, at=under_way.asked_at)
    downloads.put(
        tx,
        who.known,
        period_id=head.period_id,
        unit_id=unit_id,
        form=form.name,
        message_id=message_id,
        now=now,
    )
    unit = _unit(tx, unit_id)
    return DownloadStage(head=head, unit=unit, form=form.name, stage=Stage.WAITING, at=now)


def _unit(tx: Tx, unit_id: int | None) -> str | None:
    found = None if unit_id is None else units.by_id(tx, unit_id)
    return None if found is None else found.name


# --- Built -----------------------------------------------------------------------------------------------


def begin(tx: Tx, now: datetime, *, download: Download) -> DownloadStage | None:
    """Count a try and say how it stands; None where it is gone, or nobody is left to send it to."""
    found = downloads.of(tx, download.download_id)
    if found is None or found.chat_id is None:
        downloads.end(tx, download.download_id)
        return None
    stage, reason = Stage.BUILDING, ""
    if found.tries >= TRIES or found.form not in BY_NAME:
        stage, reason = Stage.FAILED, "download_failed"
    else:
        downloads.begun(tx, found.download_id)
    return DownloadStage(
        head=_head(tx, found),
        unit=_unit(tx, found.unit_id),
        form=found.form,
        stage=stage,
        at=now,
        reason=reason,
    )


def end(tx: Tx, *, download_id: int) -> None:
    downloads.end(tx, download_id)


def asked(download: Download, now: datetime) -> bytes:
    """What `build` is to build."""
    return json.dumps({"download": download.download_id, "now": now.isoformat()}).encode()


def get_ready() -> None:
    """Have at hand what the forms are made with: to import it takes longer than to make most of them."""
    for part in (drawing, lines, word_parts, workbook):
        part.get_ready()


def build(url: str, question: bytes) -> Made:
    """The form that was asked for, in a process of its own: it reads the database anew and asks for the rights anew."""
    wanted = json.loads(question)
    now = datetime.fromisoformat(wanted["now"])
    store = Store(url)
    try:
        form, head, write = store.read_now(lambda tx: _prepared(tx, now, download_id=wanted["download"]))
    finally:
        store.close()
    return made(form, head, write)


def made(form: Form, head: PhaseHead, write: Write) -> Made:
    file, words = write()
    name = "-".join((form.stem, str(head.campaign_id), "ky", str(head.place)))
    return Made(content=file, name="".join((name, form.ending)), words=words)


def _prepared(tx: Tx, now: datetime, *, download_id: int) -> tuple[Form, PhaseHead, Write]:
    download = downloads.of(tx, download_id)
    if download is None or download.chat_id is None:
        raise Refused("gone")
    who = access.caller(tx, download.chat_id, "", now)
    one = pulling.one_seen(tx, who, download.campaign_id)
    head = _head(tx, download)
    form = BY_NAME[download.form]
    return form, head, form.prepare(tx, Asked(seen=one, head=head, unit_id=download.unit_id, now=now))


def _head(tx: Tx, download: Download) -> PhaseHead:
    found = summaries.phases_of(tx, download.campaign_id)
    return next(head for head in found if head.period_id == download.period_id)
