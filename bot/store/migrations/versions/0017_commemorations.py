"""What is said on the days that a directive commemorates."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "commemorations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("campaign_id", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("circle", sa.String(16), nullable=False),
        sa.Column("approved_by", KEY, nullable=True),
        sa.Column("approved_at", bot.store.types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_commemorations_campaign_id")
        ),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name=op.f("fk_commemorations_approved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commemorations")),
        sa.UniqueConstraint("campaign_id", "n", name=op.f("uq_commemorations_campaign_id_n")),
    )
    op.create_index(op.f("ix_commemorations_day"), "commemorations", ["day"])
