"""Indicators of a draft: shown with their source, added by a typed line, dropped, given to those who answer."""

from dataclasses import replace
from decimal import Decimal

from bot.campaign.model import Scope
from bot.store import indicators
from bot.store.assignments import Assignment
from bot.store.indicators import Indicator
from bot.usecases import campaign_indicators
from bot.usecases.campaign_indicators import assign, drop_indicator, keep_proposed, propose
from bot.usecases.indicator_views import Answerers, Card, Indicators, Proposed
from handlers.chat import Use
from tests.campaigns.commune import DIRECTIVE, Commune, indicator


def every(here: Commune) -> list[Indicator]:
    return here.store.read_now(lambda tx: indicators.of_campaign(tx, here.campaign_id()))


def typed(text: str) -> Use:
    return lambda tx, who, now: propose(tx, who, now, text=text)


def given(scope: Scope, subject: int = 0) -> Use:
    return lambda tx, who, now: assign(tx, who, now, scope=scope, subject=subject)


def owned(text: str) -> Use:
    return lambda tx, who, now: campaign_indicators.typed_owner(tx, who, now, text=text)


def test_a_page_shows_each_indicator_with_the_sentence_it_was_read_from(here: Commune) -> None:
    here.sends()
    text = here.shows(here.opens("campaign_indicators", page=0)).html
    assert "2. Tỷ lệ che phủ rừng: <b>Trên 61%</b>\n<i>Tỷ lệ che phủ rừng</i> (dòng 20)" in text
    assert "3. Nâng cao chất lượng phổ cập giáo dục: <b>định tính (không có số)</b>" in text
    assert "<b>Về văn hóa - xã hội</b>" in text


def test_many_indicators_come_page_by_page(here: Commune) -> None:
    here.sends(replace(DIRECTIVE, indicators=tuple(indicator(f"Việc {n}", "5", "ha") for n in range(12))))
    view = here.opens("campaign_indicators", page=2)
    assert isinstance(view, Indicators)
    assert [row.n for row in view.rows] == [11, 12]
    labels = [button.label for row in here.shows(view).buttons for button in row]
    assert "◀ Trang trước" in labels
    assert "Trang sau ▶" not in labels


def test_a_typed_line_is_kept_only_after_it_was_shown_as_read(here: Commune) -> None:
    here.sends(replace(DIRECTIVE, indicators=()))
    here.opens("campaign_add")
    shown = here.does(typed("Thu ngân sách trên địa bàn: 50,2 tỷ đồng"))
    assert isinstance(shown, Proposed)
    assert "Chỉ tiêu: <b>50,2 tỷ đồng</b>" in here.shows(shown).html
    assert every(here) == []
    here.does(keep_proposed)
    [kept] = every(here)
    assert (kept.name, kept.target.value, kept.target.measure_unit, kept.source_line) == (
        "Thu ngân sách trên địa bàn",
        Decimal("50.2"),
        "tỷ đồng",
        None,
    )


def test_an_indicator_typed_twice_by_a_double_tap_is_kept_once(here: Commune) -> None:
    here.sends()
    here.does(typed("Trồng rừng mới đạt 75 ha"))
    here.does(keep_proposed)
    assert here.refuses(keep_proposed)[0] == "stale"
    assert len(every(here)) == 4


def test_a_line_without_an_indicator_is_asked_again_with_an_example(here: Commune) -> None:
    here.sends()
    reason, sentence = here.refuses(typed("???"))
    assert reason == "indicator_unread"
    assert "50,2 tỷ đồng" in sentence
    assert len(every(here)) == 3


def test_a_dropped_indicator_is_asked_about_and_the_others_move_up(here: Commune) -> None:
    here.sends()
    first = every(here)[0]
    here.opens("campaign_indicator", indicator_id=first.indicator_id)
    key = first.indicator_id
    asked = here.does(lambda tx, who, now: drop_indicator(tx, who, now, indicator_id=key, sure=False))
    assert isinstance(asked, Card)
    assert len(every(here)) == 3
    here.does(lambda tx, who, now: drop_indicator(tx, who, now, indicator_id=key, sure=True))
    assert [(one.n, one.name) for one in every(here)] == [
        (1, "Tỷ lệ che phủ rừng"),
        (2, "Nâng cao chất lượng phổ cập giáo dục"),
    ]


def test_an_indicator_is_given_to_a_kind_a_cluster_or_one_owner(here: Commune) -> None:
    here.sends()
    first, second, third = every(here)
    view = here.opens("campaign_answerers", indicator_id=first.indicator_id)
    assert isinstance(view, Answerers)
    assert [(row.kind, row.required) for row in view.kinds if row.required] == [("phòng", 1), ("thôn", 3)]
    here.does(given(Scope.KIND, here.units["TN2"]))
    here.opens("campaign_answerers", indicator_id=second.indicator_id)
    here.does(given(Scope.CLUSTER, 1))
    here.opens("campaign_answerers", indicator_id=third.indicator_id)
    card = here.does(owned("phong van hoa"))
    assert "Trả lời: Phòng Văn hóa - Xã hội (1 đơn vị)" in here.shows(card).html
    assert [one.assignment for one in every(here)] == [
        Assignment(scope=Scope.KIND, kind="thôn"),
        Assignment(scope=Scope.CLUSTER, cluster_id=1),
        Assignment(scope=Scope.OWNER, unit_id=here.units["PVH"]),
    ]


def test_all_indicators_are_given_at_once_from_the_header(here: Commune) -> None:
    here.sends()
    here.opens("campaign_answerers")
    here.does(given(Scope.KIND, here.units["TN1"]))
    assert {one.answers for one in every(here)} == {"thôn"}


def test_an_owner_that_several_names_fit_is_asked_back_by_name(here: Commune) -> None:
    here.sends()
    here.opens("campaign_answerers", indicator_id=every(here)[0].indicator_id)
    reason, sentence = here.refuses(owned("na ph"))
    assert reason == "unit_ambiguous"
    assert sentence == "“na ph” là đơn vị nào?"
    owner = here.units["TN2"]
    view = here.does(given(Scope.OWNER, owner))
    assert "Trả lời: Thôn Nà Phai (1 đơn vị)" in here.shows(view).html
    here.opens("campaign_answerers", indicator_id=every(here)[0].indicator_id)
    assert here.refuses(owned("Thôn Khe Ngoài"))[0] == "unit_unknown"


def test_a_forged_cluster_is_refused(here: Commune) -> None:
    here.sends()
    here.opens("campaign_answerers")
    assert here.refuses(given(Scope.CLUSTER, 99))[0] == "stale"
