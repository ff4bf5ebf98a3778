"""A part of the narrative that was written in the unit's stead says from what."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("narratives", sa.Column("source", sa.Text(), nullable=True))
