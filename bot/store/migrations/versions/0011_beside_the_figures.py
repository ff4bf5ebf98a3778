"""What goes with a report beside its figures: sentences, narrative, good examples, the signed paper, evidence."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _by_whom(table: str) -> tuple[sa.Column[object] | sa.ForeignKeyConstraint, ...]:
    """The columns that say to which report it belongs, who gave it and when."""
    return (
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", bot.store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f(f"fk_{table}_report_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id")),
    )


def _file() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("file_unique_id", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
    )


def upgrade() -> None:
    with op.batch_alter_table("figures", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sentence", sa.Text(), nullable=True))

    op.create_table(
        "narratives",
        sa.Column("id", KEY, nullable=False),
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=True),
        *_by_whom("narratives"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_narratives")),
        sa.UniqueConstraint(
            "report_id", "part", "version", name=op.f("uq_narratives_report_id_part_version")
        ),
    )
    op.create_table(
        "good_examples",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("removed_at", bot.store.types.Instant(), nullable=True),
        *_by_whom("good_examples"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_good_examples")),
    )
    op.create_index("ix_good_examples_report_id", "good_examples", ["report_id"])
    op.create_table(
        "signed_reports",
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        *_file(),
        *_by_whom("signed_reports"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_reports")),
        sa.UniqueConstraint("report_id", "version", name=op.f("uq_signed_reports_report_id_version")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", KEY, nullable=False),
        sa.Column("indicator_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        *_file(),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", bot.store.types.Instant(), nullable=True),
        *_by_whom("evidence"),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_evidence_indicator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_hash", "evidence", ["hash"])
    op.create_index("ix_evidence_report_id_indicator_id", "evidence", ["report_id", "indicator_id"])
