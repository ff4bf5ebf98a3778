"""A figure may be an estimate, and keeps both parts of a ratio."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("figures", sa.Column("estimate", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("figures", sa.Column("numerator", bot.store.types.Exact(), nullable=True))
    op.add_column("figures", sa.Column("denominator", bot.store.types.Exact(), nullable=True))
