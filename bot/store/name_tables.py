"""The tables of what units are called besides their names."""

from sqlalchemy import Column, Date, ForeignKey, Integer, Table, Text, UniqueConstraint

from bot.store.types import Key, metadata

# What a unit is called besides: a short name that the office uses.
unit_aliases = Table(
    "unit_aliases",
    metadata,
    Column("id", Key, primary_key=True),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("unit_id", "name"),
)

# What a unit, or one that went up in it, was called until a day, and the decision that changed it.
former_names = Table(
    "former_names",
    metadata,
    Column("id", Key, primary_key=True),
    Column("unit_id", ForeignKey("units.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("until", Date),
    Column("decision", Text),
    Column("note", Text),
    UniqueConstraint("unit_id", "name"),
)

# One row: counts the changes of names, and gives each a token that never comes again, also after a rollback.
names_state = Table(
    "names_state",
    metadata,
    Column("id", Key, primary_key=True),
    Column("changes", Integer, nullable=False),
    Column("token", Text),
)
