"""A start that cannot succeed says why in one sentence; one that finds work left goes on with it."""

from pathlib import Path

import pytest

from bot.app import DonDoc
from bot.config import Config
from bot.errors import OperatorError
from tests.town import Town, town


async def test_a_token_that_telegram_does_not_know_ends_the_start_in_a_sentence(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        wrong = DonDoc(_with_token(here, tmp_path / "other.sqlite3", "1:wrong"), clock=here.clock.now)
        try:
            with pytest.raises(OperatorError, match="does not know this bot token") as refused:
                await wrong.run()
            assert "1:wrong" not in str(refused.value)
        finally:
            await wrong.application.shutdown()
            wrong.store.close()


async def test_a_pause_that_telegram_asked_for_is_kept_over_a_restart(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        assert here.bot is not None
        here.bot.lanes.on_pause(600)
        await here.restart()
        assert 590 < here.bot.lanes.paused_seconds <= 600


def _with_token(here: Town, file: Path, token: str) -> Config:
    return Config.load(
        None,
        {
            "DONDOC_TELEGRAM__TOKEN": token,
            "DONDOC_TELEGRAM__BASE_URL": f"{here.address}/bot",
            "DONDOC_DATABASE__URL": f"sqlite:///{file}",
        },
    )
