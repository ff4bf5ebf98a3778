"""Due dates of clusters, and in their reports what those of units have: excused lateness, why a text was changed."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("periods", sa.Column("cluster_due_on", sa.Date()))
    op.add_column(
        "cluster_reports", sa.Column("excused", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "cluster_texts", sa.Column("drafted", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("cluster_texts", sa.Column("because", sa.Text()))
