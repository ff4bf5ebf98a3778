"""`/bieumau` of an admin: the Excel forms of his units, one by one or all in a .zip."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import ClassVar

from bot.campaign.model import Role
from bot.errors import Refused
from bot.store import audit, reports
from bot.store.engine import Tx
from bot.store.sheets import sheet
from bot.texts import View
from bot.usecases import forms, report_cards, report_form
from bot.usecases.access import Action, Caller, may
from bot.usecases.forms import FormHandedOut
from bot.usecases.standing_in import check

FILE_NAME = "bieu-mau.zip"
AT_ONCE = 50
"""Forms in one .zip: they are made in one transaction, and nobody else may have to wait for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FormsHandedOut(View):
    """A .zip of forms: the `first` to the `last` of `count`, the next one up to the `following`, 0 where none is left.

    `left` names units that have no form.
    """

    template: ClassVar[str] = "forms"
    forms: tuple[FormHandedOut, ...]
    left: tuple[str, ...]
    first: int
    last: int
    following: int
    count: int
    only_owed: bool
    version: int


def begin(tx: Tx, who: Caller, now: datetime) -> View:
    """`/bieumau`: the form of the report that is open, of those that the caller owes, or else of his units."""
    is_open = who.report is not None and who.draft.screen not in {"idle", "receipt"}
    if is_open or who.holds(Role.FOCAL_POINT) or not who.holds(Role.ADMIN):
        return forms.begin(tx, who, now)
    return listed(tx, who, now)


def listed(tx: Tx, who: Caller, now: datetime) -> View:
    return report_cards.to_hand_out(tx, who, now)


def hand_out(tx: Tx, who: Caller, now: datetime, *, period_id: int, unit_id: int) -> FormHandedOut:
    """The form of one report: that of the caller's own unit, or of one that he may stand in for."""
    if any(held.role is Role.FOCAL_POINT and held.unit_id == unit_id for held in who.roles):
        return forms.hand_out(tx, who, now, period_id=period_id, unit_id=unit_id)
    head = reports.head_for(tx, period_id=period_id, unit_id=unit_id)
    if head is None or not may(who, Action.STAND_IN, unit_id=head.owner_id, path=head.owner_path):
        raise Refused("not_allowed" if who.roles else "no_role")
    check(who, head, now)
    if not head.report_id:
        begun = reports.open_report(tx, period_id=period_id, unit_id=unit_id, now=now)
        audit.note(tx, "open", "report", begun, person_id=who.known, now=now)
        head = reports.head(tx, begun)
    if head is None:
        raise Refused("gone")
    return forms.handed_out(tx, who, now, sheet(tx, head))


def hand_out_many(tx: Tx, who: Caller, now: datetime, *, only_owed: bool, start: int) -> FormsHandedOut:
    """The forms of all reports that the list is narrowed to, from one on, as many as a .zip may hold."""
    every = report_cards.on_list(tx, who, now, "form")
    rows = [row for row in every if not only_owed or report_cards.is_owed(row)]
    start = max(start, 0)
    chosen = rows[start : start + AT_ONCE]
    last = start + len(chosen)
    if not chosen:
        raise Refused("gone")
    found: list[FormHandedOut] = []
    left = []
    for row in chosen:
        try:
            with tx.begin_nested():  # What has no form is not begun either.
                found.append(hand_out(tx, who, now, period_id=row.period_id, unit_id=row.unit_id))
        except Refused as refused:
            if refused.reason not in {"form_empty", "stand_in_locked", "report_locked"}:
                raise
            left.append(row.unit)
    if not found:
        raise Refused("forms_none")
    return FormsHandedOut(
        forms=tuple(found),
        left=tuple(left),
        first=start + 1,
        last=last,
        following=min(last + AT_ONCE, len(rows)) if last < len(rows) else 0,
        count=len(rows),
        only_owed=only_owed,
        version=who.draft.version,
    )


def packed(found: Sequence[FormHandedOut]) -> bytes:
    """The .zip: a workbook a report, none in the place of another of the same name."""
    content = BytesIO()
    names: set[str] = set()
    with zipfile.ZipFile(content, "w") as package:
        for one in found:
            name = forms.file_name(one.head)
            if name in names:
                name = "-".join((name.removesuffix(".xlsx"), str(one.head.report_id))) + ".xlsx"
            names.add(name)
            package.writestr(name, report_form.write(one.form))
    return content.getvalue()
