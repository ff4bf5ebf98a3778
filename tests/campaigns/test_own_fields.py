"""What was read of the campaign itself and of its phases is corrected by tapping, each part with its words."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.campaign.model import Review
from bot.directive.model import Precision
from bot.store import campaigns, days
from bot.store.campaigns import Campaign, Phase
from bot.store.message_tables import audit
from bot.store.phases import phases_of, set_due
from bot.usecases import campaigns as use
from bot.usecases import own_fields
from bot.usecases.own_field_views import KINDS, OWN_FIELDS, OwnField
from handlers.chat import Use
from tests.campaigns.commune import DIRECTIVE, ENDLESS, NEIGHBOUR, Commune

OF_PHASE = OWN_FIELDS[6:]
VERBATIM = replace(
    DIRECTIVE,
    number_verbatim="Số: 02/CT-UBND",
    end_verbatim="đến hết năm 2026",
    phases=(replace(DIRECTIVE.phases[0], verbatim="Đợt 1: đến hết tháng 6"), DIRECTIVE.phases[1]),
)


def campaign(here: Commune) -> Campaign:
    found = here.store.read_now(lambda tx: campaigns.of(tx, here.campaign_id()))
    assert found is not None
    return found


def phases(here: Commune) -> list[Phase]:
    return here.store.read_now(lambda tx: phases_of(tx, here.campaign_id()))


def asks(here: Commune, field: OwnField, n: int | None) -> Use:
    campaign_id, place = here.campaign_id(), OWN_FIELDS.index(field)
    return lambda tx, who, now: own_fields.ask(tx, who, now, campaign_id=campaign_id, place=place, n=n)


def types(text: str) -> Use:
    return lambda tx, who, now: own_fields.typed(tx, who, now, text=text)


def corrected(here: Commune, field: OwnField, text: str, *, n: int | None = None) -> str:
    """The screen after a field was asked about and this was typed."""
    here.does(asks(here, field, n))
    return here.shows(here.does(types(text))).html


def refused(here: Commune, field: OwnField, text: str, *, n: int | None = None) -> str:
    here.does(asks(here, field, n))
    return here.refuses(types(text))[0]


def facts(here: Commune, action: str) -> list[dict[str, Any]]:
    return here.store.read_now(
        lambda tx: list(tx.execute(select(audit.c.facts).where(audit.c.action == action)).scalars())
    )


def test_the_campaigns_own_fields_stand_beside_the_words_they_were_read_from(here: Commune) -> None:
    here.sends(VERBATIM)
    campaign_id = here.campaign_id()
    view = here.does(lambda tx, who, now: own_fields.open_fields(tx, who, now, campaign_id=campaign_id))
    text = here.shows(view).html
    assert "Số: <b>02/CT-UBND</b> – <i>Số: 02/CT-UBND</i>" in text
    assert "Kết thúc: <b>31/12/2026</b> – <i>đến hết năm 2026</i>" in text
    card = here.does(lambda tx, who, now: own_fields.open_phase(tx, who, now, campaign_id=campaign_id, n=1))
    assert "Câu gốc: <i>Đợt 1: đến hết tháng 6</i>" in here.shows(card).html


@pytest.mark.parametrize(
    ("field", "typed", "column", "value", "echo"),
    [
        (
            OwnField.TITLE,
            "Thi đua  năm 2026",
            "title",
            "Thi đua năm 2026",
            "Trước đó: Phong trào thi đua năm 2026",
        ),
        (OwnField.NUMBER, "03/KH-UBND", "number", "03/KH-UBND", "Trước đó: 02/CT-UBND"),
        (OwnField.NUMBER, "không", "number", None, "Trước đó: 02/CT-UBND"),
        (OwnField.THEME, "khong co", "theme", None, "Trước đó: Suối Vàng đổi mới"),
        (OwnField.ISSUED, "10/1", "issued_on", date(2026, 1, 10), "Trước đó: 09/01/2026"),
        (OwnField.START, "từ 5/1/2026", "starts_on", date(2026, 1, 5), "Trước đó: 09/01/2026"),
        (OwnField.END, "hết ngày 20/12", "ends_on", date(2026, 12, 20), "Trước đó: 31/12/2026"),
    ],
)
def test_a_typed_field_is_kept_and_echoed_with_what_stood_there(
    here: Commune, field: OwnField, typed: str, column: str, value: object, echo: str
) -> None:
    here.sends()
    assert echo in corrected(here, field, typed)
    assert getattr(campaign(here), column) == value
    [noted] = facts(here, "correct_campaign")
    assert noted["field"] == field.value


def test_a_date_of_a_month_stays_one_of_a_month(here: Commune) -> None:
    here.sends(replace(DIRECTIVE, date=date(2026, 1, 1), date_precision=Precision.MONTH))
    assert "Ngày văn bản: <b>tháng 01/2026</b>" in corrected(here, OwnField.THEME, "Suối Vàng")
    assert "Ngày văn bản: <b>09/01/2026</b>" in corrected(here, OwnField.ISSUED, "9/1/2026")
    assert "Ngày văn bản: <b>tháng 02/2026</b>" in corrected(here, OwnField.ISSUED, "tháng 2/2026")


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        (OwnField.TITLE, "…", "name_unread"),
        (OwnField.TITLE, "x" * 501, "name_unread"),
        (OwnField.ISSUED, "31/6", "date_unread"),
        (OwnField.ISSUED, "quý I", "date_unread"),
        (OwnField.START, "1/7/2026", "day_outside"),
        (OwnField.END, "1/7/2026", "end_before_start"),
        (OwnField.END, "từ 1/7", "date_unread"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    here: Commune, field: OwnField, typed: str, reason: str
) -> None:
    here.sends()
    before = (campaign(here), phases(here))
    assert refused(here, field, typed) == reason
    assert (campaign(here), phases(here)) == before


def test_the_first_and_the_last_phase_move_with_the_campaign_and_are_due_anew(here: Commune) -> None:
    here.sends(
        replace(DIRECTIVE, phases=(DIRECTIVE.phases[0], replace(DIRECTIVE.phases[1], review=Review())))
    )
    corrected(here, OwnField.START, "5/1")
    corrected(here, OwnField.END, "30/11")
    first, last = phases(here)
    assert first.starts_on == date(2026, 1, 5)
    assert (last.ends_on, last.due_on) == (date(2026, 11, 30), date(2026, 11, 17))


def test_the_end_that_the_directive_does_not_say_can_be_given_here_too(here: Commune) -> None:
    here.sends(ENDLESS)
    corrected(here, OwnField.END, "31/12")
    assert [one.ends_on for one in phases(here)] == [date(2026, 12, 31)]


def test_a_phase_is_corrected_and_the_next_one_begins_the_day_after(here: Commune) -> None:
    here.sends()
    assert "Trước đó: Đợt 1" in corrected(here, OwnField.PHASE_NAME, "6 tháng đầu năm", n=1)
    assert "Trước đó: 30/6/2026" in corrected(here, OwnField.PHASE_END, "31/7", n=1)
    first, second = phases(here)
    assert (first.name, first.ends_on, second.starts_on) == (
        "6 tháng đầu năm",
        date(2026, 7, 31),
        date(2026, 8, 1),
    )
    corrected(here, OwnField.PHASE_START, "15/8", n=2)
    assert phases(here)[1].starts_on == date(2026, 8, 15)
    assert len(facts(here, "correct_phase")) == 3


def test_the_review_of_a_phase_is_read_with_its_bound_and_its_kind_is_tapped(here: Commune) -> None:
    here.sends()
    corrected(here, OwnField.REVIEW, "trước ngày 10/7", n=1)
    assert phases(here)[0].review == Review(kind="sơ kết", deadline=date(2026, 7, 10), exclusive=True)
    corrected(here, OwnField.REVIEW, "chậm nhất 12/7", n=1)
    assert phases(here)[0].review == Review(kind="sơ kết", deadline=date(2026, 7, 12), exclusive=False)
    campaign_id = here.campaign_id()
    shown = here.does(
        lambda tx, who, now: own_fields.choose_kind(
            tx, who, now, campaign_id=campaign_id, n=1, place=KINDS.index("tổng kết")
        )
    )
    assert "Tổng kết: <b>chậm nhất 12/7/2026</b>" in here.shows(shown).html
    corrected(here, OwnField.REVIEW, "không", n=1)
    assert phases(here)[0].review == Review(kind="tổng kết", deadline=None, exclusive=False)


def test_a_due_date_that_an_admin_set_stays_where_it_still_fits(here: Commune) -> None:
    here.sends()
    campaign_id = here.campaign_id()
    here.store.write_now(lambda tx: set_due(tx, campaign_id, 1, 1, date(2026, 6, 10)))
    corrected(here, OwnField.PHASE_END, "31/7", n=1)
    assert phases(here)[0].due_on == date(2026, 6, 10)
    corrected(here, OwnField.PHASE_END, "31/5", n=1)
    corrected(here, OwnField.REVIEW, "không", n=1)
    assert phases(here)[0].due_on == date(2026, 5, 15)


def test_a_proposed_due_date_is_proposed_anew_also_where_the_office_has_marked_days_meanwhile(
    here: Commune,
) -> None:
    here.sends(replace(DIRECTIVE, phases=(replace(DIRECTIVE.phases[0], review=Review()),)))
    assert phases(here)[0].due_on == date(2026, 6, 17)
    here.store.write_now(lambda tx: days.mark(tx, here.units["SV"], date(2026, 6, 17), False))
    corrected(here, OwnField.PHASE_END, "31/7", n=1)
    assert phases(here)[0].due_on == date(2026, 7, 17)


@pytest.mark.parametrize(
    ("field", "n", "typed"),
    [
        (OwnField.PHASE_START, 2, "30/6/2026"),
        (OwnField.PHASE_START, 1, "1/1/2026"),
        (OwnField.PHASE_END, 1, "31/12/2026"),
        (OwnField.PHASE_END, 1, "1/1/2026"),
        (OwnField.REVIEW, 2, "1/6/2026"),
    ],
)
def test_a_phase_stays_between_its_neighbours(here: Commune, field: OwnField, n: int, typed: str) -> None:
    here.sends()
    before = phases(here)
    assert refused(here, field, typed, n=n) == "day_outside"
    assert phases(here) == before


def test_neither_a_neighbour_nor_anybody_after_the_launch_corrects_them(here: Commune) -> None:
    here.sends()
    asked = asks(here, OwnField.TITLE, None)
    assert here.refuses(asked, chat=NEIGHBOUR)[0] == "not_allowed"
    here.does(asked)
    campaign_id = here.campaign_id()
    here.does(lambda tx, who, now: use.launch(tx, who, now, campaign_id=campaign_id))
    assert here.refuses(asked)[0] == "campaign_launched"


def test_a_field_or_phase_that_is_not_there_is_stale(here: Commune) -> None:
    here.sends()
    assert here.refuses(asks(here, OwnField.TITLE, 1))[0] == "stale"
    assert here.refuses(asks(here, OwnField.PHASE_NAME, None))[0] == "stale"
    assert here.refuses(asks(here, OwnField.PHASE_NAME, 9))[0] == "stale"
    campaign_id = here.campaign_id()
    for place in (-1, 3, 99):
        forged: Use = lambda tx, who, now, at=place: own_fields.choose_kind(  # noqa: E731
            tx, who, now, campaign_id=campaign_id, n=1, place=at
        )
        assert here.refuses(forged)[0] == "stale"
