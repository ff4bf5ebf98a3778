"""Whether a due date was said or only proposed; of those that are there nobody knows, so they stay."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("periods") as batch_op:
        batch_op.add_column(sa.Column("due_set", sa.Boolean(), server_default=sa.true(), nullable=False))
