"""An office may have a form of its own for each of its papers; those that are there are of the report."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # SQLite cannot change a primary key in place.
    op.execute("CREATE TABLE kept AS SELECT * FROM office_templates")
    op.drop_table("office_templates")
    op.create_table(
        "office_templates",
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_office_templates_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "paper", name=op.f("pk_office_templates")),
    )
    op.execute(
        "INSERT INTO office_templates (unit_id, paper, name, content) "
        "SELECT unit_id, 'report', name, content FROM kept"
    )
    op.drop_table("kept")
