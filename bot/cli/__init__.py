"""`python -m bot [--config FILE] COMMAND`: exit 0 done, 1 refused (one sentence on standard error), 2 usage or config."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ConfigError, OperatorError, Refused

if TYPE_CHECKING:
    from bot.config import Config

DONE, REFUSED, USAGE = 0, 1, 2

COMMANDS = {
    "run": "bot.cli.running",
    "check": "bot.cli.running",
    "status": "bot.cli.health",
    "demo": "bot.cli.demo",
    "backup": "bot.cli.people",
    "restore": "bot.cli.people",
    "units": "bot.cli.people",
    "invite": "bot.cli.invitations",
    "page-link": "bot.cli.pages",
    "campaign": "bot.cli.campaigns",
    "summary": "bot.cli.summaries",
    "nudges": "bot.cli.nudges",
    "read-directive": "bot.cli.directive",
    "read-number": "bot.cli.language",
    "read-date": "bot.cli.language",
}
"""Which module holds a command: only the one that is asked for is imported.

A module adds its commands with `add_commands(subparsers)`; each sets `run(arguments, config) -> exit code`, with
`need_token=False` where it needs none. With `need_config=False` it is `run(arguments)`: the config is not even imported.
"""


def main(words: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if words is None else words)
    arguments = _parser(words).parse_args(words)
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except ConfigError as error:
        print("\n".join(error.mistakes), file=sys.stderr)
        return USAGE
    except OperatorError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except Refused as refusal:
        print(_sentence(refusal), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        # Whoever read the output has seen enough (| head); what is left must not be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return DONE
    return code


def _run(arguments: argparse.Namespace) -> int:
    if not getattr(arguments, "need_config", True):
        alone: Callable[[argparse.Namespace], int] = arguments.run
        return alone(arguments)
    from bot import config

    path = config.find(arguments.config, os.environ)
    settings = config.Config.load(path, os.environ, need_token=getattr(arguments, "need_token", True))
    run: Callable[[argparse.Namespace, Config], int] = arguments.run
    return run(arguments, settings)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Đôn Đốc: chase up campaign reports.")
    parser.add_argument("--config", type=Path, help="the TOML file; else DONDOC_CONFIG, else ./config.toml")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    asked = next((COMMANDS[word] for word in words if word in COMMANDS), None)
    for name in [asked] if asked else dict.fromkeys(COMMANDS.values()):
        import_module(name).add_commands(subparsers)
    return parser


def _sentence(refusal: Refused) -> str:
    """What a person in the chat would read, without its blank lines."""
    from bot.texts import Texts
    from bot.transport.splitting import plain

    reply = Texts().refusal(refusal.reason, refusal.facts, None)
    return "\n".join(line for line in plain(reply.html).splitlines() if line.strip())
