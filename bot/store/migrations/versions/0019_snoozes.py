"""A nudge can be put off; a question that waits is nudged about once."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "snoozes",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_snoozes_person_id")),
        sa.ForeignKeyConstraint(["period_id"], ["periods.id"], name=op.f("fk_snoozes_period_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_snoozes_unit_id")),
        sa.PrimaryKeyConstraint("person_id", "period_id", "unit_id", name=op.f("pk_snoozes")),
    )
    op.create_index("ix_snoozes_until", "snoozes", ["until"])
    op.add_column("follow_ups", sa.Column("nudged_at", Instant()))
