"""The schema's versions. `bring_up` is called at every start; it is one cheap question where all is current."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.errors import OperatorError
from bot.store.engine import sqlite_path

FOLDER = Path(__file__).parent
HEAD = "0041"
"""The revision that this program's tables have; a test holds it against the files in versions/."""


def revision_of(url: str) -> str | None:
    """The schema's revision; None for an empty database.

    Errors: OperatorError where it cannot be opened, or is no database.
    """
    path = sqlite_path(url)
    if path is not None and not path.exists():
        if not path.parent.is_dir():
            raise OperatorError(f"There is no folder {path.parent} for the database.")
        return None
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    except DBAPIError as error:
        raise OperatorError(f"The database cannot be opened: {error.orig}.") from error


def checked_revision(url: str) -> str | None:
    """The same; OperatorError too where it is newer than this program."""
    found = revision_of(url)
    if found in {None, HEAD}:
        return found
    from alembic.script import ScriptDirectory

    if found not in {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}:
        raise OperatorError(
            f"The database has version {found}, which is newer than this program ({HEAD}). "
            "Install the newer program, or restore a backup made with this one."
        )
    return found


def bring_up(url: str, now: datetime) -> Path | None:
    """Migrate to HEAD, after copying an SQLite file aside; returns the copy, None where none was needed.

    Errors: OperatorError where the database cannot be opened, or is newer than this program.
    """
    found = checked_revision(url)
    if found == HEAD:
        return None
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
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
