"""The tables of what a cluster lead reports for his cluster: the report, the versions of its parts, its moves."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

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
    # A late report that counts as on time; who excused it and why stands in the moves.
    Column("excused", Boolean, nullable=False, server_default=false()),
    # A later due date than that of all clusters: set where it was returned or extended.
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
    # Put together by the bot from what the members handed in, and not touched by the lead.
    Column("drafted", Boolean, nullable=False, server_default=false()),
    # Why it was changed after the report was handed in.
    Column("because", Text),
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
    # The due date in force, which a return and an extension set anew.
    Column("due_on", Date, nullable=False),
    Column("late", Boolean),
)
