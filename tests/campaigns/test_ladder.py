"""The ladder of a campaign, set by its admin in the chat."""

from bot.campaign.deadlines import OwnLadder
from bot.store import campaigns
from bot.usecases import campaign_ladders
from bot.usecases.ladder_views import FIELDS
from handlers.chat import Use
from tests.campaigns.commune import Commune

HEAD, OVERDUE = FIELDS.index("head"), FIELDS.index("overdue")


def ladder(here: Commune) -> OwnLadder | None:
    campaign = here.store.read_now(lambda tx: campaigns.of(tx, here.campaign_id()))
    return None if campaign is None else campaign.ladder


def asks(here: Commune, place: int) -> Use:
    return lambda tx, who, now: campaign_ladders.ask(
        tx, who, now, campaign_id=here.campaign_id(), place=place
    )


def types(text: str) -> Use:
    return lambda tx, who, now: campaign_ladders.typed(tx, who, now, text=text)


def test_the_ladder_is_shown_with_whom_it_tells_and_when(here: Commune) -> None:
    here.sends()
    shown = here.shows(here.opens("campaign_ladder")).html
    assert "Theo mặc định" in shown
    assert "Nhắc trước hạn: <b>15, 7, 3, 1, 0</b> ngày" in shown
    assert "Báo thủ trưởng: quá hạn <b>2</b> ngày làm việc" in shown
    assert "Báo trưởng cụm, khối: quá hạn <b>4</b> ngày làm việc" in shown
    assert "Báo cơ quan thường trực: quá hạn <b>6</b> ngày làm việc" in shown


def test_a_typed_step_counts_for_this_campaign_alone_and_can_be_taken_back(here: Commune) -> None:
    here.sends()
    here.does(asks(here, HEAD))
    saved = here.shows(here.does(types("3 ngày"))).html
    assert "✓ Đã lưu: Báo thủ trưởng" in saved
    assert "Riêng của phong trào này; bước chưa đặt riêng thì theo lịch của cơ quan." in saved
    assert ladder(here) == {"head": 3}
    here.does(asks(here, OVERDUE))
    here.does(types("1 3"))
    assert ladder(here) == {"head": 3, "overdue": (1, 3)}
    here.does(lambda tx, who, now: campaign_ladders.clear(tx, who, now, campaign_id=here.campaign_id()))
    assert ladder(here) == {}


def test_whoever_is_not_to_be_told_is_switched_off_in_words(here: Commune) -> None:
    here.sends()
    here.does(asks(here, HEAD))
    assert "Báo thủ trưởng: <b>không báo</b>" in here.shows(here.does(types("không"))).html
    assert ladder(here) == {"head": None}


def test_a_step_that_cannot_be_read_is_asked_again(here: Commune) -> None:
    here.sends()
    here.does(asks(here, HEAD))
    reason, sentence = here.refuses(types("hôm nào đó"))
    assert reason == "escalation_unread"
    assert "từ 1 đến 60" in sentence
