"""People have quiet hours, offices days off and working days of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("people", sa.Column("quiet_from", sa.String(5)))
    op.add_column("people", sa.Column("quiet_until", sa.String(5)))
    op.create_index("ix_people_quiet_from", "people", ["quiet_from"])
    op.create_table(
        "office_days",
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("worked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_office_days_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "day", name=op.f("pk_office_days")),
    )
