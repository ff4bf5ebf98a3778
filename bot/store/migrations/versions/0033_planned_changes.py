"""Changes of units are planned for a day that is to come."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "planned_changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", bot.store.types.Instant(), nullable=False),
        sa.Column("ended_at", bot.store.types.Instant(), nullable=True),
        sa.Column("successor_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_planned_changes_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["units.id"], name=op.f("fk_planned_changes_successor_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_changes")),
    )
