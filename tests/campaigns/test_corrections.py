"""How an indicator was read is corrected in a draft: each field, what hangs on it, and what the audit says."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from bot.campaign.model import Comparator, Direction, Measure
from bot.campaign.targets import Verdict, passes
from bot.demo.entities import parse_html
from bot.directive.model import DirectiveDraft, Origin, Reason, Relation
from bot.store import indicators, unit_targets
from bot.store.indicators import Indicator
from bot.store.message_tables import audit
from bot.texts.words import target as words
from bot.usecases import campaign_indicators, indicator_corrections
from bot.usecases import campaigns as use
from bot.usecases.correction_views import DIRECTIONS, FIELDS, AskCorrection, Field, ReadCorrection, Sections
from bot.usecases.indicator_views import Card, Indicators
from bot.usecases.unit_targets import typed_targets
from handlers.chat import Use
from tests.campaigns.commune import DIRECTIVE, NEIGHBOUR, Commune, indicator

LONGEST_MESSAGE = 4096
HOSTILE = '<b>&"</b> \x02\x03\u202e' * 300


def every(here: Commune) -> list[Indicator]:
    return here.store.read_now(lambda tx: indicators.of_campaign(tx, here.campaign_id()))


def asks(one: Indicator, field: Field) -> Use:
    place = FIELDS.index(field)
    return lambda tx, who, now: indicator_corrections.ask(
        tx, who, now, indicator_id=one.indicator_id, place=place
    )


def types(text: str) -> Use:
    return lambda tx, who, now: indicator_corrections.typed(tx, who, now, text=text)


def chooses(place: int) -> Use:
    return lambda tx, who, now: indicator_corrections.choose(tx, who, now, place=place)


def keeps(place: int = 0) -> Use:
    return lambda tx, who, now: indicator_corrections.keep(tx, who, now, place=place)


def corrected(here: Commune, n: int, field: Field, *steps: Use) -> Indicator:
    """The indicator with this number after its field was asked about and these steps were taken."""
    one = every(here)[n - 1]
    here.does(asks(one, field))
    for step in steps:
        here.does(step)
    return next(other for other in every(here) if other.indicator_id == one.indicator_id)


def facts(here: Commune, action: str) -> list[dict[str, Any]]:
    return here.store.read_now(
        lambda tx: list(tx.execute(select(audit.c.facts).where(audit.c.action == action)).scalars())
    )


def with_parts() -> DirectiveDraft:
    """The whole (1) has two parts, the second with a doubt; the fourth says the third in another measure unit."""
    whole = indicator("Đào tạo nghề", "638", "người")
    parts = (
        replace(indicator("Nghề nông", "396", "người"), parent=0, relation=Relation.PART_OF),
        replace(
            indicator("Nghề may", "132", "người"),
            parent=0,
            relation=Relation.PART_OF,
            doubts=(Reason.EXTRA_FIGURE,),
        ),
    )
    others = (
        replace(
            indicator("Tăng tỷ lệ hộ có chuồng trại", "3", "%", section="Về môi trường"),
            baseline=Decimal("13.18"),
            target_level=Decimal("13.08"),
            cumulative_total=Decimal(15),
            denominator=Decimal(14),
        ),
        replace(
            indicator("Hộ có chuồng trại", "130", "hộ", section="Về môi trường"),
            parent=3,
            relation=Relation.RESTATES,
        ),
    )
    return replace(DIRECTIVE, indicators=(whole, *parts, *others))


def test_the_whole_reading_is_kept_with_parts_ends_totals_and_doubts(here: Commune) -> None:
    here.sends(with_parts())
    whole, first, second, share, again = every(here)
    assert [one.parent_id for one in (whole, first, second, share, again)] == [
        None,
        whole.indicator_id,
        whole.indicator_id,
        None,
        share.indicator_id,
    ]
    assert (first.relation, again.relation) == (Relation.PART_OF, Relation.RESTATES)
    assert (share.baseline, share.target_level, share.cumulative_total, share.denominator) == (
        Decimal("13.18"),
        Decimal("13.08"),
        Decimal(15),
        Decimal(14),
    )
    assert (second.doubts, second.looked_at) == ((Reason.EXTRA_FIGURE,), None)


def test_a_whole_comes_first_with_its_parts_where_one_of_them_is_doubtful(here: Commune) -> None:
    plain = indicator("Thu ngân sách", "12.5", "tỷ đồng")
    draft = with_parts()
    shifted = [one if one.parent is None else replace(one, parent=one.parent + 1) for one in draft.indicators]
    here.sends(replace(draft, indicators=(plain, *shifted)))
    view = here.opens("campaign_indicators", page=0)
    assert isinstance(view, Indicators)
    assert [row.n for row in view.rows] == [2, 3, 4, 1, 5]
    assert "   ↳ trong đó 4. Nghề may: <b>132 người</b>" in here.shows(view).html


def test_a_typed_line_with_parts_keeps_them_as_parts(here: Commune) -> None:
    here.sends()
    line = "Trồng rừng mới đạt 750 ha, trong đó trồng trên 200 ha là rừng quế"
    here.does(lambda tx, who, now: campaign_indicators.propose(tx, who, now, text=line))
    here.does(campaign_indicators.keep_proposed)
    whole, part = every(here)[3:]
    assert part.parent_id == whole.indicator_id
    assert part.looked_at == here.now


def test_a_goal_in_running_prose_is_added_by_a_tap_after_it_was_shown_as_read(here: Commune) -> None:
    prose = replace(
        indicator("Hộ dùng nước sạch", "95", "%"), text="Phấn đấu 95% hộ dùng nước sạch", origin=Origin.PROSE
    )
    here.sends(replace(DIRECTIVE, indicators=(*DIRECTIVE.indicators, prose), warnings=()))
    assert len(every(here)) == 3
    campaign_id = here.campaign_id()
    shown = here.shows(here.opens("campaign_warnings", page=0))
    assert shown.buttons[0][0].data == f"add_warned:{campaign_id}:0"
    here.does(
        lambda tx, who, now: campaign_indicators.propose_warned(
            tx, who, now, campaign_id=campaign_id, place=0
        )
    )
    here.does(campaign_indicators.keep_proposed)
    assert words(every(here)[3].target) == "95%"
    gone: Use = lambda tx, who, now: campaign_indicators.propose_warned(  # noqa: E731
        tx, who, now, campaign_id=campaign_id, place=9
    )
    assert here.refuses(gone)[0] == "stale"


def test_a_name_is_corrected_by_typing_it(here: Commune) -> None:
    here.sends()
    one = corrected(here, 1, Field.NAME, types("  Thu   ngân sách\nnhà nước "))
    assert (one.name, one.source_text) == ("Thu ngân sách nhà nước", "Thu ngân sách trên địa bàn")
    assert one.looked_at == here.now


@pytest.mark.parametrize("typed", ["123", "...", "x" * 301])
def test_a_name_without_letters_or_without_end_is_asked_again(here: Commune, typed: str) -> None:
    here.sends()
    here.does(asks(every(here)[0], Field.NAME))
    assert here.refuses(types(typed))[0] == "name_unread"


def test_a_range_becomes_a_bound_at_the_end_that_is_chosen(here: Commune) -> None:
    share = indicator("Tăng trưởng", "8.5", "%", comparator=Comparator.RANGE)
    both = replace(share, target=replace(share.target, value_to=Decimal(9)))
    here.sends(replace(DIRECTIVE, indicators=(both,)))
    one = corrected(here, 1, Field.COMPARATOR, chooses(list(Comparator).index(Comparator.AT_MOST)), keeps(1))
    assert words(one.target) == "Tối đa 9%"
    assert one.target.value_to is None


def test_a_bound_becomes_a_range_by_typing_both_ends(here: Commune) -> None:
    here.sends()
    one = corrected(
        here,
        2,
        Field.COMPARATOR,
        chooses(list(Comparator).index(Comparator.RANGE)),
        types("60 - 61"),
        keeps(),
    )
    assert words(one.target) == "60 - 61%"


def test_a_qualitative_indicator_is_asked_for_its_figure_first(here: Commune) -> None:
    here.sends()
    third = every(here)[2]
    view = here.does(asks(third, Field.COMPARATOR))
    assert isinstance(view, AskCorrection)
    assert view.field == "target"
    one = corrected(
        here, 3, Field.MEASURE, chooses(list(Measure).index(Measure.LEVEL)), types("98%"), keeps()
    )
    assert (words(one.target), one.measure) == ("98%", Measure.LEVEL)


def test_how_figures_add_up_is_chosen_in_the_admins_words(here: Commune) -> None:
    here.sends()
    view = here.does(asks(every(here)[0], Field.MEASURE))
    labels = [row[0].label for row in here.shows(view).buttons]
    assert labels[:2] == ["mức tại thời điểm báo cáo, không cộng", "số lũy kế từ đầu năm, cộng các đơn vị"]
    one = corrected(here, 1, Field.MEASURE, chooses(0))
    assert one.measure is Measure.LEVEL


def test_whether_a_bare_target_may_be_exceeded_follows_the_direction_that_is_tapped(here: Commune) -> None:
    poor = indicator("Tỷ lệ hộ nghèo", "5", "%", measure=Measure.LEVEL)
    here.sends(replace(DIRECTIVE, indicators=(poor,)))
    one = every(here)[0]
    assert (passes(one.target, Decimal(6)), passes(one.target, Decimal(4))) == (Verdict.NOT_MET, Verdict.MET)
    fewer = corrected(here, 1, Field.DIRECTION, chooses(DIRECTIONS.index(Direction.DECREASE)))
    assert words(fewer.target) == "Giảm 5%"
    assert passes(fewer.target, Decimal(6)) is Verdict.EXCEEDED
    again = corrected(here, 1, Field.DIRECTION, chooses(DIRECTIONS.index(Direction.REACH)))
    assert passes(again.target, Decimal(6)) is Verdict.NOT_MET


def test_what_stood_there_before_is_said_in_the_readers_language(here: Commune) -> None:
    here.sends()
    asked = corrected(here, 2, Field.TARGET, types("từ 62% trở lên"), keeps())
    here.does(asks(asked, Field.TARGET))
    here.does(types("63"))
    card = here.does(keeps())
    assert "✓ Đã sửa chỉ tiêu giao. Trước đó: Từ 62% trở lên" in here.shows(card).html
    assert "✓ Target corrected. Before: From 62% up" in here.texts.render(card, "en").html


def test_a_figure_is_given_up_only_after_old_and_new_were_shown(here: Commune) -> None:
    here.sends()
    shown = [chooses(list(Measure).index(Measure.QUALITATIVE))]
    assert corrected(here, 1, Field.MEASURE, *shown).target.value == Decimal("12.5")
    here.does(keeps())
    one = every(here)[0]
    assert (one.target.value, one.measure) == (None, Measure.QUALITATIVE)


def own_target(here: Commune, text: str) -> None:
    here.opens("campaign_indicator", indicator_id=every(here)[0].indicator_id)
    here.does(lambda tx, who, now: typed_targets(tx, who, now, text=text))


def own_targets(here: Commune) -> list[Decimal]:
    campaign_id = here.campaign_id()
    return list(here.store.read_now(lambda tx: unit_targets.of_campaign(tx, campaign_id)).values())


@pytest.mark.parametrize(("place", "campaign", "own"), [(0, "12.5", "2.5"), (1, "12500", "2500")])
def test_the_units_own_targets_follow_into_another_measure_unit(
    here: Commune, place: int, campaign: str, own: str
) -> None:
    here.sends()
    own_target(here, "TN1: 2,5")
    one = corrected(here, 1, Field.MEASURE_UNIT, types("triệu đồng"), keeps(place))
    assert (one.target.value, one.target.measure_unit) == (Decimal(campaign), "triệu đồng")
    assert own_targets(here) == [Decimal(own)]


def test_the_units_own_targets_go_with_the_figure_and_that_is_said_before(here: Commune) -> None:
    here.sends()
    own_target(here, "TN1: 2,5\nTN2: 3")
    here.does(asks(every(here)[0], Field.TARGET))
    view = here.does(types("định tính"))
    assert isinstance(view, ReadCorrection)
    assert "⚠ bỏ chỉ tiêu riêng của 2 đơn vị" in here.shows(view).html
    here.does(keeps())
    assert own_targets(here) == []


def test_a_whole_line_is_typed_anew_and_read_as_in_a_directive(here: Commune) -> None:
    here.sends()
    one = corrected(here, 1, Field.LINE, types("Tỷ lệ hộ nghèo giảm 4% trở lên"), keeps())
    assert (one.name, words(one.target), one.measure, one.n) == (
        "Tỷ lệ hộ nghèo",
        "Từ 4% trở lên",
        Measure.DELTA_ABS,
        1,
    )
    here.does(asks(one, Field.LINE))
    assert here.refuses(types("Trồng 5 ha quế; nuôi 10 con trâu"))[0] == "line_unread"


def test_a_part_takes_its_whole_with_it_into_another_section(here: Commune) -> None:
    here.sends(with_parts())
    here.does(asks(every(here)[1], Field.SECTION))
    here.does(types("ve moi truong"))
    assert [(one.n, one.name, one.section) for one in every(here)] == [
        (1, "Tăng tỷ lệ hộ có chuồng trại", "Về môi trường"),
        (2, "Hộ có chuồng trại", "Về môi trường"),
        (3, "Đào tạo nghề", "Về môi trường"),
        (4, "Nghề nông", "Về môi trường"),
        (5, "Nghề may", "Về môi trường"),
    ]


def test_a_new_section_stands_behind_the_one_that_was_left(here: Commune) -> None:
    here.sends(with_parts())
    here.does(asks(every(here)[0], Field.SECTION))
    here.does(types("Về lao động"))
    assert [one.section for one in every(here)] == ["Về lao động"] * 3 + ["Về môi trường"] * 2


@pytest.mark.parametrize(("parts", "left"), [(True, 2), (False, 4)])
def test_a_dropped_whole_takes_its_parts_along_or_leaves_them_alone(
    here: Commune, parts: bool, left: int
) -> None:
    here.sends(with_parts())
    key = every(here)[0].indicator_id
    here.does(
        lambda tx, who, now: campaign_indicators.drop_indicator(
            tx, who, now, indicator_id=key, sure=True, parts=parts
        )
    )
    found = every(here)
    assert [one.n for one in found] == list(range(1, left + 1))
    assert all(one.parent_id is None for one in found[:-1])
    [noted] = facts(here, "drop_indicator")
    assert len(noted["indicators"]) == 5 - left


def test_what_is_doubtful_stays_doubtful_when_only_its_name_is_corrected(here: Commune) -> None:
    doubtful = replace(indicator("Chè búp tươi", "1.234", "tấn"), doubts=(Reason.THREE_DECIMALS,))
    here.sends(replace(DIRECTIVE, indicators=(doubtful,)))
    assert corrected(here, 1, Field.NAME, types("Sản lượng chè")).doubtful
    one = corrected(here, 1, Field.TARGET, types("1234"), keeps())
    assert (one.target.value, one.doubtful) == (Decimal(1234), False)


def test_the_audit_says_who_corrected_what_from_what_to_what(here: Commune) -> None:
    here.sends()
    one = corrected(here, 2, Field.TARGET, types("từ 62% trở lên"), keeps())
    [noted] = facts(here, "correct")
    assert (noted["indicator"], noted["field"]) == (one.indicator_id, "target")
    assert [(noted[side]["comparator"], noted[side]["value"]) for side in ("old", "new")] == [
        (">", "61"),
        (">=", "62"),
    ]


def test_a_page_that_changed_meanwhile_is_not_taken_for_seen(here: Commune) -> None:
    here.sends()
    view = here.opens("campaign_indicators", page=0)
    assert isinstance(view, Indicators)
    campaign_id, seen = here.campaign_id(), view.seen
    looked: Use = lambda tx, who, now: indicator_corrections.look_at_page(  # noqa: E731
        tx, who, now, campaign_id=campaign_id, page=0, seen=seen
    )
    corrected(here, 1, Field.NAME, types("Thu ngân sách nhà nước"))
    assert here.refuses(looked)[0] == "page_changed"
    assert [one.looked_at for one in every(here)[1:]] == [None, None]


def test_a_correction_of_what_another_admin_corrected_meanwhile_is_asked_again(here: Commune) -> None:
    here.sends()
    one = every(here)[1]
    here.does(asks(one, Field.TARGET))
    here.does(types("62%"))
    changed = replace(one, target=replace(one.target, value=Decimal(70)))
    here.store.write_now(lambda tx: indicators.rewrite(tx, changed))
    assert here.refuses(keeps())[0] == "page_changed"
    assert every(here)[1].target.value == Decimal(70)


def test_nothing_is_corrected_in_a_running_campaign_nor_by_a_neighbour(here: Commune) -> None:
    here.sends()
    one = every(here)[0]
    here.does(asks(one, Field.NAME))
    assert here.refuses(asks(one, Field.NAME), chat=NEIGHBOUR)[0] == "not_allowed"
    campaign_id = here.campaign_id()
    here.does(lambda tx, who, now: use.launch(tx, who, now, campaign_id=campaign_id))
    assert here.refuses(asks(one, Field.NAME))[0] == "campaign_launched"
    card = here.opens("campaign_indicator", indicator_id=one.indicator_id)
    assert "Sửa tên" not in [button.label for row in here.shows(card).buttons for button in row]


@pytest.mark.parametrize("field", Field)
def test_a_choice_that_was_not_offered_is_stale(here: Commune, field: Field) -> None:
    here.sends()
    here.does(asks(every(here)[0], field))
    for place in (-1, 99, 2**63 - 1):
        assert here.refuses(chooses(place))[0] == "stale"
    assert here.refuses(keeps(0))[0] == "stale"


def test_two_hundred_indicators_are_reached_by_pages_sections_and_numbers(here: Commune) -> None:
    many = [indicator(f"Việc {n}", "5", "ha", section=f"Mục {n // 10}") for n in range(200)]
    many[150] = replace(many[150], doubts=(Reason.EXTRA_FIGURE,))
    here.sends(replace(DIRECTIVE, indicators=tuple(many)))
    first = here.opens("campaign_indicators", page=0)
    assert isinstance(first, Indicators)
    assert (first.rows[0].n, first.pages) == (151, 40)
    sections = here.opens("campaign_sections", page=1)
    assert isinstance(sections, Sections)
    assert [(row.name, row.count, row.page) for row in sections.rows][:2] == [
        ("Mục 10", 10, 20),
        ("Mục 11", 10, 22),
    ]
    here.opens("campaign_indicators", page=20)
    card = here.does(lambda tx, who, now: campaign_indicators.typed_on_list(tx, who, now, text="177"))
    assert isinstance(card, Card)
    assert (card.indicator.n, card.page) == (177, 35)


def test_a_campaign_without_indicators_has_an_empty_page_and_no_sections(here: Commune) -> None:
    here.sends(replace(DIRECTIVE, indicators=()))
    assert "Chưa có chỉ tiêu nào" in here.shows(here.opens("campaign_indicators", page=3)).html
    assert "0 chỉ tiêu" in here.shows(here.opens("campaign_sections", page=0)).html


def test_a_document_full_of_markup_and_endless_lines_fits_a_message_on_every_screen(here: Commune) -> None:
    hostile = replace(
        indicator(HOSTILE, "9" * 400, HOSTILE, section=HOSTILE), text=HOSTILE, doubts=tuple(Reason)
    )
    here.sends(replace(DIRECTIVE, indicators=(hostile,) * 12))
    one = every(here)[0]
    views = [here.opens("campaign_indicators", page=0), here.opens("campaign_sections", page=0)]
    views.append(here.opens("campaign_indicator", indicator_id=one.indicator_id))
    views += [here.does(asks(one, field)) for field in FIELDS]
    here.does(asks(one, Field.TARGET))
    views.append(here.does(types("1.234 tấn")))
    for view in views:
        reply = here.shows(view)
        assert len(parse_html(reply.html).text.encode("utf-16-le")) // 2 <= LONGEST_MESSAGE
        assert all(len(button.label) <= 64 for row in reply.buttons for button in row)
