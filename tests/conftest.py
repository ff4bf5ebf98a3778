"""What holds for every test."""

import shutil
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def _a_disk_with_room() -> Iterator[None]:
    """The bot tells of a disk that is nearly full, and that of the machine which runs the tests may be."""
    usage = type(shutil.disk_usage("/"))(1000, 500, 500)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: usage)
        yield
