"""Clusters: /cum, the members and their figures, and the cluster's own report for its lead and the standing body."""

from collections.abc import Callable

from bot.usecases import cluster_reports, clusters
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
    "cluster_begin": lambda tap: (
        lambda tx, who, now: cluster_reports.begin(
            tx, who, now, campaign_id=tap.subject(), cluster_id=tap.subject(1), n=tap.subject(2)
        )
    ),
    "cluster_report": lambda tap: (
        lambda tx, who, now: cluster_reports.card(tx, who, now, report_id=tap.subject())
    ),
    "cluster_part": lambda tap: (
        lambda tx, who, now: cluster_reports.ask_part(
            tx, who, now, report_id=tap.subject(), place=tap.subject(1)
        )
    ),
    "cluster_submit": lambda tap: (
        lambda tx, who, now: cluster_reports.submit(tx, who, now, report_id=tap.subject())
    ),
    "cluster_accept": lambda tap: (
        lambda tx, who, now: cluster_reports.accept(tx, who, now, report_id=tap.subject())
    ),
    "cluster_return": lambda tap: (
        lambda tx, who, now: cluster_reports.ask_return(tx, who, now, report_id=tap.subject())
    ),
    "cluster_why": lambda tap: (
        lambda tx, who, now: cluster_reports.give_back_for(tx, who, now, place=tap.subject())
    ),
}
TYPED: dict[str, Callable[[Typed], Use]] = {
    "cluster_part": lambda typed: (
        lambda tx, who, now: cluster_reports.typed_part(tx, who, now, text=typed.text)
    ),
    "cluster_return": lambda typed: (
        lambda tx, who, now: cluster_reports.give_back(tx, who, now, reason=typed.text)
    ),
}
