"""The tables of a campaign's phases and of the periods that units report on."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint, true

from bot.store.types import Key, metadata

phases = Table(
    "phases",
    metadata,
    Column("id", Key, primary_key=True),
    Column("campaign_id", ForeignKey("campaigns.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("starts_on", Date),
    Column("ends_on", Date, nullable=False),
    Column("review_kind", Text),
    Column("review_deadline", Date),
    Column("review_exclusive", Boolean, nullable=False),
    # The words of the directive about the phase and about its review; null where a person added the phase.
    Column("source_text", Text),
    Column("review_text", Text),
    # How often units report within it: once | monthly | quarterly.
    Column("rhythm", String(16), nullable=False, server_default="once"),
    UniqueConstraint("campaign_id", "n"),
)

periods = Table(
    "periods",
    metadata,
    Column("id", Key, primary_key=True),
    Column("phase_id", ForeignKey("phases.id"), nullable=False),
    Column("n", Integer, nullable=False),
    # Of one among several: what it is called, and its stretch of the phase; null where it is the whole phase.
    Column("name", Text),
    Column("starts_on", Date),
    Column("ends_on", Date),
    # The last day on which a unit's report is on time, to 23:59:59 of the configured zone.
    Column("due_on", Date, nullable=False, index=True),
    # The directive or an admin said so; what is only proposed is proposed anew where the phase moves.
    Column("due_set", Boolean, nullable=False, server_default=true()),
    # The same for the reports of clusters, where an admin set it; else it follows from that of the units.
    Column("cluster_due_on", Date),
    UniqueConstraint("phase_id", "n"),
)

# What an admin set beside them: cutoff | summary, and how he worded those and due | cluster | review.
period_times = Table(
    "period_times",
    metadata,
    Column("period_id", ForeignKey("periods.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    # The last day that is in time.
    Column("day", Date, nullable=False),
    # It was said as "trước ngày" the day after.
    Column("exclusive", Boolean, nullable=False),
)
