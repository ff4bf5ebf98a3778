"""What an admin taps in a group: the summary becomes its board, or is one no longer."""

from collections.abc import Callable

from bot.usecases import boards
from handlers.chat import Tap, Use

IN_GROUPS: dict[str, Callable[[Tap, int], Use]] = {
    "board_pin": lambda tap, chat_id: (
        lambda tx, who, now: boards.pin(
            tx, who, now, campaign_id=tap.subject(), chat_id=chat_id, message_id=tap.message_id
        )
    ),
    "board_stop": lambda tap, _: lambda tx, who, now: boards.stop(tx, who, now, board_id=tap.subject()),
}
"""What a group's tap changes, by the tap and the group's chat."""
