"""A person whose data were deleted has no chat any more."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("people") as batch:
        batch.alter_column("chat_id", existing_type=sa.BigInteger(), nullable=True)
