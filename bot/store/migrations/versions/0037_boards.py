"""The boards of groups."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant, Key

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "boards",
        sa.Column("id", Key, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("campaign_id", Key, nullable=False),
        sa.Column("period_id", Key),
        sa.Column("shown", sa.BigInteger(), nullable=False),
        sa.Column("shown_at", Instant),
        sa.Column("pinned_at", Instant),
        sa.Column("made_by", Key, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("ended_at", Instant),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_boards_campaign_id_campaigns"),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name="fk_boards_made_by_people"),
        sa.ForeignKeyConstraint(["period_id"], ["periods.id"], name="fk_boards_period_id_periods"),
        sa.PrimaryKeyConstraint("id", name="pk_boards"),
        sa.UniqueConstraint("chat_id", "campaign_id", name="uq_boards_chat_id_campaign_id"),
    )
