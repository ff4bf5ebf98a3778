"""The reports that cluster leads write for their clusters."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "cluster_reports",
        sa.Column("id", KEY, nullable=False),
        sa.Column("period_id", KEY, nullable=False),
        sa.Column("cluster_id", KEY, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("opened_at", bot.store.types.Instant(), nullable=False),
        sa.Column("submitted_at", bot.store.types.Instant(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["period_id"], ["periods.id"], name=op.f("fk_cluster_reports_period_id")),
        sa.ForeignKeyConstraint(["cluster_id"], ["clusters.id"], name=op.f("fk_cluster_reports_cluster_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_reports")),
        sa.UniqueConstraint("period_id", "cluster_id", name=op.f("uq_cluster_reports_period_id_cluster_id")),
    )
    op.create_table(
        "cluster_texts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("part", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", bot.store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["cluster_reports.id"], name=op.f("fk_cluster_texts_report_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_cluster_texts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_texts")),
        sa.UniqueConstraint(
            "report_id", "part", "version", name=op.f("uq_cluster_texts_report_id_part_version")
        ),
    )
    op.create_table(
        "cluster_moves",
        sa.Column("id", KEY, nullable=False),
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("move", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", bot.store.types.Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"], ["cluster_reports.id"], name=op.f("fk_cluster_moves_report_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_cluster_moves_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_moves")),
    )
    op.create_index(op.f("ix_cluster_moves_report_id"), "cluster_moves", ["report_id"])
