"""TOML and environment -> Config; every mistake is named at once and no secret is ever printed.

`[telegram] token` in the file and `DONDOC_TELEGRAM__TOKEN` in the environment are the same setting; the
environment wins. What belongs to one office (signer, ladder, standing body) is a row of its unit.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.config.sections import (
    SQLITE_FILE,
    Database,
    FilesKept,
    Log,
    Nudges,
    Page,
    People,
    Section,
    Telegram,
    Texts,
    Time,
)
from bot.errors import ConfigError

__all__ = ["Config", "Nudges", "Page", "Texts", "find"]

PREFIX = "DONDOC_"
FILE_VARIABLE = "DONDOC_CONFIG"
FILES_FOLDER = "dondoc-files"
HOW_TO_GET_ONE = (
    "ask @BotFather in Telegram for one with /newbot, then write it under [telegram] in the config file "
    "or into DONDOC_TELEGRAM__TOKEN"
)


class Config(Section):
    telegram: Telegram
    database: Database
    time: Time
    nudges: Nudges
    people: People
    texts: Texts
    files: FilesKept
    page: Page
    log: Log

    @classmethod
    def load(cls, path: Path | None, environ: Mapping[str, str], *, need_token: bool = True) -> Self:
        """The settings of the file (None: no file) under those of the environment.

        Raises ConfigError with all mistakes at once, e.g. "telegram.tokn: unknown setting; known here:
        token, username, base_url, base_file_url, proxy, http". `need_token=False` is for commands that never
        speak to Telegram.
        """
        settings = _from_file(path)
        variables = _from_environment(environ, settings)
        for section in cls.model_fields:
            settings.setdefault(section, {})
        database = settings["database"]
        folder = (path.parent if path else Path()).resolve()
        if isinstance(database, dict) and not database.get("url"):
            database["url"] = f"sqlite:///{folder / SQLITE_FILE}"
        files = settings["files"]
        if isinstance(files, dict) and not files.get("path"):
            files["path"] = str(_beside(database, folder) / FILES_FOLDER)
        mistakes = []
        if need_token and not _has_token(settings):
            mistakes.append(f"telegram.token: missing; {HOW_TO_GET_ONE}")
        try:
            config = cls.model_validate(settings)
        except ValidationError as failure:
            mistakes += [_mistake(error, variables) for error in failure.errors()]
            raise ConfigError(mistakes) from None
        if mistakes:
            raise ConfigError(mistakes)
        return config


def find(path: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The config file: `--config`, else DONDOC_CONFIG, else ./config.toml, else None."""
    if path is not None:
        return path
    if named := environ.get(FILE_VARIABLE):
        return Path(named)
    here = Path("config.toml")
    return here if here.is_file() else None


def _beside(database: object, folder: Path) -> Path:
    """The folder of an SQLite file; for another database that of the config."""
    url = str(database.get("url")) if isinstance(database, dict) else ""
    scheme, _, file = url.partition(":///")
    return Path(file).parent if scheme == "sqlite" and file else folder


def _from_file(path: Path | None) -> dict[str, object]:
    if path is None:
        return {}
    try:
        return _toml(path.read_text(encoding="utf-8-sig"))
    except OSError as failure:
        raise ConfigError([f"{path}: cannot be read: {failure.strerror}"]) from None
    except UnicodeDecodeError:
        raise ConfigError([f"{path}: is not UTF-8 text"]) from None
    except ValueError as failure:
        raise ConfigError([f"{path}: is not TOML: {failure}"]) from None


def _toml(text: str) -> dict[str, object]:
    # Its patterns take 15 ms to compile, which a start without a config file does not need.
    import tomllib

    return tomllib.loads(text)


def _from_environment(environ: Mapping[str, str], settings: dict[str, object]) -> dict[str, str]:
    """Put the variables into the settings; gives the variable behind each dotted path it set."""
    variables = {}
    for variable, text in sorted(environ.items()):
        if not variable.startswith(PREFIX) or variable == FILE_VARIABLE:
            continue
        section, _, key = variable.removeprefix(PREFIX).lower().partition("__")
        inside = settings.setdefault(section, {})
        if key and isinstance(inside, dict):
            inside[key] = _typed(text)
        else:
            settings[section] = text
        variables[f"{section}.{key}".rstrip(".")] = variable
    return variables


def _typed(text: str) -> object:
    """A variable is text, unless it is written like a list or a truth value of TOML: ["08:00", "13:30"]."""
    if text.startswith("[") or text in {"true", "false"}:
        try:
            return _toml(f"value = {text}")["value"]
        except ValueError:
            return text
    return text


def _has_token(settings: Mapping[str, object]) -> bool:
    telegram = settings.get("telegram")
    return not isinstance(telegram, dict) or bool(telegram.get("token"))


def _mistake(error: ErrorDetails, variables: Mapping[str, str]) -> str:
    """One sentence for one error of pydantic: the setting, where it was set, what was expected."""
    section, *rest = (str(part) for part in error["loc"])
    path = ".".join([section, *rest[:1]])
    place = path + "".join(f"[{position}]" for position in rest[1:])
    if path in variables:
        place = f"{place} (from {variables[path]})"
    if error["type"] == "extra_forbidden" and not rest:
        return f"{place}: unknown section; known here: {_known(Config.model_fields)}"
    settings = _settings(section)
    if error["type"] == "extra_forbidden":
        return f"{place}: unknown setting; known here: {_known(settings)}"
    if not rest:
        own = error.get("ctx", {}).get("error")
        return f"{place}: {own or 'expected a section with ' + _known(settings)}"
    return f"{place}: expected {settings[rest[0]].description}"


def _settings(section: str) -> dict[str, FieldInfo]:
    """The settings of a section by the names they have in the file."""
    model = Config.model_fields[section].annotation
    fields = model.model_fields if isinstance(model, type) and issubclass(model, Section) else {}
    return {field.alias or name: field for name, field in fields.items()}


def _known(settings: Mapping[str, FieldInfo]) -> str:
    return ", ".join(settings)
