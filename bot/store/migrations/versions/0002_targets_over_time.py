"""Targets that change while a campaign runs, keys by which years are compared, and when a campaign was closed."""

import sqlalchemy as sa
from alembic import op

import bot.store.types
from bot.campaign.model import Measure
from bot.language.catalogue import key_of

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("campaigns") as batch:
        batch.add_column(sa.Column("closed_at", bot.store.types.Instant(), nullable=True))
        batch.add_column(sa.Column("reissues_id", KEY, nullable=True))
        batch.add_column(sa.Column("in_force_on", sa.Date(), nullable=True))
        batch.create_foreign_key(op.f("fk_campaigns_reissues_id"), "campaigns", ["reissues_id"], ["id"])
        batch.create_index("ix_campaigns_reissues_id", ["reissues_id"])
    with op.batch_alter_table("indicators") as batch:
        batch.add_column(sa.Column("catalogue_key", sa.Text(), nullable=True))
        batch.add_column(sa.Column("given_from", sa.Date(), nullable=True))
        batch.add_column(sa.Column("given_until", sa.Date(), nullable=True))
    op.create_table(
        "targets",
        sa.Column("id", KEY, nullable=False),
        sa.Column("indicator_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("comparator", sa.String(length=8), nullable=True),
        sa.Column("value", bot.store.types.Exact(), nullable=True),
        sa.Column("value_to", bot.store.types.Exact(), nullable=True),
        sa.Column("direction", sa.String(length=16), nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("source_text", sa.Text(), nullable=False),
        sa.Column("source_line", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("at", bot.store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_targets_indicator_id")),
        sa.ForeignKeyConstraint(["document_id"], ["campaigns.id"], name=op.f("fk_targets_document_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_targets_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
        sa.UniqueConstraint("indicator_id", "version", name=op.f("uq_targets_indicator_id_version")),
    )
    op.create_table(
        "pairs",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("source_id", KEY, nullable=True),
        sa.Column("indicator_id", KEY, nullable=True),
        sa.Column("choice", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["campaigns.id"], name=op.f("fk_pairs_document_id")),
        sa.ForeignKeyConstraint(["source_id"], ["indicators.id"], name=op.f("fk_pairs_source_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_pairs_indicator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairs")),
        sa.UniqueConstraint("document_id", "source_id", name=op.f("uq_pairs_document_id_source_id")),
        sa.UniqueConstraint("document_id", "indicator_id", name=op.f("uq_pairs_document_id_indicator_id")),
    )
    _version_unit_targets()
    _key_what_runs()


def _version_unit_targets() -> None:
    """Those that are there become the first versions. SQLite cannot change a primary key in place."""
    op.execute("CREATE TABLE kept AS SELECT * FROM unit_targets")
    op.drop_table("unit_targets")
    op.create_table(
        "unit_targets",
        sa.Column("indicator_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("value", bot.store.types.Exact(), nullable=True),
        sa.Column("set_by", KEY, nullable=True),
        sa.Column("set_at", bot.store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_unit_targets_indicator_id")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_unit_targets_set_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_targets_unit_id")),
        sa.PrimaryKeyConstraint("indicator_id", "unit_id", "version", name=op.f("pk_unit_targets")),
    )
    op.execute(
        "INSERT INTO unit_targets (indicator_id, unit_id, version, value, set_by, set_at)"
        " SELECT indicator_id, unit_id, 1, value, set_by, set_at FROM kept"
    )
    op.drop_table("kept")


def _key_what_runs() -> None:
    """Indicators of launched campaigns get the key that a launch gives from now on."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT i.id, i.name, i.measure_unit, i.measure FROM indicators i"
            " JOIN campaigns c ON c.id = i.campaign_id WHERE c.state <> 'draft'"
        )
    ).all()
    for row in rows:
        connection.execute(
            sa.text("UPDATE indicators SET catalogue_key = :key WHERE id = :id"),
            {"key": key_of(row.name, row.measure_unit, Measure(row.measure)), "id": row.id},
        )
