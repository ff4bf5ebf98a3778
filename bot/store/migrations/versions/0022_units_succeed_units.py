"""Units are merged and split: which became which, from when on, and in which periods they take part."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "unit_changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("successor_id", KEY, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("figures", sa.String(length=16), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", bot.store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_changes_unit_id_units")),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["units.id"], name=op.f("fk_unit_changes_successor_id_units")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_unit_changes_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_changes")),
    )
    op.create_index(op.f("ix_unit_changes_unit_id"), "unit_changes", ["unit_id"])
    op.create_index(op.f("ix_unit_changes_successor_id"), "unit_changes", ["successor_id"])
    op.add_column("units", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column("campaign_units", sa.Column("from_on", sa.Date(), nullable=True))
    op.add_column("campaign_units", sa.Column("until_on", sa.Date(), nullable=True))
