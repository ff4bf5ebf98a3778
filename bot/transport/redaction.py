"""Logging: one door, and no bot token ever goes out through it."""

import logging
import re
import sys

import structlog

_TOKEN = re.compile(r"\d{6,}:[\w-]{30,}")
HIDDEN = "<token>"


def redact(text: str) -> str:
    """The text without tokens: the address of a call, as httpx logs it, becomes `…/bot<token>/getMe`."""
    return _TOKEN.sub(HIDDEN, text)


class Redacting(logging.Formatter):
    """Formats as another formatter does, then hides tokens in the whole line: message, fields, traceback."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return redact(self._inner.format(record))


def install() -> None:
    """Quiet the libraries that log addresses and texts, and hide tokens in what every root handler writes."""
    root = logging.getLogger()
    for name, lowest in (
        ("httpx", logging.WARNING),
        ("httpcore", logging.WARNING),
        ("telegram", logging.INFO),
    ):
        logging.getLogger(name).setLevel(max(lowest, root.level))
    for handler in root.handlers:
        if not isinstance(handler.formatter, Redacting):
            handler.setFormatter(Redacting(handler.formatter or logging.Formatter()))


def configure_logging(level: str, *, json: bool) -> None:
    """Everything, of structlog and of libraries, goes to standard error as lines for a person or as JSON."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    if json:
        renderer: structlog.typing.Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    install()
