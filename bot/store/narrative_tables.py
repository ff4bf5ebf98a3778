"""The tables of what goes with a report beside its figures: words, good examples, the signed paper, evidence."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.types import Instant, Key, metadata

# Append-only, like figures: one part of a report in words; an empty text takes the part back.
narratives = Table(
    "narratives",
    metadata,
    Column("id", Key, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False),
    Column("part", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    # Why it was changed after the report was handed in.
    Column("because", Text),
    Column("source", Text),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("report_id", "part", "version"),
)

good_examples = Table(
    "good_examples",
    metadata,
    Column("id", Key, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False, index=True),
    # Kept only where whoever is named agreed to it.
    Column("name", Text),
    Column("deed", Text, nullable=False),
    # From what it was entered in the unit's stead.
    Column("source", Text),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("removed_at", Instant),
    Column("removed_by", ForeignKey("people.id")),
)

# Append-only: the newest is the one in force.
signed_reports = Table(
    "signed_reports",
    metadata,
    Column("id", Key, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("signed_on", Date, nullable=False),
    Column("file_name", Text, nullable=False),
    # None of a file that came by the page: Telegram has none of it.
    Column("file_id", Text),
    Column("file_unique_id", Text),
    Column("size", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("source", Text),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("report_id", "version"),
)

# A photo or file that shows a figure; taken back, its row stays and its file goes.
evidence = Table(
    "evidence",
    metadata,
    Column("id", Key, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False),
    Column("indicator_id", ForeignKey("indicators.id"), nullable=False),
    # photo | document: what Telegram has to be asked for when it is sent back.
    Column("kind", String(16), nullable=False),
    Column("file_name", Text, nullable=False),
    # None of a file that came by the page, by no message.
    Column("file_id", Text),
    Column("file_unique_id", Text),
    Column("size", Integer, nullable=False),
    Column("hash", String(64), nullable=False, index=True),
    Column("message_id", BigInteger),
    Column("source", Text),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("removed_at", Instant),
    Index("ix_evidence_report_id_indicator_id", "report_id", "indicator_id"),
)

# One photo or file of several that were sent together, and what became of it; gone with the update that brought it.
album_pieces = Table(
    "album_pieces",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    # What Telegram calls the files that were sent together.
    Column("album", Text, nullable=False),
    Column("indicator_id", ForeignKey("indicators.id"), nullable=False),
    # kept, or the reason why not.
    Column("outcome", String(32), nullable=False),
    Column("captioned", Boolean, nullable=False),
    # The bot's message that tells of the whole album.
    Column("answer_id", BigInteger),
    Column("at", Instant, nullable=False, index=True),
)
