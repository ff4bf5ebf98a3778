"""Which units take part in a campaign."""

from datetime import date

from bot.campaign.model import Duty
from bot.store import campaigns, unit_names
from bot.usecases import campaign_units
from handlers.chat import Use
from tests.campaigns.commune import Commune


def duties(here: Commune) -> dict[str, Duty | None]:
    campaign = here.store.read_now(lambda tx: campaigns.of(tx, here.campaign_id()))
    assert campaign is not None
    return {
        unit.code: unit.duty for unit in here.store.read_now(lambda tx: campaigns.participants(tx, campaign))
    }


def test_a_tap_turns_a_whole_kind_from_required_to_invited_to_out(here: Commune) -> None:
    here.sends()
    campaign_id, hamlet = here.campaign_id(), here.units["TN1"]
    turn: Use = lambda tx, who, now: campaign_units.turn_kind(  # noqa: E731
        tx, who, now, campaign_id=campaign_id, unit_id=hamlet
    )
    for duty in (Duty.INVITED, None, Duty.REQUIRED):
        here.does(turn)
        assert [duties(here)[code] for code in ("TN1", "TN2", "TN3")] == [duty] * 3
    assert duties(here)["PVH"] is Duty.REQUIRED


def test_one_unit_is_turned_by_its_name(here: Commune) -> None:
    here.sends()
    here.opens("campaign_units")
    view = here.does(lambda tx, who, now: campaign_units.turn_unit(tx, who, now, text="khuoi lau"))
    assert "✓ Thôn Khuổi Lầu: được mời (không bắt buộc)." in here.shows(view).html
    assert duties(here)["TN3"] is Duty.INVITED
    assert duties(here)["TN1"] is Duty.REQUIRED


def test_a_unit_that_was_typed_by_its_old_name_is_told_by_both(here: Commune) -> None:
    here.store.write_now(
        lambda tx: unit_names.add_former(tx, here.units["TN3"], "Xóm Lũng Mây", until=date(2025, 7, 1))
    )
    here.sends()
    here.opens("campaign_units")
    view = here.does(lambda tx, who, now: campaign_units.turn_unit(tx, who, now, text="lung may"))
    assert here.shows(view).html.startswith(
        "✓ Thôn Khuổi Lầu: được mời (không bắt buộc).\nXóm Lũng Mây (tên cũ của Thôn Khuổi Lầu từ 01/7/2025)\n"
    )


def test_a_name_that_several_units_may_mean_is_answered_with_buttons(here: Commune) -> None:
    here.sends()
    here.opens("campaign_units")
    before = duties(here)
    turn: Use = lambda tx, who, now: campaign_units.turn_unit(tx, who, now, text="na ph")  # noqa: E731
    assert here.refuses(turn) == ("unit_ambiguous", "“na ph” là đơn vị nào?")
    assert duties(here) == before
    hamlet = here.units["TN2"]
    view = here.does(lambda tx, who, now: campaign_units.turn_chosen(tx, who, now, unit_id=hamlet))
    assert "✓ Thôn Nà Phai: được mời" in here.shows(view).html
