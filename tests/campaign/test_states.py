"""From which state a campaign may come to which: the whole table."""

from itertools import product

import pytest

from bot.campaign.model import MOVES, CampaignState

LEGAL = {
    ("draft", "running"),
    ("draft", "reissue"),
    ("running", "closed"),
    ("closed", "running"),
    ("closed", "archived"),
}


@pytest.mark.parametrize(("state", "to"), list(product(CampaignState, CampaignState)))
def test_a_campaign_moves_only_along_the_table(state: CampaignState, to: CampaignState) -> None:
    assert (to in MOVES[state]) == ((state.value, to.value) in LEGAL)
