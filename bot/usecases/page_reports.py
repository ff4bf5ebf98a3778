"""A report on the page: seen whole, entered as one form, handed in, signed off or given back.

The figures go the roads of the chat: read by the same grammar, held against the same history, kept as the same
versions. The screen that is open in the chat stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from bot.campaign import report_life
from bot.campaign.model import CampaignState, Measure, Role
from bot.campaign.report_life import Move
from bot.errors import Refused
from bot.store import audit, evidence, reports
from bot.store.engine import Tx
from bot.store.reports import ReportHead
from bot.store.sheets import Line, Sheet, sheet
from bot.usecases import following_up, histories, move_questions, report_cards, report_moves
from bot.usecases.access import AnyHead, Caller, entered, may_look, may_report, may_run
from bot.usecases.bulk import answer_to
from bot.usecases.form_reading import MISSING, note_words, offered, read_rows, value_words
from bot.usecases.histories import History
from bot.usecases.keeping import keep_all
from bot.usecases.report_cards import OF_CARD, ReportCard
from bot.usecases.report_form import FilledRow
from bot.usecases.report_moves import REASONS, WITH_DUE_DATE, reason_in
from bot.usecases.report_views import Echo
from bot.usecases.reporting import hand_in, units_of
from bot.usecases.sheets import check_open, echo_of

LONGEST_ANSWER = 500
MOVES = (*OF_CARD, Move.WITHDRAW)
"""The moves that the page offers, in the order of their buttons."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What a form holds for an indicator; `seen` is the version of the figure that it showed, `before` its two cells then.

    `choice` is one of the values that were offered where the answer was doubtful before.
    """

    seen: int
    before: tuple[str, str]
    value: str
    note: str
    choice: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """An indicator as the form shows it.

    `before` is what the cells say of the figure that stands there, `value` and `note` what they hold now. `wrong` is the
    code of why an answer was not kept, `offered` the values, as sent and as shown, among which one can be chosen instead.
    """

    line: Line
    position: int
    parts: tuple[Line, ...]
    echo: Echo | None
    before: tuple[str, str]
    value: str
    note: str
    wrong: str | None
    offered: tuple[tuple[str, Decimal], ...]
    choice: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportPage:
    """A report as the caller may see it; `fields` are there for whoever enters it, `card` once it was begun.

    `evidence`: how many pieces an indicator has. `asked_about`: the figures about which the caller may ask the unit.
    `kept` counts what was kept just now, `because_asked` says that a reason for it is missing.
    """

    head: ReportHead
    day: date
    card: ReportCard | None
    may_begin: bool
    fields: tuple[Field, ...]
    entered: int
    count: int
    handed_in: bool
    may_submit: bool
    may: tuple[Move, ...]
    reasons: Mapping[Move, tuple[str, ...]]
    proposed: date | None
    evidence: Mapping[int, int]
    asked_about: tuple[tuple[int, str], ...]
    may_answer: bool
    may_close: bool
    kept: tuple[Echo, ...] = ()
    because_asked: bool = False

    @property
    def left(self) -> int:
        """How many answers were not kept."""
        return sum(field.wrong is not None for field in self.fields)


def show(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> ReportPage:
    head = seen(tx, who, period_id=period_id, unit_id=unit_id)
    return _page(tx, who, now, head, {})


def begin(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> None:
    """Begin a report that the caller's unit owes; harmless where it was begun."""
    every = reports.owed(tx, units_of(who, Role.FOCAL_POINT), now.date())
    due = next((due for due in every if (due.period_id, due.unit_id) == (period_id, unit_id)), None)
    if due is None:
        raise Refused("not_allowed" if who.roles else "no_role")
    if due.report_id is None:
        report_id = reports.open_report(tx, period_id=period_id, unit_id=unit_id, now=now)
        audit.note(tx, "open", "report", report_id, person_id=who.known, now=now)


def save(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    period_id: int,
    unit_id: int,
    sent: Mapping[int, Sent],
    because: str,
) -> ReportPage:
    """Keep what is clear of a form; what is doubtful comes back beside its field, with what may be meant.

    Of a report that was handed in nothing is kept without a reason, which is one for all its changes.
    """
    head = own(tx, who, period_id=period_id, unit_id=unit_id)
    check_open(head, now)
    lines = sheet(tx, head)
    lines.look_back([line.indicator_id for line in lines])
    rows = [_row(lines, line, one) for line in lines if (one := sent.get(line.indicator_id)) is not None]
    versions = {line.indicator_id: line.version for line in lines}
    choices = {str(key): one.choice for key, one in sent.items() if one.choice}
    reading = read_rows(lines, rows, choices)
    shown = [one for one in reading.changed if sent[one.indicator_id].seen == versions[one.indicator_id]]
    wrong = {one.indicator_id: one.reason for one in reading.left}
    wrong |= {one.indicator_id: "changed_meanwhile" for one in reading.changed if one not in shown}
    found = {
        key: _Unkept(sent=sent[key], reason=reason, offered=_offered(lines, key, sent[key]))
        for key, reason in wrong.items()
    }
    why = reason_in(because)
    if head.state in report_life.HANDED_IN and shown and not why:
        waiting = {
            key: _Unkept(sent=sent[key], reason=None, offered=_offered(lines, key, sent[key]))
            for key in (one.indicator_id for one in shown)
        }
        return replace(_page(tx, who, now, head, found | waiting), because_asked=True)
    kept, _ = keep_all(tx, who, now, sheet(tx, head), tuple(shown), because=why or None)
    head = own(tx, who, period_id=period_id, unit_id=unit_id)
    return replace(_page(tx, who, now, head, found), kept=tuple(echo_of(line) for _, line in kept))


def submit(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> None:
    """ "Nộp báo cáo": refused while an indicator has neither a figure nor a reason for its absence."""
    hand_in(tx, who, now, sheet(tx, own(tx, who, period_id=period_id, unit_id=unit_id)))


def move(
    tx: Tx,
    who: Caller,
    now: datetime,
    *,
    period_id: int,
    unit_id: int,
    move: Move,
    because: str,
    due_on: date | None,
) -> None:
    """A move of the report as a whole, with all that the chat would ask about it."""
    head = report_moves.allowed(who, seen(tx, who, period_id=period_id, unit_id=unit_id), move, now)
    make(tx, who, now, head, move, because=because, due_on=due_on)


def make(
    tx: Tx, who: Caller, now: datetime, head: AnyHead, move: Move, *, because: str, due_on: date | None
) -> None:
    """The same of any report, a unit's or a cluster's, once it was found to be allowed."""
    why = reason_in(because)
    if move in REASONS and not why:
        raise Refused("page_because")
    if move not in WITH_DUE_DATE:
        due_on = None
    elif due_on is None:
        raise Refused("page_due")
    else:
        move_questions.check_due(head, move, due_on, now)
    move_questions.carry_out(tx, who, now, head, move, reason=why or None, due_on=due_on)


def ask(
    tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int, indicator_id: int, question: str
) -> None:
    """Ask the unit about a figure ("yêu cầu giải trình")."""
    head = seen(tx, who, period_id=period_id, unit_id=unit_id)
    if not question.strip():
        raise Refused("page_question")
    following_up.put(tx, who, now, report_id=head.report_id, indicator_id=indicator_id, question=question)


def answer(tx: Tx, who: Caller, now: datetime, *, follow_up_id: int, text: str) -> None:
    if not text.strip():
        raise Refused("page_question")
    following_up.give(tx, who, now, follow_up_id=follow_up_id, text=text)


def history(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int, page: int) -> History:
    """What happened to a report, told as in the chat."""
    head = seen(tx, who, period_id=period_id, unit_id=unit_id)
    return histories.history(tx, who, now, report_id=head.report_id, page=page)


# --- The page --------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class _Unkept:
    """An answer that stays in its field: it was doubtful, or its reason is still asked for."""

    sent: Sent
    reason: str | None
    offered: tuple[str, ...] = ()


def seen(tx: Tx, who: Caller, *, period_id: int, unit_id: int) -> ReportHead:
    head = reports.head_for(tx, period_id=period_id, unit_id=unit_id)
    if head is None:
        raise Refused("gone")
    if not may_look(tx, who, head):
        raise Refused("not_allowed" if who.roles else "no_role")
    return head


def own(tx: Tx, who: Caller, *, period_id: int, unit_id: int) -> ReportHead:
    """The report as the caller enters it: his own unit's, or one in whose stead he was entering in the chat."""
    head = reports.head_for(tx, period_id=period_id, unit_id=unit_id)
    if head is None or not head.report_id:
        raise Refused("gone")
    return entered(tx, who, head)


def _page(tx: Tx, who: Caller, now: datetime, head: ReportHead, unkept: Mapping[int, _Unkept]) -> ReportPage:
    day = now.date()
    open_now = is_open(head, day)
    card, lines = None, None
    fields: tuple[Field, ...] = ()
    enters = False
    if head.report_id:
        card = report_cards.card(tx, who, now, report_id=head.report_id)
        mine = entered_by(tx, who, head)
        lines = sheet(tx, mine or head)
        enters = mine is not None and open_now
        if mine is not None and enters:
            head = mine
            lines.look_back([line.indicator_id for line in lines])
            fields = tuple(_field(lines, line, unkept.get(line.indicator_id)) for line in lines)
    may = tuple(move for move in MOVES if report_moves.may_move(who, head, move, day))
    count, done = (0, 0) if lines is None else (len(lines), lines.entered)
    owed = head.state in report_life.OWED
    return ReportPage(
        head=head,
        day=day,
        card=card,
        may_begin=not head.report_id and open_now and may_report(who, head),
        fields=fields,
        entered=done,
        count=count,
        handed_in=not owed,
        may_submit=enters and owed and done == count,
        may=may,
        reasons={move: REASONS[move] for move in (*may, Move.CORRECT) if move in REASONS},
        proposed=move_questions.proposed_due(tx, head, now) if WITH_DUE_DATE & set(may) else None,
        evidence=evidence.counts(tx, head.report_id) if head.report_id else {},
        asked_about=_asked_about(card, lines),
        may_answer=head.campaign_state == CampaignState.RUNNING and may_report(who, head),
        may_close=head.campaign_state == CampaignState.RUNNING and may_run(who, head),
    )


def _asked_about(card: ReportCard | None, lines: Sheet | None) -> tuple[tuple[int, str], ...]:
    if card is None or lines is None or not card.may_ask:
        return ()
    return tuple((line.indicator_id, line.name) for line in lines if line.figure is not None)


def is_open(head: ReportHead, day: date) -> bool:
    """Whether its unit may still change the report."""
    return head.campaign_state == CampaignState.RUNNING and head.ended_on is None and not head.is_locked(day)


def entered_by(tx: Tx, who: Caller, head: ReportHead) -> ReportHead | None:
    """The report as the caller enters it; None where he only looks at it."""
    try:
        return entered(tx, who, head)
    except Refused:
        return None


def _field(lines: Sheet, line: Line, unkept: _Unkept | None) -> Field:
    before = (value_words(line.figure), note_words(line))
    value, note = before if unkept is None else (unkept.sent.value, unkept.sent.note)
    return Field(
        line=line,
        position=lines.position(line),
        parts=tuple(lines.parts_of(line.indicator_id)),
        echo=None if line.figure is None else echo_of(line),
        before=before,
        value=value,
        note=note,
        wrong=None if unkept is None else unkept.reason,
        offered=() if unkept is None else tuple((one, Decimal(one)) for one in unkept.offered),
        choice=None if unkept is None else unkept.sent.choice,
    )


def _row(lines: Sheet, line: Line, sent: Sent) -> FilledRow:
    """A field as a row of the Excel form: what holds for the one holds for the other."""
    value, note = (" ".join(text.split())[:LONGEST_ANSWER] for text in (sent.value, sent.note))
    if note and not value and line.measure is not Measure.QUALITATIVE:
        # Whoever says why there is no figure has said that there is none.
        value = MISSING
    return FilledRow(
        place=lines.position(line),
        locked=(),
        key=str(line.indicator_id),
        before=sent.before,
        signed="",
        value=value,
        note=note,
        odd=None,
    )


def _offered(lines: Sheet, indicator_id: int, sent: Sent) -> tuple[str, ...]:
    line = lines.line(indicator_id)
    if line is None or not sent.value:
        return ()
    answer = answer_to(lines, line, sent.value)
    return offered(answer) if answer.kind == "ask" else ()
