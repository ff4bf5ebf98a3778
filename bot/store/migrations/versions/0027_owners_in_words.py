"""An indicator keeps its group and the owner that the directive names; an assignment may be only proposed."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("indicators") as batch_op:
        batch_op.add_column(sa.Column("group", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("owner", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("assignments") as batch_op:
        batch_op.add_column(sa.Column("proposed", sa.Boolean(), server_default=sa.false(), nullable=False))
