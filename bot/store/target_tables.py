"""The tables of what is to be reached: versions of targets, and a document that re-issues them at work."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from bot.store.types import Exact, Instant, Key, metadata

# Append-only: the targets that were re-issued while the campaign ran. The first one stands with the indicator.
targets = Table(
    "targets",
    metadata,
    Column("id", Key, primary_key=True),
    Column("indicator_id", ForeignKey("indicators.id"), nullable=False),
    # From 2; of two that are in force from the same day the later one counts.
    Column("version", Integer, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("comparator", String(8)),
    Column("value", Exact),
    Column("value_to", Exact),
    Column("direction", String(16)),
    # The document that re-issued it; null where an admin changed it by hand, and then said why.
    Column("document_id", ForeignKey("campaigns.id")),
    Column("source_text", Text, nullable=False),
    Column("source_line", Integer),
    Column("reason", Text),
    Column("person_id", ForeignKey("people.id")),
    Column("at", Instant, nullable=False),
    UniqueConstraint("indicator_id", "version"),
)

# What an admin makes of a document's lines while he compares it with the running campaign.
pairs = Table(
    "pairs",
    metadata,
    Column("id", Key, primary_key=True),
    Column("document_id", ForeignKey("campaigns.id"), nullable=False),
    # The line of the document; null where an indicator of the campaign is to be withdrawn.
    Column("source_id", ForeignKey("indicators.id")),
    Column("indicator_id", ForeignKey("indicators.id")),
    # ask | change | same | add | leave | withdraw
    Column("choice", String(16), nullable=False),
    UniqueConstraint("document_id", "source_id"),
    UniqueConstraint("document_id", "indicator_id"),
)

# Append-only as targets are. The first version has no first day: it holds for every period.
unit_targets = Table(
    "unit_targets",
    metadata,
    Column("indicator_id", ForeignKey("indicators.id"), primary_key=True),
    Column("unit_id", ForeignKey("units.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("from_on", Date),
    # Null where it was taken away.
    Column("value", Exact),
    Column("set_by", ForeignKey("people.id")),
    Column("set_at", Instant, nullable=False),
)
