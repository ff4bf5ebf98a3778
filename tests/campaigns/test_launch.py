""" "Phát động": all counts first, then the campaign runs and each focal point gets one message."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.campaign.model import CampaignState, Duty, Scope
from bot.store import campaigns, indicators, people, reports
from bot.store.message_tables import audit, outbox, reopened
from bot.store.tables import roles
from bot.usecases import campaign_list, campaign_screens
from bot.usecases import campaigns as use
from bot.usecases.campaign_indicators import assign, propose
from bot.usecases.campaign_units import turn_kind
from bot.usecases.launch_views import Launched, LaunchReview
from handlers.chat import Use
from tests.campaigns.commune import DIRECTIVE, LAN, NEIGHBOUR, Commune


def review(campaign_id: int) -> Use:
    return lambda tx, who, now: use.review_launch(tx, who, now, campaign_id=campaign_id)


def launch(campaign_id: int) -> Use:
    return lambda tx, who, now: use.launch(tx, who, now, campaign_id=campaign_id)


def test_the_review_counts_units_people_and_what_is_missing(here: Commune) -> None:
    here.sends()
    here.store.write_now(lambda tx: people.mark_chat_unreachable(tx, LAN, here.now))
    view = here.does(review(here.campaign_id()))
    assert isinstance(view, LaunchReview)
    assert (view.indicators, view.required, view.invited, view.people) == (3, 4, 1, 1)
    assert {unit.code for unit in view.silent} == {"PVH", "TN1", "TN3", "HPN"}


def test_indicators_that_nobody_answers_are_named(here: Commune) -> None:
    here.sends()
    campaign_id, office = here.campaign_id(), here.units["PVH"]
    here.opens("campaign_answerers")
    here.does(lambda tx, who, now: assign(tx, who, now, scope=Scope.KIND, subject=office))
    for _ in (Duty.INVITED, None):
        here.does(lambda tx, who, now: turn_kind(tx, who, now, campaign_id=campaign_id, unit_id=office))
    view = here.does(review(campaign_id))
    assert isinstance(view, LaunchReview)
    assert [one.n for one in view.unanswered] == [1, 2, 3]
    assert "3 chỉ tiêu không có ai trả lời" in here.shows(view).html


def test_a_launched_campaign_runs_and_each_focal_point_gets_one_message(here: Commune) -> None:
    here.sends()
    campaign_id = here.campaign_id()
    view = here.does(launch(campaign_id))
    assert isinstance(view, Launched)
    assert view.told == 2
    campaign = here.store.read_now(lambda tx: campaigns.of(tx, campaign_id))
    assert campaign is not None
    assert (campaign.state, campaign.launched_at) == (CampaignState.RUNNING, here.now)
    rows = here.store.read_now(
        lambda tx: tx.execute(select(outbox.c.key, outbox.c.kind, outbox.c.subject_id)).all()
    )
    assert sorted(tuple(row) for row in rows) == [
        (f"launch:{campaign_id}:3", "launch", campaign_id),
        (f"launch:{campaign_id}:4", "launch", campaign_id),
    ]
    planned_again = here.store.read_now(lambda tx: tx.execute(select(reopened.c.person_id)).scalars().all())
    assert sorted(planned_again) == [3, 4]


def test_whom_telegram_does_not_let_us_write_to_is_not_counted_as_told(here: Commune) -> None:
    here.sends()
    here.store.write_now(lambda tx: people.mark_chat_unreachable(tx, LAN, here.now))
    view = here.does(launch(here.campaign_id()))
    assert isinstance(view, Launched)
    assert view.told == 1


def test_after_the_launch_the_focal_point_owes_a_report(here: Commune) -> None:
    here.sends()
    here.does(launch(here.campaign_id()))
    owed = here.store.read_now(lambda tx: reports.owed(tx, [here.units["TN1"]], here.now.date()))
    assert [(due.phase, due.expected) for due in owed] == [("Đợt 1", 3)]


def test_launching_twice_is_refused_and_tells_nobody_again(here: Commune) -> None:
    here.sends()
    campaign_id = here.campaign_id()
    here.does(launch(campaign_id))
    assert here.refuses(launch(campaign_id))[0] == "campaign_launched"
    assert len(here.store.read_now(lambda tx: tx.execute(select(outbox.c.id)).all())) == 2


def test_indicators_of_a_running_campaign_are_settled(here: Commune) -> None:
    here.sends()
    campaign_id = here.campaign_id()
    here.does(launch(campaign_id))
    line = "Trồng rừng mới đạt 75 ha"
    assert here.refuses(lambda tx, who, now: propose(tx, who, now, text=line))[0] == "campaign_launched"
    again = lambda tx, who, now: use.discard(tx, who, now, campaign_id=campaign_id, sure=True)  # noqa: E731
    assert here.refuses(again)[0] == "campaign_launched"


def test_a_campaign_in_which_nobody_takes_part_cannot_be_launched(here: Commune) -> None:
    view = here.does(
        lambda tx, who, now: use.receive(
            tx, who, now, draft=replace(DIRECTIVE, indicators=()), file=use.DirectiveFile(name="x", hash="c")
        ),
    )
    assert view is not None
    campaign_id = here.campaign_id()
    for kind in ("PVH", "TN1", "HPN"):
        unit_id = here.units[kind]
        turn: Use = lambda tx, who, now, unit=unit_id: turn_kind(  # noqa: E731
            tx, who, now, campaign_id=campaign_id, unit_id=unit
        )
        here.does(turn)
        if kind != "HPN":
            here.does(turn)
    assert here.refuses(review(campaign_id))[0] == "campaign_without_units"


def test_every_step_is_in_the_audit(here: Commune) -> None:
    here.sends()
    here.does(launch(here.campaign_id()))
    actions = here.store.read_now(lambda tx: tx.execute(select(audit.c.action)).scalars().all())
    assert actions == ["open", "launch"]


def test_a_neighbour_and_a_focal_point_cannot_touch_the_campaign(here: Commune) -> None:
    here.sends()
    campaign_id = here.campaign_id()
    looked: Use = lambda tx, who, now: use.open_screen(  # noqa: E731
        tx, who, now, screen="campaign", campaign_id=campaign_id
    )
    for chat in (NEIGHBOUR, LAN):
        assert here.refuses(looked, chat=chat)[0] == "not_allowed"
        assert here.refuses(launch(campaign_id), chat=chat)[0] == "not_allowed"
    assert here.refuses(campaign_list.listed, chat=LAN)[0] == "not_allowed"
    assert "Chưa có phong trào nào" in here.shows(here.does(campaign_list.listed, chat=NEIGHBOUR)).html


OVERTIME = ("reissue", "sprint", "retarget", "announcement", "commemoration")
"""The beginnings of screens that stand on a running campaign: tests/overtime and tests/dialogs show them."""


@pytest.mark.parametrize(
    "screen", [name for name in campaign_screens.SCREENS if not name.startswith(OVERTIME)]
)
def test_every_open_screen_can_be_shown_again_word_for_word(here: Commune, screen: str) -> None:
    here.sends()
    asked: dict[str, object] = {"n": 2, "page": 0, "typed": "Trồng rừng mới đạt 75 ha"}
    view = here.opens(screen, **asked, other=here.campaign_id())
    who = here.who()
    again = here.store.read_now(lambda tx: campaign_screens.current(tx, who, here.now))
    assert again is not None
    assert here.shows(again) == here.shows(view)


def test_an_open_screen_is_not_shown_to_one_who_lost_his_role(here: Commune) -> None:
    here.sends()
    here.store.write_now(lambda tx: tx.execute(roles.delete().where(roles.c.role == "admin")))
    who = here.who()
    assert here.store.read_now(lambda tx: campaign_screens.current(tx, who, here.now)) is None


def test_a_launch_gives_each_indicator_the_key_by_which_years_are_compared(here: Commune) -> None:
    here.sends()
    here.does(launch(here.campaign_id()))
    found = here.store.read_now(lambda tx: indicators.of_campaign(tx, here.campaign_id()))
    assert [one.catalogue_key for one in found] == [
        "ngan sach thu|dong",
        "che phu rung|%",
        "cao cap chat duc giao luong pho|qualitative",
    ]
