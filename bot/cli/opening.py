"""The database as a command finds it: brought to the program's version, open while the command runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.config import Config
from bot.store.engine import Store
from bot.store.migrations import bring_up


@contextmanager
def opened(config: Config) -> Iterator[Store]:
    """Errors: OperatorError where the database cannot be opened or is newer than this program."""
    bring_up(config.database.url, datetime.now(UTC).astimezone(config.time.zone))
    store = Store(config.database.url)
    try:
        yield store
    finally:
        store.close()
