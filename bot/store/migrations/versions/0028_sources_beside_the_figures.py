"""What goes with a report beside its figures says from what it was entered in the unit's stead, and who took it back."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("evidence", "signed_reports"):
        op.add_column(table, sa.Column("source", sa.Text(), nullable=True))
    with op.batch_alter_table("good_examples") as batch_op:
        batch_op.add_column(sa.Column("source", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("removed_by", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("fk_good_examples_removed_by_people", "people", ["removed_by"], ["id"])
