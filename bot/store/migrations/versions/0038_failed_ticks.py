"""The bot writes down which part of a tick failed last."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pulse") as batch_op:
        batch_op.add_column(sa.Column("failed_at", Instant(), nullable=True))
        batch_op.add_column(sa.Column("failed", sa.Text(), nullable=True))
