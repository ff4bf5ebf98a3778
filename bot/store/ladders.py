"""A ladder as it is kept: JSON in the row of a campaign or of an office."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.campaign.deadlines import Ladder


def kept(ladder: Ladder | None) -> dict[str, Any] | None:
    return None if ladder is None else asdict(ladder)


def ladder_of(row: Mapping[str, Any] | None) -> Ladder | None:
    """What an older program kept without those who stand over the focal points has the usual days for them."""
    if row is None:
        return None
    return Ladder(**{**row, "before": tuple(row["before"]), "overdue": tuple(row["overdue"])})
