"""A unit is merged or split from its card, step by step: with which, into what, from when, by what paper, the figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Literal, TypeAlias

from bot.campaign.successions import Following, UnitChange
from bot.errors import Refused
from bot.language.dates import read_date
from bot.store import holdings, people, units
from bot.store.engine import Tx
from bot.store.units import Cluster, Unit
from bot.texts import View
from bot.usecases import naming, planned_changes, succession_plans, successions, unit_cards
from bot.usecases.access import Action, Caller, reach
from bot.usecases.succession_plans import NO_CLUSTER, Lead, Plan, change_of, kept
from bot.usecases.unit_names import Answer, named

SCREEN = "unit_change"
MOST_UNITS = 12
LONGEST_DECISION = 120
KINDS = (UnitChange.MERGE, UnitChange.SPLIT)
LEADS = ("end", "along")
"""What becomes of whoever leads another cluster from one of the units: he ceases to, or leads that of the successor."""
PAGE = 8
Step: TypeAlias = Literal[
    "kind", "units", "into", "cluster", "leads", "on", "decision", "figures", "indicators", "preview"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pick:
    """An indicator whose figures may move to the unit that is split off, with its parts; `campaign` where several run."""

    indicator_id: int
    name: str
    campaign: str | None
    picked: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitChangeScreen(View):
    """What is known of the change, and what is asked next; at last what it comes to."""

    template: ClassVar[str] = "unit_change"
    in_place: ClassVar[bool] = True
    step: Step
    kind: UnitChange | None
    units: tuple[Unit, ...]
    name: str | None
    clusters: tuple[Cluster | None, ...]
    cluster: Cluster | None
    leads: tuple[Lead, ...]
    on: date | None
    decision: str | None
    choices: tuple[Following, ...]
    ahead: bool
    picks: tuple[Pick, ...]
    picked: int
    page: int
    pages: int
    plan: Plan | None
    version: int


def begin(tx: Tx, who: Caller, now: datetime, *, unit_id: int) -> View:
    kept(tx, who, unit_id)
    return _go(tx, who, now, {"units": [unit_id]})


def choose_kind(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    pending = _pending(who, "kind")
    if not 0 <= place < len(KINDS):
        raise Refused("stale")
    return _go(tx, who, now, {**pending, "kind": KINDS[place].value})


def add_unit(tx: Tx, who: Caller, now: datetime, *, unit_id: int) -> View:
    """One more of those that become one."""
    pending = _pending(who, "units")
    kept(tx, who, unit_id)
    chosen = list(dict.fromkeys([*pending["units"], unit_id]))
    if len(chosen) > MOST_UNITS:
        raise Refused("units_too_many_at_once", most=MOST_UNITS)
    return _go(tx, who, now, {**pending, "units": chosen})


def enough(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Đủ rồi": no further unit."""
    return _go(tx, who, now, {**_pending(who, "units"), "ready": True})


def choose_successor(tx: Tx, who: Caller, now: datetime, *, unit_id: int) -> View:
    """One of the units goes on, the others go up in it."""
    pending = _pending(who, "into")
    if pending["kind"] != UnitChange.MERGE or unit_id not in pending["units"] or len(pending["units"]) < 2:
        raise Refused("stale")
    return _go(tx, who, now, {**pending, "into": unit_id})


def choose_cluster(tx: Tx, who: Caller, now: datetime, *, cluster_id: int) -> View:
    """In which of the units' clusters the one that they become is; 0: in none."""
    pending = _pending(who, "cluster")
    if cluster_id not in _clusters(tx, pending):
        raise Refused("stale")
    return _go(tx, who, now, {**pending, "cluster": cluster_id})


def choose_leads(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    pending = _pending(who, "leads")
    if not 0 <= place < len(LEADS):
        raise Refused("stale")
    return _go(tx, who, now, {**pending, "leads": LEADS[place]})


def choose_figures(tx: Tx, who: Caller, now: datetime, *, place: int) -> View:
    pending = _pending(who, "figures")
    offered = succession_plans.choices(tx, change_of(tx, pending, now), now)
    if not 0 <= place < len(offered):
        raise Refused("stale")
    return _go(tx, who, now, {**pending, "following": offered[place].value})


def pick(tx: Tx, who: Caller, now: datetime, *, indicator_id: int) -> View:
    """One more indicator whose figures move, or one less."""
    pending = _pending(who, "indicators")
    if indicator_id not in succession_plans.families_of(tx, pending["units"][0], now):
        raise Refused("stale")
    picked = set(pending.get("indicators", ())) ^ {indicator_id}
    return _go(tx, who, now, {**pending, "indicators": sorted(picked)})


def turn(tx: Tx, who: Caller, now: datetime, *, page: int) -> View:
    return _go(tx, who, now, {**_pending(who, "indicators"), "page": page})


def picked_all(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Xong": the figures of those that are ticked move."""
    pending = _pending(who, "indicators")
    if not pending.get("indicators"):
        raise Refused("indicators_none_picked")
    return _go(tx, who, now, {**pending, "picked": True})


def typed(tx: Tx, who: Caller, now: datetime, *, text: str) -> View:
    """What is asked for: a unit, the new name, the day, the number of the paper."""
    pending = _pending(who)
    match _step(pending):
        case "units":
            among = {
                unit.unit_id: unit
                for path in reach(who, Action.KEEP_PEOPLE)
                for unit in units.below(tx, path)
            }
            answer = Answer(action="unit_change_with", version=who.draft.version)
            return add_unit(tx, who, now, unit_id=named(tx, text, among, answer).unit_id)
        case "into":
            return _go(tx, who, now, {**pending, "name": _new_name(tx, pending, text)})
        case "on":
            return _go(tx, who, now, {**pending, "on": _day(text, now).isoformat()})
        case "decision":
            number = " ".join(text.split())[:LONGEST_DECISION]
            return _go(tx, who, now, {**pending, "decision": number})
        case _:
            raise Refused("stale")


def make(tx: Tx, who: Caller, now: datetime) -> View:
    """ "Thực hiện": all of it, in this transaction; or on its day, where that is to come."""
    pending = _pending(who, "preview")
    change = change_of(tx, pending, now)
    if change.on > now.date():
        succession_plans.plan(tx, who, now, change)
        planned_changes.keep(tx, who, now, pending)
        return unit_cards.open_card(tx, who, now, unit_id=change.into or change.unit_ids[0], said="planned")
    successor = successions.carry_out(tx, who, now, change)
    said: unit_cards.Said = "merged" if change.kind is UnitChange.MERGE else "split"
    return unit_cards.open_card(tx, who, now, unit_id=successor.unit_id, said=said)


def current(tx: Tx, who: Caller, now: datetime) -> View | None:
    """The open step; None where none is, or what was chosen is not the admin's any more."""
    if who.draft.screen != SCREEN or who.draft.pending is None:
        return None
    try:
        return _shown(tx, who, now, who.draft.pending, version=who.draft.version)
    except Refused:
        return None


# --- Steps -----------------------------------------------------------------------------------------------


def _step(pending: Mapping[str, Any]) -> Step:
    if "kind" not in pending:
        return "kind"
    if pending["kind"] == UnitChange.MERGE and not pending.get("ready"):
        return "units"
    if pending.get("into") is None and pending.get("name") is None:
        return "into"
    if pending["kind"] == UnitChange.MERGE:
        if "cluster" not in pending:
            return "cluster"
        if "leads" not in pending:
            return "leads"
    if "on" not in pending:
        return "on"
    if "decision" not in pending:
        return "decision"
    if "following" not in pending:
        return "figures"
    moves = pending["kind"] == UnitChange.SPLIT and pending["following"] == Following.MOVE
    return "indicators" if moves and not pending.get("picked") else "preview"


def _pending(who: Caller, step: Step | None = None) -> dict[str, Any]:
    """What is known so far; Refused where another step is open."""
    pending = who.draft.pending
    if who.draft.screen != SCREEN or pending is None or (step is not None and _step(pending) != step):
        raise Refused("stale")
    return pending


def _go(tx: Tx, who: Caller, now: datetime, pending: dict[str, Any]) -> View:
    pending = _without_choice(tx, now, pending)
    # What cannot be is said before anything is stored.
    view = _shown(tx, who, now, pending, version=who.draft.version + 1)
    people.move(tx, who.known, SCREEN, now=now, pending=pending)
    return view


def _without_choice(tx: Tx, now: datetime, pending: dict[str, Any]) -> dict[str, Any]:
    """What is known then, where a question has one answer only: it is not asked."""
    if pending.get("kind") == UnitChange.SPLIT and "cluster" not in pending:
        pending = {**pending, "cluster": _clusters(tx, pending)[0]}
    if _step(pending) == "cluster" and len(every := _clusters(tx, pending)) == 1:
        pending = {**pending, "cluster": every[0]}
    if _step(pending) == "leads" and not (pending["cluster"] and _leads(tx, pending, now)):
        pending = {**pending, "leads": "end"}
    if _step(pending) == "figures":
        offered = succession_plans.choices(tx, change_of(tx, pending, now), now)
        if len(offered) == 1:
            pending = {**pending, "following": offered[0].value}
    return pending


def _clusters(tx: Tx, pending: Mapping[str, Any]) -> list[int]:
    every = succession_plans.clusters_of(tx, pending["units"])
    return [NO_CLUSTER if one is None else one.cluster_id for one in every]


def _leads(tx: Tx, pending: Mapping[str, Any], now: datetime) -> tuple[Lead, ...]:
    return succession_plans.leads_of(tx, pending["units"], pending["cluster"] or None, now)


def _picks(tx: Tx, pending: Mapping[str, Any], now: datetime) -> list[Pick]:
    every = holdings.answered(tx, pending["units"][0], now.date())
    roots = succession_plans.families_of(tx, pending["units"][0], now)
    several = len({one.campaign_id for one in every}) > 1
    return [
        Pick(
            indicator_id=one.indicator_id,
            name=one.name,
            campaign=one.campaign if several else None,
            picked=one.indicator_id in pending.get("indicators", ()),
        )
        for one in every
        if one.indicator_id in roots
    ]


def _shown(
    tx: Tx, who: Caller, now: datetime, pending: Mapping[str, Any], *, version: int
) -> UnitChangeScreen:
    step = _step(pending)
    change = change_of(tx, pending, now) if step in {"figures", "preview"} else None
    on = pending.get("on")
    clusters = (
        succession_plans.clusters_of(tx, pending["units"])
        if pending.get("cluster") or step == "cluster"
        else ()
    )
    picks = _picks(tx, pending, now) if step == "indicators" else []
    pages = max(1, -(-len(picks) // PAGE))
    page = min(max(0, pending.get("page", 0)), pages - 1)
    return UnitChangeScreen(
        step=step,
        kind=UnitChange(pending["kind"]) if "kind" in pending else None,
        units=tuple(kept(tx, who, unit_id) for unit_id in pending["units"]),
        name=pending.get("name") or _name_of(tx, pending.get("into")),
        clusters=clusters,
        cluster=next((one for one in clusters if one and one.cluster_id == pending.get("cluster")), None),
        leads=_leads(tx, pending, now) if step == "leads" else (),
        on=None if on is None else date.fromisoformat(on),
        decision=pending.get("decision"),
        choices=() if change is None or step != "figures" else succession_plans.choices(tx, change, now),
        ahead=on is not None and date.fromisoformat(on) > now.date(),
        picks=tuple(picks[page * PAGE : (page + 1) * PAGE]),
        picked=sum(one.picked for one in picks),
        page=page,
        pages=pages,
        plan=None if change is None or step != "preview" else succession_plans.plan(tx, who, now, change),
        version=version,
    )


def _name_of(tx: Tx, unit_id: int | None) -> str | None:
    unit = None if unit_id is None else units.by_id(tx, unit_id)
    return None if unit is None else unit.name


def _new_name(tx: Tx, pending: Mapping[str, Any], text: str) -> str:
    """A name that no unit beside them has; one of the merged units may lend the new one its name."""
    name = naming.read_name(text).name
    first = units.by_id(tx, pending["units"][0])
    merged = pending["units"] if pending["kind"] == UnitChange.MERGE else ()
    naming.require_free(tx, name, below=None if first is None else first.parent_id, but=merged)
    return name


def _day(text: str, now: datetime) -> date:
    read = read_date(text, today=now, year=now.year, mode="past")
    if read.date is None or read.candidates:
        raise Refused("date_unread", typed=text[:80], year=now.year)
    if (read.date - now.date()).days > planned_changes.FURTHEST:
        raise Refused("unit_change_far", on=read.date)
    return read.date
