"""The steps of a ladder that a campaign or an office has said itself, as they are kept: JSON in its row."""

from collections.abc import Mapping
from typing import Any, cast

from bot.campaign.deadlines import OwnLadder


def kept(own: OwnLadder) -> dict[str, Any] | None:
    return dict(own) or None


def own_ladder(row: Mapping[str, Any] | None) -> OwnLadder:
    steps = {name: tuple(said) if isinstance(said, list) else said for name, said in (row or {}).items()}
    return cast("OwnLadder", steps)
