from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.campaigns.commune import Commune, commune


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Commune]:
    with commune(tmp_path) as found:
        yield found
