"""The forms that people asked for, built in processes of their own and sent: nobody else waits for them."""

import asyncio
import contextlib
import subprocess
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot import apart
from bot.errors import Refused, StoreUnavailable
from bot.limits import TooHeavy
from bot.store import downloads as rows
from bot.store.downloads import Download
from bot.transport.sending import Attachment
from bot.usecases import downloads
from bot.usecases.downloads import BY_NAME, Downloaded, DownloadStage, Made, Stage
from handlers.chat import Desk
from handlers.marks import PATIENCE

log = structlog.get_logger()

AT_ONCE = 2
ACTION_SECONDS = 4.0
"""Telegram shows an action for five seconds."""
LATER = 60.0
"""Seconds until a file is tried again that Telegram could not take."""


class Deliveries:
    """Takes what waits in the table, also from before a stop; of each person there is one at a time."""

    def __init__(self, desk: Desk, bot: Bot) -> None:
        self._desk = desk
        self._bot = bot
        self._woken = asyncio.Event()
        self._running: dict[int, asyncio.Task[None]] = {}
        self._serving: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._serving = asyncio.create_task(self._serve())

    def wake(self) -> None:
        self._woken.set()

    async def stop(self) -> None:
        """End what is being built; it is begun anew after the next start."""
        tasks = [*self._running.values(), *([self._serving] if self._serving else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await apart.dismiss()

    async def _serve(self) -> None:
        # Of two processes on one database one builds.
        while not self._desk.store.hold("builds"):  # noqa: ASYNC110 - the other process tells nobody when it ends.
            await asyncio.sleep(PATIENCE)
        while True:
            self._woken.clear()
            try:
                for download in await self._desk.store.read(rows.waiting):
                    if download.download_id not in self._running and len(self._running) < AT_ONCE:
                        self._begin(download)
            except StoreUnavailable as error:
                log.error("downloads_wait_for_the_database", error=str(error))
                asyncio.get_running_loop().call_later(PATIENCE, self.wake)
            await self._woken.wait()

    def _begin(self, download: Download) -> None:
        task = asyncio.create_task(self._deliver(download))
        self._running[download.download_id] = task

        def ended(task: asyncio.Task[None]) -> None:
            self._running.pop(download.download_id, None)
            if not task.cancelled() and (failure := task.exception()) is not None:
                log.error("download_not_delivered", exc_info=failure)
                asyncio.get_running_loop().call_later(LATER, self.wake)
            else:
                self.wake()

        task.add_done_callback(ended)

    async def _deliver(self, download: Download) -> None:
        desk = self._desk
        begun = await desk.store.write(partial(downloads.begin, now=desk.now(), download=download))
        if begun is None or download.chat_id is None:
            return
        ended = partial(downloads.end, download_id=download.download_id)
        if begun.stage is Stage.FAILED:
            await self._show(download, begun)
            await desk.store.write(ended)
            return
        # The file waits for no message that only tells of it.
        built, _ = await asyncio.gather(self._built(download, begun.at), self._show(download, begun))
        if isinstance(built, Refused):
            await self._fail(download, begun, built)
            return
        is_sent, _ = await asyncio.gather(
            self._send(download, begun, built), self._show(download, begun, Stage.SENDING)
        )
        if not is_sent:
            asyncio.get_running_loop().call_later(LATER, self.wake)
            return
        await desk.store.write(ended)
        await self._show(download, begun, Stage.SENT)

    async def _built(self, download: Download, at: datetime) -> Made | Refused:
        """The file, or why there is none; meanwhile the chat says that one is on its way."""
        acting = asyncio.create_task(self._act(download))
        try:
            url = self._desk.store.url
            return await apart.build(downloads.build, url, downloads.asked(download, at))
        except TooHeavy:
            return Refused("download_too_heavy")
        except Refused as refusal:
            return refusal
        except (subprocess.CalledProcessError, OSError) as error:
            # The process itself said why on standard error.
            log.error("download_not_built", form=download.form, error=str(error))
            return Refused("download_failed")
        finally:
            acting.cancel()

    async def _act(self, download: Download) -> None:
        action = ChatAction.UPLOAD_PHOTO if BY_NAME[download.form].photo else ChatAction.UPLOAD_DOCUMENT
        while download.chat_id is not None:
            # It is a courtesy: whether it arrives or not, the file does.
            with contextlib.suppress(TelegramError):
                await self._bot.send_chat_action(download.chat_id, action)
            await asyncio.sleep(ACTION_SECONDS)

    async def _send(self, download: Download, begun: DownloadStage, built: Made) -> bool:
        caption = Downloaded(
            head=begun.head, unit=begun.unit, form=begun.form, at=begun.at, words=built.words
        )
        sent = await self._desk.send(
            self._bot,
            download.chat_id or 0,
            self._desk.texts.render(caption, download.language),
            attachment=Attachment(
                kind="photo" if BY_NAME[download.form].photo else "document",
                content=built.content,
                name=built.name,
            ),
        )
        return sent is not None

    async def _fail(self, download: Download, begun: DownloadStage, refusal: Refused) -> None:
        """Tell why there is no file, and let what was asked for go."""
        told = replace(begun, stage=Stage.FAILED, reason=refusal.reason, facts=refusal.facts)
        await self._show(download, told)
        await self._desk.store.write(partial(downloads.end, download_id=download.download_id))

    async def _show(self, download: Download, view: DownloadStage, stage: Stage | None = None) -> None:
        """Rewrite the message on which the person sees how far it is."""
        desk = self._desk
        shown = view if stage is None else replace(view, stage=stage, at=desk.now())
        if download.message_id is None and shown.stage is not Stage.FAILED:
            return
        await desk.send(
            self._bot,
            download.chat_id or 0,
            desk.texts.render(shown, download.language),
            message_id=download.message_id,
        )
