"""A start brings the database to the program's version, after putting a copy aside."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.errors import OperatorError
from bot.store.migrations import FOLDER, HEAD, bring_up, checked_revision, revision_of
from bot.store.tables import metadata

NOW = datetime(2023, 6, 13, 1, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'dondoc.sqlite3'}"


def run(url: str, statement: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text(statement))


def test_the_migrations_make_exactly_the_tables_of_the_program(url: str) -> None:
    bring_up(url, NOW)
    with create_engine(url, poolclass=NullPool).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_named_head_is_the_newest_file(url: str) -> None:
    assert ScriptDirectory(str(FOLDER)).get_current_head() == HEAD


def test_a_database_that_is_current_is_left_alone(url: str, tmp_path: Path) -> None:
    bring_up(url, NOW)
    assert bring_up(url, NOW) is None
    assert [path.name for path in tmp_path.iterdir()] == ["dondoc.sqlite3"]


def test_a_database_newer_than_the_program_is_refused_and_not_touched(url: str) -> None:
    bring_up(url, NOW)
    run(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(OperatorError, match="9999, which is newer"):
        bring_up(url, NOW)
    assert revision_of(url) == "9999"


def test_a_database_of_the_first_version_keeps_its_campaigns_and_gains_the_new_columns(url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("sqlalchemy.url", url)
    command.upgrade(config, "0001")
    for statement in (
        "INSERT INTO units VALUES (1, 'SV', 'Xã Suối Vàng', 'xa', 'xa', NULL, NULL, 'required', '/1/')",
        "INSERT INTO campaigns (id, owner_id, state, title, directive, file_name, file_hash, made_at) VALUES"
        """ (1, 1, 'draft', 'Thi đua', '{"date_precision": "month"}', 'a.txt', 'a', '2023-06-13')""",
        "INSERT INTO indicators (id, campaign_id, n, section, name, source_text, measure_unit, measure, value)"
        " VALUES (1, 1, 1, '', 'Trồng rừng', 'Trồng 5 ha rừng', 'ha', 'flow', '5.50')",
        "INSERT INTO assignments (indicator_id, scope) VALUES (1, 'all')",
    ):
        run(url, statement)
    assert bring_up(url, NOW) is not None
    with create_engine(url, poolclass=NullPool).connect() as connection:
        kept = connection.execute(text("SELECT value, parent_id, doubts FROM indicators")).one()
        assert tuple(kept) == ("5.50", None, None)
        assert connection.execute(text("SELECT issued_precision FROM campaigns")).scalar_one() == "month"
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


@pytest.mark.parametrize("revision", ["9999", HEAD])
def test_only_a_version_that_is_known_is_a_good_one(url: str, revision: str) -> None:
    bring_up(url, NOW)
    run(url, f"UPDATE alembic_version SET version_num = '{revision}'")
    if revision == HEAD:
        assert checked_revision(url) == HEAD
    else:
        with pytest.raises(OperatorError, match="9999, which is newer"):
            checked_revision(url)


def test_a_file_that_is_no_database_is_named_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("no database, but long enough to be looked at", encoding="utf-8")
    with pytest.raises(OperatorError, match="file is not a database"):
        bring_up(f"sqlite:///{file}", NOW)


def test_a_folder_that_is_not_there_is_named_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"There is no folder .*/nowhere for the database"):
        bring_up(f"sqlite:///{tmp_path}/nowhere/dondoc.sqlite3", NOW)


def test_an_older_database_is_copied_aside_before_it_is_brought_up(url: str, tmp_path: Path) -> None:
    bring_up(url, NOW)
    # A database of no version that is known to hold tables stands for an older one: its copy keeps the row.
    run(url, "INSERT INTO clusters (code, name) VALUES ('C1', 'Cụm 1')")
    from bot.store import migrations

    copy = migrations._copy_aside(url, "0000", NOW)
    assert copy is not None
    with create_engine(f"sqlite:///{copy}", poolclass=NullPool).connect() as connection:
        assert connection.execute(text("SELECT name FROM clusters")).scalar_one() == "Cụm 1"


def test_targets_of_an_older_database_become_first_versions_and_what_runs_gets_its_key(url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("sqlalchemy.url", url)
    command.upgrade(config, "0001")
    for table, columns in (
        ("units", "1, 'SV', 'Xã Suối Vàng', 'xã', 'xã', null, null, 'required', '/1/'"),
        (
            "campaigns",
            "1, 1, null, 'running', 'x', null, null, null, null, null, null, '{}', '', '', null, '2023', null",
        ),
        (
            "indicators",
            "1, 1, 1, '', 'Thu ngân sách', '', null, '=', '5.0', null, 'tỷ đồng', 'reach', 'flow'",
        ),
        ("unit_targets", "1, 1, '2.50', null, '2023'"),
    ):
        run(url, f"INSERT INTO {table} VALUES ({columns})")
    bring_up(url, NOW)
    with create_engine(url, poolclass=NullPool).connect() as connection:
        assert connection.execute(text("SELECT version, from_on, value FROM unit_targets")).all() == [
            (1, None, "2.50")
        ]
        assert connection.execute(text("SELECT catalogue_key FROM indicators")).all() == [
            ("ngan sach thu|dong",)
        ]


def test_what_was_handed_in_before_there_were_moves_has_its_submission_in_the_history(url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("sqlalchemy.url", url)
    command.upgrade(config, "0002")
    for statement in (
        "INSERT INTO units VALUES (1, 'SV', 'Xã Suối Vàng', 'xa', 'xa', NULL, NULL, 'required', '/1/')",
        "INSERT INTO people (id, chat_id, name, language, met_at) VALUES (7, 7, 'Lan', 'vi', '2023-01-01')",
        "INSERT INTO campaigns (id, owner_id, state, title, directive, file_name, file_hash, made_at) VALUES"
        " (1, 1, 'running', 'Thi đua', '{}', 'a.txt', 'a', '2023-01-01')",
        "INSERT INTO phases (id, campaign_id, n, name, ends_on, review_exclusive)"
        " VALUES (1, 1, 1, 'Đợt 1', '2023-06-30', 0)",
        "INSERT INTO periods VALUES (1, 1, 1, '2023-06-16')",
        "INSERT INTO reports (id, period_id, unit_id, state, opened_at, submitted_at, submitted_by, due_on, late)"
        " VALUES (1, 1, 1, 'submitted', '2023-06-01', '2023-06-02', 7, '2023-06-16', 0)",
    ):
        run(url, statement)
    bring_up(url, NOW)
    with create_engine(url, poolclass=NullPool).connect() as connection:
        moves = connection.execute(
            text("SELECT report_id, move, state, person_id, at, due_on, late FROM report_moves")
        ).all()
    assert [tuple(move) for move in moves] == [(1, "submit", "submitted", 7, "2023-06-02", "2023-06-16", 0)]


def test_nudges_that_waited_become_one_wave_a_phase(url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("sqlalchemy.url", url)
    command.upgrade(config, "0020")
    run(
        url,
        "INSERT INTO units (id, code, name, kind, level, duty, path, signed_off) "
        "VALUES (1, 'X', 'X', 'xa', 'xa', 'required', '/1/', 0)",
    )
    run(
        url,
        "INSERT INTO campaigns (id, owner_id, state, title, directive, file_name, file_hash, made_at) "
        "VALUES (1, 1, 'running', 'X', '{}', 'x', '', '2023-06-01')",
    )
    run(
        url,
        "INSERT INTO phases (id, campaign_id, n, name, ends_on, review_exclusive) "
        "VALUES (7, 1, 1, 'Đợt 1', '2023-06-30', 0)",
    )
    for person in (1, 2, 3):
        run(
            url,
            "INSERT INTO people (id, chat_id, name, language, met_at) "
            f"VALUES ({person}, {person}, 'X', 'vi', '2023-06-01')",
        )
        run(
            url,
            "INSERT INTO outbox (key, lane, person_id, kind, subject_id, due_at, expires_at, attempts, outcome) VALUES "
            f"('nudge:{person}', 'bulk', {person}, 'nudge', 7, '2023-06-13 0{person}:00:00', '2023-06-14', 0, "
            + ("NULL)" if person < 3 else "'sent')"),
        )
    bring_up(url, NOW)
    with create_engine(url, poolclass=NullPool).connect() as connection:
        waves = connection.execute(text("SELECT id, kind, campaign_id, phase_id FROM waves")).all()
        rows = connection.execute(text("SELECT kind, subject_id FROM outbox ORDER BY id")).all()
    assert [tuple(row) for row in waves] == [(1, "nudge", 1, 7)]
    assert [tuple(row) for row in rows] == [("wave", 1), ("wave", 1), ("nudge", 7)]


def test_a_form_that_an_office_had_of_the_report_stays_that_of_the_report(url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("sqlalchemy.url", url)
    command.upgrade(config, "0040")
    run(
        url,
        "INSERT INTO units (id, code, name, kind, level, duty, path, signed_off) "
        "VALUES (1, 'SV', 'Xã Suối Vàng', 'xa', 'xa', 'required', '/1/', 0)",
    )
    run(url, "INSERT INTO office_templates VALUES (1, 'mau.docx', x'504b')")
    bring_up(url, NOW)
    with create_engine(url, poolclass=NullPool).connect() as connection:
        kept = connection.execute(text("SELECT unit_id, paper, name, content FROM office_templates")).all()
        assert [tuple(row) for row in kept] == [(1, "report", "mau.docx", b"PK")]
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
