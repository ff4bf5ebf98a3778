"""The office's own form of the report stands in a table of its own, with its content."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "office_templates",
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_office_templates_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_office_templates")),
    )
    with op.batch_alter_table("offices") as batch_op:
        batch_op.drop_column("template_name")
        batch_op.drop_column("template_hash")
