"""The file that goes out with a message of the outbox, built in a process of its own when the message leaves."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from subprocess import CalledProcessError
from typing import TypeAlias

import structlog

from bot import apart
from bot.errors import Refused
from bot.texts import View
from bot.transport.sending import Attachment
from bot.usecases import papers
from bot.usecases.papers import PaperDue

log = structlog.get_logger()

Enclose: TypeAlias = Callable[[View, datetime], Awaitable[tuple[View, Attachment | None]]]
"""The message as it leaves, and its file."""


async def nothing(view: View, _: datetime) -> tuple[View, None]:
    return view, None


def enclosing(url: str) -> Enclose:
    """What is enclosed is read from this database."""

    async def enclose(view: View, now: datetime) -> tuple[View, Attachment | None]:
        if not isinstance(view, PaperDue):
            return view, None
        try:
            content = await apart.build(papers.build, url, papers.asked(view, now))
        except (Refused, CalledProcessError, OSError) as error:
            # The day is told all the same, and how to have the file written again.
            log.error("paper_not_written", period=view.head.period_id, reason=str(error))
            return replace(view, missing=True), None
        return view, Attachment(kind="document", content=content, name=view.file_name)

    return enclose
