"""The schema's versions. `bring_up` is called at every start; it is one cheap question where all is current."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

from bot.errors import OperatorError
from bot.store.engine import sqlite_path

FOLDER = Path(__file__).parent
HEAD = "0001"
"""The revision that this program's tables have; a test holds it against the files in versions/."""


def revision_of(url: str) -> str | None:
    """The schema's revision; None for an empty database."""
    path = sqlite_path(url)
    if path is not None and not path.exists():
        return None
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def bring_up(url: str, now: datetime) -> Path | None:
    """Migrate to HEAD, after copying an SQLite file aside; returns the copy, None where none was needed.

    Errors: OperatorError where the database is newer than this program.
    """
    found = revision_of(url)
    if found == HEAD:
        return None
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise OperatorError(
            f"The database has version {found}, which is newer than this program ({HEAD}). "
            "Install the newer program, or restore a backup made with this one."
        )
    copy = _copy_aside(url, found, now) if found is not None else None
    command.upgrade(config, "head")
    return copy


def _copy_aside(url: str, found: str, now: datetime) -> Path | None:
    path = sqlite_path(url)
    if path is None:
        return None
    copy = path.with_name(f"{path.stem}.{found}.{now:%Y%m%d-%H%M%S}{path.suffix}")
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM INTO :copy"), {"copy": str(copy)})
    return copy
