"""The tables of what belongs to an office: its settings, what stands on its papers, its own form and days."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, LargeBinary, Table, Text

from bot.store.types import metadata

offices = Table(
    "offices",
    metadata,
    Column("unit_id", ForeignKey("units.id"), primary_key=True),
    Column("place", Text),
    Column("signer", Text),
    Column("signer_post", Text),
    Column("standing_body", Text),
    # What it said of `deadlines.OwnLadder`; the rest, or null, is that of the config.
    Column("ladder", JSON(none_as_null=True)),
    # What stands on its papers beside place and signer; several lines where a paper has several.
    Column("superior", Text),
    Column("issuer", Text),
    Column("symbol", Text),
    Column("authority", Text),
    Column("recipients", Text),
    Column("paper_circle", Text),
)

# The office's own form of a paper, a .docx: in the database, where whoever builds one reads all else too.
office_templates = Table(
    "office_templates",
    metadata,
    Column("unit_id", ForeignKey("units.id"), primary_key=True),
    # One of `own_template.Paper`.
    Column("paper", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

# A day off, or a working day, that an office set; the nearest office above a unit has the last word.
office_days = Table(
    "office_days",
    metadata,
    Column("unit_id", ForeignKey("units.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("worked", Boolean, nullable=False),
)
