"""A change of names has a token that never comes again, so that no index survives a rollback."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("names_state", sa.Column("token", sa.Text()))
