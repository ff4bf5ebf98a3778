"""Figures entered in a unit's stead say from what; the forms are signed by a key."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "stand_ins",
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", bot.store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_stand_ins_report_id_reports")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_stand_ins_person_id_people")),
        sa.PrimaryKeyConstraint("report_id", "person_id", name=op.f("pk_stand_ins")),
    )
    op.create_table(
        "form_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_keys")),
    )
    op.add_column("figures", sa.Column("source", sa.Text(), nullable=True))
    op.add_column("report_moves", sa.Column("source", sa.Text(), nullable=True))
