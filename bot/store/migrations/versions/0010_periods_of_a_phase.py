"""Monthly and quarterly periods, and indicators that are asked for the period alone."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("phases", sa.Column("rhythm", sa.String(16), nullable=False, server_default="once"))
    op.add_column(
        "indicators", sa.Column("in_period", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("periods", sa.Column("name", sa.Text()))
    op.add_column("periods", sa.Column("starts_on", sa.Date()))
    op.add_column("periods", sa.Column("ends_on", sa.Date()))
