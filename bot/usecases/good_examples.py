"""Good examples (gương người tốt, việc tốt): whose, what was done, and whether whoever it is agrees to be named."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from bot.errors import Refused
from bot.store import audit, narratives, people
from bot.store.engine import Tx
from bot.store.narratives import GoodExample
from bot.store.reports import ReportHead
from bot.texts import View
from bot.usecases.access import Caller
from bot.usecases.narrating import tidied
from bot.usecases.sheets import asked_on, check_owed, own_head

MOST = 10
LONGEST_NAME, LONGEST_DEED = 200, 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class ExampleList(View):
    """The good examples of a report; `kept` is true where one was just added."""

    template: ClassVar[str] = "examples"
    in_place: ClassVar[bool] = True
    head: ReportHead
    examples: tuple[GoodExample, ...]
    kept: bool
    most: int = MOST
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ExampleAsked(View):
    """One of the three questions about a good example: "who", "deed" or "consent"."""

    template: ClassVar[str] = "example"
    head: ReportHead
    step: str
    name: str
    deed: str
    version: int


def open_list(tx: Tx, who: Caller, now: datetime, *, report_id: int) -> ExampleList:
    return _list(tx, who, now, own_head(tx, who, report_id))


def begin(tx: Tx, who: Caller, now: datetime, *, report_id: int) -> ExampleAsked:
    """ "Thêm gương": who is it?"""
    head = own_head(tx, who, report_id)
    check_room(tx, head, now)
    return _ask(tx, who, now, head, "who", {"name": "", "deed": ""})


def give_name(tx: Tx, who: Caller, now: datetime, *, text: str) -> ExampleAsked:
    head, pending = asked_on(tx, who, "example_who")
    return _ask(tx, who, now, head, "deed", {**pending, "name": short(text, LONGEST_NAME)})


def give_deed(tx: Tx, who: Caller, now: datetime, *, text: str) -> ExampleAsked:
    head, pending = asked_on(tx, who, "example_deed")
    return _ask(tx, who, now, head, "consent", {**pending, "deed": short(text, LONGEST_DEED)})


def consent(tx: Tx, who: Caller, now: datetime, *, agreed: bool) -> ExampleList:
    """Without consent the name is not kept, only the deed."""
    head, pending = asked_on(tx, who, "example_consent")
    check_owed(head, now)
    add(tx, who, now, head, name=pending["name"] if agreed else None, deed=pending["deed"])
    return _list(tx, who, now, head, kept=True)


def remove(tx: Tx, who: Caller, now: datetime, *, report_id: int, example_id: int) -> ExampleList:
    head = own_head(tx, who, report_id)
    take_back(tx, who, now, head, example_id)
    return _list(tx, who, now, head)


def forget_name(tx: Tx, who: Caller, now: datetime, *, report_id: int, example_id: int) -> ExampleList:
    """ "Không nêu tên nữa"."""
    head = own_head(tx, who, report_id)
    unname(tx, who, now, head, example_id)
    return _list(tx, who, now, head)


def current(tx: Tx, who: Caller, _: datetime) -> View | None:
    """The open screen of the good examples; None where none is."""
    head, draft = who.report, who.draft
    if head is None:
        return None
    if draft.screen == "examples":
        return _listed(tx, head, version=draft.version)
    if draft.screen in {"example_who", "example_deed", "example_consent"} and draft.pending is not None:
        return _asked(head, draft.screen.removeprefix("example_"), draft.pending, version=draft.version)
    return None


# --- Kept, whichever door it came by --------------------------------------------------------------------------


def check_room(tx: Tx, head: ReportHead, now: datetime) -> None:
    """Refused where the report was handed in, or has as many as fit."""
    check_owed(head, now)
    if len(narratives.good(tx, head.report_id)) >= MOST:
        raise Refused("examples_full", most=MOST)


def add(tx: Tx, who: Caller, now: datetime, head: ReportHead, *, name: str | None, deed: str) -> None:
    """`name` is None where whoever it is does not agree to be named."""
    example_id = narratives.add_good(
        tx, head.report_id, name=name, deed=deed, source=head.source, person_id=who.known, now=now
    )
    _note(tx, who, now, head, "good_example", example_id)


def take_back(tx: Tx, who: Caller, now: datetime, head: ReportHead, example_id: int) -> None:
    check_owed(head, now)
    if not narratives.remove_good(tx, head.report_id, example_id, person_id=who.known, now=now):
        raise Refused("gone")
    _note(tx, who, now, head, "good_example_removed", example_id)


def unname(tx: Tx, who: Caller, now: datetime, head: ReportHead, example_id: int) -> None:
    """Consent is taken back, at any time, and the name goes."""
    if not narratives.forget_name(tx, head.report_id, example_id):
        raise Refused("gone")
    _note(tx, who, now, head, "good_example_unnamed", example_id)


def short(text: str, longest: int) -> str:
    """The text tidied; Refused where nothing is left of it, or too much."""
    tidy = tidied(text)
    if not tidy:
        raise Refused("narrative_empty")
    if len(tidy) > longest:
        raise Refused("example_too_long", length=len(tidy), longest=longest)
    return tidy


def _ask(
    tx: Tx, who: Caller, now: datetime, head: ReportHead, step: str, pending: dict[str, Any]
) -> ExampleAsked:
    screen = "_".join(("example", step))
    people.move(tx, who.known, screen, now=now, report_id=head.report_id, pending=pending)
    return _asked(head, step, pending, version=who.draft.version + 1)


def _asked(head: ReportHead, step: str, pending: dict[str, Any], *, version: int) -> ExampleAsked:
    return ExampleAsked(head=head, step=step, name=pending["name"], deed=pending["deed"], version=version)


def _list(tx: Tx, who: Caller, now: datetime, head: ReportHead, *, kept: bool = False) -> ExampleList:
    people.move(tx, who.known, "examples", now=now, report_id=head.report_id)
    return _listed(tx, head, kept=kept, version=who.draft.version + 1)


def _listed(tx: Tx, head: ReportHead, *, kept: bool = False, version: int) -> ExampleList:
    return ExampleList(
        head=head, examples=tuple(narratives.good(tx, head.report_id)), kept=kept, version=version
    )


def _note(tx: Tx, who: Caller, now: datetime, head: ReportHead, action: str, example_id: int) -> None:
    audit.note(
        tx, action, "report", head.report_id, person_id=who.known, now=now, facts={"example": example_id}
    )
