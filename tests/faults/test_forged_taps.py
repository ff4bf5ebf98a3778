"""Buttons carry no trust: whoever forges one changes nothing that is not his, and hears why, politely."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import select, update
from telegram import CallbackQuery, User

from bot.campaign.model import CampaignState, Role
from bot.errors import Refused
from bot.store.engine import Store, Tx
from bot.store.tables import campaigns, metadata, roles
from bot.texts import Texts, View
from bot.usecases import (
    access,
    evidencing,
    handing_over,
    inviting,
    many_forms,
    office_templates,
    screens,
    sent_forms_kept,
    signed_papers,
    unit_targets,
)
from bot.usecases.access import Caller
from handlers import boards, routes
from handlers.chat import Step, Tap, Typed, Use, fresh
from handlers.routes import COMMANDS, TAPS, TYPED
from tests import builders
from tests.faults import things
from tests.town import moment

NOW = moment("2023-05-02 09:00")
ADMIN, LAN, MINH, VIEWER, HEAD, REVOKED, STRANGER, LEAD, LEAD_BESIDE = range(101, 110)
THEIR_ADMIN, THEIR_FOCAL_POINT, THEIR_VIEWER, THEIR_LEAD = range(201, 205)
GROUP = -100
NUMBERS = ("0", "-1", "1", "2", str(2**63 - 1))
"""Campaigns, units, indicators, phases, periods and two reports with these numbers are our office's."""
HIDDEN = {
    **dict.fromkeys((THEIR_ADMIN, THEIR_FOCAL_POINT, THEIR_VIEWER, THEIR_LEAD), things.OFFICE),
    **dict.fromkeys((MINH, LEAD_BESIDE), things.BESIDE),
    STRANGER: things.OFFICE,
    REVOKED: things.OFFICE,
}
"""Words that somebody must never read: those of the other office, or of another unit of the same one."""
CLUSTERS = (("C1", "Cụm phía Đông"), ("C2", "Cụm Khe Bạc"), ("C3", "Cụm phía Tây"))


def _each(step: Step, use: Use) -> Use:
    def every(tx: Tx, who: Caller, now: datetime) -> View | None:
        while step(tx, who, now):
            pass
        return use(tx, who, now)

    return every


IN_GROUP = {
    action: partial(lambda act, tap: act(tap, GROUP), act) for action, act in boards.IN_GROUPS.items()
}
"""Taps under a message of a group."""
SENDS = {
    "signed_open": lambda tap: lambda tx, who, now: signed_papers.show(tx, who, now, report_id=tap.subject()),
    "evidence_open": lambda tap: (
        lambda tx, who, now: evidencing.show(tx, who, now, evidence_id=tap.subject())
    ),
    "evidence_drop": lambda tap: (
        lambda tx, who, now: evidencing.drop(tx, who, now, evidence_id=tap.subject())[0]
    ),
    "handover_link": lambda tap: (
        lambda tx, who, now: handing_over.link(tx, who, now, role_id=tap.subject(), username="dondoc_bot")
    ),
    "campaign_grid": lambda tap: (
        lambda tx, who, now: unit_targets.hand_out(tx, who, now, campaign_id=tap.subject())
    ),
    "form": lambda tap: (
        lambda tx, who, now: many_forms.hand_out(
            tx, who, now, period_id=tap.subject(), unit_id=tap.subject(1)
        )
    ),
    "forms_zip": lambda tap: (
        lambda tx, who, now: many_forms.hand_out_many(
            tx, who, now, only_owed=tap.subject() == 1, start=tap.subject(1)
        )
    ),
    "template_open": lambda tap: (
        lambda tx, who, now: office_templates.send_back(tx, who, now, unit_id=tap.subject())
    ),
    "sent_forms_keep": lambda _: _each(sent_forms_kept.keep_next, sent_forms_kept.kept),
    "sent_forms_submit": lambda _: _each(sent_forms_kept.submit_next, sent_forms_kept.submitted),
    "invite": lambda tap: (
        lambda tx, who, now: inviting.invite_to(tx, who, now, unit_id=tap.subject(), username="dondoc_bot")
    ),
}
"""The use cases of the taps that are answered with a file, or step by step."""
TEXTS = Texts()
TYPED_TEXTS = ("T01: 5", "30/6", "Thu ngân sách: 50 tỷ đồng", "đồng ý", "12,5", "bỏ qua")
PERSONAL = {
    *("drafts", "inbox", "audit", "reopened", "downloads", "page_links", "page_sessions", "wrong_tokens")
}
"""Tables that hold what a person's own screen, messages and doors to the page leave behind; all others are the office's."""
NOBODYS = {"form_keys", "names_state", "pairs", "pulse", "slots", "unit_changes"}
"""Tables that are the bot's own, or that only what stands in another one leads to."""
OF_CLUSTER = frozenset({"cluster_reports", "cluster_texts", "cluster_moves"})
OWN = {"language"}
"""Columns that everybody may change about himself."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path / 'forged.sqlite3'}")
    made.write_now(metadata.create_all)
    made.write_now(_two_offices)
    yield made
    made.close()


def _two_offices(tx: Tx) -> None:
    """Campaigns 1 (running) and 2 (draft) of our office with Lan's report 1 and that of her cluster, also 1; their office
    has a draft, 3."""
    root = builders.unit(tx, "SV", "UBND xã Suối Vàng", kind="xa")
    east, south, west = (builders.cluster(tx, code, name) for code, name in CLUSTERS)
    upper = builders.unit(tx, "T01", "Thôn Nà Hoa", parent=root, cluster=east)
    lower = builders.unit(tx, "T02", "Thôn Bản Mới", parent=root, cluster=west)
    other = builders.unit(tx, "KB", "UBND xã Khe Bạc", kind="xa")
    theirs = builders.unit(tx, "K01", "Thôn Khe Bạc", parent=other, cluster=south)
    builders.person(tx, ADMIN, "Hương", NOW, (Role.ADMIN, root))
    builders.person(tx, LAN, "Lan", NOW, (Role.FOCAL_POINT, upper))
    builders.person(tx, MINH, "Minh", NOW, (Role.FOCAL_POINT, lower))
    builders.person(tx, VIEWER, "Thắng", NOW, (Role.VIEWER, root))
    builders.person(tx, HEAD, "Sơn", NOW, (Role.HEAD, upper))
    builders.person(tx, THEIR_ADMIN, "Quý", NOW, (Role.ADMIN, other))
    builders.person(tx, THEIR_FOCAL_POINT, "Dậu", NOW, (Role.FOCAL_POINT, theirs))
    builders.person(tx, THEIR_VIEWER, "Mão", NOW, (Role.VIEWER, other))
    builders.person(tx, LEAD, "Tài", NOW, (Role.CLUSTER_LEAD, upper))
    builders.person(tx, LEAD_BESIDE, "Thìn", NOW, (Role.CLUSTER_LEAD, lower))
    builders.person(tx, THEIR_LEAD, "Tỵ", NOW, (Role.CLUSTER_LEAD, theirs))
    for _ in range(2):
        builders.campaign(tx, root, [upper, lower], NOW)
    builders.campaign(tx, other, [theirs], NOW)
    draft = {"state": CampaignState.DRAFT.value, "launched_at": None}
    tx.execute(update(campaigns).where(campaigns.c.id.in_((2, 3))).values(draft))
    revoked = builders.person(tx, REVOKED, "Tý", NOW, (Role.FOCAL_POINT, upper), (Role.ADMIN, root))
    tap(tx, LAN, "open:1:2")
    typed(tx, LAN, things.FIGURE)
    tap(tx, LEAD, "cluster_begin:1:1:1")
    tap(tx, LEAD, "cluster_part:1:0")
    typed(tx, LEAD, "Cả cụm đạt kế hoạch.")
    tap(tx, REVOKED, "open:1:2")
    things.put(tx)
    tx.execute(update(roles).where(roles.c.person_id == revoked).values(until=NOW))


def tap(tx: Tx, chat: int, data: str, shown: list[str] | None = None) -> str:
    """Tap, and return the reason where it was refused; what is said goes into `shown`."""
    user = User(id=chat, first_name="x", is_bot=False)
    read = Tap.read(CallbackQuery(id="1", from_user=user, chat_instance="1", data=data))
    if read is None:
        return "stale"
    return said(tx, chat, lambda: fresh(read, (TAPS | IN_GROUP | SENDS)[read.action](read)), shown)


def typed(tx: Tx, chat: int, text: str, shown: list[str] | None = None) -> None:
    use = TYPED.get(access.caller(tx, chat, "x", NOW).draft.screen)
    if use is not None:
        said(tx, chat, lambda: use(Typed(text=text, message_id=7)), shown)


def said(tx: Tx, chat: int, use: Callable[[], Use], shown: list[str] | None) -> str:
    """Have it done and written out; why it was refused, or nothing."""
    who, reason = access.caller(tx, chat, "x", NOW), ""
    try:
        with tx.begin_nested():
            view = use()(tx, who, NOW)
            html = "" if view is None else TEXTS.render(view).html
            assert view is None or html
    except Refused as refused:
        reason, html = refused.reason, TEXTS.refusal(refused.reason, refused.facts, "vi").html
    if shown is not None:
        shown.append(html)
    return reason


def everything(tx: Tx) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: [tuple(row) for row in tx.execute(select(*(c for c in table.c if c.name not in OWN)))]
        for table in metadata.sorted_tables
        if table.name not in PERSONAL
    }


def forged() -> Iterator[str]:
    for action in (*TAPS, *IN_GROUP, *SENDS):
        yield action
        yield from (":".join((action, number)) for number in (*NUMBERS, str(2**63), "9" * 40, "x", ""))
        yield from (":".join((action, *numbers)) for numbers in product(NUMBERS, NUMBERS))
        yield ":".join((action, "1", "1", "0", str(int(NOW.timestamp()))))
        yield ":".join((action, "1", "v99"))
        yield ":".join((action, "1", "v"))


@pytest.mark.parametrize(
    "chat",
    [
        *(MINH, VIEWER, HEAD, REVOKED, STRANGER, LEAD_BESIDE),
        *(THEIR_ADMIN, THEIR_FOCAL_POINT, THEIR_VIEWER, THEIR_LEAD),
    ],
)
def test_no_forged_button_changes_or_shows_anything_that_is_not_ones_own(store: Store, chat: int) -> None:
    store.write_now(lambda tx: attack_by(tx, chat))


def test_a_cluster_lead_changes_nothing_but_the_report_of_his_cluster(store: Store) -> None:
    store.write_now(lambda tx: attack_by(tx, LEAD, own=OF_CLUSTER))


def attack_by(tx: Tx, chat: int, *, own: frozenset[str] = frozenset()) -> None:
    """Try every forged button and type behind those that open something; only his own tables may change.

    Nothing that he is told holds a word of what is hidden from him.
    """

    def others() -> dict[str, list[tuple[object, ...]]]:
        return {name: rows for name, rows in everything(tx).items() if name not in own}

    before = others()
    for data in forged():
        shown: list[str] = []
        # What was refused left nothing behind: its savepoint is rolled back.
        if not tap(tx, chat, data, shown):
            for text in TYPED_TEXTS:
                typed(tx, chat, text, shown)
            assert others() == before, data
        assert not hidden_in(chat, shown), data


def hidden_in(chat: int, shown: list[str]) -> list[str]:
    """The words that this person must not read; what he typed himself comes back in quotes."""
    read = re.sub("«[^»]*»|“[^”]*”", "", "\n".join(shown))
    return [word for word in HIDDEN.get(chat, ()) if re.search(rf"\b{word}\b", read)]


@pytest.mark.parametrize("chat", HIDDEN)
def test_no_command_shows_anything_that_is_not_ones_own(store: Store, chat: int) -> None:
    def ask(tx: Tx) -> None:
        for name, words in product(COMMANDS, ("", "Nà Hoa", "T01", "x" * 22)):
            shown: list[str] = []
            tried = tx.begin_nested()
            if not said(tx, chat, partial(COMMANDS[name].use, words), shown):
                for text in (*TYPED_TEXTS, "Nà Hoa"):
                    typed(tx, chat, text, shown)
            tried.rollback()
            assert not hidden_in(chat, shown), name

    store.write_now(ask)


def test_an_admin_cannot_reach_an_indicator_of_another_office_through_his_own_campaign(store: Store) -> None:
    def attack(tx: Tx) -> None:
        before = everything(tx)
        for screen, theirs in product(("campaign_answerers", "campaign_indicator"), ("1", "4")):
            assert tap(tx, THEIR_ADMIN, f"{screen}:3:{theirs}") == "gone"
            for data in (
                *("assign:0:0", "assign:1:5", "drop_indicator:1:1", "drop_indicator:4:2"),
                *("correct:1:0", "correct:4:1", "look_one:4:0", "look_page:2:0:0", "correct_keep:0"),
            ):
                assert tap(tx, THEIR_ADMIN, data)
            for text in ("K01: 5", "K01"):
                typed(tx, THEIR_ADMIN, text)
        assert everything(tx) == before

    store.write_now(attack)


def test_an_admin_cannot_touch_the_targets_of_another_office_through_a_document_of_his_own(
    store: Store,
) -> None:
    def attack(tx: Tx) -> None:
        before = everything(tx)
        assert tap(tx, THEIR_ADMIN, "reissue_begin:3:1") == "not_allowed"
        for data in ("reissue_pair:3:7:1", "reissue_withdraw:3:1", "reissue_keep:3", "reissue_add_all:3"):
            assert tap(tx, THEIR_ADMIN, data) == "stale"
        for data in ("retarget:1", "give_again:1", "sprint:1", "next_year:1", "close_campaign:1:1"):
            assert tap(tx, THEIR_ADMIN, data) == "not_allowed"
        assert everything(tx) == before

    store.write_now(attack)


def test_a_doubtful_figure_is_confirmed_only_by_a_choice_that_was_offered(store: Store) -> None:
    def attack(tx: Tx) -> None:
        tap(tx, LAN, "ask:1:1")
        typed(tx, LAN, "12500000")
        assert access.caller(tx, LAN, "x", NOW).draft.screen == "doubt"
        before = everything(tx)
        for choice in ("-1", "7", str(2**63 - 1)):
            assert tap(tx, LAN, f"pick:{choice}") == "stale"
        assert everything(tx) == before

    store.write_now(attack)


def test_somebody_without_a_role_hears_of_every_button_only_how_to_get_one(store: Store) -> None:
    def attack(tx: Tx) -> None:
        for data in forged():
            assert tap(tx, STRANGER, data) in {"no_role", "stale"}, data

    store.write_now(attack)


def test_a_revoked_role_shows_nothing_of_the_report_that_was_open(store: Store) -> None:
    def look(tx: Tx) -> None:
        who = access.caller(tx, REVOKED, "Tý", NOW)
        assert who.draft.report_id == 1
        shown = TEXTS.render(screens.current(tx, who, NOW)).html
        assert "liên kết mời" in shown
        assert "Nà Hoa" not in shown

    store.write_now(look)


def test_there_is_something_of_every_kind_that_a_forged_button_could_reach_for(store: Store) -> None:
    empty = {name for name, rows in store.read_now(everything).items() if not rows}
    assert empty == NOBODYS


def test_every_tap_that_sends_a_file_is_attacked_too() -> None:
    assert set(SENDS) == set(routes.SENDS)
