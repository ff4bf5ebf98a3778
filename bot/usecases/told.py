"""What the directive itself says, beside what is stored of a campaign: sentences of due dates, places to look at."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.store.campaigns import Phase


def told_dues(directive: Mapping[str, Any], phases: Sequence[Phase]) -> dict[int, str]:
    """The sentence that states a phase's due date, by the number of the phase; none where an admin set another day."""
    sentences = {
        (read["end"], read["report"]["day"]): read["report"]["text"]
        for read in directive.get("phases", ())
        if read.get("report")
    }
    days = {phase.n: (phase.ends_on.isoformat(), phase.due_on.isoformat()) for phase in phases}
    return {n: sentences[pair] for n, pair in days.items() if pair in sentences}


def told_warnings(directive: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The places that a person should look at, and the goals in prose, which are for the admin to add."""
    prose = (one for one in directive.get("indicators", ()) if one.get("origin") == "prose")
    added = ({"line": one["line"], "text": one["text"], "reason": "from_prose"} for one in prose)
    return (*directive.get("warnings", ()), *added)
