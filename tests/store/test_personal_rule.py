"""Every column that holds words has its fate written down, and what the rule says goes does go."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import JSON, BigInteger, Column, String, create_engine, insert, select, update

from bot.campaign.model import Role
from bot.store import personal, sent_forms
from bot.store.engine import Tx
from bot.store.files import Files
from bot.store.message_tables import inbox
from bot.store.narrative_tables import evidence, good_examples, signed_reports
from bot.store.personal_rule import RULE, Fate
from bot.store.tables import campaigns, drafts, metadata, people, reports, wrong_tokens
from bot.usecases import privacy
from tests import builders
from tests.town import moment

NOW = moment("2023-05-02 09:00")
LATER = NOW + timedelta(days=400)
LAN = 102


def holds_words(column: Column[object]) -> bool:
    return isinstance(column.type, String | JSON) or (
        isinstance(column.type, BigInteger) and "chat" in column.name
    )


def test_no_table_forgets_to_say_what_becomes_of_its_words() -> None:
    words = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if holds_words(column)
    }
    assert words - set(RULE) == set(), "say in bot/store/personal_rule.py what becomes of it"
    assert set(RULE) - words == set(), "the rule names what is not there"


@pytest.fixture
def tx(tmp_path: Path) -> Tx:
    engine = create_engine("sqlite://")
    found = engine.connect()
    metadata.create_all(found)
    root = builders.unit(found, "SV", "UBND xã Suối Vàng", kind="xa")
    hamlet = builders.unit(found, "T01", "Thôn Nà Hoa", parent=root)
    lan = builders.person(found, LAN, "Lan", NOW, (Role.FOCAL_POINT, hamlet))
    builders.campaign(found, root, [hamlet], NOW)
    found.execute(insert(reports).values(period_id=1, unit_id=hamlet, state="draft", opened_at=NOW))
    found.execute(
        insert(good_examples).values(report_id=1, name="Bà Tư", deed="hiến đất", person_id=lan, at=NOW)
    )
    file = {"report_id": 1, "file_name": "lan.jpg", "file_id": "f", "file_unique_id": "u", "size": 3}
    for name, by_page in (("shown", False), ("shown by the page", True), ("signed too", False)):
        ids = {"file_id": None, "file_unique_id": None, "message_id": None} if by_page else {"message_id": 1}
        found.execute(
            insert(evidence).values(
                **{**file, **ids}, indicator_id=1, kind="photo", hash=name, person_id=lan, at=NOW
            )
        )
    found.execute(
        insert(signed_reports).values(
            **file, version=1, number="5", signed_on=NOW.date(), hash="signed too", person_id=lan, at=NOW
        )
    )
    found.execute(
        update(people).values(unreachable_why="blocked by Lan", quiet_from="20:00", quiet_until="06:00")
    )
    found.execute(update(drafts).values(pending={"typed": "Lan"}))
    sent_forms.put(found, lan, 1, name="Lan.xlsx", reading={"unit": "Thôn Nà Hoa"}, now=NOW)
    sent_forms.settle(found, lan, 1, {"kept": 1})
    found.execute(insert(wrong_tokens).values(chat_id=LAN, at=NOW))
    found.execute(
        insert(inbox).values(update_id=1, chat_id=LAN, body="Lan", received_at=NOW, answered_at=NOW)
    )
    return found


def left(tx: Tx, fate: Fate) -> set[str]:
    """The columns of this fate in which something still stands."""
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if RULE.get(f"{table.name}.{column.name}") is fate
        and any(value for value in tx.execute(select(column)).scalars())
    }


def test_what_is_a_persons_goes_with_him(tx: Tx) -> None:
    assert left(tx, Fate.PERSON) == {key for key, fate in RULE.items() if fate is Fate.PERSON}
    personal.erase(tx, 1, NOW)
    assert left(tx, Fate.PERSON) == set()
    assert left(tx, Fate.HOURS) == set()
    assert "good_examples.deed" in left(tx, Fate.REPORT)


def test_what_is_personal_in_a_campaign_goes_long_after_it_was_closed(tx: Tx) -> None:
    kept, both = timedelta(days=365), ["shown", "shown by the page"]
    assert privacy.forget_campaigns(tx, LATER, kept) == [], "it runs"
    tx.execute(update(campaigns).values(state="archived", closed_at=LATER - timedelta(days=100)))
    assert privacy.forget_campaigns(tx, LATER, kept) == []
    assert left(tx, Fate.CAMPAIGN) == {key for key, fate in RULE.items() if fate is Fate.CAMPAIGN}
    tx.execute(update(campaigns).values(closed_at=NOW))
    assert privacy.forget_campaigns(tx, LATER, kept) == both, "the signed paper is the archive's"
    assert left(tx, Fate.CAMPAIGN) == set()
    assert privacy.forget_campaigns(tx, LATER + timedelta(days=1), kept) == both, "tried again"
    assert privacy.forget_campaigns(tx, LATER + timedelta(days=8), kept) == []


def test_a_file_that_is_gone_already_is_no_fault(tmp_path: Path) -> None:
    files = Files(tmp_path / "files", most=100)
    name = files.keep(b"abc")
    files.remove(name)
    files.remove(name)
    assert list((tmp_path / "files").iterdir()) == []
