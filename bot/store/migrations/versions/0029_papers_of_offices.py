"""An office keeps what stands on its papers, its own form of the report, and to whom the report goes."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

COLUMNS = (
    "superior",
    "issuer",
    "symbol",
    "authority",
    "recipients",
    "template_name",
    "template_hash",
    "paper_circle",
)


def upgrade() -> None:
    with op.batch_alter_table("offices") as batch_op:
        for name in COLUMNS:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=True))
