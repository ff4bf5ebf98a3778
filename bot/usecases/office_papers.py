"""/coquan, what stands on the papers of an office: its names, symbol, who signs in whose stead, Nơi nhận, its own form."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal, TypeAlias

from bot.campaign.notices import PaperCircle
from bot.errors import Refused
from bot.language.folding import normalise
from bot.store import offices
from bot.store.engine import Tx
from bot.store.units import Unit
from bot.texts import View
from bot.usecases.access import Caller, kept_unit
from bot.usecases.office_fields import LONGEST, Form, Shown, read_name, with_words

Field: TypeAlias = Literal["superior", "issuer", "symbol", "authority", "recipients"]
Saved: TypeAlias = Field | Literal["circle"]

FIELDS: tuple[Field, ...] = ("superior", "issuer", "symbol", "authority", "recipients")
SCREEN = "office_papers"
MOST_RECIPIENTS = 15
MOST_AUTHORITY = 3
CIRCLES = tuple(PaperCircle)
_SYMBOL = re.compile(r"[^\W_]+(-[^\W_]+)*")
_CAPACITY = re.compile(r"(TM|KT|TL|TUQ|Q)\.\s*\S.*", re.DOTALL)
_TYPE = re.compile(r"/?\s*BC\s*-\s*", re.IGNORECASE)
_DASH = re.compile(r"^[-–+•*\s]+|[;.,\s]+$")


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficePapers(View):
    """What stands on the papers; `asked` is the field that the next message gives, `saved` the one given just now."""

    template: ClassVar[str] = "office_papers"
    in_place: ClassVar[bool] = True
    unit_id: int
    unit: str
    values: dict[Field, tuple[str, ...]]
    circle: PaperCircle
    circles: tuple[PaperCircle, ...] = CIRCLES
    asked: Field | None = None
    saved: Saved | None = None
    version: int


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """Keep what was typed as the field that was asked for; Refused with an example where it cannot be one."""
    unit, field = FORM.asked(tx, who)
    office = with_words(offices.of(tx, unit.unit_id), field, _READ[field](text))
    return FORM.save(tx, who, now, unit, office, field)


def clear(tx: Tx, who: Caller, now: datetime) -> View:
    unit, field = FORM.asked(tx, who)
    return FORM.save(tx, who, now, unit, with_words(offices.of(tx, unit.unit_id), field, None), field)


def choose_circle(tx: Tx, who: Caller, now: datetime, *, unit_id: int, place: int) -> View:
    """To whom the report goes by itself on the summary due date, by its place in CIRCLES."""
    if not 0 <= place < len(CIRCLES):
        raise Refused("stale")
    unit = kept_unit(tx, who, unit_id)
    office = replace(offices.of(tx, unit_id), paper_circle=CIRCLES[place])
    return FORM.save(tx, who, now, unit, office, "circle")


# --- What is typed --------------------------------------------------------------------------------------------


def _symbol(text: str) -> str:
    """ "UBND", "BC-UBND" and "/BC-UBND" are the same: what stands behind the kind of the paper."""
    symbol = _TYPE.sub("", normalise(text).strip(), count=1).upper()
    if len(symbol) > 30 or not _SYMBOL.fullmatch(symbol):
        raise Refused("symbol_unread")
    return symbol


def _authority(text: str) -> str:
    """ "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH": each line says in whose stead the next one signs."""
    lines = [line.upper() for line in _lines(text)]
    unread = next((line for line in lines if not _CAPACITY.fullmatch(line)), None)
    if not 1 <= len(lines) <= MOST_AUTHORITY or unread is not None or max(map(len, lines)) > LONGEST:
        raise Refused("authority_unread", line=unread or "")
    return "\n".join(lines)


def _recipients(text: str) -> str:
    """A line or a semicolon apart, with the dashes and marks of the paper or without them."""
    lines = [line for line in (_DASH.sub("", line) for line in _lines(text)) if line]
    if not 1 <= len(lines) <= MOST_RECIPIENTS or max(map(len, lines)) > LONGEST:
        raise Refused("recipients_unread", most=MOST_RECIPIENTS, longest=LONGEST)
    return "\n".join(lines)


def _lines(text: str) -> list[str]:
    lines = re.split(r"[\n;]", normalise(text))
    return [line for line in (" ".join(line.split()) for line in lines) if line]


_READ: Mapping[Field, Callable[[str], str]] = {
    "superior": read_name,
    "issuer": read_name,
    "symbol": _symbol,
    "authority": _authority,
    "recipients": _recipients,
}


def _screen(tx: Tx, _: Caller, unit: Unit, shown: Shown[Field, Saved]) -> OfficePapers:
    office = offices.of(tx, unit.unit_id)
    values: dict[Field, str | None] = {
        "superior": office.superior,
        "issuer": office.issuer,
        "symbol": office.symbol,
        "authority": office.authority,
        "recipients": office.recipients,
    }
    return OfficePapers(
        unit_id=unit.unit_id,
        unit=unit.name,
        values={field: tuple((value or "").splitlines()) for field, value in values.items()},
        circle=office.paper_circle,
        asked=shown.asked,
        saved=shown.saved,
        version=shown.version,
    )


FORM: Form[Field, Saved] = Form(screen=SCREEN, fields=FIELDS, view=_screen)
show, ask, current = FORM.open, FORM.ask, FORM.current
