"""The life of a report: sign-off, moves, extensions, the lock, excused lateness, why a figure was corrected."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("units", sa.Column("signed_off", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("campaigns", sa.Column("lock_days", sa.Integer(), nullable=False, server_default="30"))
    op.add_column("reports", sa.Column("excused", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("figures", sa.Column("because", sa.Text(), nullable=True))
    op.create_table(
        "extensions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["period_id"], ["periods.id"], name=op.f("fk_extensions_period_id_periods")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_extensions_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
    )
    op.create_index("ix_extensions_period_id_unit_id", "extensions", ["period_id", "unit_id"])
    op.create_table(
        "report_moves",
        sa.Column("id", KEY, nullable=False),
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("move", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", bot.store.types.Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=True),
        sa.Column("indicator_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_report_moves_indicator_id_indicators")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_report_moves_person_id_people")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_report_moves_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_moves")),
    )
    op.create_index("ix_report_moves_report_id", "report_moves", ["report_id"])
    # What was handed in before there were moves has its submission in the history too.
    op.execute(
        "INSERT INTO report_moves (report_id, move, state, person_id, at, due_on, late)"
        " SELECT id, 'submit', state, submitted_by, submitted_at, due_on, late FROM reports"
        " WHERE submitted_at IS NOT NULL AND submitted_by IS NOT NULL AND due_on IS NOT NULL"
        " ORDER BY submitted_at, id"
    )
