"""The tables of what is entered besides the chat of a unit's own focal point: in its stead, and by the Excel form."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from bot.store.types import Instant, metadata

# Who enters a report in the unit's stead, and from what: phone | paper | email | form, or in words.
stand_ins = Table(
    "stand_ins",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("source", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

# Filled forms that an admin sent, until he has kept them or let them go. `reading` is what the preview counts and what
# is to be kept, `outcome` what became of it.
sent_forms = Table(
    "sent_forms",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("reading", JSON, nullable=False),
    Column("outcome", JSON(none_as_null=True)),
    Column("at", Instant, nullable=False),
)

# One row: the key that signs the forms handed out. It is made with the first one.
form_keys = Table(
    "form_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False),
)
