"""What a cluster lead sees: /cum, his members and their figures."""

from collections.abc import Callable

from bot.usecases import clusters
from handlers.chat import Command, Tap, Typed, Use

COMMANDS = (Command(name="cum", use=lambda _: clusters.members),)

TAPS: dict[str, Callable[[Tap], Use]] = {
    "cluster": lambda tap: (
        lambda tx, who, now: clusters.members(
            tx,
            who,
            now,
            campaign_id=tap.subject(),
            cluster_id=tap.subject(1),
            n=(*tap.subjects, 0, 0, 0)[2] or None,
        )
    ),
    "cluster_figures": lambda tap: (
        lambda tx, who, now: clusters.figures(
            tx,
            who,
            now,
            campaign_id=tap.subject(),
            cluster_id=tap.subject(1),
            n=tap.subject(2),
            page=tap.subject(3),
        )
    ),
}
TYPED: dict[str, Callable[[Typed], Use]] = {}
