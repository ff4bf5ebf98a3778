"""Filled forms that an admin sent wait for his word."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sent_forms",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("at", bot.store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sent_forms_person_id_people")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_sent_forms_report_id_reports")),
        sa.PrimaryKeyConstraint("person_id", "report_id", name=op.f("pk_sent_forms")),
    )
