"""Units are merged and split: the campaign's totals stay, nothing that was given is lost, and nobody owes twice."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from bot.campaign.model import Figure, Role
from bot.campaign.successions import Following, half_done
from bot.errors import Refused
from bot.store import days, follow_ups, invitations, offices, reports, summaries, summary_rows, unit_targets
from bot.store.audit import first_broken, seal
from bot.store.extents import WHOLE
from bot.store.holdings import entries
from bot.store.message_tables import outbox
from bot.store.tables import extensions, figures, units
from bot.store.tables import reports as reports_table
from bot.usecases import access, histories, report_cards, successions
from bot.usecases.succession_plans import choices, plan
from tests import builders
from tests.people.hamlets import (
    ADMIN,
    GIVEN,
    LAN,
    MINH,
    NOW,
    ON,
    STATES,
    THIRD,
    A,
    B,
    change,
    commune,
    do,
    give,
    number,
    summed_up,
    totals,
)
from tests.town import moment


@settings(max_examples=40, deadline=None, phases=[Phase.generate])
@given(
    st.dictionaries(
        st.tuples(st.sampled_from([A, B, THIRD]), st.sampled_from([1, 2, 3])), st.tuples(GIVEN, STATES)
    ),
    st.sampled_from([(A,), (A, B), (A, B, THIRD)]),
    st.booleans(),
)
def test_the_totals_of_a_campaign_are_the_same_before_and_after(
    every: dict[tuple[int, int], tuple[dict[int, Figure | None], str]], merged: tuple[int, ...], anew: bool
) -> None:
    with commune() as tx:
        for (unit_id, period_id), (values, state) in every.items():
            give(tx, unit_id, period_id, values, state)
        new = anew or len(merged) == 1
        following = Following.MOVE if len(merged) == 1 else Following.SUM
        wanted = change(
            units=merged,
            into=None if new else merged[-1],
            name="Thôn Đoàn Kết" if new else None,
            following=following,
        )
        versions = tx.execute(select(figures)).all()
        levels = len(merged) < 3
        before = totals(tx, levels=levels)
        if following is Following.SUM and half_done(entries(tx, merged)):
            with pytest.raises(Refused, match="units_half_done"):
                do(tx, wanted)
            return
        do(tx, wanted)
        assert totals(tx, levels=levels) == before
        # Append-only: every version that was there is there, untouched.
        assert tx.execute(select(figures).order_by(figures.c.id)).all()[: len(versions)] == versions
        seal(tx)
        assert first_broken(tx) is None


@pytest.mark.parametrize("leads_end", [True, False])
def test_whoever_leads_another_cluster_from_a_unit_leads_what_was_chosen(leads_end: bool) -> None:
    with commune() as tx:
        east, west = builders.cluster(tx, "C1", "Cụm Đông"), builders.cluster(tx, "C2", "Cụm Tây")
        for unit_id, cluster in ((A, east), (B, west)):
            tx.execute(update(units).where(units.c.id == unit_id).values(cluster_id=cluster))
        builders.person(tx, 104, "Bình", NOW, (Role.CLUSTER_LEAD, A))
        builders.person(tx, 105, "Tâm", NOW, (Role.CLUSTER_LEAD, B))
        links = [
            invitations.add(
                tx,
                token_hash=str(unit_id),
                unit_id=unit_id,
                role=Role.CLUSTER_LEAD,
                invited_by=None,
                now=NOW,
                expires_at=moment("2023-06-21 09:00"),
            )
            for unit_id in (A, B)
        ]
        wanted = change(
            units=(A, B),
            into=None,
            name="Thôn Đoàn Kết",
            following=Following.SUM,
            cluster=west,
            leads_end=leads_end,
        )
        found = plan(tx, access.caller(tx, ADMIN, "x", NOW), NOW, wanted)
        assert [(one.held.person, one.cluster) for one in found.leads] == [("Bình", "Cụm Đông")]
        assert "Bình" not in [one.person for one in found.held]
        do(tx, wanted)
        led = [access.led(access.caller(tx, chat, "x", NOW)) for chat in (104, 105)]
        assert led == [[] if leads_end else [west], [west]]
        told = {row.kind for row in tx.execute(select(outbox).where(outbox.c.person_id == 4))}
        assert [invitations.of(tx, link, NOW) is not None for link in links] == [False, True]
        assert told == ({"role_ended"} if leads_end else {"unit_changed"})


def test_people_of_several_units_hear_of_one_change_once_and_extensions_go_along() -> None:
    with commune() as tx:
        builders.grant_focal_point(tx, LAN, B, NOW)
        tx.execute(insert(extensions).values(period_id=3, unit_id=A, due_on=date(2023, 7, 5)))
        into = do(tx, change(units=(A, B), into=None, name="Thôn Đoàn Kết", following=Following.APART))
        rows = tx.execute(select(outbox.c.person_id, outbox.c.subject_id)).all()
        assert sorted(row.person_id for row in rows) == [2, 3]
        told = successions.told(tx, rows[0].subject_id, 2, NOW)
        assert told is not None
        assert told.went_up == ("Thôn Nà Hoa", "Thôn Bản Mới")
        due = {one.period_id: one.due_on for one in reports.owed(tx, [into], date(2023, 7, 2))}
        assert due == {3: date(2023, 7, 5), 2: date(2023, 12, 15)}


def test_what_nobody_hands_in_any_more_is_named_before_figures_are_kept_apart() -> None:
    with commune() as tx:
        wanted = change(units=(A, B), into=B, name=None, following=Following.APART)
        found = plan(tx, access.caller(tx, ADMIN, "x", NOW), NOW, wanted)
        assert [(one.unit, one.phase) for one in found.nobodys] == [("Thôn Nà Hoa", "Đợt 1")]


def test_what_is_lost_with_the_old_names_is_counted_before() -> None:
    with commune() as tx:
        give(tx, A, 1, {1: number(4)}, "waiting")
        give(tx, B, 1, {1: number(5)}, "waiting")
        report = reports.open_report(tx, period_id=1, unit_id=A, now=NOW)
        follow_ups.ask(
            tx, report_id=report, indicator_id=1, version=1, person_id=1, question="Vì sao?", now=NOW
        )
        for following, unsigned in ((Following.APART, ["Thôn Nà Hoa"]), (Following.MOVE, [])):
            units_of = (A, B) if following is Following.APART else (A,)
            into = B if following is Following.APART else None
            name = None if following is Following.APART else "Tổ Nà Hoa"
            wanted = change(units=units_of, into=into, name=name, following=following)
            found = plan(tx, access.caller(tx, ADMIN, "x", NOW), NOW, wanted)
            assert ([one.unit for one in found.unsigned], found.questions) == (unsigned, 1)


def test_what_was_handed_in_is_handed_in_once_and_the_units_that_are_gone_are_counted_nowhere() -> None:
    with commune() as tx:
        for unit_id in (A, B):
            give(tx, unit_id, 1, {1: number(4), 2: number(100), 3: number(90)}, "submitted")
        into = do(tx, change(units=(A, B), into=None, name="Thôn Đoàn Kết", following=Following.SUM))
        head = summaries.phases_of(tx, 1)[0]
        assert {one.unit for one in summary_rows.members(tx, head, WHOLE)} == {"Thôn Đoàn Kết", "Thôn Khe Đá"}
        screen = summed_up(tx, head.place)
        assert (screen.head.units_reported, screen.head.units_expected) == (1, 2)
        assert screen.rows[0].cumulative == 8
        owed = reports.owed(tx, [A, B, into], ON)
        assert {(due.unit_id, due.period_id) for due in owed if due.is_owed} == {(into, 3)}
        handed_in = next(due for due in owed if due.period_id == 1)
        assert (handed_in.entered, handed_in.expected) == (2, 4), "levels are asked for, never added"


def test_the_old_figures_stay_to_be_read_where_they_are_kept_apart() -> None:
    with commune() as tx:
        give(tx, A, 1, {1: number(4), 3: number(90)}, "submitted")
        give(tx, A, 3, {1: number(5)}, "draft")
        do(tx, change(units=(A, B), into=B, name=None, following=Following.APART))
        who = access.caller(tx, ADMIN, "x", NOW)
        report = reports.open_report(tx, period_id=1, unit_id=A, now=NOW)
        card = report_cards.card(tx, who, NOW, report_id=report)
        assert [row.figure.value for row in card.rows if row.figure is not None] == [4, 90]
        assert card.may == ()
        assert not card.may_ask
        lines = histories.history(tx, who, NOW, report_id=report)
        assert [(one.unit, one.successor) for one in lines.changes] == [("Thôn Nà Hoa", "Thôn Bản Mới")]
        head = summaries.phases_of(tx, 1)[0]
        assert summed_up(tx, head.place).rows[0].cumulative == 4
        # It handed in before it went: of that period it is one, of no other.
        named = [
            {one.unit for one in summary_rows.members(tx, one_head, WHOLE)}
            for one_head in summaries.phases_of(tx, 1)
        ]
        assert ["Thôn Nà Hoa" in units_of for units_of in named] == [True, False, False]


def test_unit_targets_are_added_where_every_unit_has_one_and_what_it_measures_adds_up() -> None:
    with commune() as tx:
        own = {
            (1, A): Decimal("2.5"),
            (1, B): Decimal(3),
            (2, A): Decimal(40),
            (3, A): Decimal(95),
            (3, B): Decimal(96),
        }
        unit_targets.set_all(tx, own, person_id=None, now=NOW)
        wanted = change(units=(A, B), into=None, name="Thôn Đoàn Kết", following=Following.SUM)
        found = plan(tx, access.caller(tx, ADMIN, "x", NOW), NOW, wanted)
        assert (found.targets, found.left) == ({1: Decimal("5.5")}, 2)
        into = do(tx, wanted)
        targets = unit_targets.of_campaign(tx, 1)
        assert {place: value for place, value in targets.items() if place[1] == into} == {
            (1, into): Decimal("5.5")
        }


def test_a_unit_that_alone_becomes_a_new_one_takes_everything_along() -> None:
    with commune() as tx:
        give(tx, A, 1, {1: number(4), 3: number(90)}, "accepted")
        give(tx, A, 3, {2: number(7)}, "draft")
        wanted = change(units=(A,), into=None, name="Tổ Nà Hoa", following=Following.MOVE)
        assert choices(tx, wanted, NOW) == (Following.MOVE, Following.APART)
        into = do(tx, wanted)
        states = tx.execute(select(reports_table.c.state).where(reports_table.c.unit_id == into)).scalars()
        assert sorted(states) == ["accepted", "draft"]
        who = access.caller(tx, LAN, "Lan", NOW)
        assert [(held.role, held.unit_id) for held in who.roles] == [(Role.FOCAL_POINT, into)]
        assert access.caller(tx, MINH, "Minh", NOW).roles[0].unit_id == B


def test_units_are_brought_together_only_within_the_admins_reach_and_not_into_one_below() -> None:
    with commune() as tx:
        other = builders.unit(tx, "KB", "UBND xã Khe Bạc", kind="xa")
        beyond = builders.unit(tx, "K01", "Thôn Khe Bạc", parent=other)
        below = builders.unit(tx, "T11", "Xóm Trên", parent=A)
        refused = [
            (change(units=(A, beyond), into=A, name=None, following=Following.SUM), "not_allowed"),
            (change(units=(1, A), into=None, name="Xã Mới", following=Following.SUM), "unit_without_parent"),
            (change(units=(A, below), into=below, name=None, following=Following.SUM), "unit_below"),
            (change(units=(A,), into=A, name=None, following=Following.SUM), "units_too_few"),
        ]
        for wanted, reason in refused:
            with pytest.raises(Refused, match=reason):
                do(tx, wanted)
        with pytest.raises(Refused, match="not_allowed"):
            successions.carry_out(
                tx,
                access.caller(tx, LAN, "Lan", NOW),
                NOW,
                change(units=(A, B), into=B, name=None, following=Following.SUM),
            )


def test_what_stood_below_a_unit_stands_below_its_successor_and_its_office_goes_along() -> None:
    with commune() as tx:
        below = builders.unit(tx, "T11", "Xóm Trên", parent=A)
        campaign = builders.campaign(tx, A, [below], NOW)
        into = do(tx, change(units=(A, B), into=None, name="Thôn Đoàn Kết", following=Following.SUM))
        row = tx.execute(select(units).where(units.c.id == below)).one()
        assert (row.parent_id, row.path) == (into, f"/1/{into}/{below}/")
        assert summaries.phases_of(tx, campaign)[0].owner_id == into


def test_a_unit_goes_up_together_with_one_that_stands_below_it() -> None:
    with commune() as tx:
        middle = builders.unit(tx, "T11", "Xóm Trên", parent=A)
        lowest = builders.unit(tx, "T12", "Tổ Một", parent=middle)
        into = do(tx, change(units=(A, middle), into=None, name="Thôn Đoàn Kết", following=Following.SUM))
        row = tx.execute(select(units).where(units.c.id == lowest)).one()
        assert (row.parent_id, row.path) == (into, f"/1/{into}/{lowest}/")


def test_an_office_s_own_form_of_a_paper_goes_along_where_the_successor_has_none() -> None:
    with commune() as tx:
        for unit_id, paper in ((A, "report"), (A, "letter"), (B, "report")):
            offices.keep_template(tx, unit_id, paper, f"{paper}-{unit_id}.docx", b"PK")
        do(tx, change(units=(A, B), into=B, name=None, following=Following.SUM))
        names = [offices.template_name(tx, B, paper) for paper in ("report", "letter", "list")]
        assert names == [f"report-{B}.docx", f"letter-{A}.docx", None]


def test_an_open_invitation_and_the_days_of_the_office_go_along() -> None:
    with commune() as tx:
        made = invitations.add(
            tx,
            token_hash="x",
            unit_id=A,
            role=Role.FOCAL_POINT,
            invited_by=None,
            now=NOW,
            expires_at=moment("2023-06-21 09:00"),
        )
        days.mark(tx, A, date(2023, 7, 3), False)
        days.mark(tx, A, date(2023, 7, 4), False)
        days.mark(tx, B, date(2023, 7, 4), True)
        do(tx, change(units=(A, B), into=B, name=None, following=Following.SUM))
        waiting = invitations.of(tx, made, NOW)
        assert waiting is not None
        assert waiting.unit_id == B
        assert days.of_office(tx, B, ON) == [(date(2023, 7, 3), False), (date(2023, 7, 4), True)]
