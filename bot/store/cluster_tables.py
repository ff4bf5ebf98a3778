"""The tables of what a cluster lead reports for his cluster: the report, the versions of its parts, its moves."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from bot.store.types import Instant, Key, metadata

cluster_reports = Table(
    "cluster_reports",
    metadata,
    Column("id", Key, primary_key=True),
    Column("period_id", ForeignKey("periods.id"), nullable=False),
    Column("cluster_id", ForeignKey("clusters.id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("submitted_at", Instant),
    Column("late", Boolean),
    # Another due date than that of all clusters: set where it was returned.
    Column("due_on", Date),
    UniqueConstraint("period_id", "cluster_id"),
)

# Append-only, like the parts of a unit's report.
cluster_texts = Table(
    "cluster_texts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("report_id", ForeignKey("cluster_reports.id"), nullable=False),
    Column("part", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("report_id", "part", "version"),
)

cluster_moves = Table(
    "cluster_moves",
    metadata,
    Column("id", Key, primary_key=True),
    Column("report_id", ForeignKey("cluster_reports.id"), nullable=False, index=True),
    Column("move", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", Text),
    # The due date in force, which a return sets anew.
    Column("due_on", Date, nullable=False),
    Column("late", Boolean),
)
