"""Clusters: /cum, the members and their figures, and the cluster's own report for its lead and the standing body."""

from collections.abc import Callable

from bot.campaign.report_life import Move
from bot.usecases import cluster_reports, clusters, histories, move_questions, report_cards
from handlers.chat import Command, Tap, Typed, Use

COMMANDS = (Command(name="cum", use=lambda _: clusters.members),)

MOVES = (Move.WITHDRAW, Move.ACCEPT, Move.RETURN, Move.EXTEND, Move.EXCUSE)


def _move(move: Move) -> Callable[[Tap], Use]:
    """A tap that makes a move of the cluster's report in its number, or asks about it first."""
    return lambda tap: (
        lambda tx, who, now: move_questions.begin_of_cluster(tx, who, now, report_id=tap.subject(), move=move)
    )


TAPS: dict[str, Callable[[Tap], Use]] = {
    "clusters": lambda _: clusters.members,
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
    "cluster_begin": lambda tap: (
        lambda tx, who, now: cluster_reports.begin(
            tx, who, now, campaign_id=tap.subject(), cluster_id=tap.subject(1), n=tap.subject(2)
        )
    ),
    "cluster_open": lambda tap: (
        lambda tx, who, now: cluster_reports.open_of(
            tx, who, now, period_id=tap.subject(), cluster_id=tap.subject(1)
        )
    ),
    "cluster_card": lambda tap: (
        lambda tx, who, now: cluster_reports.card(tx, who, now, report_id=tap.subject())
    ),
    "cluster_chosen": lambda tap: (
        lambda tx, who, now: report_cards.choose_cluster(
            tx, who, now, period_id=tap.subject(), cluster_id=tap.subject(1)
        )
    ),
    "cluster_history": lambda tap: (
        lambda tx, who, now: histories.cluster_history(
            tx, who, now, report_id=tap.subject(), page=(*tap.subjects, 0)[1]
        )
    ),
    "cluster_part": lambda tap: (
        lambda tx, who, now: cluster_reports.ask_part(
            tx, who, now, report_id=tap.subject(), place=tap.subject(1)
        )
    ),
    "cluster_submit": lambda tap: (
        lambda tx, who, now: cluster_reports.submit(tx, who, now, report_id=tap.subject())
    ),
    **{"_".join(("cluster", move.value)): _move(move) for move in MOVES},
}
TYPED: dict[str, Callable[[Typed], Use]] = {
    "cluster_part": lambda typed: (
        lambda tx, who, now: cluster_reports.typed_part(tx, who, now, text=typed.text)
    ),
}
