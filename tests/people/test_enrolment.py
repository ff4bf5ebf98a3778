"""How people come in: links, wrong links, consent, roles; and what everybody is told who is lost."""

import argparse
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Table, insert, select, update

from bot.campaign.model import Role
from bot.cli.invitations import add_commands
from bot.config import Config
from bot.errors import ConfigError, Refused
from bot.store import people, units
from bot.store.engine import Store, Tx
from bot.store.message_tables import audit, outbox, reopened
from bot.store.outbox import End, claim, end
from bot.store.tables import drafts, invitations, metadata, roles, wrong_tokens
from bot.store.tables import people as people_table
from bot.texts import Reply, Texts, View
from bot.usecases import access, enrolment, inviting, nudging, screens
from bot.usecases.access import Caller
from bot.usecases.hearing import Schedule
from handlers.chat import Use
from handlers.routes import COMMANDS
from tests import builders

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2023, 2, 1, 9, 0, tzinfo=HANOI)
BOSS, NEIGHBOUR, LAN, STRANGER = 1, 2, 3, 4


class Office:
    """Two communes with an admin each; `does` is one update of a person, in his own transaction."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'dondoc.sqlite3'}"
        self.store = Store(self.url)
        self.texts = Texts()
        self.now = NOW
        self.units: dict[str, int] = {}
        self.store.write_now(self._settle)

    def _settle(self, tx: Tx) -> None:
        metadata.create_all(tx)
        root = self.units["SV"] = builders.unit(tx, "SV", "Xã Suối Vàng", kind="xã")
        self.units["TN1"] = builders.unit(tx, "TN1", "Thôn Nà Pán", parent=root)
        self.units["TN2"] = builders.unit(tx, "TN2", "Thôn Khuổi Lầu", parent=root)
        self.units["KB"] = builders.unit(tx, "KB", "Xã Khe Bạc", kind="xã")
        builders.person(tx, BOSS, "Hương", NOW, (Role.ADMIN, root))
        builders.person(tx, NEIGHBOUR, "Thu", NOW, (Role.ADMIN, self.units["KB"]))
        builders.person(tx, LAN, "Lan", NOW, (Role.FOCAL_POINT, self.units["TN1"]))

    def who(self, chat: int) -> Caller:
        return self.store.read_now(lambda tx: access.caller(tx, chat, "Khách", self.now))

    def does(self, chat: int, use: Use) -> View:
        """Run a use case as this person and make sure that its view can be shown."""
        view = self.store.write_now(lambda tx: use(tx, access.caller(tx, chat, "Khách", self.now), self.now))
        assert view is not None
        self.shows(view)
        return view

    def shows(self, view: View) -> Reply:
        return self.texts.render(view)

    def starts(self, chat: int, token: str = "") -> View:
        return self.does(chat, lambda tx, who, now: enrolment.start(tx, who, now, token=token))

    def invited(self, code: str = "TN2", role: Role = Role.FOCAL_POINT) -> str:
        """The token of a fresh invitation from the command line."""

        def make(tx: Tx) -> str:
            unit = units.by_code(tx, code)
            assert unit is not None
            return inviting.invite(tx, None, self.now, unit=unit, role=role, username="dondoc_bot").token

        return self.store.write_now(make)

    def count(self, table: Table) -> int:
        return len(self.store.read_now(lambda tx: tx.execute(select(table)).all()))


@pytest.fixture
def migrated(tmp_path: Path) -> None:
    """Ask for this before `office` where a command is to meet a database as the bot leaves it."""
    builders.database(tmp_path)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = Office(tmp_path)
    try:
        yield found
    finally:
        found.store.close()


# --- The link and the consent --------------------------------------------------------------------------


def test_a_role_is_given_only_after_consent(office: Office) -> None:
    asked = office.starts(STRANGER, office.invited())
    assert isinstance(asked, enrolment.Consent)
    assert office.who(STRANGER).roles == ()
    granted = office.does(STRANGER, enrolment.agree)
    assert isinstance(granted, enrolment.Granted)
    assert [(held.role, held.unit) for held in office.who(STRANGER).roles] == [
        (Role.FOCAL_POINT, "Thôn Khuổi Lầu")
    ]
    assert office.who(STRANGER).consented


def test_the_question_for_consent_says_in_five_lines_what_is_stored(office: Office) -> None:
    text = office.shows(office.starts(STRANGER, office.invited())).html
    assert sum(line[:2] in {"1.", "2.", "3.", "4.", "5."} for line in text.splitlines()) == 5


def test_consent_can_be_typed_without_marks(office: Office) -> None:
    office.starts(STRANGER, office.invited())
    view = office.does(STRANGER, lambda tx, who, now: enrolment.typed_consent(tx, who, now, text="Dong y"))
    assert isinstance(view, enrolment.Granted)


def test_other_words_show_the_question_for_consent_again(office: Office) -> None:
    asked = office.starts(STRANGER, office.invited())
    typed = office.does(STRANGER, lambda tx, who, now: enrolment.typed_consent(tx, who, now, text="gì vậy?"))
    assert typed == asked


def test_after_a_restart_the_question_for_consent_is_shown_again(office: Office) -> None:
    asked = office.starts(STRANGER, office.invited())
    assert office.does(STRANGER, screens.current) == asked


def test_who_does_not_agree_leaves_nothing_behind_and_may_come_back(office: Office) -> None:
    token = office.invited()
    before = office.count(people_table), office.count(drafts)
    office.starts(STRANGER, token)
    assert isinstance(office.does(STRANGER, enrolment.decline), enrolment.Declined)
    assert (office.count(people_table), office.count(drafts)) == before
    assert isinstance(office.starts(STRANGER, token), enrolment.Consent)


def test_who_has_consented_before_gets_a_second_role_at_once(office: Office) -> None:
    view = office.starts(LAN, office.invited("TN2", Role.HEAD))
    assert isinstance(view, enrolment.Granted)
    assert {held.role for held in office.who(LAN).roles} == {Role.FOCAL_POINT, Role.HEAD}


def test_an_open_screen_survives_a_second_role(office: Office) -> None:
    office.store.write_now(lambda tx: people.move(tx, office.who(LAN).known, "review", now=NOW))
    open_before = office.who(LAN).draft
    office.starts(LAN, office.invited("TN2"))
    assert office.who(LAN).draft == open_before


def test_each_step_is_in_the_audit(office: Office) -> None:
    office.starts(STRANGER, office.invited())
    office.does(STRANGER, enrolment.agree)
    noted = office.store.read_now(
        lambda tx: list(tx.execute(select(audit.c.action).order_by(audit.c.id)).scalars())
    )
    assert noted == ["invite", "consent", "grant"]


def test_only_the_hash_of_a_token_is_stored(office: Office) -> None:
    token = office.invited()
    stored = office.store.read_now(lambda tx: tx.execute(select(invitations)).one())
    assert len(token) == 22
    assert stored.token_hash == inviting.hash_of(token)
    assert token not in str(stored)


# --- Links that do not work ------------------------------------------------------------------------------


def test_used_expired_and_unknown_links_get_the_same_answer(office: Office) -> None:
    used, expired = office.invited(), office.invited()
    office.starts(LAN, used)
    after_use = office.starts(STRANGER, used)
    unknown = office.starts(STRANGER, "khong-co-that")
    office.now = NOW + timedelta(hours=72)
    assert office.starts(STRANGER, expired) == unknown == after_use
    assert isinstance(unknown, enrolment.BadInvitation)
    assert office.who(STRANGER).person_id is None


def test_a_link_is_good_for_72_hours(office: Office) -> None:
    token = office.invited()
    office.now = NOW + timedelta(hours=72) - timedelta(seconds=1)
    assert isinstance(office.starts(STRANGER, token), enrolment.Consent)


def test_a_link_that_expires_before_the_consent_gives_no_role(office: Office) -> None:
    office.starts(STRANGER, office.invited())
    office.now = NOW + timedelta(hours=73)
    assert isinstance(office.does(STRANGER, enrolment.agree), enrolment.BadInvitation)
    assert office.who(STRANGER).person_id is None


def test_a_link_opened_by_two_goes_to_who_agrees_first(office: Office) -> None:
    token = office.invited()
    office.starts(STRANGER, token)
    office.starts(5, token)
    assert isinstance(office.does(5, enrolment.agree), enrolment.Granted)
    assert isinstance(office.does(STRANGER, enrolment.agree), enrolment.BadInvitation)


def test_after_five_wrong_links_in_an_hour_even_a_right_one_is_refused(office: Office) -> None:
    token = office.invited()
    for n in range(5):
        office.now = NOW + timedelta(minutes=10 * n)
        last = office.starts(STRANGER, f"sai-{n}")
    assert "10:40" in office.shows(last).html
    office.now = NOW + timedelta(minutes=99, seconds=59)
    with pytest.raises(Refused) as refused:
        office.starts(STRANGER, token)
    assert refused.value.reason == "invitations_blocked"
    assert "10:40 01/02/2023" in office.texts.refusal(refused.value.reason, refused.value.facts, None).html
    office.now = NOW + timedelta(minutes=100)
    assert isinstance(office.starts(STRANGER, token), enrolment.Consent)


def test_five_wrong_links_over_more_than_an_hour_block_nobody(office: Office) -> None:
    for n in range(5):
        office.now = NOW + timedelta(minutes=15 * n)
        office.starts(STRANGER, f"sai-{n}")
    assert isinstance(office.starts(STRANGER, office.invited()), enrolment.Consent)


def test_whoever_was_blocked_while_asked_for_consent_can_still_decline(office: Office) -> None:
    office.starts(STRANGER, office.invited())
    for n in range(5):
        office.starts(STRANGER, f"sai-{n}")
    assert isinstance(office.does(STRANGER, enrolment.decline), enrolment.Declined)
    assert office.who(STRANGER).person_id is None


def test_wrong_links_of_one_chat_block_no_other(office: Office) -> None:
    for n in range(5):
        office.starts(STRANGER, f"sai-{n}")
    assert isinstance(office.starts(5, office.invited()), enrolment.Consent)


def test_wrong_links_are_forgotten_after_two_hours(office: Office) -> None:
    office.starts(STRANGER, "sai")
    office.now = NOW + timedelta(hours=3)
    office.starts(5, "sai")
    assert office.count(wrong_tokens) == 1


# --- /moi ----------------------------------------------------------------------------------------------


def invites(office: Office, role: Role) -> inviting.InviteUnit:
    office.does(BOSS, inviting.begin)
    view = office.does(BOSS, lambda tx, who, now: inviting.choose_role(tx, who, now, role=role))
    assert isinstance(view, inviting.InviteUnit)
    return view


def makes_link(office: Office, code: str) -> inviting.InvitationMade:
    view = office.does(
        BOSS,
        lambda tx, who, now: inviting.invite_to(
            tx, who, now, unit_id=office.units[code], username="dondoc_bot"
        ),
    )
    assert isinstance(view, inviting.InvitationMade)
    return view


def test_an_admin_invites_to_his_own_unit_and_those_below_it(office: Office) -> None:
    listed = invites(office, Role.ADMIN)
    assert {unit.unit_id for unit in listed.units} == {office.units[code] for code in ("SV", "TN1", "TN2")}


def test_an_admin_cannot_invite_to_a_neighbour(office: Office) -> None:
    invites(office, Role.ADMIN)
    with pytest.raises(Refused, match="not_allowed"):
        makes_link(office, "KB")
    assert office.count(invitations) == 0


def test_only_admins_invite(office: Office) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        office.does(LAN, inviting.begin)


def test_the_link_of_a_chat_brings_somebody_in(office: Office) -> None:
    invites(office, Role.FOCAL_POINT)
    made = makes_link(office, "TN2")
    assert made.link == f"https://t.me/dondoc_bot?start={made.token}"
    assert isinstance(office.starts(STRANGER, made.token), enrolment.Consent)


def test_a_link_dies_with_the_role_of_the_admin_who_made_it(office: Office) -> None:
    invites(office, Role.FOCAL_POINT)
    link = makes_link(office, "TN1")
    office.store.write_now(
        lambda tx: tx.execute(update(roles).where(roles.c.role == "admin").values(until=NOW))
    )
    assert isinstance(office.starts(STRANGER, link.token), enrolment.BadInvitation)


def test_the_list_of_units_stays_open_under_a_new_version(office: Office) -> None:
    listed = invites(office, Role.FOCAL_POINT)
    made = makes_link(office, "TN2")
    assert made.version == office.who(BOSS).draft.version == listed.version + 1
    again = office.does(BOSS, screens.current)
    assert isinstance(again, inviting.InviteUnit)
    assert again.units == listed.units


@pytest.mark.parametrize("typed", ["khuoi lau", "Khuổi Lầu", "lầu", "tn2", "khuoi lao"])
def test_part_of_a_name_typed_sloppily_finds_the_unit(office: Office, typed: str) -> None:
    invites(office, Role.FOCAL_POINT)
    view = office.does(BOSS, lambda tx, who, now: inviting.narrow(tx, who, now, text=typed))
    assert isinstance(view, inviting.InviteUnit)
    assert [unit.unit_id for unit in view.units] == [office.units["TN2"]]


def test_an_unknown_name_says_so_and_leads_back_to_all_units(office: Office) -> None:
    invites(office, Role.FOCAL_POINT)
    view = office.does(BOSS, lambda tx, who, now: inviting.narrow(tx, who, now, text="Hà Giang"))
    assert isinstance(view, inviting.InviteUnit)
    assert view.units == ()
    assert any(button.label == "Tất cả đơn vị" for row in office.shows(view).buttons for button in row)


def test_many_units_come_in_pages(office: Office) -> None:
    office.store.write_now(
        lambda tx: [builders.unit(tx, f"X{n}", f"Xóm {n}", parent=office.units["SV"]) for n in range(10)]
    )
    first = invites(office, Role.FOCAL_POINT)
    last = office.does(BOSS, lambda tx, who, now: inviting.turn_page(tx, who, now, page=99))
    assert isinstance(last, inviting.InviteUnit)
    assert (len(first.units), len(last.units), last.page, last.pages) == (8, 5, 1, 2)
    assert not set(first.units) & set(last.units)


def test_every_admin_who_reaches_the_unit_hears_of_a_new_admin(office: Office) -> None:
    office.starts(STRANGER, office.invited("TN1", Role.ADMIN))
    office.does(STRANGER, enrolment.agree)
    waiting = office.store.write_now(lambda tx: claim(tx, NOW, most=10))
    assert [row.person_id for row in waiting] == [office.who(BOSS).person_id]
    said = office.store.read_now(lambda tx: nudging.message(tx, waiting[0], NOW, Schedule()))
    assert said is not None
    assert office.shows(said).html.startswith("<b>Khách</b> vừa được giao vai trò quản trị tại Thôn Nà Pán")
    office.store.write_now(lambda tx: end(tx, waiting[0].row_id, End.SENT, NOW))


def test_nobody_hears_of_a_new_focal_point(office: Office) -> None:
    office.starts(STRANGER, office.invited("TN1"))
    office.does(STRANGER, enrolment.agree)
    assert office.count(outbox) == 0


# --- What everybody is told --------------------------------------------------------------------------------


@pytest.mark.parametrize("use", [enrolment.help_for, enrolment.not_understood, enrolment.unknown_command])
def test_without_a_role_one_sees_only_how_to_get_one(office: Office, use: Use) -> None:
    assert office.does(STRANGER, use) == enrolment.NoRole() == office.starts(STRANGER)
    assert office.who(STRANGER).person_id is None


def test_start_greets_with_the_roles_that_one_holds(office: Office) -> None:
    text = office.shows(office.starts(LAN)).html
    assert "Chào <b>Lan</b>" in text
    assert "đầu mối báo cáo – Thôn Nà Pán" in text


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        (Role.FOCAL_POINT, ["baocao", "tiendo", "hanchot", "tonghop", "huy"], ["moi", "nhac", "chuabaocao"]),
        (Role.HEAD, ["tiendo", "hanchot", "tonghop"], ["baocao", "moi", "chuabaocao"]),
        (Role.VIEWER, ["tonghop", "chuabaocao"], ["baocao", "moi", "nhac"]),
        (
            Role.ADMIN,
            ["tonghop", "chuabaocao", "nhac", "moi", "phongtrao", "coquan"],
            ["baocao", "tiendo"],
        ),
    ],
)
def test_help_lists_the_commands_of_the_role(
    office: Office, role: Role, shown: list[str], hidden: list[str]
) -> None:
    text = office.shows(enrolment.Help(roles=frozenset({role}), private=True)).html
    listed = {line[1:].split()[0] for line in text.splitlines() if line.startswith("/")}
    assert {*shown, "giup"} <= listed
    assert not listed & set(hidden)


def test_help_lists_every_command_once_and_no_other_and_the_page_only_where_there_is_one(
    office: Office,
) -> None:
    everybody = enrolment.Help(roles=frozenset(Role), private=True)
    with_page = Texts(page_address="https://thidua.example.vn").render(everybody).html
    for text, known in ((with_page, set(COMMANDS)), (office.shows(everybody).html, {*COMMANDS} - {"trang"})):
        listed = [line[1:].split()[0] for line in text.splitlines() if line.startswith("/")]
        assert sorted(listed) == sorted(known)


def test_help_in_a_group_shows_nothing_of_the_person(office: Office) -> None:
    in_group = Caller(chat_id=BOSS, name="Hương", roles=office.who(BOSS).roles, private=False)
    view = office.store.read_now(lambda tx: enrolment.help_for(tx, in_group, NOW))
    assert view == enrolment.Help(roles=frozenset(), private=False)


def test_what_was_not_understood_leaves_the_open_screen_open(office: Office) -> None:
    listed = invites(office, Role.HEAD)
    view = office.does(BOSS, enrolment.not_understood)
    assert "vẫn giữ nguyên" in office.shows(view).html
    assert office.does(BOSS, screens.current) == listed


def test_a_person_who_can_be_written_to_again_is_planned_again(office: Office) -> None:
    person_id = office.who(LAN).known
    office.store.write_now(lambda tx: tx.execute(reopened.delete()))
    office.store.write_now(lambda tx: people.mark_reachable(tx, person_id, office.now))
    assert office.store.read_now(lambda tx: list(tx.execute(select(reopened)).scalars())) == [person_id]


def test_a_whole_province_can_be_planned_again_at_once_and_twice(office: Office) -> None:
    def settle(tx: Tx) -> list[int]:
        rows = [
            {"chat_id": 1000 + n, "name": "Người", "language": "vi", "met_at": NOW} for n in range(100_000)
        ]
        tx.execute(insert(people_table), rows)
        return list(tx.execute(select(people_table.c.id)).scalars())

    everybody = office.store.write_now(settle)
    office.store.write_now(lambda tx: people.reopen(tx, everybody))
    office.store.write_now(lambda tx: people.reopen(tx, everybody))
    assert office.count(reopened) == len(everybody)


# --- The command line --------------------------------------------------------------------------------------


def run(office: Office, *words: str, username: str = "dondoc_bot") -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    arguments = parser.parse_args(["invite", *words])
    environ = {"DONDOC_DATABASE__URL": office.url, "DONDOC_TELEGRAM__USERNAME": username}
    return int(arguments.run(arguments, Config.load(None, environ, need_token=False)))


@pytest.mark.usefixtures("migrated")
def test_the_first_admin_comes_from_the_command_line(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(office, "--unit", "TN1", "--role", "admin", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed) == {"link", "token", "expires_at"}
    assert printed["link"] == f"https://t.me/dondoc_bot?start={printed['token']}"
    office.now = datetime.fromisoformat(printed["expires_at"]) - timedelta(hours=1)
    office.starts(STRANGER, printed["token"])
    office.does(STRANGER, enrolment.agree)
    granted = office.store.read_now(
        lambda tx: tx.execute(select(roles.c.role).order_by(roles.c.id.desc())).scalar()
    )
    assert granted == "admin"


@pytest.mark.usefixtures("migrated")
def test_an_unknown_unit_is_refused_on_the_command_line(office: Office) -> None:
    with pytest.raises(Refused, match="unit_code_unknown"):
        run(office, "--unit", "XX", "--role", "admin")


def test_without_the_name_of_the_bot_there_is_no_link(office: Office) -> None:
    with pytest.raises(ConfigError, match=r"telegram\.username"):
        run(office, "--unit", "TN1", "--role", "admin", username="")
