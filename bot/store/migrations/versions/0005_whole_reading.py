"""More of what was read in a directive: parts, baselines, doubts, the words about a phase; when it was looked at."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:

    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.add_column(sa.Column("issued_precision", sa.String(length=8), nullable=True))

    campaigns = sa.table(
        "campaigns", sa.column("id"), sa.column("directive", sa.JSON()), sa.column("issued_precision")
    )
    connection = op.get_bind()
    for key, directive in connection.execute(sa.select(campaigns.c.id, campaigns.c.directive)).all():
        precision = directive.get("date_precision")
        connection.execute(
            sa.update(campaigns).where(campaigns.c.id == key).values(issued_precision=precision)
        )

    with op.batch_alter_table("phases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source_text", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("review_text", sa.Text(), nullable=True))

    with op.batch_alter_table("indicators", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "parent_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("relation", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("baseline", bot.store.types.Exact(), nullable=True))
        batch_op.add_column(sa.Column("target_level", bot.store.types.Exact(), nullable=True))
        batch_op.add_column(sa.Column("cumulative_total", bot.store.types.Exact(), nullable=True))
        batch_op.add_column(sa.Column("denominator", bot.store.types.Exact(), nullable=True))
        batch_op.add_column(sa.Column("doubts", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("looked_at", bot.store.types.Instant(), nullable=True))
        batch_op.create_index("ix_indicators_parent_id", ["parent_id"], unique=False)
        batch_op.create_foreign_key(op.f("fk_indicators_parent_id"), "indicators", ["parent_id"], ["id"])
