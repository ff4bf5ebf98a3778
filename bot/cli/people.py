"""`units import`, `backup` and `restore`: what the operator does beside the chat."""

import argparse
from pathlib import Path

from bot.clock import real_clock
from bot.config import Config
from bot.errors import OperatorError


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    units = subparsers.add_parser("units", help="the units that report")
    commands = units.add_subparsers(dest="units_command", required=True, metavar="COMMAND")
    importing = commands.add_parser("import", help="add and change units by their codes from a table")
    importing.add_argument(
        "file", type=Path, help=".csv or .xlsx with code,name,kind,level,parent,cluster,obligation"
    )
    importing.set_defaults(run=import_units, need_token=False)
    backing_up = subparsers.add_parser("backup", help="copy the database and the sent files, and check both")
    backing_up.add_argument("file", type=Path)
    backing_up.set_defaults(run=backup, need_token=False)
    restoring = subparsers.add_parser(
        "restore", help="put a backup in the place of the database, and its files back"
    )
    restoring.add_argument("file", type=Path)
    restoring.set_defaults(run=restore, need_token=False)


def import_units(arguments: argparse.Namespace, config: Config) -> int:
    """All rows or none; Refused names every bad row by line and reason."""
    from bot.cli.opening import opened
    from bot.texts import Texts
    from bot.transport.splitting import plain
    from bot.usecases import units
    from bot.usecases.unit_table import read_unit_table

    file: Path = arguments.file
    try:
        content = file.read_bytes()
    except OSError as error:
        raise OperatorError(f"{file} cannot be read: {error.strerror}.") from error
    table = read_unit_table(file.name, content)
    now = real_clock()
    with opened(config) as store:
        outcome = store.write_now(lambda tx: units.import_units(tx, None, now, table=table))
    print(plain(Texts(default=config.texts.language).render(outcome).html))
    return 0


def backup(arguments: argparse.Namespace, config: Config) -> int:
    from bot.store import copies, file_copies

    file_copies.check_free(arguments.file)
    copies.backup(config.database.url, arguments.file)
    print(arguments.file)
    # The database first: what it names was on the disk before, and no file is ever written anew.
    count = file_copies.back_up(Path(str(config.files.path)), arguments.file)
    if count:
        print(file_copies.beside(arguments.file), count, "files")
    return 0


def restore(arguments: argparse.Namespace, config: Config) -> int:
    from bot.store import copies, file_copies

    kept = copies.restore(config.database.url, arguments.file, real_clock().astimezone(config.time.zone))
    print("restored; the next start brings it to the program's version if it is older")
    if kept is not None:
        print("the replaced database is kept as", kept)
    count = file_copies.put_back(arguments.file, Path(str(config.files.path)))
    if count is None:
        print("no files beside the backup: those in", config.files.path, "stay as they are")
    else:
        print(count, "files put back into", config.files.path)
    return 0
