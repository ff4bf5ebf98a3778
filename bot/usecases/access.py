"""Who may do what, where. The one place in which rights are decided, at the moment of use."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from bot.campaign import report_life
from bot.campaign.model import Role
from bot.errors import Refused
from bot.store import people, stand_ins, successions, units
from bot.store.cluster_reports import ClusterHead
from bot.store.engine import Tx
from bot.store.extents import Extent
from bot.store.reports import ReportHead, head_of
from bot.store.units import Unit


class Action(Enum):
    """What a person may ask for; the roles that allow it, and whether they reach the units below."""

    REPORT = (frozenset({Role.FOCAL_POINT}), False)
    STAND_IN = (frozenset({Role.ADMIN}), True)
    SIGN = (frozenset({Role.HEAD}), False)
    SEE_UNIT = (frozenset({Role.FOCAL_POINT, Role.HEAD}), False)
    SEE_CLUSTER = (frozenset({Role.CLUSTER_LEAD}), False)
    RUN_CAMPAIGNS = (frozenset({Role.ADMIN}), True)
    SEE_SUMMARY = (frozenset({Role.ADMIN, Role.VIEWER}), True)
    KEEP_PEOPLE = (frozenset({Role.ADMIN}), True)

    @property
    def roles(self) -> frozenset[Role]:
        return self.value[0]

    @property
    def reaches_below(self) -> bool:
        return self.value[1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A role in force: at which unit of which cluster, and since when."""

    role: Role
    unit_id: int
    unit: str
    path: str
    cluster_id: int | None
    since: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """The person's open screen: what his next message means. `version` counts the screens shown."""

    screen: str
    report_id: int | None = None
    indicator_id: int | None = None
    campaign_id: int | None = None
    pending: dict[str, Any] | None = None
    version: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """Who writes: a chat, the person behind it where we know him, the roles he holds now, his open screen."""

    chat_id: int
    name: str
    person_id: int | None = None
    language: str = "vi"
    consented: bool = False
    unreachable: bool = False
    roles: tuple[Held, ...] = ()
    draft: Draft = Draft(screen="idle")
    report: ReportHead | None = None
    """That of the open screen, as long as he reports for its unit or stands in for it."""
    private: bool = True
    """False in a group, where nothing personal is shown."""
    door: str | None = None
    """By which he came to the page, "telegram" or "link"; None in the chat."""

    @property
    def known(self) -> int:
        """The person's id; Refused where he is nobody yet."""
        if self.person_id is None or not self.roles:
            raise Refused("no_role")
        return self.person_id

    def holds(self, *roles: Role) -> bool:
        return any(held.role in roles for held in self.roles)


def caller(tx: Tx, chat_id: int, name: str, now: datetime, *, language: str = "vi") -> Caller:
    """Who writes from this chat, read anew for each update: a revoked role counts from the next one on.

    `name` and `language` are those of his client; they count as long as he is nobody.
    """
    rows = people.caller(tx, chat_id, now)
    if not rows:
        return Caller(chat_id=chat_id, name=name, language=language)
    first = rows[0]
    roles = tuple(
        Held(
            role=Role(row.role),
            unit_id=row.held_id,
            unit=row.held_name,
            path=row.held_path,
            cluster_id=row.held_cluster_id,
            since=row.since,
        )
        for row in rows
        if row.role is not None
    )
    report = head_of(first)
    who = Caller(
        chat_id=chat_id,
        name=first.name,
        person_id=first.id,
        language=first.language,
        consented=first.consent_at is not None,
        unreachable=first.unreachable_since is not None,
        roles=roles,
        draft=Draft(
            screen=first.screen,
            report_id=first.report_id,
            indicator_id=first.indicator_id,
            campaign_id=first.draft_campaign_id,
            pending=first.pending,
            version=first.version,
        ),
    )
    return who if report is None else replace(who, report=_entered(who, report, first.source))


def of_person(tx: Tx, person_id: int, now: datetime) -> Caller:
    """Somebody by whose right something is done while he does not write; without a role where he is deleted."""
    chat_id = people.chat_of(tx, person_id)
    return Caller(chat_id=0, name="") if chat_id is None else caller(tx, chat_id, "", now)


def _entered(who: Caller, head: ReportHead, source: str | None) -> ReportHead | None:
    """The report as the caller may enter it: for his own unit, or in its stead from a source; None where he may not."""
    if may(who, Action.REPORT, unit_id=head.unit_id, path=head.path):
        return head
    if source is None or not may(who, Action.STAND_IN, unit_id=head.owner_id, path=head.owner_path):
        return None
    return replace(head, source=source)


def entered(tx: Tx, who: Caller, head: ReportHead) -> ReportHead:
    """The same for any report; Refused where the caller may not enter it."""
    source = None
    if not may(who, Action.REPORT, unit_id=head.unit_id, path=head.path):
        source = stand_ins.source(tx, head.report_id, who.known)
    found = _entered(who, head, source)
    if found is None:
        raise Refused("not_allowed")
    return found


def may(who: Caller, action: Action, *, unit_id: int, path: str) -> bool:
    """Whether one of the caller's roles allows the action at the unit (its id and path from the root).

    A role that reaches below allows it at every unit whose path starts with the role's own.
    """
    return any(
        held.role in action.roles
        and (path.startswith(held.path) if action.reaches_below else held.unit_id == unit_id)
        for held in who.roles
    )


def require(who: Caller, action: Action, *, unit_id: int, path: str) -> None:
    if not may(who, action, unit_id=unit_id, path=path):
        raise Refused("not_allowed" if who.roles else "no_role")


def kept_unit(tx: Tx, who: Caller, unit_id: int) -> Unit:
    """A unit, for an admin at it or above it."""
    unit = units.by_id(tx, unit_id)
    if unit is None:
        raise Refused("gone")
    require(who, Action.KEEP_PEOPLE, unit_id=unit_id, path=unit.path)
    return unit


def may_settle(who: Caller, *, person_id: int, unit_id: int, path: str) -> bool:
    """Whether the caller may say who stands in for a role or takes it over: its holder, or an admin over its unit."""
    return who.person_id == person_id or may(who, Action.KEEP_PEOPLE, unit_id=unit_id, path=path)


def require_self(who: Caller, person_id: int | None) -> None:
    """Refused unless the caller is this person."""
    if person_id is None or who.known != person_id:
        raise Refused("not_allowed")


AnyHead = ReportHead | ClusterHead
"""A unit's report or a cluster's: both go the same ways."""


def may_report(who: Caller, head: AnyHead) -> bool:
    """Whether a report is the caller's to hand in: that of his own unit, or of the cluster that he leads."""
    if isinstance(head, ClusterHead):
        return head.cluster_id in led(who)
    return may(who, Action.REPORT, unit_id=head.unit_id, path=head.path)


def may_run(who: Caller, head: AnyHead) -> bool:
    """Whether the caller's office launched the campaign of this report, or stands above the one that did."""
    return may(who, Action.RUN_CAMPAIGNS, unit_id=head.owner_id, path=head.owner_path)


def led(who: Caller) -> list[int]:
    """The clusters that the caller leads: those of the units at which he does. Their members need not share a parent."""
    every = (held.cluster_id for held in who.roles if held.role in Action.SEE_CLUSTER.roles)
    return sorted({cluster_id for cluster_id in every if cluster_id is not None})


def is_unit(who: Caller, head: AnyHead) -> bool:
    """Whether the caller is one of those whose report it is: its unit's people, or the cluster's lead."""
    if isinstance(head, ClusterHead):
        return head.cluster_id in led(who)
    return may(who, Action.SEE_UNIT, unit_id=head.unit_id, path=head.path)


def may_see(who: Caller, head: AnyHead) -> bool:
    """Whether the caller may look at a report: its unit's people, its cluster's lead, the office that runs the campaign."""
    return may_run(who, head) or is_unit(who, head) or head.cluster_id in led(who)


def may_look(tx: Tx, who: Caller, head: ReportHead) -> bool:
    """The same, and whether its unit is gone and what it left is that of his own unit, which it went up in."""
    if may_see(who, head) or head.ended_on is None:
        return may_see(who, head)
    own = [held.unit_id for held in who.roles if held.role in Action.SEE_UNIT.roles]
    return bool(own) and successions.went_up_in(tx, head.unit_id, own)


def require_evidence(who: Caller, head: ReportHead) -> None:
    """Refused unless the caller sees the report, or reads the summary for which it counts."""
    counts = head.state in report_life.COUNTED
    if not may_see(who, head) and not (
        counts and may(who, Action.SEE_SUMMARY, unit_id=head.owner_id, path=head.owner_path)
    ):
        raise Refused("not_allowed" if who.roles else "no_role")


def reach(who: Caller, action: Action) -> tuple[str, ...]:
    """The path prefixes within which the caller may do this; Refused where there is none."""
    paths = tuple(held.path for held in who.roles if held.role in action.roles)
    if not paths:
        raise Refused("not_allowed" if who.roles else "no_role")
    return paths


def seen_units(who: Caller) -> Extent:
    """The units whose figures the caller may see wherever they take part; no people.

    His own, those of the clusters that he leads, and from his unit down where he is an admin or a viewer.
    """
    return Extent(
        paths=tuple(held.path for held in who.roles if held.role in Action.SEE_SUMMARY.roles),
        cluster_ids=tuple(led(who)),
        unit_ids=tuple(held.unit_id for held in who.roles if held.role in Action.SEE_UNIT.roles),
    )


def extent(who: Caller, *, owner_id: int, owner_path: str) -> Extent:
    """How much of a campaign the caller sees; Refused where he holds no role that shows anything.

    All of it where his office launched it, or stands above the one that did. People by name are for admins, in private.
    """
    if not who.roles:
        raise Refused("no_role")
    if may(who, Action.SEE_SUMMARY, unit_id=owner_id, path=owner_path):
        people = who.private and may(who, Action.KEEP_PEOPLE, unit_id=owner_id, path=owner_path)
        return Extent(whole=True, people=people)
    seen = seen_units(who)
    # Of what else he sees he is no admin: then nobody is named.
    kept = tuple(held.path for held in who.roles if held.role in Action.KEEP_PEOPLE.roles)
    only_kept = not seen.cluster_ids and not seen.unit_ids and set(seen.paths) <= set(kept)
    return replace(seen, people=who.private and only_kept)


def at(who: Caller, action: Action) -> Held:
    """The role by which the caller acts; the one highest in the tree where he holds several."""
    held = sorted((held for held in who.roles if held.role in action.roles), key=lambda held: len(held.path))
    if not held:
        raise Refused("not_allowed" if who.roles else "no_role")
    return held[0]
