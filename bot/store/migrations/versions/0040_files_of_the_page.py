"""A file that came by the page is none that Telegram knows, and came by no message."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("evidence") as batch:
        batch.alter_column("file_id", existing_type=sa.Text(), nullable=True)
        batch.alter_column("file_unique_id", existing_type=sa.Text(), nullable=True)
        batch.alter_column("message_id", existing_type=sa.BigInteger(), nullable=True)
    with op.batch_alter_table("signed_reports") as batch:
        batch.alter_column("file_id", existing_type=sa.Text(), nullable=True)
        batch.alter_column("file_unique_id", existing_type=sa.Text(), nullable=True)
