"""The papers of an office: from what they are written, and the report that goes out on the summary due date by itself."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypeAlias

from bot.campaign import notices, timetable
from bot.campaign.calendar import WorkCalendar
from bot.campaign.deadlines import Hours
from bot.campaign.model import Role
from bot.campaign.notices import STILL_NEW, PaperCircle
from bot.errors import Refused
from bot.reports import letters, paper
from bot.reports.content import SummaryContent
from bot.reports.letterhead import Letterhead
from bot.reports.own_template import Paper
from bot.store import days, offices, outbox, recipients, report_moves, summaries, units
from bot.store import notices as store
from bot.store.engine import Store, Tx
from bot.store.extents import Extent
from bot.store.notices import RunningPeriod
from bot.store.summaries import PhaseHead
from bot.texts import View
from bot.usecases import access, content, pulling

KIND = "paper"
CIRCLES = {
    PaperCircle.ADMINS: (Role.ADMIN,),
    PaperCircle.LEADERS: (Role.ADMIN, Role.VIEWER),
    PaperCircle.NOBODY: (),
}
Write: TypeAlias = Callable[[], bytes]
"""Writes the file without the database."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperDue(View):
    """The report of a period, on the day on which it is due; `missing` where the file could not be written."""

    template: ClassVar[str] = "paper_due"
    head: PhaseHead
    day: date
    summary_on: date
    person_id: int
    missing: bool = False

    @property
    def campaign_ids(self) -> frozenset[int]:
        return frozenset({self.head.campaign_id})

    @property
    def file_name(self) -> str:
        return "-".join(("bao-cao", str(self.head.campaign_id), "ky", str(self.head.place))) + ".docx"


# --- From what they are written -------------------------------------------------------------------------------


def report_of(tx: Tx, head: PhaseHead, extent: Extent, now: datetime) -> Write:
    found, office = _read(tx, head, extent, now)
    own = _own_form(tx, head, Paper.REPORT)
    return lambda: paper.report(found, office, own)


def letter_of(tx: Tx, head: PhaseHead, extent: Extent, now: datetime) -> Write:
    found, office = _read(tx, head, extent, now)
    own = _own_form(tx, head, Paper.LETTER)
    return lambda: letters.letter(found, office, own)


def list_of(tx: Tx, head: PhaseHead, extent: Extent, now: datetime) -> Write:
    found, office = _read(tx, head, extent, now)
    own = _own_form(tx, head, Paper.LIST)
    return lambda: letters.late_list(found, office, own)


def _own_form(tx: Tx, head: PhaseHead, which: Paper) -> bytes | None:
    own = offices.template_of(tx, head.owner_id, which.value)
    return None if own is None else own[1]


def _read(tx: Tx, head: PhaseHead, extent: Extent, now: datetime) -> tuple[SummaryContent, Letterhead]:
    """A paper bears the name of the office, so it is written of all its units or not at all."""
    if not extent.whole:
        raise Refused("paper_of_office")
    return content.of_period(tx, head, extent, now, compare=False), letterhead(tx, head.owner_id)


def letterhead(tx: Tx, owner_id: int) -> Letterhead:
    """What stands on the papers of a unit; until its own name for them is set, the name of the unit written out."""
    office, unit = offices.of(tx, owner_id), units.by_id(tx, owner_id)
    name = "" if unit is None else re.sub(r"^UBND\b", "Ủy ban nhân dân", unit.name)
    return Letterhead(
        issuer=office.issuer or name,
        superior=office.superior,
        symbol=office.symbol,
        place=office.place,
        standing_body=office.standing_body,
        authority=tuple((office.authority or "").splitlines()),
        post=office.signer_post,
        signer=office.signer,
        recipients=tuple((office.recipients or "").splitlines()),
    )


# --- On the summary due date ----------------------------------------------------------------------------------


def summary_day(period: RunningPeriod, calendar: WorkCalendar) -> date:
    """The day that an admin set, or the proposed one."""
    return period.summary_on or timetable.summary_due(period.span.due_on, period.last_review, calendar)


def put(tx: Tx, period: RunningPeriod, now: datetime, *, calendar: WorkCalendar, hours: Hours) -> int:
    """Have the report sent to the circle of the office where today is its day; once a person and day."""
    due = summary_day(period, calendar)
    if not notices.paper_day(due, now.date(), calendar):
        return 0
    roles = CIRCLES[offices.of(tx, period.owner_id).paper_circle]
    people = report_moves.holders(tx, period.owner_id, roles, now)
    last = calendar.nth_after(calendar.back_to_working(due), STILL_NEW)
    return outbox.put_each(
        tx,
        {person_id: _key(person_id, period, due) for person_id in people},
        kind=KIND,
        subject_id=period.period_id,
        due_at=now,
        expires_at=datetime.combine(last, hours[1], tzinfo=now.tzinfo),
    )


def _key(person_id: int, period: RunningPeriod, due: date) -> str:
    return f"{KIND}:{person_id}:{period.period_id}:{due}"


def message(tx: Tx, row_id: int, period_id: int, person_id: int, now: datetime) -> PaperDue | None:
    """None where the day that it was put for has moved (the new one has a message of its own), where the campaign does
    not run any more, or where he is of the circle no longer."""
    for period in store.running(tx, period_id):
        due = summary_day(period, days.of_owner(tx, period.owner_path))
        roles = CIRCLES[offices.of(tx, period.owner_id).paper_circle]
        if store.key_of(tx, row_id) != _key(person_id, period, due) or person_id not in report_moves.holders(
            tx, period.owner_id, roles, now
        ):
            return None
        heads = summaries.phases_of(tx, period.campaign_id)
        head = next(head for head in heads if head.period_id == period_id)
        return PaperDue(head=head, day=now.date(), summary_on=due, person_id=person_id)
    return None


def asked(view: PaperDue, now: datetime) -> bytes:
    """What `build` is to build."""
    wanted = {"person": view.person_id, "campaign": view.head.campaign_id, "place": view.head.place}
    return json.dumps(wanted | {"now": now.isoformat()}).encode()


def build(url: str, question: bytes) -> bytes:
    """The report for one person, in a process of its own: within what he may see now."""
    wanted = json.loads(question)
    now = datetime.fromisoformat(wanted["now"])

    def prepared(tx: Tx) -> Write:
        chat_id = recipients.of(tx, wanted["person"]).chat_id
        seen = pulling.one_seen(tx, access.caller(tx, chat_id, "", now), wanted["campaign"])
        return report_of(tx, seen.head(now.date(), wanted["place"]), seen.extent, now)

    database = Store(url)
    try:
        write = database.read_now(prepared)
    finally:
        database.close()
    return write()
