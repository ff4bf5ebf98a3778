"""Why somebody cannot be written to; replies before bulk; what the running bot writes down of itself."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pulse",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ticked_at", bot.store.types.Instant(), nullable=True),
        sa.Column("polled_at", bot.store.types.Instant(), nullable=True),
        sa.Column("update_at", bot.store.types.Instant(), nullable=True),
        sa.Column("sent_last_minute", sa.Integer(), nullable=False),
        sa.Column("paused_until", bot.store.types.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse")),
    )
    with op.batch_alter_table("people") as batch:
        batch.add_column(sa.Column("unreachable_why", sa.String(16)))
    with op.batch_alter_table("outbox") as batch:
        batch.drop_index("ix_outbox_outcome_due_at")
        batch.create_index("ix_outbox_outcome_lane_due_at", ["outcome", "lane", "due_at"])
