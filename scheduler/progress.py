"""The message on which an admin sees how far his wave is, rewritten while it goes out."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog
from telegram import Bot

from bot.store import pulse, recipients
from bot.store.engine import Store, Tx
from bot.store.recipients import Recipient
from bot.texts import Texts
from bot.transport import sending
from bot.transport.sending import Delivered, Outgoing, RetryLater
from bot.usecases import wave_progress
from bot.usecases.wave_progress import WaveProgress

log = structlog.get_logger()


async def show(store: Store, bot: Bot, texts: Texts, now: Callable[[], datetime]) -> None:
    """Rewrite the message of each wave that has come further since it was last shown."""
    for recipient, progress in await store.read(partial(_to_show, now=now())):
        if recipient.chat_id and not recipient.unreachable and progress.wave.message_id is not None:
            reply = texts.render(progress, recipient.language)
            outgoing = Outgoing(
                chat_id=recipient.chat_id,
                html=reply.html,
                buttons=reply.rows,
            )
            outcome = await sending.edit(
                bot, recipient.chat_id, progress.wave.message_id, outgoing, lane="bulk"
            )
            if isinstance(outcome, RetryLater):
                log.info("progress_is_shown_later", reason=outcome.reason)
                continue
            if isinstance(outcome, Delivered) and outcome.unmarked is not None:
                note = partial(pulse.unmarked, now=now(), kind="progress", reason=outcome.unmarked)
                await store.write(note)
        await store.write(partial(wave_progress.was_shown, shown=progress, now=now()))


def _to_show(tx: Tx, now: datetime) -> list[tuple[Recipient, WaveProgress]]:
    return [
        (recipients.of(tx, progress.wave.person_id or 0), progress)
        for progress in wave_progress.to_show(tx, now)
    ]
