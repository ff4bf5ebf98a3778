"""How an indicator is assessed in a summary, and in which words: the same in every form and language."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from bot.campaign import progress
from bot.campaign.model import Figure, FigureKind, Target


class Assessment(StrEnum):
    """One of these for every indicator, so that the counting line adds up; in the order in which it names them."""

    EXCEEDED = "exceeded"
    MET = "met"
    NOT_MET = "not_met"
    AT_RISK = "at_risk"
    """Not met yet, and below what an even pace asks for by now."""
    NONE = "none"
    """No figure: never the same as zero."""
    BY_UNIT = "by_unit"
    """Figures of several units that never add up, as levels and changes do not."""
    NO_TARGET = "no_target"
    """A figure that nothing measures: a unit, or some units, without a target of their own."""
    QUALITATIVE = "qualitative"


VIETNAMESE: Mapping[Assessment, str] = {
    Assessment.EXCEEDED: "Vượt",
    Assessment.MET: "Đạt",
    Assessment.NOT_MET: "Chưa đạt",
    Assessment.AT_RISK: "Nguy cơ",
    Assessment.NONE: "Chưa có số liệu",
    Assessment.BY_UNIT: "Theo từng đơn vị",
    Assessment.NO_TARGET: "Không giao riêng",
    Assessment.QUALITATIVE: "Định tính",
}
ENGLISH: Mapping[Assessment, str] = {
    Assessment.EXCEEDED: "Exceeded",
    Assessment.MET: "Met",
    Assessment.NOT_MET: "Not met",
    Assessment.AT_RISK: "At risk",
    Assessment.NONE: "No figure",
    Assessment.BY_UNIT: "By unit",
    Assessment.NO_TARGET: "No target of its own",
    Assessment.QUALITATIVE: "Qualitative",
}


def assess(
    target: Target | None, actual: Decimal | None, *, pace: Decimal | None = None, reported: int = 0
) -> Assessment:
    """How a total stands against its target; `reported` of its units have a figure or said how far they are.

    `target` is None where nothing measures it: the campaign's target is that of all units together.
    """
    if target is not None and target.value is None:
        return Assessment.QUALITATIVE if reported else Assessment.NONE
    if actual is None:
        return Assessment.BY_UNIT if reported else Assessment.NONE
    if target is None:
        return Assessment.NO_TARGET
    return Assessment(progress.status(target, Figure(kind=FigureKind.VALUE, value=actual), pace))
