"""A form of a summary that a person asked for, until he has it."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "downloads",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("asked_at", bot.store.types.Instant(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_downloads_person_id")),
        sa.ForeignKeyConstraint(["period_id"], ["periods.id"], name=op.f("fk_downloads_period_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_downloads_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_downloads")),
        sa.UniqueConstraint("person_id", name=op.f("uq_downloads_person_id")),
    )
    op.create_index(op.f("ix_downloads_period_id"), "downloads", ["period_id"])
