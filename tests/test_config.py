import tomllib
from datetime import time
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.config import Config, find
from bot.errors import ConfigError

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "config.example.toml"
TOKEN = "123456:a-token-that-nobody-may-see"


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(
    path: Path | None, environ: dict[str, str] | None = None, *, need_token: bool = False
) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        Config.load(path, environ or {}, need_token=need_token)
    return list(caught.value.mistakes)


def keys_of(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def test_the_example_names_every_setting_and_no_other() -> None:
    example = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    config = Config.load(None, {}, need_token=False)

    assert {section: set(settings) for section, settings in example.items()} == {
        section: keys_of(type(getattr(config, section))) for section in Config.model_fields
    }


def test_the_example_gives_every_default() -> None:
    from_example = Config.load(EXAMPLE, {}, need_token=False)

    beside = {"database": None, "files": None}
    assert from_example.model_copy(update=beside) == Config.load(None, {}, need_token=False).model_copy(
        update=beside
    )
    assert from_example.files.largest_mb == 10


def test_every_setting_of_the_example_has_a_comment_above_it() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    settings = [
        (above, line) for above, line in pairwise(lines) if " = " in line and not line.startswith("#")
    ]

    assert settings
    assert [line for above, line in settings if not above.startswith("#")] == []


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, '[telegram]\ntoken = "1:file"\nusername = "@from_file_bot"')
    config = Config.load(path, {"DONDOC_TELEGRAM__TOKEN": TOKEN})

    assert config.telegram.token is not None
    assert config.telegram.token.get_secret_value() == TOKEN
    assert config.telegram.username == "from_file_bot"


def test_a_list_and_a_truth_value_may_come_from_the_environment() -> None:
    environ = {"DONDOC_NUDGES__SLOTS": '["08:00", "13:30"]', "DONDOC_LOG__JSON": "true"}
    config = Config.load(None, environ, need_token=False)

    assert config.nudges.slots == (time(8), time(13, 30))
    assert config.log.as_json


def test_the_database_is_a_file_beside_the_config_unless_it_is_set(tmp_path: Path) -> None:
    beside = Config.load(written(tmp_path, ""), {}, need_token=False)
    elsewhere = Config.load(None, {"DONDOC_DATABASE__URL": "postgresql://bot@db/dondoc"}, need_token=False)

    assert beside.database.url == f"sqlite:///{tmp_path / 'dondoc.sqlite3'}"
    assert elsewhere.database.url == "postgresql://bot@db/dondoc"


@pytest.mark.parametrize(
    ("base_url", "base_file_url"),
    [
        ("http://127.0.0.1:8081/bot", "http://127.0.0.1:8081/file/bot"),
        ("http://127.0.0.1:8081/", "http://127.0.0.1:8081/file/bot"),
        ("https://api.example/telegram/bot", "https://api.example/telegram/file/bot"),
    ],
)
def test_files_are_fetched_from_the_server_of_the_bot_api(base_url: str, base_file_url: str) -> None:
    config = Config.load(None, {"DONDOC_TELEGRAM__BASE_URL": base_url}, need_token=False)

    assert config.telegram.base_url.endswith("/bot")
    assert config.telegram.base_file_url == base_file_url


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        time = 7
        [telegram]
        tokn = "x"
        base_url = "api.telegram.org"
        [database]
        url = "mysql://localhost/x"
        [nudges]
        slots = ["8h"]
        before = ["seven"]
        working_hours = ["07:30"]
        [log]
        level = "loud"
        json = "yes"
        [zone]
        """,
    )

    assert sorted(mistakes(path, {"DONDOC_TEXTS__LANGUAGE": "fr"}, need_token=True)) == [
        "database.url: expected text such as sqlite:///FILE or postgresql://USER@HOST/NAME",
        "log.json: expected true or false",
        'log.level: expected "debug", "info", "warning" or "error"',
        "nudges.before[0]: expected a list of days before the due date such as [7, 3, 1, 0]",
        'nudges.slots[0]: expected a list of times such as ["08:00", "13:30"]',
        "nudges.working_hours[1]: expected the first and the last time of a working day "
        'such as ["07:30", "17:00"]',
        "telegram.base_url: expected an address such as https://api.telegram.org/bot",
        "telegram.token: missing; ask @BotFather in Telegram for one with /newbot, then write it under "
        "[telegram] in the config file or into DONDOC_TELEGRAM__TOKEN",
        "telegram.tokn: unknown setting; known here: token, username, base_url, base_file_url, proxy, http",
        'texts.language (from DONDOC_TEXTS__LANGUAGE): expected "vi" or "en"',
        "time: expected a section with zone",
        "zone: unknown section; known here: telegram, database, time, nudges, people, texts, files, page, log",
    ]


@pytest.mark.parametrize("zone", ["", "Asia", "Hanoi", "../etc/passwd", "/etc/localtime"])
def test_a_zone_must_stand_in_the_iana_list(zone: str) -> None:
    assert mistakes(None, {"DONDOC_TIME__ZONE": zone}) == [
        'time.zone (from DONDOC_TIME__ZONE): expected a time zone of the IANA list such as "Asia/Ho_Chi_Minh"'
    ]


def test_a_misspelt_variable_is_named() -> None:
    [mistake] = mistakes(None, {"DONDOC_TELEGRAM_TOKEN": TOKEN})

    assert mistake.startswith(
        "telegram_token (from DONDOC_TELEGRAM_TOKEN): unknown section; known here: telegram"
    )


@pytest.mark.parametrize(
    ("nudges", "mistake"),
    [
        ("slots = []", "nudges: slots must name at least one time"),
        ('slots = ["18:00"]', "nudges: every one of slots must lie within working_hours"),
        ('working_hours = ["17:00", "07:30"]', "nudges: working_hours must begin before they end"),
    ],
)
def test_a_slot_at_which_nothing_could_go_out_is_refused(tmp_path: Path, nudges: str, mistake: str) -> None:
    assert mistakes(written(tmp_path, f"[nudges]\n{nudges}")) == [mistake]


@pytest.mark.parametrize("token", ["", None])
def test_only_what_speaks_to_telegram_needs_a_token(token: str | None) -> None:
    environ = {} if token is None else {"DONDOC_TELEGRAM__TOKEN": token}

    assert Config.load(None, environ, need_token=False).telegram.token is None
    assert mistakes(None, environ, need_token=True)[0].startswith("telegram.token: missing;")


def test_secrets_are_never_printed() -> None:
    config = Config.load(
        None,
        {
            "DONDOC_TELEGRAM__TOKEN": TOKEN,
            "DONDOC_TELEGRAM__PROXY": f"http://user:{TOKEN}@proxy.example:3128",
            "DONDOC_DATABASE__URL": f"postgresql://bot:{TOKEN}@db/dondoc",
        },
    )

    assert TOKEN not in f"{config} {config!r}"


def test_a_mistake_never_shows_the_value_that_is_wrong(tmp_path: Path) -> None:
    path = written(
        tmp_path, f'[telegram]\ntoken = ["{TOKEN}"]\nproxy = "{TOKEN}"\n[database]\nurl = "{TOKEN}"'
    )
    with pytest.raises(ConfigError) as caught:
        Config.load(path, {"DONDOC_TELEGRAM": TOKEN, "DONDOC_LOG__LEVEL": TOKEN})

    assert TOKEN not in f"{caught.value} {caught.value!r} {caught.value.__context__}"


@pytest.mark.parametrize(
    ("content", "mistake"),
    [
        (b"[telegram\n", "config.toml: is not TOML: "),
        (b'[telegram]\nusername = "\xff"', "config.toml: is not UTF-8 text"),
        (None, "config.toml: cannot be read: No such file or directory"),
    ],
)
def test_a_config_file_that_cannot_be_read_is_named(
    tmp_path: Path, content: bytes | None, mistake: str
) -> None:
    path = tmp_path / "config.toml"
    if content is not None:
        path.write_bytes(content)

    assert mistake in mistakes(path)[0]


def test_a_config_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'\xef\xbb\xbf[log]\nlevel = "debug"')

    assert Config.load(path, {}, need_token=False).log.level == "debug"


def test_the_command_line_names_the_config_file_before_the_environment_and_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    nothing = find(None, {})
    written(tmp_path, "")
    environ = {"DONDOC_CONFIG": "from-environment.toml"}

    assert nothing is None
    assert find(None, {}) == Path("config.toml")
    assert find(None, environ) == Path("from-environment.toml")
    assert find(Path("from-command.toml"), environ) == Path("from-command.toml")


def test_the_variable_that_names_the_config_file_is_not_a_setting() -> None:
    assert Config.load(None, {"DONDOC_CONFIG": "x.toml", "HOME": "/root"}, need_token=False)


def test_files_are_kept_beside_the_database_unless_a_folder_is_named(tmp_path: Path) -> None:
    beside = Config.load(None, {"DONDOC_DATABASE__URL": f"sqlite:///{tmp_path}/x.sqlite3"}, need_token=False)
    of_config = Config.load(
        written(tmp_path, '[database]\nurl = "postgresql://bot@db/dondoc"'), {}, need_token=False
    )
    named = Config.load(
        written(tmp_path, '[files]\npath = "/srv/files"\nlargest_mb = 3'), {}, need_token=False
    )

    assert beside.files.path == of_config.files.path == f"{tmp_path}/dondoc-files"
    assert (named.files.path, named.files.largest_mb) == ("/srv/files", 3)


@pytest.mark.parametrize("size", ["0", "21", '"10"', "2.5"])
def test_no_larger_files_are_taken_than_telegram_hands_out(tmp_path: Path, size: str) -> None:
    path = written(tmp_path, f"[files]\nlargest_mb = {size}")
    assert mistakes(path) == ["files.largest_mb: expected a whole number of megabytes from 1 to 20"]
