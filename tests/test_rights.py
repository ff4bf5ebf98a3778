"""The table of docs/rights.md, tried out: every row with every role, here and elsewhere, in every state."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import update
from telegram import CallbackQuery, User

from bot.campaign.model import ReportState, Role
from bot.errors import Refused
from bot.store import reports, stand_ins
from bot.store.cluster_tables import cluster_reports
from bot.store.engine import Store, Tx
from bot.store.tables import metadata, units
from bot.store.tables import reports as reports_table
from bot.usecases import access
from handlers.chat import Tap, fresh
from handlers.routes import TAPS
from tests import builders
from tests.town import moment

TABLE = Path(__file__).resolve().parents[1] / "docs/rights.md"
NOW = moment("2023-05-02 09:00")
REPORTER = 100


class Right(NamedTuple):
    """A row of a table: the button's data, the states (empty: any), and where each role may tap it.

    `in_stead`: everybody has once said from what he enters the report.
    """

    in_stead: bool
    data: str
    states: frozenset[str]
    reach: dict[Role, str]


def rights() -> Iterator[Right]:
    own, stead = TABLE.read_text(encoding="utf-8").split("## In a unit's stead")
    for text in (own, stead):
        rows = [
            [cell.strip() for cell in line.strip("|\n").split("|")]
            for line in text.splitlines()
            if line.startswith("|")
        ]
        roles = [Role(name) for name in rows[0][3:]]
        for _, button, states, *cells in rows[2:]:
            match = re.fullmatch(r"`(.+)`", button)
            assert match, button
            named = frozenset() if states == "any" else frozenset(states.split())
            yield Right(text is stead, match[1], named, dict(zip(roles, cells, strict=True)))


RIGHTS = list(rights())
# Where each caller holds his role: at the report's unit or its office, at another unit of the same office, in another
# office, above it (admins and viewers: of the province), under it (they: of the report's unit alone).
PLACES = ("here", "beside", "elsewhere", "above", "under")
OVER = frozenset({Role.ADMIN, Role.VIEWER})
"""Roles that reach the units below."""


def chat_of(role: Role, place: str) -> int:
    return 1000 + 10 * list(Role).index(role) + PLACES.index(place)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path_factory.mktemp('rights') / 'rights.sqlite3'}")
    made.write_now(metadata.create_all)
    made.write_now(_office)
    yield made
    made.close()


def _office(tx: Tx) -> None:
    """A commune whose hamlet has report 1, complete, its cluster likewise; and its neighbour with a campaign of its own."""
    root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
    east = builders.cluster(tx, "C1", "Cụm thôn phía Đông")
    here = builders.unit(tx, "T01", "Thôn Nà Hoa", parent=root, cluster=east)
    beside = builders.unit(tx, "T02", "Thôn Bản Mới", parent=root)
    other = builders.unit(tx, "KB", "UBND xã Khe Bạc", kind="xa")
    elsewhere = builders.unit(tx, "K01", "Thôn Khe Bạc", parent=other)
    province = builders.unit(tx, "CB", "UBND tỉnh", kind="tinh")
    for unit in (root, here, beside):
        above = f"/{province}" + units.c.path
        tx.execute(update(units).where(units.c.id == unit).values(path=above))
    held = {
        **{(role, "here"): root if role in OVER else here for role in Role},
        **{(role, "beside"): beside for role in Role},
        **{(role, "elsewhere"): other if role in OVER else elsewhere for role in Role},
        **{(role, "above"): province if role in OVER else root for role in Role},
        **{(role, "under"): here for role in OVER},
    }
    for (role, place), unit in held.items():
        builders.person(tx, chat_of(role, place), "Ai", NOW, (role, unit))
    builders.person(tx, REPORTER, "Lan", NOW, (Role.FOCAL_POINT, here))
    builders.campaign(tx, root, [here, beside], NOW)
    builders.campaign(tx, other, [elsewhere], NOW)
    assert reports.open_report(tx, period_id=1, unit_id=here, now=NOW) == 1
    for indicator in (1, 2, 3):
        assert refusal(tx, REPORTER, f"ask:1:{indicator}") == ""
        assert refusal(tx, REPORTER, "nil") == ""
    assert refusal(tx, REPORTER, "submit:1") == ""
    assert refusal(tx, chat_of(Role.CLUSTER_LEAD, "here"), "cluster_begin:1:1:1") == ""


def refusal(tx: Tx, chat: int, data: str) -> str:
    """Tap a button; why it was refused, or nothing."""
    user = User(id=chat, first_name="x", is_bot=False)
    tap = Tap.read(CallbackQuery(id="1", from_user=user, chat_instance="1", data=data))
    assert tap is not None
    try:
        fresh(tap, TAPS[tap.action](tap))(tx, access.caller(tx, chat, "x", NOW), NOW)
    except Refused as refused:
        return refused.reason
    return ""


class _Undone(Exception):
    """Nothing that was tried stays."""


def tried(store: Store, chat: int, right: Right, state: str) -> str:
    found = []

    def once(tx: Tx) -> None:
        for table in (reports_table, cluster_reports):
            tx.execute(update(table).where(table.c.id == 1).values(state=state, late=True))
        if right.in_stead:
            person_id = access.caller(tx, chat, "x", NOW).known
            stand_ins.put(tx, 1, person_id, "phone:kế toán", NOW)
        found.append(refusal(tx, chat, right.data))
        raise _Undone

    with pytest.raises(_Undone):
        store.write_now(once)
    return found[0]


@pytest.mark.parametrize(
    "right", RIGHTS, ids=lambda right: f"{right.data}{' in its stead' if right.in_stead else ''}"
)
@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_exactly_what_the_table_says(store: Store, right: Right, role: Role) -> None:
    reach = right.reach[role]
    for place in PLACES if role in OVER else PLACES[:-1]:
        for state in ReportState:
            may = (
                reach != "–"
                and (
                    place == "here"
                    or (place == "above" and role in OVER)
                    # What people of another unit of the campaign, or of one under its office, see of it is theirs.
                    or (place in {"beside", "under"} and reach == "part")
                    or (place == "under" and reach == "down")
                )
                and (not right.states or state.value in right.states)
            )
            refused = tried(store, chat_of(role, place), right, state.value)
            assert (refused == "") is may, (role, place, state, refused)


def test_the_table_names_every_role_and_only_buttons_that_there_are() -> None:
    for right in RIGHTS:
        assert set(right.reach) == set(Role)
        assert right.data.split(":")[0] in TAPS
        assert right.states <= {state.value for state in ReportState}
