from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.engine import Store
from tests.town import settle
from tests.web.house import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    settle(tmp_path)
    store = Store(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")
    yield House(store, tmp_path)
    store.close()
