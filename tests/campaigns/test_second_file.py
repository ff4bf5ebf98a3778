"""A file sent while a campaign is there already: asked, and nothing is lost unasked."""

from bot.store import campaigns
from bot.usecases import campaigns as use
from bot.usecases.campaign_views import Discarding, Overview, Second
from bot.usecases.campaigns import Discarded
from tests.campaigns.commune import DIRECTIVE, ENDLESS, OTHER_FILE, Commune


def drafts(here: Commune) -> list[int]:
    return sorted(one.campaign_id for one in here.store.read_now(lambda tx: campaigns.within(tx, ["/1/"])))


def choose(here: Commune, *, anew: bool) -> int:
    view = here.does(lambda tx, who, now: use.decide(tx, who, now, anew=anew))
    assert isinstance(view, Overview)
    return view.campaign.campaign_id


def test_the_same_file_twice_goes_on_with_the_open_draft(here: Commune) -> None:
    here.sends()
    first = here.campaign_id()
    asked = here.sends()
    assert isinstance(asked, Second)
    assert asked.same_file
    assert choose(here, anew=False) == first
    assert drafts(here) == [first]


def test_the_same_file_twice_may_start_anew_and_then_the_old_draft_is_gone(here: Commune) -> None:
    here.sends()
    first = here.campaign_id()
    here.sends()
    second = choose(here, anew=True)
    assert second != first
    assert drafts(here) == [second]


def test_another_directive_is_opened_and_the_old_draft_kept_for_later(here: Commune) -> None:
    here.sends()
    first = here.campaign_id()
    asked = here.sends(DIRECTIVE, OTHER_FILE)
    assert isinstance(asked, Second)
    assert not asked.same_file
    second = choose(here, anew=True)
    assert drafts(here) == [first, second]


def test_a_third_file_instead_of_an_answer_replaces_the_second(here: Commune) -> None:
    here.sends()
    first = here.campaign_id()
    here.sends(DIRECTIVE, OTHER_FILE)
    here.sends(ENDLESS, OTHER_FILE)
    assert drafts(here) == [first, here.campaign_id()]
    found = here.store.read_now(lambda tx: campaigns.of(tx, here.campaign_id()))
    assert found is not None
    assert found.ends_on is None


def test_a_directive_that_runs_already_is_recognised(here: Commune) -> None:
    here.sends()
    running = here.campaign_id()
    here.does(lambda tx, who, now: use.launch(tx, who, now, campaign_id=running))
    asked = here.sends()
    assert isinstance(asked, Second)
    assert "đã phát động lúc 09:00 12/01/2026" in here.shows(asked).html
    assert choose(here, anew=False) == running
    assert drafts(here) == [running]


def test_a_draft_is_thrown_away_only_when_asked_twice(here: Commune) -> None:
    here.sends()
    draft = here.campaign_id()
    asked = here.does(lambda tx, who, now: use.discard(tx, who, now, campaign_id=draft, sure=False))
    assert isinstance(asked, Discarding)
    assert drafts(here) == [draft]
    done = here.does(lambda tx, who, now: use.discard(tx, who, now, campaign_id=draft, sure=True))
    assert isinstance(done, Discarded)
    assert drafts(here) == []
    assert here.who().draft.screen == "idle"
