from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import Town, settle, town


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    """The commune of Suối Vàng on 2/5/2023, with a campaign that began in January and is due on 16/6."""
    settle(tmp_path)
    async with town(tmp_path) as found:
        yield found
