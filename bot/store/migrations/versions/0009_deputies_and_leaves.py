"""Deputies, leaves, and roles that are handed over by an invitation."""

import sqlalchemy as sa
from alembic import op

import bot.store.types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("roles", sa.Column("deputy", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "leaves",
        sa.Column("id", KEY, nullable=False),
        sa.Column("role_id", KEY, nullable=False),
        sa.Column("since", bot.store.types.Instant(), nullable=False),
        sa.Column("until", bot.store.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_leaves_role_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
    )
    op.create_index("ix_leaves_role_id", "leaves", ["role_id"])
    with op.batch_alter_table("invitations") as batch:
        batch.add_column(sa.Column("hands_over", KEY, nullable=True))
        batch.add_column(sa.Column("meant_for", KEY, nullable=True))
        batch.create_foreign_key(op.f("fk_invitations_hands_over"), "roles", ["hands_over"], ["id"])
        batch.create_foreign_key(op.f("fk_invitations_meant_for"), "people", ["meant_for"], ["id"])
