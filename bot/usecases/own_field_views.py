"""The screens on which an admin corrects what was read of the campaign itself and of its phases."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from bot.store.campaigns import Campaign, Phase
from bot.store.engine import Tx
from bot.store.phases import phases_of
from bot.texts import View
from bot.usecases.campaign_views import Open

KINDS = ("sơ kết", "tổng kết", None)
"""What kind of review closes a phase, as the directives call it; None where they do not say."""


class OwnField(StrEnum):
    """What of a campaign can be corrected, then what of a phase. The order is that of the buttons."""

    TITLE = "title"
    NUMBER = "number"
    ISSUED = "issued_on"
    THEME = "theme"
    START = "starts_on"
    END = "ends_on"
    PHASE_NAME = "phase_name"
    PHASE_START = "phase_start"
    PHASE_END = "phase_end"
    REVIEW = "review"


OWN_FIELDS = tuple(OwnField)
OF_CAMPAIGN = OWN_FIELDS[:6]
SOURCES = {
    OwnField.TITLE: "title",
    OwnField.NUMBER: "number_verbatim",
    OwnField.ISSUED: "date_verbatim",
    OwnField.THEME: "theme",
    OwnField.START: "start_verbatim",
    OwnField.END: "end_verbatim",
}
"""Where the reading of the directive keeps the words from which a field was read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnFields(View):
    """The campaign's own fields, each with the words it was read from; `field` was just corrected, `was` its value."""

    template: ClassVar[str] = "own_fields"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    title_text: str | None
    number_text: str | None
    issued_text: str | None
    start_text: str | None
    end_text: str | None
    phases: tuple[Phase, ...]
    field: str | None
    was: str
    version: int


def own_fields(tx: Tx, screen: Open, _now: datetime) -> View | None:
    read = screen.campaign.directive
    return OwnFields(
        campaign=screen.campaign,
        title_text=None if read.get("title") == screen.campaign.title else read.get("title"),
        number_text=read.get(SOURCES[OwnField.NUMBER]),
        issued_text=read.get(SOURCES[OwnField.ISSUED]),
        start_text=read.get(SOURCES[OwnField.START]),
        end_text=read.get(SOURCES[OwnField.END]),
        phases=tuple(phases_of(tx, screen.campaign.campaign_id)),
        field=screen.pending.get("field"),
        was=screen.pending.get("was", ""),
        version=screen.version,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class PhaseCard(View):
    """One phase with what the directive says of it and of its review; `field` was just corrected."""

    template: ClassVar[str] = "phase_card"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    phase: Phase
    last: bool
    field: str | None
    was: str
    version: int


def phase_card(tx: Tx, screen: Open, now: datetime) -> View | None:
    phases = phases_of(tx, screen.campaign.campaign_id)
    phase = next((phase for phase in phases if phase.n == screen.pending.get("n")), None)
    if phase is None:
        return own_fields(tx, screen, now)
    return PhaseCard(
        campaign=screen.campaign,
        phase=phase,
        last=phase is phases[-1],
        field=screen.pending.get("field"),
        was=screen.pending.get("was", ""),
        version=screen.version,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class AskOwn(View):
    """The other value of a field of the campaign, or of one of its phases: typed."""

    template: ClassVar[str] = "own_ask"
    in_place: ClassVar[bool] = True
    campaign: Campaign
    phase: Phase | None
    field: str
    source: str | None


def ask_own(tx: Tx, screen: Open, _now: datetime) -> View | None:
    field = OwnField(screen.pending.get("field", OwnField.TITLE))
    phases = phases_of(tx, screen.campaign.campaign_id)
    phase = next((phase for phase in phases if phase.n == screen.pending.get("n")), None)
    if field in SOURCES:
        source = screen.campaign.directive.get(SOURCES[field])
    else:
        source = phase and (phase.review_text if field is OwnField.REVIEW else phase.source_text)
    return AskOwn(campaign=screen.campaign, phase=phase, field=field.value, source=source)
