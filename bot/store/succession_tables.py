"""The tables of which unit went up in which or came out of which, and of what is to come."""

from sqlalchemy import JSON, Column, Date, ForeignKey, String, Table, Text

from bot.store.types import Instant, Key, metadata

# Append-only: one row for each unit that went up in its successor, and for each that came out of another.
unit_changes = Table(
    "unit_changes",
    metadata,
    Column("id", Key, primary_key=True),
    # merge | split
    Column("kind", String(16), nullable=False),
    Column("unit_id", ForeignKey("units.id"), nullable=False, index=True),
    Column("successor_id", ForeignKey("units.id"), nullable=False, index=True),
    # The first day on which it counts, and the number of the paper.
    Column("on", Date, nullable=False),
    Column("decision", Text, nullable=False),
    # move | sum | apart
    Column("figures", String(16), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
)

# A merger, a split or a new name that is to come on its day. Ended: carried out (with the successor) or taken back.
planned_changes = Table(
    "planned_changes",
    metadata,
    Column("id", Key, primary_key=True),
    # What the steps of the screen put together (`succession_plans.change_of`).
    Column("wanted", JSON, nullable=False),
    Column("on", Date, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("successor_id", ForeignKey("units.id")),
)
